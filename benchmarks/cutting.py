"""A day's photos over a line that is cut every twenty seconds: what of them had to be sent once more."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from ambassador_app.errors import OfficeAway, OfficeBusy
from ambassador_app.office import incoming
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from benchmarks.carrying import day, files_of
from benchmarks.measuring import Figure
from benchmarks.seeding import FOLDER
from tests.builders import session_in
from tests.office.building import served
from tests.sync.line import Line, laid

MBIT = 125_000  # bytes a second


def figures() -> Iterator[Figure]:
    """Bring the day over lines of 1 and 10 Mbit/s, hasted: line, cuts and patience are that much quicker than said.

    It is up for 20 s and away for 10. Of a cut the office hears, or hears nothing.
    """
    for speed, haste, dead in ((1, 20, True), (10, 8, False)):
        line, size = carried(speed, haste, dead=dead)
        name = f"Sync: a day over {speed} Mbit/s, cut {line.cuts} times, every 20 s{', unnoticed' if dead else ''}"
        yield Figure(f"{name}: a byte at most", line.most(), None, "times", "≤ 2")
        yield Figure(f"{name}: MB sent", line.bytes() / 1e6, size / 1e6, "MB", "")


def carried(speed: int, haste: int, *, dead: bool) -> tuple[Line, int]:
    """Bring the day; give the line, and the bytes there were to bring."""
    incoming.SILENCE = 1.0 / haste  # type: ignore[misc]
    folder, home = FOLDER / "cutting", FOLDER / "home-day-used"
    for one in (folder, home):
        shutil.rmtree(one, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(day(), home)
    with served(folder) as site, session_in(home, clock=_now, computer=9, offices=Offices(os.urandom)) as session:
        port = int(site.url.rpartition(":")[2])
        line = Line(port, rate=speed * MBIT * haste, seconds_between=20 / haste, dead=dead)
        with laid(line) as way:
            session.syncing.join(site.invitation().replace(f":{port}", f":{way}"), device="PC")
            _brought(session, 10 / haste)
        files = files_of(session)
        if not all(site.office.store.is_right(site.tenant, one) for one in files):
            raise RuntimeError("not everything arrived")
        return line, sum(map(len, files.values()))


def _now() -> datetime:
    return datetime.now(UTC)


def _brought(session: Session, away: float) -> None:
    """Sync until everything is there; after a cut the line is away for a while."""
    for _ in range(1000):
        try:
            if session.syncing.sync().receipt.is_whole:
                return
        except (OfficeAway, OfficeBusy):
            time.sleep(away)
    raise RuntimeError("it never arrived")
