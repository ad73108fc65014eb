"""Benchmarks: read whole, compared only where the own figure is sound, and no false alarm."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ambassador_app.domain.benchmarks import (
    ACTIVITIES,
    Benchmark,
    Comparison,
    Observed,
    Quantity,
    Verdict,
    compared,
    key_figures,
    read_benchmarks,
)
from ambassador_app.domain.place import Activity, Industry, Site, SiteKind
from ambassador_app.domain.visit import EnergyUse
from tests.domain.test_energy import EL, GAS, HEAT, RESOURCES, SITE, account, use

BENCHMARKS = read_benchmarks(json.loads((RESOURCES / "benchmarks.json").read_text("utf-8")))


def found(site: Site, *uses: EnergyUse, observed: Observed | None = None, code: str = "") -> tuple[Comparison, ...]:
    """What is said of a site."""
    return compared(BENCHMARKS, account(*uses, site=site), site, observed, code)


def test_every_benchmark_has_a_source_words_in_both_languages_and_a_known_activity() -> None:
    assert len({one.id for one in BENCHMARKS}) == len(BENCHMARKS)
    for one in BENCHMARKS:
        assert one.source
        assert set(one.look_at) == {"da", "en"}
        assert (one.activity in ACTIVITIES) == (one.quantity is Quantity.ELECTRICITY_PER_ACTIVITY)


def test_a_benchmark_without_a_source_is_none() -> None:
    raw = json.loads((RESOURCES / "benchmarks.json").read_text("utf-8"))["benchmarks"][0]
    with pytest.raises(ValueError, match="source"):
        Benchmark.from_json(raw | {"source": " "})


def test_much_heat_is_worth_a_look_and_a_little_above_is_not() -> None:
    (look,) = found(SITE, use(HEAT, 2025, 212_000))
    assert (look.verdict, look.own, look.year) == (Verdict.LOOK, 212.0, 2025)
    (above,) = found(SITE, use(HEAT, 2025, 131_000))
    assert above.verdict is Verdict.ABOVE
    (usual,) = found(SITE, use(HEAT, 2025, 92_000))
    assert usual.verdict is Verdict.USUAL


def test_half_a_year_and_an_unknown_area_are_compared_with_nothing() -> None:
    assert found(SITE, use(HEAT, 2025, 20_000, 1)) == ()
    assert found(replace(SITE, area_m2=None), use(HEAT, 2025, 200_000)) == ()
    assert found(SITE, use(EL, 2025, 200_000)) == ()


def test_a_supermarket_is_compared_with_supermarkets() -> None:
    shop = replace(SITE, industry=Industry("471120", "Supermarkeder"))
    (said,) = found(shop, use(EL, 2025, 450_000), use(GAS, 2025, 50_000))
    assert (said.benchmark.id, said.verdict) == ("supermarket", Verdict.LOOK)
    assert found(SITE, use(EL, 2025, 450_000), use(GAS, 2025, 50_000), code="47.11.20")[0].benchmark.id == "supermarket"
    assert found(replace(SITE, use="Dagligvarebutik"), use(EL, 2025, 1))[0].benchmark.id == "supermarket"


def test_a_farm_is_compared_by_what_it_keeps() -> None:
    farm = replace(
        SITE,
        kind=SiteKind.FARM,
        activities=(
            Activity("sows", 500, "sow", 2025),
            Activity("milk_kg", 1e6, "kg", 2024),
            Activity("tonnes", 0, "t", 2025),
        ),
    )
    said = found(farm, use(EL, 2025, 200_000), use(GAS, 2025, 50_000))
    assert [(one.benchmark.id, one.own, one.verdict) for one in said] == [("sows", 400.0, Verdict.LOOK)]
    (figure,) = key_figures(account(use(EL, 2025, 200_000), use(GAS, 2025, 50_000), site=farm), farm)
    assert (figure.electricity_kwh, figure.kwh) == (400.0, 500.0)


@pytest.mark.parametrize(("percent", "verdict"), [(7.0, Verdict.GOOD), (10.5, Verdict.GOOD), (25.0, Verdict.LOOK)])
def test_the_leakage_of_compressed_air(percent: float, verdict: Verdict) -> None:
    (said,) = found(SITE, observed=Observed(leakage_percent=percent))
    assert said.verdict is verdict


def test_lamps_counted_prove_too_much_but_never_too_little() -> None:
    (said,) = found(SITE, observed=Observed(lighting_w=20_000))
    assert said.at_least
    assert found(SITE, observed=Observed(lighting_w=2_000)) == ()
    assert found(replace(SITE, area_m2=None), observed=Observed(lighting_w=20_000)) == ()


def test_electricity_a_square_metre_is_a_quantity_of_its_own() -> None:
    own = replace(BENCHMARKS[0], id="own", quantity=Quantity.ELECTRICITY_PER_M2, kinds=(SiteKind.COMPANY,))
    (said,) = compared([own], account(use(EL, 2025, 90_000)), SITE)
    assert (said.own, said.verdict) == (90.0, Verdict.GOOD)
    assert compared([own], account(use(GAS, 2025, 90_000)), SITE) == ()
    assert replace(own, typical=100.0).verdict(79.0) is Verdict.GOOD
