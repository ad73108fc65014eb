"""Turns what was given into checked values: names, alternatives, defaults, hard ranges."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ambassador_app.domain.calculators.declaration import (
    Alternatives,
    Calculator,
    Choice,
    Input,
    Number,
    Profile,
    Text,
)
from ambassador_app.domain.calculators.values import ProfilePoints, Value, Values
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.errors import InputMissing, InputRefused, UnknownInput
from ambassador_app.i18n import N_, Message

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_SHARES_MAY_MISS: Final = 0.005
"""A profile's time shares are typed with two or three decimals: thirds add up to 0.999."""


class Origin(StrEnum):
    """Where an input's value is from."""

    GIVEN = "given"
    DEFAULT = "default"
    """Neutral, or what another input says."""
    STANDARD = "standard"
    """A standard value with a source."""
    ESTIMATE = "estimate"
    """A guess: what a quick estimate, the catalogue of measures or the checklist put in."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """One input with its value after checks and defaults."""

    declared: Input
    value: Value
    origin: Origin
    source: str
    quality: DataQuality


def resolve(
    calculator: Calculator,
    given: Mapping[str, object],
    qualities: Mapping[str, DataQuality] | None = None,
    estimated: Mapping[str, str] | None = None,
) -> tuple[Resolved, ...]:
    """Check `given` and fill the defaults, in the order of the declaration. None counts as not given; of what is
    given, `estimated` names the guesses with their sources.

    An input without effect (`only_if`) is checked if it is given, and left out of the result.
    Raises UnknownInput, InputMissing, InputRefused.
    """
    present = {name: value for name, value in given.items() if value is not None and value != ""}
    for name in present:
        if calculator.field(name) is None:
            raise UnknownInput(input=name, calculator=calculator.id)
    wanted = _wanted(calculator, present)
    known = {entry.name: checked(entry, present[entry.name]) for entry in wanted if entry.name in present}
    found: dict[str, Resolved] = {}
    for entry in wanted:
        resolved = _resolve_one(calculator, entry, known, qualities or {})
        if (
            resolved is not None
            and resolved.origin is Origin.DEFAULT
            and entry.default
            and entry.default.same_as in found
        ):
            resolved = replace(resolved, quality=found[entry.default.same_as].quality)
        if resolved is not None and resolved.origin is Origin.GIVEN and estimated and entry.name in estimated:
            guess = estimated[entry.name]
            resolved = replace(resolved, origin=Origin.ESTIMATE, source=guess, quality=DataQuality.C)
        if resolved is not None:
            found[entry.name] = resolved
            known[entry.name] = resolved.value
    return tuple(entry for entry in found.values() if _has_effect(entry.declared, known))


def _resolve_one(
    calculator: Calculator, entry: Input, known: Mapping[str, Value], qualities: Mapping[str, DataQuality]
) -> Resolved | None:
    if entry.name in known:
        quality = qualities.get(entry.name, DataQuality.A if isinstance(entry, Choice | Text) else DataQuality.B)
        return Resolved(entry, known[entry.name], Origin.GIVEN, "", quality)
    value, source = calculator.default_of(entry.name, known)
    if value is not None and entry.default is not None:
        origin = Origin.STANDARD if source else Origin.DEFAULT
        return Resolved(entry, checked(entry, value), origin, source, entry.default.quality)
    if entry.required and _has_effect(entry, known):
        raise InputMissing(input=entry.name, label=Message(entry.label))
    return None


def _has_effect(entry: Input, known: Mapping[str, Value]) -> bool:
    return not entry.only_if or known.get(entry.only_if, 0.0) != 0.0


def values_of(resolved: Sequence[Resolved]) -> Values:
    """Give the values as a calculator reads them."""
    return Values({entry.declared.name: entry.value for entry in resolved})


def _wanted(calculator: Calculator, present: Mapping[str, object]) -> tuple[Input, ...]:
    """List the inputs that take part: of each alternatives only the group that was given."""
    wanted: list[Input] = []
    for entry in calculator.inputs:
        if isinstance(entry, Alternatives):
            wanted.extend(_chosen_group(entry, present))
        else:
            wanted.append(entry)
    return tuple(wanted)


def _chosen_group(entry: Alternatives, present: Mapping[str, object]) -> tuple[Input, ...]:
    chosen = [group for group in entry.groups if any(field.name in present for field in group.inputs)]
    if not chosen:
        first = entry.groups[0].inputs[0]
        raise InputMissing(input=first.name, label=Message(entry.label))
    if len(chosen) > 1:
        extra = next(field for field in chosen[1].inputs if field.name in present)
        names = " | ".join(", ".join(field.name for field in group.inputs) for group in entry.groups)
        raise InputRefused(
            input=extra.name,
            value=present[extra.name],
            allowed=Message(N_("only one of these ways: {ways}"), {"ways": names}),
            label=Message(extra.label),
        )
    return chosen[0].inputs


def settle(calculator: Calculator, given: Mapping[str, object]) -> dict[str, object]:
    """Keep one way of each alternatives, for inputs gathered from many questions: a complete way before a
    started one, a measured one before an estimated one, then the first declared. Checks nothing.
    """
    kept = {name: value for name, value in given.items() if value is not None and value != ""}
    for entry in calculator.alternatives():
        started = [group for group in entry.groups if any(field.name in kept for field in group.inputs)]
        if len(started) > 1:
            best = max(started, key=lambda group: (group.is_complete(kept), group.measured))
            others = {field.name for group in started if group is not best for field in group.inputs}
            kept = {name: value for name, value in kept.items() if name not in others}
    return kept


def checked(entry: Input, value: object) -> Value:
    """Give `value` as the kind that `entry` declares, inside its hard range. Raises InputRefused."""
    if isinstance(entry, Number):
        return _checked_number(entry, value)
    if isinstance(entry, Choice):
        return _checked_choice(entry, value)
    if isinstance(entry, Profile):
        return _checked_profile(entry, value)
    return str(value)


def _refused(entry: Number | Choice | Profile, value: object) -> InputRefused:
    return InputRefused(input=entry.name, value=value, allowed=entry.allowed(), label=Message(entry.label))


def _checked_number(entry: Number, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refused(entry, value)
    if not math.isfinite(value) or not entry.accepts(value):
        raise _refused(entry, value)
    return float(value)


def _checked_choice(entry: Choice, value: object) -> str:
    if not any(option.value == value for option in entry.options):
        raise _refused(entry, value)
    return str(value)


def _checked_profile(entry: Profile, value: object) -> ProfilePoints:
    points = tuple(map(_point, value)) if isinstance(value, Sequence) and not isinstance(value, str) else ()
    pairs = tuple(point for point in points if point is not None)
    shares = math.fsum(share for share, _ in pairs)
    in_range = all(share >= 0 and entry.low <= fraction <= entry.high for share, fraction in pairs)
    if not pairs or len(pairs) != len(points) or not in_range or not abs(shares - 1) <= _SHARES_MAY_MISS:
        raise _refused(entry, value)
    return pairs


def _point(value: object) -> tuple[float, float] | None:
    match value:
        case (int() | float() as share, int() | float() as fraction):
            return float(share), float(fraction)
        case _:
            return None


def read_inputs(calculator: Calculator, given: Mapping[str, object]) -> dict[str, Value]:
    """Read `{name: text or value}` as typed on a command line and check all of it.

    Numbers take a decimal point, percentages are fractions, a profile is `share:fraction,share:fraction`.
    Raises UnknownInput, InputMissing, InputRefused.
    """
    present = {name: value for name, value in given.items() if value is not None and value != ""}
    typed: dict[str, object] = {}
    for name, value in present.items():
        entry = calculator.field(name)
        if entry is None:
            raise UnknownInput(input=name, calculator=calculator.id)
        typed[name] = read_input(entry, value)
    used = {entry.declared.name: entry.value for entry in resolve(calculator, typed)}
    return {name: used[name] for name in typed if name in used}


def read_input(entry: Input, value: object) -> Value:
    """Read one input from text with a decimal point, or take a value as it is. Raises InputRefused."""
    if not isinstance(value, str):
        return checked(entry, value)
    match entry:
        case Number():
            if not _NUMBER.fullmatch(value.strip()):
                allowed = Message(N_("{range}, written as 1234.5"), {"range": entry.allowed()})
                raise InputRefused(input=entry.name, value=value, allowed=allowed, label=Message(entry.label))
            return checked(entry, float(value))
        case Profile():
            return checked(entry, _read_profile(entry, value))
        case _:
            return checked(entry, value.strip())


def _read_profile(entry: Profile, text: str) -> ProfilePoints:
    points: list[tuple[float, float]] = []
    for pair in text.split(","):
        share, mark, fraction = pair.partition(":")
        if not (mark and _NUMBER.fullmatch(share.strip()) and _NUMBER.fullmatch(fraction.strip())):
            raise _refused(entry, text)
        points.append((float(share), float(fraction)))
    return tuple(points)
