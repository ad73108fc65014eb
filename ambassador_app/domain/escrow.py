"""The municipality's own key to its laptops' profiles: how it stands with one laptop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EscrowState(StrEnum):
    """What has become of the key for the municipality.

    - NONE: no office, or one whose municipality has no key; OFFERED: the person may agree;
    - WAITING: it goes to the office with the next sync; LEFT: it is there;
    - CHANGED: the office names another key than before, and nothing is sealed for that one before the person agrees.
    """

    NONE = "none"
    OFFERED = "offered"
    WAITING = "waiting"
    LEFT = "left"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class MunicipalityKey:
    """The public key that laptops seal for (base64url), and whether each that joins must."""

    key: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A recovery key as `device` sealed it for the municipality's `key` and signed it; `left`: the office has it."""

    device: str
    key: str
    sealed: str
    signature: str
    left: bool = False
