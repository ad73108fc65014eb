"""Where one is, where one was, and how to get back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Self

from PySide6.QtCore import QObject, Signal

_REMEMBERED: Final = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A screen, what it is about, and where in it."""

    name: str
    keys: tuple[str, ...] = ()
    arguments: Mapping[str, object] = field(default_factory=dict)

    @property
    def page(self) -> tuple[str, tuple[str, ...]]:
        """What makes it the same page: name and keys, wherever in it one is."""
        return self.name, self.keys

    def with_arguments(self, arguments: Mapping[str, object]) -> Self:
        """Return another place on the same page."""
        return replace(self, arguments=dict(arguments))

    def to_text(self) -> str:
        """Write it down for the next start; only plain arguments are kept."""
        plain = {name: value for name, value in self.arguments.items() if isinstance(value, str)}
        return json.dumps([self.name, list(self.keys), plain], ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Read what `to_text` wrote; None for anything else."""
        try:
            name, keys, arguments = json.loads(text)
        except (ValueError, TypeError):
            return None
        sound = isinstance(name, str) and isinstance(keys, list) and isinstance(arguments, dict)
        return cls(name, tuple(map(str, keys)), arguments) if sound else None


class Navigator(QObject):
    """Remembers the way. Who shows pages listens to `moved`."""

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._behind: list[Place] = []
        self._ahead: list[Place] = []
        self.place: Place | None = None

    def __call__(self, name: str, *keys: str, **arguments: object) -> None:
        """Go to the screen `name` about `keys`."""
        self.go(Place(name, keys, arguments))

    def go(self, place: Place) -> None:
        """Go to `place`; on the page one is on already this is no step of the way."""
        if self.place is not None and self.place.page != place.page:
            self._behind = [*self._behind, self.place][-_REMEMBERED:]
            self._ahead.clear()
        self._arrive(place)

    def go_instead(self, place: Place) -> None:
        """Go to `place` since the one that was asked for cannot be shown; it is no step of the way."""
        self._arrive(place)

    def note(self, arguments: Mapping[str, object]) -> None:
        """Remember where on the page one is, so that the way back leads there."""
        if self.place is not None and arguments:
            self.place = self.place.with_arguments(arguments)

    def back(self) -> None:
        """Go to where one was before."""
        if self._behind and self.place is not None:
            self._ahead.append(self.place)
            self._arrive(self._behind.pop())

    def forward(self) -> None:
        """Undo `back`."""
        if self._ahead and self.place is not None:
            self._behind.append(self.place)
            self._arrive(self._ahead.pop())

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        """Whether `back` can be undone."""
        return bool(self._ahead)

    def forget(self) -> None:
        """Forget the way: another profile is another world."""
        self._behind.clear()
        self._ahead.clear()
        self.place = None

    def _arrive(self, place: Place) -> None:
        self.place = place
        self.moved.emit(place)
