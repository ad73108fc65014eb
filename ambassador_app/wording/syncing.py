"""What is said of a sync: how far it is, what waits, what was refused, and what a conflict is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ambassador_app import errors
from ambassador_app.domain.conflict import WHOLE, Conflict
from ambassador_app.domain.receipt import Receipt, VisitReceipt
from ambassador_app.domain.syncing import Refusal, Waiting
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.wording.checklists import answer_text

if TYPE_CHECKING:
    from ambassador_app.domain.checklist import Question
from ambassador_app.wording import sentence

MEGABYTE: Final = 1_000_000

KIND_LABEL: Final[Mapping[str, str]] = {
    "municipality": N_("Municipality"),
    "ambassador": N_("Ambassador"),
    "organisation": N_("Company"),
    "site": N_("Place"),
    "contact": N_("Contact"),
    "case": N_("Partnership"),
    "visit": N_("Visit"),
    "section": N_("Answer"),
    "finding": N_("Observation"),
    "action": N_("Next step"),
    "energy_use": N_("Energy use"),
    "attachment": N_("Photo or file"),
    "measure": N_("Measure"),
    "sign_off": N_("Signature"),
    "revision": N_("Edition"),
    "report": N_("Report"),
    "template": N_("Checklist"),
    "factor_set": N_("Emission factors"),
    "price_set": N_("Prices"),
    "set_entry": N_("Factors or prices"),
    "checklist_entry": N_("Checklist"),
    "conflict": N_("Conflict"),
    "hold": N_("Hold"),
    "publication": N_("Publication"),
    "directory_entry": N_("Directory"),
}
"""What a kind of record is called."""

FIELD_LABEL: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "address": N_("Address"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "role": N_("Role"),
    "purpose": N_("Purpose"),
    "scope": N_("What was looked at"),
    "not_seen": N_("Not seen"),
    "remarks": N_("Remarks"),
    "focus_areas": N_("Focus areas"),
    "internal_note": N_("Internal note"),
    "business_secrets": N_("Business secrets"),
    "participants": N_("Participants"),
    "planned_at": N_("Time of the visit"),
    "follow_up_on": N_("Follow-up"),
    "status": N_("Status"),
    "responsible": N_("Responsible"),
    "text": N_("Text"),
    "severity": N_("Severity"),
    "reach": N_("In the report"),
    "caption": N_("Caption"),
    "area": N_("Area"),
    "what": N_("Next step"),
    "owner": N_("Owner"),
    "deadline": N_("Deadline"),
    "done": N_("Done"),
    "title": N_("Title"),
    "proposal": N_("Proposal"),
    "current_practice": N_("Today"),
    "investment_dkk": N_("Investment"),
    "inputs": N_("Inputs"),
    "assessment": N_("Result"),
    "step": N_("Step"),
    "amount": N_("Amount"),
    "cost_dkk": N_("Cost"),
    "revision": N_("Which report stands"),
    "department": N_("Department"),
    "website": N_("Website"),
    "industry": N_("Industry"),
    "employees": N_("Employees"),
    "legal_form": N_("Legal form"),
    "cvr": N_("CVR number"),
    "area_m2": N_("Heated area"),
    "built_year": N_("Year built"),
    "operating_hours": N_("Operating hours"),
    "agreed_with": N_("Agreed with"),
    "wishes": N_("Wishes"),
    "place": N_("Place"),
    "note": N_("Note"),
    "source": N_("Source"),
    "meter": N_("Meter"),
    "carrier": N_("Carrier"),
    "unit": N_("Unit"),
    "year": N_("Year"),
    "month": N_("Month"),
    "lifetime_years": N_("Lifetime"),
    "subsidy_dkk": N_("Subsidy"),
    "subsidy": N_("Subsidy"),
    "assumptions": N_("Assumptions"),
    "benefits": N_("Benefits"),
    "risks": N_("Risks"),
    "quality": N_("Quality"),
    "case_number": N_("Case number"),
    "reason": N_("Reason"),
    "language": N_("Language"),
    "contact": N_("Contact"),
}
"""What a field is called, whatever record it is of; others show the name they have in the data."""

REFUSED: Final[Mapping[str, str]] = {
    "forbidden": N_("only a coordinator may publish this"),
    "immutable": N_("it was sealed or published, and never changes again"),
    "too-large": N_("it is larger than the office takes"),
    "blob-missing": N_("a file that belongs to it has not arrived"),
    "newer": N_("a colleague changed it with a newer version of the program; install that version"),
    "unsigned": N_("it is not signed; sync again with the newest version of the program"),
    "signature": N_("it was signed by another computer; change it once more and sync again"),
    "value": N_("it holds a value that cannot be sent"),
    "quota": N_("the municipality's space at the office is used up; tell whoever runs the office"),
    "no-space": N_("the office's disk is full; tell whoever runs the office"),
    "hash-mismatch": N_("it arrived damaged; it is sent again at the next sync"),
    "file-missing": N_("its file is not on this computer any more; a backup may have it"),
}
_REFUSED_OTHERWISE: Final = N_("the office gave the reason “{code}”")


def waiting_words(waiting: Waiting, translator: Translator) -> str:
    """Say what the office does not have yet."""
    if waiting.is_nothing:
        return translator.tr("The office has everything of this computer.")
    what = records_and_files(waiting.records, waiting.attachments, translator)
    if not waiting.attachments:
        return translator.tr("Waiting here: {what}.", what=what)
    size = translator.number(max(waiting.bytes / MEGABYTE, 0.1), 1)
    return translator.tr("Waiting here: {what} ({size} MB).", what=what, size=size)


def records_and_files(records: int, files: int, translator: Translator) -> str:
    """Count records and files; the files alone where there are no records, and the other way round."""
    some_records = translator.tn("{count} record", "{count} records", records)
    some_files = translator.tn("{count} file", "{count} files", files)
    if not files:
        return some_records
    if not records:
        return some_files
    return translator.tr("{records} and {files}", records=some_records, files=some_files)


def receipt_words(receipt: Receipt, translator: Translator) -> str:
    """Say in one or two sentences what a sync did."""
    what = records_and_files(receipt.sent, receipt.files, translator)
    if receipt.trouble:
        return translator.tr("Ended early. The office confirmed {what} until then; the rest waits.", what=what)
    came = translator.tn("{count} record came.", "{count} records came.", receipt.received) if receipt.received else ""
    said = (
        translator.tr("The office confirmed everything: {what}.", what=what)
        if receipt.is_whole
        else translator.tr("The office confirmed {what}; something waits.", what=what)
    )
    return f"{said} {came}".strip()


def trouble_words(receipt: Receipt, translator: Translator) -> str:
    """Say what ended a sync early; empty where nothing did, or where this program does not know the error."""
    found = getattr(errors, receipt.trouble, None) if receipt.trouble else None
    if not isinstance(found, type) or not issubclass(found, errors.AmbassadorError):
        return ""
    try:
        return sentence(found(**dict(receipt.about)), translator)
    except KeyError:
        return ""  # kept by a version that knew other fields


def receipt_lines(receipt: Receipt, translator: Translator) -> tuple[str, ...]:
    """Write a receipt in full: each visit, each attachment with the SHA-256 that the office confirmed."""
    lines = [f"{receipt.office}, {translator.moment(receipt.at)}", receipt_words(receipt, translator)]
    trouble = trouble_words(receipt, translator)
    if trouble:
        lines.append(trouble)
    if receipt.left:
        lines.append(
            translator.tn(
                "{count} visit that was filed left this computer.",
                "{count} visits that were filed left this computer.",
                receipt.left,
            )
        )
    return (*lines, *(("", *visit_lines(receipt, translator)) if receipt.visits else ()))


def visit_lines(receipt: Receipt, translator: Translator) -> tuple[str, ...]:
    """Write what the office has of each visit, with an empty line between two."""
    lines: list[str] = []
    for visit in receipt.visits:
        lines.extend([""] if lines else [])
        lines.append(f"{visit.title or visit.visit_id}: {visit_words(visit, translator)}")
        lines.extend(f"  {file.name}\n    SHA-256 {file.sha256}" for file in visit.files)
    return tuple(lines)


def visit_words(visit: VisitReceipt, translator: Translator) -> str:
    """Say what the office has of one visit."""
    if visit.is_whole:
        what = records_and_files(visit.records, len(visit.files), translator)
        return translator.tr("all at the office: {what}", what=what)
    what = records_and_files(visit.waiting_records, visit.waiting_files, translator)
    return translator.tr("not all at the office yet, here waits: {what}", what=what)


def refusal_words(refusal: Refusal) -> Message:
    """Say why the office did not take a record."""
    if refusal.code in REFUSED:
        return Message(REFUSED[refusal.code])
    return Message(_REFUSED_OTHERWISE, {"code": refusal.code})


def subject(conflict: Conflict, translator: Translator, question: Question | None = None) -> str:
    """Name what a conflict is about: the question, or the kind of record and the field."""
    if question is not None and (asked := question.label.text(translator.language.value)):
        return asked
    kind = translator.tr(KIND_LABEL.get(conflict.record_kind, conflict.record_kind))
    if conflict.field == WHOLE:
        return kind
    name = conflict.field.removeprefix("answers.")
    return f"{kind}: {translator.tr(FIELD_LABEL[name]) if name in FIELD_LABEL else name}"


def side_words(side: tuple[object, ...], translator: Translator, question: Question | None = None) -> str:
    """Write the value of one side of a conflict as a person reads it; of an answer the choices by their words."""
    if side and question is not None and question.choices and isinstance(side[0], Mapping) and side[0].get("value"):
        value = side[0]["value"]
        said = answer_text(question, tuple(value) if isinstance(value, list) else value, translator)
        side = ({**side[0], "value": said},)
    return plain_words(side[0], translator) if side else translator.tr("(removed)")


def plain_words(value: object, translator: Translator) -> str:
    """Write a plain value: texts as they are, numbers in the language, lists and objects by their parts."""
    match value:
        case None | "":
            return translator.tr("(empty)")
        case bool():
            return translator.tr("Yes") if value else translator.tr("No")
        case int() | float():
            return translator.number(float(value))
        case list() | tuple():
            return ", ".join(plain_words(one, translator) for one in value) or translator.tr("(empty)")
        case Mapping():
            return _object_words(value, translator)
    return str(value)


def _object_words(value: Mapping[str, object], translator: Translator) -> str:
    """An answer is its value and note; another object its filled parts with their names."""
    if {"value", "note", "reach"} <= value.keys():
        parts = [value["value"], *(value[name] for name in ("note", "not_seen") if value.get(name))]
        return " · ".join(plain_words(one, translator) for one in parts)
    filled = {name: one for name, one in value.items() if one not in (None, "", [], {})}
    named = (
        (translator.tr(FIELD_LABEL[name]) if name in FIELD_LABEL else name, plain_words(one, translator))
        for name, one in filled.items()
    )
    return "; ".join(f"{name}: {words}" for name, words in named) or translator.tr("(empty)")
