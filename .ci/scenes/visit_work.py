"""Pictures of the work in a visit: cards with answers, a suggestion, notes; measures, their editor and the chart."""

from stage import Stage, scene

LIGHTING = "/data/lighting"
LAMPS, COUNT = f"{LIGHTING}/ly1_lamp_kind", f"{LIGHTING}/ly1_count"
LED = {"count_old": 120.0, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}
LEAKS = {"orifice_mm": 2.0, "orifice_count": 10.0, "pressure_bar_g": 7.0, "hours": 8760.0, "control_factor": 0.48}
GATE = "Ny portåbner med så lang en titel, at man kan se, om den bliver klippet i listen"


def worked(stage: Stage) -> str:
    """A visit with answers, an observation and three measures, made once."""
    visits, measures = stage.session.visits, stage.session.measures
    known = getattr(stage, "worked_visit", "")
    if known:
        return str(known)
    visit = visits.plan(stage.some_site()).id
    visits.answer(visit, LAMPS, value="t8", note="Talt i hallen og på lageret")
    visits.answer(visit, COUNT, value=120.0)
    visits.answer(visit, f"{LIGHTING}/ly2_magnetic_ballast", not_seen="Lageret var låst")
    stage.session.notes.add_finding(visit, "Porten mod gården står åben hele dagen", area="lighting")
    accepted = measures.accept(visit, visits.workspace(visit).suggestions[0]).id
    measures.change(accepted, inputs=LED, investment_dkk=60_000.0)
    leaks = measures.add(visit, entry_id="compressed_air_leaks").id
    measures.change(leaks, inputs=LEAKS, investment_dkk=15_000.0)
    gate = measures.add(visit, title=GATE).id
    measures.change(gate, inputs={"before.natural_gas": 60_000.0, "after.natural_gas": 40_000.0}, investment_dkk=250e3)
    visits.answer(visit, "/data/management/le4_closing", value="no")
    stage.worked_visit, stage.worked_measure, stage.worked_leaks = visit, accepted, leaks
    return str(visit)


@scene("visit-work-cards")
def cards(stage: Stage) -> None:
    stage.navigate("visit", worked(stage), step="walkthrough", area=LIGHTING, question=LAMPS)


@scene("visit-work-offer")
def offer(stage: Stage) -> None:
    closing = "/data/management/le4_closing"
    stage.navigate("visit", worked(stage), step="walkthrough", area="/data/management", question=closing)


@scene("visit-work-measures")
def measures(stage: Stage) -> None:
    stage.navigate("visit", worked(stage), step="measures")
    stage.screen.panel().back()
    stage.settle()


@scene("visit-work-editor")
def editor(stage: Stage) -> None:
    worked(stage)
    stage.navigate("visit", worked(stage), step="measures", measure=stage.worked_measure)


@scene("visit-work-editor-ways")
def editor_with_ways(stage: Stage) -> None:
    worked(stage)
    stage.navigate("visit", worked(stage), step="measures", measure=stage.worked_leaks)


@scene("visit-work-catalogue")
def catalogue(stage: Stage) -> None:
    stage.navigate("visit", worked(stage), step="measures")
    stage.screen.panel().back()
    stage.screen.panel().open_catalogue()
    stage.settle()


@scene("visit-work-sealed")
def sealed(stage: Stage) -> None:
    stage.navigate("visit", stage.sealed_visit(), step="walkthrough", area=LIGHTING)


def many(stage: Stage) -> str:
    """A visit with sixty measures of all areas, some of which meet, made once."""
    known = getattr(stage, "many_visit", "")
    if known:
        return str(known)
    session = stage.session
    visit = session.visits.plan(stage.some_site()).id
    entries = [one for one in session.measures.catalogue() if one.calculator == "custom"]
    for number in range(12):
        hall = session.measures.add(visit, entry_id="led_retrofit", title=f"Nye armaturer i hal {number + 1}").id
        session.measures.change(hall, inputs=LED | {"count_old": 8.0 + 9 * number}, investment_dkk=9e3 + 4e3 * number)
    control = session.measures.add(visit, entry_id="lighting_control").id
    session.measures.change(control, inputs={"power_kw": 30.0, "hours": 3000.0}, investment_dkk=45e3)
    pump = session.measures.add(visit, entry_id="heat_pump").id
    fuel = {"fuel_amount": 240e3, "fuel_unit": "kwh", "heating_carrier": "natural_gas"}
    session.measures.change(pump, inputs=fuel, investment_dkk=680e3)
    for number in range(46):
        entry = entries[number % len(entries)]
        made = session.measures.add(visit, entry_id=entry.id, title=f"{entry.title('da')} ({number + 1})").id
        carrier = "electricity" if number % 3 else "natural_gas"
        before = 3000.0 + 2100.0 * (number * 7 % 13)
        inputs = {f"before.{carrier}": before, f"after.{carrier}": before * (0.5 + number % 5 / 12)}
        cost = None if number % 11 == 5 else (number * 13 % 17) * before / 4
        session.measures.change(made, inputs=inputs, investment_dkk=cost)
    stage.many_visit = visit
    return str(visit)


def _scrolled_to_charts(stage: Stage) -> None:
    panel = stage.screen.panel()
    panel.back()
    stage.settle()
    scroll = panel.list_page.verticalScrollBar()
    scroll.setValue(scroll.maximum())


@scene("visit-package-few")
def few(stage: Stage) -> None:
    session = stage.session
    known = getattr(stage, "few_visit", "")
    if not known:
        known = stage.few_visit = session.visits.plan(stage.some_site()).id
        lamps = session.measures.add(known, entry_id="led_retrofit").id
        session.measures.change(lamps, inputs=LED, investment_dkk=60_000.0)
        control = session.measures.add(known, entry_id="lighting_control").id
        given = {"power_kw": 8.52, "hours": 3000.0, "saving_share": 0.3}
        session.measures.change(control, inputs=given, investment_dkk=9_000.0)
    stage.navigate("visit", known, step="measures")
    stage.screen.panel().back()
    stage.settle()
    stage.screen.panel().table.select(1)


@scene("visit-package-few-charts")
def few_charts(stage: Stage) -> None:
    few(stage)
    _scrolled_to_charts(stage)


@scene("visit-package-many")
def sixty(stage: Stage) -> None:
    stage.navigate("visit", many(stage), step="measures")
    stage.screen.panel().back()
    stage.settle()
    stage.screen.panel().table.select(12)


@scene("visit-package-many-charts")
def sixty_charts(stage: Stage) -> None:
    sixty(stage)
    _scrolled_to_charts(stage)
