"""A key on a card or token behind a PKCS#11 module: only the place is known here, the PIN is asked each time.

Needs the optional package python-pkcs11 (extra `card`), loaded on the first call.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from ambassador_app.errors import AmbassadorError, CardMissing, PinNeeded, PinWrong
from ambassador_app.i18n import N_, Message
from ambassador_app.seal.certificates import Certified, chain_of, demand_for_signing

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_NOT_INSTALLED = N_("this computer's installation cannot read cards (the part for cards is not installed)")
_NO_MODULE = N_("the card's program module cannot be loaded; choose the file that came with the card")
_NO_CARD = N_("no card or token is in the reader")
_OTHER_CARD = N_("the card or token with this key is not in the reader")
_NO_ANSWER = N_("the card did not do what it was asked to; take it out, put it in again and try once more")
_LOCKED = N_("the card is locked after too many wrong PINs; the office that issued it can open it again")


@dataclass(frozen=True, slots=True)
class SealCard(Certified):
    """A key that never leaves its card. `module` is the PKCS#11 library, `key_id` the key's name on the card."""

    module: str
    slot: int
    token: str
    serial: str
    key_id: bytes
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()

    def to_plain(self) -> dict[str, object]:
        """Give plain JSON; there is nothing secret in it."""
        return {
            "module": self.module,
            "slot": self.slot,
            "token": self.token,
            "serial": self.serial,
            "key_id": self.key_id.hex(),
            "certificates": [b64encode(_der(one)).decode("ascii") for one in (self.certificate, *self.chain)],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """Read what `to_plain` gave. Raises KeyError, TypeError, ValueError for anything else."""
        from cryptography.x509 import load_der_x509_certificate

        own, *above = (load_der_x509_certificate(b64decode(one)) for one in plain["certificates"])
        key_id = bytes.fromhex(plain["key_id"])
        place = (str(plain["module"]), int(plain["slot"]), str(plain["token"]), str(plain["serial"]))
        return cls(*place, key_id, own, tuple(above))


def can_read_cards() -> bool:
    """Tell whether the optional part for cards is installed, and works here."""
    try:
        import pkcs11
    except ImportError:
        return False
    return callable(pkcs11.lib)


def cards(module: str) -> tuple[SealCard, ...]:
    """List the keys for signing on the cards in all readers of a module, each by its certificate; asks no PIN.

    Raises CardMissing.
    """
    found: list[SealCard] = []
    with _library(module) as library:
        for slot in _with_card(library):
            found += _keys_in(module, slot)
    if not found:
        raise CardMissing(reason=Message(_NO_CARD))
    return tuple(found)


@contextmanager
def opened(card: SealCard, pin: str | None) -> Iterator[Any]:
    """Log in to the card and give pyHanko's signer for its key; the PIN is forgotten with the session.

    Raises CardMissing, also where the card gives up while it signs, PinNeeded, PinWrong.
    """
    if not pin:
        raise PinNeeded(token=card.token)
    with _library(card.module) as library:
        import pkcs11

        try:
            tokens = (slot.get_token() for slot in _with_card(library))
            token = next((one for one in tokens if _serial(one) == card.serial), None)
            if token is None:
                raise CardMissing(reason=Message(_OTHER_CARD))
            with token.open(user_pin=pin) as session:
                yield _signer(session, card)
        except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
            raise PinWrong(token=card.token) from error
        except pkcs11.PinLocked as error:
            raise CardMissing(reason=Message(_LOCKED)) from error


def _signer(session: Any, card: SealCard) -> Any:
    from ambassador_app.seal.signers import card_signer

    return card_signer(session, card)


@contextmanager
def _library(module: str) -> Iterator[Any]:
    """Load the module of a card and tell its troubles as sentences."""
    try:
        import pkcs11
    except ImportError as error:
        raise CardMissing(reason=Message(_NOT_INSTALLED)) from error
    try:
        library = pkcs11.lib(module)
        # A card that was put in since the module was loaded is seen only by a module that starts anew.
        library.reinitialize()
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise CardMissing(reason=Message(_NO_MODULE)) from error
    try:
        yield library
    except AmbassadorError:
        raise
    except pkcs11.PKCS11Error as error:
        raise CardMissing(reason=Message(_NO_ANSWER)) from error


def _with_card(library: Any) -> Iterator[Any]:
    """Give the slots with a card that has been made ready."""
    from pkcs11 import TokenFlag

    for slot in library.get_slots(token_present=True):
        if slot.get_token().flags & TokenFlag.TOKEN_INITIALIZED:
            yield slot


def _keys_in(module: str, slot: Any) -> Iterator[SealCard]:
    from cryptography.x509 import load_der_x509_certificate
    from pkcs11 import Attribute, ObjectClass

    token = slot.get_token()
    with token.open() as session:
        held = [
            (bytes(one[Attribute.ID]), load_der_x509_certificate(bytes(one[Attribute.VALUE])))
            for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        ]
    every = [certificate for _, certificate in held]
    issuers = {one.issuer for one in every if one.issuer != one.subject}
    for key_id, certificate in held:
        if certificate.subject in issuers and len(held) > 1:
            continue  # one of those that only stand behind another
        try:
            demand_for_signing(certificate)
        except AmbassadorError:
            continue
        above = chain_of(certificate, every)
        yield SealCard(module, slot.slot_id, _text(token.label), _serial(token), key_id, certificate, above)


def _serial(token: Any) -> str:
    return _text(token.serial)


def _text(value: Any) -> str:
    plain = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return plain.strip("\0 ")


def _der(certificate: Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)
