"""Quick estimate of any other measure: a carrier, roughly how much of it, and roughly how much less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.calculators.values import Value
from ambassador_app.domain.quantities import ITEM_NAMES
from ambassador_app.domain.quick_estimates.common import ASK_BILL, ASK_SUPPLIER, HEATED_WITH, one_pick
from ambassador_app.domain.quick_estimates.declaration import Inputs, Question, QuickEstimate, exactly
from ambassador_app.i18n import N_

_CARRIER, _USE, _SHARE = "carrier", "use_kwh", "share"


def before_and_after(values: Inputs, known: Mapping[str, object]) -> Inputs:
    """Turn a carrier, its use and the share saved into what is used before and after; a use that is known counts."""
    carrier, use, share = (values[name] for name in (_CARRIER, _USE, _SHARE))
    before, after = f"before.{carrier}", f"after.{carrier}"
    real = known.get(before)
    used = real if isinstance(real, int | float) else use
    if not isinstance(used, int | float) or not isinstance(share, int | float):
        raise TypeError(values)
    found: dict[str, Value] = {before: float(used), after: float(used) * (1 - share)}
    return {name: value for name, value in found.items() if name not in known}


CUSTOM: Final = QuickEstimate(
    calculator="custom",
    questions=(
        Question(
            _CARRIER,
            N_("Which energy is it about?"),
            N_("What is saved first of all."),
            tuple(
                one_pick(carrier.value, ITEM_NAMES[carrier], _CARRIER, exactly(carrier.value))
                for carrier in sorted(HEATED_WITH)
            ),
        ),
        Question(
            "use",
            N_("How much of it does the thing use in a year?"),
            N_("A home uses about 4,000 kWh of electricity and 18,000 kWh of heat."),
            (
                one_pick("small", N_("Like a home, about 5,000 kWh"), _USE, (3000.0, 5000.0, 9000.0)),
                one_pick("medium", N_("Like a shop, about 30,000 kWh"), _USE, (15e3, 30e3, 50e3)),
                one_pick("large", N_("Like a factory hall, about 200,000 kWh"), _USE, (100e3, 200e3, 350e3)),
            ),
        ),
        Question(
            "share",
            N_("How much less afterwards?"),
            N_("A cautious guess; the supplier knows better."),
            (
                one_pick("tenth", N_("A little, about a tenth"), _SHARE, (0.05, 0.10, 0.15)),
                one_pick("quarter", N_("About a quarter"), _SHARE, (0.15, 0.25, 0.35)),
                one_pick("half", N_("About half"), _SHARE, (0.35, 0.50, 0.60)),
            ),
        ),
    ),
    ask={
        f"{when}.{carrier.value}": where
        for carrier in HEATED_WITH
        for when, where in (("before", ASK_BILL), ("after", ASK_SUPPLIER))
    },
    derive=before_and_after,
)

QUICK_ESTIMATES: Final = (CUSTOM,)
