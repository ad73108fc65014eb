"""What an id_token must be to be believed (OpenID Connect Core 1.0, 3.1.3.7). Nothing here asks anybody.

Only signatures with a public key count, and only with the kind of key that the signature's name calls for: a token
that says `none`, or that is signed with the provider's public key as if it were a shared secret, is none.
"""

from __future__ import annotations

import hmac
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import jwt

from ambassador_app.wire import limits

KINDS: Final[Mapping[str, str]] = {
    "RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "PS256": "RSA", "PS384": "RSA", "PS512": "RSA",
    "ES256": "EC", "ES384": "EC", "ES512": "EC", "EdDSA": "OKP",
}  # fmt: skip
"""The signatures that count, and the kind of key each is made with."""
LEEWAY: Final = 60
"""Seconds that the provider's clock may be off the office's."""
FRESH: Final = 600
"""An id_token is shown to the office within so many seconds of the sign-in."""
MOST_KEYS: Final = 100
_SUBJECT: Final = 255
_NO_ID_TOKEN: Final = frozenset({"at+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt"})

Claims = Mapping[str, Any]


class Doubtful(Exception):
    """The id_token is not believed; `why` says it without a word of what it holds."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unsigned(Doubtful):
    """None of the keys that are known has signed it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who must have said it, for whom, in answer to which request."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, when (seconds since 1970, by the provider's clock), and everything else that was said."""

    subject: str
    person: str
    at: float
    claims: Claims


def verify(token: str, keys: Sequence[Claims], wanted: Wanted, now: datetime) -> Identity:
    """Believe a token or raise Doubtful. `keys` are the provider's, as its set of keys (JWKS) has them."""
    claims = _signed(token, keys)
    if claims.get("iss") != wanted.issuer:
        raise Doubtful("it is another provider's")
    _for_us(claims, wanted.client_id)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), wanted.nonce.encode()):
        raise Doubtful("it does not belong to this sign-in on this device")
    at = _in_time(claims, now.timestamp())
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _SUBJECT:
        raise Doubtful("it does not say about whom it is")
    return Identity(subject, _name(claims) or subject[: limits.NAME], at, claims)


def _header(token: str) -> Claims:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise Doubtful("it is no token") from error
    if "crit" in header:
        raise Doubtful("it asks for something that is not understood")
    if str(header.get("typ", "")).lower() in _NO_ID_TOKEN:
        raise Doubtful("it is no id_token")
    return header


def _signed(token: str, keys: Sequence[Claims]) -> Claims:
    """Read what is signed by one of these keys."""
    header = _header(token)
    algorithm = str(header.get("alg"))
    if algorithm not in KINDS:
        raise Doubtful("the signature is of a kind that does not count")
    for key in _fitting(header, keys):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # a key that is too short is no key
                public = jwt.PyJWK(dict(key), algorithm)
                found = jwt.decode(token, public, algorithms=[algorithm], options=_BY_HAND)
        except (jwt.PyJWTError, ValueError, TypeError, Warning, RecursionError):
            continue
        return found
    raise Unsigned("no key of the provider has signed it")


def _fitting(header: Claims, keys: Sequence[Claims]) -> Iterator[Claims]:
    """The keys that a token with this header may be signed with."""
    algorithm, name = str(header.get("alg")), header.get("kid")
    for one in keys[:MOST_KEYS]:
        kind, use, made_for = one.get("kty"), one.get("use", "sig"), one.get("alg", algorithm)
        if (kind, use, made_for) == (KINDS[algorithm], "sig", algorithm) and name in (None, one.get("kid")):
            yield one


_BY_HAND: Final[Any] = {
    f"verify_{one}": False for one in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")
} | {"verify_signature": True, "require": []}  # fmt: skip
"""Every claim is looked at here, by the office's own clock."""


def _for_us(claims: Claims, client_id: str) -> None:
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    if client_id not in several:
        raise Doubtful("it is for another program")
    party = claims.get("azp")
    if (len(several) > 1 or party is not None) and party != client_id:
        raise Doubtful("it was given to another program")


def _in_time(claims: Claims, now: float) -> float:
    """Give when it was made. Raises Doubtful where it has run out, or is not of this sign-in."""
    try:
        made, ends, begins = (_moment(claims, name) for name in ("iat", "exp", "nbf"))
    except (TypeError, ValueError, OverflowError) as error:
        raise Doubtful("its times are no times") from error
    if made is None or ends is None:
        raise Doubtful("it has no times")
    if ends <= now - LEEWAY:
        raise Doubtful("it has run out")
    if (begins is not None and begins > now + LEEWAY) or made > now + LEEWAY:
        raise Doubtful("it does not count yet; a clock may be wrong")
    if made < now - FRESH:
        raise Doubtful("it is of an earlier sign-in")
    return min(made, now)


def _moment(claims: Claims, name: str) -> float | None:
    found = claims.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < 1e11:
        raise TypeError(name)
    return float(found)


def _name(claims: Claims) -> str:
    """What the provider calls the person, without anything that is no letter to be seen."""
    whole = " ".join(_text(claims, name) for name in ("given_name", "family_name")).strip()
    said = (_text(claims, "name"), whole, _text(claims, "preferred_username"), _text(claims, "email"))
    return next(filter(None, said), "")


def _text(claims: Claims, name: str) -> str:
    found = claims.get(name)
    if not isinstance(found, str):
        return ""
    seen = "".join(one for one in found[:1000] if unicodedata.category(one)[0] != "C" or one == " ")
    return unicodedata.normalize("NFC", " ".join(seen.split()))[: limits.NAME]
