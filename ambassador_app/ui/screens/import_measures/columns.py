"""What each column of the list holds and in which unit: guessed, and changeable."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import clear, column, row
from ambassador_app.ui.screens.import_measures.model import ColumnLine, ImportMeasuresModel, Step
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.importing import shortened

_WIDE: Final = 960


class ColumnsPage(QWidget):
    """A line for each column: its heading and values, what it holds, the unit, and a question where there is one."""

    def __init__(self, context: UiContext, model: ImportMeasuresModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.file_line = labels.heading(context, "")
        self.sheet = Select(context, (), name=tr("Sheet"))
        self.sheet.setMinimumWidth(context.theme.px(200))
        self.sheet.chosen.connect(model.choose_sheet)
        self.hint = Banner(context, "warning", "")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(space.xs)
        self.line_widgets: list[ColumnRow] = []
        card = Card(context)
        card.add(self.lines)
        intro = labels.muted(
            context,
            tr("Check what each column holds. A column that is left out is not taken."),
        )
        self.next = buttons.primary(context, tr("Check the list"), model.check)
        back = buttons.secondary(context, tr("Choose another list"), partial(model.go, Step.FILE))
        head = row(self.file_line, self.sheet, space=space.m)
        foot = row(back, 1, self.next, space=space.m, margins=(space.xl, space.s, space.xl, space.l))
        self.setLayout(column(layouts.page(context, head, intro, self.hint, card, width=1080), foot))
        model.columns_changed.connect(self._show)

    def _show(self, found: tuple[ColumnLine, ...]) -> None:
        model = self._model
        self.file_line.setText(model.file_line)
        sheets = model.sheets()
        self.sheet.setVisible(bool(sheets))
        self.sheet.set_choices(sheets)
        self.sheet.set_value(model.sheet)
        headings = [line.heading for line in found]
        if headings != [one.heading for one in self.line_widgets]:
            self._build(found)
        for line, widget in zip(found, self.line_widgets, strict=True):
            widget.show_line(line)
        hint = model.hint()
        self.hint.set_text(hint)
        self.next.setEnabled(not hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self._context.theme.px(_WIDE)
        for one in self.line_widgets:
            one.set_narrow(narrow)

    def _build(self, found: tuple[ColumnLine, ...]) -> None:
        clear(self.lines)
        self.line_widgets = [ColumnRow(self._context, self._model, line) for line in found]
        for one in self.line_widgets:
            self.lines.addWidget(one)
        self._fit()


class ColumnRow(QWidget):
    """One column of the list."""

    def __init__(self, context: UiContext, model: ImportMeasuresModel, line: ColumnLine) -> None:
        super().__init__()
        self.heading = line.heading
        theme, tr = context.theme, context.translator.tr
        self.field = Select(context, model.fields(), name=line.heading)
        self.field.setFixedWidth(theme.px(264))
        self.field.chosen.connect(partial(model.choose, line.at))
        self.unit = Select(context, (), name=tr("Unit of {column}", column=line.heading))
        self.unit.setFixedWidth(theme.px(156))
        self.unit.chosen.connect(partial(model.choose_unit, line.at))
        self.mark = Select(context, (), name=tr("Decimal mark of {column}", column=line.heading))
        self.mark.setFixedWidth(theme.px(184))
        self.mark.chosen.connect(partial(model.choose_mark, line.at))
        values = labels.caption(context, shortened(line.values, 56))
        values.setToolTip(line.values)
        heading = labels.strong(context, shortened(line.heading, 44))
        heading.setToolTip(line.heading)
        policy = self.unit.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.unit.setSizePolicy(policy)
        self._words = column(heading, values)
        self._selects = row(1, self.mark, self.unit, self.field, space=theme.space.m)
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, theme.space.xs, 0, theme.space.xs)
        self._lines.setHorizontalSpacing(theme.space.m)
        self._lines.setVerticalSpacing(theme.space.xs)
        self._lines.setColumnStretch(0, 1)
        self._lines.addLayout(self._words, 0, 0)
        self._lines.addLayout(self._selects, 0, 1)

    def set_narrow(self, narrow: bool) -> None:
        """Put what is chosen below the heading where the window has no room beside it."""
        self._lines.removeItem(self._selects)
        self._lines.addLayout(self._selects, 1 if narrow else 0, 0 if narrow else 1)

    def show_line(self, line: ColumnLine) -> None:
        """Show what is chosen for the column now."""
        self.field.set_value(line.field)
        self._show(self.unit, line.units, line.unit)
        self._show(self.mark, line.marks, line.mark)

    def _show(self, select: Select, choices: tuple[tuple[str, str], ...], value: str) -> None:
        select.set_choices(choices)
        select.set_value(value)
        select.setVisible(bool(choices))
