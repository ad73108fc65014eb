"""A year later: a measure of a sealed visit is followed up by mouse, verified, and undone; the report stays."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ambassador_app.app import Root
from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.services.session import Session
from tests.builders import a_visit, session_in, signed
from tests.e2e.conftest import Start


def sealed_long_ago(session: Session) -> tuple[VisitId, MeasureId]:
    """A visit that proposed one measure, signed and sealed."""
    visit_id = a_visit(session)
    measure = MeasureId(session.measures.add(visit_id, title="Luk porten om natten").id)
    session.measures.change(measure, inputs={"before.electricity": 10_000.0, "after.electricity": 0.0})
    signed(session, visit_id)
    session.signing.seal(visit_id)
    return visit_id, measure


def test_a_measure_is_followed_from_the_rail_to_a_verified_saving(root: Root, start: Start) -> None:
    with session_in(root.paths.data) as session:
        visit_id, measure = sealed_long_ago(session)
        sealed = session.reports.pdf(session.reports.of_visit(visit_id)[0].id)

    person = start()
    person.key(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    person.open_row("Measures", "Luk porten om natten")
    person.press("Completed", within="Status")
    person.press("Verified", within="Status")
    person.write("Electricity", "8000", within="Verified saving")
    person.press("Keep as verified")
    person.wait(lambda: person.reads("80\N{NO-BREAK SPACE}%"))
    session = person.application.session
    assert session is not None
    assert session.follow_up.file(measure).measure.status is MeasureStatus.VERIFIED

    person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.follow_up.file(measure).measure.status is MeasureStatus.COMPLETED
    assert session.visits.workspace(visit_id).undo is None
    assert session.reports.pdf(session.reports.of_visit(visit_id)[0].id) == sealed
    person.window.close()

    again = start()
    assert again.screen.title == "Luk porten om natten"
    assert not again.application.notices.shown
