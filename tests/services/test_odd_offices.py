"""Offices one does not meet every day: another one than before, one that misbehaves, and colleagues who poison it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from ambassador_app.domain.conflict import Resolution
from ambassador_app.domain.roles import Role
from ambassador_app.errors import RecordNewer
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from tests.builders import TickingClock, a_visit, session_in
from tests.office.building import Site, served
from tests.office.laptops import Laptop, op

pytestmark = pytest.mark.enable_socket


def an_office(stack: ExitStack, folder: Path) -> Site:
    folder.mkdir()
    return stack.enter_context(served(folder))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        yield an_office(stack, tmp_path / "office")


@pytest.fixture
def session(tmp_path: Path, site: Site) -> Iterator[Session]:
    with session_in(tmp_path / "home", clock=TickingClock(), offices=Offices(os.urandom), name="Åse") as session:
        session.syncing.join(site.invitation("Åse"), device="PC-1")
        yield session


@pytest.fixture
def colleague(site: Site) -> Iterator[Laptop]:
    """Another laptop of the municipality, in hands that know the protocol too well."""
    with httpx.Client(base_url=site.url, trust_env=False, timeout=30) as client:
        laptop = Laptop(site, client, site.invitation("Bo", Role.COORDINATOR), "Bo")
        laptop.enrol()
        laptop.sign_in()
        yield laptop


# -- another office than before ---------------------------------------------------------------------------------------
def test_who_changes_to_an_office_that_was_once_restored_sends_it_what_it_lacks(
    session: Session, tmp_path: Path
) -> None:
    visit_id = a_visit(session)
    session.syncing.sync()
    with ExitStack() as stack:
        second = an_office(stack, tmp_path / "second")
        with httpx.Client(base_url=second.url, trust_env=False) as client:  # a life with many changes before
            bare = Laptop(second, client, second.invitation("Bo", Role.COORDINATOR), "Bo")
            bare.enrol()
            bare.sign_in()
            bare.push(*(op(f"theirs-{number}", kind="unknown") for number in range(150)))
        second.office.begin_epoch()
        session.syncing.leave()
        session.visits.change(visit_id, remarks="efter flytningen")
        session.syncing.join(second.invitation("Åse"), device="PC-1")
        assert session.syncing.sync().receipt.is_whole
        with session_in(tmp_path / "other", computer=3, offices=Offices(os.urandom), name="Bo") as other:
            other.syncing.join(second.invitation("Bo"), device="PC-2")
            other.syncing.sync()
            assert other.visits.workspace(visit_id).dossier.visit.remarks == "efter flytningen"


# -- colleagues' records ----------------------------------------------------------------------------------------------
POISON = (
    op("a1", kind="attachment", set={"visit_id": "v1", "name": "foto.jpg", "media_type": "image/jpeg", "sha256": "x"}),
    op("a2", kind="attachment", set={"visit_id": "v1", "name": "f.jpg", "media_type": "image/jpeg", "sha256": "../x"}),
    op("u1", kind="energy_use", set={"site_id": "s1", "carrier": "gas", "year": 10**15, "amount": 1.0, "unit": "kWh"}),
    op("c1", kind="conflict", set={"record_kind": "agreement", "record_id": "x", "field": "a", "mine": [1]}),
    op("c2", kind="conflict", set={"record_kind": "finding", "record_id": "f1", "field": "text", "mine": [5]}),
    op("f1", kind="finding", set={"visit_id": "v1", "text": "Kedel"}),
)


def test_what_a_colleague_sends_however_odd_stops_nobody(session: Session, colleague: Laptop) -> None:
    results = colleague.push(*POISON, op("last", kind="finding", set={"visit_id": "v1", "text": "Damp"}))
    assert results[-1]["status"] == "ok"
    receipt = session.syncing.sync().receipt
    assert receipt.received >= len(results)
    assert len(session.conflicts.open()) == 2
    for one in session.conflicts.open():
        with pytest.raises(RecordNewer):
            session.conflicts.resolve(one.conflict.id, Resolution.MINE)
        session.conflicts.resolve(one.conflict.id, Resolution.THEIRS)
    assert session.syncing.sync().receipt.is_whole
