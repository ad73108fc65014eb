"""Which of the measures are shown: by text, area, payback, status and overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.payback_bands import Band
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, column
from ambassador_app.ui.screens.visit.measure_list import MeasureRow
from ambassador_app.ui.widgets import buttons
from ambassador_app.ui.widgets.choices import Select, Switch
from ambassador_app.ui.widgets.fields import SearchField
from ambassador_app.wording import LABEL, area_label

FROM: Final = 6
"""A shorter list is read faster than it is filtered."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rows must have; empty asks for nothing."""

    text: str = ""
    area: str = ""
    band: str = ""
    status: str = ""
    overlapping: bool = False

    def takes(self, row: MeasureRow) -> bool:
        """Whether a row is shown."""
        measure = row.measure
        words = f"{measure.title} {measure.proposal} {measure.owner}".casefold()
        return (
            all(word in words for word in self.text.casefold().split())
            and self.area in ("", measure.area)
            and self.band in ("", row.band.value)
            and self.status in ("", measure.status.value)
            and (not self.overlapping or (row.counted is not None and bool(row.counted.meetings)))
        )


class MeasureFilters(QWidget):
    """A line of filters; it is there when the list is long enough, or one of them is in use."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr = context.translator.tr
        self.search = SearchField(context, name=tr("Search the measures"), placeholder=tr("Search the measures"))
        self.search.setMinimumWidth(context.theme.px(200))
        self.area = Select(context, [("", tr("All areas"))], name=tr("Area"), value="")
        self.band = Select(context, [("", tr("All paybacks"))], name=tr("Payback"), value="")
        self.status = Select(context, [("", tr("Any status"))], name=tr("Status"), value="")
        self.overlapping = Switch(context, tr("Only overlapping"))
        self.clear = buttons.quiet(context, tr("Show all"), self.show_all)
        self.search.edited.connect(lambda _text: self._change())
        for select in (self.area, self.band, self.status):
            select.chosen.connect(lambda _key: self._change())
        self.overlapping.toggled.connect(lambda _on: self._change())
        flow = Flow(context.theme.space.s)
        for widget in (self.search, self.area, self.band, self.status, self.overlapping, self.clear):
            flow.addWidget(widget)
        self.setLayout(column(flow))
        self.clear.hide()

    def wanted(self) -> Wanted:
        """Give what is asked for."""
        return Wanted(
            self.search.value(),
            self.area.value() or "",
            self.band.value() or "",
            self.status.value() or "",
            self.overlapping.value(),
        )

    def show_rows(self, rows: Sequence[MeasureRow]) -> None:
        """Offer the areas, bands and statuses that there are."""
        tr = self.context.translator.tr
        areas = sorted({row.measure.area for row in rows if row.measure.area}, key=lambda one: tr(area_label(one)))
        self._offer(self.area, tr("All areas"), [(area, tr(area_label(area))) for area in areas])
        bands = {row.band for row in rows}
        self._offer(self.band, tr("All paybacks"), [(one.value, tr(LABEL[one])) for one in Band if one in bands])
        statuses = {row.measure.status for row in rows}
        known = [(one.value, tr(LABEL[one])) for one in MeasureStatus if one in statuses]
        self._offer(self.status, tr("Any status"), known)
        self.setVisible(len(rows) >= FROM or self.wanted() != Wanted())

    def show_all(self) -> None:
        """Ask for nothing."""
        self.search.set_value("", force=True)
        for select in (self.area, self.band, self.status):
            select.set_value("")
        self.overlapping.set_value(False)
        self._change()

    def _offer(self, select: Select, everything: str, choices: list[tuple[str, str]]) -> None:
        select.set_choices([("", everything), *choices])
        if select.value() is None:
            select.set_value("")

    def _change(self) -> None:
        self.clear.setVisible(self.wanted() != Wanted())
        self.changed.emit()
