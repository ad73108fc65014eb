"""Handing over: the sealed editions, what a check says of each, and the ways a copy leaves the laptop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStorageInfo, Signal

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.sign_off import Report
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.preferences import Preferences
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

COPY_FOLDER: Final = "folder of copies"
MAIL_FOLDER: Final = "folder of mail drafts"
"""Under these names the folders last chosen are remembered on this device."""

_STICKS: Final = frozenset({"vfat", "exfat", "fat", "fat32", "msdos"})
_STICK_FOLDERS: Final = ("/media/", "/run/media/", "/Volumes/")
_NEVER: Final = ("/boot", "/efi", "/etc", "/sys", "/proc")


@dataclass(frozen=True, slots=True)
class Shown:
    """A sealed edition with its file, and in sentences what a check of it found; the first is the verdict."""

    report: Report
    pdf: bytes
    good: bool
    sentences: tuple[str, ...]


class HandOverModel(QObject):
    """The sealed reports of one visit; one of them is shown."""

    shown_changed = Signal(object)
    """Shown, or None."""
    copied = Signal(object)
    """Path of the copy that was saved."""
    drafted = Signal(object)
    """Path of the mail draft."""
    refused = Signal(str)
    """Why something could not be done."""

    def __init__(self, model: VisitModel, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._session = model.session
        self._preferences = preferences
        self._chosen = ""
        self._shown_id = ""
        self.shown: Shown | None = None

    # -- what is shown ------------------------------------------------------------------------------------------
    def refresh(self, workspace: Workspace) -> None:
        """Show the chosen edition, else the newest, unless it is shown already."""
        reports = {one.id: one for one in workspace.reports}
        wanted = reports.get(ReportId(self._chosen)) or next(iter(workspace.reports), None)
        self._read(wanted)

    def choose(self, report: Report) -> None:
        """Show another edition."""
        self._chosen = report.id
        self._read(report)

    def _read(self, report: Report | None) -> None:
        if report is None or report.id == self._shown_id:
            return
        self._shown_id = report.id
        session, translator = self._session, self._model.translator

        def read() -> Shown:
            pdf = session.reports.pdf(report.id)
            verdict = session.reports.verify(pdf)
            said = tuple(translator.say(one) for one in verdict.sentences())
            return Shown(report, pdf, verdict.good, said)

        self._model.tasks.run(read, owner=self, then=self._take, failed=self._not_read, latest="report")

    def _take(self, shown: Shown) -> None:
        self.shown = shown
        self.shown_changed.emit(shown)

    def _not_read(self, error: AmbassadorError) -> None:
        self._shown_id = ""
        self._refuse(error)

    # -- out of the house ---------------------------------------------------------------------------------------
    def last_folder(self, name: str) -> str:
        """Give the folder chosen last for `name`, if it is still there."""
        found = self._preferences.recall(name)
        return found if found and Path(found).is_dir() else ""

    def save_copy(self, folder: Path, *, remember: bool = True) -> None:
        """Save a copy into `folder`, under a name that is free."""
        if self.shown is None:
            return
        report_id = self.shown.report.id
        if remember:
            self._preferences.keep(COPY_FOLDER, str(folder))
        self._out(lambda: self._session.reports.save_copy(report_id, folder), self.copied.emit)

    def draft_mail(self, folder: Path, to: str) -> None:
        """Save a mail draft with the report attached."""
        if self.shown is None:
            return
        report_id = self.shown.report.id
        self._preferences.keep(MAIL_FOLDER, str(folder))
        self._out(lambda: self._session.reports.mail_draft(report_id, folder, to), self.drafted.emit)

    def _out(self, job: Callable[[], Path], then: Callable[[Path], object]) -> None:
        label = self._model.translator.tr("Saving a copy")
        self._model.tasks.run(job, owner=self, then=then, failed=self._refuse, label=label)

    def find_stick(self, then: Callable[[Path | None], object]) -> None:
        """Look for a USB stick, aside: asking about drives can take a while."""
        self._model.tasks.run_aside(a_stick, owner=self, then=then, latest="stick")

    def _refuse(self, error: AmbassadorError) -> None:
        self.refused.emit(sentence(error, self._model.translator))


def a_stick() -> Path | None:
    """Give the folder of a drive that looks like a USB stick, the one with the least on it if there are more."""
    found = [one for one in QStorageInfo.mountedVolumes() if _is_stick(one)]
    smallest = min(found, key=lambda one: one.bytesTotal(), default=None)
    return Path(smallest.rootPath()) if smallest is not None else None


def _is_stick(drive: QStorageInfo) -> bool:
    root = drive.rootPath()
    if not (drive.isValid() and drive.isReady()) or drive.isReadOnly() or drive.isRoot():
        return False
    if root.startswith(_NEVER) or root[:1].upper() == "C":
        return False
    plugged = root.startswith(_STICK_FOLDERS)
    kind = bytes(drive.fileSystemType().data()).decode("ascii", "replace").lower()
    return plugged or (kind in _STICKS and not root.startswith("/"))


def address_of(dossier: VisitDossier) -> str:
    """Give the mail address of whom the visit was agreed with, else of the first contact who has one."""
    known = [one for one in dossier.contacts if one.email and one.reach is Reach.REPORT]
    agreed = [one for one in known if one.name == dossier.visit.agreed_with]
    return next((one.email for one in (*agreed, *known)), "")
