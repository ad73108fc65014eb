"""The report's content as a Word document to go on working in: the same words and headings, no signature, no seal."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import singledispatchmethod
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from ambassador_app.i18n import N_, Translator
from ambassador_app.report import content as said
from ambassador_app.report import word_parts as parts
from ambassador_app.report.content import Align, ReportContent, Tone
from ambassador_app.report.copies import SIGNED_ELSEWHERE
from ambassador_app.report.grids import groups
from ambassador_app.report.raster import png
from ambassador_app.report.style import legible, tinted
from ambassador_app.report.word_parts import BODY_MM, INK, MUTED

_POINT_MM: Final = 25.4 / 72
_ACROSS: Final = 4
_PHOTO_MM: Final = {said.Room.LARGE: BODY_MM}
_USUAL_PHOTO_MM: Final = 95.0
_TALLEST_MM: Final = 85.0
_MEASURED: Final = 200
_LOGO_MM: Final = 42.0
_PALE: Final = "#f3f5f7"
_WARNING: Final = ("#fff4d6", "#b7791f")


def word_copy(content: ReportContent, images: Mapping[str, bytes], fonts: Path, words: Translator) -> bytes:
    """Write a report as .docx, marked as an unsigned copy on its first page and at the foot of each.

    `images` holds pictures by SHA-256 as `content.image_hashes()` names them; one that is missing becomes a line above
    its caption. `fonts` is the folder with Source Sans 3, for what is drawn. `words` speak the report's language.
    """
    return _Writer(content, images, fonts, words).write()


class _Writer:
    """Writes one document."""

    def __init__(self, content: ReportContent, images: Mapping[str, bytes], fonts: Path, words: Translator) -> None:
        self._content = content
        self._images = images
        self._fonts = fonts
        self._words = words
        self._document = Document()
        self._accent = legible(content.accent)
        self._tint = tinted(self._accent)

    def write(self) -> bytes:
        content, document = self._content, self._document
        parts.set_page(document)
        parts.set_styles(document, self._accent)
        parts.set_language(document, content.language)
        title = f"{content.title} – {content.subtitle}" if content.subtitle else content.title
        unsigned = self._words.tr(N_("unsigned copy"))
        parts.set_facts(document, f"{title} ({unsigned})", content.author, content.created)
        self._foot()
        self._mark()
        self._letterhead()
        document.add_paragraph(parts.fit(content.title), style="Heading 1")
        if content.subtitle:
            document.add_paragraph(parts.fit(content.subtitle), style="Subtitle")
        for block in content.all_blocks():
            self.add(block)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    # -- the frame --------------------------------------------------------------------------------------------------
    def _mark(self) -> None:
        """Say first of all what this is and what it is not."""
        tr = self._words.tr
        head = self._paragraph(tr(N_("Unsigned copy for further work")), bold=True)
        text = self._paragraph(
            tr(
                N_(
                    "This Word document has the content of the report, but neither its signatures nor its seal, and "
                    "anybody can change it. The report itself is the sealed PDF file; what is said below about the "
                    "seal and about the data in the file is about that one."
                )
            )
        )
        head.paragraph_format.keep_with_next = True
        head.paragraph_format.space_after = Pt(0)
        for one in (head, text):
            parts.shade(one, *_WARNING)

    def _foot(self) -> None:
        tr, furniture = self._words.tr, self._content.furniture
        foot = self._document.sections[0].footer.paragraphs[0]
        before = " · ".join(part for part in (tr(N_("Unsigned copy")), furniture.footer) if part)
        run = foot.add_run(parts.fit(f"{before}\t\t{furniture.page.split('{page}')[0]}"))
        parts.add_field(foot, "PAGE")
        foot.add_run(f"{furniture.page.split('{page}')[-1]} ")
        parts.add_field(foot, "NUMPAGES")
        for one in foot.runs:
            one.font.size, one.font.color.rgb = Pt(8.5), parts.colour(MUTED)
        run.bold = False

    def _letterhead(self) -> None:
        head = self._content.letterhead
        logo = parts.picture_file(self._images.get(head.logo)) if head.logo else None
        if logo is not None:
            self._picture(logo, head.logo_alt or head.name, _LOGO_MM)
        self._paragraph(head.name, bold=True, tone=self._accent).paragraph_format.space_after = Pt(0)
        for line in (head.department, *head.lines):
            if line:
                self._paragraph(line, size=9, tone=MUTED).paragraph_format.space_after = Pt(0)

    # -- one kind of block each ---------------------------------------------------------------------------------------
    @singledispatchmethod
    def add(self, block: Any) -> None:
        """Add one block."""
        raise TypeError(type(block).__name__)

    @add.register
    def _(self, block: said.Heading) -> None:
        head = self._document.add_paragraph(parts.fit(block.text), style=f"Heading {block.level}")
        head.paragraph_format.page_break_before = block.new_page

    @add.register
    def _(self, block: said.Paragraph) -> None:
        size, tone = (9.0, MUTED) if block.small else (10.5, INK)
        found = self._paragraph(block.text, lead=block.lead, size=size, tone=tone)
        found.paragraph_format.keep_with_next = block.keep

    @add.register
    def _(self, block: said.Bullets) -> None:
        if block.lead:
            self._paragraph(block.lead).paragraph_format.keep_with_next = True
        for item in block.items:
            self._document.add_paragraph(parts.fit(item), style="List Bullet")

    @add.register
    def _(self, block: said.Facts) -> None:
        self._facts(block.rows)

    @add.register
    def _(self, block: said.Table) -> None:
        if block.caption:
            caption = self._document.add_paragraph(parts.fit(block.caption), style="Caption")
            caption.paragraph_format.keep_with_next = True
        columns = range(len(block.columns))
        lines = [tuple(one.title for one in block.columns), *block.rows, *((block.total,) if block.total else ())]
        longest = [max(" ".join(line[i] for line in lines[:_MEASURED]).split(" "), key=len) for i in columns]
        wide = parts.widths([one.share for one in block.columns], longest)
        table = parts.new_table(self._document, len(lines), wide, block.caption)
        parts.mark_head(table, row=True, column=True)
        for number, (line, row) in enumerate(zip(lines, table.rows, strict=True)):
            strong = number == 0 or (bool(block.total) and number == len(lines) - 1)
            for text, column, cell in zip(line, block.columns, row.cells, strict=True):
                tone = self._accent if number == 0 else INK
                paragraph = parts.set_cell(cell, text, size=9, bold=strong, tone=tone)
                if column.align is Align.END:
                    parts.end(paragraph)
                if number == 0:
                    parts.shade_cell(cell, self._tint)
        self._gap()

    @add.register
    def _(self, block: said.KeyFigures) -> None:
        self._key_figures(block.items)

    @add.register
    def _(self, block: said.Callout) -> None:
        ground, bar = (self._tint, self._accent) if block.tone is Tone.NOTICE else (_PALE, "")
        if block.title:
            head = self._paragraph(block.title, bold=True)
            head.paragraph_format.keep_with_next = True
            head.paragraph_format.space_after = Pt(0)
            parts.shade(head, ground, bar)
        parts.shade(self._paragraph(block.text), ground, bar)

    @add.register
    def _(self, block: said.Figure) -> None:
        width = min(block.picture.width * _POINT_MM, BODY_MM)
        self._picture(png(block.picture, self._fonts), block.picture.alt, width)
        self._document.add_paragraph(parts.fit(block.caption), style="Caption")

    @add.register
    def _(self, block: said.Photos) -> None:
        self._photos(block.items)

    @add.register
    def _(self, block: said.MeasureBlock) -> None:
        self._document.add_paragraph(parts.fit(f"{block.number}  {block.title}".strip()), style="Heading 3")
        if block.tag:
            self._document.add_paragraph(parts.fit(block.tag), style="Caption")
        if block.figures:
            self._key_figures(block.figures)
        self._paragraph(block.verdict, bold=True)
        for one in block.texts:
            self._paragraph(one.value, lead=one.label)
        if block.facts:
            self._facts(block.facts)
        if block.explanation:
            for number, line in enumerate((block.explanation_title, *block.explanation)):
                shown = self._paragraph(line, size=9, bold=number == 0)
                shown.paragraph_format.space_after = Pt(0)
                parts.shade(shown, _PALE)
            self._gap()
        self._photos(block.photos)

    @add.register
    def _(self, block: said.Signatures) -> None:
        """Name who signed; the ink itself stands in the sealed file and nowhere else."""
        signed = self._words.tr(SIGNED_ELSEWHERE)
        self._paragraph(block.text)
        for one in block.signers:
            self._paragraph(one.name, bold=True).paragraph_format.space_after = Pt(0)
            where = ", ".join(part for part in (one.place, one.when) if part)
            self._paragraph("\n".join(part for part in (one.role, where, one.not_signed or signed) if part), size=9.5)
        self._photos(block.papers)
        self._paragraph(f"{block.digest_label} {self._content.digest}", size=9, tone=MUTED)

    @add.register
    def _(self, block: said.Blank) -> None:
        self._paragraph(block.text, lead=block.code, bold=True).paragraph_format.keep_with_next = True
        for text in (block.when, block.help, block.several):
            if text:
                self._document.add_paragraph(parts.fit(text), style="Caption")
        for choice in block.choices:
            self._paragraph(f"☐ {choice}").paragraph_format.space_after = Pt(0)
        for line in (*([f"{'_' * 24} {block.unit}"] if block.boxed else []), *(["_" * 70] * block.lines)):
            self._paragraph(line)

    # -- parts -----------------------------------------------------------------------------------------------------
    def _paragraph(
        self, text: str, *, lead: str = "", size: float = 10.5, bold: bool = False, tone: str = INK
    ) -> Paragraph:
        found = self._document.add_paragraph()
        for piece, strong in ((f"{lead} " if lead else "", True), (text, bold)):
            if piece:
                run = found.add_run(parts.fit(piece))
                run.bold, run.font.size, run.font.color.rgb = strong, Pt(size), parts.colour(tone)
        return found

    def _gap(self) -> None:
        """Keep what follows a table or a box away from it; two tables that touch would be one."""
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _facts(self, rows: Sequence[said.Fact]) -> None:
        if not rows:
            return
        table = parts.new_table(self._document, len(rows), [0.32, 0.68], "")
        parts.mark_head(table, row=False, column=True)
        for fact, row in zip(rows, table.rows, strict=True):
            parts.set_cell(row.cells[0], fact.label, tone=MUTED)
            parts.set_cell(row.cells[1], fact.value)
        self._gap()

    def _key_figures(self, items: Sequence[said.KeyFigure]) -> None:
        """Set key figures below what they are, which names their column."""
        for group in groups(items, _ACROSS):
            table = parts.new_table(self._document, 2, [1.0] * len(group), "")
            parts.mark_head(table, row=True, column=False)
            for one, label, value in zip(group, table.rows[0].cells, table.rows[1].cells, strict=True):
                parts.set_cell(label, one.label, size=8.5, tone=MUTED).paragraph_format.keep_with_next = True
                parts.set_cell(value, f"{one.value} {one.unit}".strip(), size=14, bold=True, tone=self._accent)
                parts.shade_cell(label, self._tint)
                parts.shade_cell(value, self._tint)
            self._gap()

    def _photos(self, photos: Sequence[said.Photo]) -> None:
        for one in photos:
            data = parts.picture_file(self._images.get(one.sha256))
            if data is None:
                self._paragraph(f"[{self._content.furniture.photo_missing}]", tone=MUTED)
            else:
                wide = _PHOTO_MM.get(one.room, _USUAL_PHOTO_MM)
                self._picture(data, one.alt, min(wide, _TALLEST_MM * one.width / max(one.height, 1)))
            self._document.add_paragraph(parts.fit(one.caption), style="Caption")

    def _picture(self, data: bytes, alt: str, width_mm: float) -> None:
        parts.add_picture(self._document.add_paragraph(), data, alt, width_mm)
