"""Reading the files that the command line is given."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ambassador_app.errors import FileNotRead, FileTooLarge

LARGEST_MB: Final = 512


def read_file(file: Path) -> bytes:
    """Read a file whole. Raises FileNotRead, FileTooLarge."""
    try:
        if file.stat().st_size > LARGEST_MB * 1_000_000:
            raise FileTooLarge(file=file.name, limit_mb=LARGEST_MB)
        return file.read_bytes()
    except OSError as error:
        raise FileNotRead(file=str(file), reason=error.strerror or "") from error
