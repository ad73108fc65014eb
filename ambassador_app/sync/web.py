"""One request, one answer, over http and https: time stamps and lists of withdrawn certificates are fetched so.

The standard library suffices here; it takes the system's proxy and certificates.
"""

from __future__ import annotations

from typing import Final

from ambassador_app.errors import TimeStampUnavailable
from ambassador_app.i18n import N_, Message

_PATIENCE: Final = 20.0  # seconds
_LARGEST: Final = 16 * 1024 * 1024
_ADDRESS: Final = N_("the address in Settings is not one of the web (http or https)")
_AWAY: Final = N_("the service cannot be reached; there may be no network here")
_REFUSED: Final = N_("the service refused ({status})")
_LARGE: Final = N_("the service's answer is far too large")


class Web:
    """Asks servers. Each call waits 20 seconds at most and raises TimeStampUnavailable where there is no answer."""

    def post(self, url: str, body: bytes, kind: str) -> bytes:
        """Send `body` of media type `kind` and give the answer."""
        return self._answer(url, body, {"Content-Type": kind})

    def get(self, url: str) -> bytes:
        """Fetch what is there."""
        return self._answer(url, None, {})

    @staticmethod
    def _answer(url: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import Request, urlopen

        from ambassador_app.sync.trusting import system_trust

        if not url.startswith(("http://", "https://")):
            raise TimeStampUnavailable(reason=Message(_ADDRESS))
        try:
            with urlopen(Request(url, body, headers), timeout=_PATIENCE, context=system_trust()) as answer:
                found: bytes = answer.read(_LARGEST + 1)
        except HTTPError as error:
            error.close()
            raise TimeStampUnavailable(reason=Message(_REFUSED, {"status": error.code})) from error
        except (OSError, HTTPException, ValueError) as error:
            raise TimeStampUnavailable(reason=Message(_AWAY)) from error
        if len(found) > _LARGEST:
            raise TimeStampUnavailable(reason=Message(_LARGE))
        return found
