"""Seal a report, verify one, take out the data it carries (pyHanko and pikepdf are loaded on the first call)."""

from ambassador_app.seal.embedded import read_embedded
from ambassador_app.seal.keys import SealKey, make_seal_key
from ambassador_app.seal.sealing import seal
from ambassador_app.seal.verdict import Embedded, Origin, Verdict
from ambassador_app.seal.verify import verify

__all__ = [
    "Embedded",
    "Origin",
    "SealKey",
    "Verdict",
    "make_seal_key",
    "read_embedded",
    "seal",
    "verify",
]
