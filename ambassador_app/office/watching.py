"""What the office tells about itself: meters for Prometheus, a line in the log for each request, health.

No line and no meter holds a name, an address or what anybody wrote: tenants, devices' ids and codes only.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ambassador_app.office.office import Office
from ambassador_app.office.problems import PROBLEM, Refused
from ambassador_app.wire.messages import Result

LOG: Final = logging.getLogger("ambassador.office")
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Meters:
    """The office's counters, for one process."""

    def __init__(self) -> None:
        self._all = CollectorRegistry()
        self._requests = Histogram(
            "ambassador_request_seconds", "Requests by route and status.", ("method", "route", "status"),
            registry=self._all, buckets=_SECONDS,
        )  # fmt: skip
        self._ops = Counter("ambassador_ops", "Ops by what became of them.", ("status", "code"), registry=self._all)
        self._bytes = Counter("ambassador_blob_bytes", "Bytes of attachments that arrived.", registry=self._all)
        self._problems = Counter("ambassador_problems", "Requests refused, by code.", ("code",), registry=self._all)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one request that was answered."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def ops(self, results: Iterable[Result]) -> None:
        """Note what became of a push's ops."""
        for one in results:
            self._ops.labels(one.status, "dup" if one.dup else one.code).inc()

    def arrived(self, count: int) -> None:
        """Note bytes of attachments."""
        self._bytes.inc(count)

    def problem(self, code: str) -> None:
        """Note a request that was refused."""
        self._problems.labels(code).inc()

    def text(self) -> bytes:
        """Give everything in Prometheus' format."""
        return generate_latest(self._all)


class Watch:
    """Sees every request: measures it, logs it, and lets nobody see a stack."""

    def __init__(self, app: ASGIApp, office: Office, meters: Meters) -> None:
        self._app = app
        self._office = office
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = self._office.world.new_id()
        scope.setdefault("state", {})
        begun, status = self._office.world.seconds(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"request-id", name.encode())]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            LOG.exception("bug", extra={"line": {"request": name}})
            if not status:
                scope["state"]["code"] = BUG.code
                await _problem(BUG)(scope, receive, sending)
        finally:
            self._note(scope, name, status or 500, self._office.world.seconds() - begun)

    def _note(self, scope: Scope, name: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "") or "unknown"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._meters.request(method, route, status, seconds)
        state = scope["state"]
        line: dict[str, Any] = {"request": name, "method": method, "route": route, "status": status}
        line |= {"ms": round(seconds * 1000, 1), "tenant": scope.get("path_params", {}).get("tenant", "")}
        line |= {key: state[key] for key in ("device", "code") if key in state}
        LOG.info("request", extra={"line": line})


BUG: Final = Refused(500, "bug", "This is a fault of the office. Nothing was committed.")


def told(request: Request, refused: Refused) -> Response:
    """Answer with a problem, and let the log and the meters have its code."""
    request.state.code = refused.code
    request.app.state.meters.problem(refused.code)
    return _problem(refused)


def _problem(refused: Refused) -> Response:
    content = refused.problem().model_dump_json(exclude_none=True)
    return Response(content, refused.status, refused.headers, media_type=PROBLEM)


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class JsonLines(logging.Formatter):
    """Writes each log record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one line; of an error only its kind and where, since messages may hold what somebody wrote."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        line |= getattr(record, "line", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["stack"] = _places(record)
        return json.dumps(line, ensure_ascii=False)


def _places(record: logging.LogRecord) -> list[str]:
    import traceback

    trace = record.exc_info[2] if record.exc_info else None
    return [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]


def ready(office: Office) -> None:
    """Raise Refused `not-ready` unless database and attachments can be written to."""
    if not office.is_ready():
        raise Refused(503, "not-ready", "The folder of attachments cannot be written to.")
