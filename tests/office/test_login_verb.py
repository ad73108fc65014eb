"""`ambassador office login`: set, shown, taken away; what cannot be is refused before anything is changed."""

import json

import pytest

from tests.office.issuing import providing
from tests.office.test_command_line import ambassador, answer


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    where = tmp_path / "office"
    answer("init", where, "--municipality", "Oddeby Kommune", "--http", "--url", "https://klima.oddeby.dk")
    return where


@pytest.fixture
def provider():
    with providing() as found:
        yield found


def login(*words):
    return ambassador("login", *words)


def test_it_is_set_shown_and_taken_away(folder, provider):
    assert "Nobody signs in" in login().stdout
    words = [
        "--issuer",
        provider.issuer,
        "--client-id",
        "ambassador",
        "--ambassador",
        "climate",
        "--ambassador",
        "energy",
    ]
    done = answer("login", *words, "--administrator", "it", "--required", "--hours", "10")
    assert done["answers"] is True
    told = {
        "issuer": provider.issuer, "client_id": "ambassador", "scopes": "openid profile", "required": True,
        "role_claim": "groups", "groups": {"ambassador": ["climate", "energy"], "administrator": ["it"]}, "hours": 10,
    }  # fmt: skip
    assert done["sign_in"] == told
    shown = login().stdout
    assert answer("login")["sign_in"] == told
    for word in (
        provider.issuer,
        "climate, energy",
        "10 hours",
        "http://127.0.0.1",
        "https://klima.oddeby.dk/desk/signed-in",
    ):
        assert word in shown
    assert answer("login", "--none")["sign_in"] is None
    assert "Nobody signs in" in login().stdout


@pytest.mark.expects_log("provider-away")
def test_a_provider_that_does_not_answer_is_set_and_said(folder):
    done = login("--issuer", "http://127.0.0.1:9", "--client-id", "x")
    assert done.returncode == 0
    assert "does not answer" in done.stdout
    assert "Groups mean nothing" in done.stdout
    assert answer("login")["sign_in"]["issuer"] == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--issuer", "https://login.example"], "belong together"),
        (["--client-id", "x"], "belong together"),
        (["--required"], "belong together"),
        (["--none", "--issuer", "https://login.example", "--client-id", "x"], "either"),
        (["--issuer", "http://login.example", "--client-id", "x"], "must be https"),
        (["--issuer", "https://login.example?a=b", "--client-id", "x"], "must be https"),
        (["--issuer", "https://login.example", "--client-id", "x", "--hours", "0"], "from 1 to"),
        (["--issuer", "https://login.example", "--client-id", "x", "--scopes", "profile"], "openid"),
        (["--issuer", "https://login.example", "--client-id", "x" * 201], "too long"),
        (["--tenant", "nordby"], "no municipality"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(folder, words, why):
    done = login(*words)
    assert (done.returncode, why in done.stderr) == (2, True), done
    assert json.loads(login("--json").stdout)["sign_in"] is None
