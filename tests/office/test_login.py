"""Signing in on a laptop: the provider says who it is and which role, the office remembers it for a working day."""

from collections.abc import Iterator

import jwt
import pytest

from ambassador_app.domain.roles import Role
from ambassador_app.office.tidying import tidy
from ambassador_app.wire import openid
from tests.office.building import OTHER, TENANT
from tests.office.issuing import CHALLENGE, Provider, providing
from tests.office.laptops import op, own_prices
from tests.office.test_parcels import packed, push


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


@pytest.fixture
def signing_in(site, provider):
    """Set how Oddeby signs in."""

    def chosen(tenant=TENANT, **changes):
        site.office.set_sign_in(tenant, provider.sign_in(**changes))

    chosen()
    return chosen


def signs_in(laptop, id_token, challenge=CHALLENGE):
    said = {"assertion": laptop.assertion(challenge=challenge), "id_token": id_token}
    answer = laptop.client.post(f"{laptop.path}/token", json=said)
    if answer.status_code == 200:
        laptop.token = answer.json()["token"]
    return answer


def code_of(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def author_of(laptop, name="v1"):
    laptop.push(op(name))
    return laptop.pull()["changes"][-1]["by"]


def test_the_greeting_says_how_to_sign_in(site, client, signing_in, provider):
    told = client.get(f"/v1/{TENANT}/hello").json()["oidc"]
    assert told == {
        "issuer": provider.issuer, "client_id": "ambassador", "scopes": "openid profile", "required": False,
    }  # fmt: skip
    assert client.get(f"/v1/{OTHER}/hello").json()["oidc"] is None
    site.office.set_sign_in(TENANT, None)
    assert client.get(f"/v1/{TENANT}/hello").json()["oidc"] is None


def test_name_and_role_are_the_providers(laptop, signing_in, provider):
    answer = signs_in(laptop, provider.token(laptop, groups=["climate", "climate-lead"])).json()
    assert (answer["user"], answer["role"]) == ("Åse Østergård", "coordinator")
    assert answer["until"] > laptop.site.clock().isoformat()
    assert author_of(laptop) == "Åse Østergård"
    claims = jwt.decode(laptop.token, options={"verify_signature": False})
    assert (claims["person"], claims["role"]) == ("Åse Østergård", "coordinator")


def test_the_login_is_remembered_for_its_hours_and_needs_no_browser_in_between(laptop, site, signing_in, provider):
    signing_in(required=True, hours=8)
    until = signs_in(laptop, provider.token(laptop)).json()["until"]
    for _ in range(7):
        site.clock.forward(3600)
        answer = laptop.sign_in()
        assert (answer.status_code, answer.json()["user"]) == (200, "Åse Østergård")
        assert answer.json()["until"] == until
    site.clock.forward(3601)
    assert code_of(laptop.sign_in()) == (401, "login-needed")
    assert code_of(laptop.asks("GET", "/pull")) == (401, "token-expired")
    assert signs_in(laptop, provider.token(laptop)).status_code == 200


def test_a_token_ends_with_the_login(laptop, site, signing_in, provider):
    signing_in(required=True, hours=1)
    signs_in(laptop, provider.token(laptop))
    site.clock.forward(3590)
    assert laptop.sign_in().json()["expires_in"] <= 11
    site.clock.forward(11)
    assert code_of(laptop.asks("GET", "/pull")) == (401, "token-expired")


def test_a_device_alone_gets_no_token_where_a_login_is_required(laptop, signing_in):
    assert laptop.sign_in().status_code == 200
    signing_in(required=True)
    answer = laptop.sign_in()
    assert code_of(answer) == (401, "login-needed")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_without_a_login_a_device_has_its_own_role_where_none_is_required(laptop_of, site, signing_in, provider):
    laptop = laptop_of("Hanne Holm", Role.COORDINATOR)
    assert laptop.sign_in().json()["role"] == "coordinator"
    assert signs_in(laptop, provider.token(laptop)).json()["role"] == "ambassador"
    site.clock.forward(12 * 3600 + 1)
    told = laptop.sign_in().json()
    assert (told["role"], told["user"], told["until"]) == ("coordinator", "Hanne Holm", "")


def test_whoever_lost_the_group_loses_the_right_with_the_next_login(laptop, signing_in, provider):
    signs_in(laptop, provider.token(laptop, groups=["climate-lead"]))
    [taken] = laptop.push(own_prices("[1]"))
    assert taken["status"] == "ok"
    signs_in(laptop, provider.token(laptop, groups=["climate"]))
    [refused] = laptop.push(own_prices("[2]"))
    assert (refused["status"], refused["code"]) == ("invalid", "forbidden")


def test_without_a_group_nobody_gets_in_and_the_one_before_stays(laptop, signing_in, provider):
    signing_in(required=True)
    signs_in(laptop, provider.token(laptop))
    answer = signs_in(laptop, provider.token(laptop, groups=["everybody"], name="Bo"))
    assert code_of(answer) == (403, "no-role")
    assert laptop.sign_in().json()["user"] == "Åse Østergård"


def test_where_groups_mean_nothing_the_role_is_the_laptops(laptop_of, signing_in, provider):
    signing_in(groups={})
    laptop = laptop_of("Hanne Holm", Role.COORDINATOR)
    assert signs_in(laptop, provider.token(laptop, groups=None)).json()["role"] == "coordinator"


def test_signing_out_is_for_good(laptop, signing_in, provider):
    signing_in(required=True)
    signs_in(laptop, provider.token(laptop))
    assert laptop.asks("DELETE", "/login").status_code == 204
    assert code_of(laptop.sign_in()) == (401, "login-needed")


def test_a_login_with_a_provider_that_was_exchanged_does_not_count(laptop, site, signing_in, provider):
    signing_in(required=True)
    signs_in(laptop, provider.token(laptop))
    site.office.set_sign_in(TENANT, provider.sign_in(issuer="https://other.example", required=True))
    assert code_of(laptop.sign_in()) == (401, "login-needed")
    signing_in(required=True)
    assert code_of(laptop.sign_in()) == (401, "login-needed")


# -- theft -----------------------------------------------------------------------------------------------------------
def test_an_id_token_of_another_laptop_opens_nothing(laptop, laptop_of, signing_in, provider):
    thief = laptop_of("Thief")
    stolen = provider.token(laptop, groups=["it"])
    for challenge in (CHALLENGE, "d" * 43):
        assert code_of(signs_in(thief, stolen, challenge)) == (401, "login-refused")
    assert thief.sign_in().json()["user"] == "Thief"
    assert code_of(signs_in(laptop, stolen, "d" * 43)) == (401, "login-refused")


def test_an_id_token_of_another_program_opens_nothing(laptop, signing_in, provider):
    assert code_of(signs_in(laptop, provider.token(laptop, aud="webmail"))) == (401, "login-refused")
    assert code_of(signs_in(laptop, provider.token(laptop, nonce="n"))) == (401, "login-refused")


@pytest.mark.parametrize("challenge", ["", "short", "c" * 44, "æ" * 43, None, 7])
def test_a_sign_in_without_a_challenge_is_none(laptop, signing_in, provider, challenge):
    assert code_of(signs_in(laptop, provider.token(laptop), challenge)) == (401, "login-refused")


def test_an_id_token_of_one_tenant_is_none_of_another(laptop_of, site, signing_in, provider):
    """Both municipalities use one provider and one program there: the tenant is in the nonce."""
    signing_in(OTHER)
    mine, theirs = laptop_of(), laptop_of("Niels", tenant=OTHER)
    assert code_of(signs_in(theirs, provider.token(mine))) == (401, "login-refused")
    theirs.device, theirs.key = mine.device, mine.key
    assert code_of(signs_in(theirs, provider.token(mine))) == (401, "device-unknown")
    nonce = openid.nonce(TENANT, mine.device, CHALLENGE)
    assert nonce != openid.nonce(OTHER, mine.device, CHALLENGE)


def test_a_login_of_one_tenant_is_seen_by_none_other(laptop_of, site, signing_in, provider):
    signing_in(required=True)
    site.office.set_sign_in(OTHER, provider.sign_in(required=True))
    mine, theirs = laptop_of_unsigned(laptop_of, site, signing_in)
    signs_in(mine, provider.token(mine))
    assert code_of(theirs.sign_in()) == (401, "login-needed")


def laptop_of_unsigned(laptop_of, site, signing_in):
    """Two laptops, enrolled before anybody had to sign in."""
    kept = site.office.sign_in(TENANT), site.office.sign_in(OTHER)
    for tenant in (TENANT, OTHER):
        site.office.set_sign_in(tenant, None)
    found = laptop_of(), laptop_of("Niels", tenant=OTHER)
    for tenant, one in zip((TENANT, OTHER), kept, strict=True):
        site.office.set_sign_in(tenant, one)
    return found


def test_an_office_without_a_provider_takes_no_id_token(laptop, provider):
    assert code_of(signs_in(laptop, provider.token(laptop))) == (401, "login-refused")


def test_a_revoked_laptop_does_not_even_reach_the_provider(laptop, site, signing_in, provider):
    site.office.access.revoke(TENANT, laptop.device)
    assert code_of(signs_in(laptop, provider.token(laptop))) == (401, "device-revoked")
    assert provider.asked == []


# -- mail --------------------------------------------------------------------------------------------------------------
def test_a_packed_file_speaks_for_who_signed_in_last_and_after_the_time_as_an_ambassador(
    laptop, laptop_of, site, signing_in, provider
):
    signing_in(required=True)
    carrier = laptop
    packer = laptop_of_unsigned(laptop_of, site, signing_in)[0]
    signs_in(carrier, provider.token(carrier, name="Bo"))
    before = packed(packer, site.office.parcel_key, push(packer, op("m1")))
    refused = carrier.asks("POST", "/parcels", content=before)
    assert code_of(refused) == (422, "parcel")
    assert "signed in" in refused.json()["detail"]
    signs_in(packer, provider.token(packer, groups=["climate-lead"]))
    assert carrier.asks("POST", "/parcels", content=before).json()["taken"] == 1
    assert carrier.pull()["changes"][-1]["by"] == "Åse Østergård"
    site.clock.forward(13 * 3600)
    signs_in(carrier, provider.token(carrier))
    late = packed(packer, site.office.parcel_key, push(packer, op("m2"), own_prices()))
    done = carrier.asks("POST", "/parcels", content=late).json()
    assert (done["taken"], done["codes"]) == (1, ["forbidden"])


def test_who_signed_in_is_forgotten_after_a_long_leave(laptop, site, signing_in, provider):
    signs_in(laptop, provider.token(laptop))
    for days, rows in ((399, 1), (2, 0)):
        site.clock.forward(days * 24 * 3600)
        tidy(site.office)
        with site.office.database.engine.connect() as connection:
            assert len(connection.exec_driver_sql("SELECT * FROM login").all()) == rows
