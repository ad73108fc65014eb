"""The shipped sets, read once for the tests of the domain."""

import json
from functools import cache
from pathlib import Path

from ambassador_app.domain.catalogue import Lifetimes
from ambassador_app.domain.factors import FactorSet, PriceSet

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def plain(name: str) -> dict[str, object]:
    return json.loads((RESOURCES / name).read_text("utf-8"))


@cache
def factors(name: str = "br18") -> FactorSet:
    raw = plain(f"factors/{name}.json")
    return FactorSet.from_json(raw, factors(str(raw["base"])) if "base" in raw else None)


@cache
def prices(name: str = "example") -> PriceSet:
    """The prices of the worked examples, which are no real ones, or those of another set."""
    return PriceSet.from_json(plain(f"prices/{name}.json"))


@cache
def lifetimes() -> Lifetimes:
    return Lifetimes.from_json(plain("measures/lifetimes.json"))
