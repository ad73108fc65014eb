"""Every catalogue entry has a place in the codes of others that those others know."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from ambassador_app.domain.catalogue import CatalogueEntry, read_catalogue
from tests.domain.sets import plain

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("AMBASSADOR_SHARED", ROOT.parent / "shared")) / "data"
ARC = DATA / "iac" / "arc_codes.csv"
BUILDINGSYNC = DATA / "buildingsync" / "buildingsync_2.7.0_measures.csv"
ENTRIES = tuple(read_catalogue(plain("measures/entries.json")).values())

KNOWN = {
    "led_retrofit": ("2.7142", "LightingImprovements", "Retrofit with light emitting diode technologies"),
    "compressed_air_leaks": ("2.4236", "EnergyRelatedProcessImprovements", "Clean and/or repair"),
    "photovoltaics": ("2.9114", "RenewableEnergySystems", "Install photovoltaic system"),
    "steam_traps": (
        "2.2113",
        "ChilledWaterHotWaterAndSteamDistributionSystems",
        "Repair and/or replace steam traps",
    ),
    "water_leak": ("3.4154", "WaterAndSewerConservationSystems", "Install leak detection system"),
    "computers_off": ("2.6218", "PlugLoadReductions", "Automatic shutdown or sleep mode for computers"),
}
"""A handful, looked up by hand."""


def code_of(entry: CatalogueEntry) -> tuple[str, str, str]:
    return entry.arc, entry.buildingsync_category, entry.buildingsync_name


def test_known_codes_stay() -> None:
    found = {entry.id: code_of(entry) for entry in ENTRIES}
    assert {name: found[name] for name in KNOWN} == KNOWN


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_codes_are_written_as_their_owners_write_them(entry: CatalogueEntry) -> None:
    assert re.fullmatch(r"[2-4]\.\d{3,4}", entry.arc)
    assert re.fullmatch(r"[A-Z][A-Za-z]+", entry.buildingsync_category)


if ARC.exists():

    def test_every_arc_code_exists() -> None:
        with ARC.open(encoding="utf-8") as lines:
            known = {row["arc"] for row in csv.DictReader(lines)}
        assert [entry.id for entry in ENTRIES if entry.arc not in known] == []


if BUILDINGSYNC.exists():

    def test_every_buildingsync_name_exists_in_its_category() -> None:
        with BUILDINGSYNC.open(encoding="utf-8") as lines:
            known = {(row["technology_category"], row["measure_name"]) for row in csv.DictReader(lines)}
        assert [
            entry.id for entry in ENTRIES if (entry.buildingsync_category, entry.buildingsync_name) not in known
        ] == []
