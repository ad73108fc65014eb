"""The receipt of a sync: what the office confirmed, visit by visit, and what it does not have yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ambassador_app.domain.syncing import Refusal


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """An attachment the office confirmed: its bytes have this SHA-256 there."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class VisitReceipt:
    """What the office has of one visit. It is whole there when nothing waits."""

    visit_id: str
    title: str
    records: int
    files: tuple[ReceivedFile, ...] = ()
    waiting_records: int = 0
    waiting_files: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the office confirmed every record and every attachment of the visit."""
        return not self.waiting_records and not self.waiting_files


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one sync did. `sent` and `received` count records, `conflicts` the decisions it left for people, `left` the
    visits that left this computer because their days after filing were over.

    `trouble` is the name of the error that ended it early, empty when it came to its end, and `about` its fields as
    texts; what the office confirmed until then counts all the same.
    """

    at: datetime
    office: str
    sent: int = 0
    received: int = 0
    files: int = 0
    bytes: int = 0
    conflicts: int = 0
    waiting_records: int = 0
    waiting_files: int = 0
    refusals: tuple[Refusal, ...] = ()
    visits: tuple[VisitReceipt, ...] = ()
    trouble: str = ""
    about: tuple[tuple[str, str], ...] = ()
    left: int = 0

    @property
    def did_something(self) -> bool:
        """Whether anything was sent, received or let go of."""
        return bool(self.sent or self.received or self.files or self.left or self.visits)

    @property
    def is_whole(self) -> bool:
        """Whether the office has everything of this computer, as it confirmed itself."""
        return not (self.trouble or self.waiting_records or self.waiting_files)
