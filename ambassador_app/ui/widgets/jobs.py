"""Long jobs in the status strip: what is going on, how far, and a way to stop it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ambassador_app.i18n import Message
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import row
from ambassador_app.ui.tasks import Job, Tasks
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import ProgressLine

_PATIENCE_MS: Final = 1000
"""A job that is done before this is not worth mentioning."""


class JobStrip(QWidget):
    """Shows the oldest labelled job that takes longer than a second."""

    def __init__(self, look: Look, tasks: Tasks) -> None:
        super().__init__()
        self._look = look
        self._jobs: list[Job] = []
        self._shown: Job | None = None
        tr = look.translator.tr
        self._words = labels.caption(look, "")
        self._line = ProgressLine(look, tr("Progress"))
        self._line.setFixedWidth(look.theme.px(160))
        self._stop = buttons.icon_button(look, "close", tr("Stop"), self._cancel, size=16)
        self.setLayout(row(self._words, self._line, self._stop, space=look.theme.space.s))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_oldest)
        tasks.started.connect(self._begin)
        tasks.ended.connect(self._end)
        self.hide()

    def _begin(self, job: Job) -> None:
        if not job.label:
            return
        self._jobs.append(job)
        if self._shown is None and not self._patience.isActive():
            self._patience.start()

    def _end(self, job: Job) -> None:
        if job not in self._jobs:
            return
        self._jobs.remove(job)
        if job is self._shown:
            self._shown = None
            self.hide()
            self._show_oldest()
        if not self._jobs:
            self._patience.stop()

    def _show_oldest(self) -> None:
        if not self._jobs:
            return
        self._shown = self._jobs[0]
        self._stop.setVisible(self._shown.takes_progress)
        self._shown.advanced.connect(self._advance)
        self._advance()
        self.show()

    def _advance(self) -> None:
        if self._shown is None:
            return
        said = self._shown.message
        words = self._look.translator.say(said) if isinstance(said, Message) else said
        self._words.setText(f"{self._shown.label}: {words}" if words else self._shown.label)
        self._line.set_share(self._shown.share)

    def _cancel(self) -> None:
        if self._shown is not None:
            self._shown.cancel()
            self._words.setText(self._look.translator.tr("Stopping …"))
