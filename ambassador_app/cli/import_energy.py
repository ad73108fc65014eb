"""`ambassador import energy FILE --site SITE`: what a meter file would change in a site's account, and the import."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from ambassador_app.cli import Runtime
from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import FieldMissing, FieldRefused
from ambassador_app.i18n import N_

if TYPE_CHECKING:
    from ambassador_app.domain.identifiers import SiteId
    from ambassador_app.services.energy_imports import EnergyPlan, MeterFile, PlannedPeriod, PlannedYear, ReadingMapping


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only meter files take."""
    energy = parser.add_argument_group("energy")
    energy.add_argument(
        "--site", metavar="NAME-OR-ID", help=N_("whose meter it is: a name that only one site has, or its id")
    )
    energy.add_argument("--carrier", choices=list(Carrier), help=N_("which energy it is, where no column tells"))
    energy.add_argument("--unit", help=N_("kWh, MWh, GJ, m3, l or kg, where no column tells"))
    energy.add_argument(
        "--decimal", choices=["comma", "point"], help=N_("the decimal mark, where the file does not tell")
    )
    energy.add_argument("--kwh-per-unit", type=float, metavar="KWH", help=N_("the supplier's own figure"))
    energy.add_argument("--partial", action="store_true", help=N_("keep months with too few hours too"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print what would be kept, month by month; keep it unless it is a dry run."""
    imports = runtime.session.energy_imports
    site_id = _site(arguments.site, runtime)
    source = imports.open(arguments.file, progress=runtime.progress)
    plan = imports.plan(site_id, source, _mapping(arguments, source), progress=runtime.progress)
    kept = 0
    if not arguments.dry_run:
        kept = len(imports.apply(plan, partial=arguments.partial).records)
    _print(plan, runtime, partial=arguments.partial)
    if not arguments.dry_run:
        runtime.out(runtime.translator.tr(N_("Kept in the account of {site}."), site=plan.site.name))
    runtime.answer(_answer(plan, runtime, partial=arguments.partial) | {"dry_run": arguments.dry_run, "changed": kept})
    return 0


def _site(wanted: str | None, runtime: Runtime) -> SiteId:
    """Find the site by id or by a name that only one has. Raises FieldMissing, FieldRefused."""
    from ambassador_app.domain.identifiers import SiteId

    if not wanted:
        raise FieldMissing(field="--site")
    found = runtime.session.companies.page(wanted, limit=20).lines
    named = [one for one in found if one.name.casefold() == wanted.casefold()] or list(found)
    if len(named) > 1:
        names = ", ".join(f"{one.name} ({one.site_id})" for one in named[:5])
        raise FieldRefused(field="--site", value=wanted, allowed=names)
    return SiteId(named[0].site_id if named else wanted)


def _mapping(arguments: argparse.Namespace, source: MeterFile) -> ReadingMapping:
    from ambassador_app.services.energy_imports import UNITS, mapped

    pairs = {column.strip(): name.strip() for column, _, name in (one.partition("=") for one in arguments.map)}
    found = mapped(source, pairs, source.mapping)
    if arguments.carrier:
        found = replace(found, carrier=Carrier(arguments.carrier))
    if arguments.unit:
        found = replace(found, unit=UNITS.get(arguments.unit.casefold(), arguments.unit))
    if arguments.decimal:
        found = replace(found, decimal="," if arguments.decimal == "comma" else ".")
    return replace(found, kwh_per_unit=arguments.kwh_per_unit)


def _print(plan: EnergyPlan, runtime: Runtime, *, partial: bool) -> None:
    from ambassador_app.services.energy_imports import remarks_of
    from ambassador_app.wording import LABEL

    words = runtime.translator
    for year in plan.years:
        meter = f" {year.meter}" if year.meter else ""
        runtime.out(f"{words.tr(LABEL[year.carrier])}{meter} {year.year}: {words.quantity(year.kwh, 'kWh', 0)}")
        for one in year.periods:
            runtime.out(f"    {_period(one, runtime)}")
        for line in _year_remarks(year, runtime, partial=partial):
            runtime.out(f"    {line}")
    for remark in remarks_of(plan):
        runtime.out(words.say(remark))
    for fault in plan.report.faults:
        column = f"{fault.column}: " if fault.column else ""
        runtime.out(f"{fault.row}: {column}{words.say(fault.reason)}")


def _period(one: PlannedPeriod, runtime: Runtime) -> str:
    from ambassador_app.services.energy_imports import WORTH_LABEL

    words = runtime.translator
    name = f"{one.reading.year}-{one.reading.month:02}" if one.reading.month else str(one.reading.year)
    old = f" ({words.quantity(one.old_kwh, 'kWh', 0)})" if one.old_kwh is not None else ""
    return f"{name}: {words.quantity(one.kwh, 'kWh', 0)}: {words.tr(WORTH_LABEL[one.worth])}{old}"


def _year_remarks(year: PlannedYear, runtime: Runtime, *, partial: bool) -> list[str]:
    from ambassador_app.services.energy_imports import year_remarks

    return [runtime.translator.say(one) for one in year_remarks(year, partial=partial)]


def _answer(plan: EnergyPlan, runtime: Runtime, *, partial: bool) -> dict[str, object]:
    from ambassador_app.services.energy_imports import remarks_of

    table = plan.source.table
    say = runtime.translator.say
    return {
        "file": plan.source.name,
        "site": plan.site.id,
        "columns": {str(field): table.header[at] for field, at in plan.mapping.columns.items()},
        "years": [
            {
                "carrier": year.carrier.value,
                "meter": year.meter,
                "year": year.year,
                "kwh": year.kwh,
                "replaces_year_kwh": year.whole_kwh if year.whole_goes(partial=partial) else None,
                "missing": list(year.missing(partial=partial)),
                "months": [
                    {
                        "month": one.reading.month,
                        "amount": one.reading.amount,
                        "unit": one.reading.series.unit,
                        "kwh": one.kwh,
                        "old_kwh": one.old_kwh,
                        "covered": one.reading.covered,
                        "state": one.worth.value,
                    }
                    for one in year.periods
                ],
            }
            for year in plan.years
        ],
        "remarks": [say(one) for one in remarks_of(plan)],
        "faults": [{"row": one.row, "column": one.column, "reason": say(one.reason)} for one in plan.report.faults],
    }
