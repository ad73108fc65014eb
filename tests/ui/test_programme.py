"""The page of a programme: nothing yet, a release looked at before it leaves, and what others have released."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from ambassador_app.domain.directory import DirectoryType
from ambassador_app.domain.extract import Progress
from ambassador_app.domain.extract_reading import plain_of
from ambassador_app.domain.programme import ReleaseState, Trust
from ambassador_app.domain.records import to_json
from ambassador_app.domain.syncing import Membership
from ambassador_app.ui.screens.company.view import build as build_company
from ambassador_app.ui.screens.directory.view import build as build_directory
from ambassador_app.ui.screens.programme.view import ProgrammeScreen, build
from ambassador_app.ui.widgets import dialogs
from ambassador_app.wire.extract_file import write
from tests import extracts as made
from tests.builders import session_in
from tests.services.test_extracts import fill


@pytest.fixture
def session(tmp_path):
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def view(session, make_context, qtbot):
    screen = build(make_context(session))
    assert isinstance(screen, ProgrammeScreen)
    qtbot.addWidget(screen)
    screen.resize(1200, 700)
    screen.show()
    screen.context.tasks.flush_all()
    return screen


def settle(view):
    view.context.tasks.flush_all()


def take(view, folder: Path, **fields):
    file = folder / f"{len(list(folder.glob('*.ambassador-extract')))}.ambassador-extract"
    file.write_bytes(write(plain_of(made.extract(**fields)), b"z" * 32))
    view.model.take_file(file)
    settle(view)
    view.show_overview()


def cells(table, row):
    return [str(table.model.index(row, at).data() or "") for at in range(len(table.model.columns))]


def test_an_empty_page_teaches(view):
    assert view.programme is None
    assert not view.strip.isVisible()
    assert not view.fetch_button.isVisible()
    assert view.release_button.isVisible()
    assert view.title == "Programme"


def test_a_release_is_named_looked_at_and_let_go(view, session):
    fill(session, companies=3, named=1)
    view.begin_release()
    page = view.release_page
    assert not page.release.isEnabled()
    page.name.set_value("Carbon 20", force=True)
    page.name.edited.emit("Carbon 20")
    settle(view)
    assert page.release.isEnabled()
    assert "3 companies stand by themselves, 1 is named" in page.summary.text()
    assert page.panel.table.model.total == 3
    assert session._desk.store.extracts.all() == ()
    page.release.click()
    settle(view)
    assert view.release_page is None
    assert view.programme.programme.name == view.title == "Carbon 20"
    (own,) = view.programme.own
    assert own.state is ReleaseState.RELEASED
    assert cells(view.table, 0)[:4] == ["Eksempelkøbing Kommune", f"{session.extracts.today()}", "3", "3"]


def test_cancelling_a_release_releases_nothing(view, session):
    fill(session)
    view.begin_release()
    view.release_page.name.edited.emit("Carbon 20")
    view.release_page.cancel.click()
    settle(view)
    assert session._desk.store.extracts.all() == ()
    assert view.stack.currentWidget() is view.overview


def test_another_day_is_worked_out_anew(view, session):
    fill(session)
    view.begin_release()
    page = view.release_page
    page.name.edited.emit("Carbon 20")
    settle(view)
    assert page.panel.table.model.total == 4
    early = session.extracts.today() - timedelta(days=300)
    page.day.set_value(early, force=True)
    page.day.value_changed.emit(early)
    settle(view)
    assert page.panel.table.model.total == 0
    assert "0 companies" in page.summary.text()
    page.day.set_value(None, force=True)
    page.day.value_changed.emit(None)
    assert not page.release.isEnabled()


def test_municipalities_are_added_up_and_their_rows_end_there(view, tmp_path):
    take(view, tmp_path)
    take(view, tmp_path, id="01900000-0000-7000-8000-000000000002", municipality=made.NORDBY, groups=())
    assert [cells(view.table, row)[0] for row in (0, 1)] == ["Nordby Kommune", "Oddeby Kommune"]
    assert cells(view.table, 1)[2] == "about 28"
    view.stages.chosen.emit(Progress.VERIFIED.value)
    assert cells(view.table, 0)[4] == "30,000\N{NO-BREAK SPACE}kWh"
    view.table.select(0)
    view.table.setFocus()
    view.table.activated.emit(view.table.current_row())
    settle(view)
    assert view.stack.currentWidget() is view.one
    assert view.one.trust.text() == "No office vouches for it"
    assert view.one.held.trust is Trust.NOBODY
    assert not view.one.withdraw.isVisible()
    assert "Fjordens Maskinfabrik A/S" in cells(view.one.panel.table, 0)[0]
    assert cells(view.one.panel.table, 2)[0].startswith("Case 0000")
    view.one.forget.click()
    settle(view)
    assert [cells(view.table, row)[0] for row in range(view.table.model.total)] == ["Oddeby Kommune"]


def test_one_s_own_is_withdrawn_after_a_question(view, session, monkeypatch):
    fill(session)
    view.begin_release()
    view.release_page.name.edited.emit("Carbon 20")
    settle(view)
    view.release_page.release.click()
    settle(view)
    view.own_button.click()
    settle(view)
    monkeypatch.setattr(dialogs, "confirm", lambda *_, **__: False)
    view.one.withdraw.click()
    settle(view)
    assert view.one.held.state is ReleaseState.RELEASED
    monkeypatch.setattr(dialogs, "confirm", lambda *_, **__: True)
    view.one.withdraw.click()
    settle(view)
    assert view.programme.extracts == ()
    assert view.programme.own[0].state is ReleaseState.WITHDRAWN


def test_tables_and_files_are_saved(view, tmp_path, monkeypatch):
    take(view, tmp_path)
    monkeypatch.setattr(dialogs, "choose_save", lambda *_, **__: tmp_path / "out.csv")
    view.export()
    settle(view)
    assert (tmp_path / "out.csv").exists()
    view.model.open(made.extract().id)
    settle(view)
    view.one.export.click()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_, **__: tmp_path / "stick")
    (tmp_path / "stick").mkdir()
    view.one.save.click()
    settle(view)
    assert (tmp_path / "out (2).csv").exists()
    assert [one.suffix for one in (tmp_path / "stick").iterdir()] == [".ambassador-extract"]


def test_a_damaged_file_is_said_to_be_one(view, tmp_path, monkeypatch):
    file = tmp_path / "x.ambassador-extract"
    file.write_bytes(b"hej")
    monkeypatch.setattr(dialogs, "choose_files", lambda *_, **__: (file,))
    view.take_file()
    settle(view)
    assert "was not taken in" in view.context.notices.shown[-1].text


def test_ambassadors_are_told_whom_it_is_for(session, make_context, qtbot):
    member = Membership("https://office.example", "oddeby", "Oddeby Kommune", "d", "ambassador", "Åse")
    session._desk.store.keep_secret("office", json.dumps(to_json(member)).encode())
    screen = build(make_context(session))
    qtbot.addWidget(screen)
    screen.show()
    settle(screen)
    assert screen.stack.currentWidget() is screen.closed
    assert "coordinator" in screen.why.accessibleDescription()


def test_a_partner_is_shared_with_programmes_in_the_directory(session, make_context, qtbot):
    session.directory.add("VVS Øst ApS", type=DirectoryType.CRAFTSMAN, consent="mail 1. maj")
    page = build_directory(make_context(session))
    qtbot.addWidget(page)
    page.context.tasks.changed.connect(page.changed)
    page.show()
    page.context.tasks.flush_all()
    (entry,) = session.directory.entries()
    page.open_entry(entry.id)
    page.context.tasks.flush_all()
    page.entry.shared.click()
    page.context.tasks.flush_all()
    assert session.directory.entries()[0].shared
    assert page.entry.shared.value()
    preview = session.extracts.preview(made.PROGRAMME, session.extracts.today())
    assert [one.facts["name"] for one in preview.shared] == ["VVS Øst ApS"]


def test_consent_to_be_named_is_noted_and_withdrawn_on_the_company_s_page(session, make_context, qtbot):
    site, *_ = fill(session, companies=1)
    page = build_company(make_context(session), site)
    qtbot.addWidget(page)
    page.context.tasks.changed.connect(page.changed)
    page.show()
    page.context.tasks.flush_all()
    line = page.case.publicity
    assert "has not agreed" in line.said.text()
    line.note.click()
    line.by.set_value("Direktør Madsen", force=True)
    line.save.click()
    page.context.tasks.flush_all()
    assert "Direktør Madsen" in line.said.text()
    assert not line.note.isVisible()
    line.withdraw.click()
    page.context.tasks.flush_all()
    assert "withdrawn" in line.said.text()
    assert session.companies.get(site).case.publicity.withdrawn_on == session.extracts.today()
