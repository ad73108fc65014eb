"""Signing: by mouse, pen and finger; nothing lost when the window changes."""

import math

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ambassador_app.drawing.ink import Ink
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.ink_pad import InkPad

WAVE = [QPointF(40 + i * 5, 100 - 45 * math.sin(i / 6)) for i in range(60)]


@pytest.fixture
def pad(look: UiContext, qtbot: object) -> InkPad:
    made = InkPad(look, "Signature of the company")
    qtbot.addWidget(made)
    made.resize(520, 200)
    made.show()
    return made


def draw_by_mouse(pad: InkPad, points: list[QPointF] = WAVE) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0].toPoint())
    for point in points[1:]:
        QTest.mouseMove(pad, point.toPoint())
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1].toPoint())


def draw_by_pen(pad: InkPad) -> None:
    pen = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        2,
    )
    last = len(WAVE) - 1
    for i, point in enumerate(WAVE):
        kind = QEvent.Type.TabletMove
        kind = {0: QEvent.Type.TabletPress, last: QEvent.Type.TabletRelease}.get(i, kind)
        pressure = 0.0 if i == last else 0.15 + 0.8 * math.sin(math.pi * i / last)
        button = Qt.MouseButton.LeftButton
        modifiers = Qt.KeyboardModifier.NoModifier
        place = QPointF(pad.mapToGlobal(point))
        QApplication.sendEvent(
            pad, QTabletEvent(kind, pen, point, place, pressure, 0, 0, 0, 0, 0, modifiers, button, button)
        )


def draw_by_touch(pad: InkPad) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(pad, screen).press(0, WAVE[0].toPoint()).commit()
    for point in WAVE[1:]:
        QTest.touchEvent(pad, screen).move(0, point.toPoint()).commit()
    QTest.touchEvent(pad, screen).release(0, WAVE[-1].toPoint()).commit()


@pytest.mark.parametrize("draw", [draw_by_mouse, draw_by_pen, draw_by_touch])
def test_a_signature_is_drawn(pad: InkPad, draw: object, qtbot: object) -> None:
    heard = []
    pad.changed.connect(lambda: heard.append(pad.is_empty))
    draw(pad)
    ink = pad.ink()
    assert len(ink.strokes) == 1
    assert len(ink.strokes[0]) > 30
    assert heard == [False]
    assert (ink.width, ink.height) == (520, 200)


def test_a_pen_brings_its_pressure(pad: InkPad) -> None:
    draw_by_pen(pad)
    pressures = {point.pressure for point in pad.ink().strokes[0]}
    assert min(pressures) < 0.3
    assert max(pressures) > 0.9


def test_a_dot_is_no_signature(pad: InkPad) -> None:
    assert pad.is_empty
    draw_by_mouse(pad, [QPointF(50, 50), QPointF(51, 50)])
    assert pad.is_empty
    assert pad.ink().is_empty


def test_resizing_and_turning_loses_nothing(pad: InkPad) -> None:
    draw_by_mouse(pad)
    before = pad.ink()
    for width, height in ((1200, 260), (200, 520), (520, 200)):
        pad.resize(width, height)
        pad.repaint()
        assert pad.ink() == before


def test_a_stroke_after_resizing_lies_where_the_hand_was(pad: InkPad) -> None:
    draw_by_mouse(pad)
    pad.resize(1040, 400)
    draw_by_mouse(pad, [QPointF(200, 200), QPointF(400, 200), QPointF(600, 300)])
    first, last = pad.ink().strokes[1][0], pad.ink().strokes[1][-1]
    assert (first.x, first.y) == pytest.approx((100, 100))
    assert (last.x, last.y) == pytest.approx((300, 150))


def test_the_last_stroke_is_taken_back_and_the_sheet_cleared(pad: InkPad) -> None:
    draw_by_mouse(pad)
    draw_by_mouse(pad)
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.ink().strokes) == 1
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.is_empty


def test_a_locked_pad_takes_nothing(pad: InkPad) -> None:
    pad.set_read_only(True)
    draw_by_mouse(pad)
    assert pad.is_empty


def test_kept_ink_is_shown_again(pad: InkPad, look: UiContext, qtbot: object) -> None:
    draw_by_mouse(pad)
    kept = Ink.from_json(pad.ink().to_json())
    pad.clear()
    white = pad.grab().toImage()
    pad.set_ink(kept)
    assert pad.grab().toImage() != white
    assert pad.ink() == kept


def test_a_screen_reader_hears_whether_it_is_empty(pad: InkPad) -> None:
    assert pad.accessibleName() == "Signature of the company: empty"
    draw_by_mouse(pad)
    assert pad.accessibleName() == "Signature of the company: 1 stroke"
