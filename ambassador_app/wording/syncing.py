"""What is said of a sync: how far it is, what waits, what was refused, and what a conflict is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app import errors
from ambassador_app.domain.conflict import WHOLE, Conflict
from ambassador_app.domain.receipt import Receipt, VisitReceipt
from ambassador_app.domain.syncing import Refusal, Waiting
from ambassador_app.i18n import N_, Message, Translator
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
}
"""What a field is called, whatever record it is of; others show the name they have in the data."""

REFUSED: Final[Mapping[str, str]] = {
    "forbidden": N_("only a coordinator may publish this"),
    "immutable": N_("it was sealed or published, and never changes again"),
    "too-large": N_("it is larger than the office takes"),
    "blob-missing": N_("a file that belongs to it has not arrived"),
    "newer": N_("a colleague changed it with a newer version of the program; install that version"),
    "value": N_("it holds a value that cannot be sent"),
}
_REFUSED_OTHERWISE: Final = N_("the office gave the reason “{code}”")


def waiting_words(waiting: Waiting) -> Message:
    """Say what the office does not have yet."""
    if waiting.is_nothing:
        return Message(N_("The office has everything of this computer."))
    if not waiting.attachments:
        return Message(N_("Waiting here: {records} records."), {"records": waiting.records})
    values = {"records": waiting.records, "files": waiting.attachments, "size": waiting.bytes / MEGABYTE}
    return Message(N_("Waiting here: {records} records and {files} files ({size} MB)."), values)


def receipt_words(receipt: Receipt) -> Message:
    """Say in one sentence what a sync did."""
    values = {"sent": receipt.sent, "received": receipt.received, "files": receipt.files}
    if receipt.trouble:
        return Message(
            N_("Ended early. The office confirmed {sent} records and {files} files until then; the rest waits."), values
        )
    if receipt.is_whole:
        return Message(
            N_("The office confirmed everything: {sent} records and {files} files. {received} records came."), values
        )
    return Message(
        N_("The office confirmed {sent} records and {files} files. {received} records came; something waits."), values
    )


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
    lines = [f"{receipt.office}, {translator.moment(receipt.at)}", translator.say(receipt_words(receipt))]
    trouble = trouble_words(receipt, translator)
    if trouble:
        lines.append(trouble)
    return (*lines, *(("", *visit_lines(receipt, translator)) if receipt.visits else ()))


def visit_lines(receipt: Receipt, translator: Translator) -> tuple[str, ...]:
    """Write what the office has of each visit, with an empty line between two."""
    lines: list[str] = []
    for visit in receipt.visits:
        lines.extend([""] if lines else [])
        lines.append(f"{visit.title or visit.visit_id}: {translator.say(visit_words(visit))}")
        lines.extend(f"  {file.name}\n    SHA-256 {file.sha256}" for file in visit.files)
    return tuple(lines)


def visit_words(visit: VisitReceipt) -> Message:
    """Say what the office has of one visit."""
    if visit.is_whole:
        values = {"records": visit.records, "files": len(visit.files)}
        return Message(N_("all at the office: {records} records and {files} files"), values)
    values = {"records": visit.waiting_records, "files": visit.waiting_files}
    return Message(N_("not all at the office yet: {records} records and {files} files wait here"), values)


def refusal_words(refusal: Refusal) -> Message:
    """Say why the office did not take a record."""
    if refusal.code in REFUSED:
        return Message(REFUSED[refusal.code])
    return Message(_REFUSED_OTHERWISE, {"code": refusal.code})


def subject(conflict: Conflict, translator: Translator) -> str:
    """Name what a conflict is about: the kind of record and the field."""
    kind = translator.tr(KIND_LABEL.get(conflict.record_kind, conflict.record_kind))
    if conflict.field == WHOLE:
        return kind
    name = conflict.field.removeprefix("answers.")
    return f"{kind}: {translator.tr(FIELD_LABEL[name]) if name in FIELD_LABEL else name}"


def side_words(side: tuple[object, ...], translator: Translator) -> str:
    """Write the value of one side of a conflict as a person reads it; empty where there is none."""
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
