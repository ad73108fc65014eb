"""Words about what belongs to the office: rights, the directory, and why a publication does not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from ambassador_app.domain.directory import DirectoryEntry, DirectoryType
from ambassador_app.domain.hold import HoldReason
from ambassador_app.domain.keeping import WhyAway
from ambassador_app.domain.place import Municipality
from ambassador_app.domain.publication import Fault
from ambassador_app.domain.roles import Right
from ambassador_app.domain.template import ChecklistEntry, SetEntry
from ambassador_app.i18n import N_, Message

NAMES: Final[tuple[tuple[StrEnum, str], ...]] = (
    (Right.EDIT_VISITS, N_("to work on visits")),
    (Right.PUBLISH, N_("to publish checklists, factors, prices and the directory")),
    (Right.EDIT_PROFILE, N_("to change what the municipality says of itself")),
    (Right.EXPORT, N_("to take data of the whole programme out")),
    (Right.RELEASE, N_("to release totals to a programme")),
    (HoldReason.ACCESS_REQUEST, N_("Access to documents")),
    (HoldReason.DISPUTE, N_("Dispute")),
    (HoldReason.AUDIT, N_("Audit")),
    (HoldReason.OTHER, N_("Another reason")),
    (WhyAway.PURGED, N_("Left after filing")),
    (WhyAway.OUTSIDE, N_("Outside what was chosen")),
    (Right.HOLD, N_("to set or release a hold")),
    (Right.ERASE, N_("to erase for good")),
    (Right.MANAGE_DEVICES, N_("to let computers in and out")),
    (DirectoryType.UTILITY, N_("Utility")),
    (DirectoryType.CONSULTANT, N_("Consultant")),
    (DirectoryType.UNIVERSITY, N_("University")),
    (DirectoryType.BANK, N_("Bank")),
    (DirectoryType.NETWORK, N_("Network")),
    (DirectoryType.CRAFTSMAN, N_("Energy craftsman")),
    (DirectoryType.OTHER, N_("Other partner")),
    (Fault.UNSIGNED, N_("it is not signed, or the office never vouched for the signature")),
    (Fault.FORGED, N_("its signature is not right: it was changed after signing, or is another office's")),
    (Fault.FOREIGN, N_("it was made for another municipality")),
    (Fault.NOT_ALLOWED, N_("who signed it had no right to publish it")),
    (Fault.MISNAMED, N_("its name is not that of what it is about")),
    (Fault.UNKNOWN, N_("a newer version of the program is needed for it")),
    (Fault.MISSING, N_("what it names has not come whole from the office")),
)

THING: Final[Mapping[str, str]] = {
    ChecklistEntry.KIND: N_("Checklist"),
    SetEntry.KIND: N_("Factors or prices"),
    Municipality.KIND: N_("The municipality's profile"),
    DirectoryEntry.KIND: N_("Directory"),
}
"""What a publication is about, by the kind of record."""


def owned_words(pulled_at: datetime | None, unusable: int) -> Message:
    """Say when checklists, factors, prices and profile last came, and whether any of it does not count."""
    if pulled_at is None:
        return Message(N_("The office's checklists, factors, prices and profile have not been asked for yet."))
    if not unusable:
        said = N_("The office's checklists, factors, prices and profile: asked for and proved {moment}.")
        return Message(said, {"moment": pulled_at})
    said = N_(
        "The office's checklists, factors, prices and profile: asked for {moment}. {count} cannot be used; see What "
        "the office owns."
    )
    return Message(said, {"moment": pulled_at, "count": unusable})
