"""Consultants' lists into a visit: dry run, questions, differences, the same list again, all or nothing, undo."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.services.measure_import_plan import ColumnRole, MeasurePlan, MeasureRowState
from ambassador_app.services.session import Session

NEW, CHANGED, UNCHANGED = MeasureRowState.NEW, MeasureRowState.CHANGED, MeasureRowState.UNCHANGED
DOUBTFUL, SKIPPED, BROKEN = MeasureRowState.DOUBTFUL, MeasureRowState.SKIPPED, MeasureRowState.BROKEN
HEAD = "Tiltag;Område;Besparelse el (kWh/år);Investering (kr.);Levetid (år);Tilbagebetalingstid (år);Ansvarlig;Frist\n"
LED = "LED i lager;Belysning;12.500;45.000,00;15;2,4;Bente;31-12-2026\n"
PUMP = "Ny cirkulationspumpe;Varme;1.850;6.500,00;10;2,3;;\n"


@pytest.fixture
def visit(session: Session) -> str:
    site = session.companies.create("Ærø Brød", cvr="13748136")
    return session.visits.plan(site.id).id


def plan(session, visit, text, name="forslag.csv", mapping=None, **given) -> MeasurePlan:
    data = text.encode("utf-8-sig") if isinstance(text, str) else text
    source = session.measure_imports.open(visit, data, name, **given)
    return session.measure_imports.plan(visit, source, mapping)


def take(session, visit, text, **given):
    return session.measure_imports.apply(plan(session, visit, text), **given)


def measures(session, visit) -> tuple[Measure, ...]:
    with session._desk.store.reader() as reader:
        return tuple(sorted(reader.all(Measure, visit_id=visit), key=lambda one: one.order))


def states(found):
    return [row.state for row in found.rows]


def book(*rows, title="Forslag", **others) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, more in others.items():
        extra = made.create_sheet(name)
        for row in more:
            extra.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_danish_csv_becomes_custom_measures(session, visit):
    found = plan(session, visit, HEAD + LED + PUMP)
    assert states(found) == [NEW, NEW]
    assert measures(session, visit) == ()
    changes = session.measure_imports.apply(found)
    assert changes.touches("measure")
    led, pump = measures(session, visit)
    assert (led.title, led.area, led.calculator, led.quality) == ("LED i lager", "lighting", "custom", DataQuality.B)
    assert led.inputs == {"before.electricity": 12500.0, "after.electricity": 0.0}
    assert (led.investment_dkk, led.lifetime_years, led.price_source) == (45000.0, 15.0, "forslag.csv")
    assert (led.owner, led.deadline) == ("Bente", date(2026, 12, 31))
    assert led.assessment["savings_kwh"] == {Carrier.ELECTRICITY: 12500.0}
    assert pump.area == "heating"


def test_the_same_list_again_changes_nothing_and_a_changed_figure_changes_that(session, visit):
    take(session, visit, HEAD + LED + PUMP)
    before = measures(session, visit)
    again = plan(session, visit, HEAD + LED + PUMP)
    assert states(again) == [UNCHANGED, UNCHANGED]
    assert not again.has_work
    assert session.measure_imports.apply(again).records == frozenset()
    changed = plan(session, visit, HEAD + LED.replace("45.000,00", "47.500,00") + PUMP)
    assert states(changed) == [CHANGED, UNCHANGED]
    assert [one.field for one in changed.rows[0].changes] == ["investment_dkk"]
    session.measure_imports.apply(changed)
    assert [one.investment_dkk for one in measures(session, visit)] == [47500.0, 6500.0]
    assert measures(session, visit)[1] == before[1]


def test_one_undo_takes_the_whole_import_back(session, visit):
    take(session, visit, HEAD + LED + PUMP)
    session.visits.undo(visit)
    assert measures(session, visit) == ()
    session.visits.redo(visit)
    assert len(measures(session, visit)) == 2


def test_the_files_own_payback_is_compared_and_kept_as_an_internal_note(session, visit):
    found = plan(session, visit, HEAD + LED.replace(";2,4;", ";9,9;"))
    assert [one.label.text for one in found.rows[0].differences] == ["Payback"]
    session.measure_imports.apply(found)
    assert "9,9" in measures(session, visit)[0].internal_note


def test_a_lone_mark_that_nothing_settles_is_asked_about(session, visit):
    text = "Tiltag;Besparelse el (kWh)\nLED;12.500\nPumpe;1.850\n"
    found = plan(session, visit, text)
    assert states(found) == [DOUBTFUL, DOUBTFUL]
    assert not any(row.includable for row in found.rows)
    assert found.source.open_questions(found.mapping) == (1,)
    told = {**found.mapping, 1: ColumnRole("saving.electricity", "kWh", ",")}
    answered = session.measure_imports.plan(visit, found.source, told)
    assert states(answered) == [NEW, NEW]
    assert answered.rows[0].measure.inputs["before.electricity"] == 12500.0


def test_heading_in_two_rows_sections_totals_and_fuel_units(session, visit):
    data = book(
        ["Energiscreening for Ærø Brød"],
        [],
        [None, "Besparelse pr. år", None, None, "Økonomi", None],
        ["Forslag", "El MWh", "Naturgas m3", "kr.", "Investering tkr.", "Levetid år"],
        ["Belysning"],
        ["LED i hal", 12.5, None, 18750, 45, 15],
        ["Varme"],
        ["Ny kedel", -0.5, 4000, 30000, 120.5, 20],
        ["I alt", 12, 4000, 48750, 165.5, None],
    )
    found = plan(session, visit, data, "screening.xlsx")
    assert states(found) == [SKIPPED, NEW, SKIPPED, NEW, SKIPPED]
    session.measure_imports.apply(found)
    led, boiler = measures(session, visit)
    assert (led.area, led.inputs["before.electricity"], led.investment_dkk) == ("lighting", 12500.0, 45000.0)
    assert boiler.area == "heating"
    assert boiler.inputs["before.electricity"] == 0.0
    assert boiler.inputs["after.electricity"] == 500.0
    assert boiler.inputs["before.natural_gas"] == pytest.approx(4000 * 11, rel=0.05)
