"""Pictures of the checklists: the list, a draft, a faulty workbook's report, a trial run, a visit that can move on."""

import io

from openpyxl import load_workbook
from stage import Stage, scene

from ambassador_app.domain.identifiers import VisitId

WALK = "company_walkthrough"


def changed_workbook(stage: Stage, *, faulty: bool = False) -> bytes:
    """The workbook of the walkthrough with a question gone, one added, one in other words; or with slips in it."""
    library = stage.session.checklist_library
    line = next(one for one in library.shown() if one.id == WALK)
    shipped = next(one for one in library.versions(WALK) if not one.is_own)
    assert line.current is not None
    book = load_workbook(io.BytesIO(library.export(shipped.sha256).data))
    survey, settings = book["survey"], book["settings"]
    columns = {str(cell.value): cell.column for cell in survey[1]}
    rows = {str(survey.cell(number, columns["name"]).value): number for number in range(2, survey.max_row + 1)}
    label = next(column for name, column in columns.items() if name.startswith("label") and "da" in name)
    survey.cell(rows["ly3_hours"], label, "Hvor mange timer om året er lyset tændt i alt?")
    survey.cell(rows["ly1_count"], columns["type"], "text")
    versions = {str(cell.value): cell.column for cell in settings[1]}
    settings.cell(2, versions["version"], "2026-K1")
    if faulty:
        survey.cell(rows["ly1_watt"], columns["relevant"], "${ly1_lamp_kind} = 't9'")
        survey.cell(rows["ly3_hours"], columns["constraint"], ". > ")
        survey.cell(rows["ly1_count"], columns["type"], "rank yes_no")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def draft(stage: Stage) -> None:
    """A draft of the walkthrough beside the shipped version, made once."""
    if not getattr(stage, "checklist_draft", False):
        library = stage.session.checklist_library
        library.keep_draft(library.read_file(changed_workbook(stage), "virksomhedsrundgang 2026.xlsx"))
        library.retire("night_walk")
        stage.checklist_draft = True


@scene("checklists")
def listing(stage: Stage) -> None:
    draft(stage)
    stage.navigate("checklists")
    stage.screen.show_list()
    stage.settle()


@scene("checklists-draft")
def detail(stage: Stage) -> None:
    draft(stage)
    stage.navigate("checklists", checklist=WALK)
    stage.settle()


@scene("checklists-report")
def report(stage: Stage) -> None:
    stage.navigate("checklists")
    stage.settle()
    model = stage.screen.model
    found = stage.session.checklist_library.read_file(changed_workbook(stage, faulty=True), "rundgang rettet.xlsx")
    model.report = found
    model.report_changed.emit(found)
    stage.settle()


@scene("checklists-refused")
def refused(stage: Stage) -> None:
    """A workbook of which no checklist can be made: every slip at once."""
    stage.navigate("checklists")
    stage.settle()
    book = load_workbook(io.BytesIO(changed_workbook(stage)))
    survey = book["survey"]
    columns = {str(cell.value): cell.column for cell in survey[1]}
    rows = {str(survey.cell(number, columns["name"]).value): number for number in range(2, survey.max_row + 1)}
    for name, column, typed in (
        ("bf_area_m2", "type", "Decimal"),
        ("bf_employees", "type", "select_one antal"),
        ("bf_hours_week", "name", "timer om ugen"),
        ("bf_weeks_year", "constraint", ". >= 0,5"),
        ("bf_audit", "relevant", "${bf_nobody} = 'yes'"),
        ("bf_plans", "name", "bf_decides"),
    ):
        survey.cell(rows[name], columns[column], typed)
    out = io.BytesIO()
    book.save(out)
    found = stage.session.checklist_library.read_file(out.getvalue(), "rundgang rettet.xlsx")
    model = stage.screen.model
    model.report = found
    model.report_changed.emit(found)
    stage.settle()


@scene("checklists-trial")
def trial(stage: Stage) -> None:
    line = next(one for one in stage.session.checklist_library.shown() if one.id == WALK)
    stage.navigate("checklist_trial", line.current.sha256)
    stage.settle()
    stage.screen.show_area("/data/lighting")
    for path, value in (("ly1_lamp_kind", "t8"), ("ly1_count", 120.0), ("ly1_watt", 58.0), ("ly3_hours", 2500.0)):
        stage.screen.model.answer(f"/data/lighting/{path}", value=value)
    stage.settle()


def upgradable(stage: Stage) -> VisitId:
    """A visit under way whose checklist has a newer version, made once."""
    if not getattr(stage, "upgradable", ""):
        session = stage.session
        visit = VisitId(session.visits.plan(stage.some_site(), checklist_id="farm").id)
        session.visits.choose_checklist(visit, WALK)
        session.visits.answer(visit, "/data/lighting/ly1_lamp_kind", value="t8")
        session.visits.answer(visit, "/data/lighting/ly1_count", value=120.0)
        session.visits.answer(visit, "/data/lighting/ly3_hours", value=2500.0)
        stage.upgradable = visit
    library = stage.session.checklist_library
    if not getattr(stage, "checklist_published", False):
        draft(stage)
        library.publish(WALK)
        stage.checklist_published = True
    return stage.upgradable


@scene("visit-upgrade-line")
def line(stage: Stage) -> None:
    stage.navigate("visit", upgradable(stage), step="walkthrough", area="/data/lighting")
    stage.settle()


@scene("visit-upgrade")
def upgrade(stage: Stage) -> None:
    stage.navigate("visit", upgradable(stage), step="walkthrough", area="/data/lighting")
    stage.settle()
    stage.screen.panel().upgrade.enter()
    stage.settle()
