"""What a report says, decided before a page is drawn: final strings in the reader's language, rounded figures.

Nothing here knows the subject or the page. The same content always gives the same bytes, so its digest is what the
signers sign.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self, TypeAlias

from ambassador_app.drawing.ink import Ink
from ambassador_app.drawing.picture import Picture

SCHEMA: Final = 1


class Tone(StrEnum):
    """How a box is meant."""

    NOTICE = "notice"
    PLAIN = "plain"


class Align(StrEnum):
    """At which side of its column a cell is set."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 (a part) or 3 (within a part); parts go into the table of contents.

    `new_page`: what stands below it begins a page, so that it can be taken out of the report.
    """

    text: str
    level: int = 2
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line ends are kept. `lead` stands before it in heavier type; `keep` ties it to what follows."""

    text: str
    lead: str = ""
    small: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts; `lead` stands before it and on the same page."""

    items: tuple[str, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it stands for."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts one under the other, labels to the left; `in_pairs` sets two to a line, to be looked up, not read."""

    rows: tuple[Fact, ...]
    in_pairs: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` weighs its width against the others'."""

    title: str
    share: float = 1.0
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column names its row. `total` is a last row set apart, or empty."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure set large, with its unit and what it is."""

    value: str
    unit: str
    label: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of key figures."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that is not to be overlooked (NOTICE) or is set apart (PLAIN)."""

    text: str
    title: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn picture with its caption."""

    picture: Picture
    caption: str


class Room(StrEnum):
    """Where a photo stands: beside another one, over the full width, on page 1, or on one side of a pair."""

    SMALL = "small"
    LARGE = "large"
    COVER = "cover"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo by the SHA-256 of its report JPEG, with its size in pixels and what it shows.

    One with the room BEFORE is followed by the one with the room AFTER.
    """

    sha256: str
    caption: str
    alt: str
    width: int = 4
    height: int = 3
    room: Room = Room.SMALL


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos that belong to what stands above them."""

    items: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class MeasureBlock:
    """One proposal: heading, key figures, verdict in words, labelled texts, inputs, the calculation line by line."""

    number: str
    title: str
    tag: str
    figures: tuple[KeyFigure, ...]
    verdict: str
    texts: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...] = ()
    explanation_title: str = ""
    explanation: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signed, or the reason why not. `alt` describes the ink for those who do not see it."""

    name: str
    role: str
    when: str = ""
    place: str = ""
    ink: Ink | None = None
    alt: str = ""
    not_signed: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature block and, below it, the seal. `digest_label` stands before the content's digest.

    `papers` are photos of paper copies that were signed by hand.
    """

    text: str
    digest_label: str
    signers: tuple[Signer, ...] = ()
    papers: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A question with room to answer it by hand: boxes to tick, a box for a figure and its unit, or ruled `lines`.

    `when` says under which answers it is asked; `several` that more than one box may be ticked.
    """

    text: str
    code: str = ""
    when: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    several: str = ""
    unit: str = ""
    boxed: bool = False
    lines: int = 0


Block: TypeAlias = (
    Heading
    | Paragraph
    | Bullets
    | Facts
    | Table
    | KeyFigures
    | Callout
    | Figure
    | Photos
    | MeasureBlock
    | Signatures
    | Blank
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose report it is; `logo` is the SHA-256 of a picture, or empty."""

    name: str
    department: str = ""
    lines: tuple[str, ...] = ()
    logo: str = ""
    logo_alt: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Words that the pages themselves need. `page` holds `{page}` and stands before the total of pages."""

    header: str
    footer: str
    page: str
    contents: str
    photo_missing: str
    seal_lines: tuple[str, ...]
    seal_description: str
    archive_description: str
    data_description: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report. `front` fills page 1 below the title; `created` (aware) is when it was composed.

    `digest` names everything but the sign-offs and the moment of composing, so it stays the same while people sign.
    """

    language: str
    title: str
    subtitle: str
    author: str
    accent: str
    letterhead: Letterhead
    furniture: Furniture
    created: datetime
    front: tuple[Block, ...]
    blocks: tuple[Block, ...]
    digest: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON, each block with its class name under `block`."""
        return {"schema": SCHEMA, **_object(self)}

    def with_digest(self) -> Self:
        """Return the content with its own digest written into it."""
        bare = replace(self, digest="", front=_unsigned(self.front), blocks=_unsigned(self.blocks))
        plain = bare.to_json()
        del plain["created"]
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return replace(self, digest=hashlib.sha256(text.encode()).hexdigest())

    def all_blocks(self) -> Iterator[Block]:
        """Give the blocks in reading order."""
        yield from self.front
        yield from self.blocks

    def image_hashes(self) -> tuple[str, ...]:
        """Name each picture that the pages show, once, in order."""
        found = [self.letterhead.logo] if self.letterhead.logo else []
        for block in self.all_blocks():
            found += [photo.sha256 for photo in _photos(block)]
        return tuple(dict.fromkeys(found))


def _photos(block: Block) -> tuple[Photo, ...]:
    match block:
        case Photos(items=photos) | MeasureBlock(photos=photos):
            return photos
        case Signatures(papers=papers):
            return papers
    return ()


def _unsigned(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(replace(one, signers=(), papers=()) if isinstance(one, Signatures) else one for one in blocks)


def _object(value: Any) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _plain(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return value.isoformat()
        case Ink():
            return value.to_json()
        case tuple():
            return [_plain(part) for part in value]
    if not is_dataclass(value):
        raise TypeError(type(value).__name__)
    return {"block": type(value).__name__, **_object(value)}
