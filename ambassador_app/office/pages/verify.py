"""Is this report genuine? Open to everybody: by its file, which is not kept, or by the checksum printed on it."""

from __future__ import annotations

import asyncio
import threading
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from ambassador_app.office.pace import visitor_of
from ambassador_app.office.pages import answering
from ambassador_app.office.pages.answering import Answer
from ambassador_app.office.pages.issued import Register, code_of
from ambassador_app.office.pages.judge import CannotTell, judge
from ambassador_app.office.pages.routing import office_of, page_router
from ambassador_app.office.pages.speaking import STATIC, page, web_of
from ambassador_app.office.pages.uploads import digests_of, file_of
from ambassador_app.office.problems import Refused, busy

ARRIVING: Final = 4
LOOKING: Final = 2
"""Files that arrive, and that are looked at, at the same time; the laptops' work goes on beside."""
_UPLOAD_SECONDS: Final = 300
_DAY: Final = 24 * 3600
_LONGEST_CODE: Final = 200

router = page_router()


@router.get("/")
async def front(request: Request) -> Response:
    """Ask for the report or its checksum."""
    return page(request, "verify.html", answer=None, code="", largest=web_of(request).largest)


@router.get("/verify")
async def by_code(request: Request, code: str = "") -> Response:
    """Tell what is known of a checksum."""
    typed = code.strip()[:_LONGEST_CODE]
    if not typed:
        return await front(request)
    _keep_pace(request)
    wanted = code_of(typed)
    if wanted is None:
        return _told(request, answering.on_no_code(), typed, 422)
    found = await run_in_threadpool(Register(office_of(request).database).by_code, wanted)
    return _told(request, answering.on_code(found), typed)


@router.post("/verify")
async def by_file(request: Request) -> Response:
    """Look at a file and forget it."""
    _keep_pace(request)
    pdf = await _arrived(request)
    if not pdf:
        return _told(request, answering.on_nothing(), "", 422)
    return await run_in_threadpool(_look, request, pdf)


async def _arrived(request: Request) -> bytes:
    """Read the file while few others arrive: they are held in memory. Raises Refused."""
    slots: threading.Semaphore = request.app.state.arriving
    if not slots.acquire(blocking=False):
        raise busy()
    try:
        async with asyncio.timeout(_UPLOAD_SECONDS):
            return await file_of(request, web_of(request).largest)
    except TimeoutError as error:
        raise Refused(408, "slow", "The file took too long to arrive.") from error
    finally:
        slots.release()


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """The style sheet and the mark."""
    if name not in {one.name for one in STATIC.iterdir()}:
        raise Refused(404, "not-found")
    return FileResponse(STATIC / name, headers={"Cache-Control": f"public, max-age={_DAY}"})


def _look(request: Request, pdf: bytes) -> Response:
    slots: threading.Semaphore = request.app.state.looking
    if not slots.acquire(timeout=web_of(request).seconds):
        raise busy()
    try:
        return _told(request, _answer(request, pdf), "")
    finally:
        slots.release()


def _answer(request: Request, pdf: bytes) -> Answer:
    issued = Register(office_of(request).database).by_file(digests_of(pdf))
    try:
        return answering.on_file(judge(pdf, web_of(request).seconds), issued)
    except CannotTell:
        return answering.on_no_verdict(issued)


def _told(request: Request, answer: Answer, code: str, status: int = 200) -> Response:
    return page(request, "verify.html", status, answer=answer, code=code, largest=web_of(request).largest)


def _keep_pace(request: Request) -> None:
    if seconds := request.app.state.looks.wait(visitor_of(request)):
        raise Refused(429, "rate", "Too many requests.", retry_after=seconds)
