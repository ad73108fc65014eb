"""One sync with the office, and what it left behind: receipts, and conflicts for people to decide.

The order is fixed: what was sent and not answered is sent again just so; the office's changes come down and are merged;
edits go up; attachments follow, sealed reports before everything that names them. No transaction waits for the network,
and a sync that is cut anywhere is simply run again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.place import Municipality, Site
from ambassador_app.domain.receipt import Receipt, ReceivedFile, VisitReceipt
from ambassador_app.domain.records import from_json, to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.syncing import Delivery, Greeting, Load, Membership, Op, Outcome, Page, Standing, Waiting
from ambassador_app.domain.visit import Attachment, Visit
from ambassador_app.errors import (
    AmbassadorError,
    FileNotRead,
    NoOffice,
    OfficeRefused,
    ProgramTooOld,
    RecordNotFound,
    SyncUnsettled,
)
from ambassador_app.i18n import Message
from ambassador_app.services.desk import Desk
from ambassador_app.services.files_out import write_new
from ambassador_app.storage.schema import RECORD_SCHEMA

if TYPE_CHECKING:
    from ambassador_app.services.parcels import Parcels

MOST_OPS: Final = 200
LARGEST_PUSH: Final = 1_500_000  # characters of JSON: less than the office takes in bytes, whatever the alphabet
PAGE: Final = 1000
ASKED: Final = 500
TOO_LARGE: Final = 413
"""The status of a request that is larger than the office, or something before it, takes."""
ROUNDS: Final = 200
"""So often a sync goes round before it says that the office does not stand still."""

_MEMBER, KEY, _GREETING = "office", "office-key", "office_greeting"


class Connection(Protocol):
    """The way to an office, open."""

    def __enter__(self) -> Connection: ...
    def __exit__(self, *error: object) -> None: ...
    def hello(self) -> Greeting: ...
    def push(self, epoch: str, ops: Sequence[Op]) -> tuple[Outcome, ...]: ...
    def pull(self, since: int, most: int) -> Page: ...
    def missing(self, hashes: Sequence[str]) -> dict[str, int]: ...
    def bring(self, sha256: str, data: bytes, offset: int, told: Callable[[int], None]) -> None: ...
    def fetch(self, sha256: str) -> bytes: ...
    def carry(self, file: Path) -> int: ...


class Offices(Protocol):
    """What reaches offices; handed down by the composition root."""

    def join(self, invitation_text: str, *, key: bytes, name: str, device: str) -> Membership: ...
    def open(self, member: Membership, key: bytes) -> Connection: ...
    def pack(self, file: Path, member: Membership, key: bytes, greeting: Greeting, load: Load) -> int: ...


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync came to: its receipt, and all records that changed here."""

    receipt: Receipt
    changes: Changes


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


@dataclass(slots=True)
class _Run:
    """What one sync has come to so far."""

    watch: Watch
    standings: Standings = field(default_factory=Standings)
    touched: list[Changes] = field(default_factory=list)
    visits: set[str] = field(default_factory=set)

    def tell(self, **changed: object) -> None:
        self.standings = replace(self.standings, **changed)  # type: ignore[arg-type]  # names of its own fields
        self.watch(self.standings)


class Syncing:
    """The office of this profile."""

    def __init__(self, desk: Desk, offices: Offices | None) -> None:
        self._desk: Final = desk
        self._offices: Final = offices
        self._turn: Final = Lock()

    @cached_property
    def parcels(self) -> Parcels:
        """The same as a file on a stick, for when the office cannot be reached."""
        from ambassador_app.services.parcels import Parcels

        return Parcels(self._desk, self, self._offices)

    # -- membership ---------------------------------------------------------------------------------------------------
    def member(self) -> Membership | None:
        """The office this profile has joined, or None."""
        found = self._desk.store.secret(_MEMBER)
        return from_json(Membership, json.loads(found)) if found else None  # type: ignore[return-value]

    def join(self, invitation_text: str, *, device: str) -> Membership:
        """Join the office that sent the invitation. The device's key is made and kept before the office hears of it.

        Raises InvitationRefused, OfficeNotTrusted, OfficeAway.
        """
        if self._offices is None:
            raise NoOffice
        key = self._desk.store.secret(KEY)
        if key is None:
            key = self._desk.chance(32)
            self._desk.store.keep_secret(KEY, key)
        member = self._offices.join(invitation_text, key=key, name=self._desk.ambassador().name, device=device)
        self._desk.store.keep_secret(_MEMBER, json.dumps(to_json(member)).encode())
        return member

    def leave(self) -> None:
        """Forget the office. Nothing unsent is deleted: it waits for the next one."""
        self._desk.store.forget_secret(_MEMBER)
        self._desk.store.forget_secret(KEY)

    def greeting(self) -> Greeting | None:
        """What the office said of itself at the last sync, but for its clock."""
        kept = self._desk.store.note(_GREETING)
        return from_json(Greeting, json.loads(kept)) if kept else None  # type: ignore[return-value]

    def carry(self, file: Path) -> int:
        """Bring a file that a laptop packed to the office; gives how many records it took from it.

        Raises NoOffice, FileNotRead, OfficeAway, OfficeBusy, OfficeRefused.
        """
        try:
            with self._open() as office:
                found = office.carry(file)
        except OSError as error:
            raise FileNotRead(file=file.name, reason=Message(error.strerror or "")) from error
        return found

    # -- one sync -----------------------------------------------------------------------------------------------------
    def waiting(self) -> Waiting:
        """What the office does not have yet."""
        return self._desk.store.post.waiting()

    def sync(self, watch: Watch = lambda _: None) -> Synced:
        """Bring laptop and office to the same state; two at once go one after the other.

        An error that ends it is raised after the receipt of what was done until then is kept. Raises NoOffice,
        OfficeAway, OfficeBusy, OfficeRefused, OfficeNotTrusted, ProgramTooOld, SyncUnsettled, JobCancelled.
        """
        with self._turn:
            return self._sync(watch)

    def _sync(self, watch: Watch) -> Synced:
        member, run = self._demand_member(), _Run(watch)
        try:
            with self._open() as office:
                self._run(office, run)
        except AmbassadorError as error:
            self._keep(member, run, trouble=type(error).__name__)
            raise
        return Synced(self._keep(member, run), Changes.joined(run.touched))

    def _demand_member(self) -> Membership:
        member = self.member()
        if member is None:
            raise NoOffice
        return member

    def _open(self) -> Connection:
        key = self._desk.store.secret(KEY)
        if key is None or self._offices is None:
            raise NoOffice
        return self._offices.open(self._demand_member(), key)

    def _run(self, office: Connection, run: _Run) -> None:
        run.tell(stage=Stage.MEETING)
        greeting = replace(office.hello(), time="")
        if not greeting.schema_min <= RECORD_SCHEMA <= greeting.schema_max:
            raise ProgramTooOld
        self._desk.store.post.begin(greeting.epoch)
        if greeting != self.greeting():
            self._desk.store.keep_note(_GREETING, json.dumps(to_json(greeting)))
        epoch = greeting.epoch.id
        sent = self._desk.store.post.sent()
        if sent:
            self._push_with_files(office, epoch, sent, run)
        self._pull(office, run)
        self._adopt(run)
        self._send(office, epoch, run)
        self._send_groups(office, epoch, run)
        self._bring(office, run)
        self._pull(office, run)
        self._fetch(office)

    def _pull(self, office: Connection, run: _Run) -> None:
        """Take down the office's changes until nothing newer is left. The last page's cursor covers the head."""
        post = self._desk.store.post
        try:
            if not post.starts_over:
                self._pages(office, run)
                return
        except OfficeRefused as error:
            if error.fields["code"] != "resync":
                raise
        post.start_over()
        seen = self._pages(office, run)
        run.touched.append(post.drop_unseen(seen, me=self._desk.user))

    def _pages(self, office: Connection, run: _Run) -> set[tuple[str, str]]:
        """Take page after page; gives which records came."""
        post, seen, more = self._desk.store.post, set[tuple[str, str]](), True
        while more:
            since = post.cursor()
            page = office.pull(since, PAGE)
            if page.arrivals or page.next != since:
                run.touched.append(post.arrive(page.arrivals, cursor=page.next, me=self._desk.user))
            run.tell(stage=Stage.RECEIVING, received=run.standings.received + len(page.arrivals))
            seen.update((one.kind, one.id) for one in page.arrivals)
            more = page.more
        return seen

    def _adopt(self, run: _Run) -> None:
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
        run.touched.append(tx.changes)

    def _send(self, office: Connection, epoch: str, run: _Run) -> None:
        for _ in range(ROUNDS):
            ops = self._desk.store.post.take(most=MOST_OPS, largest=LARGEST_PUSH)
            if not ops:
                return
            self._push_with_files(office, epoch, ops, run)
        raise SyncUnsettled

    def _send_groups(self, office: Connection, epoch: str, run: _Run) -> None:
        """Send what stands or falls together, the attachments it names first: a report never without its PDF."""
        for _ in range(ROUNDS):
            ops = self._desk.store.post.take_group()
            if not ops:
                return
            self._push_with_files(office, epoch, ops, run)
        raise SyncUnsettled

    def _push_with_files(self, office: Connection, epoch: str, ops: Sequence[Op], run: _Run) -> None:
        """Push, after the attachments of what stands or falls together and of reports: never one without its PDF."""
        first = (op for op in ops if op.group or op.kind == Report.KIND)
        names = tuple(dict.fromkeys(one for op in first for one in self._desk.store.post.named(op)))
        for sha256, offset in office.missing(names).items() if names else ():
            self._bring_one(office, sha256, offset, run)
        self._push(office, epoch, ops, run)

    def _push(self, office: Connection, epoch: str, ops: Sequence[Op], run: _Run) -> None:
        try:
            outcomes = office.push(epoch, ops)
        except OfficeRefused as error:
            if error.fields["status"] != TOO_LARGE or len(ops) == 1 or any(one.group for one in ops):
                raise
            self._push(office, epoch, ops[: len(ops) // 2], run)
            self._push(office, epoch, ops[len(ops) // 2 :], run)
            return
        run.touched.append(self._desk.store.post.settle(outcomes, me=self._desk.user))
        taken = {one.op for one in outcomes if one.standing is Standing.OK}
        run.visits.update(self._desk.store.post.visits_of(one for one in ops if one.op in taken))
        run.tell(stage=Stage.SENDING, sent=run.standings.sent + len(taken))

    # -- attachments --------------------------------------------------------------------------------------------------
    def _bring(self, office: Connection, run: _Run) -> None:
        """Bring every attachment that waits: sealed reports first, then the newest. Each is confirmed by its hash."""
        waiting = self._desk.store.post.deliveries()
        run.tell(
            stage=Stage.FILES, files_total=run.standings.files + len(waiting),
            bytes_total=run.standings.bytes + sum(one.size for one in waiting),
        )  # fmt: skip
        for at in range(0, len(waiting), ASKED):
            some = waiting[at : at + ASKED]
            missing = office.missing([one.sha256 for one in some])
            for one in some:
                run.visits.add(one.visit_id)
                self._deliver(office, one, missing.get(one.sha256), run)

    def _deliver(self, office: Connection, one: Delivery, offset: int | None, run: _Run) -> None:
        """Bring one attachment; one that the office does not take waits, and the others go on."""
        post = self._desk.store.post
        if offset is not None:
            try:
                self._bring_one(office, one.sha256, offset, run)
            except RecordNotFound:
                post.give_up(one.sha256)
                return
            except OfficeRefused:
                return
        else:
            run.standings = replace(run.standings, bytes=run.standings.bytes + one.size)
        post.delivered(one.sha256)
        run.tell(files=run.standings.files + 1)

    def _bring_one(self, office: Connection, sha256: str, offset: int, run: _Run) -> None:
        data = self._desk.store.blobs.get(sha256)
        run.tell(bytes=run.standings.bytes + offset)
        office.bring(sha256, data, offset, lambda count: run.tell(bytes=run.standings.bytes + count))

    def _fetch(self, office: Connection) -> None:
        """Fetch what the records name and is not here; what its owner has not brought yet comes another time."""
        for sha256 in self._desk.store.post.wanted():
            self._fetch_one(office, sha256)

    def _fetch_one(self, office: Connection, sha256: str) -> bool:
        blobs, post = self._desk.store.blobs, self._desk.store.post
        if not blobs.has(sha256):
            try:
                data = office.fetch(sha256)
            except OfficeRefused as error:
                if error.fields["code"] == "blob":
                    return False
                raise
            if hashlib.sha256(data).hexdigest() != sha256:
                return False
            blobs.put(data)
        post.fetched(sha256)
        return True

    def fetch(self, sha256: str) -> bool:
        """Fetch one attachment that is not here because it is seldom needed; False if the office lacks it.

        Raises NoOffice, OfficeAway, OfficeBusy, OfficeRefused.
        """
        with self._open() as office:
            return self._fetch_one(office, sha256)

    # -- receipts -----------------------------------------------------------------------------------------------------
    def _keep(self, member: Membership, run: _Run, trouble: str = "") -> Receipt:
        """Keep what this sync did, as the database says it now."""
        post, waiting, did = self._desk.store.post, self.waiting(), run.standings
        receipt = Receipt(
            self._desk.now(), member.municipality, did.sent, did.received, did.files, did.bytes,
            conflicts=self._desk.store.post.open_conflicts(), waiting_records=waiting.records,
            waiting_files=waiting.attachments, refusals=waiting.refusals,
            visits=tuple(self.visit(one) for one in sorted(run.visits) if one), trouble=trouble,
        )  # fmt: skip
        post.keep_receipt(json.dumps(to_json(receipt), ensure_ascii=False))
        return receipt

    def receipts(self, most: int = 50) -> tuple[Receipt, ...]:
        """The newest receipts, newest first."""
        kept = self._desk.store.post.receipts(most)
        return tuple(from_json(Receipt, json.loads(body)) for body in kept)  # type: ignore[misc]

    @staticmethod
    def save_receipt(folder: Path, name: str, lines: Sequence[str]) -> Path:
        """Keep a receipt as a text file that never takes another's place. Raises DiskFull, FolderNotWritable."""
        return write_new(folder, f"{name}.txt", ("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))

    def visit(self, visit_id: str) -> VisitReceipt:
        """What the office has of one visit, each attachment with the hash that it confirmed."""
        post = self._desk.store.post
        records, waiting = post.records_of(visit_id)
        here, there = post.files_of(visit_id)
        with self._desk.store.reader() as reader:
            visit = reader.find(Visit, VisitId(visit_id))
            site = reader.find(Site, visit.site_id) if visit is not None else None
            names = {one.sha256: one.name for one in reader.all(Attachment, visit_id=visit_id)}
            names |= {one.file_sha256: one.file_name for one in reader.all(Report, visit_id=visit_id)}
        files = tuple(ReceivedFile(names.get(one.sha256, ""), one.sha256, one.size) for one in there)
        return VisitReceipt(visit_id, site.name if site is not None else "", records, files, waiting, len(here))
