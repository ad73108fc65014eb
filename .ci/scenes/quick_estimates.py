"""Pictures of the measure editor: every calculator's form, the quick estimate asking and taken, the bands."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.quick_estimates import QUICK_ESTIMATES
from ambassador_app.domain.subsidy import Benefit, Subsidy, SubsidyStatus
from ambassador_app.domain.visit import AnswerSource
from ambassador_app.i18n import Language, Translator
from ambassador_app.ui.screens.visit.measure_result import ResultPane

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"


def walked(stage: Stage) -> dict[str, str]:
    """A visit with a measure of every calculator, filled by quick estimates, made once; and one without numbers."""
    known = getattr(stage, "forms_of", None)
    if known is None:
        visit = str(stage.session.visits.plan(stage.some_site()).id)
        known = {"": visit}
        words = Translator.load(Language.DANISH, TRANSLATIONS)
        for name, one in CALCULATORS.items():
            known[name] = filled(stage, visit, name, words.tr(one.title))
        known["bare"] = str(stage.session.measures.add(visit, entry_id="led_retrofit").id)
        terms = Subsidy(
            "Varmepumpepuljen", SubsidyStatus.APPLIED, 0.2, None, None, 27_000.0, True, date(2027, 3, 1), "VP-17"
        )
        picked = (Benefit.NOISE, Benefit.INDOOR_CLIMATE)
        stage.session.measures.change(known["heat_pump"], subsidy_dkk=27_000.0, subsidy=terms, benefit_tags=picked)
        stage.forms_of = known
    return known


def filled(stage: Stage, visit: str, calculator: str, title: str) -> str:
    measures = stage.session.measures
    made = str(measures.add(visit, calculator=calculator, title=title).id)
    seen = {question.id: question.picks[1].id for question in QUICK_ESTIMATES[calculator].questions}
    measures.take_estimate(made, measures.estimate(visit, calculator, seen, {}))
    return made


def form(stage: Stage, measure: str) -> None:
    known = walked(stage)
    stage.navigate("visit", known[""], step="measures", measure=known[measure])
    stage.settle()


def form_scene(calculator: str) -> None:
    """Declare the picture of one calculator's form, filled by a quick estimate."""

    @scene(f"measure-form-{calculator}")
    def play(stage: Stage) -> None:
        form(stage, calculator)


for one in sorted(CALCULATORS):
    form_scene(one)


@scene("quick-estimate-offered")
def offered(stage: Stage) -> None:
    form(stage, "bare")


@scene("quick-estimate-open")
def asking(stage: Stage) -> None:
    offered(stage)
    card = stage.screen.panel().editor.quick
    card.toggle()
    for question in card.quick.questions:
        card.choices[question.id].choose_number(2)
    stage.settle()


def scrolled_to(stage: Stage, part: object) -> None:
    """Bring `part` of the editor to the top of its side."""
    stage.settle()
    area = part
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    area.verticalScrollBar().setValue(part.mapTo(area.widget(), QPoint(0, 0)).y())
    stage.settle()


@scene("measure-band")
def band(stage: Stage) -> None:
    form(stage, "heat_pump")
    scrolled_to(stage, stage.screen.panel().editor.result.band)


@scene("measure-explained")
def explained(stage: Stage) -> None:
    form(stage, "heat_pump")
    scrolled_to(stage, stage.screen.panel().editor.result.known)


@scene("measure-money")
def money(stage: Stage) -> None:
    form(stage, "heat_pump")
    scrolled_to(stage, stage.screen.panel().editor.costs)


@scene("measure-prices")
def prices(stage: Stage) -> None:
    form(stage, "heat_pump")
    scrolled_to(stage, stage.screen.panel().editor.prices)
    scrolled_to(stage, stage.screen.panel().editor.words.benefits)


@scene("quick-estimate-range")
def ranged(stage: Stage) -> None:
    asking(stage)
    scrolled_to(stage, stage.screen.panel().editor.quick.result)


@scene("measure-guesses")
def guesses(stage: Stage) -> None:
    """A measure that answers suggested: what the checklist and the catalogue assume is marked."""
    session = stage.session
    known = getattr(stage, "guessed", None)
    if known is None:
        visit = session.visits.plan(stage.some_site()).id
        session.visits.answer(visit, "/data/lighting/ly7_outdoor", value="no")
        watt = "/data/lighting/ly7_outdoor_watt"
        session.visits.answer(visit, watt, value=2400.0, source=AnswerSource.NAMEPLATE)
        offer = next(one for one in session.visits.workspace(visit).suggestions if one.entry.id == "outdoor_light")
        known = stage.guessed = (str(visit), str(session.measures.accept(visit, offer).id))
    stage.navigate("visit", known[0], step="measures", measure=known[1])
    stage.settle()


@scene("measure-guesses-result")
def guesses_result(stage: Stage) -> None:
    guesses(stage)
    for pane in stage.screen.findChildren(ResultPane):
        outer = next(area for area in stage.screen.findChildren(QScrollArea) if area.isAncestorOf(pane))
        outer.verticalScrollBar().setValue(pane.known.mapTo(outer.widget(), QPoint()).y())
    stage.settle()
