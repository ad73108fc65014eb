"""Pictures of the sets of factors and prices: the list, a shipped set, an own one, and one that cannot be saved yet."""

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from stage import Stage, scene

from ambassador_app.domain.factors import HeatingValue, PriceStatus
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.template import SetKind


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


def scrolled_to(stage: Stage, widget: QWidget) -> None:
    """Show a part of the page from its top."""
    stage.settle()
    page = stage.screen.editor.page
    page.verticalScrollBar().setValue(widget.mapTo(page.widget(), widget.rect().topLeft()).y())
    stage.settle()


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
    row = stage.screen.editor.entries.rows[Carrier.WOOD_PELLETS]
    if row.more.isHidden():
        row.unfold.click()
    scrolled_to(stage, row)


@scene("sets-prices")
def prices(stage: Stage) -> None:
    _, name = own_sets(stage)
    stage.navigate("sets", set=name)
    scrolled_to(stage, stage.screen.editor.entries)


@scene("sets-prices-wrong")
def wrong(stage: Stage) -> None:
    _, name = own_sets(stage)
    stage.navigate("sets", set=name)
    stage.screen.model.change(lambda draft: draft.put(Carrier.ELECTRICITY, source="", value=1.5))
    stage.settle()


def with_a_measure(stage: Stage) -> str:
    """A visit whose totals depend on the price of electricity."""
    known = getattr(stage, "priced_visit", "")
    if known:
        return str(known)
    session = stage.session
    visit = session.visits.plan(stage.some_site()).id
    lamp = session.measures.add(visit, entry_id="led_retrofit").id
    inputs = {"count_old": 120.0, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}
    session.measures.change(lamp, inputs=inputs, investment_dkk=60_000.0)
    stage.priced_visit = visit
    return str(visit)


@scene("visit-sets")
def in_a_visit(stage: Stage) -> None:
    own_sets(stage)
    stage.navigate("visit", with_a_measure(stage), step="prepare")
    panel = stage.screen.panel()
    panel.page.ensureWidgetVisible(panel.sets)
    panel.page.verticalScrollBar().setValue(panel.sets.mapTo(panel.page.widget(), panel.sets.rect().topLeft()).y())
    stage.settle()


@scene("visit-sets-preview")
def preview(stage: Stage) -> None:
    _, name = own_sets(stage)
    in_a_visit(stage)
    card = stage.screen.panel().sets
    card.uses[SetKind.PRICES].wanted.emit(SetKind.PRICES, name)
    stage.settle()
    page = stage.screen.panel().page
    page.verticalScrollBar().setValue(card.uses[SetKind.PRICES].mapTo(page.widget(), QPoint()).y())
    stage.settle()
