"""Pictures of what the preparation asks for because the report of its kind has to say it."""

from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import VisitKind


def scroll_to(stage: Stage, length: int) -> None:
    """Scroll the page of the open step."""
    for area in stage.screen.panel().findChildren(QScrollArea):
        area.verticalScrollBar().setValue(length)
    stage.settle()


@scene("report-kinds-prepare-review")
def review(stage: Stage) -> None:
    now = stage.session.now()
    made = stage.session.visits.plan(stage.some_site(), kind=VisitKind.TECHNICAL_REVIEW, planned_at=now)
    stage.navigate("visit", made.id, step="prepare")
    scroll_to(stage, 330)


@scene("report-kinds-prepare-farm")
def farm(stage: Stage) -> None:
    site = SiteId(stage.session.companies.create("Vestergård", kind=SiteKind.FARM, street="Markvej 3").id)
    stage.navigate("visit", stage.session.visits.plan(site, planned_at=stage.session.now()).id, step="prepare")
    scroll_to(stage, 330)
