"""The recovery key that is left with the municipality: a second key to this profile, sealed for its offline key.

The key that an office names when a laptop joins is as much to be trusted as the invitation. One that comes later, or in
the place of another, is shown to the person first: nothing is sealed for it until they agree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from ambassador_app.domain.escrow import EscrowState, SealedKey
from ambassador_app.domain.records import from_json, to_json
from ambassador_app.domain.syncing import Greeting, Membership
from ambassador_app.errors import NoOffice, OfficeRefused
from ambassador_app.services.desk import DEVICE_KEY, Desk
from ambassador_app.storage import keys

if TYPE_CHECKING:
    from collections.abc import Callable

_BOX: Final = "escrow"


class Sealer(Protocol):
    """Seals for the municipality; handed down by the composition root."""

    def seal_key(self, recovery_key: str, public: str, member: Membership, key: bytes) -> SealedKey: ...
    def name_of_key(self, public: str) -> str: ...


class Taker(Protocol):
    """The open way to an office that takes a sealed key."""

    def deposit(self, sealed: SealedKey) -> None: ...


@dataclass(frozen=True, slots=True)
class EscrowStanding:
    """How it stands; `key` is the short name of the municipality's key, for people to compare, `municipality` whose."""

    state: EscrowState = EscrowState.NONE
    key: str = ""
    municipality: str = ""
    required: bool = False


class Escrow:
    """The municipality's key to the open profile."""

    def __init__(self, desk: Desk, greeting: Callable[[], Greeting | None], sealer: Sealer | None) -> None:
        self._desk: Final = desk
        self._greeting: Final = greeting
        self._sealer: Final = sealer

    def standing(self) -> EscrowStanding:
        """Tell how it stands, by what the office said at the last sync."""
        member, greeting = self._desk.member(), self._greeting()
        if member is None:
            return EscrowStanding()
        offered, kept = greeting.escrow if greeting is not None else None, self._kept(member)
        required = self._desk.policy.escrow_required or (offered is not None and offered.required)
        public = offered.key if offered is not None else kept.key if kept is not None else ""
        state = self._state(member, offered.key if offered is not None else "", kept, required=required)
        name = self._sealer.name_of_key(public) if public and self._sealer is not None else ""
        return EscrowStanding(state, name, member.municipality, required)

    @staticmethod
    def _state(member: Membership, offered: str, kept: SealedKey | None, *, required: bool) -> EscrowState:
        if not offered:
            return EscrowState.LEFT if kept is not None and kept.left else EscrowState.NONE
        if kept is not None:
            if kept.key != offered:
                return EscrowState.CHANGED
            return EscrowState.LEFT if kept.left else EscrowState.WAITING
        if member.escrow_key and member.escrow_key != offered:
            return EscrowState.CHANGED
        return EscrowState.WAITING if required and member.escrow_key == offered else EscrowState.OFFERED

    def agree(self) -> EscrowStanding:
        """Let the municipality have a key to this profile, sealed for what the office offers; the next sync brings it.

        Raises NoOffice where no office offers one.
        """
        member, greeting = self._desk.member(), self._greeting()
        if member is None or greeting is None or greeting.escrow is None:
            raise NoOffice
        if self._state(member, greeting.escrow.key, self._kept(member), required=False) is not EscrowState.LEFT:
            self._close(member, greeting.escrow.key)
        return self.standing()

    def bring(self, office: Taker) -> None:
        """Leave the key at the office, if that is due. Once more after a lost answer leaves the same."""
        member, greeting = self._desk.member(), self._greeting()
        if member is None or greeting is None or greeting.escrow is None:
            return
        state = self.standing().state
        if state is EscrowState.LEFT:
            keys.settle_municipality_key(self._desk.store.folder)
        if state is not EscrowState.WAITING:
            return
        sealed = self._kept(member) or self._close(member, greeting.escrow.key)
        try:
            office.deposit(sealed)
        except OfficeRefused as error:
            if error.fields["code"] != "escrow-key":
                raise
            return  # it has changed just now; the next sync hears of it, and the person is asked
        self._keep(replace(sealed, left=True))
        keys.settle_municipality_key(self._desk.store.folder)  # should this be cut off, the next sync does it

    def forget(self) -> None:
        """Let the municipality's key open the profile no more, unless the municipality has set that it does."""
        self._desk.store.forget_secret(_BOX)
        if not self._desk.policy.escrow_required:
            keys.drop_municipality_key(self._desk.store.folder)

    def _close(self, member: Membership, public: str) -> SealedKey:
        """Make the municipality's key to the profile, and seal it."""
        signing = self._desk.store.secret(DEVICE_KEY)
        if signing is None or self._sealer is None:
            raise NoOffice
        store = self._desk.store
        recovery_key = keys.new_municipality_key(store.folder, store.secret_key, chance=self._desk.chance)
        sealed = self._sealer.seal_key(recovery_key, public, member, signing)
        self._keep(sealed)
        return sealed

    def _kept(self, member: Membership) -> SealedKey | None:
        """What was sealed by this device for this office."""
        found = self._desk.store.secret(_BOX)
        if found is None:
            return None
        sealed: SealedKey = from_json(SealedKey, json.loads(found))  # type: ignore[assignment]
        return sealed if sealed.device == member.device else None

    def _keep(self, sealed: SealedKey) -> None:
        self._desk.store.keep_secret(_BOX, json.dumps(to_json(sealed)).encode())
