"""Works an expression out over the answers of a form."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

from ambassador_app.domain.expression.syntax import Binary, Call, Literal, Negation, Node, Path, Start, Step
from ambassador_app.domain.expression.values import (
    NOT_A_NUMBER,
    Scalar,
    equal,
    to_number,
    to_text,
    to_truth,
)

Keys = tuple[str, ...]
Place = tuple[str, Keys]
"""A node of a filled form: its path without row keys, and the row key of every repeat on the way."""
ListRow = Mapping[str, str]
_N = TypeVar("_N", tuple[str, tuple[str, ...]], Mapping[str, str])


class Answers(Protocol):
    """What an expression may ask of a form."""

    @property
    def today(self) -> date:
        """The day of the visit; a datetime also tells the time."""

    def rows(self, template: str, keys: Keys) -> tuple[str, ...] | None:
        """Give the row keys of the repeat at `template`; None where no repeat is."""

    def value(self, template: str, keys: Keys) -> Scalar:
        """Give the answer at a place; the empty text if unanswered or not relevant."""

    def is_relevant(self, template: str, keys: Keys) -> bool:
        """Tell whether a place counts; what is not relevant is in no set of places."""

    def list_rows(self, name: str) -> Sequence[ListRow]:
        """Give the rows of a choice list, each with its columns."""

    def choice_name(self, template: str, value: str) -> str:
        """Give the words of the choice `value` of the question at `template`."""


@dataclass(frozen=True, slots=True)
class NodeSet:
    """The places, or the cells of a choice list, that a path leads to."""

    nodes: tuple[Place | ListRow | str, ...]
    answers: Answers

    def values(self) -> list[Scalar]:
        """Give the value at each node."""
        return [self._value(node) for node in self.nodes]

    def first(self) -> Scalar:
        """Give the value at the first node; the empty text if there is none."""
        return self._value(self.nodes[0]) if self.nodes else ""

    def _value(self, node: Place | ListRow | str) -> Scalar:
        if isinstance(node, str):
            return node
        return self.answers.value(*node) if isinstance(node, tuple) else ""


Value = Scalar | NodeSet


def scalar(value: Value) -> Scalar:
    """Give the one value that a node set stands for, or the value itself."""
    return value.first() if isinstance(value, NodeSet) else value


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an expression stands while it is worked out; in a predicate `here` moves and `current` stays."""

    answers: Answers
    functions: Mapping[str, Function]
    current: Place
    here: Place | ListRow
    position: int = 1
    pinned: tuple[tuple[str, int], ...] = ()

    def moved(self, here: Place | ListRow, position: int) -> Frame:
        """Give the frame of a predicate that is asked about `here`, the `position`th of its kind."""
        return Frame(self.answers, self.functions, self.current, here, position, self.pinned)

    def pinning(self, pinned: tuple[tuple[str, int], ...]) -> Frame:
        """Give this frame with some repeats held at the row of a number."""
        return Frame(self.answers, self.functions, self.current, self.here, self.position, pinned)


def evaluate(node: Node, frame: Frame) -> Value:
    """Give the value of `node`."""
    match node:
        case Literal():
            return node.value
        case Path():
            return NodeSet(find(node, frame), frame.answers)
        case Call():
            return frame.functions[node.name].work(Arguments(node, frame))
        case Binary():
            return _binary(node, frame)
        case Negation():
            return -to_number(scalar(evaluate(node.operand, frame)))


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call, worked out only when asked for."""

    call: Call
    frame: Frame

    def __len__(self) -> int:
        return len(self.call.arguments)

    def value(self, index: int) -> Value:
        """Give an argument as it is."""
        return evaluate(self.call.arguments[index], self.frame)

    def scalar(self, index: int) -> Scalar:
        """Give an argument as one value."""
        return scalar(self.value(index))

    def text(self, index: int) -> str:
        """Give an argument as text."""
        return to_text(self.scalar(index))

    def number(self, index: int) -> float:
        """Give an argument as a number, NaN if it is none."""
        return to_number(self.scalar(index))

    def truth(self, index: int) -> bool:
        """Give an argument as a truth."""
        return to_truth(self.scalar(index))

    def values(self, start: int = 0) -> list[Scalar]:
        """Give every value of the arguments from `start` on; a node set gives one value for each node."""
        found: list[Scalar] = []
        for index in range(start, len(self)):
            value = self.value(index)
            found.extend(value.values() if isinstance(value, NodeSet) else [value])
        return found


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language: how many arguments it takes, and its work."""

    least: int
    most: int | None
    work: Work
    supported: bool = True


class Work(Protocol):
    """The work of a function."""

    def __call__(self, arguments: Arguments, /) -> Value:
        """Give the value of the call."""


# -- operators ------------------------------------------------------------------------------------------------------
def _binary(node: Binary, frame: Frame) -> Value:
    """Work out a chain of operators from the left, without going deeper for each: a sum may have a thousand terms."""
    chain: list[Binary] = []
    first: Node = node
    while isinstance(first, Binary):
        chain.append(first)
        first = first.left
    value = scalar(evaluate(first, frame))
    for link in reversed(chain):
        value = _applied(link, value, frame)
    return value


def _applied(link: Binary, left: Scalar, frame: Frame) -> Scalar:
    match link.operator:
        case "or":
            return to_truth(left) or to_truth(scalar(evaluate(link.right, frame)))
        case "and":
            return to_truth(left) and to_truth(scalar(evaluate(link.right, frame)))
    right = scalar(evaluate(link.right, frame))
    match link.operator:
        case "=":
            return equal(left, right)
        case "!=":
            return not equal(left, right)
    return _OPERATIONS[link.operator](to_number(left), to_number(right))


def divide(left: float, right: float) -> float:
    """Divide as XPath does: by zero gives infinity, or NaN for nothing by nothing."""
    if right:
        return left / right
    return NOT_A_NUMBER if not left or math.isnan(left) else math.copysign(math.inf, left)


def remainder(left: float, right: float) -> float:
    """Give the remainder with the sign of `left`."""
    if not right or not math.isfinite(left):
        return NOT_A_NUMBER
    whole = abs(left) % abs(right)
    return -whole if left < 0 else whole


class _Operation(Protocol):
    def __call__(self, left: float, right: float, /) -> Scalar: ...


_OPERATIONS: Final[Mapping[str, _Operation]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": divide,
    "mod": remainder,
}


# -- paths ----------------------------------------------------------------------------------------------------------
def find(path: Path, frame: Frame) -> tuple[Place | ListRow | str, ...]:
    """Give what `path` leads to. In a repeat, an absolute path stays in the rows of the current place."""
    if path.start is Start.LIST:
        return _cells(path.steps, frame.answers.list_rows(path.list_name), frame)
    if path.start is Start.HERE and not isinstance(frame.here, tuple):
        column = path.steps[0].name if path.steps else "name"
        return (frame.here.get(column, ""),)
    places = [_beginning(path.start, frame)]
    for index, step in enumerate(path.steps):
        last = index == len(path.steps) - 1
        places = [found for place in places for found in _take(step, place, frame, path.start, last=last)]
    return tuple(place for place in places if frame.answers.is_relevant(*place))


def _beginning(start: Start, frame: Frame) -> Place:
    if start is Start.ROOT:
        return ("", ())
    if start is Start.HERE and isinstance(frame.here, tuple):
        return frame.here
    return frame.current


def _take(step: Step, place: Place, frame: Frame, start: Start, *, last: bool) -> list[Place]:
    template, keys = place
    answers = frame.answers
    if not step.name:
        outer = template.rpartition("/")[0]
        found = [(outer, keys[:-1] if answers.rows(template, keys[:-1]) is not None else keys)]
        return _kept(found, step.predicates, frame)
    inner = f"{template}/{step.name}"
    rows = answers.rows(inner, keys)
    if rows is None:
        found = [(inner, keys)]
    else:
        whole = last or bool(step.predicates)
        found = [(inner, (*keys, key)) for key in _chosen(inner, keys, rows, frame, start, whole=whole)]
    return _kept(found, step.predicates, frame)


def _chosen(
    template: str, keys: Keys, rows: tuple[str, ...], frame: Frame, start: Start, *, whole: bool
) -> tuple[str, ...]:
    """Choose rows: the pinned one, the row of the current place, or all."""
    for pinned, index in frame.pinned:
        if pinned == template:
            return rows[index - 1 : index] if index > 0 else ()
    if start is not Start.ROOT or whole:
        return rows
    current, own = frame.current
    if (current + "/").startswith(template + "/") and own[: len(keys)] == keys and len(own) > len(keys):
        return (own[len(keys)],)
    return rows


def _kept(nodes: Sequence[_N], predicates: tuple[Node, ...], frame: Frame) -> list[_N]:
    kept = list(nodes)
    for predicate in predicates:
        kept = [node for position, node in enumerate(kept, 1) if _holds(predicate, node, position, frame)]
    return kept


def _holds(predicate: Node, node: Place | ListRow, position: int, frame: Frame) -> bool:
    value = scalar(evaluate(predicate, frame.moved(node, position)))
    if isinstance(value, float):
        return value == position
    return to_truth(value)


def _cells(steps: tuple[Step, ...], rows: Sequence[ListRow], frame: Frame) -> tuple[ListRow | str, ...]:
    """Walk `root/item[...]/column` of a choice list."""
    kept: list[ListRow] = list(rows)
    for step in steps[:2]:
        kept = _kept(kept, step.predicates, frame)
    if len(steps) < 3:
        return tuple(kept)
    return tuple(row.get(steps[2].name, "") for row in kept)
