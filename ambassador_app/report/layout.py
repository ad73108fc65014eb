"""Each block of the content as flowables with their structure elements, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import singledispatchmethod
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, PageBreak

from ambassador_app.drawing.ink import ink_picture
from ambassador_app.drawing.picture import Anchor, Picture
from ambassador_app.report import content as said
from ambassador_app.report.blanks import blank_question
from ambassador_app.report.content import Block, Tone
from ambassador_app.report.flow import Drawn, Gap, Grid, Row, Spot, Text, make_text
from ambassador_app.report.grids import Grids, filled, pairs, spaced
from ambassador_app.report.images import EmbeddableImage
from ambassador_app.report.painting import paint, write
from ambassador_app.report.photographs import AlonePhotograph, CaptionedPhoto, Photograph
from ambassador_app.report.style import (
    BODY_HEIGHT,
    BODY_WIDTH,
    MUTED,
    PALE,
    REGULAR,
    SEMIBOLD,
    Styles,
    markup,
)
from ambassador_app.report.tagging import TaggedCanvas
from ambassador_app.report.tree import Elem

SEAL_FORM: Final = "seal"
SEAL_SIZE: Final = (BODY_WIDTH / 2 - 8, 62.0)
_GUTTER: Final = 16.0
_INK_HEIGHT: Final = 58.0
_HALF: Final = (BODY_WIDTH - _GUTTER) / 2
_TALLEST_PHOTO: Final = 230.0
_TALLEST_LARGE: Final = 300.0
_TALLEST_COVER: Final = 190.0
_TALLEST_PAIR: Final = 202.0  # three rows with captions fill a page
_LONG_CAPTION: Final = 500
_MOST_UNDER: Final = 40.0
_ROOM: Final = {said.Room.LARGE: (BODY_WIDTH, _TALLEST_LARGE), said.Room.COVER: (BODY_WIDTH, _TALLEST_COVER)}
_LINES_TOGETHER: Final = 10


class Layout:
    """Collects the flowables of a report and grows its structure tree.

    `headings` are (key, text) of the parts, for the table of contents; `seal` is where the seal came to stand.
    """

    def __init__(
        self, report: said.ReportContent, styles: Styles, image: Callable[[str], EmbeddableImage | None]
    ) -> None:
        self.root = Elem("Document", language=report.language)
        self.story: list[Any] = []
        self.headings: list[tuple[str, str]] = []
        self.seal = Spot(*SEAL_SIZE, SEAL_FORM)
        self.seal_parent = self.root
        self._report = report
        self._styles = styles
        self._grids = Grids(styles)
        self._image = image
        self._section = self.root

    def add_all(self, blocks: Iterable[Block]) -> None:
        """Add blocks; a heading never stands alone at the foot of a page."""
        waiting: list[Any] = []
        for block in blocks:
            if isinstance(block, said.Heading) and block.new_page:
                self.story.append(PageBreak())
            start = len(self.story)
            self.add(block)
            if isinstance(block, said.Heading) or (isinstance(block, said.Paragraph) and block.keep):
                waiting += self.story[start:]
                del self.story[start:]
            elif waiting:
                self.story[start:start] = [self._together(waiting, self.story[start:]), *waiting]
                waiting = []
        self.story += waiting

    def _together(self, heads: Sequence[Any], following: Sequence[Any]) -> CondPageBreak:
        """Break the page unless the headings and the least of what follows fit."""
        need = sum(_height(one) for one in heads)
        if need > BODY_HEIGHT / 2:
            return CondPageBreak(_least(heads[1:]) + _height(heads[0]))
        if any(isinstance(one, _Whole) for one in following):
            need += sum(_height(one) for one in following)
        else:
            need += _least(following)
        return CondPageBreak(min(need, BODY_HEIGHT * 0.9))

    # -- one kind of block each -------------------------------------------------------------------------------
    @singledispatchmethod
    def add(self, block: Any) -> None:
        """Add one block."""
        raise TypeError(type(block).__name__)

    @add.register
    def _(self, block: said.Heading) -> None:
        if block.level == 2:
            self._section = self.root.add("Sect")
            head = self._text(block.text, self._styles.part, "H2")
            head.anchor, head.outline = f"part{len(self.headings) + 1}", 0
            self.headings.append((head.anchor, block.text))
        else:
            head = self._text(block.text, self._styles.section, "H3")
        self.story.append(head)

    @add.register
    def _(self, block: said.Paragraph) -> None:
        style = self._styles.small if block.small else self._styles.body
        text = self._text(f"{block.lead} {block.text}".strip(), style, "P")
        if block.lead:
            heavy = f'<font name="{SEMIBOLD}">{markup(block.lead, SEMIBOLD)}</font>'
            text = make_text(text.plain, style, text.elem, marked_up=f"{heavy} {markup(block.text, style.fontName)}")
        self.story.append(text)

    @add.register
    def _(self, block: said.Bullets) -> None:
        lead = [self._text(block.lead, self._styles.body, "P")] if block.lead else []
        listed = self._grids.bullets(block.items, self._section)
        self.story += [CondPageBreak(sum(map(_height, lead)) + listed.least(BODY_WIDTH)), *lead, spaced(listed, 6)]

    @add.register
    def _(self, block: said.Facts) -> None:
        facts = self._grids.facts_in_pairs if block.in_pairs else self._grids.facts
        self.story.append(spaced(facts(block.rows, self._section), 8))

    @add.register
    def _(self, block: said.Table) -> None:
        caption = [self._text(block.caption, self._styles.caption, "P")] if block.caption else []
        table = self._grids.table(block, self._section)
        need = sum(map(_height, caption)) + table.least(BODY_WIDTH)
        self.story += [CondPageBreak(need), *caption, spaced(table, 10)]

    @add.register
    def _(self, block: said.KeyFigures) -> None:
        self.story.append(spaced(self._grids.key_figures(block.items, self._section), 10))

    @add.register
    def _(self, block: said.Callout) -> None:
        box = self._section.add("Div")
        cell: list[Any] = []
        if block.title:
            cell.append(make_text(block.title, self._styles.name, box.add("P")))
        cell.append(make_text(block.text, self._styles.body, box.add("P")))
        notice = block.tone is Tone.NOTICE
        row = Row([cell], self._styles.tint if notice else PALE, whole=False)
        bar = self._styles.accent if notice else ""
        self.story.append(spaced(Grid([row], [BODY_WIDTH], padding=(14, 9), bar=bar), 10))

    @add.register
    def _(self, block: said.Figure) -> None:
        box = self._section.add("Div")
        picture = block.picture.scaled(min(1.0, BODY_WIDTH / block.picture.width))
        caption = make_text(block.caption, self._styles.caption, Elem("Caption"))
        cell = [self._picture(picture, box), Gap(5), caption]
        caption.elem.under(box)
        self.story.append(spaced(Grid([Row([cell])], [BODY_WIDTH]), 10))

    @add.register
    def _(self, block: said.Photos) -> None:
        self._photos(block.items, self._section)

    @add.register
    def _(self, block: said.MeasureBlock) -> None:
        styles, outer = self._styles, self._section
        self._section = outer.add("Sect")
        opening: list[Any] = [self._text(f"{block.number}  {block.title}".strip(), styles.measure, "H3")]
        if block.tag:
            opening.append(self._text(block.tag, styles.caption, "P"))
        if block.figures:
            opening.append(spaced(self._grids.key_figures(block.figures, self._section), 4, before=5))
        opening.append(self._text(block.verdict, styles.verdict, "P"))
        self.story += [CondPageBreak(sum(map(_height, opening)) + 60), *opening]
        for one in block.texts:
            self.add(said.Paragraph(one.value, lead=one.label))
        if block.facts:
            self.story.append(spaced(self._grids.facts_in_pairs(block.facts, self._section), 7))
        self._explain(block)
        self._photos(block.photos, self._section)
        self._section = outer

    def _explain(self, block: said.MeasureBlock) -> None:
        if not block.explanation:
            return
        box, styles = self._section.add("Div"), self._styles
        head = make_text(block.explanation_title, styles.head, box.add("P"))
        lines = [make_text(line, styles.formula, box.add("P")) for line in block.explanation]
        whole = len(lines) <= _LINES_TOGETHER
        box_of_lines = Grid([Row([[head, *lines]], PALE, whole=whole)], [BODY_WIDTH], padding=(12, 7))
        self.story.append(spaced(box_of_lines, 9))

    @add.register
    def _(self, block: said.Blank) -> None:
        self.story.append(blank_question(block, self._section.add("Div"), self._styles))

    @add.register
    def _(self, block: said.Signatures) -> None:
        self.story.append(_Whole())
        self.add(said.Paragraph(block.text))
        for pair in pairs(block.signers):
            cells = [self._signer(one) for one in pair]
            self.story.append(spaced(Grid([Row(filled(cells, 2))], [_HALF, _HALF], gap=_GUTTER), 12, before=6))
        self._photos(block.papers, self._section)
        self.seal_parent = self._section.add("Div")
        digest = " ".join(self._report.digest[i : i + 8] for i in range(0, len(self._report.digest), 8))
        note = [make_text(f"{block.digest_label} {digest}", self._styles.small, self._section.add("P"))]
        seal = Grid([Row([[self.seal], note])], [_HALF, _HALF], gap=_GUTTER)
        self.story += [CondPageBreak(SEAL_SIZE[1] + 20), spaced(seal, 8, before=8)]

    def _signer(self, signer: said.Signer) -> list[Any]:
        box, styles = self._section.add("Div"), self._styles
        cell: list[Any] = []
        if signer.ink is not None and signer.ink.strokes:
            picture = ink_picture(signer.ink, _HALF - 20, _INK_HEIGHT, signer.alt)
            cell.append(self._picture(picture, box))
        else:
            reason = make_text(signer.not_signed, styles.body, box.add("P"))
            _, height = reason.wrap(_HALF, BODY_HEIGHT)
            cell += [Gap(max(_INK_HEIGHT - height, 0.0)), reason]
        cell.append(_Line(_HALF))
        for text, style in ((signer.name, styles.name), (signer.role, styles.cell)):
            cell.append(make_text(text, style, box.add("P")))
        where = ", ".join(part for part in (signer.place, signer.when) if part)
        if where:
            cell.append(make_text(where, styles.label, box.add("P")))
        return cell

    # -- parts ------------------------------------------------------------------------------------------------
    def _text(self, plain: str, style: Any, tag: str) -> Text:
        return make_text(plain, style, self._section.add(tag))

    def _picture(self, picture: Picture, parent: Elem) -> Drawn:
        elem = parent.add("Figure", alt=picture.alt)
        return Drawn(picture.width, picture.height, elem, lambda canvas: paint(canvas, picture))

    def _photos(self, photos: Sequence[said.Photo], parent: Elem) -> None:
        """Set photos side by side in pairs of one height; one alone, or one with a long caption, by itself.

        Before and after always stand side by side; a large photo has the full width.
        """
        for pair in _beside(photos):
            compared = pair[0].room is said.Room.BEFORE
            if len(pair) == 2 and (compared or all(len(photo.caption) <= _LONG_CAPTION for photo in pair)):
                self._photo_pair(pair, parent)
                continue
            for photo in pair:
                self._single_photo(photo, parent)

    def _single_photo(self, photo: said.Photo, parent: Elem) -> None:
        """Set a small photo with its caption at its right, a larger one or one with a long caption above it."""
        wide, tallest = _ROOM.get(photo.room, (_HALF, _TALLEST_PHOTO))
        height = min(wide / self._aspect(photo), tallest)
        beside = photo.room not in _ROOM and len(photo.caption) <= _LONG_CAPTION
        picture, caption = self._photo(photo, parent, height, Photograph if beside else AlonePhotograph)
        if beside:
            self.story.append(spaced(CaptionedPhoto(picture, caption, BODY_WIDTH, _GUTTER), 12, before=4))
            return
        caption.spaceBefore, caption.spaceAfter = 4, 12
        picture.under = min(_height(caption), _MOST_UNDER)
        self.story += [CondPageBreak(picture.least(BODY_WIDTH)), picture, caption]

    def _photo_pair(self, pair: Sequence[said.Photo], parent: Elem) -> None:
        room = BODY_WIDTH - _GUTTER
        aspects = [self._aspect(photo) for photo in pair]
        height = min(room / sum(aspects), _TALLEST_PAIR)
        widths = [max(height * aspect, room / 4) for aspect in aspects]
        cells = [[picture, Gap(4), caption] for picture, caption in (self._photo(p, parent, height) for p in pair)]
        self.story.append(spaced(Grid([Row(cells)], widths, gap=_GUTTER), 12, before=4))

    def _aspect(self, photo: said.Photo) -> float:
        """Give width by height, of the picture itself where it is there; panoramas and strips count as moderate."""
        image = self._image(photo.sha256)
        wide, high = (image.width, image.height) if image else (photo.width, photo.height)
        return min(max(wide / max(high, 1), 0.4), 3.0)

    def _photo(
        self, photo: said.Photo, parent: Elem, height: float, kind: type[Photograph] = Photograph
    ) -> tuple[Photograph, Text]:
        """Give a photo of a height and its caption."""
        box, aspect = parent.add("Div"), self._aspect(photo)
        figure, caption = box.add("Figure", alt=photo.alt), box.add("Caption")
        image, missing = self._image(photo.sha256), self._report.furniture.photo_missing

        def show(canvas: TaggedCanvas) -> None:
            if image is None:
                _empty_frame(canvas, height * aspect, height, missing)
                return
            own = image.width / max(image.height, 1)
            width, high = min(height * aspect, height * own), min(height, height * aspect / own)
            canvas.picture(photo.sha256, image, 0, height - high, width, high)

        shown = kind((height * aspect, height), figure, show)
        return shown, make_text(photo.caption, self._styles.caption, caption)


def _beside(photos: Sequence[said.Photo]) -> Iterator[Sequence[said.Photo]]:
    """Cut photos into those that stand side by side."""
    small: list[said.Photo] = []
    for number, photo in enumerate(photos):
        if photo.room is said.Room.SMALL:
            small.append(photo)
            continue
        yield from pairs(small)
        small = []
        if photo.room in _ROOM:
            yield (photo,)
        elif photo.room is said.Room.BEFORE:
            yield photos[number : number + 2]
    yield from pairs(small)


class _Line(Gap):
    """A thin rule for a name to stand under."""

    def __init__(self, width: float) -> None:
        super().__init__(5.0)
        self.width = width

    def draw(self) -> None:
        """Draw the rule in the middle of the gap."""
        self.canv.setStrokeColor(HexColor(MUTED))
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 2.5, self.width, 2.5)


def _empty_frame(canvas: TaggedCanvas, width: float, height: float, words: str) -> None:
    canvas.setFillColor(HexColor(PALE))
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    write(canvas, width / 2, height / 2, words, REGULAR, 8.6, MUTED, Anchor.MIDDLE)


class _Whole(Gap):
    """Says that the block that begins here is to stand on one page with its heading, if one page can hold it."""

    def __init__(self) -> None:
        super().__init__(0.0)


def _height(flowable: Any) -> float:
    """Measure something with the space it wants around it."""
    inner = float(flowable.wrap(BODY_WIDTH, BODY_HEIGHT)[1])
    return inner + float(flowable.getSpaceBefore()) + float(flowable.getSpaceAfter())


def _least(following: Sequence[Any]) -> float:
    """Say how much of what follows has to stand with its heading: up to the first thing that shows, and what that
    asks for itself before it would rather begin on the next page."""
    need = asked = 0.0
    for one in following:
        if isinstance(one, CondPageBreak):
            asked = max(asked, need + float(one.height))
            continue
        need += (
            one.least(BODY_WIDTH) + one.getSpaceBefore() if isinstance(one, Text | Grid | Photograph) else _height(one)
        )
        if not isinstance(one, Gap):
            break
    return max(need, asked)
