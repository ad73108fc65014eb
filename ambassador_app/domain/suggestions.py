"""Which measures the answers of a form suggest, and what is known of their inputs.

A rule is a row that carries a catalogue entry (a value above 0 suggests it) or a choice that does (being chosen
suggests it). A rule in a repeat suggests once a row.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ambassador_app.domain.checklist import AnswerValue, QuestionKind
from ambassador_app.domain.expression import Place, to_number
from ambassador_app.domain.form_checks import chosen, is_empty
from ambassador_app.domain.form_rules import FormRules, Rule
from ambassador_app.domain.form_values import Filled


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A catalogue entry that answers suggest.

    `rule` is the path of the first rule that fired, `key` tells suggestions apart (the entry, and the row in a
    repeat), `inputs` are values of the calculator's inputs in the calculator's units, `sources` the paths they came
    from, `made_of` the answers whose numbers each is made of (none: the checklist itself assumes it), `provenance`
    the answers it all rests on.
    """

    entry_id: str
    rule: str
    key: str
    inputs: Mapping[str, float | str]
    sources: Mapping[str, str]
    made_of: Mapping[str, tuple[str, ...]]
    provenance: tuple[tuple[str, AnswerValue], ...]

    @property
    def fingerprint(self) -> str:
        """What a dismissal is bound to: it changes when an input or an answer behind it does."""
        text = json.dumps([self.entry_id, dict(self.inputs), self.provenance], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def suggestions_of(filled: Filled) -> tuple[Suggestion, ...]:
    """Give every suggestion in the order of the form; rules of one entry and row give one suggestion."""
    fired: dict[tuple[str, Place], list[Place]] = {}
    for rule in filled.rules.suggesting:
        for entry, place in _fired(filled, rule):
            row = (rule.repeats[-1], place[1]) if rule.repeats else ("", ())
            fired.setdefault((entry, row), []).append(place)
    return tuple(_suggestion(filled, entry, row, places) for (entry, row), places in fired.items())


def _fired(filled: Filled, rule: Rule) -> Iterator[tuple[str, Place]]:
    question = rule.question
    if question is None:
        return
    for place in filled.places(rule.path):
        if not filled.relevant.get(place, True):
            continue
        value = filled.given(rule, place)
        if question.measure and _is_yes(value):
            yield question.measure, place
        for choice in chosen(question, value):
            if choice.measure:
                yield choice.measure, place


def _is_yes(value: AnswerValue) -> bool:
    if isinstance(value, str):
        return value == "true" or to_number(value) > 0
    return isinstance(value, float | int) and value > 0


def _suggestion(filled: Filled, entry: str, row: Place, places: list[Place]) -> Suggestion:
    rules = filled.rules
    inputs: dict[str, float | str] = {}
    sources: dict[str, str] = {}
    made_of: dict[str, tuple[str, ...]] = {}
    behind = list(places)
    for name, place in _givers(rules, entry, row):
        value = _input(filled, place)
        if value is not None and name not in inputs:
            inputs[name], sources[name], made_of[name] = value, rules.path(place), _made_of(filled, place)
            behind.append(place)
    return Suggestion(
        entry_id=entry,
        rule=rules.path(places[0]),
        key=f"{entry}@{rules.path(row)}" if row[0] else entry,
        inputs=MappingProxyType(inputs),
        sources=MappingProxyType(sources),
        made_of=MappingProxyType(made_of),
        provenance=_provenance(filled, behind),
    )


def _givers(rules: FormRules, entry: str, row: Place) -> list[tuple[str, Place]]:
    """Give the places that fill the inputs of `entry` as seen from a row, in the order of the form.

    Where the row itself gives an input, answers around it do not: a zone left empty is not as large as the main one.
    """
    found = [
        (name, place)
        for name, template in rules.fills.get(entry, ())
        if (place := _nearest(rules, template, row)) is not None
    ]
    depth: dict[str, int] = {}
    for name, place in found:
        depth[name] = max(depth.get(name, 0), len(place[1]))
    return [(name, place) for name, place in found if len(place[1]) == depth[name]]


def _nearest(rules: FormRules, template: str, row: Place) -> Place | None:
    """Give the place of an input as seen from a row: in the same row or around it; None if in another repeat."""
    repeats = rules.rules[template].repeats
    around = rules.rules[row[0]].repeats if row[0] else ()
    return (template, row[1][: len(repeats)]) if around[: len(repeats)] == repeats else None


def _input(filled: Filled, place: Place) -> float | str | None:
    value = filled.given(filled.rules.rules[place[0]], place)
    if is_empty(value) or not filled.relevant.get(place, True):
        return None
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, float | int):
        return float(value)
    number = to_number(value or "")
    return (value or "") if math.isnan(number) else number


def _made_of(filled: Filled, place: Place) -> tuple[str, ...]:
    """Give the answers whose values the value at `place` is made of, through every calculation.

    A question that gives it directly is its own answer. A choice decides what a calculation assumes; it is no number.
    """
    rules = filled.rules
    found: set[str] = set()
    waiting, seen = [place], {place}
    while waiting:
        inner = waiting.pop()
        rule = rules.rules.get(inner[0])
        if rule is None:
            continue
        if rule.calculation is not None and rule.question and rule.question.kind is QuestionKind.CALCULATE:
            new = [one for one in rule.calculation.origins(filled, inner) if one not in seen]
            waiting += new
            seen.update(new)
        elif inner == place or _is_told(filled, rule, inner):
            found.add(rules.path(inner))
    return tuple(sorted(found))


def _is_told(filled: Filled, rule: Rule, place: Place) -> bool:
    """Tell whether a number that enters a calculation is an answer: rows that somebody made are one as well."""
    if rule.question is None:
        return True
    chosen_from = rule.question.kind in (QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE)
    return not chosen_from and not is_empty(filled.given(rule, place))


def _provenance(filled: Filled, places: list[Place]) -> tuple[tuple[str, AnswerValue], ...]:
    """Give the answers behind `places`: themselves, and what calculations among them rest on, as far as answered."""
    rules = filled.rules
    found: dict[str, AnswerValue] = {}
    waiting, seen = list(places), set(places)
    while waiting:
        place = waiting.pop(0)
        rule = rules.rules[place[0]]
        value = filled.given(rule, place)
        asked = rule.question is not None and rule.question.kind is not QuestionKind.CALCULATE
        if asked and not is_empty(value) and filled.relevant.get(place, True):
            found[rules.path(place)] = value
        for template in sorted(rule.inputs & rules.rules.keys(), key=rules.rank.__getitem__):
            inner = _nearest(rules, template, (rule.repeats[-1], place[1]) if rule.repeats else ("", ()))
            if inner is not None and inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    return tuple(found.items())
