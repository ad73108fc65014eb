"""A computer that the municipality has set up: joined by itself, and with one office only."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ambassador_app.domain.policy import Policy
from ambassador_app.domain.policy_file import read
from ambassador_app.errors import InvitationRefused, OfficeNotTrusted, OtherOffice, PolicyUnclear
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from tests.builders import profiles_in
from tests.office.building import Site, served

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        yield site


def laptop(folder: Path, policy: Policy, computer: int = 0) -> Session:
    return profiles_in(folder / "home", computer=computer, offices=Offices(os.urandom), policy=policy).throw_away()


def test_the_first_start_joins_by_itself_and_only_once(site: Site, tmp_path: Path) -> None:
    policy = Policy(server=site.url, invitation=site.invitation())
    with closing(laptop(tmp_path, policy)) as session:
        joined = session.syncing.join_as_set_up(device="PC")
        assert joined is not None and joined.municipality == "Oddeby Kommune"
        assert session.syncing.join_as_set_up(device="PC") is None
        assert session.syncing.sync().receipt.trouble == ""


def test_an_invitation_that_was_used_lets_nobody_in_and_says_so(site: Site, tmp_path: Path) -> None:
    invitation = site.invitation()
    with closing(laptop(tmp_path / "first", Policy(invitation=invitation))) as first:
        first.syncing.join_as_set_up(device="PC")
    with (
        closing(laptop(tmp_path / "second", Policy(invitation=invitation), computer=2)) as second,
        pytest.raises(InvitationRefused),
    ):
        second.syncing.join_as_set_up(device="PC")


def test_another_office_than_the_municipality_s_is_not_joined(site: Site, tmp_path: Path) -> None:
    policy = Policy(server="https://klima.oddeby.dk")
    with closing(laptop(tmp_path, policy)) as session:
        with pytest.raises(OtherOffice) as refused:
            session.syncing.join(site.invitation(), device="PC")
        assert refused.value.fields["server"] == "https://klima.oddeby.dk"
        assert session.syncing.member() is None


def test_an_invitation_cannot_bring_another_certificate(site: Site, tmp_path: Path) -> None:
    policy = Policy(fingerprint="a" * 64)
    with closing(laptop(tmp_path, policy)) as session, pytest.raises(OfficeNotTrusted):
        session.syncing.join(site.invitation() + "&sha256=" + "b" * 64, device="PC")


@pytest.mark.parametrize("text", ["[office]\nserver = 8443", "office = 1", "[["])
def test_no_office_is_joined_where_it_is_not_known_which(site: Site, tmp_path: Path, text: str) -> None:
    policy = read(text.encode(), "/etc/policy.toml")
    with closing(laptop(tmp_path, policy)) as session:
        with pytest.raises(PolicyUnclear):
            session.syncing.join(site.invitation(), device="PC")
        assert session.syncing.member() is None
