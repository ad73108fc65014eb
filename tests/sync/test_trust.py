"""Between laptop and office: proxies, firewalls that open TLS, certificates that end or change."""

import hashlib
import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ambassador_app.domain.policy import Policy
from ambassador_app.errors import OfficeAway, OfficeExpired, OfficeInClear, OfficeNotTrusted
from ambassador_app.office.app import create_app
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.sync.trusting import proxy_of
from ambassador_app.wire.invitation import Invitation
from tests.builders import a_visit, session_in
from tests.office.building import UNHURRIED, Clock, Site, listening, make_office
from tests.sync.firewall import Authority, proxy

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(os.name == "nt", reason="the trust store of OpenSSL")]
Serve = Callable[..., AbstractContextManager[Site]]
VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        for one in (name, name.lower()):
            monkeypatch.delenv(one, raising=False)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Who signed the office's certificate; the system trusts nobody else."""
    made = Authority(tmp_path / "ca", "Kommunens CA")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nothing"))
    return made


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves one office over TLS, again and again at the same port, each time with the certificate it is given."""
    folder, clock, ports = tmp_path / "office", Clock(), [0]
    folder.mkdir()
    with make_office(folder, clock) as office:

        @contextmanager
        def serving(tls: tuple[Path, Path], *, pins: bool = False) -> Iterator[Site]:
            with listening(create_app(office, UNHURRIED), ports[0], tls) as address:
                ports[0] = int(address.rpartition(":")[2])
                yield Site(office, clock, address, fingerprint=fingerprint(tls[0]) if pins else "")

        yield serving


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home", offices=Offices(os.urandom)) as opened:
        a_visit(opened)
        yield opened


def fingerprint(file: Path) -> str:
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(file.read_text())).hexdigest()


def join(session: Session, site: Site) -> None:
    session.syncing.join(site.invitation(), device="PC")


# -- firewalls ----------------------------------------------------------------------------------------------------
def test_sync_goes_through_a_firewall_that_opens_tls_where_the_system_trusts_it(
    serve: Serve, session: Session, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firewall = Authority(tmp_path / "firewall", "Firewall")
    both = tmp_path / "both.pem"
    both.write_bytes(authority.file.read_bytes() + firewall.file.read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    with serve(authority.certificate()) as site, proxy(firewall.certificate()) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        join(session, site)
        assert session.syncing.sync().receipt.is_whole
        assert session.syncing.waiting().is_nothing
    assert set(between.asked) == {site.url.removeprefix("https://")}
    assert b"POST /v1/oddeby/push" in between.read  # it really was opened on the way


def test_a_firewall_that_the_system_does_not_trust_is_told_and_hears_nothing(
    serve: Serve, session: Session, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firewall = Authority(tmp_path / "firewall", "Firewall")
    with serve(authority.certificate()) as site, proxy(firewall.certificate()) as between:
        join(session, site)
        before = session.syncing.waiting()
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        with pytest.raises(OfficeNotTrusted):
            session.syncing.sync()
        assert session.syncing.waiting() == before and not before.is_nothing
    assert bytes(between.read) == b""


def test_with_a_pinned_certificate_no_firewall_is_believed_whoever_trusts_it(
    serve: Serve, session: Session, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firewall = Authority(tmp_path / "firewall", "Firewall")
    monkeypatch.setenv("SSL_CERT_FILE", str(firewall.file))
    with serve(authority.certificate(), pins=True) as site, proxy(firewall.certificate()) as between:
        invitation = site.invitation()
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        with pytest.raises(OfficeNotTrusted):
            session.syncing.join(invitation, device="PC")
        assert site.office.access.devices(site.tenant) == []
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        session.syncing.join(invitation, device="PC")  # it was not used up
        monkeypatch.delenv("NO_PROXY")
        with pytest.raises(OfficeNotTrusted):
            session.syncing.sync()
        assert not session.syncing.waiting().is_nothing
    assert b"code" not in between.read and b"Bearer" not in between.read and b"/v1/" not in between.read


def test_a_proxy_that_passes_tls_on_carries_a_pinned_office(
    serve: Serve, session: Session, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(authority.certificate(), pins=True) as site, proxy() as between:
        monkeypatch.setenv("https_proxy", between.url.removeprefix("http://"))
        join(session, site)
        assert session.syncing.sync().receipt.is_whole
    assert set(between.asked) == {site.url.removeprefix("https://")}


def test_what_the_system_excepts_goes_past_the_proxy(
    serve: Serve, session: Session, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(authority.certificate()) as site, proxy() as between:
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        monkeypatch.setenv("NO_PROXY", "example.dk,127.0.0.1")
        join(session, site)
        assert session.syncing.sync().receipt.is_whole
    assert between.asked == []


def test_a_proxy_that_is_away_is_told_as_such(
    serve: Serve, session: Session, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(authority.certificate()) as site:
        join(session, site)
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        with pytest.raises(OfficeAway):
            session.syncing.sync()


@pytest.mark.parametrize(
    ("variables", "url", "way"),
    [
        ({}, "https://klima.oddeby.dk", None),
        ({"HTTPS_PROXY": "http://p:3128"}, "https://klima.oddeby.dk", "http://p:3128"),
        ({"HTTPS_PROXY": "p:3128"}, "https://klima.oddeby.dk", "http://p:3128"),
        ({"HTTP_PROXY": "http://p:3128"}, "https://klima.oddeby.dk", None),
        ({"ALL_PROXY": "http://p:3128"}, "https://klima.oddeby.dk", "http://p:3128"),
        ({"HTTPS_PROXY": "http://p:3128", "NO_PROXY": "oddeby.dk"}, "https://klima.oddeby.dk:8443", None),
        ({"HTTPS_PROXY": "http://p:3128", "NO_PROXY": "*"}, "https://klima.oddeby.dk", None),
        ({"HTTPS_PROXY": ""}, "https://klima.oddeby.dk", None),
    ],
)
def test_the_way_is_the_system_s(
    variables: dict[str, str], url: str, way: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_of(url) == way


def test_a_proxy_of_another_kind_is_told_as_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    with pytest.raises(OfficeAway):
        proxy_of("https://klima.oddeby.dk")


# -- certificates that end or change ------------------------------------------------------------------------------
def test_an_office_whose_certificate_has_run_out_is_told_and_nothing_is_lost(
    serve: Serve, session: Session, authority: Authority
) -> None:
    with serve(authority.certificate()) as site:
        join(session, site)
    before = session.syncing.waiting()
    with serve(authority.certificate(days=-1)), pytest.raises(OfficeExpired):
        session.syncing.sync()
    assert session.syncing.waiting() == before
    with serve(authority.certificate(days=90)):
        assert session.syncing.sync().receipt.is_whole


def test_a_pinned_certificate_that_has_run_out_is_told(serve: Serve, session: Session, authority: Authority) -> None:
    expired = authority.certificate(days=-1)
    with serve(expired, pins=True) as site, pytest.raises(OfficeExpired):
        join(session, site)


def test_an_office_with_a_new_certificate_goes_on_once_the_municipality_has_rolled_it_out(
    serve: Serve, session: Session, authority: Authority
) -> None:
    first, second = authority.certificate(days=30), authority.certificate(days=60)
    with serve(first, pins=True) as site:
        join(session, site)
    before = session.syncing.waiting()
    with serve(second):
        with pytest.raises(OfficeNotTrusted):
            session.syncing.sync()
        assert session.syncing.waiting() == before
        session._desk.policy = Policy(server=site.url, fingerprint=fingerprint(first[0]))
        with pytest.raises(OfficeNotTrusted):
            session.syncing.sync()
        session._desk.policy = replace(session._desk.policy, fingerprint=fingerprint(second[0]))
        assert session.syncing.sync().receipt.is_whole
    session._desk.policy = Policy()
    with serve(second):
        session.syncing.sync()  # it is remembered
    member = session.syncing.member()
    assert member is not None and hashlib.sha256(ssl.PEM_cert_to_DER_cert(member.certificate)).hexdigest() == (
        fingerprint(second[0])
    )


@pytest.mark.parametrize("place", ["http://10.0.0.7:8480", "http://klima.oddeby.dk", "http://localhost.oddeby.dk"])
def test_an_invitation_over_a_connection_that_anybody_can_read_is_refused(session: Session, place: str) -> None:
    invitation = Invitation(place, "oddeby", "ABCD-EFGH", "").text()
    with pytest.raises(OfficeInClear) as caught:
        session.syncing.join(invitation, device="PC")
    assert caught.value.fields == {"office": place}
    assert session.syncing.member() is None
