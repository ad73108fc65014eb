"""Who took part in the visit, whose place it is, and what identifies it."""

from __future__ import annotations

from collections.abc import Iterable

from ambassador_app import wording
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import shown_cvr
from ambassador_app.domain.place import Site, SiteKind
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Block, Column, Fact, Facts, Table
from ambassador_app.report.kinds import is_home


def visit_facts(words: Translator, dossier: VisitDossier) -> Facts:
    """Give what names the visit: when, where, which case, which edition."""
    visit, site, ambassador = dossier.visit, dossier.site, dossier.ambassador
    moment = visit.started_at or visit.planned_at
    rows = (
        (N_("Visited"), words.moment(moment) if moment else ""),
        (N_("Kind of visit"), words.tr(wording.label(visit.kind))),
        (N_("Place"), place_line(site)),
        (N_("Climate ambassador"), _with_title(ambassador.name, ambassador.title)),
        (N_("Contact"), ", ".join(part for part in (ambassador.phone, ambassador.email) if part)),
        (N_("Case number"), visit.case_number),
        (N_("Edition"), str(visit.revision)),
    )
    return _facts(words, rows)


def place_line(site: Site) -> str:
    """Name a place and where it is; a home that is called by its street is named once."""
    named = site.name if site.name not in site.address.line else ""
    return ", ".join(part for part in (named, site.address.line) if part) or site.name


def participants(words: Translator, dossier: VisitDossier) -> list[Block]:
    """Name who took part and whose place it is."""
    people = _people(words, dossier)
    columns = (
        Column(words.tr(N_("Name")), 1.5),
        Column(words.tr(N_("Role")), 1.4),
        Column(words.tr(N_("On behalf of")), 1.5),
    )
    return [Table(columns, people), _site_facts(words, dossier)]


def _people(words: Translator, dossier: VisitDossier) -> tuple[tuple[str, str, str], ...]:
    ambassador, owner = dossier.ambassador, dossier.organisation.name if dossier.organisation else dossier.site.name
    listed = [(one.name, one.role, one.party) for one in dossier.visit.participants]
    known = {name for name, _, _ in listed}
    if ambassador.name not in known:
        role = ambassador.title or words.tr(N_("Climate ambassador"))
        listed.insert(0, (ambassador.name, role, dossier.municipality.name))
    listed += [(one.name, one.role, owner) for one in dossier.contacts if one.name not in known]
    return tuple(listed)


def _site_facts(words: Translator, dossier: VisitDossier) -> Facts:
    site, owner = dossier.site, dossier.organisation
    industry = site.industry.shown or (owner.industry.shown if owner else "")
    rows = (
        (N_("Owner") if is_home(dossier) else N_("Company"), owner.name if owner else ""),
        *((label, number) for label, number in identifiers(words, dossier)),
        (N_("Address"), site.address.line),
        (N_("Industry"), industry),
        (N_("Used for"), site.use),
        (N_("Heated area"), words.quantity(site.area_m2, "m²") if site.area_m2 else ""),
        (N_("Year built"), str(site.built_year) if site.built_year else ""),
        (N_("Employees"), site.employees or (owner.employees if owner else "")),
        (N_("Operating hours"), site.operating_hours),
    )
    return _facts(words, rows)


def identifiers(words: Translator, dossier: VisitDossier) -> tuple[tuple[str, str], ...]:
    """Give the numbers (label as a msgid, number) by which registers know the place.

    A farm has its CHR-number, a company its CVR- and P-number; one of these that nobody stated is said to be missing.
    A home has none.
    """
    site, owner = dossier.site, dossier.organisation
    cvr = shown_cvr(owner.cvr) if owner is not None and owner.cvr else ""
    missing = words.tr(N_("Not stated"))
    if is_home(dossier):
        return ()
    if site.kind is SiteKind.FARM:
        return (N_("CVR number"), cvr), (N_("CHR number"), site.chr_number or missing)
    if site.kind is SiteKind.PUBLIC_BUILDING:
        return (N_("CVR number"), cvr), (N_("P-number"), site.p_number)
    found = ((N_("CVR number"), cvr or missing), (N_("P-number"), site.p_number or missing))
    return (*found, (N_("CHR number"), site.chr_number))


def _with_title(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name


def _facts(words: Translator, rows: Iterable[tuple[str, str]]) -> Facts:
    return Facts(tuple(Fact(words.tr(label), value) for label, value in rows if value.strip()), in_pairs=True)
