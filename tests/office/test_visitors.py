"""Who asks: each visitor has his own pace, behind a proxy too; and a browser is answered with a page."""

import asyncio
import re

import httpx
import pytest
import sqlalchemy as sa
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ambassador_app.office.app import Settings, create_app
from ambassador_app.office.pace import visitor
from ambassador_app.office.pages.overview import SHOWN
from ambassador_app.office.pages.setting import Web
from ambassador_app.office.tables import DEVICE
from tests.office import web
from tests.office.building import listening, make_office, served
from tests.office.test_command_line import init

HTML = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("host", "who"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_an_address_stands_for_a_visitor(host, who):
    assert visitor(host) == who


def behind(proxy: str, app: object) -> object:
    return ProxyHeadersMiddleware(app, trusted_hosts=proxy)


@pytest.mark.parametrize(("trusted", "second"), [("127.0.0.1", 200), ("192.0.2.1", 429)])
def test_behind_a_proxy_that_is_known_each_visitor_has_his_own_pace(tmp_path, trusted, second):
    settings = Settings(requests=0, guesses=1, web=Web(looks=1))

    async def asked(app: object) -> list[int]:
        way = httpx.ASGITransport(app=app, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=way, base_url="http://office") as client:
            path, said = "/verify?code=" + "a" * 16, ("198.51.100.1", "198.51.100.2", "198.51.100.1")
            return [(await client.get(path, headers={"X-Forwarded-For": one})).status_code for one in said]

    with make_office(tmp_path) as office:
        assert asyncio.run(asked(behind(trusted, create_app(office, settings)))) == [200, second, 429]


def test_a_stranger_who_guesses_keeps_no_laptop_out(tmp_path):
    settings = Settings(requests=0, guesses=1, web=Web(looks=0))
    with make_office(tmp_path) as office, listening(behind("127.0.0.1", create_app(office, settings))) as url:
        stranger, laptop = ({"X-Forwarded-For": f"198.51.100.{number}"} for number in (1, 2))
        for path in ("enrol", "token"):
            codes = [
                httpx.post(f"{url}/v1/oddeby/{path}", json={}, headers=who, trust_env=False).status_code
                for who in (stranger, stranger, laptop)
            ]
            assert codes == [422, 429, 422]


def test_what_is_not_there_is_a_page_for_a_browser_and_a_problem_for_a_program(tmp_path):
    with served(tmp_path) as site, httpx.Client(base_url=site.url, trust_env=False) as client:
        for path, status in (("/nothing", 404), ("/desk/logout", 405), ("/v2/oddeby/hello", 404)):
            page = client.get(path, headers=HTML)
            assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
            assert "<h1" in page.text
            assert client.get(path).json()["status"] == status
        assert client.get("/v1/oddeby/nothing", headers=HTML).json()["code"] == "not-found"


def test_the_command_line_says_which_proxies_are_known(tmp_path):
    init(tmp_path / "office", "--http", "--proxies", "127.0.0.1, 10.0.0.0/8")
    assert 'proxies = "127.0.0.1, 10.0.0.0/8"' in (tmp_path / "office" / "office.toml").read_text("utf-8")


def test_many_laptops_are_shown_page_by_page(tmp_path):
    with served(tmp_path) as site, httpx.Client(base_url=site.url, trust_env=False, follow_redirects=True) as client:
        with site.office.database.write(site.tenant) as (connection, _):
            made = [
                {"tenant": site.tenant, "id": f"d{number}", "public_key": "", "name": f"PC-{number}"}
                | {"person": f"P{number:03}", "role": "ambassador", "enrolled_at": "2026-11-23T08:00:00+00:00"}
                for number in range(2 * SHOWN + 1)
            ]
            connection.execute(sa.insert(DEVICE), made)
        web.log_in(site, client)
        seen: list[str] = []
        for number in (1, 2, 3):
            page = client.get(f"/desk?laptops={number}").text
            seen += re.findall(r"<h3>(P\d+)</h3>", page)
            assert ("laptops=2#" in page) is (number != 2)
        assert seen == [f"P{number:03}" for number in range(2 * SHOWN + 1)]
        for odd in ("0", "-1", "x", "9" * 5000, "4"):
            assert client.get(f"/desk?laptops={odd}").status_code == 200
        assert "PC-40" in client.get("/desk/devices/d40/revoke").text
