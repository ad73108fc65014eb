"""The rules of a checklist, compiled: every condition and calculation, and the order in which they are worked out."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ambassador_app.domain.checklist import Checklist, Choice, Item, Question, QuestionKind, Section, template_path
from ambassador_app.domain.expression import Expression, ListRow, Place, compile_expression
from ambassador_app.errors import ExpressionRefused
from ambassador_app.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Rule:
    """One question or section with its compiled expressions. `repeats` are the repeats on the way to it, outermost
    first, itself included."""

    item: Item
    parent: str
    repeats: tuple[str, ...]
    relevant: Expression | None
    calculation: Expression | None
    required: Expression | None
    constraint: Expression | None
    choice_filter: Expression | None
    repeat_count: Expression | None
    inputs: frozenset[str]
    """The paths its calculation (or count of rows) rests on, or its triggers if it has any."""

    @property
    def path(self) -> str:
        """The path without rows."""
        return self.item.path

    @property
    def question(self) -> Question | None:
        """The question, None for a section."""
        return self.item if isinstance(self.item, Question) else None

    @property
    def is_kept_calculation(self) -> bool:
        """Whether its value is kept like an answer: a person may overwrite it, or it waits for a trigger."""
        question = self.question
        if question is None or self.calculation is None:
            return False
        return question.kind is not QuestionKind.CALCULATE or bool(question.trigger)


@dataclass(frozen=True)
class FormRules:
    """All rules of a checklist in the order of their ranks: what a rule rests on stands before it."""

    checklist: Checklist
    rules: Mapping[str, Rule]
    order: tuple[str, ...]
    rank: Mapping[str, int]
    dependents: Mapping[str, tuple[str, ...]]
    """Path -> the rules whose relevance or value must be worked out again when it changes."""
    checked: Mapping[str, tuple[str, ...]]
    """Path -> the questions whose required, constraint or choices look at it."""
    lists: Mapping[str, tuple[ListRow, ...]]
    fills: Mapping[str, tuple[tuple[str, str], ...]]
    """Catalogue entry -> (input, path of the question that gives it)."""

    @cached_property
    def suggesting(self) -> tuple[Rule, ...]:
        """The questions that carry a catalogue entry, themselves or on a choice, in the order of the form."""
        return tuple(rule for rule in self.rules.values() if rule.question is not None and _suggests(rule.question))

    def place(self, path: str) -> Place:
        """Read the path of an answer. Raises KeyError if the checklist has nothing there."""
        template = template_path(path)
        if template not in self.rules:
            raise KeyError(path)
        keys = tuple(part.partition("]")[0] for part in path.split("[")[1:]) if template != path else ()
        return template, keys

    def path(self, place: Place) -> str:
        """Write the path of an answer, row keys included."""
        template, keys = place
        path = template
        for repeat, key in reversed(list(zip(self.rules[template].repeats, keys, strict=False))):
            path = f"{path[: len(repeat)]}[{key}]{path[len(repeat) :]}"
        return path


@lru_cache(maxsize=16)
def rules_of(checklist: Checklist) -> FormRules:
    """Compile every expression of `checklist`.

    Raises ExpressionRefused, with `path` besides its other fields, for an expression that cannot be understood and
    for questions that wait for each other.
    """
    rules = {rule.path: rule for rule in _rules(checklist.items, checklist.root, ())}
    needs = {path: _needs(rule) & rules.keys() for path, rule in rules.items()}
    order = _ranked(needs, rules)
    return FormRules(
        checklist=checklist,
        rules=rules,
        order=order,
        rank={path: rank for rank, path in enumerate(order)},
        dependents=_turned(needs),
        checked=_turned({path: _checks(rule) for path, rule in rules.items()}),
        lists={found.name: tuple(map(_row, found.choices)) for found in checklist.lists},
        fills=_fills(checklist.questions),
    )


def _suggests(question: Question) -> bool:
    return bool(question.measure) or any(choice.measure for choice in question.choices)


def _row(choice: Choice) -> ListRow:
    label = choice.label.text("")
    return {"name": choice.name, "label": label, "itextId": label, **dict(choice.columns)}


def _rules(items: Iterable[Item], parent: str, repeats: tuple[str, ...]) -> Iterator[Rule]:
    for item in items:
        if isinstance(item, Question):
            yield _question_rule(item, parent, repeats)
            continue
        own = (*repeats, item.path) if item.repeats else repeats
        yield _section_rule(item, parent, own)
        yield from _rules(item.items, item.path, own)


def _question_rule(question: Question, parent: str, repeats: tuple[str, ...]) -> Rule:
    calculation = compiled(question.calculation, question.path)
    inputs = frozenset(question.trigger) or (calculation.references(question.path) if calculation else frozenset())
    return Rule(
        item=question,
        parent=parent,
        repeats=repeats,
        relevant=compiled(question.relevant, question.path),
        calculation=calculation,
        required=compiled(question.required, question.path),
        constraint=compiled(question.constraint, question.path),
        choice_filter=compiled(question.choice_filter, question.path),
        repeat_count=None,
        inputs=inputs,
    )


def _section_rule(section: Section, parent: str, repeats: tuple[str, ...]) -> Rule:
    count = compiled(section.repeat_count, section.path)
    return Rule(
        item=section,
        parent=parent,
        repeats=repeats,
        relevant=compiled(section.relevant, section.path),
        calculation=None,
        required=None,
        constraint=None,
        choice_filter=None,
        repeat_count=count,
        inputs=count.references(section.path) if count else frozenset(),
    )


def compiled(text: str, path: str) -> Expression | None:
    """Compile the expression of the item at `path`; None if it has none. Raises ExpressionRefused."""
    if not text.strip():
        return None
    try:
        return compile_expression(text)
    except ExpressionRefused as error:
        raise ExpressionRefused(**error.fields, path=path) from None


def _needs(rule: Rule) -> frozenset[str]:
    relevant = rule.relevant.references(rule.path) if rule.relevant else frozenset()
    return relevant | rule.inputs | {rule.parent}


def _checks(rule: Rule) -> frozenset[str]:
    """Give what the checks of a question look at. In a choice filter a bare name is a column, never an answer."""
    found: frozenset[str] = frozenset()
    for expression in (rule.required, rule.constraint):
        found |= expression.references(rule.path) if expression else frozenset()
    if rule.choice_filter:
        found |= rule.choice_filter.references(rule.path, in_list=True)
    return found


def _turned(needs: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    turned: defaultdict[str, list[str]] = defaultdict(list)
    for path, wanted in needs.items():
        for one in sorted(wanted):
            turned[one].append(path)
    return {path: tuple(found) for path, found in turned.items()}


def _ranked(needs: Mapping[str, frozenset[str]], rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """Order the rules so that each stands after what it needs, else as in the form."""
    place = {path: index for index, path in enumerate(needs)}
    names = list(needs)
    waiting = {path: len(wanted) for path, wanted in needs.items()}
    turned = _turned(needs)
    ready = [index for path, index in place.items() if not waiting[path]]
    order: list[str] = []
    while ready:
        path = names[heapq.heappop(ready)]
        order.append(path)
        for next_one in turned.get(path, ()):
            waiting[next_one] -= 1
            if not waiting[next_one]:
                heapq.heappush(ready, place[next_one])
    if len(order) < len(names):
        _refuse_cycle({path: wanted for path, wanted in needs.items() if waiting[path]}, rules)
    return tuple(order)


def _refuse_cycle(needs: Mapping[str, frozenset[str]], rules: Mapping[str, Rule]) -> None:
    """Walk back along what is waited for until a path comes again."""
    walked: list[str] = [next(iter(needs))]
    while True:
        wanted = next(path for path in sorted(needs[walked[-1]]) if path in needs)
        if wanted in walked:
            break
        walked.append(wanted)
    ring = walked[walked.index(wanted) :]
    # The ring may close through a section that only hands its relevance down: name a rule that has an expression.
    path = next((path for path in ring if _text(rules[path])), ring[0])
    names = ", ".join(sorted(one.rpartition("/")[2] for one in ring))
    reason = (
        Message(N_("{name} refers to itself."), {"name": names})
        if len(ring) == 1
        else Message(N_("These wait for each other: {names}."), {"names": names})
    )
    raise ExpressionRefused(expression=_text(rules[path]), position=1, reason=reason, path=path)


def _text(rule: Rule) -> str:
    relevant = rule.relevant.text if rule.relevant else ""
    calculation = rule.calculation.text if rule.calculation else ""
    return relevant or calculation


def _fills(questions: Iterable[Question]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for question in questions:
        for target in question.fills:
            entry, _, name = target.partition(".")
            found[entry].append((name, question.path))
    return {entry: tuple(inputs) for entry, inputs in found.items()}
