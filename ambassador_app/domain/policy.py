"""What a municipality fixes on its computers, for everybody who works at them; read once at the start.

A policy gives nobody more than it says. Where a part of its file cannot be understood, that part holds at its
strictest: nothing leaves, no office is joined, nothing is deleted. What has been written stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from ambassador_app.domain.hand_over import HandOverWay

LOCK_STANDARD: Final = 15
"""Minutes until the window locks where nobody has said otherwise."""

WAYS: Final = tuple(one for one in HandOverWay if one not in (HandOverWay.MAIL_COPY, HandOverWay.OTHER))
"""The ways that can be allowed. A mail with a smaller copy goes as a mail does; noting what took place beside this
program can be forbidden by nobody."""


class PolicyProblem(StrEnum):
    """What is wrong with a policy file, or with one of its keys."""

    NOT_READ = "not_read"
    NOT_A_FILE = "not_a_file"
    NOT_TRUSTED = "not_trusted"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_TOML = "not_toml"
    UNKNOWN_PART = "unknown_part"
    UNKNOWN_KEY = "unknown_key"
    TEXT_WANTED = "text_wanted"
    NUMBER_WANTED = "number_wanted"
    YES_OR_NO_WANTED = "yes_or_no_wanted"
    WAYS_WANTED = "ways_wanted"
    UNKNOWN_WAY = "unknown_way"
    OUT_OF_RANGE = "out_of_range"
    NO_ADDRESS = "no_address"
    NO_INVITATION = "no_invitation"
    NO_FINGERPRINT = "no_fingerprint"
    NOT_ABSOLUTE = "not_absolute"
    NOT_PER_USER = "not_per_user"
    UNKNOWN_VARIABLE = "unknown_variable"


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """Something wrong: the key (`part.name`, empty for the whole file), its line (0: not known), what is there, and
    what may be there.
    """

    problem: PolicyProblem
    key: str = ""
    line: int = 0
    found: str = ""
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is fixed; a default leaves a thing to the person. `file` is where it is written, empty where there is none.

    - `server`: the only office that can be joined; `fingerprint`: the SHA-256 (DER, hexadecimal) of its certificate.
    - `invitation`, `invitation_file`: with these the first start joins by itself.
    - `escrow_required`: only an office that keeps recovery keys for the municipality is joined.
    - `sync_on_metered`: whether quiet syncs go over a network that is paid by volume.
    - `data_folder`: where a new profile is made; `backup_folder`: where the daily backup goes besides the profile;
      `copies_folder`: where saved copies are offered to go first. Absolute, variables filled in.
    - `purge_after_days`: fixed days until what was filed leaves the laptop.
    - `daily_snapshots`, `weekly_snapshots`: how many copies of the database and backups are kept.
    - `ways`: the ways in which a report may be handed over.
    - `lock_after_minutes`: the longest wait until the window locks.
    - `passphrase_required`: whether a passphrase, and not the key store, is to open a profile.
    - `unclear`: parts and keys that hold at their strictest because they could not be understood; `*` for all.
    """

    file: str = ""
    server: str = ""
    fingerprint: str = ""
    invitation: str = ""
    invitation_file: str = ""
    escrow_required: bool = False
    sync_on_metered: bool = False
    data_folder: str = ""
    backup_folder: str = ""
    copies_folder: str = ""
    purge_after_days: int | None = None
    daily_snapshots: int | None = None
    weekly_snapshots: int | None = None
    ways: frozenset[HandOverWay] | None = None
    lock_after_minutes: int | None = None
    passphrase_required: bool = False
    unclear: frozenset[str] = frozenset()
    faults: tuple[PolicyFault, ...] = ()

    def allows(self, way: HandOverWay) -> bool:
        """Whether a report may leave in this way."""
        if self.ways is None or way is HandOverWay.OTHER:
            return True
        return (HandOverWay.MAIL if way is HandOverWay.MAIL_COPY else way) in self.ways

    @property
    def may_join(self) -> bool:
        """Whether it is known which office may be joined."""
        return not self.unclear & {"*", "office.server", "office.fingerprint"}

    @property
    def may_purge(self) -> bool:
        """Whether it is known when what was filed leaves the laptop; nothing is deleted on a guess."""
        return not self.unclear & {"*", "retention.purge_after_days"}

    @property
    def may_choose_backups(self) -> bool:
        """Whether it is the person who says where backups go besides the profile."""
        return not self.backup_folder and not self.unclear & {"*", "folders.backup"}

    @property
    def may_begin(self) -> bool:
        """Whether it is known where a new profile belongs."""
        return not self.unclear & {"*", "folders.data"}

    def fault_of(self, *keys: str) -> PolicyFault:
        """What is wrong with one of these keys, or with the whole file. Raises StopIteration where nothing is."""
        return next(one for one in self.faults if one.key in ("", *keys))

    def sets(self, name: str) -> bool:
        """Whether the field `name` is fixed here, and therefore not the person's to change."""
        return bool(getattr(self, name) != _DEFAULTS[name])


_DEFAULTS: Final = {one.name: one.default for one in fields(Policy)}
