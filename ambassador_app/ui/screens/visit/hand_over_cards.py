"""Two of the cards beside the sealed report: what a check says of it, and the editions."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ambassador_app.domain.sign_off import Report
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screens.visit.hand_over_model import HandOverModel, Shown
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import TextField

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
