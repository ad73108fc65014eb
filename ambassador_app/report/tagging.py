"""A ReportLab canvas that marks what it draws: each thing for its structure element, the rest as artifact.

Touches private names of ReportLab (`_code`, `_codeStack`, `_restartAccumulators`, `_pushAccumulators`, `_textOut`,
`_formsinuse`), which is why ReportLab is pinned exactly.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from ambassador_app.report.images import EmbeddableImage
from ambassador_app.report.tree import Elem, Mark

_LATER: Final = "% later "  # a comment, were it ever left in the file
_PAINT: Final = re.compile(r"(?:^|\s)(?:S|s|f|F|f\*|B|B\*|b|b\*|Do|sh|Tj|TJ|'|\"|EI)(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """A spot on a page, in points from its lower left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle that leads to the place registered under `target`; it belongs to a Link element."""

    page: int
    rectangle: tuple[float, float, float, float]
    target: str
    description: str
    elem: Elem


class _Text(PDFTextObject):
    """Text whose lines end in a space, or readers would join the last word of one to the first of the next."""

    def _textOut(self, text: Any, TStar: int = 0) -> None:
        if TStar and isinstance(text, str) and text and not text.endswith((" ", "-", "\u00ad")):
            text += " "
        super()._textOut(text, TStar)  # type: ignore[misc]  # private, so the stubs leave it out


class TaggedCanvas(Canvas):
    """Draws and remembers for which element; `places`, `links` and `pictures` are what the finishing needs beside.

    `pictures` are by what stands in the drawn file in place of their bytes.
    """

    # private to ReportLab, so its stubs leave them out
    _code: list[str]
    _codeStack: list[Any]
    _formsinuse: list[str]
    _doc: Any
    _setXObjects: Callable[[Any], None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._spans: list[tuple[int, int]] = []
        self._saved: list[tuple[list[tuple[int, int]], int]] = []
        self._mcid = 0
        self._inside = False
        self.places: dict[str, Place] = {}
        self.links: list[Link] = []
        self.pictures: dict[bytes, EmbeddableImage] = {}
        super().__init__(*args, **kwargs)

    @property
    def page_index(self) -> int:
        """The page being drawn, from 0."""
        return int(self.getPageNumber()) - 1

    # -- marking ----------------------------------------------------------------------------------------------
    def tagged(self, elem: Elem, draw: Callable[[], object]) -> None:
        """Draw something that belongs to `elem`. Within something marked already it belongs to that."""
        if self._inside:
            draw()
            return
        elem.kids.append(Mark(self.page_index, self._mcid))
        begin = f"/{elem.tag} <</MCID {self._mcid}>> BDC"
        self._mcid += 1
        self._span(draw, begin)

    def artifact(self, draw: Callable[[], object], subtype: str) -> None:
        """Draw a running header or footer."""
        self._span(draw, f"/Artifact <</Type /Pagination /Subtype /{subtype}>> BDC")

    def _span(self, draw: Callable[[], object], begin: str) -> None:
        start, self._inside = len(self._code), True
        self._code.append(begin)
        try:
            draw()
        finally:
            self._inside = False
        self._code.append("EMC")
        self._spans.append((start, len(self._code)))

    def showPage(self) -> None:
        """End the page; what no element claimed (rules, grounds of boxes) becomes an artifact."""
        code, at = self._code, 0
        out: list[str] = []
        for start, end in [*self._spans, (len(code), len(code))]:
            loose = code[at:start]
            paints = any(_PAINT.search(item) for item in loose)
            out += ["/Artifact BMC", *loose, "EMC"] if paints else loose
            out += code[start:end]
            at = end
        self._code[:] = out
        super().showPage()

    def _restartAccumulators(self) -> None:
        returning = bool(self._codeStack)  # the end of a form XObject: the page's own state comes back
        super()._restartAccumulators()  # type: ignore[misc]
        self._spans, self._mcid = self._saved.pop() if returning else ([], 0)

    def _pushAccumulators(self) -> None:
        self._saved.append((self._spans, self._mcid))
        super()._pushAccumulators()  # type: ignore[misc]
        self._spans = []

    # -- what is known at the end only --------------------------------------------------------------------------
    def later(self, name: str) -> None:
        """Leave a place in the drawing for what `fill_in` draws there."""
        self._code.append(f"{_LATER}{name}")

    def fill_in(self, wanted: Mapping[str, Callable[[], object]]) -> None:
        """Draw what was left for later, each with the origin where it was left; nothing is marked a second time."""
        pages = [page for page in self._doc.Pages.pages if _LATER in page.stream]
        for name, draw in wanted.items():
            code, self._code, self._inside = self._code, [], True
            draw()
            drawn, self._code, self._inside = "\n".join(self._code), code, False
            left = f"{_LATER}{name}\n"
            for page in pages:
                page.stream = page.stream.replace(left, f"{drawn}\n")
            self._code[:] = [drawn if one == left[:-1] else one for one in self._code]

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> PDFTextObject:
        """Begin a text whose lines can be told apart by a reader."""
        return _Text(self, x, y, direction=direction)

    # -- what ReportLab lacks ---------------------------------------------------------------------------------
    def here(self) -> Place:
        """Give the current origin on the page."""
        x, y = self.absolutePosition(0, 0)
        return Place(self.page_index, float(x), float(y))

    def picture(self, name: str, image: EmbeddableImage, x: float, y: float, width: float, height: float) -> None:
        """Paint an image: once in the file however often it is shown, its bytes put in by the finishing, uncopied."""
        name = "image." + hashlib.sha256(name.encode()).hexdigest()[:32]
        registered = self._doc.getXObjectName(name)
        if registered not in self._doc.idToObject:
            embedded: Any = pdfdoc.PDFImageXObject(name)
            embedded.width, embedded.height, embedded.bitsPerComponent = image.width, image.height, 8
            embedded.colorSpace = "DeviceRGB" if image.components == 3 else "DeviceGray"
            embedded._filters = (image.filter,)  # noqa: SLF001 - the constructor knows only files
            embedded.streamContent, embedded.mask = name, None
            self.pictures[name.encode()] = image
            self._setXObjects(embedded)
            self._doc.Reference(embedded, registered)
            self._doc.addForm(name, embedded)
        self.saveState()
        self.translate(x, y)
        self.scale(width, height)
        self._code.append(f"/{registered} Do")
        self.restoreState()
        self._formsinuse.append(name)

    def keep_form(self, name: str) -> None:
        """Put a form XObject into this page's resources without painting it."""
        self._formsinuse.append(name)
