"""A sync as one file on a stick: what a laptop would have pushed, sealed for the office and signed by the device.

The file is a magic line, a head in plain JSON, then frames in pieces of a megabyte, each encrypted and numbered, and
at the end the device's signature (Ed25519) over the SHA-256 of all before it. The key of the pieces is made for this
file and sealed for the office (HPKE, RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305); whoever carries the file
reads nothing in it. The last piece is numbered as the last, so that a file cut short is seen.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import IO, Final

from ambassador_app.wire import limits, sealing

MAGIC: Final = b"AMBASSADOR SYNC 1\n"
SUFFIX: Final = ".ambassador-sync"
LARGEST: Final = 8 * 1024**3
_HEAD: Final = 16 * 1024
_PIECE: Final = 1024 * 1024
_TAG: Final = 16
_SIGNATURE: Final = 64
_INFO: Final = b"ambassador parcel 1"
_LAST: Final = 1 << 95


class ParcelRefused(Exception):
    """The file is no parcel, is not whole, is not from that device, or is not for this office. `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Head:
    """Who sends, to which tenant, in which epoch, and the file's key, sealed for the office (base64)."""

    tenant: str
    device: str
    epoch: str
    at: str
    key: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing in the parcel: a push (`P`, its JSON) or an attachment (`B`, its bytes)."""

    kind: str
    data: bytes


def office_key(secret: bytes) -> bytes:
    """Give the office's private key (X25519, 32 bytes) out of its secret: the same at every start, kept nowhere."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=_INFO).derive(secret)


def write(
    out: IO[bytes], head: Head, frames: Iterable[Frame], *, office: bytes, device: bytes, chance: Callable[[int], bytes]
) -> None:
    """Write a parcel for the office whose public key is `office`, signed with the private key `device`.

    The head's `key` is filled in here.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = chance(32)
    sealed = sealing.seal(key, office, _INFO)
    text = json.dumps({**asdict(head), "key": base64.b64encode(sealed).decode()}).encode()
    seen = hashlib.sha256()
    for data in (MAGIC, len(text).to_bytes(4, "big"), text, *_pieces(_bytes_of(frames), key)):
        out.write(data)
        seen.update(data)
    out.write(Ed25519PrivateKey.from_private_bytes(device).sign(seen.digest()))


def read_head(source: IO[bytes]) -> Head:
    """Read who sends; nothing is proved yet. Raises ParcelRefused."""
    source.seek(0)
    if source.read(len(MAGIC)) != MAGIC:
        raise ParcelRefused("not-a-parcel")
    length = int.from_bytes(source.read(4), "big")
    try:
        found = json.loads(source.read(min(length, _HEAD)))
        head = Head(*(str(found[name]) for name in ("tenant", "device", "epoch", "at", "key")))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ParcelRefused("not-a-parcel") from error
    if not f"{head.tenant}{head.device}{head.epoch}".isprintable():  # no database keeps half a character, nor a NUL
        raise ParcelRefused("not-a-parcel")
    return head


def verify(source: IO[bytes], public_key: bytes) -> None:
    """Prove that the device of this key (Ed25519, 32 bytes) wrote every byte of the file. Raises ParcelRefused."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    end = source.seek(0, 2) - _SIGNATURE
    if end < len(MAGIC) or end > LARGEST:
        raise ParcelRefused("not-whole")
    source.seek(0)
    seen, left = hashlib.sha256(), end
    while left and (data := source.read(min(_PIECE, left))):
        seen.update(data)
        left -= len(data)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(source.read(_SIGNATURE), seen.digest())
    except (InvalidSignature, ValueError) as error:
        raise ParcelRefused("signature") from error


def frames_of(source: IO[bytes], office: bytes) -> Iterator[Frame]:
    """Read what is in a verified parcel with the office's private key. Raises ParcelRefused."""
    from cryptography.exceptions import InvalidTag

    head = read_head(source)
    begin = source.tell()
    end = source.seek(0, 2) - _SIGNATURE
    source.seek(begin)
    try:
        key = sealing.unseal(base64.b64decode(head.key), office, _INFO)
        yield from _frames(_opened(source, end - begin, key))
    except (sealing.NotForThisKey, InvalidTag, ValueError) as error:
        raise ParcelRefused("not-for-this-office") from error


# -- pieces -----------------------------------------------------------------------------------------------------------
def _pieces(stream: Iterator[bytes], key: bytes) -> Iterator[bytes]:
    """Encrypt in pieces of a megabyte; the last one, which may be empty, is marked by its number."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher, held, number = ChaCha20Poly1305(key), b"", 0
    for data in stream:
        held += data
        while len(held) > _PIECE:
            yield cipher.encrypt(_nonce(number), held[:_PIECE], None)
            held, number = held[_PIECE:], number + 1
    yield cipher.encrypt(_nonce(number | _LAST), held, None)


def _opened(source: IO[bytes], size: int, key: bytes) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher, number, whole = ChaCha20Poly1305(key), 0, _PIECE + _TAG
    while size > whole:
        yield cipher.decrypt(_nonce(number), source.read(whole), None)
        size, number = size - whole, number + 1
    yield cipher.decrypt(_nonce(number | _LAST), source.read(size), None)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


# -- frames -----------------------------------------------------------------------------------------------------------
def _bytes_of(frames: Iterable[Frame]) -> Iterator[bytes]:
    for frame in frames:
        yield frame.kind.encode() + len(frame.data).to_bytes(4, "big")
        yield frame.data


def _frames(stream: Iterator[bytes]) -> Iterator[Frame]:
    held = b""
    for data in stream:
        held += data
        while len(held) >= 5:
            size = int.from_bytes(held[1:5], "big")
            if held[:1] not in (b"P", b"B") or size > limits.BLOB:
                raise ParcelRefused("not-a-parcel")
            if len(held) < 5 + size:
                break
            yield Frame(held[:1].decode(), held[5 : 5 + size])
            held = held[5 + size :]
    if held:
        raise ParcelRefused("not-whole")
