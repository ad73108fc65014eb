"""Answers read within bounds: what calls itself an office may be anything, and may mean harm."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.errors import OfficeAway

if TYPE_CHECKING:
    import httpx

LARGEST: Final = 65 * 1024 * 1024
"""Bytes of an answer, unpacked: the largest attachment, and a little."""
_AT_ONCE: Final = 64 * 1024
_PATIENCE: Final = 60.0  # seconds before an answer must come on
_SLOWEST: Final = 1000.0  # bytes a second after that
_PACKING: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def request(client: httpx.Client, method: str, path: str, **asked: Any) -> httpx.Response:
    """Ask, and read the whole answer. Raises OfficeAway for one that is too large, that comes drop by drop, or that
    sends the laptop elsewhere; and what httpx raises.
    """
    import httpx

    if hasattr(asked.get("content"), "seek"):
        asked["content"].seek(0)  # a file that was begun before
    with client.stream(method, path, **asked) as answer:
        if answer.is_redirect:  # a hotel's portal; an office never does
            raise OfficeAway
        content = _read(answer)
    headers = [(name, value) for name, value in answer.headers.multi_items() if name.lower() not in _PACKING]
    return httpx.Response(answer.status_code, headers=headers, content=content, request=answer.request)


def _read(answer: httpx.Response) -> bytes:
    content, begun = bytearray(), monotonic()
    for piece in answer.iter_bytes(_AT_ONCE):
        content += piece
        if len(content) > LARGEST or monotonic() - begun > _PATIENCE + len(content) / _SLOWEST:
            raise OfficeAway
    return bytes(content)


def offset_of(said: str, most: int) -> int:
    """Read how many bytes of an attachment the office says it has. Raises OfficeAway where that cannot be."""
    if not (said.isascii() and said.isdigit() and len(said) < 16) or int(said) > most:
        raise OfficeAway
    return int(said)
