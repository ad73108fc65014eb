"""Everything that belongs to one visit, gathered: what a report is composed from."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Self

from ambassador_app.domain.benchmarks import EnergyReference
from ambassador_app.domain.case import Case
from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.earlier_photo import EarlierPhoto, photos_told
from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.follow_up import EarlierMeasure
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Ambassador, Contact, Municipality, Organisation, Reach, Site
from ambassador_app.domain.sign_off import Revision, SignOff
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion
from ambassador_app.domain.variants import alternatives_of
from ambassador_app.domain.visit import (
    Action,
    Answer,
    Attachment,
    EnergyUse,
    Finding,
    SectionAnswers,
    Visit,
    paths_of,
)
from ambassador_app.domain.visit_rows import AskedQuestions


@dataclass(frozen=True, slots=True)
class VisitDossier:
    """One visit with all that stands around it, as it was at one moment. Sequences are in the order shown.

    `alternatives` are the variants that were not chosen, where `measures` holds only what is proposed (`for_report`).
    `editions` are those after the first, up to the visit's own, with what each changes.
    `factor_version` and `price_version` are the texts that `factor_set` and `price_set` were read from. `asked` says
    which questions belonged to the visit where the answers that decided it are not here (None: the answers tell).
    `earlier_photos` are those of earlier visits that photos of this one are compared with.
    """

    municipality: Municipality
    ambassador: Ambassador
    site: Site
    visit: Visit
    organisation: Organisation | None = None
    case: Case | None = None
    contacts: tuple[Contact, ...] = ()
    checklist: Checklist | None = None
    sections: tuple[SectionAnswers, ...] = ()
    findings: tuple[Finding, ...] = ()
    measures: tuple[Measure, ...] = ()
    actions: tuple[Action, ...] = ()
    energy: tuple[EnergyUse, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    factor_set: FactorSet | None = None
    price_set: PriceSet | None = None
    reference: EnergyReference | None = None
    earlier: tuple[EarlierMeasure, ...] = ()
    alternatives: tuple[Measure, ...] = ()
    editions: tuple[Revision, ...] = ()
    factor_version: FactorSetVersion | None = None
    price_version: PriceSetVersion | None = None
    asked: AskedQuestions | None = None
    earlier_photos: tuple[EarlierPhoto, ...] = ()

    def answers(self) -> dict[str, Answer]:
        """Give every answer by the path the checklist knows its question by (`/data/lighting/ly1_count`)."""
        return paths_of(self.sections)

    def for_report(self) -> Self:
        """Return the dossier with nothing in it that is not of reach *report*: the one place where this is decided."""
        findings = tuple(one for one in self.findings if one.reach is Reach.REPORT)
        told = tuple(_told(one) for one in self.measures if one.reach is Reach.REPORT)
        measures = tuple(one for one in told if one.is_proposed)
        attachments = tuple(
            replace(one, original_sha256="", thumbnail_sha256="", clean_sha256="", marks=None)
            for one in photos_told(self.attachments, self.findings, self.measures, self.answers())
        )
        compared = {one.before_id for one in attachments}
        before = tuple(one for one in self.earlier_photos if one.may_be_told and one.id in compared)
        told_of = {one.id for one in attachments} | {one.id for one in before}
        attachments = tuple(one if one.before_id in told_of else replace(one, before_id=None) for one in attachments)
        every = {name for one in self.attachments for name in (one.sha256, one.clean_sha256, one.original_sha256)}
        withheld = every - {one.sha256 for one in attachments}
        sections = tuple(
            replace(one, answers={k: _for_report(a, withheld) for k, a in one.answers.items()}) for one in self.sections
        )
        said = f"{self.visit.kind}/"
        disclaimers = {key: words for key, words in self.municipality.disclaimers.items() if key.startswith(said)}
        return replace(
            self,
            municipality=replace(self.municipality, disclaimers=disclaimers),
            visit=replace(self.visit, internal_note="", parked=()),
            site=replace(self.site, internal_note=""),
            contacts=tuple(replace(one, note="") for one in self.contacts if one.reach is Reach.REPORT),
            sections=sections,
            findings=findings,
            measures=measures,
            alternatives=tuple(one for one in told if any(one in alternatives_of(kept, told) for kept in measures)),
            actions=tuple(one for one in self.actions if one.reach is Reach.REPORT),
            attachments=attachments,
            earlier_photos=before,
            earlier=tuple(one.told() for one in self.earlier if one.may_be_told),
            energy=tuple(replace(one, meter="") for one in self.energy),
            editions=tuple(replace(one, by="", sealed_at=None) for one in self.editions),
        )


def _told(measure: Measure) -> Measure:
    """A measure without what only the municipality may know."""
    return replace(
        measure,
        internal_note="",
        provenance=None,
        moves=(),
        dismissed_because="",
        barrier=None,
        verification=None,
    )


def _for_report(answer: Answer, withheld: Set[str]) -> Answer:
    """An internal answer leaves the report whole; its value, note and reason go with it. A photo that is answered
    with and is internal itself does not stay behind as its hash."""
    if answer.reach is not Reach.REPORT:
        return Answer()
    if isinstance(answer.value, tuple) and not withheld.isdisjoint(answer.value):
        return replace(answer, value=tuple(one for one in answer.value if one not in withheld) or None)
    return answer
