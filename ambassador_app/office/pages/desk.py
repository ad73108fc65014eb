"""The coordinator's desk, behind a login: how the municipality stands, its laptops, what they sent last."""

from __future__ import annotations

import re
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ambassador_app.office.pace import visitor_of
from ambassador_app.office.pages.cookies import SESSION, keep, kept, name_of
from ambassador_app.office.pages.door import HOURS, Visitor
from ambassador_app.office.pages.overview import Device, Overviews
from ambassador_app.office.pages.routing import office_of, page_router
from ambassador_app.office.pages.speaking import page, web_of
from ambassador_app.office.pages.uploads import fields_of
from ambassador_app.office.problems import Refused
from ambassador_app.wire.messages import TENANT_PATTERN

_STRANGER: Final = "form"
_DIGITS: Final = 7
_SHOWN: Final = 60  # letters of what was typed that are shown again

router = page_router("/desk")


# -- coming and going -------------------------------------------------------------------------------------------------
@router.get("/login")
async def ask(request: Request, tenant: str = "", code: str = "") -> Response:
    """Ask for the code. Following a link takes none: programs that look at mail follow links, too."""
    return await _ask(request, tenant, code)


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Take a code."""
    if seconds := request.app.state.guesses.wait(f"desk/login/{visitor_of(request)}"):
        raise Refused(429, "rate", "Too many requests.", retry_after=seconds)
    said = await fields_of(request)
    door = office_of(request).door
    door.demand(kept(request, _STRANGER), said.get("proof", ""))
    tenant = said.get("tenant", "").strip().lower()
    try:
        visitor = await run_in_threadpool(door.log_in, tenant, said.get("code", ""))
    except Refused as error:
        if error.code != "login":
            raise
        request.state.code = error.code
        return await _ask(request, tenant, said.get("code", ""), 403)
    answer = _to("/desk")
    keep(request, answer, SESSION, visitor.cookie, HOURS * 3600)
    answer.delete_cookie(name_of(request, _STRANGER), secure=web_of(request).secure, httponly=True, samesite="strict")
    return answer


@router.post("/logout")
async def log_out(request: Request) -> Response:
    """End the session."""
    visitor, _ = await _demanded(request)
    await run_in_threadpool(office_of(request).door.log_out, visitor)
    answer = _to("/desk/login")
    answer.delete_cookie(name_of(request, SESSION), secure=web_of(request).secure, httponly=True, samesite="strict")
    return answer


# -- the desk ---------------------------------------------------------------------------------------------------------
@router.get("")
async def show(request: Request, revoked: str = "", laptops: str = "1") -> Response:
    """How the municipality stands."""
    visitor = await _visitor(request)
    if visitor is None:
        return _to("/desk/login")
    overviews = Overviews(office_of(request).database)
    number = int(laptops) if laptops.isascii() and laptops.isdigit() and len(laptops) < _DIGITS else 1
    overview = await run_in_threadpool(overviews.of, visitor.tenant, max(1, number))
    done = await run_in_threadpool(overviews.device, visitor.tenant, revoked) if revoked else None
    done = done if done is not None and done.revoked_at else None
    return page(request, "desk.html", visitor=visitor, overview=overview, done=done, number=max(1, number))


@router.get("/devices/{device}/revoke")
async def confirm(request: Request, device: str) -> Response:
    """Ask whether a laptop shall really be shut out."""
    visitor = await _visitor(request)
    if visitor is None:
        return _to("/desk/login")
    return page(request, "revoke.html", visitor=visitor, device=await _device(request, visitor, device))


@router.post("/devices/{device}/revoke")
async def revoke(request: Request, device: str) -> Response:
    """Shut a laptop out."""
    visitor, _ = await _demanded(request)
    known = await _device(request, visitor, device)
    if known.revoked_at is None:
        await run_in_threadpool(office_of(request).access.revoke, visitor.tenant, known.id)
    return _to(f"/desk?revoked={known.id}")


# -- within -----------------------------------------------------------------------------------------------------------
async def _visitor(request: Request) -> Visitor | None:
    cookie = kept(request, SESSION)
    return await run_in_threadpool(office_of(request).door.visitor, cookie) if cookie else None


async def _demanded(request: Request) -> tuple[Visitor, dict[str, str]]:
    """Who sent a form, and its fields. Raises Refused `form` where there is no session or it is not our form."""
    said = await fields_of(request)
    visitor = await _visitor(request)
    office_of(request).door.demand(visitor.cookie if visitor else "", said.get("proof", ""))
    if visitor is None:
        raise Refused(403, "form")
    return visitor, said


async def _device(request: Request, visitor: Visitor, identifier: str) -> Device:
    overviews = Overviews(office_of(request).database)
    found = await run_in_threadpool(overviews.device, visitor.tenant, identifier)
    if found is None:
        raise Refused(404, "device")
    return found


async def _ask(request: Request, tenant: str, code: str, status: int = 200) -> Response:
    door = office_of(request).door
    stranger = kept(request, _STRANGER) or door.stranger()
    where = tenant or web_of(request).only
    answer = page(
        request,
        "login.html",
        status,
        tenant=where[:_SHOWN],
        code=code[:_SHOWN],
        proof=door.proof(stranger),
        signs_in=await run_in_threadpool(_signs_in, request, where),
        wrong=status != 200,
    )
    keep(request, answer, _STRANGER, stranger, HOURS * 3600)
    return answer


def _signs_in(request: Request, tenant: str) -> bool:
    """Whether the people of a tenant come in with the municipality's account, too."""
    found = office_of(request).sign_in(tenant) if re.fullmatch(TENANT_PATTERN, tenant) else None
    return found is not None and any(found.groups.values())


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})
