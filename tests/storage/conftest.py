"""A store in a fresh folder, with a clock and identifiers that are the same in every run."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.storage import Store

SECRET = bytes(range(32))
ME = "ambassador-1"
OTHER = "ambassador-2"
VISIT = "visit-1"


class Time:
    """A clock that moves a second whenever it is asked, and further when told."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def passes(self, **amount: float) -> None:
        self.at += timedelta(**amount)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def chance() -> Callable[[int], bytes]:
    return random.Random(1).randbytes


@pytest.fixture
def opened(tmp_path: Path, time: Time, chance: Callable[[int], bytes]) -> Iterator[Callable[..., Store]]:
    """Open the profile `profile` in a fresh folder, as often as wanted; all are closed afterwards."""
    stores: list[Store] = []
    new_id = UuidMaker(time, chance)

    def open_it(folder: str = "profile", secret: bytes = SECRET) -> Store:
        stores.append(Store.open(tmp_path / folder, secret, now=time, new_id=new_id))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    return opened()
