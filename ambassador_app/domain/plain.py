"""Typed reading of plain JSON values, for the `from_json` of domain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Json = Mapping[str, object]


def number(value: object) -> float:
    """Read a number. Raises TypeError for anything else, booleans included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def optional_number(value: object) -> float | None:
    """Read a number or nothing. Raises TypeError."""
    return None if value is None else number(value)


def mapping(value: object) -> Json:
    """Read an object. Raises TypeError."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no mapping")
    return value


def sequence(value: object) -> Sequence[object]:
    """Read a list. Raises TypeError."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(f"{value!r} is no list")
    return value
