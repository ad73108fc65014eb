"""What leaves the laptop with a visit that is at the office, and what stays so that lists, totals and follow-up do.

docs/privacy.md shows the same as a table; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.conflict import Conflict
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.sign_off import Revision, SignOff
from ambassador_app.domain.visit import Action, Attachment, Finding, SectionAnswers, Visit
from ambassador_app.storage.schema import Fields, is_open

LEAVING: Final = (
    SectionAnswers.KIND,
    Finding.KIND,
    Action.KIND,
    Attachment.KIND,
    SignOff.KIND,
    Revision.KIND,
    Conflict.KIND,
)
"""Kinds of record that leave whole. A step that is still to be done stays, and so does a conflict nobody settled."""

KEPT: Final[Mapping[str, frozenset[str]]] = {
    Visit.KIND: frozenset(
        {
            *("site_id", "kind", "status", "case_id", "responsible", "planned_at", "agreed_on", "started_at"),
            *("clock_day", "language", "checklist_id", "checklist_sha256", "factor_set", "factor_set_id"),
            *("price_set", "price_set_id", "prices_dkk_kwh", "rate", "case_number", "follow_up_on", "revision"),
            "focus_areas",
        }
    ),
    Measure.KIND: frozenset(
        {
            *("visit_id", "site_id", "title", "calculator", "entry_id", "area", "investment_dkk", "subsidy_dkk"),
            *("lifetime_years", "quality", "reach", "assessment", "status", "moves", "owner", "deadline"),
            *("suggestion", "dismissed_because", "order", "at", "variant_of", "set_aside", "subsidy"),
            *("benefit_tags", "barrier", "verification", "stage", "system"),
        }
    ),
}
"""Kinds of record whose row stays, by the fields that do."""


def leaves(kind: str, fields: Fields) -> bool:
    """Whether a record of a visit that is away is not kept here at all."""
    if kind == Action.KIND:
        return bool(fields.get("done"))
    return kind in LEAVING and not (kind == Conflict.KIND and is_open(fields))


def trimmed(kind: str, fields: Fields) -> Fields:
    """The fields of a record that stay here while its visit is away."""
    kept = KEPT.get(kind)
    return fields if kept is None else {name: value for name, value in fields.items() if name in kept}


def widened(kind: str, here: Fields, there: Fields) -> Fields:
    """A trimmed record with what it lacks, as the office has it."""
    kept = KEPT[kind]
    lacking = {name: value for name, value in there.items() if name not in kept}
    return {**lacking, **{name: value for name, value in here.items() if name in kept}}
