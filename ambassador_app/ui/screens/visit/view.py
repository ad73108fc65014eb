"""The visit: a heading, six steps, and the panel of the step that is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ambassador_app.domain.visit import Step, Visit, VisitStatus
from ambassador_app.errors import AmbassadorError, VisitAway
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.visit.away import AwayPage
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.panel import SHOWABLE, StepPanel, panel_of
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, EmptyState
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.stepper import StepItem, Stepper
from ambassador_app.wording import LABEL, sentence

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

TONE: Final = {
    VisitStatus.PLANNED: "info",
    VisitStatus.UNDER_WAY: "accent",
    VisitStatus.SEALED: "success",
    VisitStatus.CANCELLED: "neutral",
}


def build(context: UiContext, visit_id: str, **arguments: object) -> Screen:
    """Make the screen of one visit."""
    view = VisitView(context, VisitModel(context.session, context.tasks, context.translator, visit_id))
    view.open(**arguments)
    return view


class VisitView(Screen):
    """The frame around the six panels; each panel is built when its step is first opened."""

    rail = "visits"
    help_page = "visit"

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context)
        self.context = context
        self.model = model
        model.setParent(self)
        self.panels: dict[Step, StepPanel] = {}
        self.step = Step.PREPARE
        self._arguments: dict[str, object] = {}
        self._is_open = False
        self.away: AwayPage | None = None
        self._build()
        model.workspace_changed.connect(self._show)
        model.saved.connect(self.saved.setText)
        model.undo_changed.connect(self.set_undo)
        model.show_mode_changed.connect(self._show_mode_turned)
        model.lost.connect(self._lost)
        model.refresh()

    # -- building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        look, space, tr = self.context, self.context.theme.space, self.context.translator.tr
        self.site_name = labels.label(look, "", Type.SECTION)
        self.facts = labels.label(look, "", token="muted")
        self.badge = labels.Badge(look)
        self.saved = labels.caption(look, "")
        self.saved.setAccessibleName(tr("Last saved"))
        self.show_button = buttons.secondary(look, tr("Show to the company"), self.toggle_show_mode, "eye")
        self.show_button.setToolTip(tr("Show only this site, nothing internal (F11)"))
        head = row(
            self.site_name,
            self.facts,
            self.badge,
            1,
            self.saved,
            self.show_button,
            space=space.m,
            margins=(space.l, space.s, space.l, 0),
        )
        steps = [StepItem(one.value, tr(LABEL[one])) for one in Step]
        self.stepper = Stepper(look, steps, tr("Steps of the visit"))
        # Through the window, so that it knows the place after a restart.
        self.stepper.chosen.connect(lambda key: look.navigate("visit", self.model.visit_id, step=key))
        self.amend_button = buttons.secondary(look, tr("Amend …"), self._begin_amendment)
        self.banner = Banner(look, "info", "")
        self.reason = AmendRow(look, self.model)
        self.stack = QStackedWidget()
        self.waiting = QWidget()
        self.stack.addWidget(self.waiting)
        self.top = box(column(head, self.stepper))
        self.notes = box(
            column(
                row(self.banner, self.amend_button, space=space.s),
                self.reason,
                space=space.s,
                margins=(space.l, 0, space.l, 0),
            )
        )
        self.reason.hide()
        self.setLayout(column(self.top, self.notes, self.stack))
        for part in (self.show_button, self.site_name, self.saved, self.amend_button):
            part.hide()
        add_key(self, "F11", self.toggle_show_mode)

    # -- showing ------------------------------------------------------------------------------------------------
    def _show(self, workspace: Workspace) -> None:
        tr = self.context.translator.tr
        visit, site = workspace.dossier.visit, workspace.dossier.site
        self.set_title(site.name)
        self.site_name.setText(site.name)
        self.facts.setText(self._facts(visit))
        self.badge.set(tr(LABEL[visit.status]), TONE[visit.status])
        self.banner.set_text(self._banner_words(workspace))
        self.amend_button.setVisible(visit.status is VisitStatus.SEALED)
        if not workspace.locked:
            self.reason.hide()
        for step in Step:
            missing = workspace.missing.get(step, ())
            self.stepper.set_state(step.value, missing=len(missing), done=not missing)
        for panel in self.panels.values():
            panel.show_workspace(workspace)
        if not self._is_open:
            for part in (self.top, self.notes):
                part.show()
            self._open_panel()

    def _facts(self, visit: Visit) -> str:
        translator = self.context.translator
        when = visit.started_at or visit.planned_at
        said = [translator.tr(LABEL[visit.kind])]
        if when is not None:
            said.append(translator.moment(when))
        if visit.revision > 1:
            said.append(translator.tr("Revision {number}", number=visit.revision))
        return " · ".join(said)

    def _banner_words(self, workspace: Workspace) -> str:
        tr, came = self.context.translator.tr, workspace.dossier.visit.brought_in
        match workspace.dossier.visit.status:
            case VisitStatus.SEALED:
                said = tr("This visit is sealed and cannot be changed. An amendment makes a new revision.")
                if came is None:
                    return said
                origin = tr(
                    "It was brought in from its report on {day}; the originals of its photos are not on this computer.",
                    day=came.at.astimezone(COPENHAGEN).date(),
                )
                return f"{said} {origin}"
            case VisitStatus.CANCELLED:
                return tr("This visit was cancelled. It is kept, and cannot be changed.")
            case _:
                return ""

    def _lost(self, error: AmbassadorError) -> None:
        if isinstance(error, VisitAway):
            self._show_away()
            return
        self._show_instead(sentence(error, self.context.translator))

    def _show_away(self) -> None:
        """Show what is known here of a visit that is at the office; its steps come back with it."""
        if self.away is None:
            self.away = AwayPage(self.context, self.model)
            self.away.fetched.connect(self.model.refresh)
            self.away.named.connect(self.set_title)
            self.stack.addWidget(self.away)
        self._is_open = False
        for part in (self.top, self.notes):
            part.hide()
        self.stack.setCurrentWidget(self.away)
        self.away.refresh()

    def _show_instead(self, words: str) -> None:
        said = EmptyState(self.context, "visits", words)
        self.stack.addWidget(said)
        self.stack.setCurrentWidget(said)

    # -- steps --------------------------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Go to a step (`step`), and to a place in it."""
        wanted = arguments.pop("step", None)
        step = Step(str(wanted)) if wanted in [one.value for one in Step] else self.step
        self._arguments = arguments
        panel = self.panel()
        if panel is not None and step is not self.step:
            panel.left()
        self.step = step
        self.stepper.set_current(step.value)
        if self.model.workspace is not None:
            self._open_panel()

    def _open_panel(self) -> None:
        workspace = self.model.workspace
        if workspace is None:
            return
        self._is_open = True
        if self.step not in self.panels and not self._build_panel(workspace):
            return
        self.stack.setCurrentWidget(self.panels[self.step])
        if self.step not in SHOWABLE:
            self.model.set_show_mode(False)
        self.show_button.setVisible(self.step in SHOWABLE)
        self.panels[self.step].open(**self._arguments)

    def _build_panel(self, workspace: Workspace) -> bool:
        """Build the panel of the step. One that fails is told as a bug, and leaves the other steps as they are."""
        try:
            panel = panel_of(self.step, self.context, self.model)
            panel.show_workspace(workspace)
        except Exception as error:
            self.context.tasks.crashed.emit(error)
            words = self.context.translator.tr("This step cannot be shown. The other steps can.")
            self._show_instead(words)
            return False
        self.panels[self.step] = panel
        self.stack.addWidget(panel)
        return True

    def panel(self) -> StepPanel | None:
        """The panel that is open."""
        return self.panels.get(self.step)

    # -- show mode ----------------------------------------------------------------------------------------------
    def toggle_show_mode(self) -> None:
        """Show only this site, nothing internal; or end that. It begins at Agree."""
        if not self.model.show_mode and self.step not in SHOWABLE:
            self.open(step=Step.AGREE.value)
        self.model.set_show_mode(not self.model.show_mode)

    def _show_mode_turned(self, on: bool) -> None:
        tr = self.context.translator.tr
        self.show_button.setText(tr("End showing (F11)") if on else tr("Show to the company"))
        # The window's own header and status are hidden then.
        self.site_name.setVisible(on)
        self.facts.setHidden(on)
        self.saved.setVisible(on)
        for panel in self.panels.values():
            panel.show_to_party(on)
        self.show_mode_changed.emit(on)

    # -- amending -----------------------------------------------------------------------------------------------
    def _begin_amendment(self) -> None:
        self.reason.show()
        self.reason.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- what the window asks -----------------------------------------------------------------------------------
    def undo(self) -> None:
        """Undo the last deed in the visit, after what is being typed."""
        self._commit()
        self.model.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        self._commit()
        self.model.redo()

    def _commit(self) -> None:
        panel = self.panel()
        if panel is not None:
            panel.left()

    def left(self) -> None:
        """Send what is being typed, and stop showing."""
        self._commit()
        self.model.set_show_mode(False)

    def location(self) -> dict[str, str]:
        """Give the step and the place in it."""
        panel = self.panel()
        return {"step": self.step.value, **(panel.location() if panel is not None else self._words())}

    def _words(self) -> dict[str, str]:
        return {name: value for name, value in self._arguments.items() if isinstance(value, str)}

    def commands(self) -> tuple[Command, ...]:
        """Offer the six steps, show mode, and what the open panel offers."""
        tr = self.context.translator.tr
        steps = tuple(
            Command(tr("Go to: {step}", step=tr(LABEL[one])), partial(self.open, step=one.value)) for one in Step
        )
        show = Command(tr("Show to the company"), self.toggle_show_mode, "F11", "eye")
        panel = self.panel()
        return (*(panel.commands() if panel is not None else ()), *steps, show)


class AmendRow(QWidget):
    """Asks why a sealed visit is opened again; the reason stands in the next report."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.model = model
        tr = context.translator.tr
        self.field = TextField(context, name=tr("Why is it amended?"), placeholder=tr("Why is it amended?"))
        self.button = buttons.primary(context, tr("Start the next revision"), self.amend)
        self.setLayout(row(self.field, self.button, space=context.theme.space.s))

    def amend(self) -> None:
        """Open the next revision."""
        if self.field.value():
            self.model.amend(self.field.value())
        else:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
