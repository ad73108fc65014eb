"""The store of one profile: transactions, readers, undo, attachments, secrets, snapshots."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ambassador_app.domain.changes import BARRIERS, Changes, Deed
from ambassador_app.domain.identifiers import Clock, NewId
from ambassador_app.domain.sign_off import Report
from ambassador_app.errors import DatabaseDamaged, DatabaseReadOnly
from ambassador_app.storage import cipher, keeping, opening, undo
from ambassador_app.storage.access_log import AccessLog
from ambassador_app.storage.away import Away
from ambassador_app.storage.blobs import Blobs
from ambassador_app.storage.cipher import Connection, derived
from ambassador_app.storage.connections import Connections
from ambassador_app.storage.extracts import ExtractShelf
from ambassador_app.storage.files import Files
from ambassador_app.storage.library import Library
from ambassador_app.storage.opening import Health, Opened
from ambassador_app.storage.post import Post
from ambassador_app.storage.press import Press
from ambassador_app.storage.schema import COLUMNS, table_name
from ambassador_app.storage.transaction import Reader, Scoped, Transaction
from ambassador_app.storage.writing import Writer

GRACE: Final = timedelta(days=1)
"""How long an attachment may wait for the record that names it."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Store:
    """Everything of one profile on this computer; open it once. Safe from any thread, one writer at a time."""

    def __init__(self, files: Files, secret: bytes, opened: Opened, *, now: Clock, new_id: NewId) -> None:
        self.folder: Final = files.folder
        self.files: Final = files
        self._secret: bytes | None = secret
        self.now: Final = now
        self.health: Health = opened.health
        self._new_id: Final = new_id
        self._lock: Final = opened.lock
        self._database: Final = opened.database
        self._turn: Final = threading.Lock()
        self._writing_thread: int | None = None
        self._found_damage = False
        key = derived(secret, "database")
        frozen = opened.health.damaged
        self._reading: Final = Connections(lambda: _for_reading(opened.database, key, frozen=frozen))
        self._writing: Final = None if frozen else cipher.connect_durable(opened.database, key)
        self.blobs: Final = Blobs(files.attachments, derived(secret, "attachments"), now=now, read_only=frozen)

    @classmethod
    def open(cls, folder: Path, secret: bytes, *, now: Clock, new_id: NewId) -> Self:
        """Open the profile in `folder`, made if it is not there and migrated if it is older.

        A damaged database is not refused while there is a good snapshot: then that one is open, read-only, and
        `health` says which. Raises DatabaseInUse, DatabaseNewer, DatabaseDamaged (no good snapshot), KeyMissing
        (`secret` is not this profile's), DiskFull, FolderNotWritable.
        """
        files = Files(folder)
        return cls(files, secret, opening.prepare(files, secret, now=now), now=now, new_id=new_id)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a database in `folder`, be it only a snapshot of one."""
        return Files(folder).database.exists() or bool(Files(folder).all_snapshots())

    @property
    def secret_key(self) -> bytes:
        """The key of the profile. A closed store has let go of it."""
        if self._secret is None:
            raise RuntimeError("the store is closed")
        return self._secret

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._writing is None or self._found_damage

    @cached_property
    def library(self) -> Library:
        """The questions that lists, search and the Today screen ask."""
        return Library(self.reader)

    @cached_property
    def access(self) -> AccessLog:
        """Who opened and took out what on this computer."""
        return AccessLog(self.transaction, self.reader)

    @cached_property
    def extracts(self) -> ExtractShelf:
        """The extracts of programmes that are here."""
        return ExtractShelf(self.transaction, self.reader)

    @cached_property
    def post(self) -> Post:
        """What goes to the office and comes from it."""
        return Post(self.transaction, self.reader, self.blobs, self._new_id)

    @cached_property
    def press(self) -> Press:
        """What the office owns, and the publications it comes by."""
        return Press(self.transaction, self.reader, self._new_id)

    @cached_property
    def away(self) -> Away:
        """The visits that are at the office."""
        return Away(self.transaction, self.reader, self.blobs, self._new_id)

    def close(self) -> None:
        """Wait for a running transaction, then leave one whole file and let go of the keys. Safe to repeat."""
        with self._turn:
            self._reading.close()
            if self._writing is not None:
                self._writing.close()
            self.blobs.forget_key()
            self._secret = None
            if not self.health.damaged and not self._found_damage:
                self.files.open_mark.unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # -- reading and writing ------------------------------------------------------------------------------------------
    def reader(self) -> Reader:
        """A consistent state to read from: `with store.reader() as reader`."""
        return Reader(self._reading, self._failed)

    def _failed(self, error: BaseException) -> None:
        """Say what the driver means. Damage that is met turns the store read-only, and counts at the next start."""
        try:
            with cipher.failures(self._database):
                raise error
        except DatabaseDamaged:
            self._note_damage()
            raise

    def transaction(self, action: str, *, author: str, scope: str = "") -> Scoped:
        """One action of `author`, in the visit `scope` or outside any: `with store.transaction(…) as tx`.

        Row, journal and outbox are on the disk when the block is left; an exception takes all back.
        Raises DatabaseReadOnly, and DiskFull when leaving.
        """
        return Scoped(lambda: self._begin(action, author, scope), self._leave, self._failed)

    def _begin(self, action: str, author: str, scope: str) -> Transaction:
        if self._writing is None or self._found_damage:
            raise DatabaseReadOnly(copy=str(self._database))
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        self._turn.acquire()
        self._writing_thread = threading.get_ident()
        try:
            with cipher.failures(self._database):
                self._writing.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._done()
            raise
        writer = Writer(self._writing, name=action, author=author, scope=scope, at=self.now(), new_id=self._new_id)
        return Transaction(writer, now=self.now, put_blob=self.blobs.put)

    def _leave(self, transaction: Transaction, good: bool) -> None:
        connection = transaction.connection
        try:
            if good:
                transaction.finish()
                connection.commit()
                transaction.committed()
        except cipher.Broken as error:
            self._failed(error)
        finally:
            if connection.in_transaction:
                connection.rollback()
            self._done()

    def _done(self) -> None:
        self._writing_thread = None
        self._turn.release()

    # -- undo ---------------------------------------------------------------------------------------------------------
    def undo(self, scope: str, *, author: str) -> Changes:
        """Take back this person's newest action in the scope. Raises NothingToUndo, UndoRefused."""
        return self._invert(Deed.UNDO, undo.undo, scope, author)

    def redo(self, scope: str, *, author: str) -> Changes:
        """Do again what this person undid last in the scope. Raises NothingToRedo, UndoRefused."""
        return self._invert(Deed.REDO, undo.redo, scope, author)

    def undoable(self, scope: str, *, author: str) -> str | None:
        """The name of the action that undo would take back, or None."""
        return self._possible(scope, author)[0]

    def redoable(self, scope: str, *, author: str) -> str | None:
        """The name of the action that redo would do again, or None."""
        return self._possible(scope, author)[1]

    def _invert(self, deed: Deed, how: Callable[[Writer], None], scope: str, author: str) -> Changes:
        with self.transaction(deed, author=author, scope=scope) as transaction:
            how(transaction.writer)
        return transaction.changes

    def _possible(self, scope: str, author: str) -> tuple[str | None, str | None]:
        with self.reader() as reader:
            return undo.possible(reader.connection, scope, author)

    # -- secrets ------------------------------------------------------------------------------------------------------
    def secret(self, name: str) -> bytes | None:
        """A key of this device, or None."""
        with self.reader() as reader:
            asked = "SELECT value FROM secret WHERE name = ?"
            found = reader.connection.execute(asked, (name,)).fetchone()
        return bytes(found[0]) if found is not None else None

    def keep_secret(self, name: str, data: bytes) -> None:
        """Keep a key of this device: encrypted, in no journal, no outbox and no backup."""
        self._tell("INSERT OR REPLACE INTO secret (name, value) VALUES (?, ?)", (name, data))

    def forget_secret(self, name: str) -> None:
        """Remove a key of this device; its bytes are overwritten."""
        self._tell("DELETE FROM secret WHERE name = ?", (name,))

    # -- what the store remembers about itself ------------------------------------------------------------------------
    def note(self, name: str) -> str | None:
        """What `keep_note` kept, or None."""
        with self.reader() as reader:
            found = reader.connection.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found is not None else None

    def keep_note(self, name: str, value: str) -> None:
        """Remember something about this database, outside journal and outbox."""
        self._tell("INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)", (name, value))

    def last_backup(self) -> datetime | None:
        """When a backup was last made and verified; None while there is none."""
        found = self.note("last_backup")
        return datetime.fromisoformat(found) if found is not None else None

    def outbox_size(self) -> int:
        """How many ops wait for the office."""
        with self.reader() as reader:
            return int(reader.connection.execute("SELECT count(*) FROM outbox").fetchone()[0])

    def _tell(self, statement: str, values: tuple[object, ...]) -> None:
        with self.transaction("", author="") as transaction:
            transaction.connection.execute(statement, values)

    # -- care ---------------------------------------------------------------------------------------------------------
    def check(self) -> bool:
        """Read the whole database (about 1 s for 300 MB) and tell whether it is sound.

        If not, nothing more is written, and the next start opens the newest good snapshot.
        """
        with self.reader() as reader:
            try:
                found = [row[0] for row in reader.connection.execute("PRAGMA quick_check").fetchall()]
            except cipher.Broken:
                found = []
        if found != ["ok"]:
            self._note_damage()
        return found == ["ok"]

    def _note_damage(self) -> None:
        if not self.health.damaged:
            self._found_damage = True
            self.files.damage_mark.touch()

    def copy_to(
        self,
        target: Path,
        *,
        progress: cipher.Progress | None = None,
        cancelled: cipher.Cancelled | None = None,
    ) -> None:
        """Copy the database as it is now, encrypted with the same key, without holding up the writer."""
        key = derived(self.secret_key, "database")
        source = cipher.connect(self._database, key)
        try:
            cipher.copy(source, target, key, progress=progress, cancelled=cancelled)
        finally:
            source.close()

    def collect(self) -> int:
        """Drop attachments that no record names and no undo can bring back; gives how many.

        Younger ones than a day stay: the record that names them may be about to come.
        """
        if self.read_only:
            raise DatabaseReadOnly(copy=str(self._database))
        with self._turn, self.reader() as reader:
            reachable = set(_hashes(reader.connection))
            return self.blobs.drop(reachable.__contains__, older_than=self.now() - GRACE)

    def tidy(self) -> None:
        """After visits left or records were erased: let go of their files, and of their words in the search index."""
        if not self.read_only and self.away.left_over:
            self.collect()
            self.away.tidy_words()


def _hashes(connection: Connection) -> Iterator[str]:
    """Every SHA-256 that stands in a record, or in the journal this side of its scope's last barrier.

    A report of a visit that is away names its file and does not keep it.
    """
    for kind in COLUMNS:
        beside = f" AND visit_id NOT IN ({keeping.AWAY})" if kind == Report.KIND else ""
        for (body,) in connection.execute(f"SELECT body FROM {table_name(kind)} WHERE NOT deleted{beside}"):
            yield from _HASH.findall(body)
    barriers = ", ".join(f"'{one.value}'" for one in sorted(BARRIERS))
    lines = connection.execute(
        "SELECT old, new FROM journal JOIN action ON action.number = journal.action WHERE action.number >= coalesce("
        f"(SELECT max(number) FROM action AS wall WHERE wall.scope = action.scope AND name IN ({barriers})), 0)"
    )
    for pair in lines:
        for text in pair:
            yield from _HASH.findall(text or "")


def _for_reading(file: Path, key: bytes, *, frozen: bool) -> Connection:
    connection = cipher.connect(file, key, read_only=frozen)
    connection.execute("PRAGMA cache_size=-32000")  # the widest index of 100,000 measures fits in
    connection.execute("PRAGMA query_only=ON")
    return connection
