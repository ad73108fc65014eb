"""A drawing lies beside its picture and is burnt in where the picture leaves; what is blurred is gone."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ambassador_app.drawing.annotation import COLOURS, Annotation, Mark, Tool, hit, lines
from ambassador_app.errors import FieldRefused
from ambassador_app.photos import burn_in
from tests.builders import RESOURCES

FONTS = RESOURCES / "fonts"
SHARES = st.floats(0, 1).map(lambda one: round(one, 4))
POINTS = st.tuples(SHARES, SHARES)
MARKS = st.one_of(
    st.builds(
        Mark, st.sampled_from([Tool.ARROW, Tool.BOX, Tool.BLUR]), st.tuples(POINTS, POINTS), st.sampled_from(COLOURS),
        st.integers(0, 2),
    ),
    st.builds(Mark, st.just(Tool.FREEHAND), st.lists(POINTS, min_size=1, max_size=30).map(tuple)),
    st.builds(Mark, st.just(Tool.TEXT), st.tuples(POINTS), st.sampled_from(COLOURS), st.just(2), st.text(max_size=40)),
)  # fmt: skip


def picture(width: int = 800, height: int = 600) -> bytes:
    """Grey, with a fine chequered square that nothing but its own pixels can tell."""
    made = Image.new("RGB", (width, height), "#808080")
    draw = ImageDraw.Draw(made)
    for row in range(20):
        for place in range(20):
            if (row * 7 + place * 3) % 5 < 2:
                draw.rectangle((200 + place * 8, 200 + row * 8, 207 + place * 8, 207 + row * 8), fill="#000000")
    out = io.BytesIO()
    made.save(out, "JPEG", quality=90)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def blur(left: float, top: float, right: float, bottom: float) -> Mark:
    return Mark(Tool.BLUR, ((left, top), (right, bottom)))


def test_no_edge_is_left_of_what_is_blurred() -> None:
    drawing = Annotation((blur(0.2, 0.3, 0.5, 0.65),))
    burnt = opened(burn_in(picture(), drawing, FONTS).report)
    inside = burnt.crop((210, 210, 350, 350)).convert("L")
    assert len(set(inside.resize((70, 70)).get_flattened_data())) < 120
    sharpest = max(
        abs(inside.getpixel((x, y)) - inside.getpixel((x + 1, y))) for x in range(139) for y in range(0, 140, 5)
    )
    assert sharpest < 25, "an edge of the pattern can still be seen"
    before = opened(picture()).crop((210, 210, 350, 350)).convert("L")
    assert max(abs(before.getpixel((x, 50)) - before.getpixel((x + 1, 50))) for x in range(139)) > 90


def test_the_small_picture_that_leaves_is_blurred_too() -> None:
    plain, burnt = burn_in(picture(), Annotation(), FONTS), burn_in(picture(), Annotation((blur(0, 0, 1, 1),)), FONTS)
    seen = opened(burnt.thumbnail).convert("L")
    assert seen.size == opened(plain.thumbnail).size
    assert max(abs(seen.getpixel((x, 100)) - seen.getpixel((x + 1, 100))) for x in range(80, 140)) < 12


@pytest.mark.parametrize("tool", [Tool.ARROW, Tool.BOX, Tool.FREEHAND, Tool.TEXT])
def test_every_tool_leaves_its_colour_where_it_was_used(tool: Tool) -> None:
    mark = Mark(
        tool, ((0.1, 0.1), (0.6, 0.1)) if tool is not Tool.BOX else ((0.1, 0.1), (0.6, 0.3)), "#e5302a", 2, "MM"
    )
    burnt = opened(burn_in(picture(), Annotation((mark,)), FONTS).report)
    near = burnt.crop((60, 40, 520, 200))
    assert any(red > 180 and green < 110 for red, green, _ in near.get_flattened_data())
    assert burnt.getpixel((700, 500)) == pytest.approx((128, 128, 128), abs=4)


def test_the_same_drawing_gives_the_same_bytes_and_no_drawing_no_lines() -> None:
    drawing = Annotation((Mark(Tool.ARROW, ((0.1, 0.1), (0.5, 0.5))), Mark(Tool.TEXT, ((0.2, 0.2),), text="Æg 3 m")))
    assert burn_in(picture(), drawing, FONTS) == burn_in(picture(), drawing, FONTS)
    assert burn_in(picture(), drawing, FONTS) != burn_in(picture(), Annotation(), FONTS)
    assert lines(blur(0, 0, 1, 1), 10, 10) == ()


@given(st.lists(MARKS, max_size=8))
def test_a_drawing_survives_being_kept(marks: list[Mark]) -> None:
    drawing = Annotation(tuple(marks))
    assert Annotation.from_json(drawing.to_json()) == drawing


@given(st.lists(MARKS, max_size=4), st.integers(1, 60), st.integers(1, 60))
def test_any_drawing_can_be_burnt_into_any_picture(marks: list[Mark], width: int, height: int) -> None:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#808080").save(out, "JPEG")
    assert opened(burn_in(out.getvalue(), Annotation(tuple(marks)), FONTS).report).size == (width, height)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"marks": [{}]},
        {"marks": [{"tool": "laser", "points": [[0, 0]], "colour": COLOURS[0], "size": 1, "text": ""}]},
        {"marks": [{"tool": "box", "points": [[0, 0]], "colour": COLOURS[0], "size": 1, "text": ""}]},
        {"marks": [{"tool": "text", "points": [[0, 2]], "colour": COLOURS[0], "size": 1, "text": ""}]},
        {"marks": [{"tool": "text", "points": [[0, 0]], "colour": "red", "size": 1, "text": ""}]},
        {"marks": [{"tool": "text", "points": [[0, 0]], "colour": COLOURS[0], "size": 9, "text": ""}]},
    ],
)
def test_what_is_no_drawing_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(FieldRefused):
        Annotation.from_json(plain)


def test_a_slip_of_the_hand_and_too_much_are_left_out() -> None:
    assert Annotation().with_mark(blur(0.5, 0.5, 0.5, 0.9)) == Annotation()
    assert Annotation().with_mark(Mark(Tool.TEXT, ((0, 0),), text=" ")) == Annotation()
    full = Annotation((Mark(Tool.FREEHAND, ((0.1, 0.1),) * 2499),))
    assert full.with_mark(blur(0.1, 0.1, 0.9, 0.9)) == full


def test_a_mark_is_found_where_it_lies_the_uppermost_first() -> None:
    drawing = Annotation(
        (blur(0, 0, 1, 1), Mark(Tool.BOX, ((0.4, 0.4), (0.6, 0.6))), Mark(Tool.ARROW, ((0, 0), (1, 1))))
    )
    assert hit(drawing, 0.5, 0.5, 0.01) == 2
    assert hit(drawing, 0.45, 0.55, 0.01) == 1
    assert hit(drawing, 0.9, 0.1, 0.01) == 0
    assert hit(Annotation(), 0.9, 0.1, 0.01) is None


@given(MARKS, st.floats(-2, 2), st.floats(-2, 2))
def test_a_mark_is_never_moved_off_the_picture(mark: Mark, dx: float, dy: float) -> None:
    moved = mark.moved(dx, dy)
    assert all(-1e-9 <= x <= 1 + 1e-9 and -1e-9 <= y <= 1 + 1e-9 for x, y in moved.points)
