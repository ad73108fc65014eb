"""Shows the sets of factors and prices, and one of them at a time to look at or change."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.roles import Right
from ambassador_app.domain.template import SetKind
from ambassador_app.services.set_library import SetLine
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, page, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.sets.editor import SetEditor
from ambassador_app.ui.screens.sets.listing import SetCard
from ambassador_app.ui.screens.sets.model import Opened, SetsModel, Shelf
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording import deed_label


def build(context: UiContext, **arguments: object) -> Screen:
    """Make the screen."""
    view = SetsView(context, SetsModel(context.session, context.tasks))
    view.open(**arguments)
    return view


class SetsView(Screen):
    """The list, and the editor of a set in its place."""

    rail = "settings"
    help_page = "sets"

    def __init__(self, context: UiContext, model: SetsModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Factors and prices"))
        self.cards = {kind: SetCard(context, model, kind) for kind in SetKind}
        self.take_button = buttons.secondary(context, tr("Take a set from a file…"), self._take_file, "import")
        said = labels.muted(
            context,
            tr(
                "What a visit is computed with. A visit keeps the versions it began with, whatever is changed here; "
                "in an open visit another version is chosen under Prepare."
            ),
        )
        head = row(said, self.take_button, space=space.l)
        head.setStretch(0, 1)
        self.may = RightNote(context, Right.PUBLISH, self.take_button)
        self.list_page = page(context, head, self.may, *self.cards.values(), width=1080)
        self.editor = SetEditor(context, model)
        self.editor.closed.connect(self.close_set)
        self.editor.copy_wanted.connect(self._copy)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list_page)
        self.stack.addWidget(self.editor)
        self.setLayout(column(self.stack))
        for card in self.cards.values():
            card.wanted.connect(self.open_set)
            card.copy_wanted.connect(self._copy)
        model.shelf_read.connect(self._show_shelf)
        model.opened.connect(self._show_set)
        model.saved.connect(self._tell_saved)
        model.refused.connect(context.notices.error_of)
        model.refresh()

    # -- showing ------------------------------------------------------------------------------------------------
    def _show_shelf(self, shelf: Shelf) -> None:
        unsaved = [name for name, draft in self.model.drafts.items() if draft.is_changed]
        for card in self.cards.values():
            card.show_shelf(shelf, unsaved)
            self.may.keep(card.form, *(line.copy_button for line in card.lines.values()))
        self.editor.show_choices(shelf.lines)
        tr = self.context.translator.tr
        self.set_undo(*(tr(deed_label(deed)) if deed else "" for deed in (shelf.undo, shelf.redo)))

    def _show_set(self, opened: Opened | None) -> None:
        if opened is None:
            self.close_set()
            return
        self.stack.setCurrentWidget(self.editor)

    def _tell_saved(self, version: int) -> None:
        self.context.notices.success(
            self.context.translator.tr(
                "Saved as version {number}. Visits that have begun keep the version they use.", number=str(version)
            )
        )

    # -- going --------------------------------------------------------------------------------------------------
    def open_set(self, name: str) -> None:
        """Look at one set."""
        self.model.open(name)

    def close_set(self) -> None:
        """Go back to the list."""
        if self.model.shown is not None:
            self.editor.commit()
            self.model.close()
        self.stack.setCurrentWidget(self.list_page)
        self.model.refresh()

    def _copy(self, line: SetLine) -> None:
        translator = self.context.translator
        title = translator.tr("{title}, own", title=translator.tr(line.title))
        self.model.copy(line.name, title, self.open_set)

    def _take_file(self) -> None:
        tr = self.context.translator.tr
        found = dialogs.choose_files(
            self.context,
            self,
            tr("Take a set from a file…"),
            [(tr("Sets of factors or prices"), "*.json")],
            several=False,
        )
        if found:
            self.model.take_file(found[0], self.open_set)

    # -- what the window asks -----------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Open `set`."""
        wanted = arguments.get("set")
        if isinstance(wanted, str) and wanted:
            self.open_set(wanted)

    def location(self) -> dict[str, str]:
        """Give the set that is open."""
        shown = self.model.shown
        return {"set": shown.line.name} if shown is not None else {}

    def left(self) -> None:
        """Save what was changed and is whole."""
        self.editor.commit()
        self.model.keep()

    def changed(self, changes: Changes) -> None:
        """Show the sets as they are now."""
        self.model.hear(changes)

    def undo(self) -> None:
        """Take back the last change of a set."""
        self.model.undo()

    def redo(self) -> None:
        """Do it again."""
        self.model.redo()

    def commands(self) -> tuple[Command, ...]:
        """Offer taking a file."""
        return (Command(self.context.translator.tr("Take a set from a file…"), self._take_file, icon="import"),)
