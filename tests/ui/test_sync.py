"""The page of the office: joined by pasting, synced, and conflicts decided on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import Conflict, Resolution
from ambassador_app.domain.identifiers import ConflictId, VisitId
from ambassador_app.domain.printing import PrintWish
from ambassador_app.report import check, logical_text
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.ui.printing.desk import Paper, print_desk
from ambassador_app.ui.printing.dialog import Document, PrintDialog
from ambassador_app.ui.screens.sync.conflict_card import ConflictCard, marked
from ambassador_app.ui.screens.sync.receipt_card import ReceiptCard
from ambassador_app.ui.screens.sync.view import SyncView, build
from ambassador_app.ui.widgets import dialogs
from tests.builders import a_visit, session_in
from tests.office.building import OTHER, Site, served
from tests.ui.conftest import MakeContext, Navigated
from tests.ui.test_printing import fake_lp, settle

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        yield site


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home", offices=Offices(os.urandom)) as opened:
        yield opened


@pytest.fixture
def view(session: Session, make_context: MakeContext, qtbot: QtBot) -> SyncView:
    made = build(make_context(session))
    assert isinstance(made, SyncView)
    qtbot.addWidget(made)
    made.show()
    made.context.tasks.flush_all()
    return made


def test_an_invitation_is_pasted_and_everything_goes_to_the_office(
    view: SyncView, site: Site, session: Session
) -> None:
    a_visit(session)
    assert view.joining.isVisible()
    assert not view.now.isVisible()
    view.invitation.set_value(site.invitation("Åse Østergård"))
    view.join.click()
    view.context.tasks.flush_all()
    assert not view.joining.isVisible()
    assert view.office.text() == "Oddeby Kommune · Åse Østergård · Climate ambassador"
    assert view.standing.text() == "The office has everything of this computer."
    assert session.syncing.receipts.latest()[0].is_whole
    assert view.receipts.count() == 2
    assert not view.stop.isVisible()


def test_a_bad_invitation_is_told_below_the_field(view: SyncView) -> None:
    view.invitation.set_value("ambassador://hej")
    view.join.click()
    view.context.tasks.flush_all()
    assert view.joining.isVisible()
    assert view.join.isEnabled()


def test_an_office_that_is_away_is_told_and_nothing_is_lost(view: SyncView, site: Site, session: Session) -> None:
    session.syncing.join(site.invitation("Åse Østergård"), device="PC-1")
    a_visit(session)
    session._desk.store.keep_secret(
        "office", session._desk.store.secret("office").replace(site.url.encode(), b"http://127.0.0.1:9")
    )
    view.model.sync()
    view.context.tasks.flush_all()
    assert view.trouble.isVisible()
    assert "Everything is kept on this computer" in view.trouble.accessibleName()
    assert view.sync.isVisible()


@pytest.fixture
def conflict(session: Session) -> Conflict:
    visit_id = a_visit(session)
    session.visits.change(visit_id, remarks="Fra Bo")
    found = Conflict(
        ConflictId("c"), "visit", visit_id, "remarks", visit_id, ("",), ("Fra Åse",), ("Fra Bo",),
        session.ambassador().id, theirs_by="Bo Ærø",
    )  # fmt: skip
    with session._desk.deed(Deed.ARRIVE) as tx:
        tx.save(found)
    return found


def cards(view: SyncView) -> list[ConflictCard]:
    return view.findChildren(ConflictCard)


@pytest.mark.parametrize(
    ("button", "wanted", "resolution"),
    [("take_mine", "Fra Åse", Resolution.MINE), ("keep_theirs", "Fra Bo", Resolution.THEIRS)],
)
def test_a_conflict_is_decided_by_a_button(
    conflict: Conflict, session: Session, view: SyncView, button: str, wanted: str, resolution: Resolution
) -> None:
    visit_id = VisitId(conflict.visit_id)
    (card,) = cards(view)
    assert card.title == "Ærø Bageri A/S · Visit: Remarks"
    getattr(card, button).click()
    view.context.tasks.flush_all()
    assert session.visits.workspace(visit_id).dossier.visit.remarks == wanted
    assert session.conflicts.open() == ()
    with session._desk.store.reader() as reader:
        assert reader.load(Conflict, conflict.id).resolution is resolution


def test_a_third_text_can_be_written(conflict: Conflict, session: Session, view: SyncView) -> None:
    (card,) = cards(view)
    card.write.click()
    assert card.field is not None
    card.field.set_value("Fra dem begge", force=True)
    card._keep_text()
    view.context.tasks.flush_all()
    assert session.visits.workspace(VisitId(conflict.visit_id)).dossier.visit.remarks == "Fra dem begge"


def test_a_decision_is_taken_back_from_its_notice(conflict: Conflict, session: Session, view: SyncView) -> None:
    (card,) = cards(view)
    card.take_mine.click()
    view.context.tasks.flush_all()
    (notice,) = view.context.notices.shown
    assert notice.action is not None
    words, take_back = notice.action
    assert words == "Undo"
    take_back()
    view.context.tasks.flush_all()
    assert session.visits.workspace(VisitId(conflict.visit_id)).dossier.visit.remarks == "Fra Bo"
    assert [one.conflict.id for one in session.conflicts.open()] == [conflict.id]
    assert view.conflicts.count() == 3  # a heading, a sentence, the card
    take_back()
    view.context.tasks.flush_all()
    assert session.visits.workspace(VisitId(conflict.visit_id)).dossier.visit.remarks == "Fra Bo"


def test_the_visit_is_a_click_away(conflict: Conflict, view: SyncView, navigated: Navigated) -> None:
    (card,) = cards(view)
    card.see.click()
    assert navigated == [("visit", (conflict.visit_id,), {})]


def test_in_long_texts_the_words_that_differ_stand_out_and_no_text_becomes_markup() -> None:
    same = "Kompressoren i hallen kører hele natten, fordi ingen slukker den. "
    mine, theirs = marked(same + "<b>Port</b> & låge", same + "Tag")
    assert "<b><u>&lt;b&gt;Port&lt;/b&gt;" in mine
    assert theirs.endswith("<b><u>Tag</u></b>")
    assert marked("a < b", "c") == ("a &lt; b", "c")


def test_what_waits_is_put_on_a_stick_and_brought_from_there(
    view: SyncView, site: Site, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.syncing.join(site.invitation("Åse Østergård"), device="PC-1")
    session.syncing.sync()
    a_visit(session)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: stick)
    view.model.load()
    view.context.tasks.flush_all()
    view.pack.click()
    view.context.tasks.flush_all()
    (file,) = stick.iterdir()
    monkeypatch.setattr(dialogs, "choose_files", lambda *_, **__: (file,))
    view.carry.click()
    view.context.tasks.flush_all()
    view.context.tasks.flush_all()
    assert session.syncing.waiting().is_nothing
    assert any("The office took" in notice.text for notice in view.context.notices.shown)


# -- receipts on paper ------------------------------------------------------------------------------------------------
def test_a_receipt_is_printed_as_it_is_drawn(
    view: SyncView, site: Site, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = fake_lp(tmp_path / "lp", monkeypatch, "cat > file; mv file done")
    join_and_sync(view, site, session)
    card = view.receipts.itemAt(1).widget()
    assert isinstance(card, ReceiptCard)
    card.deeds.print.click()
    view.context.tasks.flush_all()
    dialog = view.window().findChild(PrintDialog)
    assert dialog is not None
    assert not dialog.office.isVisible()
    dialog.reject()
    dialog.print_wanted.emit(PrintWish("Kontoret"))
    settle(qtbot, view.context, lambda: (out / "done").exists() and bool(view.context.notices.shown))
    assert "Kontoret has taken “receipt of" in view.context.notices.shown[-1].text
    receipt = session.syncing.receipts.latest()[0]
    assert receipt.office in logical_text((out / "done").read_bytes())


def test_what_a_printer_does_not_take_is_told(
    view: SyncView, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_lp(tmp_path / "lp", monkeypatch, "cat > /dev/null; exit 1")
    print_desk(view.context).print_paper(Paper(Document("kvittering", 1), b"%PDF-1.7"), PrintWish("Kontoret"))
    settle(qtbot, view.context, lambda: bool(view.context.notices.shown))
    assert "“Kontoret” did not take “kvittering”" in view.context.notices.shown[-1].text


def test_a_receipt_is_kept_as_a_file(
    view: SyncView, site: Site, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_args, **_named: folder)
    join_and_sync(view, site, session)
    card = view.receipts.itemAt(1).widget()
    assert isinstance(card, ReceiptCard)
    card.deeds.save.click()
    view.context.tasks.flush_all()
    (file,) = folder.iterdir()
    assert file.suffix == ".pdf"
    assert check(file.read_bytes()) == ()


def test_a_receipt_says_why_a_sync_ended_early(view: SyncView, site: Site, session: Session) -> None:
    join_and_sync(view, site, session)
    for device in site.office.access.devices(site.tenant):
        site.office.access.revoke(site.tenant, device.id)
    view.model.sync()
    view.context.tasks.flush_all()
    card = view.receipts.itemAt(1).widget()
    assert isinstance(card, ReceiptCard)
    said = "\n".join(one.text() for one in card.findChildren(QLabel))
    assert "Ended early" in said
    assert view.trouble.accessibleName() in said


def join_and_sync(view: SyncView, site: Site, session: Session) -> None:
    a_visit(session)
    view.invitation.set_value(site.invitation("Åse Østergård"))
    view.join.click()
    view.context.tasks.flush_all()


def test_another_municipality_gets_nothing_before_it_is_said(
    view: SyncView, site: Site, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [False, True]

    def confirm(_look: object, _parent: object, text: str, _action: str, **_named: object) -> bool:
        asked.append(text)
        return answers.pop(0)

    monkeypatch.setattr(dialogs, "confirm", confirm)
    join_and_sync(view, site, session)
    session.syncing.leave()
    view.model.load()
    view.context.tasks.flush_all()
    for joined in ("", "Nordby Kommune"):
        view.invitation.set_value(site.invitation("Åse Østergård", tenant=OTHER), force=True)
        view.join.click()
        view.context.tasks.flush_all()
        member = session.syncing.member()
        assert (member.municipality if member is not None else "") == joined
    assert len(asked) == 2
    assert "belongs to Oddeby Kommune" in asked[0]
