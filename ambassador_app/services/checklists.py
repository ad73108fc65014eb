"""The checklists to choose from, and the exact template that each visit started with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ambassador_app.domain.checklist import Checklist, Localised
from ambassador_app.domain.template import ChecklistEntry, Template
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import UnknownChecklist
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Reading, Transaction

if TYPE_CHECKING:
    from ambassador_app.domain.catalogue import CatalogueEntry
    from ambassador_app.exchange.xlsform import Inspection
    from ambassador_app.i18n import Translator


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
        """List the checklists that a new visit can take: shipped and own ones, those that are retired left out."""
        with self._desk.store.reader() as reader:
            entries = {one.id: one for one in reader.all(ChecklistEntry)}
            names = [
                *self.shipped,
                *(name for name, one in entries.items() if name not in self.shipped and one.current),
            ]
            found = [self.current(name, reader) for name in names if not (name in entries and entries[name].retired)]
        return tuple(ChecklistChoice(one.id, one.title, one.sha256) for one in found)

    @property
    def shipped(self) -> tuple[str, ...]:
        """The ids of the checklists that come with the program."""
        return tuple(file.stem for file in self._desk.resources.checklist_files)

    def newest(self, identifier: str) -> Checklist:
        """Give the version of a checklist that a new visit takes. Raises UnknownChecklist."""
        with self._desk.store.reader() as reader:
            return self.current(identifier, reader)

    def current(self, identifier: str, reader: Reading) -> Checklist:
        """Give the version that a new visit takes: the own one that is current, else the shipped one.

        Raises UnknownChecklist.
        """
        entry = reader.find(ChecklistEntry, identifier)
        if entry is not None and entry.current:
            return self.version(entry.current, reader)
        if identifier in self.shipped:
            return self._desk.resources.checklist(identifier)
        # An own checklist whose publication was undone: a visit that was planned with it goes on.
        kept = reader.all(Template, checklist_id=identifier)
        if not kept:
            raise UnknownChecklist(set=identifier)
        return self.version(max(kept, key=_age).id, reader)

    def version(self, sha256: str, reader: Reading) -> Checklist:
        """Give one version, kept or shipped, by its hash. Raises UnknownChecklist."""
        if sha256 not in self._read:
            kept = reader.find(Template, sha256)
            shipped = (one for one in self._desk.resources.choices() if one.sha256 == sha256)
            found = Checklist.from_json(kept.compiled) if kept is not None else next(shipped, None)
            if found is None:
                raise UnknownChecklist(set=sha256)
            self._read[sha256] = found
        return self._read[sha256]

    def of(self, visit: Visit, reader: Reading) -> Checklist | None:
        """Give the template that `visit` started with, or the one it would take where it has not started."""
        if not visit.checklist_id:
            return None
        if not visit.checklist_sha256:
            return self.current(visit.checklist_id, reader)
        return self.version(visit.checklist_sha256, reader)

    def keep(self, checklist: Checklist, tx: Transaction) -> str:
        """Keep a template beside the visits that use it; give its hash."""
        if tx.find(Template, checklist.sha256) is None:
            tx.save(Template(checklist.sha256, checklist.id, checklist.version, checklist.to_json()))
        self._read[checklist.sha256] = checklist
        return checklist.sha256


def _age(kept: Template) -> tuple[float, str]:
    return (kept.at.timestamp() if kept.at is not None else 0.0, kept.id)


def inspect_workbook(data: bytes, name: str, catalogue: Mapping[str, CatalogueEntry] | None = None) -> Inspection:
    """Tell everything that is wrong with a checklist workbook, by sheet, row and column.

    With a `catalogue` also what it says of measures that are not there. Raises FileTooLarge, FileKindUnknown.
    """
    from ambassador_app.exchange.xlsform import inspect

    return inspect(data, name=name, catalogue=catalogue)


def blank_pdf(checklist: Checklist, fonts: Path, translator: Translator, created: datetime) -> bytes:
    """Give a PDF of a checklist to fill in by hand."""
    from ambassador_app.report import blank_checklist

    return blank_checklist(checklist, fonts, translator, created=created)
