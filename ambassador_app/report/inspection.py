"""The part of an inspection's report that the law asks for: the eight items, when they are sent and published, and
the right of access."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from ambassador_app.domain.checklist import QuestionKind
from ambassador_app.domain.form_checks import QuestionState
from ambassador_app.domain.inspection import (
    ITEMS,
    NOTICE,
    UNANNOUNCED,
    VOLUNTARY_SECTION,
    item_of,
    publish_by,
    send_by,
)
from ambassador_app.domain.place import Industry
from ambassador_app.domain.visit import Answer
from ambassador_app.i18n import N_
from ambassador_app.report import observations, parts
from ambassador_app.report.content import Block, Bullets, Callout, Fact, Facts, Paragraph, Tone
from ambassador_app.report.material import Material
from ambassador_app.report.people import identifiers, place_line

_NAME: Final[Mapping[int, str]] = {
    1: N_("1. Background"),
    2: N_("2. Company and place"),
    3: N_("3. Type of company"),
    4: N_("4. Date"),
    5: N_("5. What was inspected"),
    6: N_("6. Soil pollution"),
    7: N_("7. Orders, prohibitions and reminders"),
    8: N_("8. The company's self-monitoring"),
}
_CONCLUSIONS: Final = (6, 7, 8)
_NUMBER: Final = re.compile(r"^\d+\.\s+")
_LABELLED: Final = N_("{label}: {text}")
_SENT: Final = N_("The report is sent to the company within two months of the inspection: by {day} at the latest.")
_PUBLISHED: Final = N_(
    "The eight items are published on the authorities' environmental portal (Digital MiljøAdministration) within four"
    " months: by {day} at the latest. Before that the company is told what will be published and can say what it"
    " considers confidential; confidential information about its business is left out."
)
_ACCESS: Final = N_(
    "Anyone has the right to see the rest of what the authority holds about the inspection, within the limits of the"
    " Danish acts on access to public files, on public administration and on environmental information."
)
_VOLUNTARY: Final = N_(
    "These pages are voluntary. They are no part of the inspection, set no requirements, and can be taken out of the"
    " report."
)


def eight_items(material: Material) -> list[Block]:
    """Give each item in its order; one about which nothing was noted says so."""
    words = material.words
    told = _told(material)
    missing = words.tr(N_("Not stated."))
    return [Facts(tuple(Fact(words.tr(_NAME[item]), told[item] or missing) for item in ITEMS))]


def conclusions(material: Material) -> list[Block]:
    """Say on page 1 what the inspection came to: soil, enforcement, self-monitoring."""
    words = material.words
    missing = words.tr(N_("Not stated."))
    items = tuple(
        words.tr(_LABELLED, label=_NUMBER.sub("", words.tr(_NAME[item])), text=" ".join(told) or missing)
        for item in _CONCLUSIONS
        for told in [_values(material, item, bare=True)]
    )
    return [Bullets(items, lead=words.tr(N_("What the inspection came to:")))]


def publication(material: Material) -> list[Block]:
    """Tell when the report is sent and published, and who may see the rest."""
    words, day = material.words, inspected_on(material)
    said = (words.tr(_SENT, day=send_by(day)), words.tr(_PUBLISHED, day=publish_by(day)), words.tr(_ACCESS))
    return [Paragraph(text) for text in said]


def announcement(material: Material) -> list[Block]:
    """Say when it was announced to whom; where the checklist says that it was not, that."""
    answer = material.shown.answers().get(NOTICE)
    if answer is not None and answer.value == UNANNOUNCED:
        return [Paragraph(material.words.tr(N_("The inspection was not announced beforehand.")))]
    return parts.announced(material.words, material.shown)


def voluntary(material: Material) -> list[Block]:
    """Open the pages on energy, which are no part of the inspection, with the answers of that part of the checklist."""
    words = material.words
    seen = observations.area(words, material.shown, material.form, material.photos, VOLUNTARY_SECTION)
    return [Callout(words.tr(_VOLUNTARY), tone=Tone.NOTICE), *seen]


def inspected_on(material: Material) -> date:
    """The day of the inspection: as item 4 has it, else that of the visit."""
    for _, answer in _answers(material, 4):
        try:
            return date.fromisoformat(str(answer.value))
        except ValueError:
            continue
    return material.day


def _told(material: Material) -> Mapping[int, str]:
    """Put together what is known about each item: from the visit's own facts, then from the answers."""
    visit = material.shown.visit
    known = {one: _values(material, one) for one in ITEMS}
    not_seen = material.words.tr(N_("Not seen: {what}"), what=visit.not_seen) if visit.not_seen.strip() else ""
    moment = material.words.moment(visit.started_at) if visit.started_at else ""
    industry = (material.shown.organisation or material.shown.site).industry
    own = {
        2: _place(material),
        3: () if known[3] else (_industry(material, industry),),
        4: () if known[4] else (moment or material.words.day(material.day),),
    }
    more = {1: (visit.purpose,), 5: (visit.scope, not_seen)}
    lines = {one: (*own.get(one, ()), *known[one], *more.get(one, ())) for one in ITEMS}
    return {one: "\n".join(part for part in found if part.strip()) for one, found in lines.items()}


def _place(material: Material) -> tuple[str, ...]:
    words, site, owner = material.words, material.shown.site, material.shown.organisation
    name = owner.name if owner and owner.name != site.name else ""
    named = (one for one in (name, place_line(site)) if one)
    numbers = (f"{words.tr(label)} {number}" for label, number in identifiers(words, material.shown) if number)
    return ", ".join(named), ", ".join(numbers)


def _industry(material: Material, of_owner: Industry) -> str:
    return material.shown.site.industry.shown or of_owner.shown


def _answers(material: Material, item: int) -> list[tuple[QuestionState, Answer]]:
    form = material.form
    return [pair for pair in form.every() if item_of(pair[0].question.code) == item] if form else []


def _values(material: Material, item: int, *, bare: bool = False) -> list[str]:
    """Write what was answered under an item: the first question's answer as it is, the others' with what was asked,
    unless the `bare` answers are wanted.
    """
    words, form = material.words, material.form
    lines = []
    for place, (state, answer) in enumerate(_answers(material, item)):
        if form is None or not (answer.is_given or answer.note):
            continue
        said, label = observations.answer_words(words, state, answer), _NUMBER.sub("", observations.label(form, state))
        if state.question.kind is QuestionKind.ACKNOWLEDGE:
            said = "\n".join(part for part in (f"{label}.", answer.note) if part)
        elif bare:
            said = " ".join(f"{line.rstrip('.')}." for line in said.splitlines())
        elif place:
            said = f"{label} {said}" if label.endswith("?") else words.tr(_LABELLED, label=label, text=said)
        lines.append(said)
    return lines
