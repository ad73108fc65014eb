"""The pages of the window: built when first shown, kept while they are likely to be wanted again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.ui.navigation import Place
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.tab_order import stops_in
from ambassador_app.ui.widgets.fields import commit_pending

_KEPT: Final = 8

Builder = Callable[[Place], Screen]
PageName = tuple[str, tuple[str, ...]]


class Pages(QStackedWidget):
    """Shows the page of a place. Signals speak of the current page only."""

    title_changed = Signal(str)
    undo_changed = Signal(str, str)
    show_mode_changed = Signal(bool)
    arrived = Signal(object)

    def __init__(self, build: Builder) -> None:
        super().__init__()
        self._build = build
        self._kept: OrderedDict[PageName, Screen] = OrderedDict()

    @property
    def screen_shown(self) -> Screen | None:
        """The page that is shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def show_place(self, place: Place) -> None:
        """Show the page of `place`, at the place in it."""
        before = self.screen_shown
        takes_focus = _loses_focus(before)
        screen = self._kept.get(place.page)
        if before is not None and before is not screen:
            self.leave()
        if screen is None:
            screen = self._made(place)
        elif place.arguments:
            screen.open(**place.arguments)
        self._kept.move_to_end(place.page)
        self.setCurrentWidget(screen)
        if screen is not before:
            self.show_mode_changed.emit(False)
            screen.shown()
            if takes_focus:
                enter(screen)
        self.title_changed.emit(screen.title)
        self.undo_changed.emit(screen.undo_label, screen.redo_label)
        self.arrived.emit(screen)
        self._drop_oldest()

    def show_alone(self, widget: QWidget) -> None:
        """Show something that is no page: what stands before there is a session."""
        self.addWidget(widget)
        self.setCurrentWidget(widget)

    def leave(self) -> None:
        """Let the current page send what it holds and know that it is no longer looked at."""
        screen = self.screen_shown
        if screen is not None:
            commit_pending(screen)
            screen.left()

    def tell(self, changes: Changes) -> None:
        """Let every page know what was touched."""
        for screen in tuple(self._kept.values()):
            screen.changed(changes)

    def _made(self, place: Place) -> Screen:
        screen = self._build(place)
        self._kept[place.page] = screen
        self.addWidget(screen)
        screen.title_changed.connect(lambda title: self._pass_on(screen, self.title_changed, title))
        screen.undo_changed.connect(lambda undo, redo: self._pass_on(screen, self.undo_changed, undo, redo))
        screen.show_mode_changed.connect(lambda on: self._pass_on(screen, self.show_mode_changed, on))
        return screen

    def _pass_on(self, screen: Screen, signal: SignalInstance, *arguments: object) -> None:
        if screen is self.currentWidget():
            signal.emit(*arguments)

    def _drop_oldest(self) -> None:
        while len(self._kept) > _KEPT:
            _, screen = self._kept.popitem(last=False)
            self.removeWidget(screen)
            screen.deleteLater()


def _loses_focus(before: Screen | None) -> bool:
    """Whether the keyboard is on the page that goes, or nowhere."""
    focus = QApplication.focusWidget()
    return focus is None or not focus.isVisible() or (before is not None and before.isAncestorOf(focus))


def enter(page: QWidget) -> None:
    """Put the focus on the first thing of `page` that takes it, unless the page has put it somewhere itself."""
    focus = QApplication.focusWidget()
    if focus is not None and focus.isVisible() and page.isAncestorOf(focus):
        return
    # What asked for it while it was not on the screen yet comes first.
    wanted = cast("QWidget | None", page.focusWidget())
    first = wanted if wanted is not None and wanted.isVisible() else next(stops_in(page), page)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
