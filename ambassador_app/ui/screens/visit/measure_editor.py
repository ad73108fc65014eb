"""One measure, whole: inputs to the left, the live result and how it came about to the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ambassador_app.domain.calculators import CALCULATORS, Assessment
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quick_estimates import Found
from ambassador_app.domain.visit import EnergyUse
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, content, row, scrolled
from ambassador_app.ui.screens.visit.measure_inputs import InputsForm
from ambassador_app.ui.screens.visit.measure_prices import PricesCard
from ambassador_app.ui.screens.visit.measure_result import ResultPane
from ambassador_app.ui.screens.visit.measure_words import CostFields, WordFields
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.offers import is_asked_for
from ambassador_app.ui.screens.visit.quick_card import QuickCard
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import TextField

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

_FIGURES = frozenset({"inputs", "investment_dkk", "subsidy_dkk", "lifetime_years", "quality", "qualities", "guessed"})


class MeasureEditor(QWidget):
    """Edits the measure `measure_id`; saved as it is typed, computed as it is typed."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel, measure: Measure, energy: tuple[EnergyUse, ...]) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self.measure_id = measure.id
        self._now = measure
        self.setProperty("help_page", f"measures/{measure.calculator}")
        tr = context.translator.tr
        calculator = CALCULATORS[measure.calculator]
        first = {f"{time}.{one.carrier}" for one in energy for time in ("before", "after")}
        self.inputs = InputsForm(context, calculator, {*first, "before.electricity", "after.electricity", "remarks"})
        self.inputs.changed.connect(lambda inputs: self._change({"inputs": inputs}))
        self.inputs.said.connect(self._change)
        self.quick = QuickCard(context, model, measure.calculator)
        self.quick.taken.connect(self._take_estimate)
        self.costs = CostFields(context)
        self.costs.changed.connect(self._change)
        self.words = WordFields(context)
        self.words.changed.connect(self._change)
        self.title = TextField(context, name=tr("Title of the measure"))
        self.title.edited.connect(lambda text: self._change({"title": text.strip()}) if text.strip() else None)
        self.result = ResultPane(context)
        self.prices = PricesCard(context, model)
        self._build(tr(calculator.title), tr(calculator.note) if calculator.note else "")

    # -- building -----------------------------------------------------------------------------------------------
    def _build(self, method: str, note: str) -> None:
        look, space, tr = self.context, self.context.theme.space, self.context.translator.tr
        back = buttons.icon_button(look, "chevron-left", tr("Back to the measures"), self.close_editor)
        self.remove = buttons.quiet(look, tr("Remove"), self._remove, "trash")
        self.remove.setAccessibleName(tr("Remove the measure"))
        head = row(back, self.title, self.remove, space=space.s, margins=(space.l, space.s, space.l, space.s))
        inputs = Card(look, tr("Inputs: {method}", method=method))
        if note:
            inputs.add(labels.muted(look, note))
        inputs.add(self.inputs)
        costs = Card(look, tr("Money and quality"))
        costs.add(self.costs)
        words = Card(look, tr("Words for the report"))
        words.add(self.words)
        left = scrolled(
            content(column(self.quick, inputs, costs, words, 1, space=space.m, margins=(space.l, 0, space.m, space.l)))
        )
        self.result.add_below_figures(self.prices)
        right = scrolled(content(column(self.result, 1, space=space.m, margins=(0, 0, space.l, space.l))))
        for part in (left, right):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        both = row(left, right)
        both.setStretch(0, 11)
        both.setStretch(1, 10)
        self.setLayout(column(head, both))

    # -- showing ------------------------------------------------------------------------------------------------
    def show_workspace(self, workspace: Workspace, measure: Measure) -> None:
        """Show the measure as it is kept; what is being typed stays."""
        read_only = workspace.locked
        self._now = measure
        self.title.set_value(measure.title)
        self.title.set_read_only(read_only)
        self.remove.setVisible(not read_only)
        self.inputs.show_measure(measure, read_only=read_only)
        self.quick.show_measure(measure, read_only=read_only)
        assessment = Assessment.from_json(measure.assessment) if measure.assessment is not None else None
        economics = assessment.economics if assessment is not None else None
        self.costs.show_measure(
            measure,
            economics.lifetime_years if economics else None,
            economics.lifetime_source if economics else "",
            read_only=read_only,
        )
        self.words.show_measure(measure, read_only=read_only, to_party=self.model.show_mode)
        if assessment is not None:
            self._show_assessment(assessment)
        else:
            self._assess()

    def _show_assessment(self, assessment: Assessment) -> None:
        self.result.show_assessment(assessment)
        self.prices.show_prices(assessment.prices, read_only=self.model.locked)

    def _show_problem(self, error: AmbassadorError) -> None:
        self.result.show_problem(error)
        self.prices.show_prices((), read_only=self.model.locked)

    # -- doing --------------------------------------------------------------------------------------------------
    def _change(self, fields: Mapping[str, Any]) -> None:
        """Keep what was typed; what the figures follow from is computed at once, ahead of the saving."""
        if self.model.locked:
            return
        before = self._now
        self._now = replace(before, **fields)
        if "guessed" not in fields:
            self._now = self._now.without_stale_guesses(before)
        if fields.keys() & _FIGURES:
            self._assess()
        self.model.measures.change(self.measure_id, **fields)

    def _take_estimate(self, found: Found) -> None:
        if not self.model.locked:
            self.model.measures.take_estimate(self.measure_id, found)

    def _assess(self) -> None:
        now, visit_id, session = self._now, self.model.visit_id, self.model.session
        self.model.tasks.run(
            lambda: session.measures.assess(
                visit_id,
                now.calculator,
                now.inputs,
                investment_dkk=now.investment_dkk,
                subsidy_dkk=now.subsidy_dkk,
                lifetime_years=now.lifetime_years,
                quality=now.quality,
                qualities=now.qualities,
                guessed=now.guessed,
            ),
            owner=self,
            then=self._show_assessment,
            failed=self._show_problem,
            latest="assess",
        )

    def _remove(self) -> None:
        self.model.measures.remove(self.measure_id)
        self.closed.emit()

    def enter(self) -> None:
        """Put the focus on the first input that is still to be given, else on the first one."""
        fields = [one for one in self.inputs.fields.values() if not one.isHidden() and one.parentWidget() is not None]
        wanted = next(
            (one for one in fields if is_asked_for(one.entry) and one.entry.name not in self._now.inputs), None
        )
        if wanted is None and fields:
            wanted = fields[0]
        if wanted is not None:
            wanted.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_editor(self) -> None:
        """Go back to the list."""
        self.closed.emit()
