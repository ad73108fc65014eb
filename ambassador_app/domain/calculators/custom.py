"""A measure of any kind, given by its energy use before and after."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.declaration import Calculator, Number, Text, digits
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import ITEM_NAMES, ITEM_UNITS, Carrier, Stream
from ambassador_app.errors import InputMissing
from ambassador_app.i18n import N_, Exact, Message

_LABELS: Final = {
    Carrier.ELECTRICITY: (N_("Electricity today"), N_("Electricity afterwards")),
    Carrier.DISTRICT_HEATING: (N_("District heating today"), N_("District heating afterwards")),
    Carrier.NATURAL_GAS: (N_("Natural gas today"), N_("Natural gas afterwards")),
    Carrier.GAS_OIL: (N_("Gas oil today"), N_("Gas oil afterwards")),
    Carrier.FUEL_OIL: (N_("Fuel oil today"), N_("Fuel oil afterwards")),
    Carrier.LPG: (N_("LPG today"), N_("LPG afterwards")),
    Carrier.WOOD_PELLETS: (N_("Wood pellets today"), N_("Wood pellets afterwards")),
    Carrier.WOOD_CHIPS: (N_("Wood chips today"), N_("Wood chips afterwards")),
    Carrier.STRAW: (N_("Straw today"), N_("Straw afterwards")),
    Carrier.BIOGAS: (N_("Biogas today"), N_("Biogas afterwards")),
}
_BEFORE_HELP: Final = N_("kWh a year that the measure concerns, before it. From a meter, a bill or an estimate.")
_AFTER_HELP: Final = N_("kWh a year for the same thing when the measure is done.")


def custom(values: Values, _factors: FactorSet) -> Saving:
    """Saved = before - after for each carrier; water and other savings as given.

    Raises InputMissing where no figure is given at all: a measure without figures has no assessment.
    """
    energy: dict[Carrier, float] = {}
    steps: list[Message] = []
    warnings: list[Message] = []
    for carrier in Carrier:
        names = (f"before.{carrier.value}", f"after.{carrier.value}")
        if not any(map(values.has, names)):
            continue
        before, after = (values.number(name) if values.has(name) else 0.0 for name in names)
        energy[carrier] = before - after
        steps.append(_step(carrier, before, after))
        if not values.has(names[1]) and before:
            warnings.append(
                Message(
                    N_("No use of {item} afterwards is given: all of it counts as saved."),
                    {"item": Message(ITEM_NAMES[carrier])},
                )
            )
    streams = {stream: values.number(name) for stream, name in _STREAMS.items() if values.has(name)}
    if not (energy or streams or values.has("other_saving_dkk")):
        first = _LABELS[Carrier.ELECTRICITY][0]
        raise InputMissing(input=f"before.{Carrier.ELECTRICITY.value}", label=Message(first))
    for stream, amount in streams.items():
        unit = Message(ITEM_UNITS[stream])
        text = N_("Saved {item} as given: {result} {unit}")
        steps.append(Message(text, {"item": Message(ITEM_NAMES[stream]), "result": Exact(amount), "unit": unit}))
    return Saving(
        energy,
        streams=streams,
        other_dkk=values.number_or("other_saving_dkk", 0.0),
        steps=tuple(steps),
        warnings=tuple(warnings),
    )


_STREAMS: Final = {Stream.WATER: "water_m3", Stream.DIESEL: "diesel_l", Stream.PETROL: "petrol_l"}


def _step(carrier: Carrier, before: float, after: float) -> Message:
    return Message(
        N_("Saved {item} = before − after = {before} kWh − {after} kWh = {result} kWh"),
        {
            "item": Message(ITEM_NAMES[carrier]),
            "before": Exact(before),
            "after": Exact(after),
            "result": digits(before - after),
        },
    )


def _use(carrier: Carrier) -> tuple[Number, Number]:
    before, after = _LABELS[carrier]
    unit = N_("kWh/yr")
    return (
        Number(name=f"before.{carrier.value}", label=before, help=_BEFORE_HELP, unit=unit, high=1e10, required=False),
        Number(name=f"after.{carrier.value}", label=after, help=_AFTER_HELP, unit=unit, high=1e10, required=False),
    )


def _litres(name: str, label: str) -> Number:
    return Number(
        name=name,
        label=label,
        help=N_("Litres saved in a year, as by calmer driving; negative if the measure uses more."),
        unit=N_("l/yr"),
        low=-1e8,
        high=1e8,
        required=False,
    )


CUSTOM: Final = Calculator(
    id="custom",
    title=N_("Other measure"),
    area="other",
    lifetime="other",
    compute=custom,
    sources=N_("Difference of two figures that are given"),
    note=N_("The figures are as good as their source: write in the remarks where they come from."),
    inputs=(
        *(entry for carrier in Carrier for entry in _use(carrier)),
        Number(
            name="water_m3",
            label=N_("Water saved"),
            help=N_("m³ of water saved in a year; negative if the measure uses more."),
            unit=N_("m³/yr"),
            low=-1e8,
            high=1e8,
            required=False,
        ),
        _litres("diesel_l", N_("Diesel saved")),
        _litres("petrol_l", N_("Petrol saved")),
        Number(
            name="other_saving_dkk",
            label=N_("Other saving"),
            help=N_("Money saved each year besides energy and water, such as maintenance. Negative for a new expense."),
            unit=N_("DKK/yr"),
            low=-1e9,
            high=1e9,
            required=False,
        ),
        Text(
            name="remarks",
            label=N_("Remarks"),
            help=N_("Where the figures come from, and what was assumed."),
            required=False,
        ),
    ),
)

CALCULATORS: Final = (CUSTOM,)
