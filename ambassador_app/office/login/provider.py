"""The provider as the office knows it: what it says of itself, and its keys, kept for an hour and fetched anew when a
token names a key that is not among them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from ambassador_app.office.login import fetching
from ambassador_app.office.login.fetching import NotFetched, is_safe
from ambassador_app.office.login.idtoken import Claims, Identity, Unsigned, Wanted, verify
from ambassador_app.office.problems import Refused

LOG: Final = logging.getLogger("ambassador.office")
HOUR: Final = 3600.0
KEPT: Final = 24 * HOUR
"""So long old keys count where new ones cannot be fetched."""
PAUSE: Final = 15.0
"""Seconds between two questions to a provider: neither an unknown key nor a dead provider makes it a storm."""
_DISCOVERY: Final = "/.well-known/openid-configuration"

Fetch = Callable[[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Described:
    """What a provider says of itself, and the keys it signs with."""

    document: Claims
    keys: tuple[Claims, ...]
    at: float

    def address(self, name: str) -> str:
        """Give an address of the provider. Raises NotFetched where it has none that may be asked."""
        found = self.document.get(name)
        if not is_safe(found) or (str(found).startswith("http:") and not self.issuer.startswith("http:")):
            raise NotFetched(f"{name} is no https address")
        return str(found)

    @property
    def issuer(self) -> str:
        """What the provider calls itself."""
        return str(self.document["issuer"])


@dataclass(slots=True)
class _Known:
    """One provider: what was fetched last, and when it was asked last."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Described | None = None
    asked: float = float("-inf")


class Providers:
    """Every provider that somebody has signed in with. Any thread. `seconds` only grows."""

    def __init__(self, seconds: Callable[[], float], fetch: Fetch | None = None) -> None:
        self._seconds = seconds
        self._fetch: Fetch = fetch or fetching.fetch
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def identify(self, token: str, wanted: Wanted, now: datetime) -> Identity:
        """Believe an id_token. Raises Doubtful, and Refused `provider-away` where the keys cannot be had."""
        known = self.described(wanted.issuer).keys
        try:
            return verify(token, known, wanted, now)
        except Unsigned:  # the keys may have been changed since
            newer = self.described(wanted.issuer, anew=True).keys
            if newer == known:
                raise
        return verify(token, newer, wanted, now)

    def described(self, issuer: str, *, anew: bool = False) -> Described:
        """Give what is known of a provider, at most an hour old; `anew`: newer than that, if it was not just asked.

        Raises Refused `provider-away`.
        """
        with self._lock:
            known = self._known.setdefault(issuer, _Known())
        with known.lock:
            now = self._seconds()
            age = now - known.found.at if known.found else KEPT
            if (anew or age >= HOUR) and now - known.asked >= PAUSE:
                known.asked = now
                self._renew(known, issuer, now)
            if known.found is None or now - known.found.at >= KEPT:
                raise provider_away()
            return known.found

    def _renew(self, known: _Known, issuer: str, now: float) -> None:
        try:
            known.found = self._described(issuer, now)
        except NotFetched as error:
            LOG.warning("provider-away", extra={"line": {"provider": issuer, "why": error.why}})

    def _described(self, issuer: str, now: float) -> Described:
        document = self._fetch(issuer.rstrip("/") + _DISCOVERY)
        if document.get("issuer") != issuer:
            raise NotFetched("it calls itself something else than the issuer that was set")
        described = Described(document, (), now)
        keys = self._fetch(described.address("jwks_uri")).get("keys")
        if not isinstance(keys, list):
            raise NotFetched("its keys are no set of keys")
        return Described(document, tuple(one for one in keys if isinstance(one, dict)), now)


def provider_away() -> Refused:
    """The provider does not answer the office; the laptop keeps everything and may ask again."""
    detail = "The office cannot reach the sign-in provider. Nothing was changed; try again."
    return Refused(503, "provider-away", detail, retry_after=30)
