"""A visitor of the office's pages: a browser without a window that reads forms and keeps cookies."""

import re
from pathlib import Path

import httpx

from ambassador_app.domain.roles import Role
from ambassador_app.i18n import Language
from ambassador_app.office.app import Settings
from ambassador_app.office.pages.setting import Web
from tests.builders import translator
from tests.office.building import Site
from tests.office.laptops import Laptop, op

WORDS = {one: translator(one) for one in Language}
ROOT = Path(__file__).parents[2]


def settings(**web: object) -> Settings:
    """An office in every language, where nobody is in a hurry."""
    return Settings(requests=0, blob_requests=0, guesses=0, web=Web(words=WORDS, **{"looks": 0, **web}))


def proof_of(page: httpx.Response) -> str:
    """What the first form of a page carries."""
    return re.search(r'name="proof" value="([^"]+)"', page.text)[1]


def visitor(site: Site, language: str = "en") -> httpx.Client:
    return httpx.Client(base_url=site.url, trust_env=False, timeout=60, headers={"Accept-Language": language})


def log_in(site: Site, browser: httpx.Client, tenant: str = "", role: Role = Role.COORDINATOR) -> httpx.Response:
    """Log in as Karen; gives the desk."""
    where = tenant or site.tenant
    code = site.office.door.login_code(where, "Karen Koordinator", role)
    proof = proof_of(browser.get("/desk/login"))
    said = {"tenant": where, "code": code, "proof": proof}
    return browser.post("/desk/login", data=said, follow_redirects=True)


def report_of(laptop: Laptop, pdf: bytes, name: str = "r1", **fields: object) -> dict[str, object]:
    """Let a laptop send a sealed report; gives its fields."""
    from tests.office.building import sha256

    assert laptop.brings(pdf).status_code in (200, 201)
    said = {
        "visit_id": "v1", "revision": 1, "pdf_sha256": sha256(pdf), "content_digest": sha256(name.encode()),
        "signer": "Hanne Holm", "file_name": "Bageri Brød ApS.pdf", "sealed_at": "2026-11-20T09:30:00+00:00",
    }  # fmt: skip
    said |= fields
    [result] = laptop.push(op(name, kind="report", set=said))
    assert result["status"] == "ok", result
    return said


def checked(browser: httpx.Client, pdf: bytes, **request: object) -> httpx.Response:
    """Show the office a file."""
    return browser.post("/verify", files={"report": ("report.pdf", pdf, "application/pdf")}, **request)
