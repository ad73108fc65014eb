"""One drawing of a report: front page, table of contents, parts, running header and footer, the seal's look."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

from reportlab.lib.colors import HexColor
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate

from ambassador_app.drawing.picture import Anchor
from ambassador_app.report import style
from ambassador_app.report.archive import SealField
from ambassador_app.report.content import ReportContent
from ambassador_app.report.flow import Drawn, Gap, Grid, Row, Text, make_text
from ambassador_app.report.images import EmbeddableImage
from ambassador_app.report.layout import SEAL_FORM, SEAL_SIZE, Layout
from ambassador_app.report.painting import write
from ambassador_app.report.style import BODY_HEIGHT, BODY_WIDTH, BOTTOM, LEFT, MUTED, REGULAR, RULE, SEMIBOLD, Styles
from ambassador_app.report.tagging import Link, Place, TaggedCanvas
from ambassador_app.report.tree import Elem

_TOTAL: Final = "total"
_ITS_WIDTH: Final = "width of the total"
_LOGO: Final = (150.0, 46.0)
_PADDING: Final = 2.0
_NUMBER_WIDTH: Final = 30 - 2 * _PADDING


@dataclass(frozen=True, slots=True)
class Drawing:
    """Drawn pages and what has to be written into the file beside them.

    `parts` are what a table of contents lists, `has_contents` tells whether there is one.
    """

    pdf: bytes
    root: Elem
    pages: int
    parts: int
    has_contents: bool
    places: dict[str, Place]
    links: list[Link]
    pictures: dict[bytes, EmbeddableImage]
    seal: Place | None
    seal_parent: Elem


def draw(
    report: ReportContent,
    styles: Styles,
    image: Callable[[str], EmbeddableImage | None],
    with_contents: bool,
) -> Drawing:
    """Draw all pages; `with_contents` a table of contents follows the front page."""
    layout = Layout(report, styles, image)
    _front(layout, report, styles, image)
    mark = len(layout.story)
    toc_parent = layout.root.add("Sect") if with_contents else None
    layout.add_all(report.blocks)
    if toc_parent is not None:
        layout.story[mark:mark] = _contents(layout, report, styles, toc_parent)
    out = io.BytesIO()
    kept: list[TaggedCanvas] = []

    def maker(*args: Any, **kwargs: Any) -> TaggedCanvas:
        kept.append(TaggedCanvas(*args, **kwargs))
        return kept[-1]

    document = _document(out, report, styles)
    parts = [key for key, _ in layout.headings] if with_contents else []
    document.build([*layout.story, _Ending(report, styles, parts)], canvasmaker=maker)
    canvas = kept[-1]
    return Drawing(
        pdf=out.getvalue(),
        root=layout.root,
        pages=int(document.page),
        parts=len(layout.headings),
        has_contents=with_contents,
        places=canvas.places,
        links=canvas.links,
        pictures=canvas.pictures,
        seal=layout.seal.place,
        seal_parent=layout.seal_parent,
    )


def seal_fields(report: ReportContent, drawing: Drawing) -> list[SealField]:
    """Say where the seal and the later archive time stamp go. A report without a signature block has neither."""
    place, words = drawing.seal, report.furniture
    if place is None:
        return []
    box = (place.x, place.y, place.x + SEAL_SIZE[0], place.y + SEAL_SIZE[1])
    said = " ".join(one if one.endswith((",", ".")) else f"{one}." for one in words.seal_lines)
    seal = SealField("Seal", place.page, box, SEAL_FORM, said or words.seal_description, drawing.seal_parent)
    nothing = (0.0, 0.0, 0.0, 0.0)
    return [seal, SealField("ArchiveTime", place.page, nothing, "", words.archive_description, drawing.seal_parent)]


def _document(out: io.BytesIO, report: ReportContent, styles: Styles) -> BaseDocTemplate:
    document = BaseDocTemplate(
        out,
        pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
        title=report.title,
        author=report.author,
        lang=report.language,
        initialFontName=REGULAR,
        pageCompression=1,
        invariant=1,
        allowSplitting=1,
    )
    frame = Frame(LEFT, BOTTOM, BODY_WIDTH, BODY_HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=partial(_furnish, report, styles)))
    return document


# -- running header and footer ------------------------------------------------------------------------------------
def _furnish(report: ReportContent, styles: Styles, canvas: TaggedCanvas, _: Any) -> None:
    canvas.saveState()
    if canvas.page_index:
        canvas.artifact(lambda: _header(report, styles, canvas), "Header")
    canvas.artifact(lambda: _footer(report, canvas), "Footer")
    canvas.restoreState()


def _header(report: ReportContent, styles: Styles, canvas: TaggedCanvas) -> None:
    y, right = style.PAGE_HEIGHT - 40, style.PAGE_WIDTH - style.RIGHT
    write(canvas, LEFT, y, _fitted(report.letterhead.name, BODY_WIDTH * 0.4), SEMIBOLD, 8.4, styles.accent)
    write(canvas, right, y, _fitted(report.furniture.header, BODY_WIDTH * 0.56), REGULAR, 8.4, MUTED, Anchor.END)
    _rule(canvas, y - 7)


def _footer(report: ReportContent, canvas: TaggedCanvas) -> None:
    words, y, right = report.furniture, 34.0, style.PAGE_WIDTH - style.RIGHT
    _rule(canvas, y + 12)
    write(canvas, LEFT, y, _fitted(words.footer, BODY_WIDTH * 0.7), REGULAR, 8.4, MUTED)
    # the total is known at the end only, and with it how far from the edge the text before it ends
    page = words.page.format(page=canvas.getPageNumber())
    canvas.saveState()
    canvas.translate(right, y)
    canvas.later(_ITS_WIDTH)
    write(canvas, 0, 0, f"{page} ", REGULAR, 8.4, MUTED, Anchor.END)
    canvas.later(_TOTAL)
    canvas.restoreState()


def _rule(canvas: TaggedCanvas, y: float) -> None:
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, y, style.PAGE_WIDTH - style.RIGHT, y)


def _fitted(text: str, room: float) -> str:
    """Shorten a running line; whole it stands on page 1."""
    if style.text_width(text, REGULAR, 8.4) <= room:
        return text
    while text and style.text_width(text + "…", REGULAR, 8.4) > room:
        text = text[:-1]
    return text.rstrip() + "…"


class _Ending(Flowable):
    """Draws, on the last page, what earlier pages use: the total of pages, the seal's look, the numbers of `parts`."""

    def __init__(self, report: ReportContent, styles: Styles, parts: list[str]) -> None:
        super().__init__()
        self._parts = parts
        self.width = self.height = 0.0
        self._report = report
        self._styles = styles

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Define the forms, fill in the numbers."""
        canvas = cast("TaggedCanvas", self.canv)
        canvas.fill_in({key: partial(self._number, canvas, canvas.places[key].page + 1) for key in self._parts})
        total = str(canvas.getPageNumber())
        before_total = -style.text_width(total, REGULAR, 8.4)
        canvas.fill_in(
            {
                _ITS_WIDTH: lambda: canvas.translate(before_total, 0),
                _TOTAL: lambda: write(canvas, 0, 0, total, REGULAR, 8.4, MUTED),
            }
        )
        width, height = SEAL_SIZE
        canvas.beginForm(SEAL_FORM, 0, 0, width, height)
        canvas.setFillColor(HexColor(self._styles.tint))
        canvas.setStrokeColor(HexColor(self._styles.accent))
        canvas.setLineWidth(0.8)
        canvas.roundRect(0.5, 0.5, width - 1, height - 1, 3, stroke=1, fill=1)
        for i, line in enumerate(self._report.furniture.seal_lines):
            font, size = (SEMIBOLD, 9.2) if i == 0 else (REGULAR, 7.8)
            write(canvas, 9, height - 16 - 12 * i, _fitted(line, width - 20), font, size, style.INK)
        canvas.endForm()

    def _number(self, canvas: TaggedCanvas, page: int) -> None:
        text = make_text(str(page), self._styles.cell_end, Elem("Link"))
        text.wrap(_NUMBER_WIDTH, BODY_HEIGHT)
        text.canv = canvas
        text.draw()


class _PageOf(Text):
    """Room for the number of the page on which a part begins."""

    part = ""

    def draw(self) -> None:
        """Leave the place; the number is known when all is drawn."""
        canvas = cast("TaggedCanvas", self.canv)
        canvas.tagged(self.elem, lambda: canvas.later(self.part))


# -- front page and contents --------------------------------------------------------------------------------------
def _front(
    layout: Layout, report: ReportContent, styles: Styles, image: Callable[[str], EmbeddableImage | None]
) -> None:
    head, root = report.letterhead, layout.root
    left: list[Any] = []
    logo = image(head.logo) if head.logo else None
    if logo is not None:
        scale = min(_LOGO[0] / logo.width, _LOGO[1] / logo.height)
        size = (logo.width * scale, logo.height * scale)
        elem = root.add("Figure", alt=head.logo_alt or head.name)
        left += [Drawn(*size, elem, lambda canvas: canvas.picture(head.logo, logo, 0, 0, *size)), Gap(5)]
    left.append(make_text(head.name, styles.letterhead, root.add("P")))
    if head.department:
        left.append(make_text(head.department, styles.caption, root.add("P")))
    right = [make_text(line, styles.letterhead_end, root.add("P")) for line in head.lines]
    layout.story += [
        Grid([Row([left, right])], [BODY_WIDTH * 0.55, BODY_WIDTH * 0.45]),
        Gap(24),
        make_text(report.title, styles.title, root.add("H1")),
        Gap(2),
        make_text(report.subtitle, styles.subtitle, root.add("P")),
        Gap(12),
    ]
    layout.add_all(report.front)


def _contents(layout: Layout, report: ReportContent, styles: Styles, parent: Elem) -> list[Any]:
    """Set the table of contents whole below the front page's text, or on the next page; each line is a link."""
    head = make_text(report.furniture.contents, styles.section, parent.add("H2"))
    listed = parent.add("TOC")
    entries: list[list[Any]] = []
    for key, title in layout.headings:
        link = listed.add("TOCI").add("Reference").add("Link")
        line = make_text(title, styles.cell, link)
        line.leads_to = key
        number = _PageOf("888", styles.cell_end)
        number.part, number.elem = key, link
        entries.append([[line], [number]])
    half = (len(entries) + 1) // 2
    right = [*entries[half:], [[], []]]
    rows = [Row([*entry, [], *right[i]], rule=RULE) for i, entry in enumerate(entries[:half])]
    column = (BODY_WIDTH - 28) / 2 - 30
    table = Grid(rows, [column, 30, 28, column, 30], padding=(_PADDING, 3.2))
    need = head.wrap(BODY_WIDTH, BODY_HEIGHT)[1] + table.wrap(BODY_WIDTH, BODY_HEIGHT)[1] + 24
    return [CondPageBreak(min(need, BODY_HEIGHT)), head, Gap(4), table, Gap(10)]
