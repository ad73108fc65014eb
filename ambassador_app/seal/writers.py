"""pyHanko taught three manners: keep our look, keep our metadata, take the time from the caller.

Imported only when something is sealed. The private names used are why pyHanko is pinned exactly.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSigner
from pyhanko.stamp import BaseStampStyle


class KeepLook(BaseStampStyle):
    """The field has an appearance with an embedded font already; pyHanko's own would use Courier, not embedded."""

    def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:
        """Make no stamp."""
        return None


class QuietWriter(IncrementalPdfFileWriter):
    """Leaves the XMP packet byte for byte as it is: rewritten, it fails a strict PDF/A reader. And leaves the file what
    PDF/A-3 rests on, PDF 1.7: for elliptic curves pyHanko would declare it PDF 2.0."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Stay at the version of the file."""

    def register_extension(self, ext: Any) -> None:
        """Declare what extends PDF 1.7 (PAdES); what extends PDF 2.0 has nothing to extend here."""
        if str(ext.base_version) != "/2.0":
            super().register_extension(ext)


class TimedSigner(PdfSigner):
    """Signs with the moment it is given instead of reading the clock."""

    def __init__(self, *args: Any, when: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._when = when

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        """Begin as pyHanko does, at our moment."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._when
        return session
