"""Everything that is done with photos and files in the walkthrough: the pages for it, and how they come in."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.domain.photo_matching import Place
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.ui import photo_sources
from ambassador_app.ui.camera import Cameras
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.annotate import AnnotatePage
from ambassador_app.ui.screens.visit.camera_page import CameraPage
from ambassador_app.ui.screens.visit.compare import ComparePage
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.phone_photos import PhonePhotos
from ambassador_app.ui.screens.visit.photo_files import (
    Piece,
    can_be_taken,
    choose_any,
    choose_photos,
    encoded,
    piece_of,
    pieces_of,
)
from ambassador_app.ui.screens.visit.photo_page import PhotoPage
from ambassador_app.ui.screens.visit.photo_places import place_at
from ambassador_app.ui.tasks import Progress
from ambassador_app.ui.widgets.dialogs import choose_folder, confirm
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services.evidence import Picked, Taken
    from ambassador_app.services.photo_intake import Offer
    from ambassador_app.services.workspace import Workspace
    from ambassador_app.ui.screens.visit.evidence import EvidencePane

_LOOK_EVERY: Final = 20_000  # ms
_LOOK_FOR_CAMERAS: Final = 1_000  # ms: when the questions have long been on the screen


class PhotoDesk(QStackedWidget):
    """The pages of photos, in the place of the questions while they are open; each is built when it is first wanted."""

    opened = Signal()
    closed = Signal()
    waiting_changed = Signal(int)
    """How many new pictures lie in the folders that are looked in."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self._giving_way: tuple[QWidget, ...] = ()
        self._copies: list[tempfile.TemporaryDirectory[str]] = []
        self.cameras = Cameras(self, context.tasks)
        self.setAcceptDrops(True)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.watch)
        self._timer.start()

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the visit as it is now."""
        for page in map(self.widget, range(self.count())):
            if isinstance(page, PhotoPage | PhonePhotos):
                page.show_workspace(workspace)

    # -- pages --------------------------------------------------------------------------------------------------
    @cached_property
    def photo(self) -> PhotoPage:
        """One photo."""
        made = PhotoPage(self.context, self.model)
        self.addWidget(made)
        made.closed.connect(self.closed.emit)
        made.draw_wanted.connect(self.draw)
        made.compare_wanted.connect(self.begin_comparing)
        made.save_wanted.connect(self.save_copy)
        return made

    @cached_property
    def phone(self) -> PhonePhotos:
        """The contact sheet of the phone."""
        made = PhonePhotos(self.context, self.model)
        self.addWidget(made)
        made.closed.connect(self.closed.emit)
        made.wanted.connect(self._take_offers)
        return made

    @cached_property
    def drawing(self) -> AnnotatePage:
        """A photo to draw on."""
        made = AnnotatePage(self.context, self.model)
        self.addWidget(made)
        made.closed.connect(partial(self.setCurrentWidget, self.photo))
        return made

    @cached_property
    def compare(self) -> ComparePage:
        """The choice of a photo beside another."""
        made = ComparePage(self.context, self.model)
        self.addWidget(made)
        made.closed.connect(partial(self.setCurrentWidget, self.photo))
        return made

    @cached_property
    def camera(self) -> CameraPage:
        """What the camera of this computer sees."""
        made = CameraPage(self.context, self.cameras)
        self.addWidget(made)
        made.closed.connect(self.closed.emit)
        made.taken.connect(self._take_image)
        return made

    def open_photo(self, photo_id: str) -> None:
        """Show one photo."""
        self.setCurrentWidget(self.photo)
        self.opened.emit()
        self.photo.show_photo(photo_id)

    def open_phone(self, files: Sequence[Path] = ()) -> None:
        """Show the photos of the phone."""
        if not self.model.locked:
            if self.model.workspace is not None:
                self.phone.show_workspace(self.model.workspace)
            self.setCurrentWidget(self.phone)
            self.opened.emit()
            self.phone.open(files)
            self.waiting_changed.emit(0)

    def open_camera(self, place: Place | None = None) -> None:
        """Look through the camera of this computer, if it has one."""
        if not self.model.locked and self.cameras.found():
            self.setCurrentWidget(self.camera)
            self.opened.emit()
            self.camera.open(place or Place())

    def draw(self, photo_id: str) -> None:
        """Open a photo to draw on it."""
        if not self.model.locked:
            self.setCurrentWidget(self.drawing)
            self.opened.emit()
            self.drawing.open(photo_id)

    def begin_comparing(self, photo_id: str) -> None:
        """Look for the photo that belongs beside one."""
        self.setCurrentWidget(self.compare)
        self.opened.emit()
        self.compare.open(photo_id)

    def serve(self, pane: EvidencePane, head: QWidget) -> None:
        """Do what the evidence pane asks for; pane and head of the page give way to photos that are open."""
        self._giving_way = (pane, head)
        pane.photo_opened.connect(self.open_photo)
        pane.phone_wanted.connect(self.open_phone)
        pane.file_opened.connect(self.open_file)
        pane.copy_wanted.connect(self.save_copy)
        pane.files_wanted.connect(self.add_files)
        pane.dropped.connect(self.bring_mime)
        pane.camera_wanted.connect(lambda area: self.open_camera(place_at(self.model.form, area)))
        self.waiting_changed.connect(pane.show_waiting)
        self.cameras.changed.connect(lambda: pane.show_camera(there=bool(self.cameras.found())))
        QTimer.singleShot(_LOOK_FOR_CAMERAS, self.cameras, self.cameras.look)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for one in self._giving_way:
            one.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # and not only the window around it
            for one in self._giving_way:
                one.show()

    # -- bringing in --------------------------------------------------------------------------------------------
    def add(self, place: Place, what: object = ()) -> None:
        """Add what was dropped (QMimeData) or chosen (paths); without anything, ask for photos."""
        if isinstance(what, QMimeData):
            self.bring_mime(what, place)
            return
        files = tuple(what) if isinstance(what, tuple) else ()
        self.bring([piece_of(one) for one in files or choose_photos(self.context, self)], place)

    def bring(self, pieces: Sequence[Piece], place: Place) -> None:
        """Take pictures in as photos and everything else as files."""
        if self.model.locked:
            return
        pictures = [one for one in pieces if one.is_picture]
        if pictures:
            from ambassador_app.services.evidence import Picked

            self._take([Picked(one.read, one.name, place) for one in pictures])
        for one in pieces:
            if not one.is_picture:
                self.model.evidence.add_file(one.read, one.name, place)

    def add_files(self, place: Place) -> None:
        """Ask for files of any kind, and keep them."""
        self.bring([piece_of(one) for one in choose_any(self.context, self)], place)

    def bring_mime(self, offered: QMimeData | None, place: Place) -> bool:
        """Take in what was dropped or pasted; says in a sentence why it cannot. False: there is nothing to take."""
        if offered is None or self.model.locked or not can_be_taken(offered):
            return False
        try:
            pieces = pieces_of(offered)
        except AmbassadorError as error:
            self.context.notices.warn(sentence(error, self.context.translator))
            return True
        self.bring(pieces, place)
        return bool(pieces)

    def paste(self, place: Place) -> bool:
        """Take in what lies on the clipboard."""
        return self.bring_mime(QGuiApplication.clipboard().mimeData(), place)

    def _take_offers(self, picks: Sequence[tuple[Offer, Place]]) -> None:
        from ambassador_app.services.evidence import Picked

        self._take(
            [
                Picked(offer.found.file.read_bytes, offer.found.name, place, taken_at=offer.taken_at)
                for offer, place in picks
            ]
        )

    def _take_image(self, image: QImage, place: Place) -> None:
        """Take in what the camera of this computer saw, as any other photo."""
        from ambassador_app.services.evidence import Picked

        now = self.model.session.now()
        name = f"camera-{now.astimezone(COPENHAGEN):%Y%m%d-%H%M%S}.jpg"
        self._take([Picked(partial(encoded, image, "JPEG"), name, place, taken_at=now)])

    def _take(self, picks: Sequence[Picked]) -> None:
        model, side = self.model, photo_sources.side(self.context.preferences)

        def job(progress: Progress) -> Taken:
            return model.session.evidence.add_photos(model.visit_id, picks, side=side, progress=progress)

        model.tasks.run_aside(job, owner=self, then=self._taken, label=self.context.translator.tr("Reading photos"))

    def _taken(self, taken: Taken) -> None:
        translator, notices = self.context.translator, self.context.notices
        count = len(taken.ids)
        done = translator.tn("{count} photo was taken in.", "{count} photos were taken in.", count) if count else ""
        if not taken.refused:
            notices.success(done)
            return
        why = [sentence(one, translator) for one in taken.refused[:3]]
        more = len(taken.refused) - len(why)
        if more:
            why.append(translator.tn("{count} more could not be read.", "{count} more could not be read.", more))
        notices.warn(" ".join(part for part in (done, *why) if part))

    # -- taking out ---------------------------------------------------------------------------------------------
    def save_copy(self, attachment_id: str) -> None:
        """Save a photo or file where the person says."""
        tr, evidence = self.context.translator.tr, self.model.session.evidence
        folder = choose_folder(self.context, self, tr("Save a copy …"))
        if folder is None:
            return
        with_notes = photo_sources.keeps_notes(self.context.preferences)
        self.model.tasks.run(
            lambda: evidence.save_copy(AttachmentId(attachment_id), folder, with_notes=with_notes),
            owner=self,
            then=lambda file: self.context.notices.success(
                tr("Saved unencrypted: {file}. It is outside the program now.", file=file)
            ),
        )

    def open_file(self, attachment_id: str, name: str) -> None:
        """Open a file in the program that reads it: a copy that only this person can read, gone at the end."""
        tr, evidence = self.context.translator.tr, self.model.session.evidence
        asked = tr("Open “{name}” in another program?", name=name)
        detail = tr(
            "An unencrypted copy is made for it, which only you can read. It is deleted when Ambassador is closed; "
            "what you change in it is not kept."
        )
        if not confirm(self.context, self, asked, tr("Open"), detail=detail):
            return
        held = tempfile.TemporaryDirectory(prefix="ambassador-", ignore_cleanup_errors=True)
        self._copies.append(held)
        self.model.tasks.run(
            lambda: evidence.save_copy(AttachmentId(attachment_id), Path(held.name)),
            owner=self,
            then=lambda file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
        )

    # -- watching -----------------------------------------------------------------------------------------------
    def watch(self) -> None:
        """See whether new pictures lie in the chosen folders; only names and times are looked at."""
        folders = photo_sources.folders(self.context.preferences)
        parent = self.parentWidget()
        if not folders or self.model.locked or parent is None or not parent.isVisible():
            return
        model, seen = self.model, self.phone.seen
        model.tasks.run_aside(
            lambda: len(model.session.photo_intake.new_in(model.visit_id, folders, seen)),
            owner=self,
            then=self.waiting_changed.emit,
            latest="watch",
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_be_taken(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        shown = self.currentWidget()
        if isinstance(shown, PhonePhotos) and files:
            shown.open(files)
        else:
            self.bring_mime(event.mimeData(), Place())
