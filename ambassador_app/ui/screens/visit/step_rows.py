"""Lists of records that are edited where they stand: each keeps its row, and so its cursor, while it lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.ui.layouts import column


class Row(QWidget):
    """One record on one line; a draft has no key until its first words are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""

    def show_record(self, record: object, *, read_only: bool) -> None:
        """Show the record as it is; what is being typed stays."""
        raise NotImplementedError

    def enter(self) -> None:
        """Take the focus where one begins to write."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)


R = TypeVar("R", bound=Row)


class RowList(QWidget, Generic[R]):
    """Rows below each other, in the order of the records; drafts come last."""

    def __init__(self, make: Callable[[], R], *, space: int) -> None:
        super().__init__()
        self._make = make
        self.rows: list[R] = []
        self._column: QVBoxLayout = column(space=space)
        self.setLayout(self._column)

    def show_records(self, records: Mapping[str, object], *, read_only: bool) -> None:
        """Show exactly these records, by key, and the drafts."""
        for old in [one for one in self.rows if one.key and one.key not in records]:
            self.drop(old)
        held = {one.key: one for one in self.rows if one.key}
        for place, (key, record) in enumerate(records.items()):
            line = held.get(key) or self._added(key)
            line.show_record(record, read_only=read_only)
            if self._column.indexOf(line) != place:
                self._column.insertWidget(place, line)
        self.setHidden(not self.rows)

    def draft(self) -> R:
        """Give a row for a record that is not there yet."""
        made = self._added("")
        self.show()
        return made

    def drop(self, line: R) -> None:
        """Let a row go."""
        self.rows.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _added(self, key: str) -> R:
        made = self._make()
        made.key = key
        self.rows.append(made)
        self._column.addWidget(made)
        # At once, so that it can take the focus.
        made.show()
        return made
