"""Handing over: the sealed editions, what a check says of each, and the ways a copy leaves the laptop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.sign_off import Report
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.preferences import Preferences
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.sticks import a_stick
from ambassador_app.ui.tasks import Progress
from ambassador_app.ui.widgets.pdf_pages import pages_of
from ambassador_app.wording import sentence
from ambassador_app.wording.conformance import not_conforming

if TYPE_CHECKING:
    from ambassador_app.services.hand_over import Given, PlainMailChoice, Terms
    from ambassador_app.services.workspace import Workspace

COPY_FOLDER: Final = "folder of copies"
MAIL_FOLDER: Final = "folder of mail drafts"
CASE_FOLDER: Final = "folder of the case system"
"""Under these names the folders last chosen are remembered on this device."""

Way = Callable[[ReportId, Progress], "Given"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A sealed edition of a site's report with its file, how many pages it has, on what terms it goes out, and in
    sentences what a check of it found; the first is the verdict.
    """

    report: Report
    site: str
    pdf: bytes
    pages: int
    terms: Terms
    good: bool
    sentences: tuple[str, ...]


class HandOverModel(QObject):
    """The sealed reports of one visit; one of them is shown."""

    shown_changed = Signal(object)
    """Shown."""
    record_changed = Signal(object)
    """Shown, with another record of hand-overs or other terms; the file is the same."""
    given = Signal(object)
    """Given: the file that was written, and how it is noted."""
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
        model.tasks.changed.connect(self._heard)

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
        workspace = self._model.workspace
        site = workspace.dossier.site.name if workspace is not None else ""

        def read() -> Shown:
            pdf = session.reports.pdf(report.id)
            pages = pages_of(pdf)
            verdict = session.reports.verify(pdf)
            archive = not_conforming(report.faults)
            found = (*verdict.sentences(), *((archive,) if archive is not None else ()))
            said = tuple(translator.say(one) for one in found)
            count = len(pages.sizes) if pages is not None else 0
            return Shown(report, site, pdf, count, session.hand_over.terms(report.id), verdict.good, said)

        self._model.tasks.run(read, owner=self, then=self._take, failed=self._not_read, latest="report")

    def _take(self, shown: Shown) -> None:
        self.shown = shown
        self.shown_changed.emit(shown)

    def _not_read(self, error: AmbassadorError) -> None:
        self._shown_id = ""
        self._refuse(error)

    def _heard(self, changes: Changes) -> None:
        """Read again what was noted, and on what terms the report goes out."""
        if self.shown is None or not changes.touches("report", "municipality", "site", "organisation"):
            return
        session, report_id = self._session, self.shown.report.id

        def read() -> tuple[Report, Terms]:
            return session.report_copies.record(report_id), session.hand_over.terms(report_id)

        self._model.tasks.run(read, owner=self, then=self._take_record, latest="record")

    def _take_record(self, found: tuple[Report, Terms]) -> None:
        report, terms = found
        if self.shown is not None and self.shown.report.id == report.id:
            self.shown = replace(self.shown, report=report, terms=terms)
            self.record_changed.emit(self.shown)

    # -- out of the house ---------------------------------------------------------------------------------------
    def last_folder(self, name: str) -> str:
        """Give the folder chosen last for `name`, if it is still there; at first the one that the municipality set."""
        places = (self._preferences.recall(name), self._session.policy.copies_folder)
        return next((one for one in places if one and Path(one).is_dir()), "")

    def save_copy(self, folder: Path, to: str) -> None:
        """Save a copy into `folder`, under a name that is free."""
        self._preferences.keep(COPY_FOLDER, str(folder))
        self._out(lambda report_id, _: self._session.hand_over.save_copy(report_id, folder, to=to))

    def save_to_stick(self, folder: Path, to: str) -> None:
        """Save a copy with its checksum onto a stick, and read both back."""
        self._out(lambda report_id, _: self._session.hand_over.to_stick(report_id, folder, to=to))

    def save_for_case_system(self, folder: Path, to: str) -> None:
        """Save the report with what a case system wants to know of it."""
        self._preferences.keep(CASE_FOLDER, str(folder))
        language = self._model.translator.language
        self._out(lambda report_id, _: self._session.hand_over.for_case_system(report_id, folder, language, to=to))

    def save_word(self, folder: Path, to: str) -> None:
        """Save an unsigned Word copy."""
        self._preferences.keep(COPY_FOLDER, str(folder))
        self._out(lambda report_id, _: self._session.hand_over.word(report_id, folder, to=to))

    def save_for_archive(self, folder: Path, to: str) -> None:
        """Save a copy without data and seal."""
        self._preferences.keep(COPY_FOLDER, str(folder))
        self._out(lambda report_id, _: self._session.hand_over.for_archive(report_id, folder, to=to))

    def draft_mail(self, folder: Path, to: str, choice: PlainMailChoice | None) -> None:
        """Save a mail draft with the report attached."""
        self._preferences.keep(MAIL_FOLDER, str(folder))
        draft = self._session.hand_over.mail_draft
        self._out(
            lambda report_id, progress: draft(report_id, folder, to=to, choice=choice, progress=progress),
        )

    def note(self, to: str, where: str, note: str) -> None:
        """Note a hand-over that took place beside this program."""
        if self.shown is not None:
            report_id, service = self.shown.report.id, self._session.hand_over
            self._model.tasks.run(
                lambda: service.note(report_id, to=to, where=where, note=note), owner=self, failed=self._refuse
            )

    def _out(self, way: Way) -> None:
        if self.shown is None:
            return
        report_id, label = self.shown.report.id, self._model.translator.tr("Saving a copy")

        def job(progress: Progress) -> Given:
            return way(report_id, progress)

        self._model.tasks.run(job, owner=self, then=self.given.emit, failed=self._refuse, label=label)

    def find_stick(self, then: Callable[[Path | None], object]) -> None:
        """Look for a USB stick, aside: asking about drives can take a while."""
        self._model.tasks.run_aside(a_stick, owner=self, then=then, latest="stick")

    def _refuse(self, error: AmbassadorError) -> None:
        self.refused.emit(sentence(error, self._model.translator))


def address_of(dossier: VisitDossier) -> str:
    """Give the mail address of whom the visit was agreed with, else of the first contact who has one."""
    known = [one for one in dossier.contacts if one.email and one.reach is Reach.REPORT]
    agreed = [one for one in known if one.name == dossier.visit.agreed_with]
    return next((one.email for one in (*agreed, *known)), "")
