"""A row of a consultant's list as a measure: energy before and after, costs, and where our figures differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import Carrier, DataQuality, round_significant
from ambassador_app.domain.visit import Visit
from ambassador_app.exchange.measure_fields import FIELDS
from ambassador_app.exchange.measure_sheet import TOLD_ONLY, Proposal, Told
from ambassador_app.exchange.row_remarks import Remark, Remarks, Unreadable
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.services.measure_changes import amount
from ambassador_app.services.measure_import_plan import Difference
from ambassador_app.wording import LABEL

NOTABLE: Final = 0.05
"""A figure of the file that is off ours by more than this share is worth saying."""

_BESIDES: Final = {
    "water": "water_m3",
    "diesel": "diesel_l",
    "petrol": "petrol_l",
    "other_saving": "other_saving_dkk",
}
"""Inputs of `custom` that a figure fills as it is."""

HeatingValue = Callable[[Carrier, str], float | None]
"""Gives the kWh in one unit (`m3`, `l`, `kg`) of a carrier, or None where it is not known."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row says in the terms of a measure; a field that is absent is not told."""

    proposal: Proposal
    inputs: Mapping[str, object]
    fields: Mapping[str, Any]
    remarks: tuple[Remark, ...]


def draft_of(found: Proposal, heating_value: HeatingValue) -> Draft:
    """Turn a row into inputs of `custom` and costs. Raises Unreadable."""
    remarks = Remarks()
    inputs: dict[str, object] = {}
    for carrier, use in _use_by_carrier(found, heating_value).items():
        inputs |= _before_and_after(carrier, use, remarks)
    inputs |= {name: found.figures[field].value for field, name in _BESIDES.items() if field in found.figures}
    if not inputs and "cost_saving" in found.figures:
        inputs["other_saving_dkk"] = found.figures["cost_saving"].value
        remarks.note(N_("Only money is told, no energy: it counts as another saving, without CO₂e."))
    return Draft(found, inputs, _fields(found), (*found.remarks, *remarks.all()))


def _use_by_carrier(found: Proposal, heating_value: HeatingValue) -> dict[Carrier, dict[str, float]]:
    """Gather before, after and saving, in kWh, for each carrier. Raises Unreadable."""
    uses: dict[Carrier, dict[str, float]] = {}
    for key, told in found.figures.items():
        kind = key.partition(".")[0]
        carrier = FIELDS[key].carrier or found.carrier
        if kind in ("saving", "before", "after") and carrier is not None:
            uses.setdefault(carrier, {})[kind] = _kwh(told, carrier, heating_value)
    return uses


def _kwh(told: Told, carrier: Carrier, heating_value: HeatingValue) -> float:
    if not told.unit:
        return told.value
    scale, unit = (1000.0, "kg") if told.unit == "t" else (1.0, told.unit)
    kwh = heating_value(carrier, unit)
    if kwh is None:
        values = {"unit": told.unit, "fuel": Message(LABEL[carrier])}
        raise Unreadable(Message(N_("{fuel} is not counted in {unit}: its heating value is not known."), values))
    return told.value * scale * kwh


def _before_and_after(carrier: Carrier, use: Mapping[str, float], remarks: Remarks) -> dict[str, object]:
    """Give use before and after; a saving alone is a use that goes away, a negative one a use that comes."""
    before, after, saving = (use.get(kind) for kind in ("before", "after", "saving"))
    if before is not None and after is not None and saving is not None and not _is_near(before - after, saving):
        remarks.doubt(N_("The saving told is not the use before less the use afterwards; the uses are taken."))
    if saving is None and (before is None or after is None):
        remarks.doubt(N_("Energy use is told only before or only afterwards: that is no saving, and it is left out."))
        return {}
    if before is None:
        before = (after + saving if after is not None else max(saving, 0.0)) if saving is not None else 0.0
    if after is None:
        after = before - saving if saving is not None and before >= saving else max(-(saving or 0.0), 0.0)
        if saving is not None and saving > before:
            remarks.doubt(N_("More is saved than was used before."))
    return {f"before.{carrier.value}": before, f"after.{carrier.value}": after}


def _fields(found: Proposal) -> dict[str, Any]:
    fields: dict[str, Any] = {key: text for key, text in found.texts.items() if text}
    if found.deadline is not None:
        fields["deadline"] = found.deadline
    if "investment" in found.figures:
        fields["investment_dkk"] = found.figures["investment"].value
    if "lifetime" in found.figures:
        fields["lifetime_years"] = found.figures["lifetime"].value
    subsidy = found.figures.get("subsidy")
    if subsidy is not None and subsidy.unit == "%":
        if "investment_dkk" not in fields:
            raise Unreadable(Message(N_("The subsidy is a share of an investment that is not told.")))
        fields["subsidy_dkk"] = subsidy.value * fields["investment_dkk"]
    elif subsidy is not None:
        fields["subsidy_dkk"] = subsidy.value
    return fields


# -- new, or laid over what is here -------------------------------------------------------------------------------
def new_measure(draft: Draft, visit: Visit, identifier: MeasureId, *, order: int, at: datetime, source: str) -> Measure:
    """Make the measure of a row; it has no figures yet."""
    return Measure(
        id=identifier,
        visit_id=visit.id,
        site_id=visit.site_id,
        title=draft.proposal.title,
        calculator="custom",
        area=draft.proposal.area,
        inputs=draft.inputs,
        quality=DataQuality.B,
        price_source=source,
        order=order,
        at=at,
        **draft.fields,
    )


def laid_over(old: Measure, draft: Draft, source: str) -> tuple[Measure, tuple[Remark, ...]]:
    """Lay what a row tells over the measure it is about; what it does not tell stays, and so do the inputs of a
    measure that another calculator computes.
    """
    remarks = list(draft.remarks)
    told = {key: value for key, value in draft.fields.items() if not _says(getattr(old, key), value)}
    if old.calculator == "custom":
        told["inputs"] = {**old.inputs, **{k: v for k, v in draft.inputs.items() if not _says(old.inputs.get(k), v)}}
    elif draft.inputs:
        remarks.append(Remark(Message(N_("It is computed from inputs of its own; the energy figures told are left."))))
    changed = replace(old, **told).without_stale_guesses(old) if told else old
    if changed != old and ({"investment_dkk", "subsidy_dkk"} & told.keys()):
        changed = replace(changed, price_source=source)
    return changed, tuple(remarks)


def _says(old: object, new: object) -> bool:
    """Whether what is here says the same already: spacing, and digits beyond what a file carries, are no change."""
    if isinstance(old, int | float) and isinstance(new, int | float):
        return _is_near(float(old), float(new), 1e-9)
    if isinstance(old, str) and isinstance(new, str):
        return old.split() == new.split()
    return old == new


def _is_near(one: float, other: float, share: float = 0.01) -> bool:
    return abs(one - other) <= share * max(abs(one), abs(other))


# -- the file's own results ---------------------------------------------------------------------------------------
def differences_of(found: Proposal, measure: Measure) -> tuple[Difference, ...]:
    """Compare what the file says of payback, money and CO2e with what is computed here."""
    told = {key: one.value for key, one in found.figures.items() if key in TOLD_ONLY}
    if not told or measure.assessment is None:
        return ()
    return tuple(_differences(told, Assessment.from_json(measure.assessment)))


def _differences(told: Mapping[str, float], ours: Assessment) -> Iterator[Difference]:
    rows: tuple[tuple[str, float | Payback, str], ...] = (
        ("cost_saving", ours.cost_saving_dkk, N_("DKK/yr")),
        ("co2e", ours.co2e_kg, N_("kg/yr")),
        ("payback", ours.economics.simple_payback, N_("years")),
    )
    for key, value, unit in rows:
        if key not in told or value is Payback.UNKNOWN:
            continue
        if isinstance(value, Payback):
            yield Difference(FIELDS[key].label, _rounded(told[key], unit), Message(LABEL[value]))
        elif not _is_near(told[key], value, NOTABLE):
            yield Difference(FIELDS[key].label, _rounded(told[key], unit), _rounded(value, unit))


def _rounded(value: float, unit: str) -> Message:
    return amount(round_significant(value, 3), unit)


def noted(measure: Measure, differences: tuple[Difference, ...], source: str, words: Translator) -> Measure:
    """Keep in the internal note where the file's figures differ from ours, in the visit's language; once."""
    if not differences:
        return measure
    text = N_("According to “{file}”: {field} {told}; here: {ours}.")
    lines = (words.tr(text, file=source, field=one.label, told=one.told, ours=one.ours) for one in differences)
    fresh = [line for line in lines if line not in measure.internal_note]
    return replace(measure, internal_note="\n".join(part for part in (measure.internal_note, *fresh) if part))
