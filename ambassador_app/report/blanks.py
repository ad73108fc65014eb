"""A question on paper: its words, and room to answer with a pen."""

from __future__ import annotations

from typing import Any, Final

from pikepdf import Name
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from ambassador_app.report.content import Blank
from ambassador_app.report.flow import Gap, Grid, Row, make_text
from ambassador_app.report.style import BODY_WIDTH, MUTED, RULE, Styles
from ambassador_app.report.tree import Elem

_CODE: Final = 40.0
_ROOM: Final = BODY_WIDTH - _CODE
_TICK: Final = 16.0
_LINE: Final = 21.0
_FIGURE: Final = (130.0, 22.0)
_SQUARE, _ROUND = "☐", "○"
_WIDEST: Final = ((20, 3), (38, 2))
"""Choices no longer than so many characters stand in so many columns."""


def blank_question(block: Blank, elem: Elem, styles: Styles) -> Grid:
    """Set a question; it stays on one page. Its code stands in the margin."""
    said: list[Any] = [make_text(block.text, styles.name, elem.add("P"))]
    for words in (block.when, block.help, block.several):
        if words:
            said.append(make_text(words, styles.caption, elem.add("P")))
    answer: list[Any] = []
    if block.choices:
        answer.append(_choices(block, elem, styles))
    if block.boxed:
        unit = make_text(block.unit, styles.cell, elem.add("P")) if block.unit else Gap(0)
        answer.append(Grid([Row([[_Box(*_FIGURE)], [Gap(5), unit]])], [_FIGURE[0] + 8, _ROOM - _FIGURE[0] - 8]))
    if block.lines:
        answer.append(_Lines(_ROOM, block.lines))
    code = [make_text(block.code, styles.caption, elem.add("P"))] if block.code else []
    grid = Grid([Row([code, [*said, Gap(3), *answer]])], [_CODE, _ROOM])
    grid.spaceBefore, grid.spaceAfter = 4, 9
    return grid


def _choices(block: Blank, parent: Elem, styles: Styles) -> Grid:
    longest = max(map(len, block.choices))
    columns = next((count for most, count in _WIDEST if longest <= most), 1)
    columns = min(columns, len(block.choices))
    listed = parent.add("L", attributes={"ListNumbering": Name.Unordered})
    sign = _SQUARE if block.several or len(block.choices) == 1 else _ROUND
    cells: list[list[Any]] = []
    for choice in block.choices:
        entry = listed.add("LI")
        cells.append([make_text(sign, styles.body, entry.add("Lbl"))])
        cells.append([make_text(choice, styles.cell, entry.add("LBody"))])
    across = columns * 2
    cells += [[] for _ in range(-len(cells) % across)]
    rows = [Row(cells[start : start + across]) for start in range(0, len(cells), across)]
    return Grid(rows, [_TICK, _ROOM / columns - _TICK] * columns, padding=(0, 2))


class _Box(Flowable):
    """A box to write a figure in."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Keep its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the box; it is decoration to who listens."""
        self.canv.setStrokeColor(HexColor(MUTED))
        self.canv.setLineWidth(0.7)
        self.canv.roundRect(0.5, 0.5, self.width - 1, self.height - 1, 2, stroke=1, fill=0)


class _Lines(_Box):
    """Ruled lines to write on."""

    def __init__(self, width: float, count: int) -> None:
        super().__init__(width, _LINE * count + 2)
        self._count = count

    def draw(self) -> None:
        """Draw the lines; they are decoration to who listens."""
        self.canv.setStrokeColor(HexColor(RULE))
        self.canv.setLineWidth(0.8)
        for number in range(self._count):
            y = self.height - _LINE * (number + 1)
            self.canv.line(0, y, self.width, y)
