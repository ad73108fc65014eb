"""Photos of a site's earlier visits, as what photos of a later one are compared with.

Only what a sealed report shows is offered: it cannot change any more, and the visited party has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ambassador_app.domain.earlier_photo import EarlierPhoto, photos_told
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.visit import (
    Attachment,
    AttachmentKind,
    Finding,
    SectionAnswers,
    Visit,
    VisitStatus,
    paths_of,
)
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.storage import Reading


def compared_with(reader: Reading, visit: Visit, attachments: Iterable[Attachment]) -> tuple[EarlierPhoto, ...]:
    """Give the photos of earlier visits to the site that photos of `visit` name; one that is gone is left out."""
    there = tuple(attachments)
    strangers = {one.before_id for one in there if one.before_id is not None} - {one.id for one in there}
    found = []
    for name in sorted(strangers):
        photo = reader.find(Attachment, name)
        other = reader.find(Visit, photo.visit_id) if photo is not None else None
        if photo is not None and other is not None and (day := _day_before(other, visit)):
            found.append(_earlier(photo, day, may_be_told=photo in _told(reader, other)))
    return tuple(found)


def offered(reader: Reading, visit: Visit, photo: Attachment) -> tuple[EarlierPhoto, ...]:
    """Give what may stand beside `photo` as before: of the same question first, then of the same area, newest first."""
    found = [
        (_likeness(photo, one), day, one)
        for other in reader.all(Visit, site_id=visit.site_id)
        if (day := _day_before(other, visit))
        for one in _told(reader, other)
    ]
    found.sort(key=lambda entry: (entry[0], -entry[1].toordinal()))
    return tuple(_earlier(one, day, may_be_told=True) for _, day, one in found)


def fits(reader: Reading, visit: Visit, before: Attachment) -> bool:
    """Tell whether a photo may stand in `visit` as what something was like before."""
    other = reader.load(Visit, before.visit_id)
    return _day_before(other, visit) is not None and before in _told(reader, other)


def _day_before(other: Visit, visit: Visit) -> date | None:
    """Give the day of another visit to the same site that began before this one; None if it is no such visit."""
    if other.id == visit.id or other.site_id != visit.site_id or other.started_at is None:
        return None
    if visit.started_at is not None and other.started_at >= visit.started_at:
        return None
    return other.started_at.astimezone(COPENHAGEN).date()


def _told(reader: Reading, visit: Visit) -> Iterator[Attachment]:
    """Give the photos that the sealed report of a visit shows."""
    if visit.status is not VisitStatus.SEALED:
        return
    told = photos_told(
        reader.all(Attachment, visit_id=visit.id),
        reader.all(Finding, visit_id=visit.id),
        reader.all(Measure, visit_id=visit.id),
        paths_of(reader.all(SectionAnswers, visit_id=visit.id)),
    )
    yield from (one for one in told if one.kind is AttachmentKind.PHOTO)


def _likeness(photo: Attachment, other: Attachment) -> int:
    """Say how near another photo is to what this one shows: 0 the same question, 1 the same area, 2 elsewhere."""
    if photo.question and photo.question == other.question:
        return 0
    return 1 if photo.area and photo.area == other.area else 2


def _earlier(photo: Attachment, day: date, *, may_be_told: bool) -> EarlierPhoto:
    return EarlierPhoto(photo.id, photo.sha256, photo.width, photo.height, photo.caption, day, may_be_told)
