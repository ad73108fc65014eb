"""Shows who opened and took out what on this computer, and saves it as a table."""

from __future__ import annotations

from ambassador_app.domain.access import AccessLine
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import row
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Card, EmptyState
from ambassador_app.ui.widgets.tables import Column, PagedTable
from ambassador_app.wording import LABEL


class AccessLogCard(Card):
    """The log of opening and export. It is read when somebody asks for it."""

    def __init__(self, context: UiContext) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Who opened what"))
        self._context = context
        self.add(
            labels.muted(
                context,
                tr(
                    "This computer notes who opened which company or visit, and who saved, handed over or printed what "
                    "of it, and when; never what it said. A line is kept for twelve months and is not sent anywhere."
                ),
            )
        )
        self.table: PagedTable | None = None
        self.show_button = buttons.secondary(context, tr("Show the log"), self.show_log, icon="eye")
        self.save_button = buttons.secondary(context, tr("Save as CSV …"), self.save, icon="save")
        self.add(row(self.show_button, self.save_button, 1, space=context.theme.space.s))

    def show_log(self) -> None:
        """Show the lines, the newest first; again, to see the newest."""
        if self.table is None:
            self.table = self._made()
            self.add(self.table)
            self.show_button.setText(self._context.translator.tr("Show the newest"))
        else:
            self.table.reload()

    def _made(self) -> PagedTable:
        context, log = self._context, self._context.session.access.log
        tr = context.translator.tr
        columns = (
            Column(tr("Time"), self._time, width=216),
            Column(tr("Who"), lambda one: one.access.by, width=184),
            Column(tr("What"), lambda one: tr(LABEL[one.access.deed]), width=160),
            Column(tr("Company"), self._what),
        )
        table = PagedTable(context, context.tasks, columns, name=tr("Who opened what"), fetch=log.page)
        table.set_empty(EmptyState(context, "clock", tr("Nothing has been noted yet.")))
        table.setFixedHeight(context.theme.px(320))
        return table

    def _time(self, line: AccessLine) -> str:
        return self._context.translator.moment(line.access.at)

    def _what(self, line: AccessLine) -> str:
        translator = self._context.translator
        if not line.access.record_id:
            return translator.tr("Everything on this computer")
        name = line.name or translator.tr("No longer on this computer")
        return f"{name} · {translator.short_day(line.day)}" if line.day else name

    def save(self) -> None:
        """Save the whole log as a table for Excel."""
        context = self._context
        tr, session, language = context.translator.tr, context.session, context.translator.language
        word = tr("access-log")
        name = f"{word}-{session.now().date().isoformat()}.csv"
        target = dialogs.choose_save(context, self, tr("Save as CSV …"), name, ((tr("CSV for Excel"), "*.csv"),))
        if target is not None:
            context.tasks.run(
                lambda: session.access.log.save(target, language),
                owner=self,
                then=lambda written: context.notices.success(tr("Saved as {file}", file=written.name)),
            )
