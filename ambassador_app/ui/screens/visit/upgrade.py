"""A newer version of the checklist: a quiet line in the walkthrough, and a page that says what moving to it means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.services.visit_upgrades import UpgradeOffer, UpgradePreview
from ambassador_app.services.workspace import Workspace
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, appear, box, column, page, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.pages import AreaPage
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.form_differences import DifferenceList, LineList
from ambassador_app.wording.checklists import difference_groups, parked_lines


class UpgradeLine(QWidget):
    """Says that there is a newer version; hidden where there is none."""

    wanted = Signal()

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self._model = model
        self._asked = ""
        tr, space = context.translator.tr, context.theme.space
        self.banner = Banner(
            context,
            "info",
            tr("A newer version of the checklist is there."),
            (tr("See what is different"), self.wanted.emit),
        )
        self.setLayout(column(self.banner, margins=(space.l, space.s, space.l, 0)))
        self.hide()
        model.tasks.changed.connect(self._heard)

    def show_workspace(self, workspace: Workspace) -> None:
        """Ask, once for each version the visit has, whether there is another one."""
        visit = workspace.dossier.visit
        if visit.status is not VisitStatus.UNDER_WAY:
            self._asked = ""
            self._show(None)
        elif visit.checklist_sha256 != self._asked:
            self.ask(visit.checklist_sha256)

    def ask(self, sha256: str) -> None:
        """Ask whether there is another version than `sha256`."""
        self._asked = sha256
        upgrades, visit_id = self._model.session.visit_upgrades, self._model.visit_id
        self._model.tasks.run(lambda: upgrades.offer(visit_id), owner=self, then=self._show, latest="upgrade")

    def _heard(self, changes: Changes) -> None:
        """Ask anew when a checklist was published, or taken back."""
        if self._asked and changes.touches("checklist_entry"):
            self.ask(self._asked)

    def _show(self, offer: UpgradeOffer | None) -> None:
        appear(self, offer is not None)


class UpgradePage(QWidget):
    """What differs, which answers go along, which are put aside; and the step. `line` leads to it."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self._shown: Checklist | None = None
        self.line = UpgradeLine(context, model)
        self.line.wanted.connect(self.enter)
        tr, space = context.translator.tr, context.theme.space
        self.words = labels.body(context, "")
        self.aside = Card(context, tr("Answers that are put aside"))
        self._aside = column(space=space.s)
        self.aside.add(self._aside)
        kept = tr(
            "They stay with the visit, and come back when you undo this, or when a later version has a place for them."
        )
        self.aside.add(labels.muted(context, kept))
        self.changes = Card(context, tr("What is different"))
        self.differences = DifferenceList(context)
        self.changes.add(self.differences)
        self.use = buttons.primary(context, tr("Use it"), self._use)
        self.stay = buttons.secondary(context, tr("Keep the version this visit has"), self.closed.emit)
        line = Flow(space.s)
        for one in (self.use, self.stay):
            line.addWidget(one)
        head = labels.title(context, tr("A newer version of the checklist"))
        leave = buttons.quiet(context, tr("Back to the questions"), self.closed.emit, "chevron-left")
        self.setLayout(column(page(context, row(leave, 1), head, self.words, box(line), self.aside, self.changes)))

    def parts_with(self, checklist: Checklist, pages: dict[str, AreaPage], stack: QStackedWidget) -> bool:
        """Let go of the pages of another version; tell whether there were any."""
        known, self._shown = self._shown, checklist
        if not pages or known is None or known == checklist:
            return False
        for page_of_area in pages.values():
            stack.removeWidget(page_of_area)
            page_of_area.hide()
            page_of_area.deleteLater()
        pages.clear()
        return True

    def enter(self) -> None:
        """Come to the front of the stack, and read what moving would mean."""
        stack = self.parentWidget()
        if isinstance(stack, QStackedWidget):
            stack.setCurrentWidget(self)
        upgrades, visit_id = self.model.session.visit_upgrades, self.model.visit_id
        self.use.setEnabled(False)
        self.model.tasks.run(
            lambda: upgrades.preview(visit_id),
            owner=self,
            then=self._show,
            failed=self.context.notices.error_of,
            latest="preview",
        )

    def _show(self, found: UpgradePreview) -> None:
        translator = self.context.translator
        tr, tn = translator.tr, translator.tn
        parked = parked_lines(translator, found.parked, found.old)
        said = [
            tr("From version {old} to version {new}.", old=found.old.version or "–", new=found.new.version or "–"),
            tn("{count} answer goes along.", "{count} answers go along.", found.carried),
        ]
        if found.back:
            said.append(tn("{count} answer comes back.", "{count} answers come back.", found.back))
        if not parked:
            said.append(tr("No answer is put aside."))
        self.words.setText(" ".join(said))
        while (item := self._aside.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._aside.addWidget(LineList(self.context, "", parked))
        appear(self.aside, bool(parked))
        self.differences.show_groups(difference_groups(translator, found.differences, found.old, found.new))
        self.use.setEnabled(True)
        self.use.setFocus()

    def _use(self) -> None:
        upgrades, visit_id = self.model.session.visit_upgrades, self.model.visit_id
        said = self.context.translator.tr("The visit uses the newer version now. Undo takes it back.")

        def done(_changes: object) -> None:
            self.closed.emit()
            self.context.notices.success(said)

        self.model.do(lambda: upgrades.use(visit_id), then=done, once="upgrade")
