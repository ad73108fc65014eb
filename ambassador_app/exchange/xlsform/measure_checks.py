"""What a form says of measures: entries that are not in the catalogue, inputs they do not have, units that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ambassador_app.domain.calculators import CALCULATORS, Choice, Input, Number
from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.domain.checklist import Checklist, Question
from ambassador_app.i18n import N_, Message

_SAME: Final = (
    ("kr.", "DKK"),
    ("kr", "DKK"),
    ("/år", "/yr"),
    ("/year", "/yr"),
    ("/a", "/yr"),
    ("timer", "h"),
    ("hours", "h"),
    ("stk.", "pcs."),
    ("stk", "pcs."),
    ("døgn", "days"),
    ("dage", "days"),
    ("m2", "m²"),
    ("m3", "m³"),
)
_OTHERS: Final = frozenset(
    (
        *("%", "kWh", "MWh", "MWh/yr", "GJ", "GJ/yr", "MW", "kWh/day", "kWh/month", "kW/m²", "W/m²", "mbar", "kPa"),
        *("m³", "m³/s", "m³/day", "l/s", "l/h", "cm", "dm", "km", "g", "kg", "t", "DKK", "DKK/MWh", "DKK/m³", "MPa"),
        *("h", "h/day", "h/week", "min/day", "years"),
    )
)
"""Units that no input has: an answer in one of them never is what an input takes."""


class Slip(NamedTuple):
    """A question, the header of the column that is wrong, and what is wrong."""

    question: Question
    header: str
    message: Message


def slips(checklist: Checklist, catalogue: Mapping[str, CatalogueEntry]) -> Iterator[Slip]:
    """Give what the rows of the survey say of measures and cannot be."""
    for question in checklist.questions:
        if question.measure and question.measure not in catalogue:
            yield Slip(question, "bind::kb:measure", _no_entry(question.measure))
        for fill in question.fills:
            entry, _, name = fill.partition(".")
            if not name:
                continue  # told already: it is not written as entry.input
            if entry not in catalogue:
                yield Slip(question, "bind::kb:input", _no_entry(entry))
                continue
            wanted = CALCULATORS[catalogue[entry].calculator].field(name)
            if wanted is None:
                text = N_("The measure {entry} has no input called {input}.")
                yield Slip(question, "bind::kb:input", Message(text, {"entry": entry, "input": name}))
            else:
                yield from _misfit(question, fill, wanted)


def unknown_on_choices(
    checklist: Checklist, catalogue: Mapping[str, CatalogueEntry]
) -> Iterator[tuple[str, str, Message]]:
    """Give list, choice and what is wrong for each choice that suggests a measure which is not there."""
    for found in checklist.lists:
        for choice in found.choices:
            if choice.measure and choice.measure not in catalogue:
                yield found.name, choice.name, _no_entry(choice.measure)


def _no_entry(entry: str) -> Message:
    return Message(N_("There is no measure {entry} in the catalogue."), {"entry": entry})


def _misfit(question: Question, fill: str, wanted: Input) -> Iterator[Slip]:
    """Tell an answer that the input cannot take as it is: another unit, or a choice that is none of its values."""
    if isinstance(wanted, Number):
        unit, other = unit_of(question), "%" if wanted.percent else wanted.unit
        if (unit in _OTHERS or unit in _UNITS) and (unit != other or wanted.percent):
            text = (
                N_("This answer is in {unit}; {input} takes a fraction of 1. Divide by 100 in a calculate row.")
                if wanted.percent and unit == "%"
                else N_("This answer is in {unit}; {input} takes {wanted}. Convert it in a calculate row.")
            )
            values = {"unit": unit, "input": fill, "wanted": other or "1"}
            yield Slip(question, "bind::kb:input", Message(text, values))
    if isinstance(wanted, Choice) and question.choices:
        known = {one.value for one in wanted.options}
        strange = next((one.name for one in question.choices if one.name not in known), "")
        if strange:
            text = N_("{input} cannot be {choice}. It takes {values}.")
            values = {"input": fill, "choice": strange, "values": ", ".join(sorted(known))}
            yield Slip(question, "bind::kb:input", Message(text, values))


def unit_of(question: Question) -> str:
    """Give the unit of a question as the calculators write it; empty where it has none."""
    unit = question.unit.text("en") or question.unit.text("da")
    for told, known in _SAME:
        if unit.endswith(told) or unit.startswith(told):
            unit = unit.replace(told, known)
            break
    for told, known in (("/år", "/yr"), ("/year", "/yr")):
        unit = unit.replace(told, known)
    return unit


_UNITS: Final = frozenset(
    one.unit for found in CALCULATORS.values() for one in found.fields() if isinstance(one, Number) and one.unit
)
