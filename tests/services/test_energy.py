"""Energy accounts as a service: typed, pasted, imported, corrected, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import SiteId, VisitId
from ambassador_app.domain.place import Activity
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource
from ambassador_app.errors import (
    FieldMissing,
    FieldRefused,
    FileNotRead,
    FileTooLarge,
    NothingToUndo,
    RecordNotFound,
)
from ambassador_app.services import Session
from ambassador_app.services.energy import TypedUse
from ambassador_app.services.energy_imports import EnergyPlan, ReadingField, Worth, mapped, remarks_of
from tests.builders import a_visit
from tests.exchange.meter_files import METER, portal

EL, HEAT, GAS = Carrier.ELECTRICITY, Carrier.DISTRICT_HEATING, Carrier.NATURAL_GAS


def a_site(session: Session) -> SiteId:
    """A site of which nothing is known yet."""
    return SiteId(session.companies.create("Vester Mølle").id)


def plan_of(session: Session, site_id: SiteId, text: str, name: str = "Meterdata.csv") -> EnergyPlan:
    """Open a file and plan it for a site."""
    return session.energy_imports.plan(site_id, session.energy_imports.open(text.encode(), name))


# -- typed ----------------------------------------------------------------------------------------------------------
def test_months_that_are_typed_become_a_year(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep_months(
        site_id, GAS, 2024, dict.fromkeys(range(1, 13), 100.0), unit="m³", costs={1: 900.0}, source=EnergySource.METER
    )
    (year,) = session.energy.of(site_id).account.years
    assert year.kwh == pytest.approx(12 * 1100)
    assert year.is_complete
    assert year.cost_is_partial
    session.energy.keep_months(site_id, GAS, 2024, {1: None, 2: 200.0}, unit="m³")
    (year,) = session.energy.of(site_id).account.years
    assert year.carriers[0].missing_months == (1,)
    assert year.carriers[0].months[2].kwh == pytest.approx(2200)
    assert len(session.energy.of(site_id).uses) == 11


def test_what_is_typed_again_replaces_what_was_typed(session: Session) -> None:
    site_id = a_site(session)
    use = TypedUse(EL, 2024, None, 100, "MWh", 150_000)
    session.energy.keep(site_id, [use, TypedUse(GAS, 2024, 3, 50, "Nm³")])
    session.energy.keep(site_id, [replace(use, amount=90)])
    uses = session.energy.of(site_id).uses
    assert sorted(one.kwh for one in uses) == [550, 90_000]


def test_nothing_is_kept_of_figures_of_which_one_cannot_be(session: Session) -> None:
    site_id = a_site(session)
    good = TypedUse(EL, 2024, None, 100, "MWh")
    for bad in (replace(good, unit="m3"), replace(good, year=1700), replace(good, amount=-1), replace(good, month=13)):
        with pytest.raises(FieldRefused):
            session.energy.keep(site_id, [good, bad])
    with pytest.raises(FieldRefused):
        session.energy.keep_months(site_id, EL, 2024, {1: 5.0, 13: 5.0})
    assert session.energy.of(site_id).uses == ()


def test_a_carriers_year_can_be_taken_away_and_brought_back(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep_months(site_id, EL, 2024, dict.fromkeys(range(1, 13), 1.0))
    session.energy.remove(site_id, EL, 2024)
    assert session.energy.of(site_id).uses == ()
    assert session.energy.of(site_id).undo == Deed.CHANGE_ENERGY
    session.energy.undo(site_id)
    assert len(session.energy.of(site_id).uses) == 12
    session.energy.redo(site_id)
    assert session.energy.of(site_id).uses == ()


def test_undo_in_a_visit_takes_back_what_was_noted_in_it(session: Session) -> None:
    site_id = a_site(session)
    visit_id = a_visit(session, site_id)
    session.energy.keep(site_id, [TypedUse(EL, 2024, None, 1, "kWh")], visit_id=visit_id)
    with pytest.raises(NothingToUndo):
        session.energy.undo(site_id)
    session.energy.undo(site_id, visit_id=visit_id)
    assert session.energy.of(site_id).uses == ()


def test_there_is_no_account_of_a_site_that_is_not_there(session: Session) -> None:
    with pytest.raises(RecordNotFound):
        session.energy.of(SiteId("none"))


# -- what it is held against ----------------------------------------------------------------------------------------
def test_own_degree_days_stand_before_the_shipped_ones(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep(site_id, [TypedUse(HEAT, 2022, None, 200, "MWh"), TypedUse(HEAT, 2024, None, 200, "MWh")])
    years = session.energy.of(site_id).account.years
    assert [one.corrected_heat_kwh for one in years] == [None, pytest.approx(232_843.7, abs=0.1)]
    session.energy.keep_degree_days(2024, 3112)
    session.energy.keep_degree_days(2022, 3112)
    years = session.energy.of(site_id).account.years
    assert [one.corrected_heat_kwh for one in years] == [pytest.approx(200_000), pytest.approx(200_000)]
    session.energy.keep_degree_days(2022, None)
    assert session.energy.of(site_id).account.years[1].degree_days == 2553
    with pytest.raises(FieldRefused):
        session.energy.keep_degree_days(2024, 31)


def test_the_share_that_the_weather_has_no_part_in(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep_free_share(site_id, 0.9)
    assert session.energy.of(site_id).account.free_share == 0.9
    with pytest.raises(FieldRefused):
        session.energy.keep_free_share(site_id, 25)
    session.energy.keep_free_share(site_id, None)
    assert not session.energy.of(site_id).account.free_share_is_own


def test_a_goal_opens_the_case(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep(site_id, [TypedUse(EL, year, None, kwh, "kWh") for year, kwh in ((2023, 100), (2024, 80))])
    session.energy.set_goal(site_id, baseline_year=2023)
    found = session.energy.of(site_id).account
    assert (found.target_share, found.target_year) == (0.2, 2026)
    assert found.years[0].against is not None
    assert found.years[0].against.kwh == pytest.approx(-0.2)
    for odd in ({"baseline_year": 1800}, {"baseline_year": 2023, "target_year": 2023}):
        with pytest.raises(FieldRefused):
            session.energy.set_goal(site_id, **odd)  # type: ignore[arg-type]
    with pytest.raises(FieldRefused):
        session.energy.set_goal(site_id, baseline_year=2023, target_share=20)


def test_quantities_make_key_figures(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep(site_id, [TypedUse(EL, 2024, None, 1000, "kWh")])
    meals = Activity("meals", 500, "meal", 2024)
    session.energy.keep_activity(site_id, replace(meals, amount=100))
    session.energy.keep_activity(site_id, meals)
    session.energy.keep_activity(site_id, Activity("other", 10, "bane", 2024, "Tennisbaner"))
    found = session.energy.of(site_id)
    assert [(one.activity.key, one.kwh) for one in found.key_figures] == [("meals", 2.0), ("other", 100.0)]
    session.energy.remove_activity(site_id, meals)
    assert len(session.energy.of(site_id).site.activities) == 1
    with pytest.raises(FieldRefused):
        session.energy.keep_activity(site_id, replace(meals, key="dreams"))
    with pytest.raises(FieldMissing):
        session.energy.keep_activity(site_id, Activity("other", 10, "", 2024))


def test_what_the_walkthrough_found_out_stands_beside_others(session: Session) -> None:
    site_id = a_site(session)
    session.companies.change_site(site_id, area_m2=1000.0)
    visit_id = VisitId(a_visit(session, site_id))
    assert session.energy.of(site_id).comparisons == ()
    for name, value in (("ly1_count", 300.0), ("ly1_watt", 58.0)):
        session.visits.answer(visit_id, f"/data/lighting/{name}", value=value)
    plant = "/data/compressed_air/tr_plant"
    for name, value in (("tr4_load", 30.0), ("tr4_unload", 70.0)):
        session.visits.answer(visit_id, f"{plant}/{name}", value=value)
    found = {one.benchmark.id: one for one in session.energy.of(site_id).comparisons}
    assert found["lighting_office"].own == pytest.approx(17.4)
    assert found["air_leakage"].own == pytest.approx(30.0)


# -- imported -------------------------------------------------------------------------------------------------------
def test_a_file_is_kept_in_one_deed_that_one_undo_takes_back(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep(site_id, [TypedUse(EL, 2024, None, 4000, "kWh"), TypedUse(EL, 2023, None, 4100, "kWh")])
    plan = plan_of(session, site_id, portal(2024, 2024))
    (year,) = plan.years
    assert (year.whole_kwh, year.whole_goes(), year.missing()) == (4000.0, True, ())
    assert year.kwh == pytest.approx(4392)
    assert {one.worth for one in year.periods} == {Worth.NEW}
    assert session.energy.of(site_id).account.of(2024).kwh == 4000  # type: ignore[union-attr]
    changes = session.energy_imports.apply(plan)
    assert changes.action == Deed.IMPORT_ENERGY
    found = session.energy.of(site_id)
    assert [one.kwh for one in found.account.years] == pytest.approx([4392, 4100])
    assert {one.meter for one in found.uses} == {"", METER}
    session.energy.undo(site_id)
    assert [one.kwh for one in session.energy.of(site_id).account.years] == [4000, 4100]


def test_the_same_file_again_changes_nothing_and_another_meter_is_added(session: Session) -> None:
    site_id = a_site(session)
    session.energy_imports.apply(plan_of(session, site_id, portal(2024, 2024)))
    again = plan_of(session, site_id, portal(2024, 2024))
    assert not again.has_work
    assert session.energy_imports.apply(again).records == frozenset()
    session.energy_imports.apply(plan_of(session, site_id, portal(2024, 2024, meter="571313100000000024")))
    assert session.energy.of(site_id).account.years[0].kwh == pytest.approx(2 * 4392)


def test_half_a_year_leaves_the_figure_of_the_year_and_a_begun_month_is_left_out(session: Session) -> None:
    site_id = a_site(session)
    session.energy.keep(site_id, [TypedUse(EL, 2024, None, 4000, "kWh"), TypedUse(EL, 2024, 2, 1, "kWh")])
    lines = [
        line for line in portal(2024, 2024).splitlines() if line[22:24] in ("to", "01", "02", "03") or "Måle" in line
    ]
    lines = [line for line in lines if "-03-2024 " not in line[:34] or line[19:21] < "20"]
    plan = plan_of(session, site_id, "\n".join(lines))
    (year,) = plan.years
    assert [one.worth for one in year.periods] == [Worth.NEW, Worth.REPLACES, Worth.PARTIAL]
    assert not year.whole_goes()
    assert year.missing() == tuple(range(3, 13))
    assert year.missing(partial=True) == tuple(range(4, 13))
    assert plan.has_partial
    session.energy_imports.apply(plan)
    (now,) = session.energy.of(site_id).account.years
    assert now.kwh == 4000
    assert sorted(now.carriers[0].months) == [1, 2]
    session.energy_imports.apply(plan, partial=True)
    assert sorted(session.energy.of(site_id).account.years[0].carriers[0].months) == [1, 2, 3]


def test_years_can_be_left_out(session: Session) -> None:
    site_id = a_site(session)
    plan = plan_of(
        session, site_id, "Dato;Forbrug kWh\n2023-01;5\n2023-02;6\n2024-01;7\n2024-02;8\n", "el elforbrug.csv"
    )
    session.energy_imports.apply(plan, leave_out=frozenset({plan.years[0].key}))
    assert [one.year for one in session.energy.of(site_id).account.years] == [2023]


def test_cubic_metres_of_district_heating_say_what_they_are_counted_as(session: Session) -> None:
    site_id = a_site(session)
    source = session.energy_imports.open(b"Dato;Fjernvarme m3\n2024-01;100\n2024-02;90\n", "x.csv")
    usual = session.energy_imports.plan(site_id, source)
    assert usual.years[0].kwh == pytest.approx(190 * 40.6)
    assert any("cooled by 35 K" in str(getattr(one.values.get("source"), "text", "")) for one in remarks_of(usual))
    plan = session.energy_imports.plan(site_id, source, replace(source.mapping, kwh_per_unit=34.8))
    assert plan.years[0].kwh == pytest.approx(190 * 34.8)
    with pytest.raises(FieldRefused):
        session.energy_imports.plan(site_id, source, replace(source.mapping, unit="l"))


def test_columns_can_be_named_from_outside(session: Session) -> None:
    source = session.energy_imports.open(b"A;B;C\n2024-01;5;9\n2024-02;6;9\n", "x.csv")
    found = mapped(source, {"B": "amount", "1": "start", "C": ""}, source.mapping)
    assert found.columns == {ReadingField.AMOUNT: 1, ReadingField.START: 0}
    for pairs in ({"Z": "amount"}, {"A": "colour"}):
        with pytest.raises(FieldRefused):
            mapped(source, pairs, source.mapping)


def test_files_that_cannot_be_read_are_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(FileNotRead):
        session.energy_imports.open(tmp_path / "gone.csv")
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(65_000_000)
    with pytest.raises(FileTooLarge):
        session.energy_imports.open(large)


def test_the_meters_number_is_not_in_the_report(session: Session) -> None:
    site_id = a_site(session)
    visit_id = a_visit(session, site_id)
    session.energy_imports.apply(plan_of(session, site_id, portal(2024, 2024)))
    dossier = session.visits.workspace(visit_id).dossier
    assert {one.meter for one in dossier.energy} >= {METER}
    assert {one.meter for one in dossier.for_report().energy} == {""}
    assert dossier.reference is not None
