"""Questions, spreads and sources that several quick estimates share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.calculators.values import Value
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier
from ambassador_app.domain.quick_estimates.declaration import Assumed, Cost, Pick, Question, Spread, exactly
from ambassador_app.i18n import N_

OWN: Final = N_("our own assumption from what was seen, to be confirmed")
COST: Final = N_("our own assumption of a usual cost, to be confirmed by an offer")

ASK_CARETAKER: Final = N_("The caretaker, or whoever opens and closes: when it is switched on and off.")
ASK_NAMEPLATE: Final = N_("The nameplate on the machine; take a photo of it.")
ASK_SUPPLIER: Final = N_("The supplier, or the firm that services it.")
ASK_CRAFTSMAN: Final = N_("The craftsman who makes the offer.")
ASK_BILL: Final = N_("The yearly bill, or the supplier's customer page.")
ASK_DRAWINGS: Final = N_("Drawings, the building register (BBR), or a tape measure.")
ASK_MANAGER: Final = N_("The manager of the place.")


def pick(
    pick_id: str, label: str, *, source: str = OWN, cost: Cost | None = None, **guesses: Spread | tuple[Value, ...]
) -> Pick:
    """Declare an answer; a guess may be written as (low, likely, high)."""
    found: Mapping[str, Spread] = {
        name: guess if isinstance(guess, Spread) else Spread(*guess) for name, guess in guesses.items()
    }
    return Pick(pick_id, label, found, source, cost)


def one_pick(pick_id: str, label: str, name: str, guess: Spread | tuple[Value, ...]) -> Pick:
    """Declare an answer that settles the one input called `name`."""
    return Pick(pick_id, label, {name: guess if isinstance(guess, Spread) else Spread(*guess)}, OWN)


def assume(low: Value, likely: Value, high: Value, source: str = OWN) -> Assumed:
    """Declare what no question settles."""
    return Assumed(Spread(low, likely, high), source)


def cost(
    *,
    fixed: tuple[float, float, float] | None = None,
    each: tuple[float, float, float] | None = None,
    per: str = "",
    where: Mapping[str, Value] | None = None,
    source: str = COST,
) -> Cost:
    """Declare a usual cost in DKK without VAT."""
    none = exactly(0.0)
    return Cost(source, Spread(*fixed) if fixed else none, Spread(*each) if each else none, per, where or {})


HEATED_WITH: Final = (
    Carrier.DISTRICT_HEATING,
    Carrier.NATURAL_GAS,
    Carrier.GAS_OIL,
    Carrier.WOOD_PELLETS,
    Carrier.ELECTRICITY,
)


def heating_question(carriers: tuple[Carrier, ...] = HEATED_WITH) -> Question:
    """Ask what the building is heated with: nothing about the answer is a guess."""
    return Question(
        "heating",
        N_("What is it heated with?"),
        N_("Look in the boiler room or on the bill."),
        tuple(pick(one.value, ITEM_NAMES[one], heating_carrier=exactly(one.value)) for one in carriers),
    )


def running_question(name: str, label: str, explained: str) -> Question:
    """Ask how long a machine runs: hours a year."""
    return Question(
        "running",
        label,
        explained,
        (
            one_pick("day", N_("In working hours"), name, (1500.0, 2000.0, 2600.0)),
            one_pick("shifts", N_("Early and late, or two shifts"), name, (3000.0, 4000.0, 5000.0)),
            one_pick("always", N_("Day and night"), name, (8000.0, 8760.0, 8760.0)),
        ),
    )
