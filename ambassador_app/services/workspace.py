"""One visit as its screens need it: the dossier, the evaluated checklist, totals, suggestions and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.domain.checklist import AnswerValue
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.measure import Measure, Suggestion
from ambassador_app.domain.place import Site, SiteKind
from ambassador_app.domain.sign_off import Report, SignerRole, SignOff
from ambassador_app.domain.suggestions import Suggestion as FormSuggestion
from ambassador_app.domain.totals import Totals
from ambassador_app.domain.visit import Answer, Step, Visit, VisitKind
from ambassador_app.domain.visit_rows import Rows
from ambassador_app.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class SuggestedMeasure:
    """A measure that the answers suggest, with the inputs they already fill."""

    entry: CatalogueEntry
    suggestion: FormSuggestion


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that the screens of one visit show, as it was at one moment."""

    dossier: VisitDossier
    form: FormState | None
    totals: Totals
    suggestions: tuple[SuggestedMeasure, ...]
    answers: Mapping[str, Answer]
    rows: Rows
    previous: Mapping[str, Answer]
    missing: Mapping[Step, tuple[Message, ...]]
    reports: tuple[Report, ...]
    undo: str | None
    redo: str | None
    saved_at: datetime | None
    catalogue: Mapping[str, CatalogueEntry]

    def suggestions_in(self, form: FormState) -> tuple[SuggestedMeasure, ...]:
        """Give what the answers of `form` suggest, those included that are not written yet."""
        return open_suggestions(form, self.dossier.measures, self.catalogue)

    @property
    def locked(self) -> bool:
        """Whether the visit is sealed or cancelled."""
        return self.dossier.visit.is_locked


def values_of(answers: Mapping[str, Answer]) -> dict[str, AnswerValue]:
    """Give the bare values that the checklist's expressions see."""
    return {path: answer.value for path, answer in answers.items() if answer.value is not None}


def open_suggestions(
    form: FormState, measures: Iterable[Measure], catalogue: Mapping[str, CatalogueEntry]
) -> tuple[SuggestedMeasure, ...]:
    """Give what the answers suggest and nobody has accepted or turned down since its inputs changed."""
    settled = set()
    for one in measures:
        if one.provenance is not None:
            dismissed = one.suggestion is Suggestion.DISMISSED
            settled.add((one.provenance.key, one.provenance.fingerprint if dismissed else ""))
    return tuple(
        SuggestedMeasure(catalogue[one.entry_id], one)
        for one in form.suggestions
        if one.entry_id in catalogue and not {(one.key, ""), (one.key, one.fingerprint)} & settled
    )


def missing_of(
    dossier: VisitDossier, form: FormState | None, totals: Totals, reports: Iterable[Report]
) -> dict[Step, tuple[Message, ...]]:
    """Tell, step by step, what is still missing. An empty tuple means the step is done; all are once it is sealed."""
    visit = dossier.visit
    if visit.is_locked and tuple(reports):
        return {step: () for step in Step}
    return {
        Step.PREPARE: _missing_to_prepare(visit, dossier.site),
        Step.WALKTHROUGH: _missing_in_walkthrough(form),
        Step.MEASURES: _missing_in_measures(dossier.measures),
        Step.AGREE: _missing_to_agree(visit, totals),
        Step.SIGN: missing_to_seal(visit, dossier.sign_offs),
        Step.HAND_OVER: (Message(N_("The report is not sealed yet.")),),
    }


def _missing_to_prepare(visit: Visit, site: Site) -> tuple[Message, ...]:
    found = []
    if visit.planned_at is None:
        found.append(Message(N_("The visit has no date yet.")))
    if not visit.agreed_with:
        found.append(Message(N_("Who agreed to the visit is not noted.")))
    if site.kind is SiteKind.FARM and not site.chr_number.strip():
        found.append(Message(N_("The farm's CHR number is not noted; the report names it.")))
    if visit.kind is VisitKind.TECHNICAL_REVIEW and not visit.adviser_interests.strip():
        found.append(Message(N_("The interests of the adviser are not noted; the report tells them.")))
    return tuple(found)


def _missing_in_walkthrough(form: FormState | None) -> tuple[Message, ...]:
    if form is None:
        return ()
    progress = form.progress()
    found = []
    if progress.answered == 0 and progress.relevant:
        found.append(Message(N_("No question has been answered yet.")))
    if progress.missing:
        found.append(Message(N_("{number} required questions are not answered."), {"number": progress.missing}))
    if progress.invalid:
        found.append(Message(N_("{number} answers cannot be right."), {"number": progress.invalid}))
    return tuple(found)


def _missing_in_measures(measures: Iterable[Measure]) -> tuple[Message, ...]:
    unfinished = [one.title for one in measures if one.is_proposed and one.assessment is None]
    if not unfinished:
        return ()
    return (Message(N_("Figures are missing in: {titles}."), {"titles": ", ".join(unfinished)}),)


def _missing_to_agree(visit: Visit, totals: Totals) -> tuple[Message, ...]:
    found = []
    if not visit.focus_areas and not totals.count:
        found.append(Message(N_("Neither a measure nor a focus area has been agreed.")))
    if visit.follow_up_on is None:
        found.append(Message(N_("There is no date for the follow-up.")))
    return tuple(found)


def missing_to_seal(visit: Visit, sign_offs: Iterable[SignOff]) -> tuple[Message, ...]:
    """Tell whose sign-off of this revision is missing; nothing missing means the report can be sealed."""
    signed = {one.role for one in sign_offs if one.revision == visit.revision}
    found = []
    if SignerRole.AMBASSADOR not in signed:
        found.append(Message(N_("The ambassador has not signed.")))
    if SignerRole.VISITED_PARTY not in signed:
        found.append(Message(N_("The visited party has neither signed nor been noted as not signing.")))
    return tuple(found)
