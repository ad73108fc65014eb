"""What the frame of the visit knows of its six panels."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from ambassador_app.domain.visit import Step
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screen import Command
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets.fields import commit_pending

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

# Names, not imports: a panel is loaded when its step is first opened.
PANELS: Final[Mapping[Step, str]] = {
    Step.PREPARE: "ambassador_app.ui.screens.visit.prepare:PreparePanel",
    Step.WALKTHROUGH: "ambassador_app.ui.screens.visit.walkthrough:WalkthroughPanel",
    Step.MEASURES: "ambassador_app.ui.screens.visit.measures:MeasuresPanel",
    Step.AGREE: "ambassador_app.ui.screens.visit.agree:AgreePanel",
    Step.SIGN: "ambassador_app.ui.screens.visit.sign:SignPanel",
    Step.HAND_OVER: "ambassador_app.ui.screens.visit.hand_over:HandOverPanel",
}

SHOWABLE: Final = (Step.AGREE, Step.SIGN)
"""The steps that are shown to the visited party; going to another one ends show mode."""


class StepPanel(QWidget):
    """One step of a visit. `show_workspace` is called before the first `open`, and whenever the visit changed."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context = context
        self.model = model

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the visit as it is now; must not disturb a field that is being typed in, nor lose the focus."""
        raise NotImplementedError

    def open(self, **arguments: object) -> None:
        """Become the current panel, at the place that `arguments` say (those of `location`; others are ignored)."""

    def left(self) -> None:
        """Stop being the current panel: what is being typed is sent."""
        commit_pending(self)

    def show_to_party(self, on: bool) -> None:
        """Hide or bring back what the visited party must not see: whatever is internal."""

    def location(self) -> dict[str, str]:
        """Give the arguments that lead back to this place in the panel after a restart."""
        return {}

    def commands(self) -> tuple[Command, ...]:
        """Offer what can be done here in the command palette."""
        return ()


def panel_of(step: Step, context: UiContext, model: VisitModel) -> StepPanel:
    """Load and build the panel of `step`."""
    module, _, name = PANELS[step].partition(":")
    made: Any = getattr(import_module(module), name)
    return made(context, model)  # type: ignore[no-any-return]
