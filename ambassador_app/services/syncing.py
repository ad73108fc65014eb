"""The office of this profile: joined or left, synced with, and what each sync confirmed."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.escrow import SealedKey
from ambassador_app.domain.receipt import Receipt
from ambassador_app.domain.records import from_json, to_json
from ambassador_app.domain.roles import Right
from ambassador_app.domain.syncing import ANY_OFFICE, Admission, Greeting, Load, Membership, Only, Waiting
from ambassador_app.errors import (
    AmbassadorError,
    FileNotRead,
    JobCancelled,
    LoginNeeded,
    NoOffice,
    OfficeAway,
    OfficeBusy,
    OfficeRefused,
    PolicyUnclear,
)
from ambassador_app.i18n import Message, Translator
from ambassador_app.services.desk import DEVICE_KEY, MEMBER, Desk
from ambassador_app.services.escrow import Escrow
from ambassador_app.services.publishing import Publishing
from ambassador_app.services.receipts import Receipts
from ambassador_app.services.sync_run import GREETING, Connection, Standings, SyncRun, Watch
from ambassador_app.wording.policy import fault_words

if TYPE_CHECKING:
    from ambassador_app.services.parcels import Parcels
    from ambassador_app.services.signing_in import SigningIn

KEY: Final = DEVICE_KEY


_LOOK: Final = 0.2
"""Seconds between two looks whether another sync has ended."""


class Offices(Protocol):
    """What reaches offices; handed down by the composition root."""

    def join(
        self, invitation_text: str, *, key: bytes, name: str, device: str, only: Only = ANY_OFFICE
    ) -> Membership: ...
    def open(self, member: Membership, key: bytes) -> Connection: ...
    def pack(self, file: Path, member: Membership, key: bytes, greeting: Greeting, load: Load) -> int: ...
    def sign_in(
        self, member: Membership, key: bytes, words: Translator, watch: Callable[[], None], *, anew: bool
    ) -> tuple[Greeting, Admission]: ...
    def sign_out(self, member: Membership, key: bytes) -> None: ...
    def trusting(self, member: Membership, fingerprint: str) -> Membership: ...
    def seal_key(self, recovery_key: str, public: str, member: Membership, key: bytes) -> SealedKey: ...
    def name_of_key(self, public: str) -> str: ...


_FORMER: Final = "office_left"
"""The note that holds the office that was left last."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync came to: its receipt, and all records that changed here."""

    receipt: Receipt
    changes: Changes


class Syncing:
    """The office of this profile."""

    def __init__(self, desk: Desk, offices: Offices | None) -> None:
        self._desk: Final = desk
        self._offices: Final = offices
        self._turn: Final = Lock()
        self._standings = Standings()
        self._stopped = False

    @cached_property
    def parcels(self) -> Parcels:
        """The same as a file on a stick, for when the office cannot be reached."""
        from ambassador_app.services.parcels import Parcels

        return Parcels(self._desk, self, self._offices)

    @cached_property
    def receipts(self) -> Receipts:
        """What each sync confirmed."""
        return Receipts(self._desk)

    @cached_property
    def publishing(self) -> Publishing:
        """What the office owns, and what of it counts here."""
        return Publishing(self._desk)

    @cached_property
    def signing_in(self) -> SigningIn:
        """Who is signed in on this computer."""
        from ambassador_app.services.signing_in import SigningIn

        return SigningIn(self._desk, self, self._offices)

    def may(self, right: Right) -> bool:
        """Whether the person at the desk has a right at the office; without one everybody has each."""
        return self._desk.may(right)

    @cached_property
    def escrow(self) -> Escrow:
        """The recovery key that is left with the municipality."""
        return Escrow(self._desk, self.greeting, self._offices)

    # -- membership ---------------------------------------------------------------------------------------------------
    def member(self) -> Membership | None:
        """The office this profile has joined, or None."""
        return self._desk.member()

    def join(self, invitation_text: str, *, device: str, moving: bool = False) -> Membership:
        """Join the office that sent the invitation. The device's key is made and kept before the office hears of it.
        `moving`: also where it is another municipality's, to which all that is here then goes.

        Raises InvitationRefused, OtherOffice, OtherMunicipality, MunicipalityKeyMissing, OfficeNotTrusted, OfficeAway;
        PolicyUnclear where it is not known which office may be joined from this computer.
        """
        if self._offices is None:
            raise NoOffice
        policy = self._desk.policy
        if not policy.may_join:
            fault = policy.fault_of("office", "office.server", "office.fingerprint")
            raise PolicyUnclear(file=policy.file, reason=fault_words(fault))
        key = self._desk.store.secret(KEY)
        if key is None:
            key = self._desk.chance(32)
            self._desk.store.keep_secret(KEY, key)
        former = self._former()
        ours = (former.tenant, former.municipality) if former is not None and not moving else ()
        only = Only(policy.server, policy.fingerprint, policy.escrow_required, *ours)
        name = self._desk.ambassador().name
        member = self._offices.join(invitation_text, key=key, name=name, device=device, only=only)
        self._desk.keep_member(member)
        return member

    def _former(self) -> Membership | None:
        """The office this profile has joined, or had."""
        kept = self._desk.store.note(_FORMER)
        return self.member() or (from_json(Membership, json.loads(kept)) if kept else None)  # type: ignore[return-value]

    def join_as_set_up(self, *, device: str) -> Membership | None:
        """Join the office that the municipality has set this computer up for; None where nothing is to be done.

        Raises as `join`.
        """
        invitation = self._desk.policy.invitation
        if not invitation or self.member() is not None or self._desk.store.read_only:
            return None
        return self.join(invitation, device=device)

    def leave(self) -> None:
        """Forget the office but for whose it was. Nothing unsent is deleted: it waits for the next one."""
        self.escrow.forget()
        former = self.member()
        if former is not None:
            self._desk.store.keep_note(_FORMER, json.dumps(to_json(former)))
        self._desk.store.forget_secret(MEMBER)
        self._desk.store.forget_secret(KEY)

    def greeting(self) -> Greeting | None:
        """What the office said of itself at the last sync, but for its clock."""
        kept = self._desk.store.note(GREETING)
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

    def sync(self, watch: Watch = lambda _: None, *fetched: str) -> Synced:
        """Bring laptop and office to the same state, and these visits here; two at once go one after the other.

        An error that ends it is raised after the receipt of what was done until then is kept. Raises NoOffice,
        OfficeAway, OfficeBusy, OfficeRefused, OfficeNotTrusted, ProgramTooOld, SyncUnsettled, JobCancelled.
        """
        while not self._turn.acquire(timeout=_LOOK):
            self._follow(watch)
        try:
            self._stopped, self._standings = False, Standings()
            return self._sync(watch, fetched)
        finally:
            self._turn.release()

    def _follow(self, watch: Watch) -> None:
        """Tell how far the sync is that is under way, a quiet one perhaps; whoever stops waiting stops it too."""
        try:
            watch(self._standings)
        except JobCancelled:
            self._stopped = True
            raise

    def _sync(self, watch: Watch, fetched: tuple[str, ...]) -> Synced:

        def told(now: Standings) -> None:
            self._standings = now
            if self._stopped:
                raise JobCancelled
            watch(now)

        member = self._demand_member()
        with self._open() as office:
            run = SyncRun(self._desk, office, told)
            try:
                run.run(*fetched)
                self.escrow.bring(office)
                self._look_at_programmes(office)
            except AmbassadorError as error:
                if isinstance(error, LoginNeeded):
                    self.signing_in.forget()
                self._keep(member, run, error)
                raise
        return Synced(self._keep(member, run), Changes.joined(run.touched))

    def _look_at_programmes(self, office: Connection) -> None:
        """Let extracts of programmes go along for who may see them. They stop no sync: they go with the next one."""
        from ambassador_app.services.extract_post import ExtractPost
        from ambassador_app.services.held_extracts import HeldExtracts

        if self._desk.may(Right.RELEASE):
            with suppress(OfficeRefused, OfficeAway, OfficeBusy):
                ExtractPost(self._desk, HeldExtracts(self._desk)).look(office.programmes())

    def _demand_member(self) -> Membership:
        member = self.member()
        if member is None:
            raise NoOffice
        return member

    def open(self) -> Connection:
        """Give the way to the office, to be used in a `with` block. Raises NoOffice."""
        return self._open()

    def _open(self) -> Connection:
        key = self._desk.store.secret(KEY)
        if key is None or self._offices is None:
            raise NoOffice
        member, policy = self._demand_member(), self._desk.policy
        if policy.fingerprint and member.url.rstrip("/") == (policy.server or member.url.rstrip("/")):
            trusting = self._offices.trusting(member, policy.fingerprint)
            if trusting != member:  # the municipality has rolled out that the office has a new certificate
                self._desk.keep_member(trusting)
            member = trusting
        return self._offices.open(member, key)

    # -- receipts -----------------------------------------------------------------------------------------------------
    def _keep(self, member: Membership, run: SyncRun, error: AmbassadorError | None = None) -> Receipt:
        """Keep what this sync did, as the database says it now, and what ended it early."""
        did = run.standings
        receipt = Receipt(
            self._desk.now(), member.municipality, did.sent, did.received, did.files, did.bytes,
            left=run.left, trouble=type(error).__name__ if error is not None else "",
            about=tuple((name, str(value)) for name, value in error.fields.items()) if error is not None else (),
        )  # fmt: skip
        return self.receipts.keep(receipt, run.visits)

    def of_visit(self, visit_id: str) -> Receipt | None:
        """What the office has of one visit now; None where no office was joined."""
        member = self.member()
        return self.receipts.of_visit(visit_id, member.municipality) if member is not None else None
