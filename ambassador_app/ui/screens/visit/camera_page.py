"""A photo with the camera of the computer: for what lies on the table, when no phone is at hand."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.photo_matching import Place
from ambassador_app.errors import AmbassadorError, CameraGone
from ambassador_app.ui.camera import Cameras, Lens
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import appear, column, row
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.viewfinder import Viewfinder
from ambassador_app.wording import sentence


class CameraPage(QWidget):
    """Shows what the camera sees; Enter takes the photo, and the next one can be taken at once."""

    closed = Signal()
    taken = Signal(object, object)
    """QImage, Place."""

    def __init__(self, context: UiContext, cameras: Cameras) -> None:
        super().__init__()
        self.context, self.cameras = context, cameras
        self._place = Place()
        self._count = 0
        self._lens: Lens | None = None
        tr, space = context.translator.tr, context.theme.space
        self.finder = Viewfinder(context, tr("What the camera sees"))
        self.finder.seeing.connect(self._show_state)
        self.which = Select(context, (), name=tr("Camera"))
        self.which.chosen.connect(lambda _key: self._look())
        self.problem = Banner(context, "warning", "")
        self.said = labels.muted(context, "")
        self.again_button = buttons.secondary(context, tr("Try again"), self._look, "redo")
        self.close_button = buttons.secondary(context, tr("Close"), self.closed.emit)
        self.take_button = buttons.for_fingers(buttons.primary(context, tr("Take the photo"), self.take, "photo"))
        head = row(labels.heading(context, tr("Photo with this computer")), self.which, space=space.s)
        head.setStretch(0, 1)
        tools = row(self.said, self.again_button, self.close_button, self.take_button, space=space.s)
        tools.setStretch(0, 1)
        whole = column(
            head, self.problem, self.finder, tools, space=space.s, margins=(space.l, space.s, space.l, space.m)
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        for keys, act in (("Esc", self.closed.emit), ("Return", self.take), ("Enter", self.take)):
            add_key(self, keys, act)
        cameras.changed.connect(self._show_cameras)

    def open(self, place: Place) -> None:
        """Look through the first camera; photos belong to `place`."""
        self._place, self._count = place, 0
        self._show_cameras()
        if self._lens is None:
            self._look()
        self.take_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cameras(self) -> None:
        found = self.cameras.found()
        self.which.set_choices([(str(number), one.description()) for number, one in enumerate(found)])
        self.which.set_value(self.which.value() or ("0" if found else None))
        appear(self.which, len(found) > 1)

    def _look(self) -> None:
        self._stop()
        self.problem.set_text("")
        found, number = self.cameras.found(), int(self.which.value() or 0)
        library = self.cameras.library
        if library is None or number >= len(found):
            self._tell(CameraGone())
            return
        self._lens = Lens(self, self.cameras, self._sink(library))
        self._lens.failed.connect(self._tell)
        self._lens.open(found[number])
        self._show_state()

    def _sink(self, library: Any) -> Any:  # noqa: ANN401 - a module, a QVideoSink
        sink = library.QVideoSink(self)
        sink.videoFrameChanged.connect(self.finder.show_frame)
        return sink

    def _stop(self) -> None:
        if self._lens is not None:
            self._lens.close()
            self._lens.deleteLater()
            self._lens = None
        self.finder.forget()

    def _tell(self, error: AmbassadorError) -> None:
        self.finder.forget()
        self.problem.set_text(sentence(error, self.context.translator))
        self._show_state()

    def _show_state(self, _seeing: bool = False) -> None:
        translator, sees = self.context.translator, not self.finder.image.isNull()
        self.take_button.setEnabled(sees)
        appear(self.again_button, self.problem.isVisibleTo(self))
        waits = not sees and not self.problem.isVisibleTo(self)
        taken = translator.tn("{count} photo taken", "{count} photos taken", self._count) if self._count else ""
        self.said.setText(translator.tr("The camera wakes up …") if waits else taken)

    def take(self) -> None:
        """Take what is seen now."""
        image: QImage = self.finder.image
        if not image.isNull():
            self._count += 1
            self.taken.emit(image, self._place)
            self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._lens is None:
            self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody is looked at when the page is not seen."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._stop()
