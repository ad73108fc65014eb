"""A provider as a test wants it, honest or hostile: its documents over http on loopback, keys of its own."""

import base64
import hashlib
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from ambassador_app.domain.roles import Role
from ambassador_app.office.login.settings import SignIn
from ambassador_app.wire import openid
from tests.office.laptops import Laptop

CLIENT = "ambassador"
GROUPS = {Role.AMBASSADOR: ("climate",), Role.COORDINATOR: ("climate-lead",), Role.ADMINISTRATOR: ("it",)}
CHALLENGE = "c" * 43


@cache
def rsa_key(name: str = "k1", bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def other_key(kind: str) -> object:
    return ed25519.Ed25519PrivateKey.generate() if kind == "EdDSA" else ec.generate_private_key(ec.SECP256R1())


def jwk(key: object, kid: str | None = "k1", algorithm: str = "RS256", **more: object) -> dict[str, object]:
    """A public key as a set of keys has it."""
    found = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
    named = {} if kid is None else {"kid": kid}
    return {one: value for one, value in found.items() if one != "key_ops"} | {"use": "sig"} | named | more


class Provider:
    """What the documents hold can be changed at any moment; `asked` are the paths that were."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.keys: object = [jwk(rsa_key())]
        self.document: dict[str, object] = {
            "issuer": address, "jwks_uri": f"{address}/keys", "authorization_endpoint": f"{address}/authorise",
            "token_endpoint": f"{address}/token", "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip
        self.asked: list[str] = []
        self.answers: dict[str, object] = {}
        """For a path: what answers there in place of the document, given the handler."""
        self.questions: list[dict[str, str]] = []
        """What was asked for at each sign-in."""
        self.back: dict[str, str] = {}
        """What is sent back beside the code and the state, or in their place."""
        self.changes: dict[str, object] = {}
        """Claims of the id_tokens that are other than usual."""

    def sign_in(self, **changes: object) -> SignIn:
        return SignIn(**{"issuer": self.issuer, "client_id": CLIENT, "groups": GROUPS, **changes})

    def claims(self, nonce: str, now: float, /, **changes: object) -> dict[str, object]:
        said = {
            "iss": self.issuer, "aud": CLIENT, "sub": "u-1", "nonce": nonce, "iat": int(now), "exp": int(now) + 300,
            "name": "Åse Østergård", "groups": ["climate", "everybody"],
        }  # fmt: skip
        return {name: value for name, value in (said | changes).items() if value is not None}

    def token(self, laptop: Laptop, **changes: object) -> str:
        """An id_token for a sign-in on a laptop."""
        nonce = openid.nonce(laptop.invitation.tenant, laptop.device, CHALLENGE)
        claims = self.claims(nonce, laptop.site.clock().timestamp(), **changes)
        return jwt.encode(claims, rsa_key(), algorithm="RS256", headers={"kid": "k1"})

    # -- for a laptop's own sign-in ---------------------------------------------------------------------------------
    def sends_back(self, question: dict[str, str]) -> str:
        """The address the browser goes to once the person has signed in, which is at once."""
        self.questions.append(question)
        said = {"code": f"code-{len(self.questions)}", "state": question["state"], "iss": self.issuer} | self.back
        return f"{question['redirect_uri']}?{urlencode({name: one for name, one in said.items() if one is not None})}"

    def exchanges(self, form: dict[str, str]) -> tuple[dict[str, object], int]:
        """A code for an id_token, for whoever has the verifier."""
        question = self.questions[-1]
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        asked = (form["grant_type"], form["code"], form["client_id"], form["redirect_uri"], proof)
        right = ("authorization_code", f"code-{len(self.questions)}", CLIENT, question["redirect_uri"])
        if asked != (*right, question["code_challenge"]) or question["code_challenge_method"] != "S256":
            return {"error": "invalid_grant"}, 400
        claims = self.claims(question["nonce"], time.time(), **self.changes)
        token = jwt.encode(claims, rsa_key(), algorithm="RS256", headers={"kid": "k1"})
        return {"id_token": token, "access_token": "a", "refresh_token": "r", "token_type": "Bearer"}, 200


@contextmanager
def providing(tls: tuple[Path, Path] | None = None) -> Iterator[Provider]:
    """Serve a provider; with a certificate and its key over https."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path)
            provider.asked.append(path.path)
            if special := provider.answers.get(path.path):
                special(self)
                return
            if path.path == "/authorise":
                redirects(provider.sends_back(dict(parse_qsl(path.query))))(self)
                return
            documents = {"/.well-known/openid-configuration": provider.document, "/keys": {"keys": provider.keys}}
            say(self, documents.get(self.path, {"error": "nothing"}), 200 if self.path in documents else 404)

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            if special := provider.answers.get(self.path):
                special(self)
                return
            say(self, *provider.exchanges(form))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    provider = Provider(f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def say(handler: BaseHTTPRequestHandler, document: object, status: int = 200) -> None:
    body = json.dumps(document).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def redirects(where: str) -> object:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", where)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def floods(handler: BaseHTTPRequestHandler) -> None:
    """A hundred megabytes of keys, as long as somebody listens."""
    handler.send_response(200)
    handler.end_headers()
    try:
        handler.wfile.write(b'{"keys": [')
        for _ in range(100):
            handler.wfile.write(b" " * 1_000_000)
    except OSError:
        pass


def drips(handler: BaseHTTPRequestHandler) -> None:
    """A header that never ends, a letter at a time."""
    try:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400:
            handler.wfile.write(bytes([letter]))
            time.sleep(0.05)
    except OSError:
        pass


def unsigned(claims: dict[str, object], header: dict[str, object]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in (header, claims))
    return ".".join((*parts, ""))
