"""Handing over with a real session: copies that never overwrite, a draft, a calm word where there is no printer."""

import email
from collections.abc import Callable, Iterator
from email.policy import default
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.errors import PrinterMissing
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit import hand_over_cards, hand_over_print
from ambassador_app.ui.screens.visit.hand_over import HandOverPanel
from ambassador_app.ui.screens.visit.hand_over_model import MAIL_FOLDER
from ambassador_app.ui.screens.visit.hand_over_print import PrintJob, paint_pages, send_to_lp
from tests.builders import a_visit, session_in, signed
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
    monkeypatch.setattr(hand_over_cards, "choose_folder", lambda *_args, **_named: chosen)
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

    monkeypatch.setattr(hand_over_cards, "choose_folder", choose)
    desk = open_at()
    for _ in range(2):
        press(qtbot, panel(desk).ways.save)
        desk.settle()
    assert asked == ["", str(tmp_path)]


def test_a_folder_that_cannot_be_written_is_told(
    open_at: Open, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over_cards, "choose_folder", lambda *_args, **_named: tmp_path / "gone")
    desk = open_at()
    press(qtbot, panel(desk).ways.save)
    desk.settle()
    assert "Choose another folder" in panel(desk).ways.problem.text()


def test_a_stick_takes_the_copy(open_at: Open, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "STICK"
    stick.mkdir()
    monkeypatch.setattr("ambassador_app.ui.screens.visit.hand_over_model.a_stick", lambda: stick)
    desk = open_at()
    press(qtbot, panel(desk).ways.stick)
    desk.settle()
    assert len(list(stick.glob("*.pdf"))) == 1


def test_without_a_stick_its_place_is_asked_for(
    open_at: Open, qtbot: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambassador_app.ui.screens.visit.hand_over_model.a_stick", lambda: None)
    desk = open_at()
    press(qtbot, panel(desk).ways.stick)
    desk.settle()
    assert len(list(folder.glob("*.pdf"))) == 1


def test_a_mail_draft_carries_the_report(
    open_at: Open, qtbot: object, folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    desk = open_at()
    assert panel(desk).ways.to.value() == "jens@bageri.example"
    press(qtbot, panel(desk).ways.mail)
    desk.settle()
    draft = next(folder.glob("*.eml"))
    mail = email.message_from_bytes(draft.read_bytes(), policy=default)
    attached = next(iter(mail.iter_attachments()))
    assert attached.get_content() == session.reports.pdf(desk.workspace().reports[0].id)
    assert mail["To"] == "jens@bageri.example"
    assert opened == [QUrl.fromLocalFile(str(draft))]
    assert not panel(desk).ways.problem.isVisible()


def test_a_draft_nobody_opens_is_still_there(
    open_at: Open, qtbot: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    desk = open_at()
    desk.context.preferences.keep(MAIL_FOLDER, str(folder))
    press(qtbot, panel(desk).ways.mail)
    desk.settle()
    assert "No mail program" in panel(desk).ways.problem.text()
    assert next(folder.glob("*.eml")).name in panel(desk).ways.problem.text()


def test_without_a_printer_a_calm_word_and_a_way_out(
    open_at: Open, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over_print, "printer_names", lambda: ())
    desk = open_at()
    press(qtbot, panel(desk).ways.print)
    desk.settle()
    assert "No printer can be reached" in panel(desk).ways.said.text()
    assert panel(desk).ways.print.isEnabled()
    assert not desk.context.notices.shown


def test_a_printer_that_never_answers_is_given_up(
    open_at: Open, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over_print, "printer_names", lambda: ("Kontoret",))
    desk = open_at()
    ways = panel(desk).ways
    ways.printing._ask = lambda: pytest.fail("asked after it was given up")
    ways.begin_print()
    ways.printing._give_up()
    desk.settle()
    assert "No printer can be reached" in ways.said.text()


def test_the_dialog_of_the_system_is_asked_and_the_pages_are_printed(
    open_at: Open, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        dialog.printer().setResolution(72)
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(hand_over_print, "printer_names", lambda: ("Kontoret",))
    monkeypatch.setattr(QPrintDialog, "exec", accept)
    desk = open_at()
    press(qtbot, panel(desk).ways.print)
    desk.settle()
    assert "on its way to the printer" in panel(desk).ways.said.text()
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000


def test_a_dialog_that_is_cancelled_prints_nothing(
    open_at: Open, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog

    monkeypatch.setattr(hand_over_print, "printer_names", lambda: ("Kontoret",))
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Rejected)
    desk = open_at()
    press(qtbot, panel(desk).ways.print)
    desk.settle()
    assert not panel(desk).ways.result.isVisible()


def test_no_printing_code_is_loaded_before_somebody_prints(open_at: Open) -> None:
    import subprocess
    import sys

    code = "import sys, ambassador_app.ui.screens.visit.hand_over\nassert 'PySide6.QtPrintSupport' not in sys.modules\n"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_very_file_goes_to_the_systems_queue(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def run(command: list[str], **_named: object) -> None:
        seen.append(command)
        assert Path(command[-1]).read_bytes() == b"%PDF-x"

    send_to_lp(b"%PDF-x", PrintJob("Kontoret", 2, 1, 3), run)
    assert seen[0][:7] == ["lp", "-d", "Kontoret", "-n", "2", "-P", "1-3"]


def test_a_queue_that_refuses_is_no_bug() -> None:
    def run(*_args: object, **_named: object) -> None:
        raise OSError

    with pytest.raises(PrinterMissing):
        send_to_lp(b"%PDF-x", PrintJob("Kontoret", 1, 0, 0), run)


def test_pages_are_painted_where_there_is_no_queue(session: Session, tmp_path: Path, qapp: object) -> None:
    from PySide6.QtPrintSupport import QPrinter

    report = session.visits.workspace(sealed_visit(session)).reports[0]
    printer = QPrinter()
    printer.setResolution(72)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    steps: list[float] = []
    paint_pages(session.reports.pdf(report.id), printer, PrintJob("", 1, 1, 2), lambda done, _total: steps.append(done))
    assert steps == [0, 1]
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


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
    from ambassador_app.ui.screens.visit.hand_over_model import _is_stick

    drive = SimpleNamespace(
        rootPath=lambda: root,
        isValid=lambda: True,
        isReady=lambda: True,
        isReadOnly=lambda: False,
        isRoot=lambda: False,
        fileSystemType=lambda: SimpleNamespace(data=lambda: kind),
    )
    assert _is_stick(drive) is is_stick


def test_it_is_printed_by_keyboard(open_at: Open, qtbot: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_over_print, "printer_names", lambda: ())
    desk = open_at()
    panel(desk).ways.save.setFocus()
    desk.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert "No printer can be reached" in panel(desk).ways.said.text()


def test_the_danish_window_has_no_english(open_at: Open, session: Session) -> None:
    assert_no_english(open_at, visit_id=sealed_visit(session))
