"""How one question of a form stands, and how far a section is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ambassador_app.domain.checklist import AnswerValue, Choice, Question
from ambassador_app.domain.expression import Place
from ambassador_app.domain.form_values import Filled


@dataclass(frozen=True, slots=True)
class QuestionState:
    """How one question stands.

    `missing`: relevant, required, in a row that is asked for, and neither answered nor left open with a reason.
    `valid`: the constraint holds, or there is no answer. `outside`: a number outside the sane range. `flagged`: a
    chosen answer is marked, or suggests a measure.
    """

    path: str
    question: Question
    value: AnswerValue
    relevant: bool
    required: bool
    answered: bool
    not_seen: bool
    missing: bool
    valid: bool
    outside: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section or form is, counted over the relevant questions that a person answers."""

    relevant: int = 0
    answered: int = 0
    missing: int = 0
    invalid: int = 0
    flagged: int = 0

    @property
    def done(self) -> bool:
        """Whether nothing required is missing and nothing is wrong."""
        return not self.missing and not self.invalid

    @property
    def share(self) -> float:
        """The share answered, 0 to 1; 1 if nothing is asked."""
        return self.answered / self.relevant if self.relevant else 1.0


def state_of(filled: Filled, place: Place, *, not_seen: bool) -> QuestionState:
    """Give how the question at `place` stands. Raises KeyError for a section."""
    rule = filled.rules.rules[place[0]]
    question = rule.question
    if question is None:
        raise KeyError(place[0])
    value = filled.given(rule, place)
    relevant = filled.relevant.get(place, True)
    given = not is_empty(value)
    required = relevant and rule.required is not None and rule.required.truth(filled, place)
    expected = required and not filled.is_surplus(*place)
    answerable = question.kind.is_answerable and not question.read_only
    return QuestionState(
        path=filled.rules.path(place),
        question=question,
        value=value,
        relevant=relevant,
        required=required,
        answered=given or not_seen,
        not_seen=not_seen and not given,
        missing=expected and answerable and not given and not not_seen,
        valid=not (relevant and given and rule.constraint) or rule.constraint.truth(filled, place),
        outside=_outside(question, value),
        flagged=relevant and any(choice.flag or choice.measure for choice in chosen(question, value)),
    )


def is_empty(value: AnswerValue) -> bool:
    """Tell whether a value is no answer."""
    return value is None or value in ("", ())


def chosen(question: Question, value: AnswerValue) -> list[Choice]:
    """Give the choices that an answer names."""
    names = value if isinstance(value, tuple) else (value,)
    return [choice for choice in question.choices if choice.name in names]


def _outside(question: Question, value: AnswerValue) -> bool:
    if not isinstance(value, float | int):
        return False
    too_small = question.least is not None and value < question.least
    return too_small or (question.most is not None and value > question.most)


def sum_of(parts: Iterable[Progress]) -> Progress:
    """Add up what was counted in parts that have nothing in common."""
    counted = tuple(parts)
    return Progress(
        relevant=sum(one.relevant for one in counted),
        answered=sum(one.answered for one in counted),
        missing=sum(one.missing for one in counted),
        invalid=sum(one.invalid for one in counted),
        flagged=sum(one.flagged for one in counted),
    )


def progress_of(states: Iterable[QuestionState]) -> Progress:
    """Count over the questions that a person answers."""
    counted = [one for one in states if one.question.kind.is_answerable and not one.question.read_only]
    return Progress(
        relevant=len(counted),
        answered=sum(one.answered for one in counted),
        missing=sum(one.missing for one in counted),
        invalid=sum(not one.valid for one in counted),
        flagged=sum(one.flagged for one in counted),
    )
