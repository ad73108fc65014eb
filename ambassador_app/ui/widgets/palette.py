"""Ctrl+K: find any company, visit, measure or note, or do something, without leaving the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.fields import SearchField


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """A line of the palette: a heading where `run` is None."""

    label: str
    detail: str = ""
    icon: str = ""
    run: Callable[[], object] | None = None


Search = Callable[[str], Sequence[PaletteItem]]


class CommandPalette(QFrame):
    """A line to type in and what it finds. `commands` are matched here, `search` runs on the store's thread."""

    closed = Signal()

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        parent: QWidget,
        *,
        commands: Callable[[], Sequence[PaletteItem]],
        search: Search,
    ) -> None:
        super().__init__(parent)
        self._look, self._tasks = look, tasks
        self._commands, self._search = commands, search
        self.setProperty("kind", "raised")
        tr, space = look.translator.tr, look.theme.space
        self.setAccessibleName(tr("Search and commands"))
        self.field = SearchField(
            look, name=tr("Search and commands"), placeholder=tr("Company, visit, measure, note or command")
        )
        self.field.line.installEventFilter(self)
        self.field.line.textEdited.connect(lambda _text: self._show_commands())
        self.field.edited.connect(self._find)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Found"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setStyleSheet("background: transparent; border: 0;")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setIconSize(QSize(look.theme.px(20), look.theme.px(20)))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._run)
        self._hint = labels.caption(look, tr("Arrows choose, Enter opens, Esc closes"))
        self.setLayout(column(self.field, self.list, self._hint, space=space.s, margins=space.m))
        self._found: Sequence[PaletteItem] = ()
        self._before: QWidget | None = None
        self.hide()

    def open(self, text: str = "") -> None:
        """Open in the middle of the upper half of the window."""
        self._found = ()
        self._before = QApplication.focusWidget()
        self.field.set_text(text, force=True)
        self._show_commands()
        if text:
            self._find(text)
        self.place()
        self.show()
        self.raise_()
        self.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def place(self) -> None:
        """Keep to the middle of the window."""
        parent = self.parentWidget()
        if parent is not None:
            px = self._look.theme.px
            width, height = min(px(640), parent.width() - px(48)), min(px(440), parent.height() - px(96))
            self.setGeometry((parent.width() - width) // 2, px(64), width, height)

    def close_palette(self) -> None:
        """Close and give the focus back."""
        if not self.isVisible():
            return
        had_focus, before = self.field.line.hasFocus(), self._before
        self._before = None
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def _find(self, text: str) -> None:
        wanted = text.strip()
        if not wanted:
            self._found = ()
            self._show_commands()
            return
        self._tasks.run(lambda: self._search(wanted), owner=self, then=self._show_found, latest="palette")

    def _show_found(self, found: Sequence[PaletteItem]) -> None:
        self._found = found
        self._show_commands()

    def _show_commands(self) -> None:
        typed = self.field.value()
        commands = [one for one in self._commands() if fits(typed, one.label)]
        self.list.clear()
        shown = [*self._found, *commands] if typed else [*commands]
        if not shown:
            words = self._look.translator.tr("Nothing found for “{text}”.", text=typed)
            shown = [PaletteItem(words)]
        for one in shown:
            self.list.addItem(self._item(one))
        self._move(1, start=-1)

    def _item(self, one: PaletteItem) -> QListWidgetItem:
        theme = self._look.theme
        item = QListWidgetItem(f"{one.label}\n{one.detail}" if one.detail else one.label)
        item.setData(Qt.ItemDataRole.UserRole, one)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in (one.label, one.detail) if part))
        if one.icon:
            item.setIcon(theme.icon(one.icon, "accent"))
        if one.run is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setFont(theme.font(Type.CAPTION))
            item.setForeground(theme.colour("muted"))
        else:
            item.setFont(theme.font(Type.BODY))
        return item

    def _move(self, step: int, start: int | None = None) -> None:
        """Go to the next line that can be opened, over the headings."""
        line = (self.list.currentRow() if start is None else start) + step
        while 0 <= line < self.list.count():
            if self.list.item(line).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(line)
                return
            line += step

    def _run(self, item: QListWidgetItem | None) -> None:
        one = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(one, PaletteItem) and one.run is not None:
            self.close_palette()
            one.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        if watched is self.field.line and event.type() == QEvent.Type.FocusOut:
            self.close_palette()
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.list.currentItem())
            case Qt.Key.Key_Escape:
                self.close_palette()
            case _:
                return False
        return True


def fits(typed: str, label: str) -> bool:
    """Whether the letters of `typed` stand in `label` in that order."""
    rest = iter(label.casefold())
    return all(letter in rest for letter in typed.casefold().replace(" ", ""))
