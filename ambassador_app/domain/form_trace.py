"""Replays recorded operations on a form and prints every state, so that engines can be compared line by line.

Operations: `rep<TAB>path` adds a row, `set<TAB>path<TAB>value` answers. Lines: `C<TAB>path<TAB>ok|required|constraint
<TAB>relevant` after each answer, then `N<TAB>node path[index]<TAB>relevant<TAB>leaf<TAB>value` for every node. Rows
are numbered from 1 in operations and from 0 in nodes, as the recorder (JavaRosa) does; like it, an answer that breaks
its rules is not kept, and rows come from `rep` alone, never from a count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ambassador_app.domain.checklist import AnswerValue, Checklist, Item, Question, QuestionKind, Section, template_path
from ambassador_app.domain.expression import to_number, to_text
from ambassador_app.domain.form_state import FormState, evaluate, first_answers
from ambassador_app.domain.form_values import coerced


def trace(checklist: Checklist, operations: Iterable[str], today: date) -> Iterator[str]:
    """Replay the lines of `operations`; give the lines of the trace."""
    plain = replace(checklist, items=_uncounted(checklist.items))
    state = evaluate(plain, first_answers(plain, today), today)
    for line in operations:
        verb, *rest = line.rstrip("\r\n").split("\t")
        if verb == "rep":
            state = _with_row(state, rest[0])
        elif verb == "set":
            state, said = _set(state, rest[0], rest[1] if len(rest) > 1 else "")
            yield said
    name = plain.root.removeprefix("/")
    yield f"N\t{name}[0]\t1\t0\t"
    yield from _nodes(state, plain.items, f"{name}[0]", ())


def _uncounted(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(
        replace(item, repeat_count="", items=_uncounted(item.items)) if isinstance(item, Section) else item
        for item in items
    )


def _with_row(state: FormState, path: str) -> FormState:
    rows = state.rows.get(path, ())
    return state.with_row(path, str(len(rows) + 1))


def _set(state: FormState, path: str, text: str) -> tuple[FormState, str]:
    """Answer; give the new state and the line that says how it went."""
    place = _in_first_rows(state, path)
    question = state.checklist.question(place)
    if not _can_be(question, text):
        return state, f"X\tnot understood\tset\t{path}\t{text}"
    value = coerced(question, text)
    after = state.answered(place, value)
    seen = after[place]
    if value is None and state[place].required:
        return state, f"C\t{path}\trequired\t{int(state[place].relevant)}"
    if not seen.valid:
        return state, f"C\t{path}\tconstraint\t{int(state[place].relevant)}"
    return after, f"C\t{path}\tok\t{int(seen.relevant)}"


def _in_first_rows(state: FormState, path: str) -> str:
    """Give `path` with the first row of every repeat that it does not name."""
    template = template_path(path)
    known, keys = state.filled.rules.rules[template], state.filled.rules.place(path)[1]
    missing = ("1",) * (len(known.repeats) - len(keys))
    return state.filled.rules.path((template, (*keys, *missing)))


def _can_be(question: Question, text: str) -> bool:
    """Tell whether the text can be an answer at all: points, lines and areas are made of numbers."""
    if question.kind.is_number and text:
        return not math.isnan(to_number(text))
    parts = re.split(r"[\s;]+", text.strip())
    return not _is_geometry(question) or not any(math.isnan(to_number(part)) for part in parts if part)


def _is_geometry(question: Question) -> bool:
    return question.kind is QuestionKind.GEOPOINT or (question.kind is QuestionKind.OTHER and not question.list_name)


def _nodes(state: FormState, items: tuple[Item, ...], above: str, keys: tuple[str, ...]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Question):
            place = state.filled.rules.path((item.path, keys))
            seen = state[place]
            yield f"N\t{above}/{item.name}[0]\t{int(seen.relevant)}\t1\t{written(item, seen.value)}"
            continue
        rows = state.filled.rows(item.path, keys)
        for index, inner in enumerate([keys] if rows is None else [(*keys, row) for row in rows]):
            relevant = state.filled.relevant.get((item.path, inner), True)
            yield f"N\t{above}/{item.name}[{index}]\t{int(relevant)}\t0\t"
            yield from _nodes(state, item.items, f"{above}/{item.name}[{index}]", inner)


def written(question: Question, value: AnswerValue) -> str:
    """Write an answer as the recorder does: moments to the millisecond, points with all four of their numbers."""
    if value is None:
        return ""
    if isinstance(value, float | int):
        return _number(float(value))
    text = " ".join(value) if isinstance(value, tuple) else to_text(value)
    if question.kind in (QuestionKind.TIME, QuestionKind.DATE_TIME):
        return _moment(text)
    return "; ".join(map(_point, text.split(";"))) if _is_geometry(question) else text


def _number(value: float) -> str:
    """Write a number as Java does, which goes over to powers of ten early."""
    plain = abs(value) < 2**31 if value.is_integer() else 1e-3 <= abs(value) < 1e7
    if plain:
        return to_text(value)
    digits, _, exponent = f"{Decimal(repr(value)).normalize():E}".partition("E")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def _moment(text: str) -> str:
    match = re.fullmatch(r"(.*T)?(\d{2}:\d{2})(:\d{2})?(\.\d{3})?(?:Z|\+00:00)?", text)
    return f"{match[1] or ''}{match[2]}{match[3] or ':00'}{match[4] or '.000'}Z" if match else text


def _point(text: str) -> str:
    numbers = [repr(to_number(part)) for part in text.split()]
    return " ".join((*numbers, *["0.0"] * (4 - len(numbers))))
