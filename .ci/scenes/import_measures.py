"""Pictures of a consultant's list on its way into a visit: file, columns, dry run, differences, what cannot be read."""

import io
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from stage import Stage, scene

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.i18n import Language
from ambassador_app.services.measure_import_plan import ColumnRole
from ambassador_app.ui.screens.import_measures.view import ImportMeasuresView

KEPT = tempfile.TemporaryDirectory(prefix="ambassador-shots-")
FOLDER = Path(KEPT.name)
LIST = """Energiscreening;;;;;;;;
Udarbejdet af Rådgivning & Energi, oktober 2026. Alle priser inkl. moms;;;;;;;;
Forslag;Område;Besparelse el [kWh/år];Varmebesparelse (MWh/år);Investering;Tilskud;Levetid (år);TBT;Bemærkninger
LED-belysning i lagerhal;Belysning;12.500;;84.000;;15;3,6;Tændetid 3.000 timer
Bevægelsesfølere på toiletter og gange;;1.850;;9.500;;10;ca. 2;
Efterisolering af loft over kontor;Klimaskærm;;14,5;118.000;12.000;40;6,1;
Nyt trykluftanlæg med frekvensstyring;Trykluft;21.000-24.000;;165.000;;15;4,2;Se bilag 3
Natsænkning i ventilation;Ventilation;6.200;8,25;0;;10;straks;
I alt;;;;376.500;12.000;;;
"""


def importing(stage: Stage, text: str = LIST) -> ImportMeasuresView:
    """The screen with a list just read."""
    screen = empty(stage)
    file = FOLDER / "energiscreening.csv"
    file.write_text(text, "utf-8")
    screen.model.read(file)
    stage.settle()
    return screen


def empty(stage: Stage) -> ImportMeasuresView:
    """The screen before a file was chosen."""
    stage.navigate("import_measures", stage.open_visit())
    screen = stage.screen
    assert isinstance(screen, ImportMeasuresView)
    return screen


@scene("measure-import-empty")
def nothing_yet(stage: Stage) -> None:
    empty(stage)


@scene("measure-import-columns")
def columns(stage: Stage) -> None:
    importing(stage)


@scene("measure-import-check")
def check(stage: Stage) -> None:
    screen = importing(stage)
    screen.model.choose(3, "saving.district_heating")
    screen.model.check()
    stage.settle()
    screen.rows.table.select(0)


@scene("measure-import-broken")
def broken(stage: Stage) -> None:
    screen = importing(stage)
    screen.model.choose(3, "saving.district_heating")
    screen.model.check()
    stage.settle()
    screen.rows.table.select(3)


@scene("measure-import-returned")
def returned(stage: Stage) -> None:
    screen = empty(stage)
    session, visit_id = screen.context.session, VisitId(screen.model.visit_id)
    source = session.measure_imports.open(visit_id, LIST.replace("21.000-24.000", "21.000").encode(), "forslag.csv")
    told = {**source.mapping, 3: ColumnRole("saving.district_heating", "MWh")}
    session.measure_imports.apply(session.measure_imports.plan(visit_id, source, told))
    exports = session.measure_exports
    book = load_workbook(io.BytesIO(exports.workbook(exports.of_visit(visit_id), language=Language.DANISH)))
    page = book.worksheets[0]
    headings = {cell.value: cell.column for cell in page[3]}
    cost = next(at for heading, at in headings.items() if str(heading).startswith("Invest"))
    page.cell(4, cost).value = 125000
    file = FOLDER / "tiltag.xlsx"
    book.save(file)
    screen.model.read(file)
    stage.settle()
    screen.rows.table.select(0)
    session.visits.undo(visit_id)  # what was made for the picture is gone; the picture stays


@scene("measure-import-unreadable")
def unreadable(stage: Stage) -> None:
    screen = empty(stage)
    screen.model.read(FOLDER / "findes-ikke.xlsx")
