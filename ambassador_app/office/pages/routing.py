"""A route whose refusals are pages, not problems for programs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from ambassador_app.office.office import Office
from ambassador_app.office.pages.speaking import problem_page
from ambassador_app.office.problems import Refused


class PageRoute(APIRoute):
    """Answers a refusal with a page in the visitor's language."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap what answers."""
        inner = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await inner(request)
            except Refused as error:
                return problem_page(request, error)

        return answer


def page_router(prefix: str = "") -> APIRouter:
    """Make a router of pages; none of it belongs to the published protocol."""
    return APIRouter(prefix=prefix, route_class=PageRoute, include_in_schema=False)


def office_of(request: Request) -> Office:
    """The office that this server serves."""
    found: Office = request.app.state.office
    return found
