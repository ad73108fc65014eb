"""A checklist of 300 questions, 100 rules and 40 rows: one answer in the engine and to the painted card, and opening.

The floor of an answer to the painted card is painting that card alone.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import quantiles

from benchmarks.measuring import Figure, seconds_of
from benchmarks.seeding import FOLDER

DAY = date(2026, 11, 23)
AREAS = 5
PLAIN = 60
"""Questions outside repeats in each area: 300 in all, every third with a rule."""
ROWS = 40
AREA = "/data/area0"


def checklist() -> object:
    """The form that is measured: numbers, choices and texts; sums over the rows; suggestions."""
    from ambassador_app.domain.checklist import Checklist, Localised, Section

    areas = []
    for area in range(AREAS):
        head = f"/data/area{area}"
        items = [_question(head, number) for number in range(PLAIN)]
        if area == 0:
            items.append(_rooms(f"{head}/room"))
            items.append(_sum(head))
        areas.append(Section(head, f"area{area}", Localised.of(en=f"Area {area}"), items=tuple(items)))
    return Checklist("walking", "1", Localised.of(en="Walking"), ("en",), tuple(areas))


def _question(head: str, number: int) -> object:
    from ambassador_app.domain.checklist import Choice, Localised, Question, QuestionKind

    yes = Choice("yes", Localised.of(en="Yes"), measure="led_retrofit")
    yes_no = (yes, Choice("no", Localised.of(en="No")))
    kind = (QuestionKind.SELECT_ONE, QuestionKind.DECIMAL, QuestionKind.TEXT)[number % 3]
    rule = f"{head}/q{number - number % 12} != 'no'" if number % 3 == 1 else ""
    return Question(
        f"q{number}",
        f"{head}/q{number}",
        kind,
        label=Localised.of(en=f"Question {number}, which is long enough to need two lines when narrow?"),
        choices=yes_no if kind is QuestionKind.SELECT_ONE else (),
        relevant=rule,
        required="true()" if number % 10 == 0 else "",
    )


def _rooms(path: str) -> object:
    from ambassador_app.domain.checklist import Localised, Question, QuestionKind, Section

    items = [
        Question("size", f"{path}/size", QuestionKind.DECIMAL, label=Localised.of(en="Size")),
        Question("height", f"{path}/height", QuestionKind.DECIMAL, label=Localised.of(en="Height")),
        Question("use", f"{path}/use", QuestionKind.TEXT, label=Localised.of(en="Use"), relevant=f"{path}/size > 10"),
        Question("volume", f"{path}/volume", QuestionKind.CALCULATE, calculation="../size * ../height"),
    ]
    return Section(path, "room", Localised.of(en="Room"), items=tuple(items), repeats=True)


def _sum(head: str) -> object:
    from ambassador_app.domain.checklist import Question, QuestionKind

    return Question("total", f"{head}/total", QuestionKind.CALCULATE, calculation=f"sum({head}/room/volume)")


def steps() -> list[tuple[str, object]]:
    """Answers of every kind: choices that rules rest on, numbers in rows that a sum rests on, texts."""
    found: list[tuple[str, object]] = []
    for number in range(120):
        row = f"{AREA}/room[r{number % ROWS:02}]"
        found += [
            (f"{AREA}/q{number * 12 % PLAIN}", "no" if number % 2 else "yes"),
            (f"{row}/size", float(number)),
            (f"{AREA}/q{number * 3 % PLAIN + 2 - number * 3 % PLAIN % 3}", f"text {number}"),
            (f"{row}/height", 2.0 + number / 10),
        ]
    return found


def p95(taken: Sequence[float]) -> float:
    """Give what 95 of 100 stay under, in milliseconds."""
    return quantiles(taken, n=20)[-1] * 1000


def figures() -> Iterator[Figure]:
    """Measure the engine, then the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    yield Figure("an answer in the engine, p95 (300 questions)", p95(engine()), None, "ms", "< 5 ms")
    yield from window()


def engine() -> list[float]:
    """Time every answer with relevance, progress and suggestions, as the window asks for them."""
    from ambassador_app.domain.form_state import evaluate

    rows = {f"{AREA}/room": tuple(f"r{number:02}" for number in range(ROWS))}
    state = evaluate(checklist(), {}, DAY, rows=rows)  # type: ignore[arg-type]
    state.progress()
    taken = []
    for path, value in steps():
        start = time.perf_counter()
        state = state.answered(path, value)  # type: ignore[arg-type]
        state.progress()
        _ = state.suggestions
        taken.append(time.perf_counter() - start)
    return taken


def window() -> Iterator[Figure]:
    """Open the visit on a window that paints, answer in it, and type."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    from benchmarks.walking_window import Walk

    folder = FOLDER / "walking"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with Walk(folder, application, checklist(), ROWS) as walk:  # type: ignore[arg-type]
        yield Figure("the visit opened, to its first painted questions", walk.arriving * 1000, None, "ms", "< 300 ms")
        yield Figure("an area with 180 cards, to the first paint", walk.opening * 1000, None, "ms", "< 300 ms")
        yield Figure("longest pause while the rest is built", walk.longest_pause * 1000, None, "ms", "< 50 ms")
        floor = [seconds_of(walk.repaint) for _ in range(50)]
        taken = [walk.answer(path, value) for path, value in steps()]
        yield Figure("an answer to the painted card, p95", p95(taken), p95(floor), "ms", "< 16 ms")
        yield Figure("of it the window's own work, p95", p95(walk.work), None, "ms", "< 16 ms")
        yield Figure("a typed letter to the painted field, p95", p95(walk.typing()), None, "ms", "< 16 ms")
        yield Figure("a frame while scrolling 180 cards, p95", p95(walk.scrolling()), None, "ms", "< 16 ms")
        yield Figure("a row added, to the painted head", walk.adding() * 1000, None, "ms", "< 100 ms")
        yield Figure("longest pause while the store is read again", walk.reading() * 1000, None, "ms", "< 50 ms")
