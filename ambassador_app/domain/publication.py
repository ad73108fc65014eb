"""What the office says for everybody: which checklist, factors and prices hold, who the municipality is, whom it knows.

Each saying is a `Publication`, signed by the device of who published it and attested by the office that took it. On a
laptop it becomes the record it speaks of, once it is proved; before, that record stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final

from ambassador_app.domain.directory import DirectoryEntry
from ambassador_app.domain.place import Municipality
from ambassador_app.domain.records import record
from ambassador_app.domain.roles import Right
from ambassador_app.domain.template import ChecklistEntry, SetEntry

OWNED: Final[Mapping[str, Right]] = {
    ChecklistEntry.KIND: Right.PUBLISH,
    SetEntry.KIND: Right.PUBLISH,
    DirectoryEntry.KIND: Right.PUBLISH,
    Municipality.KIND: Right.EDIT_PROFILE,
}
"""The kinds of record that belong to the office, and the right to say something of them to everybody."""


class Fault(StrEnum):
    """Why a publication does not count."""

    UNSIGNED = "unsigned"
    """Nobody signed it, or the office never attested it."""
    FORGED = "forged"
    """A signature in it is not of what it says, or not by this office."""
    FOREIGN = "foreign"
    """It was made for another municipality."""
    NOT_ALLOWED = "not_allowed"
    """Who published it had no right to."""
    MISNAMED = "misnamed"
    """Its name is not that of what it speaks of."""
    UNKNOWN = "unknown"
    """It speaks of something that this program does not know."""
    MISSING = "missing"
    """The version that it names is not here, or not whole."""


@dataclass(frozen=True, slots=True)
class Witness:
    """The office's word on a signature, given when it took what was signed: whose device it was, in which role.

    `public_key` is the device's (Ed25519, base64url); `at` the office's clock; `signature` the office's own.
    """

    device: str
    public_key: str
    person: str
    role: str
    at: str
    signature: str = ""


@record
@dataclass(frozen=True, slots=True)
class Publication:
    """Version `number` of the record `subject` of kind `of`: its fields are `content`, or it is `withdrawn`.

    `by` and `device` published it for the municipality `tenant`; `at` is the publisher's clock, only shown.
    `signature` is that device's (Ed25519, base64url) over all of this. Written once; its id is `kind/subject/number`.
    """

    KIND: ClassVar[str] = "publication"
    SPREAD: ClassVar[str] = ""
    id: str
    of: str
    subject: str
    number: int
    content: Mapping[str, object] = field(default_factory=dict)
    withdrawn: bool = False
    tenant: str = ""
    by: str = ""
    device: str = ""
    at: str = ""
    signature: str = ""
    attested: Witness | None = None


def publication_id(of: str, subject: str, number: int) -> str:
    """Name version `number` of a record."""
    return f"{of}/{subject}/{number}"
