"""One photo of the visit, as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.photos import PhotoView


class PhotoPage(QWidget):
    """Shows a photo in the place of the questions until it is closed."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.model = model
        tr, space = context.translator.tr, context.theme.space
        self.caption = labels.heading(context, "")
        self.picture = PhotoView(context, tr("Photo"))
        self.close_button = buttons.icon_button(context, "close", tr("Close the photo"), self.closed.emit)
        self.setLayout(
            column(
                row(self.caption, self.close_button, space=space.s),
                self.picture,
                space=space.s,
                margins=(space.l, space.s, space.l, space.l),
            )
        )
        add_key(self, "Esc", self.closed.emit)

    def show_photo(self, photo_id: str, caption: str) -> None:
        """Show this photo; the bytes come from the store."""
        self.caption.setText(caption)
        self.model.tasks.run(
            lambda: self.model.evidence.picture(photo_id, "report"),
            owner=self,
            then=self.picture.set_image,
            latest="photo",
        )
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
