"""Into the desk with the municipality's own account: coordinators and administrators, by group, in one browser."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.office import web
from tests.office.building import OTHER, TENANT, Site, served
from tests.office.issuing import Provider, providing, redirects, say


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as found:
        found.changes = {"groups": ["climate-lead"]}
        yield found


@pytest.fixture
def site(tmp_path, provider) -> Iterator[Site]:
    with served(tmp_path, web.settings()) as site:
        site.office.set_sign_in(TENANT, provider.sign_in())
        yield site


@pytest.fixture
def visitor(site) -> Iterator[httpx.Client]:
    with web.visitor(site) as found:
        yield found


def to_provider(visitor: httpx.Client, tenant: str = TENANT) -> str:
    """Press the link; gives the provider's page."""
    page = visitor.get(f"/desk/login?tenant={tenant}")
    assert f'href="/desk/sign-in?tenant={tenant}"' in page.text
    answer = visitor.get(f"/desk/sign-in?tenant={tenant}")
    assert answer.status_code == 303
    return answer.headers["location"]


def back(visitor: httpx.Client, address: str) -> str:
    """Be sent back by the provider; gives the office's address."""
    return visitor.get(address).headers["location"]


def signs_in(visitor: httpx.Client) -> httpx.Response:
    return visitor.get(back(visitor, to_provider(visitor)))


def test_a_coordinator_comes_in(visitor, provider):
    page = signs_in(visitor)
    assert (page.status_code, "Åse Østergård" in page.text) == (200, True)
    assert '<meta http-equiv="refresh" content="0; url=/desk">' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    desk = visitor.get("/desk")
    assert desk.status_code == 200
    assert "Åse Østergård" in desk.text
    (question,) = provider.questions
    assert question["redirect_uri"].endswith("/desk/signed-in")
    assert len(question["code_challenge"]) == 43
    assert question["ui_locales"] == "en"


def test_the_session_is_kept_from_other_sites_and_what_is_kept_on_the_way_goes(visitor, site):
    to = visitor.get(f"/desk/sign-in?tenant={TENANT}")
    kept = to.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=lax", "max-age=600"):
        assert word in kept
    page = visitor.get(back(visitor, to.headers["location"]))
    cookies = page.headers.get_list("set-cookie")
    assert any(one.startswith("desk=") and "samesite=strict" in one.lower() for one in cookies)
    assert any(one.startswith('asking=""') for one in cookies)
    assert "asking" not in visitor.cookies


@pytest.mark.parametrize(("groups", "said"), [(["climate"], "not as a coordinator"), ([], "not as a coordinator")])
def test_others_do_not(visitor, provider, groups, said):
    provider.changes = {"groups": groups}
    page = signs_in(visitor)
    assert (page.status_code, said in page.text) == (403, True)
    assert visitor.get("/desk").headers["location"] == "/desk/login"


def test_an_administrator_may_more(visitor, provider):
    provider.changes = {"groups": ["it"]}
    assert signs_in(visitor).status_code == 200
    assert visitor.get("/desk").status_code == 200


def refused(page: httpx.Response, words: str = "") -> None:
    assert page.status_code in (401, 403), page.text
    assert words in page.text


def test_what_another_browser_began_is_finished_by_none(visitor, site):
    """A stranger's link that would sign the victim in as somebody else (login CSRF), or a stolen address."""
    address = back(visitor, to_provider(visitor))
    with web.visitor(site) as victim:
        refused(victim.get(address), "page was too old")
        to_provider(victim)
        refused(victim.get(address), "page was too old")
    assert visitor.get(address).status_code == 200


def test_an_answer_counts_once(visitor):
    address = back(visitor, to_provider(visitor))
    assert visitor.get(address).status_code == 200
    refused(visitor.get(address))


def test_who_dawdles_begins_anew(visitor, site):
    address = back(visitor, to_provider(visitor))
    site.clock.forward(601)
    refused(visitor.get(address), "page was too old")


@pytest.mark.parametrize(
    "cookie", ["", "x", "oddeby.00.9999999999.", "oddeby.00.9999999999." + "0" * 64, "...", "æ.ø.å.x"]
)
def test_a_cookie_of_ones_own_making_is_none(site, cookie):
    headers = {"Cookie": f"asking={cookie}".encode()}
    refused(httpx.get(f"{site.url}/desk/signed-in?state=00&code=c", headers=headers, trust_env=False))


@pytest.mark.parametrize(
    "sent",
    [{"code": None}, {"code": "x"}, {"iss": "https://thief.example"}, {"code": None, "error": "access_denied"}],
)
def test_what_comes_back_wrong_opens_nothing(visitor, provider, sent):
    provider.back = sent
    refused(signs_in(visitor), "not signed in")
    assert visitor.get("/desk").headers["location"] == "/desk/login"


@pytest.mark.parametrize("claims", [{"nonce": "n"}, {"aud": "webmail"}, {"iss": "https://thief.example"}, {"exp": 1}])
def test_an_id_token_that_is_not_for_this_opens_nothing(visitor, provider, claims):
    provider.changes = {"groups": ["it"], **claims}
    refused(signs_in(visitor), "not signed in")


@pytest.mark.expects_log("provider-away")
def test_a_provider_that_is_away_is_said(visitor, provider):
    provider.answers["/.well-known/openid-configuration"] = lambda one: say(one, {}, 500)
    page = visitor.get(f"/desk/sign-in?tenant={TENANT}")
    assert (page.status_code, "cannot be reached" in page.text) == (503, True)


def test_a_provider_that_is_away_at_the_end_is_said(visitor, provider):
    address = back(visitor, to_provider(visitor))
    provider.answers["/token"] = redirects("https://thief.example/")
    page = visitor.get(address)
    assert (page.status_code, "cannot be reached" in page.text) == (503, True)


def test_tenants_are_walls(visitor, site, provider):
    assert "sign-in" not in visitor.get(f"/desk/login?tenant={OTHER}").text
    assert visitor.get(f"/desk/sign-in?tenant={OTHER}").status_code == 404
    assert visitor.get("/desk/sign-in?tenant=nowhere").status_code == 404
    assert visitor.get("/desk/sign-in?tenant=../x").status_code == 404
    site.office.set_sign_in(OTHER, provider.sign_in())
    address = back(visitor, to_provider(visitor))
    query = dict(parse_qsl(urlsplit(address).query))
    kept = visitor.cookies["asking"]
    with web.visitor(site) as thief:
        thief.cookies.set("asking", kept.replace(TENANT, OTHER, 1))
        refused(thief.get("/desk/signed-in", params=query))


def test_without_groups_the_desk_stays_with_codes(visitor, site, provider):
    site.office.set_sign_in(TENANT, provider.sign_in(groups={}))
    assert "sign-in" not in visitor.get(f"/desk/login?tenant={TENANT}").text
    assert visitor.get(f"/desk/sign-in?tenant={TENANT}").status_code == 404


def test_the_only_municipality_need_not_be_named(tmp_path, provider):
    with served(tmp_path, web.settings(only=TENANT)) as site, web.visitor(site) as visitor:
        site.office.set_sign_in(TENANT, provider.sign_in())
        assert f"/desk/sign-in?tenant={TENANT}" in visitor.get("/desk/login").text


def test_the_address_is_the_offices_not_what_the_visitor_says(tmp_path, provider):
    with served(tmp_path, web.settings(address="https://klima.oddeby.dk")) as site:
        site.office.set_sign_in(TENANT, provider.sign_in())
        with web.visitor(site) as visitor:
            visitor.get(f"/desk/sign-in?tenant={TENANT}", headers={"Host": "evil.example"})
            where = visitor.get(f"/desk/sign-in?tenant={TENANT}").headers["location"]
            assert dict(parse_qsl(urlsplit(where).query))["redirect_uri"] == "https://klima.oddeby.dk/desk/signed-in"


def test_guesses_are_paced(tmp_path, provider):
    from dataclasses import replace

    with served(tmp_path, replace(web.settings(), guesses=2)) as site, web.visitor(site) as visitor:
        assert 429 in [visitor.get("/desk/signed-in").status_code for _ in range(4)]
