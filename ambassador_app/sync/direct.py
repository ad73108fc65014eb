"""Large attachments straight to and from the office's store, where laptops reach it; through the office elsewhere.

The office gives addresses that are good for a quarter of an hour. The store gets no token, is reached by the system's
proxy and trust, and is believed nothing: what is brought the office reads again, what is fetched is held against its
hash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ambassador_app.errors import OfficeAway, OfficeRefused
from ambassador_app.sync import bounded
from ambassador_app.wire import limits

if TYPE_CHECKING:
    import httpx

    from ambassador_app.wire.messages import Offered

DIRECT: Final = "direct"
_TRIES: Final = 3
"""So often the parts that are missing are asked for; a store that still lacks some is not reached from here."""
_AT_ONCE: Final = 4 * 1024 * 1024
_PARTLY, NOT_IN_IT = 206, 416


class Store:
    """The store behind the office at `url`. Close it."""

    def __init__(self, url: str, ask: Callable[..., httpx.Response]) -> None:
        self._url: Final = url
        self._ask: Final = ask
        self._client: httpx.Client | None = None
        self.is_reached = True
        """False once it was not: for this sync everything goes through the office then."""

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()

    def bring(self, sha256: str, data: bytes, told: Callable[[int], None]) -> str | None:
        """Bring an attachment, after a cut the parts that are not there yet. Gives "" when the office has read it
        again and found it right, a code where it does not take it, and None where the store cannot be reached.
        """
        arrived = 0
        for number in range(_TRIES):
            offered = self._offered(sha256, len(data))
            if offered is None:
                return None
            there = len(data) - sum(one.length for one in offered.parts)
            if not number and offered.begun and not there:  # this line does not carry a part between two cuts
                self.is_reached = False
                return None
            told(there - arrived)
            arrived = there
            if offered.whole:
                return ""
            for part in offered.parts:
                if not self._put(part.url, data[part.offset : part.offset + part.length]):
                    break
                told(part.length)
                arrived += part.length
            else:
                return self._complete(sha256, offered.upload, len(data))
        told(-arrived)
        self.is_reached = False
        return None

    def _offered(self, sha256: str, size: int) -> Offered | None:
        """Ask the office for addresses; None where it has none to give, or such as are not to be used."""
        from ambassador_app.wire import messages

        asked = messages.AskParts(size=size).model_dump_json()
        try:
            answer = self._ask("POST", f"/blobs/{sha256}/parts", content=asked, headers=_JSON)
            offered = messages.Offered.model_validate_json(answer.content)
        except OfficeRefused as error:
            if error.fields["code"] == DIRECT:
                self.is_reached = False
                return None
            raise
        except ValueError as error:
            raise OfficeAway from error
        if not all(
            self._may_use(one.url) and 0 <= one.offset < one.offset + one.length <= size for one in offered.parts
        ):
            self.is_reached = False
            return None
        return offered

    def _complete(self, sha256: str, upload: str, size: int) -> str:
        from ambassador_app.wire import messages

        asked = messages.Complete(upload=upload, size=size).model_dump_json()
        try:
            self._ask("POST", f"/blobs/{sha256}/complete", content=asked, headers=_JSON)
        except OfficeRefused as error:
            return str(error.fields["code"]) or "refused"
        return ""

    def fetch(self, address: str) -> bytes | None:
        """Fetch what is at an address; None where the store cannot be reached."""
        if not self._may_use(address):
            return None
        return fetched(lambda span: self._asked("GET", address, headers={"Range": span}))

    def _put(self, url: str, data: bytes) -> bool:
        answer = self._asked("PUT", url, content=data)
        return answer is not None and answer.is_success

    def _asked(self, method: str, url: str, **request: object) -> httpx.Response | None:
        """Ask the store; None where it does not answer."""
        import httpx

        if self._client is None:
            from ambassador_app.sync.trusting import client_of

            self._client = client_of("", "")
        try:
            return bounded.request(self._client, method, url, **request)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, OfficeAway):
            return None

    def _may_use(self, url: str) -> bool:
        """What the office takes under lock and key is not sent in the open elsewhere."""
        return urlsplit(url).scheme == "https" or urlsplit(self._url).scheme == "http"


_JSON: Final = {"Content-Type": "application/json"}


def fetched(ask: Callable[[str], httpx.Response | None]) -> bytes | None:
    """Fetch piece by piece; each that is cut is asked for once more. None where nobody answers."""
    found, failures = bytearray(), 0
    while True:
        answer = ask(f"bytes={len(found)}-{len(found) + _AT_ONCE - 1}")
        if answer is None or not (answer.is_success or answer.status_code == NOT_IN_IT):
            failures += 1
            if failures == _TRIES:
                return None
            continue
        if answer.status_code == NOT_IN_IT:
            return bytes(found)
        if answer.status_code != _PARTLY:  # it knows no ranges: this is all of it
            return bytes(answer.content)
        failures = 0
        found += answer.content
        if len(found) > limits.BLOB:  # nobody has such an attachment
            return None
        if len(found) >= _whole(answer) or not answer.content:
            return bytes(found)


def _whole(answer: httpx.Response) -> int:
    """How many bytes there are in all, as a range says it."""
    said = answer.headers.get("Content-Range", "").rpartition("/")[2]
    return int(said) if said.isascii() and said.isdigit() else 0
