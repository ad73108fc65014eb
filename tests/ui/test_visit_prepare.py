"""Preparing with a real session: facts where they stand, people, energy use typed and pasted, prices, last time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ambassador_app.domain.identifiers import MeasureId, SiteId
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.template import SetKind
from ambassador_app.domain.visit import EnergySource, Participant, VisitKind
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.prepare import PreparePanel
from ambassador_app.ui.screens.visit.prepare_paste import PastedUse, pasted_uses
from ambassador_app.ui.widgets.choices import Select
from tests.builders import a_company, a_visit, session_in, signed, translator
from tests.ui.step_desk import Open, assert_no_english, button, press, shown_words
from tests.ui.visit_desk import VisitDesk, open_visit


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_at(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    """Opens a visit where it is prepared."""

    def show(*, language: Language = Language.ENGLISH, visit_id: str = "", **arguments: object) -> VisitDesk:
        context = make_context(session, language=language)
        return open_visit(context, session, visit_id or a_visit(session), qtbot, step="prepare", **arguments)

    return show


def panel(desk: VisitDesk) -> PreparePanel:
    found = desk.view.panel()
    assert isinstance(found, PreparePanel)
    return found


def a_bare_visit(session: Session) -> str:
    """A visit to a place of which nothing is known."""
    return a_visit(session, SiteId(session.companies.create("Tom Plads").id), planned_at=None, agreed_with="")


# -- the visit and the place ----------------------------------------------------------------------------------------
def test_the_appointment_is_on_the_danish_clock(open_at: Open, session: Session, qtbot: object) -> None:
    desk = open_at(visit_id=a_bare_visit(session))
    card = panel(desk).appointment
    qtbot.keyClicks(card.day.line, "3/12")
    qtbot.keyClick(card.day.line, Qt.Key.Key_Return)
    qtbot.keyClicks(card.time.line, "13.30")
    qtbot.keyClick(card.time.line, Qt.Key.Key_Return)
    qtbot.keyClicks(card.sheet.fields["agreed_with"].editor, "Karen")
    panel(desk).left()
    visit = desk.workspace().dossier.visit
    assert visit.planned_at == datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
    assert visit.agreed_with == "Karen"
    assert not panel(desk).missing.isVisible()


def test_what_is_missing_is_said(open_at: Open, session: Session) -> None:
    desk = open_at(visit_id=a_bare_visit(session))
    assert "The visit has no date yet." in panel(desk).missing.accessibleName()


def test_facts_are_changed_where_they_stand(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    place = panel(desk).place
    for name, text in (("area_m2", "1.250,5"), ("employees", "12-15"), ("operating_hours", "Man-fre 5-13")):
        qtbot.keyClicks(place.sheet.fields[name].editor, text)
    qtbot.keyClicks(place.sheet.fields["built_year"].editor, "1987")
    panel(desk).left()
    site = desk.workspace().dossier.site
    assert (site.area_m2, site.employees, site.operating_hours) == (1250.5, "12-15", "Man-fre 5-13")
    assert site.built_year == 1987
    assert isinstance(site.built_year, int)


def test_a_p_number_that_cannot_be_is_told_in_its_place(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    field = panel(desk).place.sheet.fields["p_number"]
    field.editor.setText("12")
    panel(desk).left()
    desk.settle()
    assert "ten digits" in field.message.text()
    assert desk.workspace().dossier.site.p_number == "1012345678"
    assert not desk.context.notices.shown


def test_kind_and_language_are_chosen(open_at: Open) -> None:
    desk = open_at()
    sheet = panel(desk).about.sheet
    for name, key in (("kind", "follow_up"), ("language", "en")):
        select = sheet.fields[name]
        select.setCurrentIndex(select.findData(key))
        select.activated.emit(select.currentIndex())
    visit = desk.workspace().dossier.visit
    assert (visit.kind, visit.language) == (VisitKind.FOLLOW_UP, "en")


def test_all_answers_can_be_an_appendix(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    panel(desk).about.appendix.click()
    assert desk.workspace().dossier.visit.with_answers_appendix
    desk.settle()
    panel(desk).about.appendix.click()
    assert not desk.workspace().dossier.visit.with_answers_appendix


def test_the_duty_to_act_is_said_at_every_visit_but_an_inspection(open_at: Open, session: Session) -> None:
    desk = open_at()
    assert "duty to act" in panel(desk).opening.words.text()
    assert panel(desk).opening.isVisible()
    session.visits.change(desk.visit_id, kind=VisitKind.INSPECTION)
    desk.view.model.refresh()
    desk.settle()
    assert not panel(desk).opening.isVisible()


# -- people ---------------------------------------------------------------------------------------------------------
def test_a_contact_is_added_and_kept_internal(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    press(qtbot, panel(desk).contacts.add_button)
    desk.write("Karl Vicevært")
    desk.settle()
    line = panel(desk).contacts.rows.rows[-1]
    qtbot.keyClicks(line.fields["phone"].line, "11223344")
    qtbot.mouseClick(line.reach, Qt.MouseButton.LeftButton)
    panel(desk).left()
    kept = {one.name: one for one in desk.workspace().dossier.contacts}["Karl Vicevært"]
    assert (kept.phone, kept.reach) == ("11223344", Reach.INTERNAL)


def test_a_contact_is_removed(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    qtbot.mouseClick(panel(desk).contacts.rows.rows[0].remove, Qt.MouseButton.LeftButton)
    assert not desk.workspace().dossier.contacts


def test_a_contact_becomes_a_participant_in_one_press(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    press(qtbot, button(panel(desk).participants, "Jens Ægidius"))
    people = desk.workspace().dossier.visit.participants
    assert people == (Participant("Jens Ægidius", "Direktør", "Ærø Bageri A/S"),)
    assert not panel(desk).participants.known.isVisible()


def test_an_internal_contact_is_not_offered_as_participant(open_at: Open, session: Session) -> None:
    desk = open_at()
    session.companies.add_contact(desk.workspace().dossier.site.id, "Karl Vicevært", reach=Reach.INTERNAL)
    desk.view.model.refresh()
    desk.settle()
    assert "Karl Vicevært" not in shown_words(panel(desk).participants)


def test_participants_are_typed_changed_and_removed(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    card = panel(desk).participants
    for name in ("Anna", "Bo"):
        press(qtbot, card.add_button)
        desk.write(name)
        panel(desk).left()
        desk.settle()
    qtbot.keyClicks(card.rows.rows[1].fields["role"].line, "Tekniker")
    panel(desk).left()
    assert desk.workspace().dossier.visit.participants == (Participant("Anna"), Participant("Bo", "Tekniker"))
    qtbot.mouseClick(card.rows.rows[0].remove, Qt.MouseButton.LeftButton)
    assert desk.workspace().dossier.visit.participants == (Participant("Bo", "Tekniker"),)
    assert [one.person().name for one in card.rows.rows] == ["Bo"]


# -- energy ---------------------------------------------------------------------------------------------------------
def test_a_year_of_energy_is_typed_in_danish(open_at: Open, session: Session, qtbot: object) -> None:
    desk = open_at(visit_id=a_bare_visit(session), language=Language.DANISH)
    press(qtbot, panel(desk).energy.add_button)
    line = panel(desk).energy.rows.rows[0]
    for field, text in ((line.year, "2025"), (line.amount, "12.345,5"), (line.cost, "18000")):
        qtbot.keyClicks(field.line, text)
    panel(desk).left()
    kept = desk.workspace().dossier.energy
    assert [(one.carrier, one.year, one.amount, one.cost_dkk) for one in kept] == [
        ("electricity", 2025, 12345.5, 18000.0)
    ]


def test_a_line_typed_slowly_is_one_figure(open_at: Open, session: Session, qtbot: object) -> None:
    desk = open_at(visit_id=a_bare_visit(session))
    press(qtbot, panel(desk).energy.add_button)
    line = panel(desk).energy.rows.rows[0]
    for field, text in ((line.year, "2025"), (line.amount, "1"), (line.amount, "2"), (line.cost, "9")):
        field.line.setFocus()
        qtbot.keyClicks(field.line, text)
        qtbot.wait(330)
    panel(desk).left()
    kept = desk.workspace().dossier.energy
    assert [(one.amount, one.cost_dkk) for one in kept] == [(12.0, 9.0)]


def test_a_figure_is_changed_and_removed(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    before = {one.id for one in desk.workspace().dossier.energy}
    line = panel(desk).energy.rows.rows[0]
    line.amount.line.selectAll()
    qtbot.keyClicks(line.amount.line, "200")
    panel(desk).left()
    kept = {one.id: one for one in desk.workspace().dossier.energy}
    assert set(kept) == before
    assert kept[line.key].amount == 200.0
    key = line.key
    qtbot.mouseClick(line.remove, Qt.MouseButton.LeftButton)
    assert {one.id for one in desk.workspace().dossier.energy} == before - {key}


def test_an_amount_that_can_be_read_in_two_ways_asks(open_at: Open, session: Session, qtbot: object) -> None:
    desk = open_at(visit_id=a_bare_visit(session))
    press(qtbot, panel(desk).energy.add_button)
    line = panel(desk).energy.rows.rows[0]
    qtbot.keyClicks(line.year.line, "2025")
    qtbot.keyClicks(line.amount.line, "1.234")
    panel(desk).left()
    assert not desk.workspace().dossier.energy
    press(qtbot, button(line.amount, "1,234"))
    assert [one.amount for one in desk.workspace().dossier.energy] == [1234.0]


def test_several_lines_are_pasted_from_a_spreadsheet(open_at: Open, session: Session, qtbot: object) -> None:
    desk = open_at(visit_id=a_bare_visit(session), language=Language.DANISH)
    QGuiApplication.clipboard().setText(
        "Energiart\tÅr\tMængde\tEnhed\tPris\nEl\t2025\t180,5\tMWh\t270.000,50\nNaturgas\t2024\t22000\tm³\t190000\n"
    )
    press(qtbot, panel(desk).energy.paste_button)
    desk.settle()
    kept = {one.carrier: one for one in desk.workspace().dossier.energy}
    assert (kept["electricity"].kwh, kept["electricity"].cost_dkk) == (180_500.0, 270_000.5)
    assert (kept["natural_gas"].unit, kept["natural_gas"].year) == ("m3", 2024)


def test_a_pasted_line_that_is_not_clear_waits_in_its_line(open_at: Open, session: Session, qtbot: object) -> None:
    desk = open_at(visit_id=a_bare_visit(session), language=Language.DANISH)
    QGuiApplication.clipboard().setText("El\t2025\t1.234\tMWh\nFjernvarme\t2025\t40\tMWh\n")
    press(qtbot, panel(desk).energy.paste_button)
    desk.settle()
    assert [one.carrier for one in desk.workspace().dossier.energy] == ["district_heating"]
    assert any(not line.key for line in panel(desk).energy.rows.rows)


@pytest.mark.parametrize(("mwh", "is_told"), [(2777, False), (2778, True)])
def test_more_than_ten_terajoule_is_told(open_at: Open, session: Session, mwh: float, is_told: bool) -> None:
    site = SiteId(session.companies.create("Stålværket").id)
    session.companies.keep_energy(site, carrier="electricity", year=2025, amount=mwh, unit="MWh")
    session.companies.keep_energy(site, carrier="electricity", year=2024, amount=9000, unit="MWh")
    desk = open_at(visit_id=a_visit(session, site))
    desk.settle()
    assert panel(desk).energy.summary.duty.isVisible() is is_told


def test_months_are_pasted_too_and_stand_in_the_account(open_at: Open, session: Session, qtbot: object) -> None:
    desk = open_at(visit_id=a_bare_visit(session), language=Language.DANISH)
    QGuiApplication.clipboard().setText("El\tjan 2025\t15\tMWh\nEl\t2025\tfebruar\t14\tMWh\nEl\t2025-03\t13,5\tMWh\n")
    press(qtbot, panel(desk).energy.paste_button)
    desk.settle()
    kept = {(one.year, one.month): one.kwh for one in desk.workspace().dossier.energy}
    assert kept == {(2025, 1): 15_000.0, (2025, 2): 14_000.0, (2025, 3): 13_500.0}
    assert not panel(desk).energy.rows.rows


def test_a_clipboard_without_lines_says_so(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    QGuiApplication.clipboard().setText("Ring til Jens")
    press(qtbot, panel(desk).energy.paste_button)
    assert "no lines" in panel(desk).energy.said.text()


@pytest.mark.parametrize(
    ("line", "use"),
    [
        ("el;2025;100;kWh;150", PastedUse(Carrier.ELECTRICITY, "2025", "100", "kWh", "150")),
        ("2025\tFjernvarme\t40,5\tGJ", PastedUse(Carrier.DISTRICT_HEATING, "2025", "40,5", "GJ")),
        (
            "electricity\t2024\t1,5\tMWh\t2000\tmåler",
            PastedUse(Carrier.ELECTRICITY, "2024", "1,5", "MWh", "2000", EnergySource.METER),
        ),
        ("Træpiller\t\t3000\tkg", PastedUse(Carrier.WOOD_PELLETS, "", "3000", "kg")),
        ('"Naturgas";"2023";"2024,5";"m³"', PastedUse(Carrier.NATURAL_GAS, "2023", "2024,5", "m3")),
    ],
)
def test_a_line_of_a_spreadsheet_is_understood(line: str, use: PastedUse) -> None:
    assert pasted_uses(line, translator()) == (use,)


def test_an_amount_that_looks_like_a_year_is_still_an_amount() -> None:
    (use,) = pasted_uses("El\t2025\t2025\tkWh\t2025", translator())
    assert (use.year, use.amount, use.cost) == ("2025", "2025", "2025")


# -- prices and last time -------------------------------------------------------------------------------------------
def test_default_prices_are_shown_as_unconfirmed_and_own_ones_are_kept(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    desk.settle()
    lines = panel(desk).sets.prices.lines
    line = lines[Carrier.ELECTRICITY]
    assert "Uncertain" in line.badge.text()
    assert "1–1.6" in line.about.text()
    qtbot.keyClicks(line.field.line, "1,35")
    panel(desk).left()
    assert desk.workspace().dossier.visit.prices_dkk_kwh == {"electricity": 1.35}
    desk.settle()
    assert "own price" in line.badge.text()
    assert line.confirm.isHidden()
    assert set(lines) == {Carrier.ELECTRICITY, Carrier.NATURAL_GAS}
    line.field.line.clear()
    panel(desk).left()
    assert desk.workspace().dossier.visit.prices_dkk_kwh == {}


def test_an_assumed_price_is_confirmed_with_one_press(open_at: Open) -> None:
    desk = open_at()
    desk.settle()
    line = panel(desk).sets.prices.lines[Carrier.NATURAL_GAS]
    assert line.confirm.text() == "Confirm 0.8"
    line.confirm.click()
    assert desk.workspace().dossier.visit.prices_dkk_kwh == {"natural_gas": 0.8}
    desk.settle()
    assert line.field.value() == 0.8
    others = panel(desk).sets.prices
    others.all_button.click()
    assert Carrier.DISTRICT_HEATING in others.lines
    others.all_button.click()
    assert Carrier.DISTRICT_HEATING not in others.lines


def test_other_prices_are_used_only_after_their_effect_was_seen(open_at: Open, session: Session) -> None:
    desk = open_at()
    made = session.measures.add(desk.visit_id, entry_id="led_retrofit").id
    session.measures.change(made, inputs={"count_old": 100, "power_old_w": 71, "hours_old": 3000, "power_new_w": 25})
    desk.view.model.refresh()
    desk.settle()
    card = panel(desk).sets
    choice = card.uses[SetKind.PRICES].choice
    choice.setCurrentIndex(choice.findData("example"))
    choice.activated.emit(choice.currentIndex())
    desk.settle()
    assert not card.preview.isHidden()
    assert "1.3 → 1.5 DKK/kWh" in card.preview.figures.text()
    assert desk.workspace().dossier.visit.price_set == "company", "looking changes nothing"
    card.preview.keep.click()
    desk.settle()
    assert card.preview.isHidden()
    assert choice.value() == "company"

    choice.setCurrentIndex(choice.findData("example"))
    choice.activated.emit(choice.currentIndex())
    desk.settle()
    card.preview.use.click()
    desk.settle()
    assert desk.workspace().dossier.visit.price_set == "example"
    desk.view.undo()
    assert desk.workspace().dossier.visit.price_set == "company"


def test_a_newer_version_is_offered_and_said_where_sets_are_mixed(open_at: Open, session: Session) -> None:
    own = session.sets.copy("company", "Own").id
    session.sets.choose_default(price_set=own)
    desk = open_at()
    session.notes.add_finding(desk.visit_id, "Lys")
    found = session.sets.price_set(own)
    session.sets.save(replace(found, note="Anew"))
    desk.view.model.refresh()
    desk.settle()
    line = panel(desk).sets.uses[SetKind.PRICES]
    assert line.version.text() == "version 1, kept with the visit"
    assert not line.newer.isHidden()
    assert "do not all count the same" in panel(desk).sets.uses[SetKind.FACTORS].mixing.text()
    line.newer.click()
    desk.settle()
    assert line.version.text() == "version 2, kept with the visit"
    assert line.newer.isHidden()


def test_last_time_shows_visits_and_what_is_open(
    open_at: Open, qtbot: object, session: Session, navigated: list[object]
) -> None:
    site = a_company(session)
    first = a_visit(session, site)
    session.measures.add(first, calculator="custom", title="Luk porten")
    signed(session, first)
    session.signing.seal(first)
    desk = open_at(visit_id=a_visit(session, site))
    words = shown_words(panel(desk).history)
    opened = next(one for one in words if one.startswith("Luk porten"))
    press(qtbot, button(panel(desk).history, opened))
    assert navigated[-1][0] == "measure"


def test_an_open_measure_of_last_time_is_moved_on_where_it_stands(open_at: Open, session: Session) -> None:
    site = a_company(session)
    first = a_visit(session, site)
    measure = MeasureId(session.measures.add(first, calculator="custom", title="Luk porten").id)
    signed(session, first)
    session.signing.seal(first)
    visit = a_visit(session, site)
    desk = open_at(visit_id=visit)
    desk.settle()
    choice = panel(desk).history.findChild(Select)
    assert choice.value() == "proposed"
    assert "verified" not in [choice.itemData(at) for at in range(choice.count())]
    choice.setCurrentIndex(choice.findData("in_progress"))
    choice.activated.emit(choice.currentIndex())
    desk.settle()
    assert session.follow_up.file(measure).measure.status is MeasureStatus.IN_PROGRESS
    assert panel(desk).history.findChild(Select).value() == "in_progress"
    assert session.visits.workspace(visit).undo is None


def test_a_first_visit_says_so(open_at: Open) -> None:
    assert "This is the first visit here." in shown_words(panel(open_at()).history)


def test_a_sealed_visit_is_read_only(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.visits.change(visit, participants=(Participant("Anna"),))
    signed(session, visit)
    session.signing.seal(visit)
    desk = open_at(visit_id=visit)
    one = panel(desk)
    assert one.appointment.day.line.isReadOnly()
    assert one.about.sheet.fields["purpose"].area.isReadOnly()
    assert one.energy.rows.rows[0].amount.line.isReadOnly()
    assert not one.energy.add_button.isVisible()
    assert not one.contacts.add_button.isVisible()
    assert one.participants.rows.rows[0].fields["name"].line.isReadOnly()


def test_typing_goes_on_while_the_visit_changes(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    area = panel(desk).about.sheet.fields["purpose"]
    area.setFocus()
    for letter in "Se på ovnene":
        desk.write(letter)
        qtbot.wait(40)
    panel(desk).left()
    assert desk.workspace().dossier.visit.purpose == "Se på ovnene"
    assert area.value() == "Se på ovnene"


def test_a_day_that_is_taken_away_unplans_the_visit(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    card = panel(desk).appointment
    assert card.day.value() == date(2026, 11, 23)
    card.day.line.selectAll()
    qtbot.keyClick(card.day.line, Qt.Key.Key_Delete)
    panel(desk).left()
    assert desk.workspace().dossier.visit.planned_at is None


def test_the_danish_window_has_no_english(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.visits.change(visit, participants=(Participant("Anna"),))
    assert_no_english(open_at, visit_id=visit)


# -- the checklist --------------------------------------------------------------------------------------------------
def test_the_checklist_is_chosen_until_the_first_answer(open_at: Open, session: Session) -> None:
    desk = open_at()
    card = panel(desk).checklist
    desk.settle()
    assert card.select.currentText() == "Company walkthrough"
    assert card.select.count() == 8
    assert card.select.isEnabled()
    assert not card.free.isHidden()
    card.select.setCurrentIndex(card.select.findData("night_walk"))
    card.select.activated.emit(card.select.currentIndex())
    assert desk.workspace().dossier.visit.checklist_id == "night_walk"
    desk.settle()
    assert card.select.currentText() == "Night walk"
    session.visits.answer(desk.visit_id, "/data/before/nw_hours_week", value=45.0)
    desk.view.model.refresh()
    desk.settle()
    assert not card.select.isEnabled()
    assert card.select.count() == 1
    assert not card.kept.isHidden()


def test_a_checklist_that_is_no_longer_offered_stays_chosen_where_it_was(open_at: Open, session: Session) -> None:
    session.checklist_library.retire("company_walkthrough")
    desk = open_at()
    card = panel(desk).checklist
    desk.settle()
    assert card.select.currentText() == "Company walkthrough"
    assert card.select.count() == 8


def test_the_checklist_follows_the_kind_of_visit_on_the_screen(open_at: Open) -> None:
    desk = open_at()
    card = panel(desk).checklist
    desk.settle()
    kind = panel(desk).about.sheet.fields["kind"]
    assert isinstance(kind, Select)
    kind.setCurrentIndex(kind.findData("first_meeting"))
    kind.activated.emit(kind.currentIndex())
    desk.settle()
    assert card.select.currentText() == "First meeting"
