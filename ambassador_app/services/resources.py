"""The program's own data files, read once and only when asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import cast

from ambassador_app.domain.benchmarks import Benchmark, EnergyReference, read_benchmarks
from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.catalogue import CatalogueEntry, Lifetime, Lifetimes, read_catalogue
from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.degree_days import DegreeDays
from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.place import Municipality
from ambassador_app.errors import UnknownCalculator, UnknownSet


class Resources:
    """Reads checklists, measures, factors and prices below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checklists: dict[str, Checklist] = {}

    @property
    def fonts(self) -> Path:
        """The folder of the report's fonts."""
        return self.folder / "fonts"

    @cached_property
    def catalogue(self) -> Mapping[str, CatalogueEntry]:
        """Every entry of the measure catalogue by its id."""
        return read_catalogue(self._read("measures/entries.json"))

    @cached_property
    def lifetimes(self) -> Lifetimes:
        """The standard lifetimes."""
        return Lifetimes.from_json(self._read("measures/lifetimes.json"))

    def lifetime(self, calculator: str) -> Lifetime:
        """The standard lifetime of what a calculator computes. Raises UnknownCalculator."""
        if calculator not in CALCULATORS:
            raise UnknownCalculator(calculator=calculator)
        return self.lifetimes.of(CALCULATORS[calculator].lifetime)

    @cached_property
    def factor_sets(self) -> Mapping[str, str]:
        """The JSON text of every factor set by its id; one that builds on another carries it as `with`."""
        raw = self._read_all("factors")
        return {
            key: _canonical(value | ({"with": raw[str(value["base"])]} if value.get("base") else {}))
            for key, value in raw.items()
        }

    @cached_property
    def price_sets(self) -> Mapping[str, str]:
        """The JSON text of every price set by its id."""
        return {key: _canonical(value) for key, value in self._read_all("prices").items()}

    def factor_set(self, name: str) -> FactorSet:
        """Give one factor set. Raises UnknownSet."""
        if name not in self.factor_sets:
            raise UnknownSet(set=name)
        return read_factor_set(self.factor_sets[name])

    def price_set(self, name: str) -> PriceSet:
        """Give one price set. Raises UnknownSet."""
        if name not in self.price_sets:
            raise UnknownSet(set=name)
        return read_price_set(self.price_sets[name])

    @cached_property
    def checklist_files(self) -> tuple[Path, ...]:
        """The compiled checklists that ship with the program."""
        return tuple(sorted((self.folder / "checklists").glob("*.json")))

    def choices(self) -> tuple[Checklist, ...]:
        """The shipped checklists."""
        return tuple(self.checklist(file.stem) for file in self.checklist_files)

    def checklist(self, identifier: str) -> Checklist:
        """Give the shipped checklist of that id. Raises UnknownSet."""
        if identifier not in self._checklists:
            file = self.folder / "checklists" / f"{identifier}.json"
            if file not in self.checklist_files:
                raise UnknownSet(set=identifier)
            self._checklists[identifier] = Checklist.from_json(file.read_bytes())
        return self._checklists[identifier]

    def checklist_workbook(self, identifier: str) -> Path | None:
        """Give the workbook that a shipped checklist was made from; None if it is not here."""
        file = self.folder / "checklists" / f"{identifier}.xlsx"
        return file if file.is_file() else None

    @cached_property
    def municipalities(self) -> tuple[tuple[str, str], ...]:
        """Code and name of each Danish municipality, by name."""
        return tuple((str(code), str(name)) for code, name in self._read("municipalities.json")["municipalities"])

    def energy_reference(self, municipality: Municipality) -> EnergyReference:
        """What energy accounts are held against, the municipality's own degree days before the shipped ones."""
        days = self._degree_days.with_own(municipality.degree_days, municipality.name)
        return EnergyReference(days, self._benchmarks)

    @cached_property
    def _degree_days(self) -> DegreeDays:
        return DegreeDays.from_json(self._read("degree_days.json"))

    @cached_property
    def _benchmarks(self) -> tuple[Benchmark, ...]:
        return read_benchmarks(self._read("benchmarks.json"))

    def _read(self, name: str) -> dict[str, list[list[object]]]:
        found = json.loads((self.folder / name).read_text("utf-8"))
        return cast("dict[str, list[list[object]]]", found)

    def _read_all(self, folder: str) -> dict[str, dict[str, object]]:
        raw = (json.loads(file.read_text("utf-8")) for file in sorted((self.folder / folder).glob("*.json")))
        return {str(one["id"]): one for one in raw}


def read_factor_set(text: str) -> FactorSet:
    """Read a factor set from the JSON text that `factor_sets` gives and the database keeps."""
    raw = json.loads(text)
    return FactorSet.from_json(raw, FactorSet.from_json(raw["with"]) if "with" in raw else None)


def read_price_set(text: str) -> PriceSet:
    """Read a price set from its JSON text."""
    return PriceSet.from_json(json.loads(text))


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
