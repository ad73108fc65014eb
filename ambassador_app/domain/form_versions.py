"""Two versions of one checklist: what differs, and which answers go with a visit from the one to the other.

A visit stays on its version; a draft visit may move on request. An answer goes along when its question is still there,
under its path, else under the code the author gave it, and when the answer can be one there. Whatever does not is
parked: it stays where it is kept, unseen, and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from ambassador_app.domain.checklist import AnswerValue, Checklist, Item, Question, QuestionKind, Section, template_path
from ambassador_app.domain.visit import Answer


class ChangeKind(StrEnum):
    """What happened to a question from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    KIND = "kind"
    CHOICES_REMOVED = "choices_removed"
    CHOICES_ADDED = "choices_added"
    LOGIC = "logic"
    WORDS = "words"


class WhyParked(StrEnum):
    """Why an answer cannot go along."""

    QUESTION_GONE = "question_gone"
    OTHER_KIND = "other_kind"
    CHOICE_GONE = "choice_gone"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the question's path in the newer version (in the older one if it was removed), and what is
    new or gone: names of choices, or names of fields of logic and words.
    """

    kind: ChangeKind
    path: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parked:
    """An answer that stays behind."""

    path: str
    answer: Answer
    why: WhyParked


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What goes along, by the path in the newer version, and what does not. Both together are all answers given."""

    kept: Mapping[str, Answer]
    parked: tuple[Parked, ...]


_LOGIC = (
    "relevant",
    "required",
    "constraint",
    "calculation",
    "choice_filter",
    "trigger",
    "default",
    "measure",
    "fills",
)
_WORDS = ("label", "hint", "guidance", "unit", "required_message", "constraint_message")
_NUMERIC = frozenset({QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.RANGE})


def differences(old: Checklist, new: Checklist) -> tuple[Difference, ...]:
    """List what differs, in the order of the newer version, what is gone last."""
    moved = moved_questions(old, new)
    before = {moved.get(one.path, one.path): one for one in old.questions}
    found: list[Difference] = []
    for question in new.questions:
        earlier = before.pop(question.path, None)
        found += _of_one(earlier, question) if earlier else [Difference(ChangeKind.ADDED, question.path)]
    found += [Difference(ChangeKind.REMOVED, one.path) for one in before.values()]
    return tuple(found)


def _of_one(old: Question, new: Question) -> Iterable[Difference]:
    path = new.path
    if old.path != new.path:
        yield Difference(ChangeKind.MOVED, path, (old.path,))
    if old.kind is not new.kind:
        yield Difference(ChangeKind.KIND, path, (old.kind.value, new.kind.value))
    gone = tuple(one.name for one in old.choices if new.choice(one.name) is None)
    added = tuple(one.name for one in new.choices if old.choice(one.name) is None)
    if gone:
        yield Difference(ChangeKind.CHOICES_REMOVED, path, gone)
    if added:
        yield Difference(ChangeKind.CHOICES_ADDED, path, added)
    for kind, names in ((ChangeKind.LOGIC, _LOGIC), (ChangeKind.WORDS, _WORDS)):
        other = tuple(name for name in names if getattr(old, name) != getattr(new, name))
        if other:
            yield Difference(kind, path, other)
    words = {one.name: one.label for one in old.choices}
    if any(words.get(one.name, one.label) != one.label for one in new.choices):
        yield Difference(ChangeKind.WORDS, path, ("choices",))


def moved_questions(old: Checklist, new: Checklist) -> dict[str, str]:
    """Give the new path of each question that is no longer under its own, found by its code."""
    there = {one.path for one in new.questions}
    left = {one.path for one in old.questions}
    by_code: dict[str, list[str]] = {}
    for one in new.questions:
        if one.code and one.path not in left:
            by_code.setdefault(one.code, []).append(one.path)
    found: dict[str, str] = {}
    for one in old.questions:
        targets = by_code.get(one.code, []) if one.code and one.path not in there else []
        if len(targets) == 1 and targets[0] not in found.values():
            found[one.path] = targets[0]
    return found


def carried_over(answers: Mapping[str, Answer], old: Checklist, new: Checklist) -> CarriedOver:
    """Part the answers of a visit into those that go along to `new` and those that cannot. Loses none.

    What is no answer to a question of `old` is none of its business and left aside.
    """
    moved, fit = moved_questions(old, new), Fit(new)
    asked = {one.path: one for one in old.questions}
    kept: dict[str, Answer] = {}
    parked: list[Parked] = []
    for path, answer in answers.items():
        earlier = asked.get(template_path(path))
        if earlier is None or not (answer.is_given or answer.note):
            continue
        target = moved.get(path, path)
        why = fit.why_not(target, answer.value, earlier.kind)
        if why is None:
            kept[target] = answer
        else:
            parked.append(Parked(path, answer, why))
    return CarriedOver(kept, tuple(parked))


class Fit:
    """Which answers have a place in a checklist."""

    def __init__(self, checklist: Checklist) -> None:
        self._questions = {one.path: one for one in checklist.questions}
        self._rows = dict(_rows_around(checklist.items))

    def why_not(self, path: str, value: AnswerValue, earlier: QuestionKind) -> WhyParked | None:
        """Say why an answer to a question that was of kind `earlier` has no place at `path`; None if it has."""
        template = template_path(path)
        question = self._questions.get(template)
        if question is not None and path.count("[") != self._rows[template]:
            return WhyParked.ROWS
        if question is not None and question.kind is earlier and not earlier.is_asked:
            return None
        return _why_parked(question, value)


def _rows_around(items: Iterable[Item], rows: int = 0) -> Iterator[tuple[str, int]]:
    """Give each question's path and how many repeats it stands in."""
    for item in items:
        if isinstance(item, Section):
            yield from _rows_around(item.items, rows + item.repeats)
        else:
            yield item.path, rows


def _why_parked(question: Question | None, value: AnswerValue) -> WhyParked | None:
    if question is None or not question.kind.is_asked:
        return WhyParked.QUESTION_GONE
    if value is None:
        return None
    if not _fits(question.kind, value):
        return WhyParked.OTHER_KIND
    if question.kind in (QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE):
        names = value if isinstance(value, tuple) else (str(value),)
        return WhyParked.CHOICE_GONE if any(question.choice(name) is None for name in names) else None
    return None


def _fits(kind: QuestionKind, value: AnswerValue) -> bool:
    """Tell whether a value of this form can be an answer to a question of this kind."""
    if isinstance(value, tuple):
        return kind in (QuestionKind.SELECT_MULTIPLE, QuestionKind.IMAGE, QuestionKind.ATTACHMENT)
    if isinstance(value, float | int):
        return kind in _NUMERIC
    return kind not in _NUMERIC and kind is not QuestionKind.SELECT_MULTIPLE and _is_form(kind, str(value))


def _is_form(kind: QuestionKind, value: str) -> bool:
    """Tell whether a text has the form of a day or an hour where one is asked for."""
    readers: dict[QuestionKind, Callable[[str], object]] = {
        QuestionKind.DATE: date.fromisoformat,
        QuestionKind.TIME: time.fromisoformat,
        QuestionKind.DATE_TIME: datetime.fromisoformat,
    }
    try:
        readers.get(kind, str)(value)
    except ValueError:
        return False
    return True
