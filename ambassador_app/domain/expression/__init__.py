"""The expressions of a checklist: the part of XPath that ODK forms use, compiled, with positions and dependencies."""

from ambassador_app.domain.expression.compiled import Expression, compile_expression, references
from ambassador_app.domain.expression.evaluation import Answers, Keys, ListRow, Place
from ambassador_app.domain.expression.functions import FUNCTIONS, resolve_text
from ambassador_app.domain.expression.syntax import Binary, Call, Literal, Node, Path, Start, walk
from ambassador_app.domain.expression.values import Clock, Moment, Scalar, as_day, to_number, to_text, to_truth

__all__ = [
    "FUNCTIONS",
    "Answers",
    "Binary",
    "Call",
    "Clock",
    "Expression",
    "Keys",
    "ListRow",
    "Literal",
    "Moment",
    "Node",
    "Path",
    "Place",
    "Scalar",
    "Start",
    "as_day",
    "compile_expression",
    "references",
    "resolve_text",
    "to_number",
    "to_text",
    "to_truth",
    "walk",
]
