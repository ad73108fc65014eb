"""Bodies as they travel: read within limits, unpacked and packed with gzip, JSON without surprises."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any, Final, NoReturn

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ambassador_app.office.problems import Refused, malformed
from ambassador_app.wire import limits

_SMALL: Final = 1400  # bytes: fits one packet as it is
_LEVEL: Final = 5


async def body_of(request: Request) -> bytes:
    """Read a request's body, unpacked. Raises Refused `too-large`, `encoding`, `malformed`."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise Refused(415, "encoding", "Only gzip is understood.", headers={"Accept-Encoding": "gzip"})
    pieces, size = [], 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > limits.BODY:
                raise _too_large()
            pieces.append(piece)
    except ClientDisconnect as error:
        raise malformed("The request ended early.") from error
    body = b"".join(pieces)
    return _unpacked(body) if encoding == "gzip" else body


def _unpacked(packed: bytes) -> bytes:
    """Unpack as far as the limit: a small body may hold a very large one."""
    reader = zlib.decompressobj(wbits=31)
    try:
        body = reader.decompress(packed, limits.BODY + 1)
    except zlib.error as error:
        raise malformed("The body is no gzip.") from error
    if len(body) > limits.BODY:
        raise _too_large()
    if not reader.eof:
        raise malformed("The gzip ends early.")
    return body


def json_of(body: bytes) -> dict[str, Any]:
    """Read a JSON object. Raises Refused `malformed`."""
    try:
        found = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise malformed("The body is no JSON.") from error
    if not isinstance(found, dict):
        raise malformed("The body is no JSON object.")
    return found


def answer(request: Request, content: bytes, status: int = 200) -> Response:
    """Answer with JSON, packed where that is understood and worth it."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if len(content) > _SMALL and "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, _LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, status, headers, media_type="application/json")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _too_large() -> Refused:
    return Refused(413, "too-large", f"A request has {limits.BODY} bytes at most, unpacked. Send less at once.")
