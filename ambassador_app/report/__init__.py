"""From a visit to a report: decide the content, then put it on pages (ReportLab and pikepdf load on first use)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ambassador_app.i18n import Translator
from ambassador_app.report.blank import blank_checklist
from ambassador_app.report.compose import compose
from ambassador_app.report.content import ReportContent
from ambassador_app.report.copies import mail_copy
from ambassador_app.report.receipt import receipt_paper
from ambassador_app.report.visit_data import snapshot
from ambassador_app.report.visit_reading import VisitData, read_snapshot

__all__ = [
    "ReportContent",
    "VisitData",
    "blank_checklist",
    "check",
    "compose",
    "logical_text",
    "mail_copy",
    "plain_copy",
    "read_snapshot",
    "receipt_paper",
    "render",
    "snapshot",
    "word",
]


def render(content: ReportContent, images: Mapping[str, bytes], fonts: Path, *, snapshot: bytes = b"") -> bytes:
    """See `rendering.render`."""
    from ambassador_app.report import rendering

    return rendering.render(content, images, fonts, snapshot=snapshot)


def check(pdf: bytes) -> tuple[str, ...]:
    """See `checking.check`."""
    from ambassador_app.report import checking

    return checking.check(pdf)


def plain_copy(
    pdf: bytes, fonts: Path, words: Translator, signer: str = "", sealed_at: datetime | None = None
) -> bytes:
    """See `archive_copy.archive_copy` and `archive_copy.copy_mark`."""
    from ambassador_app.report import archive_copy

    return archive_copy.archive_copy(pdf, fonts, archive_copy.copy_mark(words, signer, sealed_at))


def logical_text(pdf: bytes) -> str:
    """See `logical.logical_text`."""
    from ambassador_app.report import logical

    return logical.logical_text(pdf)


def word(content: ReportContent, images: Mapping[str, bytes], fonts: Path, words: Translator) -> bytes:
    """See `word_copy.word_copy`."""
    from ambassador_app.report import word_copy

    return word_copy.word_copy(content, images, fonts, words)
