"""What the pages of the steps are made of: two columns, and a word on what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ambassador_app.domain.visit import Step
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.side_by_side import Columns as Columns  # noqa: PLC0414 - the steps find it here

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class MissingNote(Banner):
    """What is still missing at a step, in a line; nothing when all is there."""

    def __init__(self, context: UiContext, step: Step) -> None:
        super().__init__(context, "info", "")
        self._translator = context.translator
        self._step = step

    def show_workspace(self, workspace: Workspace) -> None:
        """Show what is missing now."""
        missing = () if workspace.locked else workspace.missing.get(self._step, ())
        self.set_text(" ".join(self._translator.say(one) for one in missing))
