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
    """Leaves the XMP packet byte for byte as it is: rewritten, it fails a strict PDF/A reader."""

    def _update_meta(self) -> None:
        pass


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
