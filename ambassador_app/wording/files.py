"""How large a file is, in words."""

from __future__ import annotations

from ambassador_app.i18n import Translator


def file_size(translator: Translator, size: int) -> str:
    """Write a number of bytes as people read it: `240 kB`, `3,1 MB`."""
    if size < 1_000_000:
        return translator.quantity(max(size / 1000, 1.0), "kB", 0)
    return translator.quantity(size / 1_000_000, "MB", 1)
