"""What an extract is made of, read from the records: each case with its site, its company and its measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from ambassador_app.domain.case import Case
from ambassador_app.domain.directory import DirectoryEntry
from ambassador_app.domain.extract import SharedItem
from ambassador_app.domain.extract_making import Partnership, one_line
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Organisation, Site
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion
from ambassador_app.domain.visit import Visit
from ambassador_app.services.desk import Progress, no_progress
from ambassador_app.storage import Reading


def partnerships(reader: Reading, progress: Progress = no_progress) -> Iterator[Partnership]:
    """Give every case. `progress` raises JobCancelled when the person has stopped it."""
    cases = reader.all(Case)
    sealed: dict[str, datetime] = {}
    for report in reader.all(Report):
        sealed[report.visit_id] = min(report.sealed_at, sealed.get(report.visit_id, report.sealed_at))
    for done, case in enumerate(cases):
        if done % 50 == 0:
            progress(done, len(cases))
        site = reader.find(Site, case.site_id)
        if site is None:
            continue
        measures = reader.all(Measure, site_id=site.id)
        yield Partnership(case, site, _company(reader, site), measures, sealed)
    progress(len(cases), len(cases))


def _company(reader: Reading, site: Site) -> Organisation | None:
    """The company a place belongs to; of a duplicate the one that stands for it."""
    found = reader.find(Organisation, site.organisation_id) if site.organisation_id else None
    if found is not None and found.merged_into:
        return reader.find(Organisation, found.merged_into) or found
    return found


def names_in_public(reader: Reading, day: date) -> frozenset[str]:
    """Give the names of all companies whose consent to be named holds on a day."""
    agreed = (one for one in reader.all(Case) if one.may_be_named(day))
    sites = (reader.find(Site, one.site_id) for one in agreed)
    places = [(site, _company(reader, site)) for site in sites if site is not None]
    return frozenset(company.name if company else site.name for site, company in places)


def sets_used(reader: Reading, found: Iterable[Partnership]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the sets of factors and of prices that the measures were computed with: `br18@…` for one that comes with
    the program, the hash alone for the municipality's own, whose name may say too much."""
    visits = {one.visit_id for part in found for one in part.measures if one.visit_id in part.reported}
    loaded = [visit for visit in (reader.find(Visit, one) for one in sorted(visits)) if visit is not None]
    factors = {visit.factor_set_id for visit in loaded if visit.factor_set_id}
    prices = {visit.price_set_id for visit in loaded if visit.price_set_id}
    return (
        tuple(sorted({_told(reader.find(FactorSetVersion, one), one) for one in factors})),
        tuple(sorted({_told(reader.find(PriceSetVersion, one), one) for one in prices})),
    )


def _told(version: FactorSetVersion | PriceSetVersion | None, identifier: str) -> str:
    is_shipped = version is not None and not version.version and not version.by
    return identifier if is_shipped else identifier.rpartition("@")[2]


def shared_items(reader: Reading, day: date) -> tuple[SharedItem, ...]:
    """Give the directory's entries that are shared and were listed with consent, without whom to ask there."""
    entries = (one for one in reader.all(DirectoryEntry) if one.shared and one.consent.strip() and one.is_valid(day))
    items = (SharedItem(one.type.value, one.id, _facts(one)) for one in entries)
    return tuple(sorted(items, key=lambda one: (one.type, one.id)))


def _facts(entry: DirectoryEntry) -> dict[str, object]:
    told = {"name": entry.name, "trade": entry.trade, "area": entry.area, "website": entry.website}
    return {name: one_line(text) for name, text in told.items() if text.strip()}
