"""The cards of a measure's life: where it can go, who carries it out, what it has been through."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus, StatusMove
from ambassador_app.domain.measure_life import Need
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.services.follow_up import FollowUpFile
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, box, clear, column, row
from ambassador_app.ui.screens.measure.model import MeasureModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card, Separator
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.wording import LABEL

TONE = {
    MeasureStatus.COMPLETED: "success",
    MeasureStatus.VERIFIED: "success",
    MeasureStatus.UNSATISFACTORY: "warning",
    MeasureStatus.DISCARDED: "neutral",
    MeasureStatus.UNKNOWN: "warning",
}
"""The colour of a status; what is on its way has the accent."""


class StatusCard(Card):
    """The status, and a button for each way on; what a way asks for is asked below it."""

    verification_wanted = Signal()

    def __init__(self, context: UiContext, model: MeasureModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Status"))
        self._context = context
        self._model = model
        self._shown: FollowUpFile | None = None
        self._asked: MeasureStatus | None = None
        self.badge = labels.Badge(context, "")
        self.since = labels.caption(context, "")
        self.why = labels.muted(context, "")
        self.add(row(self.badge, self.since, 1, space=space.s))
        self.add(self.why)
        self._on = Flow(space.s)
        self._back = Flow(space.xs)
        self.ways_on, self.ways_back = box(self._on), box(self._back)
        self.next_words = labels.caption(context, tr("Move on to"))
        self.back_words = labels.caption(context, tr("Otherwise"))
        for part in (self.next_words, self.ways_on, self.back_words, self.ways_back):
            self.add(part)
        self._ask_for_reason(context)

    def _ask_for_reason(self, context: UiContext) -> None:
        tr, space = context.translator.tr, context.theme.space
        self.question = labels.strong(context, "")
        choices = [(one.value, tr(LABEL[one])) for one in Barrier]
        self.barrier = ChoiceButtons(context, choices, name=tr("What stands in the way"), clearable=False)
        self.reason = TextField(context, name=tr("Reason"), placeholder=tr("In a few words"))
        self.confirm = buttons.primary(context, tr("Move"), self._confirm)
        cancel = buttons.quiet(context, tr("Cancel"), self._forget)
        line = row(self.confirm, cancel, 1, space=space.s)
        self.asking = box(column(Separator(context), self.question, self.barrier, self.reason, line, space=space.m))
        self.asking.hide()
        self.add(self.asking)

    def show_file(self, file: FollowUpFile) -> None:
        """Show where the measure stands."""
        if self._shown is not None and self._shown.measure.status is not file.measure.status:
            self._forget()
        self._shown = file
        measure, tr = file.measure, self._context.translator.tr
        self.badge.set(tr(LABEL[measure.status]), TONE.get(measure.status, "accent"))
        last = measure.moves[-1] if measure.moves else None
        self.since.setText(_when(self._context, file, last) if last else tr("since it was proposed"))
        words = "" if measure.realised else _reason_words(self._context, _last_reason(measure))
        self.why.setText(words)
        self.why.setHidden(not words)
        self._offer(file)

    def _offer(self, file: FollowUpFile) -> None:
        clear(self._on)
        clear(self._back)
        on = [(one, need) for one, need in file.moves if _leads_on(one, need)]
        back = [(one, need) for one, need in file.moves if not _leads_on(one, need)]
        for place, (status, need) in enumerate(on):
            words = self._context.translator.tr(LABEL[status])
            make = buttons.primary if place == 0 else buttons.secondary
            self._on.addWidget(make(self._context, words, partial(self.choose, status, need)))
        for status, need in back:
            words = self._context.translator.tr(LABEL[status])
            self._back.addWidget(buttons.quiet(self._context, words, partial(self.choose, status, need)))
        for part in (self.next_words, self.ways_on):
            part.setHidden(not on)
        for part in (self.back_words, self.ways_back):
            part.setHidden(not back)

    def choose(self, status: MeasureStatus, need: Need) -> None:
        """Move there, or ask for what the move needs."""
        verified = self._shown is not None and self._shown.measure.verification is not None
        if need is Need.NOTHING or (need is Need.VERIFICATION and verified):
            self._model.move(status)
        elif need is Need.VERIFICATION:
            self.verification_wanted.emit()
        else:
            self._ask(status, need)

    def _ask(self, status: MeasureStatus, need: Need) -> None:
        tr = self._context.translator.tr
        self._asked = status
        name = tr(LABEL[status])
        self.question.setText(
            tr("What stands in the way?") if need is Need.BARRIER else tr("Why is it “{status}”?", status=name)
        )
        self.barrier.setHidden(need is not Need.BARRIER)
        self.barrier.set_value(None)
        self.reason.set_value("", force=True)
        self.reason.set_error("")
        self.asking.show()
        wanted = self.barrier if need is Need.BARRIER else self.reason
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _confirm(self) -> None:
        if self._asked is None:
            return
        tr, words = self._context.translator.tr, self.reason.value().strip()
        key = self.barrier.value() if not self.barrier.isHidden() else None
        barrier = Barrier(key) if isinstance(key, str) else None
        if not self.barrier.isHidden() and barrier is None:
            self.reason.set_error(tr("Choose what stands in the way."))
        elif not words and barrier in (None, Barrier.OTHER):
            self.reason.set_error(tr("Say why, so that others can follow it later."))
        else:
            self._model.move(self._asked, words, barrier)
            self._forget()

    def _forget(self) -> None:
        self._asked = None
        self.asking.hide()


def _leads_on(status: MeasureStatus, need: Need) -> bool:
    return need in (Need.NOTHING, Need.VERIFICATION) and status is not MeasureStatus.UNKNOWN


def _when(context: UiContext, file: FollowUpFile, move: StatusMove) -> str:
    day = context.translator.day(move.at.astimezone(COPENHAGEN).date())
    return " · ".join(part for part in (day, file.authors.get(move.by, "")) if part)


def _last_reason(measure: Measure) -> StatusMove | None:
    last = measure.moves[-1] if measure.moves else None
    if last is not None and measure.status is MeasureStatus.DISCARDED:
        return StatusMove(last.status, last.at, last.by, measure.dismissed_because, measure.barrier)
    return last


def _reason_words(context: UiContext, move: StatusMove | None) -> str:
    if move is None:
        return ""
    code = context.translator.tr(LABEL[move.barrier]) if move.barrier else ""
    return ": ".join(part for part in (code, move.reason) if part)


class AssignCard(Card):
    """Who carries it out, and by when."""

    def __init__(self, context: UiContext, model: MeasureModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Who and when"))
        self._context = context
        self._model = model
        self.owner = TextField(context, name=tr("Who carries it out"))
        self.deadline = DateField(context, name=tr("By when"), today=model.today())
        self.late = labels.Badge(context, "", tone="warning")
        form = Form(context, columns=2)
        form.add(tr("Who carries it out"), self.owner)
        form.add(tr("By when"), self.deadline)
        self.add(form.widget)
        self.add(row(self.late, 1))
        self.owner.edited.connect(lambda text: model.assign(owner=text.strip()))
        self.deadline.value_changed.connect(lambda day: model.assign(deadline=day))

    def show_file(self, file: FollowUpFile) -> None:
        """Show both, and whether the day has passed."""
        measure, tr = file.measure, self._context.translator.tr
        self.owner.set_value(measure.owner)
        self.deadline.set_value(measure.deadline)
        passed = measure.deadline is not None and measure.deadline < self._model.today()
        self.late.set(tr("Overdue") if passed and not measure.status.is_closed else "", "warning")


class HistoryCard(Card):
    """Every move, the newest first."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, context.translator.tr("History"))
        self._context = context
        self._lines = column(space=context.theme.space.s)
        self.add(self._lines)

    def show_file(self, file: FollowUpFile) -> None:
        """Show what the measure has been through."""
        clear(self._lines)
        tr = self._context.translator.tr
        for move in reversed(file.measure.moves):
            self._line(tr(LABEL[move.status]), _when(self._context, file, move), _reason_words(self._context, move))
        begun = file.visit.started_at or file.measure.at
        day = self._context.translator.day(begun.astimezone(COPENHAGEN).date()) if begun else ""
        self._line(tr("Proposed at the visit"), day, "")

    def _line(self, what: str, when: str, why: str) -> None:
        head = row(labels.strong(self._context, what), labels.caption(self._context, when), 1)
        head.setSpacing(self._context.theme.space.s)
        self._lines.addWidget(box(head))
        if why:
            self._lines.addWidget(labels.muted(self._context, why))
