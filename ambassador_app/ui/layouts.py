"""Small functions that lay things out, so that a view reads like what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ambassador_app.ui.context import Look
from ambassador_app.ui.theme import Type


@dataclass(frozen=True, slots=True)
class Gap:
    """A fixed distance between two things."""

    length: int


L = TypeVar("L", bound=QBoxLayout)
Item: TypeAlias = "QWidget | QLayout | Gap | int"
Margins: TypeAlias = "int | tuple[int, int, int, int]"


def column(*items: Item, space: int = 0, margins: Margins = 0) -> QVBoxLayout:
    """Put `items` below each other; a plain number is a stretch of that factor."""
    return _filled(QVBoxLayout(), items, space, margins)


def row(*items: Item, space: int = 0, margins: Margins = 0) -> QHBoxLayout:
    """Put `items` beside each other, centred on the line; a plain number is a stretch of that factor."""
    return _filled(QHBoxLayout(), items, space, margins)


def _filled(layout: L, items: Sequence[Item], space: int, margins: Margins) -> L:
    layout.setSpacing(space)
    set_margins(layout, margins)
    for item in items:
        match item:
            case QWidget():
                layout.addWidget(item)
            case QLayout():
                layout.addLayout(item)
            case Gap(length):
                layout.addSpacing(length)
            case _:
                layout.addStretch(item)
    return layout


def grid(rows: Sequence[Sequence[QWidget | None]], *, space: int = 0) -> QGridLayout:
    """Put `rows` of widgets under each other in common columns; None leaves a place free."""
    layout = QGridLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(space)
    for y, cells in enumerate(rows):
        for x, cell in enumerate(cells):
            if cell is not None:
                layout.addWidget(cell, y, x)
    return layout


def set_margins(layout: QLayout, margins: Margins) -> None:
    """Set the same margin on all sides, or left, top, right, bottom."""
    left, top, right, bottom = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(left, top, right, bottom)


def box(layout: QLayout) -> QWidget:
    """Make a widget of a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def appear(widget: QWidget, wanted: bool) -> None:
    """Show or hide `widget`. One that stands nowhere yet waits for its place: shown now, it would be a window."""
    if wanted and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(wanted)


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class FollowingScrollArea(QScrollArea):
    """Scrolls so that what has the keyboard focus is always seen."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.setWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 24, 48)


class Content(QWidget):
    """What scrolls on a page: as high as it is at its width, not as high as it would be at its narrowest."""

    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        return QSize(hint.width(), 0) if layout is not None and layout.hasHeightForWidth() else hint


def content(layout: QLayout) -> Content:
    """Make what scrolls on a page of a layout."""
    made = Content()
    made.setLayout(layout)
    return made


def scrolled(widget: QWidget) -> QScrollArea:
    """Put `widget` on a page that scrolls up and down and follows the focus."""
    return FollowingScrollArea(widget)


def page(look: Look, *items: Item, width: int = 960) -> QScrollArea:
    """Make a scrolling page of `items`, never wider than is comfortable to read, in the middle of the window."""
    space = look.theme.space
    inner = box(column(*items, 1, space=space.l, margins=(space.xl, space.xl, space.xl, space.xl)))
    inner.setMaximumWidth(look.theme.px(width))
    inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    outer = QHBoxLayout()
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addStretch(1)
    outer.addWidget(inner, 100)
    outer.addStretch(1)
    return scrolled(content(outer))


class Form:
    """Labelled fields below each other: the label above its field, a hint below."""

    def __init__(self, look: Look, *, columns: int = 1) -> None:
        self._theme = look.theme
        self._columns = columns
        self._count = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self._theme.space.l)
        self._grid.setVerticalSpacing(self._theme.space.l)
        for x in range(columns):
            self._grid.setColumnStretch(x, 1)
        self.widget = box(self._grid)

    def add(self, label: str, field: QWidget, *, hint: str = "", span: int = 1) -> QWidget:
        """Add a field under its label. Gives label, field and hint as one widget, to hide it as one."""
        caption = QLabel(label)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setFont(self._theme.font(Type.STRONG))
        caption.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        cell = QVBoxLayout()
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setSpacing(self._theme.space.xs)
        cell.addWidget(caption)
        cell.addWidget(field)
        if hint:
            cell.addWidget(self._hint(hint, field))
        cell.addStretch(1)
        made = box(cell)
        if self._count % self._columns + span > self._columns:
            self._count += self._columns - self._count % self._columns
        self._grid.addWidget(made, self._count // self._columns, self._count % self._columns, 1, span)
        self._count += span
        return made

    def _hint(self, words: str, field: QWidget) -> QLabel:
        hint = QLabel(words)
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setFont(self._theme.font(Type.CAPTION))
        hint.setForegroundRole(hint.foregroundRole())
        hint.setStyleSheet(f"color: {self._theme.colours.muted}")
        hint.setWordWrap(True)
        if not field.accessibleDescription():
            field.setAccessibleDescription(words)
        return hint


class Flow(QLayout):
    """Puts things beside each other and begins a new line where the width ends."""

    def __init__(self, space: int = 0) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        """Height at a width, as long as nothing changes: Qt asks often."""
        self._space = space
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, index: int, widget: QWidget) -> None:
        """Put `widget` at a place among the others."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, area: QRect, *, move: bool) -> int:
        """Put the items line by line, each in the middle of its line; give the height taken."""
        y = area.y()
        for line in self._lines(area.width()):
            height = max(size.height() for _, size in line)
            x = area.x()
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self._space
            y += height + self._space
        return max(y - self._space, area.y()) - area.y()

    def _lines(self, width: int) -> Iterator[list[tuple[QLayoutItem, QSize]]]:
        line: list[tuple[QLayoutItem, QSize]] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), width) if width > 0 else hint.width(), hint.height())
            if line and taken + size.width() > width:
                yield line
                line, taken = [], 0
            line.append((item, size))
            taken += size.width() + self._space
        if line:
            yield line
