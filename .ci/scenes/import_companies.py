"""Pictures of a company list on its way in: columns, dry run, a row in words, and a list that cannot be read."""

from pathlib import Path

from stage import Stage, scene

from ambassador_app.ui.screens.import_companies.view import ImportView

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"


def importing(stage: Stage, file: str = "companies.csv") -> ImportView:
    """The screen with a list just read."""
    stage.navigate("import_companies")
    screen = stage.screen
    assert isinstance(screen, ImportView)
    screen.model.read(DEMO / file)
    stage.settle()
    return screen


@scene("import-columns")
def columns(stage: Stage) -> None:
    importing(stage)


@scene("import-check")
def check(stage: Stage) -> None:
    importing(stage).model.check()


@scene("import-doubtful")
def doubtful(stage: Stage) -> None:
    screen = importing(stage)
    screen.model.check()
    stage.settle()
    screen.rows.table.select(6)


@scene("import-unreadable")
def unreadable(stage: Stage) -> None:
    importing(stage, "gone.csv")
