"""The photos of a visit, each handed out once, numbered in the order in which the report shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ambassador_app.domain.visit import Attachment, AttachmentKind
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Photo


class PhotoBook:
    """Gives photos to whatever they belong to; what nobody took is left for `rest`. Composing uses it in order."""

    def __init__(self, words: Translator, attachments: Sequence[Attachment]) -> None:
        self._words = words
        self._left = [one for one in attachments if one.kind is AttachmentKind.PHOTO and one.sha256]
        self._shown = 0

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
        taken = [one for one in self._left if wanted(one)]
        self._left = [one for one in self._left if not wanted(one)]
        return tuple(self._photo(one) for one in taken)

    def _photo(self, one: Attachment) -> Photo:
        self._shown += 1
        words, caption = self._words, one.caption.strip()
        shown = words.tr(N_("Photo {number}"), number=self._shown)
        described = words.tr(N_("Photo from the visit: {caption}"), caption=caption)
        return Photo(
            sha256=one.sha256,
            caption=f"{shown}. {caption}" if caption else f"{shown}.",
            alt=described if caption else words.tr(N_("Photo from the visit, without a description.")),
            width=max(one.width, 1),
            height=max(one.height, 1),
        )


def paper_photo(words: Translator, one: Attachment, name: str) -> Photo:
    """Show the photographed paper that somebody signed."""
    caption = words.tr(N_("The paper signed by {name}"), name=name)
    return Photo(one.sha256, caption, caption, max(one.width, 1), max(one.height, 1))
