"""Makes a programme extract of one municipality's cases and measures, as of a day.

Rules, version 1 (`docs/programme-extract/`):
- A case stands in it once it was opened; a measure once it stood in a sealed report, so that the company knows it.
  What is internal never does. Step, status and verification are those of the day.
- A home, a farm, a company that a person owns or whose legal form is not known is told only in the sums of its kind,
  unless the company has consented to be named. Sums are told of five places or more, in two figures, and not where one
  place makes up more than half of one.
- A trade is told where three cases or more are of it.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Final

from ambassador_app.domain.calculators import AREAS, CALCULATORS
from ambassador_app.domain.case import Case, CaseStep
from ambassador_app.domain.extract import (
    FEWEST_OF_A_TRADE,
    FEWEST_SITES,
    CaseRow,
    Found,
    GroupRow,
    MeasureRow,
    Progress,
    Sums,
    TradeGroup,
    has_come,
    sums_of,
)
from ambassador_app.domain.follow_up import is_counted
from ambassador_app.domain.hand_over import why_secure
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.place import Organisation, Reach, SecureMail, Site, SiteKind
from ambassador_app.domain.plain import mapping, number, optional_number
from ambassador_app.domain.quantities import Carrier, DataQuality, round_significant
from ambassador_app.domain.verification import Verification
from ambassador_app.i18n import COPENHAGEN

RULES: Final = 1
"""The version of these rules; an extract names it."""

OTHER: Final = "other"
_TOGETHER: Final = (SiteKind.HOME, SiteKind.FARM, SiteKind.COMPANY)
_DIVISIONS: Final[Sequence[tuple[int, TradeGroup]]] = (
    (3, TradeGroup.FARMING),
    (9, TradeGroup.MINING),
    (33, TradeGroup.MANUFACTURING),
    (35, TradeGroup.ENERGY),
    (39, TradeGroup.WATER_AND_WASTE),
    (43, TradeGroup.CONSTRUCTION),
    (47, TradeGroup.COMMERCE),
    (53, TradeGroup.TRANSPORT),
    (56, TradeGroup.HOTELS_AND_RESTAURANTS),
    (63, TradeGroup.INFORMATION),
    (66, TradeGroup.FINANCE),
    (68, TradeGroup.REAL_ESTATE),
    (75, TradeGroup.PROFESSIONS),
    (82, TradeGroup.SERVICES),
    (84, TradeGroup.PUBLIC_ADMINISTRATION),
    (85, TradeGroup.EDUCATION),
    (88, TradeGroup.HEALTH_AND_CARE),
    (93, TradeGroup.CULTURE_AND_LEISURE),
    (99, TradeGroup.OTHER),
)
"""The last division (the first two digits of a trade's code) of each group. The same in DB07 and DB25 but for what
moved within commerce, and within information."""


@dataclass(frozen=True, slots=True)
class Partnership:
    """What one row is made of: a case with its site, whose company it is, and its measures. `reported` says of each
    visit when its first report was sealed; a visit that is not in it has none.
    """

    case: Case
    site: Site
    organisation: Organisation | None
    measures: tuple[Measure, ...]
    reported: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Rows:
    """What an extract says of cases."""

    cases: tuple[CaseRow, ...]
    groups: tuple[GroupRow, ...]


def rows_of(partnerships: Iterable[Partnership], *, programme: str, key: bytes, as_of: date) -> Rows:
    """Make the rows as of the day `as_of`. `key` is the municipality's, 32 bytes: with another, all ids are others."""
    alone: list[CaseRow] = []
    together: dict[SiteKind, list[tuple[MeasureRow, ...]]] = {kind: [] for kind in _TOGETHER}
    for one in partnerships:
        if one.case.opened_on is not None and one.case.opened_on > as_of:
            continue
        named = one.case.may_be_named(as_of) and one.site.kind is not SiteKind.HOME
        rows = _measures(one, as_of)
        if stands_alone(one.site, one.organisation) or named:
            alone.append(_case(one, rows, pseudonym(key, programme, one.case.id), as_of, named=named))
        else:
            together[one.site.kind].append(rows)
    groups = tuple(_group(kind, sites) for kind, sites in together.items())
    return Rows(_without_rare_trades(sorted(alone, key=lambda row: row.id)), groups)


def stands_alone(site: Site, organisation: Organisation | None) -> bool:
    """Whether a place may have a row of its own without a name: nobody lives there, and no person owns it."""
    return why_secure(SecureMail.PERSONAL, site, organisation) is None


def pseudonym(key: bytes, programme: str, case_id: str) -> str:
    """Give a case's id in a programme's extracts: HMAC-SHA-256 of programme and case, 32 hexadecimal digits."""
    return hmac.digest(key, f"ambassador case\n{programme}\n{case_id}".encode(), "sha256").hex()[:32]


def trade_of(site: Site, organisation: Organisation | None) -> TradeGroup:
    """Give the trade of a place, by its own code or its company's."""
    for industry in (site.industry, *((organisation.industry,) if organisation else ())):
        division = industry.code.replace(".", "").strip()[:2]
        if division.isascii() and division.isdigit() and int(division) > 0:
            return next(group for last, group in _DIVISIONS if int(division) <= last)
    return TradeGroup.UNTOLD


# -- one row ----------------------------------------------------------------------------------------------------------
def _case(one: Partnership, rows: tuple[MeasureRow, ...], identifier: str, as_of: date, *, named: bool) -> CaseRow:
    company = one.organisation.name if one.organisation else one.site.name
    return CaseRow(
        id=identifier,
        kind=one.site.kind,
        step=step_on(one.case, as_of),
        trade=trade_of(one.site, one.organisation),
        name=one_line(company) if named else "",
        measures=rows,
    )


def one_line(text: str) -> str:
    """Write a name on one line, as an extract takes it: nothing in it breaks or turns the line, 200 letters at most."""
    return " ".join("".join(part for part in text if part.isprintable() or part.isspace()).split())[:200].strip()


def step_on(case: Case, day: date) -> CaseStep:
    """Give the step a case stood on at the end of a day."""
    if not case.moves:
        return case.step
    moves = sorted((one for one in case.moves if _day(one.at) <= day), key=lambda one: one.at)
    return moves[-1].step if moves else CaseStep.INFORMATION


def status_on(measure: Measure, day: date) -> MeasureStatus:
    """Give the status a measure had at the end of a day."""
    if not measure.moves:
        return measure.status
    moves = sorted((one for one in measure.moves if _day(one.at) <= day), key=lambda one: one.at)
    return moves[-1].status if moves else MeasureStatus.PROPOSED


def _measures(one: Partnership, day: date) -> tuple[MeasureRow, ...]:
    told = (
        measure
        for measure in one.measures
        if is_counted(measure)
        and measure.reach is Reach.REPORT
        and (measure.at is None or _day(measure.at) <= day)
        and measure.visit_id in one.reported
        and _day(one.reported[measure.visit_id]) <= day
    )
    return tuple(sorted((_measure(measure, day) for measure in told), key=_order))


def _measure(measure: Measure, day: date) -> MeasureRow:
    found = measure.assessment
    status = status_on(measure, day)
    verification = measure.verification if status in _JUDGED else None
    known = measure.calculator in CALCULATORS
    return MeasureRow(
        calculator=measure.calculator if known else OTHER,
        area=measure.area if measure.area in AREAS else OTHER,
        status=status,
        kwh=_kwh(mapping(found["savings_kwh"])) if found is not None else None,
        dkk=_whole(number(found["cost_saving_dkk"])) if found is not None else None,
        co2e_t=_tonnes(number(found["co2e_kg"])) if found is not None else None,
        quality=DataQuality(str(found.get("quality", measure.quality))) if found is not None else measure.quality,
        year=int(number(found["year"])) if found is not None else None,
        investment_dkk=None if measure.investment_dkk is None else _whole(measure.investment_dkk),
        subsidy_dkk=_whole(optional_number(measure.subsidy_dkk) or 0.0),
        verified=_found(verification) if verification is not None and _day(verification.at) <= day else None,
    )


_JUDGED: Final = frozenset({MeasureStatus.VERIFIED, MeasureStatus.UNSATISFACTORY})


def _found(verification: Verification) -> Found:
    return Found(
        kwh=_kwh({carrier.value: kwh for carrier, kwh in verification.savings_kwh.items()}),
        dkk=_whole(verification.cost_saving_dkk),
        co2e_t=_tonnes(verification.co2e_kg),
        method=verification.method,
        quality=verification.quality,
    )


def _order(row: MeasureRow) -> tuple[str, str, str, float, float]:
    """An order that says nothing of when a measure was made, or of which visit."""
    return row.area, row.calculator, row.status, row.dkk or 0.0, row.investment_dkk or 0.0


def _kwh(savings: Mapping[str, object]) -> dict[Carrier, float]:
    whole = {Carrier(name): _whole(number(kwh)) for name, kwh in sorted(savings.items())}
    return {carrier: kwh for carrier, kwh in whole.items() if kwh}


def _whole(value: float) -> float:
    return round(value) + 0.0  # so that there is no negative nought


def _tonnes(kilogrammes: float) -> float:
    return round(kilogrammes / 1000, 2) + 0.0


def _day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


# -- what is told together --------------------------------------------------------------------------------------------
def _group(kind: SiteKind, sites: Sequence[tuple[MeasureRow, ...]]) -> GroupRow:
    if len(sites) < FEWEST_SITES:
        return GroupRow(kind, None, {})
    told = {progress: _sum(sites, progress) for progress in Progress}
    nearest = FEWEST_SITES * max(1, round(len(sites) / FEWEST_SITES))
    return GroupRow(kind, nearest, {progress: sums for progress, sums in told.items() if sums is not None})


def _sum(sites: Sequence[tuple[MeasureRow, ...]], progress: Progress) -> Sums | None:
    """Add up what sites have that has come so far; None where too few have any, or one outweighs the others."""
    parts = [sums_of(measures, progress) for measures in sites if any(has_come(one, progress) for one in measures)]
    if len(parts) < FEWEST_SITES:
        return None
    whole = reduce(add, parts, Sums())
    for one in fields(Sums):
        amounts = [abs(getattr(part, one.name)) for part in parts]
        if max(amounts) * 2 > sum(amounts) > 0:
            return None
    rounded = {one.name: round_significant(float(getattr(whole, one.name)), 2) + 0.0 for one in fields(Sums)}
    return replace(Sums(**rounded), measures=int(rounded["measures"]))  # type: ignore[arg-type]


def _without_rare_trades(rows: Sequence[CaseRow]) -> tuple[CaseRow, ...]:
    count = Counter(one.trade for one in rows)
    return tuple(
        one if count[one.trade] >= FEWEST_OF_A_TRADE else replace(one, trade=TradeGroup.UNTOLD) for one in rows
    )
