"""Handing over with a real session: copies that never overwrite, a draft, a calm word where there is no printer."""

import email
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.policy import default
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.place import SecureMail
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.ui.printing.dialog import PrintDialog
from ambassador_app.ui.screens.visit import hand_over_mail, hand_over_model, hand_over_ways
from ambassador_app.ui.screens.visit.hand_over import HandOverPanel
from ambassador_app.ui.screens.visit.hand_over_model import MAIL_FOLDER
from tests.builders import a_visit, session_in, signed
from tests.office.building import served
from tests.ui.step_desk import Open, assert_no_english, press
from tests.ui.visit_desk import VisitDesk, open_visit


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "profile") as opened:
        yield opened


def sealed_visit(session: Session) -> VisitId:
    """A visit with focus areas and next steps and no measure, sealed."""
    visit = a_visit(session)
    session.visits.change(visit, focus_areas=("lighting", "Trykluft"), wishes=("A partnership agreement",))
    session.notes.add_action(visit, "Sende elregningen", owner="Jens Ægidius")
    signed(session, visit)
    session.signing.seal(visit)
    return visit


@pytest.fixture
def open_at(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    """Opens a visit where it is handed over."""

    def show(*, language: Language = Language.ENGLISH, visit_id: str = "", **arguments: object) -> VisitDesk:
        context = make_context(session, language=language)
        return open_visit(context, session, visit_id or sealed_visit(session), qtbot, step="hand_over", **arguments)

    return show


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a person chooses."""
    chosen = tmp_path / "Rapporter"
    chosen.mkdir()
    for module in (hand_over_ways, hand_over_mail):
        monkeypatch.setattr(module, "choose_folder", lambda *_args, **_named: chosen)
    return chosen


def panel(desk: VisitDesk) -> HandOverPanel:
    found = desk.view.panel()
    assert isinstance(found, HandOverPanel)
    return found


def test_two_copies_are_two_files(open_at: Open, qtbot: object, folder: Path, session: Session) -> None:
    desk = open_at()
    ways = panel(desk).ways
    for _ in range(2):
        press(qtbot, ways.save)
        desk.settle()
    files = sorted(folder.glob("*.pdf"))
    assert len(files) == 2
    report = desk.workspace().reports[0]
    assert {one.read_bytes() for one in files} == {session.reports.pdf(report.id)}
    assert str(folder) in ways.said.text()
    assert ways.open_folder.isVisible()


def test_the_folder_is_remembered(
    open_at: Open, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(*_args: object, folder: str = "") -> Path:
        asked.append(folder)
        return tmp_path

    monkeypatch.setattr(hand_over_ways, "choose_folder", choose)
    desk = open_at()
    for _ in range(2):
        press(qtbot, panel(desk).ways.save)
        desk.settle()
    assert asked == ["", str(tmp_path)]


def test_a_folder_that_cannot_be_written_is_told(
    open_at: Open, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over_ways, "choose_folder", lambda *_args, **_named: tmp_path / "gone")
    desk = open_at()
    press(qtbot, panel(desk).ways.save)
    desk.settle()
    assert "Choose another folder" in panel(desk).ways.problem.text()


def test_a_stick_takes_the_copy(open_at: Open, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "STICK"
    stick.mkdir()
    monkeypatch.setattr(hand_over_model, "a_stick", lambda: stick)
    desk = open_at()
    press(qtbot, panel(desk).ways.stick)
    desk.settle()
    assert sorted(one.suffix for one in stick.iterdir()) == [".pdf", ".sha256"]
    assert "read back" in panel(desk).ways.said.text()


def test_without_a_stick_its_place_is_asked_for(
    open_at: Open, qtbot: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over_model, "a_stick", lambda: None)
    desk = open_at()
    press(qtbot, panel(desk).ways.stick)
    desk.settle()
    assert len(list(folder.glob("*.pdf"))) == 1


def draft(desk: VisitDesk, qtbot: object) -> None:
    """Make a draft of a report that is to go by secure mail: the company's legal form is not known."""
    mail = panel(desk).mail
    press(qtbot, mail.all_the_same)
    mail.why.choose_number(1)
    press(qtbot, mail.draft)
    desk.settle()


def test_a_mail_draft_carries_the_report(
    open_at: Open, qtbot: object, folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    desk = open_at()
    assert panel(desk).mail.to.value() == "jens@bageri.example"
    draft(desk, qtbot)
    file = next(folder.glob("*.eml"))
    mail = email.message_from_bytes(file.read_bytes(), policy=default)
    attached = next(iter(mail.iter_attachments()))
    assert attached.get_content() == session.reports.pdf(desk.workspace().reports[0].id)
    assert mail["To"] == "jens@bageri.example"
    assert opened == [QUrl.fromLocalFile(str(file))]
    assert str(file) in panel(desk).mail.said.text()


def test_a_draft_nobody_opens_is_shown_in_its_folder(
    open_at: Open, qtbot: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    desk = open_at()
    desk.context.preferences.keep(MAIL_FOLDER, str(folder))
    draft(desk, qtbot)
    assert "No mail program" in panel(desk).mail.said.text()
    assert asked[-1] == QUrl.fromLocalFile(str(folder))


def test_plain_mail_for_a_person_takes_a_reason(open_at: Open, qtbot: object, folder: Path) -> None:
    desk = open_at()
    mail, ways = panel(desk).mail, panel(desk).ways
    assert "may own it" in ways.why.text()
    assert ways.case.property("kind") == "primary"
    assert not mail.draft.isVisible()
    press(qtbot, mail.all_the_same)
    press(qtbot, mail.draft)
    assert "reason" in mail.missing.text()
    mail.why.choose_number(4)
    press(qtbot, mail.draft)
    assert mail.missing.isVisible()
    assert list(folder.iterdir()) == []


def test_a_municipality_may_find_plain_mail_good_enough(
    open_at: Open, qtbot: object, folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    session.profile.change_municipality(secure_mail=SecureMail.NEVER)
    desk = open_at()
    assert panel(desk).ways.save.property("kind") == "primary"
    press(qtbot, panel(desk).mail.draft)
    desk.settle()
    assert len(list(folder.glob("*.eml"))) == 1


def test_each_way_is_noted_with_who_got_it(open_at: Open, qtbot: object, folder: Path) -> None:
    desk = open_at()
    found = panel(desk)
    assert found.journal.empty.isVisible()
    assert found.ways.to.value() == "Jens Ægidius"
    for way in (found.ways.save, found.ways.case, found.ways.word, found.ways.archive):
        press(qtbot, way)
        desk.settle()
    assert len(found.journal.lines) == 4
    assert all("Jens Ægidius" in line and "Åse Østergård" in line for line in found.journal.lines)
    assert sorted(one.suffix for one in folder.iterdir()) == [".csv", ".docx", ".json", ".pdf", ".pdf", ".pdf"]
    assert "Word" in found.journal.lines[1]


def test_what_was_handed_over_by_other_means_is_noted_by_hand(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    journal = panel(desk).journal
    press(qtbot, journal.begin)
    press(qtbot, journal.keep)
    assert journal.to.message.isVisible()
    qtbot.keyClicks(journal.to.line, "Jens")
    qtbot.keyClicks(journal.where.line, "Digital Post")
    press(qtbot, journal.keep)
    desk.settle()
    (line,) = journal.lines
    assert "Digital Post" in line
    assert not journal.form.isVisible()


def test_the_verdict_is_told_in_words(open_at: Open) -> None:
    verdict = panel(open_at()).verdict
    assert "genuine and unchanged" in verdict.verdict.text()
    assert "Åse Østergård" in verdict.more.text()
    assert "does not know the signer" in verdict.more.text()


def test_an_amendment_keeps_the_first_edition(open_at: Open, qtbot: object, session: Session) -> None:
    desk = open_at()
    first = session.reports.pdf(desk.workspace().reports[0].id)
    editions = panel(desk).editions
    press(qtbot, editions.amend)
    qtbot.keyClicks(editions.reason.line, "Forkert areal")
    press(qtbot, editions.start)
    desk.settle()
    assert desk.workspace().dossier.visit.revision == 2
    assert "Revision 2 is open" in editions.open_note.text()
    signed(session, desk.visit_id)
    session.signing.seal(desk.visit_id)
    desk.view.model.refresh()
    desk.settle()
    newest, oldest = desk.workspace().reports
    assert session.reports.pdf(oldest.id) == first
    assert panel(desk).hand_over.shown.report == newest
    panel(desk).hand_over.choose(oldest)
    desk.settle()
    assert panel(desk).hand_over.shown.pdf == first


def test_before_the_seal_it_shows_the_way(open_at: Open, session: Session, navigated: list[object]) -> None:
    visit = a_visit(session)
    desk = open_at(visit_id=visit)
    panel(desk).nothing.button.click()
    assert navigated[-1] == ("visit", (visit,), {"step": "sign"})


def test_a_visit_without_a_measure_is_handed_over(open_at: Open, qtbot: object, folder: Path) -> None:
    desk = open_at()
    kept = desk.workspace()
    assert kept.dossier.visit.status is VisitStatus.SEALED
    assert not kept.dossier.measures
    press(qtbot, panel(desk).ways.save)
    desk.settle()
    assert list(folder.glob("*.pdf"))


@pytest.mark.parametrize(
    ("root", "kind", "is_stick"),
    [
        ("/media/aase/STICK", b"vfat", True),
        ("/run/media/aase/USB", b"exfat", True),
        ("/Volumes/USB", b"msdos", True),
        ("E:/", b"FAT32", True),
        ("C:/", b"NTFS", False),
        ("/boot/efi", b"vfat", False),
        ("D:/", b"NTFS", False),
        ("/home", b"ext4", False),
    ],
)
def test_what_looks_like_a_stick(root: str, kind: bytes, is_stick: bool) -> None:
    from ambassador_app.ui.screens.visit.sticks import is_stick as looks_like_one

    drive = SimpleNamespace(
        rootPath=lambda: root,
        isValid=lambda: True,
        isReady=lambda: True,
        isReadOnly=lambda: False,
        isRoot=lambda: False,
        fileSystemType=lambda: SimpleNamespace(data=lambda: kind),
    )
    assert looks_like_one(drive) is is_stick


def test_the_print_dialog_opens_by_keyboard(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    panel(desk).ways.save.setFocus()
    desk.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = desk.view.window().findChildren(PrintDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_the_danish_window_has_no_english(open_at: Open, session: Session) -> None:
    assert_no_english(open_at, visit_id=sealed_visit(session))


def test_a_report_that_does_not_keep_to_the_archive_standard_is_told(open_at: Open, session: Session) -> None:
    visit_id = sealed_visit(session)
    (report,) = session.reports.of_visit(visit_id)
    with session._desk.deed(Deed.SEAL_VISIT, report.visit_id) as tx:
        tx.save(replace(report, faults=("font.missing",)))
    assert "does not keep to the archive standard" in panel(open_at(visit_id=visit_id)).verdict.more.text()


# -- at the office ----------------------------------------------------------------------------------------------------
def test_without_an_office_nothing_is_said_of_one(open_at: Open) -> None:
    desk = open_at()
    desk.settle()
    assert panel(desk).office.isHidden()


@pytest.mark.enable_socket
def test_the_visit_says_what_the_office_has_of_it(
    make_context: Callable[..., object], tmp_path: Path, qtbot: object
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site, session_in(tmp_path / "home", offices=Offices(os.urandom)) as session:
        session.syncing.join(site.invitation("Åse Østergård"), device="PC-1")
        visit_id = sealed_visit(session)
        desk = open_visit(make_context(session), session, visit_id, qtbot, step="hand_over")
        desk.settle()
        card = panel(desk).office
        assert card.isVisible()
        assert card.said.text().startswith("Not all at the office yet, here waits:")
        result = session.syncing.sync()
        desk.context.tasks.changed.emit(result.changes)
        desk.settle()
        assert card.said.text().startswith("All at the office:")
        assert card.said.text().endswith("and 1 file.")
