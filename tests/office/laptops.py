"""A laptop as plain as can be: it knows the protocol and keeps nothing."""

import base64
import gzip
import json
import os
from datetime import timedelta

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.wire.invitation import Invitation
from tests.office.building import Clock, Site, sha256

NEW_ID = UuidMaker(Clock(), os.urandom)


def op(identifier="v1", base=0, *, kind="visit", **fields):
    """One op as it travels; `set`, `unset`, `deleted`, `group` and the rest can be said."""
    told = {"op": NEW_ID(), "kind": kind, "id": identifier, "base": base, "set": {"title": "Besøg"}, "schema": 1}
    return {**told, "at": "2026-11-23T08:00:00+00:00", **fields}


def own_prices(text="{}", **fields):
    """A version of somebody's own price set, which not everybody may bring."""
    name = f"egen@{sha256(text.encode())}"
    return op(name, kind="price_set", set={"content": text, "name": "egen", "version": 1, "by": "h"}, **fields)


class Laptop:
    """One device, enrolled and with a token."""

    def __init__(self, site: Site, client: httpx.Client, text: str, name: str = "Hanne Holm") -> None:
        self.site = site
        self.invitation = Invitation.parse(text)
        self.path = f"/v1/{self.invitation.tenant}"
        self.client = client
        self.key = Ed25519PrivateKey.generate()
        self.name = name
        self.device = ""
        self.token = ""
        self.epoch = ""

    def enrol(self) -> httpx.Response:
        public = base64.urlsafe_b64encode(self.key.public_key().public_bytes_raw()).rstrip(b"=").decode()
        asked = {"code": self.invitation.code, "public_key": public, "name": self.name, "device": "PC-17"}
        answer = self.client.post(f"{self.path}/enrol", json=asked)
        if answer.status_code == 201:
            self.device, self.epoch = answer.json()["device"], answer.json()["epoch"]
        return answer

    def assertion(self, **changes: object) -> str:
        now = self.site.clock()
        claims = {"iss": self.device, "sub": self.device, "aud": "ambassador-office", "jti": NEW_ID()}
        claims |= {"tenant": self.invitation.tenant, "iat": now, "exp": now + timedelta(seconds=240)}
        return jwt.encode(claims | changes, self.key, algorithm="EdDSA")

    def sign_in(self, **changes: object) -> httpx.Response:
        answer = self.client.post(f"{self.path}/token", json={"assertion": self.assertion(**changes)})
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def asks(self, method: str, path: str, **request: object) -> httpx.Response:
        headers = {**self.headers, **request.pop("headers", {})}
        return self.client.request(method, self.path + path, headers=headers, **request)

    def push(self, *ops: dict[str, object]) -> list[dict[str, object]]:
        """Push and give the results; anything but 200 fails the test."""
        answer = self.pushes(*ops)
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]

    def pushes(self, *ops: dict[str, object], epoch: str | None = None) -> httpx.Response:
        body = json.dumps({"epoch": self.epoch if epoch is None else epoch, "ops": ops}).encode()
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        return self.asks("POST", "/push", content=gzip.compress(body), headers=headers)

    def pull(self, since: int = 0, limit: int = 2000) -> dict[str, object]:
        answer = self.asks("GET", f"/pull?since={since}&limit={limit}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def brings(self, data: bytes, offset: int = 0, *, name: str = "", until: int | None = None) -> httpx.Response:
        """Bring an attachment's bytes from `offset` on."""
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(len(data))}
        return self.asks("PUT", f"/blobs/{name or sha256(data)}", content=data[offset:until], headers=headers)
