"""The tables of the local database, and which fields of a record get a column of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

from ambassador_app.domain.case import Case
from ambassador_app.domain.conflict import Conflict, Resolution
from ambassador_app.domain.directory import DirectoryEntry
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.hold import Hold
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Ambassador, Contact, Municipality, Organisation, Site
from ambassador_app.domain.publication import Publication
from ambassador_app.domain.records import Json
from ambassador_app.domain.sign_off import Report, Revision, SignOff
from ambassador_app.domain.template import ChecklistEntry, FactorSetVersion, PriceSetVersion, SetEntry, Template
from ambassador_app.domain.visit import Action, Attachment, EnergyUse, Finding, SectionAnswers, Visit
from ambassador_app.storage.folding import sort_key

SCHEMA: Final = 4
"""The number of the newest migration; kept in the file as `PRAGMA user_version`."""

RECORD_SCHEMA: Final = 1
"""The version of the records' fields that the outbox names to the office."""

Fields: TypeAlias = Mapping[str, Json]
ColumnType = Literal["text", "boolean", "integer", "float"]
Cell: TypeAlias = "bool | int | float | str | None"


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that repeats something of the record's fields, so that it can be asked for."""

    name: str
    of: Callable[[Fields], Cell]
    kind: ColumnType = "text"
    indexed: bool = False
    exact: bool = False
    """Whether it is the field itself, so that equal columns mean equal fields."""


def field(name: str, kind: ColumnType = "text", *, indexed: bool = False) -> Kept:
    """Keep a field as it is."""

    def of(fields: Fields) -> Cell:
        value = fields.get(name)
        return None if isinstance(value, list | dict) else value

    return Kept(name, of, kind, indexed, exact=True)


def _visit_moment(fields: Fields) -> str | None:
    """When a visit is or was, in UTC, so that its text sorts as time does."""
    value = fields.get("planned_at") or fields.get("started_at")
    return datetime.fromisoformat(value).astimezone(UTC).isoformat() if isinstance(value, str) else None


def part(of_field: str, name: str, kind: ColumnType = "text") -> Kept:
    """Keep one entry of a field that is an object."""

    def of(fields: Fields) -> Cell:
        whole = fields.get(of_field)
        value = whole.get(name) if isinstance(whole, dict) else None
        return None if isinstance(value, list | dict) else value

    return Kept(name, of, kind)


def _address_line(fields: Fields) -> str:
    address = fields.get("address")
    if not isinstance(address, dict):
        return ""
    town = f"{address.get('postcode', '')} {address.get('city', '')}".strip()
    return ", ".join(str(one) for one in (address.get("street"), town) if one)


def _assessment(fields: Fields) -> dict[str, Json]:
    assessment = fields.get("assessment")
    return assessment if isinstance(assessment, dict) else {}


def _figure(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _kwh(fields: Fields) -> float | None:
    savings = _assessment(fields).get("savings_kwh")
    if not isinstance(savings, dict):
        return None
    return sum(_figure(one) or 0.0 for one in savings.values())


def _payback(fields: Fields) -> Cell:
    """Years as text, or the name of a payback that is no number of years."""
    economics = _assessment(fields).get("economics")
    value = economics.get("simple_payback_years") if isinstance(economics, dict) else None
    return None if value is None or isinstance(value, list | dict) else str(value)


_RANKS: Final = {Payback.IMMEDIATE.value: 0.0, Payback.NONE.value: 1e9}


def _payback_rank(fields: Fields) -> float | None:
    """Years to sort by: at once before all, never after all; None where it is not known."""
    economics = _assessment(fields).get("economics")
    value = economics.get("simple_payback_years") if isinstance(economics, dict) else None
    return _RANKS.get(value) if isinstance(value, str) else _figure(value)


def _found_out(name: str) -> Kept:
    """Keep a figure of the verification, while the measure stands as verified or unsatisfactory."""

    def of(fields: Fields) -> float | None:
        found = fields.get("verification") if fields.get("status") in ("verified", "unsatisfactory") else None
        if not isinstance(found, dict):
            return None
        if name != "kwh":
            return _figure(found.get({"dkk": "cost_saving_dkk"}.get(name, name)))
        savings = found.get("savings_kwh")
        return sum(_figure(one) or 0.0 for one in savings.values()) if isinstance(savings, dict) else 0.0

    return Kept(f"verified_{name}", of, "float")


def _answered(fields: Fields) -> int:
    """Count the answers that are given: a value, or a reason why it could not be seen."""
    answers = (value for name, value in fields.items() if name.startswith("answers.") and isinstance(value, dict))
    return sum(1 for one in answers if one.get("value") not in (None, "", []) or one.get("not_seen"))


def _is_shown(fields: Fields) -> bool:
    """Whether a measure stands in lists: no open or dismissed suggestion, no variant that was not chosen."""
    return fields.get("suggestion") not in ("suggested", "dismissed") and not fields.get("set_aside")


def is_open(fields: Fields) -> bool:
    """Whether nobody has decided about a conflict yet."""
    return fields.get("resolution", Resolution.OPEN) == Resolution.OPEN


def _holds(fields: Fields) -> bool:
    """Whether a hold was not released yet."""
    return fields.get("released_at") is None


def _spoken_of(fields: Fields) -> str:
    """Give kind and id of the record that a publication speaks of."""
    return f"{fields.get('of', '')}/{fields.get('subject', '')}"


_VISIT: Final = field("visit_id", indexed=True)
_SITE: Final = field("site_id", indexed=True)

COLUMNS: Final[Mapping[str, tuple[Kept, ...]]] = {
    Municipality.KIND: (),
    Ambassador.KIND: (),
    Organisation.KIND: (
        field("name"),
        field("cvr", indexed=True),
        field("merged_into", indexed=True),
        field("advertising_protected", "boolean"),
    ),
    Site.KIND: (
        field("name"),
        Kept("sort", lambda fields: sort_key(str(fields.get("name", "")))),
        field("kind"),
        field("organisation_id", indexed=True),
        field("p_number", indexed=True),
        Kept("line", _address_line),
        part("address", "city"),
        field("ended", "boolean"),
    ),
    Contact.KIND: (_SITE,),
    Case.KIND: (_SITE, field("step"), field("responsible")),
    Visit.KIND: (
        field("site_id"),
        field("kind"),
        field("status"),
        field("responsible"),
        Kept("moment", _visit_moment),
        field("follow_up_on", indexed=True),
    ),
    SectionAnswers.KIND: (_VISIT, field("section"), Kept("answered", _answered, "integer")),
    Finding.KIND: (_VISIT,),
    Action.KIND: (_VISIT, field("deadline", indexed=True), field("done", "boolean")),
    EnergyUse.KIND: (_SITE, field("year", "integer")),
    Attachment.KIND: (_VISIT, field("kind"), field("sha256", indexed=True)),
    Measure.KIND: (
        _VISIT,
        _SITE,
        field("title"),
        field("status"),
        field("suggestion"),
        Kept("shown", _is_shown, "boolean"),
        Kept("kwh", _kwh, "float"),
        Kept("dkk", lambda fields: _figure(_assessment(fields).get("cost_saving_dkk")), "float"),
        Kept("co2e_kg", lambda fields: _figure(_assessment(fields).get("co2e_kg")), "float"),
        Kept("investment_dkk", lambda fields: _figure(fields.get("investment_dkk")), "float"),
        Kept("payback", _payback),
        field("deadline"),
        Kept("sort", lambda fields: sort_key(str(fields.get("title", "")))),
        field("area"),
        Kept("subsidy_dkk", lambda fields: _figure(fields.get("subsidy_dkk")), "float"),
        Kept("payback_rank", _payback_rank, "float"),
        _found_out("kwh"),
        _found_out("dkk"),
        _found_out("co2e_kg"),
    ),
    SignOff.KIND: (_VISIT,),
    Revision.KIND: (_VISIT,),
    Report.KIND: (_VISIT, field("pdf_sha256", indexed=True)),
    Template.KIND: (field("checklist_id", indexed=True),),
    FactorSetVersion.KIND: (field("name", indexed=True),),
    PriceSetVersion.KIND: (field("name", indexed=True),),
    SetEntry.KIND: (),
    ChecklistEntry.KIND: (),
    Conflict.KIND: (_VISIT, field("record_id", indexed=True), Kept("open", is_open, "boolean", indexed=True)),
    Hold.KIND: (field("subject_id", indexed=True), Kept("open", _holds, "boolean")),
    Publication.KIND: (Kept("subject", _spoken_of, indexed=True), field("number", "integer")),
    DirectoryEntry.KIND: (
        field("type", indexed=True),
        Kept("sort", lambda fields: sort_key(str(fields.get("name", "")))),
    ),
}
"""By kind of record: what can be asked for without reading the record. Indexed ones are fast."""

SEARCHED: Final = ("site", "visit", "measure", "section", "finding")
"""The kinds whose words are in the full-text index, a table each."""

NEVER_SENT: Final[frozenset[str]] = frozenset()
"""Kinds that stay on this device. Secrets are no records and settings stand in a file: today there are none."""

WALKS: Final = {
    "site": (("deleted", "sort"), ("deleted", "kind", "sort"), ("row", "deleted", "kind", "sort")),
    "visit": (
        ("deleted", "moment"),
        ("deleted", "status", "moment"),
        ("deleted", "responsible", "moment"),
        ("site_id", "moment"),
        ("row", "deleted", "status", "responsible", "moment"),
    ),
    "measure": (("deleted", "shown"), ("deleted", "shown", "status")),
}
"""Indexes that hold all a list needs to find its place, however long it is: counting and paging touch no row."""

WIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "measure": (
        *("row", "deleted", "shown", "status", "area", "deadline", "site_id", "sort", "kwh", "dkk", "co2e_kg"),
        *("investment_dkk", "subsidy_dkk", "payback_rank", "verified_kwh", "verified_dkk", "verified_co2e_kg"),
    ),
}
"""Indexes that hold all that a list is chosen, sorted and added up by: a table without the records' bodies."""


def wide_name(kind: str) -> str:
    """The name of the index that holds all of a kind's columns a list asks for."""
    return f"ix_{table_name(kind)}_wide"


def table_name(kind: str) -> str:
    """The table of a kind of record."""
    return f"r_{kind}"
