"""A visit to the content of its report: everything decided, nothing drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import about, editions, kinds, parts, people, sequence, summary
from ambassador_app.report.content import Block, Furniture, Letterhead, Photos, ReportContent, Signatures
from ambassador_app.report.material import Material, material_of


def compose(dossier: VisitDossier, translator: Translator, now: datetime, *, issuer: str = "") -> ReportContent:
    """Decide what the report of a visit says, in the translator's language.

    Only what is of reach *report* enters. `now` (aware) dates the file and is part of neither pages nor digest, so
    content and digest stay the same from the first signer to the last. `issuer` is who vouches for the key that will
    seal it, empty for one that was made on the ambassador's own computer: page 1 tells what a reader will say of it.
    """
    material = material_of(dossier, translator, now)
    shown, words = material.shown, translator
    title = words.tr(kinds.title(shown))
    bare = ReportContent(
        language=words.language.value,
        title=title,
        subtitle=shown.site.name,
        author=", ".join(part for part in (shown.ambassador.name, shown.municipality.name) if part),
        accent=shown.municipality.accent_colour,
        letterhead=_letterhead(words, shown),
        furniture=_furniture(words, shown, title),
        created=now,
        front=tuple(_front(material, issuer)),
        blocks=tuple(_blocks(material)),
    ).with_digest()
    signed = replace(
        parts.signature_block(words, shown),
        signers=parts.signers(words, shown, bare.digest),
        papers=parts.papers(words, shown),
    )
    return replace(bare, blocks=tuple(signed if isinstance(one, Signatures) else one for one in bare.blocks))


def _front(material: Material, issuer: str) -> list[Block]:
    """Fill page 1: what it is, what it says in one minute, whose it is."""
    words, shown = material.words, material.shown
    cover = material.photos.cover()
    return [
        *editions.front(words, shown),
        kinds.disclaimer(words, shown),
        *([Photos(cover)] if cover else []),
        *summary.summary(material),
        people.visit_facts(words, shown),
        about.about_the_file(words, issuer),
    ]


def _blocks(material: Material) -> list[Block]:
    """Give the parts after page 1, in the order of the report; photos are numbered as they come."""
    named = sequence.of_inspection(material) if kinds.is_inspection(material.shown) else sequence.of_visit(material)
    words = material.words
    return [block for one in named for block in parts.part(words, one.title, one.blocks, new_page=one.new_page)]


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
