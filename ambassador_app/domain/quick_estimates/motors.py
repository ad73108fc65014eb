"""Quick estimates of motors, fans and pumps."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import (
    ASK_CARETAKER,
    ASK_NAMEPLATE,
    ASK_SUPPLIER,
    assume,
    cost,
    one_pick,
    pick,
    running_question,
)
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate, exactly
from ambassador_app.i18n import N_

_WHEN: Final = N_("When does it run?")
_WHEN_HELP: Final = N_("Ask whether it is switched off at night and at the weekend.")


def _size(name: str) -> Question:
    return Question(
        "size",
        N_("How large is the motor?"),
        N_("The kW stand on the nameplate."),
        (
            one_pick("small", N_("As large as a bucket, about 2 kW"), name, (1.1, 2.2, 3.0)),
            one_pick("medium", N_("As large as a milk churn, about 7 kW"), name, (4.0, 7.5, 11.0)),
            one_pick("large", N_("Larger, about 22 kW"), name, (15.0, 22.0, 37.0)),
        ),
    )


VARIABLE_SPEED_DRIVE: Final = QuickEstimate(
    calculator="variable_speed_drive",
    questions=(
        _size("power_kw"),
        running_question("hours", _WHEN, _WHEN_HELP),
        Question(
            "regulated",
            N_("How is the flow held back today?"),
            N_("Look for a damper or a half-closed valve beside the fan or pump."),
            (
                pick("not", N_("Not at all"), baseline=exactly("constant")),
                pick("throttle", N_("By a damper or valve"), baseline=exactly("throttle")),
            ),
        ),
    ),
    assumed={
        "profile": assume(
            ((0.5, 1.0), (0.5, 0.8)),
            ((0.3, 1.0), (0.4, 0.8), (0.3, 0.6)),
            ((0.2, 1.0), (0.3, 0.7), (0.5, 0.5)),
            N_("a need that varies as usual, our own assumption"),
        )
    },
    cost=cost(fixed=(5000.0, 10_000.0, 15_000.0), each=(1000.0, 1800.0, 3000.0), per="power_kw"),
    ask={"profile": ASK_SUPPLIER, "power_kw": ASK_NAMEPLATE, "hours": ASK_CARETAKER},
)

MOTOR_EFFICIENCY: Final = QuickEstimate(
    calculator="motor_efficiency",
    questions=(
        _size("shaft_power_kw"),
        running_question("hours", _WHEN, _WHEN_HELP),
        Question(
            "age",
            N_("How old is the motor?"),
            N_("The year is on the nameplate, often with the class IE1, IE2 or IE3."),
            (
                pick(
                    "old",
                    N_("From before 2011, or no class on it"),
                    source=N_("classes by the year of making, IEC 60034-30; the new motor is IE3"),
                    ie_class_old=exactly("IE1"),
                    ie_class_new=exactly("IE3"),
                ),
                pick(
                    "newer",
                    N_("From 2011 to 2015, or IE2"),
                    source=N_("classes by the year of making, IEC 60034-30; the new motor is IE3"),
                    ie_class_old=exactly("IE2"),
                    ie_class_new=exactly("IE3"),
                ),
            ),
        ),
    ),
    assumed={"load_factor": assume(0.5, 0.7, 0.9, N_("usual load of 50 to 90 %, our own assumption"))},
    cost=cost(fixed=(1000.0, 2000.0, 4000.0), each=(500.0, 900.0, 1500.0), per="shaft_power_kw"),
    ask={"shaft_power_kw": ASK_NAMEPLATE, "hours": ASK_CARETAKER},
)

_PUMPS: Final = N_("usual old and new pumps, our own assumption")

CIRCULATION_PUMP: Final = QuickEstimate(
    calculator="circulation_pump",
    questions=(
        Question(
            "size",
            N_("What does the pump serve?"),
            N_("The watts are on the pump; an old one has a switch with three steps."),
            (
                pick(
                    "home",
                    N_("A house"),
                    source=_PUMPS,
                    cost=cost(fixed=(2500.0, 4000.0, 6000.0)),
                    power_old_w=(50.0, 75.0, 100.0),
                    power_new_w=(8.0, 15.0, 25.0),
                ),
                pick(
                    "building",
                    N_("A larger building"),
                    source=_PUMPS,
                    cost=cost(fixed=(4000.0, 7000.0, 12_000.0)),
                    power_old_w=(150.0, 250.0, 400.0),
                    power_new_w=(40.0, 80.0, 120.0),
                ),
                pick(
                    "plant",
                    N_("A school or a whole plant"),
                    source=_PUMPS,
                    cost=cost(fixed=(10_000.0, 18_000.0, 30_000.0)),
                    power_old_w=(500.0, 800.0, 1200.0),
                    power_new_w=(150.0, 250.0, 400.0),
                ),
            ),
        ),
        Question(
            "summer",
            N_("Does it run in summer as well?"),
            N_("Feel in July, or ask: many pumps are never switched off."),
            (
                pick(
                    "always",
                    N_("Yes, all year"),
                    hours_old=(8000.0, 8760.0, 8760.0),
                    hours_new=(5500.0, 6000.0, 8000.0),
                ),
                pick(
                    "winter",
                    N_("No, in the heating season"),
                    hours_old=(5000.0, 5500.0, 6500.0),
                    hours_new=(4500.0, 5000.0, 5500.0),
                ),
            ),
        ),
    ),
    ask={"power_old_w": ASK_NAMEPLATE},
)

QUICK_ESTIMATES: Final = (VARIABLE_SPEED_DRIVE, MOTOR_EFFICIENCY, CIRCULATION_PUMP)
