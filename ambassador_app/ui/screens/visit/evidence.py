"""What was seen: running totals, observations and photos, to the right of the questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Attachment, AttachmentKind
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, scrolled
from ambassador_app.ui.screens.visit.findings import FindingsCard
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.totals_card import TotalsCard
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.photos import PhotoItem, PhotoStrip

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class EvidencePane(QWidget):
    """Totals on top, then the observations and photos of the whole visit."""

    photo_opened = Signal(str)

    def __init__(self, context: UiContext, model: VisitModel, add: Callable[[str, tuple[Path, ...]], object]) -> None:
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
        self.photos.files_dropped.connect(lambda files: self._add(self._area, tuple(files)))
        self.photos.caption_edited.connect(lambda photo, text: model.evidence.change(photo, caption=text))
        self.photos.reach_changed.connect(lambda photo, reach: model.evidence.change(photo, reach=reach))
        self.photos.remove_wanted.connect(model.evidence.remove)
        self.photos.opened.connect(self.photo_opened.emit)
        photos = Card(context, tr("Photos"))
        photos.add(self.photos)
        inner = box(
            column(self.totals, self.findings, photos, 1, space=space.m, margins=(space.s, space.s, space.l, space.l))
        )
        self.setLayout(column(scrolled(inner)))
        self.set_narrow(False)
        self.setAccessibleName(tr("Evidence"))

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

    def _is_shown(self, attachment: Attachment) -> bool:
        hidden = self.model.show_mode and attachment.reach is Reach.INTERNAL
        return attachment.kind is AttachmentKind.PHOTO and not hidden


def _name(workspace: Workspace, area: str) -> str:
    form = workspace.form
    return next((one.name for one in form.checklist.sections if one.path == area), "") if form else ""
