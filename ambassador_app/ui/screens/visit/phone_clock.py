"""The clock of a phone, put right by one photo whose moment is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.dates import TimeField


class PhoneClock(QWidget):
    """Says how each phone's clock goes, and takes the true moment of the photo that is chosen."""

    told = Signal(str, object)
    """camera, time | None: the chosen photo was taken at that time, or just now."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr = context.translator.tr
        self.camera: str | None = None
        self.state = labels.muted(context, "")
        self.begin_button = buttons.for_fingers(buttons.quiet(context, tr("Set the clock …"), self.begin, "clock"))
        self.lead = labels.body(context, tr("The chosen photo was taken"))
        self.lead.setWordWrap(False)
        self.now_button = buttons.for_fingers(
            buttons.secondary(context, tr("Just now"), lambda: self._tell(None), "clock")
        )
        self.at = TimeField(context, name=tr("Time the chosen photo was taken"))
        self.at_button = buttons.for_fingers(buttons.secondary(context, tr("At this time"), self._tell_time, "check"))
        tools = Flow(context.theme.space.s)
        self.tools = box(tools)
        for part in (self.lead, self.now_button, self.at, self.at_button):
            tools.addWidget(part)
        head = row(self.state, self.begin_button, space=context.theme.space.s)
        head.setStretch(0, 1)
        self.setLayout(column(head, self.tools, space=context.theme.space.xs))
        self.tools.hide()
        self.choose(None)

    def begin(self) -> None:
        """Show how the clock is set, or hide it again."""
        self.tools.setVisible(self.tools.isHidden())

    def show_cameras(self, cameras: Sequence[str], clocks: Mapping[str, timedelta]) -> None:
        """Say of each camera how its clock goes."""
        self.state.setText(" · ".join(self._said(one, clocks.get(one, timedelta())) for one in cameras))

    def choose(self, camera: str | None) -> None:
        """Be about this camera; None: no photo is chosen."""
        self.camera = camera
        for part in (self.now_button, self.at, self.at_button):
            part.setEnabled(camera is not None)

    def _said(self, camera: str, ahead: timedelta) -> str:
        tr, name = self.context.translator.tr, camera or self.context.translator.tr("Camera without a name")
        if abs(ahead) < timedelta(seconds=30):
            return tr("{camera}: the clock is taken to be right", camera=name)
        span = _span(abs(ahead))
        if ahead > timedelta():
            return tr("{camera}: the clock is {span} fast, put right", camera=name, span=span)
        return tr("{camera}: the clock is {span} slow, put right", camera=name, span=span)

    def _tell_time(self) -> None:
        self.at.commit()
        if self.at.value() is not None:
            self._tell(self.at.value())

    def _tell(self, really: object) -> None:
        if self.camera is not None:
            self.told.emit(self.camera, really)


def _span(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"
