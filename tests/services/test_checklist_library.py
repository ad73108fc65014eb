"""A workbook becomes a draft, is published, displaced, brought back; visits keep the version they began with."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from ambassador_app.domain.checklist_choice import checklist_for
from ambassador_app.domain.form_versions import ChangeKind
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.template import Template, TemplateStatus
from ambassador_app.domain.visit import VisitKind
from ambassador_app.errors import FormRefused, JobCancelled, NothingToUndo, UnknownChecklist, WorkbookMissing
from ambassador_app.services.checklist_library import ChecklistLine
from ambassador_app.services.checklist_versions import VersionState
from ambassador_app.services.session import Session
from tests.builders import RESOURCES, TickingClock, a_company, a_visit, session_in, translator
from tests.exchange.workbooks import SETTINGS, row, workbook

SURVEY = [row("select_one yn", "on", bind__kb__code="LY4"), row("integer", "count", relevant="${on} = 'yes'")]
MORE = [*SURVEY, row("text", "words")]


def form(survey: list[dict[str, object]] = SURVEY, form_id: str = "form", version: str = "1") -> bytes:
    return workbook(survey, settings=[{**SETTINGS[0], "form_id": form_id, "version": version}])


def published(session: Session, data: bytes, name: str = "skema.xlsx") -> str:
    library = session.checklist_library
    report = library.read_file(data, name)
    sha256 = library.keep_draft(report).id
    assert report.checklist is not None
    library.publish(report.checklist.id)
    return sha256


def line_of(session: Session, checklist_id: str) -> ChecklistLine:
    return next(one for one in session.checklist_library.shown() if one.id == checklist_id)


def offered(session: Session) -> dict[str, str]:
    return {one.id: one.sha256 for one in session.checklists.choices()}


def test_the_shipped_checklists_are_there_with_their_workbooks(session: Session) -> None:
    shown = {one.id: one for one in session.checklist_library.shown()}
    assert {checklist_for(VisitKind.WALKTHROUGH, kind) for kind in SiteKind} <= set(shown)
    for line in shown.values():
        assert line.current is not None
        assert line.is_shipped
        assert not line.current.is_own
        assert (line.draft, line.offer, line.versions, line.visits) == (None, None, 1, 0)
        found = session.checklist_library.export(line.current.sha256)
        assert found.data == (RESOURCES / "checklists" / found.name).read_bytes()


def test_a_workbook_is_looked_through_and_nothing_is_kept(session: Session) -> None:
    library = session.checklist_library
    report = library.read_file(form(), "skema.xlsx")
    assert (report.questions, report.areas, report.errors, report.warnings) == (2, 1, (), ())
    assert (report.current, report.differences) == (None, ())
    assert report.can_be_published
    assert "form" not in {one.id for one in library.shown()}
    assert library.undoable() == (None, None)


def test_reading_can_be_stopped(session: Session) -> None:
    def stop(_done: int, _total: int) -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        session.checklist_library.read_file(form(), "skema.xlsx", stop)


def test_a_draft_is_taken_by_no_visit_until_it_is_published(session: Session) -> None:
    library = session.checklist_library
    data = form()
    draft = library.keep_draft(library.read_file(data, "skema.xlsx")).id
    line = line_of(session, "form")
    assert line.current is None
    assert line.draft is not None
    assert (line.draft.sha256, line.draft.by, line.draft.source_name) == (draft, "Åse Østergård", "skema.xlsx")
    assert "form" not in offered(session)
    library.publish("form")
    assert offered(session)["form"] == draft
    line = line_of(session, "form")
    assert line.draft is None
    assert line.current is not None
    assert line.current.is_own
    visit_id = a_visit(session, checklist_id="form")
    session.visits.answer(visit_id, "/data/on", value="yes")
    assert line_of(session, "form").visits == 1
    assert library.export(draft).data == data


def test_a_draft_with_an_error_is_kept_and_refused_with_its_cell(session: Session) -> None:
    library = session.checklist_library
    faulty = [*SURVEY, row("calculate", "far", calculation="pulldata('x', 'y', 'z', ${on})")]
    report = library.read_file(form(faulty), "skema.xlsx")
    assert report.can_be_kept
    assert not report.can_be_published
    library.keep_draft(report)
    with pytest.raises(FormRefused) as refused:
        library.publish("form")
    assert (refused.value.fields["sheet"], refused.value.fields["row"]) == ("survey", 4)
    assert "form" not in offered(session)


def test_a_workbook_that_no_checklist_can_be_made_of_is_not_kept(session: Session) -> None:
    library = session.checklist_library
    report = library.read_file(form([row("strange", "a")]), "skema.xlsx")
    assert not report.can_be_kept
    with pytest.raises(FormRefused):
        library.keep_draft(report)


def test_the_next_version_says_what_differs_and_visits_stay(session: Session) -> None:
    first = published(session, form())
    visit_id = a_visit(session, checklist_id="form")
    session.visits.answer(visit_id, "/data/count", value=3.0)
    report = session.checklist_library.read_file(form(MORE, version="2"), "skema 2.xlsx")
    assert [(one.kind, one.path) for one in report.differences] == [(ChangeKind.ADDED, "/data/words")]
    second = session.checklist_library.keep_draft(report).id
    session.checklist_library.publish("form")
    versions = session.checklist_library.versions("form")
    assert [(one.sha256, one.version, one.state, one.visits) for one in versions] == [
        (second, "2", VersionState.CURRENT, 0),
        (first, "1", VersionState.OLDER, 1),
    ]
    assert session.visits.workspace(visit_id).dossier.visit.checklist_sha256 == first
    assert offered(session)["form"] == second
    session.checklist_library.use_version(first)
    assert offered(session)["form"] == first


def test_each_step_is_undone_and_redone_by_itself(session: Session) -> None:
    library = session.checklist_library
    first = published(session, form())
    published(session, form(MORE, version="2"))
    library.retire("form")
    assert "form" not in offered(session)
    library.undo()
    assert "form" in offered(session)
    library.undo()
    assert offered(session)["form"] == first
    library.undo()
    assert line_of(session, "form").draft is None
    library.redo()
    assert line_of(session, "form").draft is not None
    for _ in range(3):
        library.undo()
    assert "form" not in {one.id for one in library.shown()}
    with pytest.raises(NothingToUndo):
        library.undo()


def test_a_visit_goes_on_with_a_checklist_whose_publication_was_undone(session: Session) -> None:
    sha256 = published(session, form())
    visit_id = a_visit(session, checklist_id="form")
    session.checklist_library.undo()
    session.checklist_library.undo()
    session.visits.answer(visit_id, "/data/on", value="yes")
    assert session.visits.workspace(visit_id).dossier.visit.checklist_sha256 == sha256


def test_an_own_version_of_a_shipped_checklist_and_back(session: Session) -> None:
    library = session.checklist_library
    shipped = offered(session)["night_walk"]
    own = published(session, form(form_id="night_walk", version="kommunens"))
    assert offered(session)["night_walk"] == own
    line = line_of(session, "night_walk")
    assert line.is_shipped
    assert line.offer is None
    states = {one.sha256: one.state for one in library.versions("night_walk")}
    assert states == {own: VersionState.CURRENT, shipped: VersionState.OLDER}
    visit_id = a_visit(session, a_company(session), kind=VisitKind.NIGHT_WALK)
    session.visits.answer(visit_id, "/data/on", value="yes")
    assert session.visits.workspace(visit_id).dossier.visit.checklist_sha256 == own
    library.use_version(shipped)
    assert offered(session)["night_walk"] == shipped


def test_a_newer_program_brings_an_offer_and_displaces_nothing(tmp_path: Path, clock: TickingClock) -> None:
    with session_in(tmp_path, clock=clock) as before:
        shipped = offered(before)["night_walk"]
        own = published(before, form(form_id="night_walk"))
    with session_in(tmp_path, clock=clock) as after:
        resources = after.checklists._desk.resources
        newer = after.checklist_library.read_file(form(MORE, "night_walk", "9"), "x.xlsx").checklist
        assert newer is not None
        resources._checklists["night_walk"] = newer
        line = line_of(after, "night_walk")
        assert line.current is not None
        assert line.current.sha256 == own
        assert line.offer is not None
        assert line.offer.sha256 == newer.sha256
        assert offered(after)["night_walk"] == own
        old = next(one for one in after.checklist_library.versions("night_walk") if one.sha256 == shipped)
        assert (old.state, old.has_workbook) == (VersionState.OLDER, False)
        with pytest.raises(WorkbookMissing):
            after.checklist_library.export(shipped)
        after.checklist_library.use_version(newer.sha256)
        assert offered(after)["night_walk"] == newer.sha256
        assert line_of(after, "night_walk").offer is None


def test_retired_is_offered_no_more_and_keeps_its_visits(session: Session) -> None:
    visit_id = a_visit(session, checklist_id="farm")
    session.checklist_library.retire("farm")
    assert "farm" not in offered(session)
    assert line_of(session, "farm").is_retired
    assert session.visits.workspace(visit_id).dossier.checklist is not None
    session.checklist_library.retire("farm", retired=False)
    assert "farm" in offered(session)


def test_a_draft_can_be_let_go(session: Session) -> None:
    library = session.checklist_library
    library.keep_draft(library.read_file(form(), "skema.xlsx"))
    library.discard_draft("form")
    assert "form" not in {one.id for one in library.shown()}
    published(session, form())
    library.keep_draft(library.read_file(form(MORE), "skema.xlsx"))
    library.discard_draft("form")
    line = line_of(session, "form")
    assert line.draft is None
    assert line.versions == 1


def test_what_is_not_here_is_refused(session: Session) -> None:
    library = session.checklist_library
    for call in (library.publish, library.discard_draft, library.use_version, library.retire, library.versions):
        with pytest.raises(UnknownChecklist):
            call("nothing")


def test_a_saved_workbook_says_what_can_be_written_and_is_the_same_checklist(session: Session, tmp_path: Path) -> None:
    library, line = session.checklist_library, line_of(session, "night_walk")
    assert line.current is not None
    saved = library.save_workbook(line.current.sha256, translator(), tmp_path / "natrundering.xlsx")
    rows = list(load_workbook(saved)["tiltag"].iter_rows(values_only=True))
    assert rows[0][0] == "Tiltag"
    said = {row[2]: row[3:] for row in rows[1:]}
    assert said["led_retrofit.count_old"] == ("Lamper i dag", "stk.")
    asked = {name for one in library.checklist(line.current.sha256).questions for name in one.fills}
    assert asked <= set(said)
    report = library.read_file(saved.read_bytes(), saved.name)
    assert (report.remarks, report.differences, report.can_be_kept) == ((), (), False)


def test_somebodys_own_workbook_leaves_as_it_came(session: Session, tmp_path: Path) -> None:
    data = form()
    saved = session.checklist_library.save_workbook(published(session, data), translator(), tmp_path / "skema.xlsx")
    assert saved.read_bytes() == data


def test_the_workbook_is_still_there_after_cleaning_up(session: Session, clock: TickingClock) -> None:
    data = form()
    sha256 = published(session, data)
    clock.forward(days=400)
    session.checklists._desk.store.collect()
    assert session.checklist_library.export(sha256).data == data


def test_a_version_names_what_compiled_it(session: Session) -> None:
    sha256 = published(session, form())
    with session.checklists._desk.store.reader() as reader:
        kept = reader.load(Template, sha256)
    assert kept.compiler.startswith("pyxform ")
    assert kept.status is TemplateStatus.PUBLISHED
