"""The other end of the process that prints: started, heard, and ended when it has been silent for too long."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from ambassador_app.ui.printing import PRINTER_PROCESS

LOOK_MS: Final = 20_000
"""How long printers may take to be named; a network that is out of reach can keep a system busy for minutes."""
PRINT_MS: Final = 90_000
"""How long a printer may take between two words."""
_END_MS: Final = 1_000


def command() -> tuple[str, list[str]]:
    """Name the program that is started, and its first words."""
    return (
        sys.executable,
        [PRINTER_PROCESS] if getattr(sys, "frozen", False) else ["-m", "ambassador_app", PRINTER_PROCESS],
    )


class PrinterProcess(QObject):
    """One run of the printer process."""

    told = Signal(dict)
    ended = Signal(bool)
    """Once, at the end: whether it did what it was asked for."""

    def __init__(self, parent: QObject, patience_ms: int) -> None:
        super().__init__(parent)
        self.process = QProcess(self)
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        self._is_over = False
        self._heard = b""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(self.stop)
        self.process.readyReadStandardOutput.connect(self._read)
        self.process.readyReadStandardError.connect(self.process.readAllStandardError)
        self.process.finished.connect(self._finished)
        self.process.errorOccurred.connect(self._refused)

    def begin(self, *words: str, head: dict[str, Any] | None = None, data: bytes = b"") -> None:
        """Start it; `head` and `data` go to its input."""
        program, first = command()
        self.process.start(program, [*first, *words])
        if head is not None:
            self.process.write(json.dumps(head).encode() + b"\n" + data)
        self.process.closeWriteChannel()
        self._patience.start()

    def be_patient(self) -> None:
        """Wait for as long as it takes: a person is filling in a dialog."""
        self._patience.stop()

    def stop(self) -> None:
        """End it; it may be hanging."""
        if not self._is_over:
            self._end(well=False)
            self.process.kill()
            self.process.waitForFinished(_END_MS)

    def _read(self) -> None:
        if self._patience.isActive():
            self._patience.start()
        *lines, self._heard = (self._heard + bytes(self.process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                continue  # some library's own word
            if isinstance(found, dict) and not self._is_over:
                self.told.emit(found)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._end(well=code == 0 and status is QProcess.ExitStatus.NormalExit)

    def _refused(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(well=False)

    def _end(self, *, well: bool) -> None:
        if not self._is_over:
            self._is_over = True
            self._patience.stop()
            self.ended.emit(well)
