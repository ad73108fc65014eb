"""Legal hold as a card: what is held and why, putting on hold, and releasing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.hold import Hold, HoldReason
from ambassador_app.domain.identifiers import HoldId
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, clear, column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import TextArea, commit_pending
from ambassador_app.wording import LABEL, sentence
from ambassador_app.wording.keeping import hold_words

if TYPE_CHECKING:
    from ambassador_app.services.holds import Holds

Found = Callable[["Holds"], tuple[Hold, ...]]
"""Asks for the holds to show, on the store's thread."""


class HoldCard(Card):
    """Holds on one visit or company. Not there for who may not hold, as long as there is none."""

    def __init__(self, context: UiContext, kind: str, identifier: str, found: Found) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Legal hold"))
        self._context = context
        self._subject = (kind, identifier)
        self._found = found
        self._may = False
        self.explained = labels.body(
            context, tr("What is on hold stays on this computer and is not erased at the office until it is released.")
        )
        self.lines = column(space=space.m)
        self.begin = buttons.link(context, tr("Put on legal hold …"), self.begin_hold)
        reasons = [(one.value, tr(LABEL[one])) for one in HoldReason]
        self.reason = Select(context, reasons, name=tr("Reason"))
        self.reason.set_value(HoldReason.ACCESS_REQUEST.value)
        self.note = TextArea(context, name=tr("What it is about"), lines=2)
        self.note.setAccessibleDescription(tr("For example a case number."))
        fields = Form(context)
        for field in (self.reason, self.note):
            fields.add(field.accessibleName(), field)
        self.keep = buttons.primary(context, tr("Put on legal hold"), self.keep_hold)
        self.form: QWidget = box(column(fields.widget, row(self.keep, 1), space=space.s))
        for part in (self.explained, self.lines, row(self.begin, 1), self.form):
            self.add(part)
        self.form.hide()
        self.hide()
        context.tasks.changed.connect(self._heard)

    def refresh(self) -> None:
        """Ask anew what is held."""
        holds, found = self._context.session.holds, self._found
        self._context.tasks.run(lambda: (found(holds), holds.may), owner=self, then=self._show, latest="holds")

    def _heard(self, changes: Changes) -> None:
        if changes.touches(Hold.KIND):
            self.refresh()

    def _show(self, told: tuple[tuple[Hold, ...], bool]) -> None:
        holds, self._may = told
        self.setVisible(bool(holds) or self._may)
        self.set_tone("warning" if any(one.is_open for one in holds) else "")
        self.begin.setVisible(self._may and self.form.isHidden())
        clear(self.lines)
        for one in holds:
            self.lines.addWidget(self._line(one))

    def _line(self, one: Hold) -> QWidget:
        context, tr = self._context, self._context.translator.tr
        head, said = hold_words(one, context.translator)
        strong = labels.strong(context, head)
        strong.setWordWrap(True)
        detail = labels.label(context, said, Type.CAPTION, wrap=True)
        parts: list[QWidget] = [strong, detail]
        if one.is_open and self._may:
            parts.append(self._release_form(one, tr))
        made = box(column(*parts, space=context.theme.space.xs))
        made.setAccessibleName(f"{head}. {said}")
        return made

    def _release_form(self, one: Hold, tr: Callable[[str], str]) -> QWidget:
        why = TextArea(self._context, name=tr("Why it is released"), lines=1, placeholder=tr("Why it is released"))
        release = buttons.secondary(self._context, tr("Release"), partial(self._release, HoldId(one.id), why))
        return box(column(why, row(release, 1), space=self._context.theme.space.xs))

    # -- deeds --------------------------------------------------------------------------------------------------
    def begin_hold(self) -> None:
        """Ask why."""
        self.begin.hide()
        self.form.show()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep_hold(self) -> None:
        """Put it on hold, once there are words."""
        commit_pending(self)
        holds, (kind, identifier) = self._context.session.holds, self._subject
        reason, note = HoldReason(str(self.reason.value())), self.note.value()
        if not note.strip():
            self.note.set_error(self._context.translator.tr("Say what it is about."))
            return
        self._context.tasks.run(
            lambda: holds.put(kind, identifier, reason, note), owner=self, then=lambda _: self._kept(),
            failed=partial(self._refused, self.note),
        )  # fmt: skip

    def _kept(self) -> None:
        self.note.set_value("", force=True)
        self.note.set_error("")
        self.form.hide()
        self.refresh()

    def _release(self, hold_id: HoldId, why: TextArea) -> None:
        commit_pending(self)
        holds, note = self._context.session.holds, why.value()
        if not note.strip():
            why.set_error(self._context.translator.tr("Say why it is released."))
            return
        self._context.tasks.run(lambda: holds.release(hold_id, note), owner=self, failed=partial(self._refused, why))

    def _refused(self, field: TextArea, error: AmbassadorError) -> None:
        field.set_error(sentence(error, self._context.translator))
