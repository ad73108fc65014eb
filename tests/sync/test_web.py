"""The network, on this computer: an answer, a refusal, nobody there."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from ambassador_app.errors import TimeStampUnavailable
from ambassador_app.seal import raise_seal, verify
from ambassador_app.sync import Web
from tests.report.samples import NOON
from tests.seal.authorities import Service


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/refuse":
            self.send_error(503)
            return
        answer = Service(NOON).post(self.path, body, self.headers["Content-Type"])
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = HTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


class _NoLists(Web):
    """Reaches the service, and nothing beyond this computer."""

    def get(self, url: str) -> bytes:
        raise TimeStampUnavailable(reason="not here")


def test_a_seal_is_raised_over_the_wire(sealed: bytes, server: str) -> None:
    found = raise_seal(sealed, service=f"{server}/tsa", reach=_NoLists())
    assert verify(found.pdf).good
    assert found.missing == 2


@pytest.mark.parametrize("path", ["/refuse", ""])
def test_a_refusal_and_an_empty_place_are_sentences(sealed: bytes, server: str, path: str) -> None:
    service = f"{server}{path}" if path else "http://127.0.0.1:9/tsa"
    with pytest.raises(TimeStampUnavailable):
        raise_seal(sealed, service=service, reach=Web())


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "ftp://example", "tsa.example"])
def test_only_the_web_is_reached(url: str) -> None:
    with pytest.raises(TimeStampUnavailable):
        Web().get(url)
