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

from ambassador_app.domain.checklist import AnswerValue, Checklist, Item, Question, QuestionKind, Section
from ambassador_app.domain.expression import Moment, Place, to_number, to_text
from ambassador_app.domain.form_state import FormState, evaluate, first_answers
from ambassador_app.domain.form_values import coerced, point


def trace(checklist: Checklist, operations: Iterable[str], today: date) -> Iterator[str]:
    """Replay the lines of `operations`; give the lines of the trace."""
    plain = replace(checklist, items=_uncounted(checklist.items))
    state = evaluate(plain, first_answers(plain, today), today)
    for line in operations:
        verb, path, text, *_ = (*line.rstrip("\r\n").split("\t"), "", "")
        try:
            if verb == "rep":
                state = _with_row(state, path)
            elif verb == "set":
                state, said = _set(state, path, text)
                yield said
        except (KeyError, IndexError):
            yield f"X\tno such question or row\t{line}"
    name = plain.root.removeprefix("/")
    yield f"N\t{name}[0]\t1\t0\t"
    yield from _nodes(state, plain.items, f"{name}[0]", ())


def _uncounted(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(
        replace(item, repeat_count="", items=_uncounted(item.items)) if isinstance(item, Section) else item
        for item in items
    )


def _with_row(state: FormState, path: str) -> FormState:
    """Add a row at the end; the repeats directly in a row that is added begin without rows, those in its groups with
    one, as the recorder's do."""
    template, keys = _place(state, path)
    repeat_path = state.filled.rules.path((template, keys[:-1]))
    key = str(len(state.rows.get(repeat_path, ())) + 1)
    after = state.with_row(repeat_path, key)
    new = f"{repeat_path}[{key}]/"
    inner: dict[str, tuple[str, ...]] = {
        one: () for one in after.rows if one.startswith(new) and "/" not in one[len(new) :]
    }
    if not inner:
        return after
    answers = {one: value for one, value in after.answers.items() if not any(one.startswith(gone) for gone in inner)}
    kept = {one: rows for one, rows in after.rows.items() if not any(one.startswith(f"{gone}[") for gone in inner)}
    return evaluate(after.checklist, answers, after.today, not_seen=after.not_seen, rows={**kept, **inner})


def _set(state: FormState, path: str, text: str) -> tuple[FormState, str]:
    """Answer; give the new state and the line that says how it went."""
    place = _place(state, path)
    filled, rule = state.filled, state.filled.rules.rules[place[0]]
    question = rule.question
    if place not in filled.places(place[0]):
        raise KeyError(path)
    if question is None or not _can_be(question, text):
        return state, f"X\tnot understood\tset\t{path}\t{text}"
    value = coerced(question, text)
    relevant = int(filled.relevant.get(place, True))
    if value is None and rule.required is not None and rule.required.truth(filled, place):
        return state, f"C\t{path}\trequired\t{relevant}"
    if value is not None and rule.constraint is not None:
        # The recorder looks at the answer before anything that rests on it moves; what is not relevant reads as empty.
        tried = filled.copy()
        tried.answers[place] = value
        if not rule.constraint.truth(tried, place):
            return state, f"C\t{path}\tconstraint\t{relevant}"
    after = state.answered(filled.rules.path(place), value, again=True)
    return after, f"C\t{path}\tok\t{int(after.filled.relevant.get(place, True))}"


def _place(state: FormState, path: str) -> Place:
    """Read a path, with the first row of every repeat whose row it does not name; numbers elsewhere say nothing."""
    steps = [step.partition("[")[::2] for step in path.strip("/").split("/")]
    template = "/" + "/".join(name for name, _ in steps)
    rows = [row.rstrip("]") or "1" for _, row in steps]
    return template, tuple(rows[one.count("/") - 1] for one in state.filled.rules.rules[template].repeats)


def _can_be(question: Question, text: str) -> bool:
    """Tell whether the text can be an answer at all: points, lines and areas are made of numbers."""
    if question.kind.is_number and text:
        number = to_number(text)
        return not math.isnan(number) and not (_is_whole(question) and re.fullmatch(r"[-+]?\d+", text) is None)
    parts = re.split(r"[\s;]+", text.strip())
    return not _is_geometry(question) or not any(math.isnan(to_number(part)) for part in parts if part)


def _is_whole(question: Question) -> bool:
    """Tell whether only whole numbers fit: a range does so when its ends and step are whole."""
    ends = [text for name, text in question.parameters if name in ("start", "end", "step")]
    is_whole_range = question.kind is QuestionKind.RANGE and all(to_number(end).is_integer() for end in ends)
    return question.kind is QuestionKind.INTEGER or is_whole_range


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
            within = list(_nodes(state, item.items, f"{above}/{item.name}[{index}]", inner))
            yield f"N\t{above}/{item.name}[{index}]\t{int(relevant)}\t{int(not within)}\t"
            yield from within


def written(question: Question, value: AnswerValue) -> str:
    """Write an answer as the recorder does: moments to the millisecond, points with all four of their numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float | int):
        has_point = type(value) is float and question.kind.is_number and not _is_whole(question)
        return _number(float(value), has_point=has_point)
    text = " ".join(value) if isinstance(value, tuple) else str(value)
    if isinstance(value, Moment) and question.kind in (QuestionKind.CALCULATE, QuestionKind.TEXT) and "T" not in text:
        return f"{text}T00:00:00.000Z"
    if isinstance(value, Moment) or question.kind in (QuestionKind.TIME, QuestionKind.DATE_TIME):
        return _moment(text)
    return "; ".join(map(point, text.split(";"))) if _is_geometry(question) else text


def _number(value: float, *, has_point: bool) -> str:
    """Write a number as Java does: whole ones plainly, unless they were answered as decimals; others go over to powers
    of ten early."""
    if not math.isfinite(value) or (value.is_integer() and not has_point):
        return to_text(value)
    if 1e-3 <= abs(value) < 1e7 or value == 0:
        return f"{to_text(value)}.0" if value.is_integer() else to_text(value)
    digits, _, exponent = f"{Decimal(repr(value)).normalize():E}".partition("E")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def _moment(text: str) -> str:
    match = re.fullmatch(r"(.*T)?(\d{2}:\d{2})(:\d{2})?(\.\d{3})?(?:Z|\+00:00)?", text)
    return f"{match[1] or ''}{match[2]}{match[3] or ':00'}{match[4] or '.000'}Z" if match else text
