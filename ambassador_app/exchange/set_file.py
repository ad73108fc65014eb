"""A factor or price set as a JSON file, out and in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.set_files import AnySet, read_set, to_json
from ambassador_app.errors import FileNotRead, FileTooLarge
from ambassador_app.i18n import N_, Message

LARGEST: Final = 1_000_000
"""Bytes; the shipped sets have 5,000."""


def write(found: AnySet) -> bytes:
    """Give the file of a set, whole, one entry a line."""
    return json.dumps(to_json(found), ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def read(data: bytes, bases: Mapping[str, FactorSet], *, name: str = "") -> AnySet:
    """Read the set that the file `name` holds; it may stand on one of `bases`.

    Raises FileTooLarge, FileNotRead, SetRefused.
    """
    if len(data) > LARGEST:
        raise FileTooLarge(file=name, limit_mb=LARGEST // 1_000_000)
    try:
        plain = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise FileNotRead(file=name, reason=Message(N_("it is no JSON file, or it is damaged"))) from None
    return read_set(plain, bases)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an entry stands there twice")
    return found


def _refuse(constant: str) -> object:
    raise ValueError(constant)
