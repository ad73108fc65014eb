"""Extracts for tests: made by hand, without a municipality behind them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.extract import (
    CaseRow,
    Found,
    GroupRow,
    MeasureRow,
    Method,
    MunicipalityName,
    ProgrammeExtract,
    ProgrammeName,
    Progress,
    Sums,
    TradeGroup,
)
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.verification import VerificationMethod

PROGRAMME = ProgrammeName("carbon-20", "Carbon 20")
ODDEBY = MunicipalityName("oddeby", "Oddeby Kommune")
NORDBY = MunicipalityName("nordby", "Nordby Kommune")
MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
A_SUM = Sums(12, 41_000.0, 62_000.0, 7.4, 210_000.0, 200_000.0, 58_000.0)


def measure(status=MeasureStatus.SELECTED, **fields):
    """A measure that saves 12,000 kWh, DKK 18,000 and 1.5 t for an investment of DKK 54,000."""
    row = MeasureRow(
        calculator="led_retrofit",
        area="lighting",
        status=status,
        kwh={Carrier.ELECTRICITY: 12_000.0},
        dkk=18_000.0,
        co2e_t=1.5,
        quality=DataQuality.B,
        year=2026,
        investment_dkk=54_000.0,
        subsidy_dkk=0.0,
        verified=None,
    )
    return replace(row, **fields)


def verified(**fields):
    """The same, carried out and found to save 10,000 kWh."""
    found = Found({Carrier.ELECTRICITY: 10_000.0}, 15_000.0, 1.25, VerificationMethod.METER, DataQuality.A)
    return measure(MeasureStatus.VERIFIED, verified=found, **fields)


def case(number=1, *measures, **fields):
    row = CaseRow(
        id=f"{number:032x}",
        kind=SiteKind.COMPANY,
        step=CaseStep.ACTION_PLAN,
        trade=TradeGroup.MANUFACTURING,
        name="",
        measures=measures or (measure(), verified()),
    )
    return replace(row, **fields)


def group(kind=SiteKind.HOME, sites=25, **sums):
    return GroupRow(kind, sites, sums or {Progress.PROPOSED: A_SUM})


def extract(identifier="01900000-0000-7000-8000-000000000001", **fields):
    """What Oddeby might release."""
    whole = ProgrammeExtract(
        id=identifier,
        programme=PROGRAMME,
        municipality=ODDEBY,
        as_of=date(2026, 11, 20),
        made_at=MADE,
        made_by="01900000-0000-7000-8000-0000000000dd",
        method=Method("0.9", 1, ("br18@" + "a" * 64,), ("b" * 64,)),
        cases=(case(1), case(2), case(3, name="Fjordens Maskinfabrik A/S")),
        groups=(group(),),
    )
    return replace(whole, **fields)
