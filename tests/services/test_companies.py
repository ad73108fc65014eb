"""Companies, contacts, the case and the energy accounts, as they are noted outside a visit."""

from __future__ import annotations

import pytest

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.identifiers import ContactId, EnergyUseId, SiteId
from ambassador_app.domain.place import Reach, SiteKind
from ambassador_app.errors import FieldMissing, FieldRefused, PhotoNotRead, RecordNotFound, TextTooLong
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from tests.builders import a_company, a_visit, translator
from tests.services.sights import a_photo


def a_site(session: Session, **fields: object) -> SiteId:
    return SiteId(session.companies.create("Ærø Brød", **fields).id)  # type: ignore[arg-type]


def refused(session: Session, **energy: object) -> str:
    given = {"carrier": "electricity", "year": 2025, "amount": 1.0} | energy
    with pytest.raises(FieldRefused) as told:
        session.companies.keep_energy(a_site(session), **given)  # type: ignore[arg-type]
    return str(told.value.fields["field"])


# -- companies ------------------------------------------------------------------------------------------------------
def test_a_company_has_an_organisation_and_a_home_has_none(session: Session) -> None:
    company = session.companies.get(a_site(session, cvr="DK 13 74 81 36", p_number="1012 345678", city="Marstal"))
    assert company.organisation is not None
    assert (company.organisation.cvr, company.site.p_number) == ("13748136", "1012345678")
    home = session.companies.get(a_site(session, kind=SiteKind.HOME, cvr="13748136"))
    assert home.organisation is None


def test_two_sites_of_one_cvr_number_belong_to_one_organisation(session: Session) -> None:
    first, second = (session.companies.get(a_site(session, cvr="13748136")).organisation for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("fields", "field"), [({"cvr": "123"}, "cvr"), ({"cvr": "abc"}, "cvr"), ({"p_number": "12345"}, "p_number")]
)
def test_a_number_that_cannot_be_one_is_refused(session: Session, fields: dict[str, str], field: str) -> None:
    with pytest.raises(FieldRefused) as told:
        a_site(session, **fields)
    assert told.value.fields["field"] == field
    assert session.companies.page().total == 0


def test_a_company_needs_a_name_and_a_short_one(session: Session) -> None:
    with pytest.raises(FieldMissing):
        session.companies.create("  ")
    with pytest.raises(TextTooLong):
        session.companies.create("x" * 20_000)


@pytest.mark.parametrize(("typed", "warned"), [("13748136", False), ("", False), ("12345678", True), ("12", True)])
def test_a_check_digit_that_does_not_fit_warns_and_never_blocks(session: Session, typed: str, warned: bool) -> None:
    warning = session.companies.cvr_warning(typed)
    assert (warning is not None) == warned
    if warning is not None:
        assert all(translator(language).say(warning) for language in Language)


def test_facts_of_site_and_organisation_change_and_the_rest_stays(session: Session) -> None:
    site_id = a_site(session, cvr="13748136", city="Marstal")
    session.companies.change_site(site_id, area_m2=420.0, p_number="10 12 34 56 78", internal_note="Bagdøren")
    organisation = session.companies.get(site_id).organisation
    assert organisation is not None
    session.companies.change_organisation(organisation.id, cvr="24 25 67 90", advertising_protected=True)
    page = session.companies.get(site_id)
    assert (page.site.area_m2, page.site.p_number, page.site.address.city) == (420.0, "1012345678", "Marstal")
    assert page.organisation is not None
    assert (page.organisation.cvr, page.organisation.advertising_protected) == ("24256790", True)
    with pytest.raises(FieldRefused):
        session.companies.change_organisation(organisation.id, cvr="1")
    with pytest.raises(RecordNotFound):
        session.companies.change_site(SiteId("nowhere"), area_m2=1.0)


def test_a_page_shows_the_visits_measures_and_energy_of_this_site_alone(session: Session) -> None:
    site_id, other = a_company(session), a_company(session, "Anden ApS", cvr="", p_number="")
    visit_id = a_visit(session, site_id)
    session.measures.add(visit_id, title="Sluk om natten")
    a_visit(session, other)
    page = session.companies.get(site_id)
    assert [one.visit_id for one in page.visits] == [visit_id]
    assert [one.title for one in page.measures] == ["Sluk om natten"]
    assert len(page.energy) == 2


# -- contacts -------------------------------------------------------------------------------------------------------
def test_contacts_come_change_and_go(session: Session) -> None:
    site_id = a_site(session)
    with pytest.raises(FieldMissing):
        session.companies.add_contact(site_id, " ")
    contact = ContactId(session.companies.add_contact(site_id, " Jens ", role="Direktør").id)
    session.companies.change_contact(contact, reach=Reach.INTERNAL, phone="12 34 56 78")
    (found,) = session.companies.get(site_id).contacts
    assert (found.name, found.role, found.reach, found.phone) == ("Jens", "Direktør", Reach.INTERNAL, "12 34 56 78")
    session.companies.remove_contact(contact)
    assert session.companies.get(site_id).contacts == ()


# -- the case -------------------------------------------------------------------------------------------------------
def test_a_case_is_opened_by_its_first_move_and_an_agreement_sets_the_target_year(session: Session) -> None:
    site_id = a_site(session)
    assert session.companies.get(site_id).case is None
    session.companies.move_case(site_id, CaseStep.AGREEMENT)
    case = session.companies.get(site_id).case
    assert case is not None
    assert (case.step, case.target_year, case.responsible) == (CaseStep.AGREEMENT, 2029, session.ambassador().id)
    a_visit(session, site_id)  # planning a visit never moves a case back
    session.companies.move_case(site_id, CaseStep.AGREEMENT)
    case = session.companies.get(site_id).case
    assert case is not None
    assert [one.step for one in case.moves] == [CaseStep.INFORMATION, CaseStep.AGREEMENT]


# -- energy ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("carrier", "amount", "unit", "kwh"),
    [
        ("electricity", 180, "MWh", 180_000), ("electricity", 1500, "kwh", 1500), ("district_heating", 3.6, "GJ", 1000),
        ("district_heating", 1, "TJ", 277_777.78), ("electricity", 1, "GWh", 1_000_000),
    ],
)  # fmt: skip
def test_energy_units_are_counted_in_kwh(session: Session, carrier: str, amount: float, unit: str, kwh: float) -> None:
    site_id = a_site(session)
    session.companies.keep_energy(site_id, carrier=carrier, year=2025, amount=amount, unit=unit)
    (found,) = session.companies.get(site_id).energy
    assert found.kwh == pytest.approx(kwh)
    assert (found.amount, found.unit) == (amount, unit)


def test_fuel_is_counted_by_its_heating_value_however_the_unit_is_written(session: Session) -> None:
    site_id = a_site(session)
    for carrier, unit in (("natural_gas", "m3"), ("natural_gas", "m³"), ("gas_oil", "l"), ("gas_oil", "Liter")):
        session.companies.keep_energy(site_id, carrier=carrier, year=2025, amount=1000, unit=unit)
    gas, gas_again, oil, oil_again = (one.kwh for one in session.companies.get(site_id).energy)
    assert gas == gas_again == pytest.approx(11_000, rel=0.05)
    assert oil == oil_again == pytest.approx(10_000, rel=0.05)


def test_a_figure_is_replaced_in_its_place_and_removed(session: Session) -> None:
    site_id = a_site(session)
    first = session.companies.keep_energy(site_id, carrier="electricity", year=2025, amount=100).id
    again = session.companies.keep_energy(site_id, carrier="electricity", year=2025, amount=200, id=first).id
    assert again == first
    assert [one.kwh for one in session.companies.get(site_id).energy] == [200]
    session.companies.remove_energy(EnergyUseId(first))
    assert session.companies.get(site_id).energy == ()


def test_odd_figures_are_refused(session: Session) -> None:
    assert refused(session, year=1875) == "year"
    assert refused(session, month=13) == "month"
    assert refused(session, amount=-1.0) == "amount"
    assert refused(session, amount=float("nan")) == "amount"
    assert refused(session, amount=float("inf")) == "amount"
    assert refused(session, unit="m3") == "unit"
    assert refused(session, unit="hestekræfter") == "unit"


# -- who works here -------------------------------------------------------------------------------------------------
def test_a_logo_is_kept_and_stands_in_the_report_and_what_is_no_picture_is_refused(session: Session) -> None:
    with pytest.raises(PhotoNotRead):
        session.profile.keep_logo(b"no picture")
    assert session.municipality().logo == ""
    session.profile.keep_logo(a_photo())
    visit_id = a_visit(session)
    plain = len(session.reports.preview(visit_id))
    session.profile.change_municipality(logo="")
    assert plain > len(session.reports.preview(visit_id))
