"""The name of each value, field and kind of record, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.factors import PriceStatus
from ambassador_app.domain.lists import HitGroup
from ambassador_app.domain.measure import Barrier, MeasureStatus, Suggestion
from ambassador_app.domain.place import Reach, SiteKind
from ambassador_app.domain.quantities import Carrier, DataQuality, Stream
from ambassador_app.domain.sign_off import NotSigned, SignerRole
from ambassador_app.domain.subsidy import Benefit, SubsidyStatus
from ambassador_app.domain.template import TemplateStatus
from ambassador_app.domain.verification import VerificationMethod
from ambassador_app.domain.visit import AttachmentKind, EnergySource, Severity, Step, VisitKind, VisitStatus
from ambassador_app.i18n import N_


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
        (Barrier.NO_MONEY, N_("No money for it")),
        (Barrier.NOT_PROFITABLE, N_("Does not pay well enough")),
        (Barrier.OWNER_DECIDES, N_("The owner of the building decides")),
        (Barrier.NO_TIME, N_("No time for it")),
        (Barrier.TECHNICAL, N_("Cannot be done technically")),
        (Barrier.MOVING_OR_REBUILDING, N_("Moving or rebuilding soon")),
        (Barrier.DONE_ALREADY, N_("Done already")),
        (Barrier.OTHER, N_("Another reason")),
        (VerificationMethod.BILLS, N_("Bills before and after")),
        (VerificationMethod.METER, N_("Main meter before and after")),
        (VerificationMethod.SUB_METER, N_("Sub-meter")),
        (VerificationMethod.SPOT, N_("Spot measurement")),
        (VerificationMethod.ENERGY_ACCOUNTS, N_("Energy accounts, degree-day corrected")),
        (VerificationMethod.CALCULATION, N_("Calculation with what was installed")),
        (VerificationMethod.OTHER, N_("Another way")),
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
        (SubsidyStatus.NOT_APPLIED, N_("Not applied for")),
        (SubsidyStatus.APPLIED, N_("Applied for")),
        (SubsidyStatus.GRANTED, N_("Granted")),
        (SubsidyStatus.PAID, N_("Paid out")),
        (Benefit.INDOOR_CLIMATE, N_("Better indoor climate")),
        (Benefit.LIGHT, N_("Better light")),
        (Benefit.NOISE, N_("Less noise")),
        (Benefit.MAINTENANCE, N_("Less maintenance")),
        (Benefit.SAFETY, N_("Safety")),
        (Benefit.WORK_ENVIRONMENT, N_("Better work environment")),
        (Benefit.PRODUCTION, N_("Better production")),
        (Benefit.RELIABILITY, N_("Fewer stoppages")),
        (Benefit.ANIMAL_WELFARE, N_("Animal welfare")),
        (Benefit.LOCAL_ENVIRONMENT, N_("Less nuisance around")),
        (Benefit.IMAGE, N_("Good name")),
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
        (Deed.USE_SETS, N_("other factors or prices for the visit")),
        (Deed.IMPORT_COMPANIES, N_("import of companies")),
        (Deed.ADD_COMPANY, N_("new company")),
        (Deed.CHANGE_COMPANY, N_("change of company facts")),
        (Deed.CHANGE_CONTACT, N_("change of a contact")),
        (Deed.REMOVE_CONTACT, N_("removal of a contact")),
        (Deed.MOVE_CASE, N_("move to another step")),
        (Deed.CHANGE_ENERGY, N_("change of energy use")),
        (Deed.IMPORT_ENERGY, N_("import of energy use")),
        (Deed.SET_GOAL, N_("baseline and target")),
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
        (Deed.MOVE_MEASURE, N_("new status of a measure")),
        (Deed.ASSIGN_MEASURE, N_("owner or deadline of a measure")),
        (Deed.VERIFY_MEASURE, N_("verified saving")),
        (Deed.IMPORT_MEASURES, N_("import of measures")),
        (Deed.COPY_MEASURES, N_("copying measures")),
        (Deed.MAKE_VARIANT, N_("a variant of a measure")),
        (Deed.CHOOSE_VARIANT, N_("choice between variants")),
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
    "barrier": N_("What stands in the way"),
    "savings_kwh": N_("Realised saving"),
    "cost_saving_dkk": N_("Money saved a year"),
    "co2e_kg": N_("CO₂e saved a year"),
    "period_to": N_("Last day measured"),
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
