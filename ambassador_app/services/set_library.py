"""The factor and price sets there are: the shipped ones, and own ones in versions that are never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.factors import FactorSet, PriceSet, Scope
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.roles import Right
from ambassador_app.domain.set_checks import problems_of
from ambassador_app.domain.set_files import AnySet, place_of, to_json
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion, SetEntry, SetKind
from ambassador_app.errors import FieldMissing, SetRefused, UnknownSet
from ambassador_app.exchange import set_file
from ambassador_app.i18n import N_, Message
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.sets import Sets, SetVersion, version_id
from ambassador_app.storage import Reading, Transaction
from ambassador_app.storage.folding import folded

SCOPE: Final = "sets"
"""What is done to sets is undone by itself, apart from any visit."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A set as the list shows it, in its newest version. `year` is that of its newest figure; `vat_included` is None
    for factors; `by` and `at` tell who saved it and when, nobody for a shipped one. `is_default`: new visits take it.
    """

    name: str
    of: SetKind
    title: str
    note: str
    version: int
    version_id: str
    year: int
    scopes: tuple[Scope, ...] = ()
    vat_included: bool | None = None
    at: datetime | None = None
    by: str = ""
    shipped: bool = False
    retired: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class SetVersionLine:
    """One version of an own set: who saved it and when. `is_current`: new visits take it."""

    version_id: str
    version: int
    title: str
    at: datetime | None
    by: str
    is_current: bool


class SetLibrary:
    """Factor and price sets to choose from. A saved version stays as it is; a change makes the next one.

    Whatever changes one raises RightMissing where an office was joined and this person may not publish there.
    """

    def __init__(self, desk: Desk, sets: Sets) -> None:
        self._desk = desk
        self._sets = sets

    # -- looking ------------------------------------------------------------------------------------------------
    def shown(self) -> tuple[SetLine, ...]:
        """List every set in its newest version: factors before prices, shipped before own, then by title."""
        with self._desk.store.reader() as reader:
            office = reader.load(Municipality, self._desk.municipality_id)
            entries = {one.id: one for one in reader.all(SetEntry)}
            authors = _authors(reader)
            names = dict.fromkeys((*self._sets.shipped, *sorted(entries)))
            found = [self._line(name, entries.get(name), office, authors, reader) for name in names]
        return tuple(sorted(found, key=lambda one: (one.of, not one.shipped, folded(one.title))))

    def _line(
        self, name: str, entry: SetEntry | None, office: Municipality, authors: Mapping[str, str], reader: Reading
    ) -> SetLine:
        kind = self._sets.kind_of(name, reader)
        kept = self._sets.newest(kind, name, reader)
        found = self._sets.read(kept)
        return SetLine(
            name=name,
            of=kind,
            title=found.title,
            note=found.note,
            version=found.version,
            version_id=kept.id,
            year=found.year if isinstance(found, PriceSet) else max(one.year for one in found.factors.values()),
            scopes=found.scopes if isinstance(found, FactorSet) else (),
            vat_included=found.vat_included if isinstance(found, PriceSet) else None,
            at=kept.at,
            by=authors.get(kept.by, kept.by),
            shipped=name in self._sets.shipped,
            retired=entry is not None and entry.retired,
            is_default=name in (office.factor_set, office.price_set, office.home_price_set),
        )

    def versions(self, name: str) -> tuple[SetVersionLine, ...]:
        """List the saved versions of an own set, the newest first. Raises UnknownSet."""
        with self._desk.store.reader() as reader:
            kind = self._sets.kind_of(name, reader)
            current = self._sets.newest(kind, name, reader).id
            authors = _authors(reader)
            kept = sorted(_versions(name, kind, reader), key=lambda one: (-one.version, one.id))
            return tuple(
                SetVersionLine(
                    version_id=one.id,
                    version=one.version,
                    title=self._sets.read(one).title,
                    at=one.at,
                    by=authors.get(one.by, one.by),
                    is_current=one.id == current,
                )
                for one in kept
                if one.version
            )

    def factor_set(self, name: str) -> FactorSet:
        """Give the newest version of a factor set. Raises UnknownSet."""
        with self._desk.store.reader() as reader:
            return self._sets.read_factors(self._sets.newest_factors(name, reader))

    def price_set(self, name: str) -> PriceSet:
        """Give the newest version of a price set. Raises UnknownSet."""
        with self._desk.store.reader() as reader:
            return self._sets.read_prices(self._sets.newest_prices(name, reader))

    def get(self, name: str) -> AnySet:
        """Give the newest version of a set of either kind. Raises UnknownSet."""
        with self._desk.store.reader() as reader:
            return self._sets.read(self._sets.newest(self._sets.kind_of(name, reader), name, reader))

    def of_version(self, identifier: str) -> AnySet:
        """Give exactly that version. Raises UnknownSet."""
        with self._desk.store.reader() as reader:
            return self._sets.read(_version(identifier, reader))

    # -- changing -----------------------------------------------------------------------------------------------
    def copy(self, name: str, title: str) -> Made:
        """Make an own set of the newest version of another one. Raises UnknownSet, FieldMissing."""
        if not title.strip():
            raise FieldMissing(field="title")
        refuse_unfit({"title": title})
        return self._add(replace(self.get(name), title=" ".join(title.split())))

    def save(self, found: AnySet) -> Changes:
        """Keep `found` as the next version of the own set of its id; visits that use an earlier one keep that.

        Raises UnknownSet for one that is shipped or not there, SetRefused for one that is not whole.
        """
        _refuse_faulty(found)
        with self._desk.office_deed(Deed.CHANGE_SETS, SCOPE) as tx:
            entry = tx.find(SetEntry, found.id)
            if entry is None or not entry.current or entry.of is not _kind(found):
                raise UnknownSet(set=found.id)
            before = self._sets.read(_version(entry.current, tx))
            if replace(found, version=before.version) != before:
                tx.save(replace(entry, current=self._keep(found, tx).id))
        return tx.changes

    def restore(self, identifier: str) -> Changes:
        """Let what an earlier version held be the newest one again. Raises UnknownSet."""
        return self.save(self.of_version(identifier))

    def retire(self, name: str, retired: bool = True) -> Changes:
        """Offer a set no more, or again; visits that use it keep it. A default set cannot be retired: SetRefused."""
        with self._desk.office_deed(Deed.CHANGE_SETS, SCOPE) as tx:
            kind = self._sets.kind_of(name, tx)
            office = tx.load(Municipality, self._desk.municipality_id)
            if retired and name in (office.factor_set, office.price_set, office.home_price_set):
                title = self._sets.read(self._sets.newest(kind, name, tx)).title
                raise SetRefused(
                    place=Message(title), reason=Message(N_("new visits take it; choose another one first"))
                )
            tx.save(replace(tx.find(SetEntry, name) or SetEntry(name, kind), retired=retired))
        return tx.changes

    def choose_default(self, *, factor_set: str = "", price_set: str = "", home_price_set: str = "") -> Changes:
        """Choose what new visits take; what is empty stays. Raises UnknownSet."""
        wanted = {"factor_set": factor_set, "price_set": price_set, "home_price_set": home_price_set}
        given: dict[str, Any] = {field: name for field, name in wanted.items() if name}
        with self._desk.office_deed(Deed.CHANGE_SETS, SCOPE) as tx:
            for field, name in given.items():
                kind = SetKind.FACTORS if field == "factor_set" else SetKind.PRICES
                self._sets.newest(kind, name, tx)
            tx.save(replace(tx.load(Municipality, self._desk.municipality_id), **given))
        return tx.changes

    # -- files --------------------------------------------------------------------------------------------------
    def export(self, name: str) -> bytes:
        """Give the file of a set's newest version, which another municipality can read. Raises UnknownSet."""
        return set_file.write(self.get(name))

    def read_file(self, data: bytes, file: str = "") -> AnySet:
        """Read the set in a file and keep nothing. Raises FileTooLarge, FileNotRead, SetRefused."""
        return set_file.read(data, {name: self._shipped(name) for name in self._desk.resources.factor_sets}, name=file)

    def keep_file(self, data: bytes, file: str = "") -> Made:
        """Keep the set in a file: as the next version of the own set that it is one of, else as an own set.

        Raises FileTooLarge, FileNotRead, SetRefused.
        """
        found = self.read_file(data, file)
        with self._desk.store.reader() as reader:
            entry = reader.find(SetEntry, found.id)
        if entry is not None and entry.current and entry.of is _kind(found):
            return Made(found.id, self.save(found))
        return self._add(found)

    # -- history ------------------------------------------------------------------------------------------------
    def undoable(self) -> tuple[str | None, str | None]:
        """Give the names of what undo and redo would be about."""
        store = self._desk.store
        user = self._desk.user
        return store.undoable(SCOPE, author=user), store.redoable(SCOPE, author=user)

    def undo(self) -> Changes:
        """Take back this person's last change of a set. Raises NothingToUndo, UndoRefused, RightMissing."""
        self._desk.demand(Right.PUBLISH)
        return self._desk.store.undo(SCOPE, author=self._desk.user)

    def redo(self) -> Changes:
        """Do again what was undone last. Raises NothingToRedo, UndoRefused, RightMissing."""
        self._desk.demand(Right.PUBLISH)
        return self._desk.store.redo(SCOPE, author=self._desk.user)

    # -- inside -------------------------------------------------------------------------------------------------
    def _add(self, found: AnySet) -> Made:
        name = f"{'-'.join(folded(found.title).split())[:40]}-{self._desk.new_id()[-4:]}"
        with self._desk.office_deed(Deed.CHANGE_SETS, SCOPE) as tx:
            kept = self._keep(replace(found, id=name), tx)
            tx.save(SetEntry(name, _kind(found), kept.id))
        return Made(name, tx.changes)

    def _keep(self, found: AnySet, tx: Transaction) -> SetVersion:
        """Write the next version; its number stands in the content, so that no two versions are one."""
        kind = _kind(found)
        number = max((one.version for one in _versions(found.id, kind, tx)), default=0) + 1
        content = json.dumps(to_json(replace(found, version=number)), ensure_ascii=False, sort_keys=True)
        made = FactorSetVersion if kind is SetKind.FACTORS else PriceSetVersion
        kept = made(version_id(found.id, content), found.id, content, number, self._desk.now(), self._desk.user)
        tx.save(kept)
        return kept

    def _shipped(self, name: str) -> FactorSet:
        return self._desk.resources.factor_set(name)


def _authors(reader: Reading) -> dict[str, str]:
    return {str(one.id): one.name for one in reader.all(Ambassador)}


def _kind(found: AnySet) -> SetKind:
    return SetKind.FACTORS if isinstance(found, FactorSet) else SetKind.PRICES


def _refuse_faulty(found: AnySet) -> None:
    for problem in problems_of(found):
        raise SetRefused(place=place_of(problem), reason=problem.message)


def _versions(name: str, kind: SetKind, reader: Reading) -> tuple[SetVersion, ...]:
    if kind is SetKind.FACTORS:
        return reader.all(FactorSetVersion, name=name)
    return reader.all(PriceSetVersion, name=name)


def _version(identifier: str, reader: Reading) -> SetVersion:
    found = reader.find(FactorSetVersion, identifier) or reader.find(PriceSetVersion, identifier)
    if found is None:
        raise UnknownSet(set=identifier)
    return found
