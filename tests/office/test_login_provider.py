"""The provider as the office meets it: its keys are fetched within bounds, kept for a while, and exchanged."""

import base64
import socket
import time
from urllib.parse import urlsplit

import jwt
import pytest

from ambassador_app.office.login import fetching
from ambassador_app.office.login.fetching import NotFetched, is_safe
from tests.office.building import TENANT, served
from tests.office.issuing import drips, floods, jwk, providing, redirects, rsa_key
from tests.office.test_login import code_of, provider, signing_in, signs_in
from tests.sync.firewall import Authority, proxy

__all__ = ["provider", "signing_in"]


@pytest.fixture
def site(tmp_path):
    """On the embedded database alone: nothing here depends on it."""
    with served(tmp_path) as site:
        yield site


def test_the_documents_are_fetched_once_an_hour(laptop, site, signing_in, provider):
    for _ in range(3):
        assert signs_in(laptop, provider.token(laptop)).status_code == 200
    assert provider.asked == ["/.well-known/openid-configuration", "/keys"]


@pytest.fixture
def watch(site, monkeypatch):
    """The office's stop-watch, to be put forward."""
    ahead = [0.0]
    monkeypatch.setattr(site.office.providers, "_seconds", lambda: time.monotonic() + ahead[0])

    def forward(seconds):
        ahead[0] += seconds

    return forward


def test_a_key_that_was_exchanged_is_fetched_but_not_at_every_wrong_token(laptop, signing_in, provider, watch):
    signs_in(laptop, provider.token(laptop))
    provider.keys = [jwk(rsa_key("k2"), "k2")]
    assert signs_in(laptop, provider.token(laptop)).status_code == 200, "the old one is still known"
    claims = jwt.decode(provider.token(laptop), options={"verify_signature": False})
    fresh = jwt.encode(claims, rsa_key("k2"), algorithm="RS256", headers={"kid": "k2"})
    assert code_of(signs_in(laptop, fresh)) == (401, "login-refused"), "it was asked a moment ago"
    watch(16)
    assert signs_in(laptop, fresh).status_code == 200
    assert code_of(signs_in(laptop, provider.token(laptop))) == (401, "login-refused"), "the old one is gone"
    for _ in range(5):
        signs_in(laptop, jwt.encode(claims, rsa_key("thief"), algorithm="RS256", headers={"kid": "k9"}))
    assert provider.asked.count("/keys") == 2


@pytest.mark.expects_log("provider-away")
def test_a_provider_that_is_away_for_a_while_is_not_missed(laptop, signing_in, provider, watch):
    signs_in(laptop, provider.token(laptop))
    provider.answers["/keys"] = redirects("/elsewhere")
    watch(3601)
    assert signs_in(laptop, provider.token(laptop)).status_code == 200
    watch(24 * 3600)
    assert code_of(signs_in(laptop, provider.token(laptop))) == (503, "provider-away")


@pytest.mark.expects_log("provider-away")
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys"])
@pytest.mark.parametrize("answer", [floods, redirects("http://127.0.0.1:9/keys"), redirects("/other")])
def test_a_provider_that_cannot_be_asked_is_said_and_nothing_is_lost(laptop, signing_in, provider, path, answer):
    signing_in(required=True)
    provider.answers[path] = answer
    answer = signs_in(laptop, provider.token(laptop))
    assert code_of(answer) == (503, "provider-away")
    assert int(answer.headers["retry-after"]) > 0
    assert "/other" not in provider.asked


@pytest.mark.expects_log("provider-away")
@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://login.example"},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
        {"jwks_uri": "http://169.254.169.254/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
)
def test_a_document_that_points_elsewhere_is_not_followed(laptop, signing_in, provider, changes):
    provider.document |= changes
    assert code_of(signs_in(laptop, provider.token(laptop))) == (503, "provider-away")
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_a_public_provider_may_not_point_into_this_machine(provider):
    from ambassador_app.office.login.provider import Described

    with pytest.raises(NotFetched):
        Described({"issuer": "https://login.example", "jwks_uri": "http://127.0.0.1/keys"}, (), 0).address("jwks_uri")


def test_a_provider_that_drips_is_cut(provider):
    provider.answers["/slow"] = drips
    begun = time.monotonic()
    with pytest.raises(NotFetched):
        fetching.fetch(f"{provider.issuer}/slow", seconds=0.3)
    assert time.monotonic() - begun < 15, "it drips for 20 seconds"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://login.example/oddeby", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://login.example", False),
        ("http://localhost", False),
        ("http://127.0.0.1.evil.example", False),
        ("https://a@login.example", False),
        ("https://login.example:port", False),
        ("https://", False),
        ("https://login.example/#here", False),
        ("https://login.example/\r\nX: y", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_only_https_and_this_machine_are_asked(url, safe):
    assert is_safe(url) is safe


def test_what_is_told_of_a_refused_login_holds_nothing_of_it(laptop, signing_in, provider, caplog):
    token = provider.token(laptop, name="Hemmelig Person", aud="webmail")
    said = signs_in(laptop, token).text
    body = base64.urlsafe_b64decode(token.split(".")[1] + "==").decode()
    for secret in ("Hemmelig", token, "webmail"):
        assert secret not in said + caplog.text
    assert "Hemmelig" in body


# -- the way there -----------------------------------------------------------------------------------------------------
@pytest.fixture
def secure(tmp_path, monkeypatch):
    """A provider over https, whose authority the system trusts."""
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    authority = Authority(tmp_path / "ca", "Kommunens CA")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with providing(authority.certificate()) as found:
        yield found


def test_over_https_whom_the_system_trusts_is_believed(secure, laptop, site):
    site.office.set_sign_in(TENANT, secure.sign_in())
    assert signs_in(laptop, secure.token(laptop)).status_code == 200


@pytest.mark.expects_log("provider-away")
def test_whom_the_system_does_not_trust_is_asked_for_nothing(secure, laptop, site, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path / "other", "Another CA").file))
    site.office.set_sign_in(TENANT, secure.sign_in())
    assert code_of(signs_in(laptop, secure.token(laptop))) == (503, "provider-away")
    assert secure.asked == []


def test_the_systems_proxy_is_taken_and_reads_nothing(secure, laptop, site, monkeypatch):
    site.office.set_sign_in(TENANT, secure.sign_in())
    with proxy() as between:
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        monkeypatch.setenv("NO_PROXY", "")
        assert signs_in(laptop, secure.token(laptop)).status_code == 200
        assert between.asked == [urlsplit(secure.issuer).netloc] * 2
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        fetching.fetch(f"{secure.issuer}/keys")
        assert len(between.asked) == 2, "an exception goes past it"


def test_a_handshake_that_never_ends_is_cut():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(NotFetched):
            fetching.fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.3)
        assert time.monotonic() - begun < 15
