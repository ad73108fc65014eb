"""Undo and redo: a new journalled change that inverts one action, or nothing at all."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.records import Json
from ambassador_app.domain.template import WRITTEN_ONCE
from ambassador_app.errors import NothingToRedo, NothingToUndo, UndoRefused
from ambassador_app.storage import journal
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.journal import WHOLE, Entry, Line
from ambassador_app.storage.rows import read_json
from ambassador_app.storage.schema import Fields
from ambassador_app.storage.writing import Writer, difference, live_fields

ABSENT: Final = object()


def undo(writer: Writer) -> None:
    """Take back the newest action of the writer's author in its scope. Raises NothingToUndo, UndoRefused."""
    entry = journal.to_undo(writer.connection, writer.scope, writer.author)
    if entry is None:
        raise NothingToUndo
    _apply(writer, entry, [_inverted(one) for one in reversed(journal.lines_of(writer.connection, entry.number))])
    journal.mark(writer.connection, entry.number, undone_by=writer.number)


def redo(writer: Writer) -> None:
    """Do again what was undone last. Raises NothingToRedo, UndoRefused."""
    entry = journal.to_redo(writer.connection, writer.scope, writer.author)
    if entry is None:
        raise NothingToRedo
    _apply(writer, entry, list(journal.lines_of(writer.connection, entry.number)))
    journal.mark(writer.connection, entry.number, undone_by=None)


def _inverted(line: Line) -> Line:
    return Line(line.kind, line.record_id, line.field, line.new, line.old)


def _apply(writer: Writer, entry: Entry, lines: list[Line]) -> None:
    writer.inverts = entry.number
    for line in lines:
        if line.field == WHOLE:
            _apply_whole(writer, line)
        else:
            _apply_field(writer, line)


def _apply_whole(writer: Writer, line: Line) -> None:
    """Bring a removed record back, or remove one, provided it still is as the action left it."""
    here = live_fields(writer.connection, line.kind, line.record_id)
    if line.kind in WRITTEN_ONCE and here is not None:
        return  # others may point at it by now
    if line.old is None:
        if here is not None:
            raise UndoRefused(field=line.kind)
        writer.put_exactly(line.kind, line.record_id, read_json(line.new or "{}"))
        return
    changed = difference(line.kind, line.record_id, read_json(line.old), here) if here is not None else ()
    if here is None or changed:
        raise UndoRefused(field=changed[0].field if changed else line.kind)
    writer.remove(line.kind, line.record_id)


def _apply_field(writer: Writer, line: Line) -> None:
    here = live_fields(writer.connection, line.kind, line.record_id)
    if here is None or not _stands(line, here):
        raise UndoRefused(field=line.field)
    fields: dict[str, Json] = dict(here)
    if line.new is None:
        fields.pop(line.field, None)
    else:
        fields[line.field] = read_json(line.new)
    writer.put_exactly(line.kind, line.record_id, fields)


def _stands(line: Line, here: Fields) -> bool:
    """Whether the field still is as the action left it."""
    old: object = ABSENT if line.old is None else read_json(line.old)
    return here.get(line.field, ABSENT) == old


def possible(connection: Connection, scope: str, author: str) -> tuple[str | None, str | None]:
    """The names of the actions that undo and redo would be about."""
    back = journal.to_undo(connection, scope, author)
    forth = journal.to_redo(connection, scope, author)
    return (back.name if back is not None else None, forth.name if forth is not None else None)
