"""The shape of an expression once it is understood: what it asks for, and where each part stands in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from ambassador_app.errors import ExpressionRefused
from ambassador_app.i18n import Message


class Start(StrEnum):
    """Where a path begins."""

    ROOT = "/"
    HERE = "."
    CURRENT = "current()"
    LIST = "instance()"


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a quoted text."""

    value: float | str
    position: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a name, or `..` when `name` is empty; the predicates keep some of the nodes found."""

    name: str
    predicates: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A way to other answers, or, from LIST, to the rows of a choice list."""

    start: Start
    steps: tuple[Step, ...]
    position: int
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the operator between them."""

    operator: str
    left: Node
    right: Node
    position: int


@dataclass(frozen=True, slots=True)
class Negation:
    """The operand with its sign turned."""

    operand: Node
    position: int


Node = Literal | Path | Call | Binary | Negation


def children(node: Node) -> tuple[Node, ...]:
    """Give the parts directly below `node`, predicates included."""
    match node:
        case Call():
            return node.arguments
        case Binary():
            return (node.left, node.right)
        case Negation():
            return (node.operand,)
        case Path():
            return tuple(predicate for step in node.steps for predicate in step.predicates)
        case Literal():
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Give `node` and every part below it, predicates included."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(children(found)))


def refuse(expression: str, position: int, text: str, **values: object) -> NoReturn:
    """Raise ExpressionRefused; `position` is the offset in the text, told to people from 1."""
    raise ExpressionRefused(expression=expression, position=position + 1, reason=Message(text, values))
