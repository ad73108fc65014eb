"""Two states of one measure side by side: which fields differ, and how each is called and shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from ambassador_app.domain.calculators import CALCULATORS, Choice, Number
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality, round_significant
from ambassador_app.domain.records import fields_of
from ambassador_app.i18n import N_, NO_BREAK, Message
from ambassador_app.services.measure_import_plan import FieldChange
from ambassador_app.wording import LABEL, NOT_KNOWN, area_label

FIELD_NAME: Final[Mapping[str, str]] = {
    "title": N_("Measure"),
    "area": N_("Area"),
    "calculator": N_("Calculator"),
    "investment_dkk": N_("Investment"),
    "subsidy_dkk": N_("Subsidy"),
    "lifetime_years": N_("Lifetime"),
    "quality": N_("Data quality"),
    "price_source": N_("Source of the price"),
    "current_practice": N_("Current practice"),
    "proposal": N_("Proposal"),
    "assumptions": N_("Assumptions"),
    "benefits": N_("Benefits"),
    "risks": N_("Risks"),
    "internal_note": N_("Internal note"),
    "reach": N_("Reach"),
    "status": N_("Status"),
    "owner": N_("Responsible"),
    "deadline": N_("Deadline"),
    "order": N_("Order"),
}
"""What people call the fields of a measure."""

_FOLLOWS: Final = frozenset({"assessment", "moves", "at", "visit_id", "site_id"})
"""Fields that follow from others, or say where and when."""

_UNITS: Final = {"investment_dkk": N_("DKK"), "subsidy_dkk": N_("DKK"), "lifetime_years": N_("years")}
_LONGEST: Final = 120


def changes_of(old: Measure, new: Measure) -> tuple[FieldChange, ...]:
    """Name every field that differs, inputs one by one; what only follows from them is not named."""
    return tuple(_changes(old, new))


def _changes(old: Measure, new: Measure) -> Iterator[FieldChange]:
    before, after = fields_of(old), fields_of(new)
    for name in before:
        if name in _FOLLOWS or before[name] == after.get(name):
            continue
        if name == "inputs":
            yield from _input_changes(old, new)
        else:
            label = Message(FIELD_NAME.get(name, name))
            yield FieldChange(name, label, shown(name, getattr(old, name)), shown(name, getattr(new, name)))


def _input_changes(old: Measure, new: Measure) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*old.inputs, *new.inputs)):
        before, after = old.inputs.get(name), new.inputs.get(name)
        if before != after:
            label = input_label(new.calculator, name)
            yield FieldChange(f"inputs.{name}", label, input_shown(new, name, before), input_shown(new, name, after))


def input_label(calculator: str, name: str) -> Message:
    """What an input is called."""
    declared = CALCULATORS[calculator].field(name) if calculator in CALCULATORS else None
    return Message(declared.label if declared else name)


def input_shown(measure: Measure, name: str, value: object) -> Message:
    """Say the value of an input with its unit."""
    declared = CALCULATORS[measure.calculator].field(name) if measure.calculator in CALCULATORS else None
    if value is None or value == "":
        return Message(NOT_KNOWN)
    if isinstance(declared, Number) and isinstance(value, int | float):
        return declared.shown(float(value))
    if isinstance(declared, Choice):
        return Message(declared.label_of(str(value)))
    if isinstance(value, list | tuple):
        return Message("{value}", {"value": ", ".join(f"{share:g}:{part:g}" for share, part in value)})
    return _text(str(value))


def shown(name: str, value: Any) -> Message:  # noqa: ANN401 (the fields of a measure are of every sort)
    """Say the value of a field of a measure."""
    if value in (None, "", ()):
        return Message(NOT_KNOWN)
    if isinstance(value, MeasureStatus | DataQuality | Reach):
        return Message(LABEL[value])
    if name == "area":
        return Message(area_label(str(value)))
    if isinstance(value, bool):
        return Message(N_("yes") if value else N_("no"))
    if isinstance(value, int | float):
        return amount(float(value), _UNITS.get(name, ""))
    return Message("{value}", {"value": value}) if isinstance(value, date) else _text(str(value))


def amount(value: float, unit: str) -> Message:
    """Say a number with its unit, to six digits."""
    if not unit:
        return Message("{value}", {"value": round_significant(value, 6)})
    return Message(f"{{value}}{NO_BREAK}{{unit}}", {"value": round_significant(value, 6), "unit": Message(unit)})


def _text(text: str) -> Message:
    line = " ".join(text.split())
    return Message("{value}", {"value": line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"})
