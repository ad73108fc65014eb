"""Certificates read for people: whose they are, how long they hold, who stands behind them, what they are for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ambassador_app.errors import SealKeyUnfit
from ambassador_app.i18n import N_, Message

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name, ObjectIdentifier

_LEAST_RSA: Final = 2048
_NOT_BEGUN: Final = N_(
    "its certificate is valid only from {moment}, and this computer's clock says it is earlier; set the clock, or use"
    " another key"
)
_ENDED: Final = N_(
    "its certificate was valid until {moment}; if this computer's clock is right, import a new office certificate or"
    " make a new key in Settings"
)
_USAGE: Final = N_("its certificate is not meant for signing; ask for one for digital signature or sealing")
_KIND: Final = N_("keys of this kind cannot seal; ask for an RSA key of at least 2048 bits or an elliptic curve key")


class Certified:
    """Something that has a certificate and the certificates above it."""

    __slots__ = ()
    certificate: Certificate
    chain: tuple[Certificate, ...]

    @property
    def name(self) -> str:
        """The name a PDF reader shows for the seal."""
        return name_of(self.certificate.subject)

    @property
    def owner(self) -> str:
        """The organisation in the certificate, or empty."""
        from cryptography.x509.oid import NameOID

        return _part(self.certificate.subject, NameOID.ORGANIZATION_NAME)

    @property
    def issuer(self) -> str:
        """Who issued the certificate."""
        return name_of(self.certificate.issuer)

    @property
    def is_self_made(self) -> bool:
        """Whether nobody else vouches for the key."""
        return self.certificate.subject == self.certificate.issuer

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as hex: what two people compare to know the key."""
        from cryptography.hazmat.primitives import hashes

        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def not_before(self) -> datetime:
        """The first moment the certificate is valid, aware."""
        return self.certificate.not_valid_before_utc

    @property
    def not_after(self) -> datetime:
        """The last moment the certificate is valid, aware."""
        return self.certificate.not_valid_after_utc


def name_of(name: Name) -> str:
    """Give the most telling part of a name."""
    from cryptography.x509.oid import NameOID

    parts = (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)
    return next((found for found in (_part(name, one) for one in parts) if found), name.rfc4514_string())


def _part(name: Name, which: ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(which)
    return str(found[0].value) if found else ""


def demand_valid(certificate: Certificate, when: datetime) -> None:
    """Refuse a certificate that is not valid at `when` (aware). Raises SealKeyUnfit."""
    if when < certificate.not_valid_before_utc:
        raise SealKeyUnfit(reason=Message(_NOT_BEGUN, {"moment": certificate.not_valid_before_utc}))
    if when > certificate.not_valid_after_utc:
        raise SealKeyUnfit(reason=Message(_ENDED, {"moment": certificate.not_valid_after_utc}))


def demand_for_signing(certificate: Certificate) -> None:
    """Refuse a certificate whose key or stated purpose is not for signing documents. Raises SealKeyUnfit."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = certificate.public_key()
    strong = isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 256
    strong = strong or (isinstance(key, rsa.RSAPublicKey) and key.key_size >= _LEAST_RSA)
    if not strong:
        raise SealKeyUnfit(reason=Message(_KIND))
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise SealKeyUnfit(reason=Message(_USAGE))


def chain_of(certificate: Certificate, others: Iterable[Certificate]) -> tuple[Certificate, ...]:
    """Pick from `others` the certificates above `certificate`, next first, as far as each signed the one below."""
    left, chain, last = list(others), [], certificate
    while last.subject != last.issuer:
        above = next((one for one in left if _has_issued(one, last)), None)
        if above is None:
            break
        left.remove(above)
        chain.append(above)
        last = above
    return tuple(chain)


def is_complete(certificate: Certificate, chain: tuple[Certificate, ...]) -> bool:
    """Whether the chain ends with somebody who vouches for himself."""
    last = chain[-1] if chain else certificate
    return last.subject == last.issuer


def _has_issued(above: Certificate, below: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
