"""Handwriting keeps every point, whatever happens to the pad."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.drawing import CubicTo, Ink, InkPoint, MoveTo, curves, demand_signature, ink_picture
from ambassador_app.errors import FieldRefused, SignatureEmpty

COORDINATE = st.floats(0, 2000, allow_nan=False)
POINT = st.builds(InkPoint, COORDINATE, COORDINATE, st.floats(0, 1), st.integers(0, 10**6))
INK = st.builds(
    Ink,
    st.floats(50, 3000),
    st.floats(50, 3000),
    st.lists(st.lists(POINT, min_size=1, max_size=12).map(tuple), max_size=6).map(tuple),
)


def written(*points: tuple[float, float]) -> Ink:
    return Ink(500, 180, (tuple(InkPoint(x, y, 0.5, i) for i, (x, y) in enumerate(points)),))


@given(INK)
def test_ink_survives_being_kept(ink: Ink) -> None:
    assert Ink.from_json(json.loads(json.dumps(ink.to_json()))) == ink


@given(INK, st.floats(40, 4000), st.floats(40, 4000))
def test_a_resized_pad_shows_the_same_points(ink: Ink, width: float, height: float) -> None:
    fit = ink.fit(width, height)
    for stroke in ink.strokes:
        for point in stroke:
            back = fit.to_ink(*fit.to_box(point.x, point.y))
            assert back == pytest.approx((point.x, point.y), abs=1e-6)


@pytest.mark.parametrize(
    "ink",
    [Ink(500, 180), written((10, 10)), written((10, 10), (10, 10)), written((10, 10), (30, 12))],
    ids=["nothing", "a dot", "a dot that stayed", "a slip"],
)
def test_what_is_no_signature_is_refused(ink: Ink) -> None:
    assert ink.is_empty
    with pytest.raises(SignatureEmpty):
        demand_signature(ink)


def test_a_short_initial_is_a_signature() -> None:
    demand_signature(written((10, 10), (40, 100), (70, 10)))


def test_the_last_stroke_can_be_taken_back() -> None:
    ink = written((10, 10), (40, 100))
    assert ink.with_stroke((InkPoint(1, 1, 0.5, 9),)).without_last() == ink
    assert ink.with_stroke(()) == ink


@given(INK)
def test_the_curve_goes_through_every_point(ink: Ink) -> None:
    reached = {(step.x, step.y) for path in curves(ink) for step in path.steps if isinstance(step, MoveTo | CubicTo)}
    assert {(point.x, point.y) for stroke in ink.strokes for point in stroke} <= reached


def test_pressure_makes_the_line_thicker() -> None:
    light, heavy = (
        Ink(500, 180, (tuple(InkPoint(i * 10.0, 50, pressure, i) for i in range(5)),)) for pressure in (0.1, 0.9)
    )
    assert max(path.width for path in curves(light)) < min(path.width for path in curves(heavy))


@given(INK)
def test_the_report_shows_ink_inside_its_box(ink: Ink) -> None:
    picture = ink_picture(ink, 200, 58, "Signature")
    for shape in picture.shapes:
        for step in shape.steps:
            if isinstance(step, MoveTo | CubicTo):
                assert -0.01 <= step.x <= 200.01
                assert -0.01 <= step.y <= 58.01


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"width": 0, "height": 10, "strokes": []},
        {"width": 10, "height": float("nan"), "strokes": []},
        {"width": 10, "height": 10, "strokes": [[[1, 2, 3, 4]]]},
        {"width": 10, "height": 10, "strokes": [[[1, 2, 0.5]]]},
        {"width": 10, "height": 10, "strokes": [[["x", 2, 0.5, 1]]]},
        {"width": 10, "height": 10, "strokes": 7},
        {"width": 10, "height": 10, "strokes": [[[1e9, 2, 0.5, 1]]]},
    ],
)
def test_anything_else_is_no_ink(plain: dict[str, object]) -> None:
    with pytest.raises(FieldRefused):
        Ink.from_json(plain)


def test_the_digest_names_exactly_this_ink() -> None:
    ink = written((10, 10), (40, 100))
    assert ink.digest == written((10, 10), (40, 100)).digest != written((10, 10), (40, 101)).digest
