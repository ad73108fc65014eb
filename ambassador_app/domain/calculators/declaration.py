"""What a calculator asks for: from this alone come the form, the checks, the command line and the docs."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import DataQuality, round_significant
from ambassador_app.i18n import N_, NO_BREAK, Exact, Message

AREAS: Final[Mapping[str, str]] = {
    "lighting": N_("Lighting"),
    "ventilation": N_("Ventilation"),
    "heating": N_("Heating and hot water"),
    "compressed_air": N_("Compressed air"),
    "cooling": N_("Cooling and refrigeration"),
    "motors": N_("Motors, fans and pumps"),
    "envelope": N_("Building envelope"),
    "electricity": N_("Equipment and standby"),
    "renewable": N_("Renewable energy"),
    "farm": N_("Farming"),
    "transport": N_("Transport"),
    "water": N_("Water"),
    "management": N_("Management and behaviour"),
    "other": N_("Other"),
}


@dataclass(frozen=True, slots=True)
class Default:
    """What an input is when it is not given: `value`; or the value of the input `same_as`; or the one that
    `table` holds for the choice made in the input `by`.

    With a `source` (a msgid) it is a standard value; without, a neutral one (no effect, or what another input
    says). `quality` is what a result made of it is worth.
    """

    value: float | str | None = None
    source: str = ""
    same_as: str = ""
    by: str = ""
    table: Mapping[str, float] = field(default_factory=dict)
    quality: DataQuality = DataQuality.C


def neutral(value: float | str) -> Default:
    """A default that has no effect on the result."""
    return Default(value, quality=DataQuality.A)


def same_as(name: str) -> Default:
    """A default that repeats another input."""
    return Default(same_as=name, quality=DataQuality.A)


@dataclass(frozen=True, slots=True)
class Preset:
    """A typical value that a form offers beside the field."""

    label: str
    value: float
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What every input has. `only_if` names an input without which (or with 0 in which) this one has no effect."""

    name: str
    label: str
    help: str
    default: Default | None = None
    required: bool = True
    only_if: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Field):
    """A number in `unit`. Refused outside `low`..`high`, warned about outside `sane_low`..`sane_high`.

    `percent`: the value is a fraction, people read and write it in per cent. `unit_by` names the choice that gives
    the unit where it is bought in several.
    """

    unit: str = ""
    unit_by: str = ""
    low: float = 0.0
    high: float
    sane_low: float = -math.inf
    sane_high: float = math.inf
    percent: bool = False
    integer: bool = False
    presets: tuple[Preset, ...] = ()

    def allowed(self) -> Message:
        """Say the hard range with its unit."""
        return _range(self, self.low, self.high)

    def usual(self) -> Message:
        """Say the sane range with its unit; the hard limit stands where the sane side is open."""
        return _range(self, max(self.low, self.sane_low), min(self.high, self.sane_high))

    def shown(self, value: float) -> Message:
        """Say a value with its unit."""
        return quantity(value * 100, "%") if self.percent else quantity(value, self.unit)

    def accepts(self, value: float) -> bool:
        """Whether `value` is inside the hard range (and whole where it must be)."""
        return self.low <= value <= self.high and not (self.integer and value != int(value))

    def is_usual(self, value: float) -> bool:
        """Whether `value` is inside the sane range."""
        return self.sane_low <= value <= self.sane_high


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a choice."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Field):
    """One of `options`."""

    options: tuple[Option, ...]

    def allowed(self) -> Message:
        """List the values."""
        return Message(N_("one of {values}"), {"values": ", ".join(option.value for option in self.options)})

    def label_of(self, value: str) -> str:
        """Give the msgid of a value."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Field):
    """Pairs of time share and fraction; the shares add up to 1, each fraction is in `low`..`high`; one that is
    below `sane_low` is warned about.
    """

    low: float = 0.0
    high: float = 1.0
    sane_low: float = 0.0

    def allowed(self) -> Message:
        """Say how it is written."""
        return Message(
            N_("pairs of time share and fraction such as {example}; shares add up to 1, fractions {low} to {high}"),
            {"example": "0.3:1.0,0.4:0.8,0.3:0.6", "low": self.low, "high": self.high},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """Free text that enters no formula."""


Input = Number | Choice | Profile | Text


@dataclass(frozen=True, slots=True)
class Group:
    """One way of saying the same thing. A `measured` way is preferred where a walkthrough happens to fill two."""

    id: str
    label: str
    inputs: tuple[Input, ...]
    measured: bool = False

    def is_complete(self, given: Collection[str]) -> bool:
        """Whether `given` names every input of it that has no default."""
        return all(entry.name in given for entry in self.inputs if entry.required and entry.default is None)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Exactly one of `groups` is given."""

    label: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Calculator:
    """A declaration and its pure function. `lifetime` is a key of the lifetime table. Msgids: `note` says what the
    method leaves out, `sources` where the formula is from. `place`: where it stands among others; None where its
    measures are of any kind.
    """

    id: str
    title: str
    area: str
    lifetime: str
    inputs: tuple[Input | Alternatives, ...]
    compute: Callable[[Values, FactorSet], Saving]
    sources: str
    note: str = ""
    place: Place | None = None

    def fields(self) -> tuple[Input, ...]:
        """List every input, those of alternatives included, in order."""
        return tuple(self._walk())

    def _walk(self) -> Iterator[Input]:
        for entry in self.inputs:
            if isinstance(entry, Alternatives):
                for group in entry.groups:
                    yield from group.inputs
            else:
                yield entry

    def alternatives(self) -> tuple[Alternatives, ...]:
        """List the places where one of several ways is chosen."""
        return tuple(entry for entry in self.inputs if isinstance(entry, Alternatives))

    def field(self, name: str) -> Input | None:
        """Give the input called `name`, or None."""
        return next((entry for entry in self.fields() if entry.name == name), None)

    def default_of(self, name: str, given: Mapping[str, object]) -> tuple[float | str | None, str]:
        """Give the value that `name` has when it is not given, as far as `given` settles it, and its source."""
        entry = self.field(name)
        if entry is None or entry.default is None:
            return None, ""
        default = entry.default
        if default.same_as:
            other = given.get(default.same_as)
            return (other if isinstance(other, int | float | str) else None), ""
        if default.by:
            chosen = given.get(default.by)
            if chosen is None:
                chosen = self.default_of(default.by, given)[0]
            return default.table.get(str(chosen)), default.source
        return default.value, default.source


def digits(value: float) -> Exact:
    """Round for an explanation, so that a reader can follow by hand: six significant digits, two decimals at least."""
    return Exact(max(round_significant(value, 6), round(value, 2), key=lambda rounded: -abs(rounded - value)))


def fine(value: float) -> Exact:
    """Round what the next step subtracts from something like it: nine significant digits."""
    return Exact(round_significant(value, 9))


def quantity(value: float, unit: str) -> Message:
    """Say a number as it is with its unit (a msgid)."""
    if not unit:
        return Message("{value}", {"value": Exact(value)})
    return Message(f"{{value}}{NO_BREAK}{{unit}}", {"value": Exact(value), "unit": Message(unit)})


def _range(number: Number, low: float, high: float) -> Message:
    scale = 100 if number.percent else 1
    unit = "%" if number.percent else number.unit
    shown = {"low": Exact(low * scale), "high": Exact(high * scale)}
    if not unit:
        return Message(N_("{low} to {high}"), shown)
    return Message(N_("{low} to {high} {unit}"), {**shown, "unit": Message(unit)})
