"""The few cookies of the pages: never read by a script, never sent from another site unless one must come back."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ambassador_app.office.pages.speaking import web_of

SESSION: Final = "desk"


def keep(
    request: Request, answer: Response, name: str, value: str, seconds: int, *, from_elsewhere: bool = False
) -> None:
    """Let the browser keep a value. `from_elsewhere`: also told when a link of another site leads here."""
    site, secure = ("lax" if from_elsewhere else "strict"), web_of(request).secure
    answer.set_cookie(name_of(request, name), value, seconds, httponly=True, samesite=site, secure=secure)  # type: ignore[arg-type]


def kept(request: Request, name: str) -> str:
    """Give what the browser keeps, empty where it is nothing."""
    return request.cookies.get(name_of(request, name), "")


def name_of(request: Request, name: str) -> str:
    """Under TLS a name that no other host and no plain connection can set (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if web_of(request).secure else name
