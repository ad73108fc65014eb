"""The rows on a page of cards: going to them, adding, copying, moving and removing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ambassador_app.domain.form_parts import Part, PartKind
from ambassador_app.domain.visit_rows import leading_question, split_row
from ambassador_app.ui.screens.visit.groups import row_of, section_at
from ambassador_app.ui.screens.visit.row_heads import RowHead

if TYPE_CHECKING:
    from ambassador_app.ui.screens.visit.pages import AreaPage


class PageRows:
    """What can be done to the rows of one page. The focus goes where the deed was done."""

    def __init__(self, page: AreaPage) -> None:
        self._page = page

    def make_head(self, row: str) -> RowHead:
        """Make the head of a row, wired to what can be done to it."""
        rows = self._page.model.rows
        head = RowHead(self._page.context, lambda: rows.holds(row, photos=self._page.photos))
        head.moved.connect(lambda by: self.move(row, by))
        head.copied.connect(lambda: self.copy(row))
        head.renamed.connect(lambda name: rows.rename(row, name))
        head.removed.connect(lambda: self.remove(row))
        head.left.connect(lambda: self.go_to(row))
        return head

    def head(self, row: str) -> RowHead | None:
        """Give the head of a row, building it if need be."""
        part = next((one for one in self._page.parts if one.path == row and one.kind is PartKind.ROW), None)
        if part is not None and part not in self._page.heads:
            self._page.build_part(part)
        head = self._page.heads.get(part) if part is not None else None
        return head if isinstance(head, RowHead) else None

    def current(self) -> str:
        """Give the innermost row that is being answered; empty: none."""
        card = self._page.current()
        return row_of(card.path) if card is not None else ""

    def go_to(self, row: str, *, name: bool = False) -> bool:
        """Put the focus on the first question of a row, or on its name. False if nothing is asked in it."""
        head = self.head(row)
        first = next((path for path in self._page.order if path.startswith(f"{row}/")), "")
        found = bool(first) and self._page.go_to(first)
        if head is not None:
            self._page.settle()
            self._page.bring_up(head)
            if name or not found:
                head.begin_name()
        return found

    def add(self, repeat: str) -> None:
        """Add a row at the end of a repeat, or behind the one being answered, and ask what it is called: in its first
        question, if that is a text.
        """
        here = self.current()
        after = split_row(here)[1] if here and split_row(here)[0] == repeat else ""
        made = self._page.model.rows.add(repeat, after)
        form = self._page.model.form
        if made and form is not None:
            self.go_to(made, name=not leading_question(form, repeat))

    def add_here(self) -> None:
        """Add a row to the repeat that is being answered, else to the next one on the page."""
        row = self.current()
        repeats = [part.path for part in self._page.parts if part.kind is PartKind.MORE and self._can_grow(part)]
        if row and split_row(row)[0] in repeats:
            self.add(split_row(row)[0])
            return
        card = self._page.current()
        here = next((at for at, part in enumerate(self._page.parts) if card is not None and part.path == card.path), 0)
        ahead = [part.path for part in self._page.parts[here:] if part.path in repeats]
        if repeats:
            self.add((ahead or repeats)[0])

    def _can_grow(self, part: Part) -> bool:
        section = section_at(self._page.model.form, part.path) if self._page.model.form is not None else None
        return section is not None and not section.repeat_count

    def copy(self, row: str) -> None:
        """Add a copy of a row behind it, and ask for its name."""
        head = self.head(row)
        if head is None or head.facts is None or head.facts.counted:
            return
        made = self._page.model.rows.duplicate(row)
        if made:
            self.go_to(made, name=True)

    def move(self, row: str, by: int) -> None:
        """Move a row up or down; the focus goes with it."""
        if self._page.model.rows.move(row, by):
            self._page.settle()
            head = self.head(row)
            if head is not None:
                self._page.bring_up(head)

    def step(self, by: int) -> bool:
        """Go to the first question of the next or previous row. False at the end."""
        rows = [part.path for part in self._page.parts if part.kind is PartKind.ROW]
        here = self.current()
        there = rows.index(here) + by if here in rows else 0 if by > 0 else -1
        return 0 <= there < len(rows) and self.go_to(rows[there])

    def remove(self, row: str) -> None:
        """Take a row away and go to what now stands in its place."""
        inside = [at for at, path in enumerate(self._page.order) if path.startswith(f"{row}/")]
        self._page.model.rows.remove(row)
        if self._page.order:
            self._page.go_to(self._page.order[min(inside[0] if inside else 0, len(self._page.order) - 1)])
        card = self._page.current()
        if card is not None:
            # Not in its field: undo there would take back what was typed, and not bring back the row.
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def name(self, row: str) -> None:
        """Let the name of a row be written."""
        head = self.head(row)
        if head is not None:
            self._page.bring_up(head)
            head.begin_name()

    def ask_removal(self, row: str) -> None:
        """Remove a row; one that holds something asks first."""
        head = self.head(row)
        if head is not None:
            self._page.bring_up(head)
            head.ask_removal()
