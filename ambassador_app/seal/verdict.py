"""What a check of a sealed report found, as values for the program and as sentences for people."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ambassador_app.i18n import N_, Message


class Origin(StrEnum):
    """Who vouches for the key of a seal."""

    SELF_MADE = "self_made"
    ISSUED = "issued"
    UNKNOWN = "unknown"


class Embedded(StrEnum):
    """How the visit's data in the file is: MATCHES its own check sum. Held against the pages it is the SAME (they were
    drawn again from it), or was READ on them, or DIFFERS.
    """

    ABSENT = "absent"
    MATCHES = "matches"
    SAME = "same"
    READ = "read"
    DAMAGED = "damaged"
    DIFFERS = "differs"


class Level(StrEnum):
    """How well the moment of the seal is proven (ETSI EN 319 142-1): by its signer's word, or by others."""

    B_B = "B-B"
    B_T = "B-T"
    B_LTA = "B-LTA"


class Tone(StrEnum):
    """How something found is to be taken."""

    GOOD = "good"
    PLAIN = "plain"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: a heading of a word or two, and sentences."""

    heading: str
    told: tuple[Message, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of `verify`.

    `intact`: every sealed byte is as it was, the seal's own bytes included. `whole_file`: the seal covers the file
    from first to last byte, or an archive time over it does. `unchanged`: nothing was added that the seal forbids;
    otherwise `differences` says what. `foreign`: signed, but not as our reports are. `fingerprint` is the SHA-256 of
    the seal's certificate, `chain` names who stands behind its issuer. `signed_at` is the signer's own clock,
    `stamped_at` and `archived_at` a time-stamp service's. `problems` are codes for the log and for `--json`.
    """

    sealed: bool
    intact: bool = False
    whole_file: bool = False
    unchanged: bool = False
    encrypted: bool = False
    foreign: bool = False
    signer: str = ""
    owner: str = ""
    issuer: str = ""
    chain: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    fingerprint: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    archived_at: datetime | None = None
    level: Level = Level.B_B
    reason: str = ""
    place: str = ""
    origin: Origin = Origin.UNKNOWN
    embedded: Embedded = Embedded.ABSENT
    differences: tuple[Message, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the report can be relied on as it stands."""
        sound = self.sealed and self.intact and self.whole_file and self.unchanged
        return sound and self.embedded not in (Embedded.DAMAGED, Embedded.DIFFERS) and not self.problems

    @property
    def headline(self) -> Message:
        """The verdict in one sentence."""
        tests = (
            (self.encrypted, _LOCKED),
            (not self.sealed, N_("This file has no seal. It may be a draft or a copy of a report.")),
            (self.foreign, _FOREIGN),
            (self.good, N_("The report is genuine and unchanged: every byte is as it was sealed.")),
            (not self.intact, N_("The report was changed or damaged after it was sealed. Do not rely on this file.")),
            (not (self.whole_file and self.unchanged), _ADDED),
            (True, N_("The pages are as they were sealed, but something else in the file is wrong.")),
        )
        return Message(next(text for applies, text in tests if applies))

    def findings(self) -> tuple[Finding, ...]:
        """Tell what was found, one thing after the other, to somebody who knows nothing of seals."""
        return tuple(one for one in (self._changes(), self._who(), self._when(), self._data()) if one is not None)

    def sentences(self) -> tuple[Message, ...]:
        """Tell the same as one list; the first sentence is the verdict."""
        return (self.headline, *(said for one in self.findings() for said in one.told))

    @property
    def shown_fingerprint(self) -> str:
        """The fingerprint in groups of four, to be read aloud."""
        return grouped(self.fingerprint)

    def to_json(self) -> dict[str, object]:
        """Give plain JSON for `ambassador verify --json`."""
        given = {one.name: _plain(getattr(self, one.name)) for one in fields(self) if one.name != "differences"}
        return {"good": self.good, **given, "differences": len(self.differences)}

    # -- one thing after the other ------------------------------------------------------------------------------
    def _changes(self) -> Finding | None:
        if self.good or not self.sealed or self.foreign or self.encrypted:
            return None  # where all is good the verdict has said so
        if self.intact and self.whole_file and self.unchanged:
            said = Message(N_("Nothing was changed, added or taken away since the seal was put on."))
            return Finding(N_("Unchanged?"), (said,), Tone.GOOD)
        if self.intact:
            told = self.differences or (Message(N_("What was added cannot be seen on the pages.")),)
            advice = Message(N_("Ask the municipality for the report as it was sealed."))
            return Finding(N_("Unchanged?"), (*told, advice), Tone.BAD)
        said = Message(
            N_(
                "At least one byte is not what was sealed. It may be a slip in copying or mailing, or somebody may have"
                " changed the file; where cannot be told. Ask the municipality for the report again."
            )
        )
        return Finding(N_("Unchanged?"), (said,), Tone.BAD)

    def _who(self) -> Finding | None:
        if not (self.signer and self.intact):
            return None
        owned = N_("Sealed by {signer}, {owner}.") if self.owner else N_("Sealed by {signer}.")
        told = [Message(owned, {"signer": self.signer, "owner": self.owner})]
        if self.origin is Origin.SELF_MADE:
            told.append(Message(SELF_MADE))
        else:
            behind = " \N{RIGHTWARDS ARROW} ".join((self.issuer, *self.chain[1:]))
            told.append(Message(N_("The key was issued by {issuer}, which vouches for the name."), {"issuer": behind}))
        told.append(Message(FINGERPRINT, {"fingerprint": self.shown_fingerprint}))
        return Finding(N_("By whom?"), tuple(told))

    def _when(self) -> Finding | None:
        if self.signed_at is None or not self.intact:
            return None
        if self.stamped_at is None:
            said = N_("Sealed {moment}, by the clock of the ambassador's computer.")
            return Finding(N_("When?"), (Message(said, {"moment": self.signed_at}),))
        ahead = self.signed_at - self.stamped_at > _LEEWAY
        told = [Message(_CLOCK_AHEAD if ahead else _STAMPED, {"moment": self.signed_at, "stamped": self.stamped_at})]
        if self.archived_at is not None:
            told.append(Message(N_("Made fit for the archive {moment}."), {"moment": self.archived_at}))
        return Finding(N_("When?"), tuple(told), Tone.PLAIN if ahead else Tone.GOOD)

    def _data(self) -> Finding | None:
        if self.encrypted or not self.sealed or self.foreign:
            return None
        tone = _DATA_TONE.get(self.embedded, Tone.GOOD)
        if self.embedded is Embedded.MATCHES and not self.intact:
            return None  # its own check sum fits, but nobody vouches for either
        return Finding(N_("The data inside?"), (Message(_DATA[self.embedded]),), tone)


def grouped(fingerprint: str) -> str:
    """Write a fingerprint in groups of four, to be read aloud."""
    return " ".join(fingerprint[i : i + 4] for i in range(0, len(fingerprint), 4)).upper()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


_LOCKED: Final = N_("This file is locked with a password. Our reports never are, so it cannot be checked.")
_FOREIGN: Final = N_("This file was signed by another program. It is not a report of ours as it was sealed.")
_ADDED: Final = N_("Something was added to the file after it was sealed. Do not rely on this file.")
SELF_MADE: Final = N_(
    "The seal was made with a key of the ambassador's own computer. A PDF reader therefore says"
    " that it does not know the signer; that is to be expected and does not mean a fault."
)
_STAMPED: Final = N_("Sealed {moment}; a time-stamp service confirms that it was not later than {stamped}.")
_CLOCK_AHEAD: Final = N_(
    "Sealed {moment} by the clock of the ambassador's computer, which was ahead: a time-stamp service had the seal"
    " already {stamped}. What the service says counts."
)
_LEEWAY: Final = timedelta(minutes=5)
FINGERPRINT: Final = N_("To be certain of the sender, ask the municipality for this fingerprint: {fingerprint}")
_DATA_TONE = {Embedded.ABSENT: Tone.PLAIN, Embedded.DAMAGED: Tone.BAD, Embedded.DIFFERS: Tone.BAD}
_DATA = {
    Embedded.ABSENT: N_("The file carries no data of the visit."),
    Embedded.MATCHES: N_("The visit's data inside the file is as it was sealed."),
    Embedded.SAME: N_(
        "The visit's data inside the file says the same as the pages: they were drawn again from it and compared."
    ),
    Embedded.READ: N_(
        "The visit's data inside the file was written by another version of the program. What people wrote in it stands"
        " on the pages, and every photo."
    ),
    Embedded.DAMAGED: N_("The visit's data inside the file is damaged."),
    Embedded.DIFFERS: N_(
        "The visit's data inside the file does not say the same as the pages. Do not rely on this file."
    ),
}
