"""A day's photos over a line that is cut all the time: they arrive whole, and no byte goes over it more than twice."""

import os
import shutil
import time
from io import BytesIO
from pathlib import Path

import pytest

from ambassador_app.domain.visit import Visit
from ambassador_app.errors import OfficeAway, OfficeBusy
from ambassador_app.office import incoming
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from tests.builders import a_visit, session_in
from tests.office.building import TENANT, served
from tests.sync.line import Line, laid

pytestmark = [pytest.mark.enable_socket, pytest.mark.whole]
PHOTOS = 100
BETWEEN = 2_500_000
"""Bytes between two cuts: twenty seconds at 1 Mbit/s."""


def grainy(number: int) -> bytes:
    """A picture of about 0.3 MB, made quickly."""
    from PIL import Image

    grain = Image.effect_noise((720, 540), 60 + number % 10)
    out = BytesIO()
    Image.merge("RGB", (grain, grain, grain)).save(out, "JPEG", quality=94)
    return out.getvalue()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("day") / "home"
    with session_in(folder, computer=1) as session:
        visits = [a_visit(session) for _ in range(5)]
        for number in range(PHOTOS):
            session.evidence.add_photo(visits[number % 5], grainy(number), f"foto {number}.jpg")
    return folder


@pytest.mark.parametrize("dead", [False, True])
def test_photos_arrive_over_a_line_that_is_cut(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: bool
) -> None:
    monkeypatch.setattr(incoming, "SILENCE", incoming.SILENCE / 40)  # twenty seconds are half a second here
    shutil.copytree(home, tmp_path / "home")
    with (
        served(tmp_path) as site,
        session_in(tmp_path / "home", computer=2, offices=Offices(os.urandom)) as session,
    ):
        line = Line(int(site.url.rpartition(":")[2]), bytes_between=BETWEEN, dead=dead)
        with laid(line) as port:
            session.syncing.join(site.invitation().replace(site.url[7:], f"127.0.0.1:{port}"), device="PC")
            tries = 0
            while not tried(session):
                tries += 1
                time.sleep(0.2)  # so long the line is away; the office puts down what it has got
                assert tries < 400
        sizes = {one: site.office.store.size(TENANT, one) for one in files_of(session)}
        assert len(sizes) == 3 * PHOTOS
        assert all(site.office.store.is_right(TENANT, one) for one in sizes)
        assert line.cuts >= sum(filter(None, sizes.values())) // BETWEEN
        assert line.most() <= 2
        again = line.bytes() - sum(filter(None, sizes.values()))
        assert again <= line.cuts * (1 << 20 if dead else 1 << 17), "only what was on the line goes once more"


def tried(session: Session) -> bool:
    try:
        return session.syncing.sync().receipt.is_whole
    except (OfficeAway, OfficeBusy):
        return False


def files_of(session: Session) -> list[str]:
    """The attachments that the office has confirmed."""
    with session._desk.store.reader() as reader:
        visits = [one.id for one in reader.all(Visit)]
    return [file.sha256 for visit in visits for file in session._desk.store.post.files_of(visit)[1]]
