"""What the cards and heads of a page show, gathered from the form and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ambassador_app.domain.checklist import Section
from ambassador_app.domain.form_checks import QuestionState
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.visit import Answer
from ambassador_app.domain.visit_rows import split_row, told_name
from ambassador_app.ui.screens.visit.editors import choices_of
from ambassador_app.ui.screens.visit.groups import number_words, row_of, row_words, section_at
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.row_heads import RowFacts

if TYPE_CHECKING:
    from ambassador_app.services.workspace import SuggestedMeasure


@dataclass(frozen=True, slots=True)
class CardFacts:
    """All that a card shows; the same facts are not shown twice."""

    state: QuestionState
    answer: Answer
    previous: Answer | None
    offers: tuple[SuggestedMeasure, ...]
    photos: int
    label: str
    choices: tuple[tuple[str, str], ...]
    locked: bool
    to_party: bool


def card_facts(
    model: VisitModel, form: FormState, path: str, *, offers: tuple[SuggestedMeasure, ...], photos: int
) -> CardFacts:
    """Gather what the card of `path` shows."""
    state, translator = form[path], model.translator
    language = translator.language.value
    workspace = model.workspace
    return CardFacts(
        state=state,
        answer=model.answer_of(path),
        previous=workspace.previous.get(path) if workspace else None,
        offers=offers,
        photos=photos,
        label=form.say(state.question.label, language, path),
        choices=choices_of(state.question, form.choices(path), language, translator.tr("Done")),
        locked=model.locked,
        to_party=model.show_mode,
    )


def row_facts(model: VisitModel, form: FormState, row: str) -> RowFacts:
    """Gather what the head of a row shows."""
    repeat, key = split_row(row)
    keys = form.rows.get(repeat, ())
    section = section_at(form, repeat)
    outer = row_of(repeat)
    return RowFacts(
        name=model.rows.name(row),
        by_place=told_name(form, row) or number_words(form, row, model.translator),
        around=row_words(form, outer, model.rows.name, model.translator) if outer else "",
        progress=form.progress(row),
        is_first=keys[:1] == (key,),
        is_last=keys[-1:] == (key,),
        surplus=form.is_surplus(row),
        counted=isinstance(section, Section) and bool(section.repeat_count),
        locked=model.locked,
    )
