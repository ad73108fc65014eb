"""An expression, read once and worked out many times; it knows which answers it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ambassador_app.domain.expression.evaluation import Answers, Frame, ListRow, Place, evaluate, scalar
from ambassador_app.domain.expression.functions import FUNCTIONS
from ambassador_app.domain.expression.origins import origins
from ambassador_app.domain.expression.parser import parse
from ambassador_app.domain.expression.patterns import explodes, pattern_of
from ambassador_app.domain.expression.syntax import Call, Literal, Node, Path, Start, children, refuse, walk
from ambassador_app.domain.expression.values import Scalar, to_truth
from ambassador_app.i18n import N_


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. Two of the same text are equal."""

    text: str
    root: Node

    def value(self, answers: Answers, place: Place) -> Scalar:
        """Work it out at `place`."""
        return scalar(evaluate(self.root, Frame(answers, FUNCTIONS, place, place)))

    def truth(self, answers: Answers, place: Place) -> bool:
        """Work it out at `place` as yes or no."""
        return to_truth(self.value(answers, place))

    def keeps(self, row: ListRow, answers: Answers, place: Place) -> bool:
        """Work it out at `place` as the filter of a choice list: whether `row` stays."""
        return to_truth(scalar(evaluate(self.root, Frame(answers, FUNCTIONS, place, row))))

    def origins(self, answers: Answers, place: Place) -> tuple[Place, ...]:
        """Give the places whose values its value at `place` is made of; what only decides between values is none."""
        return tuple(origins(self.root, Frame(answers, FUNCTIONS, place, place)))

    def references(self, context: str, *, in_list: bool = False) -> frozenset[str]:
        """Give the paths, without rows, whose answers it rests on when it stands at `context`.

        `in_list`: it filters a choice list, where a bare name is a column and no answer.
        """
        found = references(self.root, context, None if in_list else "")
        return frozenset(path for path, _ in found if path is not None)

    @property
    def unsupported(self) -> tuple[str, ...]:
        """The functions in it that are known and not worked out."""
        names = {node.name for node in walk(self.root) if isinstance(node, Call)}
        return tuple(sorted(name for name in names if not FUNCTIONS[name].supported))


def compile_expression(text: str) -> Expression:
    """Read `text`. Raises ExpressionRefused with the expression, the position (from 1) and the reason."""
    root = parse(text)
    for node in walk(root):
        if isinstance(node, Call):
            _check_call(text, node)
    return Expression(text, root)


def _check_call(text: str, call: Call) -> None:
    function = FUNCTIONS.get(call.name)
    if function is None:
        refuse(text, call.position, N_("There is no function {name}."), name=call.name)
    given = len(call.arguments)
    if given < function.least or (function.most is not None and given > function.most):
        refuse(
            text,
            call.position,
            N_("{name} is given {given} values, which is not what it takes."),
            name=call.name,
            given=given,
        )
    if call.name == "regex" and isinstance(call.arguments[1], Literal):
        _check_pattern(text, call.arguments[1])


def _check_pattern(text: str, literal: Literal) -> None:
    try:
        pattern_of(str(literal.value))
    except re.error:
        reason = N_("The pattern cannot be understood.")
        if explodes(str(literal.value)):
            reason = N_("The pattern repeats what repeats itself and could take for ever.")
        refuse(text, literal.position, reason)


def references(node: Node, current: str, here: str | None = "") -> Iterator[tuple[str | None, Path]]:
    """Give each path in `node` with what it names; None for a column or the rows of a choice list.

    `here` is where relative paths begin: "" means at `current`, None that they name columns of a choice list.
    """
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Path):
            yield from _named(found, current, here)
        else:
            waiting.extend(reversed(children(found)))


def _named(node: Path, current: str, here: str | None) -> Iterator[tuple[str | None, Path]]:
    if node.start is Start.LIST or (node.start is Start.HERE and here is None):
        yield None, node
        for step in node.steps:
            for predicate in step.predicates:
                yield from references(predicate, current, None)
        return
    template = _beginning(node, current, here)
    for step in node.steps:
        template = f"{template}/{step.name}" if step.name else template.rpartition("/")[0]
        for predicate in step.predicates:
            yield from references(predicate, current, template)
    yield template, node


def _beginning(path: Path, current: str, here: str | None) -> str:
    if path.start is Start.ROOT:
        return ""
    return current if path.start is Start.CURRENT else here or current
