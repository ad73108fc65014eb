"""The signature's hole in a sealed file: exactly one signature in its one canonical form, then zeros.

A signature does not cover the hole it stands in, and decoders forgive much there: small letters in the hex, other
encodings of the same values, other names of the same algorithm, data after the end. So the hole is compared with what
it has to be, character by character; then no byte of the file can change unnoticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asn1crypto.cms import CMSAttributes, ContentInfo, SignedData
    from asn1crypto.x509 import Certificate


def is_canonical(pdf: bytes, byte_range: Sequence[int], content: bytes) -> bool:
    """Tell whether the hole left by `byte_range` holds `content`, canonical, as capital hex padded with zeros.

    The range has to begin with the file and may end before it: what comes after is somebody else's to judge.
    """
    start, first, second, rest = byte_range
    if start != 0 or second <= first or second + rest > len(pdf):
        return False
    return pdf[first:second] == hole_for(canonical(content), second - first)


def hole_for(content: bytes, size: int) -> bytes:
    """Write what a hole of `size` bytes, angle brackets included, has to hold. Raises ValueError if it is too small."""
    wanted = content.hex().upper().encode("ascii")
    if len(wanted) > size - 2:
        raise ValueError("the hole is too small")
    return b"<" + wanted.ljust(size - 2, b"0") + b">"


def canonical(content: bytes) -> bytes:
    """Write a CMS signature or time stamp anew from its values alone: DER, without anything that is not protected.

    Protected are the signed attributes (by the signature), the content of a time stamp and the certificates (by their
    hashes among the attributes) and the signature itself; versions and algorithms have one right value each. The time
    stamp of a signature is the only unsigned attribute that is let in, itself canonical. Raises ValueError, TypeError
    or KeyError where it cannot be read.
    """
    from asn1crypto import cms

    given = cms.ContentInfo.load(content, strict=False)
    return bytes(_rebuilt(given["content"]).dump())


def stamped(content: bytes, token: bytes) -> bytes:
    """Give the canonical signature with the time stamp `token` of its signature value in it."""
    from asn1crypto import cms

    made = cms.ContentInfo.load(canonical(content))
    made["content"]["signer_infos"][0]["unsigned_attrs"] = _stamp_attribute(canonical(token))
    return bytes(cms.ContentInfo.load(made.dump(force=True)).dump())


def certificates_of(content: bytes) -> tuple[Certificate, ...]:
    """Give all certificates in a CMS object, protected or not."""
    from asn1crypto import cms

    signed = cms.ContentInfo.load(content, strict=False)["content"]
    return tuple(one.chosen for one in signed["certificates"] if one.name == "certificate")


def signature_of(content: bytes) -> bytes:
    """Give the bare signature value of a CMS object: what its time stamp is about."""
    from asn1crypto import cms

    signed = cms.ContentInfo.load(content, strict=False)["content"]
    return bytes(signed["signer_infos"][0]["signature"].native)


def stamp_of(content: bytes) -> bytes | None:
    """Give the time stamp among the unsigned attributes, or None."""
    from asn1crypto import cms

    return _stamp_in(cms.ContentInfo.load(content, strict=False)["content"]["signer_infos"][0])


def _rebuilt(signed: SignedData) -> ContentInfo:
    from asn1crypto import algos, cms

    signer = signed["signer_infos"][0]
    attributes = signer["signed_attrs"].untag()
    certificates = tuple(_bound(signed, attributes))
    own = certificates[0]
    issued = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    digest = algos.DigestAlgorithm({"algorithm": signer["digest_algorithm"]["algorithm"].native})
    values: dict[str, Any] = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": issued}),
        "digest_algorithm": digest,
        "signature_algorithm": _algorithm(signer, own),
        "signed_attrs": attributes,
        "signature": signer["signature"].native,
    }
    stamp = _stamp_in(signer)
    if stamp is not None:
        values["unsigned_attrs"] = _stamp_attribute(canonical(stamp))
    content, version = _content(signed)
    rebuilt = cms.SignedData(
        {
            "version": version,
            "digest_algorithms": cms.DigestAlgorithms((digest,)),
            "encap_content_info": content,
            "certificates": list(certificates),
            "signer_infos": [cms.SignerInfo(values)],
        }
    )
    return cms.ContentInfo({"content_type": cms.ContentType("signed_data"), "content": rebuilt})


def _content(signed: SignedData) -> tuple[dict[str, Any], str]:
    """Give what is signed: the file itself, which is not in here, or the statement of a time stamp."""
    from asn1crypto import core

    held = signed["encap_content_info"]
    if held["content_type"].native == "tst_info":
        return {"content_type": "tst_info", "content": core.ParsableOctetString(bytes(held["content"]))}, "v3"
    return {"content_type": "data"}, "v1"


def _algorithm(signer: Any, own: Certificate) -> Any:
    """Name the signature's algorithm by the one name it has for this key and digest."""
    from asn1crypto import algos

    given = signer["signature_algorithm"]
    if given["algorithm"].native == "rsassa_pss":
        return algos.SignedDigestAlgorithm.load(given.dump())
    kind = "ecdsa" if own.public_key.algorithm == "ec" else own.public_key.algorithm
    return algos.SignedDigestAlgorithm({"algorithm": f"{signer['digest_algorithm']['algorithm'].native}_{kind}"})


def _bound(signed: SignedData, attributes: CMSAttributes) -> Iterator[Certificate]:
    """Give the certificates whose hashes are signed, in that order. Raises KeyError where one is missing."""
    from asn1crypto import x509

    held = [one.chosen.dump() for one in signed["certificates"] if one.name == "certificate"]
    for attribute in attributes:
        kind = attribute["type"].native
        if kind not in ("signing_certificate_v2", "signing_certificate"):
            continue
        for named in attribute["values"][0]["certs"]:
            algorithm = named["hash_algorithm"]["algorithm"].native if kind.endswith("v2") else "sha1"
            wanted = named["cert_hash"].native
            yield x509.Certificate.load({hashlib.new(algorithm, one).digest(): one for one in held}[wanted])
        return
    raise KeyError("no certificate is bound")


def _stamp_in(signer: Any) -> bytes | None:
    unsigned = signer["unsigned_attrs"]
    if not unsigned:
        return None
    found = [one for one in unsigned if one["type"].native == "signature_time_stamp_token"]
    return bytes(found[0]["values"][0].dump()) if found else None


def _stamp_attribute(token: bytes) -> CMSAttributes:
    from asn1crypto import cms

    made = {"type": "signature_time_stamp_token", "values": [cms.ContentInfo.load(token)]}
    return cms.CMSAttributes([cms.CMSAttribute(made)])
