"""Signatures of what the office says for everybody: made by the publisher's device, attested by the office.

Both are Ed25519 over RFC 8785. The office attests once, when it takes a publication from a device that may publish;
so whoever can change the office's database, but has not its secret, can make none, and a device that is shut out
later leaves what it had published as it was.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from ambassador_app.domain.publication import OWNED, Fault, Publication, Witness, publication_id
from ambassador_app.domain.records import to_json
from ambassador_app.domain.roles import Right, Role, may
from ambassador_app.wire.canonical import canonical

if TYPE_CHECKING:
    from pydantic import JsonValue

_SAID: Final = b"ambassador publication 1\n"
_ATTESTED: Final = b"ambassador attestation 1\n"
_INFO: Final = b"ambassador notary 1"
_SIGNED: Final = ("of", "subject", "number", "content", "withdrawn", "tenant", "by", "device", "at")
_WITNESSED: Final = ("device", "public_key", "person", "role", "at")


# -- keys -------------------------------------------------------------------------------------------------------------
def office_key(secret: bytes) -> bytes:
    """Give the private key that the office attests with (Ed25519, 32 bytes), out of its secret; kept nowhere."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=_INFO).derive(secret)


def public_of(private: bytes) -> str:
    """Give the public key of a private one (Ed25519), base64url without padding."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _text(Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


# -- signing ----------------------------------------------------------------------------------------------------------
def statement(publication: Publication) -> bytes:
    """Give the bytes that a publisher signs. Raises ValueError for content that JSON cannot say."""
    said = {name: to_json(getattr(publication, name)) for name in _SIGNED}
    return _SAID + canonical(cast("JsonValue", said))


def signed(publication: Publication, device_key: bytes) -> Publication:
    """Sign with the device's private key; what was attested before is gone."""
    return replace(publication, signature=sign(statement(publication), device_key), attested=None)


def sign(said: bytes, private_key: bytes) -> str:
    """Sign any bytes (Ed25519, base64url without padding)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _text(Ed25519PrivateKey.from_private_bytes(private_key).sign(said))


def is_signed(said: bytes, signature: str, public_key: str) -> bool:
    """Tell whether the owner of a public key signed exactly these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(_bytes(public_key)).verify(_bytes(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


# -- the office's word ------------------------------------------------------------------------------------------------
def attest(said: bytes, signature: str, witness: Witness, key: bytes) -> Witness:
    """Let the office vouch for a signature that it has verified; `key` is its private one."""
    return replace(witness, signature=sign(_attestation(said, signature, witness), key))


def is_attested(said: bytes, signature: str, witness: Witness, public_key: str) -> bool:
    """Tell whether the office of this public key vouched for a signature, and the signature itself holds."""
    vouched = is_signed(_attestation(said, signature, witness), witness.signature, public_key)
    return vouched and is_signed(said, signature, witness.public_key)


def _attestation(said: bytes, signature: str, witness: Witness) -> bytes:
    told: dict[str, Any] = {name: getattr(witness, name) for name in _WITNESSED}
    told |= {"said": hashlib.sha256(said).hexdigest(), "signature": signature}
    return _ATTESTED + canonical(told)


# -- judging ----------------------------------------------------------------------------------------------------------
def fault_of(publication: Publication, *, tenant: str, office: str) -> Fault | None:
    """Tell why a publication does not count for a laptop of `tenant` whose office has this public key, or None."""
    witness = publication.attested
    if (fault := misfit_of(publication, tenant)) is not None:
        return fault
    if witness is None or not publication.signature or not office:
        return Fault.UNSIGNED
    try:
        said = statement(publication)
    except ValueError:
        return Fault.FORGED
    if witness.device != publication.device or not is_attested(said, publication.signature, witness, office):
        return Fault.FORGED
    return None if is_allowed(publication.of, witness.role) else Fault.NOT_ALLOWED


def misfit_of(publication: Publication, tenant: str) -> Fault | None:
    """Tell what of a publication is wrong whoever signed it: its name, whom it is for, what it speaks of."""
    if publication.of not in OWNED:
        return Fault.UNKNOWN
    if publication.id != publication_id(publication.of, publication.subject, publication.number):
        return Fault.MISNAMED
    if publication.number < 1 or (publication.withdrawn and publication.content):
        return Fault.MISNAMED
    return None if publication.tenant == tenant else Fault.FOREIGN


def is_allowed(of: str, role: str) -> bool:
    """Tell whether somebody of this role may publish something of that kind."""
    return role in {one.value for one in Role} and may(Role(role), OWNED.get(of, Right.PUBLISH))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Read base64url without padding, written in its one way. Raises ValueError."""
    data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if _text(data) != text:
        raise ValueError("not base64url")
    return data
