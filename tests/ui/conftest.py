"""A context to build screens in, and its parts."""

import gettext
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ambassador_app.i18n import Language, Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.preferences import MemoryShelf, Preferences
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.theme import Theme, load_fonts

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

Navigated = list[tuple[str, tuple[str, ...], dict[str, object]]]
MakeContext = Callable[..., UiContext]


def translator_of(language: Language) -> Translator:
    """The words of a language; a catalogue that is not built yet leaves the English ones."""
    try:
        return Translator.load(language, RESOURCES / "translations")
    except OSError:
        return Translator(language, gettext.NullTranslations())


class RecordedNavigation:
    """Goes nowhere, and remembers where it was asked to go."""

    def __init__(self, navigated: Navigated) -> None:
        self._navigated = navigated

    def __call__(self, name: str, *keys: str, **arguments: object) -> None:
        self._navigated.append((name, keys, arguments))

    def back(self) -> None:
        self._navigated.append(("back", (), {}))

    def forward(self) -> None:
        self._navigated.append(("forward", (), {}))


def let_go() -> None:
    """Delete what was closed. Left to Qt it stays for the next tests, and their style sheets dress it anew."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    """Fail when a window outlives the test that opened it."""
    yield
    let_go()
    left = [f"{type(one).__name__} {one.objectName()!r}" for one in qapp.topLevelWidgets()]
    for one in qapp.topLevelWidgets():
        one.deleteLater()
    let_go()
    if left:
        pytest.fail("left open: " + "; ".join(left), pytrace=False)


@pytest.fixture
def navigated() -> Navigated:
    """What `context.navigate` was asked for."""
    return []


@pytest.fixture
def make_context(qapp: QApplication, navigated: Navigated) -> Iterator[MakeContext]:
    """Builds contexts; their threads end with the test."""
    made: list[UiContext] = []

    def make(
        session: object = None,
        *,
        language: Language = Language.ENGLISH,
        dark: bool = False,
        scale: float = 1.0,
    ) -> UiContext:
        load_fonts(RESOURCES / "fonts")
        theme = Theme(RESOURCES, dark=dark, scale=scale)
        theme.apply(qapp)
        translator = translator_of(language)
        tasks, notices = Tasks(), Notices(translator)
        tasks.refused.connect(notices.error_of)
        context = UiContext(
            session if session is not None else SimpleNamespace(),
            translator,
            tasks,
            notices,
            theme,
            RecordedNavigation(navigated),
            Preferences(MemoryShelf()),
        )
        made.append(context)
        return context

    yield make
    for context in made:
        context.tasks.shutdown()
    let_go()
    qapp.setStyleSheet("")


@pytest.fixture
def context(make_context: MakeContext) -> UiContext:
    """A context without a session."""
    return make_context()


@pytest.fixture
def look(context: UiContext) -> UiContext:
    """What a control needs; a context has it."""
    return context
