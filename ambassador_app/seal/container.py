"""The signature's hole in a sealed file: exactly one signature in its one canonical form, then zeros.

A signature does not cover the hole it stands in, and decoders forgive much there: small letters in the hex, other
encodings of the same values, data after the end. So the hole is compared with what it has to be, character by
character; then no byte of the file can change unnoticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo, SignedData  # type: ignore[import-untyped]


def is_canonical(pdf: bytes, byte_range: Sequence[int], content: bytes) -> bool:
    """Tell whether the hole left by `byte_range` holds `content`, canonical, as capital hex padded with zeros."""
    start, first, second, rest = byte_range
    if start != 0 or second <= first or second + rest != len(pdf):
        return False
    hole = pdf[first:second]
    if hole[:1] != b"<" or hole[-1:] != b">":
        return False
    wanted = canonical(content).hex().upper().encode("ascii")
    return hole[1:-1] == wanted.ljust(len(hole) - 2, b"0")


def canonical(content: bytes) -> bytes:
    """Write a CMS signature anew from its values alone: DER, without anything that the signature does not protect.

    Protected are the signed attributes (by the signature), the certificate (by its hash among them) and the signature
    itself; versions and algorithms have one right value each. Raises ValueError or TypeError where it cannot be read.
    """
    from asn1crypto import cms  # type: ignore[import-untyped]

    given = cms.ContentInfo.load(content, strict=False)
    signed: SignedData = given["content"]
    signer = signed["signer_infos"][0]
    attributes = signer["signed_attrs"].untag()
    certificates = [one.chosen.dump() for one in signed["certificates"]]
    return bytes(_content_info(signer["signature"].native, attributes, certificates).dump())


def _content_info(signature: bytes, attributes: object, certificates: Sequence[bytes]) -> ContentInfo:
    from asn1crypto import algos, cms, x509

    own = x509.Certificate.load(certificates[0])
    issued = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": issued}),
            "digest_algorithm": sha256,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signed_attrs": attributes,
            "signature": signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((sha256,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": [x509.Certificate.load(one) for one in certificates],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": cms.ContentType("signed_data"), "content": signed})
