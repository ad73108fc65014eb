"""The cards beside the sealed report: what a check says, the ways to hand it over, the editions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ambassador_app.domain.sign_off import Report
from ambassador_app.errors import MailProgramMissing
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, clear, column, row
from ambassador_app.ui.screens.visit.hand_over_model import COPY_FOLDER, MAIL_FOLDER, HandOverModel, Shown
from ambassador_app.ui.screens.visit.hand_over_print import Printing
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.dialogs import choose_folder
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.wording import sentence

_GOOD: Final = {True: ("success", "shield"), False: ("danger", "error")}


class VerdictCard(Card):
    """What a check of the file says, in words for everybody."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, "")
        self.context = context
        self.body.setSpacing(context.theme.space.xs)
        self.verdict = labels.heading(context, "")
        self.more = labels.label(context, "", wrap=True)
        self.check = buttons.link(
            context, context.translator.tr("Check a report"), lambda: context.navigate("check_report")
        )
        self.add(self.verdict)
        self.add(self.more)
        self.add(row(self.check, 1))

    def show_shown(self, shown: Shown) -> None:
        """Say what was found."""
        self.set_tone(_GOOD[shown.good][0])
        self.verdict.setText(shown.sentences[0])
        self.more.setText("\n\n".join(shown.sentences[1:]))
        self.setAccessibleName(" ".join(shown.sentences))


class WaysCard(Card):
    """Save, stick, print, mail; and what came of it."""

    def __init__(self, context: UiContext, hand_over: HandOverModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Give it to the company"))
        self.context = context
        self.hand_over = hand_over
        self.printing = Printing(context, self)
        self.body.setSpacing(space.s)
        self.save = self._way("primary", tr("Save a copy …"), self.save_copy, "save")
        self.stick = self._way("secondary", tr("Save to a USB stick"), self.save_to_stick, "usb")
        self.print = self._way("secondary", tr("Print …"), self.begin_print, "print")
        self.mail = self._way("secondary", tr("E-mail draft"), self.draft_mail, "mail")
        self.to = TextField(context, name=tr("E-mail to"), placeholder=tr("name@company.dk"))
        form = Form(context)
        form.add(tr("E-mail to"), self.to)
        self.said = labels.body(context, "")
        self.open_folder = buttons.link(context, tr("Open the folder"), self._open_folder)
        self.problem = labels.label(context, "", token="danger", wrap=True)
        self._file: Path | None = None
        for part in (self.save, self.stick, self.print):
            self.add(part)
        self.add(form.widget)
        self.add(self.mail)
        self.result = box(column(self.said, row(self.open_folder, 1)))
        self.add(self.result)
        self.add(self.problem)
        self.result.hide()
        self.problem.hide()
        self._connect()

    def _way(self, kind: str, words: str, clicked: Callable[[], object], icon: str) -> QPushButton:
        make = buttons.primary if kind == "primary" else buttons.secondary
        made = make(self.context, words, clicked, icon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return buttons.for_fingers(made)

    def _connect(self) -> None:
        tr = self.context.translator.tr
        self.hand_over.copied.connect(lambda file: self._tell(tr("Saved as {file}", file=str(file)), file))
        self.hand_over.drafted.connect(self._drafted)
        self.hand_over.refused.connect(self._complain)
        self.printing.said.connect(lambda words: self._tell(words, None))
        self.printing.missing.connect(lambda words: self._tell(words, None))
        self.printing.busy_changed.connect(self._looking)

    # -- the ways -----------------------------------------------------------------------------------------------
    def save_copy(self) -> None:
        """Ask for a folder and save a copy there."""
        folder = self._folder(COPY_FOLDER)
        if folder is not None:
            self.hand_over.save_copy(folder)

    def save_to_stick(self) -> None:
        """Save a copy on the stick, or ask where it is."""
        self.hand_over.find_stick(self._stick_found)

    def _stick_found(self, stick: Path | None) -> None:
        if stick is None:
            tr = self.context.translator.tr
            stick = choose_folder(self.context, self, tr("No USB stick was found. Where is it?"))
        if stick is not None:
            self.hand_over.save_copy(stick, remember=False)

    def begin_print(self) -> None:
        """Print the report that is shown."""
        if self.hand_over.shown is not None:
            self._complain("")
            self.printing.begin(self.hand_over.shown.pdf)

    def draft_mail(self) -> None:
        """Save a draft where the last one went, and open it in the mail program."""
        last = self.hand_over.last_folder(MAIL_FOLDER)
        folder = Path(last) if last else self._folder(MAIL_FOLDER)
        if folder is not None:
            self.hand_over.draft_mail(folder, self.to.value())

    def _folder(self, name: str) -> Path | None:
        title = self.context.translator.tr("Where should the copy be saved?")
        return choose_folder(self.context, self, title, folder=self.hand_over.last_folder(name))

    def _drafted(self, file: Path) -> None:
        tr = self.context.translator.tr
        self._tell(tr("The draft is saved as {file}", file=str(file)), file)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._complain(sentence(MailProgramMissing(file=str(file)), self.context.translator))

    # -- what came of it ----------------------------------------------------------------------------------------
    def _looking(self, on: bool) -> None:
        tr = self.context.translator.tr
        self.print.setEnabled(not on)
        self.print.setText(tr("Looking for printers …") if on else tr("Print …"))

    def _tell(self, words: str, file: Path | None) -> None:
        self._complain("")
        self._file = file
        self.said.setText(words)
        self.open_folder.setHidden(file is None)
        self.result.show()

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setHidden(not words)

    def _open_folder(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))


class EditionsCard(Card):
    """Every sealed edition; the first one stays for ever. And the way to the next."""

    def __init__(self, context: UiContext, model: VisitModel, hand_over: HandOverModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Editions"))
        self.context = context
        self.model = model
        self.hand_over = hand_over
        self._reports: tuple[Report, ...] = ()
        self._lines = column(space=space.xs)
        self.add(self._lines)
        self.open_note = labels.muted(context, "")
        self.add(self.open_note)
        self.amend = buttons.secondary(context, tr("Amend …"), self.begin_amendment, "edit")
        self.reason = TextField(context, name=tr("Why is it amended?"), placeholder=tr("Why is it amended?"))
        self.start = buttons.primary(context, tr("Start the next revision"), self.amend_now)
        self.form = box(column(self.reason, row(self.start, 1), space=space.s))
        self.add(row(self.amend, 1))
        self.add(self.form)
        self.form.hide()

    def show_reports(self, reports: tuple[Report, ...], *, locked: bool, revision: int) -> None:
        """Show the editions, newest first."""
        tr = self.context.translator.tr
        if reports != self._reports:
            self._reports = reports
            clear(self._lines)
            for report in reports:
                self._lines.addWidget(self._line(report))
        waiting = tr("Revision {number} is open. It is handed over once it is signed and sealed.", number=revision)
        self.open_note.setText("" if locked else waiting)
        self.open_note.setHidden(locked)
        self.amend.setHidden(not locked or not self.form.isHidden())
        if not locked:
            self.form.hide()

    def _line(self, report: Report) -> QPushButton:
        tr = self.context.translator.tr
        words = tr("Revision {number}, sealed {moment}", number=report.revision, moment=report.sealed_at)
        return buttons.link(self.context, words, partial(self.hand_over.choose, report))

    def begin_amendment(self) -> None:
        """Ask why."""
        self.amend.hide()
        self.form.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def amend_now(self) -> None:
        """Open the next revision, once there is a reason."""
        if self.reason.value():
            self.model.amend(self.reason.value())
        else:
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
