"""An answer in words, as it stands beside a question: what was said last time, what a caption refers to."""

from __future__ import annotations

from datetime import date

from ambassador_app.domain.checklist import AnswerValue, Question, QuestionKind
from ambassador_app.domain.visit import Answer
from ambassador_app.i18n import Translator


def answer_words(question: Question, answer: Answer, translator: Translator) -> str:
    """Say an answer: choices by their labels, numbers with their unit, or why it was not seen. "" if none was given."""
    if answer.not_seen:
        return translator.tr("not seen, because {reason}", reason=answer.not_seen)
    return value_words(question, answer.value, translator)


def value_words(question: Question, value: AnswerValue, translator: Translator) -> str:
    """Say a bare value."""
    language = translator.language.value
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, tuple):
        if question.kind in (QuestionKind.IMAGE, QuestionKind.ATTACHMENT):
            return translator.tn("{count} photo", "{count} photos", len(value))
        return ", ".join(_choice(question, name, language) for name in value)
    if isinstance(value, int | float):
        unit = question.unit.text(language)
        return f"{value:.0f}" if question.is_year else translator.quantity(value, unit)
    if question.kind is QuestionKind.DATE:
        return _day(value, translator)
    return _choice(question, value, language)


def _choice(question: Question, name: str, language: str) -> str:
    found = question.choice(name)
    return (found.label.text(language) if found else "") or name


def _day(text: str, translator: Translator) -> str:
    try:
        return translator.day(date.fromisoformat(text[:10]))
    except ValueError:
        return text
