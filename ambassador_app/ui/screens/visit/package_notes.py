"""What the reader of the list should know of the package: what to doubt, what the shown rows come to, and why the
selected measure does not count whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.sensitivity import sensitivity
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column
from ambassador_app.ui.screens.visit.figures import dkk, kwh, tonnes
from ambassador_app.ui.screens.visit.measure_list import MeasureRow
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.wording import LABEL
from ambassador_app.wording.verdicts import swing_words

if TYPE_CHECKING:
    from ambassador_app.domain.totals import Totals


OWN: Final = "custom"
"""The calculator of measures whose stage and system nobody knows but the one who wrote them."""


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
    """What there is to know of the selected measure: how much of it counts and why, whom it meets, how far its
    payback swings; and for a measure of one's own, where it stands among the others."""

    placed = Signal(str, dict)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.context = context
        self._measure_id = ""
        tr, space = context.translator.tr, context.theme.space
        self.set_tone("info")
        self.name = labels.strong(context, "")
        self.name.setWordWrap(True)
        self.words = labels.body(context, "")
        self.stage = Select(context, _choices(tr("Stage by its area"), Stage, tr), name=tr("Stage"), value="")
        self.system = Select(context, _choices(tr("System by its area"), System, tr), name=tr("System"), value="")
        self.stage.chosen.connect(lambda key: self._place(stage=Stage(key) if key else None))
        self.system.chosen.connect(lambda key: self._place(system=System(key) if key else None))
        line = Flow(space.s)
        for widget in (labels.label(context, tr("It counts as")), self.stage, self.system):
            line.addWidget(widget)
        self.place = box(line)
        self.body.setSpacing(space.xs)
        for item in (self.name, self.words, self.place):
            self.add(item)
        self.hide()

    def show_row(self, row: MeasureRow | None, rows: Sequence[MeasureRow], *, locked: bool = True) -> None:
        """Explain a row; nothing is said of one without figures."""
        self._measure_id = row.measure.id if row is not None else ""
        said = list(self._said(row, rows)) if row is not None else []
        is_own = row is not None and row.measure.calculator == OWN
        self.setVisible(row is not None and bool(said or is_own))
        if row is None:
            return
        self.name.setText(f"{row.number} {row.measure.title}")
        self.words.setText("\n".join(said))
        self.setAccessibleName(self.words.text())
        self.place.setVisible(is_own and not locked)
        self.stage.set_value(row.measure.stage.value if row.measure.stage else "")
        self.system.set_value(row.measure.system.value if row.measure.system else "")

    def _said(self, row: MeasureRow, rows: Sequence[MeasureRow]) -> Iterator[str]:
        translator, found = self.context.translator, row.measure.assessment
        if row.counted is not None:
            named: dict[str, str] = {one.measure.id: f"{one.number} {one.measure.title}" for one in rows}
            yield from map(translator.say, row.counted.explain(lambda measure_id: named.get(measure_id, measure_id)))
        if found is not None:
            yield from _swing(row, Assessment.from_json(found), translator)

    def _place(self, **fields: Stage | System | None) -> None:
        self.placed.emit(self._measure_id, fields)


def _swing(row: MeasureRow, assessment: Assessment, translator: Translator) -> Iterator[str]:
    """Say between what the payback lies when prices or savings are a quarter off."""
    if isinstance(row.payback, Payback):
        return
    found = sensitivity(assessment)
    prices, saving = (swing_words(translator, one, assessment.quality).payback for one in (found.price, found.saving))
    if prices == saving and prices:
        yield translator.tr("Payback if prices or the saving are 25 % off: {both}.", both=prices)
    elif prices and saving:
        yield translator.tr(
            "Payback if prices are 25 % off: {prices}; if the saving is: {saving}.", prices=prices, saving=saving
        )


def _choices(first: str, kind: type[Stage] | type[System], tr: Callable[[str], str]) -> list[tuple[str, str]]:
    return [("", first), *((one.value, tr(LABEL[one])) for one in kind)]
