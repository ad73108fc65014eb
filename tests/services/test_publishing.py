"""What the office owns, between two laptops and a real office: signed, attested, proved before it is used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from ambassador_app.domain.roles import Role
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from tests.builders import TickingClock, session_in
from tests.office.building import Site, served

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        yield site


Joining = Callable[..., Session]


@pytest.fixture
def joining(tmp_path: Path, site: Site) -> Iterator[Joining]:
    """Laptops that join the office, each in its own role."""
    clock = TickingClock()
    with ExitStack() as stack:
        count = iter(range(9))

        def join(role: Role = Role.AMBASSADOR, name: str = "", tenant: str = "") -> Session:
            number = next(count)
            person = name or f"{role.value.title()} {number}"
            place = session_in(
                tmp_path / f"home-{number}", clock=clock, computer=number, offices=Offices(os.urandom), name=person
            )
            session = stack.enter_context(place)
            session.syncing.join(site.invitation(person, role, tenant), device=f"PC-{number}")
            return session

        yield join


@pytest.fixture
def karen(joining: Joining) -> Session:
    return joining(Role.COORDINATOR, "Karen Koordinator")


@pytest.fixture
def hanne(joining: Joining) -> Session:
    return joining(Role.AMBASSADOR, "Hanne Holm")


def sync(*sessions: Session) -> None:
    for one in sessions:
        one.syncing.sync()


def own_prices(session: Session, title: str = "Egne priser") -> str:
    return session.sets.copy("company", title).id


def title(session: Session, name: str) -> str:
    return session.sets.price_set(name).note


def note(session: Session, name: str, words: str) -> None:
    session.sets.save(replace(session.sets.price_set(name), note=words))


# -- the plain way ----------------------------------------------------------------------------------------------------
def test_what_a_coordinator_publishes_holds_for_everybody_after_a_sync(karen: Session, hanne: Session) -> None:
    name = own_prices(karen)
    karen.sets.choose_default(price_set=name)
    karen.profile.change_municipality(department="Klima og Miljø")
    sync(karen, hanne)
    assert hanne.municipality() == karen.municipality()
    assert hanne.municipality().price_set == name
    assert hanne.sets.get(name) == karen.sets.get(name)
    assert karen.syncing.waiting().is_nothing
    assert hanne.syncing.waiting().is_nothing
    assert not karen.syncing.publishing.things().unusable
    assert {one.by for one in hanne.syncing.publishing.things().held} == {"Karen Koordinator"}
