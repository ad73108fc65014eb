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
from ambassador_app.domain.lists import MeasureQuery
from ambassador_app.domain.measure import (
    FROM_CATALOGUE,
    FROM_CHECKLIST,
    Measure,
    MeasureStatus,
    StatusMove,
    Suggestion,
)
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import AmbassadorError, TooManyMeasures
from ambassador_app.i18n import Language
from ambassador_app.services.measure_import_plan import MeasureRowState
from ambassador_app.services.session import Session
from tests.builders import session_in

NEW, CHANGED, UNCHANGED = MeasureRowState.NEW, MeasureRowState.CHANGED, MeasureRowState.UNCHANGED
BROKEN = MeasureRowState.BROKEN
COST = "Investering, kr."


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


def test_a_guess_is_called_one_and_is_none_any_more_when_it_is_changed_in_excel(session, visit):
    a_measure(session, visit, guessed={"hours_old": FROM_CHECKLIST, "power_old_w": FROM_CATALOGUE})
    data = written(session, visit, language=Language.ENGLISH)
    page = load_workbook(io.BytesIO(data)).worksheets[1]
    rows = {cell.value: cell.row for cell in page["G"]}
    assert [page.cell(rows[f"z{name}"], 5).value for name in ("hours_old", "power_old_w", "count_old")] == [
        "guess",
        "guess",
        "typed",
    ]
    found = plan(session, visit, edited(data, {(3, rows["zhours_old"]): 2500.5}, 1))
    session.measure_imports.apply(found)
    (after,) = measures(session, visit)
    assert after.inputs["hours_old"] == 2500.5
    assert after.guessed == {"power_old_w": FROM_CATALOGUE}


def test_what_is_written_is_text_and_numbers_and_no_formula(session, visit):
    a_measure(session, visit, title="=HYPERLINK(1)", owner="+45 12345678", proposal="@x", investment_dkk=1234.5)
    book = load_workbook(io.BytesIO(written(session, visit)))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n", "d"}
    lines = written(session, visit, "csv").decode("utf-8-sig").splitlines()
    assert ";'=HYPERLINK(1);" in lines[1]
    assert ";'+45 12345678;" in lines[1]
    assert ";1234,5;" in lines[1]


def test_the_workbook_is_made_to_be_worked_in_and_printed(session, visit):
    a_measure(session, visit, deadline=date(2027, 3, 1))
    book = load_workbook(io.BytesIO(written(session, visit, language=Language.ENGLISH)))
    page = book.worksheets[0]
    assert [one.title for one in book] == ["Measures", "Inputs"]
    assert page.freeze_panes == "C4"
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$3:$3"
    heading = {cell.value: cell for cell in page[3] if cell.value}
    machine = next(cell for value, cell in heading.items() if value.startswith("ambassador-measures/1 "))
    assert page.column_dimensions[machine.column_letter].hidden
    assert page.cell(4, heading["Deadline"].column).value.date() == date(2027, 3, 1)


def test_nothing_internal_is_in_a_file_that_was_not_asked_for_it(session, visit):
    a_measure(session, visit, internal_note="must stay inside", reach=Reach.REPORT)
    a_measure(session, visit, title="secret plan", reach=Reach.INTERNAL, order=2)
    for form in ("xlsx", "csv"):
        data = written(session, visit, form, internal=False)
        found = session.measure_imports.open(visit, data, f"x.{form}").own
        assert [row.cells["title"] for row in found.rows] == ["LED"]
        assert "must stay inside" not in str(found)
        assert states(plan(session, visit, data, form)) == [UNCHANGED]
    assert measures(session, visit)[0].internal_note == "must stay inside"


def test_texts_status_owner_and_deadline_can_be_changed_in_excel(session, visit):
    a_measure(session, visit, area="lighting")
    changes = {
        ("Measure", 4): "LED i hal",
        ("Responsible", 4): "Bente",
        ("Status", 4): "Valgt",
        ("Data quality", 4): "A",
    }
    data = edited(written(session, visit, language=Language.ENGLISH), changes | {("Deadline", 4): "31-12-2027"})
    data = edited(
        data,
        {("Area", 4): "Varme og varmt vand", ("Assumptions", 4): "=ikke en formel", ("Investment, DKK", 4): "12.500"},
    )
    found = plan(session, visit, data)
    assert found.rows[0].remarks == ()
    session.measure_imports.apply(found)
    after = measures(session, visit)[0]
    assert (after.title, after.owner, after.deadline, after.area) == (
        "LED i hal",
        "Bente",
        date(2027, 12, 31),
        "heating",
    )
    assert (after.status, after.moves[-1].status) == (MeasureStatus.SELECTED, MeasureStatus.SELECTED)
    assert (after.quality, after.investment_dkk) == (DataQuality.A, 12500.0)


def test_a_status_that_asks_for_more_is_left_to_the_program(session, visit):
    a_measure(session, visit)
    found = plan(session, visit, edited(written(session, visit), {("Status", 4): "Discarded"}))
    assert states(found) == [UNCHANGED]
    assert "reason" in found.rows[0].remarks[0].text.text


def test_what_cannot_be_is_refused_for_its_row_only(session, visit):
    a_measure(session, visit)
    a_measure(session, visit, title="Pumpe", order=2)
    data = edited(written(session, visit), {(COST, 4): "mange", (COST, 5): 7})
    found = plan(session, visit, data)
    assert states(found) == [BROKEN, CHANGED]
    assert found.rows[0].column == COST


def test_rows_may_be_sorted_copied_removed_and_columns_moved(session, visit):
    a_measure(session, visit, title="A", status=MeasureStatus.COMPLETED)
    a_measure(session, visit, title="B", order=2)
    a_measure(session, visit, title="C", order=3)
    book = load_workbook(io.BytesIO(written(session, visit)))
    page = book.worksheets[0]
    rows = [[cell.value for cell in page[number]] for number in (4, 5, 6)]
    for number, values in zip((4, 5, 6), (rows[2], rows[0], rows[0]), strict=True):
        for at, value in enumerate(values, 1):
            page.cell(number, at).value = value
    page.insert_cols(2)
    page.cell(3, 2).value = "Min egen kolonne"
    out = io.BytesIO()
    book.save(out)
    found = plan(session, visit, out.getvalue())
    assert states(found) == [UNCHANGED, UNCHANGED, NEW]
    session.measure_imports.apply(found)
    *_, copy = measures(session, visit)
    assert (copy.title, copy.status, len(measures(session, visit))) == ("A", MeasureStatus.PROPOSED, 4)


def test_a_row_added_below_becomes_a_proposal(session, visit):
    a_measure(session, visit)
    data = edited(
        written(session, visit, language=Language.ENGLISH),
        {("Measure", 6): "Ny idé", ("Saved a year: electricity, kWh", 6): 1000, ("Investment, DKK", 6): 5000},
    )
    found = plan(session, visit, data)
    assert states(found) == [UNCHANGED, NEW]
    session.measure_imports.apply(found)
    added = measures(session, visit)[-1]
    assert (added.title, added.calculator, added.inputs["before.electricity"]) == ("Ny idé", "custom", 1000.0)


def test_only_what_was_changed_in_the_file_is_laid_over_what_changed_here(session, visit):
    first = a_measure(session, visit, owner="Anna")
    data = edited(written(session, visit), {(COST, 4): 777})
    session.measures.change(first.id, owner="Bente", investment_dkk=1.0)
    found = plan(session, visit, data)
    assert "changed here too" in found.rows[0].remarks[0].text.text
    session.measure_imports.apply(found)
    after = measures(session, visit)[0]
    assert (after.owner, after.investment_dkk) == ("Bente", 777.0)


def test_a_file_of_another_visit_makes_proposals_of_its_own(session, visit):
    first = a_measure(session, visit, status=MeasureStatus.COMPLETED, owner="Anna")
    other = new_visit(session)
    found = plan(session, other, written(session, visit))
    assert states(found) == [NEW]
    session.measure_imports.apply(found)
    (copy,) = measures(session, other)
    assert copy.id != first.id
    assert (copy.inputs, copy.status, copy.owner) == (first.inputs, MeasureStatus.PROPOSED, "")
    assert measures(session, visit) == (first,)


def test_a_damaged_hidden_part_falls_back_to_what_is_here(session, visit):
    first = a_measure(session, visit)
    book = load_workbook(io.BytesIO(written(session, visit)))
    page = book.worksheets[0]
    machine = next(cell.column for cell in page[3] if str(cell.value).startswith("ambassador-measures/1 "))
    page.cell(4, machine + 1).value = "zdamaged"
    out = io.BytesIO()
    book.save(out)
    assert states(plan(session, visit, edited(out.getvalue(), {(COST, 4): 3}))) == [CHANGED]
    session.measures.remove(first.id)
    assert states(plan(session, visit, out.getvalue())) == [BROKEN]


def test_the_longest_texts_and_sixty_measures_come_back(session, visit):
    long = ("æøå 🌱; \"'=\n" * 2000)[:16_000]
    first = a_measure(session, visit, title="LED 0", order=0)
    many = (replace(first, id=MeasureId(f"n{at}{visit}"), title=f"LED {at}", order=at) for at in range(1, 60))
    save(session, visit, *(replace(one, proposal=long, assumptions=long) if one.order == 7 else one for one in many))
    before = measures(session, visit)
    for form in ("xlsx", "csv"):
        data = written(session, visit, form)
        assert set(states(plan(session, visit, data, form))) == {UNCHANGED}
    remove_all(session, visit)
    session.measure_imports.apply(plan(session, visit, data, "csv"))
    assert measures(session, visit) == before


def test_danish_excels_own_way_of_saving_the_csv_changes_nothing(session, visit):
    a_measure(session, visit, investment_dkk=12345.5, deadline=date(2027, 3, 1), proposal="to\nlinjer")
    data = written(session, visit, "csv").decode("utf-8-sig").replace("2027-03-01", "01-03-2027")
    assert states(plan(session, visit, data.encode("utf-8-sig"), "csv")) == [UNCHANGED]


def test_a_saved_file_is_never_overwritten(session, visit, tmp_path):
    a_measure(session, visit)
    ids = session.measure_exports.of_visit(visit)
    save = session.measure_exports.save
    names = [save(ids, tmp_path / "ud.xlsx", language=Language.DANISH).name for _ in range(2)]
    assert names == ["ud.xlsx", "ud (2).xlsx"]


def test_which_measures_are_written(session, visit):
    first = a_measure(session, visit)
    hidden = a_measure(session, visit, title="forslag", suggestion=Suggestion.DISMISSED, order=2)
    assert session.measure_exports.of_visit(visit) == (first.id,)
    assert session.measure_exports.of_site(first.site_id) == (first.id,)
    listed = session.measure_exports.of_list(MeasureQuery(text="LED"))
    assert first.id in listed
    assert hidden.id not in listed


def test_a_list_of_several_visits_says_where_and_is_taken_in_by_each_visit_for_itself(session, visit):
    first, other = a_measure(session, visit), new_visit(session)
    second = a_measure(session, other, title="Pumpe")
    data = session.measure_exports.workbook([first.id, second.id], language=Language.ENGLISH)
    page = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in page[3]][:2] == ["Site", "Visit"]
    assert page["A4"].value == "Ærø Brød"
    assert states(plan(session, visit, data)) == [UNCHANGED, MeasureRowState.SKIPPED]
    assert states(plan(session, other, data)) == [MeasureRowState.SKIPPED, UNCHANGED]


def test_a_list_that_is_too_long_is_refused(session, visit):
    with pytest.raises(TooManyMeasures):
        session.measure_exports.workbook([MeasureId("m")] * 2001, language=Language.DANISH)
