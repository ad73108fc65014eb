"""News for the person at the screen: never modal, never lost before it can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Translator

NoticeAction: TypeAlias = tuple[str, Callable[[], object]]


class Level(StrEnum):
    """How much a notice matters; info and success go away by themselves."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"

    @property
    def stays(self) -> bool:
        """Whether the notice waits until it is put away."""
        return self in (Level.WARNING, Level.ERROR)


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """One piece of news, with something that can be done about it."""

    level: Level
    text: str
    action: NoticeAction | None = None


class Notices(QObject):
    """What there is to tell. A view beside the window shows it; tests read `shown`."""

    said = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.translator = translator
        self.shown: list[Notice] = []

    def info(self, text: str, *, action: NoticeAction | None = None) -> Notice:
        """Tell something that needs no answer."""
        return self._say(Notice(Level.INFO, text, action))

    def success(self, text: str, *, action: NoticeAction | None = None) -> Notice:
        """Tell that what was asked for is done."""
        return self._say(Notice(Level.SUCCESS, text, action))

    def warn(self, text: str, *, action: NoticeAction | None = None) -> Notice:
        """Tell something to look at; it stays until put away."""
        return self._say(Notice(Level.WARNING, text, action))

    def error(self, text: str, *, action: NoticeAction | None = None) -> Notice:
        """Tell that something did not succeed; it stays until put away."""
        return self._say(Notice(Level.ERROR, text, action))

    def error_of(self, error: AmbassadorError) -> Notice:
        """Tell in a sentence what happened, what is safe and what to do."""
        # Loaded when first needed: nothing of the subject is needed to show the window.
        from ambassador_app.wording import sentence

        return self.error(sentence(error, self.translator))

    def withdraw(self, notice: Notice) -> None:
        """Take a notice away, if it is still there."""
        if notice in self.shown:
            self.shown.remove(notice)
            self.withdrawn.emit(notice)

    def withdraw_all(self) -> None:
        """Take all notices away: they may name what is not to be seen any more."""
        for notice in tuple(self.shown):
            self.withdraw(notice)

    def _say(self, notice: Notice) -> Notice:
        """Show `notice`; the same words once more replace the older one instead of piling up."""
        for older in [one for one in self.shown if one.text == notice.text]:
            self.withdraw(older)
        self.shown.append(notice)
        self.said.emit(notice)
        return notice
