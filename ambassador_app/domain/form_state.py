"""A checklist being filled in: what is relevant, required, calculated and suggested for the answers so far.

An answer that is not relevant counts as empty in every expression, and is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from ambassador_app.domain.checklist import AnswerValue, Checklist, Choice, Localised, Question, QuestionKind, Section
from ambassador_app.domain.form_checks import Progress, QuestionState, progress_of, state_of, sum_of
from ambassador_app.domain.form_rows import FIRST_ROW, moved, rows_of
from ambassador_app.domain.form_rules import FormRules, rules_of
from ambassador_app.domain.form_values import Filled, default_of, filled_text
from ambassador_app.domain.suggestions import Suggestion, suggestions_of

T = TypeVar("T")
Nothing: Mapping[str, AnswerValue] = MappingProxyType({})


def evaluate(
    checklist: Checklist,
    answers: Mapping[str, AnswerValue],
    today: date,
    *,
    not_seen: Collection[str] = (),
    rows: Mapping[str, tuple[str, ...]] | None = None,
    begins_with: tuple[str, ...] = (FIRST_ROW,),
) -> FormState:
    """Work out the whole form.

    `today` is the day of the visit (a datetime also gives `now()` its time). `not_seen` are the paths left open with
    a reason: they count as answered. `rows` are the row keys of repeats, in order; a repeat not named has the rows
    that the answers show, else `begins_with`: one row, as ODK has it. Answers to questions that the checklist does
    not have are left aside.
    """
    rules = rules_of(checklist)
    filled = Filled.empty(rules, today, begins_with)
    known = {path: value for path, value in answers.items() if _knows(rules, path)}
    given = {path: keys for path, keys in (rows or {}).items() if _knows(rules, path)}
    filled.row_keys.update(rows_of(rules, given, known, begins_with))
    filled.answers.update({rules.place(path): value for path, value in known.items()})
    changed = filled.work_out_all()
    unseen = frozenset(path for path in not_seen if _knows(rules, path))
    return FormState(checklist=checklist, not_seen=unseen, filled=filled, recalculated=_paths(rules, changed))


def _knows(rules: FormRules, path: str) -> bool:
    try:
        rules.place(path)
    except KeyError:
        return False
    return True


def _untouched(found: dict[str, T], touched: Collection[str]) -> dict[str, T]:
    """Give what was found out about sections in which nothing moved; the questions outside all are never kept."""
    heads = {path[: at + 1] for path in touched for at, sign in enumerate(path) if sign in "/["}
    return {path: one for path, one in found.items() if not {f"{path}/", f"{path}["} & heads}


def _paths(rules: FormRules, changed: Mapping[tuple[str, tuple[str, ...]], AnswerValue]) -> Mapping[str, AnswerValue]:
    return MappingProxyType({rules.path(place): value for place, value in changed.items()})


def first_answers(
    checklist: Checklist, today: date, begins_with: tuple[str, ...] = (FIRST_ROW,)
) -> Mapping[str, AnswerValue]:
    """Give the answers a form begins with: its defaults, in the rows that every repeat begins with."""
    empty = evaluate(checklist, {}, today, begins_with=begins_with)
    return _defaults(empty.filled, empty.filled.rules.rules)


def _defaults(filled: Filled, templates: Iterable[str], keys: tuple[str, ...] = ()) -> Mapping[str, AnswerValue]:
    found: dict[str, AnswerValue] = {}
    for template in templates:
        for place in filled.places(template):
            value = default_of(filled, place) if place[1][: len(keys)] == keys else None
            if value is not None:
                found[filled.rules.path(place)] = value
    return MappingProxyType(found)


@dataclass(frozen=True, eq=False)
class FormState:
    """The form for one set of answers. Frozen: an answer gives a new state that shares what did not change."""

    checklist: Checklist
    filled: Filled = field(repr=False)
    not_seen: frozenset[str] = frozenset()
    recalculated: Mapping[str, AnswerValue] = field(default_factory=lambda: Nothing)
    """Editable answers that a calculation replaced in the last step; to be saved like answers."""
    touched: frozenset[str] = frozenset()
    """Paths that may look different from the state before; empty after `evaluate`."""
    _states: dict[str, QuestionState] = field(default_factory=dict, repr=False)
    _shown: dict[str, tuple[QuestionState, ...]] = field(default_factory=dict, repr=False)
    _progress: dict[str, Progress] = field(default_factory=dict, repr=False)

    # -- what was given -----------------------------------------------------------------------------------------
    @property
    def today(self) -> date:
        """The day of the visit."""
        return self.filled.today

    @cached_property
    def answers(self) -> Mapping[str, AnswerValue]:
        """Every answer, those that are not relevant included, by path."""
        return _paths(self.filled.rules, self.filled.answers)

    @cached_property
    def rows(self) -> Mapping[str, tuple[str, ...]]:
        """The row keys of each repeat, by path."""
        found = {}
        for (template, outer), keys in self.filled.row_keys.items():
            found[self.filled.rules.path((template, outer))] = keys
        return MappingProxyType(found)

    # -- steps --------------------------------------------------------------------------------------------------
    def answered(self, path: str, value: AnswerValue, *, not_seen: bool = False, again: bool = False) -> FormState:
        """Give the form with this answer; with `again` even the same answer works everything out that rests on it.

        Raises KeyError if the checklist has no such question.
        """
        place = self.filled.rules.place(path)
        filled = self.filled.copy()
        changed, recalculated = filled.answer(place, value, again=again)
        unseen = self.not_seen | {path} if not_seen else self.not_seen - {path}
        touched = self._touched(filled, changed, path)
        states = {known: state for known, state in self._states.items() if known not in touched}
        return FormState(
            checklist=self.checklist,
            filled=filled,
            not_seen=unseen,
            recalculated=_paths(filled.rules, recalculated),
            touched=touched,
            _states=states,
            _shown=_untouched(self._shown, touched),
            _progress=_untouched(self._progress, touched),
        )

    def _touched(self, filled: Filled, changed: Collection[str], path: str) -> frozenset[str]:
        """Give what may look different: what moved, what is checked against it, and rows that a count turned to."""
        rules = filled.rules
        templates: set[str] = set()
        for template in changed:
            templates.update(rules.checked.get(template, ()))
            if rules.rules[template].repeat_count is not None:
                templates.update(path for path in rules.order if path.startswith(template + "/"))
        around = {place for template in templates for place in filled.places(template)}
        return frozenset(map(rules.path, around | filled.moved)) | {path}

    def with_row(self, repeat_path: str, key: str, after: str = "") -> FormState:
        """Give the form with one more row behind the row `after`, or at the end; its defaults are in `recalculated`."""
        place = self.filled.rules.place(repeat_path)
        rows = self.filled.row_keys.get(place, ())
        if key in rows:
            return self
        at = rows.index(after) + 1 if after in rows else len(rows)
        new = {repeat_path: moved(rows, key, at)}
        state = self._again(new, self.answers)
        inner = [path for path in state.filled.rules.order if path.startswith(place[0] + "/")]
        defaults = _defaults(state.filled, inner, (*place[1], key))
        if not defaults:
            return replace(state, recalculated=defaults)
        return replace(self._again(new, {**self.answers, **defaults}), recalculated=defaults)

    def without_row(self, repeat_path: str, key: str) -> FormState:
        """Give the form without a row, its answers and the rows in it."""
        place = self.filled.rules.place(repeat_path)
        rows = tuple(row for row in self.filled.row_keys.get(place, ()) if row != key)
        gone = f"{repeat_path}[{key}]/"
        kept = {path: value for path, value in self.answers.items() if not path.startswith(gone)}
        return self._again({repeat_path: rows}, kept, self.not_seen - self._inside(gone, self.not_seen), gone)

    def moved_row(self, repeat_path: str, key: str, to: int) -> FormState:
        """Give the form with a row at place `to`, counted from 0. What is calculated by place is worked out anew."""
        rows = self.filled.row_keys.get(self.filled.rules.place(repeat_path), ())
        new = moved(rows, key, to)
        return self if key not in rows or new == rows else self._again({repeat_path: new}, self.answers)

    def with_copy(self, repeat_path: str, key: str, new_key: str) -> FormState:
        """Give the form with a copy of a row right behind it: its answers, in `recalculated` too, and the rows in it.

        Photos stay with the row they were taken in.
        """
        rows = self.filled.row_keys.get(self.filled.rules.place(repeat_path), ())
        if key not in rows or new_key in rows:
            return self
        old, new = f"{repeat_path}[{key}]/", f"{repeat_path}[{new_key}]/"
        inside = self._inside(old, self.answers)
        copied = {new + path.removeprefix(old): self.answers[path] for path in inside if not self._is_photo(path)}
        inner = {new + path.removeprefix(old): self.rows[path] for path in self._inside(old, self.rows)}
        unseen = self.not_seen | {new + path.removeprefix(old) for path in self._inside(old, self.not_seen)}
        places = {repeat_path: moved(rows, new_key, rows.index(key) + 1), **inner}
        return replace(self._again(places, {**self.answers, **copied}, unseen), recalculated=MappingProxyType(copied))

    def is_surplus(self, path: str) -> bool:
        """Tell whether a row, or what is in it, is one that its count no longer asks for. It keeps its answers."""
        return self.filled.is_surplus(*self.filled.rules.place(path))

    def _is_photo(self, path: str) -> bool:
        question = self.filled.rules.rules[self.filled.rules.place(path)[0]].question
        return question is not None and question.kind in (QuestionKind.IMAGE, QuestionKind.ATTACHMENT)

    @staticmethod
    def _inside(head: str, paths: Iterable[str]) -> set[str]:
        return {path for path in paths if path.startswith(head)}

    def _again(
        self,
        rows: Mapping[str, tuple[str, ...]],
        answers: Mapping[str, AnswerValue],
        not_seen: Collection[str] | None = None,
        gone: str = "//",
    ) -> FormState:
        """Work everything out with other rows; what is inside `gone` is forgotten."""
        kept = {path: keys for path, keys in self.rows.items() if not path.startswith(gone)}
        unseen = self.not_seen if not_seen is None else not_seen
        begins_with = self.filled.begins_with
        state = evaluate(
            self.checklist, answers, self.today, not_seen=unseen, rows={**kept, **rows}, begins_with=begins_with
        )
        return replace(state, touched=frozenset(one.path for one in state.questions()))

    @property
    def reshaped(self) -> bool:
        """Whether the last step changed which questions or rows there are."""
        return self.filled.reshaped

    # -- looking ------------------------------------------------------------------------------------------------
    def __getitem__(self, path: str) -> QuestionState:
        """Give how the question at `path` stands. Raises KeyError if there is none."""
        state = self._states.get(path)
        if state is None:
            place = self.filled.rules.place(path)
            state = self._states[path] = state_of(self.filled, place, not_seen=path in self.not_seen)
        return state

    def questions(self, section_path: str | None = None) -> tuple[QuestionState, ...]:
        """Give the questions to be shown, in order, row by row; of one section or of the whole form."""
        if section_path is None:
            return tuple(self[path] for path in self.filled.shown(self.checklist.items, ()))
        found = self._shown.get(section_path)
        if found is None:
            paths = self.filled.shown(self._items(section_path), self._keys(section_path))
            found = self._shown[section_path] = tuple(self[path] for path in paths)
        return found

    def _items(self, section_path: str) -> tuple[Question | Section, ...]:
        if section_path == self.checklist.root:
            return tuple(item for item in self.checklist.items if isinstance(item, Question))
        section = self.filled.rules.rules[self.filled.rules.place(section_path)[0]].item
        keys = self._keys(section_path)
        if isinstance(section, Section) and section.repeats and len(keys) < len(self._repeats(section.path)):
            return (section,)
        return section.items if isinstance(section, Section) else (section,)

    def _keys(self, section_path: str | None) -> tuple[str, ...]:
        if section_path is None or section_path == self.checklist.root:
            return ()
        return self.filled.rules.place(section_path)[1]

    def _repeats(self, template: str) -> tuple[str, ...]:
        return self.filled.rules.rules[template].repeats

    def relevant(self, path: str) -> bool:
        """Tell whether a question or section is relevant, which needs all sections around it to be so too."""
        if path == self.checklist.root:
            return True
        return self.filled.relevant.get(self.filled.rules.place(path), True)

    def progress(self, section_path: str | None = None) -> Progress:
        """Count what is answered and what is missing, in one section or in the whole form."""
        if section_path is None:
            return sum_of(self.progress(path) for path in self._areas())
        found = self._progress.get(section_path)
        if found is None:
            found = self._progress[section_path] = progress_of(self.questions(section_path))
        return found

    def _areas(self) -> Iterator[str]:
        yield self.checklist.root
        for item in self.checklist.items:
            if isinstance(item, Section) and self.relevant(item.path):
                yield item.path

    def choices(self, path: str) -> tuple[Choice, ...]:
        """Give the choices of a question that its filter leaves."""
        return self.filled.choices(self.filled.rules.place(path))

    def say(self, words: Localised, language: str, path: str) -> str:
        """Give words of the form with the answers they mention filled in, as seen from `path`."""
        return filled_text(self.filled, words.text(language), language, self.filled.rules.place(path))

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The catalogue entries that the answers suggest, each once a row, in the order of the form."""
        return suggestions_of(self.filled)
