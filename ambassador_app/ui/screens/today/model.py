"""Reads what wants doing, and says it in lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.lists import ActionLine, MeasureLine, TodayBoard, VisitLine
from ambassador_app.i18n import COPENHAGEN, N_, Translator
from ambassador_app.services import Session
from ambassador_app.services.backups import BackupStatus
from ambassador_app.ui.tasks import Tasks
from ambassador_app.wording import LABEL

if TYPE_CHECKING:
    from ambassador_app.services.print_queue import PrintLine


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: what it is, where, when, and the visit it opens, or the measure, or the screen `opens`."""

    title: str
    detail: str
    when: str
    visit_id: str
    late: bool = False
    measure_id: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """What the screen shows. `lists` are (heading, lines) in order, empty ones left out."""

    greeting: str
    day: str
    lists: tuple[tuple[str, tuple[Line, ...]], ...]
    has_companies: bool
    backup: str
    backup_due: bool


class TodayModel(QObject):
    """The board of today; read again whenever something it shows was touched."""

    board_changed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator

    def refresh(self) -> None:
        """Read anew."""
        self._tasks.run(self._read, owner=self, then=self.board_changed.emit, latest="today")

    def heard(self, changes: Changes) -> None:
        """Read anew if it matters here."""
        if changes.touches("visit", "action", "measure", "site", "report"):
            self.refresh()

    def _read(self) -> Board:
        session = self._session
        now = session.now().astimezone(COPENHAGEN)
        name = session.ambassador().name.split(" ")[0]
        companies = session.companies.page(limit=1).total
        board = self._board(session.today(), now, name, bool(companies), session.backups.status())
        waiting = tuple(self._to_print(one) for one in session.print_queue.waiting())
        lists = (*board.lists, (self._translator.tr("To be printed"), waiting))
        return replace(board, lists=lists) if waiting else board

    def _board(self, found: TodayBoard, now: datetime, name: str, has_companies: bool, backup: BackupStatus) -> Board:
        tr, words = self._translator.tr, self._translator
        lists = (
            (tr("Today"), tuple(self._visit(one, clock=True) for one in found.today)),
            (tr("Under way"), tuple(self._visit(one) for one in found.under_way)),
            (tr("Not handed over for more than a week"), tuple(self._visit(one, late=True) for one in found.stale)),
            (tr("Later this week"), tuple(self._visit(one) for one in found.this_week)),
            (tr("Follow-up is due"), tuple(self._follow_up(one) for one in found.follow_ups)),
            (tr("Overdue next steps"), tuple(self._action(one) for one in found.overdue)),
            (tr("Overdue measures"), tuple(self._measure(one) for one in found.overdue_measures)),
        )
        day = f"{words.weekday(now.date()).capitalize()} {words.day(now.date())}"
        return Board(
            greeting=tr("Good morning, {name}", name=name) if now.hour < 11 else tr("Hello, {name}", name=name),
            day=tr("{day} · week {week}", day=day, week=str(words.week(now.date()))),
            lists=tuple((heading, lines) for heading, lines in lists if lines),
            has_companies=has_companies,
            backup=self._backup(backup),
            backup_due=backup.is_due,
        )

    def _backup(self, status: BackupStatus) -> str:
        if status.last_at is None:
            return self._translator.tr("Not yet backed up")
        return self._translator.tr("Backed up {moment}", moment=status.last_at)

    def _visit(self, one: VisitLine, *, clock: bool = False, late: bool = False) -> Line:
        at = one.started_at or one.planned_at
        when = "" if at is None else self._moment(at, clock=clock)
        kind = self._translator.tr(LABEL[one.kind])
        return Line(one.site, " · ".join(part for part in (kind, one.address) if part), when, one.visit_id, late)

    def _moment(self, at: datetime, *, clock: bool) -> str:
        if clock:
            return self._translator.clock(at)
        day = at.astimezone(COPENHAGEN).date()
        return f"{self._translator.weekday(day)} {self._translator.short_day(day)}"

    def _to_print(self, one: PrintLine) -> Line:
        words = self._translator
        state = words.tr(LABEL[one.job.state])
        detail = " · ".join((words.tr("Edition {number}", number=one.report.revision), state))
        return Line(one.site, detail, self._moment(one.job.asked_at, clock=False), one.visit_id, opens="printing")

    def _follow_up(self, one: VisitLine) -> Line:
        when = self._translator.short_day(one.follow_up_on) if one.follow_up_on else ""
        return Line(one.site, one.address, when, one.visit_id)

    def _action(self, one: ActionLine) -> Line:
        detail = " · ".join(part for part in (one.site, one.owner) if part)
        when = self._translator.short_day(one.deadline) if one.deadline else ""
        return Line(one.what, detail, when, one.visit_id, late=True)

    def _measure(self, one: MeasureLine) -> Line:
        status = self._translator.tr(LABEL[one.status])
        detail = " · ".join(part for part in (one.site, status, one.owner) if part)
        when = self._translator.short_day(one.deadline) if one.deadline else ""
        return Line(one.title, detail, when, one.visit_id, late=True, measure_id=one.measure_id)


EMPTY = N_("There is nothing planned. Plan a visit from a company's page.")
