"""What can be done to the rows of a repeat: shown at once, written behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.visit import Answer
from ambassador_app.domain.visit_rows import split_row, unused_name

if TYPE_CHECKING:
    from ambassador_app.ui.screens.visit.model import VisitModel


class RowDeeds:
    """Rows of the visit on the screen. Nothing happens to a visit that is locked."""

    def __init__(self, model: VisitModel) -> None:
        self._model = model
        self.names: dict[str, str] = {}

    def name(self, row: str) -> str:
        """Give the name that somebody gave the row at this path, written or on its way; empty: none."""
        return self.names.get(row, "")

    def add(self, repeat: str, after: str = "") -> str:
        """Add a row behind the row whose key is `after`, or at the end; give its path, empty if nothing was added."""
        model, form = self._model, self._model.form
        if form is None or model.locked:
            return ""
        key = model.session.rows.new_key()
        made = form.with_row(repeat, key, after)
        self._move(made, {path: Answer(value) for path, value in made.recalculated.items()})
        model.do(lambda: model.session.rows.add(model.visit_id, repeat, key=key, after=after))
        return f"{repeat}[{key}]"

    def duplicate(self, row: str) -> str:
        """Add a copy right behind the row; give its path, empty if nothing was added."""
        model, form = self._model, self._model.form
        if form is None or model.locked:
            return ""
        repeat, old = split_row(row)
        key = model.session.rows.new_key()
        made, copy = form.with_copy(repeat, old, key), f"{repeat}[{key}]"
        inner = {copy + path.removeprefix(row): name for path, name in self.names.items() if path.startswith(f"{row}/")}
        name = unused_name(self.name(row), self.names.values())
        self.names |= {**inner, **({copy: name} if name else {})}
        self._move(made, {path: model.answer_of(row + path.removeprefix(copy)) for path in made.recalculated})
        model.do(lambda: model.session.rows.duplicate(model.visit_id, row, key=key))
        return copy

    def rename(self, row: str, name: str) -> None:
        """Give the row a name of its own; an empty one is told by its place again."""
        model = self._model
        if model.locked or name.strip() == self.name(row):
            return
        self.names[row] = name.strip()
        model.form_changed.emit(frozenset())
        model.do(lambda: model.session.rows.rename(model.visit_id, row, name))

    def move(self, row: str, by: int) -> bool:
        """Move the row up (-1) or down (1) in its repeat. False at the end."""
        model, form = self._model, self._model.form
        repeat, key = split_row(row)
        keys = form.rows.get(repeat, ()) if form is not None else ()
        if form is None or model.locked or key not in keys or not 0 <= keys.index(key) + by < len(keys):
            return False
        to = keys.index(key) + by
        self._move(form.moved_row(repeat, key, to), {})
        model.do(lambda: model.session.rows.move(model.visit_id, row, to))
        return True

    def remove(self, row: str) -> None:
        """Take the row away with everything in it; undo brings it back."""
        model, form = self._model, self._model.form
        if form is None or model.locked:
            return
        self._move(form.without_row(*split_row(row)), {})
        model.do(lambda: model.session.rows.remove(model.visit_id, row), once=f"remove {row}")

    def holds(self, row: str, *, photos: Mapping[str, int]) -> int:
        """Count the answers, notes and photos that would go with the row."""
        answers = [path for path, one in self._model.answers().items() if path.startswith(f"{row}/") and _says(one)]
        return len(answers) + sum(count for path, count in photos.items() if path.startswith(f"{row}/"))

    def _move(self, form: FormState, answers: Mapping[str, Answer]) -> None:
        model = self._model
        model.take(form, answers)
        model.form_changed.emit(form.touched)


def _says(answer: Answer) -> bool:
    return answer.is_given or bool(answer.note)
