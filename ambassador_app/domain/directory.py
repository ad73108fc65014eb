"""The office's directory of partners: who can help a company or a home on, as the coordinators keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ambassador_app.domain.records import record


class DirectoryType(StrEnum):
    """What a partner is."""

    UTILITY = "utility"
    CONSULTANT = "consultant"
    UNIVERSITY = "university"
    BANK = "bank"
    NETWORK = "network"
    CRAFTSMAN = "craftsman"
    OTHER = "other"


@record
@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A partner: what it is called, its trade and the area it works in, and whom to ask for there.

    `consent` says how and by whom the listing was agreed to, where persons are named; the entry is shown as out of
    date after `valid_until`. `shared` ones are also for the programmes that the municipality is in.
    """

    KIND: ClassVar[str] = "directory_entry"
    SPREAD: ClassVar[str] = ""
    id: str
    name: str
    type: DirectoryType = DirectoryType.OTHER
    trade: str = ""
    area: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    note: str = ""
    consent: str = ""
    valid_until: date | None = None
    shared: bool = False

    def is_valid(self, day: date) -> bool:
        """Whether the entry still counts on that day."""
        return self.valid_until is None or day <= self.valid_until
