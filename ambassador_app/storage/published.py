"""What the office owns, on this device: records that follow publications. Their `base` is the number of the publication
they follow, or 0; edits wait in the outbox until they are signed, and then travel as a publication.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ambassador_app.domain.directory import DirectoryEntry
from ambassador_app.domain.identifiers import NewId
from ambassador_app.domain.merging import changed
from ambassador_app.domain.publication import Publication
from ambassador_app.domain.syncing import Arrival
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion, Template
from ambassador_app.storage import bases, outbox, rows
from ambassador_app.storage.bases import Base
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.outbox import Edit
from ambassador_app.storage.schema import Fields

_HASHED: Final = {Template.KIND: "compiled", FactorSetVersion.KIND: "content", PriceSetVersion.KIND: "content"}
"""Versions that are named by the SHA-256 of this field."""

_SAID: Final = ("of", "subject", "number", "content", "withdrawn", "tenant", "by", "device", "at", "signature")
_OF_SUBJECT: Final = "SELECT id FROM r_publication WHERE NOT deleted AND subject = ? AND number > ? AND base = 0"


def is_whole(there: Arrival) -> bool:
    """Whether a version that is named by the hash of its content has that content; true of everything else."""
    field = _HASHED.get(there.kind)
    if field is None or there.deleted or there.erased:
        return True
    content = there.fields.get(field)
    return isinstance(content, str) and _digest(content) == there.id.rpartition("@")[2]


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode(errors="surrogatepass")).hexdigest()


def lost_with(connection: Connection, there: Arrival) -> Arrival | None:
    """Tell which record is to be erased with a publication: the partner whose details it held last.

    Nothing else that the office says is about a person, and goes only when something newer is said.
    """
    here = rows.read(connection, Publication.KIND, there.id) if there.kind == Publication.KIND else None
    if here is None or here.fields.get("of") != DirectoryEntry.KIND:
        return None
    subject = str(here.fields["subject"])
    followed = rows.read(connection, DirectoryEntry.KIND, subject)
    if followed is None or followed.base > _number(here.fields):
        return None
    return Arrival(DirectoryEntry.KIND, subject, _number(here.fields), deleted=True, erased=True)


def says_the_same(one: Fields, other: Fields) -> bool:
    """Whether two publications are one, attested or not."""
    return all(one.get(name) == other.get(name) for name in _SAID)


def is_held(connection: Connection, fields: Fields) -> bool:
    """Whether the record that a publication speaks of follows it, or a newer one."""
    found = rows.read(connection, str(fields["of"]), str(fields["subject"]))
    return found is not None and found.base >= _number(fields)


def was_taken(connection: Connection, fields: Fields) -> None:
    """The office took a publication of mine: what was edited since starts from it."""
    kind, identifier = str(fields["of"]), str(fields["subject"])
    here = rows.read(connection, kind, identifier)
    if here is None or fields.get("attested") or bases.read(connection, kind, identifier) is None:
        return
    if outbox.has_open(connection, kind, identifier) or here.base > _number(fields):
        content = fields.get("content")
        fresh = Base(_number(fields), bool(fields.get("withdrawn")), content if isinstance(content, dict) else {})
        bases.keep(connection, kind, identifier, fresh)
    else:
        bases.forget(connection, kind, identifier)


def take_back(connection: Connection, fields: Fields, *, new_id: NewId, at: datetime) -> Iterator[tuple[str, str]]:
    """Let a record no longer follow a publication that another one of its number displaces.

    What I had signed and the office did not take is an edit again. Gives what was touched.
    """
    kind, identifier, number = str(fields["of"]), str(fields["subject"]), _number(fields)
    here = rows.read(connection, kind, identifier)
    if here is None:
        return
    if fields.get("attested"):  # offered again to a restored office, which has gone another way since
        bases.number(connection, kind, identifier, min(here.base, number - 1))
        return
    for (later,) in connection.execute(_OF_SUBJECT, (f"{kind}/{identifier}", number)).fetchall():
        yield from _forget(connection, later, new_id=new_id, at=at)
    base = bases.read(connection, kind, identifier) or Base(0, deleted=False, fields={})
    put, gone = changed(kind, base.fields, here.fields)
    edit = Edit(kind, identifier, base.seq, {} if here.deleted else put, gone, removed=here.deleted)
    outbox.restart(connection, edit, new_id=new_id, at=at.isoformat())
    bases.number(connection, kind, identifier, base.seq)
    bases.keep(connection, kind, identifier, base)
    yield kind, identifier


def _forget(connection: Connection, identifier: str, *, new_id: NewId, at: datetime) -> Iterator[tuple[str, str]]:
    """Let go of a publication of mine that never left this device."""
    row = rows.read(connection, Publication.KIND, identifier)
    if row is not None and not row.fields.get("attested"):
        rows.remove(connection, Publication.KIND, row)
        outbox.restart(connection, Edit(Publication.KIND, identifier, 0), new_id=new_id, at=at.isoformat())
        yield Publication.KIND, identifier


def _number(fields: Fields) -> int:
    number = fields.get("number")
    return number if isinstance(number, int) else 0
