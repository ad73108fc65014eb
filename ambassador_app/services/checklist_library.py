"""The checklists there are: the shipped ones and own ones, in versions that are never changed; what a workbook would
make, looked at before anything is kept, tried out, published, taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.checklist import Checklist, Localised
from ambassador_app.domain.form_versions import Difference, differences
from ambassador_app.domain.roles import Right
from ambassador_app.domain.template import ChecklistEntry, Template, TemplateStatus
from ambassador_app.errors import FormRefused, UnknownChecklist, WorkbookMissing
from ambassador_app.services.checklist_versions import Shelf, VersionLine, VersionState, asked_in
from ambassador_app.services.checklist_words import catalogue_rows
from ambassador_app.services.checklists import Checklists, inspect_workbook
from ambassador_app.services.desk import Desk, Progress, no_progress
from ambassador_app.services.files_out import write_new
from ambassador_app.storage import Reading, Transaction
from ambassador_app.storage.folding import folded

if TYPE_CHECKING:
    from ambassador_app.exchange.xlsform import Remark
    from ambassador_app.i18n import Translator

SCOPE: Final = "checklists"
"""What is done to checklists is undone by itself, apart from any visit."""


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A checklist as the list shows it. `current` is the version that new visits take; None while there is only a
    draft. `offer` is the version of a newer program, which displaces no own one by itself.
    """

    id: str
    title: Localised
    current: VersionLine | None
    draft: VersionLine | None
    offer: VersionLine | None
    versions: int
    visits: int
    is_shipped: bool
    is_retired: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A workbook looked through, with nothing kept: what is wrong with it, and what differs from the version in use."""

    name: str
    data: bytes
    checklist: Checklist | None
    remarks: tuple[Remark, ...]
    current: Checklist | None
    differences: tuple[Difference, ...]
    compiler: str = ""

    @property
    def errors(self) -> tuple[Remark, ...]:
        """What keeps it from being published."""
        return tuple(one for one in self.remarks if one.level == "error")

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """What is worth knowing."""
        return tuple(one for one in self.remarks if one.level == "warning")

    @property
    def questions(self) -> int:
        """How many questions a person can be asked."""
        return asked_in(self.checklist) if self.checklist is not None else 0

    @property
    def areas(self) -> int:
        """How many areas it has."""
        return len(self.checklist.sections) if self.checklist is not None else 0

    @property
    def can_be_kept(self) -> bool:
        """Whether there is anything to keep: a checklist that is not the one in use."""
        return self.checklist is not None and self.checklist != self.current

    @property
    def can_be_published(self) -> bool:
        """Whether nothing keeps it from being used."""
        return self.can_be_kept and not self.errors


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook to save: a name for the file, and its bytes."""

    name: str
    data: bytes
    is_shipped: bool = False


class ChecklistLibrary:
    """Checklists to choose from. A version stays as it was read; a changed workbook makes the next one.

    Whatever changes one raises RightMissing where an office was joined and this person may not publish there.
    """

    def __init__(self, desk: Desk, checklists: Checklists) -> None:
        self._desk = desk
        self._checklists = checklists

    # -- looking ------------------------------------------------------------------------------------------------
    def shown(self) -> tuple[ChecklistLine, ...]:
        """List every checklist: shipped before own, then by title."""
        with self._desk.store.reader() as reader:
            entries = {one.id: one for one in reader.all(ChecklistEntry)}
            shelf = Shelf(reader, self._desk, self._checklists)
            found = [self._line(name, entries.get(name), shelf) for name in dict.fromkeys((*shelf.shipped, *entries))]
        return tuple(sorted(found, key=lambda one: (not one.is_shipped, folded(one.title.text("da")))))

    def _line(self, name: str, entry: ChecklistEntry | None, shelf: Shelf) -> ChecklistLine:
        lines = shelf.versions(name, entry)
        by_state = {one.state: one for one in reversed(lines)}
        current, draft = by_state.get(VersionState.CURRENT), by_state.get(VersionState.DRAFT)
        named = current or draft or lines[0]
        return ChecklistLine(
            id=name,
            title=shelf.checklist(named.sha256).title,
            current=current,
            draft=draft,
            offer=by_state.get(VersionState.OFFER),
            versions=len(lines),
            visits=sum(one.visits for one in lines),
            is_shipped=name in shelf.shipped,
            is_retired=entry is not None and entry.retired,
        )

    def versions(self, checklist_id: str) -> tuple[VersionLine, ...]:
        """List the versions of a checklist: draft and offer first, then the newest first. Raises UnknownChecklist."""
        with self._desk.store.reader() as reader:
            found = Shelf(reader, self._desk, self._checklists).versions(
                checklist_id, reader.find(ChecklistEntry, checklist_id)
            )
        if not found:
            raise UnknownChecklist(set=checklist_id)
        return found

    def checklist(self, sha256: str) -> Checklist:
        """Give one version, to look at or to try out. Raises UnknownChecklist."""
        with self._desk.store.reader() as reader:
            return self._checklists.version(sha256, reader)

    def compare(self, old: str, new: str) -> tuple[Difference, ...]:
        """List what differs from one version to another. Raises UnknownChecklist."""
        return differences(self.checklist(old), self.checklist(new))

    # -- bringing one in ----------------------------------------------------------------------------------------
    def read_file(self, data: bytes, name: str, progress: Progress = no_progress) -> ImportReport:
        """Look a workbook through and keep nothing. Seconds: for a worker.

        Raises FileTooLarge, FileKindUnknown, JobCancelled.
        """
        progress(0, 2)
        found = inspect_workbook(data, name, self._desk.resources.catalogue)
        progress(1, 2)
        current = self._current(found.checklist.id) if found.checklist is not None else None
        differing = differences(current, found.checklist) if current is not None and found.checklist is not None else ()
        progress(2, 2)
        return ImportReport(name, data, found.checklist, found.remarks, current, differing, found.compiler)

    def _current(self, checklist_id: str) -> Checklist | None:
        with self._desk.store.reader() as reader:
            entry = reader.find(ChecklistEntry, checklist_id)
            is_there = checklist_id in self._checklists.shipped or (entry is not None and entry.current)
            return self._checklists.current(checklist_id, reader) if is_there else None

    def keep_draft(self, report: ImportReport) -> Made:
        """Keep what a workbook makes beside the version in use; new visits do not take it yet.

        Raises FormRefused for a workbook that no checklist can be made of.
        """
        checklist = report.checklist
        if checklist is None:
            raise refusal(report.errors[0])
        with self._desk.office_deed(Deed.CHANGE_CHECKLISTS, SCOPE) as tx:
            entry = tx.find(ChecklistEntry, checklist.id) or ChecklistEntry(checklist.id)
            self._note_shipped(checklist.id, tx)
            if tx.find(Template, checklist.sha256) is None:
                tx.save(self._draft(report, checklist, tx.put_blob(report.data)))
            tx.save(replace(entry, draft=checklist.sha256 if checklist.sha256 != entry.current else ""))
        return Made(checklist.sha256, tx.changes)

    def _draft(self, report: ImportReport, checklist: Checklist, source_sha256: str) -> Template:
        return Template(
            checklist.sha256,
            checklist.id,
            checklist.version,
            checklist.to_json(),
            TemplateStatus.DRAFT,
            source_sha256=source_sha256,
            source_name=report.name,
            compiler=report.compiler,
            by=self._desk.user,
            at=self._desk.now(),
            supersedes=report.current.sha256 if report.current is not None else "",
        )

    def _note_shipped(self, checklist_id: str, tx: Transaction) -> None:
        """Keep the version that the program brings today: one that a later program brings is then known as newer."""
        if checklist_id in self._checklists.shipped:
            self._checklists.keep(self._desk.resources.checklist(checklist_id), tx)

    def discard_draft(self, checklist_id: str) -> Changes:
        """Let go of the draft. Raises UnknownChecklist."""
        with self._desk.office_deed(Deed.CHANGE_CHECKLISTS, SCOPE) as tx:
            entry = _entry(checklist_id, tx)
            if entry.current or checklist_id in self._checklists.shipped:
                tx.save(replace(entry, draft=""))
            else:
                tx.delete(ChecklistEntry, checklist_id)
        return tx.changes

    def publish(self, checklist_id: str) -> Changes:
        """Let new visits take the draft; visits that have begun stay on their version.

        Raises UnknownChecklist where there is no draft, FormRefused with the cell of what is wrong in it.
        """
        with self._desk.store.reader() as reader:
            draft = _entry(checklist_id, reader).draft
        if not draft:
            raise UnknownChecklist(set=checklist_id)
        return self.use_version(draft)

    def use_version(self, sha256: str) -> Changes:
        """Let new visits take this version: the draft, an earlier one, or the one that a newer program brought.

        Raises UnknownChecklist, FormRefused with the cell of what is wrong in it.
        """
        checklist = self.checklist(sha256)
        self._refuse_faulty(sha256)
        with self._desk.office_deed(Deed.CHANGE_CHECKLISTS, SCOPE) as tx:
            entry = tx.find(ChecklistEntry, checklist.id) or ChecklistEntry(checklist.id)
            self._note_shipped(checklist.id, tx)
            self._checklists.keep(checklist, tx)
            kept = tx.load(Template, sha256)
            if kept.status is TemplateStatus.DRAFT:
                tx.save(replace(kept, status=TemplateStatus.PUBLISHED))
            shipped = checklist.id in self._checklists.shipped and self._desk.resources.checklist(checklist.id)
            draft = "" if entry.draft == sha256 else entry.draft
            tx.save(replace(entry, current="" if shipped == checklist else sha256, draft=draft, retired=False))
        return tx.changes

    def _refuse_faulty(self, sha256: str) -> None:
        """Look the workbook of a version through again: nothing with an error in it is taken by any visit."""
        with self._desk.store.reader() as reader:
            kept = reader.find(Template, sha256)
        if kept is None or not kept.source_sha256 or kept.status is TemplateStatus.PUBLISHED:
            return
        data = self._desk.store.blobs.get(kept.source_sha256)
        found = inspect_workbook(data, kept.source_name, self._desk.resources.catalogue)
        if found.errors:
            raise refusal(found.errors[0])

    def retire(self, checklist_id: str, retired: bool = True) -> Changes:
        """Offer a checklist no more, or again; visits that are planned with it or have begun keep it.

        Raises UnknownChecklist.
        """
        with self._desk.office_deed(Deed.CHANGE_CHECKLISTS, SCOPE) as tx:
            self._checklists.current(checklist_id, tx)
            entry = tx.find(ChecklistEntry, checklist_id) or ChecklistEntry(checklist_id)
            tx.save(replace(entry, retired=retired))
        return tx.changes

    # -- files --------------------------------------------------------------------------------------------------
    def export(self, sha256: str) -> Workbook:
        """Give the workbook a version was made from, to be changed and read in again.

        Raises UnknownChecklist, WorkbookMissing.
        """
        checklist = self.checklist(sha256)
        with self._desk.store.reader() as reader:
            kept = reader.find(Template, sha256)
        if kept is not None and kept.source_sha256:
            return Workbook(kept.source_name or f"{checklist.id}.xlsx", self._desk.store.blobs.get(kept.source_sha256))
        file = self._desk.resources.checklist_workbook(checklist.id)
        if file is None or self._desk.resources.checklist(checklist.id) != checklist:
            raise WorkbookMissing(checklist=checklist.id)
        return Workbook(file.name, file.read_bytes(), is_shipped=True)

    def blank(self, sha256: str, translator: Translator) -> bytes:
        """Give a PDF of a version to fill in by hand; a second or two. Raises UnknownChecklist."""
        from ambassador_app.report import blank_checklist

        desk = self._desk
        return blank_checklist(
            self.checklist(sha256), desk.resources.fonts, translator, created=desk.now(), office=desk.municipality()
        )

    def save_blank(self, sha256: str, translator: Translator, file: Path) -> Path:
        """Write the PDF of a version to fill in by hand; a file that is there is never overwritten.

        Raises UnknownChecklist, FolderNotWritable, DiskFull.
        """
        return write_new(file.parent, file.name, self.blank(sha256, translator))

    def save_workbook(self, sha256: str, translator: Translator, file: Path) -> Path:
        """Write the workbook of a version; a file that is there is never overwritten. One that ships gets a sheet with
        the measures and inputs it can speak of; somebody's own leaves as it came.

        Raises UnknownChecklist, WorkbookMissing, FolderNotWritable, DiskFull.
        """
        from ambassador_app.exchange.xlsform import with_catalogue

        found = self.export(sha256)
        rows = catalogue_rows(self._desk.resources.catalogue, translator)
        data = with_catalogue(found.data, rows) if found.is_shipped else found.data
        return write_new(file.parent, file.name, data)

    # -- history ------------------------------------------------------------------------------------------------
    def undoable(self) -> tuple[str | None, str | None]:
        """Give the names of what undo and redo would be about."""
        store, user = self._desk.store, self._desk.user
        return store.undoable(SCOPE, author=user), store.redoable(SCOPE, author=user)

    def undo(self) -> Changes:
        """Take back this person's last change of the checklists. Raises NothingToUndo, UndoRefused, RightMissing."""
        self._desk.demand(Right.PUBLISH)
        return self._desk.store.undo(SCOPE, author=self._desk.user)

    def redo(self) -> Changes:
        """Do again what was undone last. Raises NothingToRedo, UndoRefused, RightMissing."""
        self._desk.demand(Right.PUBLISH)
        return self._desk.store.redo(SCOPE, author=self._desk.user)


def refusal(remark: Remark) -> FormRefused:
    """Make the error that a remark tells of."""
    return FormRefused(sheet=remark.sheet, row=remark.row, column=remark.column, reason=remark.message)


def _entry(checklist_id: str, reader: Reading) -> ChecklistEntry:
    found = reader.find(ChecklistEntry, checklist_id)
    if found is None:
        raise UnknownChecklist(set=checklist_id)
    return found
