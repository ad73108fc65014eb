"""The chosen measures of a visit as one package: counted in sequence, never added up.

Each measure's own figures say what it saves alone. Together they save less, because each step changes what the next
one finds: lamps that use half as much leave half as much for the control, a tighter building needs a smaller heat
pump. `sequence` says how the share of each that counts (0 to 1) is found; the decision record 0011 why.

From the shares follow kWh, DKK, kg CO2e and payback alike. What is not energy bought counts whole (water, fuel of
vehicles, other savings, power sold), unless its measure puts another supply in the place of the old one: then it
counts as far as that does. What the site cannot use of its own production is left out, not sold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.economics import Payback, co2_price, simple_payback
from ambassador_app.domain.effects import Effect, effect_of
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier
from ambassador_app.domain.sequence import Account, Limit, Shares, accounts_of, in_order, shares_of
from ambassador_app.domain.stages import SYSTEM_NAMES, Stage, System
from ambassador_app.i18n import N_, Message

DOUBTFUL_SHARE: Final = 0.5
"""More of a metered carrier is rarely saved: measures interact, and estimates add up (Capehart & Capehart)."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Measures (their ids, in order) that touch the same carrier in the same system."""

    carrier: Carrier
    system: System
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one measure brings to the package, a year: kWh by carrier, DKK, kg CO2e. `share` (0..1) is what counts of
    the energy it saves alone; `limits` say why it is less than 1, `meetings` whom it meets. `co2_price_dkk_t` is its
    yearly cost less its saving per t CO2e (negative: it earns), None where that is not known or no CO2e is saved.
    """

    measure_id: str
    title: str
    stage: Stage
    system: System
    share: float
    savings_kwh: Mapping[Carrier, float]
    cost_saving_dkk: float
    co2e_kg: float
    payback: float | Payback
    co2_price_dkk_t: float | None
    limits: tuple[Limit, ...]
    meetings: tuple[Meeting, ...]
    converts: bool

    @property
    def kwh(self) -> float:
        """All carriers together."""
        return sum(self.savings_kwh.values())

    @property
    def is_in_vain(self) -> bool:
        """Whether it replaces what another measure has replaced already, so that nobody would pay for both."""
        return self.converts and self.share == 0

    @property
    def overlaps(self) -> tuple[str, ...]:
        """The ids of the measures it meets."""
        met = dict.fromkeys(one for meeting in self.meetings for one in meeting.members)
        return tuple(one for one in met if one != self.measure_id)

    def explain(self, named: Callable[[str], str]) -> tuple[Message, ...]:
        """Say whom it meets and how much of it counts and why; `named` gives what a measure is called by its id."""
        return (*self._meetings(named), *map(_limit, self.limits), *self._verdict())

    def _meetings(self, named: Callable[[str], str]) -> Iterator[Message]:
        for meeting in self.meetings:
            others = [named(one) for one in meeting.members if one != self.measure_id]
            yield Message(
                N_("It touches {item} for {system}, as these do: {others}."),
                {**_used_for(meeting.carrier, meeting.system), "others": ", ".join(others)},
            )

    def _verdict(self) -> Iterator[Message]:
        if self.share < 1:
            yield Message(
                N_("In the package, {share} % of what it saves alone counts."), {"share": round(self.share * 100)}
            )
        elif self.meetings:
            yield Message(N_("It counts whole: what it acts on is still there after those before it."))


@dataclass(frozen=True, slots=True)
class Package:
    """All that counts, in the order of counting, and what they come to: kWh by carrier, DKK, kg CO2e a year.

    `capped` names the carriers of which together more would have been saved than is metered; `warnings` say what the
    reader should doubt.
    """

    counted: tuple[Counted, ...]
    savings_kwh: Mapping[Carrier, float]
    cost_saving_dkk: float
    co2e_kg: float
    capped: tuple[Carrier, ...]
    warnings: tuple[Message, ...]

    def of(self, measure_id: str) -> Counted | None:
        """Find what a measure brings; None where it has no figures or does not count."""
        return next((one for one in self.counted if one.measure_id == measure_id), None)

    @property
    def overlapping(self) -> int:
        """How many of them meet another."""
        return sum(1 for one in self.counted if one.meetings)


def package_of(measures: Iterable[Measure], metered: Mapping[Carrier, float] | None = None) -> Package:
    """Count the proposed measures that have figures. `metered` is the site's use by carrier, kWh a year."""
    effects = [found for one in measures if one.is_proposed and (found := effect_of(one)) is not None]
    return package_of_effects(effects, metered or {})


def package_of_effects(effects: Sequence[Effect], metered: Mapping[Carrier, float]) -> Package:
    """Count measures that are read already."""
    shares = shares_of(effects, metered)
    meetings = _meetings(effects)
    ordered = [one for group in in_order(effects) for one in group]
    counted = tuple(_counted(one, shares[one.measure_id], meetings[one.measure_id]) for one in ordered)
    kwh: dict[Carrier, float] = {}
    for carrier in Carrier:
        amounts = [one.savings_kwh[carrier] for one in counted if carrier in one.savings_kwh]
        if amounts:
            kwh[carrier] = math.fsum(amounts)
    capped = _capped(counted)
    return Package(
        counted=counted,
        savings_kwh=kwh,
        cost_saving_dkk=math.fsum(one.cost_saving_dkk for one in counted),
        co2e_kg=math.fsum(one.co2e_kg for one in counted),
        capped=capped,
        warnings=(
            *(_cap_warning(carrier, metered[carrier]) for carrier in capped),
            *_doubts(counted, metered, capped),
            *_in_vain(counted),
        ),
    )


def _counted(one: Effect, shares: Shares, meetings: tuple[Meeting, ...]) -> Counted:
    kwh = {carrier: amount * shares.of(carrier) for carrier, amount in one.kwh.items()}
    lost = {carrier.value: amount - kwh[carrier] for carrier, amount in one.kwh.items()}
    other = 0.0
    if one.place.converts and shares.whole < 1:
        lost |= {stream.value: amount * (1 - shares.whole) for stream, amount in one.streams.items()}
        other = one.other_dkk * (1 - shares.whole)
    saved = one.cost_saving_dkk - other - sum(amount * one.worth_dkk.get(item, 0.0) for item, amount in lost.items())
    co2e = one.co2e_kg - sum(amount * one.worth_kg.get(item, 0.0) for item, amount in lost.items())
    net = None if one.investment_dkk is None else one.investment_dkk - one.subsidy_dkk
    return Counted(
        measure_id=one.measure_id,
        title=one.title,
        stage=one.place.stage,
        system=one.place.system,
        share=shares.whole,
        savings_kwh=kwh,
        cost_saving_dkk=saved,
        co2e_kg=co2e,
        payback=Payback.UNKNOWN if net is None else simple_payback(net, saved),
        co2_price_dkk_t=None
        if net is None or one.lifetime_years is None
        else co2_price(
            net_investment_dkk=net,
            saving_dkk=saved,
            lifetime_years=one.lifetime_years,
            rate=one.rate,
            co2e_kg=co2e,
        ),
        limits=shares.limits,
        meetings=meetings,
        converts=one.place.converts,
    )


def _meetings(effects: Sequence[Effect]) -> dict[str, tuple[Meeting, ...]]:
    """Find who touches the same carrier in the same system."""
    members: dict[Account, list[str]] = {}
    for one in (one for group in in_order(effects) for one in group):
        for carrier in one.systems:
            for account in accounts_of(one, carrier):
                members.setdefault(account, []).append(one.measure_id)
    found: dict[str, list[Meeting]] = {one.measure_id: [] for one in effects}
    for (carrier, system), ids in members.items():
        if len(ids) > 1 and system is not None:
            meeting = Meeting(carrier, system, tuple(ids))
            for measure_id in ids:
                found[measure_id].append(meeting)
    return {measure_id: tuple(those) for measure_id, those in found.items()}


# -- words --------------------------------------------------------------------------------------------------------
def _used_for(carrier: Carrier, system: System) -> dict[str, object]:
    return {"item": Message(ITEM_NAMES[carrier]), "system": Message(SYSTEM_NAMES[system])}


def _limit(limit: Limit) -> Message:
    amounts: dict[str, object] = {"acts_on": round(limit.acts_on_kwh), "left": round(limit.left_kwh)}
    if limit.system is None:
        return Message(
            N_(
                "{acts_on} kWh of {item} a year would be saved at this point, but only {left} kWh of what is metered "
                "are left."
            ),
            {**amounts, "item": Message(ITEM_NAMES[limit.carrier])},
        )
    amounts |= _used_for(limit.carrier, limit.system)
    if limit.assumed:
        return Message(
            N_(
                "What it acts on is not known: it and those like it are taken to share {acts_on} kWh of {item} for "
                "{system} a year, of which {left} kWh are left at this point."
            ),
            amounts,
        )
    return Message(
        N_("It acts on {acts_on} kWh of {item} for {system} a year; the measures before it leave {left} kWh."),
        amounts,
    )


def _capped(counted: Iterable[Counted]) -> tuple[Carrier, ...]:
    cut = {limit.carrier for one in counted for limit in one.limits if limit.system is None}
    return tuple(carrier for carrier in Carrier if carrier in cut)


def _cap_warning(carrier: Carrier, use: float) -> Message:
    return Message(
        N_(
            "The measures would save more {item} than the site uses ({use} kWh a year): no more than that is counted. "
            "Check their figures, and the energy use."
        ),
        {"item": Message(ITEM_NAMES[carrier]), "use": round(use)},
    )


def _doubts(
    counted: Sequence[Counted], metered: Mapping[Carrier, float], capped: Sequence[Carrier]
) -> Iterator[Message]:
    """Doubt more than half of a metered carrier; another supply in its place may well replace all of it."""
    for carrier, use in metered.items():
        saved = math.fsum(one.savings_kwh.get(carrier, 0.0) for one in counted if not one.converts)
        if use > 0 and saved > DOUBTFUL_SHARE * use and carrier not in capped:
            yield Message(
                N_("Together they save {share} % of the {item} used. More than half is rare: check the largest ones."),
                {"item": Message(ITEM_NAMES[carrier]), "share": round(100 * saved / use)},
            )


def _in_vain(counted: Sequence[Counted]) -> Iterator[Message]:
    """Name each measure that replaces a supply which one before it has replaced already."""
    for place, one in enumerate(counted):
        accounts = {(limit.carrier, limit.system) for limit in one.limits}
        if not one.is_in_vain:
            continue
        first = next((other for other in counted[:place] if other.converts and _meets(other, accounts)), None)
        if first is not None:
            yield Message(
                N_(
                    "“{title}” replaces what “{first}” has replaced already, and counts for nothing in the package. "
                    "Choose one of them; if they heat different buildings, note the whole energy use of the site."
                ),
                {"title": one.title, "first": first.title},
            )


def _meets(one: Counted, accounts: set[tuple[Carrier, System | None]]) -> bool:
    return any((meeting.carrier, meeting.system) in accounts for meeting in one.meetings)
