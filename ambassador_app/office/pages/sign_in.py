"""Into the desk with the municipality's own account: to the provider and back, no script, no form that leaves here."""

from __future__ import annotations

from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ambassador_app.office.login.settings import SignIn
from ambassador_app.office.pace import visitor_of
from ambassador_app.office.pages.asking import MINUTES
from ambassador_app.office.pages.cookies import SESSION, keep, kept, name_of
from ambassador_app.office.pages.door import HOURS
from ambassador_app.office.pages.routing import office_of, page_router
from ambassador_app.office.pages.speaking import page, web_of, words_of
from ambassador_app.office.problems import Refused

_ON_THE_WAY: Final = "asking"
_LONGEST: Final = 16_384  # letters that a provider may send back

router = page_router("/desk")


@router.get("/sign-in")
async def set_out(request: Request, tenant: str = "") -> Response:
    """Send a visitor to the provider."""
    _keep_pace(request)
    office, now = office_of(request), office_of(request).world.now()
    asking = office.asker.begin(tenant, now)
    sign_in = await run_in_threadpool(_of, request, tenant)
    language = words_of(request).language.value
    address = await run_in_threadpool(office.asker.address, asking, sign_in, _home(request), language)
    answer = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
    keep(request, answer, _ON_THE_WAY, asking.cookie, MINUTES * 60, from_elsewhere=True)
    return answer


@router.get("/signed-in")
async def come_back(request: Request) -> Response:
    """Let in whoever signed in as a coordinator or administrator."""
    _keep_pace(request)
    office, now = office_of(request), office_of(request).world.now()
    if len(request.url.query) > _LONGEST:
        raise Refused(403, "form")
    found = dict(request.query_params)
    asking = office.asker.back(kept(request, _ON_THE_WAY), found.get("state", ""), now)
    sign_in = await run_in_threadpool(_of, request, asking.tenant)
    person, role = await run_in_threadpool(office.asker.who, asking, sign_in, found, _home(request), now)
    visitor = await run_in_threadpool(office.door.let_in, asking.tenant, person, role)
    # A page, not a redirect: a browser that comes from elsewhere keeps the session's cookie to itself until it goes on.
    answer = page(request, "signed_in.html", person=person)
    keep(request, answer, SESSION, visitor.cookie, HOURS * 3600)
    answer.delete_cookie(name_of(request, _ON_THE_WAY), secure=web_of(request).secure, httponly=True, samesite="lax")
    return answer


def _of(request: Request, tenant: str) -> SignIn:
    found = office_of(request).sign_in(tenant)
    if found is None or not any(found.groups.values()):
        raise Refused(404, "no-sign-in")
    return found


def _home(request: Request) -> str:
    """Where the provider sends the browser back to: the office's address as it is set."""
    return f"{web_of(request).address or str(request.base_url).rstrip('/')}/desk/signed-in"


def _keep_pace(request: Request) -> None:
    if seconds := request.app.state.guesses.wait(f"desk/sign-in/{visitor_of(request)}"):
        raise Refused(429, "rate", "Too many requests.", retry_after=seconds)
