"""What was appended to a sealed file: nothing but validation data and the archive time, or something else.

A raised file has one revision after the seal's, and we know each object it may hold. Asking just that takes
milliseconds; pyHanko's comparison of any two revisions reads the whole structure of both, which takes seconds, and
permits more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import Reference
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_TRAILER: Final = frozenset(
    ("/Type", "/W", "/Index", "/Size", "/Prev", "/Root", "/Info", "/ID", "/Filter", "/Length", "/DecodeParms")
)
_STORE: Final = frozenset(("/Type", "/Certs", "/CRLs", "/OCSPs"))
_STREAM: Final = frozenset(("/Length", "/Filter"))
_TIME: Final = frozenset(("/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"))


def nothing_follows(seal: EmbeddedPdfSignature) -> bool:
    """Tell whether the revision of the seal is the last one."""
    return bool(seal.signed_revision == seal.reader.xrefs.total_revisions - 1)


def only_archived(seal: EmbeddedPdfSignature, times: Sequence[EmbeddedPdfSignature]) -> bool:
    """Tell whether exactly one revision follows the seal's, and what it does to the file is this and nothing else:
    the catalogue gets certificates and revocation lists (`/DSS`), the field of the one of `times` its value.

    No object but these two is replaced, none is taken away, each new one is reached from them in its place, and the
    new numbers are such as the sealed file cannot refer to. May raise what pyHanko raises on a damaged file.
    """
    reader, sealed = seal.reader, seal.signed_revision
    now = sealed + 1
    if reader.xrefs.total_revisions != now + 1 or len(times) != 1:
        return False
    return _Update(reader, sealed, now).is_allowed(times[0].sig_field.container_ref)


class _Update:
    """One revision, held against the one before it."""

    def __init__(self, reader: Any, before: int, now: int) -> None:
        self._reader, self._before, self._now = reader, before, now
        touched = reader.xrefs.explicit_refs_in_revision(now)
        first = reader.xrefs.get_xref_container_info(before).size
        self._fresh = {one for one in touched if one.idnum >= first and one.generation == 0}
        self._replaced = touched - self._fresh

    def is_allowed(self, field: Any) -> bool:
        """Whether nothing but the archive time was put in."""
        xrefs = self._reader.xrefs
        table = xrefs.get_xref_container_info(self._now).stream_ref
        root = self._reader.trailer.raw_get("/Root").reference
        if table is None or not self._is_plain_table(table):
            return False
        freed = set(xrefs.get_xref_data(self._now).freed) - {0}  # 0 heads the list of what is free, in every table
        if freed or xrefs.object_streams_used_in(self._now):
            return False
        if self._replaced != {root, field}:
            return False
        parts = (self._added(root, "/DSS", self._store), self._added(field, "/V", self._time_stamp))
        reached = [one for part in parts for one in part or ()]
        return None not in parts and {*reached, table} == self._fresh and len(reached) + 1 == len(self._fresh)

    def _is_plain_table(self, table: Reference) -> bool:
        """Whether the cross-reference stream says nothing new of the file as a whole."""
        now = self._reader.get_object(table, revision=self._now)
        last = self._reader.xrefs.get_xref_container_info(self._before).stream_ref
        if last is None:
            return False
        before = self._reader.get_object(last, revision=self._before)
        same = all(_plain(_raw(now, key)) == _plain(_raw(before, key)) for key in ("/Root", "/Info"))
        return same and set(now) <= _TRAILER

    def _added(self, ref: Reference, key: str, read: Any) -> list[Reference] | None:
        """Give what is reached through the entry `key`, None if more was done to a dictionary than adding it."""
        was, now = (self._reader.get_object(ref, revision=one) for one in (self._before, self._now))
        value = _raw(now, key)
        rest = {one: told for one, told in dict.items(now) if one != key}
        if type(was) is not type(now) or key in was or value is None or _plain(was) != _plain(rest):
            return None
        added = self._reader.get_object(value.reference, revision=self._now) if _is_ref(value) else None
        told = None if added is None else read(added)
        return None if told is None else [value.reference, *told]

    def _store(self, store: Any) -> list[Reference] | None:
        """Give the streams of a document security store."""
        if not set(store) <= _STORE:
            return None
        listed = [_raw(store, key) for key in store if key != "/Type"]
        if not all(isinstance(one, list) and all(map(_is_ref, one)) for one in listed):
            return None
        found = [one.reference for part in listed for one in part]
        streams = [self._reader.get_object(one, revision=self._now) for one in found]
        good = all(hasattr(one, "encoded_data") and set(one) <= _STREAM and _is_direct(one) for one in streams)
        return found if good else None

    @staticmethod
    def _time_stamp(value: Any) -> list[Reference] | None:
        """Give what else a time stamp consists of: nothing."""
        good = set(value) == _TIME and value["/Type"] == "/DocTimeStamp" and _is_direct(value)
        return [] if good else None


def _raw(thing: Any, key: str) -> Any:
    return thing.raw_get(key) if key in thing else None


def _is_ref(thing: Any) -> bool:
    return hasattr(thing, "reference")


def _is_direct(thing: Any) -> bool:
    """Whether no value of a dictionary, nor any item of its arrays, lies elsewhere in the file."""
    values = [_raw(thing, key) for key in thing]
    items = [item for one in values if isinstance(one, list) for item in list.__iter__(one)]
    return not any(map(_is_ref, (*values, *items)))


def _plain(thing: Any) -> object:
    """Write an object down with the numbers of those it refers to, which are not followed."""
    if _is_ref(thing):
        return ("reference", thing.reference.idnum, thing.reference.generation)
    if isinstance(thing, dict):
        return {str(key): _plain(value) for key, value in dict.items(thing)}
    if isinstance(thing, list):
        return [_plain(one) for one in list.__iter__(thing)]
    return (type(thing).__name__, thing)
