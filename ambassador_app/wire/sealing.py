"""Sealing for who holds a private key: HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305), once for all."""

from __future__ import annotations

import base64
from typing import Any

KEY: int = 32
"""Bytes of a private and of a public key (X25519)."""


class NotForThisKey(Exception):
    """What is sealed was sealed for another key or purpose, or was changed on its way."""


def public_of(private: bytes) -> bytes:
    """Give the public key that is sealed for (32 bytes)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(plain: bytes, public: bytes, purpose: bytes) -> bytes:
    """Seal so that only the holder of the private key reads it, and only for the same purpose. Raises ValueError."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return bytes(_suite().encrypt(plain, X25519PublicKey.from_public_bytes(public), purpose))


def unseal(sealed: bytes, private: bytes, purpose: bytes) -> bytes:
    """Read what was sealed. Raises NotForThisKey."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        return bytes(_suite().decrypt(sealed, X25519PrivateKey.from_private_bytes(private), purpose))
    except (InvalidTag, ValueError) as error:
        raise NotForThisKey from error


def written(data: bytes) -> str:
    """Write bytes as text: base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_written(text: str) -> bytes:
    """Read what `written` wrote. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _suite() -> Any:  # noqa: ANN401 - loaded when it is used
    from cryptography.hazmat.primitives import hpke

    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
