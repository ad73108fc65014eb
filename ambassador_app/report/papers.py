"""Papers of the municipality that are no report: drawn as one, without seal, data and photos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ambassador_app.domain.place import Municipality
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Block, Furniture, Letterhead, ReportContent


def paper(
    words: Translator,
    title: str,
    subtitle: str,
    *,
    footer: str,
    created: datetime,
    office: Municipality | None,
    front: Iterable[Block],
    blocks: Iterable[Block],
) -> ReportContent:
    """Put blocks on paper with the municipality's head, in the translator's language."""
    owner = office.name if office is not None else ""
    return ReportContent(
        language=words.language.value,
        title=title,
        subtitle=subtitle,
        author=owner,
        accent=office.accent_colour if office is not None else "",
        letterhead=Letterhead(owner, office.department if office is not None else ""),
        furniture=Furniture(
            header=title,
            footer=footer,
            page=words.tr(N_("Page {page} of")),
            contents=words.tr(N_("Contents")),
            photo_missing="",
            seal_lines=(),
            seal_description="",
            archive_description="",
            data_description="",
        ),
        created=created,
        front=tuple(front),
        blocks=tuple(blocks),
    ).with_digest()
