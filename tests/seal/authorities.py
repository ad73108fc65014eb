"""Whom a municipality gets certificates from, and a time-stamp service: made up, on this computer, for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ambassador_app.errors import TimeStampUnavailable
from ambassador_app.i18n import Message

BEGIN, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)
SERVICE = "http://stamps.example/tsa"
LIST = "http://stamps.example/list.crl"
PASSPHRASE = "sommerhus ved vandet"


@dataclass(frozen=True)
class Issued:
    key: Any
    certificate: x509.Certificate


def issue(name: str, by: Issued | None = None, *, kind: str = "ec", key: Any = None, **said: Any) -> Issued:
    """Issue a certificate: `usage` (signing, ca, stamps, none, encrypting), `begin`, `end`, `crl`."""
    key = key or (ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048))
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Eksempelkøbing Kommune"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    usage = said.get("usage", "signing")
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(abs(hash((name, kind, usage))) + 1)
        .not_valid_before(said.get("begin", BEGIN))
        .not_valid_after(said.get("end", END))
        .add_extension(x509.BasicConstraints(ca=usage == "ca", path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if usage != "none":
        builder = builder.add_extension(_usage(usage), critical=True)
    if usage == "stamps":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    if "crl" in said:
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(said["crl"])], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    return Issued(key, builder.sign(by.key if by else key, hashes.SHA256()))


def _usage(usage: str) -> x509.KeyUsage:
    signs, ca = usage in ("signing", "stamps"), usage == "ca"
    return x509.KeyUsage(signs, usage == "signing", usage == "encrypting", False, False, ca, ca, False, False)


@cache
def root() -> Issued:
    return issue("Danmarks Rod", usage="ca")


@cache
def between() -> Issued:
    return issue("Kommunernes Udsteder", root(), usage="ca", kind="rsa")


@cache
def office(kind: str = "ec", **said: Any) -> Issued:
    return issue("Eksempelkøbing Kommunes segl", between(), kind=kind, **said)


def pkcs12_of(one: Issued, *, passphrase: str = PASSPHRASE, above: tuple[Issued, ...] | None = None) -> bytes:
    chain = [other.certificate for other in (between(), root())] if above is None else [a.certificate for a in above]
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"segl", one.key, one.certificate, chain or None, lock)


class Service:
    """A time-stamp service with a revocation list, as the code reaches it. `at` is its clock."""

    def __init__(self, at: datetime) -> None:
        from asn1crypto import keys
        from asn1crypto import x509 as asn1
        from pyhanko.sign.timestamps import DummyTimeStamper

        own = issue("Tidsstempler", between(), kind="rsa", usage="stamps", crl=LIST)
        private = own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._stamper = DummyTimeStamper(
            asn1.Certificate.load(own.certificate.public_bytes(Encoding.DER)),
            keys.PrivateKeyInfo.load(private),
            certs_to_embed=[asn1.Certificate.load(between().certificate.public_bytes(Encoding.DER))],
            fixed_dt=at,
        )
        self.at = at
        self.asked: list[str] = []

    def post(self, url: str, body: bytes, kind: str) -> bytes:
        from asn1crypto import tsp

        assert kind == "application/timestamp-query"
        self.asked.append(url)
        return bytes(self._stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump())

    def get(self, url: str) -> bytes:
        self.asked.append(url)
        if url != LIST:
            raise TimeStampUnavailable(reason=Message("not there"))
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(between().certificate.subject)
            .last_update(self.at - timedelta(days=1))
            .next_update(self.at + timedelta(days=30))
        )
        return builder.sign(between().key, hashes.SHA256()).public_bytes(Encoding.DER)
