"""What an action touched, so that every screen can decide whether to refresh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """The records an action saved or removed, as (kind, id) pairs; `action` is its name, `at` when it was durable.

    `scope` is the visit it belongs to, or empty.
    """

    records: frozenset[tuple[str, str]] = frozenset()
    action: str = ""
    scope: str = ""
    at: datetime | None = None

    def touches(self, *kinds: str) -> bool:
        """Whether a record of one of `kinds` was touched."""
        return any(kind in kinds for kind, _ in self.records)

    def concerns(self, identifier: str) -> bool:
        """Whether the record `identifier`, or the visit of that id, was touched."""
        return self.scope == identifier or any(one == identifier for _, one in self.records)

    @classmethod
    def joined(cls, parts: Iterable[Changes]) -> Changes:
        """One announcement for several."""
        found = tuple(parts)
        last = found[-1] if found else cls()
        return cls(frozenset().union(*(one.records for one in found)), last.action, last.scope, last.at)
