"""The parts of a report that are mostly words: purpose, next steps, sources, privacy, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ambassador_app import wording
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.sign_off import SignerRole, SignOff
from ambassador_app.domain.visit import AttachmentKind
from ambassador_app.drawing.ink import Ink
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import kinds
from ambassador_app.report.content import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Heading,
    Paragraph,
    Photo,
    Signatures,
    Signer,
    Table,
    Tone,
)
from ambassador_app.report.photobook import paper_photo
from ambassador_app.report.proposals import Proposal
from ambassador_app.wording import sets
from ambassador_app.wording.files import file_size

_AGREED_BOTH: Final = N_("The visit was agreed voluntarily with {name} on {day}.")
_AGREED_ON: Final = N_("The visit was agreed voluntarily on {day}.")
_AGREED_WITH: Final = N_("The visit was agreed voluntarily with {name}.")


# -- why and how far ---------------------------------------------------------------------------------------------
def purpose(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Say why the visit was made, what was walked through and what was not."""
    visit = dossier.visit
    found: list[Block] = []
    for label, text in (
        (N_("Purpose"), visit.purpose),
        (N_("Walked through"), visit.scope),
        (N_("Not seen"), visit.not_seen),
    ):
        if text.strip():
            found.append(Paragraph(text, lead=f"{words.tr(label)}:"))
    if visit.agreed_with or visit.agreed_on:
        found.append(Paragraph(_agreed(words, dossier)))
    return [*found, *kinds.adviser(words, dossier), *kinds.duty_to_act(words, dossier)]


def announced(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Say of an inspection when it was announced to whom; what was seen and what not stands among its items."""
    visit = dossier.visit
    return [Paragraph(_agreed(words, dossier))] if visit.agreed_with or visit.agreed_on else []


def _agreed(words: Translator, dossier: VisitDossier) -> str:
    """Say with whom and when a visit was agreed; of an inspection that it was announced, for it is not voluntary."""
    visit, announced = dossier.visit, kinds.is_inspection(dossier)
    if visit.agreed_with and visit.agreed_on:
        text = N_("The inspection was announced to {name} on {day}.") if announced else _AGREED_BOTH
        return words.tr(text, name=visit.agreed_with, day=visit.agreed_on)
    if visit.agreed_on:
        text = N_("The inspection was announced on {day}.") if announced else _AGREED_ON
        return words.tr(text, day=visit.agreed_on)
    text = N_("The inspection was announced to {name}.") if announced else _AGREED_WITH
    return words.tr(text, name=visit.agreed_with)


# -- agreement ----------------------------------------------------------------------------------------------------
def next_steps(words: Translator, dossier: VisitDossier, found: Sequence[Proposal]) -> list[Block]:
    """List what was agreed: who does what by when, focus areas, wishes, the next contact; or that nothing was."""
    return agreed_steps(words, dossier, found) or [Paragraph(words.tr(N_("No next steps were agreed.")))]


def agreed_steps(words: Translator, dossier: VisitDossier, found: Sequence[Proposal]) -> list[Block]:
    """List what was agreed; nothing where nothing was."""
    visit = dossier.visit
    blocks: list[Block] = []
    rows = [*_agreed_proposals(words, found), *_actions(words, dossier, found)]
    if rows:
        titles = (N_("What"), N_("Who"), N_("By when"))
        columns = tuple(Column(words.tr(t), s) for t, s in zip(titles, (2.6, 1.2, 1.1), strict=True))
        blocks.append(Table(columns, tuple(rows)))
    blocks += focus_areas(words, dossier)
    if visit.wishes:
        blocks.append(Bullets(_named(words, visit.wishes), lead=words.tr(N_("Wishes for what comes next:"))))
    if visit.follow_up_on:
        blocks.append(Paragraph(words.tr(N_("We follow up on {day}."), day=visit.follow_up_on)))
    return blocks


def focus_areas(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Name the focus areas that were agreed."""
    if not dossier.visit.focus_areas:
        return []
    lead = words.tr(N_("Focus areas for the further work:"))
    return [Bullets(_named(words, dossier.visit.focus_areas), lead=lead)]


def _agreed_proposals(words: Translator, found: Sequence[Proposal]) -> list[tuple[str, str, str]]:
    return [
        (
            words.tr(N_("Carry out proposal {number}: {title}"), number=one.number, title=one.measure.title),
            one.measure.owner or wording.NOT_KNOWN,
            words.day(one.measure.deadline) if one.measure.deadline else wording.NOT_KNOWN,
        )
        for one in found
        if one.measure.status.is_agreed
    ]


def _actions(words: Translator, dossier: VisitDossier, found: Sequence[Proposal]) -> list[tuple[str, str, str]]:
    numbers = {one.measure.id: one.number for one in found}
    rows = []
    for one in dossier.actions:
        number = numbers.get(one.measure_id) if one.measure_id else None
        what = words.tr(N_("{what} (proposal {number})"), what=one.what, number=number) if number else one.what
        day = words.day(one.deadline) if one.deadline else wording.NOT_KNOWN
        rows.append((what, one.owner or wording.NOT_KNOWN, day))
    return rows


def _named(words: Translator, names: Iterable[str]) -> tuple[str, ...]:
    """Give areas and other known names in the reader's language, what was typed as it is."""
    return tuple(words.tr(wording.area_label(name)) for name in names)


# -- sources and notes --------------------------------------------------------------------------------------------
def sources(words: Translator, dossier: VisitDossier, found: Sequence[Proposal]) -> list[Block]:
    """Name each factor and price that was used, with year and source, and say how sure the figures are."""
    computed = [one.assessment for one in found if one.assessment]
    if not computed:
        return []
    blocks: list[Block] = []
    factors = dict.fromkeys(
        (words.tr(wording.label(f.item)), words.quantity(f.value, f.shown_unit), str(f.year), words.tr(f.source))
        for a in computed
        for f in a.factors
    )
    if factors:
        chosen = dossier.factor_set
        title = sets.titled(words, chosen.title, chosen.version) if chosen else ""
        caption = words.tr(N_("Emission factors: {set}"), set=title) if title else words.tr(N_("Emission factors"))
        blocks.append(Table(_source_columns(words), tuple(factors), caption=caption))
    prices = dict.fromkeys(
        (
            words.tr(wording.label(p.item)),
            words.quantity(p.value, words.tr(p.unit)),
            str(p.year),
            f"{words.tr(p.source)} ({words.tr(wording.label(p.status)).lower()})",
        )
        for a in computed
        for p in a.prices
    )
    if prices:
        blocks.append(Table(_source_columns(words), tuple(prices), caption=_price_caption(words, dossier)))
    return [*blocks, Paragraph(f"{kinds.amounts(words, dossier)} {_method(words)}", small=True)]


def _source_columns(words: Translator) -> tuple[Column, ...]:
    titles = (N_("Name"), N_("Value"), N_("Year"), N_("Source"))
    return tuple(Column(words.tr(t), s) for t, s in zip(titles, (1.3, 1.2, 0.6, 2.4), strict=True))


def _price_caption(words: Translator, dossier: VisitDossier) -> str:
    found = dossier.price_set
    if found is None:
        return words.tr(N_("Prices"))
    return words.tr(N_("Prices: {set}"), set=sets.titled(words, found.title, found.version))


def _method(words: Translator) -> str:
    return words.tr(
        N_(
            "How sure the figures are: each saving is computed from what was seen and stated at the visit, and rounded"
            " to what its data is worth. A: measured, three digits. B: from a nameplate or a bill, two digits. C: a"
            " standard value or an estimate, one or two digits; an offer and a closer look are needed before money is"
            " spent. The"
            " span of a payback in words is a tenth (A), a quarter (B) or two fifths (C) either way. Savings that touch"
            " the same use are not simply added together when both are carried out. BR18 factor: saving × lifetime ÷"
            " investment, profitable above 1.33."
        )
    )


def privacy(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Tell how the report is kept and who may ask to see it."""
    own = dossier.municipality.privacy_note.strip()
    standard = words.tr(
        N_(
            "The municipality keeps this report and the data behind it as the authority responsible for the data."
            " Names and contact details are used for this visit and its follow-up only. You may ask to see them, have"
            " them corrected and complain to the Danish Data Protection Agency."
        )
    )
    access = words.tr(
        N_(
            "Anyone may ask the municipality for access to its documents, this report included. Business secrets and"
            " private matters can be exempted; tell the municipality what you consider confidential."
        )
    )
    return [Paragraph(own or standard, small=True), Paragraph(access, small=True)]


def secrets(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Keep business secrets in a part of their own, so that the rest can be handed out."""
    text = dossier.visit.business_secrets.strip()
    if not text:
        return []
    said = words.tr(N_("The visited party considers this confidential. It is to be left out when access is given."))
    return [Paragraph(said, small=True), Callout(text, tone=Tone.PLAIN)]


def remarks(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Give the remarks whole, paragraph by paragraph."""
    parts = [part.strip() for part in dossier.visit.remarks.split("\n\n")]
    return [Paragraph(part) for part in parts if part]


def files(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Name the files that belong to the visit beside its photos."""
    found = [one for one in dossier.attachments if one.kind is AttachmentKind.DOCUMENT]
    if not found:
        return []
    said = words.tr(N_("These files are kept with the visit by the municipality. They are not part of this document."))
    columns = (
        Column(words.tr(N_("File")), 2.0),
        Column(words.tr(N_("What it is")), 2.0),
        Column(words.tr(N_("Size")), 0.8, Align.END),
    )
    rows = tuple((one.name, one.caption.strip(), file_size(words, one.size)) for one in found)
    return [Paragraph(said, small=True), Table(columns, rows)]


# -- signatures ---------------------------------------------------------------------------------------------------
def signature_block(words: Translator, dossier: VisitDossier) -> Signatures:
    """Give the signature block as it is before anyone signed."""
    label = words.tr(N_("Checksum of the content that is signed (SHA-256):"))
    return Signatures(text=kinds.signed_for(words, dossier), digest_label=label)


def signers(words: Translator, dossier: VisitDossier, digest: str) -> tuple[Signer, ...]:
    """Give everyone who signed or did not, ambassador and visited party always among them."""
    found = [_signer(words, one, digest) for one in sorted(dossier.sign_offs, key=lambda one: _order(one.role))]
    roles = {one.role for one in dossier.sign_offs}
    waiting = words.tr(N_("Not signed yet"))
    owner = dossier.organisation.name if dossier.organisation else dossier.visit.agreed_with or dossier.site.name
    for role, name in ((SignerRole.AMBASSADOR, dossier.ambassador.name), (SignerRole.VISITED_PARTY, owner)):
        if role not in roles:
            found.append(Signer(name, words.tr(wording.label(role)), not_signed=waiting))
    return tuple(found)


def papers(words: Translator, dossier: VisitDossier) -> tuple[Photo, ...]:
    """Give the photographed papers that were signed by hand."""
    by_id = {one.id: one for one in dossier.attachments}
    found = [(by_id.get(one.paper_id), one.name) for one in dossier.sign_offs if one.paper_id]
    return tuple(paper_photo(words, paper, name) for paper, name in found if paper and paper.sha256)


def _order(role: SignerRole) -> int:
    return list(SignerRole).index(role)


def _signer(words: Translator, one: SignOff, digest: str) -> Signer:
    role = one.title or words.tr(wording.label(one.role))
    when = words.moment(one.at) if one.at else ""
    if one.not_signed is not None:
        reason = words.tr(N_("Not signed: {reason}"), reason=words.tr(wording.label(one.not_signed)).lower())
        note = f"{reason}. {one.not_signed_note}".strip() if one.not_signed_note else f"{reason}."
        return Signer(one.name, role, when, one.place, not_signed=note)
    if one.ink is None or (one.content_digest and one.content_digest != digest):
        # ink is bound to the content it was given for, and is never set below another text
        return Signer(one.name, role, not_signed=words.tr(N_("Signed an earlier text; to be signed again.")))
    alt = words.tr(N_("Handwritten signature of {name}"), name=one.name)
    return Signer(one.name, role, when, one.place, Ink.from_json(one.ink).without_times(), alt)


def part(words: Translator, title: str, blocks: Sequence[Block], *, new_page: bool = False) -> list[Block]:
    """Put a heading (a msgid) above blocks; without blocks there is no part."""
    return [Heading(words.tr(title), new_page=new_page), *blocks] if blocks else []
