"""A visit from planned to under way: answers, findings, next steps, undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Severity, Step, VisitStatus
from ambassador_app.errors import NothingToUndo, RecordNotFound, TextTooLong, VisitLocked
from ambassador_app.services.session import Session
from tests.builders import TickingClock, a_company, a_visit, session_in

LAMPS = "/data/lighting/ly1_lamp_kind"
COUNT = "/data/lighting/ly1_count"


def test_planning_a_visit_opens_the_case_at_the_step_visit(session: Session) -> None:
    site_id = a_company(session)
    a_visit(session, site_id)
    case = session.companies.get(site_id).case
    assert case is not None
    assert case.step is CaseStep.VISIT
    assert [move.step for move in case.moves] == [CaseStep.INFORMATION, CaseStep.VISIT]


def test_the_first_answer_starts_the_visit_and_freezes_what_it_is_computed_with(session: Session) -> None:
    visit_id = a_visit(session)
    before = session.visits.workspace(visit_id)
    assert before.dossier.visit.status is VisitStatus.PLANNED
    session.visits.answer(visit_id, LAMPS, value="t8")
    visit = session.visits.workspace(visit_id).dossier.visit
    assert visit.status is VisitStatus.UNDER_WAY
    assert visit.checklist_sha256 == before.dossier.checklist.sha256  # type: ignore[union-attr]
    assert visit.factor_set_id.startswith("br18@")
    assert visit.price_set_id.startswith("company@")
    assert visit.clock_day is not None


def test_an_answer_counts_in_progress_and_note_and_reach_stay_when_the_value_changes(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, value="t8", note="i hallen", reach=Reach.INTERNAL)
    session.visits.answer(visit_id, LAMPS, value="led")
    workspace = session.visits.workspace(visit_id)
    answer = workspace.answers[LAMPS]
    assert (answer.value, answer.note, answer.reach) == ("led", "i hallen", Reach.INTERNAL)
    assert workspace.form is not None
    assert workspace.form.progress("/data/lighting").answered == 1


def test_not_seen_counts_as_an_answer_and_a_value_takes_it_back(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, not_seen="Låst rum")
    assert session.visits.workspace(visit_id).form[LAMPS].answered  # type: ignore[index]
    session.visits.answer(visit_id, LAMPS, value="t8")
    assert session.visits.workspace(visit_id).answers[LAMPS].not_seen == ""


def test_undo_takes_back_one_deed_at_a_time_and_redo_does_it_again(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, value="t8")
    session.visits.answer(visit_id, COUNT, value=120.0)
    session.visits.undo(visit_id)
    assert COUNT not in {path for path, one in session.visits.workspace(visit_id).answers.items() if one.is_given}
    session.visits.redo(visit_id)
    assert session.visits.workspace(visit_id).answers[COUNT].value == 120.0
    session.visits.undo(visit_id)
    session.visits.undo(visit_id)
    assert session.visits.workspace(visit_id).dossier.visit.status is VisitStatus.PLANNED


def test_undo_survives_a_restart(tmp_path: Path) -> None:
    clock = TickingClock()
    with session_in(tmp_path, clock=clock) as session:
        visit_id = a_visit(session)
        session.visits.answer(visit_id, LAMPS, value="t8")
        session.visits.answer(visit_id, LAMPS, value="led")
    with session_in(tmp_path, clock=clock) as session:
        session.visits.undo(visit_id)
        assert session.visits.workspace(visit_id).answers[LAMPS].value == "t8"


def test_there_is_nothing_to_undo_in_another_visit(session: Session) -> None:
    first, second = a_visit(session), a_visit(session, a_company(session, "Anden ApS", cvr="", p_number=""))
    session.visits.answer(first, LAMPS, value="t8")
    while session.visits.workspace(second).undo:
        session.visits.undo(second)
    with pytest.raises(NothingToUndo):
        session.visits.undo(second)
    assert session.visits.workspace(first).answers[LAMPS].value == "t8"


def test_a_finding_and_a_next_step_come_go_and_come_back(session: Session) -> None:
    visit_id = a_visit(session)
    finding = session.notes.add_finding(visit_id, "Porten står åben", area="heating", severity=Severity.IMPORTANT)
    action = session.notes.add_action(visit_id, "Luk porten", owner="Jens")
    session.notes.change_finding(finding.id, text="Porten står åben hele dagen")  # type: ignore[arg-type]
    session.notes.remove_action(action.id)  # type: ignore[arg-type]
    dossier = session.visits.workspace(visit_id).dossier
    assert [one.text for one in dossier.findings] == ["Porten står åben hele dagen"]
    assert dossier.actions == ()
    session.visits.undo(visit_id)
    assert [one.what for one in session.visits.workspace(visit_id).dossier.actions] == ["Luk porten"]


def test_a_cancelled_visit_is_locked(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.cancel(visit_id)
    with pytest.raises(VisitLocked):
        session.visits.answer(visit_id, LAMPS, value="t8")
    with pytest.raises(VisitLocked):
        session.notes.add_finding(visit_id, "Sent")


def test_a_text_too_long_to_travel_is_refused_and_nothing_is_lost(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, value="t8", note="kort")
    with pytest.raises(TextTooLong):
        session.visits.answer(visit_id, LAMPS, note="x" * 20_000)
    assert session.visits.workspace(visit_id).answers[LAMPS].note == "kort"


def test_an_unknown_visit_is_told(session: Session) -> None:
    with pytest.raises(RecordNotFound):
        session.visits.workspace("nowhere")  # type: ignore[arg-type]


def test_what_is_missing_is_told_step_by_step(session: Session) -> None:
    visit_id = a_visit(session, planned_at=None, agreed_with="")
    missing = session.visits.workspace(visit_id).missing
    assert len(missing[Step.PREPARE]) == 2
    assert missing[Step.WALKTHROUGH]
    assert missing[Step.MEASURES] == ()
    assert len(missing[Step.SIGN]) == 2
    session.visits.change(visit_id, agreed_with="Jens", focus_areas=("Belysning",))
    assert len(session.visits.workspace(visit_id).missing[Step.PREPARE]) == 1


def test_the_last_visits_answers_stand_beside(session: Session, clock: TickingClock) -> None:
    from tests.builders import signed

    site_id = a_company(session)
    first = a_visit(session, site_id)
    session.visits.answer(first, LAMPS, value="t8")
    session.visits.change(first, focus_areas=("Belysning",))
    signed(session, first)
    session.signing.seal(first)
    clock.forward(days=200)
    second = a_visit(session, site_id)
    assert session.visits.workspace(second).previous[LAMPS].value == "t8"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(notes=st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_what_was_noted_is_read_back_whatever_it_is(tmp_path_factory: pytest.TempPathFactory, notes: list[str]) -> None:
    with session_in(tmp_path_factory.mktemp("home")) as session:
        visit_id = a_visit(session)
        paths = [one.path for one in session.visits.workspace(visit_id).form.questions()][: len(notes)]  # type: ignore[union-attr]
        for path, note in zip(paths, notes, strict=True):
            session.visits.answer(visit_id, path, note=note)
        answers = session.visits.workspace(visit_id).answers
        assert [answers[path].note for path in paths] == notes
        before = session.visits.workspace(visit_id).dossier
        assert replace(before) == session.visits.workspace(visit_id).dossier


def test_what_is_noted_about_the_company_in_a_visit_is_undone_there(session: Session) -> None:
    site_id = a_company(session)
    visit_id = a_visit(session, site_id)
    session.companies.change_site(site_id, visit_id=visit_id, area_m2=4200.0)
    session.companies.add_contact(site_id, "Mette", visit_id=visit_id)
    session.visits.undo(visit_id)
    session.visits.undo(visit_id)
    page = session.companies.get(site_id)
    assert page.site.area_m2 is None
    assert [one.name for one in page.contacts] == ["Jens Ægidius"]
