"""How the window looks: the only place with colours, fonts, spaces and icons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QScreen
from PySide6.QtWidgets import QApplication

from ambassador_app.ui.colours import DARK, DARK_CHART, LIGHT, LIGHT_CHART, Colours
from ambassador_app.ui.stylesheet import stylesheet

FAMILY: Final = "Source Sans 3"
_FACES: Final = ("SourceSans3-Regular.ttf", "SourceSans3-SemiBold.ttf", "SourceSans3-Bold.ttf", "SourceSans3-It.ttf")
_FALLBACKS: Final = ("Segoe UI", "DejaVu Sans", "Noto Sans")


class Type(Enum):
    """The type scale: size in px at 100 %, weight, and whether figures are equally wide."""

    CAPTION = (13, QFont.Weight.Normal, False)
    BODY = (15, QFont.Weight.Normal, False)
    STRONG = (15, QFont.Weight.DemiBold, False)
    TABULAR = (15, QFont.Weight.Normal, True)
    HEADING = (17, QFont.Weight.DemiBold, False)
    SECTION = (21, QFont.Weight.DemiBold, False)
    TITLE = (26, QFont.Weight.DemiBold, False)
    FIGURE = (28, QFont.Weight.DemiBold, True)


@dataclass(frozen=True, slots=True)
class Spaces:
    """The steps of the 4-px grid that are used, already scaled."""

    xs: int
    s: int
    m: int
    l: int  # noqa: E741 - t-shirt sizes
    xl: int
    xxl: int


class Theme:
    """One appearance: a scheme at one text size. Never changes; another appearance is another Theme."""

    def __init__(self, resources: Path, *, dark: bool = False, scale: float = 1.0) -> None:
        self.is_dark = dark
        self.scale = scale
        self.colours: Colours = DARK if dark else LIGHT
        self.chart_colours: tuple[str, ...] = DARK_CHART if dark else LIGHT_CHART
        self.space = Spaces(*(self.px(n) for n in (4, 8, 12, 16, 24, 32)))
        self.touch = self.px(44)
        self.row = self.px(40)
        self._icons = resources / "icons"
        self._fonts: dict[Type, QFont] = {}
        self._pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}

    def px(self, length: float) -> int:
        """Give `length` px at 100 % in the text size chosen."""
        return round(length * self.scale)

    def colour(self, token: str) -> QColor:
        """Give the colour called `token`."""
        return QColor(getattr(self.colours, token))

    def font(self, style: Type = Type.BODY) -> QFont:
        """Give the font of one step of the type scale."""
        if style not in self._fonts:
            self._fonts[style] = self._made_font(style)
        return self._fonts[style]

    def _made_font(self, style: Type) -> QFont:
        size, weight, tabular = style.value
        font = QFont()
        font.setFamilies([FAMILY, *_FALLBACKS])
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    # -- icons ------------------------------------------------------------------------------------------------
    def icon(self, name: str, token: str = "text", *, on: str = "", size: int = 20) -> QIcon:
        """Give the icon `name` in the colour `token`, and in `on` where it is checked; empty if there is none."""
        icon = QIcon()
        if not self.has_icon(name):
            return icon
        normal, disabled = QIcon.Mode.Normal, QIcon.Mode.Disabled
        icon.addPixmap(self.pixmap(name, size, token), normal, QIcon.State.Off)
        icon.addPixmap(self.pixmap(name, size, on or token), normal, QIcon.State.On)
        icon.addPixmap(self.pixmap(name, size, "disabled"), disabled, QIcon.State.Off)
        return icon

    def has_icon(self, name: str) -> bool:
        """Whether there is a drawing for `name`."""
        return (self._icons / f"{name}.svg").is_file()

    def pixmap(self, name: str, size: int = 20, token: str = "text") -> QPixmap:
        """Give the drawing `name`, `size` px at 100 %, sharp on the screen in use; empty if there is none."""
        screen: QScreen | None = QGuiApplication.primaryScreen()
        ratio = 1.0 if screen is None else max(screen.devicePixelRatio(), 1.0)
        key = (name, size, token, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._drawn(name, self.px(size), getattr(self.colours, token), ratio)
        return self._pixmaps[key]

    def _drawn(self, name: str, length: int, colour: str, ratio: float) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        file = self._icons / f"{name}.svg"
        if not file.is_file():
            return QPixmap()
        source = file.read_text("utf-8").replace("#000000", colour)
        device = round(length * ratio)
        pixmap = QPixmap(QSize(device, device))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, device, device))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    # -- the whole application --------------------------------------------------------------------------------
    def apply(self, application: QApplication) -> None:
        """Make the application look like this."""
        application.setStyle("Fusion")
        application.setPalette(self.palette())
        application.setFont(self.font())
        application.setStyleSheet(stylesheet(self.colours, self.px, self._icons / "control", dark=self.is_dark))

    def palette(self) -> QPalette:
        """Give the palette, for everything that the style sheet leaves to Fusion."""
        palette, role = QPalette(), QPalette.ColorRole
        tokens = {
            role.Window: "window",
            role.WindowText: "text",
            role.Base: "surface",
            role.AlternateBase: "sunken",
            role.Text: "text",
            role.Button: "surface",
            role.ButtonText: "text",
            role.BrightText: "danger",
            role.ToolTipBase: "raised",
            role.ToolTipText: "text",
            role.PlaceholderText: "muted",
            role.Highlight: "accent",
            role.HighlightedText: "on_accent",
            role.Accent: "accent",
            role.Link: "accent",
            role.LinkVisited: "accent",
            role.Light: "raised",
            role.Midlight: "border",
            role.Mid: "outline",
            role.Dark: "outline",
            role.Shadow: "outline",
        }
        for one, token in tokens.items():
            palette.setColor(one, self.colour(token))
        for one in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, one, self.colour("disabled"))
        return palette


def load_fonts(folder: Path) -> None:
    """Make our own faces known to Qt."""
    for face in _FACES:
        QFontDatabase.addApplicationFont(str(folder / face))
