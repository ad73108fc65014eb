"""The list of checklists: which version new visits take, whose it is, and what waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ambassador_app.services.checklist_library import ChecklistLine
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, clear, column, row
from ambassador_app.ui.screens.checklists.model import Shelf
from ambassador_app.ui.screens.checklists.words import made_words, size_words, version_name
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card


class ChecklistsCard(Card):
    """All checklists, those that are offered before those that are not."""

    wanted = Signal(str)
    """Id of the checklist to open."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.context = context
        self.lines: dict[str, ChecklistRow] = {}
        self._column: QVBoxLayout = column(space=context.theme.space.l)
        self.add(self._column)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the checklists there are."""
        clear(self._column)
        self.lines = {}
        for line in sorted(shelf.lines, key=lambda one: one.is_retired):
            made = ChecklistRow(self.context, line)
            made.opened.connect(self.wanted)
            self.lines[line.id] = made
            self._column.addWidget(made)


class ChecklistRow(QFrame):
    """One checklist on two lines."""

    opened = Signal(str)

    def __init__(self, context: UiContext, line: ChecklistLine) -> None:
        super().__init__()
        self.line = line
        translator, space = context.translator, context.theme.space
        title = line.title.text(translator.language.value) or line.id
        self.title = labels.strong(context, title)
        self.title.setWordWrap(True)
        self.badges = Flow(space.s)
        self.badges.addWidget(self.title)
        for text, tone in _badges(context, line):
            self.badges.addWidget(labels.Badge(context, text, tone))
        self.open_button = buttons.secondary(context, translator.tr("Open"), lambda: self.opened.emit(line.id))
        self.open_button.setAccessibleDescription(title)
        about = labels.caption(context, _about(context, line))
        about.setWordWrap(True)
        said = row(box(column(box(self.badges), about, space=space.xs)), self.open_button, space=space.s)
        said.setStretch(0, 1)
        said.setAlignment(self.open_button, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(said)


def _about(context: UiContext, line: ChecklistLine) -> str:
    translator = context.translator
    shown = line.current or line.draft
    if shown is None:
        return ""
    return " · ".join((version_name(translator, shown), made_words(translator, shown), size_words(translator, shown)))


def _badges(context: UiContext, line: ChecklistLine) -> list[tuple[str, str]]:
    tr = context.translator.tr
    found = [
        (line.current is not None and line.current.is_own, tr("Own version"), "accent"),
        (line.draft is not None, tr("Draft waits"), "warning"),
        (line.offer is not None, tr("Newer version from the program"), "accent"),
        (line.is_retired, tr("No longer offered"), "neutral"),
    ]
    return [(text, tone) for wanted, text, tone in found if wanted]
