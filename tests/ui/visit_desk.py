"""One visit on the screen, with a real session behind it and a hand on keyboard and mouse."""

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import Answer
from ambassador_app.services.session import Session
from ambassador_app.services.workspace import Workspace
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.cards import QuestionCard
from ambassador_app.ui.screens.visit.measures import MeasuresPanel
from ambassador_app.ui.screens.visit.view import VisitView, build
from ambassador_app.ui.screens.visit.walkthrough import WalkthroughPanel

LAMPS = "/data/lighting/ly1_lamp_kind"
COUNT = "/data/lighting/ly1_count"
WATT = "/data/lighting/ly1_watt"
BALLAST = "/data/lighting/ly2_magnetic_ballast"
HOURS = "/data/lighting/ly3_hours"
LIGHTING = "/data/lighting"


@dataclass
class VisitDesk:
    """The screen of one visit, opened at a step."""

    session: Session
    context: UiContext
    visit_id: VisitId
    qtbot: object
    view: VisitView

    def settle(self) -> None:
        """Until everything asked for is done and shown."""
        self.context.tasks.flush_all()
        QApplication.processEvents()
        self.context.tasks.flush_all()

    def workspace(self) -> Workspace:
        """What the database holds now."""
        self.settle()
        return self.session.visits.workspace(self.visit_id)

    def kept(self, path: str) -> Answer:
        """The answer that the database holds."""
        return self.workspace().answers.get(path, Answer())

    @property
    def walkthrough(self) -> WalkthroughPanel:
        panel = self.view.panel()
        assert isinstance(panel, WalkthroughPanel)
        return panel

    @property
    def measures(self) -> MeasuresPanel:
        panel = self.view.panel()
        assert isinstance(panel, MeasuresPanel)
        return panel

    def go_to(self, path: str) -> QuestionCard:
        """Put the focus on a question."""
        self.walkthrough.go_to(path)
        card = self.walkthrough.page().cards[path]
        self.qtbot.waitUntil(lambda: card.isAncestorOf(QApplication.focusWidget()) or card.hasFocus())
        return card

    def press(self, key: object, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the focus is."""
        widget = QApplication.focusWidget()
        assert isinstance(widget, QWidget)
        self.qtbot.keyClick(widget, key, modifier)

    def write(self, text: str) -> None:
        """Type where the focus is."""
        self.qtbot.keyClicks(QApplication.focusWidget(), text)


def open_visit(
    context: UiContext, session: Session, visit_id: VisitId, qtbot: object, **arguments: object
) -> VisitDesk:
    """Show a visit, settled."""
    view = build(context, visit_id, **arguments)
    qtbot.addWidget(view)
    view.resize(1278, 690)
    view.show()
    desk = VisitDesk(session, context, visit_id, qtbot, view)
    desk.settle()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return desk


def words_on(widget: QWidget) -> set[str]:
    """Every word that is written on a widget and below it, shown or for a screen reader."""
    found: set[str] = set()
    for one in (widget, *widget.findChildren(QWidget)):
        for ask in ("text", "placeholderText", "toolTip", "accessibleName", "accessibleDescription"):
            value = getattr(one, ask, None)
            said = value() if callable(value) else ""
            if isinstance(said, str) and said:
                found.add(said)
    return found


SAME_IN_BOTH = {"kwh", "co", "ventilation", "led", "status", "data", "bar", "ctrl", "alt", "diesel", "revision", "dkk"}
"""Words that Danish and English share."""


def untranslated(english: set[str], danish: set[str], names: str = "") -> set[str]:
    """What stands in both languages though it has a word that they do not share; `names` are words of the record."""
    known = SAME_IN_BOTH | set(re.findall(r"[a-zæøå]+", names.casefold()))
    return {
        one
        for one in english & danish
        if any(len(word) > 1 and word not in known for word in re.findall(r"[a-zæøå]+", one.casefold()))
    }


def a_picture(folder: Path) -> Path:
    """A real photo file."""
    from PIL import Image

    file = folder / "hal.jpg"
    Image.effect_noise((640, 480), 40).convert("RGB").save(file, quality=80)
    return file
