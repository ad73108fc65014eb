"""The versions of each checklist: the one in use, a draft, one that a newer program brought, and the older ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.place import Ambassador
from ambassador_app.domain.template import ChecklistEntry, Template, TemplateStatus
from ambassador_app.services.checklists import Checklists
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Reading


class VersionState(StrEnum):
    """Where a version stands. An *offer* came with a newer program and waits until somebody takes it."""

    DRAFT = "draft"
    OFFER = "offer"
    CURRENT = "current"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: its own name, who brought it in and when (nobody: it came with the program), in how many visits.

    `has_workbook`: the .xlsx it was made from can be saved.
    """

    sha256: str
    version: str
    state: VersionState
    questions: int
    visits: int
    at: datetime | None
    by: str
    source_name: str
    has_workbook: bool

    @property
    def is_own(self) -> bool:
        """Whether somebody brought it in."""
        return self.at is not None


def asked_in(checklist: Checklist) -> int:
    """Count the questions that a person answers."""
    return sum(one.kind.is_answerable for one in checklist.questions)


class Shelf:
    """Reads the versions there are, in one snapshot of the database."""

    def __init__(self, reader: Reading, desk: Desk, checklists: Checklists) -> None:
        self._reader = reader
        self._desk = desk
        self._checklists = checklists
        self.shipped = checklists.shipped

    @cached_property
    def _visits(self) -> dict[str, int]:
        return self._desk.library.visits_by_template()

    @cached_property
    def _authors(self) -> dict[str, str]:
        return {str(one.id): one.name for one in self._reader.all(Ambassador)}

    def checklist(self, sha256: str) -> Checklist:
        """Give one version. Raises UnknownChecklist."""
        return self._checklists.version(sha256, self._reader)

    def versions(self, checklist_id: str, entry: ChecklistEntry | None) -> tuple[VersionLine, ...]:
        """List the versions of a checklist: draft, offer, the one in use, then the newest of the older first."""
        found = self._lines(checklist_id, entry or ChecklistEntry(checklist_id))
        order = tuple(VersionState)
        return tuple(sorted(found, key=lambda one: (order.index(one.state), -_moment(one.at), one.sha256)))

    def _lines(self, checklist_id: str, entry: ChecklistEntry) -> Iterator[VersionLine]:
        kept = {one.id: one for one in self._reader.all(Template, checklist_id=checklist_id)}
        shipped = self._desk.resources.checklist(checklist_id) if checklist_id in self.shipped else None
        if shipped is not None and shipped.sha256 not in kept:
            state = VersionState.OFFER if entry.current else VersionState.CURRENT
            yield self._line(shipped, state, None)
        current = entry.current or (shipped.sha256 if shipped is not None else "")
        for one in kept.values():
            state = _state(one.id, current, entry.draft)
            if state is not VersionState.OLDER or one.status is not TemplateStatus.DRAFT or one.id in self._visits:
                yield self._line(self.checklist(one.id), state, one)

    def _line(self, checklist: Checklist, state: VersionState, kept: Template | None) -> VersionLine:
        source = kept is not None and kept.source_sha256
        return VersionLine(
            sha256=checklist.sha256,
            version=checklist.version,
            state=state,
            questions=asked_in(checklist),
            visits=self._visits.get(checklist.sha256, 0),
            at=kept.at if kept is not None else None,
            by=self._authors.get(kept.by, kept.by) if kept is not None else "",
            source_name=kept.source_name if kept is not None else "",
            has_workbook=bool(source) or self._is_shipped(checklist),
        )

    def _is_shipped(self, checklist: Checklist) -> bool:
        return checklist.id in self.shipped and self._desk.resources.checklist(checklist.id) == checklist


def _state(sha256: str, current: str, draft: str) -> VersionState:
    if sha256 == current:
        return VersionState.CURRENT
    return VersionState.DRAFT if sha256 == draft else VersionState.OLDER


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0
