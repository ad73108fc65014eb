"""Pictures of the page about a calculator beside its inputs: what F1 shows."""

from stage import Stage, scene

from ambassador_app.domain.calculators import CALCULATORS


def helped(stage: Stage, calculator: str) -> None:
    known = getattr(stage, "helped", None)
    if known is None:
        known = stage.helped = str(stage.session.visits.plan(stage.some_site()).id)
    made = stage.session.measures.add(known, calculator=calculator, title=CALCULATORS[calculator].title)
    stage.navigate("visit", known, step="measures", measure=str(made.id))
    stage.settle()
    stage.application.shell.open_help()
    stage.settle()


@scene("measure-help")
def beside_the_inputs(stage: Stage) -> None:
    helped(stage, "compressed_air_leaks")
