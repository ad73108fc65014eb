"""One visit as its screens work on it: what it is now, and every verb, run on the store's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import Answer
from ambassador_app.domain.visit_rows import rows_around, split_row
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Translator
from ambassador_app.ui.screens.visit.row_deeds import RowDeeds
from ambassador_app.ui.screens.visit.verbs import Evidence, Measures, Notes
from ambassador_app.ui.tasks import Tasks
from ambassador_app.wording import deed_label

if TYPE_CHECKING:
    from ambassador_app.services import Session
    from ambassador_app.services.workspace import SuggestedMeasure, Workspace

T = TypeVar("T")

# Records that a visit shows besides its own.
_AROUND: Final = ("measure", "site", "organisation", "contact", "case", "energy_use", "municipality", "ambassador")


class VisitModel(QObject):
    """The visit on the screen. `workspace` is None until the first one has been read.

    What is answered shows at once (`form`, `answer_of`) and is written behind; a workspace that was read before
    the last write was asked for is passed over, so that nothing on the screen jumps back.
    """

    workspace_changed = Signal(object)
    """Workspace: read anew after every change of the visit, whoever made it."""
    form_changed = Signal(object)
    """frozenset[str]: paths whose state moved with an answer, ahead of the workspace."""
    answer_refused = Signal(str, object)
    """path, AmbassadorError: an answer that could not be kept; what was typed stays on the screen."""
    saved = Signal(str)
    """When the visit was last durable, in words: «Saved 14:02»."""
    undo_changed = Signal(str, str)
    """What can be undone and redone, in words; empty: nothing."""
    show_mode_changed = Signal(bool)
    lost = Signal(object)
    """AmbassadorError: the visit could not be read."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, visit_id: str) -> None:
        super().__init__()
        self.session = session
        self.tasks = tasks
        self.translator = translator
        self.visit_id = VisitId(visit_id)
        self.workspace: Workspace | None = None
        self.form: FormState | None = None
        self.show_mode = False
        self.saved_text = ""
        self.notes = Notes(self)
        self.measures = Measures(self)
        self.evidence = Evidence(self)
        self.rows = RowDeeds(self)
        self._answers: dict[str, Answer] = {}
        self._asked = 0
        self._busy: set[str] = set()
        tasks.changed.connect(self._heard)

    # -- what is there ------------------------------------------------------------------------------------------
    @property
    def locked(self) -> bool:
        """Whether nothing can be changed: the visit is sealed or cancelled, or not read yet."""
        return self.workspace is None or self.workspace.locked

    def answer_of(self, path: str) -> Answer:
        """Give what is answered at `path` on the screen now, written or on its way."""
        return self._answers.get(path, Answer())

    def answers(self) -> Mapping[str, Answer]:
        """Give every answer on the screen now, written or on its way."""
        return self._answers

    @property
    def suggestions(self) -> tuple[SuggestedMeasure, ...]:
        """The measures that the answers on the screen suggest now, written or on their way."""
        if self.workspace is None or self.form is None:
            return ()
        ahead = self.form is not self.workspace.form
        return self.workspace.suggestions_in(self.form) if ahead else self.workspace.suggestions

    def refresh(self) -> None:
        """Read the visit anew."""
        asked = self._asked

        def arrived(workspace: Workspace) -> None:
            if asked == self._asked:
                self._show(workspace)

        self.tasks.run(
            lambda: self.session.visits.workspace(self.visit_id),
            owner=self,
            then=arrived,
            failed=self.lost.emit,
            latest="workspace",
        )

    def set_show_mode(self, on: bool) -> None:
        """Begin or end showing the screen to the visited party."""
        if on != self.show_mode:
            self.show_mode = on
            self.show_mode_changed.emit(on)

    # -- what can be done ---------------------------------------------------------------------------------------
    def do(
        self,
        job: Callable[[], T],
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[AmbassadorError], object] | None = None,
        label: str = "",
        once: str = "",
    ) -> None:
        """Run one verb that writes. The workspace is read again when it is done or refused.

        Without `failed` a refusal is told as a notice. `once` names the deed: while one of that name is on its
        way a second one is not begun, so that a key held down does nothing twice.
        """
        if once and once in self._busy:
            return
        self._asked += 1
        self._busy.add(once)

        def refused(error: AmbassadorError) -> None:
            self.refresh()
            (failed or self.tasks.refused.emit)(error)

        self.tasks.run(job, owner=self, then=then, failed=refused, ended=lambda: self._busy.discard(once), label=label)

    def change_visit(self, **fields: object) -> None:
        """Change fields of the visit's header."""
        self.do(lambda: self.session.visits.change(self.visit_id, **fields))

    def answer(self, path: str, **fields: object) -> None:
        """Answer the question at `path`: any of `value`, `note`, `reach`, `not_seen`, `source`, `instrument`.

        Shows at once.
        """
        now = self.answer_of(path)
        told = _told(fields)
        new = replace(now, **told)
        if new == now or self.locked:
            return
        self._answers[path] = new
        self._move_form(path, new)
        self.do(
            lambda: self.session.visits.answer(self.visit_id, path, **fields),
            failed=lambda error: self.answer_refused.emit(path, error),
        )

    def take(self, form: FormState, answers: Mapping[str, Answer]) -> None:
        """Show the form with other rows, and the answers that came with them, ahead of what is written."""
        self.form = form
        self._answers = {path: one for path, one in {**self._answers, **answers}.items() if _stands(form, path)}

    def undo(self) -> None:
        """Take back the last deed in the visit."""
        self.do(lambda: self.session.visits.undo(self.visit_id), once="undo")

    def redo(self) -> None:
        """Do again what was undone."""
        self.do(lambda: self.session.visits.redo(self.visit_id), once="redo")

    def amend(self, reason: str) -> None:
        """Open the next revision of a sealed visit."""
        self.do(lambda: self.session.visits.amend(self.visit_id, reason), once="amend")

    # -- inside -------------------------------------------------------------------------------------------------
    def _move_form(self, path: str, answer: Answer) -> None:
        if self.form is None:
            return
        self.form = self.form.answered(path, answer.value, not_seen=bool(answer.not_seen))
        for other, value in self.form.recalculated.items():
            self._answers[other] = replace(self.answer_of(other), value=value)
        self.form_changed.emit(self.form.touched | {path})

    def _heard(self, changes: Changes) -> None:
        if not (changes.concerns(self.visit_id) or changes.touches(*_AROUND)):
            return
        if changes.concerns(self.visit_id) and changes.at is not None:
            self._say_saved(self.translator.tr("Saved {time}", time=self.translator.clock(changes.at)))
        self.refresh()

    def _show(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.form = workspace.form
        self.rows.names = dict(workspace.rows.names)
        self._answers = dict(workspace.answers)
        if workspace.saved_at is not None:
            self._say_saved(self.translator.tr("Saved {time}", time=self.translator.clock(workspace.saved_at)))
        self.undo_changed.emit(self._deed(workspace.undo), self._deed(workspace.redo))
        self.workspace_changed.emit(workspace)

    def _say_saved(self, text: str) -> None:
        if text != self.saved_text:
            self.saved_text = text
            self.saved.emit(text)

    def _deed(self, name: str | None) -> str:
        return self.translator.tr(deed_label(name)) if name else ""


def _stands(form: FormState, path: str) -> bool:
    """Whether the rows that a path goes through are there."""
    return all(key in form.rows.get(repeat, ()) for repeat, key in map(split_row, rows_around(path)))


def _told(fields: Mapping[str, object]) -> dict[str, Any]:
    """Complete an answer as the service does: a value ends «not seen», «not seen» empties the value."""
    told: dict[str, Any] = dict(fields)
    if told.get("value") not in (None, "", ()):
        told.setdefault("not_seen", "")
    if told.get("not_seen"):
        told.setdefault("value", None)
    return told
