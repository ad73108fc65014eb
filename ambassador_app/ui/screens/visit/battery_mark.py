"""A mark that is seen only while the battery runs low: everything is saved, but the walk will end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer

from ambassador_app.ui.battery import Battery, battery
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.labels import Badge

EVERY_MS: Final = 60_000


class BatteryMark(Badge):
    """Asks once a minute, off the window's thread, while the walkthrough is there."""

    def __init__(self, context: UiContext, ask: Callable[[], Battery | None] = battery) -> None:
        super().__init__(context)
        self.context = context
        self._ask = ask
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(0, self, self.look)

    def look(self) -> None:
        """Ask how much is left."""
        self.context.tasks.run_aside(self._ask, owner=self, then=self.show_battery, latest="battery")

    def show_battery(self, found: Battery | None) -> None:
        """Show what is left, if it is little."""
        translator = self.context.translator
        low = found is not None and found.is_low
        words = translator.tr("Battery {share}", share=translator.percent(found.share, 0)) if found and low else ""
        self.set(words, "danger")
        self.setToolTip(translator.tr("Everything is saved as you go. Plug in when you can.") if low else "")
