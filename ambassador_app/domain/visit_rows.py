"""The rows of a visit's repeats: which there are, in what order, and what people call them.

Each row has a record of its own, so that rows added on two devices stand beside each other when they meet. A row
without a record is one that only its answers tell of; it stands where its key would put it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from ambassador_app.domain.checklist import Checklist, Question, QuestionKind, Section
from ambassador_app.domain.form_state import FormState, evaluate
from ambassador_app.domain.identifiers import SectionId, VisitId
from ambassador_app.domain.visit import Answer, SectionAnswers, paths_of, split_path

_ROW = re.compile(r"(?P<repeat>.*)\[(?P<key>[^\[\]]*)\]")
_INNER = re.compile(r"\[[^\[\]]*\](?=/)")
_LATE = 1e6
_TIGHT = 1e-6
"""Ranks closer than this leave no room between them."""


@dataclass(frozen=True, slots=True)
class Rows:
    """`keys` of the rows of each repeat in order, `names` people gave to rows, and the `ranks` that order them."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    ranks: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedQuestions:
    """Which questions of the checklist belonged to a visit: their paths by area, and the rows that repeats had."""

    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: FormState) -> Self:
        """Give those of a form as it is filled in."""
        areas = {one.path: form.questions(one.path) for one in form.checklist.sections}
        return cls(
            {area: tuple(state.path for state in states) for area, states in areas.items() if states}, dict(form.rows)
        )


def row_id(visit_id: VisitId, row: str) -> SectionId:
    """Name the record of the row at path `row`."""
    return SectionId(f"{visit_id}/row{row}")


def row_record(visit_id: VisitId, row: str, *, name: str = "", rank: float = 0.0) -> SectionAnswers:
    """Make the record of a row."""
    return SectionAnswers(row_id(visit_id, row), visit_id, area_of(row), row=row, name=name, rank=rank)


def area_of(row: str) -> str:
    """Give the name of the area that a row stands in, or is a row of."""
    return split_path(f"{row}/x")[0]


def split_row(row: str) -> tuple[str, str]:
    """Part the path of a row into that of its repeat and its key. Raises ValueError for what is no row."""
    found = _ROW.fullmatch(row)
    if found is None:
        raise ValueError(f"{row!r} is no row of a repeat")
    return found["repeat"], found["key"]


def rows_around(path: str) -> Iterator[str]:
    """Give the rows that a question or row stands in, the outermost first; a row does not stand in itself."""
    return (path[: found.end()] for found in _INNER.finditer(path))


def rows_in(sections: Iterable[SectionAnswers]) -> Rows:
    """Gather the rows of a visit, from their records and from the answers given in them."""
    told = tuple(sections)
    ranks = {row: rank_of(row) for path in paths_of(told) for row in rows_around(path)}
    ranks |= {one.row: one.rank for one in told if one.row}
    found: dict[str, list[tuple[float, str]]] = {}
    for row, rank in ranks.items():
        repeat, key = split_row(row)
        found.setdefault(repeat, []).append((rank, key))
    keys = {repeat: tuple(key for _, key in sorted(rows)) for repeat, rows in found.items()}
    return Rows(keys, {one.row: one.name for one in told if one.row and one.name}, ranks)


def rank_of(row: str) -> float:
    """Where a row without a record stands: counted ones by their number, others behind them."""
    key = split_row(row)[1]
    return float(key) if key.isdecimal() else _LATE


def ranks_after_move(rows: Rows, repeat: str, order: tuple[str, ...], key: str) -> dict[str, float]:
    """Give the ranks, by path of the row, that put the row `key` where it stands in `order`: its own alone, unless
    there is no room between its neighbours.
    """
    path = [f"{repeat}[{one}]" for one in order]
    here = order.index(key)
    before = _rank(rows, path[here - 1]) if here else None
    behind = _rank(rows, path[here + 1]) if here + 1 < len(order) else None
    rank = _between(before, behind)
    if rank is None:
        return {one: float(place) for place, one in enumerate(path, start=1)}
    return {path[here]: rank}


def _rank(rows: Rows, row: str) -> float:
    return rows.ranks.get(row, rank_of(row))


def _between(before: float | None, behind: float | None) -> float | None:
    if before is None or behind is None:
        return 1.0 if before is behind else (before or 0.0) + 1 if behind is None else behind - 1
    return (before + behind) / 2 if behind - before > _TIGHT else None


def leading_question(form: FormState, repeat: str) -> str:
    """Give the name of the question that a row of this repeat begins with, if it is a text that can name the row."""
    section = form.filled.rules.rules[form.filled.rules.place(repeat)[0]].item
    first = next(iter(section.items), None) if isinstance(section, Section) else None
    return first.name if isinstance(first, Question) and first.kind is QuestionKind.TEXT else ""


def told_name(form: FormState, row: str) -> str:
    """Give what the first answer of a row calls it; empty if it does not begin with a text."""
    leading = leading_question(form, split_row(row)[0])
    value = form[f"{row}/{leading}"].value if leading else None
    return value.strip() if isinstance(value, str) else ""


def unused_name(name: str, used: Iterable[str]) -> str:
    """Give the name of a copy: the next number behind it that nobody uses; no name stays none."""
    stem = re.sub(r" \d+$", "", name)
    taken = {one.casefold() for one in used}
    number = 2
    while f"{stem} {number}".casefold() in taken:
        number += 1
    return f"{stem} {number}" if name else ""


def form_of(checklist: Checklist, sections: Iterable[SectionAnswers], today: date) -> FormState:
    """Evaluate the checklist of a visit; a repeat has the rows that somebody added or its count asks for."""
    told = tuple(sections)
    answers = paths_of(told)
    return evaluate(
        checklist,
        {path: one.value for path, one in answers.items() if one.value is not None},
        today,
        not_seen=[path for path, one in answers.items() if one.not_seen],
        rows=rows_in(told).keys,
        begins_with=(),
    )


def answers_before(now: FormState, names: Mapping[str, str], before: Iterable[SectionAnswers]) -> dict[str, Answer]:
    """Give the answers of an earlier visit by the paths of this one.

    A row is the one of the same name, else, where neither has a name, the one at the same place.
    """
    told = tuple(before)
    earlier = rows_in(told)
    answers = paths_of(told)
    found: dict[str, str] = {}
    for repeat in sorted(now.rows, key=lambda one: one.count("[")):
        around = next(reversed(list(rows_around(repeat))), "")
        if around and around not in found:
            continue
        there = found[around] + repeat.removeprefix(around) if around else repeat
        found |= _pairs(repeat, now.rows[repeat], names, there, earlier)
    turned = {there: here for here, there in found.items()}
    return {_translated(path, turned): one for path, one in answers.items() if _is_known(path, turned)}


def _pairs(repeat: str, keys: tuple[str, ...], names: Mapping[str, str], there: str, earlier: Rows) -> dict[str, str]:
    old = [f"{there}[{key}]" for key in earlier.keys.get(there, ())]
    by_name = {earlier.names[row].casefold(): row for row in reversed(old) if row in earlier.names}
    found: dict[str, str] = {}
    for place, key in enumerate(keys):
        row = f"{repeat}[{key}]"
        name = names.get(row, "").casefold()
        same_place = old[place] if place < len(old) and old[place] not in earlier.names else ""
        match = by_name.get(name, "") if name else same_place
        if match and match not in found.values():
            found[row] = match
    return found


def _is_known(path: str, turned: Mapping[str, str]) -> bool:
    return all(row in turned for row in rows_around(path))


def _translated(path: str, turned: Mapping[str, str]) -> str:
    innermost = next(reversed(list(rows_around(path))), "")
    return turned[innermost] + path.removeprefix(innermost) if innermost else path
