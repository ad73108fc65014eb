"""Pictures of what every page shares, and of each place of the rail."""

from stage import Stage, scene

from ambassador_app.domain.visit import Step
from ambassador_app.errors import PassphraseNeeded
from ambassador_app.ui.screens import RAIL
from ambassador_app.ui.screens.settings.access_log import AccessLogCard


def rail_scene(name: str) -> None:
    @scene(name)
    def show(stage: Stage) -> None:
        stage.navigate(name)


for place in RAIL:
    rail_scene(place)


def step_scene(step: Step) -> None:
    @scene(f"visit-{step.value.replace('_', '-')}")
    def show(stage: Stage) -> None:
        visit = stage.sealed_visit() if step in (Step.SIGN, Step.HAND_OVER) else stage.open_visit()
        stage.navigate("visit", visit, step=step.value)


for one in Step:
    step_scene(one)


@scene("company")
def company(stage: Stage) -> None:
    stage.navigate("company", stage.some_site())


@scene("import")
def import_companies(stage: Stage) -> None:
    stage.navigate("import_companies")


@scene("palette")
def palette(stage: Stage) -> None:
    stage.navigate("today")
    stage.application.shell.palette_panel.open("ba")
    stage.settle()


@scene("notices")
def notices(stage: Stage) -> None:
    stage.navigate("companies")
    stage.application.notices.error_of(PassphraseNeeded())
    stage.application.notices.success(stage.application.translator.tr("Settings"))
    stage.settle()


@scene("help")
def manual(stage: Stage) -> None:
    stage.navigate("today")
    stage.application.shell.open_help()
    stage.settle()


@scene("opening-first")
def first_start(stage: Stage) -> None:
    stage.opening()


@scene("opening-passphrase")
def passphrase(stage: Stage) -> None:
    stage.opening(PassphraseNeeded())


@scene("opening-locked")
def locked(stage: Stage) -> None:
    stage.opening(is_locked=True)


@scene("settings-access")
def access_log(stage: Stage) -> None:
    stage.navigate("company", stage.some_site())
    stage.navigate("visit", stage.open_visit())
    stage.navigate("settings")
    card = stage.screen.findChild(AccessLogCard)
    card.show_log()
    stage.settle()
    stage.screen.area.ensureWidgetVisible(card, 0, 40)
    stage.settle()
