"""What a screen is handed: everything it may use, and nothing global."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Translator
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.preferences import Preferences
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.theme import Theme

if TYPE_CHECKING:
    from ambassador_app.services import Session
    from ambassador_app.services.opening import Profiles


class Look(Protocol):
    """What a control needs to be drawn and worded."""

    @property
    def theme(self) -> Theme: ...

    @property
    def translator(self) -> Translator: ...


class Navigate(Protocol):
    """Goes from screen to screen."""

    def __call__(self, name: str, *keys: str, **arguments: object) -> None:
        """Show the screen `name` about `keys`, at the place that `arguments` say."""
        ...

    def back(self) -> None:
        """Go to where one was before."""
        ...

    def forward(self) -> None:
        """Undo `back`."""
        ...


@dataclass(frozen=True, slots=True)
class UiContext:
    """Handed to every screen."""

    session: Session
    translator: Translator
    tasks: Tasks
    notices: Notices
    theme: Theme
    navigate: Navigate
    preferences: Preferences


@dataclass(frozen=True, slots=True)
class OpeningContext:
    """Handed to the screen that is shown before there is a session. `reason` is why the profile did not open;
    `is_locked` says that it was open and only waits for its person.
    """

    profiles: Profiles
    translator: Translator
    tasks: Tasks
    notices: Notices
    theme: Theme
    preferences: Preferences
    reason: AmbassadorError | None
    opened: Callable[[Session], None]
    is_locked: bool = False
