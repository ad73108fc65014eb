"""Pictures of the energy account: years, months, baseline, what others use; nothing yet; a meter file on its way in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from stage import Stage, scene

from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.place import Activity
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource
from ambassador_app.services.energy import TypedUse
from ambassador_app.ui.screens.energy.view import EnergyView
from ambassador_app.ui.screens.import_energy.view import ImportView

HEAT = (31.0, 28.5, 25.2, 17.4, 8.1, 4.2, 3.9, 4.0, 7.6, 15.3, 22.8, 29.0)
ZONE = ZoneInfo("Europe/Copenhagen")


def a_site(stage: Stage) -> str:
    """A site of which four years are known, the last one begun."""
    energy, site_id = stage.session.energy, SiteId(stage.session.companies.create("Vester Mølle Kro").id)
    stage.session.companies.change_site(site_id, area_m2=1450.0, use="Kro og hotel")
    power = ((2021, 186.0, 298_000.0), (2022, 179.5, 412_000.0), (2023, 168.0, 301_000.0), (2024, 161.2, 274_000.0))
    energy.keep(site_id, [TypedUse(Carrier.ELECTRICITY, y, None, mwh, "MWh", dkk) for y, mwh, dkk in power])
    for year, share in ((2021, 1.06), (2022, 0.97), (2023, 0.96), (2024, 0.92)):
        months = {month: round(mwh * share, 1) for month, mwh in enumerate(HEAT, 1)}
        energy.keep_months(site_id, Carrier.DISTRICT_HEATING, year, months, unit="MWh", source=EnergySource.METER)
    begun = dict(enumerate(HEAT[:5], 1))
    energy.keep_months(site_id, Carrier.DISTRICT_HEATING, 2025, begun, unit="MWh", source=EnergySource.METER)
    energy.keep_degree_days(2023, 2790.0)
    energy.set_goal(site_id, baseline_year=2021, target_year=2025)
    energy.keep_activity(site_id, Activity("nights", 9400, "night", 2024))
    return site_id


def account(stage: Stage) -> EnergyView:
    """The account of such a site."""
    stage.navigate("energy", a_site(stage))
    stage.settle()
    assert isinstance(stage.screen, EnergyView)
    return stage.screen


@scene("energy-account")
def years(stage: Stage) -> None:
    account(stage)


@scene("energy-below")
def below(stage: Stage) -> None:
    view = account(stage)
    view.others.keep.setFocus()


@scene("energy-months")
def months(stage: Stage) -> None:
    view = account(stage)
    view.overview.which.set_value("2024")
    view.overview.which.chosen.emit("2024")
    view.months.carrier.set_value(Carrier.DISTRICT_HEATING.value)
    view.months.carrier.chosen.emit(Carrier.DISTRICT_HEATING.value)


@scene("energy-empty")
def empty(stage: Stage) -> None:
    stage.navigate("energy", stage.session.companies.create("Ny virksomhed").id)


@scene("energy-company")
def company(stage: Stage) -> None:
    stage.navigate("company", a_site(stage))


def meter_file() -> Path:
    """A year and a half of hours, with two days missing."""
    at, end = datetime(2023, 7, 1, tzinfo=ZONE).astimezone(UTC), datetime(2025, 1, 10, tzinfo=ZONE).astimezone(UTC)
    lines = ["MålepunktsID;Fra_dato;Til_dato;Mængde;Måleenhed;Kvalitet;Type"]
    while at < end:
        here, after = at.astimezone(ZONE), (at + timedelta(hours=1)).astimezone(ZONE)
        at += timedelta(hours=1)
        if (here.year, here.month, here.day) not in ((2024, 2, 3), (2024, 2, 4)):
            amount = f"{8 + 14 * (6 <= here.hour < 18):.3f}".replace(".", ",")
            lines.append(
                f"571313100000000017;{here:%d-%m-%Y %H:%M:%S};{after:%d-%m-%Y %H:%M:%S};{amount};KWH;Målt;Tidsserie"
            )
    file = Path(mkdtemp()) / "Meterdata.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def importing(stage: Stage) -> ImportView:
    """The screen with a file just read."""
    stage.navigate("import_energy", a_site(stage))
    stage.settle()
    assert isinstance(stage.screen, ImportView)
    stage.screen.model.read(meter_file())
    stage.settle()
    return stage.screen


@scene("energy-import-file")
def import_file(stage: Stage) -> None:
    stage.navigate("import_energy", a_site(stage))


@scene("energy-import-columns")
def import_columns(stage: Stage) -> None:
    importing(stage)


@scene("energy-import-check")
def import_check(stage: Stage) -> None:
    importing(stage).model.check()


@scene("energy-import-done")
def import_done(stage: Stage) -> None:
    view = importing(stage)
    view.model.check()
    stage.settle()
    view.model.take_in()
