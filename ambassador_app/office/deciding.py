"""What becomes of a push, decided without touching anything: compare-and-set for each record, groups whole or not.

Everything that can be known before the tenant's lock is taken is done in `prepare`; `Decision` is what is left.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import JsonValue, ValidationError

from ambassador_app.domain.publication import Publication
from ambassador_app.domain.roles import Role
from ambassador_app.office.kinds import attachments_of, content_fault, is_written_once, refusal_of
from ambassador_app.office.notary import Judge
from ambassador_app.office.problems import Refused, malformed
from ambassador_app.wire.limits import DEPTH, INTEGER, OPS, largest_record
from ambassador_app.wire.messages import UUID_PATTERN, Op, Result

_MANY_DIGITS: Final = re.compile(r"\d{16}")

Key = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class State:
    """A record as it stands. `data` is JSON text, None for a tombstone; one that was `erased` stays so."""

    seq: int
    deleted: bool
    schema: int
    data: str | None
    by: str
    at: str
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """An op looked at by itself. `fault` is why it can never be taken; `payload` the digest of what it says."""

    name: str
    group: str | None
    op: Op | None = None
    set_text: str = "{}"
    payload: str = ""
    fault: tuple[str, str] | None = None

    @property
    def key(self) -> Key:
        """The record it is about."""
        return (self.op.kind, self.op.id) if self.op is not None else ("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log to be: the op, its number, and the record after it."""

    prepared: Prepared
    op: Op
    seq: int
    after: State


def written(value: JsonValue) -> str:
    """Write a value as the office keeps it. Raises ValueError for what JSON cannot say."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def read_push(found: Mapping[str, Any]) -> tuple[str, list[Prepared]]:
    """Read a push: its epoch and its ops. An op that has a name is answered by itself, however malformed; one without
    refuses the whole. Raises Refused `malformed`, `too-large`.
    """
    epoch, ops = found.get("epoch"), found.get("ops")
    if not isinstance(epoch, str) or not isinstance(ops, list) or not ops:
        raise malformed("A push has an epoch and ops.")
    if len(ops) > OPS:
        raise Refused(413, "too-large", f"A push has {OPS} ops at most.")
    prepared = [prepare(raw) for raw in ops if _has_name(raw)]
    if len(prepared) != len(ops) or len({one.name for one in prepared}) != len(ops):
        raise malformed("Every op is an object with an id of its own, a UUIDv7.")
    return epoch, prepared


def _has_name(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("op"), str) and bool(re.fullmatch(UUID_PATTERN, raw["op"]))


def prepare(raw: Mapping[str, Any]) -> Prepared:
    """Look at one op by itself; a malformed one is answered by itself too, as long as it has a name."""
    try:
        op = Op.model_validate(raw)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        group = raw.get("group")
        return Prepared(str(raw.get("op")), str(group) if group is not None else None, fault=("malformed", where[:200]))
    try:
        text = written(op.set)
        rest = written([op.kind, op.id, op.base, list(op.unset), op.deleted, op.group, op.schema_version, op.at])
        payload = hashlib.sha256(f"{rest}\n{text}".encode()).hexdigest()
    except (ValueError, RecursionError):
        return Prepared(op.op, op.group, op, fault=("value", ""))
    fault = _too_large(op, text) or _too_deep(op, text) or _inexact(op, text) or content_fault(op)
    return Prepared(op.op, op.group, op, text, payload, fault)


def _too_large(op: Op, text: str) -> tuple[str, str] | None:
    largest = largest_record(op.kind)
    if len(text.encode()) <= largest:
        return None
    names = (name for name, value in op.set.items() if len(written(value).encode()) > largest)
    return "too-large", next(names, "")


def _too_deep(op: Op, text: str) -> tuple[str, str] | None:
    if text.count("[") + text.count("{") <= DEPTH:
        return None
    return next((("value", name) for name, value in op.set.items() if _depth(value) > DEPTH), None)


def _inexact(op: Op, text: str) -> tuple[str, str] | None:
    """Find an integer that would not come back as it was sent, and that no laptop could keep."""
    if not _MANY_DIGITS.search(text):
        return None
    return next((("value", name) for name, value in op.set.items() if not _is_exact(value)), None)


def _is_exact(value: JsonValue) -> bool:
    match value:
        case int():
            return abs(value) <= INTEGER
        case list():
            return all(_is_exact(part) for part in value)
        case dict():
            return all(_is_exact(part) for part in value.values())
    return True


def _depth(value: JsonValue) -> int:
    if not isinstance(value, dict | list):
        return 0
    return 1 + max((_depth(part) for part in (value.values() if isinstance(value, dict) else value)), default=0)


@dataclass(slots=True)
class Decision:
    """Takes ops one unit after the other and remembers what is to be written.

    `present` holds the records that the ops are about, `done` number and payload of ops that were taken before,
    `attached` the attachments that are here, `judge` the office's word on publications.
    """

    present: dict[Key, State]
    done: Mapping[str, tuple[int, str]]
    attached: frozenset[str]
    seq: int
    by: str
    role: Role
    at: str
    judge: Judge = lambda _: "unsigned"
    entries: list[Entry] = field(default_factory=list)
    results: dict[str, Result] = field(default_factory=dict)

    def take_all(self, ops: Iterable[Prepared]) -> None:
        """Decide over everything, groups as one."""
        for unit in units(ops):
            self._take(unit)

    def states(self) -> dict[Key, State]:
        """Give the records to write, each in its last state."""
        return {entry.prepared.key: entry.after for entry in self.entries}

    def _take(self, unit: list[Prepared]) -> None:
        """Take a group whole or not at all. Numbers that were not used are not missed."""
        before, made = self.seq, len(self.entries)
        kept = dict(self.present) if len(unit) > 1 else self.present
        results = {one.name: self._one(one) for one in unit}
        if any(result.status != "ok" for result in results.values()):
            self.seq, self.present = before, kept
            del self.entries[made:]
            for name, result in results.items():
                if result.status == "ok" and not result.dup:
                    results[name] = invalid(name, "group-failed")
        self.results.update(results)

    def _one(self, prepared: Prepared) -> Result:
        op = prepared.op
        if op is None:
            return invalid(prepared.name, *(prepared.fault or ("malformed", "")))
        if op.op in self.done:
            seq, payload = self.done[op.op]
            if payload != prepared.payload:
                return invalid(op.op, "op-reused")
            return Result(op=op.op, status="ok", seq=seq, dup=True)
        if fault := prepared.fault or self._fault(op):
            return invalid(op.op, *fault)
        if op.kind == Publication.KIND:
            judged = self.judge(op)
            return invalid(op.op, judged) if isinstance(judged, str) else self._compare_and_set(prepared, judged)
        return self._compare_and_set(prepared, op)

    def _fault(self, op: Op) -> tuple[str, str] | None:
        """Give what only the caller's role and the office's attachments can tell."""
        if code := refusal_of(op, self.role):
            return code, ""
        lacking = (name for name, sha256 in attachments_of(op).items() if sha256 not in self.attached)
        return next((("blob-missing", name) for name in lacking), None)

    def _compare_and_set(self, prepared: Prepared, op: Op) -> Result:
        here = self.present.get(prepared.key)
        if here is not None and here.erased:
            return invalid(op.op, "erased")
        if (here.seq if here is not None else 0) != op.base:
            if here is not None and is_written_once(op.kind) and _is_as(here, op):
                return Result(op=op.op, status="ok", seq=here.seq, dup=True)
            return _conflict(op.op, here)
        text = None if op.deleted else written(_applied(here, op))
        if text is not None and len(text.encode()) > largest_record(op.kind):
            return invalid(op.op, "too-large")
        self.seq += 1
        after = State(self.seq, op.deleted, op.schema_version, text, self.by, self.at)
        self.present[prepared.key] = after
        self.entries.append(Entry(prepared, op, self.seq, after))
        return Result(op=op.op, status="ok", seq=self.seq)


def units(ops: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Give ops that stand or fall together, each unit where its first op stands."""
    found: dict[str, list[Prepared]] = {}
    for number, one in enumerate(ops):
        found.setdefault(f"g{one.group}" if one.group is not None else f"o{number}", []).append(one)
    yield from found.values()


def invalid(op: str, code: str, where: str = "") -> Result:
    """Answer that an op will never be taken as it is."""
    return Result(op=op, status="invalid", code=code, field=where)


def _applied(here: State | None, op: Op) -> dict[str, JsonValue]:
    """Give the record's fields after the op; a new one, and one that was deleted, starts from nothing."""
    data: dict[str, JsonValue] = {}
    if here is not None and here.data is not None:
        data = json.loads(here.data)
    data.update(op.set)
    for name in op.unset:
        data.pop(name, None)
    return data


def _is_as(here: State, op: Op) -> bool:
    """Whether a record says what the op would make of it, whenever the office gave its word on it."""
    if here.data is None or op.kind != Publication.KIND:
        return here.data == written(_applied(None, op))
    data, wanted = json.loads(here.data), _applied(None, op)
    return written(data | {"attested": None}) == written(wanted | {"attested": None})


def _conflict(op: str, here: State | None) -> Result:
    if here is None:
        return Result(op=op, status="conflict")
    data = json.loads(here.data) if here.data is not None else None
    return Result(op=op, status="conflict", seq=here.seq, deleted=here.deleted, data=data, by=here.by, at=here.at)
