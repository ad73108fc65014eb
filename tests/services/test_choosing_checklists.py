"""A visit takes the checklist of its kind and place, another one on wish, and keeps the one it began with."""

from __future__ import annotations

import pytest

from ambassador_app.domain.identifiers import SiteId, VisitId
from ambassador_app.domain.place import Reach, SiteKind
from ambassador_app.domain.visit import VisitKind
from ambassador_app.errors import FieldRefused, UnknownSet
from ambassador_app.services.session import Session
from tests.builders import a_company, a_visit

LAMPS = "/data/lighting/ly1_lamp_kind"


def chosen(session: Session, visit_id: VisitId) -> str:
    return session.visits.workspace(visit_id).dossier.visit.checklist_id


def a_farm(session: Session) -> SiteId:
    return SiteId(session.companies.create("Østergård", kind=SiteKind.FARM).id)


def test_kind_and_place_decide(session: Session) -> None:
    company, farm = a_company(session), a_farm(session)
    assert chosen(session, a_visit(session, company)) == "company_walkthrough"
    assert chosen(session, a_visit(session, farm)) == "farm"
    assert chosen(session, a_visit(session, farm, kind=VisitKind.FIRST_MEETING)) == "first_meeting"


def test_another_one_can_be_planned_with_and_taken_until_the_first_answer(session: Session) -> None:
    visit_id = a_visit(session, checklist_id="night_walk")
    assert chosen(session, visit_id) == "night_walk"
    session.visits.choose_checklist(visit_id, "company_walkthrough")
    session.visits.answer(visit_id, LAMPS, value="t8")
    with pytest.raises(FieldRefused):
        session.visits.choose_checklist(visit_id, "farm")
    assert chosen(session, visit_id) == "company_walkthrough"


def test_a_checklist_that_is_not_here_is_refused(session: Session) -> None:
    visit_id = a_visit(session)
    with pytest.raises(UnknownSet):
        session.visits.choose_checklist(visit_id, "nothing")
    with pytest.raises(UnknownSet):
        a_visit(session, a_farm(session), checklist_id="nothing")


def test_the_checklist_follows_the_kind_of_visit_unless_one_was_chosen(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.change(visit_id, kind=VisitKind.NIGHT_WALK)
    assert chosen(session, visit_id) == "night_walk"
    session.visits.choose_checklist(visit_id, "inspection")
    session.visits.change(visit_id, kind=VisitKind.FOLLOW_UP)
    assert chosen(session, visit_id) == "inspection"
    session.visits.undo(visit_id)
    session.visits.undo(visit_id)
    session.visits.undo(visit_id)
    assert chosen(session, visit_id) == "company_walkthrough"


def test_a_visit_under_way_keeps_its_checklist_whatever_it_is_called(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, value="t8")
    session.visits.change(visit_id, kind=VisitKind.TECHNICAL_REVIEW)
    session.visits.change(visit_id, kind=VisitKind.NIGHT_WALK)
    assert chosen(session, visit_id) == "company_walkthrough"
    assert session.visits.workspace(visit_id).answers[LAMPS].value == "t8"


def test_an_impression_is_internal_from_its_first_word_and_can_be_opened(session: Session) -> None:
    visit_id = a_visit(session, kind=VisitKind.FIRST_MEETING)
    path = "/data/next_steps/fm_impression"
    session.visits.answer(visit_id, path, note="Ring til økonomichefen")
    session.visits.answer(visit_id, path, value="Hun er drivkraften")
    assert session.visits.workspace(visit_id).answers[path].reach is Reach.INTERNAL
    session.visits.answer(visit_id, path, reach=Reach.REPORT)
    session.visits.answer(visit_id, path, value="Hun er med")
    assert session.visits.workspace(visit_id).answers[path].reach is Reach.REPORT
    other = "/data/interests/fm_wish"
    session.visits.answer(visit_id, other, value="Lavere regning")
    assert session.visits.workspace(visit_id).answers[other].reach is Reach.REPORT
