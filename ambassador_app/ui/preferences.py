"""What belongs to this device and person: language, light or dark, text size, where the window stood."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from ambassador_app.i18n import Language

LEAST_SCALE: Final = 1.0
LARGEST_SCALE: Final = 2.0


class Scheme(StrEnum):
    """Light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Shelf(Protocol):
    """Where small texts are kept on this device between two starts."""

    def get(self, name: str) -> str | None:
        """Give what was kept under `name`."""
        ...

    def keep(self, name: str, value: str) -> None:
        """Keep `value`; the empty text forgets it."""
        ...


class MemoryShelf:
    """A shelf that is forgotten with the process: for tests, pictures and a profile that must leave no trace."""

    def __init__(self, **kept: str) -> None:
        self._kept = dict(kept)

    def get(self, name: str) -> str | None:
        """Give what was kept under `name`."""
        return self._kept.get(name)

    def keep(self, name: str, value: str) -> None:
        """Keep `value`."""
        self._kept[name] = value


class Preferences(QObject):
    """The device's choices; the window follows `appearance_changed` and `language_changed`."""

    appearance_changed = Signal()
    language_changed = Signal()

    def __init__(self, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf

    @property
    def language(self) -> Language:
        """The window's language; Danish until chosen otherwise."""
        found = self._shelf.get("language")
        return Language(found) if found in tuple(Language) else Language.DANISH

    @property
    def scheme(self) -> Scheme:
        """Light, dark or as the system."""
        found = self._shelf.get("scheme")
        return Scheme(found) if found in tuple(Scheme) else Scheme.SYSTEM

    @property
    def text_scale(self) -> float:
        """Size of everything written, 1.0 to 2.0."""
        try:
            found = float(self._shelf.get("text_scale") or LEAST_SCALE)
        except ValueError:
            return LEAST_SCALE
        return min(max(found, LEAST_SCALE), LARGEST_SCALE)

    def set_language(self, language: Language) -> None:
        """Speak `language` from now on."""
        if language is not self.language:
            self._shelf.keep("language", language.value)
            self.language_changed.emit()

    def set_scheme(self, scheme: Scheme) -> None:
        """Be light or dark from now on."""
        if scheme is not self.scheme:
            self._shelf.keep("scheme", scheme.value)
            self.appearance_changed.emit()

    def set_text_scale(self, scale: float) -> None:
        """Write smaller or larger from now on."""
        if scale != self.text_scale:
            self._shelf.keep("text_scale", str(scale))
            self.appearance_changed.emit()

    def recall(self, name: str, default: str = "") -> str:
        """Give what was kept under `name` on this device."""
        found = self._shelf.get(name)
        return default if found is None else found

    def keep(self, name: str, value: str) -> None:
        """Keep `value` under `name` on this device."""
        self._shelf.keep(name, value)
