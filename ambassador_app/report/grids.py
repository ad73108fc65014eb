"""Rows of cells for lists, facts, tables and key figures, each cell with its structure element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pikepdf import Name

from ambassador_app.report import content as said
from ambassador_app.report.content import Align
from ambassador_app.report.flow import Grid, Row, make_text
from ambassador_app.report.style import BODY_WIDTH, REGULAR, RULE, SEMIBOLD, Styles, markup, text_width
from ambassador_app.report.tree import Elem

_LONGEST_FIGURE: Final = 9
_LONG_CELL: Final = 1800
_MEASURED_ROWS: Final = 300
_SHORT_TABLE: Final = 9  # rows with the head: such a table is looked at as one


class Grids:
    """Makes grids in one report's styles."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def bullets(self, items: Sequence[str], parent: Elem) -> Grid:
        listed = parent.add("L", attributes={"ListNumbering": Name.Disc})
        rows = []
        for item in items:
            entry = listed.add("LI")
            label = make_text("•", self._styles.body, entry.add("Lbl"))
            rows.append(Row([[label], [make_text(item, self._styles.body, entry.add("LBody"))]], whole=False))
        return Grid(rows, [14, BODY_WIDTH - 14], padding=(1, 1))

    def facts_in_pairs(self, facts: Sequence[said.Fact], parent: Elem) -> Grid:
        table = parent.add("Table").add("TBody")
        rows = []
        for pair in pairs(facts):
            line, cells = table.add("TR"), []
            for fact in pair:
                label = Elem("TH", attributes={"Scope": Name.Row}).under(line)
                cells.append([make_text(fact.label, self._styles.label, label)])
                cells.append([make_text(fact.value, self._styles.cell, line.add("TD"))])
            if len(pair) == 1:
                line.add("TD"), line.add("TD")
            rows.append(Row(filled(cells, 4), rule=RULE, whole=all(len(f.value) < _LONG_CELL for f in pair)))
        return Grid(rows, [BODY_WIDTH * 0.18, BODY_WIDTH * 0.32] * 2, padding=(3, 3), together=True)

    def facts(self, facts: Sequence[said.Fact], parent: Elem) -> Grid:
        table = parent.add("Table").add("TBody")
        rows = []
        for fact in facts:
            line = table.add("TR")
            label = Elem("TH", attributes={"Scope": Name.Row}).under(line)
            value = make_text(fact.value, self._styles.cell, line.add("TD"))
            cells = [[make_text(fact.label, self._styles.label, label)], [value]]
            rows.append(Row(cells, rule=RULE, whole=len(fact.value) < _LONG_CELL))
        return Grid(rows, [BODY_WIDTH * 0.32, BODY_WIDTH * 0.68], padding=(3, 3.2))

    def table(self, block: said.Table, parent: Elem) -> Grid:
        styles, table = self._styles, parent.add("Table")
        head, body = table.add("THead"), table.add("TBody")
        widths = self._widths(block)
        titles = tuple(column.title for column in block.columns)
        rows = [self._cells(titles, block.columns, head.add("TR"), (styles.head, styles.head_end), "Column")]
        rows[0].ground, rows[0].rule, rows[0].rule_width = styles.tint, styles.accent, 0.8
        for cell in rows[0].cells:
            cell[0].once = True
        for row in block.rows:
            rows.append(self._cells(row, block.columns, body.add("TR"), (styles.cell, styles.cell_end)))
        if block.total:
            rows[-1].rule = styles.accent
            strong = (styles.cell_strong, styles.cell_strong_end)
            rows.append(self._cells(block.total, block.columns, body.add("TR"), strong))
        return Grid(rows, widths, header=1, padding=(4, 4), together=len(rows) <= _SHORT_TABLE)

    def _widths(self, block: said.Table) -> list[float]:
        """Share the width, but break no word of a title or a figure."""
        least = []
        for i, column in enumerate(block.columns):
            texts = [column.title, *(block.total[i : i + 1])]
            texts += [row[i] for row in block.rows[:_MEASURED_ROWS]] if column.align is Align.END else []
            words = {word for text in texts for word in text.split(" ")}
            least.append(min(max(text_width(word, SEMIBOLD, 9.2) for word in words or {""}) + 9, BODY_WIDTH / 3))
        spare = max(BODY_WIDTH - sum(least), 0.0)
        wanted = [column.share * BODY_WIDTH for column in block.columns]
        total = sum(wanted)
        missing = [max(share * BODY_WIDTH / total - low, 0.0) for share, low in zip(wanted, least, strict=True)]
        scale = spare / (sum(missing) or 1.0)
        widths = [low + more * scale for low, more in zip(least, missing, strict=True)]
        return [width * BODY_WIDTH / sum(widths) for width in widths]

    def _cells(
        self, texts: Sequence[str], columns: Sequence[said.Column], line: Elem, pair: tuple[Any, Any], scope: str = ""
    ) -> Row:
        cells = []
        for i, (text, column) in enumerate(zip(texts, columns, strict=True)):
            wanted = scope or ("Row" if i == 0 else "")
            attributes = {"Scope": Name("/" + wanted)} if wanted else {}
            elem = Elem("TH" if wanted else "TD", attributes=attributes).under(line)
            cells.append([make_text(text, pair[column.align is Align.END], elem)])
        return Row(cells, rule=RULE, whole=max(map(len, texts), default=0) < _LONG_CELL)

    def key_figures(self, items: Sequence[said.KeyFigure], parent: Elem) -> Grid:
        columns = min(max(len(items), 1), 4)
        gap = 8.0
        width = (BODY_WIDTH - gap * (columns - 1)) / columns
        rows = []
        for group in groups(items, columns):
            cells = [self._key_figure(one, parent) for one in group]
            rows.append(Row(filled(cells, columns), self._styles.tint))
        return Grid(rows, [width] * columns, gap=gap, padding=(9, 7))

    def _key_figure(self, one: said.KeyFigure, parent: Elem) -> list[Any]:
        box, styles = parent.add("Div"), self._styles
        value, unit = markup(one.value, SEMIBOLD), markup(one.unit, REGULAR)
        style = styles.figure if len(one.value) <= _LONGEST_FIGURE else styles.figure_words
        shown = f'{value} <font name="{REGULAR}" size="9.5">{unit}</font>' if one.unit else value
        # a listener hears the label first, though it stands below
        label = make_text(one.label, styles.figure_label, box.add("P"))
        figure = make_text(f"{one.value} {one.unit}".strip(), style, box.add("P"), marked_up=shown)
        return [figure, label]


def spaced(grid: Grid, after: float, *, before: float = 0.0) -> Grid:
    """Keep a distance to what stands above and below; none at the top of a page."""
    grid.spaceBefore, grid.spaceAfter = before, after
    return grid


def pairs(items: Sequence[Any]) -> list[Sequence[Any]]:
    """Cut a sequence into pairs; the last may be alone."""
    return groups(items, 2)


def groups(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Cut a sequence into groups of a size; the last may be smaller."""
    return [items[i : i + size] for i in range(0, len(items), size)]


def filled(cells: list[list[Any]], count: int) -> list[list[Any]]:
    """Add empty cells up to a count."""
    return [*cells, *([[]] * (count - len(cells)))]
