"""A company list through the real screen: file, columns, check, import, result."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from ambassador_app.i18n import Language
from ambassador_app.services.import_plan import CompanyField, RowState
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.import_companies.model import Step
from ambassador_app.ui.screens.import_companies.view import ImportView, build
from tests.builders import RESOURCES, session_in

DEMO = RESOURCES / "demo"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def view(session, make_context, qtbot) -> ImportView:
    shown = build(make_context(session))
    qtbot.addWidget(shown)
    shown.resize(1100, 760)
    shown.show()
    return shown


def settle(view: ImportView) -> None:
    view.context.tasks.flush_all()
    QApplication.processEvents()
    view.context.tasks.flush_all()


def read(view: ImportView, file: Path) -> None:
    view.model.read(file)
    settle(view)


def press(view: ImportView, button) -> None:
    assert button.isEnabled()
    button.click()
    settle(view)


def test_a_list_from_cvr_needs_no_columns_and_comes_in(view, session, navigated):
    read(view, DEMO / "cvr_companies.json")
    assert view.model.step is Step.CHECK
    assert view.rows.take.text() == "Import 37 rows"
    press(view, view.rows.take)
    assert view.model.step is Step.DONE
    assert session.companies.page().total == 37
    view.result.itemAt(0).widget().button.click()
    assert navigated == [("companies", (), {})]


def test_an_excel_users_list_goes_through_every_step(view, session):
    read(view, DEMO / "companies.csv")
    assert view.model.step is Step.COLUMNS
    assert [select.value() for select in view.columns.selects][:4] == ["cvr", "p_number", "name", "address"]
    press(view, view.columns.next)
    assert view.model.step is Step.CHECK
    assert view.rows.table.model.total == 10
    view.rows.filters.choices.choose_number(5)
    assert [row.state for row in view.model.rows()] == [RowState.DOUBTFUL] * 2
    press(view, view.rows.take)
    assert session.companies.page().total == 7


def test_the_remarks_of_a_row_can_be_read_whole(view):
    read(view, DEMO / "companies.csv")
    press(view, view.columns.next)
    view.rows.table.select(8)
    assert view.rows.detail.name.text() == "Row 12: Not readable"
    assert view.rows.detail.words.text() == "Navn: There is a number but no name."
    assert not view.rows.detail.taken.isVisible()


def test_a_changed_row_shows_old_and_new(view):
    read(view, DEMO / "cvr_companies.json")
    press(view, view.rows.take)
    read(view, DEMO / "companies.csv")
    press(view, view.columns.next)
    view.rows.filters.choices.choose_number(3)
    view.rows.table.select(0)
    assert view.rows.detail.words.text() == "Name: Ærenprisens Bageri ApS → Ærenprisens Bageri og Café ApS"


def test_doubtful_rows_are_taken_one_by_one_or_all(view, session):
    read(view, DEMO / "companies.csv")
    press(view, view.columns.next)
    view.rows.table.select(6)
    view.rows.detail.taken.click()
    assert view.rows.take.text() == "Import 8 rows"
    assert view.model.state_words(view.model.rows()[6]) == "Taken all the same"
    view.rows.all_doubtful.click()
    assert view.rows.take.text() == "Import 9 rows"
    press(view, view.rows.take)
    assert session.companies.page().total == 9


def test_enter_takes_a_doubtful_row_and_gives_it_back(view, qtbot):
    read(view, DEMO / "companies.csv")
    press(view, view.columns.next)
    view.rows.table.select(6)
    qtbot.keyClick(view.rows.table.table, Qt.Key.Key_Return)
    assert view.model.taken == 8
    qtbot.keyClick(view.rows.table.table, Qt.Key.Key_Return)
    assert view.model.taken == 7


def test_a_column_holds_one_thing_and_a_name_is_needed(view):
    read(view, DEMO / "companies.csv")
    model, columns = view.model, view.columns
    model.choose(3, CompanyField.NAME)
    assert [select.value() for select in columns.selects][2:4] == ["", "name"]
    model.choose(3, "")
    assert not columns.next.isEnabled()
    assert columns.hint.isVisible()
    model.choose(2, CompanyField.NAME)
    assert columns.next.isEnabled()


def test_a_file_that_cannot_be_read_says_why_and_nothing_is_lost(view, tmp_path):
    read(view, tmp_path / "gone.csv")
    assert view.model.step is Step.FILE
    assert "gone.csv" in view.complaint.accessibleName()
    read(view, DEMO / "companies.csv")
    assert not view.complaint.isVisible()


def test_a_file_can_be_dropped(view):
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(DEMO / "companies.csv"))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        dragged,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)
    settle(view)
    assert view.model.step is Step.COLUMNS


def test_a_stopped_import_saves_nothing(view, session, tmp_path):
    rows = "".join(f"{20_000_000 + at};{1_000_000_000 + at};Firma {at}\n" for at in range(3000))
    (tmp_path / "many.csv").write_text("CVR;P-nr;Navn\n" + rows, "utf-8")
    read(view, tmp_path / "many.csv")
    press(view, view.columns.next)
    view.model.advanced.connect(lambda _share: view.waiting.stop.click())
    view.rows.take.click()
    assert view.waiting.isVisible()
    assert not view.pages.isEnabled()
    view.model.cancel()
    settle(view)
    assert view.complaint.accessibleName() == "Stopped. Nothing was imported."
    assert view.model.step is Step.CHECK
    assert session.companies.page().total == 0


def test_steps_that_were_not_reached_cannot_be_opened(view):
    view.stepper.chosen.emit(Step.CHECK)
    assert (view.model.step, view.stepper.current()) == (Step.FILE, Step.FILE)
    read(view, DEMO / "companies.csv")
    press(view, view.columns.next)
    view.model.go(Step.COLUMNS)
    assert view.pages.currentWidget() is view.columns
    view.model.go(Step.CHECK)
    assert view.pages.currentWidget() is view.rows


def test_every_control_has_a_name(view):
    read(view, DEMO / "companies.csv")
    press(view, view.columns.next)
    controls = (view.stepper, view.rows.table, view.rows.take, view.rows.all_doubtful, *view.columns.selects)
    assert all(one.accessibleName() for one in controls)


def test_the_screen_speaks_danish(session, make_context, qtbot):
    danish = build(make_context(session, language=Language.DANISH))
    qtbot.addWidget(danish)
    assert danish.title == "Importér virksomheder"
