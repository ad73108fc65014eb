"""What every answer to a browser says of itself: nothing from elsewhere, in no frame, never guessed at."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ambassador_app.wire import limits

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_SAID: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_PROTOCOL: Final = f"/{limits.PROTOCOL}/"


class Armour:
    """Adds the headers to each answer but those to laptops, which draw no pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in _SAID if one[0] not in there)]
            await send(message)

        plain = scope["type"] != "http" or scope["path"].startswith(_PROTOCOL)
        await self._app(scope, receive, send if plain else sending)
