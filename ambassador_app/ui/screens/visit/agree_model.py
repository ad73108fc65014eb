"""What is agreed at the end of a visit: which measures are taken on, focus areas, next steps, the next contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from ambassador_app.domain.calculators import AREAS, Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus, Suggestion
from ambassador_app.domain.place import Reach, SiteKind
from ambassador_app.domain.visit import Action
from ambassador_app.i18n import N_, Translator
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.wording import area_label

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

WISHES: Final = (
    N_("A technical review by an energy consultant"),
    N_("A partnership agreement"),
    N_("To join the company network"),
    N_("Contact to craftsmen"),
    N_("Help with the climate accounts"),
    N_("A project with a university"),
)
"""Kept as they stand here, so that the report can say them in its own language."""

HALF_A_YEAR: Final = 6


class Decision(StrEnum):
    """What the company says to a proposal."""

    TAKEN_ON = "taken_on"
    OPEN = "open"
    NOT = "not"


_STATUS: Final = {
    Decision.TAKEN_ON: MeasureStatus.SELECTED,
    Decision.OPEN: MeasureStatus.PROPOSED,
    Decision.NOT: MeasureStatus.DISCARDED,
}


DECIDED: Final = frozenset({*_STATUS.values(), MeasureStatus.EVALUATED, MeasureStatus.UNKNOWN})
"""The statuses that a yes or no at the table can still change."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measure that is to be decided on."""

    measure: Measure
    assessment: Assessment | None

    @property
    def decision(self) -> Decision:
        """What was said to it so far."""
        if self.measure.status.is_agreed:
            return Decision.TAKEN_ON
        return Decision.NOT if self.measure.status is MeasureStatus.DISCARDED else Decision.OPEN

    @property
    def kwh(self) -> float | None:
        """Energy saved a year."""
        return sum(self.assessment.savings_kwh.values()) if self.assessment else None

    @property
    def payback(self) -> float | Payback:
        """Simple payback."""
        return self.assessment.economics.simple_payback if self.assessment else Payback.UNKNOWN


def proposals_of(workspace: Workspace, *, to_party: bool) -> dict[str, Proposal]:
    """Give what is to be decided on, by id: also what was turned down, so that it can be taken back."""
    return {
        one.id: Proposal(one, Assessment.from_json(one.assessment) if one.assessment is not None else None)
        for one in workspace.dossier.measures
        if one.suggestion not in (Suggestion.SUGGESTED, Suggestion.DISMISSED)
        and not (to_party and one.reach is Reach.INTERNAL)
    }


def actions_of(workspace: Workspace, *, to_party: bool) -> dict[str, Action]:
    """Give the next steps by id."""
    return {one.id: one for one in workspace.dossier.actions if not (to_party and one.reach is Reach.INTERNAL)}


class AgreeModel(QObject):
    """The verbs of the agreement."""

    def __init__(self, model: VisitModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def change_visit(self, name: str, value: object) -> None:
        """Change a field of the visit."""
        self._model.change_visit(**{name: value})

    def decide(self, proposal: Proposal, decision: Decision) -> None:
        """Take a measure on, leave it open, or turn it down."""
        if decision is not proposal.decision:
            self._model.measures.set_status(proposal.measure.id, _STATUS[decision])

    def because(self, measure_id: str, barrier: Barrier | None, words: str) -> None:
        """Say why a measure is turned down: what stands in the way, and in words."""
        self._model.measures.because(measure_id, barrier, words)

    def change_measure(self, measure_id: str, **fields: object) -> None:
        """Say who carries a measure out and by when."""
        self._model.measures.change(measure_id, **fields)

    def follow_up_in(self, months: int) -> None:
        """Follow up so many months from today."""
        self._model.change_visit(follow_up_on=months_after(self._model.session.now().date(), months))


def months_after(day: date, months: int) -> date:
    """Give the working day that falls `months` after `day`; a month without that day gives its last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    found = date(year, month, min(day.day, last))
    return found + timedelta(days=max(0, 7 - found.isoweekday() + 1) if found.isoweekday() > 5 else 0)


def known_areas(kind: SiteKind) -> tuple[str, ...]:
    """Give the areas that can be a focus here; farming only where there is a farm."""
    left_out = {"other"} if kind is SiteKind.FARM else {"other", "farm"}
    return tuple(one for one in AREAS if one not in left_out)


def shown(translator: Translator, words: Iterable[str]) -> tuple[str, ...]:
    """Give known areas and wishes in the reader's language, others as they were typed."""
    return tuple(translator.tr(area_label(one)) for one in words)


def kept(translator: Translator, words: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Give what is to be kept for the words on the screen: the name of a known one, others as typed."""
    names: Mapping[str, str] = {translator.tr(area_label(one)).casefold(): one for one in known}
    return tuple(names.get(one.casefold(), one) for one in words)
