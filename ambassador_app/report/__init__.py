"""From a visit to a report: decide the content, then put it on pages (ReportLab and pikepdf load on first use)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ambassador_app.report.compose import compose
from ambassador_app.report.content import ReportContent
from ambassador_app.report.snapshot import snapshot

__all__ = ["ReportContent", "check", "compose", "logical_text", "render", "snapshot"]


def render(content: ReportContent, images: Mapping[str, bytes], fonts: Path, *, snapshot: bytes = b"") -> bytes:
    """See `render.render`."""
    from ambassador_app.report import render as rendering

    return rendering.render(content, images, fonts, snapshot=snapshot)


def check(pdf: bytes) -> tuple[str, ...]:
    """See `check.check`."""
    from ambassador_app.report import check as checking

    return checking.check(pdf)


def logical_text(pdf: bytes) -> str:
    """See `text.logical_text`."""
    from ambassador_app.report import text

    return text.logical_text(pdf)
