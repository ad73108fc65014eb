"""What a quick estimate asks and assumes: questions that can be answered by looking, and usual values behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ambassador_app.domain.calculators.values import Value


@dataclass(frozen=True, slots=True)
class Spread:
    """A value that is guessed, in the unit of its input: at least, most likely, at most."""

    low: Value
    likely: Value
    high: Value

    @property
    def is_exact(self) -> bool:
        """Whether nothing about it is guessed: what was seen settles it."""
        return self.low == self.high


def exactly(value: Value) -> Spread:
    """Give a value that is no guess."""
    return Spread(value, value, value)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a measure usually costs, in DKK without VAT: `fixed`, and `each` for one unit of the input `per`.

    `where` names the values that other inputs must have for it to hold (the unit of `per`).
    """

    source: str
    fixed: Spread = field(default_factory=lambda: exactly(0.0))
    each: Spread = field(default_factory=lambda: exactly(0.0))
    per: str = ""
    where: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer to a question: `label` and `source` are msgids; what it says about the inputs, and about the cost
    where that depends on it.
    """

    id: str
    label: str
    guesses: Mapping[str, Spread]
    source: str
    cost: Cost | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What can be answered by looking; `label` and `help` are msgids."""

    id: str
    label: str
    help: str
    picks: tuple[Pick, ...]

    def pick(self, pick_id: str) -> Pick | None:
        """Give the answer called `pick_id`, or None."""
        return next((one for one in self.picks if one.id == pick_id), None)

    def inputs(self) -> frozenset[str]:
        """Name the inputs that its answers fill."""
        return frozenset(name for pick in self.picks for name in pick.guesses)


@dataclass(frozen=True, slots=True)
class Assumed:
    """A value that no question settles, with the msgid of its source."""

    guess: Spread
    source: str


Inputs = Mapping[str, Value]


def as_they_are(values: Inputs, known: Mapping[str, object]) -> Inputs:
    """Take the guesses for inputs, except where something is known."""
    return {name: value for name, value in values.items() if name not in known}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickEstimate:
    """The quick estimate of one calculator. `ask` says, for an input, whom or where to ask for the real number
    (msgids; others are explained by the input's own help). `bound` names inputs that are guessed together or not
    at all: an amount and its unit. `derive` turns guesses that are no inputs themselves into inputs.
    """

    calculator: str
    questions: tuple[Question, ...]
    assumed: Mapping[str, Assumed] = field(default_factory=dict)
    cost: Cost | None = None
    ask: Mapping[str, str] = field(default_factory=dict)
    bound: tuple[str, ...] = ()
    derive: Callable[[Inputs, Mapping[str, object]], Inputs] = as_they_are

    def open_questions(self, known: Mapping[str, object]) -> tuple[Question, ...]:
        """List the questions that are still worth asking: those that would fill something not known."""
        return tuple(question for question in self.questions if question.inputs() - known.keys())

    def chosen(self, answers: Mapping[str, str]) -> Iterator[Pick]:
        """Give the answers that were picked, in the order of the questions; unknown ones are passed over."""
        for question in self.questions:
            pick = question.pick(answers.get(question.id, ""))
            if pick is not None:
                yield pick
