"""Pictures of handing a report over, and of what waits for a printer."""

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.domain.hand_over import PlainMail
from ambassador_app.domain.identifiers import ReportId, VisitId
from ambassador_app.domain.place import SecureMail
from ambassador_app.domain.printing import PrintState, PrintWish
from ambassador_app.services.hand_over import Given, PlainMailChoice
from ambassador_app.ui.printing.dialog import LAST_PRINTER, PrintDialog

STICK = Path("/media/aase/RAPPORTER")
_DONE: set[int] = set()


def report_of(stage: Stage) -> ReportId:
    """The newest report of the sealed visit, handed over once in each way that says something."""
    found = stage.session.reports.of_visit(VisitId(stage.sealed_visit()))[0].id
    if id(stage) not in _DONE:
        _DONE.add(id(stage))
        over = stage.session.hand_over
        over.printed(found, "Kontoret, 2. sal", to="Lars Bækgaard", note="2 ×")
        choice = PlainMailChoice(PlainMail.ASKED_FOR, "Har ikke Digital Post")
        with TemporaryDirectory(prefix="ambassador-") as folder:
            over.mail_draft(found, Path(folder), to="lars@fjordens.example", choice=choice)
        queue = stage.session.print_queue
        queue.failed(queue.add(found, PrintWish("Kontoret, 2. sal"), PrintState.PRINTING).id)
        queue.add(found, PrintWish(), PrintState.OFFICE)
    return found


def put_away(stage: Stage) -> None:
    """Close the dialog of the scene before."""
    for one in stage.window.findChildren(PrintDialog):
        one.reject()


def policy(stage: Stage, wanted: SecureMail) -> None:
    stage.application.tasks.changed.emit(stage.session.profile.change_municipality(secure_mail=wanted))


def show(stage: Stage, share: float) -> None:
    put_away(stage)
    report_of(stage)
    stage.navigate("visit", stage.sealed_visit(), step="hand_over")
    stage.settle()
    for area in stage.screen.panel().findChildren(QScrollArea):
        bar = area.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))
    stage.settle()


@scene("hand-over-saved")
def saved(stage: Stage) -> None:
    report = report_of(stage)
    policy(stage, SecureMail.NEVER)
    show(stage, 0.0)
    noted = stage.session.report_copies.record(report).handed_over[0]
    panel = stage.screen.panel()
    panel.hand_over.given.emit(Given(STICK / "Besoegsrapport-Fjordens-2026-11-23.pdf", noted, None))
    stage.settle()


@scene("hand-over-secure")
def secure(stage: Stage) -> None:
    policy(stage, SecureMail.ALWAYS)
    show(stage, 0.0)


@scene("hand-over-plain-mail")
def plain_mail(stage: Stage) -> None:
    policy(stage, SecureMail.ALWAYS)
    show(stage, 0.0)
    panel = stage.screen.panel()
    panel.mail.begin_choice()
    stage.settle()
    area = panel.mail.parentWidget().parentWidget().parentWidget()
    area.ensureWidgetVisible(panel.mail.draft)
    stage.settle()


@scene("hand-over-journal")
def journal(stage: Stage) -> None:
    show(stage, 0.6)


@scene("hand-over-dialog")
def dialog(stage: Stage) -> None:
    policy(stage, SecureMail.PERSONAL)
    show(stage, 0.0)
    panel = stage.screen.panel()
    panel.context.preferences.keep(LAST_PRINTER, "Kontoret, 2. sal")
    panel.ways.begin_print()
    stage.settle()
    shown = stage.window.findChild(PrintDialog)
    shown.setWindowFlags(Qt.WindowType.Widget)
    shown.resize(shown.width(), min(shown.height(), stage.window.height() - 48))
    shown.move((stage.window.width() - shown.width()) // 2, 24)
    shown.setAutoFillBackground(True)
    shown.show()


@scene("hand-over-list")
def waiting(stage: Stage) -> None:
    put_away(stage)
    report_of(stage)
    stage.navigate("printing")


@scene("hand-over-settings")
def settings(stage: Stage) -> None:
    put_away(stage)
    stage.navigate("settings")
    stage.screen.area.ensureWidgetVisible(stage.screen.hand_over, 0, 0)
    stage.settle()


@scene("hand-over-list-empty")
def nothing(stage: Stage) -> None:
    left = stage.session.print_queue.waiting()
    for line in left:
        stage.session.print_queue.remove(line.job.id)
    stage.navigate("printing")
    for line in left:
        stage.session.print_queue.add(line.report.id, line.job.wish, line.job.state)
