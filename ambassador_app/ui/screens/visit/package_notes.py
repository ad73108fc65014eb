"""What the reader of the list should know of the package: what to doubt, what the shown rows come to, and why the
selected measure does not count whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column
from ambassador_app.ui.screens.visit.figures import dkk, kwh, tonnes
from ambassador_app.ui.screens.visit.measure_list import MeasureRow
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Banner, Card

if TYPE_CHECKING:
    from ambassador_app.domain.totals import Totals


class PackageWarnings(QWidget):
    """A banner for each warning of the package."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self.banners: list[Banner] = []
        self._column = column(space=context.theme.space.s)
        self.setLayout(self._column)

    def show_totals(self, totals: Totals) -> None:
        """Say what is to be doubted now."""
        said = [self.context.translator.say(one) for one in totals.package.warnings]
        for words in said[len(self.banners) :]:
            banner = Banner(self.context, "warning", words)
            self.banners.append(banner)
            self._column.addWidget(banner)
        for number, banner in enumerate(self.banners):
            banner.set_text(said[number] if number < len(said) else "")
        self.setVisible(bool(said))


class ShownSums(QWidget):
    """One line: how many of the measures are shown, and what counts of those."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self.line = labels.muted(context, "")
        self.setLayout(column(self.line))

    def show_rows(self, shown: Sequence[MeasureRow], rows: Sequence[MeasureRow]) -> None:
        """Add up what counts of the rows that are shown; nothing is said while all are."""
        translator = self.context.translator
        self.setVisible(len(shown) < len(rows))
        counted = [row.counted for row in shown if row.counted is not None]
        words = (
            translator.tr("{shown} of {all} measures are shown", shown=len(shown), all=len(rows)),
            kwh(translator, sum(one.kwh for one in counted)),
            dkk(translator, sum(one.cost_saving_dkk for one in counted)),
            tonnes(translator, sum(one.co2e_kg for one in counted)),
        )
        self.line.setText(" · ".join(words))


class CountedNote(Card):
    """Why the selected measure counts as it does, and whom it meets."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.context = context
        self.set_tone("info")
        self.name = labels.strong(context, "")
        self.name.setWordWrap(True)
        self.words = labels.body(context, "")
        self.body.setSpacing(context.theme.space.xs)
        self.add(self.name)
        self.add(self.words)
        self.hide()

    def show_row(self, row: MeasureRow | None, rows: Sequence[MeasureRow]) -> None:
        """Explain a row; one that meets nobody and counts whole needs no words."""
        counted = row.counted if row is not None else None
        if row is None or counted is None or not (counted.meetings or counted.limits):
            self.hide()
            return
        named: dict[str, str] = {one.measure.id: f"{one.number} {one.measure.title}" for one in rows}
        translator = self.context.translator
        self.name.setText(f"{row.number} {row.measure.title}")
        said = counted.explain(lambda measure_id: named.get(measure_id, measure_id))
        self.words.setText("\n".join(translator.say(line) for line in said))
        self.setAccessibleName(self.words.text())
        self.show()
