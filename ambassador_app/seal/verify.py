"""Check a sealed report to its last byte. pdfsig and most readers overlook some of what is demanded here."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ambassador_app.errors import FileTooLarge, NotAReport
from ambassador_app.seal.container import is_canonical
from ambassador_app.seal.embedded import DATA_NAME, LARGEST, DataDamaged, take_out
from ambassador_app.seal.verdict import Embedded, Origin, Verdict

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

_FIELD: Final = "Seal"
# What a parser may stumble over in a file made to mislead it.
_HOSTILE: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    EOFError,
    OSError,
    MemoryError,
    struct.error,
    zlib.error,
)


def verify(pdf: bytes, *, file: str = "") -> Verdict:
    """Tell whether a report is as it was sealed. Raises NotAReport where `pdf` is no PDF at all.

    Good means: one certification seal in the field `Seal`; its digest and signature hold; it covers the file from the
    first to the last byte; the hole it lies in holds exactly one canonical signature and zeros; nothing was added;
    the embedded data has its check sum. Time and trust of the certificate are told, not judged.
    """
    if b"%PDF-" not in pdf[:1024]:
        raise NotAReport(file=file)
    for name in ("pyhanko", "pyhanko_certvalidator"):
        # their warnings say what the verdict says, with values that do not belong in a log
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return replace(_seal_verdict(pdf), embedded=_embedded(pdf))


def _embedded(pdf: bytes) -> Embedded:
    try:
        return Embedded.ABSENT if take_out(pdf, DATA_NAME, LARGEST) is None else Embedded.MATCHES
    except (DataDamaged, NotAReport, FileTooLarge):
        return Embedded.DAMAGED


def _seal_verdict(pdf: bytes) -> Verdict:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    maybe_sealed = b"/ByteRange" in pdf
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        seals = list(reader.embedded_regular_signatures)
    except (PdfError, *_HOSTILE):
        return Verdict(sealed=maybe_sealed, problems=("unreadable",))
    if not seals:
        return Verdict(sealed=maybe_sealed, problems=("seal_unreadable",) if maybe_sealed else ("no_seal",))
    if len(seals) > 1 or seals[0].field_name != _FIELD:
        return Verdict(sealed=True, problems=("unexpected_signatures",))
    try:
        return _judged(pdf, seals[0])
    except (PdfError, *_HOSTILE):
        return Verdict(sealed=True, problems=("seal_unreadable",))


def _judged(pdf: bytes, seal: EmbeddedPdfSignature) -> Verdict:
    """Judge the one seal of a file."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = _status(seal)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    unaltered = status.modification_level in (None, ModificationLevel.NONE) and bool(status.docmdp_ok)
    tests = {
        "digest": status.intact,
        "signature": status.valid,
        "hole": not whole or is_canonical(pdf, [int(n) for n in seal.byte_range], bytes(seal.pkcs7_content)),
        "coverage": whole,
        "additions": unaltered,
        "permissions": seal.docmdp_level is MDPPerm.NO_CHANGES,
    }
    intact = tests["digest"] and tests["signature"] and tests["hole"]
    certificate = seal.signer_cert
    return Verdict(
        sealed=True,
        intact=intact,
        whole_file=whole,
        unchanged=unaltered,
        signer=str(certificate.subject.native.get("common_name", "")),
        fingerprint=certificate.sha256.hex(),
        signed_at=seal.self_reported_timestamp,
        reason=str(seal.sig_object.get("/Reason", "")),
        place=str(seal.sig_object.get("/Location", "")),
        origin=Origin.SELF_MADE if certificate.subject == certificate.issuer else Origin.ISSUED,
        problems=tuple(code for code, passed in tests.items() if not passed),
    )


def _status(seal: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """Let pyHanko check digest, signature and differences, with the seal's own certificate and moment as given."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    moment = seal.self_reported_timestamp
    if moment is None or moment.tzinfo is None:
        raise ValueError("no time")
    context = ValidationContext(trust_roots=[seal.signer_cert], allow_fetching=False, moment=moment)
    return validate_pdf_signature(seal, context)
