"""A photo finds the question that was open when it was taken, whatever its camera's clock says."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.photo_matching import Certainty, Guess, Place, WorkedOn, ahead_of, guess, put_right

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A, B, C = (Place(area, f"/data/{area}/q") for area in ("lighting", "heating", "cooling"))


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


WORKED = (WorkedOn(at(0), A), WorkedOn(at(10), A), WorkedOn(at(20), B), WorkedOn(at(60), C))


@pytest.mark.parametrize(
    ("minute", "wanted"),
    [
        (0, Guess(A, Certainty.SURE)),
        (5, Guess(A, Certainty.SURE)),  # between two notes at the same question
        (12, Guess(A, Certainty.SURE)),
        (18, Guess(B, Certainty.SURE)),
        (15, Guess(B, Certainty.LIKELY)),  # as near to both: people look first and write then
        (-2, Guess(A, Certainty.SURE)),
        (34, Guess(B, Certainty.LIKELY)),
        (39, Guess(B, Certainty.LIKELY)),
        (85, Guess(Place("cooling"), Certainty.AREA)),
        (500, Guess(Place(), Certainty.OUTSIDE)),
    ],
)
def test_a_photo_belongs_to_what_was_noted_nearest_to_it(minute: float, wanted: Guess) -> None:
    assert guess(at(minute), WORKED) == wanted


def test_without_a_time_or_a_note_nothing_is_guessed() -> None:
    assert guess(None, WORKED).certainty is Certainty.OUTSIDE
    assert guess(START, ()).certainty is Certainty.OUTSIDE


MINUTES = st.floats(-300, 300).map(lambda one: round(one, 2))


@given(st.lists(st.tuples(MINUTES, st.sampled_from([A, B, C])), min_size=1), MINUTES, st.integers(-(10**6), 10**6))
def test_a_clock_that_is_wrong_and_put_right_changes_no_guess(
    noted: list[tuple[float, Place]], taken: float, seconds: int
) -> None:
    worked = [WorkedOn(at(minute), place) for minute, place in sorted(noted, key=lambda one: one[0])]
    wrong = timedelta(seconds=seconds)
    shown = at(taken) + wrong
    known = ahead_of(START + wrong, START)  # one photo of this phone was taken at a moment that is known
    assert known == wrong
    assert guess(put_right(shown, known), worked) == guess(at(taken), worked)


@given(st.lists(st.tuples(MINUTES, st.sampled_from([A, B, C])), min_size=1), MINUTES, st.integers(-12, 14))
def test_the_zone_in_which_a_camera_writes_changes_no_guess(
    noted: list[tuple[float, Place]], taken: float, hours: int
) -> None:
    worked = [WorkedOn(at(minute), place) for minute, place in sorted(noted, key=lambda one: one[0])]
    elsewhere = at(taken).astimezone(timezone(timedelta(hours=hours)))
    assert guess(elsewhere, worked) == guess(at(taken), worked)


@given(st.lists(st.tuples(MINUTES, st.sampled_from([A, B, C])), min_size=1), MINUTES)
def test_a_guess_is_a_place_that_was_worked_on_at_about_that_time(
    noted: list[tuple[float, Place]], taken: float
) -> None:
    worked = [WorkedOn(at(minute), place) for minute, place in sorted(noted, key=lambda one: one[0])]
    found = guess(at(taken), worked)
    if found.place.question:
        assert min(abs(one.at - at(taken)) for one in worked if one.place == found.place) <= timedelta(hours=10)
    else:
        assert found.certainty in (Certainty.AREA, Certainty.OUTSIDE)
