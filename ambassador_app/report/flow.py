"""The four things a page is made of: text, figures, rows of cells, and the place of the seal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, TypeAlias, cast

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getAscentDescent, stringWidth
from reportlab.platypus import Flowable, Paragraph

from ambassador_app.report.style import BODY_HEIGHT, is_everyday, markup
from ambassador_app.report.tagging import Link, Place, TaggedCanvas
from ambassador_app.report.tree import Elem

_LEAST_LINES: Final = 3
_LEAST_PIECE: Final = 48.0
_SHRINKAGE: Final = ParagraphStyle.defaults["spaceShrinkage"]


class Text(Paragraph):
    """A paragraph, heading, cell or caption that is drawn for one element, on as many pages as it takes.

    `once` is for repeated table headers: tagged where they stand first, artifact afterwards. `anchor` registers the
    place under a name; `outline` enters it into the bookmarks at that level; `leads_to` makes it a link.
    """

    plain = ""
    elem: Elem
    once = False
    anchor = ""
    outline: int | None = None
    leads_to = ""
    is_one_run = False
    _measured: tuple[float, tuple[float, float]] | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break into lines once for each width: grids and page breaks ask often."""
        if self._measured is None or self._measured[0] != width or not hasattr(self, "blPara"):
            self._measured = (width, super().wrap(width, height))
        return self._measured[1]

    def breakLines(self, width: Any) -> Any:
        """Break a text of one run as ReportLab does, which looks for much that is in none of ours; the rest by it."""
        lines = _lines(self.frags[0], width[0]) if self.is_one_run and width[0] == width[1] else None
        if lines is None:
            return super().breakLines(width)
        fragment = self.frags[0]
        ascent, descent = getAscentDescent(fragment.fontName, fragment.fontSize)
        self._width_max = max(width[0] - spare for spare, _ in lines)
        return fragment.clone(kind=0, lines=lines, ascent=ascent, descent=descent, fontSize=fragment.fontSize)

    def split(self, width: float, height: float) -> list[Any]:
        """Cut the paragraph at a line; both parts belong to the same element."""
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.plain, part.elem, part.once = self.plain, self.elem, self.once
        if parts:
            parts[0].anchor, parts[0].outline = self.anchor, self.outline
        return parts

    def least(self, width: float) -> float:
        """Say how much of it has to stand together."""
        _, height = self.wrap(width, BODY_HEIGHT)
        return min(float(height), self.style.leading * _LEAST_LINES)

    def draw(self) -> None:
        """Draw for the element, register the place, leave a link."""
        canvas = cast("TaggedCanvas", self.canv)
        if self.anchor:
            self._register(canvas)
        if self.once and self.elem.is_drawn:
            super().draw()
            return
        canvas.tagged(self.elem, super().draw)
        if self.leads_to:
            at = canvas.here()
            box = (at.x, at.y - 1, at.x + self.width, at.y + self.height)
            canvas.links.append(Link(at.page, box, self.leads_to, self.plain, self.elem))

    def _register(self, canvas: TaggedCanvas) -> None:
        at = canvas.here()
        canvas.places[self.anchor] = Place(at.page, at.x, at.y + self.height + 6)
        if self.outline is not None:
            canvas.bookmarkHorizontal(self.anchor, 0, self.height + 6)
            canvas.addOutlineEntry(self.plain, self.anchor, self.outline)


def _lines(run: Any, room: float) -> list[tuple[float, list[str]]] | None:
    """Give each line with the room that is left in it; None where a word is too long for a line.

    Adds up in ReportLab's order, so that sums are the same to the last digit.
    """
    space = _word_width(" ", run.fontName, run.fontSize)
    lines: list[tuple[float, list[str]]] = []
    line: list[str] = []
    used = -space
    for word in filter(None, run.text.split(" ")):  # everyday text has no other space to break at
        wide = _word_width(word, run.fontName, run.fontSize)
        wanted = used + space + wide
        if wanted <= room + _SHRINKAGE * space * len(line):
            line.append(word)
            used = wanted
            continue
        if not line or wide > room:
            return None
        lines.append((room - used, line))
        line, used = [word], wide
    return [*lines, (room - used, line)]


@lru_cache(maxsize=4096)
def _word_width(word: str, font: str, size: float) -> float:
    """Measure a word; most stand in a report many times."""
    return float(stringWidth(word, font, size))


@lru_cache(maxsize=256)
def _fragment(style: Any) -> Any:
    """Give the fragment that the parser makes of a text in a style."""
    return Paragraph("x", style).frags[0]


def make_text(plain: str, style: Any, elem: Elem, *, marked_up: str = "") -> Text:
    """Set a plain text for an element; `marked_up` replaces its markup where one text has two weights.

    Most texts are one run in one face: those need no parser, only the fragment that it would make.
    """
    if not marked_up and plain.strip() and "\n" not in plain and is_everyday(plain, style.fontName):
        made = Text("", style, frags=[_fragment(style).clone(text=plain)])
        made.is_one_run = True
    else:
        made = Text(marked_up or markup(plain, style.fontName), style)
    made.plain, made.elem = plain, elem
    return made


class Drawn(Flowable):
    """Something drawn that is one Figure with a text alternative; `paint` draws with the origin lower left."""

    def __init__(self, width: float, height: float, elem: Elem, paint: Callable[[TaggedCanvas], None]) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.elem = elem
        self._paint = paint

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Keep its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw all of it within one marked sequence, and note its place on the page."""
        from pikepdf import Name

        canvas = cast("TaggedCanvas", self.canv)
        at = canvas.here()
        box = [round(n, 2) for n in (at.x, at.y, at.x + self.width, at.y + self.height)]
        self.elem.attributes = {"BBox": box, "Placement": Name.Block}
        canvas.tagged(self.elem, lambda: self._paint(canvas))


class Gap(Flowable):
    """Empty space; vanishes at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.width, self.height = 0.0, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the height; at the end of a page what is left of it."""
        return 0.0, min(self.height, height)

    def draw(self) -> None:
        """Draw nothing."""


class Spot(Flowable):
    """Room kept for something that is written into the file later; remembers where it came to stand."""

    def __init__(self, width: float, height: float, form: str) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._form = form
        self.place: Place | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Keep its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Note the place, and take the form into the page's resources without painting it."""
        canvas = cast("TaggedCanvas", self.canv)
        self.place = canvas.here()
        canvas.keep_form(self._form)


Cell: TypeAlias = list[Any]


@dataclass(slots=True)
class Row:
    """Cells side by side, each a stack of flowables. `ground` colours the row, `rule` the line below it."""

    cells: list[Cell]
    ground: str = ""
    rule: str = ""
    rule_width: float = 0.5
    whole: bool = True
    heights: list[float] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The height of the tallest cell, as last wrapped."""
        return max(self.heights, default=0.0)


class Grid(Flowable):
    """Rows of cells: tables, facts, lists, photos side by side.

    The first `header` rows are repeated on every page. No row is split, unless it is taller than a page could hold
    or is not to be `whole`. What is to stay `together` does, up to half a page.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        widths: Sequence[float],
        *,
        header: int = 0,
        gap: float = 0.0,
        padding: tuple[float, float] = (0.0, 0.0),
        bar: str = "",
        together: bool = False,
    ) -> None:
        super().__init__()
        self.rows = list(rows)
        self.widths = list(widths)
        self.header = header
        self.gap = gap
        self.padding = padding
        self.bar = bar
        self.together = together

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measure every row."""
        for row in self.rows:
            self._measure(row)
        self.width = sum(self.widths) + self.gap * (len(self.widths) - 1)
        self.height = sum(row.height for row in self.rows)
        return self.width, self.height

    def least(self, width: float) -> float:
        """Say how much has to stand together: the header and the row after it, or all of what is not to be cut."""
        self.wrap(width, BODY_HEIGHT)
        if self.together and self.height <= BODY_HEIGHT / 2:
            return self.height
        return min(self._height_of(self.header + 1), BODY_HEIGHT / 2)

    def split(self, width: float, height: float) -> list[Any]:
        """Cut between rows; the second part begins with the header again."""
        fitting, used = 0, 0.0
        while fitting < len(self.rows) and used + self.rows[fitting].height <= height:
            used += self.rows[fitting].height
            fitting += 1
        if fitting == len(self.rows):
            return [self]
        if fitting >= self.header and self._is_oversized(self.rows[fitting]):
            return self._split_row(fitting, height - used)
        if fitting == len(self.rows) - 1 and fitting > self.header + 2:
            fitting -= 1  # the last row gets company on the next page
        if fitting <= self.header or (self.together and self.height <= BODY_HEIGHT / 2):
            return []
        return [self._with(self.rows[:fitting]), self._with(self._header() + self.rows[fitting:])]

    def _is_oversized(self, row: Row) -> bool:
        return not row.whole or row.height > BODY_HEIGHT - self._height_of(self.header) - 1

    def _split_row(self, number: int, room: float) -> list[Any]:
        row, over = self.rows[number], self.rows[number + 1 :]
        cut = [self._split_cell(cell, width, room - 2 * self.padding[1]) for cell, width in self._columns(row)]
        if room < _LEAST_PIECE or not any(top for top, _ in cut):
            if number <= self.header:
                return []
            return [self._with(self.rows[:number]), self._with(self._header() + self.rows[number:])]
        first = Row([top for top, _ in cut], row.ground, "", row.rule_width)
        second = Row([rest for _, rest in cut], row.ground, row.rule, row.rule_width, whole=row.whole)
        return [self._with([*self.rows[:number], first]), self._with([*self._header(), second, *over])]

    def _split_cell(self, cell: Cell, width: float, room: float) -> tuple[Cell, Cell]:
        """Cut a stack of flowables at a height."""
        inner = width - 2 * self.padding[0]
        top: Cell = []
        for i, part in enumerate(cell):
            _, height = part.wrap(inner, BODY_HEIGHT)
            if height <= room:
                top.append(part)
                room -= height
                continue
            pieces = part.split(inner, room) if isinstance(part, Text) else []
            if len(pieces) == 2:
                return [*top, pieces[0]], [pieces[1], *cell[i + 1 :]]
            # The last lines of a long stack do not stand alone on the next page.
            moved = max(0, min(_LEAST_LINES - len(cell[i:]), len(top) - _LEAST_LINES))
            return top[: len(top) - moved], [*top[len(top) - moved :], *cell[i:]]
        return top, []

    def draw(self) -> None:
        """Draw grounds and rules, then the cells, row by row."""
        y = self.height
        for row in self.rows:
            self._draw_ground(row, y)
            for (cell, width), x in zip(self._columns(row), self._lefts(), strict=True):
                self._draw_cell(cell, width, x + self.padding[0], y - self.padding[1])
            y -= row.height
        if self.bar:
            self.canv.setFillColor(HexColor(self.bar))
            self.canv.rect(0, 0, 3, self.height, stroke=0, fill=1)

    def _draw_ground(self, row: Row, top: float) -> None:
        canvas, bottom = self.canv, top - row.height
        if row.ground:
            canvas.setFillColor(HexColor(row.ground))
            for x, width in zip(self._lefts(), self.widths, strict=True):
                canvas.rect(x, bottom, width + (0 if self.gap else 0.1), row.height, stroke=0, fill=1)
        if row.rule:
            canvas.setStrokeColor(HexColor(row.rule))
            canvas.setLineWidth(row.rule_width)
            canvas.line(0, bottom, self.width, bottom)

    def _draw_cell(self, cell: Cell, width: float, x: float, y: float) -> None:
        inner = width - 2 * self.padding[0]
        for part in cell:
            _, height = part.wrap(inner, BODY_HEIGHT)
            y -= height
            part.drawOn(self.canv, x, y)

    def _measure(self, row: Row) -> None:
        row.heights = [
            sum(part.wrap(width - 2 * self.padding[0], BODY_HEIGHT)[1] for part in cell) + 2 * self.padding[1]
            for cell, width in self._columns(row)
        ]

    def _columns(self, row: Row) -> Iterable[tuple[Cell, float]]:
        return zip(row.cells, self.widths, strict=True)

    def _lefts(self) -> list[float]:
        return [sum(self.widths[:i]) + self.gap * i for i in range(len(self.widths))]

    def _header(self) -> list[Row]:
        return self.rows[: self.header]

    def _height_of(self, count: int) -> float:
        return sum(row.height for row in self.rows[:count])

    def _with(self, rows: list[Row]) -> Grid:
        made = Grid(rows, self.widths, header=self.header, gap=self.gap, padding=self.padding, bar=self.bar)
        made.spaceBefore, made.spaceAfter = self.getSpaceBefore(), self.getSpaceAfter()
        return made
