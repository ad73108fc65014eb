"""A server that takes files over TLS, makes them durable and does nothing else: `… PORT CERTIFICATE KEY FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def main(port: str, certificate: str, key: str, folder: str) -> None:
    """Serve until it is stopped."""

    async def put(request: Request) -> Response:
        await run_in_threadpool(_kept, Path(folder) / request.path_params["name"], await request.body())
        return Response(status_code=201)

    app = Starlette(routes=[Route("/{name}", put, methods=["PUT"])])
    uvicorn.run(
        app, host="127.0.0.1", port=int(port), log_config=None, access_log=False, lifespan="off",
        ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip


def _kept(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:])
