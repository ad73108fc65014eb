"""Pictures of checking a report, and of the keys of the seal."""

from pathlib import Path
from tempfile import mkdtemp

from stage import Stage, scene

from ambassador_app.domain.identifiers import VisitId


def _written(stage: Stage, name: str, data: bytes) -> str:
    file = Path(mkdtemp()) / name
    file.write_bytes(data)
    return str(file)


def _sealed(stage: Stage) -> bytes:
    report = stage.session.reports.of_visit(VisitId(stage.sealed_visit()))[0]
    return stage.session.reports.pdf(report.id)


def _checked(stage: Stage, name: str, data: bytes) -> None:
    stage.navigate("check_report", file=_written(stage, name, data))
    stage.settle()


@scene("check-report-empty")
def empty(stage: Stage) -> None:
    stage.navigate("check_report")


@scene("check-report-intact")
def intact(stage: Stage) -> None:
    _checked(stage, "Besoegsrapport-Fjordens-Maskinfabrik-2026-11-23.pdf", _sealed(stage))


@scene("check-report-damaged")
def damaged(stage: Stage) -> None:
    data = bytearray(_sealed(stage))
    data[len(data) // 2] ^= 1
    _checked(stage, "Besoegsrapport-Fjordens-Maskinfabrik-2026-11-23.pdf", bytes(data))


@scene("check-report-added")
def added(stage: Stage) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(_sealed(stage)))
    changed = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    changed["/Rotate"] = generic.NumberObject(90)
    writer.update_container(changed)
    out = BytesIO()
    writer.write(out)
    _checked(stage, "rapport (redigeret).pdf", out.getvalue())


@scene("check-report-no-seal")
def no_seal(stage: Stage) -> None:
    _checked(stage, "udkast.pdf", stage.session.reports.preview(VisitId(stage.open_visit())))


@scene("check-report-no-pdf")
def no_pdf(stage: Stage) -> None:
    _checked(stage, "noter.docx", b"PK")


@scene("settings-seal")
def settings_seal(stage: Stage) -> None:
    stage.sealed_visit()
    stage.navigate("settings", section="seal")
    stage.settle()
