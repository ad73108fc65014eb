"""A visitor of the desk on the way to the provider and back: what the browser keeps meanwhile, and what comes of it.

The browser keeps the tenant and a state, signed; nonce and verifier are made of the state with the office's key, so
only this office can finish what it began, and only in the same browser.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ambassador_app.domain.roles import Right, Role, may
from ambassador_app.office.login import fetching
from ambassador_app.office.login.fetching import NotFetched
from ambassador_app.office.login.logins import identified, refused_login
from ambassador_app.office.login.provider import Described, Providers, provider_away
from ambassador_app.office.login.settings import SignIn
from ambassador_app.office.problems import Refused
from ambassador_app.wire.messages import TENANT_PATTERN

MINUTES: Final = 10
"""How long somebody may take to sign in."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One visitor on their way; `cookie` is what their browser keeps."""

    tenant: str
    state: str
    nonce: str
    verifier: str
    cookie: str


class Asker:
    """Sends visitors to the provider and reads what they bring back. `key` signs."""

    def __init__(self, key: bytes, providers: Providers, chance: Callable[[int], bytes]) -> None:
        self._key = key
        self._providers = providers
        self._chance = chance

    def begin(self, tenant: str, now: datetime) -> Asking:
        """Set out. Raises Refused `tenant` where there can be no such tenant."""
        if not re.fullmatch(TENANT_PATTERN, tenant):
            raise Refused(404, "tenant")
        ends = int(now.timestamp()) + MINUTES * 60
        return self._asking(f"{tenant}.{self._chance(24).hex()}.{ends}")

    def back(self, cookie: str, state: str, now: datetime) -> Asking:
        """Recognise who comes back. Raises Refused `form` where it is not who set out, or took too long."""
        said, _, sign = cookie.rpartition(".")
        parts = said.split(".")
        if len(parts) != 3 or not hmac.compare_digest(sign.encode(), self._sign("asking", said).encode()):
            raise Refused(403, "form", "Nobody set out from this browser.")
        if int(parts[2]) < now.timestamp() or not hmac.compare_digest(state.encode(), parts[1].encode()):
            raise Refused(403, "form", "The sign-in took too long, or is another one.")
        return self._asking(said)

    def address(self, asking: Asking, sign_in: SignIn, home: str, language: str) -> str:
        """The provider's page. Raises Refused `provider-away`."""
        described = self._providers.described(sign_in.issuer)
        parts = urlsplit(self._end(described, "authorization_endpoint"))
        proof = base64.urlsafe_b64encode(hashlib.sha256(asking.verifier.encode()).digest()).rstrip(b"=").decode()
        question = {
            "response_type": "code", "client_id": sign_in.client_id, "redirect_uri": home, "scope": sign_in.scopes,
            "state": asking.state, "nonce": asking.nonce, "code_challenge_method": "S256", "code_challenge": proof,
            "ui_locales": language,
        }  # fmt: skip
        return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *question.items()])))

    def who(
        self, asking: Asking, sign_in: SignIn, found: Mapping[str, str], home: str, now: datetime
    ) -> tuple[str, Role]:
        """Give name and role of who signed in.

        Raises Refused `login-refused`, `provider-away`, and `no-desk` for somebody who has no business at the desk.
        """
        described = self._providers.described(sign_in.issuer)
        wants_name = described.document.get("authorization_response_iss_parameter_supported") is True
        if found.get("iss", sign_in.issuer if not wants_name else "") != sign_in.issuer or not found.get("code"):
            raise refused_login("The provider gave no code.")
        form = {
            "grant_type": "authorization_code", "code": found["code"], "redirect_uri": home,
            "client_id": sign_in.client_id, "code_verifier": asking.verifier,
        }  # fmt: skip
        answer = self._exchange(self._end(described, "token_endpoint"), urlencode(form).encode())
        identity = identified(self._providers, sign_in, str(answer.get("id_token", "")), asking.nonce, now)
        role = sign_in.role_of(identity.claims)
        if role is None or not may(role, Right.MANAGE_DEVICES):
            raise Refused(403, "no-desk", "The person has no business at the desk.")
        return identity.person, role

    # -- within -------------------------------------------------------------------------------------------------------
    @staticmethod
    def _exchange(url: str, form: bytes) -> Mapping[str, Any]:
        try:
            return fetching.fetch(url, form)
        except NotFetched as error:
            if error.why.startswith("status 4"):
                raise refused_login("The provider did not take the code.") from error
            raise provider_away() from error

    @staticmethod
    def _end(described: Described, name: str) -> str:
        try:
            return described.address(name)
        except NotFetched as error:
            raise provider_away() from error

    def _asking(self, said: str) -> Asking:
        tenant, state, _ = said.split(".")
        cookie = f"{said}.{self._sign('asking', said)}"
        return Asking(tenant, state, self._sign("nonce", said), self._sign("verifier", said), cookie)

    def _sign(self, purpose: str, said: str) -> str:
        return hmac.new(self._key, f"{purpose}\n{said}".encode(), hashlib.sha256).hexdigest()
