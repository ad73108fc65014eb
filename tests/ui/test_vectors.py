"""A municipality's arms come as a drawing as often as a picture; both stand in the report."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from ambassador_app.services.session import Session
from ambassador_app.ui.screens.settings.view import SettingsView, build
from ambassador_app.ui.vectors import LONGEST, is_drawing, picture_of
from tests.builders import session_in
from tests.ui.conftest import MakeContext

ARMS = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50">
<rect width="100" height="50" fill="#0f5c4a"/></svg>"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


def test_a_drawing_becomes_a_picture_of_its_own_proportions_on_white(qtbot: QtBot) -> None:
    assert is_drawing(ARMS)
    with Image.open(BytesIO(picture_of(ARMS))) as picture:
        assert picture.size == (LONGEST, LONGEST // 4)
        assert picture.convert("RGB").getpixel((LONGEST // 4, 100)) == (0x0F, 0x5C, 0x4A)
        assert picture.convert("RGB").getpixel((LONGEST - 10, 100)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"<svg>nothing</svg>"])
def test_what_cannot_be_drawn_is_no_picture(data: bytes, qtbot: QtBot) -> None:
    assert picture_of(data) == b""


@pytest.mark.parametrize(("data", "kept"), [(ARMS, True), (b"<svg", False)])
def test_a_drawn_logo_is_taken_and_a_broken_one_refused(
    make_context: MakeContext, qtbot: QtBot, session: Session, tmp_path: Path, data: bytes, kept: bool
) -> None:
    context = make_context(session)
    view = build(context)
    qtbot.addWidget(view)
    assert isinstance(view, SettingsView)
    file = tmp_path / "arms.svg"
    file.write_bytes(data)
    view.model.take_logo(file)
    context.tasks.flush()
    assert bool(session.municipality().logo) is kept
