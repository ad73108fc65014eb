"""A programme extract as a file: canonical JSON with the signature of the device that released it.

`{"attestation": …, "extract": {…}, "format": "ambassador-extract", "public_key": …, "signature": …, "version": 1}`,
written by RFC 8785 to the byte, so that nothing can be hidden between its parts. The signature (Ed25519) is over a line
that names the format, and the canonical bytes of `extract`: it proves that nothing was changed since. Whose key it is,
the office says, which attests a release when it takes it: device, role and moment, signed with its own key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, NoReturn

from ambassador_app.domain.publication import Witness
from ambassador_app.wire import limits
from ambassador_app.wire.canonical import canonical
from ambassador_app.wire.publications import attest, is_attested, is_signed, public_of, sign

if TYPE_CHECKING:
    from pydantic import JsonValue

FORMAT: Final = "ambassador-extract"
VERSION: Final = 1
SUFFIX: Final = ".ambassador-extract"
_ATTESTATION: Final = 4096
"""What the office's word needs at most, bytes."""
_SIGNED: Final = b"ambassador extract 1\n"
_PARTS: Final = frozenset({"attestation", "extract", "format", "public_key", "signature", "version"})
_WITNESS: Final = frozenset(one.name for one in fields(Witness))


class ExtractFileRefused(Exception):
    """The file is no extract, or not as it was signed. `why` is a code: too-large, form, newer, signature."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class SignedExtract:
    """A file whose signature fits. `extract` is its plain JSON, not looked at yet; `public_key` (base64url) whose
    signature it is. `witness` is the word of the office with the key `office`, which fits too; None where no office
    says anything. `sha256` is that of the file as the device signed it, without an office's word.
    """

    extract: Mapping[str, Any]
    public_key: str
    signature: str
    sha256: str
    office: str = ""
    witness: Witness | None = None

    def is_vouched(self, office: str) -> bool:
        """Whether the office of this public key vouches for whose release it is."""
        return bool(office) and self.office == office and self.witness is not None


def write(extract: Mapping[str, JsonValue], key: bytes) -> bytes:
    """Write the file, signed with the device's private key (32 bytes). Raises ExtractFileRefused `too-large`."""
    signature = sign(_SIGNED + canonical(dict(extract)), key)
    data = _written(dict(extract), public_of(key), signature, None)
    if len(data) > limits.EXTRACT - _ATTESTATION:
        raise ExtractFileRefused("too-large")
    return data


def attested(signed: SignedExtract, witness: Witness, office: bytes) -> bytes:
    """Write the file anew with the office's word, who has looked at it; `office` is its private key."""
    said = _SIGNED + canonical(dict(signed.extract))
    vouched = attest(said, signed.signature, witness, office)
    attestation: dict[str, JsonValue] = {"office": public_of(office), "witness": asdict(vouched)}
    return _written(dict(signed.extract), signed.public_key, signed.signature, attestation)


def read(data: bytes) -> SignedExtract:
    """Read a file and check what is signed in it. Raises ExtractFileRefused."""
    if len(data) > limits.EXTRACT:
        raise ExtractFileRefused("too-large")
    found = _parsed(data)
    extract, public_key, signature = found["extract"], found["public_key"], found["signature"]
    said = _SIGNED + canonical(extract)
    if not is_signed(said, signature, public_key):
        raise ExtractFileRefused("signature")
    plain = _written(extract, public_key, signature, None)
    signed = SignedExtract(extract, public_key, signature, hashlib.sha256(plain).hexdigest())
    if found["attestation"] is None:
        return signed
    office, witness = _attestation(found["attestation"])
    if witness.public_key != public_key or not is_attested(said, signature, witness, office):
        raise ExtractFileRefused("signature")
    return SignedExtract(extract, public_key, signature, signed.sha256, office, witness)


def _written(
    extract: dict[str, JsonValue], public_key: str, signature: str, attestation: dict[str, JsonValue] | None
) -> bytes:
    data = canonical(
        {
            "attestation": attestation,
            "extract": extract,
            "format": FORMAT,
            "public_key": public_key,
            "signature": signature,
            "version": VERSION,
        }
    )
    if len(data) > limits.EXTRACT:
        raise ExtractFileRefused("too-large")
    return data


def _parsed(data: bytes) -> dict[str, Any]:
    """Read the parts, as long as they are what they must be and nothing stands beside them."""
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_no_number)
        same = isinstance(found, dict) and canonical(found) == data
    except (ValueError, RecursionError) as error:
        raise ExtractFileRefused("form") from error
    if not same or found.get("format") != FORMAT:
        raise ExtractFileRefused("form")
    version = found.get("version")
    if type(version) is int and version > VERSION:
        raise ExtractFileRefused("newer")
    texts = (found.get("public_key"), found.get("signature"))
    if found.keys() != _PARTS or type(version) is not int or not all(isinstance(one, str) for one in texts):
        raise ExtractFileRefused("form")
    if version != VERSION or not isinstance(found["extract"], dict):
        raise ExtractFileRefused("form")
    return dict(found)


def _attestation(found: object) -> tuple[str, Witness]:
    if not isinstance(found, dict) or found.keys() != {"office", "witness"}:
        raise ExtractFileRefused("form")
    office, witness = found["office"], found["witness"]
    if not isinstance(office, str) or not isinstance(witness, dict) or witness.keys() != _WITNESS:
        raise ExtractFileRefused("form")
    if not all(isinstance(one, str) and len(one) <= limits.NAME for one in (office, *witness.values())):
        raise ExtractFileRefused("form")
    return office, Witness(**witness)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
