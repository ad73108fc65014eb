"""Part 5 of the report: use and cost, the account of the years, the baseline, what others use, the notice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from ambassador_app.domain.case import Case
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import CaseId, EnergyUseId
from ambassador_app.domain.place import Activity, Site, SiteKind
from ambassador_app.domain.visit import Answer, EnergySource, EnergyUse
from ambassador_app.i18n import Language
from ambassador_app.report import energy
from ambassador_app.report.compose import compose
from ambassador_app.report.content import Bullets, Callout, Figure, Paragraph, Table
from tests.builders import translator
from tests.report.samples import NOON, SITE, a_dossier, bare_dossier

ENGLISH = translator(Language.ENGLISH)


def use(carrier: str, year: int, kwh: float, month: int | None = None) -> EnergyUse:
    """One figure."""
    name = EnergyUseId(f"{carrier}{year}{month}")
    return EnergyUse(name, SITE, carrier, year, month, kwh, "kWh", kwh, None, EnergySource.METER)


def with_energy(*uses: EnergyUse, **fields: Any) -> VisitDossier:
    """A visit with these figures."""
    return a_dossier(energy=uses, **fields)


def shown(dossier: VisitDossier, kind: type[Any]) -> list[Any]:
    """The blocks of a kind."""
    return [one for one in energy.blocks(ENGLISH, dossier, "#0f5c4a") if isinstance(one, kind)]


def text(dossier: VisitDossier) -> str:
    """Every sentence of the part."""
    blocks = energy.blocks(ENGLISH, dossier, "#0f5c4a")
    found = [one.text for one in blocks if isinstance(one, Paragraph | Callout)]
    found += [line for one in blocks if isinstance(one, Bullets) for line in one.items]
    return " ".join(found).replace("\N{NO-BREAK SPACE}", " ")


def test_heat_is_corrected_and_the_factor_named() -> None:
    whole = with_energy(use("district_heating", 2022, 200_000))
    row = shown(whole, Table)[1].rows[0]
    assert row[3] == "233,000\N{NO-BREAK SPACE}kWh"
    assert "3,112 degree days" in text(whole)
    assert "2022 had 2,553 degree days (Silkeborg Forsyning)" in text(whole)
    assert "25 % of it is taken to be independent of the weather" in text(whole)


def test_a_year_that_cannot_be_corrected_says_so() -> None:
    said = text(with_energy(use("district_heating", 2024, 200_000)))
    assert "Heat is not corrected where the degree days are not known: 2024." in said
    assert "3,112" not in said


def test_emissions_stand_by_scope_and_what_is_left_out_is_said() -> None:
    whole = with_energy(use("electricity", 2025, 100_000), use("natural_gas", 2025, 100_000))
    assert shown(whole, Table)[1].rows[0][3:5] == ("18.9\N{NO-BREAK SPACE}t", "13.5\N{NO-BREAK SPACE}t")
    assert "Scope 3" in text(whole)


def test_the_baseline_its_target_and_the_result() -> None:
    uses = (use("electricity", 2023, 100_000), use("electricity", 2025, 90_000))
    case = Case(CaseId("c"), SITE, baseline_year=2023, target_year=2026)
    said = text(with_energy(*uses, case=case))
    assert "Baseline 2023: 18.7 t CO₂e. Target: 20 % less before the end of 2026." in said
    assert "2025: CO₂e −35 %, energy −10 % against 2023." in said
    assert "With the factors of 2023 unchanged: −10 %." in said
    assert "has no figures yet" in text(with_energy(*uses, case=replace(case, baseline_year=2020)))
    begun = (*uses, use("natural_gas", 2023, 1.0, 1))
    assert "is not complete" in text(with_energy(*begun, case=case))


def test_a_site_without_a_partnership_reads_nothing_of_a_target() -> None:
    whole = with_energy(use("electricity", 2025, 90_000), case=Case(CaseId("c"), SITE))
    goal = Case(CaseId("c"), SITE, baseline_year=2025)
    home = replace(
        with_energy(use("electricity", 2025, 90_000), case=goal), site=Site(SITE, "Solvej 12", SiteKind.HOME)
    )
    for one in (whole, home):
        content = json.dumps(compose(one, ENGLISH, NOON).to_json())
        assert "of the emissions from it" in content
        assert "partnership's" not in content
        assert "baseline year" not in content


def test_an_incomplete_year_is_named_and_compared_with_nothing() -> None:
    whole = with_energy(*(use("electricity", 2025, 10.0, month) for month in (1, 2, 3, 5)))
    assert "Not the whole year: Electricity: only January–March, May 2025." in text(whole)
    assert shown(whole, Table)[0].rows[0][1] == "2025*"
    some = with_energy(*(use("electricity", 2025, 10.0, month) for month in range(1, 11)))
    assert "Electricity: November, December 2025 missing." in text(some)


def test_months_that_disagree_with_their_year_and_held_factors_are_said() -> None:
    months = (use("electricity", 2020, 100.0, month) for month in range(1, 13))
    said = text(with_energy(use("electricity", 2020, 1000.0), *months))
    assert "come to 120 % of the figure of the whole year" in said
    assert "The factor set has none of 2020 for electricity" in said
    gap = with_energy(use("electricity", 2023, 1), use("natural_gas", 2022, 1), use("natural_gas", 2024, 1))
    assert "Natural gas: no figure for 2023." in text(gap)


def test_a_large_site_reads_what_the_law_asks() -> None:
    (callout,) = shown(with_energy(use("electricity", 2025, 3_000_000)), Callout)
    assert "10 TJ" in callout.text
    assert "figures for three whole years are not here" in callout.text
    uses = (use("electricity", year, 30_000_000) for year in (2023, 2024, 2025))
    (callout,) = shown(with_energy(*uses), Callout)
    assert "85 TJ" in callout.text
    assert "108 TJ a year on average from 2023 to 2025" in callout.text


def test_own_figures_stand_beside_those_of_others_with_their_source() -> None:
    whole = with_energy(use("district_heating", 2022, 400_000))
    assert "look at set-back, open gates" in text(whole)
    assert "Assens Fjernvarme" in text(whole)
    leak = {"tr4_load": Answer(30.0), "tr4_unload": Answer(70.0)}
    sections = tuple(replace(one, answers={**one.answers, **leak}) for one in whole.sections)
    if sections:
        assert "Compressed air that leaks: Own 30" in text(replace(whole, sections=sections))


def test_key_figures_of_what_the_site_makes() -> None:
    site = replace(a_dossier().site, activities=(Activity("meals", 1000, "meal", 2025),))
    assert "Meals served 2025: 2 kWh/meal in all" in text(with_energy(use("electricity", 2025, 2000), site=site))


def test_several_years_stand_beside_each_other() -> None:
    one = with_energy(use("electricity", 2025, 10.0))
    assert not shown(one, Figure)
    two = with_energy(use("electricity", 2025, 10.0), use("electricity", 2024, 10.0, 1))
    assert "a pale bar lacks months" in shown(two, Figure)[0].caption


def test_nothing_stated_is_said() -> None:
    assert "was not stated" in text(with_energy())
    assert "was not stated" in text(bare_dossier())
    assert energy.account(bare_dossier()) is None
