"""Identifiers: UUIDv7 made on the device, and the public numbers of Danish companies and sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NewType

MunicipalityId = NewType("MunicipalityId", str)
AmbassadorId = NewType("AmbassadorId", str)
OrganisationId = NewType("OrganisationId", str)
SiteId = NewType("SiteId", str)
CaseId = NewType("CaseId", str)
ContactId = NewType("ContactId", str)
VisitId = NewType("VisitId", str)
SectionId = NewType("SectionId", str)
FindingId = NewType("FindingId", str)
MeasureId = NewType("MeasureId", str)
EnergyUseId = NewType("EnergyUseId", str)
AttachmentId = NewType("AttachmentId", str)
ActionId = NewType("ActionId", str)
SignOffId = NewType("SignOffId", str)
RevisionId = NewType("RevisionId", str)
ReportId = NewType("ReportId", str)
ConflictId = NewType("ConflictId", str)
HoldId = NewType("HoldId", str)

Clock = Callable[[], datetime]
"""Gives the present moment, aware of its zone."""

NewId = Callable[[], str]
"""Gives a fresh identifier, never the same twice."""

_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


class UuidMaker:
    """Makes UUIDv7 texts (RFC 9562): sortable by the moment they were made, unique without asking anybody.

    `chance` gives n random bytes. Two made in the same millisecond keep their order by a counter.
    """

    def __init__(self, now: Clock, chance: Callable[[int], bytes]) -> None:
        self._now = now
        self._chance = chance
        self._last = 0

    def __call__(self) -> str:
        stamp = (int(self._now().astimezone(UTC).timestamp() * 1000) << 12) | (
            int.from_bytes(self._chance(2), "big") & 0x3FF
        )
        self._last = stamp = max(stamp, self._last + 1)
        value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
        value |= 0b10 << 62 | int.from_bytes(self._chance(8), "big") & (1 << 62) - 1
        text = f"{value:032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def normal_cvr(text: str) -> str | None:
    """Give the eight digits of a CVR number, a lost leading zero repaired; None where it cannot be one.

    Source of the form: Erhvervsstyrelsen, eight digits, optionally written with `DK`, spaces or dots.
    """
    bare = re.sub(r"^\s*DK|[\s.\-\u00a0]", "", text, flags=re.IGNORECASE)
    if not bare.isascii() or not bare.isdigit() or len(bare) not in (7, 8):
        return None
    return bare.zfill(8)


def cvr_check_passes(cvr: str) -> bool:
    """Tell whether eight digits pass CVR's modulus 11 (weights 2 7 6 5 4 3 2 1, sum divisible by 11).

    A failure is a reason to warn, never to block: the check says nothing of existence.
    Source: Erhvervsstyrelsen, "Modulus 11 kontrol".
    """
    return sum(w * int(d) for w, d in zip(_CVR_WEIGHTS, cvr, strict=True)) % 11 == 0


def shown_cvr(cvr: str) -> str:
    """Write a CVR number in pairs: `13 74 81 36`."""
    return " ".join(cvr[i : i + 2] for i in range(0, len(cvr), 2))


def normal_p_number(text: str) -> str | None:
    """Give the ten digits of a P-number; None where it cannot be one. There is no reliable check digit."""
    bare = re.sub(r"[\s.\-\u00a0]", "", text)
    return bare if bare.isascii() and bare.isdigit() and len(bare) == 10 else None
