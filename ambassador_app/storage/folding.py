"""Words as they are searched and sorted: without case and accents, and in Danish order."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NO_WORD: Final = re.compile(r"[\W_]+")
_DANISH: Final = str.maketrans({"æ": "z{", "ä": "z{", "ø": "z|", "ö": "z|", "å": "z}"})


_PLAIN: Final = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ł": "l"})


def folded(text: str) -> str:
    """Words in lower case without accents, one space between them: what the index and its users compare.

    Århus, Aarhus and arhus are the same word, and Bjørn is found on a keyboard without ø.
    """
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return _NO_WORD.sub(" ", bare.translate(_PLAIN).replace("aa", "a")).strip()


def sort_key(text: str) -> str:
    """A key that puts æ, ø and å (also written aa) after z."""
    lower = unicodedata.normalize("NFC", text.casefold()).replace("aa", "å").translate(_DANISH)
    return "".join(one for one in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(one)).strip()


def match_of(text: str) -> str:
    """The full-text query for typed `text`: every word, each as the beginning of one. Empty when there is none."""
    return " ".join(f'"{word}"*' for word in folded(text).split())
