"""The steps around the walkthrough, opened for a hand on keyboard and mouse."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from ambassador_app.i18n import Language
from ambassador_app.ui.widgets.ink_pad import InkPad
from ambassador_app.ui.widgets.pdf_sheets import Sheet
from tests.ui.visit_desk import VisitDesk

Open = Callable[..., VisitDesk]

# Of our own screens: what is written alike in both languages, and what the demo data say in Danish anyway.
ALIKE = {"E-mail", "CO₂e", "kWh", "MWh", "GJ", "m³", "m²", "Dansk", "English", "Transport"}


def press(qtbot: object, button: QPushButton) -> None:
    """Click a button as a person does: only one that is there and can be pressed."""
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def button(widget: QWidget, words: str) -> QPushButton:
    """The button that says `words`."""
    return next(one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisible())


def draw(pad: InkPad) -> None:
    """Sign with the mouse."""
    points = [QPointF(30 + step * 6, 70 + 30 * math.sin(step / 3)) for step in range(45)]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0].toPoint())
    for point in points[1:]:
        QTest.mouseMove(pad, point.toPoint())
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1].toPoint())


def shown_words(widget: QWidget) -> set[str]:
    """Every word on what can be seen of a widget, or is said of it."""
    found: set[str] = set()
    for one in (widget, *(child for child in widget.findChildren(QWidget) if child.isVisibleTo(widget))):
        # what is said of a page of the report are the report's words, in its own language
        described = () if isinstance(one, Sheet) else ("accessibleDescription",)
        for ask in ("text", "placeholderText", "toolTip", "accessibleName", *described):
            value = getattr(one, ask, None)
            said = value() if callable(value) else ""
            if isinstance(said, str) and any(letter.isalpha() for letter in said):
                found.add(said)
    return found


def assert_no_english(open_at: Open, visit_id: str, **arguments: object) -> None:
    """The Danish window shares no words with the English one, but for names and figures."""
    english = open_at(visit_id=visit_id, **arguments)
    theirs = shown_words(english.view.panel())
    danish = open_at(language=Language.DANISH, visit_id=visit_id, **arguments)
    ours = shown_words(danish.view.panel())
    kept = english.session.visits.workspace(english.visit_id)
    same = {
        one for one in theirs & ours if one not in ALIKE and not one.startswith(("qt_", "0")) and one not in repr(kept)
    }
    assert not same, same
