"""Who comes in: an invitation once, a key of one's own, a token for an hour; and who stays out."""

from datetime import timedelta

import httpx
import jwt
import pytest

from ambassador_app.domain.roles import Role
from tests.office.building import OTHER, TENANT
from tests.office.laptops import Laptop, op


def code_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_an_invitation_names_the_person_and_the_role(laptop_of, site):
    laptop = Laptop(site, laptop_of().client, site.invitation("Karen Koordinator", Role.COORDINATOR), "somebody")
    told = laptop.enrol().json()
    assert (told["user"], told["role"], told["municipality"], told["tenant"]) == (
        "Karen Koordinator",
        "coordinator",
        "Oddeby Kommune",
        TENANT,
    )
    assert laptop.sign_in().json()["user"] == "Karen Koordinator"


def test_an_invitation_for_nobody_takes_the_name_the_laptop_says(site, client):
    laptop = Laptop(site, client, site.invitation(), "Hanne Holm")
    assert laptop.enrol().json()["user"] == "Hanne Holm"
    (device,) = site.office.access.devices(TENANT)
    assert (device.person, device.name, device.role) == ("Hanne Holm", "PC-17", "ambassador")


def test_a_lost_answer_can_be_asked_for_again_but_nobody_else_gets_in(site, client):
    laptop = Laptop(site, client, site.invitation())
    first = laptop.enrol()
    assert laptop.enrol().json() == first.json()
    thief = Laptop(site, client, laptop.invitation.text())
    assert code_of(thief.enrol()) == (403, "invitation")
    assert len(site.office.access.devices(TENANT)) == 1


def test_an_invitation_ends_after_a_quarter_of_an_hour(site, client):
    laptop = Laptop(site, client, site.invitation())
    site.clock.forward(15 * 60 + 1)
    assert code_of(laptop.enrol()) == (403, "invitation")


def test_a_code_may_be_typed_carelessly_and_only_its_digest_is_kept(site, client):
    laptop = Laptop(site, client, site.invitation())
    typed = laptop.invitation.code
    asked = {"code": typed.lower().replace("-", " ").replace("o", "0"), "public_key": "A" * 43, "name": "H"}
    assert client.post(f"/v1/{TENANT}/enrol", json=asked).status_code == 201
    with site.office.database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM invitation").all()
    assert typed.replace("-", "") not in str(kept)


def test_a_wrong_code_is_refused(site, client):
    asked = {"code": "AAAA-AAAA-AAAA-AAAA", "public_key": "A" * 43, "name": "H"}
    assert code_of(client.post(f"/v1/{TENANT}/enrol", json=asked)) == (403, "invitation")


def test_the_greeting_needs_no_token(site, client):
    told = client.get(f"/v1/{TENANT}/hello").json()
    assert (told["name"], told["schema_min"], told["epoch_from"]) == ("Oddeby Kommune", 1, 0)
    assert told["time"].startswith(site.clock().isoformat()[:13])
    assert code_of(client.get("/v1/nowhere/hello")) == (403, "tenant")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aud": "somebody-else"}, "assertion"),
        ({"tenant": OTHER}, "assertion"),
        ({"iss": "another"}, "assertion"),
        ({"sub": "018f0000-0000-7000-8000-000000000009"}, "device-unknown"),
        ({"exp": "soon"}, "assertion"),
    ],
)
def test_an_assertion_must_say_what_it_must(laptop, changes, code):
    assert code_of(laptop.sign_in(**changes)) == (401, code)


def test_an_assertion_of_another_key_is_refused(laptop, laptop_of):
    other = laptop_of("Jens Juul")
    other.device = laptop.device
    assert code_of(other.sign_in()) == (401, "assertion")


def test_an_assertion_without_signature_or_with_the_public_key_as_secret_is_refused(laptop):
    claims = jwt.decode(laptop.assertion(), options={"verify_signature": False})
    for forged in (
        jwt.encode(claims, None, algorithm="none"),
        jwt.encode(claims, "x" * 32, algorithm="HS256"),
        "no assertion",
    ):
        answer = laptop.client.post(f"{laptop.path}/token", json={"assertion": forged})
        assert code_of(answer) == (401, "assertion")


@pytest.mark.parametrize("days", [-3, 3])
def test_a_laptop_whose_clock_is_off_learns_the_offices_time(laptop, site, days):
    wrong = site.clock() + timedelta(days=days)
    answer = laptop.sign_in(iat=wrong, exp=wrong + timedelta(seconds=240))
    assert code_of(answer) == (401, "clock")
    assert site.clock().isoformat()[:13] in answer.json()["detail"]


def test_a_long_lasting_assertion_is_refused(laptop, site):
    assert code_of(laptop.sign_in(exp=site.clock() + timedelta(days=1))) == (401, "assertion")


def test_a_token_runs_out_after_an_hour(laptop, site):
    site.clock.forward(3601)
    assert code_of(laptop.asks("GET", "/pull")) == (401, "token-expired")
    assert laptop.sign_in().status_code == 200
    assert laptop.pull()["changes"] == []


@pytest.mark.parametrize(
    ("authorization", "code"),
    [("", "token-missing"), ("Basic YTpi", "token-missing"), ("Bearer x.y.z", "token-invalid")],
)
def test_nothing_is_told_without_a_token(client, authorization, code):
    answer = client.get(f"/v1/{TENANT}/pull", headers={"Authorization": authorization})
    assert code_of(answer) == (401, code)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_of_another_secret_is_refused(laptop, site):
    claims = jwt.decode(laptop.token, options={"verify_signature": False})
    laptop.token = jwt.encode(claims, b"t" * 32, algorithm="HS256")
    assert code_of(laptop.asks("GET", "/pull")) == (401, "token-invalid")


def test_a_revoked_device_is_out_at_once_and_takes_nothing_with_it(laptop, site):
    laptop.push(op())
    assert site.office.access.revoke(TENANT, laptop.device)
    for answer in (laptop.pushes(op("v2")), laptop.asks("GET", "/pull"), laptop.sign_in(), laptop.brings(b"x")):
        assert code_of(answer) == (401, "device-revoked")
    assert site.office.tenants()[1].seq == 1
    assert code_of(laptop.enrol()) == (403, "invitation")


def test_what_is_not_there_cannot_be_revoked(site):
    assert not site.office.access.revoke(TENANT, "nobody")
