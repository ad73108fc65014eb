"""The catalogue of measures that checklists suggest, and how long their savings last; read from plain dicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from ambassador_app.domain.plain import Json, mapping, number, optional_number, sequence


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How many years a kind of saving counts, with the source of it."""

    years: float
    source: str


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """The table of lifetimes (BR18's by law, others our own and saying so)."""

    by_key: Mapping[str, Lifetime]

    def of(self, key: str) -> Lifetime:
        """Give the lifetime of a kind of saving (`Calculator.lifetime`). Raises KeyError."""
        return self.by_key[key]

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read {"lifetimes": {key: {"years": 15, "source": "…"}}}. Raises ValueError for one without source."""
        by_key = {
            key: Lifetime(number(entry["years"]), str(entry["source"]))
            for key, entry in ((key, mapping(value)) for key, value in mapping(data["lifetimes"]).items())
        }
        for key, lifetime in by_key.items():
            if not lifetime.source or lifetime.years <= 0:
                raise ValueError(f"{key}: a lifetime needs years and a source")
        return cls(MappingProxyType(by_key))


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A measure as a checklist names it: a calculator with its first inputs, words in both languages, and its
    place in the codes of others (ARC of the US industrial assessment centers, BuildingSync 2.7).

    `lifetime_years` None means the calculator's own. `kind` says what its figures need: `calculated` asks for
    inputs, `behaviour` may stand without figures.
    """

    id: str
    calculator: str
    inputs: Mapping[str, object]
    lifetime_years: float | None
    lifetime_source: str
    area: str
    kind: str
    title_da: str
    title_en: str
    description_da: str
    description_en: str
    arc: str
    buildingsync_category: str
    buildingsync_name: str

    def title(self, language: str) -> str:
        """Give the title in `da` or `en`."""
        return self.title_da if language == "da" else self.title_en

    def description(self, language: str) -> str:
        """Say what the measure is, in `da` or `en`."""
        return self.description_da if language == "da" else self.description_en

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read one entry. Raises KeyError where a part is missing, TypeError where it is of another kind."""
        title, description = mapping(data["title"]), mapping(data["description"])
        sync = mapping(data["buildingsync"])
        return cls(
            id=str(data["id"]),
            calculator=str(data["calculator"]),
            inputs=MappingProxyType(dict(mapping(data.get("inputs", {})))),
            lifetime_years=optional_number(data.get("lifetime_years")),
            lifetime_source=str(data.get("lifetime_source", "")),
            area=str(data["area"]),
            kind=str(data.get("kind", "calculated")),
            title_da=str(title["da"]),
            title_en=str(title["en"]),
            description_da=str(description["da"]),
            description_en=str(description["en"]),
            arc=str(data["arc"]),
            buildingsync_category=str(sync["category"]),
            buildingsync_name=str(sync["name"]),
        )


def read_catalogue(data: Json) -> Mapping[str, CatalogueEntry]:
    """Read {"entries": [...]}, in its order. Raises ValueError for an id that stands twice."""
    entries = [CatalogueEntry.from_json(mapping(entry)) for entry in sequence(data["entries"])]
    by_id = {entry.id: entry for entry in entries}
    if len(by_id) != len(entries):
        raise ValueError("two catalogue entries have the same id")
    return MappingProxyType(by_id)
