"""When, how and to whom the report was handed over: noted by itself, or by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.hand_over import HandOver
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, clear, column, row
from ambassador_app.ui.screens.visit.hand_over_model import HandOverModel, Shown
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import TextField, commit_pending
from ambassador_app.wording import LABEL


class JournalCard(Card):
    """The record of hand-overs of one report, the newest first."""

    def __init__(self, context: UiContext, hand_over: HandOverModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Handed over"))
        self.context = context
        self.hand_over = hand_over
        self.body.setSpacing(space.s)
        self.empty = labels.muted(
            context, tr("Not yet. Each copy, print and mail is noted here by itself, with the time and your name.")
        )
        self._lines = column(space=space.m)
        self.lines: list[str] = []
        self.add(self.empty)
        self.add(self._lines)
        self.begin = buttons.link(context, tr("Note a hand-over …"), self.begin_note)
        self.to = TextField(context, name=tr("To whom"), placeholder=tr("Name of who got it"))
        self.where = TextField(context, name=tr("How"), placeholder=tr("For example Digital Post"))
        self.note = TextField(context, name=tr("Remark"))
        fields = Form(context)
        for field in (self.to, self.where, self.note):
            fields.add(field.accessibleName(), field)
        self.keep = buttons.primary(context, tr("Note it"), self.keep_note)
        self.form = box(column(fields.widget, row(self.keep, 1), space=space.s))
        self.add(row(self.begin, 1))
        self.add(self.form)
        self.form.hide()

    def show_shown(self, shown: Shown) -> None:
        """Show what is noted with this report, the newest first."""
        clear(self._lines)
        newest = sorted(shown.report.handed_over, key=lambda one: one.at, reverse=True)
        self.lines = [" ".join(self._words(one)) for one in newest]
        for one in newest:
            self._lines.addWidget(self._line(one))
        self.empty.setHidden(bool(newest))

    def _words(self, one: HandOver) -> tuple[str, ...]:
        words = self.context.translator
        head = words.tr("{way}, {moment}", way=words.tr(LABEL[one.way]), moment=one.at)
        to = words.tr("To {name}", name=one.to) if one.to else ""
        where = words.tr("Where: {place}", place=one.where) if one.where else ""
        by = words.tr("By {name}", name=one.by) if one.by else ""
        plain = words.tr("Plain mail: {reason}", reason=words.tr(LABEL[one.plain_mail])) if one.plain_mail else ""
        return tuple(part for part in (head, to, where, one.file, plain, one.note, by) if part)

    def _line(self, one: HandOver) -> QWidget:
        head, *rest = self._words(one)
        strong = labels.strong(self.context, head)
        strong.setWordWrap(True)
        detail = labels.caption(self.context, "\n".join(rest))
        detail.setWordWrap(True)
        made = box(column(strong, detail, space=self.context.theme.space.xs))
        made.setAccessibleName(" ".join((head, *rest)))
        return made

    # -- by hand ------------------------------------------------------------------------------------------------
    def begin_note(self) -> None:
        """Ask to whom and how."""
        self.begin.hide()
        self.form.show()
        self.to.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep_note(self) -> None:
        """Note it, once there is a name."""
        commit_pending(self)
        if not self.to.value().strip():
            self.to.set_error(self.context.translator.tr("Who got it?"))
            self.to.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.to.set_error("")
        self.hand_over.note(self.to.value(), self.where.value(), self.note.value())
        for field in (self.to, self.where, self.note):
            field.set_value("", force=True)
        self.form.hide()
        self.begin.show()
