"""Conflicts: what two people changed at once, shown side by side until someone who knows decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.conflict import WHOLE, Conflict, Resolution
from ambassador_app.domain.identifiers import ConflictId, VisitId
from ambassador_app.domain.place import Ambassador, Site
from ambassador_app.domain.publication import OWNED
from ambassador_app.domain.records import KINDS, Json, Record, fields_of, value_of
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import SectionAnswers, Visit
from ambassador_app.errors import (
    ConflictSettled,
    NothingToUndo,
    RecordNewer,
    RecordNotFound,
    UnknownChecklist,
    VisitLocked,
)
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Reader, Transaction

if TYPE_CHECKING:
    from ambassador_app.domain.checklist import Question
    from ambassador_app.services.checklists import Checklists

_ANSWERS: Final = "answers."
NOTHING: Final[tuple[object, ...]] = ()


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict with the names a person knows it by: the place of the visit, who typed here what did not come
    through, the record as it stands now, and of an answer its question. In a sealed visit (`locked`) only the office's
    value can stand.
    """

    conflict: Conflict
    site: str
    mine_by: str
    record: Record | None
    locked: bool
    question: Question | None = None

    @property
    def text_part(self) -> str | None:
        """Which part of the value a person may write anew: see `Conflict.text_part`."""
        kind = self.question.kind if self.question is not None else None
        return self.conflict.text_part(of_text=kind == "text")


class Conflicts:
    """The conflicts of this municipality."""

    def __init__(self, desk: Desk, checklists: Checklists | None = None) -> None:
        self._desk: Final = desk
        self._checklists: Final = checklists

    def open(self, visit_id: VisitId | None = None) -> tuple[OpenConflict, ...]:
        """The conflicts nobody has decided yet, of one visit or of all, oldest first."""
        with self._desk.store.reader() as reader:
            every = reader.all(Conflict) if visit_id is None else reader.all(Conflict, visit_id=visit_id)
            found = []
            for one in every:
                if one.is_open:
                    visit = reader.find(Visit, one.visit_id)
                    site = reader.find(Site, visit.site_id) if visit is not None else None
                    cls = KINDS.get(one.record_kind)
                    record = reader.find(cls, one.record_id) if cls is not None else None
                    locked = visit is not None and visit.is_locked and one.record_kind != Report.KIND
                    person = reader.find(Ambassador, one.mine_by)
                    name = person.name if person is not None else one.mine_by
                    place, question = site.name if site is not None else "", self._question(one, visit, reader)
                    found.append(OpenConflict(one, place, name, record, locked, question))
        return tuple(found)

    def _question(self, conflict: Conflict, visit: Visit | None, reader: Reader) -> Question | None:
        """The question that a conflict is about, where it is about an answer of a checklist that is here."""
        path = conflict.field.removeprefix(_ANSWERS)
        if (
            visit is None
            or self._checklists is None
            or path == conflict.field
            or conflict.record_kind != SectionAnswers.KIND
        ):
            return None
        try:
            checklist = self._checklists.of(visit, reader)
        except UnknownChecklist:
            return None
        asked = checklist.questions if checklist is not None else ()
        return next((one for one in asked if path in (one.path, one.name)), None)

    def count(self, visit_id: VisitId | None = None) -> int:
        """How many wait for a decision."""
        return self._desk.store.post.open_conflicts(visit_id)

    def resolve(self, conflict_id: ConflictId, resolution: Resolution, value: Json = None) -> Changes:
        """Let my value, the office's or a new one (`value`) stand; one step of undo. A new text for a part of an answer
        is that answer with the text, given by who decides.

        Raises ConflictSettled when it is decided already, VisitLocked when the visit is sealed and another value than
        the sealed one is to stand, RecordNewer for what only a newer program makes a value of, RightMissing where the
        record is the office's and another value than the office's is to stand.
        """
        with self._desk.store.reader() as reader:
            conflict = reader.load(Conflict, conflict_id)
        if not conflict.is_open:
            raise ConflictSettled
        if resolution is not Resolution.THEIRS and conflict.record_kind in OWNED:
            self._desk.demand(OWNED[conflict.record_kind])
        with self._desk.deed(Deed.RESOLVE_CONFLICT, conflict.visit_id) as tx:
            if resolution is not Resolution.THEIRS and conflict.record_kind != Report.KIND:
                self._demand_unlocked(tx, conflict)
                _put(tx, conflict, conflict.mine if resolution is Resolution.MINE else (self._whole(conflict, value),))
            tx.save(replace(conflict, resolution=resolution, resolved_by=self._desk.user, resolved_at=self._desk.now()))
        return tx.changes

    def _whole(self, conflict: Conflict, value: Json) -> Json:
        part = conflict.text_part(of_text=True) if isinstance(value, str) else None
        if not part:
            return value
        answer = cast("Mapping[str, Json]", conflict.theirs[0])
        return {**answer, part: value, "by": self._desk.user, "at": self._desk.now().isoformat()}

    def undo(self, conflict: Conflict) -> Changes:
        """Take back the decision that was made last here, so that the conflict is open again.

        Raises NothingToUndo when something else was done since, UndoRefused when the value was changed meanwhile.
        """
        store, scope = self._desk.store, conflict.visit_id
        if store.undoable(scope, author=self._desk.user) != Deed.RESOLVE_CONFLICT:
            raise NothingToUndo
        return store.undo(scope, author=self._desk.user)

    @staticmethod
    def _demand_unlocked(tx: Transaction, conflict: Conflict) -> None:
        visit = tx.find(Visit, conflict.visit_id) if conflict.visit_id else None
        if visit is not None and visit.is_locked:
            raise VisitLocked(visit=visit.id)


def _put(tx: Transaction, conflict: Conflict, side: tuple[object, ...]) -> None:
    """Give the record the value of one side; no value removes the field, or the record."""
    cls = KINDS.get(conflict.record_kind)
    if cls is None:
        raise RecordNewer(kind=conflict.record_kind, id=conflict.record_id)
    here = tx.find(cls, conflict.record_id)
    if conflict.field == WHOLE:
        if side == NOTHING:
            if here is not None:
                tx.delete(cls, conflict.record_id)
            return
        tx.save(_value(cls, conflict, cast("Mapping[str, Json]", side[0])))
        return
    if here is None:
        raise RecordNotFound(kind=conflict.record_kind, id=conflict.record_id)
    fields = dict(fields_of(here, local=True))
    fields.pop(conflict.field, None)
    if side != NOTHING:
        fields[conflict.field] = cast("Json", side[0])
    tx.save(_value(cls, conflict, fields))


def _value(cls: type[Record], conflict: Conflict, fields: Mapping[str, Json]) -> Record:
    """The record with these fields. Raises RecordNewer for what this program makes no value of."""
    try:
        return value_of(cls, conflict.record_id, fields)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        raise RecordNewer(kind=conflict.record_kind, id=conflict.record_id) from error
