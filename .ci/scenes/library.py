"""Pictures of the shipped checklists: the first area of each, choosing one, and a civil number that is warned of."""

from functools import partial

from stage import Stage, scene

from ambassador_app.domain.visit import VisitKind

FIRST_AREAS = {
    "company_walkthrough": "/data/screening",
    "farm": "/data/before",
    "public_building": "/data/before",
    "home": "/data/before",
    "first_meeting": "/data/opening",
    "follow_up": "/data/since",
    "inspection": "/data/before",
    "night_walk": "/data/before",
}


def walked_with(stage: Stage, name: str) -> str:
    """A visit with this checklist, planned once."""
    visits = getattr(stage, "library_visits", {})
    if name not in visits:
        visits[name] = stage.session.visits.plan(stage.some_site(), checklist_id=name).id
    stage.library_visits = visits
    return str(visits[name])


def first_area(stage: Stage, *, name: str, area: str) -> None:
    stage.navigate("visit", walked_with(stage, name), step="walkthrough", area=area)


for _name, _area in FIRST_AREAS.items():
    scene(f"library-{_name.replace('_', '-')}")(partial(first_area, name=_name, area=_area))


@scene("library-choice")
def choice(stage: Stage) -> None:
    visit = stage.session.visits.plan(stage.some_site(), kind=VisitKind.NIGHT_WALK).id
    stage.navigate("visit", visit, step="prepare")
    stage.settle()
    stage.screen.panel().page.ensureWidgetVisible(stage.screen.panel().checklist, 0, 200)


@scene("library-civil-number")
def civil_number(stage: Stage) -> None:
    visit = walked_with(stage, "first_meeting")
    path = "/data/opening/fm_business"
    stage.session.visits.answer(visit, path, value="Ring til ejeren, 010190-1234, om vinduerne")
    stage.navigate("visit", visit, step="walkthrough", area="/data/opening", question=path)


@scene("library-plan")
def plan(stage: Stage) -> None:
    stage.navigate("company", stage.some_site())
    stage.screen.plan_visit()
    stage.settle()
