"""What lists, search and the Today screen ask of the database; fast at 100,000 rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from ambassador_app.domain.follow_up import Standing
from ambassador_app.domain.lists import (
    ActionLine,
    CompanyLine,
    Hit,
    JournalLine,
    MeasureLine,
    MeasureQuery,
    Page,
    TodayBoard,
    VisitLine,
)
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.records import Json
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.storage import measure_list, pages, searching
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.rows import read_json
from ambassador_app.storage.transaction import Reader

STALE: Final = timedelta(days=7)
"""How long a visit may be under way before it is asked after."""

_BOARD_LIMIT: Final = 200


class Library:
    """Questions to the database; each is answered from one consistent state, on any thread."""

    def __init__(self, reader: Callable[[], Reader]) -> None:
        self._reader: Final = reader

    def companies(
        self, text: str = "", *, kind: SiteKind | None = None, offset: int = 0, limit: int = 100
    ) -> Page[CompanyLine]:
        """Sites by name in Danish order; `text` is what their name, address, number or organisation must have."""
        with self._reader() as reader:
            rows, total = pages.page_rows(
                reader.connection, "site", text, order="sort", equals={"kind": kind}, offset=offset, limit=limit
            )
            found = pages.details(reader.connection, pages.COMPANIES, rows)
        return Page(tuple(pages.company_line(one) for one in found), total, offset)

    def visits(
        self,
        text: str = "",
        *,
        status: VisitStatus | None = None,
        responsible: str | None = None,
        site_id: str | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> Page[VisitLine]:
        """Visits, the latest first; `text` is looked for in their words and their site's name and address."""
        equals: dict[str, object] = {"status": status, "responsible": responsible, "site_id": site_id}
        with self._reader() as reader:
            rows, total = pages.page_rows(
                reader.connection,
                "visit",
                text,
                order="moment DESC, row DESC",
                equals=equals,
                offset=offset,
                limit=limit,
            )
            found = pages.details(reader.connection, pages.VISITS, rows)
        return Page(tuple(pages.visit_line(one) for one in found), total, offset)

    def visits_by_template(self) -> dict[str, int]:
        """How many visits use each version of a checklist, by its hash; those not begun are left out."""
        with self._reader() as reader:
            counted = reader.connection.execute(
                "SELECT json_extract(body, '$.checklist_sha256') AS used, count(*) FROM r_visit WHERE NOT deleted "
                "GROUP BY used HAVING used > ''"
            )
            return {str(used): int(count) for used, count in counted}

    def visits_beside(
        self, visit_id: str, site_id: str, text: str = "", *, offset: int = 0, limit: int = 100
    ) -> Page[VisitLine]:
        """All visits but `visit_id`: those of the site first, then the others, the latest of each first."""
        with self._reader() as reader:
            rows, total = pages.rows_beside(reader.connection, visit_id, site_id, text, offset=offset, limit=limit)
            found = pages.details(reader.connection, pages.VISITS, rows)
        return Page(tuple(pages.visit_line(one) for one in found), total, offset)

    def measures(
        self,
        text: str = "",
        *,
        status: MeasureStatus | None = None,
        site_id: str | None = None,
        visit_id: str | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> Page[MeasureLine]:
        """Measures, the newest first, without open suggestions and dismissed ones."""
        query = MeasureQuery(text, status, site_id=site_id, visit_id=visit_id)
        return self.measure_page(query, offset=offset, limit=limit)

    def measure_page(self, query: MeasureQuery, *, offset: int = 0, limit: int = 100) -> Page[MeasureLine]:
        """The measures that are asked for, in the order asked for; no open suggestions and dismissed ones."""
        with self._reader() as reader:
            return measure_list.page(reader.connection, query, offset=offset, limit=limit)

    def standing(self, query: MeasureQuery) -> Standing:
        """What the measures that are asked for promised and what came of it, by status."""
        with self._reader() as reader:
            return measure_list.standing(reader.connection, query)

    def search(self, text: str, limit: int = 30) -> tuple[Hit, ...]:
        """What holds every typed word as the beginning of one: up to `limit` of each group."""
        with self._reader() as reader:
            return searching.search(reader.connection, text, limit)

    def today(self, now: datetime, responsible: str | None = None) -> TodayBoard:
        """What wants doing, for one ambassador (and what nobody has yet) or for all."""
        local = now.astimezone(COPENHAGEN)
        start = datetime.combine(local.date(), time(), COPENHAGEN)
        tomorrow = datetime.combine(local.date() + timedelta(days=1), time(), COPENHAGEN)
        monday = datetime.combine(local.date() + timedelta(days=7 - local.weekday()), time(), COPENHAGEN)
        day = local.date().isoformat()
        with self._reader() as reader:
            ask = _Board(reader.connection, responsible)
            planned = "deleted = 0 AND status = 'planned' AND moment >= ? AND moment < ?"
            return TodayBoard(
                today=ask.visits(planned, _utc(start), _utc(tomorrow)),
                this_week=ask.visits(planned, _utc(tomorrow), _utc(monday)),
                under_way=ask.visits("deleted = 0 AND status = 'under_way' AND moment >= ?", _utc(now - STALE)),
                stale=ask.visits(_STALE, _utc(now - STALE)),
                follow_ups=ask.visits(_FOLLOW_UP_DUE, day),
                overdue=ask.actions(day),
                overdue_measures=ask.measures(local.date()),
            )

    def history(self, scope: str, limit: int = 500) -> tuple[JournalLine, ...]:
        """What was changed in a visit, the newest first."""
        with self._reader() as reader:
            rows = reader.connection.execute(_HISTORY, (scope, limit)).fetchall()
        return tuple(
            JournalLine(number, action_id, name, datetime.fromisoformat(at), author, kind, record, field, *_both(o, n))
            for number, action_id, name, at, author, kind, record, field, o, n in rows
        )


_STALE: Final = "deleted = 0 AND status = 'under_way' AND (moment < ? OR moment IS NULL)"
_FOLLOW_UP_DUE: Final = (  # written so that the index on the day is used, not the one on `deleted`
    "NOT v.deleted AND follow_up_on <= ? AND status <> 'cancelled' AND NOT EXISTS ("
    "SELECT 1 FROM r_visit AS later WHERE later.site_id = v.site_id AND NOT later.deleted "
    "AND later.status <> 'cancelled' AND later.moment > v.moment)"
)
_HISTORY: Final = (
    "SELECT journal.number, action.id, name, at, author, kind, record_id, field, old, new FROM journal "
    "JOIN action ON action.number = journal.action WHERE scope = ? ORDER BY journal.number DESC LIMIT ?"
)
_ACTIONS: Final = (
    "SELECT a.id, a.visit_id, v.site_id, s.name, a.body ->> 'what', a.body ->> 'owner', a.deadline FROM r_action AS a "
    "JOIN r_visit AS v ON v.id = a.visit_id AND NOT v.deleted LEFT JOIN r_site AS s ON s.id = v.site_id "
    "WHERE NOT a.deleted AND NOT a.done AND a.deadline < ?{mine} ORDER BY a.deadline LIMIT ?"
)


class _Board:
    """The questions of the Today screen, about one ambassador or all."""

    def __init__(self, connection: Connection, responsible: str | None) -> None:
        self._connection: Final = connection
        self._mine: Final = "" if responsible is None else " AND (v.responsible = ? OR v.responsible IS NULL)"
        self._who: Final = () if responsible is None else (responsible,)

    def visits(self, where: str, *values: str) -> tuple[VisitLine, ...]:
        """The visits of that sort, in the order of time."""
        asked = f"SELECT row FROM r_visit AS v WHERE {where}{self._mine} ORDER BY moment LIMIT ?"
        rows = self._connection.execute(asked, (*values, *self._who, _BOARD_LIMIT)).fetchall()
        found = pages.details(self._connection, pages.VISITS, [int(one) for (one,) in rows])
        return tuple(pages.visit_line(one) for one in found)

    def actions(self, day: str) -> tuple[ActionLine, ...]:
        """What should have been done before `day`."""
        values = (day, *self._who, _BOARD_LIMIT)
        rows = self._connection.execute(_ACTIONS.format(mine=self._mine), values).fetchall()
        return tuple(
            ActionLine(action_id, visit_id, site_id, site or "", what, owner or "", pages.day(deadline))
            for action_id, visit_id, site_id, site, what, owner, deadline in rows
        )

    def measures(self, day: date) -> tuple[MeasureLine, ...]:
        """Measures that should have been carried out before `day`."""
        return measure_list.overdue(self._connection, day, self._mine, self._who, _BOARD_LIMIT)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _both(old: str | None, new: str | None) -> tuple[Json, Json]:
    return (read_json(old) if old is not None else None, read_json(new) if new is not None else None)
