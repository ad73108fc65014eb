"""The list of all measures: chosen, sorted and added up without reading a measure's fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ambassador_app.domain.follow_up import Amounts, Standing, Tally
from ambassador_app.domain.lists import MeasureLine, MeasureOrder, MeasureQuery, Page
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.storage import pages
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.folding import match_of
from ambassador_app.storage.schema import wide_name

_CLOSED: Final = ", ".join(f"'{one.value}'" for one in MeasureStatus if one.is_closed)
_RANK: Final = " ".join(f"WHEN '{one.value}' THEN {place}" for place, one in enumerate(MeasureStatus))
_BY: Final = {
    MeasureOrder.TITLE: "m.sort",
    MeasureOrder.SITE: "s.sort",
    MeasureOrder.KWH: "m.kwh",
    MeasureOrder.DKK: "m.dkk",
    MeasureOrder.CO2E: "m.co2e_kg",
    MeasureOrder.PAYBACK: "m.payback_rank",
    MeasureOrder.STATUS: f"CASE m.status {_RANK} END",
    MeasureOrder.DEADLINE: "m.deadline",
}
"""What each order compares; what is not known comes last either way."""

_WIDE_INDEX: Final = f"INDEXED BY {wide_name('measure')}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as SQL: `index` says which index answers it without reading a row, "" where the planner chooses."""

    where: str
    values: tuple[object, ...]
    index: str


def page(connection: Connection, query: MeasureQuery, *, offset: int, limit: int) -> Page[MeasureLine]:
    """Give one page of the measures that are asked for."""
    asked = _asked(query)
    if asked is None:
        return Page((), 0, offset)
    joined = "LEFT JOIN r_site AS s ON s.id = m.site_id AND NOT s.deleted" if query.order is MeasureOrder.SITE else ""
    total = connection.execute(f"SELECT count(*) FROM r_measure AS m {asked.index} WHERE {asked.where}", asked.values)
    rows = connection.execute(
        f"SELECT m.row FROM r_measure AS m {asked.index} {joined} WHERE {asked.where} ORDER BY {_order(query)} "
        "LIMIT ? OFFSET ?",
        (*asked.values, limit, offset),
    )
    numbers = [int(one) for (one,) in rows.fetchall()]
    found = pages.details(connection, pages.MEASURES, numbers)
    return Page(tuple(pages.measure_line(one) for one in found), int(total.fetchone()[0]), offset)


def standing(connection: Connection, query: MeasureQuery) -> Standing:
    """Add up all measures that are asked for, by status."""
    asked = _asked(query, by_walk=False)
    if asked is None:
        return Standing()
    rows = connection.execute(_SUMS.format(index=asked.index, where=asked.where), asked.values).fetchall()
    return Standing({MeasureStatus(status): _tally(rest) for status, *rest in rows})


def overdue(connection: Connection, day: date, mine: str, who: tuple[str, ...], limit: int) -> tuple[MeasureLine, ...]:
    """Open measures whose deadline is before `day`, the longest overdue first; `mine` narrows to an ambassador."""
    of_visit = "JOIN r_visit AS v ON v.id = m.visit_id " if mine else ""
    asked = _OVERDUE.format(of_visit=of_visit, mine=mine)
    rows = connection.execute(asked, (day.isoformat(), *who, limit)).fetchall()
    found = pages.details(connection, pages.MEASURES, [int(one) for (one,) in rows])
    return tuple(pages.measure_line(one) for one in found)


def _asked(query: MeasureQuery, *, by_walk: bool = True) -> _Asked | None:
    """Put a query into SQL; None where its words are no words. `by_walk`: the order of the list can use an index."""
    match = match_of(query.text)
    if query.text.strip() and not match:
        return None
    narrow = query.site_id is not None or query.visit_id is not None
    # `NOT deleted` is the same in a form that SQLite uses no index for.
    conditions, values = ["NOT m.deleted AND m.shown" if narrow else "m.deleted = 0 AND m.shown = 1"], []
    for name, value in _equals(query).items():
        conditions.append(f"m.{name} = ?")
        values.append(value)
    if query.overdue_on is not None:
        conditions.append(f"m.deadline < ? AND m.status NOT IN ({_CLOSED})")
        values.append(query.overdue_on.isoformat())
    if match:
        conditions.append("m.row IN (SELECT rowid FROM f_measure WHERE f_measure MATCH ?)")
        values.append(match)
    plain = by_walk and query.order is MeasureOrder.NEWEST and not (match or query.area or query.overdue_on)
    return _Asked(" AND ".join(conditions), tuple(values), "" if narrow or plain else _WIDE_INDEX)


def _equals(query: MeasureQuery) -> dict[str, object]:
    asked: dict[str, object | None] = {
        "site_id": query.site_id,
        "visit_id": query.visit_id,
        "status": query.status,
        "area": query.area or None,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _order(query: MeasureQuery) -> str:
    if query.order is MeasureOrder.NEWEST:
        return "m.row" if query.downwards else "m.row DESC"
    by = _BY[query.order]
    return f"{by} IS NULL, {by}{' DESC' if query.downwards else ''}, m.row DESC"


_BOTH: Final = "kwh IS NOT NULL AND verified_kwh IS NOT NULL"
_PRICED: Final = "kwh IS NOT NULL AND investment_dkk IS NOT NULL"
_SUMS: Final = (
    "SELECT status, count(*), count(kwh), total(kwh), total(dkk), total(co2e_kg), total(investment_dkk), "
    f"count(*) FILTER (WHERE {_PRICED}), total(investment_dkk - subsidy_dkk) FILTER (WHERE {_PRICED}), "
    f"total(dkk) FILTER (WHERE {_PRICED}), "
    "count(verified_kwh), total(verified_kwh), total(verified_dkk), total(verified_co2e_kg), "
    f"count(*) FILTER (WHERE {_BOTH}), "
    + ", ".join(f"total({one}) FILTER (WHERE {_BOTH})" for one in ("kwh", "dkk", "co2e_kg"))
    + ", "
    + ", ".join(f"total(verified_{one}) FILTER (WHERE {_BOTH})" for one in ("kwh", "dkk", "co2e_kg"))
    + " FROM r_measure AS m {index} WHERE {where} GROUP BY status"
)
_OVERDUE: Final = (
    f"SELECT m.row FROM r_measure AS m {_WIDE_INDEX} {{of_visit}}"
    f"WHERE m.deleted = 0 AND m.shown = 1 AND m.deadline < ? AND m.status NOT IN ({_CLOSED}){{mine}} "
    "ORDER BY m.deadline LIMIT ?"
)


def _tally(found: list[Any]) -> Tally:
    count, assessed, kwh, dkk, co2e, investment, priced, net, priced_dkk, verified, *rest = found
    return Tally(
        count=count,
        assessed=assessed,
        promised=Amounts(kwh, dkk, co2e),
        investment_dkk=investment,
        priced=priced,
        net_investment_dkk=net,
        priced_saving_dkk=priced_dkk,
        verified=verified,
        realised=Amounts(*rest[:3]),
        compared=rest[3],
        expected=Amounts(*rest[4:7]),
        reached=Amounts(*rest[7:10]),
    )
