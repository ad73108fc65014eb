"""Two photos side by side: which one shows it before, which one after; before may be of an earlier visit."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from ambassador_app.domain.earlier_photo import EarlierPhoto
from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.domain.visit import Attachment, AttachmentKind
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import appear, column, row
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.photos import PhotoView

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

THIS_VISIT: Final = "now"


class ComparePage(QWidget):
    """Looks for the photo that belongs beside one, of this visit or an earlier one; Left and Right leaf through."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self.photo_id, self._number = "", 0
        self._offers: dict[str, list[Attachment | EarlierPhoto]] = {}
        self.swapped = False
        tr, space = context.translator.tr, context.theme.space
        self.before = PhotoView(context, tr("Before"))
        self.after = PhotoView(context, tr("After"))
        self.said = labels.muted(context, "")
        self.visits = Select(context, (), name=tr("Compare with a photo of"))
        self.visits.chosen.connect(self._turn_to)
        self.before_label, self.after_label = labels.strong(context, tr("Before")), labels.strong(context, tr("After"))
        self.previous = buttons.icon_button(context, "chevron-left", tr("Another photo, back"), partial(self.step, -1))
        self.following = buttons.icon_button(context, "chevron-right", tr("Another photo"), partial(self.step, 1))
        self.swap_button = buttons.secondary(context, tr("Swap before and after"), self.swap, "redo")
        self.keep_button = buttons.primary(context, tr("Keep as a pair"), self.keep, "check")
        self.cancel_button = buttons.secondary(context, tr("Cancel"), self.closed.emit)
        for part in (
            self.visits,
            self.previous,
            self.following,
            self.swap_button,
            self.keep_button,
            self.cancel_button,
        ):
            buttons.for_fingers(part)
        pictures = row(
            column(self.before_label, self.before, space=space.xs),
            column(self.after_label, self.after, space=space.xs),
            space=space.m,
        )
        pictures.setStretch(0, 1)
        pictures.setStretch(1, 1)
        tools = row(
            self.previous, self.following, self.said, self.swap_button, self.cancel_button, self.keep_button,
            space=space.s,
        )  # fmt: skip
        tools.setStretch(2, 1)
        for view in (self.before, self.after):
            view.setMinimumHeight(context.theme.px(110))
        head = row(labels.heading(context, tr("Before and after")), 1, self.visits, space=space.s)
        whole = column(head, pictures, tools, space=space.s, margins=(space.l, space.s, space.l, space.m))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        for keys, act in (("Esc", self.closed.emit), ("Left", partial(self.step, -1)),
                          ("Right", partial(self.step, 1)), ("Ctrl+Return", self.keep)):  # fmt: skip
            add_key(self, keys, act)

    def open(self, photo_id: str) -> None:
        """Look for the photo beside this one, nearest in time first."""
        workspace = self.model.workspace
        photos = [one for one in workspace.dossier.attachments if one.kind is AttachmentKind.PHOTO] if workspace else []
        paired = {one.before_id for one in photos} | {one.id for one in photos if one.before_id}
        self.photo_id, self._number, self.swapped = photo_id, 0, False
        self._offers = {THIS_VISIT: [one for one in photos if one.id != photo_id and one.id not in paired]}
        self._show_visits()
        self._show()
        self.following.setFocus(Qt.FocusReason.OtherFocusReason)
        evidence = self.model.session.evidence
        self.model.tasks.run(
            lambda: evidence.earlier(AttachmentId(photo_id)),
            owner=self,
            then=lambda found: self._add_earlier([one for one in found if one.id not in paired]),
            latest="earlier",
        )

    def _add_earlier(self, found: list[EarlierPhoto]) -> None:
        """Offer what earlier visits showed; the best of it at once where this visit has nothing to compare with."""
        for one in found:
            self._offers.setdefault(one.visited_on.isoformat(), []).append(one)
        self._show_visits()
        if found and not self._offers[THIS_VISIT]:
            self.visits.set_value(found[0].visited_on.isoformat())
            self._turn_to()

    def _show_visits(self) -> None:
        translator = self.context.translator
        choices = [(THIS_VISIT, translator.tr("This visit"))]
        choices += [
            (key, translator.tr("The visit of {day}", day=translator.day(date.fromisoformat(key))))
            for key in sorted(self._offers.keys() - {THIS_VISIT}, reverse=True)
        ]
        self.visits.set_choices(choices)
        self.visits.set_value(self.visits.value() or THIS_VISIT)
        appear(self.visits, len(choices) > 1)

    def _turn_to(self, _visit: object = None) -> None:
        self._number, self.swapped = 0, False
        self._show()

    @property
    def _others(self) -> list[Attachment | EarlierPhoto]:
        return self._offers.get(self.visits.value() or THIS_VISIT, [])

    @property
    def other(self) -> Attachment | EarlierPhoto | None:
        """The photo that is proposed."""
        return self._others[self._number] if self._others else None

    def step(self, by: int) -> None:
        """Propose another photo."""
        if self._others:
            self._number = (self._number + by) % len(self._others)
            self._show()

    def swap(self) -> None:
        """Let what was before be after."""
        self.swapped = not self.swapped
        self._show()

    def _show(self) -> None:
        tr, other = self.context.translator.tr, self.other
        for part in (self.previous, self.following, self.swap_button, self.keep_button):
            part.setEnabled(other is not None)
        self._show_days(other)
        if other is None:
            self.said.setText(tr("There is no other photo to compare with. Add one first."))
            self._load(self.photo_id, self.after, "after")
            self.before.set_image(b"")
            return
        counted = tr("{number} of {count}", number=self._number + 1, count=len(self._others))
        words = other.caption or (other.name if isinstance(other, Attachment) else "")
        self.said.setText(" · ".join(part for part in (counted, words) if part))
        mine, others = (self.before, self.after) if self.swapped else (self.after, self.before)
        self._load(self.photo_id, mine, "mine")
        self._load(other.id, others, "other")

    def _show_days(self, other: Attachment | EarlierPhoto | None) -> None:
        """Name the day of what an earlier visit showed, which is always what it was like before."""
        earlier = other if isinstance(other, EarlierPhoto) else None
        appear(self.swap_button, earlier is None)
        say_days(self.context, self.model.workspace, earlier, self.before_label, self.after_label)

    def _load(self, photo_id: str, view: PhotoView, slot: str) -> None:
        self.model.tasks.run(
            lambda: self.model.evidence.picture(photo_id, "report"), owner=self, then=view.set_image, latest=slot
        )

    def keep(self) -> None:
        """Let the two stand side by side from now on."""
        if self.other is not None:
            pair = (self.photo_id, self.other.id) if self.swapped else (self.other.id, self.photo_id)
            self.model.evidence.pair(*pair)
            self.closed.emit()


def say_days(
    context: UiContext, workspace: Workspace | None, earlier: EarlierPhoto | None, before: QLabel, after: QLabel
) -> None:
    """Say above two photos which is before and which after; of two visits with the day of each."""
    tr, day = context.translator.tr, context.translator.day
    now = workspace.dossier.visit.started_at if workspace is not None else None
    before.setText(tr("Before, {day}", day=day(earlier.visited_on)) if earlier else tr("Before"))
    after.setText(tr("After, {day}", day=day(now.astimezone(COPENHAGEN).date())) if earlier and now else tr("After"))
