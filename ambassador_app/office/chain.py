"""The chain over the log: each line's link holds the one before, so that no line can be changed, added or left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

START: Final = "0" * 64
LINKED: Final = ("tenant", "seq", "op", "kind", "id", "base", "deleted", "schema", "device", "by", "at", "payload")
"""What a link holds: who, when, about what, and the digest of what was said, so that erased words break nothing."""


def link(before: str, line: Mapping[Any, Any]) -> str:
    """Give the link of a line that follows the link `before`."""
    text = json.dumps([before, *(line[name] for name in LINKED)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def holds(lines: Iterable[Mapping[Any, Any]], seq: int, end: str) -> bool:
    """Follow all lines in the order of their numbers: tell whether each follows the one before, up to number `seq`
    and the link `end`.
    """
    chain, count = START, 0
    for line in lines:
        count += 1
        chain = link(chain, line)
        if chain != line["hash"] or line["seq"] != count:
            return False
    return count == seq and (count == 0 or chain == end)
