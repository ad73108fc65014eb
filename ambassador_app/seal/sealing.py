"""Put the seal on a finished report: one PAdES certification signature after which nothing may change."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.errors import NotAReport, SealFailed
from ambassador_app.seal import card as cards
from ambassador_app.seal.card import SealCard
from ambassador_app.seal.certificates import demand_for_signing, demand_valid
from ambassador_app.seal.keys import SealKey

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELD: Final = "Seal"
RESERVED: Final = 24576  # hex characters: room for a 12 kB signature, so that a time stamp can be put in later


def seal(
    pdf: bytes,
    key: SealKey | SealCard,
    *,
    reason: str,
    name: str,
    place: str,
    when: datetime,
    pin: str | None = None,
) -> bytes:
    """Seal a report made by `report.render` and return the sealed file; the report is its unchanged beginning.

    PAdES B-B with DocMDP *no changes*, into the prepared field; `when` (aware) is the signer's own clock, `pin` opens
    a card and is not kept. Raises NotAReport for what is no report, SealFailed where it has no such field,
    SealKeyUnfit where the key cannot seal at that time, CardMissing, PinNeeded, PinWrong.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata

    demand_for_signing(key.certificate)
    demand_valid(key.certificate, when)
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
        with _signer(key, pin) as own:
            signer = classes.TimedSigner(metadata, signer=own, stamp_style=classes.KeepLook(), when=when)
            out = signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=RESERVED)
    except SigningError as error:
        raise SealFailed(reason="field") from error
    except (PdfError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise NotAReport(file="") from error
    return bytes(out.getvalue())


@contextmanager
def _signer(key: SealKey | SealCard, pin: str | None) -> Iterator[Any]:
    """Give pyHanko's signer for a key, for as long as its card is open."""
    if isinstance(key, SealCard):
        with cards.opened(key, pin) as signer:
            yield signer
    else:
        from ambassador_app.seal.signers import FileSigner

        yield FileSigner(key)


@cache
def _classes() -> Any:
    """Load the subclasses of pyHanko's classes only when something is sealed."""
    from ambassador_app.seal import writers

    return writers
