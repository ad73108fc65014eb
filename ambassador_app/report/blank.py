"""A checklist to fill in with a pen: every area and question, with boxes, units and help; tagged like the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from ambassador_app.domain.checklist import Checklist, Item, Question, QuestionKind, Section
from ambassador_app.domain.expression import Binary, Call, Literal, Node, compile_expression, references
from ambassador_app.domain.place import Municipality
from ambassador_app.errors import ExpressionRefused
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import (
    Blank,
    Block,
    Callout,
    Heading,
    Paragraph,
    ReportContent,
    Tone,
)
from ambassador_app.report.papers import paper

MOST_CHOICES: Final = 30
"""Longer lists, of post codes for instance, are written in."""
_OUTPUT: Final = re.compile(r"\$\{[^}]*\}")
_BOXED: Final = frozenset(
    {QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.RANGE, QuestionKind.DATE, QuestionKind.TIME}
)


def blank_checklist(
    checklist: Checklist,
    fonts: Path,
    translator: Translator,
    *,
    created: datetime,
    office: Municipality | None = None,
) -> bytes:
    """Draw a checklist as PDF/A-3a and PDF/UA-1, in the translator's language; the same arguments, the same bytes."""
    from ambassador_app.report.rendering import render

    return render(blank_content(checklist, translator, created=created, office=office), {}, fonts)


def blank_content(
    checklist: Checklist, translator: Translator, *, created: datetime, office: Municipality | None = None
) -> ReportContent:
    """Decide what stands on the pages of a blank checklist."""
    words = translator
    version = words.tr(N_("Version {version}"), version=checklist.version) if checklist.version else ""
    return paper(
        words,
        checklist.title.text(words.language.value) or checklist.id,
        words.tr(N_("Checklist to fill in by hand")),
        footer=version,
        created=created,
        office=office,
        front=_front(words),
        blocks=_Sheet(checklist, translator).blocks(),
    )


def _front(words: Translator) -> Iterator[Block]:
    yield Callout(
        words.tr(N_("Write no civil registration numbers (CPR) on this paper. Keep it where nobody else reads it.")),
        tone=Tone.NOTICE,
    )
    for text in (N_("Company or place"), N_("Date, and who was there"), N_("Visited by")):
        yield Blank(words.tr(text), lines=1)


class _Sheet:
    """Turns the areas of a checklist into blocks."""

    def __init__(self, checklist: Checklist, translator: Translator) -> None:
        self._checklist = checklist
        self._words = translator
        self._language = translator.language.value

    def blocks(self) -> Iterator[Block]:
        """Give every area: its heading, its questions, and room for notes."""
        for section in self._checklist.sections:
            yield Heading(self._said(section.label.text(self._language)) or section.name)
            yield from self._about(section)
            yield from self._items(section.items)
            yield Blank(self._words.tr(N_("Notes")), lines=3)

    def _items(self, items: tuple[Item, ...]) -> Iterator[Block]:
        for item in items:
            if isinstance(item, Question):
                yield from self._question(item)
            elif any(one.kind.is_asked for one in item.questions):
                label = self._said(item.label.text(self._language))
                if label:
                    yield Heading(label, 3)
                yield from self._about(item)
                yield from self._items(item.items)

    def _about(self, section: Section) -> Iterator[Block]:
        when = self._when(section.relevant, section.path)
        if when:
            yield Paragraph(when, small=True, keep=True)
        if section.repeats:
            said = self._words.tr(N_("Fill in once for each. Copy these pages where there are more."))
            yield Paragraph(said, small=True, keep=True)

    def _question(self, question: Question) -> Iterator[Block]:
        text = self._said(question.label.text(self._language)) or question.name
        if question.kind is QuestionKind.NOTE:
            words = question.hint.text(self._language), question.guidance.text(self._language)
            more = "\n".join(self._said(one) for one in words if one)
            if not question.relevant and not _OUTPUT.search(question.label.text(self._language)):
                yield Callout(more or text, title=text if more else "")  # the others speak of what the answers are
        elif question.kind.is_answerable and not question.read_only:
            yield self._blank(question, text)

    def _blank(self, question: Question, text: str) -> Blank:
        language, tr = self._language, self._words.tr
        help_words = (question.hint.text(language), question.guidance.text(language))
        choices, lines, unit = self._choices(question), 0, question.unit.text(language)
        boxed = question.kind in _BOXED
        if question.kind is QuestionKind.DATE:
            unit = tr(N_("day, month, year"))
        if question.kind in (QuestionKind.IMAGE, QuestionKind.ATTACHMENT):
            boxed, unit = True, tr(N_("number of the photo or file"))
        if not choices and not boxed:
            lines = 3 if "multiline" in question.appearance else 1
        many = question.kind is QuestionKind.SELECT_MULTIPLE and len(choices) > 1
        return Blank(
            text,
            code=question.code,
            when=self._when(question.relevant, question.path),
            help="\n".join(self._said(one) for one in help_words if one),
            choices=choices,
            several=tr(N_("Tick all that apply.")) if many else "",
            unit=unit,
            boxed=boxed,
            lines=lines,
        )

    def _choices(self, question: Question) -> tuple[str, ...]:
        if question.kind is QuestionKind.ACKNOWLEDGE:
            return (self._words.tr(N_("Done")),)
        if len(question.choices) > MOST_CHOICES:
            return ()
        return tuple(one.label.text(self._language) or one.name for one in question.choices)

    def _said(self, text: str) -> str:
        """Leave room where a form on the screen would fill in an answer."""
        return _OUTPUT.sub("……", text)

    # -- under which answers ----------------------------------------------------------------------------------
    def _when(self, relevant: str, path: str) -> str:
        if not relevant:
            return ""
        try:
            conditions = list(self._conditions(compile_expression(relevant).root, path))
        except (ExpressionRefused, KeyError, StopIteration):
            return ""  # what a pen cannot work out is asked of everybody
        return self._words.tr(N_("Only if {conditions}"), conditions="; ".join(conditions))

    def _conditions(self, node: Node, path: str) -> Iterator[str]:
        """Say simple conditions in words. Raises KeyError for any other."""
        if isinstance(node, Binary) and node.operator == "and":
            yield from self._conditions(node.left, path)
            yield from self._conditions(node.right, path)
        elif isinstance(node, Binary) and node.operator == "=":
            yield self._condition(node.left, node.right, path)
        elif isinstance(node, Call) and node.name == "selected" and len(node.arguments) == 2:
            yield self._condition(*node.arguments, path)
        else:
            raise KeyError(path)

    def _condition(self, asked: Node, value: Node, path: str) -> str:
        if not isinstance(value, Literal):
            raise KeyError(path)
        found = next(one for one, node in references(asked, path) if node is asked)
        question = self._checklist.question(found or "")
        choice = question.choice(str(value.value))
        if choice is None or not question.kind.is_asked:
            raise KeyError(path)
        label = self._said(question.label.text(self._language))
        return f"“{label}” = {choice.label.text(self._language) or choice.name}"
