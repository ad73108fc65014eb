"""The attachments of a tenant: which are here, whole by their hash, and what of the others has arrived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.identifiers import Clock
from ambassador_app.office.bucket import Bucket
from ambassador_app.office.database import Database
from ambassador_app.office.direct import Direct
from ambassador_app.office.folder import Folder
from ambassador_app.office.log import Who
from ambassador_app.office.problems import Refused
from ambassador_app.office.tables import BLOB, TENANT
from ambassador_app.wire import limits
from ambassador_app.wire.messages import BroughtPiece, Complete, MissingBlob, Offered, PartPlace, Piece

Store = Folder | Bucket
"""Where the bytes are."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """How far an attachment is: `offset` bytes of it are here; `whole` when that is all of it."""

    offset: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes, from `offset` on, of an attachment that has `size` in all."""

    sha256: str
    size: int
    offset: int
    data: bytes

    @property
    def ends(self) -> int:
        """The offset after them."""
        return self.offset + len(self.data)


class Attachments:
    """Knows by its table what is whole; the store keeps the bytes. All calls block; any thread."""

    def __init__(self, database: Database, store: Store, now: Clock) -> None:
        self._database = database
        self._store = store
        self._now = now

    @property
    def ways(self) -> tuple[str, ...]:
        """How attachments may come and go beside one by one, as `Hello` says it."""
        return ("bundle", "direct") if self._direct else ("bundle",)

    @property
    def _direct(self) -> Direct | None:
        return self._store.direct if isinstance(self._store, Bucket) else None

    def missing(
        self, tenant: str, asked: Iterable[str], who: Who, *, in_store: bool = False
    ) -> tuple[MissingBlob, ...]:
        """Give those that are not whole here, and what of them is, in the order asked. `in_store`: also those that the
        table has and whose bytes the store has not, or not all of them.
        """
        wanted = list(dict.fromkeys(asked))
        with self._database.read(tenant) as connection:
            who(connection)
            here = _sizes(connection, tenant, wanted)
        if in_store:
            here = {one: size for one, size in here.items() if self._store.size(tenant, one) == size}
        lacking = [one for one in wanted if one not in here and not self._adopt(tenant, one)]
        begun = self._store.offsets(tenant, lacking)
        return tuple(MissingBlob(sha256=one, offset=begun[one]) for one in lacking)

    def state(self, tenant: str, sha256: str, who: Who) -> Arrived:
        """Tell how far one attachment is."""
        with self._database.read(tenant) as connection:
            who(connection)
            size = _sizes(connection, tenant, [sha256]).get(sha256)
        return self._state(tenant, sha256, size)

    def _state(self, tenant: str, sha256: str, size: int | None) -> Arrived:
        if size is None:
            size = self._adopt(tenant, sha256)
        return Arrived(self._offset(tenant, sha256), False) if size is None else Arrived(size, whole=True)

    def _offset(self, tenant: str, sha256: str) -> int:
        return self._store.offsets(tenant, [sha256])[sha256]

    def begin(self, tenant: str, sha256: str, offset: int | None, length: int, who: Who) -> Arrived:
        """Look whether bytes from `offset` on are welcome (None: wherever); one that is whole is answered as such.

        Raises Refused `offset`, `too-large`, `quota`, `hash-mismatch` where more has arrived than there can be.
        """
        with self._database.read(tenant) as connection:
            who(connection)
            size = _sizes(connection, tenant, [sha256]).get(sha256)
            room = connection.execute(sa.select(TENANT.c.quota, TENANT.c.used).where(TENANT.c.tenant == tenant)).one()
        state = self._state(tenant, sha256, size)
        if state.whole:
            return state
        if length > limits.BLOB:
            raise Refused(413, "too-large", f"An attachment has {limits.BLOB} bytes at most.")
        if offset not in (None, state.offset):
            raise _wrong_offset(state.offset)
        if offset is not None and offset > length:
            self._store.discard(tenant, [sha256])
            raise _mismatch()
        if room.quota and room.used + self._store.begun(tenant) - state.offset + length > room.quota:
            raise Refused(507, "quota", "The tenant's space at the office is used up.")
        return state

    def welcome(self, tenant: str, pieces: Sequence[Piece], who: Who) -> dict[str, BroughtPiece]:
        """Look which pieces of a bundle are not to be kept: of what is whole here, after a gap, or without room.

        One may begin before the end of what is here: the request that brought it may not have been heard out when the
        laptop asked where to go on.
        """
        with self._database.read(tenant) as connection:
            who(connection)
            sizes: dict[str, int | None] = dict(_sizes(connection, tenant, [one.sha256 for one in pieces]))
            room = connection.execute(sa.select(TENANT.c.quota, TENANT.c.used).where(TENANT.c.tenant == tenant)).one()
        sizes |= {one.sha256: self._adopt(tenant, one.sha256) for one in pieces if one.sha256 not in sizes}
        begun = self._store.offsets(tenant, [one for one, size in sizes.items() if size is None])
        answers, used = {}, room.used + (self._store.begun(tenant) if room.quota else 0)
        for one in pieces:
            size = sizes[one.sha256]
            if size is not None:
                answers[one.sha256] = BroughtPiece(sha256=one.sha256, offset=size, whole=True)
            elif one.offset > begun[one.sha256]:
                answers[one.sha256] = BroughtPiece(sha256=one.sha256, offset=begun[one.sha256], code="offset")
            elif room.quota and used + one.size - begun[one.sha256] > room.quota:
                answers[one.sha256] = BroughtPiece(sha256=one.sha256, offset=begun[one.sha256], code="quota")
            else:
                used += one.size - begun[one.sha256]
        return answers

    def keep(self, tenant: str, arrivals: Sequence[Arrival]) -> dict[str, BroughtPiece]:
        """Keep what has arrived, durable when it returns: what is whole by its hash, and the rest as beginnings."""
        at_once = [one for one in arrivals if len(one.data) == one.size]
        whole = self._store.keep(tenant, {one.sha256: one.data for one in at_once})
        begun = [one for one in arrivals if len(one.data) != one.size]
        for one in begun:
            self._store.write(tenant, one.sha256, one.offset, one.data)
        whole |= {one.sha256 for one in begun if one.ends == one.size and self._store.finish(tenant, one.sha256)}
        self._note(tenant, {one.sha256: one.size for one in arrivals if one.sha256 in whole})
        self._store.discard(tenant, whole)  # only now: it is the way back, should this process be killed
        return {one.sha256: self._brought(tenant, one, one.sha256 in whole) for one in arrivals}

    def _brought(self, tenant: str, one: Arrival, whole: bool) -> BroughtPiece:
        if whole:
            return BroughtPiece(sha256=one.sha256, offset=one.size, whole=True)
        if one.ends == one.size:
            return BroughtPiece(sha256=one.sha256, offset=0, code="hash-mismatch")
        return BroughtPiece(sha256=one.sha256, offset=self._offset(tenant, one.sha256))

    def write(self, tenant: str, sha256: str, offset: int, data: bytes) -> int:
        """Keep bytes of one on its way; give the offset after them."""
        return self._store.write(tenant, sha256, offset, data)

    def finish(self, tenant: str, sha256: str) -> None:
        """Keep one whose last byte has arrived. Raises Refused `hash-mismatch`, after which it begins at 0 again."""
        if not self._store.finish(tenant, sha256):
            raise _mismatch()
        self._note(tenant, {sha256: self._store.size(tenant, sha256) or 0})
        self._store.discard(tenant, [sha256])  # only now: it is the way back, should this process be killed

    # -- straight to and from the store -------------------------------------------------------------------------------
    def offer(self, tenant: str, sha256: str, size: int, who: Who) -> Offered:
        """Give addresses for the parts of an attachment. Raises Refused `quota`, `direct` where it cannot be so."""
        state = self.begin(tenant, sha256, None, size, who)
        if state.whole:
            return Offered(whole=True)
        found = self._demand_direct().offer(tenant, sha256, size)
        parts = (PartPlace(number=one.number, offset=one.offset, length=one.length, url=one.url) for one in found.parts)
        return Offered(upload=found.upload, begun=found.again, parts=tuple(parts))

    def take_together(self, tenant: str, sha256: str, asked: Complete, who: Who) -> BroughtPiece:
        """Keep an attachment whose parts are all in the store; done again after a lost answer it says the same.

        Raises Refused `upload`, `quota`, `hash-mismatch`: then it is to be begun again.
        """
        state = self.begin(tenant, sha256, None, asked.size, who)
        if not state.whole:
            direct, place = self._demand_direct(), self._demand_bucket().place(tenant, sha256)
            key = direct.put_together(tenant, sha256, asked.upload, asked.size)
            size = direct.take(key, sha256, place)
            if size is None:
                raise _mismatch()
            self._note(tenant, {sha256: size})
            direct.drop(key)  # only now: it is the way back, should this process be killed
        return BroughtPiece(sha256=sha256, offset=asked.size, whole=True)

    def link(self, tenant: str, sha256: str, who: Who) -> str:
        """Give the address at which the store has a large attachment; nothing for a small one, or another store.

        Raises Refused `blob`.
        """
        state = self.state(tenant, sha256, who)
        if not state.whole:
            raise _absent()
        if self._direct is None or state.offset <= limits.DIRECT:
            return ""
        return self._direct.link(self._demand_bucket().place(tenant, sha256))

    def _demand_direct(self) -> Direct:
        if self._direct is None:
            raise Refused(404, "direct", "Attachments go through the office here.")
        return self._direct

    def _demand_bucket(self) -> Bucket:
        if not isinstance(self._store, Bucket):
            raise Refused(404, "direct", "Attachments go through the office here.")
        return self._store

    def place(self, tenant: str, sha256: str, who: Who) -> Store:
        """Give the store, where there is such a whole attachment. Raises Refused `blob`."""
        if not self.state(tenant, sha256, who).whole:
            raise _absent()
        return self._store

    def _adopt(self, tenant: str, sha256: str) -> int | None:
        """Note one that is whole in the store and not in the table: so after a kill between the two."""
        size = self._store.stray(tenant, sha256)
        if size is not None:
            self._note(tenant, {sha256: size})
        return size

    def _note(self, tenant: str, sizes: Mapping[str, int]) -> None:
        """Note attachments as whole, all in one transaction."""
        if not sizes:
            return
        # In a folder they are found again should the power fail now.
        lasting = not isinstance(self._store, Folder)
        with self._database.write(tenant, lasting=lasting) as (connection, row):
            there = _sizes(connection, tenant, list(sizes))
            at = self._now().isoformat(timespec="seconds")
            fresh = [
                {"tenant": tenant, "sha256": sha256, "size": size, "at": at}
                for sha256, size in sizes.items()
                if sha256 not in there
            ]
            if fresh:
                connection.execute(sa.insert(BLOB), fresh)
                fuller = sa.update(TENANT).where(TENANT.c.tenant == tenant)
                more = sum(size for sha256, size in sizes.items() if sha256 not in there)
                connection.execute(fuller.values(used=row.used + more))


def _sizes(connection: Connection, tenant: str, wanted: list[str]) -> dict[str, int]:
    asked = sa.select(BLOB.c.sha256, BLOB.c.size).where(BLOB.c.tenant == tenant, BLOB.c.sha256.in_(wanted))
    found: Any = connection.execute(asked)
    return {row.sha256: row.size for row in found}


def _absent() -> Refused:
    return Refused(404, "blob", "There is no such attachment here.")


def _wrong_offset(right: int) -> Refused:
    return Refused(409, "offset", f"Go on at byte {right}.", headers={"Upload-Offset": str(right)})


def _mismatch() -> Refused:
    told = "The bytes are not those of the name. Start again."
    return Refused(422, "hash-mismatch", told, headers={"Upload-Offset": "0"})
