"""A checklist as it was compiled: what is asked, in which order, under which conditions; never changed afterwards.

Every checklist has an address, the SHA-256 of its canonical JSON, and a visit keeps pointing at the one it began with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Self

from ambassador_app.errors import FormRefused
from ambassador_app.i18n import N_, Message

AnswerValue = str | float | tuple[str, ...] | None
"""Choice name or text, number, choice names or attachment hashes; None, "" and () are unanswered."""

_ROW: Final = re.compile(r"\[[^\]]*\]")


def template_path(path: str) -> str:
    """Take the row keys out of the path of an answer: `/data/rooms[k1]/area` is `/data/rooms/area`."""
    return _ROW.sub("", path) if "[" in path else path


@dataclass(frozen=True, slots=True)
class Localised:
    """Words of the form, in each language it speaks; the first language is the form's own."""

    by_language: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **words: str) -> Self:
        """Make words from language=text pairs."""
        return cls(tuple(words.items()))

    def text(self, language: str) -> str:
        """Give the words in `language`, else in the first language that has any."""
        first = ""
        for known, words in self.by_language:
            if known == language and words:
                return words
            first = first or words
        return first

    def __bool__(self) -> bool:
        return any(words for _, words in self.by_language)


class QuestionKind(StrEnum):
    """What an answer looks like."""

    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date_time"
    NOTE = "note"
    IMAGE = "image"
    ATTACHMENT = "attachment"
    GEOPOINT = "geopoint"
    ACKNOWLEDGE = "acknowledge"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    METADATA = "metadata"
    OTHER = "other"

    @property
    def is_asked(self) -> bool:
        """Whether a person sees it."""
        return self not in _UNSEEN

    @property
    def is_answerable(self) -> bool:
        """Whether a person answers it."""
        return self.is_asked and self is not QuestionKind.NOTE

    @property
    def is_number(self) -> bool:
        """Whether the answer is a number."""
        return self in _NUMBERS


_UNSEEN: Final = frozenset({QuestionKind.CALCULATE, QuestionKind.HIDDEN, QuestionKind.METADATA})
_NUMBERS: Final = frozenset({QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.RANGE})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `measure` names a catalogue entry it suggests; `flag` marks it as worth a second look."""

    name: str
    label: Localised = Localised()
    measure: str = ""
    flag: bool = False
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """The choices that questions share, under their name in the workbook."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, note or calculation. Expressions are texts, "" where there is none.

    `least` and `most` are the sane range: outside it is warned, never refused. `measure` names the catalogue entry
    that a value above 0 suggests; `fills` are the inputs (`entry.input`) this answer gives. `code` is the name that
    stays the same across versions and forms (`LY1`). `reach` is "internal" where an answer is for the municipality
    alone.
    """

    name: str
    path: str
    kind: QuestionKind
    label: Localised = Localised()
    hint: Localised = Localised()
    guidance: Localised = Localised()
    unit: Localised = Localised()
    code: str = ""
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    choice_filter: str = ""
    appearance: str = ""
    read_only: bool = False
    relevant: str = ""
    required: str = ""
    required_message: Localised = Localised()
    constraint: str = ""
    constraint_message: Localised = Localised()
    calculation: str = ""
    trigger: tuple[str, ...] = ()
    default: str = ""
    default_calculation: str = ""
    least: float | None = None
    most: float | None = None
    measure: str = ""
    fills: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    reach: str = ""

    @property
    def is_year(self) -> bool:
        """Whether the number is a year: written without grouping (appearance `year`)."""
        return "year" in self.appearance.split()

    def choice(self, name: str) -> Choice | None:
        """Give the choice of that name; None if it is not one of them."""
        return next((choice for choice in self.choices if choice.name == name), None)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together: an area of the walkthrough, a group in it, or a group that repeats in rows."""

    path: str
    name: str
    label: Localised = Localised()
    relevant: str = ""
    appearance: str = ""
    items: tuple[Question | Section, ...] = ()
    repeats: bool = False
    repeat_count: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in it, in order, those of inner sections included."""
        return tuple(questions_in(self.items))


Item = Question | Section


def questions_in(items: Iterable[Item]) -> Iterator[Question]:
    """Give every question of `items` in order, those of inner sections included."""
    for item in items:
        if isinstance(item, Section):
            yield from questions_in(item.items)
        else:
            yield item


@dataclass(frozen=True, eq=False)
class Checklist:
    """A compiled form. Two are the same if their addresses are."""

    id: str
    version: str
    title: Localised
    languages: tuple[str, ...]
    items: tuple[Item, ...]
    lists: tuple[ChoiceList, ...] = ()
    root: str = "/data"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Checklist) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    @cached_property
    def sha256(self) -> str:
        """The address: SHA-256 over the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The top-level areas in which something is asked; questions outside every group come as areas of their own."""
        found: list[Section] = []
        loose: list[Question] = []
        for item in self.items:
            if isinstance(item, Question):
                loose.append(item)
                continue
            found += self._loose(loose)
            loose = []
            found.append(item)
        found += self._loose(loose)
        return tuple(area for area in found if any(question.kind.is_asked for question in area.questions))

    def _loose(self, questions: list[Question]) -> list[Section]:
        if not questions:
            return []
        return [Section(path=self.root, name="", label=self.title, items=tuple(questions))]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(questions_in(self.items))

    @cached_property
    def _by_path(self) -> dict[str, Question]:
        return {question.path: question for question in self.questions}

    def question(self, path: str) -> Question:
        """Give the question at `path`, with or without row keys. Raises KeyError if there is none."""
        return self._by_path[template_path(path)]

    def section_of(self, path: str) -> Section:
        """Give the top-level area in which `path` stands. Raises KeyError if there is none."""
        wanted = template_path(path)
        for section in self.sections:
            if any(question.path == wanted for question in section.questions):
                return section
        raise KeyError(path)

    def to_json(self) -> str:
        """Write canonically: the same checklist gives the same bytes everywhere."""
        return _canonical(
            {
                "format": FORMAT,
                "id": self.id,
                "version": self.version,
                "title": _plain(self.title),
                "languages": list(self.languages),
                "root": self.root,
                "lists": {found.name: _plain(found.choices) for found in self.lists},
                "items": _plain(self.items),
            }
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Checklist:
        """Read what `to_json` wrote. Raises FormRefused if it is nothing of the kind."""
        try:
            whole = json.loads(text)
            reader = _Reader(whole)
            return cls(
                id=whole["id"],
                version=whole["version"],
                title=reader.words(whole["title"]),
                languages=tuple(whole["languages"]),
                root=whole["root"],
                lists=tuple(ChoiceList(name, choices) for name, choices in reader.lists.items()),
                items=tuple(map(reader.item, whole["items"])),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            reason = Message(N_("This is not a compiled checklist that can be read here."))
            raise FormRefused(sheet="", row=None, column="", reason=reason) from error


# -- JSON -----------------------------------------------------------------------------------------------------------
FORMAT: Final = 1


def _canonical(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _plain(value: object) -> object:
    """Give the JSON of a part of a checklist; what is as by default is left out."""
    match value:
        case Localised():
            return dict(value.by_language)
        case tuple():
            return [_plain(part) for part in value]
        case Question() | Section() | Choice():
            kept = {
                part.name: _plain(getattr(value, part.name))
                for part in fields(value)
                if getattr(value, part.name) != part.default
            }
            if isinstance(value, Question) and value.list_name:
                kept.pop("choices", None)
            return kept
        case _:
            return value


class _Reader:
    """Reads the parts of a checklist; `languages` gives the order of words, `lists` the shared choices."""

    def __init__(self, whole: dict[str, Any]) -> None:
        if whole["format"] != FORMAT:
            raise ValueError(whole["format"])
        self._languages: list[str] = whole["languages"]
        self.lists = {name: tuple(map(self.choice, found)) for name, found in whole["lists"].items()}

    def words(self, plain: dict[str, str]) -> Localised:
        order = [*self._languages, *sorted(set(plain) - set(self._languages))]
        return Localised(tuple((language, plain[language]) for language in order if language in plain))

    def choice(self, plain: dict[str, Any]) -> Choice:
        return Choice(**self._fields(plain))

    def item(self, plain: dict[str, Any]) -> Item:
        found = self._fields(plain)
        if "kind" not in plain:
            found["items"] = tuple(map(self.item, plain.get("items", ())))
            return Section(**found)
        found["kind"] = QuestionKind(plain["kind"])
        if "list_name" in plain:
            found["choices"] = self.lists[plain["list_name"]]
        elif "choices" in plain:
            found["choices"] = tuple(map(self.choice, plain["choices"]))
        return Question(**found)

    def _fields(self, plain: dict[str, Any]) -> dict[str, Any]:
        return {name: self._field(value) for name, value in plain.items()}

    def _field(self, value: object) -> object:
        if isinstance(value, dict):
            return self.words(value)
        return _frozen(value) if isinstance(value, list) else value


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
