"""What an action touched, so that every screen can decide whether to refresh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Deed(StrEnum):
    """What a person did, as the journal names it; one deed is one step of undo."""

    SET_UP = "set_up"
    CHANGE_PROFILE = "change_profile"
    CHANGE_SETS = "change_sets"
    USE_SETS = "use_sets"
    CHANGE_CHECKLISTS = "change_checklists"
    CHANGE_DIRECTORY = "change_directory"
    UPGRADE_CHECKLIST = "upgrade_checklist"
    IMPORT_COMPANIES = "import_companies"
    BRING_IN_VISIT = "bring_in_visit"
    ADD_COMPANY = "add_company"
    CHANGE_COMPANY = "change_company"
    CHANGE_CONTACT = "change_contact"
    REMOVE_CONTACT = "remove_contact"
    MOVE_CASE = "move_case"
    SET_PUBLICITY = "set_publicity"
    CHANGE_ENERGY = "change_energy"
    IMPORT_ENERGY = "import_energy"
    SET_GOAL = "set_goal"
    PLAN_VISIT = "plan_visit"
    START_VISIT = "start_visit"
    CHANGE_VISIT = "change_visit"
    CANCEL_VISIT = "cancel_visit"
    ANSWER = "answer"
    ADD_ROW = "add_row"
    COPY_ROW = "copy_row"
    NAME_ROW = "name_row"
    MOVE_ROW = "move_row"
    REMOVE_ROW = "remove_row"
    ADD_FINDING = "add_finding"
    CHANGE_FINDING = "change_finding"
    REMOVE_FINDING = "remove_finding"
    ADD_ACTION = "add_action"
    CHANGE_ACTION = "change_action"
    REMOVE_ACTION = "remove_action"
    ADD_MEASURE = "add_measure"
    ACCEPT_MEASURE = "accept_measure"
    DISMISS_MEASURE = "dismiss_measure"
    CHANGE_MEASURE = "change_measure"
    REMOVE_MEASURE = "remove_measure"
    MOVE_MEASURE = "move_measure"
    ASSIGN_MEASURE = "assign_measure"
    VERIFY_MEASURE = "verify_measure"
    IMPORT_MEASURES = "import_measures"
    COPY_MEASURES = "copy_measures"
    MAKE_VARIANT = "make_variant"
    CHOOSE_VARIANT = "choose_variant"
    ADD_PHOTO = "add_photo"
    CHANGE_PHOTO = "change_photo"
    REMOVE_PHOTO = "remove_photo"
    DRAW_ON_PHOTO = "draw_on_photo"
    ADD_FILE = "add_file"
    SIGN = "sign"
    WITHDRAW_SIGNATURE = "withdraw_signature"
    SEAL_VISIT = "seal_visit"
    RAISE_SEAL = "raise_seal"
    HAND_OVER = "hand_over"
    FILE_REPORT = "file_report"
    PUT_ON_HOLD = "put_on_hold"
    RELEASE_HOLD = "release_hold"
    AMEND_VISIT = "amend_visit"
    ARRIVE = "arrive"
    PUBLISH = "publish"
    RESOLVE_CONFLICT = "resolve_conflict"
    UNDO = "undo"
    REDO = "redo"


BARRIERS: Final = frozenset(
    {
        *(Deed.PLAN_VISIT, Deed.SEAL_VISIT, Deed.RAISE_SEAL, Deed.AMEND_VISIT, Deed.CANCEL_VISIT),
        Deed.BRING_IN_VISIT,
    }
)
"""Deeds that undo does not reach behind: a visit is not undone from within, and what was sealed stays sealed."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The records an action saved or removed, as (kind, id) pairs; `action` is its name, `at` when it was durable.

    `scope` is the visit it belongs to, or empty.
    """

    records: frozenset[tuple[str, str]] = frozenset()
    action: str = ""
    scope: str = ""
    at: datetime | None = None

    def touches(self, *kinds: str) -> bool:
        """Whether a record of one of `kinds` was touched."""
        return any(kind in kinds for kind, _ in self.records)

    def concerns(self, identifier: str) -> bool:
        """Whether the record `identifier`, or the visit of that id, was touched."""
        return self.scope == identifier or any(one == identifier for _, one in self.records)

    @classmethod
    def joined(cls, parts: Iterable[Changes]) -> Changes:
        """One announcement for several."""
        found = tuple(parts)
        last = found[-1] if found else cls()
        return cls(frozenset().union(*(one.records for one in found)), last.action, last.scope, last.at)


@dataclass(frozen=True, slots=True)
class Made:
    """What an action made: the identifier of the new record, and what was touched."""

    id: str
    changes: Changes
