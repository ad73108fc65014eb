"""Which answers the value of an expression is made of, as against those that only decide between values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ambassador_app.domain.expression.evaluation import Frame, NodeSet, Place, Value, evaluate, find, scalar
from ambassador_app.domain.expression.syntax import Binary, Call, Literal, Negation, Node, Path
from ambassador_app.domain.expression.values import to_text, to_truth

_COMPARING: Final = frozenset({"or", "and", "=", "!=", "<", "<=", ">", ">="})
_TELLING: Final = frozenset(
    {"selected", "not", "boolean", "boolean-from-string", "checklist", "weighted-checklist", "contains", "starts-with"}
    | {"ends-with", "regex"}
)
"""What says yes or no: the number a form makes of that is the form's."""


def origins(root: Node, frame: Frame) -> Iterator[Place]:
    """Give the places whose values enter the value of `root` as it is now.

    Of a choice between values only the branch that is taken counts, and never the condition: `if(${year} < 1990, 5, 2)`
    is made of no answer.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        match node:
            case Path():
                yield from _places(NodeSet(find(node, frame), frame.answers))
            case Call(name="indexed-repeat"):
                yield from _places(evaluate(node, frame))
            case Call():
                waiting.extend(reversed(_entering(node, frame)))
            case Binary() if node.operator not in _COMPARING:
                waiting.extend((node.right, node.left))
            case Negation():
                waiting.append(node.operand)
            case Binary() | Literal():
                pass


def _entering(call: Call, frame: Frame) -> tuple[Node, ...]:
    """Give the arguments that the value of a call is made of."""
    if call.name == "if":
        taken = 1 if to_truth(scalar(evaluate(call.arguments[0], frame))) else 2
        return (call.arguments[taken],)
    if call.name == "coalesce":
        filled = (one for one in call.arguments if to_text(scalar(evaluate(one, frame))) not in ("", "NaN"))
        return tuple(one for one in (next(filled, None),) if one is not None)
    return () if call.name in _TELLING else call.arguments


def _places(value: Value) -> Iterator[Place]:
    """Give the places of a node set; a cell of a choice list is the form's own."""
    if isinstance(value, NodeSet):
        yield from (node for node in value.nodes if isinstance(node, tuple))
