"""Pictures of rows in the walkthrough: three named rooms, none yet, rows in rows, measured numbers, what is missing."""

from stage import Stage, scene

from ambassador_app.domain.checklist import Checklist, Localised, Question, QuestionKind, Section
from ambassador_app.domain.visit import AnswerSource

LIGHTING = "/data/lighting"
ZONES = f"{LIGHTING}/zones"


def zoned(stage: Stage) -> tuple[str, list[str]]:
    """A visit with three zones, made once."""
    known = getattr(stage, "zoned_visit", None)
    if known is None:
        visits, rows = stage.session.visits, stage.session.rows
        visit = visits.plan(stage.some_site(), checklist_id="company_walkthrough").id
        visits.answer(visit, f"{LIGHTING}/ly1_lamp_kind", value="t8")
        visits.answer(visit, f"{LIGHTING}/ly_more_zones", value="yes")
        keys = []
        for name in ("Produktionshallen", "Lager og varemodtagelse", ""):
            keys.append(rows.add(visit, ZONES).id)
            if name:
                rows.rename(visit, f"{ZONES}[{keys[-1]}]", name)
        form = visits.workspace(visit).form
        assert form is not None
        number = next(one for one in form.questions(f"{ZONES}[{keys[0]}]") if one.question.kind.is_number)
        visits.answer(visit, number.path, value=42.0, source=AnswerSource.MEASURED, instrument="Luxmeter")
        stage.zoned_visit = known = (visit, keys)
    return str(known[0]), known[1]


@scene("walk-rows")
def rows(stage: Stage) -> None:
    visit, keys = zoned(stage)
    stage.navigate("visit", visit, step="walkthrough", area=LIGHTING)
    stage.settle()
    stage.screen.panel().page().rows.go_to(f"{ZONES}[{keys[0]}]")


@scene("walk-rows-name")
def name(stage: Stage) -> None:
    visit, keys = zoned(stage)
    stage.navigate("visit", visit, step="walkthrough", area=LIGHTING)
    stage.settle()
    stage.screen.panel().page().rows.go_to(f"{ZONES}[{keys[2]}]", name=True)


@scene("walk-rows-remove")
def remove(stage: Stage) -> None:
    visit, keys = zoned(stage)
    stage.navigate("visit", visit, step="walkthrough", area=LIGHTING)
    stage.settle()
    stage.screen.panel().page().rows.ask_removal(f"{ZONES}[{keys[0]}]")


@scene("walk-empty")
def empty(stage: Stage) -> None:
    visit, _ = zoned(stage)
    stage.session.visits.answer(visit, "/data/screening/sc_present", value=("motors",))
    stage.navigate("visit", visit, step="walkthrough", area="/data/motors")
    stage.settle()
    page = stage.screen.panel().page()
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())


def nested_form() -> Checklist:
    """Rooms with lamps in them, as many rooms as a number says."""
    words = Localised.of
    room, kind = "/data/light/room", QuestionKind.DECIMAL
    watt = Question("watt", f"{room}/lamp/watt", kind, label=words(da="Effekt", en="Power"), unit=words(da="W"))
    lamp = Section(f"{room}/lamp", "lamp", words(da="Lampe", en="Lamp"), items=(watt,), repeats=True)
    size = Question("size", f"{room}/size", kind, label=words(da="Hvor stort er rummet?", en="How large is it?"))
    number = Question("number", "/data/light/number", QuestionKind.INTEGER, label=words(da="Antal rum", en="Rooms"))
    items = (number, Section(room, "room", words(da="Rum", en="Room"), items=(size, lamp), repeats=True))
    light = Section("/data/light", "light", words(da="Lys", en="Light"), items=items)
    return Checklist("nested", "1", words(da="Rum i rum", en="Rows in rows"), ("da", "en"), (light,))


@scene("walk-nested")
def nested(stage: Stage) -> None:
    session, room = stage.session, "/data/light/room"
    form, checklists = nested_form(), session.checklists
    real, checklists.current = checklists.current, lambda *_where: form  # type: ignore[method-assign]
    visit = session.visits.plan(stage.some_site()).id
    first = session.rows.add(visit, room, key="k").id
    checklists.current = real  # type: ignore[method-assign]
    session.rows.rename(visit, f"{room}[{first}]", "Køkken")
    for key, name in (("a", "Loft"), ("b", "")):
        session.rows.add(visit, f"{room}[k]/lamp", key=key)
        session.rows.rename(visit, f"{room}[k]/lamp[{key}]", name)
    stage.navigate("visit", visit, step="walkthrough", area="/data/light")
    stage.settle()
    stage.screen.panel().page().rows.go_to(f"{room}[k]/lamp[a]")


@scene("walk-measured")
def measured(stage: Stage) -> None:
    visit, keys = zoned(stage)
    stage.navigate("visit", visit, step="walkthrough", area=LIGHTING)
    stage.settle()
    page = stage.screen.panel().page()
    path = next(one for one in page.order if keys[0] in one and page.card_of(one).question.kind.is_number)
    page.go_to(path)
    page.cards[path].open_source()


@scene("walk-missing")
def missing(stage: Stage) -> None:
    visit, _ = zoned(stage)
    stage.navigate("visit", visit, step="walkthrough", area=LIGHTING)
    stage.settle()
    stage.screen.panel().next_missing()
