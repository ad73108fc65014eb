"""The page of one extract: whose it is, who vouches for it, its rows, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.programme import ExtractSource, Held, ReleaseState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, appear, box, column, row
from ambassador_app.ui.screens.programme.model import ProgrammeModel
from ambassador_app.ui.screens.programme.panel import ExtractPanel
from ambassador_app.ui.screens.programme.sheet import sheet
from ambassador_app.ui.screens.programme.words import STATE_TONE, TRUST_TONE
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.wording import LABEL


class ExtractPage(QWidget):
    """Shows an extract that is here. There is no way from it to anybody's records."""

    closed = Signal()

    def __init__(self, context: UiContext, model: ProgrammeModel) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self.held: Held | None = None
        tr, space = context.translator.tr, context.theme.space
        self.back = buttons.quiet(context, tr("Back to the programme"), self.closed.emit, icon="chevron-left")
        self.heading = labels.section(context, "")
        self.trust = labels.Badge(context, "", "neutral")
        self.state = labels.Badge(context, "", "neutral")
        self.came = labels.caption(context, "")
        self.panel = ExtractPanel(context)
        self.save = buttons.secondary(context, tr("Save as a file…"), self._save, icon="save")
        self.export = buttons.quiet(context, tr("Export to Excel…"), self._export, icon="save")
        self.withdraw = buttons.quiet(context, tr("Withdraw…"), self._withdraw, icon="undo")
        self.forget = buttons.quiet(context, tr("Remove from this computer"), self._forget, icon="trash")
        deeds = Flow(space.s)
        for button in (self.save, self.export, self.withdraw, self.forget):
            deeds.addWidget(button)
        self.heading.setWordWrap(True)
        head = row(self.came, self.trust, self.state, 1, space=space.m)
        parts = (box(row(self.back, 1)), self.heading, box(head), box(deeds), self.panel)
        self.setLayout(column(sheet(context, *parts, grows=self.panel)))

    def show_held(self, held: Held) -> None:
        """Show another one."""
        self.held = held
        words, extract = self._context.translator, held.extract
        day = words.day(extract.as_of)
        name = extract.municipality.name
        self.heading.setText(words.tr("{municipality}, as of {day}", municipality=name, day=day))
        own = held.source is ExtractSource.OWN
        self.trust.set(words.tr(LABEL[held.trust]), TRUST_TONE[held.trust])
        appear(self.trust, not own)
        self.state.set(words.tr(LABEL[held.state]), STATE_TONE[held.state])
        appear(self.state, own)
        self.came.setText(
            words.tr(
                "{programme} · {source} · {moment}",
                programme=extract.programme.name,
                source=words.tr(LABEL[held.source]),
                moment=words.moment(extract.made_at),
            )
        )
        appear(self.withdraw, own and held.state in (ReleaseState.RELEASED, ReleaseState.WAITING))
        appear(self.forget, held.source is ExtractSource.FILE)
        self.panel.show_extract(extract)

    def _save(self) -> None:
        folder = dialogs.choose_folder(self._context, self, self._context.translator.tr("Where the file goes"))
        if folder is not None and self.held is not None:
            self._model.save_file(self.held.extract.id, folder)

    def _export(self) -> None:
        if self.held is None:
            return
        extract = self.held.extract
        target = choose_table(self._context, self, f"{extract.municipality.name} {extract.as_of.isoformat()}")
        if target is not None:
            self._model.export_extract(extract.id, target)

    def _withdraw(self) -> None:
        tr = self._context.translator.tr
        if self.held is None:
            return
        text = tr("Withdraw this extract?")
        detail = tr(
            "The office gives it to nobody any more, and it goes from the other municipalities' computers with their "
            "next look. Files that were handed out stay where they are."
        )
        if dialogs.confirm(self._context, self, text, tr("Withdraw"), detail=detail):
            self._model.withdraw(self.held.extract.id)
            self.closed.emit()

    def _forget(self) -> None:
        if self.held is not None:
            self._model.forget(self.held.extract.id)
            self.closed.emit()


def choose_table(context: UiContext, parent: QWidget, name: str) -> Path | None:
    """Ask where a table goes, as Excel or CSV."""
    tr = context.translator.tr
    kinds = ((tr("Excel workbook"), "*.xlsx"), (tr("CSV for Excel"), "*.csv"))
    return dialogs.choose_save(context, parent, tr("Export to Excel…"), f"{name}.xlsx", kinds)
