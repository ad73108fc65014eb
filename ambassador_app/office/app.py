"""The web application: routes, their problems, and what watches over them."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic.json_schema import models_json_schema
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from ambassador_app import __version__
from ambassador_app.office import blob_routes, bundles, direct_routes, escrow_routes, programme_routes, routes
from ambassador_app.office.office import Office
from ambassador_app.office.pace import Pace
from ambassador_app.office.pages.mounting import add_pages
from ambassador_app.office.pages.setting import Web
from ambassador_app.office.pages.speaking import is_for_people, problem_page
from ambassador_app.office.problems import Refused, malformed
from ambassador_app.office.watching import Meters, Watch, ready, told
from ambassador_app.wire import limits, messages
from ambassador_app.wire.messages import Message

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_CODES = {404: "not-found", 405: "method"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set of the web application. Requests are counted a minute; 0 counts nothing.

    `metrics_token` is asked for at /metrics; empty closes it.
    """

    requests: int = limits.REQUESTS_A_MINUTE
    blob_requests: int = 20 * limits.REQUESTS_A_MINUTE
    guesses: int = 120
    metrics_token: str = ""
    web: Web = field(default_factory=Web)


def create_app(office: Office, settings: Settings | None = None) -> FastAPI:
    """Make the application that serves `office`."""
    chosen = settings or Settings()
    app = FastAPI(
        title="Ambassador office", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json"
    )
    app.state.office = office
    app.state.meters = Meters()
    app.state.pace = Pace(chosen.requests, office.world.seconds)
    app.state.blob_pace = Pace(chosen.blob_requests, office.world.seconds)
    app.state.guesses = Pace(chosen.guesses, office.world.seconds)
    app.include_router(routes.router)
    app.include_router(blob_routes.router)
    app.include_router(bundles.router)
    app.include_router(direct_routes.router)
    app.include_router(programme_routes.router)
    app.include_router(escrow_routes.router)
    _add_operations(app, office, chosen)
    _add_problems(app)
    app.add_middleware(Watch, office=office, meters=app.state.meters)
    add_pages(app, office, chosen.web)
    _publish(app)
    return app


def _add_operations(app: FastAPI, office: Office, settings: Settings) -> None:
    @app.get("/health", response_model=dict[str, str])
    async def health() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok", "version": __version__}

    @app.get("/ready", response_model=dict[str, str])
    async def is_ready() -> dict[str, str]:
        """Database and attachments can be reached."""
        await run_in_threadpool(ready, office)
        return {"status": "ok"}

    @app.get("/metrics", response_class=Response)
    async def metrics(request: Request) -> Response:
        """Counters for Prometheus, for whoever has the office's metrics token."""
        said = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if not settings.metrics_token or not hmac.compare_digest(said.encode(), settings.metrics_token.encode()):
            raise Refused(401, "token-missing", "The metrics token is needed.", headers={"WWW-Authenticate": "Bearer"})
        return Response(app.state.meters.text(), media_type="text/plain; version=0.0.4")


def _add_problems(app: FastAPI) -> None:
    @app.exception_handler(Refused)
    async def on_refused(request: Request, error: Refused) -> Response:
        return told(request, error)

    @app.exception_handler(RequestValidationError)
    async def on_malformed(request: Request, error: RequestValidationError) -> Response:
        where = error.errors()[0]
        return told(request, malformed(".".join(str(part) for part in where["loc"])))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        code, headers = _CODES.get(error.status_code, "refused"), dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = _allowed(app, request)
        refused = Refused(error.status_code, code, headers=headers)
        return problem_page(request, refused) if is_for_people(request) else told(request, refused)


def _allowed(app: FastAPI, request: Request) -> str:
    """Name every method that is understood at this address, whichever route answers it."""
    asked = {method: {**request.scope, "method": method} for method in _METHODS}
    understood = (
        method for method, scope in asked.items() if any(one.matches(scope)[0] is Match.FULL for one in app.routes)
    )
    return ", ".join(understood)


def _publish(app: FastAPI) -> None:
    """Put the messages that are read by hand, and the problem, into the published description."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = describe()
            told: tuple[type[Message], ...] = (*routes.TAKEN, messages.Problem)
            _, extra = models_json_schema(
                [(one, "validation") for one in told], ref_template="#/components/schemas/{model}"
            )
            found["components"]["schemas"].update(extra["$defs"])
            found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            for name, path in found["paths"].items():
                for operation in path.values():
                    operation["responses"].pop("422", None)
                    operation["responses"]["default"] = _PROBLEM
                    if not name.endswith(_OPEN):
                        operation["security"] = [{"token": []}]
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


_OPEN = ("/hello", "/enrol", "/token", "/health", "/ready")
_PROBLEM = {
    "description": "A problem (RFC 9457); nothing was committed.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
