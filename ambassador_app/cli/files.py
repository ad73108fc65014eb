"""The files and folders that the command line is given."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ambassador_app.errors import FileNotRead, FileTooLarge, FolderNotWritable
from ambassador_app.i18n import N_, Message

LARGEST_MB: Final = 512


def read_file(file: Path) -> bytes:
    """Read a file whole. Raises FileNotRead, FileTooLarge."""
    try:
        if file.stat().st_size > LARGEST_MB * 1_000_000:
            raise FileTooLarge(file=file.name, limit_mb=LARGEST_MB)
        return file.read_bytes()
    except OSError as error:
        reason = Message(N_("it cannot be opened; it may be gone, or open in another program"))
        raise FileNotRead(file=str(file), reason=reason) from error


def make_folder(folder: Path) -> None:
    """Make sure that a folder for results is there. Raises FolderNotWritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotWritable(folder=str(folder)) from error
