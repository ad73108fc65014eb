"""Variants side by side and measures from another visit, with the real screen of a visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.copying import CopyPage
from ambassador_app.ui.screens.visit.measure_more import MenuEntry, entries_of
from ambassador_app.ui.screens.visit.variants import VariantsPage
from tests.builders import a_company, a_visit, session_in
from tests.services.test_sets import LED, a_lamp
from tests.ui.step_desk import Open
from tests.ui.visit_desk import VisitDesk, open_visit


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_at(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    def show(*, visit_id: str = "", **arguments: object) -> VisitDesk:
        context = make_context(session)
        desk = open_visit(context, session, visit_id or a_visit(session), qtbot, step="measures", **arguments)
        desk.settle()
        return desk

    return show


def entry(desk: VisitDesk, words: str) -> MenuEntry:
    return next(one for group in entries_of(desk.measures) for one in group if words in one.text)


def lines(page: VariantsPage) -> list[list[str]]:
    found = []
    for line in range(page.table.rowCount()):
        cells = [page.table.itemAtPosition(line, place) for place in range(4)]
        found.append([cell.widget().text() if cell is not None and cell.widget() else "" for cell in cells])
    return found


def test_a_variant_is_made_compared_and_chosen(open_at: Open, session: Session) -> None:
    visit_id = a_visit(session)
    lamp = a_lamp(session, visit_id)
    desk = open_at(visit_id=visit_id)
    assert not entry(desk, "Compare").enabled
    desk.measures.table.select(0)
    entry(desk, "Make a variant").act()
    desk.settle()
    page = desk.measures.stack.currentWidget()
    assert isinstance(page, VariantsPage)
    left, right = page.sides
    assert left.value() == lamp
    assert right.badge.text() == "Not chosen"
    assert not [line for line in lines(page) if line[0] == "≠"], "a fresh variant does not differ"

    other = right.value()
    session.measures.change(MeasureId(other), inputs={**LED, "power_new_w": 31}, investment_dkk=30_000)
    desk.view.model.refresh()
    desk.settle()
    differing = {line[1]: line[2:] for line in lines(page) if line[0] == "≠"}
    assert differing["Investment"] == ["DKK\u00a060,000", "DKK\u00a030,000"]
    assert "Simple payback" in differing
    assert any("31" in cells[1] for cells in differing.values())

    right.use.click()
    desk.settle()
    kept = {one.id: one for one in desk.workspace().dossier.measures}
    assert kept[other].is_proposed
    assert kept[lamp].is_alternative
    page.make.click()
    desk.settle()
    assert page.sides[1].choice.count() == 3
    page.sides[1].own.click()
    desk.settle()
    assert len({one.id for one in desk.workspace().dossier.measures if one.is_proposed}) == 2
    page.closed.emit()
    assert desk.measures.stack.currentWidget() is desk.measures.list_page


def test_measures_are_copied_from_another_visit(open_at: Open, session: Session) -> None:
    site = a_company(session)
    old = a_visit(session, site)
    a_lamp(session, old)
    session.measures.add(old, title="Luk porten", calculator="custom")
    other = a_visit(session, a_company(session, "Nabo A/S", cvr="", p_number=""))
    desk = open_at(visit_id=a_visit(session, site))
    entry(desk, "Copy from another visit").act()
    desk.settle()
    page = desk.measures.stack.currentWidget()
    assert isinstance(page, CopyPage)
    table = page.table.model
    assert [table.row(line).visit_id for line in range(table.rowCount())] == [old, other]
    page.table.select(0)
    desk.settle()
    assert len(page.measures.ticks) == 2
    assert not page.measures.copy.isEnabled()
    assert page.measures.vat.isHidden()
    page.measures.all.click()
    assert page.measures.copy.text() == "Copy 2 measures"
    page.measures.copy.click()
    desk.settle()
    assert len(desk.workspace().dossier.measures) == 2
    assert desk.measures.stack.currentWidget() is desk.measures.list_page
    assert any("2 measures are copied" in one.text for one in desk.context.notices.shown)

    entry(desk, "Copy from another visit").act()
    desk.settle()
    page = desk.measures.stack.currentWidget()
    assert isinstance(page, CopyPage)
    page.search.set_value("nabo", force=True)
    page._search("nabo")
    desk.settle()
    assert page.table.model.rowCount() == 1
    page.table.select(0)
    desk.settle()
    assert not page.measures.nothing.isHidden()


def test_a_locked_visit_is_only_compared(open_at: Open, session: Session) -> None:
    visit_id = a_visit(session)
    lamp = MeasureId(a_lamp(session, visit_id))
    session.variants.make(lamp)
    session.visits.cancel(visit_id)
    desk = open_at(visit_id=visit_id)
    desk.measures.table.select(0)
    found = entry(desk, "Compare")
    assert (found.enabled, found.writes) == (True, False)
    found.act()
    page = desk.measures.stack.currentWidget()
    assert isinstance(page, VariantsPage)
    assert page.make.isHidden()
    assert page.sides[1].use.isHidden()
