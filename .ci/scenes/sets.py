"""Pictures of the sets of factors and prices: the list, a shipped set, an own one, and one that cannot be saved yet."""

from dataclasses import replace

from stage import Stage, scene

from ambassador_app.domain.factors import HeatingValue, PriceStatus
from ambassador_app.domain.quantities import Carrier


def own_sets(stage: Stage) -> tuple[str, str]:
    """An own factor set and an own price set in their second version, made once."""
    known = getattr(stage, "own_sets", None)
    if known:
        return known
    sets = stage.session.sets
    factors, prices = sets.copy("br18", "Varmeværkets egen faktor").id, sets.copy("company", "Vores priser 2026").id
    found = sets.factor_set(factors)
    heat = replace(
        found.factors[Carrier.DISTRICT_HEATING], points=((2025, 0.041),), source="Varmeværkets miljødeklaration 2025"
    )
    pellets = found.factors[Carrier.WOOD_PELLETS]
    sack = HeatingValue("sæk", 77.8, "16 kg træpiller")
    pellets = replace(pellets, heating_values=(*pellets.heating_values, sack))
    changed = {**found.factors, Carrier.DISTRICT_HEATING: heat, Carrier.WOOD_PELLETS: pellets}
    sets.save(replace(found, factors=changed))
    listed = sets.price_set(prices)
    power = replace(
        listed.prices[Carrier.ELECTRICITY], value=1.42, status=PriceStatus.STANDARD, source="Indkøbsaftalen", year=2026
    )
    sets.save(replace(listed, prices={**listed.prices, Carrier.ELECTRICITY: power}))
    sets.retire("example")
    stage.own_sets = (factors, prices)
    return stage.own_sets


@scene("sets")
def listing(stage: Stage) -> None:
    own_sets(stage)
    stage.navigate("sets")
    stage.screen.close_set()
    stage.settle()


@scene("sets-shipped")
def shipped(stage: Stage) -> None:
    own_sets(stage)
    stage.navigate("sets", set="br18")


@scene("sets-factors")
def factors(stage: Stage) -> None:
    name, _ = own_sets(stage)
    stage.navigate("sets", set=name)
    row = stage.screen.editor.entries.rows[Carrier.ELECTRICITY]
    if row.more.isHidden():
        row.unfold.click()
    stage.settle()


@scene("sets-prices")
def prices(stage: Stage) -> None:
    _, name = own_sets(stage)
    stage.navigate("sets", set=name)


@scene("sets-prices-wrong")
def wrong(stage: Stage) -> None:
    _, name = own_sets(stage)
    stage.navigate("sets", set=name)
    stage.screen.model.change(lambda draft: draft.put(Carrier.ELECTRICITY, source="", value=1.5))
    stage.settle()
    stage.window.repaint()
