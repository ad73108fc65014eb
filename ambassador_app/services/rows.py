"""The rows of the repeats in a visit's checklist: zones, rooms, machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.checklist import AnswerValue
from ambassador_app.domain.form_rows import moved
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import Attachment, Finding, SectionAnswers, Visit, join_path, paths_of
from ambassador_app.domain.visit_rows import (
    rank_of,
    ranks_after_move,
    row_id,
    row_record,
    rows_in,
    split_row,
    unused_name,
)
from ambassador_app.errors import FieldRefused
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.visits import Visits, put_answer
from ambassador_app.storage import Transaction


class VisitRows:
    """Adding, copying, naming, moving and removing rows; each is one deed and one step of undo.

    Every verb raises VisitLocked for a visit that is sealed, and FieldRefused for a path that is no repeat or row of
    its checklist.
    """

    def __init__(self, desk: Desk, visits: Visits) -> None:
        self._desk = desk
        self._visits = visits

    def new_key(self) -> str:
        """Give a key that no other row has, on any device."""
        return self._desk.new_id()

    def add(self, visit_id: VisitId, repeat: str, *, key: str = "", after: str = "") -> Made:
        """Add a row, with its defaults, behind the row whose key is `after`, or at the end. Gives its key."""
        new = key or self.new_key()
        with self._desk.visit_deed(Deed.ADD_ROW, visit_id) as (tx, visit):
            begun, form = self._open(tx, visit, repeat)
            after_that = form.with_row(repeat, new, after)
            self._place(tx, begun, repeat, after_that.rows[repeat], new)
            self._put(tx, visit_id, after_that.recalculated)
        return Made(new, tx.changes)

    def duplicate(self, visit_id: VisitId, row: str, *, key: str = "") -> Made:
        """Add a copy of a row right behind it, with its answers and the rows in it, without its photos and
        observations. A name gets the next free number. Gives its key.
        """
        repeat, old = _parted(row)
        new = key or self.new_key()
        with self._desk.visit_deed(Deed.COPY_ROW, visit_id) as (tx, visit):
            begun, form = self._open(tx, visit, repeat, old)
            sections = tx.all(SectionAnswers, visit_id=visit_id)
            copied = form.with_copy(repeat, old, new)
            answers = paths_of(sections)
            target = f"{repeat}[{new}]"
            for path in _inside(row, answers):
                there = target + path.removeprefix(row)
                if there in copied.answers:
                    put_answer(tx, visit_id, there, begin=replace(answers[path], by=self._desk.user, at=None))
            names = rows_in(sections).names
            name = unused_name(names.get(row, ""), names.values())
            self._place(tx, begun, repeat, copied.rows[repeat], new, name=name)
            for one in sections:
                if one.row.startswith(f"{row}/"):
                    inner = target + one.row.removeprefix(row)
                    tx.save(row_record(visit_id, inner, name=one.name, rank=one.rank))
        return Made(new, tx.changes)

    def rename(self, visit_id: VisitId, row: str, name: str) -> Changes:
        """Give a row a name of its own; an empty one is told by its place again. Raises TextTooLong."""
        refuse_unfit({"name": name})
        repeat, key = _parted(row)
        with self._desk.visit_deed(Deed.NAME_ROW, visit_id) as (tx, visit):
            self._open(tx, visit, repeat, key)
            tx.save(replace(self._record(tx, visit_id, row), name=name.strip()))
        return tx.changes

    def move(self, visit_id: VisitId, row: str, to: int) -> Changes:
        """Put a row at place `to` of its repeat, counted from 0."""
        repeat, key = _parted(row)
        with self._desk.visit_deed(Deed.MOVE_ROW, visit_id) as (tx, visit):
            begun, form = self._open(tx, visit, repeat, key)
            self._place(tx, begun, repeat, moved(form.rows[repeat], key, to), key)
        return tx.changes

    def remove(self, visit_id: VisitId, row: str) -> Changes:
        """Take a row away with everything in it: answers, inner rows, photos, observations. Undo brings all back.

        A measure that was accepted stays; a photo that shows one stays with it.
        """
        repeat, key = _parted(row)
        with self._desk.visit_deed(Deed.REMOVE_ROW, visit_id) as (tx, visit):
            self._open(tx, visit, repeat, key)
            sections = tx.all(SectionAnswers, visit_id=visit_id)
            for one in sections:
                if one.row == row or one.row.startswith(f"{row}/"):
                    tx.delete(SectionAnswers, one.id)
                else:
                    _forget(tx, one, row)
            self._remove_evidence(tx, visit_id, row)
        return tx.changes

    # -- inside -------------------------------------------------------------------------------------------------
    def _open(self, tx: Transaction, visit: Visit, repeat: str, key: str = "") -> tuple[Visit, FormState]:
        begun = self._visits.begin(tx, visit)
        form = self._visits.form_within(tx, begun)
        if form is None or repeat not in form.rows or (key and key not in form.rows[repeat]):
            raise FieldRefused(field="row", value=f"{repeat}[{key}]" if key else repeat, allowed="")
        return begun, form

    def _record(self, tx: Transaction, visit_id: VisitId, row: str) -> SectionAnswers:
        """Give the record of a row; one that only its answers told of gets it now, where it stands."""
        found = tx.find(SectionAnswers, row_id(visit_id, row))
        if found is not None:
            return found
        ranks = rows_in(tx.all(SectionAnswers, visit_id=visit_id)).ranks
        return row_record(visit_id, row, rank=ranks.get(row, rank_of(row)))

    def _place(
        self, tx: Transaction, visit: Visit, repeat: str, order: tuple[str, ...], key: str, *, name: str = ""
    ) -> None:
        """Let the row `key` stand where it does in `order`."""
        rows = rows_in(tx.all(SectionAnswers, visit_id=visit.id))
        for row, rank in ranks_after_move(rows, repeat, order, key).items():
            found = self._record(tx, visit.id, row)
            own = name if row == f"{repeat}[{key}]" and name else found.name
            tx.save(replace(found, rank=rank, name=own))

    def _put(self, tx: Transaction, visit_id: VisitId, answers: Mapping[str, AnswerValue]) -> None:
        for path, value in answers.items():
            put_answer(tx, visit_id, path, value=value, by=self._desk.user, at=self._desk.now())

    def _remove_evidence(self, tx: Transaction, visit_id: VisitId, row: str) -> None:
        gone = set()
        for finding in tx.all(Finding, visit_id=visit_id):
            if finding.question.startswith(f"{row}/") or finding.question == row:
                gone.add(finding.id)
                tx.delete(Finding, finding.id)
        for photo in tx.all(Attachment, visit_id=visit_id):
            if photo.measure_id is not None and photo.question.startswith(f"{row}/"):
                tx.save(replace(photo, question="", finding_id=None))
            elif photo.question.startswith(f"{row}/") or photo.finding_id in gone:
                tx.delete(Attachment, photo.id)


def _parted(row: str) -> tuple[str, str]:
    try:
        return split_row(row)
    except ValueError:
        raise FieldRefused(field="row", value=row, allowed="") from None


def _inside(row: str, paths: Mapping[str, object]) -> list[str]:
    return [path for path in paths if path.startswith(f"{row}/")]


def _forget(tx: Transaction, section: SectionAnswers, row: str) -> None:
    """Take the answers in `row` out of a record; one that held nothing else goes."""
    kept = {
        name: one
        for name, one in section.answers.items()
        if not join_path(section.section, section.rows, name).startswith(f"{row}/")
    }
    if len(kept) == len(section.answers):
        return
    if section.rows and not kept:
        tx.delete(SectionAnswers, section.id)
    else:
        tx.save(replace(section, answers=kept))
