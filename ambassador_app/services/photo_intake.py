"""Photos from a phone on one contact sheet: found in folders, each at the question that was open when it was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from ambassador_app import photos
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.checklist import Question
from ambassador_app.domain.identifiers import FindingId, MeasureId, VisitId
from ambassador_app.domain.lists import JournalLine
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.photo_matching import Certainty, Guess, Place, WorkedOn, guess, put_right
from ambassador_app.domain.visit import Attachment, Finding, SectionAnswers, Visit, join_path
from ambassador_app.errors import AmbassadorError, FileNotRead
from ambassador_app.photos import Glance
from ambassador_app.services.desk import Desk, Progress, no_progress
from ambassador_app.services.visits import Visits

SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff")
MOST_OFFERED: Final = 300
"""So many photos are shown at once, the newest; a contact sheet of more is none."""

_DEEPEST: Final = 3
_MOST_LISTED: Final = 20_000
_MOST_LINES: Final = 5000
_BEFORE_VISIT: Final = timedelta(hours=12)
_NOTED: Final = frozenset({Deed.ANSWER, Deed.ADD_FINDING, Deed.CHANGE_FINDING, Deed.ADD_MEASURE, Deed.ACCEPT_MEASURE})


@dataclass(frozen=True, slots=True)
class Found:
    """A picture file as it was found, and what it shows; `key` tells it from the others on the sheet."""

    key: str
    name: str
    file: Path
    glance: Glance


@dataclass(frozen=True, slots=True)
class Offer:
    """A photo on the contact sheet. `taken_at` is put right by what is known of its camera's clock.

    `is_taken`: the same picture stands in the visit already. `is_meant`: it was taken at the visit, as far as the
    clocks tell, and is not there yet; those are ticked beforehand.
    """

    found: Found
    taken_at: datetime | None
    guess: Guess
    is_taken: bool

    @property
    def is_meant(self) -> bool:
        """Whether it is offered with a tick."""
        return not self.is_taken and self.guess.certainty is not Certainty.OUTSIDE


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """What was found: the photos in the order of their time, what could not be read and why, and how many more
    there are than are shown.
    """

    offers: tuple[Offer, ...] = ()
    refused: tuple[AmbassadorError, ...] = ()
    left_out: int = 0

    @property
    def cameras(self) -> tuple[str, ...]:
        """The cameras that took them, in order."""
        return tuple(dict.fromkeys(one.found.glance.notes.camera for one in self.offers))


class PhotoIntake:
    """Finds photos and guesses where they belong. Takes nothing: `Evidence.add_photos` does, when it is confirmed."""

    def __init__(self, desk: Desk, visits: Visits) -> None:
        self._desk = desk
        self._visits = visits

    def since(self, visit_id: VisitId) -> datetime:
        """Give the moment before which no file can be a photo of this visit."""
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
        return (visit.started_at or visit.planned_at or self._desk.now()) - _BEFORE_VISIT

    def look(
        self,
        visit_id: VisitId,
        places: Sequence[Path],
        clocks: Mapping[str, timedelta],
        *,
        all_times: bool = False,
        progress: Progress = no_progress,
    ) -> ContactSheet:
        """Read the photos in folders (and in those below them), and files that are named themselves.

        In folders only those are looked at that were written since the visit began, unless `all_times`. `clocks`
        says how far each camera's clock is ahead. Raises JobCancelled.
        """
        named = [one for one in places if one.is_file()]
        listed = list(pictures_in([one for one in places if one.is_dir()]))
        since = self.since(visit_id).timestamp()
        young = [file for file, at in listed if all_times or at >= since]
        files = [*named, *young[:MOST_OFFERED]]
        found, refused = _glanced(files, progress)
        sheet = self.offered(visit_id, found, clocks)
        return replace(sheet, refused=tuple(refused), left_out=len(listed) - min(len(young), MOST_OFFERED))

    def offered(self, visit_id: VisitId, found: Sequence[Found], clocks: Mapping[str, timedelta]) -> ContactSheet:
        """Guess (again) where photos belong, with other clocks."""
        worked = self.worked_on(visit_id)
        with self._desk.store.reader() as reader:
            there = {one.original_sha256 for one in reader.all(Attachment, visit_id=visit_id)}
        offers = [self._offer(one, clocks, worked, there) for one in found]
        offers.sort(key=lambda one: (one.taken_at is None, one.taken_at or _LONG_AGO, one.found.name))
        return ContactSheet(tuple(offers))

    @staticmethod
    def _offer(one: Found, clocks: Mapping[str, timedelta], worked: Sequence[WorkedOn], there: set[str]) -> Offer:
        notes = one.glance.notes
        taken_at = put_right(notes.taken_at, clocks.get(notes.camera, timedelta()))
        return Offer(one, taken_at, guess(taken_at, worked), one.glance.original_sha256 in there)

    def new_in(self, visit_id: VisitId, folders: Sequence[Path], known: frozenset[str]) -> frozenset[str]:
        """Name the pictures written since the visit began that are not among `known`; nothing is opened."""
        since = self.since(visit_id).timestamp()
        return frozenset(str(file) for file, at in pictures_in(folders) if at >= since) - known

    def worked_on(self, visit_id: VisitId) -> tuple[WorkedOn, ...]:
        """Tell from the journal when what was worked on, in the order of time."""
        lines = [
            one
            for one in reversed(self._desk.library.history(visit_id, limit=_MOST_LINES))
            if one.action in _NOTED and one.kind in (SectionAnswers.KIND, Finding.KIND, Measure.KIND)
        ]
        form = self._visits.workspace(visit_id).form if lines else None
        names = {one.path: one.name for one in form.checklist.sections} if form is not None else {}
        asked = {one.path for one in form.questions() if _is_asked(one.question)} if form is not None else set()
        found: dict[str, WorkedOn] = {}
        for one in lines:
            places = _answered(one, asked, names) if one.kind == SectionAnswers.KIND else self._noted(one)
            # The first answer of a visit brings what is filled in beforehand; it is written last.
            for place in places:
                found[one.action_id] = WorkedOn(one.at, place)
        return tuple(sorted(found.values(), key=lambda one: one.at))

    def _noted(self, line: JournalLine) -> Iterator[Place]:
        """Give the place of a finding or a measure that is still there."""
        with self._desk.store.reader() as reader:
            if line.kind == Finding.KIND:
                finding = reader.find(Finding, line.record_id)
                if finding is not None:
                    yield Place(finding.area, finding.question, FindingId(finding.id))
            else:
                measure = reader.find(Measure, line.record_id)
                if measure is not None:
                    yield Place(measure_id=MeasureId(measure.id))


_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


def _is_asked(question: Question) -> bool:
    """Whether an answer to a question is a person's deed; others are calculated along with it."""
    return question.kind.is_answerable and not question.calculation


def _answered(line: JournalLine, asked: set[str], names: Mapping[str, str]) -> Iterator[Place]:
    """Give the questions whose answers a line of the journal is about; what is calculated is not worked on."""
    fields = [line.field] if line.field else list(line.new) if isinstance(line.new, dict) else []
    _, section, *rows = [*line.record_id.split("/"), ""]
    for name in fields:
        head, _, question = name.partition(".")
        path = join_path(section, tuple(one for one in rows if one), question)
        if head == "answers" and question and path in asked:
            top = path.removeprefix("/data/").split("/")[0].split("[")[0]
            yield Place(names.get(f"/data/{top}", top), path)


def pictures_in(folders: Iterable[Path]) -> tuple[tuple[Path, float], ...]:
    """Give the picture files in folders and those below, with the time each was written, the newest first.

    A folder that is gone (the stick was pulled out) is empty.
    """
    found: dict[Path, float] = {}
    for folder in folders:
        for file in _walked(folder, _DEEPEST):
            if len(found) >= _MOST_LISTED:
                break
            try:
                found[file] = file.stat().st_mtime
            except OSError:
                continue
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _walked(folder: Path, depth: int) -> Iterator[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    for one in inside:
        if one.name.startswith("."):
            continue
        if one.suffix.lower() in SUFFIXES:
            yield one
        elif depth and not one.suffix and one.is_dir():
            yield from _walked(one, depth - 1)


def _glanced(files: Sequence[Path], progress: Progress) -> tuple[list[Found], list[AmbassadorError]]:
    found: dict[str, Found] = {}
    refused: list[AmbassadorError] = []
    for number, file in enumerate(files):
        progress(number, len(files))
        try:
            seen = photos.glance(read_file(file), name=file.name)
        except AmbassadorError as error:
            refused.append(error)
            continue
        found.setdefault(seen.original_sha256, Found(seen.original_sha256, file.name, file, seen))
    return list(found.values()), refused


def read_file(file: Path) -> bytes:
    """Read a file from a card or stick. Raises FileNotRead."""
    return read_bytes(file.read_bytes, file.name)


def read_bytes(read: Callable[[], bytes], name: str) -> bytes:
    """Read what was chosen, dropped or pasted. Raises FileNotRead."""
    try:
        return read()
    except OSError as error:
        raise FileNotRead(file=name, reason=error.strerror or "") from error
