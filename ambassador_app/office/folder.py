"""Attachments in a folder, each under its SHA-256, tenant by tenant: one tenant never learns what another has."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp

from ambassador_app.office.problems import Refused


class Arriving:
    """The beginnings of attachments that are on their way. All calls block; any thread.

    Two that bring the same attachment at once write the same bytes to the same places; should one of them bring
    others, the hash tells, and both begin again.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def offsets(self, tenant: str, wanted: Collection[str]) -> dict[str, int]:
        """Give how many bytes of attachments on their way are here."""
        return {sha256: _size(self._part(tenant, sha256)) or 0 for sha256 in wanted}

    def write(self, tenant: str, sha256: str, offset: int, data: bytes) -> int:
        """Write bytes at `offset` of one on its way, durable when it returns; give the offset after them.

        Raises Refused `no-space`.
        """
        part = self._part(tenant, sha256)
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            with open(descriptor, "wb") as file:  # noqa: PTH123 - opened above without cutting it
                file.seek(offset)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise refused(error) from error
        return offset + len(data)

    def _fresh(self, tenant: str, data: bytes) -> Path:
        """Write a file that nobody else writes to, durable when it returns. Raises OSError."""
        folder = self._root / tenant / "arriving"
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = mkstemp(dir=folder)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123 - made above for us alone
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)

    def whole(self, tenant: str, sha256: str) -> Path | None:
        """Read what has arrived again: give the file if its hash is right, else throw it away."""
        part = self._part(tenant, sha256)
        part.parent.mkdir(parents=True, exist_ok=True)
        part.open("ab").close()  # nothing at all is an attachment too
        if digest(part) == sha256:
            return part
        part.unlink(missing_ok=True)
        return None

    def discard(self, tenant: str, unwanted: Collection[str]) -> None:
        """Throw away what has arrived of some."""
        for sha256 in unwanted:
            self._part(tenant, sha256).unlink(missing_ok=True)

    def begun(self, tenant: str) -> int:
        """Give how many bytes of attachments on their way are here: they take the tenant's space, too."""
        try:
            with os.scandir(self._root / tenant / "arriving") as there:
                return sum(_size(Path(one.path)) or 0 for one in there)
        except FileNotFoundError:
            return 0

    def drop_pieces(self, tenant: str, before: datetime) -> int:
        """Throw away what arrived before a moment and was never finished; give how many there were."""
        folder = self._root / tenant / "arriving"
        there = folder.iterdir() if folder.is_dir() else ()
        old = [one for one in there if one.stat().st_mtime < before.timestamp()]
        for one in old:
            one.unlink(missing_ok=True)
        return len(old)

    def is_writable(self) -> bool:
        """Tell whether something can be kept now."""
        self._root.mkdir(parents=True, exist_ok=True)
        return os.access(self._root, os.W_OK)

    def _part(self, tenant: str, sha256: str) -> Path:
        return self._root / tenant / "arriving" / sha256


class Folder(Arriving):
    """Keeps whole attachments too, beside those on their way."""

    def path(self, tenant: str, sha256: str) -> Path:
        """Where the whole attachment stands."""
        return self._root / tenant / sha256[:2] / sha256

    def size(self, tenant: str, sha256: str) -> int | None:
        """Give the bytes of a whole attachment, None where it is not here."""
        return _size(self.path(tenant, sha256))

    stray = size
    """A whole one that the table may not know of: a kill may come between the two."""

    def keep(self, tenant: str, found: Mapping[str, bytes]) -> set[str]:
        """Keep whole attachments whose hash is right, durable when it returns; give which those are.

        Raises Refused `no-space`; those that were kept by then are found as strays.
        """
        right = {sha256: data for sha256, data in found.items() if hashlib.sha256(data).hexdigest() == sha256}
        fresh: dict[Path, Path] = {}
        try:
            for sha256, data in right.items():
                fresh[self._fresh(tenant, data)] = self.path(tenant, sha256)
            folders = {place.parent for place in fresh.values()}
            made = {folder.parent for folder in folders if not folder.is_dir()}
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            for one, place in fresh.items():
                one.replace(place)
            for folder in made | folders:
                _make_durable(folder)
        except OSError as error:
            for one in fresh:
                one.unlink(missing_ok=True)
            raise refused(error) from error
        return set(right)

    def finish(self, tenant: str, sha256: str) -> bool:
        """Keep one whose last byte has arrived if its hash is right; else throw it away."""
        place = self.path(tenant, sha256)
        try:
            part = self.whole(tenant, sha256)
            if part is None:
                return place.exists()  # somebody else may have finished it a moment ago
            if not place.parent.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                _make_durable(place.parent.parent)
            part.replace(place)
            _make_durable(place.parent)
        except FileNotFoundError:  # somebody else has just finished it, or thrown it away
            return place.exists()
        except OSError as error:
            raise refused(error) from error
        return True

    def is_right(self, tenant: str, sha256: str) -> bool:
        """Read a whole attachment again: tell whether it is what its name says."""
        try:
            return digest(self.path(tenant, sha256)) == sha256
        except OSError:
            return False

    def remove(self, tenant: str, sha256: str) -> None:
        """Remove a whole attachment for good."""
        self.path(tenant, sha256).unlink(missing_ok=True)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def digest(path: Path) -> str:
    """Give the SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_durable(folder: Path) -> None:
    """A rename is only durable once its folder is; Windows cannot and need not open one."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refused(error: OSError) -> Exception:
    """Say of a full disk that it is full; give any other error back."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Refused(507, "no-space", "The office's disk is full. What has arrived stays; go on later.")
    return error
