"""Any value of the domain that can be kept, for property tests."""

import types
import typing
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from ambassador_app.domain.records import KINDS, Record
from ambassador_app.storage.schema import COLUMNS

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
IDS = st.text("abcdefgh-0123456789", min_size=1, max_size=6)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=2))])
YEARS = (datetime(1900, 1, 1), datetime(2200, 1, 1))  # noqa: DTZ001 - the strategy wants them without a zone
PLAIN = st.recursive(
    st.none() | st.booleans() | TEXTS | NUMBERS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
ALL_KINDS = tuple(KINDS[kind] for kind in COLUMNS)

_SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**40), 2**40),
    float: NUMBERS,
    bool: st.booleans(),
    date: st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    datetime: st.datetimes(*YEARS, timezones=ZONES),
    type(None): st.none(),
    object: PLAIN,
}


def values(cls: type[Record], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of a kind of record."""
    hints = typing.get_type_hints(cls)
    return st.builds(
        cls,
        **{one.name: given.get(one.name, IDS if one.name == "id" else of(hints[one.name])) for one in fields(cls)},
    )


def of(hint: object) -> st.SearchStrategy[Any]:
    """Values of a type as the domain uses them."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([of(one) for one in inner])
    if origin is tuple:
        return st.lists(of(inner[0]), max_size=2).map(tuple)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(IDS if inner[0] is str else of(inner[0]), of(inner[1]), max_size=3)
    return _of_class(hint)


def _of_class(hint: Any) -> st.SearchStrategy[Any]:
    if hasattr(hint, "__supertype__"):
        return IDS
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    hints = typing.get_type_hints(hint)
    return st.builds(hint, **{one.name: of(hints[one.name]) for one in fields(hint)})
