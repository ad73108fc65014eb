"""A recovery key on its way to the municipality: sealed for its key, signed by the laptop, unread by the office.

The municipality's private key is kept offline, in a file wrapped by a passphrase; the office has the public half alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ambassador_app.errors import PassphraseWrong
from ambassador_app.wire import sealing, wrapping

Chance = Callable[[int], bytes]
VERSION: Final = 1
LONGEST: Final = 64 * 1024
"""Bytes of a key file: far more than it ever has."""
_PURPOSE: Final = "ambassador escrow 1"


class BoxRefused(Exception):
    """The box is another key's, another laptop's, or not what the laptop signed. `why`: key, sender, damaged."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoKeyFile(Exception):
    """The file holds no private key of a municipality."""


@dataclass(frozen=True, slots=True)
class Box:
    """A recovery key, `sealed` for the municipality's public `key` and signed by the laptop; all base64url."""

    key: str
    sealed: str
    signature: str


def name_of(public: str) -> str:
    """Name a public key by what people can compare: the first 16 digits of its SHA-256, in groups."""
    digest = hashlib.sha256(sealing.read_written(public)).hexdigest()[:16]
    return "-".join(digest[at : at + 4] for at in range(0, 16, 4))


def close(recovery_key: str, public: str, *, tenant: str, device: str, signing: bytes) -> Box:
    """Seal a recovery key for the municipality, and sign that this device did. `signing`: its Ed25519 private key.

    Raises ValueError where `public` is no key.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    raw = sealing.read_written(public)
    sealed = sealing.written(sealing.seal(recovery_key.encode(), raw, _purpose(tenant, device)))
    said = _signed(tenant, device, public, sealed)
    signature = Ed25519PrivateKey.from_private_bytes(signing).sign(said)
    return Box(public, sealed, sealing.written(signature))


def check(box: Box, *, tenant: str, device: str, device_key: str) -> None:
    """Prove that the device of this public key (base64url) closed the box. Raises BoxRefused."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(sealing.read_written(device_key))
        key.verify(sealing.read_written(box.signature), _signed(tenant, device, box.key, box.sealed))
    except (InvalidSignature, ValueError) as error:
        raise BoxRefused("sender") from error


def open_box(box: Box, private: bytes, *, tenant: str, device: str, device_key: str) -> str:
    """Give the recovery key in a box that the device closed. Raises BoxRefused."""
    check(box, tenant=tenant, device=device, device_key=device_key)
    if sealing.written(sealing.public_of(private)) != box.key:
        raise BoxRefused("key")
    try:
        return sealing.unseal(sealing.read_written(box.sealed), private, _purpose(tenant, device)).decode()
    except (sealing.NotForThisKey, ValueError) as error:
        raise BoxRefused("damaged") from error


def _purpose(tenant: str, device: str) -> bytes:
    """Bind a box to its laptop: one that is laid under another's name does not open."""
    return f"{_PURPOSE}\n{tenant}\n{device}".encode()


def _signed(tenant: str, device: str, key: str, sealed: str) -> bytes:
    return "\n".join((_PURPOSE, tenant, device, key, sealed)).encode()


# -- the municipality's key file --------------------------------------------------------------------------------------
def new_key_file(tenant: str, passphrase: str, *, chance: Chance) -> tuple[str, bytes]:
    """Make a pair of keys: the public one, and the file with the private one. Raises PassphraseTooShort."""
    private = chance(sealing.KEY)
    public = sealing.written(sealing.public_of(private))
    wrapped = wrapping.wrap_by_passphrase(private, passphrase, chance=chance)
    kept = {"ambassador": "escrow key", "version": VERSION, "tenant": tenant, "public": public, **wrapped}
    return public, (json.dumps(kept, indent=1) + "\n").encode()


def read_key_file(data: bytes, passphrase: str) -> bytes:
    """Give the private key of a file. Raises NoKeyFile, PassphraseWrong."""
    try:
        kept = json.loads(data)
        if kept["ambassador"] != "escrow key" or kept["version"] != VERSION:
            raise NoKeyFile
        private = wrapping.unwrap_by_passphrase(kept, passphrase)
        if sealing.written(sealing.public_of(private)) != kept["public"]:
            raise NoKeyFile
    except PassphraseWrong:
        raise
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise NoKeyFile from error
    return private
