"""What an organisation or a site becomes when a list tells of it; and when two names or places are the same."""

from __future__ import annotations

import re
from dataclasses import replace

from ambassador_app.domain.identifiers import OrganisationId, SiteId
from ambassador_app.domain.place import Address, Industry, Organisation, Site
from ambassador_app.exchange.company_facts import ImportedCompany, OrganisationFacts, SiteFacts


def new_organisation(identifier: OrganisationId, company: ImportedCompany) -> Organisation:
    """Make the organisation that a row tells of."""
    told = company.organisation
    protected = bool(told.advertising_protected)
    if not told.is_certain:  # the address and industry of one shop are not those of the company
        place = Address() if told.cvr else company.site.address
        return Organisation(
            identifier, told.name, told.cvr, place, legal_form=told.legal_form, advertising_protected=protected
        )
    return Organisation(
        identifier,
        told.name,
        told.cvr,
        told.address,
        told.industry,
        told.legal_form,
        told.status,
        told.employees,
        protected,
    )


def merged_organisation(old: Organisation, told: OrganisationFacts) -> Organisation:
    """Lay what a file tells of a company over what is here."""
    protected = told.advertising_protected
    return replace(
        old,
        name=_kept(old.name, told.name),
        cvr=old.cvr or told.cvr,
        address=_merged_address(old.address, told.address),
        industry=_merged_industry(old.industry, told.industry),
        legal_form=_kept(old.legal_form, told.legal_form),
        status=_kept(old.status, told.status),
        employees=_kept_staff(old.employees, told.employees),
        advertising_protected=old.advertising_protected if protected is None else protected,
    )


def merged_site(old: Site | None, told: SiteFacts, identifier: SiteId) -> Site:
    """Lay what a row tells of a site over what is here; a kind chosen here stays."""
    if old is None:
        return Site(
            identifier,
            told.name,
            told.kind,
            None,
            told.p_number,
            told.chr_number,
            told.address,
            told.industry,
            employees=told.employees,
            ended=bool(told.ended),
        )
    return replace(
        old,
        name=_kept(old.name, told.name),
        p_number=told.p_number or old.p_number,
        chr_number=told.chr_number or old.chr_number,
        address=_merged_address(old.address, told.address),
        industry=_merged_industry(old.industry, told.industry),
        employees=_kept_staff(old.employees, told.employees),
        ended=old.ended if told.ended is None else told.ended,
    )


def says(site: Site, told: SiteFacts) -> bool:
    """Tell whether a site says all that a row says, so that taking the row changes nothing."""
    return merged_site(site, told, site.id) == site


def _kept(old: str, new: str) -> str:
    """An empty cell erases nothing, and another way of writing the same is no change."""
    return old if not new or " ".join(old.casefold().split()) == " ".join(new.casefold().split()) else new


def _kept_staff(old: str, new: str) -> str:
    """A number that was counted on the spot is better than the interval of a register that it lies in."""
    span = re.fullmatch(r"(\d+)(?:\N{EN DASH}(\d+)|\+)", new)
    if span and old.isdecimal() and int(span[1]) <= int(old) <= int(span[2] or old):
        return old
    return _kept(old, new)


def _merged_address(old: Address, new: Address) -> Address:
    moved = bool(new.street) and not same_place(old, new)
    return Address(
        _kept(old.street, new.street),
        _kept(old.postcode, new.postcode),
        _kept(old.city, new.city),
        new.municipality_code or old.municipality_code,
        new.dar_id or ("" if moved else old.dar_id),
    )


def _merged_industry(old: Industry, new: Industry) -> Industry:
    if not new.code:
        return old if old.code or not new.text else Industry("", _kept(old.text, new.text), "")
    if new.code == old.code:
        return Industry(old.code, _kept(old.text, new.text), new.scheme or old.scheme)
    return new


def folded(text: str) -> str:
    """Fold a name or street to its letters and digits."""
    return re.sub(r"[\W_]+", "", text.casefold())


def same_place(one: Address, other: Address) -> bool:
    """Tell whether two addresses are one place, whichever way they are written."""
    if one.dar_id and one.dar_id == other.dar_id:
        return True
    if not one.street or folded(one.street) != folded(other.street):
        return False
    return one.postcode == other.postcode or not (one.postcode and other.postcode)


def name_and_place(name: str, address: Address) -> tuple[str, str]:
    """Name a company that has no CVR number."""
    return folded(name), folded(address.street + address.postcode)
