"""A copy of a report for archives that are wary of attachments: the very pages, as PDF/A-2a, without data and seal.

The pages are not drawn again, so a copy of an old report says what the report says, whatever the program would say by
now. Only what tells that it is a copy is added: above every page, and where the seal was.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.drawing.picture import Anchor
from ambassador_app.errors import NotAReport
from ambassador_app.i18n import COPENHAGEN, N_, Translator
from ambassador_app.report import style
from ambassador_app.report.style import prepare

if TYPE_CHECKING:
    import pikepdf

_SIZE: Final = 8.4
_LINE: Final = 12.0
_TOP: Final = style.PAGE_HEIGHT - 22


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What a copy says of itself: behind the title, above each page, and in the place of the seal."""

    title: str
    running: str
    instead_of_seal: tuple[str, ...]


def copy_mark(words: Translator, signer: str = "", sealed_at: datetime | None = None) -> CopyMark:
    """Say what a copy is a copy of: of a sealed report, by whom and when, or of one that is not sealed."""
    title = words.tr(N_("copy without seal and data"))
    if sealed_at is None:
        running = words.tr(N_("Copy without data of a report that is not sealed."))
        return CopyMark(title, running, (words.tr(N_("Copy, not sealed.")),))
    day = words.day(sealed_at.astimezone(COPENHAGEN).date())
    running = words.tr(
        N_("Copy without seal and data; what is said of them is about the sealed report ({signer}, {day})."),
        signer=signer,
        day=day,
    )
    box = (
        words.tr(N_("Copy without seal and data.")),
        words.tr(N_("The report itself was sealed {day} by"), day=day),
        f"{signer}.",
        words.tr(N_("Ask the municipality for it.")),
    )
    return CopyMark(title, running, box)


def archive_copy(pdf: bytes, fonts: Path, mark: CopyMark) -> bytes:
    """Give the plain copy of a report, sealed or not; the same arguments give the same bytes. Raises NotAReport."""
    import pikepdf

    prepare(fonts)
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
            fields = _fields(document)
            _strip(document)
            _mark(document, mark, fields)
            _describe(document, mark)
            document.remove_unreferenced_resources()
            out = io.BytesIO()
            document.save(
                out,
                force_version="1.7",
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                fix_metadata_version=False,
            )
    except (pikepdf.PdfError, pikepdf.PasswordError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise NotAReport(file="") from error
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Field:
    """A signature field: the page it is on, where, and its element in the structure tree."""

    page: int
    rectangle: tuple[float, ...]
    element: Any

    @property
    def is_seen(self) -> bool:
        """Whether it takes any room."""
        left, bottom, right, top = self.rectangle
        return right > left and top > bottom


def _fields(document: pikepdf.Pdf) -> list[_Field]:
    """Find the signature fields and take them off their pages."""
    from pikepdf import Array, Name

    found = []
    owners = _numbers(document)
    for number, page in enumerate(document.pages):
        notes: Any = page.obj.get("/Annots", Array())
        fields = [one for one in notes if one.get("/Subtype") == Name.Widget]
        for one in fields:
            rectangle = tuple(float(side) for side in one.Rect)
            found.append(_Field(number, rectangle, owners.pop(int(one.StructParent))))
        if fields:
            kept = [one for one in notes if one.get("/Subtype") != Name.Widget]
            if kept:
                page.obj.Annots = Array(kept)
            else:
                del page.obj["/Annots"]
    _renumber(document, owners)
    return found


def _numbers(document: pikepdf.Pdf) -> dict[int, Any]:
    listed: Any = document.Root.StructTreeRoot.ParentTree.Nums
    return {int(listed[i]): listed[i + 1] for i in range(0, len(listed), 2)}


def _renumber(document: pikepdf.Pdf, owners: dict[int, Any]) -> None:
    from pikepdf import Array

    document.Root.StructTreeRoot.ParentTree.Nums = Array([part for pair in sorted(owners.items()) for part in pair])


def _strip(document: pikepdf.Pdf) -> None:
    """Take away data, form, seal, validation data and what allows them."""
    root = document.Root
    for name in ("/AF", "/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version"):
        if name in root:
            del root[name]
    if "/Names" in root and "/EmbeddedFiles" in root.Names:
        del root.Names["/EmbeddedFiles"]
        if not root.Names.keys():
            del root["/Names"]


# -- that it is a copy --------------------------------------------------------------------------------------------
def _mark(document: pikepdf.Pdf, mark: CopyMark, fields: list[_Field]) -> None:
    from pikepdf import Name

    running, box = _forms(document, mark)
    for number, page in enumerate(document.pages):
        name = page.add_resource(running, Name.XObject, Name("/CopyMark"))
        if number:
            begin = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
        else:
            begin = _tagged(document, 0, _first_element(document))
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ {begin} q {name} Do Q EMC\n".encode())
    for field in fields:
        if not field.is_seen:
            _drop(field.element)
            continue
        page = document.pages[field.page]
        name = page.add_resource(box, Name.XObject, Name("/CopyBox"))
        field.element.S = Name.P
        for key in ("/A", "/TU"):
            if key in field.element:
                del field.element[key]
        begin = _tagged(document, field.page, field.element)
        x, y = field.rectangle[:2]
        page.contents_add(f"\n{begin} q 1 0 0 1 {x:.2f} {y:.2f} cm {name} Do Q EMC\n".encode())


def _first_element(document: pikepdf.Pdf) -> Any:
    """Make a paragraph that is read before everything else."""
    from pikepdf import Array, Dictionary, Name

    top: Any = document.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, Array) else top
    made = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=top))
    kids = list(top.K) if isinstance(top.K, Array) else [top.K]
    top.K = Array([made, *kids])
    return made


def _tagged(document: pikepdf.Pdf, number: int, element: Any) -> str:
    """Give the next marked content of a page to an element."""
    page = document.pages[number].obj
    row: Any = _numbers(document)[int(page.StructParents)]
    element.Pg, element.K = page, len(row)
    row.append(element)
    return f"/P <</MCID {len(row) - 1}>> BDC"


def _drop(element: Any) -> None:
    """Take an element out of its parent."""
    from pikepdf import Array

    parent = element.P
    kids = list(parent.K) if isinstance(parent.K, Array) else [parent.K]
    parent.K = Array([one for one in kids if isinstance(one, int) or one.objgen != element.objgen])


def _forms(document: pikepdf.Pdf, mark: CopyMark) -> tuple[Any, Any]:
    """Draw the running line and the box as pages of their own, and give them as forms of the document."""
    import pikepdf

    from ambassador_app.report.archive import clean_unicode_maps

    with pikepdf.open(io.BytesIO(_drawn(mark))) as made:
        clean_unicode_maps(made)
        return tuple(document.copy_foreign(page.as_form_xobject()) for page in made.pages)[:2]  # type: ignore[return-value]


def _drawn(mark: CopyMark) -> bytes:
    from reportlab.lib.colors import HexColor
    from reportlab.pdfgen.canvas import Canvas

    from ambassador_app.report.layout import SEAL_SIZE
    from ambassador_app.report.painting import write
    from ambassador_app.report.style import INK, LEFT, MUTED, REGULAR, RULE, SEMIBOLD

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT), pageCompression=1, invariant=1)
    write(canvas, LEFT, _TOP, _fitted(mark.running, style.BODY_WIDTH), SEMIBOLD, _SIZE, INK, Anchor.START)
    canvas.showPage()
    canvas.setPageSize(SEAL_SIZE)
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.8)
    canvas.roundRect(0.5, 0.5, SEAL_SIZE[0] - 1, SEAL_SIZE[1] - 1, 3)
    for i, line in enumerate(mark.instead_of_seal):
        font, colour = (SEMIBOLD, INK) if i == 0 else (REGULAR, MUTED)
        write(
            canvas,
            9,
            SEAL_SIZE[1] - 16 - _LINE * i,
            _fitted(f"{line} ", SEAL_SIZE[0] - 18),
            font,
            _SIZE,
            colour,
            Anchor.START,
        )
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _fitted(text: str, room: float) -> str:
    """Shorten a line that would leave its place; only a very long name can do that."""
    while text and style.text_width(text, style.SEMIBOLD, _SIZE) > room:
        text = text[:-2].rstrip() + "…"
    return text


# -- what the file says of itself ---------------------------------------------------------------------------------
def _describe(document: pikepdf.Pdf, mark: CopyMark) -> None:
    from pikepdf import String

    from ambassador_app.report.archive import xml_text

    title = f"{document.docinfo.get('/Title', '')} ({mark.title})"
    document.docinfo.Title = String(title)
    packet = document.Root.Metadata.read_bytes().decode()
    packet = packet.replace("<pdfaid:part>3</pdfaid:part>", "<pdfaid:part>2</pdfaid:part>")
    packet = re.sub(
        r'(<rdf:li xml:lang="x-default">).*?(</rdf:li>)', lambda m: m[1] + xml_text(title) + m[2], packet, count=1
    )
    document.Root.Metadata.write(packet.encode())
