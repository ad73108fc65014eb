"""Domain values as records: the plain JSON fields that journal, outbox and files hold, and back again.

A record is a kind, an identifier and named fields. Each field is one atom for history, undo and merge
(nested values travel whole), except where a class spreads a mapping into fields of its own (checklist answers).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, TypeAlias, TypeVar, cast

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
T = TypeVar("T")


class Record(Protocol):
    """A domain value that is kept: a frozen dataclass with a KIND and an `id`.

    A field with `metadata={"local": True}` stays in its row on this device: it is neither journalled nor sent.
    SPREAD names the one mapping field whose entries are record fields of their own, or is empty.
    """

    KIND: ClassVar[str]
    SPREAD: ClassVar[str]

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Record)
KINDS: dict[str, type[Record]] = {}
LOCAL: Mapping[str, object] = {"local": True}


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
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
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
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        return _from_union(typing.get_args(wanted), plain)
    if origin is tuple:
        return tuple(from_json(typing.get_args(wanted)[0], part) for part in _sequence(plain))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        key, part = typing.get_args(wanted)
        return {cast("Any", from_json(key, k)): from_json(part, v) for k, v in _object(plain).items()}
    supertype = getattr(wanted, "__supertype__", None)
    if supertype is not None:
        return from_json(supertype, plain)
    return _from_plain(wanted, plain)


def _from_plain(wanted: object, plain: object) -> object:
    if wanted is datetime or wanted is date:
        return cast("type[datetime]", wanted).fromisoformat(_text(plain))
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(_text(plain))
    if isinstance(wanted, type) and is_dataclass(wanted):
        hints, given = _hints(wanted), _object(plain)
        return wanted(**{name: from_json(hints[name], part) for name, part in given.items() if name in hints})
    if wanted is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if isinstance(wanted, type) and isinstance(plain, wanted):
        return plain
    if wanted is object or wanted is Any:
        return plain
    raise TypeError(f"{plain!r} is no {wanted}")


def _from_union(members: tuple[object, ...], plain: object) -> object:
    if plain is None and type(None) in members:
        return None
    for member in members:
        if member is type(None):
            continue
        try:
            return from_json(member, plain)
        except (TypeError, ValueError):
            continue
    raise TypeError(f"{plain!r} is none of {members}")


@cache
def _hints(cls: type) -> dict[str, object]:
    known = {one.name for one in fields(cls)}
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name in known}


def defaults_of(cls: type) -> dict[str, Json]:
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
