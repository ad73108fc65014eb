"""Shows the day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens.today.model import EMPTY, Board, Line, TodayModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card, EmptyState


def build(context: UiContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return TodayView(context, TodayModel(context.session, context.tasks, context.translator))


class TodayView(Screen):
    """The day, the week, and what waits."""

    def __init__(self, context: UiContext, model: TodayModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        tr = context.translator.tr
        self.set_title(tr("Today"))
        self.greeting = labels.title(context, "")
        self.day = labels.muted(context, "")
        self.lists: QVBoxLayout = column(space=context.theme.space.l)
        plan = buttons.primary(context, tr("Plan a visit"), partial(context.navigate, "companies"), icon="calendar")
        words = box(column(self.greeting, self.day))
        head = row(words, plan, space=context.theme.space.m)
        head.setStretchFactor(words, 1)
        self.setLayout(column(layouts.page(context, head, self.lists, width=880)))
        model.board_changed.connect(self._show)
        model.refresh()

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""
        self.model.heard(changes)

    def shown(self) -> None:
        """Days go by while a window is open."""
        self.model.refresh()

    def _show(self, board: Board) -> None:
        self.greeting.setText(board.greeting)
        self.day.setText(board.day)
        clear(self.lists)
        for heading, lines in board.lists:
            self.lists.addWidget(self._card(heading, lines))
        if not board.lists:
            self.lists.addWidget(self._empty(board))

    def _card(self, heading: str, lines: tuple[Line, ...]) -> Card:
        card = Card(self.context, heading)
        card.body.setSpacing(0)
        for line in lines:
            card.add(VisitRow(self.context, line))
        return card

    def _empty(self, board: Board) -> QWidget:
        tr = self.context.translator.tr
        if board.has_companies:
            go = (tr("Find a company"), partial(self.context.navigate, "companies"))
            return EmptyState(self.context, "calendar", tr(EMPTY), go)
        return EmptyState(
            self.context,
            "import",
            tr("Start by taking your companies in."),
            (tr("Import companies"), partial(self.context.navigate, "import_companies")),
            hint=tr("A list from CVR, or any Excel or CSV list with names, CVR- or P-numbers."),
        )


class VisitRow(QFrame):
    """A row that opens its visit or measure by click, Enter or space."""

    def __init__(self, context: UiContext, line: Line) -> None:
        super().__init__()
        visit, measure = ("visit", line.visit_id), ("measure", line.measure_id)
        self._open = partial(
            context.navigate, *((line.opens,) if line.opens else measure if line.measure_id else visit)
        )
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(", ".join(part for part in (line.when, line.title, line.detail) if part))
        self.setMinimumHeight(context.theme.touch)
        when: QLabel = labels.strong(context, line.when)
        when.setMinimumWidth(context.theme.px(150))
        title = labels.strong(context, line.title)
        detail = labels.caption(context, line.detail)
        space = context.theme.space
        arrow = QLabel()
        arrow.setPixmap(context.theme.pixmap("chevron-right", 20, "muted"))
        late = (labels.Badge(context, context.translator.tr("Late"), tone="warning"),) if line.late else ()
        self.setLayout(
            row(
                when,
                column(title, detail),
                1,
                *late,
                arrow,
                space=space.m,
                margins=(space.s, space.s, space.s, space.s),
            )
        )

    def mouseReleaseEvent(self, event: object) -> None:
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)
