"""Printing with a real printer process: at once, whatever the print system does, and nothing is lost."""

from __future__ import annotations

import io
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.printing import Duplex, PrintState, PrintWish
from ambassador_app.domain.records import to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.printing import desk as desk_module
from ambassador_app.ui.printing import dialog as dialog_module
from ambassador_app.ui.printing import printer_process
from ambassador_app.ui.printing.desk import Printable, PrintDesk, print_desk
from ambassador_app.ui.printing.dialog import LAST_PRINTER, Document, PrintDialog
from ambassador_app.ui.screens.printing.view import PrintingView
from tests.builders import a_visit, session_in, signed
from tests.ui.step_desk import press

MakeContext = Callable[..., Any]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def report(session: Session) -> Report:
    visit_id = a_visit(session)
    signed(session, visit_id)
    return session.signing.seal(visit_id).report


@pytest.fixture
def context(session: Session, make_context: MakeContext) -> Any:
    return make_context(session)


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def desk(context: Any) -> Iterator[PrintDesk]:
    made = print_desk(context)
    yield made
    made.stop()


@pytest.fixture
def silent_system(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A print system that takes the call and never says a word, as one whose network is gone."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{server.getsockname()[1]}")
        yield


def fake_lp(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Put a print command of our own before the system's; gives the folder it writes into."""
    folder.mkdir(exist_ok=True)
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\ncd '{folder}'\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return folder


def printable(report: Report) -> Printable:
    return Printable(report.id, Document(report.file_name, 4), "Jens Ægidius")


def settle(qtbot: Any, context: Any, reached: Callable[[], bool]) -> None:
    """Let the printer process and the store do their work until something is so."""

    def look() -> bool:
        context.tasks.flush()
        return reached()

    qtbot.waitUntil(look, timeout=60_000)


# -- the dialog -----------------------------------------------------------------------------------------------------
def test_the_dialog_is_there_while_the_print_system_hangs(
    desk: PrintDesk, window: QWidget, report: Report, qtbot: Any, silent_system: None
) -> None:
    dialog = desk.ask(window, printable(report))
    assert dialog.isVisible()
    looking = dialog.looking.process
    assert looking.waitForStarted()
    qtbot.wait(300)  # the window lives on
    assert "Looking for printers" in dialog.state.text()
    assert not dialog.print.isEnabled()
    assert dialog.office.isEnabled()
    press(qtbot, dialog.cancel)
    assert looking.state() == QProcess.ProcessState.NotRunning


def test_a_print_system_that_stays_silent_is_told_and_let_go(
    desk: PrintDesk, window: QWidget, report: Report, qtbot: Any, silent_system: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog_module, "LOOK_MS", 50)
    dialog = desk.ask(window, printable(report))
    looking = dialog.looking.process
    qtbot.waitUntil(lambda: dialog.looking is None, timeout=60_000)
    assert looking.state() == QProcess.ProcessState.NotRunning
    assert "does not answer" in dialog.state.text()
    assert dialog.again.isVisible()
    dialog.reject()


def test_without_any_printer_the_office_is_offered(
    desk: PrintDesk, window: QWidget, report: Report, qtbot: Any, monkeypatch: pytest.MonkeyPatch, context: Any
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    dialog = desk.ask(window, printable(report))
    qtbot.waitUntil(lambda: dialog.looking is None, timeout=60_000)
    assert "No printer answers" in dialog.state.text()
    press(qtbot, dialog.office)
    context.tasks.flush()
    (line,) = context.session.print_queue.waiting()
    assert line.job.state is PrintState.OFFICE


def test_the_printer_of_last_time_can_be_chosen_before_any_has_answered(
    desk: PrintDesk, window: QWidget, report: Report, context: Any, silent_system: None
) -> None:
    context.preferences.keep(LAST_PRINTER, "Kontoret")
    dialog = desk.ask(window, printable(report))
    assert dialog.printer.value() == "Kontoret"
    assert dialog.print.isEnabled()
    dialog.reject()


def test_what_is_filled_in_is_what_is_wanted(
    desk: PrintDesk, window: QWidget, report: Report, qtbot: Any, silent_system: None
) -> None:
    dialog = desk.ask(window, printable(report), PrintWish("Kontoret"))
    wanted: list[PrintWish] = []
    dialog.print_wanted.disconnect()
    dialog.print_wanted.connect(wanted.append)
    dialog.range.choose_number(2)
    press(qtbot, dialog.print)
    assert "Which pages?" in dialog.pages.message.text()
    for text in ("9", "x"):
        dialog.pages.set_value(text, force=True)
        press(qtbot, dialog.print)
        assert "from 1 to 4" in dialog.pages.message.text()
    dialog.pages.set_value("2-3", force=True)
    dialog.copies.set_value(2, force=True)
    dialog.duplex.set_value(Duplex.SHORT_EDGE.value)
    dialog.colour.set_value(False)
    press(qtbot, dialog.print)
    assert wanted == [PrintWish("Kontoret", 2, "2-3", Duplex.SHORT_EDGE, colour=False)]


def test_the_window_knows_no_printing_of_its_own() -> None:
    code = (
        "import sys\n"
        "import ambassador_app.ui.screens.visit.hand_over, ambassador_app.ui.screens.printing.view\n"
        "import ambassador_app.ui.printing.desk\n"
        "assert 'PySide6.QtPrintSupport' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# -- on its way -----------------------------------------------------------------------------------------------------
def test_the_very_file_goes_to_the_print_system_and_is_noted(
    desk: PrintDesk, report: Report, context: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = fake_lp(tmp_path / "lp", monkeypatch, 'printf "%s\\n" "$@" > words; cat > file; mv file done')
    desk.print(printable(report), PrintWish("Kontoret", 2, "1-2", Duplex.LONG_EDGE, colour=False))
    settle(qtbot, context, lambda: (out / "done").exists() and not context.session.print_queue.waiting())
    assert (out / "done").read_bytes() == context.session.reports.pdf(report.id)
    words = (out / "words").read_text().split("\n")
    assert words[:2] == ["-d", "Kontoret"]
    assert words[words.index("-n") + 1] == "2"
    assert words[words.index("-P") + 1] == "1-2"
    assert "sides=two-sided-long-edge" in words
    assert "print-color-mode=monochrome" in words
    (noted,) = context.session.report_copies.record(report.id).handed_over
    assert (noted.way, noted.where, noted.to) == (HandOverWay.PRINT, "Kontoret", "Jens Ægidius")


def test_what_a_printer_refuses_waits_and_is_tried_again(
    desk: PrintDesk, report: Report, context: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "RETRY_MS", (10,))
    out = fake_lp(
        tmp_path / "lp", monkeypatch, "cat > /dev/null; test -e tried && mv tried done || { touch tried; exit 1; }"
    )
    desk.print(printable(report), PrintWish("Kontoret"))
    settle(qtbot, context, lambda: (out / "done").exists() and not context.session.print_queue.waiting())
    (notice,) = context.notices.shown
    assert "“Kontoret” did not take the report" in notice.text


def test_a_printer_that_never_answers_is_given_up_and_the_report_waits(
    desk: PrintDesk, report: Report, context: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "PRINT_MS", 1_500)
    fake_lp(tmp_path / "lp", monkeypatch, "exec sleep 5")
    desk.print(printable(report), PrintWish("Kontoret"))
    settle(qtbot, context, lambda: not desk.under_way and bool(context.notices.shown))
    (line,) = context.session.print_queue.waiting()
    assert (line.job.state, line.job.tries) == (PrintState.FAILED, 1)


def test_a_job_taken_off_the_list_is_neither_printed_nor_told(
    desk: PrintDesk, report: Report, context: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_lp(tmp_path / "lp", monkeypatch, "exec sleep 5")
    desk.print(printable(report), PrintWish("Kontoret"))
    settle(qtbot, context, lambda: bool(desk.under_way))
    desk.remove(next(iter(desk.under_way)))
    settle(qtbot, context, lambda: not context.session.print_queue.waiting())
    assert not desk.under_way
    assert not context.notices.shown


# -- the list -------------------------------------------------------------------------------------------------------
def test_the_list_of_the_office_says_where_each_report_stands(
    report: Report, context: Any, qtbot: Any, silent_system: None
) -> None:
    queue = context.session.print_queue
    first = queue.add(report.id, PrintWish("Kontoret"), PrintState.PRINTING)
    queue.add(report.id, PrintWish(), PrintState.OFFICE)
    failed = queue.add(report.id, PrintWish("Kontoret"), PrintState.PRINTING)
    queue.failed(failed.id)
    view = PrintingView(context)
    qtbot.addWidget(view)
    view.show()
    context.tasks.flush()
    said = [
        one.accessibleName() for one in view.waiting.findChildren(QWidget) if "Ærø Bageri A/S" in one.accessibleName()
    ]
    told = " | ".join(said)
    assert "look whether it came out" in told
    assert "To be printed at the office" in told
    assert "did not take it" in told
    assert not view.nothing.isVisible()
    view.waiting.ask(view.waiting.shown[1])
    context.tasks.flush()
    (dialog,) = view.findChildren(PrintDialog)
    dialog.reject()
    for line in view.waiting.shown:
        view.waiting.desk.remove(line.job.id)
    context.tasks.flush()
    assert view.nothing.isVisible()
    assert first.id


def test_all_that_waits_is_printed_at_the_office_in_one_go(
    report: Report, context: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = fake_lp(tmp_path / "lp", monkeypatch, 'printf "%s " "$@" >> words; echo >> words; cat > /dev/null')
    context.preferences.keep(LAST_PRINTER, "Kontoret")
    for pages in ("1", ""):
        context.session.print_queue.add(report.id, PrintWish(pages=pages), PrintState.OFFICE)
    view = PrintingView(context)
    qtbot.addWidget(view)
    view.show()
    context.tasks.flush()
    press(qtbot, view.all)
    (dialog,) = view.findChildren(PrintDialog)
    press(qtbot, dialog.print)
    settle(qtbot, context, lambda: not context.session.print_queue.waiting())
    first, second = (out / "words").read_text().splitlines()
    assert ("-P 1 " in first) != ("-P 1 " in second)
    assert "-d Kontoret" in first
    view.waiting.desk.stop()


# -- pages ----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with session_in(tmp_path_factory.mktemp("pdf")) as session:
        visit_id = a_visit(session)
        session.notes.add_finding(visit_id, "Trykluften hvæser i hal 2 " * 60)
        return session.reports.preview(visit_id)


def grey(data: bytes, page: int, scale: float) -> Any:
    document = pypdfium2.PdfDocument(data)
    image = document[page].render(scale=scale).to_pil().convert("L")
    document.close()
    return image


def test_bands_make_up_the_page_that_the_preview_shows(pdf: bytes, qapp: object) -> None:
    from PIL import Image, ImageChops

    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    whole = page.render(scale=200 / 72, rev_byteorder=True).to_pil().convert("RGB")
    made = Image.new("RGB", whole.size, "red")
    for top, band in printer_process.bands(page, 200):
        shown = band.convertToFormat(QImage.Format.Format_RGB888)
        pixels = bytes(shown.constBits())
        part = Image.frombuffer("RGB", (shown.width(), shown.height()), pixels, "raw", "RGB", shown.bytesPerLine(), 1)
        made.paste(part, (0, top))
    assert ImageChops.difference(made, whole).getbbox() is None
    page.close()
    document.close()


def test_what_is_painted_for_a_printer_is_what_the_preview_shows(pdf: bytes, tmp_path: Path, qapp: object) -> None:
    from PIL import Image, ImageChops, ImageStat

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(150)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert printer_process.paint(printer, pdf, (2, 1))
    paper = (tmp_path / "paper.pdf").read_bytes()
    for printed, shown in ((0, 1), (1, 0)):
        there, wanted = grey(paper, printed, 1.5), grey(pdf, shown, 1.5)
        assert abs(there.size[0] - wanted.size[0]) <= 2
        small = (wanted.width // 6, wanted.height // 6)  # the dots of paper and screen are never the same
        there, wanted = there.resize(small, Image.Resampling.BOX), wanted.resize(small, Image.Resampling.BOX)
        difference = ImageChops.difference(there, wanted)
        assert ImageStat.Stat(difference).mean[0] < 2
    assert len(pypdfium2.PdfDocument(paper)) == 2


def test_the_systems_own_dialog_prints_what_is_chosen_in_it(
    pdf: bytes, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFileName(str(tmp_path / "paper.pdf"))
        dialog.printer().setResolution(72)
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    done = printer_process.by_system_dialog("Rapport", PrintWish(pages="2"), pdf)
    assert "printed" in done
    assert len(pypdfium2.PdfDocument((tmp_path / "paper.pdf").read_bytes())) == 1
    assert '"asking": true' in capsys.readouterr().out
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Rejected)
    assert printer_process.by_system_dialog("Rapport", PrintWish(), pdf) == {"cancelled": True}


def test_the_printer_process_reads_what_it_is_given() -> None:
    import json

    wish = PrintWish("Kontoret", 3, "1", Duplex.OFF)
    head = json.dumps({"title": "Rapport", "wish": to_json(wish)}).encode()
    assert printer_process.read_job(io.BytesIO(head + b"\n%PDF\n1")) == ("Rapport", wish, b"%PDF\n1")
    assert "one-sided" in " ".join(printer_process.lp_command("Rapport", wish, (1,)))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_dialog_fits_the_smallest_screen(
    session: Session, make_context: MakeContext, window: QWidget, language: Language, scale: float, silent_system: None
) -> None:
    context = make_context(session, language=language, scale=scale)
    dialog = PrintDialog(context, window, Document("Besoegsrapport-Aeroe-Bageri-A-S-2026-11-23.pdf", 12), PrintWish())
    dialog.show()
    assert dialog.height() <= dialog.screen().availableGeometry().height() - 40
    assert dialog.minimumSizeHint().width() <= dialog.width() <= 1000
    assert dialog.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.reject()
