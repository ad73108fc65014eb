"""Two photos side by side: which one shows it before, which one after."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.visit import Attachment, AttachmentKind
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.photos import PhotoView


class ComparePage(QWidget):
    """Looks for the photo that belongs beside one; Left and Right leaf through the others."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self.photo_id, self._others, self._number = "", [], 0  # type: tuple[str, list[Attachment], int]
        self.swapped = False
        tr, space = context.translator.tr, context.theme.space
        self.before = PhotoView(context, tr("Before"))
        self.after = PhotoView(context, tr("After"))
        self.said = labels.muted(context, "")
        self.previous = buttons.icon_button(context, "chevron-left", tr("Another photo, back"), partial(self.step, -1))
        self.following = buttons.icon_button(context, "chevron-right", tr("Another photo"), partial(self.step, 1))
        self.swap_button = buttons.secondary(context, tr("Swap before and after"), self.swap, "redo")
        self.keep_button = buttons.primary(context, tr("Keep as a pair"), self.keep, "check")
        self.cancel_button = buttons.secondary(context, tr("Cancel"), self.closed.emit)
        pictures = row(
            column(labels.strong(context, tr("Before")), self.before, space=space.xs),
            column(labels.strong(context, tr("After")), self.after, space=space.xs),
            space=space.m,
        )
        pictures.setStretch(0, 1)
        pictures.setStretch(1, 1)
        tools = row(
            self.previous, self.following, self.said, 1, self.swap_button, self.cancel_button, self.keep_button,
            space=space.s,
        )  # fmt: skip
        whole = column(
            labels.heading(context, tr("Before and after")), pictures, tools, space=space.s,
            margins=(space.l, space.s, space.l, space.m),
        )  # fmt: skip
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
        self._others = [one for one in photos if one.id != photo_id and one.id not in paired]
        self._show()
        self.following.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def other(self) -> Attachment | None:
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
        if other is None:
            self.said.setText(tr("There is no other photo to compare with. Add one first."))
            self._load(self.photo_id, self.after, "after")
            self.before.set_image(b"")
            return
        words = other.caption or other.name
        self.said.setText(
            " · ".join([tr("{number} of {count}", number=self._number + 1, count=len(self._others)), words])
        )
        mine, others = (self.before, self.after) if self.swapped else (self.after, self.before)
        self._load(self.photo_id, mine, "mine")
        self._load(other.id, others, "other")

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
