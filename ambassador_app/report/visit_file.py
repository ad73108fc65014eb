"""The form of the data in a report: what stands in it, what never does, and the schema that is published of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ambassador_app.domain.benchmarks import EnergyReference
from ambassador_app.domain.case import Case
from ambassador_app.domain.earlier_photo import EarlierPhoto
from ambassador_app.domain.follow_up import EarlierMeasure
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Ambassador, Contact, Municipality, Organisation, Site
from ambassador_app.domain.sign_off import Revision, SignOff
from ambassador_app.domain.visit import (
    Action,
    Answer,
    Attachment,
    EnergyUse,
    Finding,
    SectionAnswers,
    Visit,
)
from ambassador_app.domain.visit_rows import AskedQuestions
from ambassador_app.report.data_shape import DIALECT, Schema, SchemaMaker

FORMAT: Final = "ambassador-visit"
SCHEMA: Final = 1

WITHHELD: Final[Mapping[type, frozenset[str]]] = {
    Municipality: frozenset(
        {"degree_days", "factor_set", "price_set", "home_price_set", "secure_mail", "filing_code", "retention"}
    ),
    Organisation: frozenset({"address", "legal_form", "status", "merged_into"}),
    Site: frozenset({"internal_note", "ended"}),
    Contact: frozenset({"email", "phone", "note"}),
    Case: frozenset({"step", "moves", "responsible", "opened_on", "publicity"}),
    Visit: frozenset({"status", "internal_note", "parked", "brought_in", "profile"}),
    Answer: frozenset({"by", "at"}),
    Finding: frozenset({"at"}),
    Action: frozenset({"at", "done"}),
    EnergyUse: frozenset({"meter"}),
    Revision: frozenset({"by", "sealed_at"}),
    Attachment: frozenset({"original_sha256", "thumbnail_sha256", "clean_sha256", "marks", "taken_at", "at"}),
    Measure: frozenset(
        {
            *("internal_note", "suggestion", "provenance", "moves", "dismissed_because", "barrier", "verification"),
            "at",
        }
    ),
}
"""The fields that no page shows, by class: they never leave the laptop, and no file that has them fits the schema."""


@dataclass(frozen=True, slots=True)
class ChecklistText:
    """The checklist that was gone through: `compiled` is its JSON text, whose SHA-256 is `sha256`."""

    sha256: str
    id: str
    version: str
    compiled: str


@dataclass(frozen=True, slots=True)
class SetText:
    """The factors or prices the figures were computed with: `content` is their JSON text; its SHA-256 stands in `id`
    behind the name.
    """

    id: str
    name: str
    version: int
    content: str


@dataclass(frozen=True, slots=True)
class VisitFile:
    """One visit as its report tells of it: who, where, what was answered, seen, proposed and signed.

    Identifiers tie the parts together. Photos are not in here: `attachments` name them by the SHA-256 of the JPEG that
    stands as an image stream in the same PDF. `asked` is there only where the questions that belonged to the visit do
    not follow from the answers. `program` names the version that wrote it, and its build.
    """

    format: str
    schema: int
    program: str
    municipality: Municipality
    ambassador: Ambassador
    site: Site
    visit: Visit
    organisation: Organisation | None
    case: Case | None
    contacts: tuple[Contact, ...]
    sections: tuple[SectionAnswers, ...]
    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...]
    alternatives: tuple[Measure, ...]
    actions: tuple[Action, ...]
    energy: tuple[EnergyUse, ...]
    attachments: tuple[Attachment, ...]
    sign_offs: tuple[SignOff, ...]
    earlier: tuple[EarlierMeasure, ...]
    earlier_photos: tuple[EarlierPhoto, ...]
    editions: tuple[Revision, ...]
    reference: EnergyReference | None
    asked: AskedQuestions | None
    checklist: ChecklistText | None
    factor_set: SetText | None
    price_set: SetText | None


PARTS: Final = (
    *("municipality", "ambassador", "site", "visit", "organisation", "case", "contacts", "sections", "findings"),
    *("measures", "alternatives", "actions", "energy", "attachments", "sign_offs", "earlier"),
    *("earlier_photos", "editions", "reference"),
)
"""What stands in the file by the names it has in a dossier."""

_TEXTS: Final = {(ChecklistText, "compiled"): 8_000_000, (SetText, "content"): 1_000_000}


@cache
def schema() -> Schema:
    """Give the published JSON schema of the data."""
    made = SchemaMaker(WITHHELD, _TEXTS).of(VisitFile)
    made["properties"] |= {
        "format": {"type": "string", "enum": [FORMAT]},
        "schema": {"type": "integer", "minimum": SCHEMA, "maximum": SCHEMA},
    }
    return {"$schema": DIALECT, "$id": f"urn:ambassador:visit:{SCHEMA}", "title": "Visit in a report", **made}
