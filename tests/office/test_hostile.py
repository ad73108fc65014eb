"""Laptops and strangers that mean harm: every one is refused in words the protocol has, and nothing is a bug."""

import base64
import json

import jwt
import pytest
from sqlalchemy import update

from ambassador_app.office.tables import TENANT
from ambassador_app.wire.parcel import Frame
from tests.office.laptops import op
from tests.office.test_parcels import packed, push


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def an_assertion(claims: bytes) -> str:
    return f"{base64url(json.dumps({'alg': 'EdDSA'}).encode())}.{base64url(claims)}.AAAA"


def test_a_version_of_thousands_of_digits_is_no_bug(client):
    answer = client.get("/v1/oddeby/hello", headers={"Sync-Schema": "9" * 5000})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "claims",
    [b'{"sub":"\\ud800"}', b'{"sub":"\\u0000"}', b'{"sub":5}', b'{"sub":["x"]}', b"{}", b"[]", b"[" * 2500, b"\xff"],
)
def test_an_assertion_that_says_nonsense_is_no_assertion(client, claims):
    answer = client.post("/v1/oddeby/token", json={"assertion": an_assertion(claims)})
    assert answer.status_code == 401
    assert answer.json()["code"] in ("assertion", "device-unknown")


@pytest.mark.parametrize("changes", [{"iss": None}, {"iat": 10**400}, {"exp": 10**400}, {"tenant": None}])
def test_a_laptop_that_signs_nonsense_gets_no_token(laptop, changes):
    claims = jwt.decode(laptop.assertion(), options={"verify_signature": False}) | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    answer = laptop.client.post(
        "/v1/oddeby/token", json={"assertion": jwt.encode(claims, laptop.key, algorithm="EdDSA")}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "assertion")


@pytest.mark.parametrize("token", ["[" * 9000, "{}.{}.x", "ÆØÅ", "."])
def test_a_token_that_is_none_is_refused(client, token):
    sent = f"{base64url(token.encode())}.{base64url(token.encode())}.x"
    answer = client.get("/v1/oddeby/pull", headers={"Authorization": f"Bearer {sent}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")


@pytest.mark.parametrize("value", [2**53, 10**400, -(2**53), [1, [10**18]], {"a": {"b": 10**16}}])
def test_an_integer_that_would_not_come_back_is_refused_by_itself(laptop, value):
    (result,) = laptop.push(op("v1", set={"title": "Besøg", "x": value}))
    assert (result["status"], result["code"], result["field"]) == ("invalid", "value", "x")
    assert laptop.push(op("v1", set={"x": [2**53 - 1, "9" * 40, 1e300]}))[0]["status"] == "ok"


@pytest.mark.parametrize("ops", [[5], ["x"], [None], [{}], 5, [{"op": "x"}]])
def test_a_parcel_that_says_nonsense_is_refused_whole(laptop, ops):
    said = Frame("P", json.dumps({"epoch": laptop.epoch, "ops": ops}).encode())
    answer = laptop.asks("POST", "/parcels", content=packed(laptop, laptop.site.office.parcel_key, said))
    assert (answer.status_code, answer.json()["code"]) == (422, "parcel")


@pytest.mark.parametrize("name", ["\0", "\ud800"])
def test_a_parcel_from_nobody_that_can_be_is_refused(laptop, name):
    laptop.device = name
    answer = laptop.asks("POST", "/parcels", content=packed(laptop, laptop.site.office.parcel_key))
    assert (answer.status_code, answer.json()["code"]) == (422, "parcel")


def test_a_parcel_with_an_op_twice_is_refused_whole(laptop):
    twice = op("v1")
    data = packed(laptop, laptop.site.office.parcel_key, push(laptop, twice, twice))
    answer = laptop.asks("POST", "/parcels", content=data)
    assert (answer.status_code, answer.json()["code"]) == (422, "parcel")
    assert laptop.pull()["changes"] == []


def test_beginnings_count_against_the_quota(laptop, site):
    with site.office.database.administer() as connection:
        connection.execute(update(TENANT).values(quota=100_000))
    codes = []
    for number in range(12):
        data = bytes([number]) * 20_000
        codes.append(laptop.brings(data, until=19_000).status_code)
    assert codes == [202] * 5 + [507] * 7
    assert laptop.brings(bytes([0]) * 20_000, 19_000).status_code == 201
