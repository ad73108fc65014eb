"""The cost curve: every measure is on it or named below, whatever its price."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.drawing import CostBlock, CostWords, Palette, Path, Picture, Text, cost_curve
from ambassador_app.drawing.palette import text_width

WORDS = CostWords(
    "Curve", "t", "DKK", lambda value: f"{value:g}", ("Less", "Control", "Supply"), ("Not on the curve: 7.",)
)


def blocks(count: int) -> list[CostBlock]:
    return [
        CostBlock(f"n{i}", f"Measure {i}", 0.1 + i * 31 % 17 / 4, -2000.0 + i * 7919 % 5000, f"{i} DKK", i % 3)
        for i in range(count)
    ]


def texts(picture: Picture) -> list[Text]:
    return [shape for shape in picture.shapes if isinstance(shape, Text)]


def numbers(picture: Picture) -> list[Text]:
    """The numbers on the plot; those of the key stand below and end where their names begin."""
    return [one for one in texts(picture) if one.text.startswith("n") and one.anchor == "start"]


@pytest.mark.parametrize("count", [1, 2, 9, 60])
def test_numbers_never_cover_each_other(count: int) -> None:
    shown = numbers(cost_curve(blocks(count), WORDS))
    boxes = [(t.x, t.y - t.size * 0.75, t.x + text_width(t.text, t.size), t.y) for t in shown]
    for a, b in combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
    assert len(shown) >= count * 0.8


@pytest.mark.parametrize("count", [0, 1, 2, 9, 60, 200])
def test_everything_stays_on_the_sheet(count: int) -> None:
    picture = cost_curve(blocks(count), WORDS)
    assert all(0 <= one.x <= picture.width and 0 <= one.y <= picture.height for one in texts(picture))
    assert picture.height < 700


def test_the_key_names_every_block_with_its_price() -> None:
    said = {one.text for one in texts(cost_curve(blocks(9), WORDS))}
    assert {f"Measure {i}" for i in range(9)} | {f"{i} DKK" for i in range(9)} <= said
    assert "Not on the curve: 7." in said


def test_the_cheapest_stands_first_and_each_is_as_wide_as_its_tonnes() -> None:
    made = [CostBlock("1", "a", 3.0, 500.0, ""), CostBlock("2", "b", 1.0, -500.0, "")]
    picture = cost_curve(made, CostWords("", "", "", str), palette=Palette(kinds=("#111111", "#222222", "#333333")))
    filled = [shape for shape in picture.shapes if isinstance(shape, Path) and shape.fill == "#111111"]
    (first, second) = [sorted({step.x for step in path.steps[:-1]}) for path in filled]  # type: ignore[union-attr]
    assert first[1] == pytest.approx(second[0])
    assert second[1] - second[0] == pytest.approx(3 * (first[1] - first[0]))


def test_a_price_far_beyond_the_others_is_cut_and_still_there() -> None:
    made = [*blocks(9), CostBlock("far", "Far", 0.01, 9e6, "9,000,000 DKK")]
    picture = cost_curve(made, WORDS)
    axis = [one.text for one in texts(picture) if one.anchor == "end"]
    assert not any(text in ("1e+07", "9e+06") for text in axis)
    assert "9,000,000 DKK" in {one.text for one in texts(picture)}


@given(st.lists(st.tuples(st.floats(1e-6, 1e6), st.floats(-1e9, 1e9)), max_size=30))
def test_any_prices_make_a_picture(found: list[tuple[float, float]]) -> None:
    made = [CostBlock(str(i), "x", tonnes, price, "") for i, (tonnes, price) in enumerate(found)]
    picture = cost_curve(made, WORDS)
    assert all(0 <= one.y <= picture.height for one in texts(picture))


def test_kinds_differ_without_colour() -> None:
    """Hatching: rising lines, lying lines, none."""
    grey = Palette(kinds=("#777777", "#777777", "#777777"))
    counts = [
        len([s for s in cost_curve([CostBlock("1", "a", 5.0, 90.0, "", kind)], WORDS, palette=grey).shapes])
        for kind in range(3)
    ]
    assert len(set(counts)) == 3
    assert all(before != after for before, after in pairwise(counts))
