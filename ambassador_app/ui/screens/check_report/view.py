"""Shows the place to drop a report on, what a check of it found, and the visit in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Gap, box, clear, column, page, row
from ambassador_app.ui.pdf_drop import reports_in
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens.check_report.model import Carried, CheckModel, Part, Shown
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Card

_ICON: Final = {"success": "success", "danger": "error", "warning": "warning", "plain": "info"}
_TOKEN: Final = {"success": "success", "danger": "danger", "warning": "warning", "plain": "muted"}


def build(context: UiContext, *, file: str = "", **_arguments: object) -> Screen:
    """Make the screen; `file` is checked at once."""
    view = CheckReportView(context, CheckModel(context.session, context.tasks, context.translator))
    view.open(file=file)
    return view


class CheckReportView(Screen):
    """Drop a report, read what was found."""

    rail = "settings"

    def __init__(self, context: UiContext, model: CheckModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Check a report"))
        self.setAcceptDrops(True)
        self.drop = Card(context)
        self.drop.setAccessibleName(tr("Drop a report here"))
        self.invitation = labels.heading(context, tr("Drop a report here"))
        self.hint = labels.muted(
            context,
            tr(
                "You see whether it is as it was sealed, by whom and when, and can bring the visit in it to this "
                "computer. The file is only read, and nothing leaves this computer."
            ),
        )
        self.choose = buttons.primary(context, tr("Choose a file…"), self._choose, icon="folder")
        self.drop.add(self.invitation)
        self.drop.add(self.hint)
        self.drop.add(row(self.choose, 1))
        self.result = Card(context)
        self.found = column(space=space.l)
        self.result.add(box(self.found))
        self.result.hide()
        self.fingerprint = ""
        self.setLayout(column(page(context, self.result, self.drop)))
        model.checking.connect(self._checking)
        model.told.connect(self._tell)
        model.bringing.connect(self._bringing)
        model.brought.connect(self._brought)

    def open(self, **arguments: object) -> None:
        """Check the file that was dropped somewhere else in the window."""
        file = arguments.get("file")
        if file:
            self.model.check(Path(str(file)))

    # -- dropping -----------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.drop.set_tone("accent")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop.set_tone("plain")
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop.set_tone("plain")
        files = reports_in(event.mimeData(), any_file=True)
        if files:
            event.acceptProposedAction()
            self.model.check(files[0])

    def _choose(self) -> None:
        tr = self.context.translator.tr
        filters = ((tr("Reports"), "*.pdf"), (tr("All files"), "*"))
        for file in dialogs.choose_files(self.context, self, tr("Check a report"), filters, several=False):
            self.model.check(file)

    # -- what was found -----------------------------------------------------------------------------------------
    def _checking(self, name: str) -> None:
        self._begin(name, "plain")
        self.found.addWidget(labels.heading(self.context, self.context.translator.tr("Checking …")))

    def _begin(self, name: str, tone: str) -> None:
        clear(self.found)
        self.result.set_tone(tone)
        self.found.addWidget(labels.caption(self.context, name))
        self.result.show()

    def _tell(self, shown: Shown) -> None:
        context, space = self.context, self.context.theme.space
        self._begin(shown.file, shown.tone)
        headline = labels.section(context, shown.headline)
        line = row(self._sign(shown.tone, 28), headline, space=space.m)
        line.setStretch(1, 1)
        self.found.addWidget(box(line))
        for part in shown.parts:
            self.found.addWidget(self._part(part))
        self.fingerprint = shown.fingerprint
        if shown.fingerprint:
            tr = context.translator.tr
            self.copy = buttons.secondary(context, tr("Copy the fingerprint"), self._copy, icon="copy")
            self.found.addWidget(box(row(Gap(self._indent()), self.copy, 1)))
        if shown.carried is not None:
            self.found.addWidget(self._carried(shown.carried))
        self.result.setAccessibleName(" ".join((shown.headline, *(said for part in shown.parts for said in part.told))))

    def _carried(self, carried: Carried) -> QWidget:
        """Offer the visit that is in the file, or the one that is here already."""
        context, tr = self.context, self.context.translator.tr
        part = self._part(Part(tr("The visit in it"), (carried.told,), "plain"))
        if carried.can_come:
            self.bring = buttons.primary(context, tr("Bring this visit in"), self.model.bring_in, icon="import")
        elif carried.visit_id:
            visit_id = carried.visit_id
            self.bring = buttons.secondary(
                context, tr("Open the visit"), lambda: context.navigate("visit", visit_id), icon="visits"
            )
        else:
            return part
        return box(column(part, row(Gap(self._indent()), self.bring, 1), space=context.theme.space.s))

    def _bringing(self) -> None:
        tr = self.context.translator.tr
        self.bring.setEnabled(False)
        self.bring.setText(tr("Bringing it in …"))

    def _brought(self, visit_id: str, said: str) -> None:
        self.context.notices.success(said)
        self.context.navigate("visit", visit_id)

    def _part(self, part: Part) -> QWidget:
        context, space = self.context, self.context.theme.space
        told = [labels.body(context, said) for said in part.told]
        for one in told:
            one.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = column(labels.strong(context, part.heading), *told, space=space.xs)
        sign = column(self._sign(part.tone, 20), 1)
        line = row(sign, Gap(self._indent() - context.theme.px(20) - space.m), words, space=space.m)
        line.setStretch(line.count() - 1, 1)
        return box(line)

    def _indent(self) -> int:
        return self.context.theme.px(28) + self.context.theme.space.m

    def _sign(self, tone: str, size: int) -> QLabel:
        sign = QLabel()
        sign.setPixmap(self.context.theme.pixmap(_ICON[tone], size, _TOKEN[tone]))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        sign.setForegroundRole(QPalette.ColorRole.NoRole)
        return sign

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.fingerprint)
        self.context.notices.success(self.context.translator.tr("The fingerprint is copied."))
