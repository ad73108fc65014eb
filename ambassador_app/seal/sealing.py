"""Put the seal on a finished report: one PAdES certification signature after which nothing may change."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.errors import NotAReport, SealFailed
from ambassador_app.seal.keys import SealKey

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD: Final = "Seal"
RESERVED: Final = 24576  # hex characters: room for a 12 kB signature, so that a time stamp can be put in later


def seal(pdf: bytes, key: SealKey, *, reason: str, name: str, place: str, when: datetime) -> bytes:
    """Seal a report made by `report.render` and return the sealed file; the report is its unchanged beginning.

    PAdES B-B with DocMDP *no changes*, into the prepared field; `when` (aware) is the signer's own clock. Raises
    NotAReport where there is no such field, SealFailed where the key cannot seal at that time.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata

    certificate = key.certificate
    if not certificate.not_valid_before_utc <= when <= certificate.not_valid_after_utc:
        raise SealFailed(reason="certificate_not_valid_now")
    classes = _classes()
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        name=name,
        location=place,
    )
    try:
        writer = classes.QuietWriter(io.BytesIO(pdf))
        signer = classes.TimedSigner(metadata, signer=_signer(key), stamp_style=classes.KeepLook(), when=when)
        out = signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=RESERVED)
    except SigningError as error:
        raise SealFailed(reason="field") from error
    except (PdfError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise NotAReport(file="") from error
    return bytes(out.getvalue())


def _signer(key: SealKey) -> SimpleSigner:
    from asn1crypto import keys, x509  # type: ignore[import-untyped]
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    return SimpleSigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


@cache
def _classes() -> Any:
    """Load the subclasses of pyHanko's classes only when something is sealed."""
    from ambassador_app.seal import writers

    return writers
