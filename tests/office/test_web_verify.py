"""Anybody may ask the office whether a report is genuine, and learns nothing else."""

import os
import zlib

import httpx
import pytest

from ambassador_app.i18n import Language
from ambassador_app.office.pages.armour import POLICY
from ambassador_app.office.pages.uploads import digests_of
from ambassador_app.report import compose, render, snapshot
from ambassador_app.seal import make_seal_key, seal
from tests.office import web
from tests.office.building import OTHER, TENANT, served, sha256
from tests.office.laptops import Laptop, op
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images
from tests.seal.conftest import BORN

FIRST, SECOND = "2026-11-20T09:30:00+00:00", "2026-11-22T09:30:00+00:00"


@pytest.fixture(scope="session")
def draft() -> bytes:
    whole = a_dossier()
    return render(compose(whole, ENGLISH, NOON), images(4), FONTS, snapshot=snapshot(whole))


@pytest.fixture(scope="session")
def sealed(draft: bytes) -> bytes:
    key = make_seal_key(ambassador="Åse Østergård", municipality="Oddeby Kommune", now=BORN, serial=1)
    return seal(draft, key, reason="Report issued", name="Åse Østergård", place="Oddeby", when=NOON)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.whole)])
def site(request, tmp_path):
    url = request.getfixturevalue("postgres").database() if request.param == "postgresql" else ""
    with served(tmp_path, web.settings(), url=url) as site:
        yield site


@pytest.fixture
def browser(site):
    with web.visitor(site) as browser:
        yield browser


@pytest.fixture
def laptop(site, browser) -> Laptop:
    laptop = Laptop(site, browser, site.invitation("Hanne Holm"))
    assert laptop.enrol().status_code == 201
    assert laptop.sign_in().status_code == 200
    return laptop


def headline(answer: httpx.Response) -> str:
    return answer.text.partition("</span>")[2].partition("</h1>")[0]


# -- by the file ----------------------------------------------------------------------------------------------------
def test_a_report_that_was_issued_here_can_be_relied_on(browser, laptop, sealed):
    web.report_of(laptop, sealed)
    answer = web.checked(browser, sealed)
    assert (answer.status_code, headline(answer)) == (200, "Yes, you can rely on this report.")
    for said in ("Oddeby Kommune, sealed 20 November 2026", "Åse Østergård", "the newest that this office knows"):
        assert said in answer.text


def test_a_newer_edition_is_told(browser, laptop, sealed):
    web.report_of(laptop, sealed, "r1", sealed_at=FIRST)
    web.report_of(laptop, sealed + b" ", "r2", supersedes="r1", sealed_at=SECOND)
    web.report_of(laptop, sealed + b"  ", "r3", supersedes="r2", sealed_at="2026-11-23T09:30:00+00:00")
    answer = web.checked(browser, sealed)
    assert "a newer edition has taken its place" in headline(answer)
    assert "A newer one was sealed 23 November 2026" in answer.text


def test_a_report_that_only_mentions_another_is_no_newer_edition(browser, laptop, sealed):
    web.report_of(laptop, sealed, "r1", sealed_at=FIRST)
    web.report_of(laptop, sealed + b" ", "r2", visit_id="r1", file_name="r1.pdf", sealed_at=SECOND)
    assert headline(web.checked(browser, sealed)) == "Yes, you can rely on this report."


def test_a_seal_that_this_office_does_not_know_is_taken_with_caution(browser, sealed):
    answer = web.checked(browser, sealed)
    assert "this office does not know the report" in headline(answer)
    assert 'class="answer plain"' in answer.text


def test_a_file_with_time_stamps_added_later_is_known_too(browser, laptop, sealed):
    raised = sealed + b" "
    web.report_of(laptop, raised, "r0")
    assert laptop.brings(sealed).status_code == 201
    web.report_of(laptop, sealed, "r1", raised_sha256=sha256(raised))
    assert "by Oddeby Kommune" in web.checked(browser, raised).text


@pytest.mark.parametrize("change", [lambda pdf: pdf.replace(b"/Type", b"/Tipe", 1), lambda pdf: pdf + b"\n%x\n"])
def test_a_report_that_was_changed_is_not(browser, laptop, sealed, change):
    web.report_of(laptop, sealed)
    answer = web.checked(browser, change(sealed))
    assert answer.status_code == 200
    assert "Do not rely on this file" in headline(answer)


def test_what_was_added_to_a_report_of_ours_is_told_apart(browser, laptop, sealed):
    web.report_of(laptop, sealed)
    told = web.checked(browser, sealed + b"\n%more\n%%EOF\n").text
    assert "begins as a report that was issued by Oddeby Kommune" in told


def test_the_earlier_states_of_a_file_are_found():
    first, second = b"%PDF-1.7 a %%EOF\n", b"b %%EOF"
    assert {sha256(first), sha256(first + second)} < set(digests_of(first + second + b" c"))


def test_a_draft_has_no_seal(browser, draft):
    assert "This file has no seal" in headline(web.checked(browser, draft))


HOSTILE = {
    "nothing like a PDF": b"MZ" + os.urandom(2000),
    "only its head": b"%PDF-1.7\n",
    "a tail that leads into the void": b"%PDF-1.7\nstartxref\n99999999999\n%%EOF",
    "a table that names itself": b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Prev 9/Size 1>>\n"
    b"startxref\n9\n%%EOF",
    "a bomb": b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length 9>>stream\n"
    + zlib.compress(bytes(200_000_000), 9) + b"\nendstream\nendobj\nstartxref\n9\n%%EOF",
    "brackets without end": b"%PDF-1.7\n1 0 obj\n" + b"[" * 500_000 + b"\nstartxref\n9\n%%EOF /ByteRange",
    "markup": b"%PDF-1.7 <script>alert(1)</script> /ByteRange [0 1 2 3]",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_made_to_mislead_is_answered_calmly(browser, kind):
    answer = web.checked(browser, HOSTILE[kind])
    assert answer.status_code == 200
    assert 'class="answer good"' not in answer.text
    assert "<script" not in answer.text
    assert browser.get("/health").status_code == 200


def test_looking_at_a_file_has_an_end(tmp_path, sealed):
    with served(tmp_path, web.settings(seconds=0.01)) as site, web.visitor(site) as browser:
        answer = web.checked(browser, sealed)
    assert (answer.status_code, "could not be checked" in headline(answer)) == (200, True)


def test_too_large_a_file_is_refused_in_words(tmp_path, sealed):
    with served(tmp_path, web.settings(largest=1000)) as site, web.visitor(site) as browser:
        small_around = web.checked(browser, sealed[:5000])
        large_around = web.checked(browser, bytes(100_000))
    for answer in (small_around, large_around):
        assert answer.status_code == 413
        assert "too large for a report" in answer.text
        assert "<html" in answer.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"files": {"report": ("x.pdf", b"", "application/pdf")}}, 422),
        ({"files": {"other": ("x.pdf", b"%PDF-", "application/pdf")}}, 422),
        ({"data": {"report": "x"}}, 422),
        ({"content": b"x"}, 422),
        ({"content": b"no form", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, 422),
        ({"content": b"--b\r\nx", "headers": {"Content-Type": "multipart/form-data"}}, 422),
        ({"files": [("report", ("a", b"1")), ("report", ("b", b"2"))]}, 422),
    ],
)
def test_what_is_no_form_of_ours_is_refused_in_words(browser, request_, status):
    answer = browser.post("/verify", **request_)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_nothing_of_the_file_stays(site, browser, tmp_path, sealed, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))  # nowhere to put it
    before = sorted(path for path in tmp_path.rglob("*") if "office.db" not in path.name)
    assert web.checked(browser, sealed).status_code == 200
    assert sorted(path for path in tmp_path.rglob("*") if "office.db" not in path.name) == before
    assert site.office.tenant(TENANT).used == 0


# -- by the checksum ------------------------------------------------------------------------------------------------
def test_the_checksum_as_it_is_printed_finds_the_report(browser, laptop, sealed):
    code = web.report_of(laptop, sealed)["content_digest"]
    grouped = " ".join(code[i : i + 8] for i in range(0, 64, 8))
    for typed in (grouped, grouped.upper(), grouped[:17], code, sha256(sealed)):
        answer = browser.get("/verify", params={"code": typed})
        assert (answer.status_code, headline(answer)) == (200, "Yes, a report with this checksum was issued here.")
    assert "20 November 2026" in answer.text


def test_who_only_has_a_checksum_learns_nothing_of_the_visit(browser, laptop, sealed):
    said = web.report_of(laptop, sealed, "r1", sealed_at=FIRST)
    web.report_of(laptop, sealed + b" ", "r2", supersedes="r1", sealed_at=SECOND)
    told = browser.get("/verify", params={"code": said["content_digest"]}).text
    assert "a newer edition has taken its place" in told
    for secret in ("Hanne", "Holm", "Bageri", "Brød", "v1", "r1", said["pdf_sha256"], "10.30", "10:30"):
        assert secret not in told


def test_a_checksum_that_is_unknown_or_none_is_told(browser, laptop, sealed):
    known = web.report_of(laptop, sealed)["content_digest"]
    laptop.push(op("v1", set={"title": known}))  # a record that is no report
    wrong = ("0" if known[0] != "0" else "1") + known[1:]
    assert headline(browser.get("/verify", params={"code": wrong})) == "No report with this checksum is known here."
    for typed in (known[:15], "hello", "%" * 20, "_" * 20, "'; DROP TABLE rec;--", "ÆØÅ" * 10, "<script>" + known):
        answer = browser.get("/verify", params={"code": typed})
        assert (answer.status_code, headline(answer)) == (422, "This is no checksum of a report.")
        assert "<script" not in answer.text


def test_a_report_that_was_erased_is_not_known_any_more(site, browser, laptop, sealed):
    from ambassador_app.office.erasing import erase

    code = web.report_of(laptop, sealed)["content_digest"]
    erase(site.office, TENANT, [("report", "r1")])
    assert "is known here" in headline(browser.get("/verify", params={"code": code}))


def test_a_report_of_any_municipality_of_the_office_is_found(site, browser, sealed):
    other = Laptop(site, browser, site.invitation("Niels", tenant=OTHER), "Niels")
    other.enrol()
    other.sign_in()
    code = web.report_of(other, sealed)["content_digest"]
    assert "Nordby Kommune" in browser.get("/verify", params={"code": code}).text
    assert "Nordby Kommune" in web.checked(browser, sealed).text


# -- how the pages are ------------------------------------------------------------------------------------------------
def test_who_asks_too_often_waits(tmp_path, sealed):
    with served(tmp_path, web.settings(looks=2)) as site, web.visitor(site) as browser:
        answers = [browser.get("/verify", params={"code": "0" * 16}) for _ in range(3)]
        shown = web.checked(browser, sealed)
        assert browser.get("/").status_code == 200
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert shown.status_code == 429
    assert int(answers[2].headers["Retry-After"]) > 0
    assert "Wait a minute" in answers[2].text


@pytest.mark.parametrize(
    "path",
    ["/", "/verify", "/verify?code=1", "/desk", "/desk/login", "/desk/devices/x/revoke", "/static/office.css",
     "/static/mark.svg", "/static/none", "/static/..%2Fapp.py", "/none", "/health", "/openapi.json"],
)  # fmt: skip
def test_every_answer_to_a_browser_is_armoured(browser, path):
    answer = browser.get(path)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.status_code in (200, 303, 404, 422)
    for loud in ("<script", "style=", "onclick", "http://", "https://"):
        assert loud not in answer.text or path in ("/openapi.json", "/static/mark.svg")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", "da"), ("en", "en"), ("da", "da"), ("de, en;q=0.5", "en"), ("en;q=0.2, da-DK;q=0.9", "da"), ("en-GB", "en"),
     ("de", "da"), ("en;q=x", "da"), (",;q=,", "da"), ("*", "da")],
)  # fmt: skip
def test_a_page_speaks_the_visitors_language(site, asked, shown):
    with web.visitor(site, asked) as browser:
        answer = browser.get("/")
        assert answer.headers["Content-Language"] == shown
        assert f'<html lang="{shown}">' in answer.text
        assert ("Kontrollér en rapport" in answer.text) == (shown == Language.DANISH)


def test_a_language_that_was_chosen_stays(browser):
    assert '<html lang="da">' in browser.get("/verify?code=hej&language=da").text
    assert '<html lang="da">' in browser.get("/").text
    assert "?language=en" in browser.get("/").text
    assert "code=hej&amp;language=en" in browser.get("/verify?code=hej").text
    assert '<html lang="da">' in browser.get("/?language=xx").text


def test_the_wheel_holds_what_the_pages_are_made_of():
    from ambassador_app.office.pages.speaking import STATIC

    assert {one.name for one in STATIC.iterdir()} == {"office.css", "mark.svg"}
    assert (STATIC.parent / "templates" / "base.html").is_file()
    assert 'packages = ["ambassador_app"]' in (web.ROOT / "pyproject.toml").read_text("utf-8")
