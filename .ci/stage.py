"""The stage on which the pictures are taken: the real window on the demo municipality, without a display."""

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ambassador_app.app import Root, now
from ambassador_app.i18n import Language
from ambassador_app.ui.application import Application
from ambassador_app.ui.preferences import MemoryShelf, Scheme

ROUNDS = 6
SIZE = (1366, 768)

Scene = Callable[["Stage"], None]
SCENES: dict[str, Scene] = {}


def scene(name: str) -> Callable[[Scene], Scene]:
    """Register what has to be done before the picture `name` is taken."""

    def register(function: Scene) -> Scene:
        if name in SCENES:
            raise ValueError(f"two scenes are called {name}")
        SCENES[name] = function
        return function

    return register


class Stage:
    """The running application, and short ways to what a scene needs."""

    def __init__(self, home: Path) -> None:
        root = Root(home)
        self._profiles = root.profiles()
        self.session = self._profiles.demo()
        self.application = Application(
            ["ambassador"],
            resources=root.paths.resources,
            translators=root.translator,
            shelf=MemoryShelf(language="da", scheme="light"),
            now=now,
            profiles=lambda: self._profiles,
            manual=root.paths.manual,
        )
        self.failed: list[str] = []
        self.application.tasks.crashed.connect(lambda error: self.failed.append(f"{type(error).__name__}: {error}"))
        # A bug in a slot goes to the hook: it must not pass unseen because a picture was taken all the same.
        sys.excepthook = lambda kind, error, trace: self.failed.append(
            "".join(traceback.format_exception(kind, error, trace))
        )
        self.application.window.resize(*SIZE)
        self.application.window.show()
        self.application.enter(self.session)
        self.settle()

    @property
    def window(self) -> QWidget:
        """The window."""
        return self.application.window

    @property
    def screen(self) -> QWidget:
        """The page that is shown."""
        shell = self.application.shell
        return shell.pages.currentWidget() if shell is not None else self.window

    def appear(self, language: Language, scheme: Scheme, scale: float) -> None:
        """Speak and look otherwise from now on."""
        preferences = self.application.preferences
        preferences.set_language(language)
        preferences.set_scheme(scheme)
        preferences.set_text_scale(scale)
        self.settle()

    def begin(self) -> None:
        """Clear the stage for the next scene."""
        for notice in list(self.application.notices.shown):
            self.application.notices.withdraw(notice)
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
            dialog.deleteLater()
        if self.application.session is None or self.application.shell is None:
            self.application.enter(self.session)
        shell = self.application.shell
        if shell is not None:
            shell.palette_panel.close_palette()
            shell.help.hide()
            shell.set_show_mode(False)
        self.window.resize(*SIZE)

    def navigate(self, name: str, *keys: str, **arguments: object) -> None:
        """Go to a screen, as `context.navigate` does."""
        self.application.navigator(name, *keys, **arguments)
        self.settle()

    def opening(self, reason: Exception | None = None, *, is_locked: bool = False) -> None:
        """Show what stands before a session: first start, or why the visits do not open."""
        self.application.show_opening(self._profiles, reason, is_locked=is_locked)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing moves any more."""
        for _ in range(ROUNDS):
            QApplication.processEvents()
            self.application.tasks.flush_all()
            time.sleep(0.01)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    def some_site(self) -> str:
        """The site of the visit that was walked in the demo."""
        return str(self.session.visits.workspace(self.sealed_visit()).dossier.site.id)

    def sealed_visit(self) -> str:
        """A visit that is signed and sealed."""
        return self._visit("sealed")

    def open_visit(self) -> str:
        """A visit that is planned or under way."""
        return self._visit("planned", "under_way")

    def _visit(self, *statuses: str) -> str:
        lines = self.session.visits.page(limit=100).lines
        return str(next(line.visit_id for line in lines if line.status.value in statuses))

    def close(self) -> None:
        """Close the window and the demo."""
        self.window.close()
