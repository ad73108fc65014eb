"""Two edits of one record, merged field by field against the version both started from.

Rule (three-way merge): a field that only one side changed takes that side; one that both made equal stays so; one that
both changed otherwise is a clash, where the office's value stands and mine is handed back, never dropped. Fields that
are sets take the additions and removals of both. What the program noted by itself is no clash: a stamp of time, or who
gave the same answer, and when; the office's stands. No clock has a say.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from ambassador_app.domain.records import KINDS, Json, defaults_of, sets_of, stamps_of

Fields = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed. Each side is empty where the field is absent, else holds the one value."""

    field: str
    base: tuple[object, ...]
    mine: tuple[object, ...]
    theirs: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What the record becomes, and the fields where my value had to step back."""

    fields: dict[str, Json]
    clashes: tuple[Clash, ...] = ()


_STAMPED: Final = frozenset({"value", "by", "at"})
_STAMPS: Final = frozenset({"by", "at"})


class _Absent:
    """No value at all."""


ABSENT: Final = _Absent()


def merge(kind: str, base: Fields, mine: Fields, theirs: Fields) -> Merged:
    """Merge my fields and the office's, which both began as `base`; a kind this program does not know has no sets."""
    cls = KINDS.get(kind)
    sets, stamps = (sets_of(cls), stamps_of(cls)) if cls is not None else (frozenset(), frozenset())
    defaults = defaults_of(cls) if cls is not None else {}
    merged: dict[str, Json] = {}
    clashes: list[Clash] = []
    for name in _in_order(theirs, mine, base):
        was, here, there = (_value(one, name) for one in (base, mine, theirs))
        default = defaults.get(name, ABSENT)
        if same(here, there, default) or same(here, was, default):
            chosen = there
        elif same(there, was, default):
            chosen = here
        elif name in sets:
            chosen = _united(was, here, there)
        elif name in stamps or _says_the_same(here, there):
            chosen = there
        else:
            chosen = there
            clashes.append(Clash(name, _side(was), _side(here), _side(there)))
        if not isinstance(chosen, _Absent):
            merged[name] = chosen
    return Merged(merged, tuple(clashes))


def changed(kind: str, base: Fields, work: Fields) -> tuple[dict[str, Json], tuple[str, ...]]:
    """What leads from `base` to `work`: the fields to put, and those to take away."""
    cls = KINDS.get(kind)
    defaults = defaults_of(cls) if cls is not None else {}
    put = {
        name: value for name, value in work.items() if not same(_value(base, name), value, defaults.get(name, ABSENT))
    }
    gone = (name for name in base if name not in work)
    return put, tuple(one for one in gone if not same(base[one], ABSENT, defaults.get(one, ABSENT)))


def same(one: object, other: object, default: object = ABSENT) -> bool:
    """Whether two values mean the same: 1 and 1.0 do, 1 and true do not, text in any Unicode form does.

    A field that is absent has its default.
    """
    if isinstance(one, _Absent):
        one = default
    if isinstance(other, _Absent):
        other = default
    return _plain(one) == _plain(other)


def _says_the_same(here: object, there: object) -> bool:
    """Whether two people gave the same answer; by whom and when is no difference to decide on."""
    both = isinstance(here, Mapping) and isinstance(there, Mapping) and here.keys() & there.keys() >= _STAMPED
    return both and _plain(_unstamped(here)) == _plain(_unstamped(there))


def _unstamped(answer: object) -> Fields:
    return {name: part for name, part in cast("Fields", answer).items() if name not in _STAMPS}


def _plain(value: object) -> object:
    """A form in which equal means the same; its first item keeps the types apart."""
    match value:
        case bool() | None:
            return ("word", str(value))
        case int() | float():  # an integer may be larger than any float
            return ("number", value if isinstance(value, int) or math.isfinite(value) else str(value))
        case str():
            return ("text", unicodedata.normalize("NFC", value))
        case list() | tuple():
            return ("list", tuple(_plain(one) for one in value))
        case Mapping():
            return ("object", tuple(sorted((str(key), _plain(part)) for key, part in value.items())))
    return ("absent", "")


def _united(was: object, here: object, there: object) -> Json:
    """The office's items in their order without those I removed, then those I added."""
    before, mine, theirs = (_items(one) for one in (was, here, there))
    kept = [item for key, item in theirs.items() if key in mine or key not in before]
    added = [item for key, item in mine.items() if key not in before and key not in theirs]
    return cast("Json", [*kept, *added])


def _items(value: object) -> dict[object, object]:
    return {_plain(one): one for one in value} if isinstance(value, list | tuple) else {}


def _value(fields: Fields, name: str) -> Json | _Absent:
    return fields.get(name, ABSENT)


def _side(value: object) -> tuple[object, ...]:
    return () if isinstance(value, _Absent) else (value,)


def _in_order(*several: Fields) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for fields in several for name in fields))
