"""The log of a tenant: take what laptops push, give what changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from ambassador_app.domain.identifiers import Clock
from ambassador_app.domain.publication import Witness
from ambassador_app.domain.roles import Role
from ambassador_app.office.chain import START, link
from ambassador_app.office.database import Database
from ambassador_app.office.deciding import Decision, Entry, Key, Prepared, State, written
from ambassador_app.office.kinds import attachments_of
from ambassador_app.office.notary import Notary
from ambassador_app.office.problems import Refused
from ambassador_app.office.tables import BLOB, CHANGE, DEVICE, REC, TENANT
from ambassador_app.wire import limits
from ambassador_app.wire.messages import Op, Pushed

TOGETHER: Final = 100
"""So many records are looked up at once."""

OVERHEAD: Final = 400
"""Bytes that a line of the log and its record take beside what was said; counted against the quota."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A device that may speak for a person of a tenant."""

    tenant: str
    device: str
    person: str
    role: Role


Who = Callable[[Connection], Caller]
"""Tells, inside the transaction, who asks; raises Refused where the device may not any more."""


class Log:
    """What was said, tenant by tenant. All calls block; any thread."""

    def __init__(self, database: Database, now: Clock, notary: Notary | None = None) -> None:
        self._database = database
        self._now = now
        self._notary = notary

    def push(self, tenant: str, epoch: str, ops: Sequence[Prepared], who: Who) -> Pushed:
        """Commit what can be committed and say of each op what became of it.

        Raises Refused `epoch`, `quota`, `busy` or what `who` raises: nothing is committed then.
        """
        known = [one for one in ops if one.op is not None]
        with self._database.write(tenant) as (connection, row):
            caller = who(connection)
            if row.epoch != epoch:
                raise Refused(409, "epoch", "The office was restored: pull everything first.")
            decision = Decision(
                present=_present(connection, tenant, {one.key for one in known}),
                done=_done(connection, tenant, [one.name for one in known]),
                attached=_attached(connection, tenant, known),
                seq=row.seq,
                by=caller.person,
                role=caller.role,
                at=self._now().isoformat(timespec="milliseconds"),
                judge=lambda op: self._judged(connection, caller, op),
            )
            decision.take_all(ops)
            if decision.entries:
                self._write(connection, caller, row, decision)
        return Pushed(epoch=epoch, head=decision.seq, results=tuple(decision.results[one.name] for one in ops))

    def _judged(self, connection: Connection, caller: Caller, op: Op) -> Op | str:
        """Give the office's word on a publication; an office without a key of its own takes none."""
        if self._notary is None:
            return "unsigned"
        at = self._now().isoformat(timespec="seconds")
        asked = sa.select(DEVICE.c.public_key).where(DEVICE.c.tenant == caller.tenant, DEVICE.c.id == caller.device)
        key = str(connection.execute(asked).scalar_one())
        return self._notary.judge(op, caller.tenant, Witness(caller.device, key, caller.person, caller.role, at))

    def _write(self, connection: Connection, caller: Caller, row: Any, decision: Decision) -> None:  # noqa: ANN401 - a row
        tenant = caller.tenant
        used = row.used + sum(_weight(entry) for entry in decision.entries)
        if row.quota and used > row.quota:
            raise Refused(507, "quota", "The tenant's space at the office is used up.")
        upsert = (sqlite.insert if self._database.is_sqlite else postgresql.insert)(REC)
        fresh = {name: upsert.excluded[name] for name in ("seq", "deleted", "schema", "data", "by", "at")}
        upsert = upsert.on_conflict_do_update(index_elements=["tenant", "kind", "id"], set_=fresh)
        connection.execute(upsert, [_record(tenant, key, state) for key, state in decision.states().items()])
        chain, lines = row.hash or START, []
        for entry in decision.entries:
            line = _line(tenant, caller.device, entry)
            chain = link(chain, line)
            lines.append(line | {"hash": chain})
        connection.execute(sa.insert(CHANGE), lines)
        values = {"seq": decision.seq, "hash": chain, "used": used}
        connection.execute(sa.update(TENANT).where(TENANT.c.tenant == tenant).values(values))

    def pull(self, tenant: str, since: int, limit: int, who: Who) -> bytes:
        """Give the JSON of a `Pulled`: the latest state of each record changed after `since`, a page at most.

        Raises Refused `resync` where tombstones after `since` are gone already.
        """
        with self._database.read(tenant) as connection:
            who(connection)
            row = connection.execute(sa.select(TENANT).where(TENANT.c.tenant == tenant)).one()
            if 0 < since < row.floor:
                raise Refused(410, "resync", "Too much has passed since: pull everything anew.")
            asked = sa.select(REC).where(REC.c.tenant == tenant, REC.c.seq > since)
            asked = asked.order_by(REC.c.seq).limit(limit + 1)
            with connection.execute(asked.execution_options(yield_per=256)) as found:
                changes, last, more = _page(found, limit)
        following = last if more else max(row.seq, since, last)
        head = {"epoch": row.epoch, "epoch_from": row.epoch_from, "head": row.seq, "next": following, "more": more}
        head["poll_after"] = limits.POLL_SECONDS
        return f'{written(head)[:-1]},"changes":[{",".join(changes)}]}}'.encode()

    def records(self, tenant: str, keys: Sequence[Key], who: Who, *, data: bool = True) -> bytes:
        """Give the JSON of a `Records`: the present state of these records, as many as one answer holds."""
        with self._database.read(tenant) as connection:
            who(connection)
            row = connection.execute(sa.select(TENANT).where(TENANT.c.tenant == tenant)).one()
            taken, changes = _states(connection, tenant, keys, data=data)
        head = {"epoch": row.epoch, "head": row.seq, "taken": taken}
        return f'{written(head)[:-1]},"changes":[{",".join(changes)}]}}'.encode()


def _states(connection: Connection, tenant: str, keys: Sequence[Key], *, data: bool) -> tuple[int, list[str]]:
    """Look records up by their keys, a few at a time, until an answer is full; give how many were, and the states."""
    changes: list[str] = []
    size = 0
    for at in range(0, len(keys), TOGETHER):
        here = _rows(connection, tenant, keys[at : at + TOGETHER], data=data)
        for number, key in enumerate(keys[at : at + TOGETHER], at):
            row = here.get(key)
            if row is None:
                continue
            text = row.data if data and row.data is not None else "null"
            size += len(text)
            if changes and size > limits.PAGE_BYTES:
                return number, changes
            changes.append(_told(row, text))
    return len(keys), changes


def _rows(connection: Connection, tenant: str, keys: Sequence[Key], *, data: bool) -> dict[Key, Any]:
    by_kind: dict[str, list[str]] = {}
    for kind, identifier in keys:
        by_kind.setdefault(kind, []).append(identifier)
    columns = [column for column in REC.c if data or column is not REC.c.data]
    found: dict[Key, Any] = {}
    for kind, identifiers in by_kind.items():
        asked = sa.select(*columns).where(REC.c.tenant == tenant, REC.c.kind == kind, REC.c.id.in_(identifiers))
        found |= {(kind, row.id): row for row in connection.execute(asked)}
    return found


def _told(row: Any, data: str) -> str:  # noqa: ANN401 - a row
    """Give the JSON of a `Change`."""
    rest = {"id": row.id, "kind": row.kind, "seq": row.seq, "deleted": row.deleted, "schema": row.schema}
    rest |= {"by": row.by, "at": row.at, **({"erased": True} if row.erased else {})}
    return f'{written(rest)[:-1]},"data":{data}}}'


def _page(found: Iterable[Any], limit: int) -> tuple[list[str], int, bool]:
    """Give as many changes as fit, the last one's number, and whether there are more."""
    changes: list[str] = []
    size = last = 0
    for row in found:
        data = row.data if row.data is not None else "null"
        size += len(data)
        if len(changes) == limit or (changes and size > limits.PAGE_BYTES):
            return changes, last, True
        changes.append(_told(row, data))
        last = row.seq
    return changes, last, False


def _present(connection: Connection, tenant: str, keys: set[Key]) -> dict[Key, State]:
    by_kind: dict[str, list[str]] = {}
    for kind, identifier in keys:
        by_kind.setdefault(kind, []).append(identifier)
    found: dict[Key, State] = {}
    for kind, identifiers in by_kind.items():
        asked = sa.select(REC).where(REC.c.tenant == tenant, REC.c.kind == kind, REC.c.id.in_(identifiers))
        for row in connection.execute(asked):
            found[kind, row.id] = State(row.seq, row.deleted, row.schema, row.data, row.by, row.at, row.erased)
    return found


def _done(connection: Connection, tenant: str, names: list[str]) -> dict[str, tuple[int, str]]:
    asked = sa.select(CHANGE.c.op, CHANGE.c.seq, CHANGE.c.payload)
    asked = asked.where(CHANGE.c.tenant == tenant, CHANGE.c.op.in_(names))
    return {row.op: (row.seq, row.payload) for row in connection.execute(asked)}


def _attached(connection: Connection, tenant: str, ops: Iterable[Prepared]) -> frozenset[str]:
    named = {sha256 for one in ops if one.op is not None for sha256 in attachments_of(one.op).values()}
    if not named:
        return frozenset()
    asked = sa.select(BLOB.c.sha256).where(BLOB.c.tenant == tenant, BLOB.c.sha256.in_(named))
    return frozenset(connection.execute(asked).scalars())


def _record(tenant: str, key: Key, state: State) -> dict[str, object]:
    return {
        "tenant": tenant,
        "kind": key[0],
        "id": key[1],
        "seq": state.seq,
        "deleted": state.deleted,
        "schema": state.schema,
        "data": state.data,
        "by": state.by,
        "at": state.at,
    }


def _line(tenant: str, device: str, entry: Entry) -> dict[str, object]:
    op = entry.op
    return {
        "tenant": tenant,
        "seq": entry.seq,
        "op": op.op,
        "kind": op.kind,
        "id": op.id,
        "base": op.base,
        "deleted": op.deleted,
        "schema": op.schema_version,
        "set": entry.prepared.set_text,
        "unset": written(list(op.unset)),
        "device": device,
        "by": entry.after.by,
        "at": entry.after.at,
        "payload": entry.prepared.payload,
    }


def _weight(entry: Entry) -> int:
    return len(entry.prepared.set_text) + len(entry.after.data or "") + OVERHEAD
