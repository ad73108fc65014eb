"""Files of the visit beside its photos: a name and a size each, opened only when that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Attachment, AttachmentKind
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ReachToggle
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.wording.files import file_size

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


HARMLESS: Final = frozenset(
    {
        *(".pdf", ".txt", ".csv", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff"),
        *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),
    }
)
"""What is opened from here; anything else could be a program, and can only be saved."""


class FilesCard(Card):
    """The files, and a place to add some."""

    add_wanted = Signal()
    opened = Signal(str, str)
    """id, name: to be read in another program."""
    save_wanted = Signal(str)

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Files"))
        self.context, self.model = context, model
        self.rows: dict[str, FileRow] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(context.theme.space.m)
        self.add(self._list)
        self.nothing = labels.muted(context, tr("Energy label, invoices, drawings: any file up to 64 MB."))
        self.add(self.nothing)
        self.add_button = buttons.for_fingers(buttons.quiet(context, tr("Add files …"), self.add_wanted.emit, "add"))
        self.add(row(self.add_button, 1))

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the files as they are now."""
        shown = {
            one.id: one
            for one in workspace.dossier.attachments
            if one.kind is AttachmentKind.DOCUMENT and not (self.model.show_mode and one.reach is Reach.INTERNAL)
        }
        for gone in [one for one in self.rows if one not in shown]:
            widget = self.rows.pop(gone)
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for identifier, file in shown.items():
            if identifier not in self.rows:
                self.rows[identifier] = FileRow(self, file)
                self._list.addWidget(self.rows[identifier])
            self.rows[identifier].show_file(file, workspace.locked)
        self.nothing.setHidden(bool(shown))
        self.add_button.setHidden(workspace.locked)


class FileRow(QWidget):
    """One file: its name and size, what it is, who may see it."""

    def __init__(self, card: FilesCard, file: Attachment) -> None:
        super().__init__()
        context, evidence, identifier = card.context, card.model.evidence, file.id
        tr, self._translator = context.translator.tr, context.translator
        self.name = labels.body(context, "")
        self.how_large = labels.caption(context, "")
        self.caption = TextField(context, name=tr("What it is"), placeholder=tr("What is it?"))
        self.caption.edited.connect(lambda text: evidence.change(identifier, caption=text))
        self.reach = ReachToggle(context, file.reach)
        self.reach.changed.connect(lambda reach: evidence.change(identifier, reach=reach))
        self.open = buttons.icon_button(
            context,
            "external",
            tr("Open {name} …", name=file.name),
            lambda: card.opened.emit(identifier, file.name),
            size=18,
        )
        self.open.setHidden(Path(file.name).suffix.lower() not in HARMLESS)
        self.save = buttons.icon_button(
            context,
            "save",
            tr("Save a copy of {name} …", name=file.name),
            lambda: card.save_wanted.emit(identifier),
            size=18,
        )
        self.remove = buttons.icon_button(
            context, "trash", tr("Remove {name}", name=file.name), lambda: evidence.remove(identifier), size=18
        )
        for part in (self.caption.line, self.open, self.save, self.remove):
            buttons.for_fingers(part)
        about, foot = row(self.how_large, 1, self.reach), row(1, self.open, self.save, self.remove)
        self.setLayout(column(self.name, about, self.caption, foot, space=context.theme.space.xs))

    def show_file(self, file: Attachment, locked: bool) -> None:
        """Show what is said of the file now."""
        self.name.setText(_breakable(file.name))
        self.name.setAccessibleName(file.name)
        self.how_large.setText(file_size(self._translator, file.size))
        self.caption.set_value(file.caption)
        self.caption.set_read_only(locked)
        self.reach.set_value(file.reach)
        self.reach.setEnabled(not locked)
        self.remove.setHidden(locked)


def _breakable(name: str) -> str:
    """Let a long name be broken where words end in it."""
    return name.replace("_", "_\u200b").replace("-", "-\u200b").replace(".", "\u200b.")
