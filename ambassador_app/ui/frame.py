"""What stands around the pages: rail, header, status strip."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QToolButton

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.syncing import Waiting
from ambassador_app.i18n import N_
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.jobs import JobStrip

RAIL_NAMES: Final[Mapping[str, str]] = {
    "today": N_("Today"),
    "companies": N_("Companies"),
    "visits": N_("Visits"),
    "measures": N_("Measures"),
    "settings": N_("Settings"),
}


class Rail(QFrame):
    """The main places, one below the other; Alt and a digit goes there."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAccessibleName(look.translator.tr("Navigation"))
        self._look = look
        self._group = QButtonGroup(self)
        self._buttons = {name: self._button(name, number) for number, name in enumerate(RAIL_NAMES, 1)}
        space = look.theme.space
        *upper, last = self._buttons.values()
        self.setLayout(column(*upper, 1, last, space=space.xs, margins=(space.xs, space.m, space.xs, space.m)))
        self.setFixedWidth(look.theme.px(104))

    def mark(self, name: str) -> None:
        """Mark where one is."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def _button(self, name: str, number: int) -> QToolButton:
        theme, words = self._look.theme, self._look.translator.tr(RAIL_NAMES[name])
        button = QToolButton()
        button.setProperty("kind", "rail")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIcon(theme.icon(name, "muted", on="accent", size=24))
        button.setIconSize(QSize(theme.px(24), theme.px(24)))
        button.setText(words)
        button.setFont(theme.font(Type.CAPTION))
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(theme.px(60))
        buttons.press_by(button, f"Alt+{number}")
        button.setToolTip(f"{words} (Alt+{number})")
        button.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        self._group.addButton(button)
        return button


class Header(QFrame):
    """Back and forward, what the page is about, search, undo and redo, help."""

    back = Signal()
    forward = Signal()
    search = Signal()
    undo = Signal()
    redo = Signal()
    help = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("kind", "header")
        self._look = look
        tr, space = look.translator.tr, look.theme.space
        self._back = self._tool("chevron-left", tr("Back"), self.back, "Alt+Left")
        self._forward = self._tool("chevron-right", tr("Forward"), self.forward, "Alt+Right")
        self._title = labels.label(look, "", Type.SECTION)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._undo = self._tool("undo", tr("Undo"), self.undo, "Ctrl+Z")
        self._redo = self._tool("redo", tr("Redo"), self.redo, "Ctrl+Y")
        self._help = self._tool("help", tr("Help"), self.help, "F1")
        items = (self._back, self._forward, self._title, self._search_button(), self._undo, self._redo, self._help)
        layout = row(*items, space=space.xs, margins=(space.m, space.s, space.m, space.s))
        layout.setStretchFactor(self._title, 1)
        self.setLayout(layout)
        self.set_undo("", "")

    def set_title(self, title: str) -> None:
        """Name the page."""
        self._title.setText(title)

    def set_way(self, *, back: bool, forward: bool) -> None:
        """Say whether there is a way back and forward."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def set_undo(self, undo: str, redo: str) -> None:
        """Name what would be undone and redone; the empty text is nothing."""
        tr = self._look.translator.tr
        texts = (
            (self._undo, undo, tr("Undo: {deed}", deed=undo), tr("Nothing to undo")),
            (self._redo, redo, tr("Redo: {deed}", deed=redo), tr("Nothing to redo")),
        )
        for button, deed, words, nothing in texts:
            button.setEnabled(bool(deed))
            button.setToolTip(words if deed else nothing)
            button.setAccessibleName(words if deed else nothing)

    def _tool(self, icon: str, name: str, pressed: SignalInstance, shortcut: str) -> QToolButton:
        return buttons.icon_button(self._look, icon, name, pressed.emit, shortcut)

    def _search_button(self) -> QPushButton:
        look = self._look
        words = look.translator.tr("Search")
        button = QPushButton(f"{words}    Ctrl+K")
        button.setIcon(look.theme.icon("search", "muted", size=18))
        button.setIconSize(QSize(look.theme.px(18), look.theme.px(18)))
        button.setAccessibleName(words)
        button.setFont(look.theme.font(Type.BODY))
        button.setMinimumWidth(look.theme.px(200))
        button.setStyleSheet(f"text-align: left; color: {look.theme.colours.muted};")
        button.setAutoDefault(False)
        buttons.press_by(button, "Ctrl+K")
        button.clicked.connect(lambda _checked=False: self.search.emit())
        return button


class StatusStrip(QFrame):
    """Whether everything is saved, whether it is backed up, and what is going on."""

    backup_wanted = Signal()
    sync_wanted = Signal()

    def __init__(self, look: Look, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self._look = look
        space = look.theme.space
        self._saved = labels.caption(look, "")
        self._saved.hide()
        self._backup = buttons.link(look, look.translator.tr("Not yet backed up"), self.backup_wanted.emit)
        self._backup.setFont(look.theme.font(Type.CAPTION))
        self._backup.setProperty("kind", "small")
        self._backup.setIcon(look.theme.icon("warning", "warning", size=16))
        self._backup.hide()
        self._office = buttons.link(look, "", self.sync_wanted.emit)
        self._office.setFont(look.theme.font(Type.CAPTION))
        self._office.setProperty("kind", "small")
        self._office.setIcon(look.theme.icon("sync", "muted", size=16))
        self._office.hide()
        self.jobs = JobStrip(look, tasks)
        self.setLayout(
            row(
                *(self._saved, self._office, self._backup, 1, self.jobs),
                space=space.l,
                margins=(space.l, space.xs, space.l, space.xs),
            )
        )
        self.setFixedHeight(look.theme.px(34))
        tasks.changed.connect(self._note)

    def _note(self, changes: Changes) -> None:
        if changes.at is not None:
            self.show_saved(changes.at)

    def show_saved(self, at: datetime) -> None:
        """Say when the last change was durable."""
        translator = self._look.translator
        self._saved.setText(translator.tr("Saved {time}", time=translator.clock(at)))
        self._saved.show()

    def show_office(self, waiting: Waiting | None) -> None:
        """Say how many records the office does not have yet; nothing where there is no office."""
        translator = self._look.translator
        if waiting is not None:
            count = waiting.records + waiting.attachments
            words = (
                translator.tn("{count} waits for the office", "{count} wait for the office", count)
                if count
                else translator.tr("All at the office")
            )
            self._office.setText(words)
            self._office.setAccessibleName(words)
        self._office.setVisible(waiting is not None)

    def show_backup(self, *, due: bool, last: datetime | None) -> None:
        """Say whether a backup is wanted."""
        translator = self._look.translator
        self._backup.setText(
            translator.tr("Not yet backed up")
            if last is None
            else translator.tr("Last backup {day}", day=translator.day(last.date()))
        )
        self._backup.setVisible(due or last is None)
