"""The office's pages in a real browser: by keyboard alone, on a phone and a desk, light and dark, in both languages."""

import re
from pathlib import Path

import httpx
import pytest

from ambassador_app.domain.roles import Role
from ambassador_app.office.login.settings import SignIn
from tests.office import web
from tests.office.building import TENANT, served
from tests.office.chromium import Chromium, chromium
from tests.office.laptops import Laptop, op
from tests.office.test_web_verify import draft, sealed

__all__ = ["draft", "sealed"]
pytestmark = pytest.mark.whole
PICTURES = web.ROOT / "build" / "web"
LOOKS = [(width, dark, language) for width in (360, 1280) for dark in (False, True) for language in ("da", "en")]


@pytest.fixture
def site(tmp_path):
    with served(tmp_path, web.settings()) as site:
        yield site


@pytest.fixture
def browser(tmp_path):
    with chromium(tmp_path / "profile") as browser:
        yield browser


@pytest.fixture
def lived(site, sealed, tmp_path) -> Path:
    """A sign-in, two laptops, one of a person with a long name, and a report; gives the report's file."""
    provider = SignIn("https://login.oddeby.dk", "ambassador", groups={Role.COORDINATOR: ("klima",)})
    site.office.set_sign_in(TENANT, provider)
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        for person in ("Hanne Holm", "Niels-Christian Bartholomæussen-Østergaard"):
            laptop = Laptop(site, client, site.invitation(person), person)
            laptop.enrol()
            laptop.sign_in()
            laptop.push(*(op(f"{person}{n}") for n in range(7)))
        web.report_of(laptop, sealed)
    file = tmp_path / "rapport.pdf"
    file.write_bytes(sealed)
    return file


def pages(browser: Chromium, url: str, file: Path, code: str):
    """Go through the pages; gives each one's name."""
    browser.goto(f"{url}/")
    yield "front"
    browser.choose_file("#report", file)
    enter(browser, "form[method=post] button")
    yield "genuine"
    browser.goto(f"{url}/verify?code=nothing")
    yield "no-code"
    browser.goto(f"{url}/desk/login?tenant={TENANT}&code=WRONG")
    enter(browser, "main button")
    yield "wrong"
    browser.goto(f"{url}/desk/login?tenant={TENANT}&code={code}")
    enter(browser, "main button")
    yield "desk"
    enter(browser, ".devices a")
    yield "revoke"


def enter(browser: Chromium, selector: str) -> None:
    browser.evaluate(f"document.querySelector({selector!r}).focus()")
    browser.press("Enter", opens=True)


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_can_be_read_and_reached(site, browser, lived, width, dark, language):
    code = site.office.door.login_code(TENANT, "Karen Koordinator", Role.COORDINATOR)
    browser.look(width=width, dark=dark, language=language)
    PICTURES.mkdir(parents=True, exist_ok=True)
    seen = []
    for name in pages(browser, site.url, lived, code):
        seen.append(name)
        browser.picture(PICTURES / f"{name}-{language}-{'dark' if dark else 'light'}-{width}.png")
        assert browser.evaluate("document.documentElement.lang") == language
        assert browser.evaluate("document.documentElement.scrollWidth") <= width, name
        assert browser.evaluate("document.querySelectorAll('h1').length") == 1
        assert browser.evaluate(_UNNAMED) == [], name
        assert browser.evaluate(_SMALL) == [], name
        assert [one for one in browser.evaluate(_CONTRASTS) if one[1] < 4.5] == [], name
    assert seen == ["front", "genuine", "no-code", "wrong", "desk", "revoke"]
    # refusals have their status; anything else would be a resource or policy that failed
    assert [one for one in browser.faults if not re.search("status of (403|422)", one)] == []


def test_a_report_is_checked_by_keyboard_alone(site, browser, lived):
    browser.look()
    browser.goto(site.url)
    stops = []
    for _ in range(8):
        browser.press("Tab")
        stops.append(browser.focused())
    assert stops[:7] == [
        "Skip to the content",
        "Ambassador",
        "Dansk",
        "For coordinators",
        "report",
        "Check the file",
        "code",
    ]
    browser.fill("#code", "12345678 90abcdef")
    browser.press("Enter", opens=True)
    assert browser.text("h1") == "No report with this checksum is known here."
    assert browser.evaluate("document.title").startswith("No report with this checksum is known here.")
    assert browser.evaluate("document.querySelector('#code').value") == "12345678 90abcdef"


def test_what_a_screen_reader_tells(site, browser, lived):
    browser.look()
    browser.goto(site.url)
    told = browser.names()
    for role, name in (
        ("heading", "Check a report"), ("heading", "With the PDF"), ("textbox", "The checksum beside the seal"),
        ("button", "Check the file"), ("link", "Skip to the content"), ("navigation", "Pages"),
    ):  # fmt: skip
        assert (role, name) in told
    assert any("The report as a PDF file" in name for _, name in told)
    browser.choose_file("#report", lived)
    enter(browser, "form[method=post] button")
    assert ("heading", "Yes, you can rely on this report.") in browser.names()


_UNNAMED = """[...document.querySelectorAll('input:not([type=hidden]),button,a')].filter(e =>
    !(e.labels && e.labels.length) && !e.innerText.trim() && !e.getAttribute('aria-label')).map(e => e.outerHTML)"""
_SMALL = """[...document.querySelectorAll('input:not([type=hidden]),button,.button,nav a')].filter(e =>
    e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
_CONTRASTS = """(() => {
    const parts = c => (c.match(/[0-9.]+/g) || []).map(Number);
    const shine = c => { const [r, g, b] = parts(c).map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 :
        Math.pow((v + 0.055) / 1.055, 2.4); }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
        if (parts(c).length < 4 || parts(c)[3] === 1) return c; } return 'rgb(255, 255, 255)'; };
    return [...document.querySelectorAll('main *, header *')].filter(e => e.offsetParent && [...e.childNodes].some(n =>
        n.nodeType === 3 && n.data.trim())).map(e => {
        const [a, b] = [shine(getComputedStyle(e).color), shine(ground(e))];
        return [e.outerHTML.slice(0, 80), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; });
})()"""
