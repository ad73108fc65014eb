"""What a case system wants to know of a report it files: one list of facts, as JSON and as CSV.

Public records must be filed with at least the date sent and what they are about (offentlighedsloven § 15).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.hand_over import WhySecure, why_secure
from ambassador_app.domain.place import SecureMail
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import COPENHAGEN, N_, Translator

FORMAT: Final = "ambassador-case-file"
SCHEMA: Final = 1
Facts = dict[str, "str | int | bool | None"]

LABELS: Final[Mapping[str, str]] = {
    "document_id": N_("Document"),
    "title": N_("Title"),
    "document_date": N_("Date of the document"),
    "exported_at": N_("Exported"),
    "direction": N_("Direction"),
    "document_type": N_("Kind of document"),
    "status": N_("Status"),
    "edition": N_("Edition"),
    "file": N_("File"),
    "file_size_bytes": N_("Size in bytes"),
    "sha256": N_("Checksum (SHA-256)"),
    "file_format": N_("File format"),
    "case_number": N_("Case number"),
    "filing_code": N_("Filing code (KLE)"),
    "retention": N_("Retention class"),
    "party": N_("Party"),
    "party_contact": N_("Contact"),
    "party_cvr": N_("CVR number"),
    "party_p_number": N_("P-number"),
    "party_chr_number": N_("CHR number"),
    "party_address": N_("Address"),
    "municipality": N_("Municipality"),
    "municipality_code": N_("Municipality code"),
    "unit": N_("Department"),
    "case_worker": N_("Case worker"),
    "about_a_person": N_("About a private person"),
    "business_secrets": N_("Holds business secrets"),
    "embedded_file": N_("File inside the PDF"),
    "embedded_sha256": N_("Its checksum (SHA-256)"),
}


_VISITED: Final = N_("Visit report – energy and climate – {site} – {day}")
_INSPECTED: Final = N_("Inspection report – {site} – {day}")
WORDS: Final[Mapping[object, str]] = {
    "outgoing": N_("outgoing"),
    "visit_report": N_("Visit report"),
    "inspection_report": N_("Inspection report"),
    "final": N_("final"),
    True: N_("yes"),
    False: N_("no"),
    None: N_("not known"),
}
"""What stands for a code of the JSON where people read it."""

_PERSON: Final[Mapping[WhySecure | None, bool | None]] = {
    None: False,
    WhySecure.HOME: True,
    WhySecure.FARM: True,
    WhySecure.SOLE_TRADER: True,
    WhySecure.FORM_UNKNOWN: None,
}


def facts(
    dossier: VisitDossier,
    found: Report,
    words: Translator,
    *,
    file: str,
    size: int,
    now: datetime,
) -> Facts:
    """Gather the facts of a report, in the order a case worker types them; what is not known is an empty text."""
    site, organisation, visit, owner = dossier.site, dossier.organisation, dossier.visit, dossier.municipality
    day = found.sealed_at.astimezone(COPENHAGEN).date()
    inspected = visit.kind is VisitKind.INSPECTION
    return {
        "document_id": str(found.id),
        "title": words.tr(_INSPECTED if inspected else _VISITED, site=site.name, day=day.isoformat()),
        "document_date": day.isoformat(),
        "exported_at": now.astimezone(COPENHAGEN).isoformat(timespec="seconds"),
        "direction": "outgoing",
        "document_type": "inspection_report" if inspected else "visit_report",
        "status": "final",
        "edition": found.revision,
        "file": file,
        "file_size_bytes": size,
        "sha256": found.file_sha256,
        "file_format": "PDF/A-3a, PDF/UA-1, PAdES",
        "case_number": visit.case_number,
        "filing_code": owner.filing_code,
        "retention": owner.retention,
        "party": organisation.name if organisation else site.name,
        "party_contact": visit.agreed_with,
        "party_cvr": organisation.cvr if organisation else "",
        "party_p_number": site.p_number,
        "party_chr_number": site.chr_number,
        "party_address": site.address.line,
        "municipality": owner.name,
        "municipality_code": owner.code,
        "unit": owner.department,
        "case_worker": dossier.ambassador.name,
        "about_a_person": _PERSON[why_secure(SecureMail.PERSONAL, site, organisation)],
        "business_secrets": bool(visit.business_secrets.strip()),
        "embedded_file": "visit.json",
        "embedded_sha256": found.snapshot_sha256,
    }


def as_json(found: Facts) -> bytes:
    """Write the facts for a program."""
    whole = {"format": FORMAT, "schema": SCHEMA, **found}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(found: Facts, words: Translator) -> bytes:
    """Write the facts for Excel and for people: one line each, semicolons, UTF-8 with its mark."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=";")
    lines.writerow((words.tr(N_("Fact")), words.tr(N_("Value"))))
    for name, value in found.items():
        lines.writerow((words.tr(LABELS[name]), _harmless(_shown(name, value, words))))
    return out.getvalue().encode("utf-8-sig")


def _shown(name: str, value: str | int | bool | None, words: Translator) -> str:
    if name == "case_number" and not value:
        return words.tr(N_("new case"))
    is_code = value is None or isinstance(value, bool) or name in ("direction", "document_type", "status")
    return words.tr(WORDS[value]) if is_code else str(value)


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
