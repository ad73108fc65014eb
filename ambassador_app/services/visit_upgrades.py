"""The step of an open visit to another version of its checklist: looked at first, then taken, undone like any other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.checklist import Checklist, QuestionKind, template_path
from ambassador_app.domain.form_state import first_answers
from ambassador_app.domain.form_versions import Difference, Fit, Parked, carried_over, differences, moved_questions
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import (
    Answer,
    Attachment,
    Finding,
    ParkedAnswer,
    SectionAnswers,
    Visit,
    VisitStatus,
    paths_of,
    section_id,
    split_path,
)
from ambassador_app.errors import UnknownChecklist, VisitLocked
from ambassador_app.services.checklists import Checklists
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Reading, Transaction


@dataclass(frozen=True, slots=True)
class UpgradeOffer:
    """The version that new visits take, where an open visit has another one."""

    sha256: str
    version: str


@dataclass(frozen=True, slots=True)
class UpgradePreview:
    """What moving to `new` would mean: what differs, how many answers go along, which ones are put aside and why, and
    how many that were put aside before come back.
    """

    old: Checklist
    new: Checklist
    differences: tuple[Difference, ...]
    carried: int
    parked: tuple[Parked, ...]
    back: int


@dataclass(frozen=True, slots=True)
class _Step:
    """The answers as they will be, by path; what is put aside; and what it takes to say so."""

    answers: Mapping[str, Answer]
    parked: tuple[Parked, ...]
    still_parked: tuple[ParkedAnswer, ...]
    back: tuple[ParkedAnswer, ...]
    carried: int


class VisitUpgrades:
    """Visits between versions of their checklist. No visit moves by itself, and a sealed one never does."""

    def __init__(self, desk: Desk, checklists: Checklists) -> None:
        self._desk = desk
        self._checklists = checklists

    def offer(self, visit_id: VisitId) -> UpgradeOffer | None:
        """Give the version a visit under way could move to; None where it has that one, or is not under way."""
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            if visit.status is not VisitStatus.UNDER_WAY or not visit.checklist_sha256 or _was_sealed(visit):
                return None
            try:
                newest = self._checklists.current(visit.checklist_id, reader)
            except UnknownChecklist:
                return None
        return UpgradeOffer(newest.sha256, newest.version) if newest.sha256 != visit.checklist_sha256 else None

    def preview(self, visit_id: VisitId) -> UpgradePreview:
        """Tell what moving to the version that new visits take would mean. Raises UnknownChecklist."""
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            old, new = self._versions(visit, reader)
            step = self._step(visit, old, new, reader)
        return UpgradePreview(old, new, differences(old, new), step.carried, step.parked, len(step.back))

    def use(self, visit_id: VisitId) -> Changes:
        """Move an open visit to the version that new visits take. Nothing answered is lost: what has no place there
        is put aside, and comes back with undo or when the visit moves to a version that has one.

        Raises VisitLocked, UnknownChecklist.
        """
        with self._desk.visit_deed(Deed.UPGRADE_CHECKLIST, visit_id) as (tx, visit):
            if _was_sealed(visit):
                raise VisitLocked(visit=visit_id)
            old, new = self._versions(visit, tx)
            if old == new:
                return tx.changes
            step = self._step(visit, old, new, tx)
            _write(step.answers, visit, tx)
            _move_evidence(moved_questions(old, new), new, visit, tx)
            aside = tuple(ParkedAnswer(one.path, one.answer, old.sha256) for one in step.parked)
            sha256 = self._checklists.keep(new, tx)
            tx.save(replace(visit, checklist_sha256=sha256, parked=(*step.still_parked, *aside)))
        return tx.changes

    def _versions(self, visit: Visit, reader: Reading) -> tuple[Checklist, Checklist]:
        if not visit.checklist_sha256:
            raise UnknownChecklist(set=visit.checklist_id)
        old = self._checklists.version(visit.checklist_sha256, reader)
        return old, self._checklists.current(visit.checklist_id, reader)

    def _step(self, visit: Visit, old: Checklist, new: Checklist, reader: Reading) -> _Step:
        given = paths_of(reader.all(SectionAnswers, visit_id=visit.id))
        carried = carried_over(given, old, new)
        moved = moved_questions(old, new)
        gone = {one.path for one in carried.parked} | set(moved)
        answers = {path: answer for path, answer in given.items() if path not in gone} | dict(carried.kept)
        back = tuple(self._returning(visit.parked, new, carried.kept, reader))
        answers |= {one.path: one.answer for one in back}
        asked_before = {one.path for one in old.questions}
        day = visit.clock_day or self._desk.now().date()
        for path, value in first_answers(new, day).items():
            if path not in answers and new.question(path).path not in asked_before:
                answers[path] = Answer(value, by=self._desk.user, at=self._desk.now())
        is_asked = {one.path for one in old.questions if one.kind.is_asked}
        return _Step(
            answers,
            parked=carried.parked,
            still_parked=tuple(one for one in visit.parked if one not in back),
            back=back,
            carried=sum(
                moved.get(path, path) in carried.kept and template_path(path) in is_asked
                for path, answer in given.items()
                if answer.is_given
            ),
        )

    def _returning(
        self, parked: Iterable[ParkedAnswer], new: Checklist, kept: Mapping[str, Answer], reader: Reading
    ) -> Iterable[ParkedAnswer]:
        """Give what was put aside earlier and has a place again, the newest of each path."""
        fit, taken = Fit(new), set(kept)
        for one in reversed(tuple(parked)):
            kind = _kind_of(one, self._checklists, reader)
            if one.path not in taken and fit.why_not(one.path, one.answer.value, kind) is None:
                taken.add(one.path)
                yield one


def _was_sealed(visit: Visit) -> bool:
    """Whether an edition is sealed already: an amendment mends that one, with the questions it was asked with."""
    return visit.revision > 1


def _kind_of(parked: ParkedAnswer, checklists: Checklists, reader: Reading) -> QuestionKind:
    return checklists.version(parked.sha256, reader).question(parked.path).kind


def _write(answers: Mapping[str, Answer], visit: Visit, tx: Transaction) -> None:
    """Save the answers as they are now, section by section; a section that has none any more keeps its record."""
    wanted: dict[tuple[str, tuple[str, ...]], dict[str, Answer]] = defaultdict(dict)
    for path, answer in answers.items():
        section, rows, name = split_path(path)
        wanted[section, rows][name] = answer
    for one in tx.all(SectionAnswers, visit_id=visit.id):
        if one.row:
            continue  # a row of a repeat stays, whatever is asked in it
        tx.save(replace(one, answers=wanted.pop((one.section, one.rows), {})))
    for (section, rows), held in wanted.items():
        tx.save(SectionAnswers(section_id(visit.id, section, *rows), visit.id, section, rows, held))


def _move_evidence(moved: Mapping[str, str], new: Checklist, visit: Visit, tx: Transaction) -> None:
    """Let photos and observations follow their question."""
    evidence: tuple[Attachment | Finding, ...] = tx.all(Attachment, visit_id=visit.id)
    for one in (*evidence, *tx.all(Finding, visit_id=visit.id)):
        target = moved.get(one.question)
        if target is not None:
            tx.save(replace(one, question=target, area=new.section_of(target).name))
