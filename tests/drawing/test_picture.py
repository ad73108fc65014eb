"""Pictures are plain values that any toolkit can paint."""

from ambassador_app.drawing import Close, CubicTo, LineTo, MoveTo, Path, Picture, Text, circle, rectangle


def test_a_scaled_picture_keeps_its_shapes_in_proportion() -> None:
    path = Path((MoveTo(1, 2), LineTo(3, 4), CubicTo(1, 1, 2, 2, 5, 6), Close()), stroke="#000000", width=2)
    picture = Picture(10, 20, (path, Text(1, 2, "kWh", 9)), "A line")
    twice = picture.scaled(2)
    moved = Path((MoveTo(2, 4), LineTo(6, 8), CubicTo(2, 2, 4, 4, 10, 12), Close()), stroke="#000000", width=4)
    assert twice == Picture(20, 40, (moved, Text(2, 4, "kWh", 18)), "A line")


def test_a_circle_is_four_curves_about_its_middle() -> None:
    steps = circle(10, 10, 4, fill="#123456").steps
    curves = [step for step in steps if isinstance(step, CubicTo)]
    assert len(curves) == 4
    assert {(round(step.x), round(step.y)) for step in curves} == {(14, 10), (10, 14), (6, 10), (10, 6)}


def test_a_radius_never_exceeds_half_the_side() -> None:
    assert rectangle(0, 0, 10, 4, radius=50) == rectangle(0, 0, 10, 4, radius=2)
