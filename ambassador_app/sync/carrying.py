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
from ambassador_app.errors import OfficeRefused
from ambassador_app.wire import limits

if TYPE_CHECKING:
    import httpx

    from ambassador_app.wire.messages import BroughtPiece

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
    """Brings attachments. `ways` is what the office said that it takes; `seconds` a clock that only grows."""

    def __init__(self, ask: Ask, ways: Sequence[str], seconds: Callable[[], float] = time.monotonic) -> None:
        self._ask: Final = ask
        self._ways: Final = ways
        self._seconds: Final = seconds
        self._stride: Final = Stride()

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

    def _settled(self, one: _Load, result: BroughtPiece, told: Told) -> Carried | None:
        """Go by the office's word on one; None where more of it is to be sent."""
        told(result.offset - one.offset)
        one.offset = result.offset
        if result.code in _BEGINS_ELSEWHERE and one.restarts < _RESTARTS:
            one.restarts += 1
            return None
        if result.whole or result.code:
            return Carried(one.sha256, "" if result.whole else result.code)
        return None

    def _bundle(self, under_way: deque[_Load]) -> list[BroughtPiece]:
        """Send a request's worth of what is in hand, the first ones first."""
        from ambassador_app.wire import messages

        left, pieces, data = self._stride.bytes, [], []
        for one in under_way:
            length = min(left, len(one.data) - one.offset)
            pieces.append(messages.Piece(sha256=one.sha256, size=len(one.data), offset=one.offset, length=length))
            data.append(memoryview(one.data)[one.offset : one.offset + length])
            left -= length
            if not left:
                break
        line = messages.Bundle(pieces=tuple(pieces)).model_dump_json().encode() + b"\n"
        headers = {"Content-Type": "application/octet-stream"}
        found = self._ask("POST", "/blobs", content=b"".join((line, *data)), headers=headers)
        return list(messages.Brought.model_validate_json(found.content).results)

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
            offset = int(str(error.fields["offset"])) if code in _BEGINS_ELSEWHERE else one.offset
            return [messages.BroughtPiece(sha256=one.sha256, offset=offset, code=code or "refused")]
        whole = answer.status_code != _MORE
        offset = len(one.data) if whole else int(answer.headers["Upload-Offset"])
        return [messages.BroughtPiece(sha256=one.sha256, offset=offset, whole=whole)]


_MORE: Final = 202
