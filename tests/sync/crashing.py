"""A laptop that dies in the middle of a sync: `python -m tests.sync.crashing HOME POINT WHEN`.

POINT names what it is about to do (`post.settle`, `office.push`, …), WHEN is `before` or `after` having done it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ambassador_app.storage.away import Away
from ambassador_app.storage.post import Post
from ambassador_app.sync import Offices
from ambassador_app.sync.office import Office
from tests.builders import profiles_in

POST = ("begin", "take", "take_group", "settle", "arrive", "delivered", "fetched", "keep_receipt")
ANEW = ("start_over", "drop_unseen")
"""Steps of a sync that asks for everything anew."""
AWAY = ("ripe", "set_off", "tidy_words", "bring")
"""Steps of a visit that leaves, and of one that comes back."""
OFFICE = ("hello", "push", "pull", "missing", "bring", "fetch")
POINTS = (*(f"post.{one}" for one in (*POST, *ANEW)), *(f"office.{one}" for one in OFFICE))
DIED = 137


def die() -> None:
    """End as `kill -9` does: nothing is closed, nothing is tidied."""
    os._exit(DIED)


def dying(cls: Any, name: str, when: str) -> None:
    """Make the first call of a method the last thing this process does."""
    real: Callable[..., Any] = getattr(cls, name)

    def last(self: Any, *arguments: Any, **named: Any) -> Any:
        if when == "before":
            die()
        done = real(self, *arguments, **named)
        if isinstance(done, Iterator):  # of what is done step by step, the first
            next(done, None)
        die()

    setattr(cls, name, last)


def main(home: Path, point: str, when: str, *fetched: str) -> None:
    owner, _, name = point.partition(".")
    session = profiles_in(home, computer=7, offices=Offices(os.urandom)).throw_away()
    dying({"post": Post, "office": Office, "away": Away}[owner], name, when)
    session.syncing.sync(lambda _: None, *fetched)
    session.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
