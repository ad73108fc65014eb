"""Many attachments in one request: a line that says what comes, and then their bytes, one after the other.

A day's photos are hundreds of small files. Each in a request of its own costs the office a transaction, and the laptop
a trip over the line and back. What has arrived when the line is cut stays, to the byte.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator, Iterable, Set
from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from ambassador_app.office.access import Access
from ambassador_app.office.attachments import Arrival
from ambassador_app.office.blob_routes import Asker
from ambassador_app.office.incoming import AT_ONCE, Spell, spells
from ambassador_app.office.problems import Refused, malformed
from ambassador_app.office.routes import TenantPath, office_of, takes_schema
from ambassador_app.office.transport import answer
from ambassador_app.wire import limits, messages

_LINE: Final = 64 * 1024
_BUNDLE: Final = {
    "requestBody": {
        "required": True,
        "description": "A line with a Bundle as JSON, a line feed, and the bytes of its pieces.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
router = APIRouter(prefix=f"/{limits.PROTOCOL}/{{tenant}}/blobs", dependencies=[Depends(takes_schema)])


@router.post("", response_model=messages.Brought, openapi_extra=_BUNDLE)
async def bring_together(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """Bring pieces of several attachments. Each is answered by itself; what is `whole` has been checked by its hash."""
    attachments = office_of(request).attachments
    body = spells(request)
    pieces, begun = await _announced(body)
    results = await run_in_threadpool(attachments.welcome, tenant, pieces, Access.who(claims))
    unpacking = Unpacking(pieces, unwanted=frozenset(results))
    try:
        async for spell in _after(begun, body):
            unpacking.add(spell.data)
            request.app.state.meters.arrived(len(spell.data))
            if arrivals := unpacking.taken(pause=spell.pause):
                results |= await run_in_threadpool(attachments.keep, tenant, arrivals)
    except ClientDisconnect as error:
        raise malformed("The request ended early.") from error
    if unpacking.waits:
        raise malformed("Fewer bytes came than the line says.")
    told = messages.Brought(results=tuple(results[one.sha256] for one in pieces))
    return answer(request, told.model_dump_json().encode())


class Unpacking:
    """Cuts what comes into the pieces that were announced; those of `unwanted` attachments are let fall."""

    def __init__(self, pieces: Iterable[messages.Piece], unwanted: Set[str]) -> None:
        self._pieces: Final = deque(pieces)
        self._unwanted: Final = unwanted
        self._open = bytearray()
        self._kept = 0
        self._ended: list[Arrival] = []

    @property
    def waits(self) -> bool:
        """Tell whether bytes are to come yet."""
        return bool(self._pieces)

    def add(self, data: bytes) -> None:
        """Take what has come. Raises Refused `malformed` where it is more than was announced."""
        at = 0
        while self._pieces:
            left = self._pieces[0].length - self._kept - len(self._open)
            self._open += data[at : at + left]
            at += left
            if at > len(data):
                return
            self._end_piece(ended=True)
            self._pieces.popleft()
            self._kept = 0
        if at < len(data):
            raise malformed("More bytes came than the line says.")

    def taken(self, *, pause: bool) -> list[Arrival]:
        """Give what is to be kept now: pieces that ended, and before a pause what has come of the next."""
        if self._pieces and self._open and (pause or len(self._open) >= AT_ONCE):
            self._kept += len(self._open)
            self._end_piece(ended=False)
        found, self._ended = self._ended, []
        return found

    def _end_piece(self, *, ended: bool) -> None:
        one = self._pieces[0]
        begins = one.offset + (one.length if ended else self._kept) - len(self._open)
        if one.sha256 not in self._unwanted:
            self._ended.append(Arrival(one.sha256, one.size, begins, bytes(self._open)))
        self._open.clear()


async def _announced(body: AsyncIterator[Spell]) -> tuple[tuple[messages.Piece, ...], Spell]:
    """Read the first line; give what it says, and what has come after it."""
    begun, pause = b"", False
    try:
        while b"\n" not in begun and len(begun) < _LINE:
            spell = await anext(body)
            begun, pause = begun + spell.data, spell.pause
    except (StopAsyncIteration, ClientDisconnect) as error:
        raise malformed("The request ended early.") from error
    line, _, rest = begun.partition(b"\n")
    try:
        found = messages.Bundle.model_validate(json.loads(line)).pieces
    except (ValueError, RecursionError) as error:
        raise malformed("The first line says what comes.") from error
    if len({one.sha256 for one in found}) < len(found) or any(one.offset + one.length > one.size for one in found):
        raise malformed("Each attachment is named once, with bytes that are in it.")
    if sum(one.length for one in found) > limits.CHUNK:
        raise Refused(413, "too-large", f"A bundle has {limits.CHUNK} bytes at most.")
    return found, Spell(rest, pause)


async def _after(begun: Spell, body: AsyncIterator[Spell]) -> AsyncIterator[Spell]:
    """Give what had come already, and then the rest."""
    yield begun
    async for spell in body:
        yield spell
