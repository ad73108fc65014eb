"""The key that seals: made on this device (P-256, its own certificate) or issued by an office, kept as PKCS#12."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from ambassador_app.errors import SealKeyUnfit
from ambassador_app.i18n import N_, Message
from ambassador_app.seal.certificates import Certified

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

LIFETIME: Final = timedelta(days=3653)
_LONGEST_NAME: Final = 64  # X.520's bound of common and organisation names, in bytes as the library counts
_BACKDATED: Final = timedelta(minutes=10)  # a clock set back a little must not make a new certificate unborn


UNREADABLE: Final = N_(
    "the key that is kept here cannot be read any more; import the office certificate again, or make a new key"
)


@dataclass(frozen=True, slots=True)
class SealKey(Certified):
    """A private key with its certificate and the certificates above it, next first. `repr` shows no key."""

    key: EllipticCurvePrivateKey | RSAPrivateKey
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()

    def __repr__(self) -> str:
        """Name the key without showing it."""
        return f"SealKey({self.fingerprint[:16]})"

    def to_bytes(self) -> bytes:
        """Give PKCS#12 without a passphrase: it belongs in the encrypted database and nowhere else."""
        from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

        above = list(self.chain) or None
        return pkcs12.serialize_key_and_certificates(b"seal", self.key, self.certificate, above, NoEncryption())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote. Raises SealKeyUnfit for anything else."""
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import pkcs12

        try:
            key, certificate, above = pkcs12.load_key_and_certificates(data, None)
        except (ValueError, TypeError) as error:
            raise SealKeyUnfit(reason=Message(UNREADABLE)) from error
        if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey) or certificate is None:
            raise SealKeyUnfit(reason=Message(UNREADABLE))
        return cls(key, certificate, tuple(above))


def make_seal_key(*, ambassador: str, municipality: str, now: datetime, serial: int) -> SealKey:
    """Make a key on this device, named after ambassador and municipality, valid ten years from `now` (aware).

    `serial` is a positive number of at most 159 bits, never used before (RFC 5280, 4.1.2.2).
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _shortened(municipality)),
        x509.NameAttribute(NameOID.COMMON_NAME, _shortened(ambassador)),
    ]
    subject = x509.Name([one for one in attributes if one.value])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return SealKey(key, builder.sign(key, hashes.SHA256()))


def _shortened(name: str) -> str:
    """Fit a name into the certificate, whose bound counts bytes of UTF-8."""
    bare = " ".join(name.split()) or "Ambassador"
    while len(bare.encode()) > _LONGEST_NAME:
        bare = bare.rstrip("…")[:-1].rstrip() + "…"
    return bare
