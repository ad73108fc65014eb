"""Seal a report, raise a seal, check one, take out its data (pyHanko and pikepdf are loaded on the first call)."""

from ambassador_app.seal.card import SealCard, can_read_cards, cards
from ambassador_app.seal.certificates import is_complete, name_of
from ambassador_app.seal.embedded import pictures, read_embedded
from ambassador_app.seal.keys import SealKey, make_seal_key
from ambassador_app.seal.office import read_pkcs12
from ambassador_app.seal.raising import Raised, Reach, raise_seal
from ambassador_app.seal.sealing import seal
from ambassador_app.seal.verdict import Embedded, Finding, Level, Origin, Tone, Verdict, grouped
from ambassador_app.seal.verify import verify

__all__ = [
    "Embedded",
    "Finding",
    "Level",
    "Origin",
    "Raised",
    "Reach",
    "SealCard",
    "SealKey",
    "Tone",
    "Verdict",
    "can_read_cards",
    "cards",
    "grouped",
    "is_complete",
    "make_seal_key",
    "name_of",
    "pictures",
    "raise_seal",
    "read_embedded",
    "read_pkcs12",
    "seal",
    "verify",
]
