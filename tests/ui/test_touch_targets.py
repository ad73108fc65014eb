"""Whoever stands with the laptop on an arm and taps with a thumb hits what is meant: 44 px, on every card."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.offers import Offer
from tests.builders import a_visit, session_in
from tests.ui.visit_desk import VisitDesk, a_picture, open_visit

LIGHTING = "/data/lighting"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(make_context: Callable, session: Session, qtbot: object, tmp_path: Path) -> VisitDesk:
    visit = a_visit(session)
    session.visits.answer(visit, f"{LIGHTING}/ly1_lamp_kind", value="t8")
    session.visits.answer(visit, f"{LIGHTING}/ly1_count", value=120.0, note="Tæl igen", not_seen="")
    session.visits.answer(visit, f"{LIGHTING}/ly_more_zones", value="yes")
    session.rows.add(visit, f"{LIGHTING}/zones")
    session.notes.add_finding(visit, "Porten står åben")
    session.evidence.add_file(visit, b"%PDF-1.7", "Energimærke.pdf")
    session.evidence.add_photo(visit, a_picture(tmp_path).read_bytes(), "hal.jpg")
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


def small(desk: VisitDesk) -> set[tuple[str, str, int]]:
    """What is too low for a finger, with its height."""
    touch, found = desk.context.theme.touch, targets(desk.walkthrough)
    assert len(found) > 10
    return {(type(one).__name__, one.accessibleName(), one.height()) for one in found if one.height() < touch}


def test_everything_on_the_walkthrough_is_large_enough_for_a_finger(desk: VisitDesk) -> None:
    offer = desk.walkthrough.findChild(Offer)
    assert offer is not None
    offer.dismiss_button.click()
    desk.settle()
    assert small(desk) == set()


def test_a_photo_is_looked_at_and_drawn_on_with_a_finger(desk: VisitDesk) -> None:
    photo = next(one.id for one in desk.workspace().dossier.attachments if one.name == "hal.jpg")
    desk.walkthrough.photos.open_photo(photo)
    desk.settle()
    assert small(desk) == set()
    desk.walkthrough.photos.draw(photo)
    desk.settle()
    assert small(desk) == set()
    desk.walkthrough.photos.open_phone()
    desk.settle()
    assert small(desk) == set()
