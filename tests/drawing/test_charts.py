"""Charts stay readable with two items and with sixty."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.drawing import Bar, PaybackPoint, PaybackWords, Picture, Text, bar_chart, payback_chart
from ambassador_app.drawing.palette import text_width
from ambassador_app.drawing.ticks import ticks

WORDS = PaybackWords("Saving against payback", "Years", "DKK a year", lambda value: f"{value:g}")


def texts(picture: Picture) -> list[Text]:
    return [shape for shape in picture.shapes if isinstance(shape, Text)]


def points(count: int) -> list[PaybackPoint]:
    return [PaybackPoint(f"n{i}", f"Measure {i}", 900 + i * 7919 % 60_000, 0.4 + i * 31 % 90 / 9) for i in range(count)]


@pytest.mark.parametrize("count", [1, 2, 9, 60])
def test_numbers_on_the_payback_chart_never_cover_each_other(count: int) -> None:
    labels = [one for one in texts(payback_chart(points(count), WORDS)) if one.text.startswith("n")]
    boxes = [(t.x, t.y - t.size * 0.78, t.x + text_width(t.text, t.size), t.y) for t in labels]
    for a, b in combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
    assert len(labels) >= min(count, 30)


@pytest.mark.parametrize("count", [0, 1, 2, 60])
def test_everything_stays_on_the_sheet(count: int) -> None:
    picture = payback_chart(points(count), WORDS)
    assert all(0 <= one.x <= picture.width and 0 <= one.y <= picture.height for one in texts(picture))


def test_what_never_pays_back_is_left_to_the_table() -> None:
    never = PaybackPoint("n9", "Never", 10.0, float("inf"))
    assert "n9" not in {one.text for one in texts(payback_chart([*points(2), never], WORDS))}


@pytest.mark.parametrize("count", [1, 2, 60])
def test_each_bar_has_its_name_and_value(count: int) -> None:
    bars = [Bar(f"Carrier {i}", i * 100.0, f"{i * 100} kWh") for i in range(count)]
    picture = bar_chart(bars, alt="Energy")
    assert [one.text for one in texts(picture)] == [text for bar in bars for text in (bar.label, bar.shown)]
    assert picture.height <= 720


def test_a_long_name_is_shortened_visibly() -> None:
    shown = texts(bar_chart([Bar("x" * 200, 1.0, "1 kWh")], alt="Energy"))[0].text
    assert shown.endswith("…")
    assert len(shown) < 60


@given(st.floats(1e-6, 1e12))
def test_ticks_are_round_and_reach_past_the_largest(largest: float) -> None:
    found = ticks(largest)
    assert found[0] == 0
    assert found[-1] >= largest * 0.999999
    assert 2 <= len(found) <= 12


@pytest.mark.parametrize("largest", [0, -3, float("nan"), float("inf")])
def test_ticks_of_nothing_are_still_an_axis(largest: float) -> None:
    assert ticks(largest)[-1] >= 1
