"""One photo of the visit, as large as there is room, with all that is said of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.earlier_photo import EarlierPhoto
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Attachment, AttachmentKind, PrintSize
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, appear, column, row, scrolled
from ambassador_app.ui.screens.visit.compare import say_days
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.photo_places import key_of, place_of_photo, places_of
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import ChoiceButtons, ReachToggle, Select
from ambassador_app.ui.widgets.fields import TextArea, commit_pending
from ambassador_app.ui.widgets.photos import PhotoView
from ambassador_app.wording import LABEL

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class PhotoPage(QWidget):
    """Shows a photo in the place of the questions until it is closed; the arrows beside it lead to the others."""

    closed = Signal()
    draw_wanted = Signal(str)
    compare_wanted = Signal(str)
    save_wanted = Signal(str)

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self.photo_id = ""
        self._shown = ""
        tr = context.translator.tr
        self.title = labels.heading(context, "")
        self.when = labels.muted(context, "")
        self.picture = PhotoView(context, tr("Photo"))
        self.other = PhotoView(context, tr("Before"))
        self.before_label, self.after_label = labels.strong(context, tr("Before")), labels.strong(context, tr("After"))
        self.previous = buttons.icon_button(context, "chevron-left", tr("Previous photo"), partial(self.step, -1))
        self.following = buttons.icon_button(context, "chevron-right", tr("Next photo"), partial(self.step, 1))
        self.close_button = buttons.icon_button(context, "close", tr("Close the photo"), self.closed.emit)
        self.caption = TextArea(context, name=tr("Caption"), placeholder=tr("What does it show?"), lines=2)
        self.place = Select(context, (), name=tr("Where it belongs"))
        self.place.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reach = ReachToggle(context, Reach.REPORT)
        self.print_size = ChoiceButtons(
            context, [(one.value, tr(LABEL[one])) for one in PrintSize], name=tr("In the report"), clearable=False
        )
        self.draw_button = buttons.primary(context, tr("Draw or blur"), lambda: self.draw_wanted.emit(self.photo_id))
        self.compare_button = buttons.secondary(
            context, tr("Before and after …"), lambda: self.compare_wanted.emit(self.photo_id)
        )
        self.part_button = buttons.secondary(context, tr("Part the pair"), self.part)
        self.save_button = buttons.secondary(
            context, tr("Save a copy …"), lambda: self.save_wanted.emit(self.photo_id), "save"
        )
        self.remove_button = buttons.quiet(context, tr("Remove the photo"), self.remove, "trash")
        for part in (
            *(self.previous, self.following, self.close_button, self.place, self.draw_button, self.compare_button),
            *(self.part_button, self.save_button, self.remove_button),
        ):
            buttons.for_fingers(part)
        self._connect()
        self._lay_out()

    def _lay_out(self) -> None:
        context, space = self.context, self.context.theme.space
        head = row(
            self.previous, self.following, self.title, 1, self.compare_button, self.part_button, self.draw_button,
            self.close_button, space=space.s,
        )  # fmt: skip
        self._pictures = row(
            column(self.before_label, self.other, space=space.xs),
            column(self.after_label, self.picture, space=space.xs),
            space=space.m,
        )
        self._pictures.setStretch(1, 1)
        side = scrolled(self._side())
        side.setFixedWidth(context.theme.px(264))
        body = row(self._pictures, side, space=space.m)
        body.setStretch(0, 1)
        whole = column(head, body, space=space.s, margins=(space.l, space.s, space.l, space.l))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        for keys, act in (("Esc", self.close_photo), ("Alt+Left", partial(self.step, -1)),
                          ("Alt+Right", partial(self.step, 1))):  # fmt: skip
            add_key(self, keys, act)

    def _side(self) -> QWidget:
        form = Form(self.context)
        tr = self.context.translator.tr
        form.add(tr("Caption"), self.caption)
        form.add(tr("Where it belongs"), self.place)
        form.add(tr("Who may see it"), self.reach, hint=tr("“Internal” must not be shown outside the municipality."))
        form.add(tr("In the report"), self.print_size)
        held = QWidget()
        held.setLayout(
            column(
self.when, form.widget, self.save_button, self.remove_button, 1, space=self.context.theme.space.s,
            )
        )  # fmt: skip
        return held

    def _connect(self) -> None:
        evidence = self.model.evidence
        self.caption.edited.connect(lambda text: evidence.change(self.photo_id, caption=text))
        self.reach.changed.connect(lambda reach: evidence.change(self.photo_id, reach=reach))
        self.print_size.chosen.connect(lambda key: evidence.change(self.photo_id, print_size=PrintSize(str(key))))
        self.place.chosen.connect(self._move)

    # -- showing ------------------------------------------------------------------------------------------------
    def show_photo(self, photo_id: str, caption: str = "") -> None:
        """Show this photo; the bytes come from the store."""
        commit_pending(self)
        self.photo_id, self._shown = photo_id, ""
        self.title.setText(caption)
        if self.model.workspace is not None:
            self.show_workspace(self.model.workspace)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the photo as it is now; one that is gone is closed."""
        if not self.photo_id:
            return
        photo = self._photo(workspace)
        if photo is None:
            self.close_photo()
            return
        tr, photos = self.context.translator.tr, self._photos(workspace)
        number = [one.id for one in photos].index(photo.id) + 1
        self.title.setText(tr("Photo {number} of {count}", number=number, count=len(photos)))
        self.previous.setEnabled(number > 1)
        self.following.setEnabled(number < len(photos))
        taken = self.context.translator.moment(photo.taken_at) if photo.taken_at else tr("The camera noted no time.")
        self.when.setText("\n".join(part for part in (taken, photo.name) if part))
        self.caption.set_value(photo.caption)
        self.reach.set_value(photo.reach)
        self.print_size.set_value(photo.print_size.value)
        places = places_of(workspace, self.context.translator)
        self.place.set_choices([(key, words) for key, (_, words) in places.items()])
        self.place.set_value(key_of(place_of_photo(photo)))
        self._lock(workspace.locked)
        self._show_pictures(photo, workspace)

    def _lock(self, locked: bool) -> None:
        self.caption.set_read_only(locked)
        for part in (self.reach, self.print_size, self.place):
            part.setEnabled(not locked)
        for button in (self.draw_button, self.compare_button, self.part_button, self.remove_button):
            appear(button, not locked)

    def _show_pictures(self, photo: Attachment, workspace: Workspace) -> None:
        before = self._before(photo, workspace)
        after = next((one for one in workspace.dossier.attachments if one.before_id == photo.id), None)
        paired = before is not None or after is not None
        left: Attachment | EarlierPhoto | None
        left, right = (photo, after) if after is not None else (before, photo)
        earlier = left if isinstance(left, EarlierPhoto) else None
        say_days(self.context, workspace, earlier, self.before_label, self.after_label)
        for part in (self.other, self.before_label, self.after_label):
            appear(part, paired)
        self._pictures.setStretch(0, int(paired))
        appear(self.part_button, paired and not workspace.locked)
        appear(self.compare_button, not paired and not workspace.locked)
        shown = " ".join(one.sha256 for one in (left, right) if one is not None)
        if shown != self._shown:
            self._shown = shown
            self._load(right.id, self.picture, "photo")
            if left is not None:
                self._load(left.id, self.other, "before")

    def _before(self, photo: Attachment, workspace: Workspace) -> Attachment | EarlierPhoto | None:
        """Give what a photo is compared with; before the company only what it may see."""
        dossier, hidden = workspace.dossier, self.model.show_mode
        found = next((one for one in dossier.attachments if one.id == photo.before_id), None)
        if found is not None:
            return found if not (hidden and found.reach is Reach.INTERNAL) else None
        earlier = next((one for one in dossier.earlier_photos if one.id == photo.before_id), None)
        return earlier if earlier is not None and (earlier.may_be_told or not hidden) else None

    def _load(self, photo_id: str, view: PhotoView, slot: str) -> None:
        self.model.tasks.run(
            lambda: self.model.evidence.picture(photo_id, "report"), owner=self, then=view.set_image, latest=slot
        )

    def _photos(self, workspace: Workspace) -> list[Attachment]:
        hidden = self.model.show_mode
        return [
            one
            for one in workspace.dossier.attachments
            if one.kind is AttachmentKind.PHOTO and not (hidden and one.reach is Reach.INTERNAL)
        ]

    def _photo(self, workspace: Workspace) -> Attachment | None:
        return next((one for one in self._photos(workspace) if one.id == self.photo_id), None)

    # -- deeds --------------------------------------------------------------------------------------------------
    def step(self, by: int) -> None:
        """Show the photo before or after this one."""
        if self.model.workspace is None:
            return
        ids = [one.id for one in self._photos(self.model.workspace)]
        there = ids.index(self.photo_id) + by if self.photo_id in ids else -1  # type: ignore[arg-type]
        if 0 <= there < len(ids):
            self.show_photo(ids[there])

    def _move(self, key: str) -> None:
        place = places_of(self.model.workspace, self.context.translator)[key][0]
        self.model.evidence.change(
            self.photo_id, area=place.area, question=place.question, finding_id=place.finding_id,
            measure_id=place.measure_id,
        )  # fmt: skip

    def part(self) -> None:
        """Take the pair apart."""
        self.model.evidence.part(self.photo_id)

    def remove(self) -> None:
        """Take the photo away; undo brings it back."""
        gone, self.photo_id = self.photo_id, ""
        self.model.evidence.remove(gone)
        self.closed.emit()

    def close_photo(self) -> None:
        """Send what is typed, and go back to the questions."""
        commit_pending(self)
        self.photo_id = ""
        self.closed.emit()
