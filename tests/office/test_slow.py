"""Connections that are opened and then say nothing, or say it drop by drop."""

import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from ambassador_app.office import serving
from tests.office.building import served

HEAD = b"POST /v1/oddeby/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(serving, "BODY_SECONDS", 0.3)
    with served(tmp_path) as site:
        yield site


@pytest.mark.parametrize(
    "drops",
    [
        [],
        [b"POST"],
        [bytes([one]) for one in HEAD[:20]],
        [HEAD + b"Content-Length: 1000000\r\n\r\n{"],
        [HEAD + b"Content-Length: 1000000\r\n\r\n", *[b" "] * 20],
        [b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", b"GE"],
    ],
)
def test_who_says_nothing_or_drop_by_drop_is_cut_off(site, drops):
    address = urlsplit(site.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        try:
            for drop in drops:
                line.sendall(drop)
                time.sleep(0.05)
            while line.recv(1000):
                pass
        except ConnectionError:
            pass


def test_who_goes_on_is_heard(site):
    def body():
        for _ in range(4):
            yield b" " * 1000
            time.sleep(0.2)
        yield b"{}"

    with httpx.Client(base_url=site.url, trust_env=False) as client:
        answer = client.post("/v1/oddeby/token", content=body())
        assert answer.json()["code"] == "malformed"
        assert client.get("/health").status_code == 200
