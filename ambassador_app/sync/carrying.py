"""Attachments on their way to the office: several small ones in a request, of large ones a piece, in the order given.

One request at a time: what waits last is no use before what waits first, and a line that is cut leaves one beginning,
not many. How much goes into a request follows the line: what takes seconds is halved, what takes none is doubled.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.syncing import GONE, Carried, Consignment
from ambassador_app.errors import OfficeAway, OfficeRefused
from ambassador_app.sync.bounded import offset_of
from ambassador_app.sync.direct import DIRECT, NOT_IN_IT, Store, fetched
from ambassador_app.wire import limits

if TYPE_CHECKING:
    import httpx

    from ambassador_app.wire.messages import BroughtPiece, Piece

Ask = Callable[..., "httpx.Response"]
"""Sends a request below the tenant's path: method, path, and what httpx takes."""
Told = Callable[[int], None]
"""Told how many bytes more have arrived at the office."""
BytesOf = Callable[[str], bytes | None]
"""Gives an attachment's bytes, None where they are not here any more."""

BUNDLE: Final = "bundle"
LEAST: Final = 256 * 1024
_QUICK, _SLOW = 1.0, 4.0  # seconds
_RESTARTS: Final = 3
_BEGINS_ELSEWHERE: Final = frozenset({"offset", "hash-mismatch"})
_BEGINS_ANEW: Final = frozenset({"upload", "hash-mismatch"})
_TOO_LARGE: Final = 413


class Stride:
    """How many bytes go into the next request. `bytes` begins small: what the line can do is not known yet."""

    def __init__(self) -> None:
        self.bytes = LEAST
        self._most = limits.CHUNK

    def took(self, seconds: float) -> None:
        """Go by how long a request took that was about as large."""
        if seconds < _QUICK:
            self.bytes = min(self._most, self.bytes * 2)
        elif seconds > _SLOW:
            self.bytes = max(LEAST, self.bytes // 2)

    def narrow(self) -> bool:
        """Take half, for good: something on the way lets no more through. False where that is too little."""
        self._most = self.bytes = self.bytes // 2
        return self.bytes >= LEAST // 16


@dataclass(slots=True)
class _Load:
    """An attachment that is being brought: its bytes, and from where on."""

    sha256: str
    data: bytes
    offset: int
    restarts: int = 0


class Carrier:
    """Brings and fetches attachments, for one sync. Close it.

    `ways` is what the office at `url` said that it takes; `seconds` a clock that only grows.
    """

    def __init__(
        self, ask: Ask, ways: Sequence[str], url: str = "", seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask: Final = ask
        self._ways: Final = ways
        self._seconds: Final = seconds
        self._stride: Final = Stride()
        self._store: Final = Store(url, ask)

    def close(self) -> None:
        """Let go of the way to the store."""
        self._store.close()

    def fetch(self, sha256: str) -> bytes:
        """Fetch an attachment, piece by piece; a large one from the store, where there is one and it is reached.

        The caller checks its hash. Raises what the office's way raises.
        """
        address = ""

        def ask(span: str) -> httpx.Response:
            nonlocal address
            prefers = {"Prefer": "address"} if DIRECT in self._ways and self._store.is_reached else {}
            answer = self._asked_again("GET", f"/blobs/{sha256}", headers={"Range": span, **prefers})
            address = answer.headers.get("Attachment-At", "") if prefers else ""
            return answer

        found = fetched(ask) or b""
        if not address:
            return found
        from_store = self._store.fetch(address)
        if from_store is not None:
            return from_store
        self._store.is_reached = False
        return fetched(ask) or b""

    def _asked_again(self, method: str, path: str, **request: object) -> httpx.Response:
        """Ask, and once more where the line was cut. That there are no bytes in the range is an answer too."""
        import httpx

        for _ in range(2):
            try:
                return self._ask(method, path, **request)
            except OfficeAway:
                continue
            except OfficeRefused as error:
                if error.fields["status"] != NOT_IN_IT:
                    raise
                return httpx.Response(NOT_IN_IT)
        return self._ask(method, path, **request)

    def bring(self, files: Sequence[Consignment], bytes_of: BytesOf, told: Told) -> Iterator[tuple[Carried, ...]]:
        """Bring attachments in this order; give, after each request, what the office has said of which.

        What is given without a code has been checked there against its hash. Raises what the office's way raises.
        """
        waiting, under_way = deque(files), deque[_Load]()
        while waiting or under_way:
            gone = self._fill(under_way, waiting, bytes_of)
            if gone:
                yield gone
            if under_way:
                yield self._send(under_way, told)

    def _fill(self, under_way: deque[_Load], waiting: deque[Consignment], bytes_of: BytesOf) -> tuple[Carried, ...]:
        """Take as many attachments in hand as go into a request; give those that are not here any more."""
        gone = []
        size = sum(len(one.data) - one.offset for one in under_way)
        while waiting and size < self._stride.bytes and len(under_way) < limits.PIECES:
            one = waiting.popleft()
            data = bytes_of(one.sha256)
            if data is None:
                gone.append(Carried(one.sha256, GONE))
                continue
            offset = one.offset if one.offset <= len(data) else 0
            under_way.append(_Load(one.sha256, data, offset))
            size += len(data) - offset
        return tuple(gone)

    def _send(self, under_way: deque[_Load], told: Told) -> tuple[Carried, ...]:
        """Send one request; keep in hand what is not all there yet."""
        if self._goes_direct(under_way[0]):
            return self._send_direct(under_way, told)
        began = self._seconds()
        try:
            results = self._bundle(under_way) if BUNDLE in self._ways else self._piece(under_way[0])
        except OfficeRefused as error:
            if error.fields["status"] != _TOO_LARGE or not self._stride.narrow():
                raise
            return ()
        self._stride.took(self._seconds() - began)
        done, loads = [], [under_way.popleft() for _ in results]
        for one, result in reversed(list(zip(loads, results, strict=True))):
            carried = self._settled(one, result, told)
            if carried is None:
                under_way.appendleft(one)
            else:
                done.append(carried)
        return tuple(reversed(done))

    def _goes_direct(self, one: _Load) -> bool:
        """Whether it goes straight to the store: a large one of which the office itself has nothing."""
        return DIRECT in self._ways and self._store.is_reached and not one.offset and len(one.data) > limits.DIRECT

    def _send_direct(self, under_way: deque[_Load], told: Told) -> tuple[Carried, ...]:
        """Send the first straight to the store; where that is not reached, it goes through the office next."""
        one = under_way[0]
        code = self._store.bring(one.sha256, one.data, told)
        if code is None:
            return ()
        if code in _BEGINS_ANEW and one.restarts < _RESTARTS:
            one.restarts += 1
            told(-len(one.data))
            return ()
        under_way.popleft()
        return (Carried(one.sha256, code),)

    def _settled(self, one: _Load, result: BroughtPiece, told: Told) -> Carried | None:
        """Go by the office's word on one; None where more of it is to be sent."""
        stands_still = result.offset <= one.offset and not result.whole
        told(result.offset - one.offset)
        one.offset = result.offset
        if result.whole or (result.code and result.code not in _BEGINS_ELSEWHERE):
            return Carried(one.sha256, "" if result.whole else result.code)
        if result.code or stands_still:
            one.restarts += 1
        return Carried(one.sha256, result.code or "offset") if one.restarts > _RESTARTS else None

    def _bundle(self, under_way: deque[_Load]) -> list[BroughtPiece]:
        """Send a request's worth of what is in hand, the first ones first."""
        from ambassador_app.wire import messages

        left, pieces, data = self._stride.bytes, [], []
        for one in under_way:
            if self._goes_direct(one):
                break
            length = min(left, len(one.data) - one.offset)
            pieces.append(messages.Piece(sha256=one.sha256, size=len(one.data), offset=one.offset, length=length))
            data.append(memoryview(one.data)[one.offset : one.offset + length])
            left -= length
            if not left:
                break
        line = messages.Bundle(pieces=tuple(pieces)).model_dump_json().encode() + b"\n"
        headers = {"Content-Type": "application/octet-stream"}
        found = self._ask("POST", "/blobs", content=b"".join((line, *data)), headers=headers)
        return _believed(found.content, pieces)

    def _piece(self, one: _Load) -> list[BroughtPiece]:
        """Send a piece of one attachment by itself, as an office takes it that knows no bundles."""
        from ambassador_app.wire import messages

        piece = one.data[one.offset : one.offset + self._stride.bytes]
        headers = {"Upload-Offset": str(one.offset), "Upload-Length": str(len(one.data))}
        try:
            answer = self._ask("PUT", f"/blobs/{one.sha256}", content=piece, headers=headers)
        except OfficeRefused as error:
            code = str(error.fields["code"])
            if error.fields["status"] == _TOO_LARGE:
                raise
            offset = offset_of(str(error.fields["offset"]), len(one.data)) if code in _BEGINS_ELSEWHERE else one.offset
            return [messages.BroughtPiece(sha256=one.sha256, offset=offset, code=code or "refused")]
        whole = answer.status_code != _MORE
        if whole and answer.headers.get("Upload-Complete") != _COMPLETE:
            raise OfficeAway  # something on the way that says yes to everything
        offset = len(one.data) if whole else offset_of(answer.headers.get("Upload-Offset", ""), len(one.data))
        return [messages.BroughtPiece(sha256=one.sha256, offset=offset, whole=whole)]


_MORE: Final = 202
_COMPLETE: Final = "?1"


def _believed(content: bytes, pieces: Sequence[Piece]) -> list[BroughtPiece]:
    """Read the answer to a bundle. Raises OfficeAway where it is none: a portal of the hotel, or a proxy's page."""
    from ambassador_app.wire import messages

    try:
        found = messages.Brought.model_validate_json(content).results
    except ValueError as error:
        raise OfficeAway from error
    if [one.sha256 for one in found] != [one.sha256 for one in pieces]:
        raise OfficeAway
    if not all(0 <= one.offset <= piece.size for one, piece in zip(found, pieces, strict=True)):
        raise OfficeAway
    return list(found)
