"""Findings and next steps of a visit: what was observed and what was agreed, beside answers and measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.identifiers import ActionId, FindingId, MeasureId, VisitId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Action, Finding, Severity
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.visits import Visits


class Notes:
    """The findings and next steps of visits."""

    def __init__(self, desk: Desk, visits: Visits) -> None:
        self._desk = desk
        self._visits = visits

    def add_finding(
        self,
        visit_id: VisitId,
        text: str,
        *,
        area: str = "",
        question: str = "",
        severity: Severity = Severity.NOTE,
        reach: Reach = Reach.REPORT,
    ) -> Made:
        """Note an observation. Raises VisitLocked, FieldRefused, TextTooLong."""
        refuse_unfit({"text": text})
        finding_id = FindingId(self._desk.new_id())
        with self._desk.visit_deed(Deed.ADD_FINDING, visit_id) as (tx, visit):
            self._visits.begin(tx, visit)
            tx.save(Finding(finding_id, visit_id, text, area, question, severity, reach, self._desk.now()))
        return Made(finding_id, tx.changes)

    def change_finding(self, finding_id: FindingId, **fields: Any) -> Changes:
        """Change a finding of an open visit."""
        refuse_unfit(fields)
        with self._desk.record_deed(Finding, finding_id, Deed.CHANGE_FINDING) as (tx, found):
            tx.save(replace(found, **fields))
        return tx.changes

    def remove_finding(self, finding_id: FindingId) -> Changes:
        """Take a finding away; undo brings it back."""
        with self._desk.record_deed(Finding, finding_id, Deed.REMOVE_FINDING) as (tx, _):
            tx.delete(Finding, finding_id)
        return tx.changes

    def add_action(
        self,
        visit_id: VisitId,
        what: str,
        *,
        owner: str = "",
        deadline: date | None = None,
        measure_id: MeasureId | None = None,
        reach: Reach = Reach.REPORT,
    ) -> Made:
        """Agree a next step."""
        refuse_unfit({"what": what, "owner": owner})
        action_id = ActionId(self._desk.new_id())
        with self._desk.visit_deed(Deed.ADD_ACTION, visit_id) as (tx, visit):
            self._visits.begin(tx, visit)
            tx.save(Action(action_id, visit_id, what, owner, deadline, measure_id, reach, at=self._desk.now()))
        return Made(action_id, tx.changes)

    def change_action(self, action_id: ActionId, **fields: Any) -> Changes:
        """Change a next step of an open visit."""
        refuse_unfit(fields)
        with self._desk.record_deed(Action, action_id, Deed.CHANGE_ACTION) as (tx, found):
            tx.save(replace(found, **fields))
        return tx.changes

    def remove_action(self, action_id: ActionId) -> Changes:
        """Take a next step away; undo brings it back."""
        with self._desk.record_deed(Action, action_id, Deed.REMOVE_ACTION) as (tx, _):
            tx.delete(Action, action_id)
        return tx.changes
