"""Somebody who asks too often waits; everybody else does not, and nobody is remembered for ever."""

from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.office import pace
from ambassador_app.office.pace import Pace


class Watch:
    """Seconds that only go on when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 30))
def test_never_more_than_a_burst_and_the_rate(pauses, a_minute):
    watch = Watch()
    kept, allowed = Pace(a_minute, watch), 0
    for pause in pauses:
        watch.now += pause
        if wait := kept.wait("somebody"):
            watch.now += wait
            assert kept.wait("somebody") == 0, "after the wait that was told it is let in"
        allowed += 1
    assert allowed <= a_minute + watch.now * a_minute / 60 + 1e-6


def test_nothing_is_counted_where_nothing_is_set():
    assert {Pace(0, lambda: 0.0).wait("somebody") for _ in range(1000)} == {0}


def test_who_has_not_asked_for_long_is_forgotten(monkeypatch):
    monkeypatch.setattr(pace, "_MOST", 10)
    watch = Watch()
    kept = Pace(60, watch)
    for number in range(11):
        watch.now += 100
        kept.wait(f"somebody {number}")
    assert len(kept._buckets) == 1
