"""The coordinator's desk: let in once by a code, one municipality only, and no form from elsewhere."""

import re

import httpx
import pytest

from ambassador_app.domain.roles import Role
from ambassador_app.office.pages.armour import POLICY
from ambassador_app.wire.limits import INVITATION_SECONDS
from tests.office import web
from tests.office.building import OTHER, TENANT, served
from tests.office.laptops import Laptop, op
from tests.office.test_command_line import answer, init
from tests.office.test_walls import forgets_the_tenant

HOUR = 3600


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
def laptop_of(site, browser):
    def enrolled(person: str, tenant: str = "") -> Laptop:
        with httpx.Client(base_url=site.url, trust_env=False) as client:
            laptop = Laptop(site, client, site.invitation(person, tenant=tenant), person)
            assert laptop.enrol().status_code == 201
            assert laptop.sign_in().status_code == 200
            assert laptop.push(op("a"), op("b"), op("r", kind="note"))[2]["status"] == "ok"
        return laptop

    return enrolled


def posted(browser: httpx.Client, path: str, proof: str) -> httpx.Response:
    return browser.post(path, data={"proof": proof})


# -- coming in --------------------------------------------------------------------------------------------------------
def test_a_coordinator_sees_how_the_municipality_stands(site, browser, laptop_of):
    laptop_of("Hanne Holm")
    desk = web.log_in(site, browser)
    assert (desk.status_code, desk.url.path) == (200, "/desk")
    assert "<h1>Oddeby Kommune</h1>" in desk.text
    assert "Karen Koordinator, Coordinator" in desk.text
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>([\d.,]+)</dd>", desk.text))
    assert figures == {
        "Visits": "2",
        "Reports": "0",
        "Records in all": "3",
        "Attachments": "0",
        "Changes so far": "3",
    }
    assert "no bound is set" in desk.text
    [row] = re.findall(r"<tbody>\s*(<tr>.*?</tr>)", desk.text, re.DOTALL)
    assert "Hanne Holm" in row
    assert 'class="number">3<' in row
    assert desk.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_kept_from_scripts_and_other_sites(tmp_path):
    with served(tmp_path, web.settings(secure=True)) as site, web.visitor(site) as browser:
        page = browser.get("/desk/login")
        kept = page.headers["set-cookie"].partition(";")[0]
        said = {"tenant": TENANT, "code": site.office.door.login_code(TENANT, "K", Role.COORDINATOR)}
        done = browser.post("/desk/login", data=said | {"proof": web.proof_of(page)}, headers={"Cookie": kept})
    assert (done.status_code, done.headers["location"]) == (303, "/desk")
    cookie = next(one for one in done.headers.get_list("set-cookie") if one.startswith("__Host-desk="))
    for word in ("HttpOnly", "SameSite=strict", "Secure", "Path=/", f"Max-Age={8 * HOUR}"):
        assert word in cookie


def test_a_link_opens_nothing_by_itself_and_a_code_opens_once(site, browser):
    code = site.office.door.login_code(TENANT, "Karen", Role.ADMINISTRATOR)
    link = f"/desk/login?tenant={TENANT}&code={code}"
    for _ in range(3):  # programs that look at mail follow links
        page = browser.get(link)
    said = {"tenant": TENANT, "code": code.lower().replace("-", " "), "proof": web.proof_of(page)}
    assert code in page.text
    assert browser.post("/desk/login", data=said).status_code == 303
    with web.visitor(site) as other:
        said["proof"] = web.proof_of(other.get("/desk/login"))
        again = other.post("/desk/login", data=said)
        assert other.get("/desk").headers["location"] == "/desk/login"
    assert again.status_code == 403
    assert "unknown, used or has ended" in again.text


def test_a_code_that_is_wrong_late_or_anothers_opens_nothing(site, browser):
    proof = web.proof_of(browser.get("/desk/login"))
    late = site.office.door.login_code(TENANT, "Karen", Role.COORDINATOR)
    site.clock.forward(INVITATION_SECONDS + 1)
    good = site.office.door.login_code(TENANT, "Karen", Role.COORDINATOR)
    invitation = site.office.access.invite(TENANT, Role.COORDINATOR)
    for tenant, code in (
        (TENANT, late), (TENANT, "AAAA-AAAA-AAAA-AAAA"), (OTHER, good), ("none", good), ("' OR 1=1", good),
        ("", ""), (TENANT, invitation), (TENANT, "\x00" * 40), (TENANT, "<script>"),
    ):  # fmt: skip
        answer = browser.post("/desk/login", data={"tenant": tenant, "code": code, "proof": proof})
        assert answer.status_code == 403, (tenant, code)
        assert "unknown, used or has ended" in answer.text
        assert "<script" not in answer.text
    assert browser.post("/desk/login", data={"tenant": TENANT, "code": good, "proof": proof}).status_code == 303


def test_no_laptop_joins_with_a_code_for_the_desk(site, browser):
    text = site.invitation()
    laptop = Laptop(site, browser, text)
    for code in (site.office.door.login_code(TENANT, "K", Role.COORDINATOR),):
        laptop.invitation = type(laptop.invitation)(site.url, TENANT, code, "")
        assert laptop.enrol().json()["code"] == "invitation"


def test_guessing_codes_is_slow(tmp_path):
    settings = web.settings()
    settings = type(settings)(requests=0, blob_requests=0, guesses=2, web=settings.web)
    with served(tmp_path, settings) as site, web.visitor(site) as browser:
        said = {"tenant": TENANT, "code": "A", "proof": web.proof_of(browser.get("/desk/login"))}
        codes = [browser.post("/desk/login", data=said).status_code for _ in range(3)]
    assert codes == [403, 403, 429]


# -- staying and going ------------------------------------------------------------------------------------------------
def test_a_session_ends_after_eight_hours(site, browser):
    web.log_in(site, browser)
    site.clock.forward(8 * HOUR - 60)
    assert browser.get("/desk").status_code == 200
    site.clock.forward(120)
    assert browser.get("/desk").headers["location"] == "/desk/login"


def test_logging_out_ends_the_session_also_for_a_copied_cookie(site, browser):
    desk = web.log_in(site, browser)
    copied = browser.cookies["desk"]
    assert posted(browser, "/desk/logout", web.proof_of(desk)).headers["location"] == "/desk/login"
    assert "desk" not in browser.cookies
    with web.visitor(site) as thief:
        thief.cookies.set("desk", copied)
        assert thief.get("/desk").status_code == 303


def test_a_cookie_that_was_made_up_opens_nothing(site, browser):
    web.log_in(site, browser)
    tenant, secret, sign = browser.cookies["desk"].split(".")
    with web.visitor(site) as thief:
        for forged in (
            f"{OTHER}.{secret}.{sign}", f"{tenant}.{secret}.{'0' * 64}", f"{tenant}.{secret}", "", "..", "a.b.c",
            f"{tenant}.{'A' * 32}.{sign}",
        ):  # fmt: skip
            answer = thief.get("/desk", headers={"Cookie": f"desk={forged}"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/desk/login"), forged


def test_an_ambassador_has_no_desk(site, browser):
    assert web.log_in(site, browser, role=Role.AMBASSADOR).url.path == "/desk/login"


# -- laptops ----------------------------------------------------------------------------------------------------------
def test_a_laptop_is_shut_out_after_asking(site, browser, laptop_of):
    laptop = laptop_of("Hanne Holm")
    web.log_in(site, browser)
    path = f"/desk/devices/{laptop.device}/revoke"
    question = browser.get(path)
    assert "Shut a laptop out?" in question.text
    assert "Hanne Holm" in question.text
    assert site.office.access.devices(TENANT)[0].revoked_at is None
    done = browser.post(path, data={"proof": web.proof_of(question)}, follow_redirects=True)
    assert "PC-17 of Hanne Holm is shut out." in done.text
    first = site.office.access.devices(TENANT)[0].revoked_at
    assert first is not None
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        laptop.client = client
        assert laptop.asks("GET", "/pull").json()["code"] == "device-revoked"
    site.clock.forward(60)
    posted(browser, path, web.proof_of(done))  # pressed twice
    assert site.office.access.devices(TENANT)[0].revoked_at == first
    assert "was shut out" in browser.get(path).text


FORMS = ["/desk/logout", "/desk/devices/{device}/revoke"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_without_the_pages_proof_is_refused(site, browser, laptop_of, form):
    laptop = laptop_of("Hanne Holm")
    path = form.format(device=laptop.device)
    desk = web.log_in(site, browser)
    with web.visitor(site) as other:
        anothers = web.proof_of(web.log_in(site, other))
    for proof in ("", "x", "æ", anothers, web.proof_of(desk)[:-1]):
        refused = posted(browser, path, proof)
        assert (refused.status_code, "cookies are blocked" in refused.text) == (403, True)
    assert browser.post(path).status_code == 422
    assert browser.post(path, files={"proof": b"x"}).status_code == 422
    assert browser.post(path, data={"proof": "x" * 100_000}).status_code == 413
    assert browser.get("/desk").status_code == 200
    with web.visitor(site) as stranger:
        assert posted(stranger, path, web.proof_of(desk)).status_code == 403
    assert site.office.access.devices(TENANT)[0].revoked_at is None


def test_the_login_form_is_the_browsers_own(site, browser):
    code = site.office.door.login_code(TENANT, "Karen", Role.COORDINATOR)
    proof = web.proof_of(browser.get("/desk/login"))
    with web.visitor(site) as other:
        other.get("/desk/login")
        for wrong in ("", proof):
            said = {"tenant": TENANT, "code": code, "proof": wrong}
            assert other.post("/desk/login", data=said).status_code == 403
    assert browser.post("/desk/login", data={"tenant": TENANT, "code": code, "proof": proof}).status_code == 303


def test_nothing_of_another_municipality_is_ever_shown(site, browser, laptop_of):
    own, foreign = laptop_of("Hanne Holm"), laptop_of("Niels Nordby", tenant=OTHER)
    desk = web.log_in(site, browser)
    assert "Hanne Holm" in desk.text
    for secret in ("Nordby", "Niels", foreign.device):
        assert secret not in desk.text
    path = f"/desk/devices/{foreign.device}/revoke"
    for refused in (browser.get(path), posted(browser, path, web.proof_of(desk))):
        assert refused.status_code == 404
        assert "no such laptop" in refused.text
        assert "Niels" not in refused.text
    assert "shut out" not in browser.get(f"/desk?revoked={foreign.device}").text
    assert "shut out" not in browser.get(f"/desk?revoked={own.device}").text
    assert site.office.access.devices(OTHER)[0].revoked_at is None


def test_every_statement_of_the_desk_names_the_tenant(site, browser, laptop_of):
    from sqlalchemy import event

    laptop = laptop_of("Hanne Holm")
    said: list[str] = []

    @event.listens_for(site.office.database.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    web.log_in(site, browser)
    path = f"/desk/devices/{laptop.device}/revoke"
    posted(browser, path, web.proof_of(browser.get(path)))
    posted(browser, "/desk/logout", web.proof_of(browser.get("/desk")))
    assert len({*said}) > 8
    assert [statement for statement in said if forgets_the_tenant(statement)] == []


def test_names_that_hold_markup_are_shown_as_they_are(site, browser, laptop_of):
    laptop_of("<script>alert('x')</script> & Co")
    desk = web.log_in(site, browser)
    assert "<script" not in desk.text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; Co" in desk.text


def test_space_is_shown_against_its_bound(tmp_path):
    with served(tmp_path, web.settings()) as site, web.visitor(site) as browser:
        site.office.add_tenant("samsoe", "Samsø Kommune", quota=2_000_000_000)
        desk = web.log_in(site, browser, tenant="samsoe").text
    assert "of 2\xa0GB" in desk.replace("2.0", "2")
    assert "<meter" in desk
    assert "No laptop has joined yet" in desk
    assert "Nothing has been sent yet" in desk


@pytest.mark.parametrize("path", ["/desk", "/desk/devices/x/revoke"])
def test_every_page_of_the_desk_is_armoured_and_needs_a_login(site, browser, path):
    assert browser.get(path).headers["location"] == "/desk/login"
    web.log_in(site, browser)
    answer = browser.get(path)
    assert answer.status_code in (200, 404)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_long_log_is_shown_from_its_end(site, browser, laptop_of):
    laptop = laptop_of("Hanne Holm")
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        laptop.client = client
        for batch in range(12):
            laptop.push(*(op(f"x{batch}-{n}") for n in range(200)))

    desk = web.log_in(site, browser)
    assert desk.status_code == 200
    assert desk.text.count("<tr><td>") <= 20


def test_the_command_line_makes_a_login(tmp_path):
    folder = tmp_path / "office"
    init(folder, "--url", "https://klima.example.dk")
    made = answer("web-login", "--dir", folder, "Karen Koordinator", "--role", "administrator")
    assert made["link"] == f"https://klima.example.dk/desk/login?tenant=aeroe-kommune&code={made['code']}"
    assert (made["role"], made["minutes"]) == ("administrator", 15)
