"""The visits on this computer, and everything that can be done to one before it is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.checklist import AnswerValue, Checklist, QuestionKind
from ambassador_app.domain.checklist_choice import checklist_for
from ambassador_app.domain.form_state import FormState, first_answers
from ambassador_app.domain.identifiers import RevisionId, SiteId, VisitId
from ambassador_app.domain.lists import JournalLine, Page, VisitLine
from ambassador_app.domain.place import Municipality, Reach, Site, SiteKind
from ambassador_app.domain.sign_off import Revision
from ambassador_app.domain.totals import totals_of
from ambassador_app.domain.visit import (
    Answer,
    AnswerSource,
    Attachment,
    SectionAnswers,
    Visit,
    VisitKind,
    VisitStatus,
    section_id,
    split_path,
)
from ambassador_app.domain.visit_rows import answers_before, form_of, rows_in
from ambassador_app.errors import FieldRefused
from ambassador_app.services.cases import step_forward
from ambassador_app.services.checklists import Checklists
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.figures import FOLLOWED_FROM, Figures
from ambassador_app.services.publishing import held_profile
from ambassador_app.services.sets import Sets
from ambassador_app.services.workspace import (
    Workspace,
    missing_of,
    open_suggestions,
)
from ambassador_app.storage import Transaction

_KEEP: Final = object()
_FRESH: Final = Answer()


class Visits:
    """Visits from planned to sealed; each call is one deed, one transaction, one step of undo."""

    def __init__(self, desk: Desk, checklists: Checklists, sets: Sets, figures: Figures, dossiers: Dossiers) -> None:
        self._desk = desk
        self._checklists = checklists
        self._sets = sets
        self._figures = figures
        self._dossiers = dossiers

    # -- lists --------------------------------------------------------------------------------------------------
    def page(
        self,
        text: str = "",
        *,
        status: VisitStatus | None = None,
        site_id: SiteId | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> Page[VisitLine]:
        """Give one page of visits, newest first."""
        return self._desk.library.visits(text, status=status, site_id=site_id, offset=offset, limit=limit)

    def history(self, visit_id: VisitId) -> tuple[JournalLine, ...]:
        """Give what was done to a visit, newest first."""
        return self._desk.library.history(visit_id)

    def workspace(self, visit_id: VisitId) -> Workspace:
        """Give all that the screens of one visit show. Raises RecordNotFound."""
        dossier, reports, previous = self._dossiers.with_reports(visit_id)
        answers = dossier.answers()
        form = self._form(dossier.visit, dossier.sections, dossier.checklist)
        rows = rows_in(dossier.sections)
        totals = totals_of(dossier.measures, dossier.energy)
        store = self._desk.store
        return Workspace(
            dossier=dossier,
            form=form,
            totals=totals,
            suggestions=open_suggestions(form, dossier.measures, self._desk.resources.catalogue) if form else (),
            answers=answers,
            rows=rows,
            previous=answers_before(form, rows.names, previous) if form else {},
            missing=missing_of(dossier, form, totals, reports),
            reports=reports,
            undo=store.undoable(visit_id, author=self._desk.user),
            redo=store.redoable(visit_id, author=self._desk.user),
            saved_at=last[0].at if (last := self._desk.library.history(visit_id, limit=1)) else None,
            catalogue=self._desk.resources.catalogue,
        )

    def _form(self, visit: Visit, sections: Iterable[SectionAnswers], checklist: Checklist | None) -> FormState | None:
        if checklist is None:
            return None
        return form_of(checklist, sections, visit.clock_day or self._desk.now().date())

    def form_within(self, tx: Transaction, visit: Visit) -> FormState | None:
        """Give the form as an open transaction sees it; None without a checklist."""
        return self._form(visit, tx.all(SectionAnswers, visit_id=visit.id), self._checklists.of(visit, tx))

    # -- the header ---------------------------------------------------------------------------------------------
    def plan(
        self,
        site_id: SiteId,
        *,
        kind: VisitKind = VisitKind.WALKTHROUGH,
        planned_at: datetime | None = None,
        agreed_with: str = "",
        agreed_on: date | None = None,
        language: str = "da",
        checklist_id: str = "",
    ) -> Made:
        """Plan a visit; the site's case moves to the step *visit* if it stands before it.

        Without `checklist_id` the kinds of visit and site decide. Raises UnknownSet for a checklist that is not here.
        """
        visit_id = VisitId(self._desk.new_id())
        with self._desk.deed(Deed.PLAN_VISIT, visit_id) as tx:
            site = tx.load(Site, site_id)
            case = step_forward(tx, self._desk, site_id)
            office = tx.load(Municipality, self._desk.municipality_id)
            now = self._desk.now()
            tx.save(
                Visit(
                    id=visit_id,
                    site_id=site_id,
                    kind=kind,
                    case_id=case.id,
                    responsible=self._desk.user,
                    planned_at=planned_at,
                    agreed_with=agreed_with,
                    agreed_on=agreed_on,
                    language=language,
                    checklist_id=self._known(checklist_id or checklist_for(kind, site.kind), tx),
                    factor_set=office.factor_set,
                    price_set=office.home_price_set if site.kind is SiteKind.HOME else office.price_set,
                    place=site.address.city,
                )
            )
            tx.save(Revision(RevisionId(self._desk.new_id()), visit_id, 1, now, self._desk.user))
        return Made(visit_id, tx.changes)

    def change(self, visit_id: VisitId, **fields: Any) -> Changes:
        """Change header fields of an open visit. Raises VisitLocked, FieldRefused, TextTooLong.

        Until it begins, a visit of another kind takes the checklist of that kind, unless one was chosen.
        """
        refuse_unfit(fields)
        with self._desk.visit_deed(Deed.CHANGE_VISIT, visit_id) as (tx, visit):
            changed = replace(visit, **fields)
            if changed.kind is not visit.kind and not visit.checklist_sha256:
                site = tx.load(Site, visit.site_id).kind
                if visit.checklist_id == checklist_for(visit.kind, site):
                    changed = replace(changed, checklist_id=checklist_for(changed.kind, site))
            tx.save(changed)
            if fields.keys() & FOLLOWED_FROM:
                self._figures.renew(changed, tx)
        return tx.changes

    def confirm_price(self, visit_id: VisitId, item: str, value: float | None = None) -> Changes:
        """Let `value` (DKK for the item's unit) be the visited party's own price, or, with None, confirm the one that
        is used now. Every measure is computed anew. Raises VisitLocked, UnknownInput, InputRefused, InputMissing.
        """
        with self._desk.visit_deed(Deed.CHANGE_VISIT, visit_id) as (tx, visit):
            price = self._sets.price(visit, tx, item) if value is None else value
            changed = replace(visit, prices_dkk_kwh={**visit.prices_dkk_kwh, item: price})
            self._sets.prices(changed, tx)
            tx.save(changed)
            self._figures.renew(changed, tx)
        return tx.changes

    def forget_price(self, visit_id: VisitId, item: str) -> Changes:
        """Go back to the price of the set. Raises VisitLocked."""
        with self._desk.visit_deed(Deed.CHANGE_VISIT, visit_id) as (tx, visit):
            own = {name: value for name, value in visit.prices_dkk_kwh.items() if name != item}
            changed = replace(visit, prices_dkk_kwh=own)
            tx.save(changed)
            self._figures.renew(changed, tx)
        return tx.changes

    def choose_checklist(self, visit_id: VisitId, checklist_id: str) -> Changes:
        """Take another checklist, before anything is noted. Raises FieldRefused afterwards, UnknownSet, VisitLocked."""
        with self._desk.visit_deed(Deed.CHANGE_VISIT, visit_id) as (tx, visit):
            if visit.checklist_sha256:
                raise FieldRefused(field="checklist_id", value=checklist_id, allowed=visit.checklist_id)
            tx.save(replace(visit, checklist_id=self._known(checklist_id, tx)))
        return tx.changes

    def _known(self, checklist_id: str, tx: Transaction) -> str:
        return self._checklists.current(checklist_id, tx).id

    def cancel(self, visit_id: VisitId) -> Changes:
        """Cancel a visit that will not take place; it stays in the list, locked."""
        with self._desk.visit_deed(Deed.CANCEL_VISIT, visit_id) as (tx, visit):
            tx.save(replace(visit, status=VisitStatus.CANCELLED))
        return tx.changes

    def amend(self, visit_id: VisitId, reason: str) -> Changes:
        """Open the next revision of a sealed visit; the sealed report stays as it is."""
        refuse_unfit({"reason": reason})
        with self._desk.deed(Deed.AMEND_VISIT, visit_id) as tx:
            visit = tx.load(Visit, visit_id)
            if visit.status is not VisitStatus.SEALED:
                raise FieldRefused(field="status", value=visit.status, allowed=VisitStatus.SEALED)
            number = visit.revision + 1
            tx.save(replace(visit, status=VisitStatus.UNDER_WAY, revision=number))
            opened = Revision(
                RevisionId(self._desk.new_id()), visit_id, number, self._desk.now(), self._desk.user, reason
            )
            tx.save(opened)
        return tx.changes

    def begin(self, tx: Transaction, visit: Visit) -> Visit:
        """Freeze template, sets and day with the first thing noted; a visit under way is returned unchanged."""
        if visit.status is not VisitStatus.PLANNED:
            return visit
        now = self._desk.now()
        begun = replace(
            self._sets.frozen(visit, tx), status=VisitStatus.UNDER_WAY, started_at=now, clock_day=now.date(),
            profile=held_profile(tx, self._desk.municipality_id),
        )  # fmt: skip
        if begun.checklist_id:
            checklist = self._checklists.current(begun.checklist_id, tx)
            begun = replace(begun, checklist_sha256=self._checklists.keep(checklist, tx))
            for path, value in first_answers(checklist, now.date(), begins_with=()).items():
                put_answer(tx, begun.id, path, value=value, by=self._desk.user, at=now)
        tx.save(begun)
        return begun

    # -- answers ------------------------------------------------------------------------------------------------
    def answer(
        self,
        visit_id: VisitId,
        path: str,
        *,
        value: AnswerValue | object = _KEEP,
        note: str | object = _KEEP,
        reach: Reach | object = _KEEP,
        not_seen: str | object = _KEEP,
        source: AnswerSource | object = _KEEP,
        instrument: str | object = _KEEP,
    ) -> Changes:
        """Answer one question; only what is given changes. What the answer recalculates is saved with it.

        Raises VisitLocked, TextTooLong.
        """
        given = {
            "value": value,
            "note": note,
            "reach": reach,
            "not_seen": not_seen,
            "source": source,
            "instrument": instrument,
        }
        fields: dict[str, Any] = {name: one for name, one in given.items() if one is not _KEEP}
        refuse_unfit(fields)
        if "value" in fields and fields["value"] not in (None, "", ()):
            fields.setdefault("not_seen", "")
        if fields.get("not_seen"):
            fields.setdefault("value", None)
        with self._desk.visit_deed(Deed.ANSWER, visit_id) as (tx, visit):
            begun = self.begin(tx, visit)
            stamp: dict[str, Any] = {"by": self._desk.user, "at": self._desk.now()}
            counted = self._recalculated(begun, tx, path, fields["value"]) if "value" in fields else {}
            put_answer(tx, visit_id, path, begin=self._begun(begun, tx, path), **fields, **stamp)
            for other, number in counted.items():
                put_answer(tx, visit_id, other, value=number, **stamp)
        return tx.changes

    def _begun(self, visit: Visit, tx: Transaction, path: str) -> Answer:
        """Give an answer nobody has given yet: some questions are for the municipality alone from the start."""
        checklist = self._checklists.of(visit, tx)
        return Answer(reach=Reach.INTERNAL) if checklist is not None and is_internal(checklist, path) else Answer()

    def _recalculated(self, visit: Visit, tx: Transaction, path: str, value: AnswerValue) -> Mapping[str, AnswerValue]:
        checklist = self._checklists.of(visit, tx)
        if checklist is None or not recalculates(checklist):
            return {}
        form = self.form_within(tx, visit)
        return form.answered(path, value).recalculated if form else {}

    def photos_changed(self, tx: Transaction, visit: Visit, path: str) -> None:
        """Let a question that asks for a photo be answered by the photos that stand at it."""
        checklist = self._checklists.of(visit, tx) if path else None
        if checklist is None or not asks_for_photo(checklist, path):
            return
        shown = tuple(one.sha256 for one in tx.all(Attachment, visit_id=visit.id) if one.question == path)
        put_answer(tx, visit.id, path, value=shown or None, by=self._desk.user, at=self._desk.now())

    # -- history ------------------------------------------------------------------------------------------------
    def undo(self, visit_id: VisitId) -> Changes:
        """Take back this person's last deed in the visit. Raises NothingToUndo, UndoRefused."""
        return self._desk.store.undo(visit_id, author=self._desk.user)

    def redo(self, visit_id: VisitId) -> Changes:
        """Do again what was undone last. Raises NothingToRedo, UndoRefused."""
        return self._desk.store.redo(visit_id, author=self._desk.user)


def put_answer(tx: Transaction, visit_id: VisitId, path: str, *, begin: Answer = _FRESH, **fields: Any) -> None:
    """Save one answer, changing only `fields` of it; one that is not there yet begins as `begin`."""
    section, rows, name = split_path(path)
    identifier = section_id(visit_id, section, *rows)
    found = tx.find(SectionAnswers, identifier) or SectionAnswers(identifier, visit_id, section, rows)
    answer = replace(found.answers.get(name, begin), **fields)
    tx.save(replace(found, answers={**found.answers, name: answer}))


@cache
def recalculates(checklist: Checklist) -> bool:
    """Whether an answer can change another one: a question that is asked and calculated at once."""
    return any(one.calculation and one.kind.is_asked for one in checklist.questions)


def is_internal(checklist: Checklist, path: str) -> bool:
    """Whether the question at `path` is asked for the municipality's own use."""
    try:
        return checklist.question(path).reach == Reach.INTERNAL
    except KeyError:
        return False


def asks_for_photo(checklist: Checklist, path: str) -> bool:
    """Whether the question at `path` is answered by photos."""
    try:
        return checklist.question(path).kind is QuestionKind.IMAGE
    except KeyError:
        return False
