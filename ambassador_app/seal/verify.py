"""Check a sealed report to its last byte. pdfsig and most readers overlook some of what is demanded here."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.errors import FileTooLarge, NotAReport
from ambassador_app.seal.container import certificates_of, is_canonical
from ambassador_app.seal.differences import differences
from ambassador_app.seal.embedded import DATA_NAME, LARGEST, DataDamaged, take_out
from ambassador_app.seal.raising import ARCHIVE_FIELD
from ambassador_app.seal.updates import nothing_follows, only_archived
from ambassador_app.seal.verdict import Embedded, Level, Origin, Verdict

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
    first to the last byte, or an archive time over it does; the holes they lie in hold exactly one canonical
    signature each and zeros; nothing else was added; the embedded data has its check sum. Time and trust of the
    certificates are told, not judged.
    """
    if b"%PDF-" not in pdf[:1024]:
        raise NotAReport(file=file)
    for name in ("pyhanko", "pyhanko_certvalidator"):
        # their warnings say what the verdict says, with values that do not belong in a log
        logging.getLogger(name).setLevel(logging.CRITICAL)
    found = _seal_verdict(pdf)
    return found if found.encrypted else replace(found, embedded=_embedded(pdf))


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
        if reader.encrypted:
            return Verdict(sealed=maybe_sealed, encrypted=True, problems=("encrypted",))
        seals, times = list(reader.embedded_regular_signatures), list(reader.embedded_timestamp_signatures)
    except (PdfError, *_HOSTILE):
        return Verdict(sealed=maybe_sealed, problems=("unreadable",))
    refused = _refused(seals, times, maybe_sealed=maybe_sealed)
    if refused is not None:
        return refused
    try:
        return _judged(pdf, seals[0], times)
    except (PdfError, *_HOSTILE):
        return Verdict(sealed=True, problems=("seal_unreadable",))


def _refused(
    seals: list[EmbeddedPdfSignature], times: list[EmbeddedPdfSignature], *, maybe_sealed: bool
) -> Verdict | None:
    """Give the verdict on a file whose signatures are not one seal and at most one archive time in their fields."""
    if not seals:
        return Verdict(sealed=maybe_sealed, problems=("seal_unreadable",) if maybe_sealed else ("no_seal",))
    names = [one.field_name for one in seals]
    if names != [_FIELD]:
        return Verdict(sealed=True, foreign=_FIELD not in names, problems=("unexpected_signatures",))
    if any(one.field_name != ARCHIVE_FIELD for one in times):
        return Verdict(sealed=True, problems=("unexpected_signatures",))
    return None


@dataclass(frozen=True, slots=True)
class _Archive:
    """What the archive time over a sealed file is worth."""

    holds: bool = False
    whole: bool = False
    at: datetime | None = None


def _judged(pdf: bytes, seal: EmbeddedPdfSignature, times: list[EmbeddedPdfSignature]) -> Verdict:
    """Judge the one seal of a file, and the archive time over it if there is one."""
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.status import SignatureCoverageLevel as Coverage

    archive = _archive(pdf, times[0]) if len(times) == 1 else _Archive()
    status = _status(seal)
    byte_range = [int(n) for n in seal.byte_range]
    whole = status.coverage is (Coverage.ENTIRE_REVISION if times else Coverage.ENTIRE_FILE)
    whole = whole and (archive.whole or not times)
    unaltered = only_archived(seal, times) if times else nothing_follows(seal)
    content = bytes(seal.pkcs7_content)
    stamp = status.timestamp_validity
    tests = {
        "digest": status.intact,
        "signature": status.valid,
        "hole": is_canonical(pdf, byte_range, content),
        "coverage": whole,
        "additions": unaltered,
        "permissions": seal.docmdp_level is MDPPerm.NO_CHANGES,
        "time_stamp": (stamp is None or (stamp.intact and stamp.valid)) and (archive.holds or not archive.whole),
        "archive_time": not times or archive.holds,
    }
    sound = all(tests[one] for one in ("digest", "signature", "hole", "time_stamp"))
    certificate = seal.signer_cert
    own = certificate.subject.native
    return Verdict(
        sealed=True,
        intact=sound,
        whole_file=whole,
        unchanged=unaltered,
        signer=str(own.get("common_name", "")),
        owner=str(own.get("organization_name", "")),
        issuer=_name(certificate.issuer),
        chain=_chain(content, certificate),
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
        fingerprint=certificate.sha256.hex(),
        signed_at=seal.self_reported_timestamp,
        stamped_at=stamp.timestamp if stamp is not None else None,
        archived_at=archive.at,
        level=_level(stamp is not None, bool(times)),
        reason=str(seal.sig_object.get("/Reason", "")),
        place=str(seal.sig_object.get("/Location", "")),
        origin=Origin.SELF_MADE if certificate.subject == certificate.issuer else Origin.ISSUED,
        differences=differences(pdf[: byte_range[2] + byte_range[3]], pdf) if sound and not unaltered else (),
        problems=tuple(code for code, passed in tests.items() if not passed),
    )


def _level(stamped: bool, archived: bool) -> Level:
    if archived and stamped:
        return Level.B_LTA
    return Level.B_T if stamped else Level.B_B


def _name(name: Any) -> str:
    parts = name.native
    found = (parts.get(one) for one in ("common_name", "organizational_unit_name", "organization_name"))
    return next((str(one) for one in found if one), str(name.human_friendly))


def _chain(content: bytes, own: Any) -> tuple[str, ...]:
    """Name those above the signer that the seal brings along, next first."""
    left, names, last = [one for one in certificates_of(content) if one.sha256 != own.sha256], [], own
    while last.subject != last.issuer:
        above = next((one for one in left if one.subject == last.issuer), None)
        if above is None:
            break
        left.remove(above)
        names.append(_name(above.subject))
        last = above
    return tuple(names)


def _status(seal: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """Let pyHanko check digest, signature and coverage, with the seal's own certificate and moment as given."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    moment = seal.self_reported_timestamp
    if moment is None or moment.tzinfo is None:
        raise ValueError("no time")
    context = ValidationContext(trust_roots=[seal.signer_cert], allow_fetching=False, moment=moment)
    return validate_pdf_signature(seal, context, skip_diff=True)  # what was appended is judged in `updates`


def _archive(pdf: bytes, time: EmbeddedPdfSignature) -> _Archive:
    """Check the archive time: over the whole file, holding, and in its canonical form."""
    from pyhanko.sign.validation import validate_pdf_timestamp
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=[time.signer_cert], allow_fetching=False)
    status = validate_pdf_timestamp(time, context)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    canonical = is_canonical(pdf, [int(n) for n in time.byte_range], bytes(time.pkcs7_content))
    return _Archive(holds=status.intact and status.valid and canonical, whole=whole, at=status.timestamp)
