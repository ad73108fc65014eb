"""Standing bars: what is shown, how high, and that nothing leaves the sheet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.drawing import PART_COLOURS, PartName, Picture, Stack, StackWords, Text, column_chart
from ambassador_app.drawing.columns import pale
from ambassador_app.drawing.picture import Close, Path

NAMES = (PartName("Electricity", PART_COLOURS[0]), PartName("District heating", PART_COLOURS[1]))
WORDS = StackWords("alt", "MWh", lambda number: f"{number:g}", "normal year")


def drawn(*stacks: Stack, names: tuple[PartName, ...] = NAMES) -> Picture:
    """A chart."""
    return column_chart(stacks, names, WORDS)


def heights(picture: Picture, colour: str) -> list[float]:
    """The heights of the filled boxes of a colour, its key aside."""
    found = []
    for shape in picture.shapes:
        if isinstance(shape, Path) and shape.fill == colour:
            ys = [step.y for step in shape.steps if not isinstance(step, Close)]
            found.append(max(ys) - min(ys))
    return found[1:]


def test_parts_are_as_high_as_they_are_large() -> None:
    (one, two) = heights(drawn(Stack("2023", (10, 0)), Stack("2024", (20, 5))), PART_COLOURS[0])
    assert abs(two - 2 * one) < 1e-6


def test_every_name_and_the_mark_stand_on_it() -> None:
    texts = {shape.text for shape in drawn(Stack("2024", (1, 2), 4.0)).shapes if isinstance(shape, Text)}
    assert {"MWh", "Electricity", "District heating", "2024", "normal year"} <= texts
    without = {shape.text for shape in drawn(Stack("2024", (1, 2))).shapes if isinstance(shape, Text)}
    assert "normal year" not in without


def test_a_bar_that_is_not_whole_is_pale() -> None:
    picture = drawn(Stack("2024", (1, 2), is_whole=False))
    assert pale(PART_COLOURS[0], "#ffffff") in {shape.fill for shape in picture.shapes if isinstance(shape, Path)}


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1e9), st.floats(0, 1e9), st.none() | st.floats(0, 1e9), st.text("jan 2024", max_size=12)
        ),
        max_size=60,
    )
)
def test_nothing_leaves_the_sheet(rows: list[tuple[float, float, float | None, str]]) -> None:
    picture = drawn(*(Stack(label, (a, b), mark) for a, b, mark, label in rows))
    for shape in picture.shapes:
        if isinstance(shape, Path):
            for step in shape.steps:
                if not isinstance(step, Close):
                    assert -4 <= step.x <= picture.width + 4
                    assert -1 <= step.y <= picture.height + 1
        else:
            assert 0 <= shape.y <= picture.height
