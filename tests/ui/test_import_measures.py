"""A list of proposals through the real screen: file, columns with unit and mark, dry run, import; and export."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.exporting import export_measures
from ambassador_app.ui.screens.import_measures.model import Step
from ambassador_app.ui.screens.import_measures.view import ImportMeasuresView, build
from ambassador_app.ui.screens.visit.measure_files import entries
from tests.builders import session_in
from tests.ui.visit_desk import open_visit

LIST = (
    "Forslag fra rådgiver\n\nTiltag;Område;Besparelse el;Investering (kr.);Tilbagebetalingstid (år)\n"
    "LED i lager;Belysning;12.500;45.000;9,9\nNy pumpe;Varme;1.850;6.500;2,3\nI alt;;14.350;51.500;\n"
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def visit(session: Session) -> str:
    return session.visits.plan(session.companies.create("Ærø Brød").id).id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "forslag.csv").write_text(LIST, "utf-8")
    return tmp_path / "forslag.csv"


@pytest.fixture
def view(session, visit, make_context, qtbot) -> ImportMeasuresView:
    shown = build(make_context(session), visit)
    qtbot.addWidget(shown)
    shown.resize(1200, 760)
    shown.show()
    return shown


def settle(view) -> None:
    view.context.tasks.flush_all()
    QApplication.processEvents()
    view.context.tasks.flush_all()


def read(view, file: Path) -> None:
    view.model.read(file)
    settle(view)


def press(view, button) -> None:
    assert button.isEnabled()
    button.click()
    settle(view)


def titles(session, visit) -> list[str]:
    return [one.title for one in session.visits.workspace(visit).dossier.measures]


def test_a_list_goes_through_every_step(view, session, visit, file, navigated):
    read(view, file)
    assert view.model.step is Step.COLUMNS
    lines = view.columns.line_widgets
    assert [line.field.value() for line in lines] == [
        *("title", "area", "saving.electricity", "investment", "payback"),
    ]
    assert not view.columns.next.isEnabled()  # the unit of the saving is not told
    assert "Besparelse el" in view.columns.hint.accessibleName()
    view.model.choose_unit(2, "kWh")
    press(view, view.columns.next)
    assert view.model.step is Step.CHECK
    assert view.rows.take.text() == "Import 2 measures"
    view.rows.table.select(0)
    assert "the list says 9.9" in view.rows.detail.words.text()
    press(view, view.rows.take)
    assert view.model.step is Step.DONE
    assert titles(session, visit) == ["LED i lager", "Ny pumpe"]
    view.result.itemAt(0).widget().button.click()
    assert navigated == [("visit", (visit,), {"step": "measures"})]


def test_the_mark_is_settled_by_the_other_columns_and_can_be_changed(view, file):
    read(view, file)
    saving = view.columns.line_widgets[2]
    assert saving.mark.isVisible()
    assert saving.mark.value() == ","  # 9,9 stands in another column
    assert [saving.mark.itemText(at) for at in range(3)] == ["12.500 is …?", "12.500 is 12500", "12.500 is 12.5"]
    view.model.choose_mark(2, "")
    assert not view.columns.next.isEnabled()


def test_a_row_is_left_out_with_the_keyboard(view, session, visit, file, qtbot):
    read(view, file)
    view.model.choose_unit(2, "kWh")
    press(view, view.columns.next)
    view.rows.table.select(1)
    qtbot.keyClick(view.rows.table.table, Qt.Key.Key_Return)
    assert view.rows.take.text() == "Import 1 measure"
    assert view.model.state_words(view.model.rows()[1]) == "Left out"
    press(view, view.rows.take)
    assert titles(session, visit) == ["LED i lager"]


def test_a_column_holds_one_thing_and_a_name_is_needed(view, file):
    read(view, file)
    view.model.choose(1, "title")
    assert [line.field.value() for line in view.columns.line_widgets][:2] == ["", "title"]
    view.model.choose(1, "")
    assert not view.columns.next.isEnabled()


def test_what_cannot_be_read_is_said(view, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    read(view, tmp_path / "x.xlsx")
    assert view.model.step is Step.FILE
    assert "x.xlsx" in view.complaint.accessibleName()


def test_a_stopped_import_saves_nothing(view, session, visit, tmp_path):
    rows = "".join(f"Tiltag {at};{at + 1}\n" for at in range(400))
    (tmp_path / "many.csv").write_text("Tiltag;Besparelse el (kWh)\n" + rows, "utf-8")
    read(view, tmp_path / "many.csv")
    press(view, view.columns.next)
    view.rows.take.click()
    view.model.cancel()
    settle(view)
    assert view.complaint.accessibleName() == "Stopped. Nothing was imported."
    assert titles(session, visit) == []


def test_our_own_file_goes_straight_to_the_check(view, session, visit, tmp_path, monkeypatch):
    session.measures.add(visit, title="Slukke lyset")
    context = view.context
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "ud.xlsx"), ""))
    for _ in range(2):
        export_measures(context, view, lambda: session.measure_exports.of_visit(visit), "ud")
        settle(view)
    assert {one.name for one in tmp_path.glob("ud*")} == {"ud.xlsx", "ud (2).xlsx"}
    assert [one.text for one in context.notices.shown][-1] == "Saved as ud (2).xlsx"
    read(view, tmp_path / "ud.xlsx")
    assert view.model.step is Step.CHECK
    assert not view.rows.take.isEnabled()
    view.model.back()
    assert view.model.step is Step.FILE


def test_every_control_has_a_name(view, file):
    read(view, file)
    lines = view.columns.line_widgets
    selects = [one for line in lines for one in (line.field, line.unit, line.mark)]
    controls = [view.stepper, view.rows.table, view.columns.sheet, *selects]
    assert all(one.accessibleName() for one in controls)


def test_the_screen_speaks_danish(session, visit, make_context, qtbot):
    danish = build(make_context(session, language=Language.DANISH), visit)
    qtbot.addWidget(danish)
    assert danish.title in ("Importér forslag", "Import proposals")


def test_the_more_menu_of_the_measures_leads_in_and_out(
    session, visit, make_context, qtbot, navigated, tmp_path, monkeypatch
):
    session.measures.add(visit, title="Slukke lyset")
    desk = open_visit(make_context(session), session, visit, qtbot, step="measures")
    found = {entry.text: entry for entry in entries(desk.measures)}
    assert list(found) == ["Import a list of proposals…", "Export to Excel…"]
    found["Import a list of proposals…"].act()
    assert navigated[-1] == ("import_measures", (visit,), {})
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(tmp_path / "ud.csv"), ""))
    found["Export to Excel…"].act()
    desk.settle()
    assert (tmp_path / "ud.csv").read_bytes().startswith(b"\xef\xbb\xbf")
