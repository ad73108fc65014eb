"""One way of writing a JSON value: equal values give equal bytes, whoever wrote them and however."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from ambassador_app.wire import limits

if TYPE_CHECKING:
    from pydantic import JsonValue


def canonical(value: JsonValue) -> bytes:
    """Write `value` by RFC 8785, texts in Unicode's normal form C: 1 and 1.0, both ways of making é.

    JSON's numbers are doubles: an integer that no double holds exactly is written as the nearest one. Raises
    ValueError for what JSON cannot say (not a number, infinite, half a character).
    """
    import rfc8785

    try:
        return rfc8785.dumps(_normal(value))
    except (rfc8785.CanonicalizationError, OverflowError, UnicodeEncodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def digest(value: JsonValue) -> str:
    """Give the SHA-256 of the canonical bytes, as 64 hexadecimal digits. Raises ValueError as `canonical` does."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _normal(value: JsonValue) -> JsonValue:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case dict():
            return {unicodedata.normalize("NFC", name): _normal(part) for name, part in value.items()}
        case list():
            return [_normal(part) for part in value]
        case int() if abs(value) > limits.INTEGER:
            return float(value)
        case _:
            return value
