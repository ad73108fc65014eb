"""Sets of factors and prices: what a visit uses, own sets in versions, files, and prices confirmed at the visit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ambassador_app.domain.factors import FactorSet, HeatingValue, PriceSet, PriceStatus, Scope
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.domain.template import SetKind
from ambassador_app.errors import (
    FieldMissing,
    FieldRefused,
    InputMissing,
    InputRefused,
    SetRefused,
    UnknownInput,
    UnknownSet,
    VisitLocked,
)
from ambassador_app.i18n import Language
from ambassador_app.report.compose import compose
from ambassador_app.services.session import Session
from tests.builders import MORNING, a_company, a_visit, translator

LED = {"count_old": 100, "power_old_w": 71, "hours_old": 3000, "count_new": 100, "power_new_w": 25}


def a_lamp(session: Session, visit_id: str) -> str:
    """A measure that saves 13,800 kWh of electricity."""
    made = session.measures.add(visit_id, entry_id="led_retrofit")  # type: ignore[arg-type]
    session.measures.change(made.id, inputs=LED, investment_dkk=60_000)  # type: ignore[arg-type]
    return made.id


def saved_dkk(session: Session, visit_id: str) -> float:
    return session.visits.workspace(visit_id).totals.cost_saving_dkk  # type: ignore[arg-type]


def with_price(found: PriceSet, value: float) -> PriceSet:
    price = replace(found.prices[Carrier.ELECTRICITY], value=value, status=PriceStatus.CONFIRMED, source="Bill 2026")
    return replace(found, prices={**found.prices, Carrier.ELECTRICITY: price})


def test_a_confirmed_price_is_the_partys_own_of_the_visits_year(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.confirm_price(visit_id, "electricity")
    prices = session.visits.workspace(visit_id).dossier.price_set
    assert prices is not None
    own = prices.prices[Carrier.ELECTRICITY]
    assert (own.value, own.status, own.year) == (1.3, PriceStatus.CONFIRMED, 2026)
    assert prices.prices[Carrier.DISTRICT_HEATING].status is PriceStatus.UNCERTAIN
    session.visits.undo(visit_id)
    assert session.visits.workspace(visit_id).dossier.visit.prices_dkk_kwh == {}


def test_an_own_price_renews_the_figures_and_can_be_let_go_of(session: Session) -> None:
    visit_id = a_visit(session)
    a_lamp(session, visit_id)
    before = saved_dkk(session, visit_id)
    session.visits.confirm_price(visit_id, "electricity", 2.6)
    assert saved_dkk(session, visit_id) == pytest.approx(2 * before)
    session.visits.forget_price(visit_id, "electricity")
    assert saved_dkk(session, visit_id) == pytest.approx(before)


def test_a_price_that_cannot_be_is_refused(session: Session) -> None:
    visit_id = a_visit(session)
    with pytest.raises(InputRefused):
        session.visits.confirm_price(visit_id, "electricity", -1)
    with pytest.raises(UnknownInput):
        session.visits.confirm_price(visit_id, "sunshine")
    with pytest.raises(InputMissing):
        session.visits.confirm_price(visit_id, "lpg")


def test_new_visits_take_what_the_municipality_has_chosen(session: Session) -> None:
    session.profile.change_municipality(factor_set="br18_well_to_wheel", price_set="example")
    visit = session.visits.workspace(a_visit(session)).dossier.visit
    assert (visit.factor_set, visit.price_set) == ("br18_well_to_wheel", "example")
    home = session.companies.create("Villa", kind="home").id  # type: ignore[arg-type]
    assert session.visits.workspace(a_visit(session, home)).dossier.visit.price_set == "home"  # type: ignore[arg-type]


def test_undoing_what_began_a_visit_leaves_its_sets_to_others(session: Session) -> None:
    first, second = a_visit(session), a_visit(session, a_company(session, "To A/S"))
    session.notes.add_finding(first, "Køl er åben")
    session.notes.add_finding(second, "Lys er tændt")
    session.visits.undo(first)
    assert session.visits.workspace(second).dossier.factor_set is not None


# -- own sets -----------------------------------------------------------------------------------------------------
def test_the_shipped_sets_are_listed_with_what_they_count(session: Session) -> None:
    lines = {one.name: one for one in session.sets.shown()}
    assert list(lines) == ["br18", "br18_well_to_wheel", "company", "home", "example"]
    assert lines["br18"].scopes == (Scope.LIFE_CYCLE, Scope.COMBUSTION)
    assert (lines["company"].of, lines["company"].vat_included, lines["home"].vat_included) == (
        SetKind.PRICES,
        False,
        True,
    )
    assert {one.name for one in lines.values() if one.is_default} == {"br18", "company", "home"}
    assert all(one.shipped and not one.version and not one.by for one in lines.values())


def test_a_copy_is_changed_in_versions_and_none_of_them_is_lost(session: Session) -> None:
    name = session.sets.copy("company", "  Priser   2026 ").id
    first = session.sets.price_set(name)
    assert (first.title, first.version, first.id) == ("Priser 2026", 1, name)
    session.sets.save(with_price(first, 1.42))
    second = session.sets.price_set(name)
    assert (second.version, second.prices[Carrier.ELECTRICITY].value) == (2, 1.42)
    assert not session.sets.save(second).records, "nothing was changed"
    session.sets.save(replace(with_price(second, 1.3), note="Back"))
    versions = session.sets.versions(name)
    assert [(one.version, one.is_current, one.by) for one in versions] == [
        (3, True, "Åse Østergård"),
        (2, False, "Åse Østergård"),
        (1, False, "Åse Østergård"),
    ]
    assert session.sets.of_version(versions[2].version_id) == first
    session.sets.restore(versions[1].version_id)
    assert session.sets.price_set(name).prices == second.prices
    line = next(one for one in session.sets.shown() if one.name == name)
    assert (line.version, line.by, line.shipped, line.title) == (4, "Åse Østergård", False, "Priser 2026")


def test_a_shipped_set_cannot_be_changed_and_a_faulty_one_is_refused(session: Session) -> None:
    with pytest.raises(UnknownSet):
        session.sets.save(session.sets.price_set("company"))
    with pytest.raises(FieldMissing):
        session.sets.copy("company", " ")
    with pytest.raises(UnknownSet):
        session.sets.copy("nothing", "Mine")
    own = session.sets.price_set(session.sets.copy("company", "Own").id)
    with pytest.raises(SetRefused):
        session.sets.save(with_price(own, -1))
    factors = session.sets.factor_set(session.sets.copy("br18", "Own").id)
    with pytest.raises(SetRefused, match="scope"):
        session.sets.save(replace(factors, scopes=(Scope.COMBUSTION,)))
    with pytest.raises(UnknownSet):
        session.sets.save(replace(own, id=factors.id))
    with pytest.raises(UnknownSet):
        session.sets.of_version("nothing")


def test_changes_of_sets_are_undone_and_done_again(session: Session) -> None:
    name = session.sets.copy("company", "Own").id
    session.sets.save(with_price(session.sets.price_set(name), 1.42))
    assert session.sets.undoable() == ("change_sets", None)
    session.sets.undo()
    assert session.sets.price_set(name).version == 1
    session.sets.redo()
    assert session.sets.price_set(name).version == 2
    session.sets.undo()
    session.sets.undo()
    assert name not in {one.name for one in session.sets.shown()}
    session.sets.redo()
    assert session.sets.price_set(name).version == 1
    session.sets.save(with_price(session.sets.price_set(name), 1.5))
    assert session.sets.price_set(name).version == 3, "an undone version keeps its number"


def test_a_planned_visit_survives_that_its_set_is_undone(session: Session) -> None:
    name = session.sets.copy("company", "Own").id
    session.sets.choose_default(price_set=name)
    visit_id = a_visit(session)
    session.sets.undo()
    session.sets.undo()
    found = session.visits.workspace(visit_id).dossier.price_set
    assert found is not None
    assert found.id == name


def test_a_retired_set_stays_with_those_who_use_it(session: Session) -> None:
    name = session.sets.copy("company", "Own").id
    session.sets.choose_default(price_set=name)
    visit_id = a_visit(session)
    with pytest.raises(SetRefused):
        session.sets.retire(name)
    session.sets.choose_default(price_set="company")
    session.sets.retire(name)
    assert next(one for one in session.sets.shown() if one.name == name).retired
    assert session.visit_sets.of(visit_id).prices.is_retired
    session.sets.retire("example")
    session.sets.retire("example", retired=False)
    assert not next(one for one in session.sets.shown() if one.name == "example").retired
    with pytest.raises(UnknownSet):
        session.sets.retire("nothing")


def test_a_default_must_be_a_set_of_its_kind(session: Session) -> None:
    with pytest.raises(UnknownSet):
        session.sets.choose_default(factor_set="company")
    session.sets.choose_default(factor_set="br18_well_to_wheel", home_price_set="example")
    assert session.municipality().factor_set == "br18_well_to_wheel"
    assert session.municipality().price_set == "company"


# -- files --------------------------------------------------------------------------------------------------------
def test_a_set_goes_to_another_municipality_and_comes_back_as_its_next_version(session: Session) -> None:
    name = session.sets.copy("br18_well_to_wheel", "Fuels").id
    data = session.sets.export(name)
    plain = json.loads(data)
    plain["factors"]["diesel"]["points"] = {"2022": 0.24}
    changed = json.dumps(plain).encode()
    assert session.sets.keep_file(changed).id == name
    assert session.sets.factor_set(name).resolve(2026)[Stream.DIESEL].value == 0.24
    assert session.sets.factor_set(name).version == 2
    shipped = session.sets.keep_file(session.sets.export("br18"))
    assert shipped.id not in ("br18", name)
    assert session.sets.factor_set(shipped.id).factors == session.sets.factor_set("br18").factors


def test_a_file_may_stand_on_a_shipped_set(session: Session) -> None:
    own = {
        "title": "Local heat",
        "base": "br18",
        "scopes": ["life_cycle", "combustion"],
        "factors": {
            "district_heating": {
                "value": 0.04,
                "year": 2025,
                "unit": "kg CO2e/kWh",
                "scope": "life_cycle",
                "source": "Miljødeklaration 2025",
            }
        },
    }
    name = session.sets.keep_file(json.dumps(own).encode(), "varme.json").id
    found = session.sets.factor_set(name)
    assert found.resolve(2030)[Carrier.DISTRICT_HEATING].value == 0.04
    assert found.resolve(2030)[Carrier.ELECTRICITY].value == pytest.approx(0.047)
    assert found.heating_value(Carrier.GAS_OIL, "l") is not None


# -- visits -------------------------------------------------------------------------------------------------------
def test_a_begun_visit_keeps_its_version_until_it_is_told_to_take_the_newest(session: Session) -> None:
    name = session.sets.copy("company", "Own").id
    session.sets.choose_default(price_set=name)
    visit_id = a_visit(session)
    a_lamp(session, visit_id)
    before = saved_dkk(session, visit_id)
    frozen = session.visit_sets.of(visit_id).prices
    assert (frozen.version, frozen.is_frozen, frozen.is_newest) == (1, True, True)

    session.sets.save(with_price(session.sets.price_set(name), 2.6))
    use = session.visit_sets.of(visit_id).prices
    assert (use.version, use.is_newest) == (1, False)
    assert saved_dkk(session, visit_id) == before

    preview = session.visit_sets.preview(visit_id, price_set=name)
    assert preview.after.cost_saving_dkk == pytest.approx(2 * preview.before.cost_saving_dkk)
    assert [(one.item, one.before, one.after) for one in preview.prices] == [(Carrier.ELECTRICITY, 1.3, 2.6)]
    assert (preview.factors, preview.lost) == ((), ())
    assert saved_dkk(session, visit_id) == before, "looking changes nothing"

    session.visit_sets.use(visit_id, price_set=name)
    assert saved_dkk(session, visit_id) == pytest.approx(preview.after.cost_saving_dkk)
    assert session.visit_sets.of(visit_id).prices.is_newest
    session.visits.undo(visit_id)
    assert saved_dkk(session, visit_id) == before
    assert session.visit_sets.of(visit_id).prices.version == 1


def test_another_set_before_the_visit_begins_is_only_a_name(session: Session) -> None:
    visit_id = a_visit(session)
    session.visit_sets.use(visit_id, factor_set="br18_well_to_wheel", price_set="example")
    visit = session.visits.workspace(visit_id).dossier.visit
    assert (visit.factor_set, visit.factor_set_id, visit.price_set) == ("br18_well_to_wheel", "", "example")
    assert not session.visit_sets.of(visit_id).factors.is_frozen
    with pytest.raises(UnknownSet):
        session.visit_sets.use(visit_id, factor_set="nothing")


def test_a_set_without_a_price_that_is_needed_says_what_would_be_lost(session: Session) -> None:
    visit_id = a_visit(session)
    a_lamp(session, visit_id)
    own = session.sets.price_set(session.sets.copy("company", "No power").id)
    session.sets.save(replace(own, prices={Carrier.NATURAL_GAS: own.prices[Carrier.NATURAL_GAS]}))
    preview = session.visit_sets.preview(visit_id, price_set=own.id)
    assert len(preview.lost) == 1
    assert preview.prices[0].after is None
    session.visit_sets.use(visit_id, price_set=own.id)
    found = session.visit_sets.of(visit_id)
    assert found.lacking == (Carrier.ELECTRICITY,)
    session.visits.confirm_price(visit_id, "electricity", 1.1)
    found = session.visit_sets.of(visit_id)
    assert found.lacking == ()
    assert [(one.price.value, one.default) for one in found.listed if one.is_own] == [(1.1, None)]


def test_assumed_prices_ask_to_be_confirmed_the_needed_ones_first(session: Session) -> None:
    visit_id = a_visit(session)  # the site uses electricity and gas
    a_lamp(session, visit_id)
    found = session.visit_sets.of(visit_id)
    needed = [(one.price.item, one.measures) for one in found.to_confirm]
    assert needed == [(Carrier.ELECTRICITY, 1), (Carrier.NATURAL_GAS, 0)]
    assert (found.listed[0].low, found.listed[0].high, found.listed[0].is_own) == (1.0, 1.6, False)
    assert not any(one.is_needed for one in found.listed[2:])
    session.visits.confirm_price(visit_id, "electricity")
    found = session.visit_sets.of(visit_id)
    assert [one.price.item for one in found.to_confirm] == [Carrier.NATURAL_GAS]
    own = found.listed[0]
    assert (own.price.item, own.price.status, own.price.year, own.is_own, own.default) == (
        Carrier.ELECTRICITY,
        PriceStatus.CONFIRMED,
        2026,
        True,
        1.3,
    )


def test_the_sets_of_a_locked_visit_stand(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.cancel(visit_id)
    with pytest.raises(VisitLocked):
        session.visit_sets.use(visit_id, price_set="example")


def test_a_measure_that_lacks_an_input_says_nothing_of_prices(session: Session) -> None:
    visit_id = a_visit(session)
    session.measures.add(visit_id, entry_id="led_retrofit")
    assert session.visit_sets.of(visit_id).lacking == ()
    assert isinstance(session.sets.get("br18"), FactorSet)


def test_an_assumed_price_warns_until_it_is_confirmed_and_the_report_says_which_version(session: Session) -> None:
    name = session.sets.copy("company", "Vores priser").id
    session.sets.choose_default(price_set=name)
    visit_id = a_visit(session)
    a_lamp(session, visit_id)

    def warned() -> list[str]:
        assessment = session.visits.workspace(visit_id).dossier.measures[0].assessment
        assert assessment is not None
        return [one for one in json.dumps(assessment["warnings"]).split('"') if "is an assumption" in one]

    def told() -> str:
        words = translator(Language.ENGLISH)
        content = compose(session.visits.workspace(visit_id).dossier, words, MORNING)
        return json.dumps(content.to_json(), ensure_ascii=False)

    assert warned()
    assert "is an assumption. Ask for the real one" in told()
    assert "uncertain, to be confirmed" in told()
    assert "Prices: Vores priser (version 1)" in told()
    assert "All amounts are without VAT." in told()
    session.visits.confirm_price(visit_id, "electricity")
    assert not warned()
    assert "is an assumption" not in told()
    assert "the visited party's own price (confirmed)" in told()


def test_energy_can_be_noted_in_a_unit_of_the_offices_own_set(session: Session) -> None:
    name = session.sets.copy("br18", "Egne enheder").id
    found = session.sets.factor_set(name)
    pellets = found.factors[Carrier.WOOD_PELLETS]
    sack = replace(pellets, heating_values=(*pellets.heating_values, HeatingValue("Sæk", 77.8, "16 kg")))
    session.sets.save(replace(found, factors={**found.factors, Carrier.WOOD_PELLETS: sack}))
    site = a_company(session)
    with pytest.raises(FieldRefused):
        session.companies.keep_energy(site, carrier="wood_pellets", year=2025, amount=10, unit="sæk")
    session.sets.choose_default(factor_set=name)
    session.companies.keep_energy(site, carrier="wood_pellets", year=2025, amount=10, unit="sæk")
    visit_id = a_visit(session, site)
    session.companies.keep_energy(site, carrier="wood_pellets", year=2024, amount=20, unit="Sæk", visit_id=visit_id)
    kept = {one.year: one.kwh for one in session.companies.get(site).energy if one.carrier == "wood_pellets"}
    assert kept == {2025: pytest.approx(778), 2024: pytest.approx(1556)}
