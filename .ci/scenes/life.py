"""Pictures of what becomes of measures."""

from datetime import date, timedelta

from PySide6.QtWidgets import QScrollArea, QWidget
from stage import Stage, scene

from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.lists import MeasureQuery
from ambassador_app.domain.measure import Barrier, MeasureStatus
from ambassador_app.domain.measure_life import Need
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.verification import Measured, VerificationMethod
from ambassador_app.domain.visit import VisitKind


def lived(stage: Stage) -> None:
    """Let some time pass for the measures of the demo: once."""
    follow_up = stage.session.follow_up
    lines = [one for one in follow_up.page(limit=200).lines if one.kwh and not one.status.is_closed]
    if follow_up.page(MeasureQuery(status=MeasureStatus.INITIATED)).total:
        return
    first, second, third = (MeasureId(one.measure_id) for one in lines[:3])
    today = stage.session.now().date()
    for status in (MeasureStatus.INITIATED, MeasureStatus.COMPLETED):
        follow_up.move(first, status)
    follow_up.move(first, MeasureStatus.IN_PROGRESS, reason="Halvdelen af hallen mangler")
    follow_up.move(first, MeasureStatus.COMPLETED)
    follow_up.assign(first, owner="Driftsleder Mette Holm", deadline=today - timedelta(days=40))
    reached = Measured(
        {Carrier.ELECTRICITY: round((lines[0].kwh or 0) * 0.82)}, method=VerificationMethod.SUB_METER,
        period_from=date(2025, 11, 1), period_to=date(2026, 10, 31), quality=DataQuality.A,
        note="Bimåler i hal 2, aflæst af driftslederen.",
    )  # fmt: skip
    follow_up.verify(first, reached)
    follow_up.move(second, MeasureStatus.INITIATED)
    follow_up.assign(second, owner="VVS-mester", deadline=today - timedelta(days=12))
    follow_up.move(third, MeasureStatus.DISCARDED, barrier=Barrier.OWNER_DECIDES, reason="Udlejer vil ikke")


@scene("life-measures")
def every_measure(stage: Stage) -> None:
    lived(stage)
    stage.navigate("measures")


@scene("life-measures-nothing")
def none(stage: Stage) -> None:
    stage.navigate("measures", text="findes ikke")
    stage.screen.search.set_value("findes ikke", force=True)
    stage.settle()


def of_status(stage: Stage, status: MeasureStatus) -> str:
    lived(stage)
    return stage.session.follow_up.page(MeasureQuery(status=status)).lines[0].measure_id


@scene("life-verified")
def verified(stage: Stage) -> None:
    stage.navigate("measure", of_status(stage, MeasureStatus.VERIFIED))


@scene("life-under-way")
def under_way(stage: Stage) -> None:
    stage.navigate("measure", of_status(stage, MeasureStatus.INITIATED))


@scene("life-turned-down")
def turned_down(stage: Stage) -> None:
    stage.navigate("measure", of_status(stage, MeasureStatus.INITIATED))
    stage.screen.status.choose(MeasureStatus.DISCARDED, Need.BARRIER)
    stage.settle()


@scene("life-verifying")
def verifying(stage: Stage) -> None:
    stage.navigate("measure", of_status(stage, MeasureStatus.INITIATED))
    stage.screen.verification.begin()
    stage.settle()


@scene("life-company")
def company(stage: Stage) -> None:
    measure = of_status(stage, MeasureStatus.VERIFIED)
    stage.navigate("company", stage.session.follow_up.file(MeasureId(measure)).site.id)
    bring(stage, stage.screen.measures)


@scene("life-today")
def today(stage: Stage) -> None:
    lived(stage)
    stage.navigate("today")
    bring(stage, stage.screen.lists.itemAt(stage.screen.lists.count() - 1).widget())


@scene("life-last-time")
def last_time(stage: Stage) -> None:
    measure = of_status(stage, MeasureStatus.INITIATED)
    site = stage.session.follow_up.file(MeasureId(measure)).site.id
    visit = next(
        (one.visit_id for one in stage.session.visits.page(site_id=site).lines if one.kind is VisitKind.FOLLOW_UP), ""
    )
    visit = visit or stage.session.visits.plan(site, kind=VisitKind.FOLLOW_UP).id
    stage.navigate("visit", visit, step="prepare")
    bring(stage, stage.screen.panel().history)


def bring(stage: Stage, part: QWidget) -> None:
    """Scroll to a part of the page, without a focus on it."""
    area = part.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    area.ensureWidgetVisible(part, 0, 0)
    stage.settle()
