"""Shows how a backup is brought back on a computer without a profile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from ambassador_app.ui.context import OpeningContext
from ambassador_app.ui.layouts import Form, column, row
from ambassador_app.ui.screens.opening.model import OpeningModel
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import TextField


class RestorePage(QWidget):
    """The file, and the key or passphrase that opens it."""

    def __init__(self, context: OpeningContext, model: OpeningModel) -> None:
        super().__init__()
        tr = context.translator.tr
        self._context = context
        self._model = model
        self._file: Path | None = None
        self.choose = buttons.secondary(context, tr("Choose the backup…"), self._choose, icon="folder")
        self.chosen = labels.muted(context, "")
        self.secret = TextField(context, name=tr("Recovery key or passphrase"), guarded=False)
        self.bring_back = buttons.primary(context, tr("Bring it back"), self._bring_back, icon="backup")
        self.bring_back.setEnabled(False)
        back = buttons.quiet(context, tr("Start anew instead"), model.start_anew)
        if isinstance(self.secret.editor, QLineEdit):
            self.secret.editor.returnPressed.connect(self.bring_back.click)
        space = context.theme.space
        file_row = row(self.choose, self.chosen, space=space.m)
        file_row.setStretchFactor(self.chosen, 1)
        form = Form(context)
        form.add(self.secret.accessibleName(), self.secret)
        card = Card(context)
        card.add(file_row)
        card.add(form.widget)
        card.add(row(self.bring_back, back, 1, space=space.s))
        words = tr("A backup holds all visits, photos and reports. Nothing on this computer is overwritten.")
        self.setLayout(
            column(
                labels.title(context, tr("Bring a backup back")), labels.muted(context, words), card, 1, space=space.l
            )
        )

    def take(self, file: Path) -> None:
        """Take the chosen file."""
        self._file = file
        self.chosen.setText(file.name)
        self.bring_back.setEnabled(True)
        self.secret.setFocus()

    def _choose(self) -> None:
        tr = self._context.translator.tr
        filters = ((tr("Backup"), "*.ambassador-backup"), (tr("All files"), "*"))
        for file in dialogs.choose_files(self._context, self, tr("Choose the backup"), filters, several=False):
            self.take(file)

    def _bring_back(self) -> None:
        if self._file is not None:
            self._model.bring_back(self._file, self.secret.value())
