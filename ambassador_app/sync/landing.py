"""Where the browser comes back to after a sign-in: a page on this computer alone, for one answer (RFC 8252, 7.3).

Whatever else knocks (another page's script, a second try, a browser's guess ahead) learns nothing and changes nothing.
"""

from __future__ import annotations

import hmac
import html
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ambassador_app.i18n import N_, Translator

PATH: Final = "/"
_LISTENS: Final = "127.0.0.1"
_LONGEST: Final = 16_384  # letters of what the provider sends back
_GLANCE: Final = 0.2  # seconds between two looks whether the person has had enough
_TITLE: Final = N_("Sign in")
_BACK: Final = N_("Go back to Ambassador: the sign-in goes on there. You can close this window.")
_NOT_SIGNED_IN: Final = N_("You are not signed in. Ambassador says why; you can close this window.")
_NOTHING: Final = N_("There is nothing here. You can close this window.")
_STYLE: Final = (
    "body{font:1.125rem/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}"
    "h1{font-size:1.5rem}:root{color-scheme:light dark}"
)
_SAID: Final = (
    ("Content-Type", "text/html; charset=utf-8"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Connection", "close"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown to the browser."""

    status: int
    text: str


class Landing:
    """Listens on a port of the moment while it is open. `state` is what the answer to our request must carry."""

    def __init__(self, state: str, words: Translator) -> None:
        self._state: Final = state
        self._words: Final = words
        self._answer: Mapping[str, str] | None = None
        self._lock: Final = threading.Lock()
        self._there: Final = threading.Event()
        self._server: Final = _Server((_LISTENS, 0), _handler_for(self))
        self._thread: Final = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="landing")

    @property
    def address(self) -> str:
        """Where the provider is to send the browser back to."""
        return f"http://{_LISTENS}:{self._server.server_port}{PATH}"

    def __enter__(self) -> Landing:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self, watch: Callable[[], None], looks: int) -> Mapping[str, str] | None:
        """Give what the provider sent back; None when nothing came in so many looks, five of them a second.

        `watch` is told at each look and may end the waiting by raising.
        """
        for _ in range(looks):
            watch()
            if self._there.wait(_GLANCE):
                return self._answer
        return None

    def arrived(self, method: str, target: str, host: str) -> Page:
        """Take a request, if it is the one that is waited for; give the page it gets."""
        parts = urlsplit(target)
        at_home = host == urlsplit(self.address).netloc and parts.path == PATH
        if method != "GET" or not at_home or len(target) > _LONGEST:
            return Page(404, _NOTHING)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
        said = dict(pairs)
        if len(said) != len(pairs) or not hmac.compare_digest(said.get("state", "").encode(), self._state.encode()):
            return Page(400, _NOTHING)
        with self._lock:
            if self._there.is_set():
                return Page(410, _NOTHING)
            self._answer = said
            self._there.set()
        return Page(200, _BACK if "code" in said else _NOT_SIGNED_IN)

    def drawn(self, page: Page) -> bytes:
        """A page in the person's language."""
        tr, language = self._words.tr, self._words.language.value
        title, text = (html.escape(tr(one)) for one in (_TITLE, page.text))
        head = (
            '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{title} · Ambassador</title><style>{_STYLE}</style>"
        )
        body = f"<main><h1>{title}</h1><p>{text}</p></main>"
        return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'.encode()


class _Server(ThreadingHTTPServer):
    """A browser opens connections ahead that stay silent: none of them keeps another waiting."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no fault."""


def _handler_for(landing: Landing) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5  # seconds

        def _reply(self) -> None:
            page = landing.arrived(self.command, self.path, self.headers.get("Host", ""))
            body = landing.drawn(page)
            self.close_connection = True
            self.send_response_only(page.status)
            for name, value in _SAID:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _reply

        def log_message(self, *_: object) -> None:
            """The address holds what opens the door for a minute: it is not written down."""

    return Handler
