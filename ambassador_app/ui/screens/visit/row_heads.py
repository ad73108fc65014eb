"""The heads on a page of cards: of a group, of a repeat, and of each of its rows with what can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from ambassador_app.domain.form_checks import Progress
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.screens.visit.fitted import Fitted
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Separator
from ambassador_app.ui.widgets.fields import TextField


@dataclass(frozen=True, slots=True)
class RowFacts:
    """All that the head of a row shows. `by_place` is what it is called without a name, `around` the row it is in."""

    name: str
    by_place: str
    around: str
    progress: Progress
    is_first: bool
    is_last: bool
    surplus: bool
    counted: bool
    locked: bool

    @property
    def words(self) -> str:
        """What the row is called."""
        return self.name or self.by_place


class GroupHead(Fitted, QWidget):
    """The words above a group."""

    def __init__(self, context: UiContext, words: str) -> None:
        super().__init__()
        self.label = labels.label(context, words, Type.HEADING, wrap=True)
        self.setLayout(column(self.label, margins=(0, context.theme.space.s, 0, 0)))


class RepeatHead(Fitted, QWidget):
    """The words above the rows of a repeat, and what to do while there is none."""

    def __init__(self, context: UiContext, words: str) -> None:
        super().__init__()
        self.context = context
        space = context.theme.space
        self.label = labels.label(context, words, Type.SECTION, wrap=True)
        self.count = labels.Badge(context)
        self.hint = labels.muted(context, "")
        head = row(self.label, self.count, space=space.s)
        self.setLayout(column(head, self.hint, space=space.xs, margins=(0, space.m, 0, 0)))

    def show_rows(self, count: int, *, counted: bool) -> None:
        """Show how many rows there are."""
        tr = self.context.translator.tr
        self.count.set(str(count) if count else "", "neutral")
        empty = tr("How many there are is asked above.") if counted else tr("None yet. Add one for each that you see.")
        self.hint.setText(empty if not count else "")
        self.hint.setHidden(bool(count))


class MoreRow(Fitted, QWidget):
    """The button below the rows of a repeat."""

    def __init__(self, context: UiContext, words: str, act: Callable[[], object]) -> None:
        super().__init__()
        tr = context.translator.tr
        self.button = buttons.for_fingers(buttons.secondary(context, tr("One more: {name}", name=words), act, "add"))
        self.button.setToolTip(tr("Add a row (Insert)"))
        self.setLayout(row(self.button, 1))


class RowHead(Fitted, QWidget):
    """The name of a row, how far it is, and what can be done to it."""

    moved = Signal(int)
    copied = Signal()
    renamed = Signal(str)
    removed = Signal()
    left = Signal()
    """The name was given: on to what is asked."""

    def __init__(self, context: UiContext, holds: Callable[[], int]) -> None:
        super().__init__()
        self.context = context
        self.facts: RowFacts | None = None
        self._holds = holds
        tr, space = context.translator.tr, context.theme.space
        self.title = labels.label(context, "", Type.HEADING, wrap=True)
        self.field = TextField(context, name=tr("Name of the row"), placeholder="")
        self.field.edited.connect(self.renamed.emit)
        buttons.for_fingers(self.field.editor).installEventFilter(self)
        self.field.hide()
        self.progress = labels.caption(context, "")
        self.missing = labels.Badge(context)
        self.surplus = labels.Badge(context)
        self.tools = box(row(*self._buttons(), space=0))
        line = row(self.title, self.field, self.surplus, self.missing, self.progress, self.tools, space=space.s)
        line.setStretchFactor(self.title, 1)
        line.setStretchFactor(self.field, 1)
        self.question = Banner(context, "warning", "")
        self.keep = buttons.for_fingers(buttons.secondary(context, tr("Keep it"), self._end_asking))
        self.take = buttons.for_fingers(buttons.danger(context, tr("Remove it"), self._remove))
        self.asking = box(row(self.question, self.keep, self.take, space=space.s))
        self.asking.hide()
        self.setLayout(column(Separator(context), line, self.asking, space=space.xs, margins=(0, space.s, 0, 0)))

    def _buttons(self) -> tuple[QToolButton, ...]:
        tr = self.context.translator.tr
        self.up = self._tool("chevron-up", tr("Move up (Ctrl+Shift+Up)"), lambda: self.moved.emit(-1))
        self.down = self._tool("chevron-down", tr("Move down (Ctrl+Shift+Down)"), lambda: self.moved.emit(1))
        self.copy = self._tool("copy", tr("Copy with its answers (Ctrl+D)"), self.copied.emit)
        self.rename = self._tool("edit", tr("Rename (F2)"), self.begin_name)
        self.remove = self._tool("trash", tr("Remove (Ctrl+Shift+Delete)"), self.ask_removal)
        return self.up, self.down, self.copy, self.rename, self.remove

    def _tool(self, icon: str, name: str, act: Callable[[], object]) -> QToolButton:
        made = buttons.icon_button(self.context, icon, name, act)
        made.setFixedSize(self.context.theme.touch, self.context.theme.touch)
        return made

    # -- showing ------------------------------------------------------------------------------------------------
    def show_facts(self, facts: RowFacts) -> None:
        """Show how the row stands. The same facts change nothing."""
        if facts == self.facts:
            return
        self.facts = facts
        tr, tn = self.context.translator.tr, self.context.translator.tn
        said = f"{facts.around} \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} {facts.words}"
        words = said if facts.around else facts.words
        self.title.setText(words)
        self.setAccessibleName(words)
        self.field.set_value(facts.name)
        self.field.editor.setPlaceholderText(facts.by_place)
        done, every = facts.progress.answered, facts.progress.relevant
        self.progress.setText(tr("{answered} of {all}", answered=done, all=every))
        open_ones = facts.progress.missing + facts.progress.invalid
        self.missing.set(tn("{count} to do", "{count} to do", open_ones) if open_ones else "", "warning")
        self.surplus.set(tr("More than asked for") if facts.surplus else "", "info")
        self.surplus.setToolTip(tr("The number above asks for fewer. Nothing is thrown away."))
        self._show_tools(facts)

    def _show_tools(self, facts: RowFacts) -> None:
        for part in (self.up, self.down, self.rename):
            part.setVisible(not facts.locked)
        self.copy.setVisible(not facts.locked and not facts.counted)
        self.remove.setVisible(not facts.locked and (facts.surplus or not facts.counted))
        self.up.setEnabled(not facts.is_first)
        self.down.setEnabled(not facts.is_last)

    # -- doing --------------------------------------------------------------------------------------------------
    def begin_name(self) -> None:
        """Let the name be written."""
        if self.facts is None or self.facts.locked:
            return
        self.title.hide()
        self.field.show()
        self.field.focus_and_select()

    def _end_name(self) -> None:
        self.field.hide()
        self.title.show()

    def ask_removal(self) -> None:
        """Remove the row; one that holds something asks first."""
        if self.facts is None or not self.remove.isVisibleTo(self):
            return
        held = self._holds()
        if not held:
            self.removed.emit()
            return
        translator = self.context.translator
        self.question.set_text(
            translator.tn(
                "Remove {name} with {count} answer? Undo brings it back.",
                "Remove {name} with {count} answers? Undo brings them back.",
                held,
                name=self.facts.words,
            )
        )
        self.asking.show()
        self.keep.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _end_asking(self) -> None:
        self.asking.hide()
        self.remove.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _remove(self) -> None:
        self.asking.hide()
        self.removed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter gives the name and goes on, Esc leaves it as it was; leaving the field gives it."""
        if watched is not self.field.editor:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut:
            self.field.commit()
            self._end_name()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (*_ENTER, Qt.Key.Key_Escape):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape and self.facts is not None:
            self.field.set_value(self.facts.name, force=True)
        elif key not in (*_ENTER, Qt.Key.Key_Down):
            return False
        self.field.commit()
        self.left.emit()
        return True


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
