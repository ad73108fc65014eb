"""Domain values as records: the plain JSON fields that journal, outbox and files hold, and back again.

A record is a kind, an identifier and named fields. Each field is one atom for history, undo and merge
(nested values travel whole), except where a class spreads a mapping into fields of its own (checklist answers).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, TypeAlias, TypeVar, cast

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
T = TypeVar("T")


class Record(Protocol):
    """A domain value that is kept: a frozen dataclass with a KIND and an `id`.

    A field with `metadata=LOCAL` stays in its row on this device: it is neither journalled nor sent. One with
    `metadata=SET` is a list without order or doubles: two edits of it are merged item by item.
    SPREAD names the one mapping field whose entries are record fields of their own, or is empty.
    """

    KIND: ClassVar[str]
    SPREAD: ClassVar[str]

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Record)
Reader: TypeAlias = Callable[[object], object]
_PLAIN = frozenset({type(None), bool, int, float, str})
KINDS: dict[str, type[Record]] = {}
LOCAL: Mapping[str, object] = {"local": True}
SET: Mapping[str, object] = {"set": True}
STAMP: Mapping[str, object] = {"stamp": True}
"""A moment that the program notes by itself: nobody has to decide between two of them."""


def record(cls: type[T]) -> type[T]:
    """Register a dataclass under its KIND."""
    kind = cast("type[Record]", cls)
    if not hasattr(kind, "SPREAD"):
        kind.SPREAD = ""
    KINDS[kind.KIND] = kind
    return cls


def fields_of(value: Record, *, local: bool = False) -> dict[str, Json]:
    """Give the fields of `value` as plain JSON, without its id; local fields only when asked for."""
    found: dict[str, Json] = {}
    for one in fields(cast("Any", value)):
        if one.name == "id" or (one.metadata.get("local") and not local):
            continue
        plain = to_json(getattr(value, one.name))
        if one.name == value.SPREAD:
            found.update({f"{one.name}.{key}": part for key, part in cast("dict[str, Json]", plain).items()})
        else:
            found[one.name] = plain
    return found


def value_of(cls: type[R], identifier: str, found: Mapping[str, Json]) -> R:
    """Build a value of `cls` from its fields; a field that is absent takes its default."""
    hints = _hints(cls)
    given: dict[str, object] = {"id": identifier}
    spread: dict[str, Json] = {}
    for name, plain in found.items():
        head, _, rest = name.partition(".")
        if cls.SPREAD and head == cls.SPREAD and rest:
            spread[rest] = plain
        elif name in hints:
            given[name] = from_json(hints[name], plain)
    if cls.SPREAD:
        given[cls.SPREAD] = from_json(hints[cls.SPREAD], spread)
    return cls(**given)


def to_json(value: object) -> Json:
    """Turn a domain value into plain JSON: enums by value, dates as ISO 8601, dataclasses and mappings as objects."""
    if type(value) in _PLAIN:
        return cast("Json", value)
    match value:
        case StrEnum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): to_json(part) for key, part in value.items()}
        case tuple() | list():
            return [to_json(part) for part in value]
        case _ if is_dataclass(value):
            return {one.name: to_json(getattr(value, one.name)) for one in fields(value)}
    raise TypeError(f"{type(value).__name__} is no domain value")


def from_json(wanted: object, plain: object) -> object:
    """Read plain JSON as the type `wanted`. Raises TypeError, ValueError or KeyError where it cannot be."""
    return _reader(wanted)(plain)


@cache
def _reader(wanted: Any) -> Reader:  # noqa: ANN401 - any type form
    """Make what reads plain JSON as `wanted`, once for each type: lists of records are read at every screen."""
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        return _union_reader(typing.get_args(wanted))
    if origin is tuple:
        one = _reader(typing.get_args(wanted)[0])
        return lambda plain: tuple(one(part) for part in _sequence(plain))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = (_reader(part) for part in typing.get_args(wanted))
        return lambda plain: {cast("Any", key(k)): value(v) for k, v in _object(plain).items()}
    if hasattr(wanted, "__supertype__"):
        return _reader(wanted.__supertype__)
    return _plain_reader(wanted)


def _plain_reader(wanted: Any) -> Reader:  # noqa: ANN401 - any type form
    if wanted is object or wanted is Any:
        return lambda plain: plain
    if wanted is datetime or wanted is date:
        return lambda plain: wanted.fromisoformat(_text(plain))
    if issubclass(wanted, StrEnum):
        return lambda plain: wanted(_text(plain))
    if is_dataclass(wanted):
        return _dataclass_reader(cast("type", wanted))
    return lambda plain: _as_is(wanted, plain)


def _dataclass_reader(wanted: type) -> Reader:
    hints = _hints(wanted)

    def read(plain: object) -> object:
        found = _object(plain)
        return wanted(**{name: _reader(hints[name])(part) for name, part in found.items() if name in hints})

    return read


def _as_is(wanted: type, plain: object) -> object:
    if isinstance(plain, wanted) and not (wanted is int and isinstance(plain, bool)):
        return plain
    if wanted is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    raise TypeError(f"{plain!r} is no {wanted}")


def _union_reader(members: tuple[object, ...]) -> Reader:
    """Read as the first member that fits; nothing fits None alone."""
    readers = tuple(_reader(member) for member in members if member is not type(None))
    optional = type(None) in members

    def read(plain: object) -> object:
        if plain is None and optional:
            return None
        for one in readers:
            try:
                return one(plain)
            except (TypeError, ValueError):
                continue
        raise TypeError(f"{plain!r} is none of {members}")

    return read


@cache
def _hints(cls: type) -> dict[str, object]:
    known = {one.name for one in fields(cls)}
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name in known}


@cache
def sets_of(cls: type) -> frozenset[str]:
    """The names of the fields that are sets."""
    return frozenset(one.name for one in fields(cls) if one.metadata.get("set"))


@cache
def stamps_of(cls: type) -> frozenset[str]:
    """The names of the fields that the program fills in by itself."""
    return frozenset(one.name for one in fields(cls) if one.metadata.get("stamp"))


@cache
def defaults_of(cls: type) -> Mapping[str, Json]:
    """Give the default of each field that has one, as plain JSON."""
    return {one.name: _default(one) for one in fields(cls) if not _is_required(one)}


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _default(one: Field[Any]) -> Json:
    return to_json(one.default if one.default is not MISSING else cast("Any", one.default_factory)())


def _sequence(plain: object) -> list[object]:
    if not isinstance(plain, list | tuple):
        raise TypeError(f"{plain!r} is no list")
    return list(plain)


def _object(plain: object) -> dict[str, object]:
    if not isinstance(plain, Mapping):
        raise TypeError(f"{plain!r} is no object")
    return dict(plain)


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise TypeError(f"{plain!r} is no text")
    return plain
