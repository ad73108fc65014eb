"""What the report of a kind has to say is asked for while the visit is prepared."""

from __future__ import annotations

from ambassador_app.domain.identifiers import SiteId, VisitId
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import Step, VisitKind
from ambassador_app.services.session import Session
from tests.builders import a_visit


def missing(session: Session, visit_id: VisitId) -> str:
    return " ".join(one.text for one in session.visits.workspace(visit_id).missing[Step.PREPARE])


def test_a_farms_number_is_asked_for_until_it_is_there(session: Session) -> None:
    farm = SiteId(session.companies.create("Vestergård", kind=SiteKind.FARM).id)
    visit_id = a_visit(session, farm)
    assert "CHR number" in missing(session, visit_id)
    session.companies.change_site(farm, chr_number="123456")
    assert missing(session, visit_id) == ""


def test_an_advisers_interests_are_asked_for_in_a_technical_review_only(session: Session) -> None:
    assert missing(session, a_visit(session)) == ""
    visit_id = a_visit(session, kind=VisitKind.TECHNICAL_REVIEW)
    assert "interests of the adviser" in missing(session, visit_id)
    session.visits.change(visit_id, adviser_interests="Ingen")
    assert missing(session, visit_id) == ""
