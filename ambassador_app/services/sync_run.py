"""One sync, from greeting to the last attachment.

The order is fixed: what was sent and not answered is sent again just so; the office's changes come down and are merged;
edits go up; attachments follow, sealed reports before everything that names them. No transaction waits for the network,
and a sync that is cut anywhere is simply run again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.escrow import SealedKey
from ambassador_app.domain.place import Municipality
from ambassador_app.domain.programme import AtOffice, Release
from ambassador_app.domain.records import to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.syncing import (
    GONE,
    Admission,
    Arrival,
    Carried,
    Consignment,
    Delivery,
    Greeting,
    Op,
    Outcome,
    Page,
    Standing,
)
from ambassador_app.errors import DatabaseDamaged, OfficeRefused, ProgramTooOld, RecordNotFound, SyncUnsettled
from ambassador_app.services.desk import Desk
from ambassador_app.services.keeper import Keeper
from ambassador_app.services.publishing import Publishing
from ambassador_app.storage.schema import RECORD_SCHEMA

MOST_OPS: Final = 200
LARGEST_PUSH: Final = 1_500_000  # characters of JSON: less than the office takes in bytes, whatever the alphabet
PAGE: Final = 1000
ASKED: Final = 500
TOO_LARGE, UNFIT = 413, 422
"""The statuses of a request that is larger than the office, or what stands before it, takes; and of an unfit one."""
ROUNDS: Final = 200
"""So often a sync goes round before it says that the office does not stand still."""

GREETING: Final = "office_greeting"
"""The note that holds what the office said of itself last: its epoch, and the key that files are sealed for."""


class ProgrammeWay(Protocol):
    """The way to the programmes at an office."""

    def all(self) -> tuple[AtOffice, bytes]: ...
    def release(self, programme: str, data: bytes) -> Release: ...
    def fetch(self, programme: str, identifier: str) -> bytes: ...
    def withdraw(self, programme: str, identifier: str) -> Release: ...


class Connection(Protocol):
    """The way to an office, open. `admission` is for whom it took this device last."""

    @property
    def admission(self) -> Admission | None: ...
    def __enter__(self) -> Connection: ...
    def __exit__(self, *error: object) -> None: ...
    def hello(self) -> Greeting: ...
    def push(self, epoch: str, ops: Sequence[Op]) -> tuple[Outcome, ...]: ...
    def pull(self, since: int, most: int) -> Page: ...
    def records(self, epoch: str, refs: Sequence[tuple[str, str]], *, data: bool = True) -> tuple[Arrival, ...]: ...
    def missing(self, hashes: Sequence[str], *, in_store: bool = False) -> dict[str, int]: ...
    def bring(
        self, files: Sequence[Consignment], bytes_of: Callable[[str], bytes | None], told: Callable[[int], None]
    ) -> Iterator[tuple[Carried, ...]]: ...
    def fetch(self, sha256: str) -> bytes: ...
    def carry(self, file: Path) -> int: ...
    def deposit(self, sealed: SealedKey) -> None: ...
    def programmes(self) -> ProgrammeWay: ...


class Stage(StrEnum):
    """What a sync is doing."""

    MEETING = "meeting"
    RECEIVING = "receiving"
    SENDING = "sending"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Standings:
    """How far a sync is: records sent and received, attachments and bytes confirmed, of so many."""

    stage: Stage = Stage.MEETING
    sent: int = 0
    received: int = 0
    files: int = 0
    files_total: int = 0
    bytes: int = 0
    bytes_total: int = 0


Watch = Callable[[Standings], None]
"""Told after each step; raises JobCancelled when the person has stopped it."""


class SyncRun:
    """One sync over an open way to the office, and what it has come to so far."""

    def __init__(self, desk: Desk, office: Connection, watch: Watch) -> None:
        self.standings = Standings()
        self.touched: Final[list[Changes]] = []
        self.visits: Final[set[str]] = set()
        self._desk: Final = desk
        self._office: Final = office
        self._watch: Final = watch
        self.left = 0
        self._publishing: Final = Publishing(desk)

    def _tell(self, **changed: object) -> None:
        self.standings = replace(self.standings, **changed)  # type: ignore[arg-type]  # names of its own fields
        self._watch(self.standings)

    def run(self, *asked_for: str) -> None:
        """Bring laptop and office to the same state, and the visits here that were asked for. Raises what
        `Syncing.sync` does.
        """
        self._tell(stage=Stage.MEETING)
        said = self._office.hello()
        greeting = replace(said, time="")
        if not greeting.schema_min <= RECORD_SCHEMA <= greeting.schema_max:
            raise ProgramTooOld
        self._desk.store.post.begin(greeting.epoch)
        if json.dumps(to_json(greeting)) != self._desk.store.note(GREETING):
            self._desk.store.keep_note(GREETING, json.dumps(to_json(greeting)))
        epoch = greeting.epoch.id
        sent = self._desk.store.post.sent()
        if sent:
            self._push_with_files(epoch, sent)
        self._pull()
        self._admitted(greeting)
        keeper = Keeper(self._desk, self._office, epoch, datetime.fromisoformat(said.time))
        self._keep_step(keeper.bring_in(*asked_for))
        self.touched.append(self._publishing.hold())
        self._adopt()
        self.touched.append(self._publishing.sign())
        self._send(epoch)
        self._send_groups(epoch)
        self._bring()
        self._pull()
        self.touched.append(self._publishing.hold())
        self._fetch()
        self.left = self._keep_step(keeper.let_go())

    def _keep_step(self, changes: Iterable[Changes]) -> int:
        """Do step after step, as long as nobody stops it; gives how many."""
        count = 0
        for one in changes:
            self.touched.append(one)
            self._tell()
            count += 1
        return count

    def _admitted(self, greeting: Greeting) -> None:
        """Remember for whom, and as what, the office takes this computer today; whoever joined before offices vouched
        for publications takes over the office's key once.
        """
        member, found = self._desk.member(), self._office.admission
        if member is not None:
            fresh = replace(member, office_key=member.office_key or greeting.office_key)
            fresh = replace(fresh, role=found.role, user=found.user, until=found.until) if found is not None else fresh
            if fresh != member:
                self._desk.keep_member(fresh)

    def _pull(self) -> None:
        """Take down the office's changes until nothing newer is left. The last page's cursor covers the head."""
        post = self._desk.store.post
        try:
            if not post.starts_over:
                self._pages()
                return
        except OfficeRefused as error:
            if error.fields["code"] != "resync":
                raise
        post.start_over()
        seen = self._pages()
        self.touched.append(post.drop_unseen(seen, me=self._desk.user))

    def _pages(self) -> set[tuple[str, str]]:
        """Take page after page; gives which records came."""
        post, seen, more = self._desk.store.post, set[tuple[str, str]](), True
        while more:
            since = post.cursor()
            page = self._office.pull(since, PAGE)
            if page.next < (since + 1 if page.more else max(since, page.head)):
                raise SyncUnsettled
            if page.arrivals or page.next != since:
                self.touched.append(post.arrive(page.arrivals, cursor=page.next, me=self._desk.user))
            self._tell(stage=Stage.RECEIVING, received=self.standings.received + len(page.arrivals))
            seen.update((one.kind, one.id) for one in page.arrivals)
            more = page.more
        return seen

    def _adopt(self) -> None:
        """Work for the municipality as the office knows it, where this computer made a record of its own before."""
        desk = self._desk
        with desk.store.reader() as reader:
            every = reader.all(Municipality)
            own = next((one for one in every if one.id == desk.municipality_id), None)
            at_office = {one.id for one in every if desk.store.post.has(Municipality.KIND, one.id)}
        others = [one for one in every if one.id in at_office]
        if own is None or own.id in at_office or not others:
            return
        same = [one for one in others if (one.code, one.name) == (own.code, own.name) or one.code == own.code != ""]
        chosen = (same or others)[0]
        desk.move_to(chosen.id)
        with desk.deed(Deed.SET_UP) as tx:
            tx.delete(Municipality, own.id)
        self.touched.append(tx.changes)

    def _send(self, epoch: str) -> None:
        for _ in range(ROUNDS):
            ops = self._desk.store.post.take(most=MOST_OPS, largest=LARGEST_PUSH)
            if not ops:
                return
            self._push_with_files(epoch, ops)
        raise SyncUnsettled

    def _send_groups(self, epoch: str) -> None:
        """Send what stands or falls together, the attachments it names first: a report never without its PDF."""
        for _ in range(ROUNDS):
            ops = self._desk.store.post.take_group()
            if not ops:
                return
            self._push_with_files(epoch, ops)
        raise SyncUnsettled

    def _push_with_files(self, epoch: str, ops: Sequence[Op]) -> None:
        """Push, after the attachments of what stands or falls together and of reports: never one without its PDF."""
        first = (op for op in ops if op.group or op.kind == Report.KIND)
        names = tuple(dict.fromkeys(one for op in first for one in self._desk.store.post.named(op)))
        for carried in self._carry(self._office.missing(names).items()) if names else ():
            for one in carried:
                if one.code not in ("", GONE):
                    raise OfficeRefused(code=one.code, status=UNFIT, offset="0")
        self._push(epoch, ops)

    def _push(self, epoch: str, ops: Sequence[Op]) -> None:
        try:
            outcomes = self._office.push(epoch, ops)
        except OfficeRefused as error:
            if error.fields["status"] != TOO_LARGE or len(ops) == 1 or any(one.group for one in ops):
                raise
            self._push(epoch, ops[: len(ops) // 2])
            self._push(epoch, ops[len(ops) // 2 :])
            return
        self.touched.append(self._desk.store.post.settle(outcomes, me=self._desk.user))
        taken = {one.op for one in outcomes if one.standing is Standing.OK}
        self.visits.update(self._desk.store.post.visits_of(one for one in ops if one.op in taken))
        self._tell(stage=Stage.SENDING, sent=self.standings.sent + len(taken))

    # -- attachments --------------------------------------------------------------------------------------------------
    def _bring(self) -> None:
        """Bring every attachment that waits: sealed reports first, then the newest. Each is confirmed by its hash."""
        waiting = self._desk.store.post.deliveries()
        self._tell(
            stage=Stage.FILES, files_total=self.standings.files + len(waiting),
            bytes_total=self.standings.bytes + sum(one.size for one in waiting),
        )  # fmt: skip
        for at in range(0, len(waiting), ASKED):
            some = {one.sha256: one for one in waiting[at : at + ASKED]}
            missing = self._office.missing(list(some))
            there = [one for one in some.values() if one.sha256 not in missing]
            self.standings = replace(self.standings, bytes=self.standings.bytes + sum(one.size for one in there))
            self._delivered(there)
            for carried in self._carry(one for one in missing.items() if one[0] in some):
                self._delivered([some[one.sha256] for one in carried if not one.code])
                for one in carried:
                    if one.code not in ("", GONE):
                        self._desk.store.post.not_taken(one.sha256, one.code)

    def _delivered(self, those: Sequence[Delivery]) -> None:
        """Note what the office has confirmed. What it did not take waits for the next sync."""
        if those:
            self._desk.store.post.delivered([one.sha256 for one in those])
            self.visits.update(one.visit_id for one in those)
            self._tell(files=self.standings.files + len(those))

    def _carry(self, missing: Iterable[tuple[str, int]]) -> Iterator[tuple[Carried, ...]]:
        """Bring attachments, each from the byte on that the office lacks; those that are gone here are given up."""
        files = [Consignment(sha256, offset) for sha256, offset in missing]
        self._tell(bytes=self.standings.bytes + sum(one.offset for one in files))
        more = self._office.bring(files, self._bytes_of, lambda count: self._tell(bytes=self.standings.bytes + count))
        for carried in more:
            for one in carried:
                if one.code == GONE:
                    self._desk.store.post.give_up(one.sha256)
            yield carried

    def _bytes_of(self, sha256: str) -> bytes | None:
        try:
            return self._desk.store.blobs.get(sha256)
        except (RecordNotFound, DatabaseDamaged):  # one damaged file keeps no other waiting
            return None

    def _fetch(self) -> None:
        """Fetch what the records name and is not here; what its owner has not brought yet comes another time."""
        for sha256 in self._desk.store.post.wanted():
            self._fetch_one(sha256)
            self._tell()

    def _fetch_one(self, sha256: str) -> None:
        blobs, post = self._desk.store.blobs, self._desk.store.post
        if not blobs.has(sha256):
            try:
                data = self._office.fetch(sha256)
            except OfficeRefused as error:
                if error.fields["code"] == "blob":
                    return
                raise
            if hashlib.sha256(data).hexdigest() != sha256:
                return
            blobs.put(data)
        post.fetched(sha256)
