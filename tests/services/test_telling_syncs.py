"""What a sync says of itself: quiet ones hide no other, one can be followed and stopped, and nothing is called safe
that the office has not confirmed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.domain.visit import Attachment
from ambassador_app.errors import AmbassadorError, JobCancelled
from ambassador_app.office.tables import TENANT as TENANTS
from ambassador_app.services.session import Session
from ambassador_app.services.sync_run import Stage, Standings
from ambassador_app.sync import Offices
from tests.builders import TickingClock, a_visit, session_in
from tests.office.building import Site, served
from tests.services.sights import a_photo

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site:
        yield site


@pytest.fixture
def session(tmp_path: Path, site: Site) -> Iterator[Session]:
    with session_in(tmp_path / "home", clock=TickingClock(), offices=Offices(os.urandom), name="Åse") as session:
        session.syncing.join(site.invitation("Åse"), device="PC-1")
        yield session


def a_visit_with_a_photo(session: Session) -> AttachmentId:
    return AttachmentId(session.evidence.add_photo(a_visit(session), a_photo(), "tavle.jpg").id)


def test_quiet_syncs_hide_no_receipt(session: Session) -> None:
    a_visit(session)
    told = session.syncing.sync().receipt
    for _ in range(5):
        session.syncing.sync()
    kept = session.syncing.receipts.latest()
    assert len(kept) == 2
    assert kept[1] == told


def test_a_sync_under_way_is_followed_and_stopped_by_whoever_asks_for_another(session: Session) -> None:
    a_visit(session)
    begun, go_on = threading.Event(), threading.Event()
    ended: list[AmbassadorError] = []

    def quiet(now: Standings) -> None:
        if now.sent:
            begun.set()
            go_on.wait(20)

    def run() -> None:
        try:
            session.syncing.sync(quiet)
        except JobCancelled as error:
            ended.append(error)

    other = threading.Thread(target=run)
    other.start()
    assert begun.wait(20)
    seen: list[Standings] = []

    def stops(now: Standings) -> None:
        seen.append(now)
        raise JobCancelled

    with pytest.raises(JobCancelled):
        session.syncing.sync(stops)
    go_on.set()
    other.join(20)
    assert seen[0].sent > 0
    assert len(ended) == 1
    assert session.syncing.sync().receipt.is_whole


def drop_every_file(session: Session) -> None:
    store = session._desk.store
    store.blobs.drop(lambda _: False, older_than=session._desk.now().replace(year=2100))


def test_a_photo_whose_bytes_are_gone_is_not_called_safe(session: Session) -> None:
    a_visit_with_a_photo(session)
    drop_every_file(session)
    for _ in range(2):
        receipt = session.syncing.sync().receipt
        assert not receipt.is_whole
        assert {(one.kind, one.code) for one in receipt.refusals} == {("attachment", "file-missing")}
        assert not any(one.is_whole for one in receipt.visits if one.waiting_files)


def test_a_damaged_photo_keeps_no_other_waiting(session: Session) -> None:
    photo = a_visit_with_a_photo(session)
    with session._desk.store.reader() as reader:
        damaged = reader.load(Attachment, photo).sha256
    with session._desk.store.blobs._used() as connection:
        connection.execute("UPDATE blob SET data = ? WHERE sha256 = ?", (b"x", damaged))
    receipt = session.syncing.sync().receipt
    assert receipt.waiting_files == 1
    assert receipt.files >= 1
    assert {(one.kind, one.code) for one in receipt.refusals} == {("attachment", "file-missing")}


def test_what_a_removed_photo_had_is_not_missed(session: Session) -> None:
    photo = a_visit_with_a_photo(session)

    def stops(now: Standings) -> None:
        if now.stage is Stage.FILES:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        session.syncing.sync(stops)
    session.evidence.remove(photo)
    drop_every_file(session)
    assert session.syncing.sync().receipt.is_whole
    assert session.syncing.waiting().is_nothing


def quota(site: Site, value: object) -> None:
    with site.office.database.administer() as connection:
        connection.execute(sa.update(TENANTS).values(quota=value))


def test_a_full_quota_is_told_and_the_photo_waits(session: Session, site: Site) -> None:
    a_visit_with_a_photo(session)

    def fills(now: Standings) -> None:
        if now.stage is Stage.FILES and not now.files:
            quota(site, TENANTS.c.used)

    receipt = session.syncing.sync(fills).receipt
    assert not receipt.is_whole
    assert {(one.kind, one.code) for one in receipt.refusals} == {("attachment", "quota")}
    quota(site, 0)
    assert session.syncing.sync().receipt.is_whole
