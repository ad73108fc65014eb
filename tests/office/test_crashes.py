"""kill -9 of the office before and after every step that changes something: what is then repeated is there once."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from ambassador_app.office.backup import check
from ambassador_app.office.office import Office
from ambassador_app.office.tables import CHANGE, DEVICE, REC
from tests.office.building import TENANT, Clock, Site, make_office, sha256
from tests.office.crashing import POINTS
from tests.office.laptops import Laptop, op

pytestmark = pytest.mark.whole
ROOT = Path(__file__).parents[2]


class Dying:
    """The office's process, as somebody sees it who starts it again whenever it is down."""

    def __init__(self, folder: Path, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.office.crashing", str(folder), url],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.port = int(self.said())

    def said(self) -> str:
        return self.process.stdout.readline().strip()

    def tells(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def dies_at(self, point: str, when: str) -> None:
        self.tells(f"{point} {when}")
        assert self.said() == "up"

    def comes_back(self) -> None:
        assert self.said() == "down"
        self.dies_at("-", "-")

    def stops(self) -> None:
        self.tells("stop")
        assert self.said() == "down"


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Iterator[tuple[Office, Dying]]:
    url = request.getfixturevalue("postgres").database() if database == "postgresql" else ""
    with make_office(tmp_path, url=url) as office:
        dying = Dying(tmp_path, url)
        yield office, dying
        dying.process.stdin.close()
        dying.process.wait(timeout=20)
        dying.process.stdout.close()


def a_day(laptop: Laptop, insists: Callable[[Callable[[], httpx.Response]], httpx.Response], name: str) -> None:
    """Join, bring a photo in two pieces, push it with a visit, fetch what changed; each until it is answered."""
    photo = name.encode() * 5000
    assert insists(laptop.enrol).status_code == 201
    assert insists(laptop.sign_in).status_code == 200

    def piece(until: int) -> httpx.Response:
        there = laptop.asks("HEAD", f"/blobs/{sha256(photo)}")
        offset = len(photo) if there.status_code == 200 else int(there.headers["Upload-Offset"])
        if there.status_code == 200 or offset >= until < len(photo):
            return there
        return laptop.brings(photo, offset, until=until)  # with nothing to bring, it ends what has arrived

    for until in (len(photo) // 2, len(photo)):
        insists(lambda until=until: piece(until))
    ops = (op(f"v-{name}"), op(f"r-{name}", kind="report", group="g", set={"pdf_sha256": sha256(photo)}))
    results = insists(lambda: laptop.pushes(*ops)).json()["results"]
    assert [one["status"] for one in results] == ["ok", "ok"]
    page = insists(lambda: laptop.asks("GET", "/pull?since=0")).json()
    assert {f"v-{name}", f"r-{name}"} <= {one["id"] for one in page["changes"]}
    assert insists(lambda: laptop.asks("GET", f"/blobs/{sha256(photo)}")).content == photo


@pytest.mark.parametrize(
    ("database", "points"),
    [("sqlite", POINTS), ("postgresql", ("access.enrol", "attachments._note", "log._write", "log.push"))],
)
def test_the_office_that_dies_anywhere_has_everything_once(
    office: tuple[Office, Dying], database: str, points: tuple[str, ...]
) -> None:
    held, dying = office
    clock = Clock()
    deaths = 0
    with httpx.Client(base_url=f"http://127.0.0.1:{dying.port}", trust_env=False, timeout=20) as client:

        def insists(ask: Callable[[], httpx.Response]) -> httpx.Response:
            nonlocal deaths
            try:
                return ask()
            except httpx.TransportError:
                deaths += 1
                dying.comes_back()
                return ask()

        days = [(point, when) for point in points for when in ("before", "after")]
        for number, (point, when) in enumerate(days):
            site = Site(held, clock, f"http://127.0.0.1:{dying.port}")
            dying.dies_at(point, when)
            a_day(Laptop(site, client, site.invitation("Hanne Holm")), insists, f"{number}")
            assert deaths == number + 1, f"it never came to {point}"
            dying.stops()
    with held.database.administer() as connection:
        seqs = connection.execute(sa.select(CHANGE.c.seq).where(CHANGE.c.tenant == TENANT)).scalars().all()
        assert sorted(seqs) == list(range(1, 2 * len(days) + 1)), "no holes, nothing twice"
        assert len(connection.execute(sa.select(REC)).all()) == 2 * len(days)
        assert len(connection.execute(sa.select(DEVICE)).all()) == len(days)
    assert check(held).none
