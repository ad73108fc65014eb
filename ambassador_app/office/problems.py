"""What can go wrong in answering a request, each as one value with its status and stable code (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.wire.messages import Problem

PROBLEM: Final = "application/problem+json"
TITLES: Final[Mapping[int, str]] = {
    401: "Not signed in",
    403: "Not allowed",
    404: "Not here",
    405: "Not done this way",
    409: "Out of step",
    410: "Gone",
    413: "Too large",
    415: "Not understood",
    416: "Not in it",
    422: "Not what the protocol says",
    426: "Too old",
    429: "Too often",
    500: "A fault of the office",
    503: "Not now",
    507: "No space left",
}


class Refused(Exception):
    """Ends a request with a problem. Nothing of it has been committed."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.headers = dict(headers or {})
        if retry_after is not None:
            self.headers["Retry-After"] = str(retry_after)

    def problem(self) -> Problem:
        """Give what is sent."""
        return Problem(
            title=TITLES.get(self.status, "Refused"),
            status=self.status,
            code=self.code,
            detail=self.detail,
            retry_after=self.retry_after,
        )


def busy(seconds: int = 2) -> Refused:
    """Somebody else holds what this request needs; it is safe to ask again."""
    return Refused(503, "busy", "The office is busy. Nothing was committed; ask again.", retry_after=seconds)


def malformed(detail: str) -> Refused:
    """The request is not what the protocol says."""
    return Refused(422, "malformed", detail)
