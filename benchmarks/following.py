"""What becomes of 100,000 measures: a page of the list in any order, and what all of it adds up to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.lists import MeasureOrder, MeasureQuery
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.verification import Verification, VerificationMethod
from ambassador_app.domain.visit import Visit
from ambassador_app.services.session import Session
from benchmarks.measuring import Figure, seconds_of
from benchmarks.seeding import FOLDER, profile_with
from tests.builders import profiles_in

COMPANIES, EACH = 1_000, 100
_AREAS = ("lighting", "heating", "ventilation", "compressed_air")
_ROUNDS = 5


def figures() -> Iterator[Figure]:
    """Ask as the screen does; the floor counts the measures alone."""
    session = profiles_in(home_with_measures()).throw_away()
    try:
        follow_up, store = session.follow_up, session._desk.store  # noqa: SLF001 - the floor is below the services
        many = f"{COMPANIES * EACH:,} measures"

        def counted() -> None:
            with store.reader() as reader:
                reader.count(Measure)

        floor = taken(counted)
        for order in (MeasureOrder.NEWEST, MeasureOrder.TITLE, MeasureOrder.SITE, MeasureOrder.KWH):
            query = MeasureQuery(order=order, downwards=True)
            page = taken(lambda query=query: follow_up.page(query))  # type: ignore[misc]
            yield Figure(f"{many}: a page by {order.value}", page, floor, "ms", "≤ 100 ms")
        deep = MeasureQuery(order=MeasureOrder.KWH)
        page = taken(lambda: follow_up.page(deep, offset=50_000))
        yield Figure(f"{many}: a page in the middle", page, floor, "ms", "≤ 100 ms")
        yield Figure(f"{many}: added up", taken(lambda: follow_up.standing(MeasureQuery())), floor, "ms", "≤ 150 ms")
        late = MeasureQuery(overdue_on=date(2026, 6, 1), area="heating")
        yield Figure(f"{many}: overdue heating", taken(lambda: follow_up.page(late)), floor, "ms", "≤ 100 ms")
        yield Figure(f"{many}: Today", taken(session.today), floor, "ms", "≤ 100 ms")
    finally:
        session.close()


def taken(job: Callable[[], object]) -> float:
    """Give the median of some rounds in ms, the first one left out."""
    job()
    return median(seconds_of(job) for _ in range(_ROUNDS)) * 1000


def home_with_measures() -> Path:
    """Give the home folder of a profile with a hundred measures at each of a thousand companies."""
    home = FOLDER / f"home-measures-{COMPANIES * EACH}"
    done = home / "filled"
    if done.exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(profile_with(COMPANIES), home)
    session = profiles_in(home).throw_away()
    try:
        _fill(session)
    finally:
        session.close()
    done.touch()
    return home


def _fill(session: Session) -> None:
    desk = session._desk  # noqa: SLF001 - seeding is below the services
    with desk.store.reader() as reader:
        visits = reader.all(Visit)
    statuses = tuple(MeasureStatus)
    for number, visit in enumerate(visits):
        with desk.deed(Deed.ADD_MEASURE, visit.id) as tx:
            for place in range(EACH):
                tx.save(
                    _measure(MeasureId(desk.new_id()), visit, number * EACH + place, statuses[place % len(statuses)])
                )


def _measure(measure_id: MeasureId, visit: Visit, number: int, status: MeasureStatus) -> Measure:
    kwh = float(number % 9973) + 1
    assessment = {
        "savings_kwh": {"electricity": kwh},
        "cost_saving_dkk": kwh * 1.3,
        "co2e_kg": kwh * 0.1,
        "economics": {"simple_payback_years": number % 20 + 0.5},
        "explanation": ["Det regnede, linje for linje. " * 40],
    }
    found = Verification(
        {Carrier.ELECTRICITY: kwh * 0.8}, kwh, kwh * 0.08, VerificationMethod.METER, "", visit.planned_at
    )  # type: ignore[arg-type]
    return Measure(
        measure_id, visit.id, visit.site_id, f"Tiltag {number * 7919 % 100_003}", "custom", area=_AREAS[number % 4],
        assessment=assessment, investment_dkk=kwh * 4, status=status, deadline=date(2026, number % 12 + 1, 1),
        verification=found if status in (MeasureStatus.VERIFIED, MeasureStatus.UNSATISFACTORY) else None,
    )  # fmt: skip
