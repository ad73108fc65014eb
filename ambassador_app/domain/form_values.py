"""The values of a form: answers, calculations and relevance, worked out in the order of the rules."""

from __future__ import annotations

import heapq
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ambassador_app.domain.checklist import AnswerValue, Choice, Item, Question, QuestionKind
from ambassador_app.domain.expression import (
    Clock,
    Keys,
    ListRow,
    Moment,
    Place,
    Scalar,
    as_day,
    compile_expression,
    to_number,
    to_text,
)
from ambassador_app.domain.form_rows import FIRST_ROW, MOST_ROWS, outer_keys
from ambassador_app.domain.form_rules import FormRules, Rule

_DECIMAL: Final = re.compile(r"-?\d+\.\d+")
_DATED: Final = frozenset({QuestionKind.DATE, QuestionKind.DATE_TIME, QuestionKind.METADATA})
_COMPUTED: Final = frozenset({QuestionKind.CALCULATE, QuestionKind.METADATA})
_OUTPUT: Final = re.compile(r"\$\{([^{}]*)\}")


@dataclass(slots=True)
class Filled:
    """The values of one form. Changed only while a state is being made; `copy` before any change."""

    rules: FormRules
    today: date
    answers: dict[Place, AnswerValue]
    calculated: dict[Place, AnswerValue]
    relevant: dict[Place, bool]
    row_keys: dict[Place, tuple[str, ...]]
    wanted: dict[Place, int]
    """How many rows a counted repeat asks for; it may have more."""
    begins_with: tuple[str, ...]
    """The rows of a repeat that nobody has given any."""
    moved: set[Place] = field(default_factory=set)
    """The places whose value or relevance the last answer changed."""
    reshaped: bool = True
    """Whether the last answer changed which questions or rows there are."""
    given_anew: set[str] = field(default_factory=set)
    """The questions to which the last answer gave another value, itself or by a trigger: they trigger in their turn."""

    @classmethod
    def empty(cls, rules: FormRules, today: date, begins_with: tuple[str, ...] = (FIRST_ROW,)) -> Filled:
        """Give a form without answers and rows."""
        return cls(rules, today, {}, {}, {}, {}, {}, begins_with)

    def copy(self) -> Filled:
        """Give the same values, free to change."""
        return Filled(
            self.rules,
            self.today,
            dict(self.answers),
            dict(self.calculated),
            dict(self.relevant),
            dict(self.row_keys),
            dict(self.wanted),
            self.begins_with,
            reshaped=False,
        )

    # -- what an expression may ask (expression.Answers) ----------------------------------------------------------
    def rows(self, template: str, keys: Keys) -> tuple[str, ...] | None:
        """Give the row keys of the repeat at `template`; None where no repeat is."""
        rule = self.rules.rules.get(template)
        if rule is None or not rule.repeats or rule.repeats[-1] != template:
            return None
        return self.row_keys.get((template, keys), ())

    def value(self, template: str, keys: Keys) -> Scalar:
        """Give the answer at a place; the empty text if unanswered or not relevant."""
        rule = self.rules.rules.get(template)
        place = (template, keys)
        if rule is None or rule.question is None or not self.relevant.get(place, True):
            return ""
        return _typed(rule.question, self.given(rule, place), self.today)

    def given(self, rule: Rule, place: Place) -> AnswerValue:
        """Give the answer or calculated value as it is kept, relevant or not."""
        if rule.calculation is not None and not rule.is_kept_calculation:
            return self.calculated.get(place)
        return self.answers.get(place)

    def is_relevant(self, template: str, keys: Keys) -> bool:
        """Tell whether a place counts; what is not relevant is in no set of places."""
        return self.relevant.get((template, keys), True)

    def list_rows(self, name: str) -> Sequence[ListRow]:
        """Give the rows of a choice list."""
        return self.rules.lists.get(name, ())

    def choice_name(self, template: str, value: str) -> str:
        """Give the words of a choice in the first language of the form; empty if there is no such choice."""
        rule = self.rules.rules.get(template)
        choice = rule.question.choice(value) if rule and rule.question else None
        return choice.label.text("") if choice else ""

    def is_surplus(self, template: str, keys: Keys) -> bool:
        """Tell whether a place is in a row, or is one, that its count no longer asks for."""
        for depth, repeat in enumerate(self.rules.rules[template].repeats[: len(keys)]):
            place = (repeat, keys[:depth])
            if place in self.wanted and keys[depth] in self.row_keys[place][self.wanted[place] :]:
                return True
        return False

    # -- places ---------------------------------------------------------------------------------------------------
    def places(self, template: str) -> list[Place]:
        """Give every place of a question or section, one a row."""
        return [(template, keys) for keys in outer_keys(self.rules.rules[template].repeats, self.row_keys)]

    def shown(self, items: Iterable[Item], keys: Keys) -> Iterator[str]:
        """Give the paths of what is to be shown of `items`, in order, row by row."""
        for item in items:
            if isinstance(item, Question):
                if item.kind.is_asked and self.relevant.get((item.path, keys), True):
                    yield self.rules.path((item.path, keys))
                continue
            rows = self.rows(item.path, keys)
            for inner in [keys] if rows is None else [(*keys, row) for row in rows]:
                if self.relevant.get((item.path, inner), True):
                    yield from self.shown(item.items, inner)

    def choices(self, place: Place) -> tuple[Choice, ...]:
        """Give the choices of the question at `place` that its filter leaves."""
        rule = self.rules.rules[place[0]]
        if rule.question is None:
            return ()
        wanted = rule.choice_filter
        if wanted is None:
            return rule.question.choices
        rows = self.list_rows(rule.question.list_name)
        return tuple(
            choice for choice, row in zip(rule.question.choices, rows, strict=False) if wanted.keeps(row, self, place)
        )

    # -- working out ----------------------------------------------------------------------------------------------
    def work_out_all(self) -> dict[Place, AnswerValue]:
        """Work out every rule; give the editable answers that had none and were calculated."""
        recalculated: dict[Place, AnswerValue] = {}
        for template in self.rules.order:
            self._work_out(self.rules.rules[template], None, recalculated)
        return recalculated

    def answer(
        self, place: Place, value: AnswerValue, *, again: bool = False
    ) -> tuple[set[str], dict[Place, AnswerValue]]:
        """Take an answer and work out what rests on it; one that it has already, only `again` and if it is not empty.
        What a question triggers waits for another answer to it; that it is no longer relevant is none.

        Give the paths (without rows) of what changed, and the editable answers that a calculation replaced.
        """
        recalculated: dict[Place, AnswerValue] = {}
        is_same = self.answers.get(place) == value
        if is_same and (value is None or (place in self.answers and not again)):
            return set(), recalculated
        self.given_anew = set() if is_same else {place[0]}
        self.answers[place] = value
        self.moved.add(place)
        changed = {place[0]}
        waiting: list[int] = []
        queued: set[str] = set()
        self._queue(place[0], waiting, queued)
        while waiting:
            template = self.rules.order[heapq.heappop(waiting)]
            if self._work_out(self.rules.rules[template], changed, recalculated) or again:
                changed.add(template)
                self._queue(template, waiting, queued)
        return changed, recalculated

    def _queue(self, template: str, waiting: list[int], queued: set[str]) -> None:
        for dependent in self.rules.dependents.get(template, ()):
            if dependent not in queued:
                queued.add(dependent)
                heapq.heappush(waiting, self.rules.rank[dependent])

    def _work_out(self, rule: Rule, changed: set[str] | None, recalculated: dict[Place, AnswerValue]) -> bool:
        """Work out one rule at all its places; tell whether anything is different. `changed` is None at first."""
        differs = rule.repeat_count is not None and self._count_rows(rule)
        self.reshaped |= differs
        for place in self.places(rule.path):
            turned = self._work_out_relevance(rule, place)
            self.reshaped |= turned
            if rule.calculation is not None:
                turned |= self._calculate(rule, place, changed, recalculated)
            if turned:
                self.moved.add(place)
            differs |= turned
        return differs

    def _work_out_relevance(self, rule: Rule, place: Place) -> bool:
        parent = self.rules.rules.get(rule.parent)
        around = parent is None or self.relevant.get((rule.parent, place[1][: len(parent.repeats)]), True)
        relevant = around and (rule.relevant is None or rule.relevant.truth(self, place))
        before = self.relevant.get(place)
        self.relevant[place] = relevant
        return before is not relevant

    def _count_rows(self, rule: Rule) -> bool:
        """Add the rows that a count asks for. Rows are never taken away: they may hold answers."""
        differs = False
        for outer in outer_keys(rule.repeats[:-1], self.row_keys):
            place = (rule.path, outer)
            rows = self.row_keys.get(place, ())
            wanted = to_number(rule.repeat_count.value(self, place)) if rule.repeat_count else 0.0
            most = min(int(wanted), MOST_ROWS) if math.isfinite(wanted) else 0
            new = (str(number) for number in range(1, most + 1) if str(number) not in rows)
            self.row_keys[place] = (*rows, *itertools.islice(new, max(0, most - len(rows))))
            differs |= len(self.row_keys[place]) > len(rows) or self.wanted.get(place) != most
            self.wanted[place] = most
        return differs

    def _calculate(
        self, rule: Rule, place: Place, changed: set[str] | None, recalculated: dict[Place, AnswerValue]
    ) -> bool:
        question, calculation = rule.question, rule.calculation
        if question is None or calculation is None:
            return False
        if not rule.is_kept_calculation:
            value = coerced(question, calculation.value(self, place))
            differs = place not in self.calculated or self.calculated[place] != value
            self.calculated[place] = value
            return differs
        first = changed is None and place not in self.answers and not question.trigger
        cause = self.given_anew if question.trigger else changed
        if not first and (changed is None or not cause or not cause & rule.inputs):
            return False
        value = coerced(question, calculation.value(self, place))
        if self.answers.get(place) == value:
            return False
        self.answers[place] = recalculated[place] = value
        if question.trigger:
            self.given_anew.add(rule.path)
        return True


# -- values ---------------------------------------------------------------------------------------------------------
def _typed(question: Question, value: AnswerValue, today: date) -> Scalar:
    """Give an answer as expressions see it: numbers of number questions are numbers, days and hours know what they
    are, all else is text."""
    match value:
        case None | "" | ():
            return ""
        case tuple():
            return " ".join(value)
        case bool():
            return value
        case str() if isinstance(value, Moment) or question.kind in _DATED:
            return Moment(value)
        case str() if question.kind is QuestionKind.TIME:
            return Clock(f"{today:%Y-%m-%d}T{value}")
    return to_number(value) if question.kind.is_number else to_text(value)


def coerced(question: Question, value: Scalar) -> AnswerValue:
    """Give the outcome of a calculation or default as an answer to `question`; None if it is empty."""
    text = to_text(value)
    kind = question.kind
    if text in ("", "NaN"):
        return None
    if kind.is_number:
        return _number(kind, value)
    if kind is QuestionKind.SELECT_MULTIPLE:
        return tuple(text.split())
    if kind is QuestionKind.DATE:
        return to_text(as_day(value)) or None
    if kind is QuestionKind.GEOPOINT:
        return point(text)
    is_kept_as_it_is = isinstance(value, Moment) or (kind in _COMPUTED and not isinstance(value, str))
    return value if is_kept_as_it_is else text


def point(text: str) -> str:
    """Write a point with all four of its numbers: latitude, longitude, altitude, accuracy."""
    numbers = [repr(to_number(part)) for part in text.split()]
    return " ".join((*numbers, *["0.0"] * (4 - len(numbers))))


def _number(kind: QuestionKind, value: Scalar) -> float | None:
    number = to_number(value)
    if not math.isfinite(number):
        return None
    if kind is QuestionKind.INTEGER:
        return float(math.trunc(number))
    # What was computed and is whole is written without a decimal point, what was typed with one.
    return int(number) if number.is_integer() and not isinstance(value, str) else number


def default_of(filled: Filled, place: Place) -> AnswerValue:
    """Give the answer that the question at `place` begins with; None if it begins empty."""
    question = filled.rules.rules[place[0]].question
    if question is None:
        return None
    if question.default_calculation:
        return coerced(question, compile_expression(question.default_calculation).value(filled, place))
    return coerced(question, question.default)


def filled_text(filled: Filled, words: str, language: str, place: Place) -> str:
    """Fill every `${expression}` in `words`, as seen from `place`; numbers with the decimal mark of `language`."""
    return _OUTPUT.sub(lambda found: _shown(compile_expression(found[1]).value(filled, place), language), words)


def _shown(value: Scalar, language: str) -> str:
    if isinstance(value, Clock):
        return value[11:16]
    if isinstance(value, Moment):
        return value[:16].replace("T", " ")
    text = to_text(value)
    return text.replace(".", ",") if language == "da" and _DECIMAL.fullmatch(text) else text
