"""An office on a real server, and laptops that know the way to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from ambassador_app.domain.roles import Role
from tests.office import s3 as s3_store
from tests.office.building import Site, served
from tests.office.laptops import Laptop
from tests.office.postgres import Postgres, running

Enrolled = Callable[..., Laptop]


@pytest.fixture(scope="session")
def running_postgres() -> Iterator[Postgres]:
    with running() as postgres:
        yield postgres


@pytest.fixture
def postgres(running_postgres: Postgres) -> Iterator[Postgres]:
    """A PostgreSQL whose databases go with the test."""
    yield running_postgres
    running_postgres.forget()


@pytest.fixture(scope="session")
def s3() -> Iterator[s3_store.S3]:
    with pytest.MonkeyPatch.context() as patch, s3_store.running() as store:
        for name, value in s3_store.ACCESS.items():
            patch.setenv(name, value)
        yield store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.whole)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """An office on the embedded database, and in the whole suite on PostgreSQL too."""
    url = request.getfixturevalue("postgres").database() if request.param == "postgresql" else ""
    with served(tmp_path, url=url) as site:
        yield site


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def laptop_of(site: Site, client: httpx.Client) -> Enrolled:
    """Enrol a laptop and sign it in."""

    def enrolled(person: str = "Hanne Holm", role: Role = Role.AMBASSADOR, tenant: str = "") -> Laptop:
        laptop = Laptop(site, client, site.invitation(person, role, tenant), person)
        assert laptop.enrol().status_code == 201
        assert laptop.sign_in().status_code == 200
        return laptop

    return enrolled


@pytest.fixture
def laptop(laptop_of: Enrolled) -> Laptop:
    return laptop_of()
