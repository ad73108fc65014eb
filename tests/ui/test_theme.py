"""Colours that can be read, fonts that are ours, icons that exist."""

import pytest

from ambassador_app.ui.colours import DARK, DARK_CHART, LIGHT, LIGHT_CHART, Colours, contrast
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.frame import RAIL_NAMES
from ambassador_app.ui.theme import FAMILY, Theme, Type
from tests.ui.conftest import RESOURCES, MakeContext

GROUNDS = ("window", "surface", "sunken", "raised")
TEXTS = [
    ("text", (*GROUNDS, "accent_soft", "danger_soft", "warning_soft", "success_soft", "info_soft", "selection")),
    ("muted", (*GROUNDS, "selection")),
    ("accent", ("window", "surface", "sunken", "raised", "accent_soft")),
    ("on_accent", ("accent", "accent_hover")),
    ("danger", ("window", "surface", "raised", "danger_soft")),
    ("warning", ("window", "surface", "raised", "warning_soft")),
    ("success", ("window", "surface", "raised", "success_soft")),
    ("info", ("window", "surface", "raised", "info_soft")),
]
SCHEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@SCHEMES
@pytest.mark.parametrize(("ink", "grounds"), TEXTS, ids=[ink for ink, _ in TEXTS])
def test_text_can_be_read(colours: Colours, ink: str, grounds: tuple[str, ...]) -> None:
    for ground in grounds:
        assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5, ground


@SCHEMES
@pytest.mark.parametrize("edge", ["outline", "focus"])
def test_the_edge_of_a_control_can_be_seen(colours: Colours, edge: str) -> None:
    for ground in GROUNDS:
        assert contrast(getattr(colours, edge), getattr(colours, ground)) >= 3.0, ground


@pytest.mark.parametrize(("chart", "colours"), [(LIGHT_CHART, LIGHT), (DARK_CHART, DARK)], ids=["light", "dark"])
def test_the_colours_of_a_chart_can_be_told_from_the_ground(chart: tuple[str, ...], colours: Colours) -> None:
    assert all(contrast(one, colours.surface) >= 3.0 for one in chart)


def test_the_signs_in_the_controls_have_the_scheme_s_colours() -> None:
    folder = RESOURCES / "icons" / "control"
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        assert colours.on_accent in (folder / f"check-{name}.svg").read_text()
        assert colours.on_accent in (folder / f"dot-{name}.svg").read_text()
        assert colours.muted in (folder / f"chevron-{name}.svg").read_text()


def test_our_own_font_is_used(make_context: MakeContext) -> None:
    from PySide6.QtGui import QFontInfo

    theme = make_context().theme
    assert QFontInfo(theme.font()).family().startswith(FAMILY)
    assert QFontInfo(theme.font(Type.STRONG)).weight() > QFontInfo(theme.font()).weight()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_everything_grows_with_the_text(make_context: MakeContext, scale: float) -> None:
    theme = make_context(scale=scale).theme
    assert theme.touch == round(44 * scale)
    assert theme.font().pixelSize() == round(15 * scale)
    assert theme.space.l == round(16 * scale)


@pytest.mark.parametrize(
    "name",
    [
        *RAIL_NAMES,
        *("chevron-left", "chevron-right", "undo", "redo", "help", "search", "close", "calendar", "flag", "lock"),
        *("report", "warning", "error", "info", "success", "photo", "trash", "zoom-in", "zoom-out", "fit-width"),
        *("check", "note"),
    ],
)
def test_every_icon_we_ask_for_is_drawn(look: UiContext, name: str) -> None:
    pixmap = look.theme.pixmap(name, 24, "accent")
    assert not pixmap.isNull()
    image = pixmap.toImage()
    inks = {image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 250}
    assert look.theme.colours.accent in inks


def test_an_icon_that_is_missing_is_empty(look: UiContext) -> None:
    assert look.theme.icon("no such thing").isNull()
    assert look.theme.pixmap("no such thing").isNull()


def test_the_palette_follows_the_scheme(qapp: object) -> None:
    from PySide6.QtGui import QPalette

    for dark in (False, True):
        theme = Theme(RESOURCES, dark=dark)
        assert theme.palette().color(QPalette.ColorRole.Window).name() == theme.colours.window
