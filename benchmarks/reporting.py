"""A report with 20 photos, sealed, against plain ReportLab drawing the same content unsigned."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ambassador_app import report
from ambassador_app.i18n import Language
from ambassador_app.services.demo import Demonstration
from benchmarks.measuring import Figure, seconds_of, side_by_side
from benchmarks.seeding import FOLDER
from tests.builders import RESOURCES, session_in, translator

ROUNDS = 5


def figures() -> Iterator[Figure]:
    """Seal the demonstration visit with 20 photos; draw its texts and photos plainly beside it."""
    folder = FOLDER / "report"
    shutil.rmtree(folder, ignore_errors=True)
    with session_in(folder) as session:
        walked = Demonstration(session, RESOURCES / "demo", lambda: 0.0).walk(photos=20, seal=False)
        visit_id = walked.visit_id
        desk = session._desk  # noqa: SLF001 - the floor needs the images
        dossier = session.reports._dossiers.of(visit_id)  # noqa: SLF001
        content = report.compose(dossier, translator(Language.DANISH), session.now())
        images = {sha256: desk.store.blobs.get(sha256) for sha256 in content.image_hashes()}
        drawn = report.render(content, images, RESOURCES / "fonts")
        lines = [line.strip() for line in report.logical_text(drawn).splitlines() if line.strip()]
        Demonstration._sign(_signing(session, visit_id))  # noqa: SLF001
        ours, floor = side_by_side(
            lambda: seconds_of(lambda: _sealed(session, visit_id)),
            lambda: seconds_of(lambda: plain(lines, images)),
            ROUNDS,
        )
        sealed = session.signing.seal(visit_id)
        size = len(session.reports.pdf(sealed.report.id))
    yield Figure("report with 20 photos, drawn and sealed", ours, floor, "s", "≤ 2×")
    yield Figure("report with 20 photos, size", size / 1e6, sum(map(len, images.values())) / 1e6, "MB", "")


def _signing(session: Any, visit_id: str) -> Any:
    demonstration = Demonstration(session, RESOURCES / "demo", lambda: 0.0)
    demonstration._walked.visit_id = visit_id  # type: ignore[assignment]  # noqa: SLF001
    return demonstration


def _sealed(session: Any, visit_id: Any) -> bytes:
    """Draw and seal as `signing.seal` does, keeping nothing."""
    dossier = session.reports._dossiers.of(visit_id)  # noqa: SLF001
    now = session.now()
    drawn = session.reports.drawn(dossier, now)
    key = session.seal_keys.key(dossier.ambassador, dossier.municipality, now)
    return session.signing._sealed(dossier, drawn, now, key, None)  # type: ignore[no-any-return]  # noqa: SLF001


def plain(lines: list[str], images: dict[str, bytes]) -> bytes:
    """Draw every line of the report's text and every photo with ReportLab alone: no tags, no archive, no seal."""
    from reportlab import rl_config
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer

    rl_config.useA85 = 0
    style = getSampleStyleSheet()["BodyText"]
    story: list[Any] = []
    for text in lines:
        story += [Paragraph(text.replace("&", "&amp;").replace("<", "&lt;"), style), Spacer(1, 4)]
    for data in images.values():
        width, height = ImageReader(BytesIO(data)).getSize()
        story.append(Image(BytesIO(data), 220, 220 * height / width))
    out = BytesIO()
    SimpleDocTemplate(out).build(story)
    return out.getvalue()
