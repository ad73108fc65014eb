"""Whoever stands with the laptop on an arm and taps with a thumb hits what is meant: 44 px, on every card."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.offers import Offer
from tests.builders import a_visit, session_in
from tests.ui.visit_desk import VisitDesk, open_visit

LIGHTING = "/data/lighting"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(make_context: Callable, session: Session, qtbot: object) -> VisitDesk:
    visit = a_visit(session)
    session.visits.answer(visit, f"{LIGHTING}/ly1_lamp_kind", value="t8")
    session.visits.answer(visit, f"{LIGHTING}/ly1_count", value=120.0, note="Tæl igen", not_seen="")
    session.visits.answer(visit, f"{LIGHTING}/ly_more_zones", value="yes")
    session.rows.add(visit, f"{LIGHTING}/zones")
    session.notes.add_finding(visit, "Porten står åben")
    return open_visit(make_context(session), session, visit, qtbot, step="walkthrough", area=LIGHTING)


def targets(widget: QWidget) -> list[QWidget]:
    """What can be tapped and is shown, but for what the toolkit puts inside a field."""
    return [
        one
        for one in widget.findChildren(QWidget)
        if isinstance(one, QAbstractButton | QComboBox | QLineEdit)
        and one.isVisible()
        and not isinstance(one.parent(), QLineEdit | QComboBox)
    ]


def test_everything_on_the_walkthrough_is_large_enough_for_a_finger(desk: VisitDesk) -> None:
    offer = desk.walkthrough.findChild(Offer)
    assert offer is not None
    offer.dismiss_button.click()
    desk.settle()
    found = targets(desk.walkthrough)
    touch = desk.context.theme.touch
    small = {(type(one).__name__, one.accessibleName(), one.height()) for one in found if one.height() < touch}
    assert small == set()
    assert len(found) > 100
