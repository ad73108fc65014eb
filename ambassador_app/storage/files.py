"""Names and shapes of the files of a profile; nothing here opens one."""

from __future__ import annotations

import hmac
import stat
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ambassador_app.storage.cipher import derived

STAMP: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Files:
    """The files in the folder of one profile."""

    folder: Path

    @property
    def database(self) -> Path:
        """Records, journal and outbox."""
        return self.folder / "ambassador.db"

    @property
    def attachments(self) -> Path:
        """Photos and PDFs."""
        return self.folder / "attachments.db"

    @property
    def lock(self) -> Path:
        """Held while the profile is open."""
        return self.folder / "ambassador.lock"

    @property
    def open_mark(self) -> Path:
        """There while the profile is open, and afterwards if it was not closed well."""
        return self.folder / "ambassador.open"

    @property
    def damage_mark(self) -> Path:
        """There when a check found the database damaged."""
        return self.folder / "ambassador.damaged"

    @property
    def key_check(self) -> Path:
        """Tells whether a secret belongs to this profile, and nothing else."""
        return self.folder / "ambassador.check"

    @property
    def in_work(self) -> Path:
        """A database that is being made, to take the place of the real one."""
        return self.folder / "ambassador.db.new"

    @property
    def snapshots(self) -> Path:
        """Copies of the database as it was."""
        return self.folder / "snapshots"

    def snapshot(self, at: datetime, why: str = "daily") -> Path:
        """The name of a copy made at this moment."""
        return self.snapshots / f"ambassador-{at.astimezone(UTC).strftime(STAMP)}-{why}.db"

    def keep_private(self) -> None:
        """Let nobody but their owner into the folder and its files; Windows' own rules for a user's folders hold there
        without this. Raises OSError.
        """
        if sys.platform == "win32":
            return
        self.folder.chmod(0o700)
        for one in self.folder.iterdir():
            if stat.S_ISREG(found := one.lstat().st_mode) and found & 0o077:
                one.chmod(0o600)

    def all_snapshots(self) -> tuple[Path, ...]:
        """The copies there are, newest first."""
        return tuple(sorted(self.snapshots.glob("ambassador-*Z-*.db"), reverse=True))


def moment_of(snapshot: Path) -> datetime:
    """When a copy was made, in UTC."""
    return datetime.strptime(snapshot.name.split("-")[1], STAMP).replace(tzinfo=UTC)


def key_check(secret: bytes) -> str:
    """A text that proves to know `secret` without telling it."""
    return derived(secret, "check").hex()[:32]


def fits(files: Files, secret: bytes) -> bool:
    """Whether `secret` is the one of this profile; a profile without a mark takes any."""
    if not files.key_check.exists():
        return True
    return hmac.compare_digest(files.key_check.read_text("ascii").strip(), key_check(secret))
