"""What comes back from the office, put into the records.

A record that was not changed here follows the office; one that was is merged with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from typing import Final

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import WHOLE, Conflict
from ambassador_app.domain.identifiers import ConflictId, NewId
from ambassador_app.domain.merging import Clash, changed, merge
from ambassador_app.domain.place import Municipality
from ambassador_app.domain.publication import OWNED, Publication
from ambassador_app.domain.records import KINDS, fields_of, value_of
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.syncing import Arrival, Epoch, Op, Outcome, Standing
from ambassador_app.domain.template import WRITTEN_ONCE, Template
from ambassador_app.domain.visit import Attachment, Visit
from ambassador_app.storage import bases, erasing, keeping, outbox, published, rows
from ambassador_app.storage.bases import OFFERED_AGAIN, Base
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.journal import WHOLE as WHOLE_RECORD
from ambassador_app.storage.journal import Line
from ambassador_app.storage.outbox import Edit
from ambassador_app.storage.rows import Row, write_json
from ambassador_app.storage.schema import COLUMNS, RECORD_SCHEMA, Fields, table_name
from ambassador_app.storage.trimming import KEPT
from ambassador_app.storage.writing import Writer, difference

OFFICE: Final = "office"
"""The author of what the merge itself writes: nobody undoes it."""

SETTLED: Final = frozenset({Conflict.KIND, Report.KIND, Publication.KIND, *WRITTEN_ONCE})
"""Kinds that are never in conflict: what came first to the office stands."""


ATTACHED: Final[Mapping[str, frozenset[str]]] = {
    Attachment.KIND: frozenset({"thumbnail_sha256", "sha256", "clean_sha256", "original_sha256"}),
    Report.KIND: frozenset({"pdf_sha256", "raised_sha256"}),
    Municipality.KIND: frozenset({"logo"}),
    Template.KIND: frozenset({"source_sha256"}),
}
"""The fields that name attachments, by kind of record."""


_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LARGEST: Final = 2**63
"""Beyond this SQLite keeps no integer."""

_REFUSE: Final = "INSERT OR REPLACE INTO refusal (kind, record_id, code, field, at) VALUES (?, ?, ?, ?, ?)"


class Arriving:
    """Puts outcomes and arrivals into the records, within one transaction. `me` is who works on this device."""

    def __init__(self, connection: Connection, *, me: str, epoch: Epoch, at: datetime, new_id: NewId) -> None:
        self.touched: Final[set[tuple[str, str]]] = set()
        self.conflicts = 0
        self._connection: Final = connection
        self._me: Final = me
        self._epoch: Final = epoch
        self._at: Final = at
        self._new_id: Final = new_id
        self._writers: Final[dict[tuple[str, str], Writer]] = {}

    # -- outcomes -----------------------------------------------------------------------------------------------------
    def settle(self, outcome: Outcome) -> Op | None:
        """Do what the office's word on an op asks for; gives the op if the office took it."""
        op = outbox.answered(self._connection, outcome.op)
        if op is None:
            return None
        if outcome.standing is Standing.OK:
            self._taken(op, outcome.seq)
            return op
        self._offer_again(op)
        if outcome.state is not None and not outcome.state.seq:
            self._offer_as_new(op.kind, op.id)
        elif outcome.state is not None:
            self.arrive(outcome.state)
        elif outcome.code not in ("op-reused", "group-failed"):
            self._refused(op, outcome)
        return None

    def _taken(self, op: Op, seq: int) -> None:
        """The office has this edit now; what was changed meanwhile starts from it."""
        before = bases.read(self._connection, op.kind, op.id)
        had = before.fields if before is not None and not before.deleted else {}
        fields = {} if op.deleted else {**{k: v for k, v in had.items() if k not in op.gone}, **op.put}
        bases.number(self._connection, op.kind, op.id, seq)
        if op.kind == Publication.KIND:
            published.was_taken(self._connection, op.put)
        if outbox.has_open(self._connection, op.kind, op.id):
            bases.keep(self._connection, op.kind, op.id, Base(seq, op.deleted, fields))
            outbox.start_from(self._connection, op.kind, op.id, seq)
        else:
            bases.forget(self._connection, op.kind, op.id)
        self._connection.execute("DELETE FROM refusal WHERE kind = ? AND record_id = ?", (op.kind, op.id))

    def _offer_again(self, op: Op) -> None:
        """Take back an op that was sent: it joins what was changed since, as if it had never left."""
        later = outbox.open_edit(self._connection, op.kind, op.id)
        edit = Edit(op.kind, op.id, op.base, op.put, op.gone, removed=op.deleted)
        outbox.restart(self._connection, edit, new_id=self._new_id, at=op.at, group=op.group)
        if later is not None:
            outbox.add(self._connection, later, new_id=self._new_id, at=self._at.isoformat(), group=None)

    def _refused(self, op: Op, outcome: Outcome) -> None:
        values = (op.kind, op.id, outcome.code, outcome.field, self._at.isoformat())
        self._connection.execute(_REFUSE, values)

    def offer_lost(self, epoch: Epoch) -> None:
        """Offer again what an office set back to an older backup has lost: all it had numbered above its restart."""
        for op in outbox.sent(self._connection):
            outbox.answered(self._connection, op.op)
            self._offer_again(op)
        for kind in COLUMNS.keys() - OWNED.keys():  # what the office owns is told by publications
            asked = f"SELECT id, deleted, body FROM {table_name(kind)} WHERE base > ?"
            for identifier, deleted, body in self._connection.execute(asked, (epoch.begins,)).fetchall():
                fields = {} if deleted else rows.read_json(body)
                bases.keep(self._connection, kind, identifier, Base(OFFERED_AGAIN, deleted=False, fields={}))
                bases.number(self._connection, kind, identifier, 0)
                edit = Edit(kind, identifier, 0, fields, removed=bool(deleted))
                outbox.restart(self._connection, edit, new_id=self._new_id, at=self._at.isoformat())

    def _offer_as_new(self, kind: str, identifier: str) -> None:
        """Offer a record that the office has not got, as it is here; one that was removed here is not missed there."""
        here = rows.read(self._connection, kind, identifier)
        if here is None:
            return
        edit = Edit(kind, identifier, 0, {} if here.deleted else here.fields)
        bases.forget(self._connection, kind, identifier)
        bases.number(self._connection, kind, identifier, 0)
        outbox.restart(self._connection, edit, new_id=self._new_id, at=self._at.isoformat())

    def drop_unseen(self, seen: Set[tuple[str, str]]) -> None:
        """After everything was asked for anew: what the office has not got any more goes, unless it was changed here
        since; then it is offered as new.
        """
        for kind, identifier in self._unseen(seen):
            if kind == Publication.KIND or outbox.has_open(self._connection, kind, identifier):
                self._offer_as_new(kind, identifier)
            else:
                self._drop(kind, identifier)

    def offer_unseen(self, seen: Set[tuple[str, str]]) -> None:
        """After everything was asked for anew of an office that is not the one it was: offer it what it has not got."""
        for kind, identifier in self._unseen(seen):
            self._offer_as_new(kind, identifier)

    def _unseen(self, seen: Set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for kind in COLUMNS.keys() - OWNED.keys():
            asked = f"SELECT id FROM {table_name(kind)} WHERE base > 0"
            for (identifier,) in self._connection.execute(asked).fetchall():
                if (kind, identifier) not in seen:
                    yield kind, identifier

    def _drop(self, kind: str, identifier: str) -> None:
        here = rows.read(self._connection, kind, identifier)
        bases.forget(self._connection, kind, identifier)
        bases.number(self._connection, kind, identifier, 0)
        if here is not None and not here.deleted:
            rows.remove(self._connection, kind, here)
            gone = Line(kind, identifier, WHOLE_RECORD, write_json(here.fields), None)
            self._write_down(Arrival(kind, identifier, 0, here.fields), (gone,))

    # -- arrivals -----------------------------------------------------------------------------------------------------
    def arrive(self, there: Arrival) -> None:
        """Bring a record to the office's version, my changes kept. A kind of a newer program is left for later; what
        the office owns comes as a publication alone.
        """
        if there.kind in COLUMNS and there.kind not in OWNED and published.is_whole(there):
            self.hold(there)

    def hold(self, there: Arrival) -> None:
        """Bring a record to this version, whichever way it came; of what the office owns, `seq` counts versions."""
        if there.erased:
            if (also := published.lost_with(self._connection, there)) is not None:
                self.hold(also)
            erasing.erase(self._connection, there)
            self.touched.add((there.kind, there.id))
            return
        readable = there.deleted or _is_readable(there)
        kept = keeping.as_kept(self._connection, there, keeping.Mark(self._me, self._at)) if readable else there
        if kept is not None:
            self._bring(kept, readable=readable)

    def _bring(self, there: Arrival, *, readable: bool) -> None:
        here = rows.read(self._connection, there.kind, there.id)
        met = there.kind == Publication.KIND and here is not None and not here.deleted
        if here is not None and there.seq <= here.base and not met:
            return
        if not readable:
            self._leave_for_later(there)
            return
        if met and here is not None:
            self._meet_publication(here, there)
            return
        if here is None or not outbox.has_open(self._connection, there.kind, there.id):
            self._follow(here, there)
            bases.forget(self._connection, there.kind, there.id)
            return
        base = bases.read(self._connection, there.kind, there.id) or Base(0, deleted=False, fields={})
        if base.seq == OFFERED_AGAIN and there.seq <= self._epoch.begins:
            self._restart(there, here.fields, removed=here.deleted)
        elif here.deleted or there.deleted:
            self._meet_removal(base, here, there)
        else:
            self._merge(base, here, there)

    def come_back(self, there: Arrival) -> None:
        """Take a record of a visit that was away; a row that stayed here is whole again before."""
        here = rows.read(self._connection, there.kind, there.id)
        if here is not None and not here.deleted and not there.deleted and there.kind in KEPT:
            keeping.widen(self._connection, here, there)
        self.touched.add((there.kind, there.id))
        self.hold(there)

    def _meet_publication(self, here: Row, there: Arrival) -> None:
        """A publication that is here stays as it is; at most it is attested now. Only what is not proved gives way, and
        mine, not taken yet, to a colleague's of the same number: what I had changed is then an edit again.
        """
        mine = outbox.has_open(self._connection, there.kind, there.id)
        same = published.says_the_same(here.fields, there.fields)
        if there.deleted or (not same and not mine and published.is_held(self._connection, here.fields)):
            return
        if mine and not same:
            self.touched.update(published.take_back(self._connection, here.fields, new_id=self._new_id, at=self._at))
        if not same or not here.fields.get("attested"):
            self._put(here, there, there.fields)
        self._restart(there, there.fields)

    def _leave_for_later(self, there: Arrival) -> None:
        """A record this program cannot read stays out of the tables, where it would stop whoever lists them.

        What is here of it is shown and not changed; a newer program asks for it again.
        """
        self._note_newer(there, max(there.schema, RECORD_SCHEMA + 1))
        if outbox.has_open(self._connection, there.kind, there.id):
            values = (there.kind, there.id, "newer", "", self._at.isoformat())
            self._connection.execute(_REFUSE, values)

    def _note_newer(self, there: Arrival, schema: int) -> None:
        asked = "INSERT OR REPLACE INTO newer (kind, record_id, schema) VALUES (?, ?, ?)"
        self._connection.execute(asked, (there.kind, there.id, schema))

    def _follow(self, here: Row | None, there: Arrival) -> None:
        """Take the office's version as it is."""
        live = here is not None and not here.deleted
        if there.deleted and live and here is not None:
            rows.remove(self._connection, there.kind, here)
            self._write_down(there, (Line(there.kind, there.id, WHOLE_RECORD, write_json(here.fields), None),))
        elif not there.deleted:
            self._put(here, there, there.fields)
        if here is not None or not there.deleted:
            bases.number(self._connection, there.kind, there.id, there.seq)
        self._twice_sealed(here, there)

    def _put(self, here: Row | None, there: Arrival, fields: Fields) -> None:
        local = here.local if here is not None else {}
        rows.write(self._connection, there.kind, there.id, fields, local=local, before=here)
        self.touched.add((there.kind, there.id))
        self._want(there)
        if there.schema > RECORD_SCHEMA:
            self._note_newer(there, there.schema)
        if here is not None and not here.deleted:
            self._write_down(there, difference(there.kind, there.id, here.fields, fields))
        elif here is not None:
            self._write_down(there, (Line(there.kind, there.id, WHOLE_RECORD, None, write_json(fields)),))

    def _want(self, there: Arrival) -> None:
        """Remember the attachments that a record names, to be fetched after it."""
        if there.kind == Report.KIND and keeping.why_away(self._connection, there.fields.get("visit_id")):
            return
        for name, value in there.fields.items():
            if name in ATTACHED.get(there.kind, ()) and isinstance(value, str) and _HASH.fullmatch(value):
                asked = "INSERT OR IGNORE INTO wanted (sha256, field) VALUES (?, ?)"
                self._connection.execute(asked, (value, name))

    def _merge(self, base: Base, here: Row, there: Arrival) -> None:
        merged = merge(there.kind, {} if base.deleted else base.fields, here.fields, there.fields)
        for clash in merged.clashes:
            self._conflict(there, clash)
        self._put(here, there, merged.fields)
        self._restart(there, merged.fields)

    def _meet_removal(self, base: Base, here: Row, there: Arrival) -> None:
        """One side removed the record. Where the other changed nothing, it goes; else someone has to decide."""
        if here.deleted and there.deleted:
            self._restart(there, {}, removed=True)
            return
        if here.deleted and not any(changed(there.kind, base.fields, there.fields)):
            self._restart(there, {}, removed=True)
            return
        mine = () if here.deleted else (here.fields,)
        if here.deleted or any(changed(there.kind, base.fields, here.fields)):
            self._conflict(there, Clash(WHOLE, (base.fields,), mine, () if there.deleted else (there.fields,)))
        self._follow(here, there)
        self._restart(there, there.fields, removed=there.deleted)

    def _restart(self, there: Arrival, fields: Fields, *, removed: bool = False) -> None:
        """From now on, what is to be told of a record is what parts it from the office's version."""
        connection = self._connection
        bases.number(connection, there.kind, there.id, there.seq)
        had = {} if there.deleted else there.fields
        if removed:
            edit = Edit(there.kind, there.id, there.seq, gone=tuple(had), removed=not there.deleted)
            edit = edit if edit.removed else Edit(there.kind, there.id, there.seq)
        else:
            put, gone = (dict(fields), ()) if there.deleted else changed(there.kind, had, fields)
            edit = Edit(there.kind, there.id, there.seq, put, gone)
        outbox.restart(connection, edit, new_id=self._new_id, at=self._at.isoformat())
        if outbox.has_open(connection, there.kind, there.id):
            bases.keep(connection, there.kind, there.id, Base(there.seq, there.deleted, had))
        else:
            bases.forget(connection, there.kind, there.id)

    # -- conflicts ----------------------------------------------------------------------------------------------------
    def _conflict(self, there: Arrival, clash: Clash) -> None:
        if there.kind in SETTLED:
            return
        edited = outbox.edited_at(self._connection, there.kind, there.id)
        visit = _visit_of(there, *clash.mine, *clash.base)
        self._keep(
            Conflict(
                ConflictId(self._new_id()), there.kind, there.id, clash.field, visit,
                base=clash.base, mine=clash.mine, theirs=clash.theirs, mine_by=self._me,
                mine_at=datetime.fromisoformat(edited) if edited else None, theirs_by=there.by,
                theirs_at=datetime.fromisoformat(there.at) if there.at else None,
            )
        )  # fmt: skip

    def _twice_sealed(self, here: Row | None, there: Arrival) -> None:
        """Two people sealed the same revision: both reports are kept, and someone says which one stands."""
        if there.kind != Report.KIND or there.deleted or here is not None:
            return
        visit, revision = there.fields.get("visit_id"), there.fields.get("revision")
        asked = "SELECT id, body FROM r_report WHERE NOT deleted AND visit_id = ? AND id <> ?"
        for other, body in self._connection.execute(asked, (visit, there.id)).fetchall():
            if rows.read_json(body).get("revision") == revision:
                first, second = sorted((str(other), there.id))
                name = ConflictId(f"{first}/{second}")
                if rows.read(self._connection, Conflict.KIND, name) is None:
                    self._keep(
                        Conflict(name, Report.KIND, first, "revision", str(visit), mine=(first,), theirs=(second,))
                    )

    def _keep(self, conflict: Conflict) -> None:
        self.conflicts += 1
        self.touched.add((Conflict.KIND, conflict.id))
        self._writer(OFFICE, conflict.visit_id).put(Conflict.KIND, conflict.id, fields_of(conflict), {})

    def _write_down(self, there: Arrival, lines: tuple[Line, ...]) -> None:
        self.touched.add((there.kind, there.id))
        if lines:
            self._writer(there.by or OFFICE, _visit_of(there)).write_down(lines)

    def _writer(self, author: str, visit_id: str) -> Writer:
        """What writes this person's changes of a visit into its history. Nobody here undoes them."""
        name = (author, visit_id)
        if name not in self._writers:
            self._writers[name] = Writer(
                self._connection, name=Deed.ARRIVE, author=author, scope=visit_id, at=self._at, new_id=self._new_id
            )
        return self._writers[name]


def _is_readable(there: Arrival) -> bool:
    """Whether this program makes a value of the record, and can keep it."""
    try:
        value_of(KINDS[there.kind], there.id, there.fields)
        write_json(there.fields).encode()
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
        return False
    return all(_fits(one) for one in there.fields.values())


def _fits(value: object) -> bool:
    match value:
        case int():
            return -_LARGEST <= value < _LARGEST
        case list():
            return all(_fits(one) for one in value)
        case Mapping():
            return all(_fits(one) for one in value.values())
    return True


def _visit_of(there: Arrival, *sides: object) -> str:
    """The visit a record belongs to, or empty; a removed one says so in its earlier fields alone."""
    if there.kind == Visit.KIND:
        return there.id
    for fields in (there.fields, *sides):
        if isinstance(fields, Mapping) and isinstance(fields.get("visit_id"), str):
            return str(fields["visit_id"])
    return ""
