"""Pictures of checking a report, and of the keys of the seal."""

from pathlib import Path
from tempfile import mkdtemp

from stage import Stage, scene

from ambassador_app.app import Root, now
from ambassador_app.domain.identifiers import SiteId, VisitId
from ambassador_app.domain.sign_off import NotSigned, SignerRole
from ambassador_app.drawing.ink import Ink, InkPoint


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


def _from_elsewhere() -> bytes:
    """A sealed report of another computer."""
    there = Root(Path(mkdtemp())).profiles().throw_away()
    there.profile.change_ambassador(name="Bo Vestergaard", title="Klimaambassadør")
    there.profile.change_municipality(name="Nabo Kommune")
    site = SiteId(there.companies.create("Strandens Vaskeri ApS", street="Kajen 4", postcode="8500", city="Grenaa").id)
    visit = VisitId(there.visits.plan(site, planned_at=now()).id)
    there.notes.add_finding(visit, "Tørretumblerne kører med åben lem.")
    stroke = tuple(InkPoint(40 + step * 6.0, 90 + 30.0 * (step % 7 - 3) / 3, 0.5, step * 12) for step in range(50))
    there.signing.sign(visit, role=SignerRole.AMBASSADOR, name="Bo Vestergaard", ink=Ink(520, 180, (stroke,)))
    there.signing.not_signed(visit, role=SignerRole.VISITED_PARTY, reason=NotSigned.ABSENT)
    data = there.reports.pdf(there.signing.seal(visit).report.id)
    there.close()
    return data


@scene("check-report-visit")
def from_elsewhere(stage: Stage) -> None:
    _checked(stage, "Besoegsrapport-Strandens-Vaskeri-2026-11-23.pdf", _from_elsewhere())


@scene("visit-brought-in")
def brought_in(stage: Stage) -> None:
    file = Path(_written(stage, "Besoegsrapport-Strandens-Vaskeri-2026-11-23.pdf", _from_elsewhere()))
    brought = stage.session.bringing_in.bring_in(file)
    stage.navigate("visit", brought.visit_id)
    stage.settle()


@scene("settings-seal")
def settings_seal(stage: Stage) -> None:
    stage.sealed_visit()
    stage.navigate("settings", section="seal")
    stage.settle()
