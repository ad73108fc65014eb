"""What is refused wherever it is met: a text too long to travel to the office, a visit whose parts are there alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.errors import TextTooLong, VisitAway
from ambassador_app.storage import Reading
from ambassador_app.storage.keeping import why_away

LONGEST_TEXT: Final = 16_000
"""Characters in one text: a record of several must stay under 64 KiB to travel to the office."""


def refuse_unfit(fields: Mapping[str, object]) -> None:
    """Raise TextTooLong for the first of `fields` that cannot be kept."""
    for name, value in fields.items():
        for text in _texts(value):
            if len(text) > LONGEST_TEXT:
                raise TextTooLong(field=name, limit=LONGEST_TEXT)


def refuse_away(reading: Reading, visit_id: str) -> None:
    """Raise VisitAway for a visit that cannot be read whole, because parts of it are at the office alone."""
    if why_away(reading.connection, visit_id) is not None:
        raise VisitAway(visit=visit_id)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        return tuple(text for part in value.values() for text in _texts(part))
    if isinstance(value, tuple | list):
        return tuple(text for part in value for text in _texts(part))
    return ()
