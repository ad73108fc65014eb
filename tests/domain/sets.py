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
def factors() -> FactorSet:
    return FactorSet.from_json(plain("factors/br18.json"))


@cache
def prices() -> PriceSet:
    """The prices of the worked examples; no real ones."""
    return PriceSet.from_json(plain("prices/example.json"))


@cache
def lifetimes() -> Lifetimes:
    return Lifetimes.from_json(plain("measures/lifetimes.json"))
