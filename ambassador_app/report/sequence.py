"""The parts of a report after page 1, in their order: of a visit, and of an inspection with its separable pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ambassador_app.domain.inspection import VOLUNTARY_SECTION
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import N_
from ambassador_app.report import (
    alternatives,
    earlier,
    energy,
    inspection,
    kinds,
    observations,
    package,
    parts,
    people,
    proposals,
    summary,
)
from ambassador_app.report.content import Block
from ambassador_app.report.material import Material


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report under its title (a msgid); one without blocks is left out."""

    title: str
    blocks: Sequence[Block]
    new_page: bool = False


def of_visit(material: Material) -> list[Part]:
    """Give the parts of every kind of visit but an inspection. A follow-up begins with what became of the measures."""
    words, shown = material.words, material.shown
    who = Part(N_("Participants and place"), people.participants(words, shown))
    purpose = Part(
        N_("Purpose and scope"), [*parts.purpose(words, shown), *observations.not_seen(words, material.form)]
    )
    used = Part(_energy_title(material), energy.blocks(words, shown, material.accent))
    seen = Part(N_("Observations"), _seen(material))
    since = _since(material)
    middle = [since, used, seen] if shown.visit.kind is VisitKind.FOLLOW_UP else [used, seen, since]
    return [
        who,
        purpose,
        *middle,
        Part(N_("Proposals"), _proposals(material)),
        _quick_wins(material),
        Part(N_("Before you begin"), kinds.before_you_begin(words, shown)),
        Part(N_("Agreement on next steps"), parts.next_steps(words, shown, material.found)),
        *_closing(material),
        _sources(material),
        Part(N_("Data protection and access to documents"), parts.privacy(words, shown)),
        *_end(material),
    ]


def of_inspection(material: Material) -> list[Part]:
    """Give the parts of an inspection: what the law asks for, then the voluntary pages on energy, on pages of their own
    under *Opportunities, not requirements*."""
    words, shown = material.words, material.shown
    steps = parts.agreed_steps(words, shown, material.found)
    required = [
        Part(N_("Participants and place"), people.participants(words, shown)),
        Part(N_("The eight items of the inspection"), inspection.eight_items(material)),
        Part(N_("Announcement of the inspection"), inspection.announcement(material)),
        Part(
            N_("Observations"),
            [*_seen(material, without=VOLUNTARY_SECTION), *observations.not_seen(words, material.form)],
        ),
        Part(N_("Publication and access to documents"), inspection.publication(material)),
        *_closing(material),
    ]
    opening = inspection.voluntary(material)
    proposed = _proposals(material)
    brief = summary.of_proposals(material, best=False) if material.found else []
    voluntary = [
        Part(N_("Opportunities, not requirements"), [*opening, *brief, *proposed], new_page=True),
        _quick_wins(material),
        _since(material),
        Part(N_("Energy use"), energy.blocks(words, shown, material.accent) if shown.energy else []),
        Part(N_("Agreement on next steps"), steps),
        _sources(material),
    ]
    privacy = Part(N_("Data protection and access to documents"), parts.privacy(words, shown), new_page=True)
    return [*required, *voluntary, privacy, *_end(material)]


def _seen(material: Material, *, without: str = "") -> list[Block]:
    words, photos = material.words, material.photos
    seen = observations.blocks(words, material.shown, material.form, photos, without=without)
    return [*seen, *observations.rest_of_photos(words, photos)]


def _since(material: Material) -> Part:
    return Part(N_("Status of earlier measures"), earlier.blocks(material.words, material.shown))


def _proposals(material: Material) -> list[Block]:
    words, found, sums, shown = material.words, material.found, material.sums, material.shown
    if not found:
        return []
    each: list[Block] = [
        proposals.block(
            words,
            one,
            material.photos,
            (*package.facts(words, one, found, sums), *alternatives.facts(words, one.measure, shown)),
        )
        for one in found
    ]
    together = [*package.notes(words, sums), *package.charts(words, found, sums, material.accent)]
    return [proposals.table(words, found, sums), *together, *each]


def _quick_wins(material: Material) -> Part:
    return Part(N_("Quick wins without investment"), proposals.quick_wins(material.words, material.found))


def _sources(material: Material) -> Part:
    return Part(N_("Factors, prices and method"), parts.sources(material.words, material.shown, material.found))


def _closing(material: Material) -> list[Part]:
    words, shown = material.words, material.shown
    return [
        Part(N_("Remarks"), parts.remarks(words, shown)),
        Part(N_("Files of the visit"), parts.files(words, shown)),
        Part(N_("Business secrets"), parts.secrets(words, shown)),
    ]


def _end(material: Material) -> list[Part]:
    words, shown = material.words, material.shown
    found = [Part(N_("Signatures"), [parts.signature_block(words, shown)])]
    if shown.visit.with_answers_appendix:
        every = observations.appendix(words, material.form)
        found.append(Part(N_("Appendix: all questions and answers"), every))
    return found


def _energy_title(material: Material) -> str:
    return N_("The home's energy use") if kinds.is_home(material.shown) else N_("Energy use")
