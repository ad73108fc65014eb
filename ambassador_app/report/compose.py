"""A visit to the content of its report: everything decided, nothing drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.totals import Totals, totals_of
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import about, alternatives, earlier, energy, observations, package, parts, proposals
from ambassador_app.report.content import (
    Block,
    Column,
    Furniture,
    Letterhead,
    Paragraph,
    ReportContent,
    Signatures,
    Table,
)
from ambassador_app.report.photobook import PhotoBook
from ambassador_app.report.proposals import Proposal

_TOP: int = 3


def compose(dossier: VisitDossier, translator: Translator, now: datetime, *, issuer: str = "") -> ReportContent:
    """Decide what the report of a visit says, in the translator's language.

    Only what is of reach *report* enters. `now` (aware) dates the file and is part of neither pages nor digest, so
    content and digest stay the same from the first signer to the last. `issuer` is who vouches for the key that will
    seal it, empty for one that was made on the ambassador's own computer: page 1 tells what a reader will say of it.
    """
    shown = dossier.for_report()
    words = translator
    found = proposals.proposals(shown.measures)
    sums = totals_of(shown.measures, shown.energy)
    title = words.tr(parts.TITLE[shown.visit.kind])
    bare = ReportContent(
        language=words.language.value,
        title=title,
        subtitle=shown.site.name,
        author=", ".join(part for part in (shown.ambassador.name, shown.municipality.name) if part),
        accent=shown.municipality.accent_colour,
        letterhead=_letterhead(words, shown),
        furniture=_furniture(words, shown, title),
        created=now,
        front=tuple(_front(words, shown, found, sums, issuer)),
        blocks=tuple(_blocks(words, dossier, shown, found, sums, now)),
    ).with_digest()
    signed = replace(
        parts.signature_block(words, shown),
        signers=parts.signers(words, shown, bare.digest),
        papers=parts.papers(words, shown),
    )
    return replace(bare, blocks=tuple(signed if isinstance(one, Signatures) else one for one in bare.blocks))


def _front(
    words: Translator, shown: VisitDossier, found: tuple[Proposal, ...], sums: Totals, issuer: str
) -> list[Block]:
    """Fill page 1: what it is, what it says in one minute, whose it is."""
    blocks: list[Block] = [parts.disclaimer(words, shown), *_summary(words, shown, found, sums)]
    return [*blocks, parts.visit_facts(words, shown), about.about_the_file(words, issuer)]


def _summary(words: Translator, shown: VisitDossier, found: tuple[Proposal, ...], sums: Totals) -> list[Block]:
    if not found:
        said = words.tr(N_("The visit ended without computed proposals; what was agreed stands below."))
        return [Paragraph(said), *parts.focus_areas(words, shown)]
    said = words.tn(
        "The visit gave {count} proposal.",
        "The visit gave {count} proposals.",
        sums.count,
    )
    if not sums.computed:
        return [Paragraph(said), *parts.focus_areas(words, shown)]
    unpriced = sums.computed - (sums.count - sums.unknown)
    if unpriced:
        said += " " + words.tn(
            "The investment is not known yet for {count} of them.",
            "The investment is not known yet for {count} of them.",
            unpriced,
        )
    blocks: list[Block] = [Paragraph(said), proposals.total_figures(words, sums)]
    return [*blocks, _best(words, found, sums), *energy.against_use(words, shown, sums)]


def _best(words: Translator, found: tuple[Proposal, ...], sums: Totals) -> Table:
    """Show the first proposals that count, with what an owner asks first."""
    in_vain = {one.measure_id for one in sums.package.counted if one.is_in_vain}
    whole = proposals.table(words, [one for one in found if one.assessment and one.measure.id not in in_vain][:_TOP])
    keep = (0, 1, 3, 6)
    columns = tuple(Column(whole.columns[i].title, whole.columns[i].share, whole.columns[i].align) for i in keep)
    rows = tuple(tuple(row[i] for i in keep) for row in whole.rows)
    return Table(columns, rows, caption=words.tr(N_("The proposals that pay for themselves soonest")))


def _blocks(
    words: Translator,
    whole: VisitDossier,
    shown: VisitDossier,
    found: tuple[Proposal, ...],
    sums: Totals,
    now: datetime,
) -> list[Block]:
    """Give the parts after page 1, in the order of the report; photos are numbered as they come."""
    photos = PhotoBook(words, shown.attachments)
    accent = shown.municipality.accent_colour
    day = (shown.visit.started_at or shown.visit.planned_at or now).date()
    form = observations.asked(words, whole, shown, day)
    seen = [*observations.blocks(words, shown, form, photos), *observations.rest_of_photos(words, photos)]
    proposed: list[Block] = [
        proposals.block(
            words,
            one,
            photos,
            (*package.facts(words, one, found, sums), *alternatives.facts(words, one.measure, shown)),
        )
        for one in found
    ]
    purpose = [*parts.purpose(words, shown), *observations.not_seen(words, form)]
    named: list[tuple[str, list[Block]]] = [
        (N_("Participants and place"), parts.participants(words, shown)),
        (N_("Purpose and scope"), purpose),
        (_energy_title(shown), energy.blocks(words, shown, accent)),
        (N_("Observations"), seen),
        (N_("Status of earlier measures"), earlier.blocks(words, shown)),
        (_proposals_title(shown), _proposals(words, found, sums, accent, proposed)),
        (N_("Quick wins without investment"), proposals.quick_wins(words, found)),
        (N_("Agreement on next steps"), parts.next_steps(words, shown, found)),
        (N_("Remarks"), parts.remarks(words, shown)),
        (N_("Files of the visit"), parts.files(words, shown)),
        (N_("Business secrets"), parts.secrets(words, shown)),
        (N_("Factors, prices and method"), parts.sources(words, shown, found)),
        (N_("Data protection and access to documents"), parts.privacy(words, shown)),
        (N_("Signatures"), [parts.signature_block(words, shown)]),
    ]
    if shown.visit.with_answers_appendix:
        named.append((N_("Appendix: all questions and answers"), observations.appendix(words, form)))
    return [block for title, blocks in named for block in parts.part(words, title, blocks)]


def _proposals(
    words: Translator, found: tuple[Proposal, ...], sums: Totals, accent: str, proposed: list[Block]
) -> list[Block]:
    if not found:
        return []
    counted = [*package.notes(words, sums), *package.charts(words, found, sums, accent)]
    return [proposals.table(words, found, sums), *counted, *proposed]


def _proposals_title(shown: VisitDossier) -> str:
    is_inspection = shown.visit.kind is VisitKind.INSPECTION
    return N_("Opportunities, not requirements") if is_inspection else N_("Proposals")


def _energy_title(shown: VisitDossier) -> str:
    return N_("The home's energy use") if shown.site.kind is SiteKind.HOME else N_("Energy use")


def _letterhead(words: Translator, shown: VisitDossier) -> Letterhead:
    owner = shown.municipality
    contact = " · ".join(part for part in (owner.phone, owner.email) if part)
    lines = tuple(part for part in (owner.address.line, contact, owner.website) if part)
    alt = words.tr(N_("Logo of {name}"), name=owner.name)
    return Letterhead(owner.name, owner.department, lines, owner.logo, alt if owner.logo else "")


def _furniture(words: Translator, shown: VisitDossier, title: str) -> Furniture:
    visit, ambassador, owner = shown.visit, shown.ambassador.name, shown.municipality.name
    edition = words.tr(N_("Edition {number}"), number=visit.revision)
    case = words.tr(N_("Case {number}"), number=visit.case_number) if visit.case_number else ""
    by = ", ".join(part for part in (ambassador, owner) if part)
    return Furniture(
        header=f"{title} – {shown.site.name}",
        footer=" · ".join(part for part in (case, edition) if part),
        page=words.tr(N_("Page {page} of")),
        contents=words.tr(N_("Contents")),
        photo_missing=words.tr(N_("The photo is not on this computer")),
        seal_lines=(
            words.tr(N_("Electronic seal")),
            by,
            words.tr(N_("Check it in the signature panel of your PDF reader,")),
            words.tr(N_("or ask the municipality.")),
        ),
        seal_description=words.tr(N_("Electronic seal of {by}"), by=by),
        archive_description=words.tr(N_("Place for a later time stamp of the archive")),
        data_description=words.tr(N_("The data of this report")),
    )
