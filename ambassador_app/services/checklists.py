"""The checklists to choose from, and the exact template that each visit started with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ambassador_app.domain.checklist import Checklist, Localised
from ambassador_app.domain.template import Template
from ambassador_app.domain.visit import Visit
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Reading, Transaction

if TYPE_CHECKING:
    from ambassador_app.exchange.xlsform import Inspection


@dataclass(frozen=True, slots=True)
class ChecklistChoice:
    """A checklist that a visit can be planned with."""

    id: str
    title: Localised
    sha256: str


class Checklists:
    """Compiled templates by hash. A template that a visit uses is kept with the visits, so that a newer program
    can never change the questions of an old one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: dict[str, Checklist] = {}

    def choices(self) -> tuple[ChecklistChoice, ...]:
        """List the checklists of the library."""
        return tuple(ChecklistChoice(one.id, one.title, one.sha256) for one in self._desk.resources.choices())

    def newest(self, identifier: str) -> Checklist:
        """Give the library's edition of a checklist. Raises UnknownSet."""
        return self._desk.resources.checklist(identifier)

    def of(self, visit: Visit, reader: Reading) -> Checklist | None:
        """Give the template that `visit` started with, or the library's where it has not started."""
        if not visit.checklist_id:
            return None
        if not visit.checklist_sha256:
            return self.newest(visit.checklist_id)
        if visit.checklist_sha256 not in self._read:
            kept = reader.load(Template, visit.checklist_sha256)
            self._read[visit.checklist_sha256] = Checklist.from_json(kept.compiled)
        return self._read[visit.checklist_sha256]

    def keep(self, checklist: Checklist, tx: Transaction) -> str:
        """Keep a template beside the visits that use it; give its hash."""
        if tx.find(Template, checklist.sha256) is None:
            tx.save(Template(checklist.sha256, checklist.id, checklist.version, checklist.to_json()))
        self._read[checklist.sha256] = checklist
        return checklist.sha256


def inspect_workbook(data: bytes, name: str) -> Inspection:
    """Tell everything that is wrong with a checklist workbook, by sheet, row and column."""
    from ambassador_app.exchange.xlsform import inspect

    return inspect(data, name=name)
