"""An id_token is believed when everything about it is right, and for no other reason."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.roles import Role
from ambassador_app.office.login.idtoken import Doubtful, Unsigned, Wanted, verify
from ambassador_app.office.login.settings import SignIn, groups_in
from tests.office.issuing import GROUPS, Provider, jwk, other_key, rsa_key, unsigned

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
ISSUER = "https://login.example/oddeby"
WANTED = Wanted(ISSUER, "ambassador", "n-1")
KEYS = (jwk(rsa_key()),)
PROVIDER = Provider(ISSUER)


def token(key=None, algorithm="RS256", kid="k1", headers=None, **changes):
    said = {} if kid is None else {"kid": kid}
    claims = PROVIDER.claims("n-1", AT, **changes)
    return jwt.encode(claims, key or rsa_key(), algorithm=algorithm, headers={**said, **(headers or {})})


def refusal(text, keys=KEYS, wanted=WANTED):
    with pytest.raises(Doubtful) as told:
        verify(text, keys, wanted, NOW)
    return told.value.why


def test_a_right_one_is_believed():
    found = verify(token(), KEYS, WANTED, NOW)
    assert (found.subject, found.person, found.at) == ("u-1", "Åse Østergård", AT)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iss": "https://login.example/nordby"}, "another provider"),
        ({"iss": ISSUER + "/"}, "another provider"),
        ({"aud": "another"}, "another program"),
        ({"aud": None}, "another program"),
        ({"aud": ["another", "third"]}, "another program"),
        ({"aud": ["ambassador", "another"]}, "given to another"),
        ({"aud": ["ambassador", "another"], "azp": "another"}, "given to another"),
        ({"azp": "another"}, "given to another"),
        ({"nonce": "n-2"}, "this sign-in"),
        ({"nonce": None}, "this sign-in"),
        ({"nonce": 7}, "this sign-in"),
        ({"exp": AT - 61}, "run out"),
        ({"exp": None}, "no times"),
        ({"exp": "soon"}, "no times"),
        ({"exp": True}, "no times"),
        ({"exp": 1e300}, "no times"),
        ({"iat": AT + 61}, "not count yet"),
        ({"nbf": AT + 61}, "not count yet"),
        ({"iat": AT - 601}, "earlier sign-in"),
        ({"iat": None}, "no times"),
        ({"sub": None}, "about whom"),
        ({"sub": ""}, "about whom"),
        ({"sub": "s" * 256}, "about whom"),
    ],
)
def test_a_wrong_claim_is_refused(changes, why):
    assert why in refusal(token(**changes))


@pytest.mark.parametrize(
    "changes",
    [{"aud": ["ambassador"]}, {"aud": ["x", "ambassador"], "azp": "ambassador"}, {"exp": AT - 59}, {"nbf": AT + 59}],
)
def test_what_the_standard_allows_is_allowed(changes):
    assert verify(token(**changes), KEYS, WANTED, NOW).subject == "u-1"


def test_none_is_no_signature():
    claims = PROVIDER.claims("n-1", AT)
    for name in ("none", "None", "NONE", "nOnE", "", None, 7, ["RS256"]):
        assert "kind that does not count" in refusal(unsigned(claims, {"alg": name, "kid": "k1"})) or not name


def test_the_public_key_is_no_shared_secret():
    public = rsa_key().public_key()
    forms = [
        public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        json.dumps(KEYS[0]).encode(),
        b"",
    ]
    said = unsigned(PROVIDER.claims("n-1", AT), {"alg": "HS256", "kid": "k1"})[:-1]
    for secret in forms:
        sign = urlsafe_b64encode(hmac.digest(secret, said.encode(), hashlib.sha256)).rstrip(b"=").decode()
        assert "kind that does not count" in refusal(f"{said}.{sign}")


def test_a_shared_secret_among_the_keys_is_none():
    octets = {"kty": "oct", "kid": "k1", "k": urlsafe_b64encode(b"s" * 32).decode(), "alg": "HS256"}
    assert "kind that does not count" in refusal(token("s" * 32, "HS256"), (octets,))


def test_another_key_is_not_the_providers():
    with pytest.raises(Unsigned):
        verify(token(rsa_key("thief")), KEYS, WANTED, NOW)
    with pytest.raises(Unsigned):
        verify(token(kid="k9"), KEYS, WANTED, NOW)
    with pytest.raises(Unsigned):
        verify(token(), (), WANTED, NOW)


def test_a_key_is_used_for_what_it_is_made_for_only():
    assert "no key" in refusal(token(), (jwk(rsa_key(), use="enc"),))
    assert "no key" in refusal(token(), (jwk(rsa_key(), alg="PS256"),))
    assert "no key" in refusal(token(), ({**KEYS[0], "kty": "EC"},))
    assert "no key" in refusal(token(), ({"kty": "RSA", "kid": "k1"}, {"kty": "RSA", "kid": "k1", "n": 7, "e": []}))


def test_a_short_key_is_no_key():
    short = rsa_key("short", 1024)
    with pytest.warns(UserWarning, match="below the minimum"):
        weak = token(short)
    assert "no key" in refusal(weak, (jwk(short),))


@pytest.mark.parametrize("algorithm", ["PS256", "RS512", "ES256", "EdDSA"])
def test_other_signatures_count_with_their_own_kind_of_key(algorithm):
    key = rsa_key() if algorithm[1] == "S" and algorithm[0] != "E" else other_key(algorithm)
    keys = (jwk(rsa_key("x"), "x"), jwk(key, "k1", algorithm))
    assert verify(token(key, algorithm), keys, WANTED, NOW).subject == "u-1"


def test_a_token_that_names_no_key_is_tried_with_each():
    keys = (jwk(rsa_key("x"), "x"), jwk(rsa_key(), None))
    assert verify(token(kid=None), keys, WANTED, NOW).subject == "u-1"
    assert verify(token(), (jwk(rsa_key("x")), *KEYS), WANTED, NOW).subject == "u-1"


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"crit": ["exp"]}, "no token"),
        ({"crit": ["b64"], "b64": True}, "not understood"),
        ({"typ": "at+jwt"}, "no id_token"),
        ({"kid": 7}, "no token"),
    ],
)
def test_a_header_that_asks_for_something_else_is_refused(headers, why):
    assert why in refusal(unsigned(PROVIDER.claims("n-1", AT), {"alg": "RS256", "kid": "k1", **headers}))


def test_keys_in_the_token_itself_are_not_looked_at():
    thief = rsa_key("thief")
    headers = {"jwk": jwk(thief), "jku": "https://thief.example/keys", "x5u": "https://thief.example/"}
    assert "no key" in refusal(token(thief, headers=headers))


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", fullmatch=True))
def test_whatever_comes_is_refused_and_nothing_else(text):
    refusal(text)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"name": None, "given_name": "Bo", "family_name": "Ærø"}, "Bo Ærø"),
        ({"name": None, "preferred_username": "bo@oddeby.dk"}, "bo@oddeby.dk"),
        ({"name": None}, "u-1"),
        ({"name": "\u202eBo\n\x00\tÆrø  "}, "BoÆrø"),
        ({"name": "A" * 300}, "A" * 200),
        ({"name": ["Bo"]}, "u-1"),
    ],
)
def test_the_name_is_plain_text(changes, name):
    assert verify(token(**changes), KEYS, WANTED, NOW).person == name


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["climate"], Role.AMBASSADOR),
        (["climate", "it"], Role.ADMINISTRATOR),
        ("climate-lead", Role.COORDINATOR),
        (["CLIMATE"], None),
        ([], None),
        (None, None),
        ({"climate": True}, None),
        ([["it"], 7], None),
    ],
)
def test_the_highest_group_says_the_role(groups, role):
    assert SignIn("i", "c", groups=GROUPS).role_of({"groups": groups}) is role


def test_groups_may_stand_further_in():
    claims = {"realm_access": {"roles": ["it"]}, "https://x.example/roles": ["climate"]}
    assert groups_in(claims, "realm_access.roles") == {"it"}
    assert groups_in(claims, "https://x.example/roles") == {"climate"}
    assert groups_in(claims, "realm_access.roles.more") == frozenset()
