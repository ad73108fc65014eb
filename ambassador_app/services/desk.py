"""What every service works with: the open store, the clock, the person at it, and the program's own resources."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar, Final, Protocol, TypeVar

from ambassador_app.domain.access import Access, AccessDeed
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import AmbassadorId, Clock, MunicipalityId, NewId, VisitId
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.policy import Policy
from ambassador_app.domain.records import from_json, to_json
from ambassador_app.domain.roles import Right, Role, may
from ambassador_app.domain.syncing import Membership
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import RightMissing, VisitLocked
from ambassador_app.i18n import Language, Translator
from ambassador_app.services.resources import Resources
from ambassador_app.storage import Library, Store, Transaction


class OfVisit(Protocol):
    """A record that belongs to one visit."""

    KIND: ClassVar[str]
    SPREAD: ClassVar[str]

    @property
    def id(self) -> str: ...

    @property
    def visit_id(self) -> VisitId: ...


V = TypeVar("V", bound=OfVisit)
Translators = Callable[[Language], Translator]
"""Gives the words of a language: a report may be in another one than the window."""

PEOPLE = "user"
"""The secret that names who works on this computer and for which municipality."""

MEMBER: Final = "office"
"""The secret that holds the membership of an office."""

DEVICE_KEY: Final = "office-key"
"""The secret that this computer signs with to its office."""

Progress = Callable[[int, int], None]
"""Told how far a job is: done, total. Raises JobCancelled when the person has stopped it."""


def no_progress(_done: int, _total: int) -> None:
    """For jobs that nobody watches."""


@dataclass(slots=True)
class Desk:
    """The open store with the person who works at it. Only the municipality may change: when an office is joined."""

    store: Store
    library: Library
    resources: Resources
    now: Clock
    new_id: NewId
    chance: Callable[[int], bytes]
    user: AmbassadorId
    municipality_id: MunicipalityId
    policy: Policy = field(default_factory=Policy)
    open_visits: set[str] = field(default_factory=set)

    @contextmanager
    def deed(self, deed: Deed, scope: str = "") -> Iterator[Transaction]:
        """Open the one transaction of `deed`; its author is the person at the desk."""
        with self.store.transaction(deed, author=self.user, scope=scope) as tx:
            yield tx

    @contextmanager
    def office_deed(self, deed: Deed, scope: str = "", right: Right = Right.PUBLISH) -> Iterator[Transaction]:
        """Open the transaction of a deed on what belongs to the office. Raises RightMissing."""
        self.demand(right)
        with self.deed(deed, scope) as tx:
            yield tx

    @contextmanager
    def visit_deed(self, deed: Deed, visit_id: VisitId) -> Iterator[tuple[Transaction, Visit]]:
        """Open the transaction of a deed that changes an open visit. Raises VisitLocked for a sealed one."""
        with self.deed(deed, visit_id) as tx:
            visit = tx.load(Visit, visit_id)
            if visit.is_locked:
                raise VisitLocked(visit=visit_id)
            yield tx, visit

    @contextmanager
    def record_deed(self, cls: type[V], identifier: str, deed: Deed) -> Iterator[tuple[Transaction, V]]:
        """Open the transaction of a deed on one record of a visit. Raises RecordNotFound, VisitLocked."""
        with self.store.reader() as reader:
            visit_id = reader.load(cls, identifier).visit_id
        with self.visit_deed(deed, visit_id) as (tx, _):
            yield tx, tx.load(cls, identifier)

    def member(self) -> Membership | None:
        """The office this profile has joined, or None."""
        found = self.store.secret(MEMBER)
        return from_json(Membership, json.loads(found)) if found else None  # type: ignore[return-value]

    def keep_member(self, member: Membership) -> None:
        """Remember the office that this profile belongs to, and as what."""
        self.store.keep_secret(MEMBER, json.dumps(to_json(member)).encode())

    def role(self) -> Role | None:
        """What the person at the desk is to the office; None on a computer that has joined none."""
        member = self.member()
        if member is None:
            return None
        return next((one for one in Role if one == member.role), Role.AMBASSADOR)

    def may(self, right: Right) -> bool:
        """Whether the person at the desk has a right; on a computer that has joined no office everybody has each."""
        role = self.role()
        return role is None or may(role, right)

    def demand(self, right: Right) -> None:
        """Raise RightMissing where the person at the desk has not that right at the office."""
        if not self.may(right):
            raise RightMissing(right=right, role=self.role())

    def move_to(self, municipality_id: MunicipalityId) -> None:
        """Work for another municipality record from now on, also after the next start."""
        keep_people(self.store, self.user, municipality_id)
        self.municipality_id = municipality_id

    def note_access(self, deed: AccessDeed, kind: str, *record_ids: str) -> None:
        """Note in the log of access what the person at the desk did with each of these; a database that is open for
        reading only keeps no log.
        """
        if not self.store.read_only:
            by, at = self.ambassador().name, self.now()
            self.store.access.add(Access(at, by, deed, kind, one) for one in record_ids)

    def ambassador(self) -> Ambassador:
        """The person at the desk."""
        with self.store.reader() as reader:
            return reader.load(Ambassador, self.user)

    def municipality(self) -> Municipality:
        """The municipality of the person at the desk."""
        with self.store.reader() as reader:
            return reader.load(Municipality, self.municipality_id)


def keep_people(store: Store, user: AmbassadorId, municipality: MunicipalityId) -> None:
    """Remember beside the keys who works here, and for whom."""
    store.keep_secret(PEOPLE, f"{user} {municipality}".encode())
