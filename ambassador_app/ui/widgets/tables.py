"""Lists of records: fetched page by page as they are scrolled to, so that 100,000 rows are as quick as ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTableView, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets.columns import Column as Column  # noqa: PLC0414 - screens find it here

PAGE_SIZE: Final = 100
_KEPT_PAGES: Final = 40
_ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
_NO_PARENT: Final = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class Page(Protocol):
    """What `fetch` gives: some rows, and how many there are in all."""

    @property
    def lines(self) -> Sequence[Any]: ...

    @property
    def total(self) -> int: ...


Fetch = Callable[[int, int], Page]


class RowsModel(QAbstractTableModel):
    """Rows by columns. A row that is not here yet is asked for by `wanted`, and drawn as an ellipsis meanwhile."""

    wanted = Signal(int)

    def __init__(self, look: Look, columns: Sequence[Column]) -> None:
        super().__init__()
        self._look = look
        self.columns = tuple(columns)
        self.total = 0
        self._pages: dict[int, Sequence[Any]] = {}

    def row(self, number: int) -> object | None:
        """Give the record of a row, or None if it is not here yet."""
        page = self._pages.get(number // PAGE_SIZE)
        inside = number % PAGE_SIZE
        return page[inside] if page is not None and inside < len(page) else None

    def set_all(self, rows: Sequence[Any]) -> None:
        """Show rows that are all here."""
        self.beginResetModel()
        self.total = len(rows)
        self._pages = {n: rows[n * PAGE_SIZE : (n + 1) * PAGE_SIZE] for n in range(-(-len(rows) // PAGE_SIZE))}
        self.endResetModel()

    def set_first(self, rows: Sequence[Any], total: int) -> None:
        """Begin anew with the first page. The number of rows unchanged, selection and place stay."""
        if total == self.total:
            self._pages = {0: rows}
            self._redraw(0, total - 1)
            return
        self.beginResetModel()
        self._pages, self.total = {0: rows}, total
        self.endResetModel()

    def set_page(self, number: int, rows: Sequence[Any]) -> None:
        """Take in a page that was asked for; the ones asked for longest ago are let go."""
        self._pages[number] = rows
        while len(self._pages) > _KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))
        self._redraw(number * PAGE_SIZE, min((number + 1) * PAGE_SIZE, self.total) - 1)

    def _redraw(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self.total

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        return self._look.theme.font(Type.CAPTION) if role == Qt.ItemDataRole.FontRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == Qt.ItemDataRole.FontRole:
            return self._look.theme.font(Type.TABULAR) if column.numeric else None
        record = self.row(index.row())
        if record is None:
            if role == Qt.ItemDataRole.DisplayRole:
                self.wanted.emit(index.row() // PAGE_SIZE)
                return _ELLIPSIS
            return None
        return self._of_record(record, column, role)

    def _of_record(self, record: object, column: Column, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(record)
            case Qt.ItemDataRole.ForegroundRole:
                return self._look.theme.colour(column.tone(record) or "text") if column.tone else None
            case Qt.ItemDataRole.DecorationRole:
                return self._look.theme.icon(column.icon(record), "muted") if column.icon else None
            case Qt.ItemDataRole.AccessibleTextRole:
                # A screen reader says the column too, or a lone "12" would mean nothing.
                return f"{column.title}: {column.text(record)}"
        return None


class _View(QTableView):
    """A table that is walked row by row; Enter opens."""

    opened = Signal(int)
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Tab:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class RowsTable(QWidget):
    """A list whose rows are all here."""

    activated = Signal(object)
    selected = Signal(object)
    counted = Signal(int)
    sorted_by = Signal(str, bool)

    def __init__(self, look: Look, columns: Sequence[Column], *, name: str, row_height: int = 0) -> None:
        super().__init__()
        self._look = look
        self.model = RowsModel(look, columns)
        self.table = _View()
        self._empty: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self.setAccessibleName(name)
        self._set_up(name, row_height or look.theme.row)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        self.table.selectionModel().selectionChanged.connect(self._select)
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.setFocusProxy(self.table)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.model.set_all(rows)
        self._count(len(rows))

    def current_row(self) -> object | None:
        """Give the record that is selected."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def select(self, number: int) -> None:
        """Select a row and scroll to it."""
        self.table.setCurrentIndex(self.model.index(number, 0))
        self.table.scrollTo(self.model.index(number, 0))

    def set_empty(self, shown: QWidget) -> None:
        """Show this where there are no rows."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = shown
        self._stack.addWidget(shown)
        self._count(self.model.total)

    def _set_up(self, name: str, row_height: int) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setAccessibleName(name)
        table.setFont(self._look.theme.font(Type.BODY))
        table.setIconSize(QSize(self._look.theme.px(18), self._look.theme.px(18)))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(row_height)
        header.setHighlightSections(False)
        header.setSectionsClickable(any(column.sort for column in self.model.columns))
        header.setMinimumSectionSize(self._look.theme.px(56))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        # The view's own size, not the page's: behind an empty state it is resized only when it is shown.
        self.table.resized.connect(lambda: QTimer.singleShot(0, self, self._fit))
        self._fit()

    def _fit(self) -> None:
        """Give the columns without a width what the others leave."""
        px, columns = self._look.theme.px, self.model.columns
        fixed = sum(px(column.width) for column in columns)
        open_ones = [i for i, column in enumerate(columns) if not column.width]
        room = max(self.table.viewport().width() - fixed, 0)
        for i, column in enumerate(columns):
            share = room // len(open_ones) if i in open_ones else px(column.width)
            self.table.setColumnWidth(i, max(share, px(100)) if i in open_ones else share)

    def _count(self, total: int) -> None:
        shown = self._empty if self._empty is not None and total == 0 else self.table
        self._stack.setCurrentWidget(shown)
        self.counted.emit(total)

    def _open(self, number: int) -> None:
        record = self.model.row(number)
        if record is not None:
            self.activated.emit(record)

    def _select(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.selected.emit(self.current_row() if self.table.selectionModel().hasSelection() else None)

    def _sort(self, section: int) -> None:
        column, header = self.model.columns[section], self.table.horizontalHeader()
        if column.sort:
            header.setSortIndicatorShown(True)
            downwards = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            self.sorted_by.emit(column.sort, downwards)


class PagedTable(RowsTable):
    """A list whose rows are fetched on the store's thread when they come into view."""

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        columns: Sequence[Column],
        *,
        name: str,
        fetch: Fetch,
        row_height: int = 0,
    ) -> None:
        super().__init__(look, columns, name=name, row_height=row_height)
        self._tasks = tasks
        self._fetch = fetch
        self._round = 0
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        # Rows that are only scrolled past are not fetched: what is in view when the wheel rests, is.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(15)
        self._rest.timeout.connect(self._ask)
        self.model.wanted.connect(self._want)
        self.reload()

    def set_fetch(self, fetch: Fetch) -> None:
        """Show what another question finds."""
        self._fetch = fetch
        self.reload()

    def reload(self) -> None:
        """Ask again; what is shown stays until the answer is here."""
        self._round += 1
        self._asked, self._wanted = {0}, []
        fetch, number = self._fetch, self._round
        self._tasks.run(
            lambda: fetch(0, PAGE_SIZE),
            owner=self,
            then=lambda page: self._begin(page, number),
            latest="first page",
        )

    def _begin(self, page: Page, number: int) -> None:
        if number == self._round:
            self.model.set_first(page.lines, page.total)
            self._count(page.total)

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._wanted.append(page)
            if not self._rest.isActive():
                self._rest.start()

    def _ask(self) -> None:
        """Ask for the pages in view, the last wanted first, and forget those that have gone out of view again."""
        first = max(self.table.rowAt(0), 0) // PAGE_SIZE
        below = self.table.rowAt(self.table.viewport().height() - 1)
        last = (below if below >= 0 else self.model.total - 1) // PAGE_SIZE
        wanted, self._wanted = set(self._wanted), []
        for page in sorted(wanted):
            if first <= page <= last and page not in self._asked:
                self._ask_for(page)

    def _ask_for(self, page: int) -> None:
        self._asked.add(page)
        fetch, number = self._fetch, self._round
        self._tasks.run(
            lambda: fetch(page * PAGE_SIZE, PAGE_SIZE), owner=self, then=lambda found: self._take(page, found, number)
        )

    def _take(self, page: int, found: Page, number: int) -> None:
        if number == self._round:
            self._asked.discard(page)
            self.model.set_page(page, found.lines)
