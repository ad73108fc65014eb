"""A visit is planned from the page of a site, with the checklist of its kind or another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ambassador_app.domain.identifiers import SiteId
from ambassador_app.services.session import Session
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.company.view import CompanyView, build
from tests.builders import a_company, session_in
from tests.ui.conftest import MakeContext


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


def open_page(context: UiContext, site_id: SiteId, qtbot: object) -> CompanyView:
    view = build(context, site_id)
    assert isinstance(view, CompanyView)
    qtbot.addWidget(view)
    view.resize(1278, 690)
    view.show()
    view.model.refresh()
    context.tasks.flush_all()
    view.plan_visit()
    context.tasks.flush_all()
    return view


def planned(session: Session, site_id: SiteId) -> str:
    (line,) = session.visits.page(site_id=site_id).lines
    return session.visits.workspace(line.visit_id).dossier.visit.checklist_id


def test_without_a_choice_the_kind_of_visit_decides(make_context: MakeContext, session: Session, qtbot: object) -> None:
    context, site_id = make_context(session), a_company(session)
    view = open_page(context, site_id, qtbot)
    assert view.plan.checklist.currentText() == "The one for this kind of visit"
    assert view.plan.checklist.count() == 9
    view.plan.kind.set_value("night_walk")
    qtbot.mouseClick(view.plan.plan, Qt.MouseButton.LeftButton)
    context.tasks.flush_all()
    assert planned(session, site_id) == "night_walk"


def test_another_checklist_can_be_planned_with(make_context: MakeContext, session: Session, qtbot: object) -> None:
    context, site_id = make_context(session), a_company(session)
    view = open_page(context, site_id, qtbot)
    view.plan.checklist.set_value("farm")
    qtbot.mouseClick(view.plan.plan, Qt.MouseButton.LeftButton)
    context.tasks.flush_all()
    assert planned(session, site_id) == "farm"
