"""Every word about the domain: the name of each value, and one sentence for each thing that can go wrong.

English msgids, marked for the catalogue; whoever shows them translates.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from ambassador_app import errors
from ambassador_app.domain.calculators import AREAS
from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.factors import PriceStatus
from ambassador_app.domain.lists import HitGroup
from ambassador_app.domain.measure import MeasureStatus, Suggestion
from ambassador_app.domain.place import Reach, SiteKind
from ambassador_app.domain.quantities import Carrier, DataQuality, Stream
from ambassador_app.domain.sign_off import NotSigned, SignerRole
from ambassador_app.domain.template import TemplateStatus
from ambassador_app.domain.visit import AttachmentKind, EnergySource, Severity, Step, VisitKind, VisitStatus
from ambassador_app.i18n import N_, Message, Translator


class Labels(Mapping[StrEnum, str]):
    """The name of each value. Values of two enums may share their text, so the enum is part of the key."""

    def __init__(self, names: Iterable[tuple[StrEnum, str]]) -> None:
        self._names = {(type(member), member.value): name for member, name in names}

    def __getitem__(self, member: StrEnum) -> str:
        return self._names[type(member), member.value]

    def __iter__(self) -> Iterator[StrEnum]:
        return (kind(value) for kind, value in self._names)

    def __len__(self) -> int:
        return len(self._names)


LABEL: Final = Labels(
    (
        (SiteKind.COMPANY, N_("Company")),
        (SiteKind.FARM, N_("Farm")),
        (SiteKind.PUBLIC_BUILDING, N_("Public building")),
        (SiteKind.HOME, N_("Home")),
        (VisitKind.FIRST_MEETING, N_("First meeting")),
        (VisitKind.WALKTHROUGH, N_("Walkthrough")),
        (VisitKind.TECHNICAL_REVIEW, N_("Technical review")),
        (VisitKind.FOLLOW_UP, N_("Follow-up")),
        (VisitKind.INSPECTION, N_("Inspection")),
        (VisitKind.HOME_ADVICE, N_("Home advice")),
        (VisitKind.NIGHT_WALK, N_("Night walk")),
        (VisitStatus.PLANNED, N_("Planned")),
        (VisitStatus.UNDER_WAY, N_("Under way")),
        (VisitStatus.SEALED, N_("Sealed")),
        (VisitStatus.CANCELLED, N_("Cancelled")),
        (Step.PREPARE, N_("Prepare")),
        (Step.WALKTHROUGH, N_("Walkthrough")),
        (Step.MEASURES, N_("Measures")),
        (Step.AGREE, N_("Agree")),
        (Step.SIGN, N_("Sign")),
        (Step.HAND_OVER, N_("Hand over")),
        (CaseStep.INFORMATION, N_("Information")),
        (CaseStep.VISIT, N_("Visit")),
        (CaseStep.AGREEMENT, N_("Partnership agreement")),
        (CaseStep.TECHNICAL_REVIEW, N_("Technical review")),
        (CaseStep.ACTION_PLAN, N_("Action plan")),
        (CaseStep.IMPLEMENTATION, N_("Implementation")),
        (MeasureStatus.PROPOSED, N_("Proposed")),
        (MeasureStatus.EVALUATED, N_("Evaluated")),
        (MeasureStatus.SELECTED, N_("Selected")),
        (MeasureStatus.INITIATED, N_("Initiated")),
        (MeasureStatus.IN_PROGRESS, N_("In progress")),
        (MeasureStatus.COMPLETED, N_("Completed")),
        (MeasureStatus.VERIFIED, N_("Verified")),
        (MeasureStatus.UNSATISFACTORY, N_("Unsatisfactory")),
        (MeasureStatus.DISCARDED, N_("Discarded")),
        (MeasureStatus.UNKNOWN, N_("Unknown")),
        (Suggestion.SUGGESTED, N_("Suggested")),
        (Suggestion.ACCEPTED, N_("Accepted")),
        (Suggestion.EDITED, N_("Edited")),
        (Suggestion.DISMISSED, N_("Dismissed")),
        (Reach.REPORT, N_("In the report")),
        (Reach.INTERNAL, N_("Internal")),
        (Severity.GOOD, N_("Good")),
        (Severity.NOTE, N_("Remark")),
        (Severity.IMPORTANT, N_("Important")),
        (EnergySource.METER, N_("Meter")),
        (EnergySource.BILL, N_("Bill")),
        (EnergySource.ESTIMATE, N_("Estimate")),
        (NotSigned.ABSENT, N_("Not present")),
        (NotSigned.DECLINED, N_("Does not wish to sign")),
        (NotSigned.SIGNS_LATER, N_("Signs later")),
        (NotSigned.PAPER_COPY, N_("Signed on paper")),
        (SignerRole.AMBASSADOR, N_("Climate ambassador")),
        (SignerRole.VISITED_PARTY, N_("The visited party")),
        (SignerRole.OTHER, N_("Other participant")),
        (AttachmentKind.PHOTO, N_("Photo")),
        (AttachmentKind.SIGNED_PAPER, N_("Signed paper copy")),
        (AttachmentKind.DOCUMENT, N_("Document")),
        (Carrier.ELECTRICITY, N_("Electricity")),
        (Carrier.DISTRICT_HEATING, N_("District heating")),
        (Carrier.NATURAL_GAS, N_("Natural gas")),
        (Carrier.GAS_OIL, N_("Heating oil (gas oil)")),
        (Carrier.FUEL_OIL, N_("Fuel oil")),
        (Carrier.LPG, N_("Bottled gas (LPG)")),
        (Carrier.WOOD_PELLETS, N_("Wood pellets")),
        (Carrier.WOOD_CHIPS, N_("Wood chips")),
        (Carrier.STRAW, N_("Straw")),
        (Carrier.BIOGAS, N_("Biogas")),
        (Stream.ELECTRICITY_EXPORT, N_("Electricity sold to the grid")),
        (Stream.DIESEL, N_("Diesel")),
        (Stream.PETROL, N_("Petrol")),
        (Stream.WATER, N_("Water")),
        (DataQuality.A, N_("A: measured")),
        (DataQuality.B, N_("B: nameplate or bill")),
        (DataQuality.C, N_("C: standard value or estimate")),
        (Payback.NONE, N_("Never pays back")),
        (Payback.IMMEDIATE, N_("At once")),
        (Payback.UNKNOWN, N_("Not known yet")),
        (PriceStatus.CONFIRMED, N_("Confirmed")),
        (PriceStatus.STANDARD, N_("Standard price")),
        (PriceStatus.UNCERTAIN, N_("Uncertain, to be confirmed")),
        (HitGroup.COMPANY, N_("Companies")),
        (HitGroup.VISIT, N_("Visits")),
        (HitGroup.MEASURE, N_("Measures")),
        (HitGroup.NOTE, N_("Notes")),
        (TemplateStatus.DRAFT, N_("Draft")),
        (TemplateStatus.PUBLISHED, N_("Published")),
        (TemplateStatus.RETIRED, N_("Retired")),
        # What can be undone is named as it stands after "Undo:".
        (Deed.SET_UP, N_("first set-up")),
        (Deed.CHANGE_PROFILE, N_("change of the profile")),
        (Deed.CHANGE_SETS, N_("change of factors or prices")),
        (Deed.IMPORT_COMPANIES, N_("import of companies")),
        (Deed.ADD_COMPANY, N_("new company")),
        (Deed.CHANGE_COMPANY, N_("change of company facts")),
        (Deed.CHANGE_CONTACT, N_("change of a contact")),
        (Deed.REMOVE_CONTACT, N_("removal of a contact")),
        (Deed.MOVE_CASE, N_("move to another step")),
        (Deed.CHANGE_ENERGY, N_("change of energy use")),
        (Deed.PLAN_VISIT, N_("planning of the visit")),
        (Deed.START_VISIT, N_("start of the visit")),
        (Deed.CHANGE_VISIT, N_("change of the visit")),
        (Deed.CANCEL_VISIT, N_("cancellation of the visit")),
        (Deed.ANSWER, N_("answer")),
        (Deed.ADD_FINDING, N_("new observation")),
        (Deed.CHANGE_FINDING, N_("change of an observation")),
        (Deed.REMOVE_FINDING, N_("removal of an observation")),
        (Deed.ADD_ACTION, N_("new next step")),
        (Deed.CHANGE_ACTION, N_("change of a next step")),
        (Deed.REMOVE_ACTION, N_("removal of a next step")),
        (Deed.ADD_MEASURE, N_("new measure")),
        (Deed.ACCEPT_MEASURE, N_("accepted suggestion")),
        (Deed.DISMISS_MEASURE, N_("dismissed suggestion")),
        (Deed.CHANGE_MEASURE, N_("change of a measure")),
        (Deed.REMOVE_MEASURE, N_("removal of a measure")),
        (Deed.ADD_PHOTO, N_("new photo")),
        (Deed.CHANGE_PHOTO, N_("change of a photo")),
        (Deed.REMOVE_PHOTO, N_("removal of a photo")),
        (Deed.SIGN, N_("signature")),
        (Deed.WITHDRAW_SIGNATURE, N_("withdrawal of a signature")),
        (Deed.SEAL_VISIT, N_("sealing of the visit")),
        (Deed.AMEND_VISIT, N_("amendment of the visit")),
        (Deed.UNDO, N_("undo")),
        (Deed.REDO, N_("redo")),
    )
)

STEP_HINT: Final[Mapping[Step, str]] = {
    Step.PREPARE: N_("Facts, contacts, energy use and the appointment"),
    Step.WALKTHROUGH: N_("Questions, observations and photos, area by area"),
    Step.MEASURES: N_("What could be done, what it costs and saves"),
    Step.AGREE: N_("What the company takes on, by whom and when"),
    Step.SIGN: N_("Read the report together and sign it"),
    Step.HAND_OVER: N_("Give the sealed report to the company"),
}

FIELD: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "title": N_("Title"),
    "email": N_("E-mail"),
    "phone": N_("Telephone"),
    "municipality": N_("Municipality"),
    "cvr": N_("CVR number"),
    "p_number": N_("P-number"),
    "chr_number": N_("CHR number"),
    "postcode": N_("Postcode"),
    "text": N_("Text"),
    "what": N_("What is to be done"),
    "reason": N_("Reason"),
    "caption": N_("Caption"),
    "ink": N_("Signature"),
    "investment": N_("Investment"),
    "subsidy": N_("Subsidy"),
    "lifetime": N_("Lifetime"),
    "rate": N_("Discount rate"),
    "year": N_("Year"),
    "amount": N_("Amount"),
    "passphrase": N_("Passphrase"),
}

RECORD: Final[Mapping[str, str]] = {
    "municipality": N_("municipality"),
    "ambassador": N_("ambassador"),
    "organisation": N_("company"),
    "site": N_("site"),
    "contact": N_("contact"),
    "case": N_("case"),
    "visit": N_("visit"),
    "section": N_("answer"),
    "finding": N_("observation"),
    "measure": N_("measure"),
    "action": N_("next step"),
    "energy_use": N_("energy use"),
    "attachment": N_("photo or file"),
    "blob": N_("photo or file"),
    "sign_off": N_("signature"),
    "report": N_("report"),
    "revision": N_("revision"),
    "template": N_("checklist"),
}

ERROR: Final[Mapping[type[errors.AmbassadorError], str]] = {
    errors.AmbassadorError: N_("That could not be done. Nothing was changed. Try again."),
    errors.Unavailable: N_("That cannot be done just now. Nothing was changed. Try again in a moment."),
    # numbers and text
    errors.NumberNotUnderstood: N_("“{text}” is not a number. Write for instance 1,234.5 or 1234.5."),
    errors.NumberAmbiguous: N_("“{text}” can be read as {large} or as {small}. Choose which one is meant."),
    errors.FieldMissing: N_("{field} is empty. Fill it in and try again; the rest is kept."),
    errors.FieldRefused: N_("{field} cannot be “{value}”. Allowed: {allowed}. The old value is kept."),
    # measures
    errors.UnknownCalculator: N_("There is no calculation called “{calculator}”. Choose one from the list."),
    errors.UnknownInput: N_("The calculation “{calculator}” has no input “{input}”. Nothing was changed."),
    errors.InputMissing: N_("“{input}” is missing. The figures appear when it is filled in."),
    errors.InputRefused: N_("“{input}” cannot be {value}. Allowed: {allowed}. The old figures are kept."),
    errors.UnknownSet: N_("There is no factor or price set called “{set}” here. Choose another one in Settings."),
    # records
    errors.RecordNotFound: N_("This {kind} is no longer there; it may have been removed. Go back to the list."),
    errors.VisitLocked: N_("This visit is signed and locked. Nothing was changed. Start an amendment to change it."),
    errors.NothingToUndo: N_("There is nothing left to undo in this visit."),
    errors.NothingToRedo: N_("There is nothing left to redo in this visit."),
    errors.UndoRefused: N_("“{field}” has been changed by somebody else. Nothing was undone; see the history."),
    # checklists
    errors.FormRefused: N_(
        "The checklist cannot be used: {reason} (sheet {sheet}, row {row}, column {column}). "
        "Nothing was changed. Mend the workbook and try again."
    ),
    errors.ExpressionRefused: N_(
        "The expression “{expression}” is not understood at character {position}: {reason}. "
        "Mend the workbook and try again."
    ),
    # files in
    errors.FileNotRead: N_("“{file}” could not be read: {reason}. Nothing was imported."),
    errors.FileKindUnknown: N_("“{file}” is not a kind of file that can be read here. Nothing was imported."),
    errors.FileTooLarge: N_("“{file}” is larger than {limit_mb} MB. Nothing was imported. Choose a smaller file."),
    errors.ColumnMissing: N_("No column can be read as “{column}”. Choose the column yourself and try again."),
    errors.PhotoNotRead: N_("“{file}” is not a picture that can be read, or it is damaged. The visit is unchanged."),
    # signing and sealing
    errors.SignatureEmpty: N_("Nothing drawn that can be a signature. Sign again, or choose why it is not signed."),
    errors.SignerMissing: N_(
        "{role} has neither signed nor a reason for not signing. The report is not sealed yet; everything is kept."
    ),
    errors.SignatureOutdated: N_(
        "The report was changed after {name} had signed it. Everything is kept. Let {name} read it and sign again."
    ),
    errors.SealFailed: N_(
        "The report could not be sealed: {reason}. The visit and the signatures are kept. Try again."
    ),
    errors.NotAReport: N_("“{file}” is not a PDF that can be checked."),
    errors.TextTooLong: N_("{field} is longer than {limit} characters. Shorten it; the old text is kept."),
    # the database and its key
    errors.PassphraseWrong: N_("The passphrase does not fit. Nothing is lost. Try again, or use the recovery key."),
    errors.PassphrasesDiffer: N_("The two passphrases are not the same. Nothing was changed. Type them again."),
    errors.PassphraseNeeded: N_("This computer has no key store that works. Type the passphrase to open your visits."),
    errors.PassphraseTooShort: N_("The passphrase must have at least {least} characters. A short sentence is good."),
    errors.RecoveryKeyWrong: N_("The recovery key does not fit. Nothing is lost. Check each group and try again."),
    errors.ProfileMissing: N_(
        "There are no visits on this computer yet. Open the program once without a command to begin, "
        "or name the folder of another profile with --home."
    ),
    errors.KeyMissing: N_(
        "The key to your visits is not in this computer's key store. Nothing is lost. "
        "Type the recovery key to open them."
    ),
    errors.DatabaseNewer: N_(
        "Your visits were saved by a newer version of the program ({found}; this one knows {known}). "
        "Nothing was changed. Install the newer version."
    ),
    errors.DatabaseDamaged: N_(
        "The database “{file}” is damaged and there is no good copy beside it. Nothing was changed. Restore a backup."
    ),
    errors.DatabaseReadOnly: N_(
        "You are looking at the newest good copy, from {copy}. You can read everything but change nothing. "
        "Restore a backup to go on."
    ),
    errors.DatabaseInUse: N_("The program is open in another window already. Go on there, or close it first."),
    errors.DatabaseInCloudFolder: N_(
        "The folder “{folder}” is kept in step by a cloud service, which can destroy the database. "
        "Choose another folder."
    ),
    errors.DiskFull: N_(
        "There is no space left for “{file}”. What was saved before is safe. Free some space and try again."
    ),
    errors.BackupNotRead: N_("“{file}” is no backup, or it is damaged. Nothing was changed. Choose another one."),
    errors.FolderNotWritable: N_("Nothing can be saved in “{folder}”. Choose another folder."),
    errors.FileExists: N_("There is a file called “{file}” already. It was not overwritten. Choose another name."),
    errors.JobCancelled: N_("Stopped. Nothing was changed."),
    errors.PrinterMissing: N_(
        "No printer can be reached from here. The report is safe; save a copy and print it later."
    ),
    errors.MailProgramMissing: N_("No mail program took the draft. It is saved as “{file}”; open it from there."),
}

SEAL_REASON: Final[Mapping[str, str]] = {
    "key": N_("the key for sealing on this computer cannot be used"),
    "field": N_("the report has no place for the seal"),
    "certificate_not_valid_now": N_("the key for sealing is not valid today; look at the computer's clock"),
}

NOT_KNOWN: Final = "\N{EN DASH}"


def label(member: StrEnum) -> str:
    """Give the msgid of the name of `member`."""
    return LABEL[member]


def area_label(area: str) -> str:
    """Give the msgid of an area of the checklist or the catalogue; an area of somebody's own is its own name."""
    return AREAS.get(area, area)


def deed_label(deed: str) -> str:
    """Give the msgid of what was done, as it stands after "Undo:"; "" for no deed at all."""
    if not deed:
        return ""
    return LABEL[Deed(deed)] if deed in tuple(Deed) else deed


def sentence(error: errors.AmbassadorError, translator: Translator) -> str:
    """Say what happened, what is safe and what to do next, in the reader's language."""
    text = next(ERROR[kind] for kind in type(error).__mro__ if kind in ERROR)
    values = {name: _shown(error, name, translator) for name in placeholders(text)}
    return translator.tr(text, **values) if values else translator.tr(text)


def placeholders(text: str) -> tuple[str, ...]:
    """List the names in braces of a msgid."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _shown(error: errors.AmbassadorError, name: str, translator: Translator) -> object:
    """Give what stands for a placeholder: a label if the error brings one, our own name of a thing, or the value."""
    value = error.fields.get(name, "")
    if name in ("input", "field") and error.fields.get("label"):
        value = error.fields["label"]
    if isinstance(value, StrEnum) and value in LABEL:
        return translator.tr(LABEL[value])
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, Message):
        # A reason may be a sentence of its own; here it stands inside one.
        return translator.say(value).rstrip(".")
    if isinstance(value, int | float):
        return value
    known = _NAMES.get(name, {}).get(str(value))
    return translator.tr(known) if known else str(value)


_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "field": FIELD,
    "input": FIELD,
    "kind": RECORD,
    "reason": SEAL_REASON,
}
