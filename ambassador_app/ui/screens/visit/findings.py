"""Observations: what was seen that no question asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Finding, Severity
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ReachToggle, Select
from ambassador_app.ui.widgets.fields import TextArea
from ambassador_app.wording import LABEL

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class FindingsCard(Card):
    """Observations with how much they matter and who may read them; room for a new one."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Observations"))
        self.context = context
        self.model = model
        self.rows: list[FindingRow] = []
        self._area = ""
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(context.theme.space.m)
        self.body.setSpacing(context.theme.space.s)
        self.add(self._list)
        self.nothing = labels.muted(context, tr("What you see that no question asks about."))
        self.add(self.nothing)
        self.add_button = buttons.for_fingers(buttons.quiet(context, tr("New observation"), self.begin, "add"))
        self.add(row(self.add_button, 1))

    def begin(self, question: str = "") -> None:
        """Make room for a new observation, of the question at this path or of the area; it is kept once something is
        written.
        """
        draft = next((one for one in self.rows if not one.finding_id), None) or self._add_row("")
        draft.question = question
        self.nothing.hide()
        draft.enter()

    def show_findings(self, workspace: Workspace, area: str) -> None:
        """Show the observations; those that stay keep their fields."""
        self._area = area
        shown = {one.id: one for one in workspace.dossier.findings if self._is_shown(one)}
        for old in [one for one in self.rows if one.finding_id and one.finding_id not in shown]:
            self.rows.remove(old)
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        held = {one.finding_id: one for one in self.rows}
        for identifier, finding in shown.items():
            line = held.get(identifier) or self._add_row(identifier)
            line.show_finding(finding, read_only=workspace.locked)
        self.nothing.setVisible(not self.rows)
        self.add_button.setVisible(not workspace.locked)

    def _add_row(self, finding_id: str) -> FindingRow:
        made = FindingRow(self.context, self.model, finding_id, self._area)
        self.rows.append(made)
        self._list.addWidget(made)
        return made

    def _is_shown(self, finding: Finding) -> bool:
        return not (self.model.show_mode and finding.reach is Reach.INTERNAL)


class FindingRow(QWidget):
    """One observation; a new one has no identifier until its first words are kept."""

    def __init__(self, context: UiContext, model: VisitModel, finding_id: str, area: str) -> None:
        super().__init__()
        self.model = model
        self.finding_id = finding_id
        self._area = area
        self.question = ""
        self._sent = ""
        tr, space = context.translator.tr, context.theme.space
        self.text = TextArea(context, name=tr("Observation"), lines=2)
        self.text.edited.connect(self._write)
        self.severity = Select(context, [(one.value, tr(LABEL[one])) for one in Severity], name=tr("How important"))
        buttons.for_fingers(self.severity).set_value(Severity.NOTE.value)
        self.severity.chosen.connect(lambda key: self._change(severity=Severity(key)))
        self.reach = ReachToggle(context)
        self.reach.changed.connect(lambda reach: self._change(reach=reach))
        self.remove = buttons.for_fingers(
            buttons.icon_button(context, "trash", tr("Remove the observation"), self._remove, size=18)
        )
        self.setLayout(
            column(self.text, row(self.severity, 1, self.remove, space=space.xs), row(self.reach, 1), space=space.xs)
        )

    def show_finding(self, finding: Finding, *, read_only: bool) -> None:
        """Show it as it is."""
        self.text.set_value(finding.text)
        self.text.set_read_only(read_only)
        self.severity.set_value(finding.severity.value)
        self.reach.set_value(finding.reach)
        for part in (self.severity, self.reach, self.remove):
            part.setEnabled(not read_only)

    def enter(self) -> None:
        """Take the focus."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _write(self, text: str) -> None:
        if self.finding_id:
            self._change(text=text)
        elif text.strip() and not self._sent:
            self._sent = text
            severity = Severity(self.severity.value() or Severity.NOTE)
            self.model.notes.add_finding(
                text,
                area=self._area,
                question=self.question,
                severity=severity,
                reach=self.reach.value(),
                then=self._adopt,
            )

    def _adopt(self, finding_id: str) -> None:
        """Be the observation that was just made; what was typed meanwhile goes after it."""
        self.finding_id = finding_id
        if self.text.text() != self._sent:
            self._change(text=self.text.text())

    def _change(self, **fields: object) -> None:
        if self.finding_id:
            self.model.notes.change_finding(self.finding_id, **fields)

    def _remove(self) -> None:
        if self.finding_id:
            self.model.notes.remove_finding(self.finding_id)
        else:
            self.text.set_value("", force=True)
