"""Signing in with the municipality's provider: authorization code with PKCE in the system's browser (RFC 8252, 7636).

The laptop is a public client: it has no secret, and keeps nothing of what the provider gives. The id_token goes to the
office, which alone decides whether it believes it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ambassador_app.errors import BrowserNotOpened, OfficeAway, SignInAway, SignInRefused, SignInTimedOut
from ambassador_app.i18n import Translator
from ambassador_app.sync.landing import Landing
from ambassador_app.sync.trusting import proxy_of, system_trust

if TYPE_CHECKING:
    import httpx

    from ambassador_app.domain.syncing import SignIn

LOOKS: Final = 5 * 300
"""So often it is looked whether the person has signed in: five minutes."""
_CONNECT, _ANSWER = 10.0, 20.0  # seconds
_LARGEST: Final = 1024 * 1024
_DISCOVERY: Final = "/.well-known/openid-configuration"
_METHOD: Final = "S256"


@dataclass(frozen=True, slots=True)
class Browser:
    """The person's way to the provider. `open_page` shows an address in the system's browser and tells whether it
    could; `watch` is told five times a second and ends the waiting by raising; `chance` gives n random bytes.

    `anew`: the provider is to ask who it is, even where somebody is signed in with it already.
    """

    open_page: Callable[[str], bool]
    watch: Callable[[], None]
    chance: Callable[[int], bytes]
    words: Translator
    anew: bool = False
    looks: int = LOOKS


def signed_in(asked: SignIn, nonce: str, browser: Browser) -> str:
    """Let the person sign in; gives the id_token, which carries `nonce`.

    Raises SignInRefused, SignInAway, SignInTimedOut, BrowserNotOpened, and whatever the browser's watch raises.
    """
    described = _described(asked.issuer)
    state, verifier = (_base64url(browser.chance(32)) for _ in range(2))
    with Landing(state, browser.words) as landing:
        address = _address(described, asked, landing.address, browser, state=state, nonce=nonce, verifier=verifier)
        if not browser.open_page(address):
            raise BrowserNotOpened(address=urlsplit(asked.issuer).hostname or "")
        found = landing.wait(browser.watch, browser.looks)
    if found is None:
        raise SignInTimedOut(minutes=max(1, browser.looks // 300))
    form = {
        "grant_type": "authorization_code", "code": _code(found, described, asked.issuer),
        "redirect_uri": landing.address, "client_id": asked.client_id, "code_verifier": verifier,
    }  # fmt: skip
    return _id_token(_asked("POST", _end(described, "token_endpoint"), form), nonce)


def _address(
    described: Mapping[str, Any], asked: SignIn, back: str, browser: Browser, *, state: str, nonce: str, verifier: str
) -> str:
    """The page of the provider on which the person signs in."""
    parts = urlsplit(_end(described, "authorization_endpoint"))
    question = {
        "response_type": "code", "client_id": asked.client_id, "redirect_uri": back, "scope": asked.scopes,
        "state": state, "nonce": nonce, "code_challenge_method": _METHOD,
        "code_challenge": _base64url(hashlib.sha256(verifier.encode()).digest()),
        "ui_locales": browser.words.language.value, **({"prompt": "login"} if browser.anew else {}),
    }  # fmt: skip
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *question.items()])))


def _code(found: Mapping[str, str], described: Mapping[str, Any], issuer: str) -> str:
    """Give the code that was sent back. Raises SignInRefused where it is a refusal, or somebody else's (RFC 9207)."""
    said = found.get("iss", "")
    if said != issuer and (said or described.get("authorization_response_iss_parameter_supported") is True):
        raise SignInRefused(code="issuer")
    if not found.get("code"):
        raise SignInRefused(code=_plain(found.get("error", "")))
    return found["code"]


def _id_token(answer: Mapping[str, Any], nonce: str) -> str:
    """Give the id_token, which must be the answer to this very request; the office looks at the rest of it."""
    import jwt

    token = answer.get("id_token")
    try:
        said = jwt.decode(str(token), options={"verify_signature": False}).get("nonce")
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise SignInRefused(code="id_token") from error
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise SignInRefused(code="nonce")
    return str(token)


# -- the provider -----------------------------------------------------------------------------------------------------
def _described(issuer: str) -> Mapping[str, Any]:
    """What the provider says of itself. Raises SignInAway, SignInRefused."""
    found = _asked("GET", _safe(issuer.rstrip("/") + _DISCOVERY))
    methods = found.get("code_challenge_methods_supported", [_METHOD])
    if found.get("issuer") != issuer or not isinstance(methods, list) or _METHOD not in methods:
        raise SignInRefused(code="provider")
    return found


def _end(described: Mapping[str, Any], name: str) -> str:
    return _safe(str(described.get(name, "")))


def _safe(url: str) -> str:
    """Give an address back if it is https, or on this computer alone. Raises SignInRefused."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise SignInRefused(code="provider") from error
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))):
        raise SignInRefused(code="provider")
    return url


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _client(url: str) -> httpx.Client:
    """A client that goes by the system's proxy and trust, and follows nobody elsewhere. Raises SignInAway."""
    import httpx

    patience = httpx.Timeout(_ANSWER, connect=_CONNECT)
    try:
        return httpx.Client(verify=system_trust(), timeout=patience, proxy=proxy_of(url), trust_env=False)
    except (OfficeAway, httpx.InvalidURL, ValueError) as error:
        raise SignInAway from error


def _asked(method: str, url: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """Ask the provider for a JSON object, within limits of size and time. Raises SignInAway, SignInRefused."""
    import json

    import httpx

    ends, body, wanted = monotonic() + _ANSWER, b"", {"Accept": "application/json"}
    try:
        with _client(url) as client, client.stream(method, url, data=form, headers=wanted) as answer:
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _LARGEST or monotonic() > ends:
                    raise SignInAway
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise SignInAway from error
    except (ValueError, RecursionError):
        found = None
    if answer.is_success and isinstance(found, dict):
        return found
    if answer.is_client_error and form is not None:
        raise SignInRefused(code=_plain(found.get("error", "") if isinstance(found, dict) else ""))
    raise SignInAway


def _plain(code: object) -> str:
    """A provider's short code, as far as it is one (RFC 6749, 4.1.2.1)."""
    said = str(code)[:60]
    return said if said.isascii() and said.replace("_", "").isalnum() else "?"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
