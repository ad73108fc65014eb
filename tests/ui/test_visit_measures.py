"""Measures of a visit: suggested, added, given figures, computed while typing, and kept."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ambassador_app.domain.calculators import CALCULATORS, Number
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.measures.view import build as build_measures
from ambassador_app.ui.screens.visit.measure_editor import MeasureEditor
from ambassador_app.ui.screens.visit.measure_inputs import InputsForm
from tests.builders import a_visit, session_in
from tests.ui.conftest import MakeContext, Navigated
from tests.ui.visit_desk import COUNT, LAMPS, VisitDesk, open_visit, untranslated, words_on

Open = Callable[..., VisitDesk]
LED = {"count_old": 120.0, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_at(make_context: MakeContext, session: Session, qtbot: object) -> Open:
    """Opens a visit at its measures."""

    def show(*, language: Language = Language.ENGLISH, visit_id: str = "", **arguments: object) -> VisitDesk:
        context = make_context(session, language=language)
        return open_visit(context, session, visit_id or a_visit(session), qtbot, step="measures", **arguments)

    return show


def measure_in(desk: VisitDesk, number: int = 0) -> Measure:
    return desk.workspace().dossier.measures[number]


def editor_in(desk: VisitDesk) -> MeasureEditor:
    found = desk.measures.editor
    assert found is not None
    return found


def type_input(desk: VisitDesk, name: str, text: str) -> None:
    field = editor_in(desk).inputs.fields[name]
    field.typed.editor.setFocus()
    field.typed.editor.selectAll()
    desk.write(text)
    field.typed.commit()


def test_a_measure_from_the_catalogue_computes_as_it_is_typed(open_at: Open) -> None:
    desk = open_at()
    desk.measures.open_catalogue()
    desk.settle()
    desk.write("LED")
    desk.measures.catalogue.search.commit()
    desk.measures.catalogue._choose_current()
    desk.settle()
    for name, text in (("count_old", "120"), ("power_old_w", "71"), ("hours_old", "3000"), ("power_new_w", "25")):
        type_input(desk, name, text)
    editor_in(desk).costs.numbers["investment_dkk"].typed.editor.setFocus()
    desk.write("60000")
    editor_in(desk).costs.numbers["investment_dkk"].typed.commit()
    kept = measure_in(desk)
    assert dict(kept.inputs) == LED
    assert kept.investment_dkk == 60_000
    assessed = editor_in(desk).result.assessment
    assert math.isclose(sum(assessed.savings_kwh.values()), 16_560)
    assert "Pays for itself in about" in editor_in(desk).result.verdict.text()
    assert "16,560" in " ".join(words_on(editor_in(desk).result.steps))


def test_what_is_missing_is_said_until_it_is_given(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="led_retrofit").id
    desk = open_at(visit_id=visit, measure=made)
    assert editor_in(desk).result.missing.isVisible()
    assert "Lamps today" in " ".join(words_on(editor_in(desk).result.missing))
    for name, value in LED.items():
        type_input(desk, name, f"{value:g}")
    desk.settle()
    assert not editor_in(desk).result.missing.isVisible()


def test_a_suggestion_is_accepted_with_what_the_answers_say(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    session.visits.answer(visit, LAMPS, value="t8")
    session.visits.answer(visit, COUNT, value=120.0)
    desk = open_at(visit_id=visit)
    offer = next(iter(desk.measures.offers.values()))
    qtbot.mouseClick(offer.accept_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert editor_in(desk).inputs.fields["count_old"].typed.value() == 120.0
    assert not desk.measures.offers


def test_another_way_of_saying_it_drops_the_first(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="compressed_air_leaks").id
    session.measures.change(made, inputs={"leak_m3_min": 2.0, "hours": 8760.0})
    desk = open_at(visit_id=visit, measure=made)
    ways = next(iter(editor_in(desk).inputs.ways.values()))
    way = next(one for one in ways.choice.findChildren(QPushButton) if one.text() == "Holes that were found")
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    type_input(desk, "orifice_mm", "2")
    kept = dict(measure_in(desk).inputs)
    assert "leak_m3_min" not in kept
    assert kept["orifice_mm"] == 2.0


def test_a_percentage_is_typed_as_one_and_kept_as_a_fraction(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="lighting_control").id
    desk = open_at(visit_id=visit, measure=made)
    assert editor_in(desk).inputs.fields["saving_share"].typed.line.placeholderText() == "25"
    type_input(desk, "saving_share", "29")
    assert measure_in(desk).inputs["saving_share"] == pytest.approx(0.29)


def test_an_input_without_effect_is_hidden(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="led_retrofit").id
    desk = open_at(visit_id=visit, measure=made)
    dependent = next(one for one in editor_in(desk).inputs.fields.values() if one.entry.only_if)
    assert dependent.isHidden()
    type_input(desk, "heat_replacement_share", "30")
    assert not dependent.isHidden()


def test_the_price_from_the_bill_replaces_the_default(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="led_retrofit").id
    session.measures.change(made, inputs=LED, investment_dkk=60_000.0)
    desk = open_at(visit_id=visit, measure=made)
    line = editor_in(desk).prices.rows["electricity"]
    before = editor_in(desk).result.assessment.cost_saving_dkk
    line.field.editor.setFocus()
    desk.write("2.5")
    line.field.commit()
    assert desk.workspace().dossier.visit.prices_dkk_kwh == {"electricity": 2.5}
    desk.settle()
    assert editor_in(desk).result.assessment.cost_saving_dkk == pytest.approx(16_560 * 2.5) != before
    assert line.badge.text() == "The site's own price"


def test_words_quality_and_reach_are_kept(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, title="Ny port").id
    desk = open_at(visit_id=visit, measure=made)
    words = editor_in(desk).words
    words.texts["current_practice"].editor.setFocus()
    desk.write("Porten står åben")
    words.texts["internal_note"].editor.setFocus()
    desk.write("Sig det pænt")
    qtbot.mouseClick(words.reach, Qt.MouseButton.LeftButton)
    editor_in(desk).costs.quality.choose_number(1)
    desk.view._commit()
    kept = measure_in(desk)
    assert (kept.current_practice, kept.internal_note) == ("Porten står åben", "Sig det pænt")
    assert (kept.reach, kept.quality) == (Reach.INTERNAL, DataQuality.A)


def test_the_list_sorts_and_totals(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    for title, kwh in (("Lille", 1000.0), ("Stor", 9000.0)):
        made = session.measures.add(visit, title=title).id
        session.measures.change(made, inputs={"before.electricity": kwh}, investment_dkk=5000.0)
    desk = open_at(visit_id=visit)
    table = desk.measures.table
    table.sorted_by.emit("kwh", True)
    assert table.model.row(0).measure.title == "Stor"
    # Both act on uses that are not known: of 20,000 kWh 0.55 x 0.95 are left, and 9,550 saved.
    assert desk.measures.totals.figures["kwh"].accessibleName() == "Energy a year 9,600\N{NO-BREAK SPACE}kWh"
    assert desk.measures.charts.payback.isVisible()


def test_the_chart_is_drawn_with_sixty(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    for number in range(60):
        made = session.measures.add(visit, title=f"Tiltag {number}").id
        session.measures.change(
            made, inputs={"before.electricity": 1000.0 + number * 700}, investment_dkk=3000.0 * (1 + number % 9)
        )
    desk = open_at(visit_id=visit)
    charts = desk.measures.charts
    for view in (charts.payback, charts.cost):
        assert "60 proposals" in view.accessibleName()
        assert not view.grab().toImage().isNull()


def test_removing_goes_back_to_the_list_and_undo_brings_it_back(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, title="Ny port").id
    desk = open_at(visit_id=visit, measure=made)
    qtbot.mouseClick(editor_in(desk).remove, Qt.MouseButton.LeftButton)
    assert not desk.workspace().dossier.measures
    assert desk.measures.editor is None
    desk.view.undo()
    assert measure_in(desk).title == "Ny port"


def test_show_mode_hides_internal_measures(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, title="Kun for os").id
    session.measures.change(made, reach=Reach.INTERNAL)
    desk = open_at(visit_id=visit)
    assert desk.measures.table.model.total == 1
    desk.view.model.set_show_mode(True)
    desk.settle()
    assert desk.measures.table.model.total == 0


def proposed(session: Session, visit: str, title: str, entry: str, **inputs: object) -> str:
    made = session.measures.add(visit, entry_id=entry, title=title).id
    session.measures.change(made, inputs=inputs, investment_dkk=9_000.0)
    return made


def test_a_measure_that_meets_another_says_how_much_counts_and_why(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    proposed(session, visit, "Nye lamper", "led_retrofit", **LED)
    proposed(session, visit, "Styring", "lighting_control", power_kw=8.52, hours=3000.0, saving_share=0.3)
    desk = open_at(visit_id=visit)
    panel = desk.measures
    counts = [column.title for column in panel.table.model.columns].index("Counts")
    assert [panel.table.model.index(row, counts).data() for row in (0, 1)] == [
        "100\N{NO-BREAK SPACE}%",
        "35\N{NO-BREAK SPACE}%",
    ]
    assert not panel.note.isVisible()
    panel.table.select(1)
    assert panel.note.isVisible()
    assert "1 Nye lamper" in panel.note.words.text()
    assert "35 %" in panel.note.words.text()


def test_a_measure_of_ones_own_is_given_its_place(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, title="Ny port").id
    session.measures.change(made, inputs={"before.natural_gas": 9_000.0, "after.natural_gas": 6_000.0})
    desk = open_at(visit_id=visit)
    panel = desk.measures
    panel.table.select(0)
    assert panel.note.place.isVisible()
    panel.note.stage.set_value("control")
    panel.note.stage.chosen.emit("control")
    desk.settle()
    panel.note.system.chosen.emit("heating")
    kept = measure_in(desk)
    assert (kept.stage, kept.system) == (Stage.CONTROL, System.HEATING)
    desk.settle()
    assert panel.note.system.value() == "heating"
    assert desk.workspace().totals.package.of(made).stage is Stage.CONTROL
    panel.note.stage.chosen.emit("")
    assert measure_in(desk).stage is None


def test_the_list_is_filtered_and_the_shown_are_added_up(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    for number in range(7):
        made = session.measures.add(visit, entry_id="led_retrofit", title=f"Lamper {number}").id
        session.measures.change(made, inputs=LED, investment_dkk=74_520.0 if number else 10_000.0)
    session.measures.add(visit, title="Ny port")
    panel = open_at(visit_id=visit).measures
    assert panel.filters.isVisible()
    assert not panel.sums.isVisible()
    panel.filters.search.set_value("lamper 3", force=True)
    panel.filters._change()
    assert [row.measure.title for row in panel.shown_rows()] == ["Lamper 3"]
    assert "1 of 8 measures are shown" in panel.sums.line.text()
    panel.filters.show_all()
    panel.filters.band.set_value("under_1")
    panel.filters._change()
    assert [row.measure.title for row in panel.shown_rows()] == ["Lamper 0"]
    panel.filters.show_all()
    qtbot.mouseClick(panel.filters.overlapping, Qt.MouseButton.LeftButton)
    assert len(panel.shown_rows()) == 7
    panel.filters.search.set_value("nothing", force=True)
    panel.filters._change()
    assert panel.table._empty.isVisible()
    panel.filters.show_all()
    assert len(panel.shown_rows()) == 8


def listed(list_widget: object) -> list[str]:
    return [list_widget.item(row).text() for row in range(list_widget.count())]


def test_the_catalogue_is_browsed_by_area_and_searched_in_both_languages(open_at: Open, qtbot: object) -> None:
    desk = open_at(language=Language.DANISH)
    desk.measures.open_catalogue()
    desk.settle()
    catalogue = desk.measures.catalogue
    everything = catalogue.list.count()
    assert listed(catalogue.areas)[0] == f"Alle områder ({everything})"
    row = next(i for i, text in enumerate(listed(catalogue.areas)) if text.startswith("Belysning"))
    catalogue.areas.setCurrentRow(row)
    assert listed(catalogue.areas)[row] == f"Belysning ({catalogue.list.count()})"
    assert catalogue.list.count() < everything
    catalogue.search.set_value("heat pump", force=True)
    catalogue._fill()
    assert catalogue.list.count() == 0
    assert not catalogue.add_button.isEnabled()
    catalogue.areas.setCurrentRow(0)
    assert any("Varmepumpe" in text for text in listed(catalogue.list))
    catalogue.search.line.setFocus()
    qtbot.keyClick(catalogue.search.line, Qt.Key.Key_Down)
    assert catalogue.list.hasFocus()
    qtbot.keyClick(catalogue.list, Qt.Key.Key_Left)
    assert catalogue.areas.hasFocus()


def test_a_page_behind_the_menu_takes_the_place_of_the_list(open_at: Open) -> None:
    panel = open_at().measures
    page = QWidget()
    panel.open_page(page)
    assert panel.stack.currentWidget() is page
    panel.back()
    assert panel.stack.currentWidget() is panel.list_page


@pytest.mark.parametrize("calculator", sorted(CALCULATORS))
def test_every_declaration_makes_a_form(calculator: str, context: UiContext, qtbot: object) -> None:
    form = InputsForm(context, CALCULATORS[calculator])
    qtbot.addWidget(form)
    form.show_inputs({}, read_only=False)
    assert set(form.fields) == {one.name for one in CALCULATORS[calculator].fields()}
    for field in form.fields.values():
        assert field.field.accessibleName() or any(one.accessibleName() for one in field.field.findChildren(QWidget))
        if isinstance(field.entry, Number) and field.entry.unit:
            assert field.typed._unit.text()


def test_the_danish_measures_have_no_english(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.visits.answer(visit, LAMPS, value="t8")
    made = session.measures.add(visit, entry_id="compressed_air_leaks").id
    session.measures.change(made, inputs={"leak_m3_min": 2.0, "hours": 8760.0}, investment_dkk=15_000.0)
    shown = []
    for language in Language:
        desk = open_at(visit_id=visit, language=language)
        listed = words_on(desk.view)
        desk.measures.edit(made)
        desk.settle()
        edited = words_on(desk.view)
        desk.measures.back()
        desk.measures.open_catalogue()
        desk.settle()
        shown.append(listed | edited | words_on(desk.view))
    described = session.visits.workspace(visit).dossier.measures[0].proposal
    assert not untranslated(
        shown[0], shown[1], f"{described} mm min Ærø Bageri A/S Tæt utætheder i trykluften BR18 bilag tabel"
    )


def test_all_measures_are_listed_and_lead_to_their_page(
    make_context: MakeContext, session: Session, navigated: Navigated, qtbot: object
) -> None:
    visit = a_visit(session)
    led = session.measures.add(visit, entry_id="led_retrofit").id
    session.measures.set_status(session.measures.add(visit, title="Ny port").id, MeasureStatus.SELECTED)
    context = make_context(session)
    view = build_measures(context)
    qtbot.addWidget(view)
    view.show()
    context.tasks.flush()
    assert view.table.model.total == 2
    view.search.set_value("LED", force=True)
    view.model.search("LED")
    context.tasks.flush()
    assert view.table.model.total == 1
    view.table.activated.emit(view.table.model.row(0))
    assert navigated == [("measure", (led,), {})]
    view.model.search("")
    view.model.filter(MeasureStatus.SELECTED)
    context.tasks.flush()
    assert view.table.model.row(0).title == "Ny port"
