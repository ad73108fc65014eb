"""Erasure by law, as it arrives: nothing of a record stays in this database, and nothing that names it."""

from __future__ import annotations

from ambassador_app.domain.place import Site
from ambassador_app.domain.syncing import Arrival
from ambassador_app.domain.visit import Visit
from ambassador_app.storage import bases, keeping, rows
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.schema import table_name

_SAID: tuple[str, ...] = ("outbox", "base", "refusal", "newer", "delivery", "journal")
"""The tables that say something of a record, beside its own."""


def erase(connection: Connection, there: Arrival) -> None:
    """Leave nothing of a record: no row, no unsent edit, no history, no word in the search, no name in a receipt, no
    wish for its attachments. The bytes of those go when `Store.tidy` is called.
    """
    name = (there.kind, there.id)
    hashes = _named(connection, there)
    keeping.blank_receipts(connection, _visits(connection, there), hashes)
    connection.executemany("DELETE FROM wanted WHERE sha256 = ?", [(one,) for one in hashes])
    here = rows.read(connection, there.kind, there.id)
    if here is not None and not here.deleted:
        rows.remove(connection, there.kind, here)
    connection.execute(f"UPDATE {table_name(there.kind)} SET local = NULL WHERE id = ?", (there.id,))
    for table in _SAID:
        connection.execute(f"DELETE FROM {table} WHERE kind = ? AND record_id = ?", name)
    keeping.forget(connection, *name)
    if there.kind == Visit.KIND:
        connection.execute("DELETE FROM keeping WHERE visit_id = ?", (there.id,))
    bases.number(connection, there.kind, there.id, there.seq)
    keeping.leave_over(connection)


def _named(connection: Connection, there: Arrival) -> set[str]:
    """The attachments that a record names or has named here."""
    name = (there.kind, there.id)
    asked = (
        f"SELECT body FROM {table_name(there.kind)} WHERE id = ? UNION ALL SELECT body FROM base WHERE kind = ? "
        "AND record_id = ? UNION ALL SELECT coalesce(old, '') || ' ' || coalesce(new, '') FROM journal "
        "WHERE kind = ? AND record_id = ?"
    )
    texts = connection.execute(asked, (there.id, *name, *name)).fetchall()
    return {one for (text,) in texts for one in keeping.HASH.findall(text)}


def _visits(connection: Connection, there: Arrival) -> set[str]:
    """The visits whose receipts name it: receipts call a visit by its place."""
    found = {there.id}
    if there.kind == Site.KIND:
        visits = connection.execute("SELECT id FROM r_visit WHERE site_id = ?", (there.id,)).fetchall()
        found.update(str(one) for (one,) in visits)
    return found
