"""Pages of long lists: an index alone finds the rows of a page, then only these are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.lists import CompanyLine, MeasureLine, VisitLine
from ambassador_app.domain.measure import MeasureStatus, Suggestion
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import VisitKind, VisitStatus
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.folding import match_of

Found = Sequence[Any]
"""A row as SQLite gives it."""


_NARROW: Final = frozenset({"site_id", "visit_id"})
"""Columns that leave so few rows that their own index finds them best."""

_BY_ROW: Final = {
    "site": "ix_r_site_row_deleted_kind_sort",
    "visit": "ix_r_visit_row_deleted_status_responsible_moment",
}
"""The index that holds all that choosing and ordering asks of a row, so that no row need be read for it."""


def page_rows(
    connection: Connection, kind: str, text: str, *, order: str, equals: dict[str, object], offset: int, limit: int
) -> tuple[list[int], int]:
    """The rows of one page, in order, and how many there are in all. `equals` are columns; None is not asked for."""
    asked = {name: value for name, value in equals.items() if value is not None}
    match = match_of(text)
    if text.strip() and not match:
        return [], 0
    matches = _matches(connection, kind, match) if match else None
    if matches == 0:
        return [], 0
    values: list[object] = list(asked.values())
    index, live = "", "deleted = 0"
    if asked.keys() & _NARROW:
        live = "NOT deleted"  # the same, in a form that SQLite uses no index for
    elif match:
        index = f"INDEXED BY {_BY_ROW[kind]}"
    where = live + "".join(f' AND "{name}" = ?' for name in asked)
    if match:
        where += f" AND row IN (SELECT rowid FROM f_{kind} WHERE f_{kind} MATCH ?)"
        values.append(match)
    total = matches
    if total is None or asked:
        total = connection.execute(f"SELECT count(*) FROM r_{kind} {index} WHERE {where}", tuple(values)).fetchone()[0]
    rows = connection.execute(
        f"SELECT row FROM r_{kind} {index} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (*values, limit, offset)
    ).fetchall()
    return [int(one) for (one,) in rows], int(total)


def rows_beside(
    connection: Connection, visit_id: str, site_id: str, text: str, *, offset: int, limit: int
) -> tuple[list[int], int]:
    """The rows of one page of the visits beside `visit_id`, those of its site first, and how many there are in all."""
    match = match_of(text)
    if text.strip() and not match:
        return [], 0
    words, given = (" AND row IN (SELECT rowid FROM f_visit WHERE f_visit MATCH ?)", (match,)) if match else ("", ())
    # Few visits are of one site, so that one is read whole; the walk along all others never sorts them.
    of_site = connection.execute(
        f"SELECT row, id FROM r_visit WHERE site_id = ? AND NOT deleted{words} ORDER BY moment DESC, row DESC",
        (site_id, *given),
    ).fetchall()
    near = [int(row) for row, identifier in of_site if identifier != visit_id]
    every = f"SELECT count(*) FROM r_visit WHERE deleted = 0{words}"
    total = _matches(connection, "visit", match) if match else connection.execute(every).fetchone()[0]
    first = near[offset : offset + limit]
    # By their rows, not by their site: these stand in the index that the walk goes along.
    known = ", ".join(str(int(row)) for row, _ in of_site)
    far = connection.execute(
        f"SELECT row FROM r_visit WHERE deleted = 0 AND row NOT IN ({known}){words} ORDER BY moment DESC, row DESC "
        "LIMIT ? OFFSET ?",
        (*given, limit - len(first), max(0, offset - len(near))),
    ).fetchall()
    return [*first, *(int(one) for (one,) in far)], int(total) - len(of_site) + len(near)


def _matches(connection: Connection, kind: str, match: str) -> int:
    """How many records have the words; removed ones are in no index."""
    return int(connection.execute(f"SELECT count(*) FROM f_{kind} WHERE f_{kind} MATCH ?", (match,)).fetchone()[0])


def details(connection: Connection, asked: str, rows: Sequence[int]) -> list[Found]:
    """Read the given rows with `asked`, which has a place `{rows}` and gives the row number first; in their order."""
    if not rows:
        return []
    found = connection.execute(asked.format(rows=", ".join("?" * len(rows))), tuple(rows)).fetchall()
    by_row = {one[0]: one for one in found}
    return [by_row[one] for one in rows if one in by_row]


COMPANIES: Final = """
SELECT s.row, s.id, s.name, s.kind, o.name, o.cvr, s.p_number, s.line, s.city, c.step, v.moment, v.status,
       o.advertising_protected, s.ended
FROM r_site AS s
LEFT JOIN r_organisation AS o ON o.id = s.organisation_id AND NOT o.deleted
LEFT JOIN r_case AS c ON c.row = (SELECT max(row) FROM r_case WHERE site_id = s.id AND NOT deleted)
LEFT JOIN r_visit AS v ON v.row = (
    SELECT row FROM r_visit WHERE site_id = s.id AND NOT deleted AND status <> 'cancelled' ORDER BY moment DESC LIMIT 1)
WHERE s.row IN ({rows})"""

VISITS: Final = """
SELECT v.row, v.id, v.site_id, s.name, s.line, v.kind, v.status, v.body ->> 'planned_at', v.body ->> 'started_at',
       v.responsible, v.follow_up_on,
       (SELECT count(*) FROM r_measure WHERE visit_id = v.id AND NOT deleted AND shown AND status <> 'discarded'),
       (SELECT count(*) FROM r_finding WHERE visit_id = v.id AND NOT deleted),
       (SELECT coalesce(sum(answered), 0) FROM r_section WHERE visit_id = v.id AND NOT deleted),
       (SELECT count(*) FROM r_attachment WHERE visit_id = v.id AND NOT deleted AND kind = 'photo')
FROM r_visit AS v LEFT JOIN r_site AS s ON s.id = v.site_id AND NOT s.deleted
WHERE v.row IN ({rows})"""

MEASURES: Final = """
SELECT m.row, m.id, m.visit_id, m.site_id, m.title, s.name, m.status, m.suggestion, m.kwh, m.dkk, m.co2e_kg,
       m.investment_dkk, m.payback, m.deadline, m.area, m.body ->> 'owner', m.verified_kwh, m.verified_dkk,
       m.verified_co2e_kg
FROM r_measure AS m LEFT JOIN r_site AS s ON s.id = m.site_id AND NOT s.deleted
WHERE m.row IN ({rows})"""


def company_line(found: Found) -> CompanyLine:
    """A row of `COMPANIES`."""
    _, site_id, name, kind, organisation, cvr, p_number, line, city, step, last, status, protected, ended = found
    return CompanyLine(
        site_id=site_id,
        name=name,
        kind=SiteKind(kind),
        organisation=organisation or "",
        cvr=cvr or "",
        p_number=p_number or "",
        address=line or "",
        city=city or "",
        step=CaseStep(step) if step else None,
        last_visit=moment(last),
        last_status=VisitStatus(status) if status else None,
        advertising_protected=bool(protected),
        ended=bool(ended),
    )


def visit_line(found: Found) -> VisitLine:
    """A row of `VISITS`."""
    _, visit_id, site_id, site, line, kind, status, planned, started, responsible, follow_up, *counts = found
    return VisitLine(
        visit_id=visit_id,
        site_id=site_id,
        site=site or "",
        address=line or "",
        kind=VisitKind(kind),
        status=VisitStatus(status),
        planned_at=moment(planned),
        started_at=moment(started),
        responsible=responsible or "",
        follow_up_on=day(follow_up),
        measures=counts[0],
        findings=counts[1],
        answered=counts[2],
        photos=counts[3],
    )


def measure_line(found: Found) -> MeasureLine:
    """A row of `MEASURES`."""
    _, measure_id, visit_id, site_id, title, site, status, suggestion, kwh, dkk, co2e, *rest = found
    investment, payback, due, area, owner, *verified = rest
    return MeasureLine(
        measure_id=measure_id,
        visit_id=visit_id,
        site_id=site_id,
        title=title,
        site=site or "",
        status=MeasureStatus(status),
        suggestion=Suggestion(suggestion) if suggestion else None,
        kwh=kwh,
        dkk=dkk,
        co2e_kg=co2e,
        investment_dkk=investment,
        payback=payback_of(payback),
        deadline=day(due),
        area=area or "",
        owner=owner or "",
        verified_kwh=verified[0],
        verified_dkk=verified[1],
        verified_co2e_kg=verified[2],
    )


def moment(text: str | None) -> datetime | None:
    """A moment kept as text."""
    return datetime.fromisoformat(text) if text else None


def day(text: str | None) -> date | None:
    """A day kept as text."""
    return date.fromisoformat(text) if text else None


def payback_of(text: str | None) -> float | Payback:
    """Years, or why there are none."""
    if text is None:
        return Payback.UNKNOWN
    return Payback(text) if text in set(Payback) else float(text)
