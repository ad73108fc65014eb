"""The camera of the computer: offered only where there is one, and a sentence for whatever goes wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QColor, QImage

from ambassador_app.errors import AmbassadorError, CameraSilent
from ambassador_app.services.session import Session
from ambassador_app.ui.camera import Cameras, Lens, multimedia, suitability
from ambassador_app.ui.screens.visit.camera_page import CameraPage
from ambassador_app.ui.screens.visit.photo_files import encoded
from tests.builders import a_visit, session_in
from tests.ui.visit_desk import LIGHTING, VisitDesk, open_visit

Show = Callable[[], VisitDesk]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def show(make_context: Callable[..., object], session: Session, qtbot: object) -> Show:
    def opened() -> VisitDesk:
        return open_visit(make_context(session), session, a_visit(session), qtbot, step="walkthrough", area=LIGHTING)

    return opened


@pytest.fixture
def library() -> ModuleType:
    found = multimedia()
    if found is None:
        pytest.fail("needs tests/whole-requirements.txt and libpulse0")
    return found


def a_sight(colour: str = "#3a7d44") -> QImage:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def page_of(desk: VisitDesk) -> CameraPage:
    desk.walkthrough.photos.setCurrentWidget(desk.walkthrough.photos.camera)
    desk.walkthrough.photos.opened.emit()
    desk.settle()
    return desk.walkthrough.photos.camera


def test_without_the_library_nothing_is_offered(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    desk = show()
    desk.walkthrough.photos.cameras.look()
    desk.settle()
    assert desk.walkthrough.photos.cameras.found() == ()
    assert desk.walkthrough.evidence.camera_button.isHidden()
    desk.walkthrough.photos.open_camera()
    assert not desk.walkthrough.photos.isVisible()


def test_the_button_is_there_while_there_is_a_camera_and_the_visit_is_open(show: Show) -> None:
    pane = show().walkthrough.evidence
    pane.show_camera(there=True)
    assert not pane.camera_button.isHidden()
    pane.show_camera(there=False)
    assert pane.camera_button.isHidden()


def test_a_smooth_picture_as_large_as_a_report_can_use_is_chosen() -> None:
    offers = [(640 * 480, 30.0), (1280 * 720, 30.0), (1920 * 1080, 30.0), (1920 * 1080, 5.0), (3840 * 2160, 30.0)]
    assert max(offers, key=lambda one: suitability(*one)) == (1920 * 1080, 30.0)
    assert max([(4096 * 2160, 30.0), (3840 * 2160, 30.0)], key=lambda one: suitability(*one))[0] == 3840 * 2160
    assert max([(640 * 480, 5.0), (320 * 240, 30.0)], key=lambda one: suitability(*one)) == (320 * 240, 30.0)


def test_a_picture_becomes_a_file_and_what_is_none_does_not() -> None:
    assert encoded(a_sight(), "JPEG").startswith(b"\xff\xd8\xff")
    assert encoded(a_sight(), "PNG").startswith(b"\x89PNG")
    assert encoded(QImage(), "JPEG") == encoded(None, "PNG") == b""


def test_a_camera_that_is_gone_is_a_sentence(show: Show) -> None:
    page = page_of(show())
    assert "no longer connected" in page.problem.accessibleName()
    assert page.again_button.isVisible()
    assert not page.take_button.isEnabled()
    page.take()
    page.close_button.click()
    assert not page.isVisible()


@pytest.mark.whole
@pytest.mark.qt_log_ignore("QRhi.*")  # without a display there is no graphics card to convert with
def test_what_the_camera_sees_is_taken_in_as_any_other_photo(show: Show, library: ModuleType) -> None:
    desk = show()
    page = page_of(desk)
    session, source = library.QMediaCaptureSession(), library.QVideoFrameInput()
    session.setVideoFrameInput(source)
    session.setVideoSink(page._sink(library))
    page.problem.set_text("")
    source.sendVideoFrame(library.QVideoFrame(a_sight()))
    desk.qtbot.waitUntil(lambda: not page.finder.image.isNull())
    assert page.take_button.isEnabled()
    page.take_button.click()
    page.take_button.click()
    desk.settle()
    assert "2 photos" in page.said.text()
    found = desk.workspace().dossier.attachments
    assert [(one.width, one.height) for one in found] == [(640, 480)] * 2
    assert all(one.taken_at is not None and one.name.startswith("camera-") for one in found)
    page.close_button.click()
    assert page.finder.image.isNull(), "nobody is looked at any longer"


@pytest.mark.whole
def test_a_camera_that_gives_nothing_is_a_sentence_and_can_be_tried_again(show: Show, library: ModuleType) -> None:
    desk = show()
    desk.walkthrough.photos.cameras.look()
    desk.settle()
    cameras = desk.walkthrough.photos.cameras
    assert cameras.library is library
    lens, said = Lens(cameras, cameras, library.QVideoSink(cameras)), list[AmbassadorError]()
    lens.failed.connect(said.append)
    lens.open(library.QCameraDevice())
    desk.settle()
    assert [type(one) for one in said] == [CameraSilent]
    lens.open(library.QCameraDevice())
    desk.settle()
    assert len(said) == 2, "once for each time it is tried"


@pytest.mark.whole
def test_a_camera_that_is_pulled_out_is_told_once(show: Show, library: ModuleType) -> None:
    desk = show()
    desk.walkthrough.photos.cameras.look()
    desk.settle()
    cameras: Cameras = desk.walkthrough.photos.cameras
    lens, said = Lens(cameras, cameras, library.QVideoSink(cameras)), list[str]()
    lens.failed.connect(lambda error: said.append(type(error).__name__))
    lens._device = library.QCameraDevice()
    cameras.changed.emit()
    cameras.changed.emit()
    assert said == ["CameraGone"]
