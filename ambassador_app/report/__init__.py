"""From a visit to a report: decide the content, then put it on pages (ReportLab and pikepdf load on first use)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ambassador_app.i18n import Translator
from ambassador_app.report.blank import blank_checklist
from ambassador_app.report.compose import compose
from ambassador_app.report.content import ReportContent
from ambassador_app.report.copies import mail_copy
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
    "read_snapshot",
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


def logical_text(pdf: bytes) -> str:
    """See `logical.logical_text`."""
    from ambassador_app.report import logical

    return logical.logical_text(pdf)


def word(content: ReportContent, images: Mapping[str, bytes], fonts: Path, words: Translator) -> bytes:
    """See `word_copy.word_copy`."""
    from ambassador_app.report import word_copy

    return word_copy.word_copy(content, images, fonts, words)
