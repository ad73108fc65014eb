"""The rows of an area as the list beside the page shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ambassador_app.domain.form_parts import Part, PartKind
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.visit_rows import rows_around
from ambassador_app.ui.screens.visit.areas import RowLine
from ambassador_app.ui.screens.visit.groups import row_words
from ambassador_app.ui.screens.visit.model import VisitModel


class RowLines:
    """What the rows are called and what is missing in them; an answer works out the rows it stands in alone."""

    def __init__(self, model: VisitModel) -> None:
        self._model = model
        self._rows: tuple[Part, ...] = ()
        self._lines: dict[str, RowLine] = {}

    def of(self, form: FormState, parts: Iterable[Part], touched: Collection[str]) -> list[RowLine]:
        """Give the lines of the rows among `parts`, in order. Nothing in `touched`: all of them may be different."""
        rows = tuple(part for part in parts if part.kind is PartKind.ROW)
        if rows != self._rows or not touched:
            self._rows, self._lines = rows, {}
        moved = {row for path in touched for row in rows_around(path)}
        for part in rows:
            if part.path in moved or part.path not in self._lines:
                self._lines[part.path] = self._line(form, part)
        return list(self._lines.values())

    def _line(self, form: FormState, part: Part) -> RowLine:
        progress = form.progress(part.path)
        words = row_words(form, part.path, self._model.rows.name, self._model.translator)
        return RowLine(part.path, words, part.depth, progress.missing + progress.invalid)
