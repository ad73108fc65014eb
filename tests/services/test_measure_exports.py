"""Our own Excel and CSV: what is written, what is left out, and that it comes back as the very same measures."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ambassador_app.domain.calculators import CALCULATORS, Alternatives, Choice, Number, Profile, settled
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Measure, MeasureStatus, StatusMove, Suggestion
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Language
from ambassador_app.services.measure_import_plan import MeasureRowState
from ambassador_app.services.session import Session
from tests.builders import session_in

NEW, CHANGED, UNCHANGED = MeasureRowState.NEW, MeasureRowState.CHANGED, MeasureRowState.UNCHANGED
BROKEN = MeasureRowState.BROKEN
COST = "Investment, DKK"


@pytest.fixture(scope="module")
def session(tmp_path_factory) -> Iterator[Session]:
    with session_in(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def visit(session: Session) -> str:
    return new_visit(session)


def new_visit(session: Session) -> str:
    site = session.companies.create("Ærø Brød")
    found = session.visits.plan(site.id).id
    session.measures.add(found, title="to begin")
    for one in measures(session, found):
        session.measures.remove(one.id)
    return found


def measures(session, visit) -> tuple[Measure, ...]:
    with session._desk.store.reader() as reader:
        return tuple(sorted(reader.all(Measure, visit_id=visit), key=lambda one: (one.order, one.id)))


def save(session, visit, *found: Measure) -> None:
    with session._desk.deed(Deed.ADD_MEASURE, visit) as tx:
        where = tx.load(Visit, visit)
        for one in found:
            tx.save(session._figures.put_in_what_fits(replace(one, visit_id=visit, site_id=where.site_id), where, tx))


def remove_all(session, visit) -> None:
    with session._desk.deed(Deed.REMOVE_MEASURE, visit) as tx:
        for one in tx.all(Measure, visit_id=visit):
            tx.delete(Measure, one.id)


def written(session, visit, form="xlsx", internal=True, language=Language.DANISH) -> bytes:
    ids = session.measure_exports.of_visit(visit)
    write = session.measure_exports.workbook if form == "xlsx" else session.measure_exports.csv
    return write(ids, language=language, internal=internal)


def plan(session, visit, data, form="xlsx"):
    source = session.measure_imports.open(visit, data, f"tiltag.{form}")
    assert source.is_own
    return session.measure_imports.plan(visit, source)


def states(found):
    return [row.state for row in found.rows]


def edited(data: bytes, changes, sheet=0) -> bytes:
    """The workbook after somebody typed into it: (heading or column number, row number) -> value."""
    book = load_workbook(io.BytesIO(data))
    page = book.worksheets[sheet]
    columns = {cell.value: cell.column for cell in page[3] if cell.value}
    for (heading, row), value in changes.items():
        page.cell(row, columns[heading] if isinstance(heading, str) else heading).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_measure(session, visit, **fields) -> Measure:
    given = {"title": "LED", "calculator": "lighting_led", "area": "lighting", "order": 1, **fields}
    inputs = {"count_old": 120.0, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}
    found = Measure(MeasureId(session._desk.new_id()), visit, "site", inputs=given.pop("inputs", inputs), **given)
    save(session, visit, found)
    return next(one for one in measures(session, visit) if one.id == found.id)


# -- round trip -------------------------------------------------------------------------------------------------------
TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["=1+1", "@cmd", "'x", '="y"', "_x0041_", "🌱 grøn\r\nlinje", "1.234", "-", " trail ", "a\x01b\ufffe"]
    ),
    st.text(alphabet="æøå 🌱=;\n", min_size=4, max_size=8).map(lambda text: text * 40),
)
TITLE = TEXT.filter(lambda text: bool(text.strip()))
AMOUNT = st.one_of(st.none(), st.just(0.0), st.floats(0, 1e9))


def value_of(entry):
    if isinstance(entry, Number):
        low, high = entry.low, min(entry.high, 1e9)
        return st.integers(int(low) + 1, int(high)).map(float) if entry.integer else st.floats(low, high)
    if isinstance(entry, Choice):
        return st.sampled_from([option.value for option in entry.options])
    if isinstance(entry, Profile):
        return st.just(((0.25, 1.0), (0.75, 0.6)))
    return TEXT


@st.composite
def inputs(draw, calculator):
    found = {}
    for entry in CALCULATORS[calculator].inputs:
        wanted = draw(st.sampled_from(entry.groups)).inputs if isinstance(entry, Alternatives) else (entry,)
        for one in wanted:
            if draw(st.booleans()) or one.required:
                found[one.name] = draw(value_of(one))
    return settled(calculator, found)


@st.composite
def any_measure(draw):
    calculator = draw(st.sampled_from(sorted(CALCULATORS)))
    moment = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
    return Measure(
        id=MeasureId(f"m{draw(st.uuids())}"),
        visit_id="v",
        site_id="s",
        title=draw(TITLE),
        calculator=calculator,
        area=draw(st.sampled_from(["lighting", "heating", "Vort eget område", "=område", ""])),
        inputs=draw(inputs(calculator)),
        investment_dkk=draw(AMOUNT),
        subsidy_dkk=draw(st.floats(0, 1e6)),
        lifetime_years=draw(st.one_of(st.none(), st.floats(0.5, 60))),
        quality=draw(st.sampled_from(DataQuality)),
        reach=draw(st.sampled_from(Reach)),
        status=draw(st.sampled_from(MeasureStatus)),
        moves=draw(st.sampled_from([(), (StatusMove(MeasureStatus.SELECTED, moment, "me", "=why"),)])),
        owner=draw(TEXT),
        deadline=draw(st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2999, 1, 1)))),
        suggestion=draw(st.sampled_from([None, Suggestion.ACCEPTED, Suggestion.EDITED])),
        order=draw(st.integers(0, 500)),
        at=draw(st.sampled_from([None, moment])),
        **{name: draw(TEXT) for name in ("price_source", "proposal", "assumptions", "risks", "internal_note")},
    )


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(any_measure(), min_size=1, max_size=3), st.sampled_from(["xlsx", "csv"]), st.sampled_from(Language))
def test_what_is_written_comes_back_as_the_same_measures(session, found, form, language):
    visit = new_visit(session)
    try:
        save(session, visit, *found)
    except AmbassadorError:
        return  # inputs that cannot stand together
    before = measures(session, visit)
    data = written(session, visit, form, language=language)
    assert states(plan(session, visit, data, form)) == [UNCHANGED] * len(before)
    remove_all(session, visit)
    session.measure_imports.apply(plan(session, visit, data, form))
    assert measures(session, visit) == before
    remove_all(session, visit)


def test_every_calculator_comes_back(session):
    for calculator in CALCULATORS:
        visit = new_visit(session)
        values = {entry.name: 1.0 for entry in CALCULATORS[calculator].fields() if isinstance(entry, Number)}
        save(
            session,
            visit,
            Measure(
                MeasureId(session._desk.new_id()),
                visit,
                "s",
                calculator,
                calculator,
                inputs=settled(calculator, values),
            ),
        )
        before = measures(session, visit)
        data = written(session, visit)
        assert states(plan(session, visit, data)) == [UNCHANGED], calculator
        remove_all(session, visit)
        session.measure_imports.apply(plan(session, visit, data))
        assert measures(session, visit) == before


# -- changes in Excel -------------------------------------------------------------------------------------------------
def test_a_number_changed_in_excel_changes_just_that(session, visit):
    first = a_measure(session, visit, investment_dkk=45000.0)
    second = a_measure(session, visit, title="Pumpe", order=2)
    data = edited(written(session, visit), {(COST, 4): 50000}, 0)
    found = plan(session, visit, data)
    assert states(found) == [CHANGED, UNCHANGED]
    assert [(one.field, one.old.values["value"], one.new.values["value"]) for one in found.rows[0].changes] == [
        ("investment_dkk", 45000.0, 50000.0)
    ]
    session.measure_imports.apply(found)
    kept = measures(session, visit)
    assert replace(kept[0], investment_dkk=45000.0, assessment=None) == replace(first, assessment=None)
    assert kept[0].assessment["economics"]["investment_dkk"] == 50000.0
    assert kept[1] == second


def test_an_input_changed_in_excel_is_computed_anew(session, visit):
    before = a_measure(session, visit)
    data = written(session, visit)
    page = load_workbook(io.BytesIO(data)).worksheets[1]
    row = next(cell.row for cell in page["G"] if cell.value == "zhours_old")
    found = plan(session, visit, edited(data, {(3, row): "2.500,5"}, 1))
    assert [one.field for one in found.rows[0].changes] == ["inputs.hours_old"]
    session.measure_imports.apply(found)
    after = measures(session, visit)[0]
    assert after.inputs == {**before.inputs, "hours_old": 2500.5}
    assert after.assessment["savings_kwh"]["electricity"] < before.assessment["savings_kwh"]["electricity"]
