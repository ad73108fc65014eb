"""Which checklist the visit is walked with; another can be taken until the first thing is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.exporting import EXPORT_FOLDER
from ambassador_app.ui.layouts import Form, appear, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.dialogs import choose_save

if TYPE_CHECKING:
    from ambassador_app.domain.checklist import Checklist
    from ambassador_app.services.checklists import ChecklistChoice
    from ambassador_app.services.workspace import Workspace


class ChecklistCard(Card):
    """The checklist by its title. The kinds of visit and site chose it; a list offers the others."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Checklist"))
        self._context = context
        self._model = model
        self._now = ""
        self.select = Select(context, (), name=tr("Checklist"))
        self.select.chosen.connect(self._take)
        form = Form(context, columns=1)
        form.add(tr("What is asked"), self.select)
        self.add(form.widget)
        self.free = labels.caption(context, tr("You can take another until the first answer is given."))
        self.kept = labels.caption(context, tr("The visit keeps the checklist it began with."))
        self.add(self.free)
        self.add(self.kept)
        self.paper = buttons.quiet(context, tr("Print a blank checklist…"), self._print_blank, "print")
        self.add(row(self.paper, 1))

    def read(self) -> None:
        """Read what there is to choose; the files are many words long."""
        checklists = self._model.session.checklists
        self._model.tasks.run(checklists.choices, owner=self, then=self._offer, latest="checklists")

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the checklist of the visit, locked once the visit has begun."""
        visit, checklist = workspace.dossier.visit, workspace.dossier.checklist
        self._now = visit.checklist_id
        begun = bool(visit.checklist_sha256) or workspace.locked
        if self.select.findData(self._now) < 0 or begun:
            self.select.set_choices(self._alone(checklist))
        self.select.set_value(self._now)
        self.select.setEnabled(not begun)
        appear(self.free, not begun)
        appear(self.kept, begun)
        if not begun and self.select.count() < 2:
            self.read()

    def _print_blank(self) -> None:
        """Ask where to, and write the visit's version, or the one it will begin with, for pen and paper."""
        workspace, context = self._model.workspace, self._context
        checklist = workspace.dossier.checklist if workspace is not None else None
        if checklist is None:
            return
        tr, translator, library = context.translator.tr, context.translator, self._model.session.checklist_library
        folder = context.preferences.recall(EXPORT_FOLDER)
        title = tr("Print a blank checklist…")
        target = choose_save(context, self, title, f"{checklist.id}.pdf", (("PDF", "*.pdf"),), folder=folder)
        if target is None:
            return
        context.preferences.keep(EXPORT_FOLDER, str(target.parent))
        self._model.tasks.run(
            lambda: library.save_blank(checklist.sha256, translator, target),
            owner=self,
            then=lambda file: context.notices.success(tr("Saved as {file}", file=file.name)),
            label=tr("Saving {file}", file=target.name),
        )

    def _alone(self, checklist: Checklist | None) -> tuple[tuple[str, str], ...]:
        if checklist is None:
            return ()
        return ((self._now, checklist.title.text(self._context.translator.language.value)),)

    def _offer(self, choices: tuple[ChecklistChoice, ...]) -> None:
        if self.select.isEnabled():
            offered = titles_of(choices, self._context)
            checklist = self._model.workspace.dossier.checklist if self._model.workspace is not None else None
            retired = () if self._now in dict(offered) else self._alone(checklist)  # planned before it was retired
            self.select.set_choices((*retired, *offered))
            self.select.set_value(self._now)

    def _take(self, checklist_id: object) -> None:
        if not isinstance(checklist_id, str) or checklist_id == self._now:
            return
        visits, visit_id = self._model.session.visits, self._model.visit_id
        self._model.do(lambda: visits.choose_checklist(visit_id, checklist_id))


def titles_of(choices: tuple[ChecklistChoice, ...], context: UiContext) -> tuple[tuple[str, str], ...]:
    """Give ids and titles in the window's language, by title."""
    language = context.translator.language.value
    return tuple(sorted(((one.id, one.title.text(language)) for one in choices), key=lambda pair: pair[1].casefold()))
