"""What the office owns: proved before it is used here, signed before it goes there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.place import Municipality
from ambassador_app.domain.publication import OWNED, Fault, Publication, publication_id
from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.domain.syncing import Membership
from ambassador_app.domain.template import ChecklistEntry, FactorSetVersion, PriceSetVersion, SetEntry, Template
from ambassador_app.i18n import Message
from ambassador_app.services.desk import DEVICE_KEY, Desk
from ambassador_app.storage import Reading
from ambassador_app.storage.press import Edited
from ambassador_app.wording.owned import owned_words

PULLED: Final = "office_owned_at"
"""The note of when the office's things were last asked for and proved (ISO 8601)."""


OFFICE: Final = "office_owned_by"
"""The note of whose things they are: the municipality, and the key that the office vouches with."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something the office owns as it holds here: version `number`, published by whom and taken by the office when
    (both empty for what nobody published). `edited`: it was changed here since, and that is not published yet.
    """

    kind: str
    id: str
    name: str
    number: int
    by: str
    at: datetime | None
    edited: bool


@dataclass(frozen=True, slots=True)
class Unusable:
    """A publication that does not count here, and why; what held before goes on holding."""

    kind: str
    id: str
    name: str
    number: int
    by: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class OfficeThings:
    """What the office owns, on this computer. `pulled_at` is when it was last asked for, None for never;
    `unsigned` what nobody has published with a signature: it holds on this computer until somebody does.
    """

    pulled_at: datetime | None
    held: tuple[Held, ...]
    unusable: tuple[Unusable, ...]
    unsigned: tuple[Held, ...]


class Publishing:
    """Publications between this computer and its office."""

    def __init__(self, desk: Desk) -> None:
        self._desk: Final = desk

    # -- with a sync --------------------------------------------------------------------------------------------------
    def hold(self) -> Changes:
        """Prove what came, and let it hold: of each thing the newest that is proved. What is not, changes nothing."""
        desk, member = self._desk, self._desk.member()
        if member is None:
            return Changes()
        self._meet(f"{member.tenant} {member.office_key}", member.tenant)
        with desk.store.reader() as reader:
            proved = {
                (one.of, one.subject): one
                for one in desk.store.press.unheld()
                if self._fault(one, member, reader) is None
            }
        found = desk.store.press.hold(proved.values(), me=desk.user) if proved else Changes()
        desk.store.keep_note(PULLED, desk.now().isoformat(timespec="seconds"))
        return found

    def _meet(self, office: str, tenant: str) -> None:
        """Begin anew with an office that is not the one before."""
        known = self._desk.store.note(OFFICE)
        if known not in (None, office):
            self._desk.store.press.begin_anew(tenant)
        if known != office:
            self._desk.store.keep_note(OFFICE, office)

    def sign(self) -> Changes:
        """Sign what was changed here, so that the next push publishes it. What this person may not publish is let go
        of: it follows the office again, or stays on this computer alone if the office never had it.
        """
        press, member, key = self._desk.store.press, self._desk.member(), self._desk.store.secret(DEVICE_KEY)
        if member is None or key is None or not member.office_key:
            return Changes()
        mine = (member.tenant, member.device)
        unsent = (one for one in press.unsent() if one.of in OWNED and self._desk.may(OWNED[one.of]))
        others = [one for one in unsent if (one.tenant, one.device) != mine]
        if others:  # signed before this computer was invited anew
            press.put_again(self._signed_again(one, member, key) for one in others)
        given_up = press.give_up(lambda kind: self._desk.may(OWNED[kind])) if press.edits() else Changes()
        signed = press.sign(lambda edited: self._signed(edited, member, key)) if press.edits() else Changes()
        return Changes.joined((given_up, signed))

    def _signed(self, edited: Edited, member: Membership, key: bytes) -> Publication:
        from ambassador_app.wire import publications

        made = Publication(
            publication_id(edited.kind, edited.id, edited.number), edited.kind, edited.id, edited.number,
            edited.content, edited.withdrawn, member.tenant, by=member.user, device=member.device,
            at=self._desk.now().isoformat(timespec="seconds"),
        )  # fmt: skip
        return publications.signed(made, key)

    def _signed_again(self, one: Publication, member: Membership, key: bytes) -> Publication:
        edited = Edited(one.of, one.subject, one.number, one.content, one.withdrawn)
        return self._signed(edited, member, key)

    def _fault(self, one: Publication, member: Membership, reader: Reading) -> Fault | None:
        from ambassador_app.wire import publications

        fault = publications.fault_of(one, tenant=member.tenant, office=member.office_key)
        return Fault.MISSING if fault is None and _lacks(one, reader) else fault

    # -- looking ------------------------------------------------------------------------------------------------------
    def things(self) -> OfficeThings:
        """Tell what the office owns, what of it holds here, and what does not count and why."""
        press, member = self._desk.store.press, self._desk.member()
        edited = set(press.edits())
        with self._desk.store.reader() as reader:
            held = [self._held(reader, one, number, edited=one in edited) for one, number in press.followed()]
            own = [self._held(reader, one, 0, edited=False) for one in press.unsigned()]
            unusable = [
                Unusable(
                    one.of, one.subject, _name_of(one.of, one.subject, one.content, reader), one.number, one.by, fault
                )
                for one in press.unheld()
                if member is not None and (fault := self._fault(one, member, reader)) is not None
            ]
        return OfficeThings(
            self.pulled_at(),
            tuple(one for one in held if one.by),
            tuple(unusable),
            tuple(own),
        )

    def _held(self, reader: Reading, one: tuple[str, str], number: int, *, edited: bool) -> Held:
        found, shipped = _held(reader, one, number, edited=edited), self._desk.resources
        if found.name != found.id:
            return found
        if found.kind == ChecklistEntry.KIND and found.id in {file.stem for file in shipped.checklist_files}:
            return replace(found, name=shipped.checklist(found.id).title.text("da"))
        content = {**shipped.factor_sets, **shipped.price_sets}.get(found.id) if found.kind == SetEntry.KIND else None
        return replace(found, name=str(json.loads(content)["title"])) if content else found

    def pulled_at(self) -> datetime | None:
        """When the office's things were last asked for and proved; None for never."""
        kept = self._desk.store.note(PULLED)
        return datetime.fromisoformat(kept) if kept else None

    def said(self) -> Message | None:
        """Say when the office's things last came and whether any does not count; None where no office was joined."""
        return owned_words(self.pulled_at(), self.complaints()) if self._desk.member() is not None else None

    def complaints(self) -> int:
        """How many publications do not count here."""
        member = self._desk.member()
        if member is None:
            return 0
        with self._desk.store.reader() as reader:
            return sum(self._fault(one, member, reader) is not None for one in self._desk.store.press.unheld())

    def publish_unsigned(self) -> Changes:
        """Let the next sync publish, as it stands here, what nobody has signed yet. Raises RightMissing."""
        press = self._desk.store.press
        found = press.unsigned()
        for right in {OWNED[kind] for kind, _ in found}:
            self._desk.demand(right)
        return press.say_again(found)


def held_profile(reader: Reading, municipality_id: str) -> str:
    """Give the id of the publication that the municipality follows here; empty where it follows none."""
    named = publication_id(Municipality.KIND, municipality_id, reader.number_of(Municipality, municipality_id))
    said = reader.find(Publication, named)
    return named if said is not None and said.attested is not None else ""


def _title(one: Publication, reader: Reading) -> str:
    return _name_of(one.of, one.subject, one.content, reader)


def _held(reader: Reading, one: tuple[str, str], number: int, *, edited: bool) -> Held:
    kind, identifier = one
    said = reader.find(Publication, publication_id(kind, identifier, number))
    record = reader.find(KINDS[kind], identifier)
    name = _name_of(kind, identifier, fields_of(record) if record is not None else {}, reader)
    at = datetime.fromisoformat(said.attested.at) if said is not None and said.attested is not None else None
    return Held(kind, identifier, name, number, said.by if said is not None else "", at, edited)


def _name_of(kind: str, identifier: str, fields: Mapping[str, object], reader: Reading) -> str:
    """What people call it: a checklist and a set by the title of the version that holds."""
    if kind in _NAMES:
        return _NAMES[kind](identifier, str(fields.get("current", "")), reader)
    return str(fields.get("name", "")) or identifier


def _checklist(identifier: str, current: str, reader: Reading) -> str:
    from ambassador_app.domain.checklist import Checklist

    kept = reader.find(Template, current) if current else None
    return Checklist.from_json(kept.compiled).title.text("da") if kept is not None else identifier


def _set(identifier: str, current: str, reader: Reading) -> str:
    kept = _version_of_set(current, reader)
    return str(json.loads(kept.content).get("title", identifier)) if kept is not None else identifier


_NAMES: Final[Mapping[str, Callable[[str, str, Reading], str]]] = {ChecklistEntry.KIND: _checklist, SetEntry.KIND: _set}


def _version_of_set(name: str, reader: Reading) -> FactorSetVersion | PriceSetVersion | None:
    if not name:
        return None
    return reader.find(FactorSetVersion, name) or reader.find(PriceSetVersion, name)


def _lacks(one: Publication, reader: Reading) -> bool:
    """Whether a publication names a version that is not here."""
    current = str(one.content.get("current", ""))
    if one.of == ChecklistEntry.KIND:
        return bool(current) and reader.find(Template, current) is None
    return one.of == SetEntry.KIND and bool(current) and _version_of_set(current, reader) is None
