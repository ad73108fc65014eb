"""Raise a seal: a time stamp on the signature (B-T), then validation data and an archive time over it all (B-LTA).

The sealed bytes stay as they are, but for the hole of the signature, which has room for the stamp. The network is the
caller's: a `Reach` is handed in.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from ambassador_app.errors import NotAReport, SealFailed, TimeStampUnavailable
from ambassador_app.i18n import N_, Message
from ambassador_app.seal import container

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

ARCHIVE_FIELD: Final = "ArchiveTime"
_RESERVED: Final = 24576  # hex characters, as for the seal
_NO_SEAL: Final = N_("the file has no seal that can be raised")
_ANSWER: Final = N_("the time-stamp service gave an answer that is no time stamp of what was asked")


class Reach(Protocol):
    """What reaches the network. Both raise TimeStampUnavailable."""

    def post(self, url: str, body: bytes, kind: str) -> bytes:
        """Send `body` of media type `kind` and give the answer."""

    def get(self, url: str) -> bytes:
        """Fetch what is there."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A raised file. `missing` counts the certificates of which nobody says whether they were withdrawn."""

    pdf: bytes
    missing: int


def raise_seal(pdf: bytes, *, service: str, reach: Reach) -> Raised:
    """Put a time stamp of `service` (URL, RFC 3161) into the seal and into the field `ArchiveTime`.

    What is raised already is given back as it is. Raises NotAReport, SealFailed for a file without our seal,
    TimeStampUnavailable where the service gives none; nothing is changed then.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        seals, times = list(reader.embedded_regular_signatures), list(reader.embedded_timestamp_signatures)
    except (PdfError, ValueError, LookupError, TypeError) as error:
        raise NotAReport(file="") from error
    if len(seals) != 1:
        raise SealFailed(reason=Message(_NO_SEAL))
    if times:
        return Raised(pdf, 0)
    stamps = _stamper(lambda asked: reach.post(service, asked, "application/timestamp-query"))
    content = bytes(seals[0].pkcs7_content)
    with_time = _with_stamp(pdf, [int(n) for n in seals[0].byte_range], content, stamps)
    certificates = [*container.certificates_of(content), *stamps.certificates]
    lists, missing = _revocations(certificates, reach)
    return Raised(_archived(with_time, stamps, certificates, lists), missing)


def _with_stamp(pdf: bytes, byte_range: list[int], content: bytes, stamps: Any) -> bytes:
    """Put the time stamp of the signature into the hole the signature lies in."""
    if container.stamp_of(content) is not None:
        return pdf
    token = stamps.stamp(container.signature_of(content))
    first, second = byte_range[1], byte_range[2]
    try:
        hole = container.hole_for(container.stamped(content, token), second - first)
    except ValueError as error:
        raise TimeStampUnavailable(reason=Message(_ANSWER)) from error
    return pdf[:first] + hole + pdf[second:]


def _archived(pdf: bytes, stamps: Any, certificates: Iterable[Certificate], lists: Iterable[Any]) -> bytes:
    """Append certificates and revocation lists, and over all of it the archive time, as one revision."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfTimeStamper
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    from ambassador_app.seal.writers import QuietWriter

    try:
        writer = QuietWriter(io.BytesIO(pdf))
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=list(certificates), crls=list(lists))
        stamper = PdfTimeStamper(stamps.client, field_name=ARCHIVE_FIELD)
        out = stamper.timestamp_pdf(writer, "sha256", bytes_reserved=_RESERVED)
    except (SigningError, PdfError) as error:
        raise SealFailed(reason="field") from error
    return bytes(out.getvalue())


# -- time stamps --------------------------------------------------------------------------------------------------
def _stamper(ask: Any) -> Any:
    from ambassador_app.seal.stamps import Stamps

    return Stamps(ask, TimeStampUnavailable(reason=Message(_ANSWER)))


# -- what the issuers say of their certificates -------------------------------------------------------------------
def _revocations(certificates: Iterable[Certificate], reach: Reach) -> tuple[list[Any], int]:
    """Fetch the revocation list of each certificate that somebody else issued; one that cannot be had is missing."""
    found: dict[str, Any] = {}
    missing = 0
    for one in {certificate.sha256: certificate for certificate in certificates}.values():
        if one.self_issued:
            continue
        addresses = [url for point in one.crl_distribution_points for url in _web_addresses(point)]
        if not any(url in found or _fetched(url, reach, found) for url in addresses):
            missing += 1
    return list(found.values()), missing


def _web_addresses(point: Any) -> list[str]:
    names = point["distribution_point"].chosen if point["distribution_point"].native else ()
    urls = [one.native for one in names if one.name == "uniform_resource_identifier"]
    return [url for url in urls if url.startswith(("http://", "https://"))]


def _fetched(url: str, reach: Reach, found: dict[str, Any]) -> bool:
    from asn1crypto import crl

    try:
        read = crl.CertificateList.load(reach.get(url))
        read["tbs_cert_list"]["this_update"].native  # noqa: B018  # read lazily: this is where a wrong answer shows
    except (TimeStampUnavailable, ValueError, TypeError):
        return False
    found[url] = read
    return True
