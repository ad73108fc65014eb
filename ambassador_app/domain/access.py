"""Who opened what on a device and who took what out of it, without a word of what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

KEPT: Final = timedelta(days=366)
"""How long a line is kept: twelve months, whatever year."""

AGAIN: Final = timedelta(hours=1)
"""Going back to what was opened last, within so long, is no new opening."""


class AccessDeed(StrEnum):
    """What was done with something that can hold personal data."""

    OPENED = "opened"
    EXPORTED = "exported"
    HANDED_OVER = "handed_over"
    PRINTED = "printed"
    BACKED_UP = "backed_up"
    PACKED = "packed"
    PURGED = "purged"
    FETCHED = "fetched"


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the log: `by` is the person's name; `kind` and `record_id` name the site or visit, empty for all."""

    at: datetime
    by: str
    deed: AccessDeed
    kind: str = ""
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class AccessLine:
    """A line as it is shown: `name` is the site's today, empty where it is not on this computer any more; `day` is the
    visit's, if it is about one.
    """

    access: Access
    name: str = ""
    day: date | None = None
