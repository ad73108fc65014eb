"""A body that comes over a line which may stall or be cut: what has come is put down before anything is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

SILENCE: Final = 1.0  # seconds, after which what has come is put down: the line may be dead and say nothing
PATIENCE: Final = 60  # such silences; then it is
AT_ONCE: Final = 1024 * 1024  # bytes that are put down in one go


@dataclass(frozen=True, slots=True)
class Spell:
    """What came without a pause. After a `pause` nobody knows whether more comes: a silence, a cut, or the end."""

    data: bytes
    pause: bool


async def spells(request: Request) -> AsyncIterator[Spell]:
    """Give a request's body in spells of about a MiB, of less before a pause; none is empty but the last.

    Raises ClientDisconnect when the line is cut or dead; all that has arrived was given before.
    """
    buffer, silences = bytearray(), 0
    while True:
        message = await _received(request)
        silences = 0 if message else silences + 1
        buffer += message.get("body", b"") if message else b""
        lost = silences == PATIENCE or (message is not None and message["type"] == "http.disconnect")
        last = not lost and message is not None and not message.get("more_body", False)
        pause = last or lost or message is None
        if last or (buffer and (pause or len(buffer) >= AT_ONCE)):
            yield Spell(bytes(buffer), pause)
            buffer.clear()
        if lost:
            raise ClientDisconnect
        if last:
            return


async def _received(request: Request) -> Message | None:
    """Give the next message of the server, None after a silence."""
    try:
        async with asyncio.timeout(SILENCE):
            return await request.receive()
    except TimeoutError:
        return None
