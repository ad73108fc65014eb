"""A visit under way moves to another version of its checklist on request, loses nothing, and moves back."""

from __future__ import annotations

import pytest

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.form_versions import ChangeKind, WhyParked
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import AttachmentKind
from ambassador_app.errors import VisitLocked
from ambassador_app.report import snapshot
from ambassador_app.services.session import Session
from tests.builders import a_visit, signed
from tests.exchange.workbooks import CHOICES, SETTINGS, row, workbook
from tests.services.sights import a_photo

MAYBE = {"list_name": "ym", "name": "maybe", "label::Dansk (da)": "Måske", "label::English (en)": "Maybe"}
LISTS = [*CHOICES, *({**one, "list_name": "ym"} for one in CHOICES), MAYBE]
OLD = [
    row("begin_group", "light"),
    row("select_one ym", "on", bind__kb__code="LY4"),
    row("integer", "count"),
    row("text", "words", bind__kb__code="LY9"),
    row("text", "gone"),
    {"type": "end_group"},
    row("begin_repeat", "room"),
    row("decimal", "area"),
    {"type": "end_repeat"},
]
NEW = [
    row("begin_group", "light"),
    row("select_one yn", "on", bind__kb__code="LY4"),
    row("text", "count"),
    row("date", "day", default="2026-01-01"),
    {"type": "end_group"},
    row("begin_group", "talk"),
    row("text", "said", bind__kb__code="LY9"),
    {"type": "end_group"},
    row("begin_repeat", "room"),
    row("decimal", "area"),
    {"type": "end_repeat"},
]
ANSWERS = {
    "/data/light/on": "maybe",
    "/data/light/count": 3.0,
    "/data/light/words": "godt lys",
    "/data/light/gone": "væk",
    "/data/room[k1]/area": 12.5,
}


def publish(session: Session, survey: list[dict[str, object]], version: str) -> Changes:
    library = session.checklist_library
    data = workbook(survey, LISTS, [{**SETTINGS[0], "version": version}])
    library.keep_draft(library.read_file(data, "skema.xlsx"))
    return library.publish("form")


def given(session: Session, visit_id: VisitId) -> dict[str, object]:
    answers = session.visits.workspace(visit_id).answers
    return {path: one.value for path, one in answers.items() if one.is_given}


@pytest.fixture
def visit_id(session: Session) -> VisitId:
    publish(session, OLD, "1")
    found = a_visit(session, checklist_id="form")
    for path, value in ANSWERS.items():
        session.visits.answer(found, path, value=value)
    return found


def test_there_is_nothing_to_offer_until_there_is_another_version(session: Session, visit_id: VisitId) -> None:
    assert session.visit_upgrades.offer(visit_id) is None
    publish(session, NEW, "2")
    offer = session.visit_upgrades.offer(visit_id)
    assert offer is not None
    assert offer.version == "2"
    assert session.visit_upgrades.offer(a_visit(session, checklist_id="form")) is None


def test_the_preview_tells_what_goes_along_and_what_not(session: Session, visit_id: VisitId) -> None:
    publish(session, NEW, "2")
    found = session.visit_upgrades.preview(visit_id)
    assert {(one.path, one.why) for one in found.parked} == {
        ("/data/light/on", WhyParked.CHOICE_GONE),
        ("/data/light/count", WhyParked.OTHER_KIND),
        ("/data/light/gone", WhyParked.QUESTION_GONE),
    }
    assert (found.carried, found.back) == (2, 0)
    assert (ChangeKind.MOVED, "/data/talk/said") in {(one.kind, one.path) for one in found.differences}
    assert given(session, visit_id) == ANSWERS


def test_it_moves_in_one_deed_and_undo_brings_everything_back(session: Session, visit_id: VisitId) -> None:
    before = session.visits.workspace(visit_id)
    publish(session, NEW, "2")
    session.visit_upgrades.use(visit_id)
    after = session.visits.workspace(visit_id)
    assert after.dossier.checklist is not None
    assert after.dossier.checklist.version == "2"
    assert given(session, visit_id) == {
        "/data/talk/said": "godt lys",
        "/data/room[k1]/area": 12.5,
        "/data/light/day": "2026-01-01",
    }
    assert {one.path for one in after.dossier.visit.parked} == {
        "/data/light/on",
        "/data/light/count",
        "/data/light/gone",
    }
    assert after.undo == Deed.UPGRADE_CHECKLIST
    session.visits.undo(visit_id)
    undone = session.visits.workspace(visit_id)
    assert undone.answers == before.answers
    assert undone.dossier.visit == before.dossier.visit
    session.visits.redo(visit_id)
    assert session.visits.workspace(visit_id).answers == after.answers


def test_what_was_put_aside_comes_back_when_it_has_a_place_again(session: Session, visit_id: VisitId) -> None:
    publish(session, NEW, "2")
    session.visit_upgrades.use(visit_id)
    session.visits.answer(visit_id, "/data/light/count", value="tolv")
    publish(session, OLD, "3")
    preview = session.visit_upgrades.preview(visit_id)
    assert {one.path for one in preview.parked} == {"/data/light/count", "/data/light/day"}
    assert preview.back == 3
    session.visit_upgrades.use(visit_id)
    assert given(session, visit_id) == ANSWERS
    kept = session.visits.workspace(visit_id).dossier.visit.parked
    assert {(one.path, one.answer.value) for one in kept} == {
        ("/data/light/count", "tolv"),
        ("/data/light/day", "2026-01-01"),
    }


def test_photos_and_observations_follow_their_question(session: Session, visit_id: VisitId) -> None:
    session.evidence.add_photo(visit_id, a_photo(), name="a.jpg", area="light", question="/data/light/words")
    session.notes.add_finding(visit_id, "Tændt om natten", area="light", question="/data/light/words")
    publish(session, NEW, "2")
    session.visit_upgrades.use(visit_id)
    dossier = session.visits.workspace(visit_id).dossier
    photos = [one for one in dossier.attachments if one.kind is AttachmentKind.PHOTO]
    for one in (*photos, *dossier.findings):
        assert (one.question, one.area) == ("/data/talk/said", "talk")


def test_what_was_put_aside_is_in_no_report(session: Session, visit_id: VisitId) -> None:
    publish(session, NEW, "2")
    session.visit_upgrades.use(visit_id)
    assert "væk".encode() not in snapshot(session.visits.workspace(visit_id).dossier)


def test_a_sealed_visit_never_moves(session: Session, visit_id: VisitId) -> None:
    signed(session, visit_id)
    session.signing.seal(visit_id)
    publish(session, NEW, "2")
    assert session.visit_upgrades.offer(visit_id) is None
    with pytest.raises(VisitLocked):
        session.visit_upgrades.use(visit_id)
    session.visits.amend(visit_id, "En rettelse")
    assert session.visit_upgrades.offer(visit_id) is None
    with pytest.raises(VisitLocked):
        session.visit_upgrades.use(visit_id)
