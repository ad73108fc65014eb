"""Pictures of two variants side by side, and of measures being copied from another visit."""

from stage import Stage, scene

LED = {"count_old": 120.0, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}


def varied(stage: Stage) -> tuple[str, str]:
    """A visit with a measure in two variants, made once."""
    known = getattr(stage, "varied", None)
    if known:
        return known
    session = stage.session
    visit = session.visits.plan(stage.some_site()).id
    lamp = session.measures.add(visit, entry_id="led_retrofit").id
    session.measures.change(lamp, inputs=LED, investment_dkk=60_000.0)
    other = session.variants.make(lamp).id
    session.measures.change(
        other,
        inputs={**LED, "power_new_w": 25.0, "hours_new": 2100.0},
        investment_dkk=84_000.0,
        title="LED med bevægelsessensorer og dagslysstyring i hele produktionen",
        proposal="Skift til LED-rør med sensorer, der slukker, når hallen er tom.",
    )
    stage.varied = (visit, lamp)
    return stage.varied


@scene("visit-variants")
def variants(stage: Stage) -> None:
    from ambassador_app.ui.screens.visit.variants import VariantsPage

    visit, lamp = varied(stage)
    stage.navigate("visit", visit, step="measures")
    stage.settle()
    panel = stage.screen.panel()
    panel.back()
    panel.open_page(VariantsPage(panel.context, panel.model, lamp))
    stage.settle()


@scene("visit-copying")
def copying(stage: Stage) -> None:
    from ambassador_app.ui.screens.visit.copying import CopyPage

    varied(stage)
    stage.navigate("visit", stage.open_visit(), step="measures")
    stage.settle()
    panel = stage.screen.panel()
    panel.back()
    page = CopyPage(panel.context, panel.model)
    panel.open_page(page)
    stage.settle()
    visits = page.table.model
    wanted = next((row for row in range(visits.rowCount()) if visits.row(row).measures > 1), 0)
    page.table.select(wanted)
    stage.settle()
    for tick in list(page.measures.ticks.values())[:2]:
        tick.setChecked(True)
    stage.settle()
