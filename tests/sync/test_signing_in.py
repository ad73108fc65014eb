"""Signing in on the laptop: what the browser brings back is believed when it is the answer to our own question."""

import os
import re
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from ambassador_app.app import open_page
from ambassador_app.domain.syncing import SignIn
from ambassador_app.errors import BrowserNotOpened, JobCancelled, SignInAway, SignInRefused, SignInTimedOut
from ambassador_app.i18n import Language
from ambassador_app.sync.landing import Landing
from ambassador_app.sync.login import Browser, signed_in
from tests.builders import translator
from tests.office.issuing import CLIENT, Provider, drips, floods, providing, redirects, say
from tests.sync.firewall import Authority, proxy
from tests.sync.providers import Person

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


@pytest.fixture
def person() -> Iterator[Person]:
    found = Person()
    yield found
    found.leaves()


def asked_of(provider: Provider) -> SignIn:
    return SignIn(provider.issuer, CLIENT, "openid profile")


def browser_of(person: Person, **changes: object) -> Browser:
    usual = {"open_page": person.opens, "watch": lambda: None, "chance": os.urandom, "words": translator()}
    return Browser(**(usual | changes))


def test_the_code_is_exchanged_for_the_id_token_with_the_verifier(provider: Provider, person: Person) -> None:
    token = signed_in(asked_of(provider), "n-1", browser_of(person))
    assert token.count(".") == 2
    (question,) = provider.questions
    assert (question["response_type"], question["scope"], question["nonce"]) == ("code", "openid profile", "n-1")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", question["redirect_uri"])
    assert len(question["code_challenge"]) == len(question["state"]) == 43
    assert "prompt" not in question
    assert "client_secret" not in question


def test_every_sign_in_has_secrets_of_its_own(provider: Provider, person: Person) -> None:
    for _ in range(2):
        signed_in(asked_of(provider), "n-1", browser_of(person))
    one, other = provider.questions
    for name in ("state", "code_challenge"):
        assert one[name] != other[name]


def test_somebody_else_is_asked_for_where_the_last_one_signed_out(provider: Provider, person: Person) -> None:
    signed_in(asked_of(provider), "n-1", browser_of(person, anew=True))
    assert provider.questions[0]["prompt"] == "login"


def refusal(provider: Provider, person: Person) -> str:
    with pytest.raises(SignInRefused) as told:
        signed_in(asked_of(provider), "n-1", browser_of(person))
    return str(told.value.fields["code"])


@pytest.mark.parametrize(
    ("back", "code"),
    [
        ({"iss": "https://thief.example"}, "issuer"),
        ({"code": None, "error": "access_denied"}, "access_denied"),
        ({"code": None, "error": "<b>Call 12 34 56 78</b>"}, "?"),
        ({"code": None}, "?"),
        ({"code": "code-of-somebody-else"}, "invalid_grant"),
    ],
)
def test_what_is_sent_back_wrong_is_refused(provider: Provider, person: Person, back: dict, code: str) -> None:
    provider.back = back
    assert refusal(provider, person) == code


def test_a_provider_that_says_its_name_must_say_it(provider: Provider, person: Person) -> None:
    provider.back = {"iss": None}
    signed_in(asked_of(provider), "n-1", browser_of(person))
    provider.document["authorization_response_iss_parameter_supported"] = True
    assert refusal(provider, person) == "issuer"


@pytest.mark.parametrize("changes", [{"nonce": "n-2"}, {"nonce": None}, {"nonce": 7}])
def test_an_id_token_for_another_question_is_refused(provider: Provider, person: Person, changes: dict) -> None:
    provider.changes = changes
    assert refusal(provider, person) == "nonce"


@pytest.mark.parametrize("answer", [{}, {"id_token": None}, {"id_token": "x"}, {"id_token": ["a.b.c"]}])
def test_an_answer_without_an_id_token_is_refused(provider: Provider, person: Person, answer: dict) -> None:
    provider.answers["/token"] = lambda handler: say(handler, answer)
    assert refusal(provider, person) == "id_token"


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://thief.example"},
        {"authorization_endpoint": "http://thief.example/"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "https://[thief"},
        {"token_endpoint": "http://thief.example/"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
def test_a_provider_that_is_not_what_it_should_be_gets_nothing(
    provider: Provider, person: Person, changes: dict
) -> None:
    provider.document |= changes
    assert refusal(provider, person) == "provider"
    assert "/token" not in provider.asked


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token"])
@pytest.mark.parametrize("answer", [floods, redirects("http://127.0.0.1:9/"), lambda one: say(one, {}, 500)])
def test_a_provider_that_does_not_answer_well_is_away(
    provider: Provider, person: Person, path: str, answer: object
) -> None:
    provider.answers[path] = answer
    with pytest.raises(SignInAway):
        signed_in(asked_of(provider), "n-1", browser_of(person))


def test_a_provider_that_is_not_there_is_away(person: Person) -> None:
    with pytest.raises(SignInAway):
        signed_in(SignIn("http://127.0.0.1:9", CLIENT, "openid"), "n-1", browser_of(person))
    with pytest.raises(SignInRefused):
        signed_in(SignIn("http://login.example", CLIENT, "openid"), "n-1", browser_of(person))


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Whom the system trusts."""
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    found = Authority(tmp_path / "ca", "Kommunens CA")
    monkeypatch.setenv("SSL_CERT_FILE", str(found.file))
    return found


def test_over_https_by_the_systems_trust_and_proxy(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    with providing(authority.certificate()) as provider, proxy() as between:
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        person = Person(trusts=str(authority.file))
        assert signed_in(asked_of(provider), "n-1", browser_of(person))
        person.leaves()
        assert between.asked == [urlsplit(provider.issuer).netloc] * 2


def test_a_provider_that_the_system_does_not_trust_is_asked_for_nothing(
    authority: Authority, tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path / "other", "Another CA").file))
    with providing(authority.certificate()) as provider:
        with pytest.raises(SignInAway):
            signed_in(asked_of(provider), "n-1", browser_of(person))
        assert provider.asked == []


def test_a_proxy_of_another_kind_is_no_way(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(SignInAway):
        signed_in(SignIn("https://127.0.0.2:9", CLIENT, "openid"), "n-1", browser_of(person))


def test_a_provider_that_drips_is_left(provider: Provider, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    provider.answers["/.well-known/openid-configuration"] = drips
    monkeypatch.setattr("ambassador_app.sync.login._ANSWER", 0.02)
    with pytest.raises(SignInAway):
        signed_in(asked_of(provider), "n-1", browser_of(person))


# -- waiting -----------------------------------------------------------------------------------------------------------
def test_nobody_comes(provider: Provider, person: Person) -> None:
    with pytest.raises(SignInTimedOut):
        signed_in(asked_of(provider), "n-1", browser_of(person, open_page=lambda _: True, looks=2))


def test_no_browser_no_waiting(provider: Provider, person: Person) -> None:
    with pytest.raises(BrowserNotOpened):
        signed_in(asked_of(provider), "n-1", browser_of(person, open_page=lambda _: False))


def test_cancelled_while_waiting_nobody_listens_any_more(provider: Provider, person: Person) -> None:
    opened: list[str] = []

    def watch() -> None:
        if opened:
            raise JobCancelled

    def opens(url: str) -> bool:
        opened.append(url)
        return True

    with pytest.raises(JobCancelled):
        signed_in(asked_of(provider), "n-1", browser_of(person, open_page=opens, watch=watch))
    back = dict(parse_qsl(urlsplit(opened[0]).query))["redirect_uri"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(back, trust_env=False)
    assert threading.active_count() < 20


@pytest.mark.parametrize(
    ("frozen", "before", "seen"), [(False, None, "/ours"), (True, None, None), (True, "/theirs", "/theirs")]
)
def test_the_browser_is_given_the_systems_libraries(
    frozen: bool, before: str | None, seen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frozen program has put its own first, and a browser that loads those does not start."""
    opened: list[str | None] = []
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ours")
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    monkeypatch.setattr("webbrowser.open", lambda _: not opened.append(os.environ.get("LD_LIBRARY_PATH")))
    assert open_page("https://login.example")
    assert (opened, os.environ["LD_LIBRARY_PATH"]) == ([seen], "/ours")


# -- the page on this computer ----------------------------------------------------------------------------------------
@pytest.fixture
def landing() -> Iterator[Landing]:
    with Landing("s" * 43, translator()) as found:
        yield found


def come(landing: Landing, query: str = "", method: str = "GET", **request: object) -> httpx.Response:
    url = request.pop("url", landing.address) + query
    return httpx.request(method, url, trust_env=False, **request)


def test_one_answer_is_taken_and_no_other(landing: Landing) -> None:
    assert come(landing, "?state=wrong&code=c").status_code == 400
    assert come(landing, "?code=c").status_code == 400
    assert come(landing, f"?state={'s' * 43}&state={'s' * 43}&code=c").status_code == 400
    assert landing.wait(lambda: None, 1) is None
    assert come(landing, f"?state={'s' * 43}&code=right").status_code == 200
    assert come(landing, f"?state={'s' * 43}&code=late").status_code == 410
    assert landing.wait(lambda: None, 1) == {"state": "s" * 43, "code": "right"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_only_a_page_can_be_asked_for(landing: Landing, method: str) -> None:
    assert come(landing, f"?state={'s' * 43}&code=c", method).status_code == 404
    assert landing.wait(lambda: None, 1) is None


def test_another_name_of_this_computer_is_another_place(landing: Landing) -> None:
    """A page elsewhere whose name was turned to 127.0.0.1 (DNS rebinding) has its own name in the request."""
    for host in ("evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"):
        answer = come(landing, f"?state={'s' * 43}&code=c", headers={"Host": host})
        assert answer.status_code == 404
    assert come(landing, f"other?state={'s' * 43}&code=c").status_code == 404
    assert come(landing, f"?state={'s' * 43}&code={'c' * 20_000}").status_code == 404
    assert landing.wait(lambda: None, 1) is None


def test_the_page_is_calm_and_strict(landing: Landing) -> None:
    answer = come(landing, f"?state={'s' * 43}&error=access_denied&error_description=<script>alert(1)</script>")
    assert "script" not in answer.text
    assert "ikke logget ind" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    told = {"cache-control": "no-store", "x-frame-options": "DENY", "x-content-type-options": "nosniff"}
    assert told.items() <= dict(answer.headers).items()
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not {"server", "set-cookie", "access-control-allow-origin"} & answer.headers.keys()


@pytest.mark.parametrize("language", Language)
def test_the_page_speaks_the_persons_language(language: Language) -> None:
    with Landing("s", translator(language)) as landing:
        assert f'<html lang="{language.value}">' in come(landing, "?state=s&code=c").text


def test_a_browsers_silent_connections_keep_nobody_waiting(landing: Landing) -> None:
    port = urlsplit(landing.address).port
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(6)]
    assert come(landing, f"?state={'s' * 43}&code=c", timeout=3).status_code == 200
    for one in silent:
        one.close()


def test_nobody_else_on_the_network_can_come(landing: Landing) -> None:
    assert landing.address.startswith("http://127.0.0.1:")
    assert landing._server.socket.getsockname()[0] == "127.0.0.1"
