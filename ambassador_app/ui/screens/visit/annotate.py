"""Drawing on a photo: arrow, box, line, words, and what is to be made unreadable."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.drawing.annotation import COLOURS, Annotation, Tool
from ambassador_app.i18n import N_
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row, scrolled
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.annotator import Annotator
from ambassador_app.ui.widgets.choices import ChoiceButtons, Select

MOVE: Final = "move"
_TOOLS: Final = {
    Tool.ARROW.value: N_("Arrow"),
    Tool.BOX.value: N_("Box"),
    Tool.FREEHAND.value: N_("Line"),
    Tool.TEXT.value: N_("Words"),
    Tool.BLUR.value: N_("Blur"),
    MOVE: N_("Move"),
}
_COLOUR_NAMES: Final = (N_("Red"), N_("Yellow"), N_("Green"), N_("Blue"), N_("Black"), N_("White"))
_SIZES: Final = (("0", N_("Thin")), ("1", N_("Middle")), ("2", N_("Thick")))


class AnnotatePage(QWidget):
    """The photo with its drawing; kept on closing, and at any time with Ctrl+S."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self.photo_id = ""
        self._kept = Annotation()
        look, space, tr = context, context.theme.space, context.translator.tr
        self.canvas = Annotator(look, tr("Photo to draw on"))
        self.canvas.changed.connect(self._show_state)
        self.tools = ChoiceButtons(
            look, [(key, tr(words)) for key, words in _TOOLS.items()], name=tr("Tool"), clearable=False,
            value=Tool.ARROW.value,
        )  # fmt: skip
        self.tools.chosen.connect(lambda key: self.canvas.set_tool(None if key == MOVE else Tool(str(key))))
        self.sizes = Select(look, [(key, tr(words)) for key, words in _SIZES], name=tr("Thickness"), value="1")
        buttons.for_fingers(self.sizes)
        self.sizes.chosen.connect(lambda key: setattr(self.canvas, "size_of_line", int(str(key))))
        self.colours = [self._colour(number) for number in range(len(COLOURS))]
        self.undo_button = buttons.icon_button(look, "undo", tr("Undo in the drawing"), self.canvas.undo, "Ctrl+Z")
        self.redo_button = buttons.icon_button(look, "redo", tr("Redo in the drawing"), self.canvas.redo, "Ctrl+Y")
        self.delete_button = buttons.icon_button(
            look, "trash", tr("Take away what was drawn last"), self.canvas.take_away
        )
        self.done_button = buttons.primary(look, tr("Keep the drawing"), self.finish, "check")
        self.cancel_button = buttons.secondary(look, tr("Leave as it was"), self.closed.emit)
        for part in (self.undo_button, self.redo_button, self.delete_button, self.done_button, self.cancel_button):
            buttons.for_fingers(part)
        strip = Flow(space.s)
        for tool in (self.sizes, *self.colours, self.undo_button, self.redo_button, self.delete_button):
            strip.addWidget(tool)
        self.hint = labels.muted(
            look,
            tr(
                "Blur hides faces and screens: what lies under it is gone from the report and from saved copies. The "
                "photo itself stays as it is, encrypted on this computer."
            ),
        )
        held = scrolled(box(column(self.tools, strip, self.hint, 1, space=space.m)))
        held.setFixedWidth(look.theme.px(264))
        body = row(self.canvas, held, space=space.m)
        body.setStretch(0, 1)
        head = row(labels.heading(look, tr("Draw or blur")), 1, self.cancel_button, self.done_button, space=space.s)
        whole = column(head, body, space=space.s, margins=(space.l, space.xs, space.l, space.m))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        add_key(self, "Ctrl+S", self.keep)
        add_key(self, "Esc", self.closed.emit)
        self.choose_colour(0)

    def _colour(self, number: int) -> QToolButton:
        name = self.context.translator.tr(_COLOUR_NAMES[number])
        made = QToolButton()
        made.setIconSize(QSize(self.context.theme.px(32), self.context.theme.px(32)))
        made.setMinimumSize(self.context.theme.touch, self.context.theme.touch)
        made.setCheckable(True)
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.clicked.connect(partial(self.choose_colour, number))
        return made

    def choose_colour(self, number: int, _checked: bool = False) -> None:
        """Draw in another colour."""
        self.canvas.colour = COLOURS[number]
        for other, button in enumerate(self.colours):
            button.setChecked(other == number)
            ring = self.context.theme.colours.focus if other == number else ""
            button.setIcon(_swatch(self.context.theme.px(32), COLOURS[other], ring))

    def open(self, photo_id: str) -> None:
        """Open a photo as it is without its drawing, with the drawing over it."""
        self.photo_id = photo_id
        evidence, identifier = self.model.session.evidence, AttachmentId(photo_id)
        self.model.tasks.run(
            lambda: (evidence.picture(identifier, size="clean"), evidence.drawing(identifier)),
            owner=self,
            then=lambda found: self._opened(*found),
            latest="photo",
        )

    def _opened(self, data: bytes, drawing: Annotation) -> None:
        self._kept = drawing
        self.canvas.set_picture(data, drawing)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_state(self) -> None:
        self.undo_button.setEnabled(self.canvas.can_undo)
        self.redo_button.setEnabled(self.canvas.can_redo)
        self.delete_button.setEnabled(bool(self.canvas.annotation.marks))

    def keep(self) -> None:
        """Keep the drawing with the photo."""
        self.canvas.finish_words()
        drawing, identifier = self.canvas.annotation, AttachmentId(self.photo_id)
        if drawing != self._kept:
            self._kept = drawing
            self.model.do(lambda: self.model.session.evidence.draw_on(identifier, drawing))

    def finish(self) -> None:
        """Keep the drawing and go back."""
        self.keep()
        self.closed.emit()


def _swatch(size: int, colour: str, ring: str) -> QIcon:
    """A spot of colour, with a ring about the one in use."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = size // 5
    painter.setPen(QColor("#7a828c"))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(inset, inset, size - 2 * inset, size - 2 * inset)
    if ring:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(ring), max(size // 12, 2)))
        painter.drawEllipse(2, 2, size - 4, size - 4)
    painter.end()
    return QIcon(picture)
