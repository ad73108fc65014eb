"""The inputs of measures as rows of our own list: what is written, and what somebody's change of a value means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ambassador_app.domain.calculators import CALCULATORS, Alternatives, Calculator, Choice, Input, Number, Text
from ambassador_app.domain.calculators.assessment import UsedInput
from ambassador_app.domain.calculators.inputs import read_input
from ambassador_app.domain.measure import Measure
from ambassador_app.errors import InputRefused
from ambassador_app.exchange.grid import Cell
from ambassador_app.exchange.measure_fields import Quantity
from ambassador_app.exchange.measure_numbers import Unclear, figure_in
from ambassador_app.exchange.own_measures import OwnInput
from ambassador_app.exchange.row_remarks import Unreadable
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.services.measure_table import assessment_of, figure_text, is_same

_ORIGIN: Final[Mapping[str, str]] = {
    "given": N_("typed"),
    "default": N_("as usual"),
    "standard": N_("standard value"),
    "guess": N_("guess"),
    "missing": N_("missing"),
}


def inputs_of(measure: Measure, words: Translator) -> tuple[OwnInput, ...]:
    """Give the inputs that are given, that a standard value stands for, or that are missing."""
    known = CALCULATORS.get(measure.calculator)
    return tuple(_rows(measure, known, words)) if known else ()


def _rows(measure: Measure, known: Calculator, words: Translator) -> Iterator[OwnInput]:
    assessment = assessment_of(measure)
    used = {one.name: one for one in assessment.inputs} if assessment else {}
    for declared in _listed(known, measure, set(used)):
        given = measure.inputs.get(declared.name)
        entry = used.get(declared.name)
        value = given if given is not None else (entry.value if entry else None)
        origin = _origin(measure, declared.name, entry)
        is_share = isinstance(declared, Number) and declared.percent
        unit = words.tr(declared.unit) if isinstance(declared, Number) and declared.unit else ""
        yield OwnInput(
            measure.id,
            measure.title,
            declared.name,
            words.tr(declared.label),
            cell_of(declared, value, words),
            "%" if is_share else unit,
            words.tr(_ORIGIN.get(origin, origin)),
            is_share,
            tuple(words.tr(one.label) for one in declared.options) if isinstance(declared, Choice) else (),
        )


def _origin(measure: Measure, name: str, entry: UsedInput | None) -> str:
    if measure.inputs.get(name) is None:
        return str(entry.origin) if entry else "missing"
    return "guess" if name in measure.guessed else "given"


def _listed(known: Calculator, measure: Measure, used: set[str]) -> Iterator[Input]:
    there = {*used, *(name for name, value in measure.inputs.items() if value is not None)}
    for entry in known.inputs:
        if not isinstance(entry, Alternatives):
            if entry.name in there or (entry.required and entry.default is None):
                yield entry
            continue
        chosen = [group for group in entry.groups if any(one.name in there for one in group.inputs)]
        for one in chosen[0].inputs if chosen else entry.groups[0].inputs:
            if one.name in there or one.required:
                yield one


def cell_of(declared: Input, value: object, words: Translator) -> Cell:
    """Give the value of an input as a cell; a choice by its name."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(f"{float(share)!r}:{float(part)!r}" for share, part in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return words.tr(declared.label_of(str(value))) if isinstance(declared, Choice) else str(value)


def changed_inputs(
    base: Measure, found: Mapping[str, Cell], words: Translator, translators: Sequence[Translator]
) -> dict[str, object]:
    """Find the inputs that somebody changed on the sheet of inputs; None for one that was emptied.

    `words` are those of the file. Raises Unreadable.
    """
    changed: dict[str, object] = {}
    known = CALCULATORS.get(base.calculator)
    for written in inputs_of(base, words):
        declared = known.field(written.name) if known else None
        if declared is None or written.name not in found:
            continue
        cell = found[written.name]
        if not any(is_same(one.value, cell) for one in _in_each(base, declared, written, translators)):
            value = _read(declared, cell, translators, written.label)
            if value != base.inputs.get(written.name):
                changed[written.name] = value
    return changed


def _in_each(base: Measure, declared: Input, written: OwnInput, translators: Sequence[Translator]) -> list[OwnInput]:
    """What was written, in each language that the file may be in."""
    if not isinstance(declared, Choice):
        return [written]
    others = (one for words in translators for one in inputs_of(base, words) if one.name == written.name)
    return [written, *others]


def _read(declared: Input, cell: Cell, translators: Sequence[Translator], label: str) -> object:
    if cell == "":
        return None
    try:
        return _value(declared, cell, translators)
    except Unclear as fault:
        raise Unreadable(fault.reason, label) from fault
    except InputRefused as refused:
        values = {"name": label, "value": str(cell), "allowed": refused.fields.get("allowed")}
        text = Message(N_("{name} cannot be {value}; allowed is {allowed}."), values)
        raise Unreadable(text, label) from refused


def _value(declared: Input, cell: Cell, translators: Sequence[Translator]) -> object:
    if isinstance(declared, Number):
        if isinstance(cell, float):
            return read_input(declared, float(cell))
        found = figure_in(cell, Quantity.GRANT if declared.percent else Quantity.TEXT, ",")
        is_share = found is not None and declared.percent and found.unit == "%"
        return None if found is None else read_input(declared, found.value / 100 if is_share else found.value)
    text = figure_text(cell) if isinstance(cell, float) else str(cell)
    if isinstance(declared, Choice):
        wanted = text.strip().casefold()
        for one in declared.options:
            if wanted in {one.value.casefold(), *(words.tr(one.label).casefold() for words in translators)}:
                return one.value
    return read_input(declared, text) if not isinstance(declared, Text) else text
