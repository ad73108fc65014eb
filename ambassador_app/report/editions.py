"""What a later edition of a report says on its first page: which one it replaces, why, and what is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ambassador_app import wording
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.editions import Change, ChangedPart, EditionChange
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.quantities import item_of
from ambassador_app.domain.sign_off import Revision
from ambassador_app.domain.visit_rows import form_of
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Block, Bullets, Callout, Tone

_NAMED: Final = 5
_HOW: Final = {
    Change.ADDED: N_("{part}, added: {names}"),
    Change.CHANGED: N_("{part}, changed: {names}"),
    Change.REMOVED: N_("{part}, taken out: {names}"),
}


def front(words: Translator, shown: VisitDossier) -> list[Block]:
    """Say of each edition after the first why it was made, and of the newest what it changes; nothing in a first."""
    if shown.visit.revision < 2:
        return []
    number = shown.visit.revision
    found = [one for one in shown.editions if 1 < one.number <= number]
    title = words.tr(N_("Edition {number} of this report"), number=number)
    said = words.tr(N_("It replaces edition {number}."), number=number - 1)
    why = "\n".join(_why(words, one) for one in found)
    blocks: list[Block] = [Callout("\n".join(part for part in (said, why) if part), title=title, tone=Tone.PLAIN)]
    changes = next((one.changes for one in found if one.number == number), ())
    lines = _lines(words, shown, changes)
    lead = words.tr(N_("Changed since edition {number}:"), number=number - 1)
    return [*blocks, *([Bullets(lines, lead=lead)] if lines else [])]


def _why(words: Translator, one: Revision) -> str:
    text = N_("Edition {number}, begun on {day}: {reason}")
    reason = one.reason.strip() or words.tr(N_("no reason stated"))
    return words.tr(text, number=one.number, day=words.day(one.opened_at.date()), reason=reason)


def _lines(words: Translator, shown: VisitDossier, changes: Sequence[EditionChange]) -> tuple[str, ...]:
    """Write a line for each part and how it was changed, naming the first things of many."""
    groups: dict[tuple[ChangedPart, Change], list[str]] = {}
    form = _form(shown) if any(one.part is ChangedPart.ANSWERS for one in changes) else None
    for one in changes:
        groups.setdefault((one.part, one.how), []).append(_name(words, form, one))
    lines = []
    for (part, how), names in groups.items():
        named = ", ".join(dict.fromkeys(name for name in names[:_NAMED] if name)) or words.number(len(names))
        if len(names) > _NAMED:
            named = words.tr(N_("{names} and {count} more"), names=named, count=len(names) - _NAMED)
        lines.append(words.tr(_HOW[how], part=words.tr(wording.label(part)), names=named))
    return tuple(lines)


def _form(shown: VisitDossier) -> FormState | None:
    visit = shown.visit
    if shown.checklist is None or visit.clock_day is None:
        return None
    return form_of(shown.checklist, shown.sections, visit.clock_day)


def _name(words: Translator, form: FormState | None, one: EditionChange) -> str:
    match one.part:
        case ChangedPart.VISIT | ChangedPart.PLACE | ChangedPart.SETS:
            return words.tr(_FIELD[one.name]) if one.name in _FIELD else ""
        case ChangedPart.ANSWERS:
            return _question(words, form, one.name)
        case ChangedPart.ENERGY:
            carrier, _, year = one.name.partition(" ")
            item = item_of(carrier)
            return f"{words.tr(wording.label(item))} {year}" if item else one.name
    return one.name


def _question(words: Translator, form: FormState | None, path: str) -> str:
    """Give a question's words; one that this checklist does not have is not named."""
    if form is None:
        return ""
    try:
        question = form.checklist.question(path)
    except KeyError:
        return ""
    return form.say(question.label, words.language.value, path) or question.label.text(words.language.value)


_FIELD: Final = {
    "kind": N_("Kind of visit"),
    "language": N_("Language of the report"),
    "planned_at": N_("Date of the visit"),
    "agreed_with": N_("Agreed with"),
    "agreed_on": N_("Agreed on"),
    "started_at": N_("Visited"),
    "participants": N_("Participants"),
    "purpose": N_("Purpose"),
    "scope": N_("Walked through"),
    "not_seen": N_("Not seen"),
    "focus_areas": N_("Focus areas"),
    "remarks": N_("Remarks"),
    "business_secrets": N_("Business secrets"),
    "case_number": N_("Case number"),
    "follow_up_on": N_("Follow-up date"),
    "wishes": N_("Wishes"),
    "adviser_interests": N_("Interests of the adviser"),
    "with_answers_appendix": N_("Appendix with all answers"),
    "site": N_("The place"),
    "organisation": N_("The company"),
    "factor_set": N_("Emission factors"),
    "price_set": N_("Prices"),
}
