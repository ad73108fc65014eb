"""What is to be said of the rows of a list while it is read: remarks, doubts, faults."""

from __future__ import annotations

from dataclasses import dataclass

from ambassador_app.i18n import Message


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a row. With `is_doubt` the row is only taken when the person says so."""

    text: Message
    is_doubt: bool = False


@dataclass(frozen=True, slots=True)
class RowFault:
    """One row that could not be read: where (`column` as the file names it, may be empty) and why."""

    row: int
    reason: Message
    column: str = ""


class Unreadable(Exception):
    """A row cannot be taken. Private to the readers, which turn it into a RowFault."""

    def __init__(self, reason: Message, column: str = "") -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.column = column


class Remarks:
    """Gathers the remarks of one row while its cells are read."""

    def __init__(self) -> None:
        self._found: list[Remark] = []

    def note(self, text: str, /, **values: object) -> None:
        """Say something that needs no decision."""
        self._found.append(Remark(Message(text, values)))

    def doubt(self, text: str, /, **values: object) -> None:
        """Say something that needs the person's yes."""
        self._found.append(Remark(Message(text, values), is_doubt=True))

    def all(self) -> tuple[Remark, ...]:
        """Everything that was said, in order."""
        return tuple(self._found)
