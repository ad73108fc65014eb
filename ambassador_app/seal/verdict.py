"""What a check of a sealed report found, as values for the program and as sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ambassador_app.i18n import N_, Message


class Origin(StrEnum):
    """Who vouches for the key of a seal."""

    SELF_MADE = "self_made"
    ISSUED = "issued"
    UNKNOWN = "unknown"


class Embedded(StrEnum):
    """How the visit's data in the file is."""

    ABSENT = "absent"
    MATCHES = "matches"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of `verify`.

    `intact`: every sealed byte is as it was, the seal's own bytes included. `whole_file`: the seal covers the file
    from first to last byte. `unchanged`: nothing was added that the seal forbids. `fingerprint` is the SHA-256 of
    the seal's certificate. `problems` are codes for the log and for `--json`, without values.
    """

    sealed: bool
    intact: bool = False
    whole_file: bool = False
    unchanged: bool = False
    signer: str = ""
    fingerprint: str = ""
    signed_at: datetime | None = None
    reason: str = ""
    place: str = ""
    origin: Origin = Origin.UNKNOWN
    embedded: Embedded = Embedded.ABSENT
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the report can be relied on as it stands."""
        sound = self.sealed and self.intact and self.whole_file and self.unchanged
        return sound and self.embedded is not Embedded.DAMAGED and not self.problems

    def sentences(self) -> tuple[Message, ...]:
        """Tell what was found to somebody who knows nothing of seals; the first sentence is the verdict."""
        if not self.sealed:
            return (Message(N_("This file has no seal. It may be a draft or a copy of a report.")),)
        found = [self._headline()]
        if self.signer and self.signed_at is not None and self.intact:
            found.append(
                Message(N_("Sealed by {signer}, {moment}."), {"signer": self.signer, "moment": self.signed_at})
            )
        if self.intact and self.origin is Origin.SELF_MADE:
            found += [
                Message(
                    N_(
                        "The seal was made with a key of the ambassador's own computer. A PDF reader therefore says"
                        " that it does not know the signer; that is to be expected and does not mean a fault."
                    )
                ),
                Message(
                    N_("To be certain of the sender, ask the municipality for this fingerprint: {fingerprint}"),
                    {"fingerprint": self.shown_fingerprint},
                ),
            ]
        found.append(Message(_DATA[self.embedded]))
        return tuple(found)

    @property
    def shown_fingerprint(self) -> str:
        """The fingerprint in groups of four, to be read aloud."""
        return " ".join(self.fingerprint[i : i + 4] for i in range(0, len(self.fingerprint), 4)).upper()

    def to_json(self) -> dict[str, object]:
        """Give plain JSON for `ambassador verify --json`."""
        return {
            "good": self.good,
            "sealed": self.sealed,
            "intact": self.intact,
            "whole_file": self.whole_file,
            "unchanged": self.unchanged,
            "signer": self.signer,
            "fingerprint": self.fingerprint,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "reason": self.reason,
            "place": self.place,
            "origin": self.origin.value,
            "embedded": self.embedded.value,
            "problems": list(self.problems),
        }

    def _headline(self) -> Message:
        if self.good:
            return Message(N_("The report is genuine and unchanged: every byte is as it was sealed."))
        if not self.intact:
            return Message(N_("The report was changed or damaged after it was sealed. Do not rely on this file."))
        if not (self.whole_file and self.unchanged):
            return Message(N_("Something was added to the file after it was sealed. Do not rely on this file."))
        return Message(N_("The pages are as they were sealed, but something else in the file is wrong."))


_DATA = {
    Embedded.ABSENT: N_("The file carries no data of the visit."),
    Embedded.MATCHES: N_("The visit's data inside the file is as it was sealed."),
    Embedded.DAMAGED: N_("The visit's data inside the file is damaged."),
}
