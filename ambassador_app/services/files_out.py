"""Files written for people: under a free name, whole or not at all, and read back where it matters."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Final

from ambassador_app.errors import CopyDiffers, DiskFull, DriveGone, FolderNotWritable

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_GONE: Final = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN})
_GONE_WINDOWS: Final = frozenset({21, 55, 64, 67, 433, 1006, 1167})
"""Windows: the drive is not ready, the network name is gone, the device does not exist or is not connected."""
_ALL: Final = 1 << 62


def write_new(folder: Path, name: str, data: bytes) -> Path:
    """Write a file that is not there yet, numbered if its name is taken; it is on the disk or stick when this returns.

    Nobody ever sees half a file under the name: it is written beside it and then takes the name, and nothing that has
    the name is ever replaced. Raises FolderNotWritable, DiskFull, DriveGone; then nothing is left behind.
    """
    try:
        part = _written_beside(folder, name, data)
        try:
            return _named(part, folder, name)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise refused(error, folder, name) from error


def write_large(folder: Path, name: str, write: Callable[[Path], object]) -> Path:
    """Let `write` make a file that is too large to be held whole, and give it its name as `write_new` does.

    Raises FolderNotWritable, DiskFull, DriveGone; then nothing is left behind.
    """
    part = folder / f".{name}.{os.getpid()}.part"
    try:
        try:
            write(part)
            return _named(part, folder, name)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise refused(error, folder, name) from error


def write_with_sum(folder: Path, name: str, data: bytes) -> Path:
    """Write a file and beside it `<name>.sha256` in the format of `sha256sum`, and read both back from the drive.

    Raises what `write_new` does, and CopyDiffers where the drive does not hold what was written.
    """
    file = write_new(folder, name, data)
    line = f"{sha256(data).hexdigest()}  {file.name}\n".encode()
    try:
        beside = write_new(folder, f"{file.name}.sha256", line)
        for written, expected in ((file, data), (beside, line)):
            if _read_back(written) != expected:
                raise CopyDiffers(file=str(written))
    except OSError as error:
        raise refused(error, folder, name) from error
    return file


def refused(error: OSError, folder: Path, name: str) -> FolderNotWritable | DiskFull | DriveGone:
    """Say in our own terms why nothing could be written."""
    if error.errno in _FULL:
        return DiskFull(file=str(folder / name))
    if error.errno in _GONE or getattr(error, "winerror", 0) in _GONE_WINDOWS or _vanished(folder):
        return DriveGone(folder=str(folder))
    return FolderNotWritable(folder=str(folder))


def _vanished(folder: Path) -> bool:
    """Whether a folder and the one above it are gone: a stick's mount point goes with the stick."""
    with suppress(OSError):
        return not folder.exists() and not folder.parent.exists()
    return True


def _written_beside(folder: Path, name: str, data: bytes) -> Path:
    for number in count(1):
        part = folder / f".{name}.{number}.part"
        try:
            file = part.open("xb")
        except FileExistsError:
            continue
        break
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)  # only now: an open file cannot be removed everywhere
        raise
    return part


def _named(part: Path, folder: Path, name: str) -> Path:
    """Let a written file take the first name that is free."""
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in count(1):
        target = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        try:
            _take_name(part, target)
        except FileExistsError:
            continue
        _settle(folder)
        return target
    raise AssertionError  # there is no last number


def _take_name(part: Path, target: Path) -> None:
    """Rename, unless something has the name. Raises FileExistsError, OSError."""
    if sys.platform == "win32":
        part.rename(target)  # refuses there by itself
        return
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # sticks know no links: the name is taken by an empty file, which is ours to replace
        target.open("xb").close()
        part.replace(target)


def _settle(folder: Path) -> None:
    """Have the name itself on the disk or stick, where the system can be asked for that."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network drives cannot
            os.fsync(opened)
    finally:
        os.close(opened)


def _read_back(file: Path) -> bytes:
    """Read a file from the drive itself where the system lets us drop what it remembers of it."""
    with file.open("rb") as opened:
        if sys.platform == "linux":
            os.posix_fadvise(opened.fileno(), 0, _ALL, os.POSIX_FADV_DONTNEED)
        return opened.read()
