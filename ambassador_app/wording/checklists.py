"""What differs from one version of a checklist to another, and what is wrong with a workbook, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.checklist import Checklist, Question, QuestionKind, template_path
from ambassador_app.domain.form_versions import ChangeKind, Difference, Parked
from ambassador_app.i18n import N_, Translator
from ambassador_app.wording.labels import LABEL

KIND_OF_ANSWER: Final[Mapping[QuestionKind, str]] = {
    QuestionKind.SELECT_ONE: N_("one choice"),
    QuestionKind.SELECT_MULTIPLE: N_("several choices"),
    QuestionKind.INTEGER: N_("whole number"),
    QuestionKind.DECIMAL: N_("number"),
    QuestionKind.RANGE: N_("number on a scale"),
    QuestionKind.TEXT: N_("text"),
    QuestionKind.DATE: N_("date"),
    QuestionKind.TIME: N_("time of day"),
    QuestionKind.DATE_TIME: N_("date and time"),
    QuestionKind.NOTE: N_("information"),
    QuestionKind.IMAGE: N_("photo"),
    QuestionKind.ATTACHMENT: N_("file"),
    QuestionKind.GEOPOINT: N_("place on the map"),
    QuestionKind.ACKNOWLEDGE: N_("confirmation"),
    QuestionKind.CALCULATE: N_("calculation"),
    QuestionKind.HIDDEN: N_("hidden value"),
    QuestionKind.METADATA: N_("filled in by itself"),
    QuestionKind.OTHER: N_("not asked here"),
}
_PART: Final[Mapping[str, str]] = {
    "relevant": N_("when it is asked"),
    "required": N_("whether it must be answered"),
    "constraint": N_("what is allowed"),
    "calculation": N_("the calculation"),
    "choice_filter": N_("which choices are shown"),
    "trigger": N_("what it follows"),
    "default": N_("what it begins with"),
    "measure": N_("the measure it suggests"),
    "fills": N_("the inputs it fills"),
    "label": N_("the question"),
    "hint": N_("the help"),
    "guidance": N_("the help"),
    "unit": N_("the unit"),
    "required_message": N_("what is said when it is missing"),
    "constraint_message": N_("what is said when it cannot be"),
    "choices": N_("the choices"),
}
_ORDER: Final = (
    ChangeKind.REMOVED,
    ChangeKind.KIND,
    ChangeKind.CHOICES_REMOVED,
    ChangeKind.MOVED,
    ChangeKind.ADDED,
    ChangeKind.CHOICES_ADDED,
    ChangeKind.LOGIC,
    ChangeKind.WORDS,
)
"""What may cost answers comes first."""
_LONGEST: Final = 140


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """Differences of one kind: a heading, and a line for each."""

    heading: str
    lines: tuple[str, ...]


def difference_groups(
    translator: Translator, found: Iterable[Difference], old: Checklist, new: Checklist
) -> tuple[DifferenceGroup, ...]:
    """Say what differs, by kind. What is only worked out, not asked, is counted as a rule."""
    say = _Differences(translator, old, new)
    lines: dict[ChangeKind, list[str]] = {}
    unseen = 0
    for one in found:
        if say.is_asked(one):
            lines.setdefault(one.kind, []).append(say.line(one))
        else:
            unseen += 1
    groups = [DifferenceGroup(translator.tr(LABEL[kind]), tuple(lines[kind])) for kind in _ORDER if kind in lines]
    if unseen:
        told = translator.tn("{count} calculation is another one.", "{count} calculations are other ones.", unseen)
        groups.append(DifferenceGroup(translator.tr(N_("Calculations behind the questions")), (told,)))
    return tuple(groups)


class _Differences:
    def __init__(self, translator: Translator, old: Checklist, new: Checklist) -> None:
        self._translator = translator
        self._language = translator.language.value
        self._old = {one.path: one for one in old.questions}
        self._new = {one.path: one for one in new.questions}
        self._places = (new, old)

    def _question(self, one: Difference) -> Question:
        return self._old[one.path] if one.kind is ChangeKind.REMOVED else self._new[one.path]

    def is_asked(self, one: Difference) -> bool:
        """Whether a person sees the question, in the one version or the other."""
        kinds = [found.kind for found in (self._old.get(one.path), self._new.get(one.path)) if found is not None]
        return any(kind.is_asked for kind in kinds)

    def line(self, one: Difference) -> str:
        """Say one difference."""
        question = self._question(one)
        named = f"{self._area(one)}: {question_words(question, self._language)}"
        detail = self._detail(one, question)
        return f"{named} ({detail})" if detail else named

    def _area(self, one: Difference) -> str:
        for checklist in self._places:
            try:
                return checklist.section_of(one.path).label.text(self._language)
            except KeyError:
                continue
        return ""

    def _detail(self, one: Difference, question: Question) -> str:
        tr, language = self._translator.tr, self._language
        match one.kind:
            case ChangeKind.KIND:
                before, now = (tr(KIND_OF_ANSWER[QuestionKind(kind)]) for kind in one.detail)
                return f"{before} → {now}"
            case ChangeKind.CHOICES_ADDED | ChangeKind.CHOICES_REMOVED:
                earlier = self._old.get(one.path)
                asked = earlier if one.kind is ChangeKind.CHOICES_REMOVED and earlier is not None else question
                found = ((name, asked.choice(name)) for name in one.detail)
                return ", ".join(choice.label.text(language) or name if choice else name for name, choice in found)
            case ChangeKind.LOGIC | ChangeKind.WORDS:
                return ", ".join(dict.fromkeys(tr(_PART[name]) for name in one.detail))
        return ""


def question_words(question: Question, language: str) -> str:
    """Name a question by its words on one line, else by its name."""
    words = " ".join(question.label.text(language).split()) or question.name
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def parked_lines(translator: Translator, parked: Iterable[Parked], old: Checklist) -> tuple[str, ...]:
    """Say which answers are put aside, and why."""
    language = translator.language.value
    found = []
    for one in parked:
        question = old.question(template_path(one.path))
        if question.kind.is_asked:
            found.append(
                f"{question_words(question, language)} – {answer_text(question, one.answer.value, translator)} "
                f"({translator.tr(LABEL[one.why])})"
            )
    return tuple(found)


def answer_text(question: Question, value: object, translator: Translator) -> str:
    """Say an answer on one line, choices by their words."""
    if isinstance(value, float | int):
        return translator.number(float(value))
    names = value if isinstance(value, tuple) else (str(value or ""),)
    language = translator.language.value
    if question.kind in (QuestionKind.IMAGE, QuestionKind.ATTACHMENT):
        return translator.tn("{count} photo", "{count} photos", len(names))
    told = []
    for name in names:
        choice = question.choice(name)
        told.append((choice.label.text(language) if choice else "") or name)
    words = ", ".join(told)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def place_words(translator: Translator, sheet: str, row: int | None, column: str) -> str:
    """Say where in a workbook something stands: sheet and cell."""
    if not sheet:
        return translator.tr(N_("The workbook"))
    cell = f"{column}{row}" if row and column else str(row or column)
    if not cell:
        return translator.tr(N_("Sheet {sheet}"), sheet=sheet)
    return translator.tr(N_("Sheet {sheet}, {cell}"), sheet=sheet, cell=cell)
