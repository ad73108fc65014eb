"""Which of the drives of this computer is a USB stick."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStorageInfo

_STICKS: Final = frozenset({"vfat", "exfat", "fat", "fat32", "msdos"})
_STICK_FOLDERS: Final = ("/media/", "/run/media/", "/Volumes/")
_NEVER: Final = ("/boot", "/efi", "/etc", "/sys", "/proc")


def a_stick() -> Path | None:
    """Give the folder of a drive that looks like a USB stick, the one with the least on it if there are more."""
    found = [one for one in QStorageInfo.mountedVolumes() if is_stick(one)]
    smallest = min(found, key=lambda one: one.bytesTotal(), default=None)
    return Path(smallest.rootPath()) if smallest is not None else None


def is_stick(drive: QStorageInfo) -> bool:
    """Whether a drive looks like one that was plugged in, and takes files."""
    root = drive.rootPath()
    if not (drive.isValid() and drive.isReady()) or drive.isReadOnly() or drive.isRoot():
        return False
    if root.startswith(_NEVER) or root[:1].upper() == "C":
        return False
    plugged = root.startswith(_STICK_FOLDERS)
    kind = bytes(drive.fileSystemType().data()).decode("ascii", "replace").lower()
    return plugged or (kind in _STICKS and not root.startswith("/"))
