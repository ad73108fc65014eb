"""Pictures and photos on the screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage

from ambassador_app.domain.place import Reach
from ambassador_app.drawing.picture import Anchor, Picture, Text, rectangle
from ambassador_app.ui.colours import contrast
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.photos import PhotoItem, PhotoStrip, PhotoView
from ambassador_app.ui.widgets.picture import PictureView, readable
from tests.ui.conftest import MakeContext

RED = "#d01010"
CHART = Picture(
    200, 100, (rectangle(0, 0, 100, 100, fill=RED), Text(150, 50, "12 t", 12, Anchor.MIDDLE)), "Savings by measure"
)


def test_a_picture_is_painted_as_wide_as_there_is_room(look: UiContext, qtbot: object) -> None:
    view = PictureView(look)
    qtbot.addWidget(view)
    view.set_picture(CHART)
    view.resize(400, view.heightForWidth(400))
    assert view.height() == 200
    image = view.grab().toImage()
    assert image.pixelColor(100, 100) == QColor(RED)
    right = [image.pixelColor(x, y) for x in range(260, 340) for y in range(80, 110)]
    assert any(colour.lightness() < 100 for colour in right), "the text"
    assert view.accessibleName() == "Savings by measure"


def test_a_picture_can_be_read_on_a_dark_ground(make_context: MakeContext) -> None:
    theme = make_context(dark=True).theme
    assert readable("#ffffff", theme) == theme.colours.surface
    assert contrast(readable("#1c2430", theme), theme.colours.surface) > 7
    assert contrast(readable("#1f6f54", theme), theme.colours.surface) > 3


def jpeg(colour: str) -> bytes:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(buffer.data().data())


@pytest.fixture
def strip(context: UiContext, qtbot: object) -> PhotoStrip:
    made = PhotoStrip(context, context.tasks, name="Photos", load=jpeg)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def test_photos_are_shown_with_their_captions(strip: PhotoStrip, context: UiContext) -> None:
    strip.set_photos([PhotoItem("#ff0000", "Compressor"), PhotoItem("#0000ff", "", Reach.INTERNAL)])
    context.tasks.flush_all()
    first, second = strip._tiles.values()
    assert first.picture.accessibleName() == "Photo: Compressor"
    assert first.picture.grab().toImage().pixelColor(98, 65).red() > 240
    assert second.reach.value() is Reach.INTERNAL


def test_what_is_done_to_a_photo_is_told_with_its_name(strip: PhotoStrip, context: UiContext) -> None:
    strip.set_photos([PhotoItem("#ff0000"), PhotoItem("#0000ff")])
    heard = []
    strip.opened.connect(lambda one: heard.append(("open", one)))
    strip.caption_edited.connect(lambda one, text: heard.append((text, one)))
    strip.reach_changed.connect(lambda one, reach: heard.append((reach, one)))
    strip.remove_wanted.connect(lambda one: heard.append(("remove", one)))
    tile = strip._tiles["#0000ff"]
    tile.picture.click()
    tile.caption.line.setText("Leak")
    tile.caption.commit()
    tile.reach.click()
    tile.remove.click()
    assert heard == [(what, "#0000ff") for what in ("open", "Leak", Reach.INTERNAL, "remove")]


def test_a_photo_that_is_gone_is_taken_out_and_the_others_stay(strip: PhotoStrip, context: UiContext) -> None:
    strip.set_photos([PhotoItem("#ff0000"), PhotoItem("#0000ff")])
    kept = strip._tiles["#0000ff"]
    strip.set_photos([PhotoItem("#0000ff", "Leak")])
    assert list(strip._tiles) == ["#0000ff"]
    assert strip._tiles["#0000ff"] is kept


def test_files_can_be_dropped(strip: PhotoStrip, tmp_path: Path) -> None:
    heard = []
    strip.mime_dropped.connect(lambda dropped: heard.append(dropped.urls()[0].toLocalFile()))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    strip.dropEvent(QDropEvent(QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, mime, left, none))
    assert heard == [str(tmp_path / "a.jpg")]


def test_one_photo_fills_its_place(look: UiContext, qtbot: object) -> None:
    view = PhotoView(look, "Compressor")
    qtbot.addWidget(view)
    view.resize(640, 480)
    view.set_image(jpeg("#00ff00"))
    assert view.grab().toImage().pixelColor(320, 240).green() > 240
