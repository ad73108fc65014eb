"""Recording that a sealed report was filed in the case system: from then on the laptop's copy counts its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.filing import Filing, newest
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import FieldMissing, FieldRefused
from ambassador_app.i18n import COPENHAGEN, N_, Message
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk


class Filings:
    """Where reports were filed. An entry is an ordinary synced one: every laptop of the municipality sees it."""

    def __init__(self, desk: Desk) -> None:
        self._desk: Final = desk

    def proposed(self, report_id: ReportId) -> str:
        """The number to propose: what was noted last, else the visit's case number."""
        with self._desk.store.reader() as reader:
            report = reader.load(Report, report_id)
            filed = newest(report.filed)
            return filed.number if filed is not None else reader.load(Visit, report.visit_id).case_number

    def record(self, report_id: ReportId, number: str, on: date) -> Changes:
        """Note that a report was filed under a number on a day. The same again changes nothing.

        Raises FieldMissing without a number, FieldRefused for a day to come or one before the report was sealed.
        """
        refuse_unfit({"number": number})
        if not number.strip():
            raise FieldMissing(field="case_number")
        now = self._desk.now()
        with self._desk.deed(Deed.FILE_REPORT, report_id) as tx:
            found = tx.load(Report, report_id)
            _refuse_day(on, found.sealed_at.astimezone(COPENHAGEN).date(), now.astimezone(COPENHAGEN).date())
            last = newest(found.filed)
            if last is None or (last.number, last.on) != (number.strip(), on):
                made = Filing(number.strip(), on, self._desk.ambassador().name, now)
                tx.save(replace(found, filed=(*found.filed, made)))
        return tx.changes

    def withdraw(self, report_id: ReportId) -> Changes:
        """Note that a report was not filed after all: every entry goes, the history keeps them."""
        with self._desk.deed(Deed.FILE_REPORT, report_id) as tx:
            tx.save(replace(tx.load(Report, report_id), filed=()))
        return tx.changes


def _refuse_day(on: date, sealed: date, today: date) -> None:
    if not sealed <= on <= today:
        allowed = Message(N_("a day from {first} to {last}"), {"first": sealed, "last": today})
        raise FieldRefused(field="date", value=on.isoformat(), allowed=allowed)
