"""Programmes and extracts as the window shows them; nothing of it is worked out here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.extract import ProgrammeExtract, ProgrammeName
from ambassador_app.domain.programme import Held, ReleaseState, programme_named
from ambassador_app.errors import AmbassadorError, RightMissing
from ambassador_app.i18n import Translator
from ambassador_app.ui.tasks import Job, Progress, Tasks
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services import Session
    from ambassador_app.services.extract_post import Fetched
    from ambassador_app.services.extracts import ProgrammeView


@dataclass(frozen=True, slots=True)
class Shelf:
    """The programmes there are, and whether there is an office to fetch from. `today` is the present day."""

    programmes: tuple[ProgrammeView, ...]
    joined: bool
    today: date


class ProgrammeModel(QObject):
    """The page's state."""

    told = Signal(object)
    """Shelf."""
    closed_to = Signal(str)
    """Who is at the computer may see nothing of this: why."""
    read = Signal(object)
    """Held: the extract that was asked for."""
    previewed = Signal(object)
    """ProgrammeExtract: what would be released."""
    released = Signal(object)
    """Held: what has been released."""
    done = Signal(str)
    refused = Signal(str)
    """Something is not as it should be: what."""
    fetching = Signal(bool)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._tasks = tasks
        self._translator = translator
        self._fetch: Job | None = None
        self._preview: Job | None = None

    # -- looking ------------------------------------------------------------------------------------------------------
    def load(self) -> None:
        """Read every programme anew."""
        session = self.session

        def read() -> Shelf:
            every = session.extracts
            return Shelf(every.programmes(), session.syncing.member() is not None, every.today())

        self._tasks.run(read, owner=self, then=self.told.emit, failed=self._failed, latest="programmes")

    def open(self, identifier: str) -> None:
        """Read one extract."""
        extracts = self.session.extracts
        self._tasks.run(lambda: extracts.extract(identifier), owner=self, then=self.read.emit, latest="extract")

    def fetch(self) -> None:
        """Look at the office; a second wish while one runs is the same wish."""
        if self._fetch is not None:
            return
        extracts = self.session.extracts
        self.fetching.emit(True)
        self._fetch = self._tasks.run_aside(
            extracts.fetch,
            owner=self,
            then=self._fetched,
            ended=self._end_of_fetch,
            label=self._translator.tr("Fetching extracts from the office"),
        )

    def _fetched(self, found: Fetched) -> None:
        words = self._translator
        if found.refused:
            self.refused.emit(words.tr("The office does not take your extract as it was made. Release it anew."))
        if found.doubted:
            names = ", ".join(found.doubted)
            told = words.tr("What came from {names} is not as the office says. It was left out.", names=names)
            self.refused.emit(told)
        elif found.new:
            self.done.emit(words.tn("{count} new extract.", "{count} new extracts.", found.new))
        else:
            self.done.emit(words.tr("There is nothing new at the office."))

    def _end_of_fetch(self) -> None:
        self._fetch = None
        self.fetching.emit(False)
        self.load()

    # -- releasing ----------------------------------------------------------------------------------------------------
    def preview(self, programme: ProgrammeName, as_of: date) -> None:
        """Work out what would be released as of a day; the newest wish counts."""
        extracts = self.session.extracts
        self.stop_preview()

        def work(progress: Progress) -> ProgrammeExtract:
            return extracts.preview(programme, as_of, progress)

        self._preview = self._tasks.run(
            work, owner=self, then=self.previewed.emit, latest="preview", label=self._translator.tr("Adding up cases")
        )

    def stop_preview(self) -> None:
        """Nobody waits for what is worked out any more."""
        if self._preview is not None and not self._preview.is_done:
            self._preview.cancel()
        self._preview = None

    def release(self, shown: ProgrammeExtract) -> None:
        """Release exactly what was shown."""
        extracts = self.session.extracts
        self._tasks.run_aside(
            lambda: extracts.release(shown),
            owner=self,
            then=self._released,
            ended=self.load,
            label=self._translator.tr("Releasing the extract"),
        )

    def _released(self, held: Held) -> None:
        tr = self._translator.tr
        if held.state is ReleaseState.WAITING:
            self.done.emit(
                tr("Released. The office cannot be reached just now; it gets the extract with the next look.")
            )
        else:
            self.done.emit(tr("Released."))
        self.released.emit(held)

    def withdraw(self, identifier: str) -> None:
        """Take a release back."""
        extracts, tr = self.session.extracts, self._translator.tr
        self._tasks.run_aside(
            lambda: extracts.withdraw(identifier),
            owner=self,
            then=lambda _: self.done.emit(tr("Withdrawn. The office gives it to nobody any more.")),
            ended=self.load,
            label=tr("Withdrawing the extract"),
        )

    def named(self, text: str) -> ProgrammeName | None:
        """Give the programme that somebody typed; None where the text can name none."""
        try:
            return programme_named(text)
        except ValueError:
            return None

    # -- files --------------------------------------------------------------------------------------------------------
    def take_file(self, file: Path) -> None:
        """Take an extract in from a file, and show it."""
        extracts = self.session.extracts

        def taken(held: Held) -> None:
            self.read.emit(held)
            self.load()

        self._tasks.run(lambda: extracts.take_file(file), owner=self, then=taken)

    def save_file(self, identifier: str, folder: Path) -> None:
        """Write an extract as the file it is."""
        extracts = self.session.extracts
        self._tasks.run(lambda: extracts.save_file(identifier, folder), owner=self, then=self._saved)

    def forget(self, identifier: str) -> None:
        """Let go of an extract that came as a file."""
        extracts = self.session.extracts
        self._tasks.run(lambda: extracts.forget(identifier), owner=self, ended=self.load)

    def export_programme(self, programme: str, target: Path) -> None:
        """Write a programme as Excel or CSV."""
        tables, language = self.session.extracts.tables, self._translator.language
        self._tasks.run(
            lambda: tables.save_programme(programme, target, language=language), owner=self, then=self._saved
        )

    def export_extract(self, identifier: str, target: Path) -> None:
        """Write the rows of one extract as Excel or CSV."""
        tables, language = self.session.extracts.tables, self._translator.language
        self._tasks.run(
            lambda: tables.save_extract(identifier, target, language=language), owner=self, then=self._saved
        )

    def _saved(self, file: Path) -> None:
        self.done.emit(self._translator.tr("Saved as {file}", file=file.name))

    def _failed(self, error: AmbassadorError) -> None:
        if not isinstance(error, RightMissing):
            raise error
        self.closed_to.emit(sentence(error, self._translator))
