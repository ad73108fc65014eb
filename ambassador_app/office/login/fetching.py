"""One small JSON document of a provider, over https: bounded in time and size, and never from anywhere else.

The standard library suffices: it goes by the system's proxy settings and trusts what the system trusts.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

SECONDS: Final = 10.0
"""How long one document may take, from the first byte asked to the last received."""
LARGEST: Final = 1024 * 1024
_FORM: Final = "application/x-www-form-urlencoded"


class NotFetched(Exception):
    """The provider gave no answer that can be used; `why` says it to whoever runs the office."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_safe(url: object) -> bool:
    """Tell whether an address may be asked: https, or plain http on this machine itself (RFC 8252, 8.3)."""
    if not isinstance(url, str) or not url.isascii() or any(one in url for one in " \\\t\r\n#"):
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return False
    if not parts.hostname or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, said as a number."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fetch(url: str, form: bytes | None = None, *, seconds: float = SECONDS) -> dict[str, Any]:
    """Get a JSON object, or send a form for one. Nothing that points elsewhere is followed. Raises NotFetched."""
    if not is_safe(url):
        raise NotFetched("no https address")
    parts = urlsplit(url)
    try:
        with _opened(parts, seconds) as connection:
            kind = {} if form is None else {"Content-Type": _FORM}
            headers = {"Accept": "application/json", "Accept-Encoding": "identity", **kind}
            connection.request("GET" if form is None else "POST", _target(parts), form, headers)
            return _read(connection.getresponse())
    except (OSError, HTTPException, ValueError) as error:
        raise NotFetched(type(error).__name__) from error


class _Plain(HTTPConnection):
    """A connection with a second handle to its socket, by which it can be cut whatever it is doing."""

    spare: socket.socket | None = None

    def connect(self) -> None:
        """Connect, before anything is said."""
        super().connect()
        self.spare = self.sock.dup()


class _Secure(HTTPSConnection, _Plain):
    """The same under TLS: the handle is there before the first handshake."""


@contextmanager
def _opened(parts: SplitResult, seconds: float) -> Iterator[HTTPConnection]:
    """A connection that is cut when the time is up, however slowly the other side drips."""
    connection = _connection(parts, seconds)
    cut = threading.Timer(seconds, _cut, (connection,))
    cut.daemon = True
    cut.start()
    try:
        connection.connect()
        yield connection
    finally:
        cut.cancel()
        connection.close()
        if connection.spare is not None:
            connection.spare.close()


def _connection(parts: SplitResult, seconds: float) -> _Plain:
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "http":
        return _Plain(host, port, timeout=seconds)
    proxy, context = _proxy(parts), ssl.create_default_context()
    if proxy is None:
        return _Secure(host, port, timeout=seconds, context=context)
    connection = _Secure(proxy.hostname or "", proxy.port or 80, timeout=seconds, context=context)
    connection.set_tunnel(host, port or 443)
    return connection


def _cut(connection: _Plain) -> None:
    if connection.spare is not None:
        with suppress(OSError):  # it may be gone already
            connection.spare.shutdown(socket.SHUT_RDWR)


def _proxy(parts: SplitResult) -> SplitResult | None:
    """The system's proxy for https, unless this host is an exception."""
    found = getproxies().get("https", "")
    if not found or proxy_bypass(parts.netloc):
        return None
    return urlsplit(found if "//" in found else f"http://{found}")


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _read(answer: HTTPResponse) -> dict[str, Any]:
    body = answer.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise NotFetched("the answer is far too large")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if answer.status != 200:
        said = found.get("error") if isinstance(found, dict) else None
        raise NotFetched(f"status {answer.status}{f', {said:.80}' if isinstance(said, str) else ''}")
    if not isinstance(found, dict):
        raise NotFetched("the answer is no JSON object")
    return found
