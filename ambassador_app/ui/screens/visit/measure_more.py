"""The «More» menu of the measures: what else can be done with the list, each by the module that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QMenu, QPushButton

from ambassador_app.ui.screen import Command

if TYPE_CHECKING:
    from ambassador_app.ui.screens.visit.measures import MeasuresPanel


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu. `writes`: it changes the visit, so that it rests while the visit is locked."""

    text: str
    act: Callable[[], object]
    enabled: bool = True
    writes: bool = True


# "module:function"; each is called with the panel and gives its entries, in this order. Names, not imports: they are
# loaded when the menu is first opened.
PROVIDERS: Final[tuple[str, ...]] = (
    "ambassador_app.ui.screens.visit.variants:entries",
    "ambassador_app.ui.screens.visit.copying:entries",
    "ambassador_app.ui.screens.visit.measure_files:entries",
)


def entries_of(panel: MeasuresPanel) -> tuple[tuple[MenuEntry, ...], ...]:
    """Ask every provider for what it offers now."""
    return tuple(_provided(name, panel) for name in PROVIDERS)


def _provided(name: str, panel: MeasuresPanel) -> tuple[MenuEntry, ...]:
    module, _, function = name.partition(":")
    return tuple(getattr(import_module(module), function)(panel))


def commands_of(panel: MeasuresPanel) -> tuple[Command, ...]:
    """Offer the same in the command palette."""
    return tuple(
        Command(entry.text, entry.act) for group in entries_of(panel) for entry in group if _is_open(entry, panel)
    )


class MoreButton(QPushButton):
    """Opens the menu below itself; its entries are asked for each time."""

    def __init__(self, panel: MeasuresPanel) -> None:
        super().__init__(panel.context.translator.tr("More"))
        look = panel.context
        self._panel = panel
        self.setProperty("kind", "secondary")
        self.setAccessibleName(self.text())
        self.setFont(look.theme.font())
        self.setAutoDefault(False)
        self.setIcon(look.theme.icon("more", "text", size=18))
        self.setIconSize(QSize(look.theme.px(18), look.theme.px(18)))
        self.menu_shown = QMenu(self)
        self.menu_shown.setFont(look.theme.font())
        self.clicked.connect(self._open)

    def fill(self) -> None:
        """Put in what can be done now, a line between those of different providers."""
        self.menu_shown.clear()
        for group in entries_of(self._panel):
            if not self.menu_shown.isEmpty():
                self.menu_shown.addSeparator()
            for entry in group:
                action = self.menu_shown.addAction(entry.text.replace("&", "&&"))
                action.setEnabled(_is_open(entry, self._panel))
                action.triggered.connect(lambda _checked=False, act=entry.act: act())

    def _open(self) -> None:
        self.fill()
        self.menu_shown.popup(self.mapToGlobal(QPoint(0, self.height())))


def _is_open(entry: MenuEntry, panel: MeasuresPanel) -> bool:
    workspace = panel.model.workspace
    return entry.enabled and not (entry.writes and (workspace is None or workspace.locked))
