"""The window as a whole: first paint, the way to a session, language, bugs, the end."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.policy import Policy
from ambassador_app.errors import PassphraseNeeded
from ambassador_app.i18n import Language, Message
from ambassador_app.ui import screens
from ambassador_app.ui.application import Application
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column
from ambassador_app.ui.navigation import Navigator, Place
from ambassador_app.ui.preferences import MemoryShelf, Scheme
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.widgets.fields import TextField
from tests.ui.conftest import RESOURCES, translator_of

_SLOW = (
    "sqlalchemy sqlcipher3 alembic reportlab pyhanko pydantic keyring.backends PIL pikepdf pypdfium2 openpyxl pyxform "
    "cryptography httpx xlsxwriter argon2 jwt rfc8785 truststore fastapi uvicorn"
)
SLOW = _SLOW.split()

FIRST_PAINT = """
import json, sys
from pathlib import Path
from ambassador_app.app import Root, SettingsShelf
from ambassador_app.ui.first_paint import FirstPaint

first = FirstPaint(["ambassador"], SettingsShelf(Root(Path(sys.argv[1]))))
first.show(first.qt.quit)
first.qt.exec()
loaded = sorted(sys.modules)
first.window.close()
print(json.dumps(loaded))
"""


def test_nothing_slow_is_loaded_before_the_first_paint(home: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(home)], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = json.loads(done.stdout)
    assert "PySide6.QtWidgets" in loaded
    slow = [name for name in loaded if name.startswith(tuple(SLOW))]
    assert slow == []
    assert [name for name in loaded if name.startswith("ambassador_app.storage")] == []


class Page(Screen):
    """A page that remembers what was done to it."""

    def __init__(self, context: UiContext, name: str, keys: tuple[str, ...], arguments: dict[str, object]) -> None:
        super().__init__(context)
        self.log: list[object] = [("built", arguments)]
        self.field = TextField(context, name="Note")
        self.words = QLabel(context.translator.tr("Today"))
        self.setLayout(column(self.field, self.words))
        self.set_title(" ".join((name, *keys)))
        self.set_undo("answer", "")

    def undo(self) -> None:
        self.log.append("undo")

    def open(self, **arguments: object) -> None:
        self.log.append(("open", arguments))

    def shown(self) -> None:
        self.log.append("shown")

    def left(self) -> None:
        self.log.append("left")

    def changed(self, changes: Changes) -> None:
        self.log.append(changes.action)

    def location(self) -> dict[str, str]:
        return {"step": "agree"}

    def commands(self) -> tuple[Command, ...]:
        return (Command("Seal the report", lambda: self.log.append("sealed"), "Ctrl+Return"),)


class Session:
    """A session with nothing in it."""

    def __init__(self, *, is_demo: bool = False, read_only: bool = False, health: Message | None = None) -> None:
        self.is_demo, self.read_only, self.health = is_demo, read_only, health
        self.closed_on = ""
        self.policy = Policy()
        self.access = SimpleNamespace(log=SimpleNamespace(opened=lambda kind, record_id: None))
        self.syncing = SimpleNamespace(member=lambda: None)
        self.keeping = SimpleNamespace(opened=lambda visit_id: None, closed=lambda visit_id: None)
        self.backups = SimpleNamespace(
            status=lambda: SimpleNamespace(is_due=True, last_at=None), run_daily=lambda: None
        )

    def search(self, text: str) -> tuple[object, ...]:
        from ambassador_app.domain.lists import Hit, HitGroup

        return (Hit(HitGroup.COMPANY, "s1", f"Bageri {text}", "Herlev", "s1"),)

    def close(self) -> None:
        self.closed_on = threading.current_thread().name


class Profiles:
    def __init__(self, session: Session | None, error: Exception | None = None) -> None:
        self.session, self.error = session, error

    def exists(self) -> bool:
        return self.session is not None or self.error is not None

    def open(self) -> Session:
        if self.error is not None:
            raise self.error
        return self.session


Start = Callable[..., Application]


@pytest.fixture
def start(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the window on pages that only take notes."""
    table = dict.fromkeys(screens.SCREENS, "")
    monkeypatch.setattr(screens, "SCREENS", {name: f"noted_screens:{name}" for name in table})
    module = ModuleType("noted_screens")
    for name in table:
        setattr(module, name, _builder(name))
    module.opening = lambda context: QLabel(type(context.reason).__name__)
    monkeypatch.setitem(sys.modules, "noted_screens", module)
    running: list[Application] = []

    def run(profiles: object = None, *, shelf: MemoryShelf | None = None) -> Application:
        application = Application(
            [],
            resources=RESOURCES,
            translators=translator_of,
            shelf=shelf or MemoryShelf(language="en", scheme="light"),
            now=lambda: datetime(2026, 1, 8, tzinfo=UTC),
            profiles=lambda: profiles or Profiles(Session()),
        )
        running.append(application)
        application.start()
        for _ in range(4):
            QCoreApplication.processEvents()
            application.tasks.flush()
        return application

    yield run
    for application in running:
        application.window.close()
        application.window.deleteLater()
        application.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def _builder(name: str) -> Callable[..., Screen]:
    return lambda context, *keys, **arguments: Page(context, name, keys, arguments)


def page(application: Application) -> Page:
    shown = application.shell.pages.screen_shown
    assert isinstance(shown, Page)
    return shown


def test_the_window_opens_on_today(start: Start) -> None:
    application = start()
    assert page(application).title == "today"
    assert application.window.windowTitle().startswith("today")


def test_it_reopens_where_one_was(start: Start) -> None:
    shelf = MemoryShelf(language="en", last_place='["visit", ["v1"], {"step": "sign"}]')
    application = start(shelf=shelf)
    assert page(application).title == "visit v1"
    assert page(application).log[0] == ("built", {"step": "sign"})


@pytest.mark.parametrize("kept", ["", "nonsense", '["gone", [], {}]', "[1, 2]", '{"a": 1}'])
def test_a_place_that_is_no_more_leads_to_today(start: Start, kept: str) -> None:
    assert page(start(shelf=MemoryShelf(language="en", last_place=kept))).title == "today"


def test_without_a_profile_the_opening_screen_is_shown(start: Start) -> None:
    application = start(Profiles(None))
    assert application.window.centralWidget().text() == "NoneType"


def test_a_profile_that_does_not_open_tells_the_opening_screen_why(start: Start) -> None:
    application = start(Profiles(None, PassphraseNeeded()))
    assert application.window.centralWidget().text() == "PassphraseNeeded"
    application.enter(Session())
    assert page(application).title == "today"


def test_going_somewhere_sends_what_is_being_typed(start: Start) -> None:
    application = start()
    before, sent = page(application), []
    before.field.edited.connect(sent.append)
    before.field.line.setText("half a sentence")
    application.navigator("visit", "v1", step="agree")
    assert sent == ["half a sentence"]
    assert before.log[-1] == "left"
    assert page(application).title == "visit v1"


def test_back_and_forward(start: Start) -> None:
    application = start()
    go = application.navigator
    go("companies")
    go("company", "s1")
    go.back()
    assert page(application).title == "companies"
    go.back()
    assert page(application).title == "today"
    assert not go.can_go_back
    go.forward()
    assert page(application).title == "companies"


def test_the_same_page_is_not_built_twice(start: Start) -> None:
    application = start()
    application.navigator("visit", "v1", step="prepare")
    first = page(application)
    application.navigator("visit", "v1", step="sign")
    assert page(application) is first
    assert first.log[-1] == ("open", {"step": "sign"})


def test_changes_are_told_to_every_page_and_seen_in_the_strip(start: Start) -> None:
    application = start()
    at = datetime(2026, 1, 8, 13, 2, tzinfo=UTC)
    application.tasks.changed.emit(Changes(frozenset({("visit", "v1")}), "answer", "v1", at))
    assert page(application).log[-1] == "answer"
    words = [label.text() for label in application.shell.status.findChildren(QLabel)]
    assert "Saved 14:02" in words


def test_undo_is_the_page_s(start: Start) -> None:
    application = start()
    application.shell.header.undo.emit()
    assert page(application).log[-1] == "undo"


def test_the_palette_finds_and_goes_there(start: Start, qtbot: object) -> None:
    from PySide6.QtCore import Qt

    application = start()
    palette = application.shell.palette_panel
    application.shell.open_palette()
    qtbot.keyClicks(palette.field.line, "ab")
    palette.field.commit()
    application.tasks.flush()
    labels = [palette.list.item(i).text() for i in range(palette.list.count())]
    assert any("Bageri ab" in one for one in labels)
    qtbot.keyClick(palette.field.line, Qt.Key.Key_Return)
    assert page(application).title == "company s1"
    assert not palette.isVisible()


def test_the_palette_knows_what_the_page_can_do(start: Start, qtbot: object) -> None:
    from PySide6.QtCore import Qt

    application = start()
    palette = application.shell.palette_panel
    application.shell.open_palette()
    qtbot.keyClicks(palette.field.line, "seal")
    qtbot.keyClick(palette.field.line, Qt.Key.Key_Return)
    assert page(application).log[-1] == "sealed"


def test_the_language_changes_at_once_and_one_stays_where_one_was(start: Start) -> None:
    application = start()
    application.navigator("visit", "v1", step="prepare")
    application.preferences.set_language(Language.DANISH)
    assert application.translator.language is Language.DANISH
    assert page(application).title == "visit v1"
    assert page(application).log[0] == ("built", {"step": "agree"})
    application.preferences.set_language(Language.ENGLISH)


def test_dark_and_large_are_chosen_at_once(start: Start, qapp: QApplication) -> None:
    application = start()
    application.preferences.set_scheme(Scheme.DARK)
    application.preferences.set_text_scale(1.5)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == application.theme.colours.window
    assert application.theme.is_dark
    assert application.theme.touch == 66


def test_show_mode_shows_nothing_but_the_page(start: Start) -> None:
    application = start()
    shell = application.shell
    page(application).show_mode_changed.emit(True)
    assert not shell.rail.isVisible()
    assert not shell.header.isVisible()
    assert not shell.status.isVisible()
    shell.open_palette()
    assert not shell.palette_panel.isVisible()
    page(application).show_mode_changed.emit(False)
    assert shell.rail.isVisible()


def test_the_demo_and_a_damaged_database_are_always_in_sight(start: Start) -> None:
    session = Session(is_demo=True, read_only=True, health=Message("The copy from this morning is open."))
    application = start(Profiles(session))
    words = " ".join(label.text() for label in application.shell.findChildren(QLabel))
    assert "Demo municipality" in words
    assert "The copy from this morning is open." in words


@pytest.mark.expects_log("bug:")
def test_a_bug_is_logged_without_what_was_typed_and_told_calmly(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    application = start()

    def fail() -> None:
        raise ValueError("Jens Jensen, CPR 010203-0405")

    application.tasks.run(fail, owner=application)
    application.tasks.flush()
    assert "safe" in application.notices.shown[-1].text
    written = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)
    assert "ValueError" in written
    assert "in fail" in written
    assert "Jens" not in written


def test_closing_saves_what_is_typed_and_closes_the_session(start: Start) -> None:
    session = Session()
    application = start(Profiles(session))
    sent = []
    page(application).field.edited.connect(sent.append)
    page(application).field.line.setText("the last words")
    application.window.close()
    assert sent == ["the last words"]
    assert session.closed_on.startswith("store")
    assert application.preferences.recall("geometry")


def test_the_window_fits_a_small_laptop(start: Start) -> None:
    application = start()
    application.window.resize(1024, 640)
    QCoreApplication.processEvents()
    assert application.window.width() == 1024


def test_a_place_survives_being_written_down() -> None:
    place = Place("visit", ("v1",), {"step": "sign"})
    assert Place.from_text(place.to_text()) == place


def test_the_way_back_forgets_nothing_when_one_moves_inside_a_page(qapp: QApplication) -> None:
    navigator = Navigator()
    navigator("companies")
    navigator("visit", "v1", step="prepare")
    navigator.note({"step": "agree"})
    navigator("company", "s1")
    navigator.back()
    assert navigator.place == Place("visit", ("v1",), {"step": "agree"})


def test_help_opens_at_the_part_of_the_page_that_has_its_own(start: Start) -> None:
    application = start()
    shell = application.shell
    shell.help._manual = RESOURCES.parent / "docs" / "manual"
    shell.open_help()
    assert shell.help.text.toPlainText().startswith("Today")
    shell.open_help()
    page(application).field.setProperty("help_page", "measures/heat_pump")
    shell.open_help()
    assert shell.help.text.toPlainText().startswith("Heat pump")
    shell.open_help()
    assert not shell.help.isVisible()


def test_help_stands_before_the_page_where_there_is_no_room_for_both(start: Start) -> None:
    application = start()
    shell = application.shell
    shell.resize(1366, 700)
    shell.open_help()
    assert shell.pages.isVisibleTo(shell)
    shell.open_help()
    shell.resize(900, 700)
    shell.open_help()
    assert shell.help.isVisibleTo(shell)
    assert not shell.pages.isVisibleTo(shell)
    shell.help.hide()
    assert shell.pages.isVisibleTo(shell)
    shell.open_help()
    application.navigator("visits")
    assert shell.pages.isVisibleTo(shell)
    assert not shell.help.isVisibleTo(shell)
