"""A programme of several municipalities, as one of them sees it: who is in it, and which extracts it holds of whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ambassador_app.domain.extract import MunicipalityName, ProgrammeExtract, ProgrammeName


class ReleaseState(StrEnum):
    """What became of a release of one's own municipality, or whether another's still stands."""

    WAITING = "waiting"
    """Released here; the office has not got it yet."""
    RELEASED = "released"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class ExtractSource(StrEnum):
    """How an extract came to this computer."""

    OWN = "own"
    OFFICE = "office"
    FILE = "file"


class Trust(StrEnum):
    """Who says whose an extract is. That nothing in it was changed since it was signed is sure in any case."""

    OUR_OFFICE = "our_office"
    OTHER_OFFICE = "other_office"
    """An office whose key this computer does not know."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Release:
    """An extract that the office has: `number` counts those of one municipality, `sha256` is the file's there."""

    municipality: str
    id: str
    number: int
    as_of: date
    at: datetime
    sha256: str
    state: ReleaseState


@dataclass(frozen=True, slots=True)
class ProgrammeAtOffice:
    """A programme as the office tells of it."""

    id: str
    name: str
    members: tuple[MunicipalityName, ...]
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True)
class AtOffice:
    """What the office tells a coordinator: as whom the municipality releases, and the programmes it is in."""

    municipality: MunicipalityName
    programmes: tuple[ProgrammeAtOffice, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """An extract on this computer. `held_at` is when it came."""

    extract: ProgrammeExtract
    source: ExtractSource
    state: ReleaseState
    trust: Trust
    held_at: datetime
    sha256: str = ""

    @property
    def stands(self) -> bool:
        """Whether it counts, unless a better one of the same municipality does."""
        return self.state in (ReleaseState.RELEASED, ReleaseState.WAITING)


_RANK = {Trust.OUR_OFFICE: 2, Trust.OTHER_OFFICE: 1, Trust.NOBODY: 0}


def standing(held: Iterable[Held]) -> dict[str, Held]:
    """Give the extract that counts of each municipality of a programme, by its short name.

    One's own, and what the own office vouches for, stands before what came from elsewhere, however new that is: nobody
    can take a municipality's place by a file. Among equals the one that was made last stands.
    """
    found: dict[str, Held] = {}
    for one in sorted((one for one in held if one.stands), key=_worth):
        found[one.extract.municipality.id] = one
    return found


def _worth(one: Held) -> tuple[int, datetime, str]:
    own = one.source is ExtractSource.OWN
    return 3 if own else _RANK[one.trust], one.extract.made_at, one.extract.id


def programme_named(name: str) -> ProgrammeName:
    """Give a programme that no office knows, by the name people call it: the same name is the same programme.

    Raises ValueError where nothing of the name can stand in a short name.
    """
    short = short_name(name)
    if len(short) < 2:
        raise ValueError(name)
    return ProgrammeName(short, " ".join(name.split()))


def short_name(name: str) -> str:
    """Make a short name for addresses: “Ærø Kommune” → `aeroe-kommune`; begins with a letter, 40 letters at most."""
    danish = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", danish).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-0123456789")[:40].rstrip("-")
