"""Serving an office until it is told to stop: what is under way is finished, nothing new is begun."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ambassador_app.i18n import N_, Language, Message, Translator
from ambassador_app.office.app import Settings, create_app
from ambassador_app.office.config import Config, Place, ServerAway
from ambassador_app.office.office import Office
from ambassador_app.office.pages.setting import Web
from ambassador_app.office.watching import JsonLines

Words = Mapping[Language, Translator]
GRACE: Final = 20  # seconds for what is under way
HEAD_SECONDS: Final = 20.0
BODY_SECONDS: Final = 60.0
SLOWEST: Final = 500.0
"""How long a connection may take until its request is there but for the body; and the body, beside its bytes at so
many a second."""
_LAST_PORT: Final = 65535
_TAKEN: Final = N_("it cannot listen at {host}, port {port}: {why}")


def serve(office: Office, place: Place, config: Config, words: Words, listening: Callable[[str, int], None]) -> None:
    """Serve until SIGTERM or SIGINT. `listening` is called once with host and port. Raises ServerAway."""
    there = [one.tenant for one in office.tenants()]
    only = there[0] if len(there) == 1 else ""
    web = Web(words=words, secure=config.url.startswith("https:"), address=config.url, only=only)
    app = create_app(office, Settings(metrics_token=place.metrics_token(), web=web))
    certificate = place.certificate(config)
    with _socket(config) as listener:
        _log_in_lines()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, _nothing)  # uvicorn stops by them, and raises them once more when it has
        listening(config.host, listener.getsockname()[1])
        settings = uvicorn.Config(
            app,
            http=Connection,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(config.proxies),
            forwarded_allow_ips=config.proxies,
            lifespan="off",
            timeout_graceful_shutdown=GRACE,
            timeout_keep_alive=65,
            limit_concurrency=500,
            ssl_certfile=certificate and certificate[0],
            ssl_keyfile=certificate and certificate[1],
        )
        uvicorn.Server(settings).run(sockets=[listener])


class Connection(H11Protocol):
    """One laptop's connection. One that waits for nothing is cut when the server stops: closing TLS politely would
    keep the server waiting for laptops that have gone home. One that says nothing, or drop by drop, is cut too: there
    is room for so many connections only.
    """

    _timer: asyncio.TimerHandle | None = None
    _begun = 0.0
    _got = 0

    def data_received(self, data: bytes) -> None:
        """Take what came, and wait for what must still come."""
        super().data_received(data)
        state = self.conn.their_state
        if state is h11.IDLE:  # a request that is not whole yet: the first byte's patience goes on
            if self._timer is None and self.conn.trailing_data[0]:
                self._wait(HEAD_SECONDS)
        elif state is h11.SEND_BODY:
            self._body(len(data))
        else:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._rest()
        super().connection_lost(exc)

    def _body(self, count: int) -> None:
        now = self.loop.time()
        if not self._got:
            self._begun = now
        self._got += count
        self._wait(self._begun - now + BODY_SECONDS + self._got / SLOWEST)

    def _wait(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._cut)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._got = None, 0

    def _cut(self) -> None:
        if self.flow.read_paused:  # it is we who do not listen
            self._wait(BODY_SECONDS)
        else:
            self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Send what is written at once: head and body of an answer are two writes, and the second would wait for the
        laptop's word on the first, 40 ms a request. asyncio does this only for sockets it made itself.
        """
        super().connection_made(transport)
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait(HEAD_SECONDS)

    def shutdown(self) -> None:
        """Stop after what is under way."""
        asked: object = self.cycle
        idle = asked is None or self.cycle.response_complete
        if idle and not self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            super().shutdown()


def _nothing(_number: int, _frame: object) -> None:
    """Let a signal that has done its work end nothing more."""


def _socket(config: Config) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    if not 0 <= config.port <= _LAST_PORT:
        raise ServerAway(Message(_TAKEN, {"host": config.host, "port": str(config.port), "why": "0-65535"}))
    try:
        return socket.create_server((config.host, config.port), family=family, backlog=512)
    except OSError as error:
        fields = {"host": config.host, "port": str(config.port), "why": error.strerror or str(error)}
        raise ServerAway(Message(_TAKEN, fields)) from error


def _log_in_lines() -> None:
    """One JSON object a line on the standard error, for journald or whatever collects it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
