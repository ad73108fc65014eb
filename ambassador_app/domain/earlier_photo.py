"""Which photos of a visit may be told of, and a photo of an earlier visit that a photo taken now is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Answer, Attachment, Finding


@dataclass(frozen=True, slots=True)
class EarlierPhoto:
    """A photo of an earlier visit to the site that shows what one of this visit shows, as it was before.

    `may_be_told` says that the report of its visit was sealed with it, so that the visited party knows it; `sha256`
    names the picture of that report. Nothing else of its visit comes along.
    """

    id: AttachmentId
    sha256: str
    width: int
    height: int
    caption: str
    visited_on: date
    may_be_told: bool


def photos_told(
    attachments: Iterable[Attachment],
    findings: Iterable[Finding],
    measures: Iterable[Measure],
    answers: Mapping[str, Answer],
) -> tuple[Attachment, ...]:
    """Give the photos and files of a visit that are of reach *report* and belong to nothing that is internal."""
    kept = {""}
    kept |= {str(one.id) for one in findings if one.reach is Reach.REPORT}
    kept |= {str(one.id) for one in measures if one.reach is Reach.REPORT and one.is_proposed}
    hidden = {path for path, answer in answers.items() if answer.reach is Reach.INTERNAL}
    return tuple(
        one
        for one in attachments
        if one.reach is Reach.REPORT
        and str(one.finding_id or one.measure_id or "") in kept
        and one.question not in hidden
    )
