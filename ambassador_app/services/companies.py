"""The companies, farms, public buildings and homes, with their contacts, case and energy accounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ambassador_app.domain.case import Case, CaseStep, Publicity
from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.energy import kwh_per_unit
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.identifiers import (
    ContactId,
    EnergyUseId,
    OrganisationId,
    SiteId,
    VisitId,
    cvr_check_passes,
    normal_cvr,
    normal_p_number,
)
from ambassador_app.domain.lists import CompanyLine, Page, VisitLine
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Address, Contact, Municipality, Organisation, Reach, Site, SiteKind
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource, EnergyUse, Visit
from ambassador_app.errors import FieldMissing, FieldRefused
from ambassador_app.i18n import N_, Message
from ambassador_app.services import cases
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.sets import Sets
from ambassador_app.storage import Transaction


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One site with all that is known of it."""

    site: Site
    organisation: Organisation | None
    contacts: tuple[Contact, ...]
    case: Case | None
    visits: tuple[VisitLine, ...]
    measures: tuple[Measure, ...]
    energy: tuple[EnergyUse, ...]


class Companies:
    """What is visited, and everything that can be noted about it.

    `visit_id` names the visit in which something is noted, so that undo there takes it back.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(
        self, text: str = "", *, kind: SiteKind | None = None, offset: int = 0, limit: int = 100
    ) -> Page[CompanyLine]:
        """Give one page of sites, by name."""
        return self._desk.library.companies(text, kind=kind, offset=offset, limit=limit)

    def get(self, site_id: SiteId) -> CompanyPage:
        """Give one site's page. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            site = reader.load(Site, site_id)
            organisation = reader.find(Organisation, site.organisation_id) if site.organisation_id else None
            return CompanyPage(
                site=site,
                organisation=organisation,
                contacts=reader.all(Contact, site_id=site_id),
                case=cases.case_of(reader, site_id),
                visits=tuple(self._desk.library.visits(site_id=site_id, limit=200).lines),
                measures=reader.all(Measure, site_id=site_id),
                energy=reader.all(EnergyUse, site_id=site_id),
            )

    def create(
        self,
        name: str,
        *,
        kind: SiteKind = SiteKind.COMPANY,
        cvr: str = "",
        p_number: str = "",
        chr_number: str = "",
        street: str = "",
        postcode: str = "",
        city: str = "",
    ) -> Made:
        """Add a site, and its organisation where a CVR number is given that is not here yet.

        Raises FieldMissing without a name, FieldRefused for a CVR- or P-number that cannot be one.
        """
        if not name.strip():
            raise FieldMissing(field="name")
        refuse_unfit({"name": name, "street": street})
        clean_cvr, clean_p = _clean_cvr(cvr), _clean_p_number(p_number)
        site_id = SiteId(self._desk.new_id())
        address = Address(street.strip(), postcode.strip(), city.strip())
        with self._desk.deed(Deed.ADD_COMPANY) as tx:
            organisation_id = None
            if clean_cvr and kind is not SiteKind.HOME:
                known = tx.all(Organisation, cvr=clean_cvr)
                organisation_id = known[0].id if known else OrganisationId(self._desk.new_id())
                if not known:
                    tx.save(Organisation(organisation_id, name.strip(), clean_cvr, address))
            tx.save(Site(site_id, name.strip(), kind, organisation_id, clean_p, chr_number.strip(), address))
        return Made(site_id, tx.changes)

    @staticmethod
    def cvr_warning(text: str) -> Message | None:
        """Say what is odd about a typed CVR number: a failed check digit warns and never blocks."""
        cvr = normal_cvr(text)
        if not text.strip() or (cvr and cvr_check_passes(cvr)):
            return None
        if cvr is None:
            return Message(N_("A CVR number has eight digits."))
        return Message(N_("The check digit of this CVR number does not fit. Is it typed right?"))

    def change_site(self, site_id: SiteId, *, visit_id: str = "", **fields: Any) -> Changes:
        """Change fields of a site. Raises FieldRefused, TextTooLong."""
        refuse_unfit(fields)
        if "p_number" in fields:
            fields["p_number"] = _clean_p_number(fields["p_number"])
        with self._desk.deed(Deed.CHANGE_COMPANY, visit_id) as tx:
            tx.save(replace(tx.load(Site, site_id), **fields))
        return tx.changes

    def change_organisation(self, organisation_id: OrganisationId, *, visit_id: str = "", **fields: Any) -> Changes:
        """Change fields of an organisation. Raises FieldRefused, TextTooLong."""
        refuse_unfit(fields)
        if "cvr" in fields:
            fields["cvr"] = _clean_cvr(fields["cvr"])
        with self._desk.deed(Deed.CHANGE_COMPANY, visit_id) as tx:
            tx.save(replace(tx.load(Organisation, organisation_id), **fields))
        return tx.changes

    # -- contacts -----------------------------------------------------------------------------------------------
    def add_contact(
        self,
        site_id: SiteId,
        name: str,
        *,
        role: str = "",
        email: str = "",
        phone: str = "",
        reach: Reach = Reach.REPORT,
        note: str = "",
        visit_id: str = "",
    ) -> Made:
        """Add a person at a site. Raises FieldMissing without a name."""
        if not name.strip():
            raise FieldMissing(field="name")
        refuse_unfit({"name": name, "role": role, "note": note})
        contact_id = ContactId(self._desk.new_id())
        with self._desk.deed(Deed.CHANGE_CONTACT, visit_id) as tx:
            tx.save(Contact(contact_id, name.strip(), site_id, role, email, phone, reach, note))
        return Made(contact_id, tx.changes)

    def change_contact(self, contact_id: ContactId, *, visit_id: str = "", **fields: Any) -> Changes:
        """Change fields of a contact."""
        refuse_unfit(fields)
        with self._desk.deed(Deed.CHANGE_CONTACT, visit_id) as tx:
            tx.save(replace(tx.load(Contact, contact_id), **fields))
        return tx.changes

    def remove_contact(self, contact_id: ContactId, *, visit_id: str = "") -> Changes:
        """Take a contact away."""
        with self._desk.deed(Deed.REMOVE_CONTACT, visit_id) as tx:
            tx.delete(Contact, contact_id)
        return tx.changes

    # -- case and energy ----------------------------------------------------------------------------------------
    def move_case(self, site_id: SiteId, step: CaseStep) -> Changes:
        """Put the site's case on `step`; the case is opened if there is none."""
        with self._desk.deed(Deed.MOVE_CASE) as tx:
            cases.move(tx, self._desk, site_id, step)
        return tx.changes

    def set_publicity(self, site_id: SiteId, publicity: Publicity | None) -> Changes:
        """Keep that the company agrees to be named with its results, or agrees no longer."""
        refuse_unfit({"given_by": publicity.given_by if publicity is not None else ""})
        with self._desk.deed(Deed.SET_PUBLICITY) as tx:
            cases.name_in_public(tx, self._desk, site_id, publicity)
        return tx.changes

    def keep_energy(
        self,
        site_id: SiteId,
        *,
        carrier: Carrier | str,
        year: int,
        amount: float,
        unit: str = "kWh",
        month: int | None = None,
        cost_dkk: float | None = None,
        source: EnergySource = EnergySource.BILL,
        visit_id: str = "",
        id: str | None = None,
    ) -> Made:
        """Note what a site used of one carrier in a year or month, in `unit`; cost in DKK.

        Energy units and the fuel units that the factors of the visit, or of the municipality, have a heating value
        for are converted to kWh.
        Raises FieldRefused for a unit that cannot be converted, a year outside 1990-2100 or a negative amount.
        """
        refuse_odd_energy(year, month, amount)
        energy_id = EnergyUseId(id or self._desk.new_id())
        with self._desk.deed(Deed.CHANGE_ENERGY, visit_id) as tx:
            kwh = amount * kwh_per_unit(self._factors(visit_id, tx), Carrier(carrier), unit).kwh
            known = tx.find(EnergyUse, energy_id)
            meter = known.meter if known is not None else ""
            name = Carrier(carrier).value
            tx.save(EnergyUse(energy_id, site_id, name, year, month, amount, unit, kwh, cost_dkk, source, meter))
        return Made(energy_id, tx.changes)

    def _factors(self, visit_id: str, tx: Transaction) -> FactorSet:
        sets = Sets(self._desk)
        if visit_id:
            return sets.factors(tx.load(Visit, VisitId(visit_id)), tx)
        office = tx.load(Municipality, self._desk.municipality_id)
        return sets.read_factors(sets.newest_factors(office.factor_set, tx))

    def remove_energy(self, energy_id: EnergyUseId, *, visit_id: str = "") -> Changes:
        """Take a figure of energy use away."""
        with self._desk.deed(Deed.CHANGE_ENERGY, visit_id) as tx:
            tx.delete(EnergyUse, energy_id)
        return tx.changes


def refuse_odd_energy(year: int, month: int | None, amount: float) -> None:
    """Refuse what no site can have used. Raises FieldRefused."""
    if not 1990 <= year <= 2100:
        raise FieldRefused(field="year", value=year, allowed="1990–2100")
    if month is not None and not 1 <= month <= 12:
        raise FieldRefused(field="month", value=month, allowed="1–12")
    if not 0 <= amount < 1e12:
        raise FieldRefused(field="amount", value=amount, allowed="0–1e12")


def _clean_cvr(text: str) -> str:
    if not text.strip():
        return ""
    found = normal_cvr(text)
    if found is None:
        raise FieldRefused(field="cvr", value=text, allowed=Message(N_("eight digits")))
    return found


def _clean_p_number(text: str) -> str:
    if not text.strip():
        return ""
    found = normal_p_number(text)
    if found is None:
        raise FieldRefused(field="p_number", value=text, allowed=Message(N_("ten digits")))
    return found
