"""Reads the checklists there are, takes a workbook in, and does what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.form_versions import differences
from ambassador_app.errors import AmbassadorError, FileNotRead, FileTooLarge
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.services import Session
from ambassador_app.services.checklist_library import ChecklistLine, ImportReport
from ambassador_app.services.checklist_versions import VersionLine
from ambassador_app.ui.importing import ImportJobs
from ambassador_app.ui.tasks import Progress, Tasks
from ambassador_app.wording.checklists import DifferenceGroup, difference_groups

MOST_MB: Final = 10


@dataclass(frozen=True, slots=True)
class Shelf:
    """All checklists, and what could be undone and redone."""

    lines: tuple[ChecklistLine, ...]
    undo: str
    redo: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One checklist with its versions, and in words what the draft or the offer would change."""

    line: ChecklistLine
    versions: tuple[VersionLine, ...]
    waiting: VersionLine | None
    differences: tuple[DifferenceGroup, ...]


class ChecklistsModel(ImportJobs):
    """The checklists of the municipality."""

    shelf_read = Signal(object)
    """Shelf."""
    opened = Signal(object)
    """Opened, or None for one that is gone."""
    report_changed = Signal(object)
    """ImportReport: a workbook was looked through."""
    kept = Signal(str, str)
    """Checklist and hash of the draft that was kept."""
    published = Signal(str)
    """The title of what new visits take now."""
    compared = Signal(object)
    """tuple[VersionLine, tuple[DifferenceGroup, ...]]: what differs from a version to the one in use."""
    refused = Signal(object)
    """AmbassadorError."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(translator, parent)
        self._session = session
        self._tasks = tasks
        self.shelf: Shelf | None = None
        self.shown: Opened | None = None
        self.report: ImportReport | None = None

    # -- reading ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the list anew."""
        library = self._session.checklist_library

        def job() -> Shelf:
            undo, redo = library.undoable()
            return Shelf(library.shown(), undo or "", redo or "")

        self._tasks.run(job, owner=self, then=self._read, latest="checklist_library")

    def _read(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.shelf_read.emit(shelf)

    def hear(self, changes: Changes) -> None:
        """Read anew if a checklist was touched, or a visit began with one."""
        if changes.touches("checklist_entry", "template"):
            self.refresh()
            if self.shown is not None:
                self.open(self.shown.line.id)

    def open(self, checklist_id: str) -> None:
        """Read one checklist with its versions."""
        library, translator = self._session.checklist_library, self._translator

        def job() -> Opened | None:
            line = next((one for one in library.shown() if one.id == checklist_id), None)
            if line is None:
                return None
            waiting = line.draft or line.offer
            found: tuple[DifferenceGroup, ...] = ()
            if waiting is not None and line.current is not None:
                old, new = library.checklist(line.current.sha256), library.checklist(waiting.sha256)
                found = difference_groups(translator, differences(old, new), old, new)
            return Opened(line, library.versions(checklist_id), waiting, found)

        self._tasks.run(job, owner=self, then=self._open, failed=self.refused.emit, latest="checklist")

    def _open(self, found: Opened | None) -> None:
        self.shown = found
        self.opened.emit(found)

    def close(self) -> None:
        """Look at no checklist any more."""
        self.shown = None

    def compare(self, version: VersionLine) -> None:
        """Read what differs from a version to the one in use."""
        library, translator, shown = self._session.checklist_library, self._translator, self.shown
        if shown is None or shown.line.current is None:
            return
        current = shown.line.current.sha256

        def job() -> tuple[VersionLine, tuple[DifferenceGroup, ...]]:
            old, new = library.checklist(version.sha256), library.checklist(current)
            return version, difference_groups(translator, differences(old, new), old, new)

        self._tasks.run(job, owner=self, then=self.compared.emit, failed=self.refused.emit, latest="compared")

    # -- a workbook ---------------------------------------------------------------------------------------------
    def read(self, file: Path) -> None:
        """Look a workbook through; nothing is kept."""
        if self.is_busy:
            return
        library = self._session.checklist_library
        words = self._translator.tr("Reading {file}", file=file.name)

        def work(progress: Progress) -> ImportReport:
            return library.read_file(file_bytes(file), file.name, progress)

        self.begin(self._tasks.run_aside(work, label=words, **self.answers(self._reported)))

    def _reported(self, report: ImportReport) -> None:
        self.report = report
        self.report_changed.emit(report)

    def report_changes(self) -> tuple[DifferenceGroup, ...]:
        """Say what the workbook would change."""
        report = self.report
        if report is None or report.checklist is None or report.current is None:
            return ()
        return difference_groups(self._translator, report.differences, report.current, report.checklist)

    def keep(self) -> None:
        """Keep the workbook that was looked through as a draft."""
        report = self.report
        if report is None or report.checklist is None:
            return
        library, checklist_id = self._session.checklist_library, report.checklist.id
        self._do(lambda: library.keep_draft(report), then=lambda made: self.kept.emit(checklist_id, made.id))

    def forget_report(self) -> None:
        """Let go of the workbook that was looked through."""
        self.report = None

    # -- one checklist ------------------------------------------------------------------------------------------
    def use_version(self, version: VersionLine) -> None:
        """Let new visits take a version. Its workbook is looked through once more: a second or two."""
        library, shown = self._session.checklist_library, self.shown
        title = shown.line.title.text(self._translator.language.value) if shown is not None else ""
        words = self._translator.tr("Checking the checklist")
        self._do(lambda: library.use_version(version.sha256), then=lambda _: self.published.emit(title), label=words)

    def discard_draft(self, checklist_id: str) -> None:
        """Let go of the draft."""
        library = self._session.checklist_library
        self._do(lambda: library.discard_draft(checklist_id))

    def retire(self, checklist_id: str, retired: bool) -> None:
        """Offer a checklist no more, or again."""
        library = self._session.checklist_library
        self._do(lambda: library.retire(checklist_id, retired))

    def workbook_of(self, version: VersionLine, file: Path, then: Callable[[Path], object]) -> None:
        """Save the workbook of a version."""
        library, translator = self._session.checklist_library, self._translator
        words = translator.tr("Saving {file}", file=file.name)
        self._do(lambda: library.save_workbook(version.sha256, translator, file), then=then, label=words)

    def blank_of(self, version: VersionLine, file: Path, then: Callable[[Path], object]) -> None:
        """Save a PDF of a version to fill in by hand."""
        library, translator = self._session.checklist_library, self._translator
        words = translator.tr("Saving {file}", file=file.name)
        self._do(lambda: library.save_blank(version.sha256, translator, file), then=then, label=words)

    def undo(self) -> None:
        """Take back the last change of a checklist."""
        self._do(self._session.checklist_library.undo)

    def redo(self) -> None:
        """Do it again."""
        self._do(self._session.checklist_library.redo)

    def _do(self, job: Callable[[], Any], then: Callable[[Any], object] | None = None, label: str = "") -> None:
        self._tasks.run(job, owner=self, then=then, failed=self._refused, label=label)

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(error)


def file_bytes(file: Path) -> bytes:
    """Read a workbook whole. Raises FileTooLarge before a byte is read, FileNotRead."""
    try:
        if file.stat().st_size > MOST_MB * 1024 * 1024:
            raise FileTooLarge(file=file.name, limit_mb=MOST_MB)
        return file.read_bytes()
    except OSError as error:
        reason = Message(N_("it cannot be opened; it may be gone, or open in another program"))
        raise FileNotRead(file=file.name, reason=reason) from error
