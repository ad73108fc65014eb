"""Legal hold: that nothing of a visit or a company may leave a laptop or be erased at the office, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self

from ambassador_app.domain.identifiers import HoldId
from ambassador_app.domain.records import record


class HoldReason(StrEnum):
    """Why something is held."""

    ACCESS_REQUEST = "access_request"
    """Somebody asked for access to documents (*aktindsigt*), and that is not closed."""
    DISPUTE = "dispute"
    AUDIT = "audit"
    OTHER = "other"


@record
@dataclass(frozen=True, slots=True)
class Hold:
    """A hold on one visit, site or organisation: `subject_kind` is its kind of record, `subject_id` its id. It holds
    until it is released; both are remembered with who and when. What belongs to the subject is held with it.
    """

    KIND: ClassVar[str] = "hold"
    SPREAD: ClassVar[str] = ""
    id: HoldId
    subject_kind: str
    subject_id: str
    reason: HoldReason
    note: str
    by: str
    at: datetime
    released_by: str = ""
    released_at: datetime | None = None
    released_note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still holds."""
        return self.released_at is None

    def released(self, *, by: str, at: datetime, note: str) -> Self:
        """Return this hold as it is once it holds no longer."""
        return replace(self, released_by=by, released_at=at, released_note=note)


def is_held(holds: Iterable[Hold], subjects: Iterable[tuple[str, str]]) -> bool:
    """Say whether an open hold is on one of these subjects (kind, id)."""
    among = set(subjects)
    return any(one.is_open and (one.subject_kind, one.subject_id) in among for one in holds)
