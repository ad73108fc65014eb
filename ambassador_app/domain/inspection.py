"""What the law asks of the report of an ordinary inspection: eight items, and when it is sent and published.

The items are those of the order on environmental inspections, section 11(1) (miljotilsynsvejledning.dk, mst.dk).
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

ITEMS: Final = tuple(range(1, 9))
"""1 background, 2 who and where, 3 type of company, 4 date, 5 what was inspected, 6 soil pollution, 7 enforcement,
8 self-monitoring."""
SENT_WITHIN_MONTHS: Final = 2
PUBLISHED_WITHIN_MONTHS: Final = 4
VOLUNTARY_SECTION: Final = "opportunities"
"""The checklist's section that is no part of the inspection."""
NOTICE: Final = "/data/before/ti_notice"
"""The checklist's question how the inspection was announced."""
UNANNOUNCED: Final = "unannounced"
_CODE: Final = re.compile(r"TI([1-8])")


def item_of(code: str) -> int:
    """Tell which of the eight items a question with this code (`TI5`) answers; 0 for none."""
    found = _CODE.fullmatch(code)
    return int(found[1]) if found else 0


def send_by(inspected_on: date) -> date:
    """The last day on which the report may be sent to the company."""
    return months_later(inspected_on, SENT_WITHIN_MONTHS)


def publish_by(inspected_on: date) -> date:
    """The last day on which the items may be published."""
    return months_later(inspected_on, PUBLISHED_WITHIN_MONTHS)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
