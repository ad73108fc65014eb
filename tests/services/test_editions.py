"""A later edition says on its first page why it was made and what it changes; once sealed, that stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ambassador_app.domain.editions import Change, ChangedPart, EditionChange, changes_between
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Severity
from ambassador_app.report import logical_text
from ambassador_app.services.session import Session
from tests.builders import a_visit, session_in, signed

REASON = "Investeringen i LED var forkert."


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


def sealed_visit(session: Session) -> VisitId:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, "/data/lighting/ly1_lamp_kind", value="t8")
    session.notes.add_finding(visit_id, "Lyset brænder i hal 2.", area="lighting", severity=Severity.IMPORTANT)
    signed(session, visit_id)
    session.signing.seal(visit_id)
    return visit_id


def changes(session: Session, visit_id: VisitId) -> set[EditionChange]:
    (edition,) = session.visits.workspace(visit_id).dossier.editions
    return set(edition.changes)


def text(pdf: bytes) -> str:
    return " ".join(logical_text(pdf).split())


def test_a_first_edition_has_nothing_to_say(session: Session) -> None:
    visit_id = sealed_visit(session)
    assert session.visits.workspace(visit_id).dossier.editions == ()


def test_an_amendment_says_why_and_what_on_its_first_page(session: Session) -> None:
    visit_id = sealed_visit(session)
    session.visits.amend(visit_id, REASON)
    assert changes(session, visit_id) == set()
    session.visits.change(visit_id, remarks="Nye lokaler på vej.")
    session.visits.answer(visit_id, "/data/lighting/ly1_lamp_kind", value="t8", note="Nord")
    session.notes.add_finding(visit_id, "Porten står åben.", area="heating")
    assert changes(session, visit_id) == {
        EditionChange(ChangedPart.VISIT, Change.ADDED, "remarks"),
        EditionChange(ChangedPart.ANSWERS, Change.CHANGED, "/data/lighting/ly1_lamp_kind"),
        EditionChange(ChangedPart.FINDINGS, Change.ADDED, "Porten står åben."),
    }
    said = text(session.reports.preview(visit_id))
    for words in (REASON, "Porten står åben.", "Nord"):
        assert words in said
    assert said.index(REASON) < said.index("Porten står åben.")


def test_what_a_sealed_edition_changes_stays_and_the_next_begins_anew(session: Session) -> None:
    visit_id = sealed_visit(session)
    session.visits.amend(visit_id, REASON)
    session.visits.change(visit_id, remarks="Nye lokaler på vej.")
    signed(session, visit_id)
    newest = session.signing.seal(visit_id).report
    kept = changes(session, visit_id)
    assert kept == {EditionChange(ChangedPart.VISIT, Change.ADDED, "remarks")}
    assert REASON in text(session.reports.pdf(newest.id))
    session.visits.amend(visit_id, "Igen")
    second, third = session.visits.workspace(visit_id).dossier.editions
    assert (set(second.changes), third.changes) == (kept, ())


def test_internal_things_are_no_change(session: Session) -> None:
    visit_id = sealed_visit(session)
    session.visits.amend(visit_id, REASON)
    session.visits.change(visit_id, internal_note="Kun til os")
    assert changes(session, visit_id) == set()


def test_what_became_internal_is_counted_and_not_named(session: Session) -> None:
    visit_id = sealed_visit(session)
    (finding,) = session.visits.workspace(visit_id).dossier.findings
    session.visits.amend(visit_id, REASON)
    session.notes.change_finding(finding.id, reach=Reach.INTERNAL)
    assert changes(session, visit_id) == {EditionChange(ChangedPart.FINDINGS, Change.REMOVED)}
    assert finding.text not in text(session.reports.preview(visit_id))


def test_records_are_compared_by_their_ids() -> None:
    before = {"measures": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}
    after = {"measures": [{"id": "b", "title": "C"}, {"id": "c", "title": "D"}]}
    assert changes_between(before, after) == (
        EditionChange(ChangedPart.MEASURES, Change.ADDED, "D"),
        EditionChange(ChangedPart.MEASURES, Change.CHANGED, "C"),
        EditionChange(ChangedPart.MEASURES, Change.REMOVED),
    )
    assert changes_between(after, after) == ()
    assert changes_between({}, {}) == ()
