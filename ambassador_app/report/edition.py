"""Which program draws: two of the same name draw the same pages from the same data."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from ambassador_app import __version__

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_DRAWING: Final = ("report/*.py", "wording/*.py", "drawing/*.py", "domain/**/*.py", "i18n.py")
_WORDS: Final = ("resources/translations/*/LC_MESSAGES/*.mo",)


@cache
def program() -> str:
    """Give the version, and in a checkout or wheel what its words and drawing are made of: between two releases they
    change while the version stays. A frozen program is told by its version alone."""
    files = [file for pattern in _DRAWING for file in sorted(_PACKAGE.glob(pattern))]
    if not files:
        return __version__
    files += [file for root in (_PACKAGE, _PACKAGE.parent) for one in _WORDS for file in sorted(root.glob(one))]
    found = hashlib.sha256()
    for file in files:
        found.update(file.read_bytes())
    return f"{__version__}+{found.hexdigest()[:16]}"
