"""The photos of a visit, each handed out once, numbered in the order in which the report shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ambassador_app.domain.earlier_photo import EarlierPhoto
from ambassador_app.domain.visit import Attachment, AttachmentKind, Finding, PrintSize, Severity
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Photo, Room


class PhotoBook:
    """Gives photos to whatever they belong to; what nobody took is left for `rest`. Composing uses it in order.

    Photos are small, two side by side; the first of an important finding and those that somebody made large have the
    full width. One of `earlier` visits stands before the photo of this visit (of `day`) that is compared with it.
    """

    def __init__(
        self,
        words: Translator,
        attachments: Sequence[Attachment],
        findings: Sequence[Finding] = (),
        earlier: Sequence[EarlierPhoto] = (),
        day: date | None = None,
    ) -> None:
        self._words = words
        self._earlier = tuple(earlier)
        self._day = day
        self._important = {one.id for one in findings if one.severity is Severity.IMPORTANT}
        self._left = [one for one in attachments if one.kind is AttachmentKind.PHOTO and one.sha256]
        self._shown = 0

    def cover(self) -> tuple[Photo, ...]:
        """Take the photo that is to stand on page 1: of several the first; the others are large where they belong."""
        first = next((one for one in self._left if one.print_size is PrintSize.COVER), None)
        found = self._take(lambda one: one is first)
        return tuple(replace(one, room=Room.COVER) if one.room is Room.LARGE else one for one in found)

    def of_measure(self, measure_id: str) -> tuple[Photo, ...]:
        """Take the photos of a measure."""
        return self._take(lambda one: one.measure_id == measure_id)

    def of_finding(self, finding_id: str) -> tuple[Photo, ...]:
        """Take the photos of a finding."""
        return self._take(lambda one: one.finding_id == finding_id)

    def where(self, belongs: Callable[[Attachment], bool]) -> tuple[Photo, ...]:
        """Take the photos that belong to no finding or measure and that `belongs` picks."""
        return self._take(lambda one: not one.finding_id and not one.measure_id and belongs(one))

    def rest(self) -> tuple[Photo, ...]:
        """Take all that is left but the photos of measures."""
        return self._take(lambda one: not one.measure_id)

    def _take(self, wanted: Callable[[Attachment], bool]) -> tuple[Photo, ...]:
        taken: list[tuple[Attachment | EarlierPhoto, Room]] = []
        for one in [one for one in self._left if wanted(one)]:
            taken += self._with_its_other(one)
        return tuple(self._photo(one, room, self._day_of(one, taken)) for one, room in taken)

    def _day_of(self, one: Attachment | EarlierPhoto, taken: Sequence[tuple[Attachment | EarlierPhoto, Room]]) -> str:
        """Say of which day a photo is where two visits are compared."""
        if isinstance(one, EarlierPhoto):
            return self._words.day(one.visited_on)
        compared = any(one.before_id == other.id for other, _ in taken if isinstance(other, EarlierPhoto))
        return self._words.day(self._day) if compared and self._day is not None else ""

    def _with_its_other(self, one: Attachment) -> list[tuple[Attachment | EarlierPhoto, Room]]:
        """Take a photo, and with it the one it is compared with, wherever that belongs."""
        if one not in self._left:
            return []
        known: list[Attachment | EarlierPhoto] = [*self._left, *self._earlier]
        before = next((other for other in known if other.id == one.before_id), None)
        after = next((other for other in self._left if other.before_id == one.id), None)
        found: list[tuple[Attachment | EarlierPhoto, Room]]
        if before is not None:
            found = [(before, Room.BEFORE), (one, Room.AFTER)]
        elif after is not None:
            found = [(one, Room.BEFORE), (after, Room.AFTER)]
        else:
            found = [(one, self._room(one))]
        self._left = [left for left in self._left if all(left is not other for other, _ in found)]
        return found

    def _room(self, one: Attachment) -> Room:
        """Say how much room a photo gets; of an important finding's photos the first is what the others illustrate."""
        if one.print_size is PrintSize.SMALL and one.finding_id in self._important:
            self._important.discard(one.finding_id)
            return Room.LARGE
        return Room.SMALL if one.print_size is PrintSize.SMALL else Room.LARGE

    def _photo(self, one: Attachment | EarlierPhoto, room: Room, day: str) -> Photo:
        self._shown += 1
        words, caption = self._words, one.caption.strip()
        shown = words.tr(_NUMBERED[room], number=self._shown)
        if day:
            shown = words.tr(N_("{photo}, {day}"), photo=shown, day=day)
        described = words.tr(N_("Photo from the visit: {caption}"), caption=caption)
        return Photo(
            sha256=one.sha256,
            caption=f"{shown}. {caption}" if caption else f"{shown}.",
            alt=described if caption else words.tr(N_("Photo from the visit, without a description.")),
            width=max(one.width, 1),
            height=max(one.height, 1),
            room=room,
        )


_NUMBERED: Final = {
    Room.SMALL: N_("Photo {number}"),
    Room.LARGE: N_("Photo {number}"),
    Room.COVER: N_("Photo {number}"),
    Room.BEFORE: N_("Photo {number}, before"),
    Room.AFTER: N_("Photo {number}, after"),
}


def paper_photo(words: Translator, one: Attachment, name: str) -> Photo:
    """Show the photographed paper that somebody signed."""
    caption = words.tr(N_("The paper signed by {name}"), name=name)
    return Photo(one.sha256, caption, caption, max(one.width, 1), max(one.height, 1))
