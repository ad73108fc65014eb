"""The result of a calculation, whole enough to be checked by hand and kept for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Self

from ambassador_app.domain.calculators.declaration import Number, quantity
from ambassador_app.domain.calculators.inputs import Origin
from ambassador_app.domain.calculators.values import ProfilePoints, Value
from ambassador_app.domain.catalogue import Lifetime
from ambassador_app.domain.economics import Economics, Payback
from ambassador_app.domain.factors import UsedFactor, UsedPrice
from ambassador_app.domain.plain import Json, mapping, number, optional_number, sequence
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.errors import InputRefused
from ambassador_app.i18n import N_, Exact, Message

YEARS: Final = N_("years")

COSTING_INPUTS: Final[tuple[Number, ...]] = (
    Number(
        name="investment",
        label=N_("Investment"),
        help=N_("What the measure costs, before any subsidy. Leave it empty until there is an offer or an estimate."),
        unit=N_("DKK"),
        high=1e10,
        required=False,
    ),
    Number(
        name="subsidy",
        label=N_("Subsidy"),
        help=N_("A grant that is promised or can be counted on. Zero if there is none."),
        unit=N_("DKK"),
        high=1e10,
        required=False,
    ),
    Number(
        name="lifetime",
        label=N_("Lifetime"),
        help=N_("How many years the saving lasts. The standard value of the building regulations is filled in."),
        unit=YEARS,
        low=0.1,
        high=100,
        sane_low=1,
        sane_high=40,
        required=False,
    ),
    Number(
        name="rate",
        label=N_("Discount rate"),
        help=N_("The yearly return that the money must give, without inflation."),
        low=-0.5,
        high=1,
        sane_low=0,
        sane_high=0.15,
        percent=True,
        required=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Costing:
    """What is asked about money: DKK (with or without VAT as the prices), years, a fraction a year.

    None is unknown, never nothing. Raises InputRefused for what is outside `COSTING_INPUTS`.
    """

    investment_dkk: float | None = None
    subsidy_dkk: float = 0.0
    lifetime_years: float | None = None
    rate: float = 0.05
    lifetime_source: str = ""

    def __post_init__(self) -> None:
        for declared, value in self.given():
            if not declared.accepts(value):
                raise InputRefused(
                    input=declared.name, value=value, allowed=declared.allowed(), label=Message(declared.label)
                )

    def given(self) -> tuple[tuple[Number, float], ...]:
        """List what is known, each with its declaration."""
        values = (self.investment_dkk, self.subsidy_dkk, self.lifetime_years, self.rate)
        pairs = zip(COSTING_INPUTS, values, strict=True)
        return tuple((declared, value) for declared, value in pairs if value is not None)

    def with_lifetime(self, lifetime: Lifetime) -> Self:
        """Fill the lifetime with a standard one, unless one is given."""
        if self.lifetime_years is not None:
            return self
        return replace(self, lifetime_years=lifetime.years, lifetime_source=lifetime.source)


_GIVEN: Final[Mapping[DataQuality, str]] = {
    DataQuality.A: N_("measured"),
    DataQuality.B: N_("nameplate, bill or stated"),
    DataQuality.C: N_("estimated"),
}
_UNSOURCED: Final[Mapping[Origin, str]] = {
    Origin.DEFAULT: N_("default"),
    Origin.STANDARD: N_("standard value"),
    Origin.ESTIMATE: N_("guess"),
}


@dataclass(frozen=True, slots=True)
class UsedInput:
    """One input as it entered the calculation. `label`, `unit`, `source` and a choice's `value_label` are msgids."""

    name: str
    label: str
    value: Value
    unit: str
    origin: Origin
    source: str
    quality: DataQuality
    percent: bool = False
    value_label: str = ""

    def shown(self) -> Message:
        """Say the value with its unit."""
        match self.value:
            case float():
                return quantity(self.value * 100, "%") if self.percent else quantity(self.value, self.unit)
            case str():
                return Message("{value}", {"value": Message(self.value_label) if self.value_label else self.value})
            case points:
                return _shown_points(points)

    def line(self) -> Message:
        """Say the input in a sentence: value, unit, where the value is from and how well it is known."""
        return Message(
            N_("{input}: {value} ({origin}; quality {quality})"),
            {
                "input": Message(self.label),
                "value": self.shown(),
                "origin": self._from_where(),
                "quality": self.quality.value,
            },
        )

    def _from_where(self) -> Message:
        if self.origin is Origin.GIVEN:
            return Message(_GIVEN[self.quality] if isinstance(self.value, float) else N_("as stated"))
        if not self.source:
            return Message(_UNSOURCED[self.origin])
        text = N_("guess: {source}") if self.origin is Origin.ESTIMATE else N_("standard value: {source}")
        return Message(text, {"source": Message(self.source)})

    def to_json(self) -> dict[str, object]:
        """Give the plain values."""
        value = self.value if isinstance(self.value, float | str) else [list(point) for point in self.value]
        return {
            "name": self.name,
            "label": self.label,
            "value": value,
            "unit": self.unit,
            "origin": self.origin.value,
            "source": self.source,
            "quality": self.quality.value,
            "percent": self.percent,
            "value_label": self.value_label,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read what `to_json` wrote."""
        return cls(
            name=str(data["name"]),
            label=str(data["label"]),
            value=_value_from(data["value"]),
            unit=str(data["unit"]),
            origin=Origin(str(data["origin"])),
            source=str(data["source"]),
            quality=DataQuality(str(data["quality"])),
            percent=data["percent"] is True,
            value_label=str(data["value_label"]),
        )


def _shown_points(points: ProfilePoints) -> Message:
    text = N_("{fraction} % for {share} % of the time")
    terms = {
        f"point{index}": Message(text, {"fraction": Exact(fraction * 100), "share": Exact(share * 100)})
        for index, (share, fraction) in enumerate(points)
    }
    return Message(", ".join(f"{{{name}}}" for name in terms), terms)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a measure saves in a year and what it is worth; unrounded (`round_by_quality` rounds for showing).

    kWh per carrier (negative: more use), kWh sold, m³, l, DKK, kg CO2e. `inputs`, `factors`, `prices` and
    `explanation` let a reader follow every figure by hand.
    """

    calculator_id: str
    year: int
    inputs: tuple[UsedInput, ...]
    savings_kwh: Mapping[Carrier, float]
    electricity_export_kwh: float
    water_m3: float
    diesel_l: float
    petrol_l: float
    other_saving_dkk: float
    cost_saving_dkk: float
    co2e_kg: float
    economics: Economics
    factors: tuple[UsedFactor, ...]
    prices: tuple[UsedPrice, ...]
    explanation: tuple[Message, ...]
    warnings: tuple[Message, ...]
    quality: DataQuality

    def lines(self) -> tuple[Message, ...]:
        """Give all that a reader needs to follow every figure: each input, then the explanation."""
        return (*(entry.line() for entry in self.inputs), *self.explanation)

    def to_json(self) -> dict[str, object]:
        """Give the whole assessment as plain JSON values."""
        return {
            "calculator": self.calculator_id,
            "year": self.year,
            "inputs": [entry.to_json() for entry in self.inputs],
            "savings_kwh": {carrier.value: kwh for carrier, kwh in self.savings_kwh.items()},
            **{name: getattr(self, name) for name in _FIGURES},
            "economics": economics_to_json(self.economics),
            "factors": [factor.to_json() for factor in self.factors],
            "prices": [price.to_json() for price in self.prices],
            "explanation": [message_to_json(line) for line in self.explanation],
            "warnings": [message_to_json(line) for line in self.warnings],
            "quality": self.quality.value,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read what `to_json` wrote. Raises KeyError, ValueError or TypeError for anything else."""
        return cls(
            calculator_id=str(data["calculator"]),
            year=int(number(data["year"])),
            inputs=tuple(UsedInput.from_json(mapping(entry)) for entry in sequence(data["inputs"])),
            savings_kwh=MappingProxyType(
                {Carrier(name): number(kwh) for name, kwh in mapping(data["savings_kwh"]).items()}
            ),
            electricity_export_kwh=number(data["electricity_export_kwh"]),
            water_m3=number(data["water_m3"]),
            diesel_l=number(data["diesel_l"]),
            petrol_l=number(data["petrol_l"]),
            other_saving_dkk=number(data["other_saving_dkk"]),
            cost_saving_dkk=number(data["cost_saving_dkk"]),
            co2e_kg=number(data["co2e_kg"]),
            economics=economics_from_json(mapping(data["economics"])),
            factors=tuple(UsedFactor.from_json(mapping(entry)) for entry in sequence(data["factors"])),
            prices=tuple(UsedPrice.from_json(mapping(entry)) for entry in sequence(data["prices"])),
            explanation=tuple(message_from_json(mapping(line)) for line in sequence(data["explanation"])),
            warnings=tuple(message_from_json(mapping(line)) for line in sequence(data["warnings"])),
            quality=DataQuality(str(data["quality"])),
        )


_FIGURES: Final = (
    "electricity_export_kwh",
    "water_m3",
    "diesel_l",
    "petrol_l",
    "other_saving_dkk",
    "cost_saving_dkk",
    "co2e_kg",
)


def payback_to_json(payback: float | Payback) -> float | str | None:
    """Give years, "none", "immediate", or None while the investment is unknown."""
    if isinstance(payback, Payback):
        return None if payback is Payback.UNKNOWN else payback.value
    return payback


def payback_from_json(value: object) -> float | Payback:
    """Read what `payback_to_json` gave."""
    if value is None:
        return Payback.UNKNOWN
    return Payback(value) if isinstance(value, str) else number(value)


def economics_to_json(economics: Economics) -> dict[str, object]:
    """Give the plain values of the economics."""
    return {
        "investment_dkk": economics.investment_dkk,
        "subsidy_dkk": economics.subsidy_dkk,
        "lifetime_years": economics.lifetime_years,
        "lifetime_source": economics.lifetime_source,
        "rate": economics.rate,
        "simple_payback_years": payback_to_json(economics.simple_payback),
        "profitability_br18": economics.profitability_br18,
        "profitability_br18_with_subsidy": economics.profitability_br18_with_subsidy,
        "profitable_br18": economics.profitable_br18,
        "npv_dkk": economics.npv_dkk,
        "irr": economics.irr,
        "co2_price_dkk_t": economics.co2_price_dkk_t,
    }


def economics_from_json(data: Json) -> Economics:
    """Read what `economics_to_json` wrote."""
    profitable = data["profitable_br18"]
    return Economics(
        investment_dkk=optional_number(data["investment_dkk"]),
        subsidy_dkk=number(data["subsidy_dkk"]),
        lifetime_years=optional_number(data["lifetime_years"]),
        lifetime_source=str(data["lifetime_source"]),
        rate=number(data["rate"]),
        simple_payback=payback_from_json(data["simple_payback_years"]),
        profitability_br18=optional_number(data["profitability_br18"]),
        profitability_br18_with_subsidy=optional_number(data["profitability_br18_with_subsidy"]),
        profitable_br18=None if profitable is None else profitable is True,
        npv_dkk=optional_number(data["npv_dkk"]),
        irr=optional_number(data["irr"]),
        co2_price_dkk_t=optional_number(data["co2_price_dkk_t"]),
    )


def message_to_json(message: Message) -> dict[str, object]:
    """Give a message and those inside it as plain values."""
    return {"text": message.text, "values": {name: _plain(value) for name, value in message.values.items()}}


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return message_to_json(value)
    return float(value) if isinstance(value, Exact) else value


def message_from_json(data: Json) -> Message:
    """Read what `message_to_json` wrote."""
    return Message(str(data["text"]), {name: _shown_from(value) for name, value in mapping(data["values"]).items()})


def _shown_from(value: object) -> object:
    if isinstance(value, Mapping):
        return message_from_json(value)
    return Exact(value) if isinstance(value, float) else value


def _value_from(value: object) -> Value:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return number(value)
    return tuple((number(share), number(part)) for share, part in map(sequence, sequence(value)))
