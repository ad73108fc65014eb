"""A programme extract as a file: canonical JSON with the signature of the device that released it.

`{"attestation": …, "extract": {…}, "format": "ambassador-extract", "public_key": …, "signature": …, "version": 1}`,
written by RFC 8785 to the byte: the same extract, signed with the same key, is the same file, and nothing can be
hidden between its parts. The signature (Ed25519) is over a line that names the format, and the canonical bytes of
`extract`. It proves that nothing was changed since; whose key it is, the office says, or an attestation of an office.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

from ambassador_app.wire import limits
from ambassador_app.wire.canonical import canonical

if TYPE_CHECKING:
    from pydantic import JsonValue

FORMAT: Final = "ambassador-extract"
VERSION: Final = 1
SUFFIX: Final = ".ambassador-extract"
_SIGNED: Final = b"ambassador extract 1\n"
_PARTS: Final = frozenset({"attestation", "extract", "format", "public_key", "signature", "version"})


class ExtractFileRefused(Exception):
    """The file is no extract, or not as it was signed. `why` is a code: too-large, form, newer, signature."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class SignedExtract:
    """A file whose signature fits. `extract` is its plain JSON, not looked at yet; `public_key` (Ed25519, base64url
    without padding) whose signature it is; `sha256` that of the whole file.
    """

    extract: Mapping[str, Any]
    public_key: str
    attestation: str
    sha256: str


def write(extract: Mapping[str, JsonValue], *, key: bytes, attestation: str = "") -> bytes:
    """Write the file, signed with the private key `key` (Ed25519, 32 bytes). `attestation` is an office's word on whose
    key it is, or empty. Raises ExtractFileRefused `too-large`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(key)
    whole: dict[str, JsonValue] = {
        "attestation": attestation,
        "extract": dict(extract),
        "format": FORMAT,
        "public_key": _text(private.public_key().public_bytes_raw()),
        "signature": _text(private.sign(_SIGNED + canonical(dict(extract)))),
        "version": VERSION,
    }
    data = canonical(whole)
    if len(data) > limits.EXTRACT:
        raise ExtractFileRefused("too-large")
    return data


def read(data: bytes) -> SignedExtract:
    """Read a file and check its signature. Raises ExtractFileRefused."""
    if len(data) > limits.EXTRACT:
        raise ExtractFileRefused("too-large")
    found = _parsed(data)
    if found.get("format") != FORMAT:
        raise ExtractFileRefused("form")
    version = found.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ExtractFileRefused("newer")
    texts = [found.get(name) for name in ("public_key", "signature", "attestation")]
    extract = found.get("extract")
    if found.keys() != _PARTS or type(version) is not int or version != VERSION or not isinstance(extract, dict):
        raise ExtractFileRefused("form")
    if not all(isinstance(one, str) and len(one) <= limits.FIELD for one in texts) or _canonical(found) != data:
        raise ExtractFileRefused("form")
    public_key, signature, attestation = map(str, texts)
    _verify(public_key, signature, _SIGNED + canonical(extract))
    return SignedExtract(extract, public_key, attestation, hashlib.sha256(data).hexdigest())


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ExtractFileRefused("form") from error
    if not isinstance(found, dict):
        raise ExtractFileRefused("form")
    return found


def _canonical(found: dict[str, Any]) -> bytes:
    try:
        return canonical(found)
    except ValueError as error:
        raise ExtractFileRefused("form") from error


def _verify(public_key: str, signature: str, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(_bytes(public_key)).verify(_bytes(signature), signed)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, binascii.Error) as error:
        raise ExtractFileRefused("signature") from error


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
