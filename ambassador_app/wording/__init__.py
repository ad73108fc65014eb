"""Every word about the domain: the name of each value, and one sentence for each thing that can go wrong.

English msgids, marked for the catalogue; whoever shows them translates.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from ambassador_app import errors
from ambassador_app.domain.calculators import AREAS
from ambassador_app.domain.changes import Deed
from ambassador_app.i18n import Message, Translator
from ambassador_app.wording.labels import FIELD, LABEL, RECORD, STEP_HINT, Labels
from ambassador_app.wording.sentences import ERROR, SEAL_REASON

NOT_KNOWN: Final = "\N{EN DASH}"


def label(member: StrEnum) -> str:
    """Give the msgid of the name of `member`."""
    return LABEL[member]


def area_label(area: str) -> str:
    """Give the msgid of an area of the checklist or the catalogue; an area of somebody's own is its own name."""
    return AREAS.get(area, area)


def deed_label(deed: str) -> str:
    """Give the msgid of what was done, as it stands after "Undo:"; "" for no deed at all."""
    if not deed:
        return ""
    return LABEL[Deed(deed)] if deed in tuple(Deed) else deed


def sentence(error: errors.AmbassadorError, translator: Translator) -> str:
    """Say what happened, what is safe and what to do next, in the reader's language."""
    text = next(ERROR[kind] for kind in type(error).__mro__ if kind in ERROR)
    values = {name: _shown(error, name, translator) for name in placeholders(text)}
    return translator.tr(text, **values) if values else translator.tr(text)


def placeholders(text: str) -> tuple[str, ...]:
    """List the names in braces of a msgid."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _shown(error: errors.AmbassadorError, name: str, translator: Translator) -> object:
    """Give what stands for a placeholder: a label if the error brings one, our own name of a thing, or the value."""
    value = error.fields.get(name, "")
    if name in ("input", "field") and error.fields.get("label"):
        value = error.fields["label"]
    if isinstance(value, StrEnum) and value in LABEL:
        return translator.tr(LABEL[value])
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, Message):
        # A reason may be a sentence of its own; here it stands inside one.
        return translator.say(value).rstrip(".")
    if isinstance(value, int | float | date):
        return value  # written as the reader writes it, a moment too
    known = _NAMES.get(name, {}).get(str(value))
    return translator.tr(known) if known else str(value)


_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "field": FIELD,
    "input": FIELD,
    "kind": RECORD,
    "reason": SEAL_REASON,
}

__all__ = [
    "ERROR",
    "FIELD",
    "LABEL",
    "NOT_KNOWN",
    "RECORD",
    "SEAL_REASON",
    "STEP_HINT",
    "Labels",
    "area_label",
    "deed_label",
    "label",
    "placeholders",
    "sentence",
]
