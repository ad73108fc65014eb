"""A small form for the tests of checklists: lamps, a room that repeats, and sums over it."""

from __future__ import annotations

from datetime import date

from ambassador_app.domain.checklist import Checklist, Choice, ChoiceList, Localised, Question, QuestionKind, Section

DAY = date(2026, 1, 8)
LAMPS = (
    Choice("t8", Localised.of(da="T8-rør", en="T8 tubes"), measure="led", columns=(("old", "yes"),)),
    Choice("led", Localised.of(da="LED", en="LED"), columns=(("old", "no"),)),
)


def question(name: str, kind: QuestionKind, **parts: object) -> Question:
    """Give a question of the area."""
    return Question(name, f"/data/area/{name}", kind, **parts)  # type: ignore[arg-type]


def form(*items: Question | Section, lists: tuple[ChoiceList, ...] = ()) -> Checklist:
    """Give a checklist with one area."""
    area = Section("/data/area", "area", Localised.of(da="Område", en="Area"), items=items)
    return Checklist("form", "1", Localised.of(da="Skema", en="Form"), ("da", "en"), (area,), lists)


def lamps() -> Checklist:
    """Give the form: lamp kind, count when it is T8, watts together, and rooms with areas."""
    kind = QuestionKind
    lamp = question("lamp", kind.SELECT_MULTIPLE, choices=LAMPS, list_name="lamps", required="true()")
    count = question(
        "count",
        kind.INTEGER,
        relevant="selected(/data/area/lamp, 't8')",
        required="true()",
        constraint=". > 0 and . < 1000",
        most=500.0,
        fills=("led.count_old",),
        code="LY1",
    )
    watts = question("watts", kind.CALCULATE, calculation="coalesce(/data/area/count, 0) * 58", fills=("led.watts",))
    room = Section(
        "/data/area/room",
        "room",
        repeats=True,
        items=(
            Question("size", "/data/area/room/size", kind.DECIMAL, default="10"),
            Question("place", "/data/area/room/place", kind.CALCULATE, calculation="position(..)"),
            Question("dark", "/data/area/room/dark", kind.CALCULATE, calculation="../size > 100", measure="light"),
        ),
    )
    total = question("total", kind.CALCULATE, calculation="sum(/data/area/room/size)")
    lists = (ChoiceList("lamps", LAMPS),)
    return form(lamp, count, watts, room, total, lists=lists)
