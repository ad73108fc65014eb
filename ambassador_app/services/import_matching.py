"""Which record a row of a company list is about, and what that record becomes; pure but for asking what is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

from ambassador_app.domain.identifiers import OrganisationId, SiteId
from ambassador_app.domain.place import Address, Organisation, Site
from ambassador_app.domain.records import Record
from ambassador_app.exchange.company_facts import ImportedCompany, OrganisationFacts, SiteFacts
from ambassador_app.exchange.row_remarks import Remark
from ambassador_app.i18n import N_, Message
from ambassador_app.services.import_merging import (
    folded,
    merged_organisation,
    merged_site,
    name_and_place,
    new_organisation,
    same_place,
    says,
)
from ambassador_app.services.import_plan import FieldChange, PlannedRow, RowState, changes_between

T = TypeVar("T", bound=Record)
_ORGANISATION_FIELDS: Final = (
    "name", "cvr", "address", "industry", "legal_form", "status", "employees", "advertising_protected",
)  # fmt: skip
_SITE_FIELDS: Final = (
    "name", "p_number", "chr_number", "address", "industry", "employees", "ended",
)  # fmt: skip


class Asked(Protocol):
    """What can be asked of the database: a reader, or the transaction that saves the import."""

    def find(self, cls: type[T], identifier: str) -> T | None: ...

    def all(self, cls: type[T], **equals: object) -> tuple[T, ...]: ...

    def index(self, cls: type[Record], field: str) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a row, and the records to save for it (none for a row that is not taken)."""

    row: PlannedRow
    organisation: Organisation | None = None
    site: Site | None = None


class Known:
    """The organisations and sites that are here, with those this import has decided on so far on top."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._by_cvr = asked.index(Organisation, "cvr")
        self._by_p = asked.index(Site, "p_number")
        self._organisations: dict[str, Organisation] = {}
        self._sites: dict[str, Site] = {}
        self._of_organisation: dict[str, list[str]] = {}
        self._nameless: dict[tuple[str, str], str] | None = None

    def organisation(self, identifier: str | None) -> Organisation | None:
        """The organisation of that id; of a duplicate, the one that stands for it."""
        if not identifier:
            return None
        found = self._organisations.get(identifier) or self._asked.find(Organisation, identifier)
        if found:
            self._organisations[identifier] = found
        return self.organisation(found.merged_into) if found and found.merged_into else found

    def organisation_of(self, cvr: str) -> Organisation | None:
        """The organisation with that CVR number."""
        return self.organisation(self._by_cvr.get(cvr)) if cvr else None

    def nameless(self, name: str, address: Address) -> Organisation | None:
        """The organisation without CVR number of that name and address."""
        if self._nameless is None:
            found = self._asked.all(Organisation, cvr="")
            self._nameless = {name_and_place(one.name, one.address): one.id for one in found}
        found_one = self.organisation(self._nameless.get(name_and_place(name, address)))
        return found_one if found_one and not found_one.cvr else None

    def site_of(self, p_number: str) -> Site | None:
        """The site with that P-number."""
        identifier = self._by_p.get(p_number) if p_number else None
        return (self._sites.get(identifier) or self._asked.find(Site, identifier)) if identifier else None

    def sites_of(self, organisation: Organisation | None) -> list[Site]:
        """The sites of an organisation."""
        if organisation is None:
            return []
        if organisation.id not in self._of_organisation:
            kept = self._asked.all(Site, organisation_id=organisation.id)
            self._of_organisation[organisation.id] = [site.id for site in kept]
            self._sites |= {site.id: site for site in kept if site.id not in self._sites}
        return [self._sites[one] for one in self._of_organisation[organisation.id]]

    def keep(self, organisation: Organisation, site: Site, *, is_new: bool) -> None:
        """Remember what was decided; `is_new` tells that the organisation is made by this import."""
        before = self._sites.get(site.id)
        if is_new:
            self._of_organisation[organisation.id] = []
        mine = self.sites_of(organisation)
        self._organisations[organisation.id] = organisation
        self._sites[site.id] = site
        if all(one.id != site.id for one in mine):
            self._of_organisation[organisation.id].append(site.id)
        if before and before.organisation_id and before.organisation_id != site.organisation_id:
            left = self._of_organisation.get(before.organisation_id, [])
            self._of_organisation[before.organisation_id] = [one for one in left if one != site.id]
        if organisation.cvr:
            self._by_cvr[organisation.cvr] = organisation.id
        elif self._nameless is not None:
            self._nameless[name_and_place(organisation.name, organisation.address)] = organisation.id
        if site.p_number:
            self._by_p[site.p_number] = site.id


class Decider:
    """Decides row by row; a site is decided by the first row that is about it, so that order never flips it.

    `told` is what the whole file says of each company (as `company_key` names it).
    """

    def __init__(
        self,
        known: Known,
        new_id: Callable[[], str],
        told: Mapping[str, OrganisationFacts],
        include: frozenset[int] = frozenset(),
    ) -> None:
        self._known, self._new_id, self._told, self._include = known, new_id, told, include
        self._site_rows: dict[str, int] = {}

    def decide(self, company: ImportedCompany) -> Decision:
        """Say what becomes of a row. Rows must come in the order that `decide_all` gives them."""
        company = replace(company, organisation=self._told[company_key(company)])
        known_site = self._known.site_of(company.site.p_number)
        organisation = self._organisation(company, known_site)
        doubts: list[Remark] = []
        site = known_site or self._fitting_site(company.site, organisation, doubts)
        new_organisation = self._merged_organisation(organisation, company)
        new_site = merged_site(site, company.site, SiteId(self._new_id()) if site is None else site.id)
        owner = self._known.organisation(site.organisation_id) if site else None
        if owner is None or owner.id != new_organisation.id:
            new_site = replace(new_site, organisation_id=new_organisation.id)
        if owner and owner.id != new_organisation.id:
            doubts.append(Remark(Message(N_("The P-number stands under another CVR number here.")), is_doubt=True))
        if site is None and company.site.ended:
            doubts.append(Remark(Message(N_("The company has ceased.")), is_doubt=True))
        changes = _changes(organisation, new_organisation, site, new_site)
        if site and (owner is None or owner.id != new_organisation.id):
            changes += (FieldChange("site", "organisation_id", _called(owner), _called(new_organisation)),)
        earlier = self._site_rows.get(site.id) if site else None
        row = _planned(company, changes, company.remarks + tuple(doubts), is_new=site is None, earlier=earlier)
        return self._settled(row, new_organisation, new_site, is_new=organisation is None)

    def agrees(self, company: ImportedCompany) -> bool:
        """Whether a site that is here already says all that a row without P-number says."""
        sites = self._known.sites_of(self._organisation(company, None))
        return not company.site.p_number and any(says(one, company.site) for one in sites)

    def _settled(self, row: PlannedRow, organisation: Organisation, site: Site, *, is_new: bool) -> Decision:
        wanted = row.state in (RowState.NEW, RowState.CHANGED) or (
            row.state is RowState.DOUBTFUL and row.includable and row.row in self._include
        )
        if wanted or row.state is RowState.UNCHANGED:
            self._site_rows.setdefault(site.id, row.row)
        if not wanted:
            return Decision(row)
        self._known.keep(organisation, site, is_new=is_new)
        return Decision(row, organisation, site)

    def _organisation(self, company: ImportedCompany, site: Site | None) -> Organisation | None:
        told = company.organisation
        found = self._known.organisation_of(told.cvr)
        if found is None and site is not None:
            owner = self._known.organisation(site.organisation_id)
            found = owner if owner and not (told.cvr and owner.cvr) else None
        return found or self._known.nameless(told.name, company.site.address)

    def _merged_organisation(self, old: Organisation | None, company: ImportedCompany) -> Organisation:
        told = company.organisation
        if old is None:
            return new_organisation(OrganisationId(self._new_id()), company)
        if not told.is_certain or (old.cvr and not told.cvr):
            protected = old.advertising_protected or bool(told.advertising_protected)
            return replace(
                old,
                cvr=old.cvr or told.cvr,
                legal_form=old.legal_form or told.legal_form,
                advertising_protected=protected,
            )
        return merged_organisation(old, told)

    def _fitting_site(self, told: SiteFacts, organisation: Organisation | None, doubts: list[Remark]) -> Site | None:
        """Find the site that a P-number does not tell: by address, then by name."""
        sites = self._known.sites_of(organisation)
        if told.p_number:
            sites = [one for one in sites if not one.p_number and one.id not in self._site_rows]
        elif agreeing := next((one for one in sites if says(one, told)), None):
            return agreeing
        here = [one for one in sites if same_place(one.address, told.address)]
        named = [one for one in sites if folded(one.name) == folded(told.name)]
        both = [one for one in here if one in named]
        found = next((some for some in (both, here) if some), [])
        if len(found) > 1:
            doubts.append(Remark(Message(N_("{count} sites here fit this row."), {"count": len(found)}), is_doubt=True))
        if found or told.p_number:
            return found[0] if found else None
        return self._by_name(told, sites, named, doubts)

    def _by_name(self, told: SiteFacts, sites: list[Site], named: list[Site], doubts: list[Remark]) -> Site | None:
        """A row without P-number at an address that no site has: the company moved, or it is another site."""
        lone = named[0] if len(named) == 1 else sites[0] if len(sites) == 1 and not told.address.line else None
        if lone is None:
            if named and not told.address.line:
                text = Message(N_("{count} sites here fit this row."), {"count": len(named)})
                doubts.append(Remark(text, is_doubt=True))
                return named[0]
            return None
        if lone.id in self._site_rows or (lone.p_number and lone.address.line and told.address.line):
            text = Message(
                N_("The company has a site at another address here: {address}."), {"address": lone.address.line}
            )
            doubts.append(Remark(text, is_doubt=True))
            return None
        return lone


def decide_all(
    asked: Asked, companies: Sequence[ImportedCompany], new_id: Callable[[], str], include: frozenset[int]
) -> Iterator[Decision]:
    """Decide every row; the order makes a second import of the same rows come to the same end.

    Rows with a P-number go first: one without may then be found to be about one of them. Of the others, those that
    are here already go first, so that no other row takes their site for a company that moved or was renamed.
    """
    decider = Decider(Known(asked), new_id, _told_by(companies, include), include)
    rest: list[ImportedCompany] = []
    for company in sorted(companies, key=lambda one: (not one.site.p_number, one.row)):
        if company.site.p_number or decider.agrees(company):
            yield decider.decide(company)
        else:
            rest.append(company)
    yield from map(decider.decide, rest)


def _told_by(companies: Sequence[ImportedCompany], include: frozenset[int]) -> dict[str, OrganisationFacts]:
    """Say once what the file tells of each company: the first row that is certain speaks for all.

    A row about a site that an earlier row is about speaks last, and a doubtful one after the others whether it is
    taken or not: what is said must not depend on what was chosen, or a second import would find work again.
    Any row that calls the company protected from advertising makes it so.
    """
    first_of: dict[str, int] = {}
    for one in sorted(companies, key=lambda one: one.row):
        first_of.setdefault(one.site.p_number, one.row)

    def rank(one: ImportedCompany) -> tuple[bool, bool, bool, bool, int]:
        repeated = bool(one.site.p_number) and first_of[one.site.p_number] != one.row
        return (
            repeated,
            one.is_doubtful,
            one.is_doubtful and one.row not in include,
            not one.organisation.is_certain,
            one.row,
        )

    told: dict[str, OrganisationFacts] = {}
    for one in sorted(companies, key=rank):
        first = told.setdefault(company_key(one), one.organisation)
        if one.organisation.advertising_protected and not first.advertising_protected:
            told[company_key(one)] = replace(first, advertising_protected=True)
    return told


def company_key(company: ImportedCompany) -> str:
    """Name the company of a row within one file."""
    told = company.organisation
    return told.cvr or "/".join(name_and_place(told.name, company.site.address))


def _changes(
    organisation: Organisation | None, new_organisation: Organisation, site: Site | None, new_site: Site
) -> tuple[FieldChange, ...]:
    if site is None:
        if organisation is None:
            return ()
        return changes_between("organisation", organisation, new_organisation, _ORGANISATION_FIELDS)
    found = changes_between("site", site, new_site, _SITE_FIELDS)
    if organisation is not None:
        found = changes_between("organisation", organisation, new_organisation, _ORGANISATION_FIELDS) + found
    return found


def _planned(
    company: ImportedCompany,
    changes: tuple[FieldChange, ...],
    remarks: tuple[Remark, ...],
    *,
    is_new: bool,
    earlier: int | None,
) -> PlannedRow:
    includable = True
    if earlier is not None:
        remarks = (*remarks, Remark(Message(N_("It is the same site as in row {row}."), {"row": earlier})))
    if not is_new and not changes:
        state = RowState.UNCHANGED
    elif earlier is not None:
        state, includable = RowState.DOUBTFUL, False
        remarks = (*remarks, Remark(Message(N_("The two rows differ; only the first is taken.")), is_doubt=True))
    elif any(remark.is_doubt for remark in remarks):
        state = RowState.DOUBTFUL
    else:
        state = RowState.NEW if is_new else RowState.CHANGED
    return PlannedRow(
        company.row,
        state,
        company.site.name or company.organisation.name,
        company.organisation.cvr,
        company.site.p_number,
        (company.site.address if company.site.address.line else company.organisation.address).line,
        bool(company.organisation.advertising_protected),
        changes,
        remarks,
        includable=includable,
    )


def _called(organisation: Organisation | None) -> str:
    return f"{organisation.cvr} {organisation.name}".strip() if organisation else ""
