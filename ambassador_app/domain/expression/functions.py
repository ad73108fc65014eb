"""The functions an expression may call, with the meaning they have in ODK.

Source: the ODK XForms function list and the behaviour of JavaRosa; which of them real forms use was counted over
185 public field forms.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from ambassador_app.domain.expression import dates
from ambassador_app.domain.expression.evaluation import Arguments, Function, NodeSet, Value, evaluate, find, scalar
from ambassador_app.domain.expression.patterns import LONGEST, pattern_of
from ambassador_app.domain.expression.syntax import Path, Start
from ambassador_app.domain.expression.values import NOT_A_NUMBER, Scalar, to_number, to_text, to_truth, to_whole

LONGEST_TEXT: Final = 100_000
"""Characters of a text that an expression puts together."""


# -- texts ----------------------------------------------------------------------------------------------------------
def _concat(given: Arguments) -> Value:
    return _together("", map(to_text, given.values()))


def _join(given: Arguments) -> Value:
    return _together(given.text(0), map(to_text, given.values(1)))


def _together(between: str, parts: Iterable[str]) -> str:
    """Put texts together, cut where no answer is that long: texts that double from row to row would fill the memory."""
    found: list[str] = []
    room = LONGEST_TEXT
    for part in parts:
        piece = (between if found else "") + part
        found.append(piece[:room])
        room -= len(piece)
        if room <= 0:
            break
    return "".join(found)


def _substr(given: Arguments) -> Value:
    text, start = given.text(0), to_whole(given.number(1))
    end = to_whole(given.number(2)) if len(given) > 2 else len(text)
    return text[_from_end(start, len(text)) : _from_end(end, len(text))]


def _from_end(index: int, length: int) -> int:
    return max(0, length + index) if index < 0 else index


def _translate(given: Arguments) -> Value:
    text, wanted, instead = given.text(0), given.text(1), given.text(2)
    table = {ord(mark): (instead[i] if i < len(instead) else None) for i, mark in reversed(list(enumerate(wanted)))}
    return text.translate(table)


def _substring_before(given: Arguments) -> Value:
    text, mark = given.text(0), given.text(1)
    return text[: max(0, text.find(mark))]


def _substring_after(given: Arguments) -> Value:
    text, mark = given.text(0), given.text(1)
    return text[text.find(mark) + len(mark) :] if mark in text else ""


def _regex(given: Arguments) -> Value:
    try:
        return pattern_of(given.text(1)).fullmatch(given.text(0)[:LONGEST]) is not None
    except re.error:  # one that is put together from answers cannot be looked at before
        return False


# -- choices --------------------------------------------------------------------------------------------------------
def _selected(given: Arguments) -> Value:
    # Nothing is among nothing, as in ODK's own engine.
    return f" {given.text(1).strip()} " in f" {given.text(0)} "


def _selected_at(given: Arguments) -> Value:
    names, index = given.text(0).split(), to_whole(given.number(1))
    return names[index] if 0 <= index < len(names) else ""


def _choice_name(given: Arguments) -> Value:
    frame, written = given.frame, given.text(1).strip()
    return frame.answers.choice_name(resolve_text(written, frame.current[0]), given.text(0))


def resolve_text(path: str, context: str) -> str:
    """Give the path that `path`, written as text, names when seen from `context`."""
    if path.startswith("/"):
        return path
    parts = context.split("/")
    for step in path.removeprefix("current()/").split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


# -- truths ---------------------------------------------------------------------------------------------------------
def _if(given: Arguments) -> Value:
    return given.scalar(1) if given.truth(0) else given.scalar(2)


def _coalesce(given: Arguments) -> Value:
    found: Scalar = ""
    for index in range(len(given)):
        found = given.scalar(index)
        if to_text(found) not in ("", "NaN"):
            break
    return found


def _once(given: Arguments) -> Value:
    kept = scalar(NodeSet(find(Path(Start.CURRENT, (), 0), given.frame), given.frame.answers))
    return kept if to_text(kept) else given.scalar(0)


def _checklist(given: Arguments) -> Value:
    yes = sum(1 for value in given.values(2) if to_truth(value))
    return _within(yes, given)


def _weighted_checklist(given: Arguments) -> Value:
    values = given.values(2)
    total = sum(to_number(weight) for value, weight in zip(values[::2], values[1::2], strict=False) if to_truth(value))
    return _within(total, given)


def _within(total: float, given: Arguments) -> bool:
    least, most = given.number(0), given.number(1)
    return (least < 0 or total >= least) and (most < 0 or total <= most)


def _boolean_from_string(given: Arguments) -> Value:
    return given.text(0).strip().lower() in ("true", "1")


# -- numbers --------------------------------------------------------------------------------------------------------
def _int(given: Arguments) -> Value:
    number = given.number(0)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _round(given: Arguments) -> Value:
    number = given.number(0)
    places = to_whole(given.number(1)) if len(given) > 1 else 0
    if not math.isfinite(number):
        return number
    if abs(places) > 30:
        return NOT_A_NUMBER
    shifted = Decimal(repr(number)).scaleb(places) + Decimal("0.5")
    return float(shifted.to_integral_value(ROUND_FLOOR).scaleb(-places))


def _numeric(work: Callable[[float], float]) -> Callable[[Arguments], Value]:
    def call(given: Arguments) -> Value:
        number = given.number(0)
        try:
            return float(work(number))
        except OverflowError:
            return math.inf
        except ValueError:
            return NOT_A_NUMBER

    return call


def _pow(given: Arguments) -> Value:
    base, exponent = given.number(0), given.number(1)
    if math.isnan(base) or math.isnan(exponent):
        return NOT_A_NUMBER
    try:
        return float(math.pow(base, exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return NOT_A_NUMBER if base else math.inf


def _logarithm(work: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: work(number) if number else -math.inf


def _numbers(given: Arguments) -> list[float]:
    return [to_number(value) for value in given.values() if to_text(value) != ""]


def _sum(given: Arguments) -> Value:
    return math.fsum(_numbers(given))


def _least(given: Arguments) -> Value:
    return min(_real(given), default=NOT_A_NUMBER)


def _most(given: Arguments) -> Value:
    return max(_real(given), default=NOT_A_NUMBER)


def _real(given: Arguments) -> list[float]:
    return [number for number in _numbers(given) if not math.isnan(number)]


# -- nodes ----------------------------------------------------------------------------------------------------------
def _nodes(given: Arguments, index: int) -> tuple[object, ...]:
    value = given.value(index)
    return value.nodes if isinstance(value, NodeSet) else ()


def _count(given: Arguments) -> Value:
    return float(len(_nodes(given, 0)))


def _count_non_empty(given: Arguments) -> Value:
    return float(sum(1 for value in given.values() if to_text(value) != ""))


def _position(given: Arguments) -> Value:
    if not len(given):
        return float(given.frame.position)
    for node in _nodes(given, 0):
        if isinstance(node, tuple):
            template, keys = node
            rows = given.frame.answers.rows(template, keys[:-1]) if keys else None
            return float(rows.index(keys[-1]) + 1) if rows and keys[-1] in rows else 1.0
    return 0.0


def _indexed_repeat(given: Arguments) -> Value:
    frame = given.frame
    pinned = list(frame.pinned)
    for index in range(1, len(given) - 1, 2):
        repeat, number = given.call.arguments[index], given.number(index + 1)
        if isinstance(repeat, Path):
            pinned.append((resolve(repeat, frame.current[0]), int(number) if math.isfinite(number) else 0))
    return evaluate(given.call.arguments[0], frame.pinning(tuple(pinned)))


def resolve(path: Path, context: str) -> str:
    """Give the path, without rows, that `path` names when seen from `context`."""
    template = "" if path.start is Start.ROOT else context
    for step in path.steps:
        template = f"{template}/{step.name}" if step.name else template.rpartition("/")[0]
    return template


def _unsupported(given: Arguments) -> Value:
    return ""


def _text(work: Callable[[str], Scalar]) -> Callable[[Arguments], Value]:
    return lambda given: work(given.text(0))


_NOT_WORKED_OUT = (
    "pulldata",
    "random",
    "uuid",
    "randomize",
    "area",
    "distance",
    "digest",
    "property",
    "version",
)
_ODD = Function(0, None, _unsupported, supported=False)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "selected": Function(2, 2, _selected),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, _text(lambda text: float(len(text.split())))),
    "jr:choice-name": Function(2, 2, _choice_name),
    # The id of a choice's words is the words themselves here: a list has them in its column itextId.
    "jr:itext": Function(1, 1, _text(lambda words: words)),
    "if": Function(3, 3, _if),
    "not": Function(1, 1, lambda given: not given.truth(0)),
    "true": Function(0, 0, lambda given: True),
    "false": Function(0, 0, lambda given: False),
    "boolean": Function(1, 1, lambda given: given.truth(0)),
    "boolean-from-string": Function(1, 1, _boolean_from_string),
    "coalesce": Function(2, None, _coalesce),
    "once": Function(1, 1, _once),
    "checklist": Function(3, None, _checklist),
    "weighted-checklist": Function(4, None, _weighted_checklist),
    "string": Function(1, 1, lambda given: given.text(0)),
    "string-length": Function(0, 1, lambda given: float(len(given.text(0))) if len(given) else NOT_A_NUMBER),
    "concat": Function(1, None, _concat),
    "join": Function(1, None, _join),
    "contains": Function(2, 2, lambda given: given.text(1) in given.text(0)),
    "starts-with": Function(2, 2, lambda given: given.text(0).startswith(given.text(1))),
    "ends-with": Function(2, 2, lambda given: given.text(0).endswith(given.text(1))),
    "substr": Function(2, 3, _substr),
    "substring-before": Function(2, 2, _substring_before),
    "substring-after": Function(2, 2, _substring_after),
    "normalize-space": Function(1, 1, _text(lambda text: " ".join(text.split()))),
    "translate": Function(3, 3, _translate),
    "regex": Function(2, 2, _regex),
    "number": Function(1, 1, lambda given: given.number(0)),
    "int": Function(1, 1, _int),
    "round": Function(1, 2, _round),
    "floor": Function(1, 1, _numeric(math.floor)),
    "ceiling": Function(1, 1, _numeric(math.ceil)),
    "abs": Function(1, 1, _numeric(abs)),
    "sqrt": Function(1, 1, _numeric(math.sqrt)),
    "exp": Function(1, 1, _numeric(math.exp)),
    "exp10": Function(1, 1, _numeric(lambda number: math.pow(10, number))),
    "log": Function(1, 1, _numeric(_logarithm(math.log))),
    "log10": Function(1, 1, _numeric(_logarithm(math.log10))),
    "sin": Function(1, 1, _numeric(math.sin)),
    "cos": Function(1, 1, _numeric(math.cos)),
    "tan": Function(1, 1, _numeric(math.tan)),
    "asin": Function(1, 1, _numeric(math.asin)),
    "acos": Function(1, 1, _numeric(math.acos)),
    "atan": Function(1, 1, _numeric(math.atan)),
    "atan2": Function(2, 2, lambda given: math.atan2(given.number(0), given.number(1))),
    "pi": Function(0, 0, lambda given: math.pi),
    "pow": Function(2, 2, _pow),
    "sum": Function(1, None, _sum),
    "min": Function(1, None, _least),
    "max": Function(1, None, _most),
    "count": Function(1, 1, _count),
    "count-non-empty": Function(1, 1, _count_non_empty),
    "position": Function(0, 1, _position),
    "indexed-repeat": Function(3, 7, _indexed_repeat),
    **dates.FUNCTIONS,
    # Known, read and never worked out: a form that needs one of them can be looked at but not published.
    **dict.fromkeys(_NOT_WORKED_OUT, _ODD),
}
