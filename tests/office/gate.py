"""The gate of an S3 store towards the world: as Amazon does, it lets in what was signed for it, in time, and no more.

moto takes whatever it is given; so what laptops send goes through here.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.office.building import listening

SECRET = "test"


@dataclass
class Gate:
    """What came to the gate. `breaks` requests that bring bytes are cut, `spoils` the bytes of so many."""

    store: str
    at: datetime | None = None
    breaks: int = 0
    spoils: int = 0
    url: str = ""
    asked: list[tuple[str, str, int, int]] = field(default_factory=list)

    async def pass_on(self, request: Request) -> Response:
        try:
            body = await request.body()
        except Exception:
            return Response(status_code=400)
        status = 403 if (why := self._unfit(request)) else 200
        if not why and request.method == "PUT" and self.breaks:
            self.breaks -= 1
            self.asked.append((request.method, request.url.path, len(body), 0))
            raise ConnectionError("cut")
        if why:
            answer = Response(f"<Error><Code>{why}</Code></Error>", status)
        else:
            if request.method == "PUT" and self.spoils:
                self.spoils -= 1
                body = bytes(len(body))
            answer = await self._forward(request, body)
        self.asked.append((request.method, request.url.path, len(body), answer.status_code))
        return answer

    async def _forward(self, request: Request, body: bytes) -> Response:
        path = request.scope["raw_path"].decode()
        headers = {name: request.headers[name] for name in ("range",) if name in request.headers}
        async with httpx.AsyncClient(trust_env=False) as client:
            found = await client.request(
                request.method, f"{self.store}{path}?{request.url.query}", content=body, headers=headers
            )
        kept = {name: found.headers[name] for name in ("content-range", "etag") if name in found.headers}
        return Response(found.content, found.status_code, kept)

    def _unfit(self, request: Request) -> str:
        """Why a request is refused: it was not signed so, or its time is over."""
        query = dict(parse_qsl(request.url.query, keep_blank_values=True))
        signature = query.pop("X-Amz-Signature", "")
        if "authorization" in request.headers:
            return "InvalidRequest"
        begun = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if (self.at or datetime.now(UTC)) > begun + timedelta(seconds=int(query["X-Amz-Expires"])):
            return "AccessDenied"
        return "" if hmac.compare_digest(signature, _signed(request, query)) else "SignatureDoesNotMatch"


def _signed(request: Request, query: dict[str, str]) -> str:
    """Sign a request anew, as the protocol says (Signature Version 4, in the query)."""
    _, day, region, service, last = query["X-Amz-Credential"].split("/")
    names = query["X-Amz-SignedHeaders"].split(";")
    asked = "\n".join(
        (
            request.method,
            request.scope["raw_path"].decode(),
            "&".join(
                f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(query.items())
            ),
            "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in names),
            ";".join(names),
            "UNSIGNED-PAYLOAD",
        )
    )
    said = "\n".join(
        ("AWS4-HMAC-SHA256", query["X-Amz-Date"], f"{day}/{region}/{service}/{last}", _digest(asked.encode()))
    )
    key = f"AWS4{SECRET}".encode()
    for one in (day, region, service, last):
        key = hmac.digest(key, one.encode(), "sha256")
    return hmac.new(key, said.encode(), "sha256").hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def guarded(store: str) -> Iterator[Gate]:
    gate = Gate(store)
    with listening(
        Starlette(routes=[Route("/{path:path}", gate.pass_on, methods=["GET", "PUT", "HEAD", "DELETE"])])
    ) as url:
        gate.url = url
        yield gate
