"""Take the visit's data out of a report: by name, with its check sum, and never more than a limit."""

from __future__ import annotations

import hashlib
import io
import logging
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.errors import FileTooLarge, NotAReport

if TYPE_CHECKING:
    import pikepdf

DATA_NAME: Final = "visit.json"
LARGEST: Final = 64 * 1024 * 1024
_MOST_ENTRIES: Final = 100
_STRANGE: Final = (AttributeError, LookupError, TypeError, ValueError, RuntimeError, zlib.error)


class DataDamaged(Exception):
    """The data in the file is not what its check sum says, or cannot be unpacked."""


def read_embedded(pdf: bytes, *, name: str = DATA_NAME, limit: int = LARGEST) -> bytes | None:
    """Give the associated file `name` of a PDF, or None where there is none.

    Look at the seal first: only `verify` tells whether the data is what was sealed. Raises NotAReport for what is no
    PDF or holds damaged data, FileTooLarge where it would unpack to more than `limit` bytes.
    """
    try:
        return take_out(pdf, name, limit)
    except DataDamaged as error:
        raise NotAReport(file=name) from error


def take_out(pdf: bytes, name: str, limit: int) -> bytes | None:
    """As `read_embedded`, but raises DataDamaged where the PDF is sound and the data is not."""
    import pikepdf

    # qpdf's remarks on a damaged file say nothing that the verdict does not say
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        document = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, OSError, RuntimeError) as error:
        raise NotAReport(file=name) from error
    with document:
        try:
            stream = _find(document, name)
            return None if stream is None else _unpacked(stream, limit)
        except (pikepdf.PdfError, *_STRANGE) as error:
            raise DataDamaged from error


def pictures(pdf: bytes) -> Iterator[bytes]:
    """Give the photographs on the pages as the JPEG files they are. Raises NotAReport."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
            for one in document.objects:
                is_image = isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Image
                if is_image and "/DCTDecode" in str(one.get("/Filter", "")):
                    yield one.read_raw_bytes()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, OSError, RuntimeError) as error:
        raise NotAReport(file=DATA_NAME) from error


def _find(document: pikepdf.Pdf, name: str) -> Any:
    """Find the embedded stream by its name in the catalogue's AF; a file that is only attached does not count."""
    listed = document.Root.get("/AF")
    if listed is None:
        return None
    for i in range(min(len(listed), _MOST_ENTRIES)):
        spec = listed[i]
        if str(spec.get("/UF", "")) == name and str(spec.get("/AFRelationship", "")) == "/Source":
            return spec["/EF"]["/F"]
    return None


def _unpacked(stream: Any, limit: int) -> bytes:
    packed, filters = stream.read_raw_bytes(), stream.get("/Filter")
    if filters is None:
        data = packed
    elif str(filters) == "/FlateDecode" and "/DecodeParms" not in stream:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, limit + 1)
        if len(data) <= limit and not unpacker.eof:
            raise DataDamaged
    else:
        raise DataDamaged
    if len(data) > limit:
        raise FileTooLarge(file=DATA_NAME, limit_mb=limit // (1024 * 1024))
    said = stream["/Params"]
    check_sum = hashlib.md5(data, usedforsecurity=False).digest()  # the PDF standard's choice; the seal protects
    if int(said["/Size"]) != len(data) or bytes(said["/CheckSum"]) != check_sum:
        raise DataDamaged
    return bytes(data)
