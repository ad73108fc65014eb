"""Protocol v1 over HTTP: greeting, enrolment, tokens, push and pull. Every answer that is no success is a problem."""

from __future__ import annotations

import json
from tempfile import TemporaryFile
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ambassador_app.office.access import Access, Claims
from ambassador_app.office.deciding import read_push
from ambassador_app.office.office import Office
from ambassador_app.office.pace import Pace, visitor_of
from ambassador_app.office.parcels import take
from ambassador_app.office.problems import Refused, malformed
from ambassador_app.office.transport import answer, body_of, json_of
from ambassador_app.wire import limits, messages, parcel, sealing
from ambassador_app.wire.messages import TENANT_PATTERN, Message

_DIGITS: Final = 16
M = TypeVar("M", bound=Message)
TenantPath = Annotated[str, Path(pattern=TENANT_PATTERN)]


def office_of(request: Request) -> Office:
    """The office that this server serves."""
    found: Office = request.app.state.office
    return found


async def takes_schema(request: Request) -> None:
    """Refuse a laptop whose program is too old for this office."""
    said = request.headers.get("sync-schema", "")
    if said.isascii() and said.isdigit() and len(said) < _DIGITS and int(said) < limits.SCHEMA_MIN:
        raise Refused(
            426, "client-too-old", f"Version {limits.SCHEMA_MIN} at least.", headers={"Upgrade": "Ambassador"}
        )


async def claims_of(request: Request, tenant: TenantPath) -> Claims:
    """Who asks, by the token; the device itself is looked up within the request's transaction."""
    found = office_of(request).access.claims(tenant, request.headers.get("authorization", ""))
    request.state.device = found.device
    return found


async def paced(request: Request, claims: Annotated[Claims, Depends(claims_of)]) -> Claims:
    """Who asks, unless they ask too often."""
    keep_pace(request.app.state.pace, f"{claims.tenant}/{claims.device}")
    return claims


def keep_pace(pace: Pace, who: str) -> None:
    """Raise Refused `rate` where `who` comes too often."""
    if seconds := pace.wait(who):
        raise Refused(429, "rate", "Too many requests.", retry_after=seconds)


Asker = Annotated[Claims, Depends(paced)]
router = APIRouter(prefix=f"/{limits.PROTOCOL}/{{tenant}}", dependencies=[Depends(takes_schema)])


TAKEN: Final[list[type[Message]]] = []
"""Every message that some request's body holds, as `taking` said."""


def taking(model: type[Message]) -> dict[str, Any]:
    """Say in the published description what a request's body holds; it is read by hand, within limits."""
    TAKEN.append(model)
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    return {"requestBody": {"required": True, "content": content}}


_PARCEL: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/hello", response_model=messages.Hello)
async def hello(request: Request, tenant: TenantPath) -> Response:
    """Who this office is, which versions it speaks, and what its clock says."""
    office = office_of(request)
    row = await run_in_threadpool(office.tenant, tenant)
    sign_in = await run_in_threadpool(office.sign_in, tenant)
    offered = await run_in_threadpool(office.boxes.offered, tenant)
    said = messages.Hello(
        name=row.name,
        schema_min=limits.SCHEMA_MIN,
        schema_max=limits.SCHEMA_MAX,
        epoch=row.epoch,
        epoch_from=row.epoch_from,
        time=office.world.now().isoformat(timespec="milliseconds"),
        attachments=office.attachments.ways,
        parcel_key=sealing.written(sealing.public_of(office.parcel_key)),
        office_key=office.notary.public_key,
        oidc=None if sign_in is None else sign_in.told(),
        escrow=offered,
    )
    return _told(request, said)


@router.post("/enrol", status_code=201, response_model=messages.Enrolled, openapi_extra=taking(messages.Enrol))
async def enrol(request: Request, tenant: TenantPath) -> Response:
    """Join with the code of an invitation."""
    keep_pace(request.app.state.guesses, f"{tenant}/enrol/{visitor_of(request)}")
    asked = read_message(messages.Enrol, await body_of(request))
    office = office_of(request)
    done = await run_in_threadpool(office.access.enrol, tenant, asked)
    offered = await run_in_threadpool(office.boxes.offered, tenant)
    more = {"office_key": office.notary.public_key, "escrow": offered}
    return _told(request, done.model_copy(update=more), 201)


@router.post("/token", response_model=messages.Token, openapi_extra=taking(messages.TokenRequest))
async def token(request: Request, tenant: TenantPath) -> Response:
    """Get a token for an assertion signed by the device's key, and for whoever signs in with it."""
    keep_pace(request.app.state.guesses, f"{tenant}/token/{visitor_of(request)}")
    asked = read_message(messages.TokenRequest, await body_of(request))
    give = office_of(request).access.token
    return _told(request, await run_in_threadpool(give, tenant, asked.assertion, asked.id_token))


@router.delete("/login", status_code=204, response_class=Response)
async def sign_out(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """Let nobody be signed in on this laptop any more."""
    await run_in_threadpool(office_of(request).access.sign_out, claims)
    return Response(status_code=204)


@router.post("/push", response_model=messages.Pushed, openapi_extra=taking(messages.Push))
async def push(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """Offer changes. 200: committed as the results say; anything else: nothing is."""
    body = await body_of(request)
    office = office_of(request)

    def work() -> Response:
        epoch, ops = read_push(json_of(body))
        done = office.log.push(tenant, epoch, ops, Access.who(claims))
        request.app.state.meters.ops(done.results)
        return _told(request, done)

    return await run_in_threadpool(work)


@router.get("/pull", response_model=messages.Pulled)
async def pull(
    request: Request,
    tenant: TenantPath,
    claims: Asker,
    since: Annotated[int, Query(ge=0, le=limits.INTEGER)] = 0,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE)] = limits.PAGE,
) -> Response:
    """Fetch the latest state of each record that changed after a number."""
    office = office_of(request)

    def work() -> Response:
        return answer(request, office.log.pull(tenant, since, limit, Access.who(claims)))

    return await run_in_threadpool(work)


@router.post("/records", response_model=messages.Records, openapi_extra=taking(messages.AskRecords))
async def records(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """Fetch the present state of single records, or their numbers alone."""
    asked = read_message(messages.AskRecords, await body_of(request))
    keys = tuple((one.kind, one.id) for one in asked.refs)
    look = office_of(request).log.records
    found = await run_in_threadpool(look, tenant, keys, Access.who(claims), data=asked.data)
    return answer(request, found)


@router.post("/blobs/missing", response_model=messages.MissingBlobs, openapi_extra=taking(messages.AskBlobs))
async def missing(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """Tell which of these attachments are not here yet."""
    asked = read_message(messages.AskBlobs, await body_of(request))
    look = office_of(request).attachments.missing
    found = await run_in_threadpool(look, tenant, asked.sha256, Access.who(claims), in_store=asked.in_store)
    return _told(request, messages.MissingBlobs(missing=found))


@router.post("/parcels", openapi_extra=_PARCEL)
async def parcels(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """Bring a file that a laptop packed, one's own or a colleague's; its own signature says whose it is."""
    await run_in_threadpool(office_of(request).access.let_in, claims)
    with TemporaryFile() as kept:
        size = 0
        async for piece in request.stream():
            size += len(piece)
            if size > parcel.LARGEST:
                raise Refused(413, "too-large", f"A parcel has {parcel.LARGEST} bytes at most.")
            await run_in_threadpool(kept.write, piece)
        done = await run_in_threadpool(take, office_of(request), kept, tenant)
    return answer(request, json.dumps(done.told()).encode())


def read_message(model: type[M], body: bytes) -> M:
    """Read a request's body. Raises Refused `malformed`."""
    try:
        return model.model_validate(json_of(body))
    except ValidationError as error:
        first = error.errors()[0]
        raise malformed(f"{'.'.join(str(part) for part in first['loc'])}: {first['type']}") from error


def _told(request: Request, said: Message, status: int = 200) -> Response:
    return answer(request, said.model_dump_json().encode(), status)
