"""A newer version of the checklist in an open visit: a line, a page that tells what it means, a step that is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.prepare import PreparePanel
from tests.builders import a_visit, session_in
from tests.services.test_visit_upgrades import ANSWERS, NEW, OLD, given, publish
from tests.ui.visit_desk import VisitDesk, open_visit

ON = "/data/light/on"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def visit_id(session: Session) -> VisitId:
    publish(session, OLD, "1")
    found = a_visit(session, checklist_id="form")
    for path, value in ANSWERS.items():
        session.visits.answer(found, path, value=value)
    return found


@pytest.fixture
def desk(make_context: Callable[..., object], session: Session, qtbot: QtBot, visit_id: VisitId) -> VisitDesk:
    context = make_context(session, language=Language.ENGLISH)
    return open_visit(context, session, visit_id, qtbot, step="walkthrough", area="/data/light")


def published(desk: VisitDesk) -> None:
    """As somebody does in Settings while the visit is open."""
    desk.context.tasks.run(lambda: publish(desk.session, NEW, "2"), owner=desk.view)
    desk.settle()


def test_the_line_comes_when_a_newer_version_is_published(desk: VisitDesk) -> None:
    line = desk.walkthrough.upgrade.line
    assert not line.isVisible()
    published(desk)
    assert line.isVisible()


def test_the_page_tells_and_the_step_is_taken_and_taken_back(desk: VisitDesk) -> None:
    published(desk)
    panel = desk.walkthrough
    panel.upgrade.line.wanted.emit()
    desk.settle()
    assert panel.stack.currentWidget() is panel.upgrade
    assert panel.upgrade.aside.isVisible()
    assert len(panel.upgrade.differences.groups) > 2
    panel.upgrade.stay.click()
    assert panel.stack.currentWidget() is panel.open_pages
    panel.upgrade.enter()
    desk.settle()
    panel.upgrade.use.click()
    desk.settle()
    assert not panel.upgrade.line.isVisible()
    assert panel.stack.currentWidget() is panel.open_pages
    assert "/data/talk/said" in given(desk.session, desk.visit_id)
    page = panel.page()
    assert page is not None
    assert "/data/light/day" in page.order
    assert "/data/light/gone" not in page.order
    desk.view.undo()
    desk.settle()
    assert given(desk.session, desk.visit_id) == ANSWERS
    page = panel.page()
    assert page is not None
    assert "/data/light/gone" in page.order


def test_a_blank_checklist_is_printed_from_prepare(
    desk: VisitDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.view.open(step="prepare")
    desk.settle()
    panel = desk.view.panel()
    assert isinstance(panel, PreparePanel)
    out = tmp_path / "tomt.pdf"
    monkeypatch.setattr("ambassador_app.ui.screens.visit.prepare_checklist.choose_save", lambda *_a, **_b: out)
    panel.checklist.paper.click()
    desk.settle()
    assert out.read_bytes().startswith(b"%PDF-")
