"""The checklists on the screen: listed, read in from a workbook, tried out, published, compared, saved, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ambassador_app.i18n import Language
from ambassador_app.services.checklist_versions import VersionState
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.checklists.view import ChecklistsView, build
from ambassador_app.ui.screens.visit import trial
from ambassador_app.ui.screens.visit.trial import TrialView
from tests.builders import a_visit, session_in
from tests.exchange.workbooks import row
from tests.services.test_checklist_library import MORE, SURVEY, form, line_of, offered, published
from tests.ui.conftest import MakeContext

FAULTY = [*SURVEY, row("calculate", "far", calculation="pulldata('x', 'y', 'z', ${on})"), row("barcode", "bar")]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def open_screen(make_context: MakeContext, qtbot: QtBot, session: Session) -> Callable[..., ChecklistsView]:
    def show(checklist: str = "", *, language: Language = Language.ENGLISH) -> ChecklistsView:
        context = make_context(session, language=language)
        made = build(context, checklist=checklist)
        qtbot.addWidget(made)
        assert isinstance(made, ChecklistsView)
        context.tasks.changed.connect(made.changed)
        made.show()
        settle(made)
        return made

    return show


def settle(view: ChecklistsView | TrialView) -> None:
    for _ in range(5):
        view.context.tasks.flush_all()


def taken(view: ChecklistsView, folder: Path, data: bytes, name: str = "skema.xlsx") -> None:
    file = folder / name
    file.write_bytes(data)
    view.model.read(file)
    settle(view)


def test_the_list_tells_whose_version_is_in_use(open_screen: Callable[..., ChecklistsView], session: Session) -> None:
    published(session, form(form_id="night_walk", version="K1"))
    session.checklist_library.retire("farm")
    view = open_screen()
    rows = view.list_card.lines
    assert "night_walk" in rows
    assert list(rows)[-1] == "farm"
    assert view.undo_label
    view.list_card.wanted.emit("night_walk")
    settle(view)
    assert view.stack.currentWidget() is view.detail
    assert {one.line.state for one in view.detail.rows.values()} == {VersionState.CURRENT, VersionState.OLDER}
    view.show_list()
    assert view.stack.currentWidget() is view.list_page


def test_a_workbook_is_reported_kept_and_published(
    open_screen: Callable[..., ChecklistsView], session: Session, tmp_path: Path
) -> None:
    view = open_screen()
    taken(view, tmp_path, form())
    assert view.stack.currentWidget() is view.report
    assert view.report.verdict.isVisibleTo(view)
    assert not view.report.refusal.isVisibleTo(view)
    assert not view.report.remarks.isVisibleTo(view)
    view.report.keep.click()
    settle(view)
    assert view.stack.currentWidget() is view.detail
    assert view.detail.waiting.isVisibleTo(view)
    assert "form" not in offered(session)
    view.detail.waiting.use.click()
    settle(view)
    assert "form" in offered(session)
    assert not view.detail.waiting.isVisibleTo(view)
    view.undo()
    settle(view)
    assert view.detail.waiting.isVisibleTo(view)
    view.redo()
    settle(view)
    assert "form" in offered(session)


def test_errors_are_listed_with_their_cells_and_keep_it_from_being_published(
    open_screen: Callable[..., ChecklistsView], session: Session, tmp_path: Path
) -> None:
    view = open_screen()
    taken(view, tmp_path, form(FAULTY))
    assert view.report.refusal.isVisibleTo(view)
    lists = view.report.remarks.findChildren(type(view.report.remarks.layout().itemAt(1).layout().itemAt(0).widget()))
    said = "\n".join(line for one in lists for line in one.lines)
    assert "Sheet survey, " in said
    assert "pulldata" in said
    view.report.keep.click()
    settle(view)
    view.detail.waiting.use.click()
    settle(view)
    assert "form" not in offered(session)


def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(
    open_screen: Callable[..., ChecklistsView], tmp_path: Path
) -> None:
    view = open_screen()
    taken(view, tmp_path, b"hello", "notes.xlsx")
    assert view.complaint.isVisibleTo(view)
    assert view.stack.currentWidget() is view.list_page


def test_what_differs_is_said_and_an_older_version_is_used_again(
    open_screen: Callable[..., ChecklistsView], session: Session, tmp_path: Path
) -> None:
    first = published(session, form())
    view = open_screen("form")
    taken(view, tmp_path, form(MORE, version="2"))
    (group,) = view.report.differences.groups
    assert "words (en)?" in group.lines[0]
    view.report.keep.click()
    settle(view)
    (group,) = view.detail.waiting.differences.groups
    assert "words (en)?" in group.lines[0]
    view.detail.waiting.use.click()
    settle(view)
    old = view.detail.rows[first]
    old.buttons["compare"].click()
    settle(view)
    assert view.detail.compared.isVisibleTo(view)
    old = view.detail.rows[first]
    old.buttons["use"].click()
    settle(view)
    assert offered(session)["form"] == first


def test_a_draft_is_let_go_and_a_checklist_retired(
    open_screen: Callable[..., ChecklistsView], session: Session, tmp_path: Path
) -> None:
    published(session, form())
    view = open_screen("form")
    taken(view, tmp_path, form(MORE))
    view.report.keep.click()
    settle(view)
    view.detail.waiting.discard.click()
    settle(view)
    assert line_of(session, "form").draft is None
    view.detail.retire_button.click()
    settle(view)
    assert "form" not in offered(session)
    view.detail.retire_button.click()
    settle(view)
    assert "form" in offered(session)


def test_workbook_and_blank_paper_are_saved(
    open_screen: Callable[..., ChecklistsView], session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = open_screen("night_walk")
    (only,) = view.detail.rows.values()
    for key, name in (("workbook", "a.xlsx"), ("blank", "b.pdf")):
        monkeypatch.setattr(
            "ambassador_app.ui.widgets.dialogs.choose_save", lambda *_args, name=name, **_more: tmp_path / name
        )
        only.buttons[key].click()
        settle(view)
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "b.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_trial_run_works_like_the_walkthrough_and_keeps_nothing(
    make_context: MakeContext, qtbot: QtBot, session: Session
) -> None:
    sha256 = session.checklist_library.shown()[0].current.sha256  # type: ignore[union-attr]
    visit_id = a_visit(session)
    before = session.visits.history(visit_id)
    view = trial.build(make_context(session, language=Language.ENGLISH), sha256)
    assert isinstance(view, TrialView)
    qtbot.addWidget(view)
    view.show()
    settle(view)
    form_now = view.model.form
    assert form_now is not None
    asked = next(one for one in form_now.questions() if one.question.kind.value == "select_one")
    view.model.answer(asked.path, value=asked.question.choices[0].name, note="prøve")
    settle(view)
    assert view.model.form is not None
    assert view.model.form[asked.path].value == asked.question.choices[0].name
    assert session.visits.history(visit_id) == before
    assert session.checklist_library.undoable() == (None, None)
    view.again.click()
    settle(view)
    assert view.model.form is not None
    assert not view.model.form[asked.path].answered
