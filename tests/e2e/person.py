"""Somebody at the real window: finds things by what a screen reader says, and has only a mouse and a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from ambassador_app.ui.application import Application
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.ink_pad import InkPad

Wanted = Callable[[QWidget], bool]
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 20_000


class Person:
    """The hands and eyes of a test. Names are given in English and looked up in the window's language."""

    def __init__(self, application: Application, qtbot: Any) -> None:
        self.application = application
        self.qtbot = qtbot
        self.windows = WindowWatch()

    # -- time ---------------------------------------------------------------------------------------------------
    def settle(self) -> None:
        """Until everything that was asked for is done and shown."""
        for _ in range(3):
            QApplication.processEvents()
            self.application.tasks.flush_all()
        QApplication.processEvents()
        self._manage_windows()

    def _manage_windows(self) -> None:
        """Activate the window again after a list that dropped down: here there is no window manager to do it."""
        alone = QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None
        if alone and self.window.isVisible() and not self.has_the_window():
            QApplication.processEvents()

    def has_the_window(self) -> bool:
        """Whether the window is the one that keys go to; if not, it is asked to be."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
        return self.window.isActiveWindow()

    def wait(self, until: Callable[[], object], timeout: int = PATIENCE_MS) -> None:
        """Until something holds."""
        self.qtbot.waitUntil(lambda: bool(until()), timeout=timeout)

    # -- eyes ---------------------------------------------------------------------------------------------------
    @property
    def window(self) -> QWidget:
        return self.application.window

    @property
    def screen(self) -> Screen:
        """The page that is shown."""
        shell = self.application.shell
        assert shell is not None
        assert shell.pages.screen_shown is not None
        return shell.pages.screen_shown

    def tr(self, text: str, **values: object) -> str:
        """Words of the program in the window's language; any other text stays as it is."""
        return self.application.translator.tr(text, **values)

    def things(self, within: QWidget | None = None) -> Iterator[QWidget]:
        """Everything that is on the screen, or would be after scrolling."""
        root = within or self.window
        return (one for one in (root, *root.findChildren(QWidget)) if one.isVisible())

    def find(
        self, name: str, *, within: str | QWidget = "", wanted: Wanted | None = None, exact: bool = True
    ) -> QWidget:
        """The one visible thing of this name; of several inside each other the innermost."""
        found: list[QWidget] = []

        def look() -> bool:
            found[:] = self.all_named(name, within=within, wanted=wanted, exact=exact)
            return bool(found)

        try:
            self.wait(look)
        except Exception as error:
            raise AssertionError(f"nothing is called {name!r} here; there is: {sorted(self.spoken())}") from error
        inner = [
            one
            for one in dict.fromkeys(found)
            if not any(one is not other and one.isAncestorOf(other) for other in found)
        ]
        assert len(inner) == 1, f"{len(inner)} things are called {name!r}: {inner}"
        return inner[0]

    def all_named(
        self, name: str, *, within: str | QWidget = "", wanted: Wanted | None = None, exact: bool = True
    ) -> list[QWidget]:
        """Every visible thing of this name."""
        words = self.tr(name)
        roots = self.containers(within) if isinstance(within, str) and within else [within or None]
        return [
            one
            for root in roots
            for one in self.things(root if isinstance(root, QWidget) else None)
            if (spoken(one) == words if exact else words in spoken(one)) and (wanted is None or wanted(one))
        ]

    def all_shown(self, kind: type[QWidget]) -> list[QWidget]:
        """Everything of a kind that can be seen without scrolling."""
        return [one for one in self.things() if isinstance(one, kind) and not one.visibleRegion().isEmpty()]

    def containers(self, name: str) -> list[QWidget]:
        """What holds other things and is called so, or has a heading that says so."""
        words = self.tr(name)
        found = [one for one in self.things() if one.accessibleName().startswith(words) and one.children()]
        headings = [one for one in self.things() if isinstance(one, QLabel) and one.text() == words]
        return found or [card for one in headings if (card := _card_around(one)) is not None]

    def spoken(self, within: QWidget | None = None) -> set[str]:
        """Every name on the screen."""
        return {words for one in self.things(within) if (words := spoken(one))}

    def reads(self, *parts: str) -> bool:
        """Whether all these words stand somewhere on the screen."""
        everything = "\n".join(written_on(self.window))
        return all(self.tr(part) in everything for part in parts)

    # -- mouse --------------------------------------------------------------------------------------------------
    def press(self, name: str, *, within: str | QWidget = "", exact: bool = True) -> QWidget:
        """Click on the button of this name."""
        found = self.find(name, within=within, wanted=is_pressable, exact=exact)
        self.click(found)
        return found

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Scroll there and click; whatever lies on top of it gets the click, as with a real mouse."""
        bring_into_sight(widget)
        QApplication.processEvents()
        place = at or visible_middle(widget)
        on_window = widget.mapTo(self.window, place)
        hit = self.window.childAt(on_window)
        assert hit is widget or (hit is not None and (widget.isAncestorOf(hit) or hit.isAncestorOf(widget))), (
            f"{spoken(widget)!r} is covered by {hit}"
        )
        assert widget.isEnabled(), f"{spoken(widget)!r} cannot be pressed now"
        QTest.mouseClick(widget, LEFT, NO_KEY, place)
        self.settle()

    def open_row(self, table: str, *words: str) -> None:
        """Double-click on the row of a table in which these words stand."""
        view = self.find(table, wanted=lambda one: isinstance(one, QTableView))
        assert isinstance(view, QTableView)
        self.wait(lambda: self.row_of(view, words) is not None)
        row = self.row_of(view, words)
        assert row is not None
        view.scrollTo(view.model().index(row, 0))
        bring_into_sight(view)
        QApplication.processEvents()
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), LEFT, NO_KEY, place)
        QTest.mouseDClick(view.viewport(), LEFT, NO_KEY, place)
        self.settle()

    @staticmethod
    def row_of(view: QTableView, words: Sequence[str]) -> int | None:
        model = view.model()
        for row in range(model.rowCount()):
            line = " ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
            if all(word in line for word in words):
                return row
        return None

    def step(self, name: str) -> None:
        """Open a step of the visit."""
        steps = self.find("Steps of the visit")
        self.press(name, within=steps, exact=False)

    def write(self, name: str, text: str, *, within: str | QWidget = "", leave: bool = True) -> QWidget:
        """Click into the field of this name and type; then leave it with Tab."""
        field = self.find(name, within=within, wanted=is_writable)
        self.click(field)
        takes = field.focusProxy() or field
        assert self.focus() is takes, f"{name!r} did not take the focus: {self.focus()}"
        select_all(takes)
        QTest.keyClicks(takes, text)
        if leave:
            self.key(Qt.Key.Key_Tab)
        return field

    def draw(self, pad: QWidget) -> None:
        """Draw two strokes on the pad."""
        assert isinstance(pad, InkPad)
        bring_into_sight(pad)
        QApplication.processEvents()
        width, height = pad.width(), pad.height()
        for stroke in range(2):
            places = [
                QPoint(int(width * (0.15 + 0.3 * stroke + 0.025 * n)), int(height * (0.3 + 0.4 * (n % 3) / 2)))
                for n in range(12)
            ]
            QTest.mousePress(pad, LEFT, NO_KEY, places[0])
            for place in places[1:]:
                QTest.mouseMove(pad, place)
                QApplication.processEvents()
            QTest.mouseRelease(pad, LEFT, NO_KEY, places[-1])
        self.settle()

    # -- keyboard -----------------------------------------------------------------------------------------------
    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus(), key, modifier)
        self.settle()
        self.focus()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self.focus(), text)

    def focus(self) -> QWidget:
        """Where the keyboard is: always somewhere in sight."""
        now = QApplication.focusWidget()
        assert now is not None, "nothing has the focus"
        assert not now.visibleRegion().isEmpty(), f"the focus is out of sight: {spoken(now)!r} {now}"
        return now

    def tab_to(self, name: str, *, within: str | QWidget = "", most: int = 90, exact: bool = True) -> QWidget:
        """Press Tab until the thing of this name has the focus."""
        words = self.tr(name)
        seen: list[str] = []
        for _ in range(most):
            now = self.focus()
            inside = not within or any(one is now or one.isAncestorOf(now) for one in self._roots(within))
            said = spoken(now)
            if inside and (said == words if exact else said.startswith(words)):
                return now
            seen.append(said or type(now).__name__)
            QTest.keyClick(now, Qt.Key.Key_Tab)
            QApplication.processEvents()
        raise AssertionError(f"Tab does not lead to {words!r}, but to {seen}")

    def focus_name(self) -> str:
        """What a screen reader says of where the keyboard is."""
        return spoken(self.focus())

    def go_by_palette(self, words: str) -> None:
        """Ctrl+K, the name of a command, Enter."""
        self.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self.type(words)
        self.settle()
        self.key(Qt.Key.Key_Return)

    def listed(self, name: str) -> list[str]:
        """The lines of a list."""
        model = self.find(name, wanted=lambda one: isinstance(one, QListWidget)).model()  # type: ignore[attr-defined]
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def _roots(self, within: str | QWidget) -> list[QWidget]:
        return self.containers(within) if isinstance(within, str) else [within]


class WindowWatch(QObject):
    """Notes every window that opens beside the one there is: a part that is shown before it has a place flashes."""

    def __init__(self) -> None:
        super().__init__()
        self.flashed: list[str] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            plain = watched.windowType() in (Qt.WindowType.Window, Qt.WindowType.Widget)
            if plain and not isinstance(watched, QMainWindow):
                self.flashed.append(f"{type(watched).__name__} {spoken(watched)!r}")
        return False


# -- what a screen reader says --------------------------------------------------------------------------------------
def spoken(widget: QWidget) -> str:
    """The name that a screen reader says."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


def written_on(root: QWidget) -> set[str]:
    """Every text that can be seen on `root`, and every word that a screen reader says of it."""
    found: set[str] = set()
    for one in (root, *root.findChildren(QWidget)):
        if not one.isVisible():
            continue
        for ask in ("text", "placeholderText", "toolTip", "accessibleName", "accessibleDescription", "toPlainText"):
            value = getattr(one, ask, None)
            said = value() if callable(value) else ""
            if isinstance(said, str) and said:
                found.add(said)
        found |= _rows_of(one)
    return found


def _rows_of(widget: QWidget) -> set[str]:
    """What stands in a list, a table or a drop-down."""
    model = getattr(widget, "model", None)
    model = model() if callable(model) else None
    if model is None or not hasattr(model, "rowCount"):
        return set()
    found = set()
    # A model that is one list hides how many columns it has.
    columns = range(model.columnCount() if isinstance(widget, QTableView) else 1)
    for column in columns:
        found.add(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
        for row in range(min(model.rowCount(), 60)):
            found.add(str(model.index(row, column).data() or ""))
    return found - {""}


def _card_around(widget: QWidget) -> QWidget | None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, Card):
        around = around.parentWidget()
    return around


def is_pressable(widget: QWidget) -> bool:
    found = QAccessible.queryAccessibleInterface(widget)
    return found is not None and found.role() in (
        QAccessible.Role.Button,
        QAccessible.Role.PushButton,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.ButtonMenu,
        QAccessible.Role.Link,
    )


def is_writable(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit) and not widget.isReadOnly()


def select_all(field: QWidget) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)


# -- getting there --------------------------------------------------------------------------------------------------
def bring_into_sight(widget: QWidget) -> None:
    """Scroll every page around `widget` as somebody does who looks for it."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and around.widget() is not None and around.widget().isAncestorOf(widget):
            around.ensureWidgetVisible(widget, 24, 48)
        around = around.parentWidget()


def visible_middle(widget: QWidget) -> QPoint:
    """The middle of what can be seen of `widget`."""
    seen: QRect = widget.visibleRegion().boundingRect()
    assert not seen.isEmpty(), f"{spoken(widget)!r} cannot be seen"
    return seen.center()


def is_pad(widget: QWidget) -> bool:
    return isinstance(widget, InkPad)
