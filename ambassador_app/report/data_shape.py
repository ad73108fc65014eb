"""The shape of the data in a report: a JSON schema made from the domain's own types, and a check of plain JSON
against it.

One schema serves for both: it is what is published and what is held against each file that comes in.
"""

from __future__ import annotations

import inspect
import math
import re
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]
Withheld: TypeAlias = Mapping[type, Collection[str]]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
LONGEST_TEXT: Final = 20_000
"""Characters in one text; nobody can type more than 16,000."""
MOST_ITEMS: Final = 5_000
"""In one list or mapping; ten years of monthly figures of twelve carriers are 1,440."""
DEEPEST: Final = 12
"""Levels of what has no shape of its own, as a measure's inputs."""
LARGEST_NUMBER: Final = 1e15
_DEFINED: Final = "#/$defs/"
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"


# -- the schema ---------------------------------------------------------------------------------------------------
class SchemaMaker:
    """Makes the schema of a type and of all that it is made of; `withheld` names the fields that are never there."""

    def __init__(self, withheld: Withheld, texts: Mapping[tuple[type, str], int]) -> None:
        self._withheld = withheld
        self._texts = texts
        self._defined: dict[str, Schema] = {}

    def of(self, root: type) -> Schema:
        """Give the schema of `root`, with all it names under `$defs`."""
        whole = self._object(root)
        return {**whole, "$defs": dict(sorted(self._defined.items()))}

    def _object(self, cls: type) -> Schema:
        hints = typing.get_type_hints(cls)
        shown = [one for one in fields(cls) if one.name not in self._withheld.get(cls, ())]
        required = [one.name for one in shown if _is_required(one)]
        made: Schema = {"type": "object"}
        made["description"] = self._described(cls)
        made["properties"] = {one.name: self._property(cls, one.name, hints[one.name]) for one in shown}
        made["additionalProperties"] = False
        return {**made, "required": required} if required else made

    def _described(self, cls: type) -> str:
        """Give the class's own words, without what they say of fields that are not there."""
        withheld = self._withheld.get(cls, ())
        said = re.split(r"(?<=[.]) ", " ".join(str(inspect.getdoc(cls)).split()))
        return " ".join(one for one in said if not any(f"`{name}`" in one for name in withheld))

    def _property(self, cls: type, name: str, hint: object) -> Schema:
        longest = self._texts.get((cls, name))
        return {"type": "string", "maxLength": longest} if longest else self._made(hint)

    def _made(self, hint: Any) -> Schema:
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType):
            return self._union(parts)
        if origin is tuple:
            return {"type": "array", "items": self._made(parts[0]), "maxItems": MOST_ITEMS}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self._made(parts[1]), "maxProperties": MOST_ITEMS}
        if hasattr(hint, "__supertype__"):
            return self._made(hint.__supertype__)
        return self._plain(hint)

    def _union(self, parts: tuple[object, ...]) -> Schema:
        made = [self._made(part) for part in parts if part is not type(None)]
        if type(None) in parts:
            made.append({"type": "null"})
        return {"anyOf": made}

    def _plain(self, hint: type) -> Schema:
        if is_dataclass(hint):
            return self._reference(hint)
        if hint not in _PLAIN and issubclass(hint, StrEnum):
            return {"type": "string", "enum": [one.value for one in hint]}
        return dict(_PLAIN[hint])

    def _reference(self, cls: type) -> Schema:
        if cls.__name__ not in self._defined:
            self._defined[cls.__name__] = {}
            self._defined[cls.__name__] = self._object(cls)
        return {"$ref": f"{_DEFINED}{cls.__name__}"}


_PLAIN: Final[Mapping[object, Schema]] = {
    str: {"type": "string", "maxLength": LONGEST_TEXT},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER},
    float: {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER},
    datetime: {"type": "string", "format": "date-time", "pattern": _MOMENT},
    date: {"type": "string", "format": "date", "pattern": _DAY},
    object: {},
    Any: {},
}


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


# -- plain JSON held against it -----------------------------------------------------------------------------------
def misfit(schema: Schema, value: object) -> str | None:
    """Tell where plain JSON first does not fit a schema that `SchemaMaker` made (`measures/3/title`), else None."""
    return next(_Held(schema).faults(schema, value, ""), None)


class _Held:
    """One schema, against which values are held."""

    def __init__(self, whole: Schema) -> None:
        self._whole = whole

    def faults(self, schema: Schema, value: object, place: str) -> Iterator[str]:
        """Give the places that do not fit, the first one first."""
        if "$ref" in schema:
            schema = self._whole["$defs"][schema["$ref"].removeprefix(_DEFINED)]
        if "anyOf" in schema:
            if all(next(self.faults(one, value, place), None) is not None for one in schema["anyOf"]):
                yield self._deepest(schema, value, place)
        elif not schema:
            yield from _shapeless(value, place)
        elif not _TYPES[schema["type"]](schema, value):
            yield place or "/"
        else:
            yield from self._inside(schema, value, place)

    def _deepest(self, schema: Schema, value: object, place: str) -> str:
        """Of the ways to fail, tell the one that came furthest."""
        found = [next(self.faults(one, value, place), place) for one in schema["anyOf"]]
        return max(found, key=len) or "/"

    def _inside(self, schema: Schema, value: object, place: str) -> Iterator[str]:
        if isinstance(value, list):
            for number, part in enumerate(value):
                yield from self.faults(schema["items"], part, f"{place}/{number}")
        elif isinstance(value, dict):
            yield from (f"{place}/{name}" for name in schema.get("required", ()) if name not in value)
            named, others = schema.get("properties", {}), schema["additionalProperties"]
            for name, part in value.items():
                if name in named:
                    yield from self.faults(named[name], part, f"{place}/{name}")
                elif others is False or len(name) > _LONGEST_NAME:
                    yield f"{place}/{name[:_LONGEST_NAME]}"
                else:
                    yield from self.faults(others, part, f"{place}/{name}")


_LONGEST_NAME: Final = 500


def _shapeless(value: object, place: str, level: int = 0) -> Iterator[str]:
    """Hold what may be anything against the limits alone."""
    match value:
        case None | bool():
            return
        case str():
            fits = len(value) <= LONGEST_TEXT
        case int() | float():
            fits = _is_number({}, value)
        case list() | dict():
            fits = len(value) <= MOST_ITEMS and level < DEEPEST
        case _:
            fits = False
    if not fits:
        yield place or "/"
    elif isinstance(value, list | dict):
        named = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in named:
            yield from _shapeless(part, f"{place}/{str(name)[:_LONGEST_NAME]}", level + 1)


def _is_number(schema: Schema, value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return False
    return bool(schema.get("minimum", -LARGEST_NUMBER) <= value <= schema.get("maximum", LARGEST_NUMBER))


def _is_text(schema: Schema, value: object) -> bool:
    if not isinstance(value, str) or len(value) > schema.get("maxLength", LONGEST_TEXT):
        return False
    if "enum" in schema:
        return value in schema["enum"]
    if "pattern" not in schema:
        return True
    reader = datetime if schema["format"] == "date-time" else date
    return re.search(schema["pattern"], value) is not None and _reads(reader.fromisoformat, value)


def _reads(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True


_TYPES: Final[Mapping[str, Callable[[Schema, object], bool]]] = {
    "null": lambda _, value: value is None,
    "boolean": lambda _, value: isinstance(value, bool),
    "integer": lambda schema, value: isinstance(value, int) and _is_number(schema, value),
    "number": _is_number,
    "string": _is_text,
    "array": lambda schema, value: isinstance(value, list) and len(value) <= schema["maxItems"],
    "object": lambda schema, value: isinstance(value, dict) and len(value) <= schema.get("maxProperties", MOST_ITEMS),
}
