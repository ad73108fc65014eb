"""Motors, fans and pumps: speed control, motor class, circulation pumps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ambassador_app.domain.calculators.common import electricity, hours_input, numbers, power_input, share_input
from ambassador_app.domain.calculators.declaration import (
    Alternatives,
    Calculator,
    Choice,
    Default,
    Group,
    Number,
    Option,
    Profile,
    digits,
    fine,
)
from ambassador_app.domain.calculators.place import Place, electric_use
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import ProfilePoints, Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Exact, Message

# Efficiency at 4 poles, 50 Hz by rated kW: IE1, IE2, IE3 (IEC 60034-30, Siemens' table).
IE_TABLE: Final = (
    (0.75, 0.721, 0.796, 0.825),
    (1.1, 0.750, 0.814, 0.841),
    (1.5, 0.772, 0.828, 0.853),
    (2.2, 0.797, 0.843, 0.867),
    (3.0, 0.815, 0.855, 0.877),
    (4.0, 0.831, 0.866, 0.886),
    (5.5, 0.847, 0.877, 0.896),
    (7.5, 0.860, 0.887, 0.904),
    (11.0, 0.876, 0.898, 0.914),
    (15.0, 0.887, 0.906, 0.921),
    (18.5, 0.893, 0.912, 0.926),
    (22.0, 0.899, 0.916, 0.930),
    (30.0, 0.907, 0.923, 0.936),
    (37.0, 0.912, 0.927, 0.939),
    (45.0, 0.917, 0.931, 0.942),
    (55.0, 0.921, 0.935, 0.946),
    (75.0, 0.927, 0.940, 0.950),
)
_CLASSES: Final = ("IE1", "IE2", "IE3")


def variable_speed(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = P h (base - sum of t q^n / efficiency); base 1, or 0.4 + 0.6 q behind a throttle (a guess)."""
    points = values.profile("profile")
    exponent, drive = values.number("exponent"), values.number("vsd_efficiency")
    throttled = values.choice("baseline") == "throttle"
    base = _throttled(points) if throttled else math.fsum(share for share, _ in points)
    relative = math.fsum(share * flow**exponent for share, flow in points) / drive
    saved = values.number("power_kw") * values.number("hours") * (base - relative)
    today = N_("Power today = Σ time share × (0.4 + 0.6 × flow) = {sum} = {result} of full power")
    constant = N_("Power today = Σ time share = {sum} = {result} of full power")
    steps = (
        Message(
            today if throttled else constant,
            {"sum": _sum(points, _THROTTLED if throttled else "{share}", **_THROTTLE), "result": fine(base)},
        ),
        Message(
            N_("Power afterwards = Σ time share × flow^{exponent} / η = ({sum}) / {vsd_efficiency} = {result}"),
            {
                **numbers(values, "exponent", "vsd_efficiency"),
                "sum": _sum(points, "{share} × {flow}^{exponent}", exponent=Exact(exponent)),
                "result": fine(relative),
            },
        ),
        Message(
            N_(
                "Saved electricity = power × hours × (today − afterwards) = {power_kw} kW × {hours} h × "
                "({base} − {relative}) = {result} kWh"
            ),
            {
                **numbers(values, "power_kw", "hours"),
                "base": fine(base),
                "relative": fine(relative),
                "result": digits(saved),
            },
        ),
    )
    return electricity(saved, *steps)


# Numbers only, no words to translate.
_THROTTLED: Final = "{share} × ({least} + {more} × {flow})"
_THROTTLE: Final = {"least": Exact(0.4), "more": Exact(0.6)}


def _sum(points: ProfilePoints, pattern: str, **values: object) -> Message:
    """Write one term a point; numbers in the reader's language, no words."""
    terms = {
        f"term{index}": Message(pattern, {"share": Exact(share), "flow": Exact(flow), **values})
        for index, (share, flow) in enumerate(points)
    }
    return Message(" + ".join(f"{{{name}}}" for name in terms), terms)


def _throttled(points: ProfilePoints) -> float:
    return math.fsum(share * (0.4 + 0.6 * flow) for share, flow in points)


def motor_class(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = shaft kW x load x hours x (1/old - 1/new efficiency)."""
    old, new = _efficiencies(values)
    power, load, hours = (values.number(name) for name in ("shaft_power_kw", "load_factor", "hours"))
    saved = power * load * hours * (1 / old - 1 / new)
    step = Message(
        N_(
            "Saved electricity = shaft power × load × hours × (1/η old − 1/η new) = {shaft_power_kw} kW × "
            "{load_factor} × {hours} h × (1/{old} − 1/{new}) = {result} kWh"
        ),
        {
            **numbers(values, "shaft_power_kw", "load_factor", "hours"),
            "old": fine(old),
            "new": fine(new),
            "result": digits(saved),
        },
    )
    return Saving(
        {Carrier.ELECTRICITY: saved}, steps=(*_looked_up(values, old, new), step), warnings=tuple(_beyond(values))
    )


def _looked_up(values: Values, old: float, new: float) -> tuple[Message, ...]:
    if values.has("efficiency_old"):
        return ()
    text = N_("Efficiency of {old_class} and {new_class} at {power} kW, 4 poles (IEC 60034-30): {old} and {new}")
    classes = {"old_class": values.choice("ie_class_old"), "new_class": values.choice("ie_class_new")}
    power = Exact(values.number("shaft_power_kw"))
    return (Message(text, {**classes, "power": power, "old": fine(old), "new": fine(new)}),)


def _beyond(values: Values) -> Iterator[Message]:
    """Warn where the table of classes ends and its end value is held."""
    low, high = IE_TABLE[0][0], IE_TABLE[-1][0]
    if not values.has("efficiency_old") and not low <= values.number("shaft_power_kw") <= high:
        yield Message(
            N_("The table of classes covers {low} to {high} kW: its end value is used. Take the data sheet's instead."),
            {"low": Exact(low), "high": Exact(high)},
        )


def _efficiencies(values: Values) -> tuple[float, float]:
    if values.has("efficiency_old"):
        return values.number("efficiency_old"), values.number("efficiency_new")
    power = values.number("shaft_power_kw")
    return (
        ie_efficiency(values.choice("ie_class_old"), power),
        ie_efficiency(values.choice("ie_class_new"), power),
    )


def ie_efficiency(ie_class: str, power_kw: float) -> float:
    """Look up the efficiency of a 4-pole motor, linear between the rated sizes, the ends held (0.75 and 75 kW)."""
    column = _CLASSES.index(ie_class) + 1
    sizes = [(row[0], row[column]) for row in IE_TABLE]
    if power_kw <= sizes[0][0]:
        return sizes[0][1]
    for (below, low), (above, high) in pairwise(sizes):
        if power_kw <= above:
            return low + (high - low) * (power_kw - below) / (above - below)
    return sizes[-1][1]


def pump(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = (W h before - W h after) / 1000."""
    before = values.number("power_old_w") * values.number("hours_old")
    after = values.number("power_new_w") * values.number("hours_new")
    saved = (before - after) / 1000
    step = Message(
        N_(
            "Saved electricity = (watts × hours before − after) / 1000 = ({power_old_w} W × {hours_old} h − "
            "{power_new_w} W × {hours_new} h) / 1000 = {result} kWh"
        ),
        {**numbers(values, "power_old_w", "hours_old", "power_new_w", "hours_new"), "result": digits(saved)},
    )
    return electricity(saved, step)


def _efficiency(name: str, label: str) -> Number:
    return Number(
        name=name,
        label=label,
        help=N_("From the nameplate (η or eff.) or the data sheet, at full load."),
        low=0.3,
        high=0.99,
        sane_low=0.6,
        sane_high=0.97,
        percent=True,
    )


def _ie_class(name: str, label: str) -> Choice:
    return Choice(
        name=name,
        label=label,
        help=N_("The class is on the nameplate of motors made after 2009. An old motor is IE1 or worse."),
        options=tuple(Option(value, value) for value in _CLASSES),
    )


def _watts(name: str, label: str, explained: str) -> Number:
    return Number(name=name, label=label, help=explained, unit="W", high=100_000, sane_low=3, sane_high=5000)


def _driven(values: Values) -> dict[Carrier, float]:
    """Give the use before speed control: kW x hours x the share of full power that is drawn today."""
    points = values.profile("profile")
    base = _throttled(points) if values.choice("baseline") == "throttle" else 1.0
    return {Carrier.ELECTRICITY: values.number("power_kw") * values.number("hours") * base}


def _turned(values: Values) -> dict[Carrier, float]:
    """Give the use of the old motor: shaft kW x load x hours / old efficiency."""
    work = values.number("shaft_power_kw") * values.number("load_factor") * values.number("hours")
    return {Carrier.ELECTRICITY: work / _efficiencies(values)[0]}


VARIABLE_SPEED_DRIVE: Final = Calculator(
    id="variable_speed_drive",
    title=N_("Speed control of a fan or pump"),
    area="motors",
    lifetime="motors",
    place=Place(Stage.CONTROL, System.MOTORS, before=_driven),
    compute=variable_speed,
    sources=N_(
        "Affinity laws with exponent 2.5 (MEASUR, US Department of Energy); throttled power 0.4 + 0.6 × flow is a guess"
    ),
    note=N_("Pays where the need varies and the flow is throttled, by-passed or simply too large today."),
    inputs=(
        power_input(
            "power_kw", N_("Power at full flow"), N_("Electrical power of the motor when it runs at full flow.")
        ),
        hours_input("hours", N_("Running hours"), N_("Hours a year that the fan or pump runs.")),
        Profile(
            name="profile",
            label=N_("How much flow is needed, and how often"),
            help=N_("Shares of the running time with the flow that is needed then, as shares of the full flow."),
            sane_low=0.2,
        ),
        Number(
            name="exponent",
            label=N_("Exponent of the power curve"),
            help=N_("3 in theory, 2 when much is lifted. Leave the standard value unless an adviser says otherwise."),
            low=1,
            high=3.5,
            sane_low=2,
            sane_high=3,
            default=Default(2.5, N_("MEASUR, US Department of Energy"), quality=DataQuality.B),
        ),
        Number(
            name="vsd_efficiency",
            label=N_("Efficiency of the speed control"),
            help=N_("A little is lost in the electronics. Leave the standard value."),
            low=0.5,
            high=1,
            sane_low=0.95,
            sane_high=0.98,
            percent=True,
            default=Default(0.97, N_("MEASUR, US Department of Energy"), quality=DataQuality.B),
        ),
        Choice(
            name="baseline",
            label=N_("Regulation today"),
            help=N_("Does the motor take full power all the time, or does a damper or valve throttle the flow?"),
            options=(
                Option("constant", N_("full power all the time")),
                Option("throttle", N_("damper or valve")),
            ),
            default=Default("constant", quality=DataQuality.B),
        ),
    ),
)

MOTOR_EFFICIENCY: Final = Calculator(
    id="motor_efficiency",
    title=N_("More efficient motor"),
    area="motors",
    lifetime="motors",
    place=Place(Stage.DEMAND, System.MOTORS, before=_turned),
    compute=motor_class,
    sources=N_("Energy balance; IEC 60034-30, 4 poles, 50 Hz (Siemens' table)"),
    note=N_(
        "Pays when a motor runs most of the year or must be replaced anyway. In the EU new motors must be IE3 (0.75 to "
        "1,000 kW, since July 2021), those of 75 to 200 kW IE4 (since July 2023)."
    ),
    inputs=(
        power_input("shaft_power_kw", N_("Rated power of the motor"), N_("kW on the nameplate.")),
        share_input(
            "load_factor",
            N_("Load of the motor"),
            N_("How hard it works on average, as a share of the rated power."),
            sane=(0.2, 1.0),
            default=Default(0.75, N_("usual load of a motor")),
        ),
        hours_input("hours", N_("Running hours"), N_("Hours a year that the motor runs.")),
        Alternatives(
            N_("How efficient are the motors?"),
            (
                Group(
                    "efficiency",
                    N_("The efficiencies are known"),
                    (
                        _efficiency("efficiency_old", N_("Efficiency today")),
                        _efficiency("efficiency_new", N_("Efficiency afterwards")),
                    ),
                ),
                Group(
                    "ie_class",
                    N_("The classes are known"),
                    (
                        _ie_class("ie_class_old", N_("Class today")),
                        _ie_class("ie_class_new", N_("Class afterwards")),
                    ),
                ),
            ),
        ),
    ),
)

CIRCULATION_PUMP: Final = Calculator(
    id="circulation_pump",
    title=N_("New circulation pump"),
    area="heating",
    lifetime="motors",
    place=Place(Stage.DEMAND, System.PUMPS, before=electric_use("power_old_w", "hours_old", scale=1e-3)),
    compute=pump,
    sources=N_("Energy balance"),
    note=N_("A new pump regulates itself and can stand still in summer."),
    inputs=(
        _watts(
            "power_old_w",
            N_("Power today"),
            N_("Watts on the pump; an old one shows a step switch with watts for each step."),
        ),
        hours_input("hours_old", N_("Running hours today"), N_("Hours a year. Running day and night is 8,760.")),
        _watts(
            "power_new_w", N_("Power afterwards"), N_("Average watts of the new pump, from its label or data sheet.")
        ),
        hours_input(
            "hours_new",
            N_("Running hours afterwards"),
            N_("About 6,000 if the pump stops outside the heating season."),
        ),
    ),
)

CALCULATORS: Final = (VARIABLE_SPEED_DRIVE, MOTOR_EFFICIENCY, CIRCULATION_PUMP)
