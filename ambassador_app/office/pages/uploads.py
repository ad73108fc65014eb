"""What browsers send: forms of a few fields, and one file that stays in memory and is forgotten with the answer."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import AsyncGenerator, Iterator
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from ambassador_app.office.problems import Refused, malformed

_SMALL: Final = 16 * 1024  # bytes of a form without a file
_AROUND: Final = 64 * 1024  # what a form has beside its file
_PATIENCE: Final = 4
"""So many times too large, a body is still read to its end: a browser shows an answer only once it has sent all."""
_END: Final = b"%%EOF"
_EDITIONS: Final = 8


logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # its warnings say what the answer says


async def fields_of(request: Request) -> dict[str, str]:
    """Give the fields of a plain form. Raises Refused `malformed`, `too-large`."""
    if _kind(request) != "application/x-www-form-urlencoded":
        raise malformed("A form is needed.")
    try:
        form = await FormParser(request.headers, _stream(request, _SMALL), max_fields=20).parse()
    except MultiPartException as error:
        raise malformed("This is no form.") from error
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def file_of(request: Request, largest: int) -> bytes:
    """Give the file of a form with one; empty where none was chosen. Raises Refused `malformed`, `too-large`."""
    if _kind(request) != "multipart/form-data":
        raise malformed("A form with a file is needed.")
    parser = MultiPartParser(request.headers, _stream(request, largest + _AROUND), max_files=1, max_fields=4)
    parser.spool_max_size = largest + _AROUND  # in memory: nothing of it reaches the disk
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise malformed("This is no form.") from error
    try:
        return await _file(form, largest)
    finally:
        await form.close()


async def _file(form: FormData, largest: int) -> bytes:
    found = form.get("report")
    if not isinstance(found, UploadFile):
        raise malformed("There is no file in the form.")
    data = await found.read()
    if len(data) > largest:
        raise _too_large()
    return data


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _stream(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size <= most:
                yield piece
            elif size > _PATIENCE * most:
                raise _too_large()
    except ClientDisconnect as error:
        raise malformed("The request ended early.") from error
    if size > most:
        raise _too_large()


def _too_large() -> Refused:
    return Refused(413, "too-large", "The file is too large.")


def digests_of(pdf: bytes) -> tuple[str, ...]:
    """Give the SHA-256 of a file and of its earlier states, which a PDF that was added to still begins with."""
    return tuple(dict.fromkeys((hashlib.sha256(pdf).hexdigest(), *_earlier(pdf))))


def _earlier(pdf: bytes) -> Iterator[str]:
    ends: list[int] = []
    at = pdf.find(_END)
    while at >= 0 and len(ends) < _EDITIONS:
        after = at + len(_END)
        ends += [after + len(line) for line in (b"", b"\n", b"\r\n") if pdf.startswith(line, after)]
        at = pdf.find(_END, after)
    running, begun = hashlib.sha256(), 0
    for end in dict.fromkeys(ends):
        running.update(pdf[begun:end])
        begun = end
        yield running.hexdigest()
