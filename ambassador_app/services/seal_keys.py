"""Which key seals on this computer: an office's certificate or card where there is one, else a key of its own.

Keys lie in the encrypted database's secrets: in no journal, no outbox and no backup.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ambassador_app import seal
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.errors import SealKeyUnfit
from ambassador_app.i18n import N_, Message
from ambassador_app.seal import SealCard, SealKey, can_read_cards
from ambassador_app.seal.certificates import demand_valid
from ambassador_app.seal.keys import UNREADABLE
from ambassador_app.services.desk import Desk

__all__ = ["KeyKind", "KeyStatus", "SealCard", "SealKeys", "can_read_cards"]

OWN: Final = "seal-key"
OFFICE: Final = "seal-office"
CARD: Final = "seal-card"
_SOON: Final = timedelta(days=60)


class KeyKind(StrEnum):
    """Where the key that seals is from."""

    OWN = "own"
    OFFICE = "office"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """The key that seals, for people. `fingerprint` is in groups to be read aloud, empty before the first seal.

    `above` names those who stand behind the issuer; `whole_chain` is false where the last of them is missing.
    `trouble` says why it cannot seal now, `ends_soon` that it cannot in two months; `place` names the card.
    """

    kind: KeyKind
    name: str
    owner: str = ""
    issuer: str = ""
    above: tuple[str, ...] = ()
    whole_chain: bool = True
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    fingerprint: str = ""
    place: str = ""
    trouble: Message | None = None
    ends_soon: bool = False


class SealKeys:
    """The keys of this computer's seal."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def status(self) -> KeyStatus:
        """Tell which key seals now."""
        try:
            key = self._kept()
        except SealKeyUnfit as error:
            return KeyStatus(self._kind(), "", trouble=_reason(error))
        if key is None:
            return KeyStatus(KeyKind.OWN, self._desk.ambassador().name, self._desk.municipality().name)
        return self._told(key)

    def issuer(self) -> str:
        """Name who vouches for the key that seals; empty for a key of one's own, or one that cannot be read."""
        try:
            key = self._kept()
        except SealKeyUnfit:
            return ""
        return "" if key is None or key.is_self_made else key.issuer

    def key(self, ambassador: Ambassador, municipality: Municipality, now: datetime) -> SealKey | SealCard:
        """Give the key that seals for an ambassador; one of one's own is made when first needed.

        Raises SealKeyUnfit for one that cannot be read or is not valid now.
        """
        key = self._kept(ambassador) or self._made(ambassador, municipality, now)
        demand_valid(key.certificate, now)
        return key

    def import_file(self, data: bytes, passphrase: str, *, file: str = "") -> KeyStatus:
        """Take a PKCS#12 file's key as the one that seals; the passphrase is not kept, the database encrypts it.

        Raises KeyFileNotRead, SealKeyUnfit (not for signing, or not valid now); the key before then stays.
        """
        key = seal.read_pkcs12(data, passphrase, file=file)
        demand_valid(key.certificate, self._desk.now())
        self._desk.store.keep_secret(OFFICE, key.to_bytes())
        self._desk.store.forget_secret(CARD)
        return self._told(key)

    def cards(self, module: str) -> tuple[SealCard, ...]:
        """List the keys on the cards that a PKCS#11 module sees. Raises CardMissing."""
        return seal.cards(module)

    def use_card(self, card: SealCard) -> KeyStatus:
        """Take a card's key as the one that seals; its PIN is asked at each seal. Raises SealKeyUnfit."""
        demand_valid(card.certificate, self._desk.now())
        self._desk.store.keep_secret(CARD, json.dumps(card.to_plain()).encode())
        self._desk.store.forget_secret(OFFICE)
        return self._told(card)

    def remove(self) -> KeyStatus:
        """Forget the office's key or card; a key of one's own seals again."""
        self._desk.store.forget_secret(OFFICE)
        self._desk.store.forget_secret(CARD)
        return self.status()

    def renew(self) -> KeyStatus:
        """Make another key of one's own; reports sealed with the one before stay as they are."""
        return self._told(self._made(self._desk.ambassador(), self._desk.municipality(), self._desk.now()))

    # -- behind it ----------------------------------------------------------------------------------------------
    def _kind(self) -> KeyKind:
        store = self._desk.store
        if store.secret(CARD) is not None:
            return KeyKind.CARD
        return KeyKind.OFFICE if store.secret(OFFICE) is not None else KeyKind.OWN

    def _kept(self, ambassador: Ambassador | None = None) -> SealKey | SealCard | None:
        """Read the key that seals, None before the first of one's own. Raises SealKeyUnfit."""
        store = self._desk.store
        card = store.secret(CARD)
        if card is not None:
            try:
                return SealCard.from_plain(json.loads(card))
            except (KeyError, TypeError, ValueError) as error:
                raise SealKeyUnfit(reason=Message(UNREADABLE)) from error
        owner = ambassador.id if ambassador is not None else self._desk.user
        kept = store.secret(OFFICE) or store.secret(f"{OWN}/{owner}")
        return None if kept is None else SealKey.from_bytes(kept)

    def _made(self, ambassador: Ambassador, municipality: Municipality, now: datetime) -> SealKey:
        made = seal.make_seal_key(
            ambassador=ambassador.name,
            municipality=municipality.name,
            now=now,
            serial=int.from_bytes(self._desk.chance(19), "big") | 1,
        )
        self._desk.store.keep_secret(f"{OWN}/{ambassador.id}", made.to_bytes())
        return made

    def _told(self, key: SealKey | SealCard) -> KeyStatus:
        now = self._desk.now()
        if isinstance(key, SealCard):
            kind = KeyKind.CARD
        else:
            kind = KeyKind.OWN if key.is_self_made and self._kind() is KeyKind.OWN else KeyKind.OFFICE
        return KeyStatus(
            kind=kind,
            name=key.name,
            owner=key.owner,
            issuer=key.issuer,
            above=tuple(seal.name_of(one.subject) for one in key.chain),
            whole_chain=seal.is_complete(key.certificate, key.chain),
            valid_from=key.not_before,
            valid_until=key.not_after,
            fingerprint=seal.grouped(key.fingerprint),
            place=key.token if isinstance(key, SealCard) else "",
            trouble=_trouble(key, now),
            ends_soon=key.not_after - _SOON < now,
        )


def _trouble(key: SealKey | SealCard, now: datetime) -> Message | None:
    try:
        demand_valid(key.certificate, now)
    except SealKeyUnfit as error:
        return _reason(error)
    return None


def _reason(error: SealKeyUnfit) -> Message:
    found = error.fields["reason"]
    return found if isinstance(found, Message) else Message(N_("the key cannot be used"))
