"""Where photos come from on this device: folders to look in, cards and sticks, and how wrong a phone's clock is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStorageInfo

from ambassador_app.ui.preferences import Preferences

SIDES: Final = (1200, 1600, 2400)
SIDE: Final = 1600
_FOLDERS, _CLOCKS, _SIDE, _NOTES = "photo_folders", "photo_clocks", "photo_side", "photo_keep_notes"


def folders(preferences: Preferences) -> tuple[Path, ...]:
    """Give the folders that are looked in, as they were chosen."""
    return tuple(Path(line) for line in preferences.recall(_FOLDERS).splitlines() if line.strip())


def keep_folders(preferences: Preferences, chosen: Iterable[Path]) -> None:
    """Look in these folders from now on."""
    preferences.keep(_FOLDERS, "\n".join(dict.fromkeys(str(one) for one in chosen)))


def cards() -> tuple[Path, ...]:
    """Give the folder of pictures on each card, stick and camera that is plugged in; may take a moment."""
    return camera_folders(
        Path(one.rootPath()) for one in QStorageInfo.mountedVolumes() if one.isValid() and one.isReady()
    )


def camera_folders(roots: Iterable[Path]) -> tuple[Path, ...]:
    """Give the DCIM folder below each of `roots` that has one: cameras and phones put their pictures there."""
    found = []
    for root in roots:
        try:
            if (root / "DCIM").is_dir():
                found.append(root / "DCIM")
        except OSError:
            continue
    return tuple(found)


def clocks(preferences: Preferences) -> dict[str, timedelta]:
    """Tell how far the clock of each camera is ahead, as far as somebody said so."""
    try:
        kept = json.loads(preferences.recall(_CLOCKS) or "{}")
        return {str(camera): timedelta(seconds=float(ahead)) for camera, ahead in kept.items()}
    except (ValueError, TypeError, AttributeError, OverflowError):
        return {}


def keep_clocks(preferences: Preferences, known: Mapping[str, timedelta]) -> None:
    """Remember on this device how far each camera's clock is ahead."""
    preferences.keep(_CLOCKS, json.dumps({one: ahead.total_seconds() for one, ahead in known.items() if ahead}))


def side(preferences: Preferences) -> int:
    """Give the longer side of the pictures that reports show, in pixels."""
    kept = preferences.recall(_SIDE)
    return int(kept) if kept in map(str, SIDES) else SIDE


def keep_side(preferences: Preferences, pixels: int) -> None:
    """Make the pictures of reports this large from now on."""
    preferences.keep(_SIDE, str(pixels))


def keeps_notes(preferences: Preferences) -> bool:
    """Whether saved copies tell time, camera and place."""
    return preferences.recall(_NOTES) == "yes"


def keep_notes(preferences: Preferences, wanted: bool) -> None:
    """Let saved copies tell time, camera and place, or not."""
    preferences.keep(_NOTES, "yes" if wanted else "")
