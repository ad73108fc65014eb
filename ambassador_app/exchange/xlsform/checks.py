"""What the XLSForm compiler lets through: expressions that cannot be understood, choices and columns that are not
there, circles, numbers compared with words, missing translations, kinds of question we do not ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.domain.checklist import Checklist, Choice, Item, Localised, Question, QuestionKind, Section
from ambassador_app.domain.expression import (
    Binary,
    Call,
    Expression,
    Literal,
    Node,
    Path,
    Start,
    as_day,
    compile_expression,
    references,
    to_number,
    walk,
)
from ambassador_app.domain.form_rules import rules_of
from ambassador_app.errors import ExpressionRefused
from ambassador_app.exchange.xlsform.doubts import doubts
from ambassador_app.exchange.xlsform.measure_checks import slips, unknown_on_choices
from ambassador_app.exchange.xlsform.remarks import Level, Remark
from ambassador_app.exchange.xlsform.sheet_checks import WRONG_EXPRESSION, slip_in
from ambassador_app.exchange.xlsform.type_checks import civil_remarks, is_refused, type_remarks
from ambassador_app.exchange.xlsform.workbook import Row, Workbook
from ambassador_app.i18n import N_, Message

_FILL: Final = re.compile(r"[a-z0-9_]+\.[a-z0-9_.]+")
_EXPRESSIONS: Final = (
    ("relevant", "relevant"),
    ("required", "required"),
    ("constraint", "constraint"),
    ("calculation", "calculation"),
    ("choice_filter", "choice_filter"),
    ("repeat_count", "repeat_count"),
    ("default_calculation", "default"),
)


def check(
    checklist: Checklist, workbook: Workbook, catalogue: Mapping[str, CatalogueEntry] | None = None
) -> tuple[Remark, ...]:
    """Give every remark about a form that the XLSForm compiler accepted, in the order of the form."""
    checker = _Checker(checklist, workbook)
    found = (*type_remarks(workbook), *checker.remarks(), *(checker.measures(catalogue) if catalogue else ()))
    return tuple(sorted(found, key=lambda one: one.place))


@dataclass
class _Place:
    """Where an expression stands: the item, and the header of its column."""

    item: Item
    header: str
    text: str


class _Checker:
    def __init__(self, checklist: Checklist, workbook: Workbook) -> None:
        self._checklist = checklist
        self._workbook = workbook
        self._survey = workbook.sheet("survey")
        self._rows: dict[str, Row] = {f"{checklist.root}/{path}": row for path, row in workbook.survey_rows()}
        self._items: Mapping[str, Item] = {item.path: item for item in _all(checklist.items)}

    def remarks(self) -> Iterator[Remark]:
        broken = False
        for item in self._items.values():
            for place in _places(item):
                for remark in self._expression(place):
                    broken = True
                    yield remark
            yield from self._item(item)
        if not broken:
            yield from self._circles()
        yield from self._choices()
        columns = {header: self._survey.column(header) for header in ("name", "label")}
        yield from civil_remarks(self._checklist, self._rows, columns)
        yield from doubts(self._checklist, self._workbook, self._rows)

    def measures(self, catalogue: Mapping[str, CatalogueEntry]) -> Iterator[Remark]:
        """Give what the form says of measures that are not as it says."""
        for question, header, message in slips(self._checklist, catalogue):
            yield self._remark(question, header, message.text, **message.values)
        sheet = self._workbook.sheet("choices")
        for list_name, choice, message in unknown_on_choices(self._checklist, catalogue):
            row = next((r.number for r in sheet.rows if r["list_name"] == list_name and r["name"] == choice), None)
            yield Remark(Level.ERROR, message, "choices", row, sheet.column("kb_measure"))

    def _remark(
        self, item: Item | None, header: str, text: str, level: Level = Level.ERROR, /, **values: object
    ) -> Remark:
        row = self._rows.get(item.path) if item else None
        column = self._survey.column(header, "type")
        return Remark(level, Message(text, values), "survey", row.number if row else None, column)

    # -- one expression -------------------------------------------------------------------------------------------
    def _expression(self, place: _Place) -> Iterator[Remark]:
        row = self._rows.get(place.item.path)
        wrong = slip_in(row[place.header] if row and place.header != "required" else "") or slip_in(place.text)
        if wrong is not None:
            yield self._remark(place.item, place.header, WRONG_EXPRESSION, **wrong)
            return
        expression = compile_expression(place.text)
        for name in expression.unsupported:
            text = N_("The function {name} is not worked out here, so the form cannot be published.")
            yield self._remark(place.item, place.header, text, name=name)
        yield from self._unknown(place, expression)
        for node in walk(expression.root):
            yield from self._literals(place, node)

    def _unknown(self, place: _Place, expression: Expression) -> Iterator[Remark]:
        if isinstance(place.item, Question) and place.item.kind is QuestionKind.METADATA:
            return  # the name of a submission is no concern of ours
        in_list = isinstance(place.item, Question) and place.header == "choice_filter"
        for path, node in references(expression.root, place.item.path, None if in_list else ""):
            if path is not None and path not in self._items and path != self._checklist.root:
                text = N_("There is no question {name}.")
                yield self._remark(place.item, place.header, text, name=path.rpartition("/")[2])
            if path is None and in_list and node.start is Start.HERE:
                yield from self._filter_column(place.item, node)

    def _filter_column(self, item: Item, node: Path) -> Iterator[Remark]:
        name = node.steps[0].name if node.steps else "name"
        choices = item.choices if isinstance(item, Question) else ()
        if not choices:
            return
        known = {column for choice in choices for column, _ in choice.columns} | {"name", "label"}
        if name not in known:
            text = N_("The list of choices has no column {name} to filter by.")
            yield self._remark(item, "choice_filter", text, name=name)

    def _literals(self, place: _Place, node: Node) -> Iterator[Remark]:
        """Check a word that an answer is compared with: it must be one that can be answered."""
        if isinstance(node, Call) and node.name == "selected":
            yield from self._choice_literal(place, *node.arguments)
        elif isinstance(node, Binary) and node.operator in ("=", "!=", "<", "<=", ">", ">="):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if node.operator in ("=", "!="):
                    yield from self._choice_literal(place, one, other)
                yield from self._number_literal(place, one, other)

    def _asked(self, place: _Place, node: Node) -> Question | None:
        if not isinstance(node, Path) or (place.header == "choice_filter" and node.start is Start.HERE):
            return None
        found = [path for path, path_node in references(node, place.item.path) if path_node is node]
        item = self._items.get(found[0] or "") if found else None
        return item if isinstance(item, Question) else None

    def _choice_literal(self, place: _Place, one: Node, other: Node) -> Iterator[Remark]:
        question = self._asked(place, one)
        if question is None or not question.choices or not isinstance(other, Literal):
            return
        word = str(other.value if isinstance(other.value, str) else int(other.value))
        if word and question.choice(word) is None:
            text = N_("{question} has no choice {choice}.")
            yield self._remark(place.item, place.header, text, question=question.name, choice=word)

    def _number_literal(self, place: _Place, one: Node, other: Node) -> Iterator[Remark]:
        question = self._asked(place, one)
        if question is None or not isinstance(other, Literal):
            return
        word = other.value
        if question.kind.is_number and isinstance(word, str) and word and to_number(word) != to_number(word):
            text = N_("{question} is a number and is compared with the word {word}.")
            yield self._remark(place.item, place.header, text, question=question.name, word=word)
        if question.kind is QuestionKind.DATE and isinstance(word, str) and word and not as_day(word):
            text = N_("{question} is a date and is compared with the word {word}.")
            yield self._remark(place.item, place.header, text, question=question.name, word=word)
        if question.kind is QuestionKind.TEXT and isinstance(word, float):
            text = N_("{question} is a text and is compared with a number.")
            yield self._remark(place.item, place.header, text, Level.WARNING, question=question.name)

    # -- one item -------------------------------------------------------------------------------------------------
    def _item(self, item: Item) -> Iterator[Remark]:
        yield from self._translations(item, "label", item.label)
        if isinstance(item, Section):
            return
        yield from self._translations(item, "hint", item.hint)
        yield from self._translations(item, "guidance_hint", item.guidance)
        row = self._rows.get(item.path)
        if row is None or not is_refused(row):
            yield from self._kind(item)
        for fill in item.fills:
            if not _FILL.fullmatch(fill):
                text = N_("{value} is not written as entry.input.")
                yield self._remark(item, "bind::kb:input", text, value=fill)
        if item.reach not in ("", "internal"):
            text = N_("{value} is not a reach: write internal, or nothing for the report.")
            yield self._remark(item, "bind::kb:reach", text, value=item.reach)
        yield from self._range(item)

    def _kind(self, item: Question) -> Iterator[Remark]:
        if item.kind is QuestionKind.OTHER:
            yield self._remark(item, "type", N_("This kind of question is not asked here."))
        if item.kind in (QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE) and not item.choices:
            yield self._remark(item, "type", N_("The choices of this question cannot be read here."))

    def _range(self, item: Question) -> Iterator[Remark]:
        row = self._rows.get(item.path)
        for header in ("bind::kb:min", "bind::kb:max"):
            value = row[header] if row else ""
            if value and to_number(value) != to_number(value):
                yield self._remark(item, header, N_("{value} is not a number."), value=value)

    def _translations(self, item: Item, header: str, words: Localised) -> Iterator[Remark]:
        if not words or item.path not in self._rows:
            return  # what the compiler adds by itself (the text beside "other") has no row to mend
        known = {language for language, _ in words.by_language}
        for language in self._checklist.languages:
            if language not in known:
                text = N_("The translation to {language} is missing.")
                found = self._remark(item, header, text, Level.WARNING, language=language)
                yield Remark(found.level, found.message, found.sheet, found.row, self._column(header, language))

    def _column(self, header: str, language: str, sheet: str = "survey") -> str:
        found = self._workbook.sheet(sheet)
        wanted = next(
            (one for one in found.headers if one.startswith(header + "::") and f"({language})" in one), header
        )
        return found.column(wanted)

    # -- the whole form -------------------------------------------------------------------------------------------
    def _circles(self) -> Iterator[Remark]:
        try:
            rules_of(self._checklist)
        except ExpressionRefused as error:
            item = self._items.get(str(error.fields.get("path")))
            header = "relevant" if item is not None and item.relevant else "calculation"
            reason = error.fields["reason"]
            if isinstance(reason, Message):
                yield self._remark(item, header, reason.text, **reason.values)

    def _choices(self) -> Iterator[Remark]:
        sheet = self._workbook.sheet("choices")
        for found in self._checklist.lists:
            for choice in found.choices:
                for language in self._checklist.languages:
                    if choice.label and language not in dict(choice.label.by_language):
                        row = next((r.number for r in sheet.rows if _is_row(r, found.name, choice)), None)
                        message = Message(N_("The translation to {language} is missing."), {"language": language})
                        column = self._column("label", language, "choices")
                        yield Remark(Level.WARNING, message, "choices", row, column)


def _is_row(row: Row, list_name: str, choice: Choice) -> bool:
    return row["list_name"] == list_name and row["name"] == choice.name


def _all(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Section):
            yield from _all(item.items)


def _places(item: Item) -> Iterator[_Place]:
    for field, header in _EXPRESSIONS:
        text = getattr(item, field, "")
        if text:
            yield _Place(item, header, text)
