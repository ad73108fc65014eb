"""Shows the very file: the pages of a PDF, with zoom, search and small pages beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.pdf_drawing import PageDrawer
from ambassador_app.ui.widgets.pdf_find import FindBar, Finder
from ambassador_app.ui.widgets.pdf_pages import PdfPages, pages_of
from ambassador_app.ui.widgets.pdf_sheets import Fit, Sheets
from ambassador_app.ui.widgets.pdf_thumbnails import Thumbnails

_ROOM_FOR_SMALL: Final = 700


class PdfView(QWidget):
    """Pages below each other, as wide as the view at first; Ctrl+F finds, Ctrl and + or the wheel enlarge."""

    page_changed = Signal(int, int)
    opened = Signal()
    failed = Signal()

    def __init__(self, look: Look, tasks: Tasks, name: str) -> None:
        super().__init__()
        self._look, self._tasks, self._name = look, tasks, name
        self._data: bytes | None = None
        self._round = 0
        self._small_wanted: bool | None = None
        tr = look.translator.tr
        self.sheets = Sheets(look, name)
        self.small = Thumbnails(look, tr("Pages"))
        self.finder = Finder(tasks, self)
        self.bar = FindBar(look, self.finder)
        self._drawer = PageDrawer(tasks, (self.sheets, self.small), self)
        self._number = labels.caption(look, "")
        self._mark = labels.Badge(look, tr("The report is being drawn anew …"), "info")
        self._mark.setParent(self)
        self._mark.hide()
        self.trouble = labels.muted(look, tr("This file cannot be shown."))
        self.trouble.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.trouble.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.trouble.hide()
        space = look.theme.space
        across = row(self.small, column(self.trouble, self.sheets), margins=(space.s, 0, 0, space.s))
        across.setStretch(1, 1)
        self.setLayout(column(self._tools(), self.bar, across))
        self.small.hide()
        self.setFocusProxy(self.sheets)
        self.setAccessibleName(name)
        self._connect()

    def _tools(self) -> QWidget:
        look, tr, space = self._look, self._look.translator.tr, self._look.theme.space
        self.pages_button = buttons.icon_button(look, "pages", tr("Page overview"), self._toggle_small)
        self.pages_button.setCheckable(True)
        self.fit_button = buttons.icon_button(look, "fit-page", tr("Whole page"), self._toggle_fit, "Ctrl+9")
        width = buttons.icon_button(look, "fit-width", tr("Fit the width"), self.fit_width, "Ctrl+0")
        larger = buttons.icon_button(look, "zoom-in", tr("Larger"), self.zoom_in, "Ctrl++")
        buttons.press_by(larger, "Ctrl+=")
        tools = (
            buttons.icon_button(look, "search", tr("Find in the report"), self.bar.open_bar, "Ctrl+F"),
            buttons.icon_button(look, "zoom-out", tr("Smaller"), self.zoom_out, "Ctrl+-"),
            larger,
            width,
            self.fit_button,
        )
        margins = (space.s, space.xs, space.m, space.xs)
        return box(row(self.pages_button, self._number, 1, *tools, space=space.xs, margins=margins))

    def _connect(self) -> None:
        self.sheets.page_changed.connect(self._tell_page)
        self.sheets.fit_changed.connect(self._tell_fit)
        self.sheets.pages_wanted.connect(self._drawer.go_on)
        self.sheets.installEventFilter(self)
        self.small.pages_wanted.connect(self._drawer.go_on)
        self.small.page_wanted.connect(self.sheets.show_page)
        self.bar.field.edited.connect(lambda words: self.finder.search(words, max(self.page() - 1, 0)))
        self.bar.closed.connect(self.sheets.setFocus)
        self.finder.found.connect(self._show_found)

    # -- what is shown ----------------------------------------------------------------------------------------
    def set_pdf(self, data: bytes | None) -> None:
        """Show another file at the same place and size; None shows nothing, the same bytes change nothing."""
        if data is not None and data == self._data:
            return
        self._data = data
        self._round += 1
        number = self._round
        if data is None:
            self._take(None, number)
            return
        self._tasks.run_aside(
            lambda: pages_of(data), owner=self, then=lambda pages: self._take(pages, number), label=self._name
        )

    def set_renewing(self, on: bool) -> None:
        """Say over the pages that a newer file is on its way."""
        self._mark.setVisible(on and self.page_count > 0)
        self._place_mark()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self.sheets.page_count

    def page(self) -> int:
        """Give the number of the page in the middle of the view, from 1; 0 without pages."""
        return self.sheets.page()

    def show_page(self, number: int) -> None:
        """Scroll to page `number`, from 1."""
        self.sheets.show_page(number)

    def zoom_in(self) -> None:
        """Make the pages larger."""
        self.sheets.zoom_by(1)

    def zoom_out(self) -> None:
        """Make the pages smaller."""
        self.sheets.zoom_by(-1)

    def fit_width(self) -> None:
        """Make the pages as wide as the view."""
        self.sheets.fit_to(Fit.WIDTH)

    def fit_page(self) -> None:
        """Make the pages so small that a whole one is seen."""
        self.sheets.fit_to(Fit.PAGE)

    def show_small(self, on: bool) -> None:
        """Show or hide the small pages, and keep to it."""
        self._small_wanted = on
        self._arrange()

    # -- inside -----------------------------------------------------------------------------------------------
    def _take(self, pages: PdfPages | None, number: int) -> None:
        if number != self._round:
            return
        unread = pages is None and self._data is not None
        self.trouble.setVisible(unread)
        self.sheets.setVisible(not unread)
        self.sheets.show_pages(pages)
        self.small.show_pages(pages)
        self.small.follow(self.page())
        self._arrange()
        self.finder.set_pages(pages)
        self._drawer.set_pages(pages)
        (self.failed if unread else self.opened).emit()

    def _toggle_small(self) -> None:
        self.show_small(self.small.isHidden())

    def _toggle_fit(self) -> None:
        self.sheets.fit_to(Fit.WIDTH if self.sheets.fit is Fit.PAGE else Fit.PAGE)

    def _arrange(self) -> None:
        """Show the small pages where there is room for them, unless somebody wished otherwise."""
        roomy = self.width() >= self._look.theme.px(_ROOM_FOR_SMALL)
        on = self.page_count > 1 and (roomy if self._small_wanted is None else self._small_wanted)
        self.small.setVisible(on)
        self.pages_button.setChecked(on)
        self.pages_button.setEnabled(self.page_count > 1)

    def _tell_page(self, number: int, total: int) -> None:
        words = self._look.translator.tr("Page {number} of {total}", number=number, total=total) if total else ""
        self._number.setText(words)
        self.small.follow(number)
        self.page_changed.emit(number, total)

    def _tell_fit(self) -> None:
        self.fit_button.setCheckable(True)
        self.fit_button.setChecked(self.sheets.fit is Fit.PAGE)

    def _show_found(self) -> None:
        current = self.finder.current()
        self.sheets.mark(self.finder.by_page(), (current.page, current.boxes) if current is not None else None)
        if current is not None and current.boxes and self.bar.isVisible():
            self.sheets.reveal(current.page, current.boxes[0])

    def _place_mark(self) -> None:
        self._mark.adjustSize()
        space = self._look.theme.space.m
        corner = self.sheets.mapTo(self, QPoint(space, self.sheets.height() - self._mark.height() - space))
        self._mark.move(corner)
        self._mark.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.sheets and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_mark()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
