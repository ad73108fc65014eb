"""Wrapping a secret of 32 bytes: under a passphrase, and under a recovery key that fits on a slip of paper."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from ambassador_app.errors import PassphraseTooShort, PassphraseWrong, RecoveryKeyWrong

Chance = Callable[[int], bytes]
"""Gives n random bytes."""

Wrapped = Mapping[str, str | int]
"""A secret that only the right words open, as plain JSON."""

LEAST: Final = 10
"""The fewest characters of a passphrase."""

# RFC 9106, section 4: the second recommended option, for machines with little memory.
PASSES: Final = 3
MEMORY_KIB: Final = 64 * 1024
LANES: Final = 4

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
RECOVERY_BYTES: Final = 16
CHECK_BITS: Final = 22
GROUP: Final = 5
SYMBOLS: Final = (RECOVERY_BYTES * 8 + CHECK_BITS) // 5


def wrap_by_passphrase(secret: bytes, passphrase: str, *, chance: Chance) -> Wrapped:
    """Wrap under Argon2id of the passphrase. Raises PassphraseTooShort."""
    if len(passphrase) < LEAST:
        raise PassphraseTooShort(least=LEAST)
    salt = chance(16)
    key = _stretched(passphrase, salt, passes=PASSES, memory=MEMORY_KIB, lanes=LANES)
    costs: dict[str, str | int] = {"salt": salt.hex(), "passes": PASSES, "memory_kib": MEMORY_KIB, "lanes": LANES}
    return {**costs, **_sealed(secret, key, b"passphrase", chance)}


def unwrap_by_passphrase(wrapped: Wrapped, passphrase: str) -> bytes:
    """Give the secret back. Raises PassphraseWrong."""
    key = _stretched(
        passphrase,
        bytes.fromhex(str(wrapped["salt"])),
        passes=int(wrapped["passes"]),
        memory=int(wrapped["memory_kib"]),
        lanes=int(wrapped["lanes"]),
    )
    secret = _opened(wrapped, key, b"passphrase")
    if secret is None:
        raise PassphraseWrong
    return secret


def wrap_by_recovery_key(secret: bytes, *, chance: Chance) -> tuple[Wrapped, str]:
    """Wrap under a fresh recovery key; gives both. The key is 128 random bits, so nothing needs stretching."""
    raw = chance(RECOVERY_BYTES)
    return _sealed(secret, _recovery_key(raw), b"recovery", chance), written(raw)


def unwrap_by_recovery_key(wrapped: Wrapped, typed: str) -> bytes:
    """Give the secret back. Raises RecoveryKeyWrong, also for a slip of the pen."""
    secret = _opened(wrapped, _recovery_key(read_written(typed)), b"recovery")
    if secret is None:
        raise RecoveryKeyWrong
    return secret


def written(raw: bytes) -> str:
    """Write a recovery key for people: groups of five letters and digits that cannot be confused, with a check."""
    number = int.from_bytes(raw, "big") << CHECK_BITS | _check(raw)
    symbols = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(SYMBOLS)))
    return "-".join(symbols[at : at + GROUP] for at in range(0, SYMBOLS, GROUP))


def read_written(typed: str) -> bytes:
    """Read a recovery key as somebody typed it: case, spaces and dashes do not matter. Raises RecoveryKeyWrong."""
    symbols = [one for one in typed.upper() if one.isalnum()]
    if len(symbols) != SYMBOLS or any(one not in ALPHABET for one in symbols):
        raise RecoveryKeyWrong
    number = 0
    for one in symbols:
        number = number << 5 | ALPHABET.index(one)
    raw = (number >> CHECK_BITS).to_bytes(RECOVERY_BYTES, "big")
    if number & (1 << CHECK_BITS) - 1 != _check(raw):
        raise RecoveryKeyWrong
    return raw


def _check(raw: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"ambassador recovery check" + raw).digest()[:4], "big") >> 32 - CHECK_BITS


def _recovery_key(raw: bytes) -> bytes:
    return hmac.digest(raw, b"ambassador recovery 1", "sha256")


def _stretched(passphrase: str, salt: bytes, *, passes: int, memory: int, lanes: int) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    typed = unicodedata.normalize("NFC", passphrase).encode()  # keyboards differ in how they write å
    return hash_secret_raw(typed, salt, passes, memory, lanes, 32, Type.ID)


def _sealed(secret: bytes, key: bytes, purpose: bytes, chance: Chance) -> dict[str, str | int]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = chance(12)
    return {"nonce": nonce.hex(), "wrapped": AESGCM(key).encrypt(nonce, secret, purpose).hex()}


def _opened(wrapped: Wrapped, key: bytes, purpose: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, sealed = (bytes.fromhex(str(wrapped[name])) for name in ("nonce", "wrapped"))
    try:
        return AESGCM(key).decrypt(nonce, sealed, purpose)
    except InvalidTag:
        return None
