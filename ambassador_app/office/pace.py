"""How often somebody may ask: a bucket of requests for each, filled again with time."""

from __future__ import annotations

import ipaddress
import math
import threading
from collections.abc import Callable
from typing import Final

from starlette.requests import Request

_MOST: Final = 20_000  # buckets remembered; full ones need not be


def visitor(host: str) -> str:
    """Whom an address stands for: of IPv6 its network, which one subscriber has, else the address itself."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def visitor_of(request: Request) -> str:
    """Who asks, as far as the address tells: nobody uses up what others may ask."""
    return visitor(request.client.host) if request.client else ""


class Pace:
    """Allows `a_minute` requests a minute and as many at once. 0 allows everything. Any thread.

    `clock` gives seconds that only grow.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float]) -> None:
        self._most = float(a_minute)
        self._rate = a_minute / 60
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, who: str) -> int:
        """Count one request of `who`; give 0, or the whole seconds after which it may come again."""
        if not self._most:
            return 0
        with self._lock:
            now = self._clock()
            left, then = self._buckets.get(who, (self._most, now))
            left = min(self._most, left + (now - then) * self._rate)
            if left < 1:
                self._buckets[who] = (left, now)
                return math.ceil((1 - left) / self._rate)
            self._buckets[who] = (left - 1, now)
            if len(self._buckets) > _MOST:
                self._forget(now)
            return 0

    def _forget(self, now: float) -> None:
        full = [who for who, (left, then) in self._buckets.items() if left + (now - then) * self._rate >= self._most]
        for who in full:
            del self._buckets[who]
