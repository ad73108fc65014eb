"""A conflict: two people changed the same thing, and someone who knows has to say what stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from ambassador_app.domain.identifiers import ConflictId
from ambassador_app.domain.records import record

WHOLE = ""
"""The field of a conflict that is about the whole record: one removed it, the other changed it."""


_WHO: Final = frozenset({"by", "at"})
"""Parts of an answer that differ whenever two people gave it."""


class Resolution(StrEnum):
    """What was decided: nothing yet, my value, the office's, or a new one."""

    OPEN = "open"
    MINE = "mine"
    THEIRS = "theirs"
    OTHER = "other"


@record
@dataclass(frozen=True, slots=True)
class Conflict:
    """One field of one record that two sides changed; an empty `field` is the whole record.

    The record shows `theirs`, which came first to the office; `mine` is kept here, `base` is what both started from.
    Each side is empty where there was nothing, else it holds the one value (all fields, for a whole record).
    `visit_id` is the visit it belongs to, or empty; it cannot be sealed while the conflict is open.
    """

    KIND: ClassVar[str] = "conflict"
    SPREAD: ClassVar[str] = ""
    id: ConflictId
    record_kind: str
    record_id: str
    field: str = WHOLE
    visit_id: str = ""
    base: tuple[object, ...] = ()
    mine: tuple[object, ...] = ()
    theirs: tuple[object, ...] = ()
    mine_by: str = ""
    mine_at: datetime | None = None
    theirs_by: str = ""
    theirs_at: datetime | None = None
    resolution: Resolution = Resolution.OPEN
    resolved_by: str = ""
    resolved_at: datetime | None = None

    def text_part(self, *, of_text: bool) -> str | None:
        """Name the part of both values that is free text and the only one they differ in: empty for the value itself,
        else a part of an answer (its note, or what was answered to a question that asks for text: `of_text`). None
        where no text of a third's can stand.
        """
        if self.field == WHOLE or not self.mine or not self.theirs:
            return None
        mine, theirs = self.mine[0], self.theirs[0]
        if isinstance(mine, str) and isinstance(theirs, str):
            return ""
        if not (isinstance(mine, Mapping) and isinstance(theirs, Mapping)):
            return None
        differs = {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)} - _WHO
        part = next(iter(differs)) if len(differs) == 1 else ""
        return part if part == "note" or (part == "value" and of_text) else None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.resolution is Resolution.OPEN
