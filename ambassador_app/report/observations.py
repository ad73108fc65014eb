"""What was seen, area by area: answers, findings, photos, and what could not be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ambassador_app import wording
from ambassador_app.domain.checklist import Checklist, Question, QuestionKind, Section, template_path
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.form_checks import QuestionState
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.inspection import item_of
from ambassador_app.domain.visit import Answer, Attachment, Finding, Severity, paths_of
from ambassador_app.domain.visit_rows import AskedQuestions, form_of, rows_around, rows_in, split_row, told_name
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Block, Bullets, Column, Heading, Paragraph, Photo, Photos, Table
from ambassador_app.report.kinds import is_inspection
from ambassador_app.report.photobook import PhotoBook

_LONG_ANSWER: Final = 350


@dataclass(frozen=True, slots=True)
class Asked:
    """The checklist as it was answered, for the report.

    `relevant` is judged with every answer, so that one kept internal does not hide those that depend on it;
    `shown` and `answers` hold only those that may be shown.
    """

    checklist: Checklist
    relevant: FormState
    shown: FormState
    answers: Mapping[str, Answer]
    language: str
    names: Mapping[str, str] = field(default_factory=dict)
    """What people called the rows of repeats."""
    elsewhere: frozenset[str] = frozenset()
    """The questions whose answers stand in another part."""
    told: AskedQuestions | None = None
    """Which questions were asked, where the answers that decided it are not here."""

    def states(self, section: Section) -> Iterator[tuple[QuestionState, Answer]]:
        """Give the questions of a section that belong to this visit, with the answer that may be shown."""
        for state in self._asked_in(section):
            if state.question.kind.is_answerable:
                yield state, self.answers.get(state.path, Answer())

    def _asked_in(self, section: Section) -> tuple[QuestionState, ...]:
        if self.told is None:
            return self.relevant.questions(section.path)
        return tuple(self.relevant[path] for path in self.told.questions.get(section.path, ()))

    @property
    def rows(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the rows that each repeat had."""
        return self.relevant.rows if self.told is None else self.told.rows

    def every(self) -> Iterator[tuple[QuestionState, Answer]]:
        """Give the questions of all sections."""
        for section in self.checklist.sections:
            yield from self.states(section)


def asked(words: Translator, whole: VisitDossier, shown: VisitDossier, day: date) -> Asked | None:
    """Evaluate the checklist of a visit; `whole` has all answers, `shown` those of reach *report*.

    The answers to the eight items of an inspection stand in a part of their own.
    """
    if whole.checklist is None:
        return None
    checklist, today = whole.checklist, whole.visit.clock_day or day
    items = frozenset(one.path for one in checklist.questions if item_of(one.code)) if is_inspection(shown) else ()
    relevant = form_of(checklist, whole.sections, today)
    return Asked(
        checklist,
        relevant,
        relevant if shown.sections == whole.sections else form_of(checklist, shown.sections, today),
        paths_of(shown.sections),
        words.language.value,
        rows_in(shown.sections).names,
        frozenset(items),
        whole.asked,
    )


def blocks(
    words: Translator, dossier: VisitDossier, form: Asked | None, photos: PhotoBook, *, without: str = ""
) -> list[Block]:
    """Show each area in which something was seen, but the one called `without`; what belongs to none comes last."""
    found: list[Block] = []
    left = [one for one in dossier.findings if not without or _area_of(one) != without]
    for section in form.checklist.sections if form else ():
        if section.name == without:
            continue
        here = [one for one in left if _area_of(one) == section.name]
        left = [one for one in left if one not in here]
        inner = _area(words, section, form, here, photos) if form else []
        if inner:
            title = section.label.text(words.language.value) or words.tr(wording.area_label(section.name))
            found += [Heading(title, 3), *inner]
    for area in dict.fromkeys(_area_of(one) for one in left):
        title = words.tr(wording.area_label(area)) if area else words.tr(N_("Further observations"))
        here = [one for one in left if _area_of(one) == area]
        found += [Heading(title, 3), *_findings(words, here, photos)]
        found += _photos(photos.where(lambda one, area=area: bool(area) and _area_of(one) == area))  # type: ignore[misc]
    return found


def area(words: Translator, dossier: VisitDossier, form: Asked | None, photos: PhotoBook, name: str) -> list[Block]:
    """Show what was seen in one area, without a heading."""
    here = [one for one in dossier.findings if _area_of(one) == name]
    section = next((one for one in form.checklist.sections if one.name == name), None) if form else None
    if section is None or form is None:
        return [*_findings(words, here, photos), *_photos(photos.where(lambda one: _area_of(one) == name))]
    return _area(words, section, form, here, photos)


def rest_of_photos(words: Translator, photos: PhotoBook) -> list[Block]:
    """Show the photos that nothing else showed."""
    left = photos.rest()
    return [Heading(words.tr(N_("Further photos")), 3), Photos(left)] if left else []


def not_seen(words: Translator, form: Asked | None) -> list[Block]:
    """Say which questions could not be looked at, and why."""
    if form is None:
        return []
    items = tuple(
        words.tr(N_("{question}: {reason}"), question=label(form, state), reason=answer.not_seen)
        for section in form.checklist.sections
        for state, answer in form.states(section)
        if answer.not_seen
    )
    return [Bullets(items, lead=words.tr(N_("Not looked at:")))] if items else []


def appendix(words: Translator, form: Asked | None) -> list[Block]:
    """List every question of the checklist with its answer, answered or not."""
    if form is None:
        return []
    found: list[Block] = []
    for section in form.checklist.sections:
        rows = [(label(form, state), answer_words(words, state, answer)) for state, answer in form.states(section)]
        if rows:
            found += [Heading(section.label.text(form.language), 3), *_listed(words, rows)]
    return found


# -- one area -----------------------------------------------------------------------------------------------------
def _area(
    words: Translator, section: Section, form: Asked, findings: Sequence[Finding], photos: PhotoBook
) -> list[Block]:
    rows = [
        (label(form, state), answer_words(words, state, answer))
        for state, answer in form.states(section)
        if (answer.is_given or answer.note)
        and not _is_picture(state.question)
        and state.question.path not in form.elsewhere
    ]
    found = _listed(words, rows)
    found += _findings(words, findings, photos)
    return found + _photos(photos.where(lambda one: _area_of(one) == section.name))


def _findings(words: Translator, findings: Sequence[Finding], photos: PhotoBook) -> list[Block]:
    """Show the findings, each with its photos right below it."""
    found: list[Block] = []
    for one in findings:
        lead = "" if one.severity is Severity.NOTE else f"{words.tr(wording.label(one.severity))}:"
        pictures = photos.of_finding(one.id)
        found += [Paragraph(one.text, lead=lead, keep=bool(pictures)), *_photos(pictures)]
    return found


def _photos(photos: tuple[Photo, ...]) -> list[Block]:
    return [Photos(photos)] if photos else []


def _area_of(one: Finding | Attachment) -> str:
    """Tell the area of a finding or photo: that of its question, where it has one."""
    inside = template_path(one.question).removeprefix("/data/").split("/")
    return inside[0] if len(inside) > 1 else one.area


def _listed(words: Translator, rows: Sequence[tuple[str, str]]) -> list[Block]:
    """Set answers in a table; long ones run below it over the full width."""
    columns = (Column(words.tr(N_("Question")), 1.25), Column(words.tr(N_("Answer")), 1.0))
    short = tuple(row for row in rows if len(row[1]) <= _LONG_ANSWER)
    long = [Paragraph(text, lead=label) for label, text in rows if len(text) > _LONG_ANSWER]
    return [Table(columns, short), *long] if short else [*long]


def label(form: Asked, state: QuestionState) -> str:
    """Give the question's words; in a repeat with what its row is called, and the rows around it."""
    text = form.shown.say(state.question.label, form.language, state.path) or state.question.name
    rows = ", ".join(_row(form, row) for row in rows_around(state.path))
    return f"{text} ({rows})" if rows else text


def _row(form: Asked, row: str) -> str:
    """Name a row: as somebody named it, else as its first answer does, else by its place."""
    repeat, key = split_row(row)
    keys = form.rows.get(repeat, ())
    place = keys.index(key) + 1 if key in keys else len(keys) + 1
    section = form.relevant.filled.rules.rules[template_path(repeat)].item
    words = section.label.text(form.language)
    return form.names.get(row) or told_name(form.shown, row) or f"{words} {place}".strip()


def _is_picture(question: Question) -> bool:
    return question.kind in (QuestionKind.IMAGE, QuestionKind.ATTACHMENT)


def answer_words(words: Translator, state: QuestionState, answer: Answer) -> str:
    """Write an answer with its note, or why it could not be given."""
    parts = [_value(words, state.question, answer.value)]
    if answer.not_seen:
        parts.append(words.tr(N_("Not looked at: {reason}"), reason=answer.not_seen))
    parts.append(answer.note)
    return "\n".join(part for part in parts if part) or wording.NOT_KNOWN


def _value(words: Translator, question: Question, value: object) -> str:
    language = words.language.value
    match value:
        case None | "" | ():
            return ""
        case float() | int() if question.is_year:
            return f"{value:.0f}"
        case float() | int():
            return words.quantity(float(value), question.unit.text(language))
        case tuple():
            names = () if _is_picture(question) else value
            return ", ".join(_choice(question, str(one), language) for one in names)
    text = str(value)
    if question.kind is QuestionKind.ACKNOWLEDGE:
        return words.tr(N_("Confirmed"))
    return _day(words, text) if question.kind is QuestionKind.DATE else _choice(question, text, language)


def _choice(question: Question, name: str, language: str) -> str:
    found = question.choice(name)
    return (found.label.text(language) if found else "") or name


def _day(words: Translator, text: str) -> str:
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text
