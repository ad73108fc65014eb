"""What was seen: running totals, observations and photos, to the right of the questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.identifiers import FindingId
from ambassador_app.domain.photo_matching import Place
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Attachment, AttachmentKind
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, scrolled
from ambassador_app.ui.screens.visit.evidence_files import FilesCard
from ambassador_app.ui.screens.visit.findings import FindingRow, FindingsCard
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.photo_files import can_be_taken
from ambassador_app.ui.screens.visit.totals_card import TotalsCard
from ambassador_app.ui.widgets import buttons
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.photos import PhotoItem, PhotoStrip

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class EvidencePane(QWidget):
    """Totals on top, then the observations and photos of the whole visit."""

    photo_opened = Signal(str)
    phone_wanted = Signal()
    camera_wanted = Signal(str)
    """The path of the area that is open."""
    files_wanted = Signal(object)
    file_opened = Signal(str, str)
    copy_wanted = Signal(str)
    dropped = Signal(object, object)
    """QMimeData, Place: what was dragged here, and where it belongs."""

    def __init__(self, context: UiContext, model: VisitModel, add: Callable[[str, object], object]) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self._add = add
        self._area = ""
        tr, space = context.translator.tr, context.theme.space
        self.totals = TotalsCard(context)
        self.findings = FindingsCard(context, model)
        self.photos = PhotoStrip(context, context.tasks, name=tr("Photos"), load=model.evidence.picture)
        self.photos.add_wanted.connect(lambda: self._add(self._area, ()))
        self.photos.mime_dropped.connect(lambda offered: self._add(self._area, offered))
        self.photos.caption_edited.connect(lambda photo, text: model.evidence.change(photo, caption=text))
        self.photos.reach_changed.connect(lambda photo, reach: model.evidence.change(photo, reach=reach))
        self.photos.remove_wanted.connect(model.evidence.remove)
        self.photos.opened.connect(self.photo_opened.emit)
        self.phone_button = buttons.for_fingers(buttons.secondary(context, "", self.phone_wanted.emit, "phone"))
        self.camera_button = buttons.for_fingers(
            buttons.secondary(context, tr("With this computer …"), lambda: self.camera_wanted.emit(self._area), "photo")
        )
        self._has_camera = False
        self.camera_button.hide()
        self.show_waiting(0)
        photos = Card(context, tr("Photos"))
        photos.add(self.phone_button)
        photos.add(self.camera_button)
        photos.add(self.photos)
        self.files = FilesCard(context, model)
        self.files.add_wanted.connect(lambda: self.files_wanted.emit(Place()))
        self.files.opened.connect(self.file_opened.emit)
        self.files.save_wanted.connect(self.copy_wanted.emit)
        self.setAcceptDrops(True)
        inner = box(
            column(
                self.totals,
                self.findings,
                photos,
                self.files,
                1,
                space=space.m,
                margins=(space.s, space.s, space.l, space.l),
            )
        )
        self.setLayout(column(scrolled(inner)))
        self.set_narrow(False)
        self.setAccessibleName(tr("Evidence"))

    def show_waiting(self, count: int) -> None:
        """Say how many new photos lie in the folders that are looked in."""
        tr = self.context.translator.tr
        words = tr("From the phone ({count} new)", count=count) if count else tr("From the phone …")
        self.phone_button.setText(words)
        self.phone_button.setAccessibleName(words)

    def show_camera(self, *, there: bool) -> None:
        """Offer the camera of this computer, where there is one."""
        self._has_camera = there
        self.camera_button.setVisible(there and not self.model.locked)

    def set_narrow(self, narrow: bool) -> None:
        """Take less of a narrow window."""
        self.setFixedWidth(self.context.theme.px(272 if narrow else 312))

    def show_workspace(self, workspace: Workspace, area: str) -> None:
        """Show the visit's evidence; new photos and observations belong to `area`."""
        self._area = area
        self.totals.show_totals(workspace.totals)
        self.findings.show_findings(workspace, _name(workspace, area))
        shown = [one for one in workspace.dossier.attachments if self._is_shown(one)]
        self.photos.set_photos([PhotoItem(one.id, one.caption, one.reach) for one in shown])
        self.photos.set_read_only(workspace.locked)
        self.phone_button.setHidden(workspace.locked)
        self.camera_button.setHidden(workspace.locked or not self._has_camera)
        self.files.show_workspace(workspace)

    def _is_shown(self, attachment: Attachment) -> bool:
        hidden = self.model.show_mode and attachment.reach is Reach.INTERNAL
        return attachment.kind is AttachmentKind.PHOTO and not hidden

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_be_taken(event.mimeData()) and not self.model.locked:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Photos dropped on an observation belong to it; the others to the area that is open."""
        event.acceptProposedAction()
        at = self.childAt(event.position().toPoint())
        while at is not None and not isinstance(at, FindingRow):
            at = at.parentWidget()
        if isinstance(at, FindingRow) and at.finding_id:
            self.dropped.emit(event.mimeData(), Place(finding_id=FindingId(at.finding_id)))
        else:
            self._add(self._area, event.mimeData())


def _name(workspace: Workspace, area: str) -> str:
    form = workspace.form
    return next((one.name for one in form.checklist.sections if one.path == area), "") if form else ""
