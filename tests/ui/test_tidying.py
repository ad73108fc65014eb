"""What nobody holds any more is freed, and only while nobody works."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.tidying import Tidying, tidy


@pytest.fixture(autouse=True)
def nothing_aside() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


class Held:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_set_aside_is_freed_when_nobody_holds_it() -> None:
    kept, gone = Held(), Held()
    tidy()
    seen = weakref.ref(kept), weakref.ref(gone)
    del gone
    tidy()
    assert [one() for one in seen] == [kept, None]


def test_what_is_there_is_not_looked_through_again() -> None:
    tidy()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 1_000


def test_it_waits_until_the_store_is_quiet(tasks: Tasks, qtbot: object) -> None:
    owner = QObject()
    tidying = Tidying(tasks, owner)
    tidying.timer.setInterval(60_000)
    tasks.run(lambda: None, owner=owner)
    tasks.flush()
    assert not tidying.timer.isActive()
    tidying.soon()
    # As if the time were nearly up: work begins it anew.
    tidying.timer.stop()
    tasks.run(lambda: None, owner=owner)
    assert tidying.timer.isActive()
    tasks.flush()
    tidying.timer.start(0)
    qtbot.waitUntil(lambda: not tidying.is_due)
    tasks.run(lambda: None, owner=owner)
    tasks.flush()
    assert not tidying.timer.isActive()


def test_nothing_is_tidied_after_the_end(tasks: Tasks) -> None:
    tidying = Tidying(tasks, tasks)
    tidying.soon()
    tidying.end()
    tasks.run(lambda: None, owner=tasks)
    tasks.flush()
    assert not tidying.timer.isActive()
