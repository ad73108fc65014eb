"""An open session for each test of a service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ambassador_app.services.session import Session
from tests.builders import TickingClock, session_in


@pytest.fixture
def clock() -> TickingClock:
    """The session's clock."""
    return TickingClock()


@pytest.fixture
def session(tmp_path: Path, clock: TickingClock) -> Iterator[Session]:
    """A session on a real encrypted database."""
    with session_in(tmp_path / "home", clock=clock) as found:
        yield found
