"""A laptop leaves its recovery key with the municipality."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ambassador_app.office.routes import Asker, TenantPath, office_of, read_message, takes_schema, taking
from ambassador_app.office.transport import body_of
from ambassador_app.wire import limits
from ambassador_app.wire.messages import Deposit

router = APIRouter(prefix=f"/{limits.PROTOCOL}/{{tenant}}", dependencies=[Depends(takes_schema)])


@router.put("/escrow", status_code=204, response_class=Response, openapi_extra=taking(Deposit))
async def deposit(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """Leave the recovery key of this laptop, sealed for the municipality; it takes the place of the one before."""
    asked = read_message(Deposit, await body_of(request))
    await run_in_threadpool(office_of(request).boxes.take, claims, asked)
    return Response(status_code=204)
