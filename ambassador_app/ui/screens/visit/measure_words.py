"""The words of a measure: what is done today, what is proposed, what it rests on; and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.calculators.assessment import COSTING_INPUTS
from ambassador_app.domain.measure import INVESTMENT, Measure
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.subsidy import Benefit
from ambassador_app.i18n import N_
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, column, row
from ambassador_app.ui.screens.visit.input_fields import NumberInput
from ambassador_app.ui.screens.visit.subsidy_fields import SubsidyFields
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.choices import ChoiceButtons, ReachToggle
from ambassador_app.ui.widgets.fields import TextArea, TextField
from ambassador_app.wording import LABEL

TEXTS: Final = {
    "current_practice": N_("How it is today"),
    "proposal": N_("What is proposed"),
    "assumptions": N_("What the figures rest on"),
    "benefits": N_("Other benefits"),
    "risks": N_("What to watch"),
}
_COSTING: Final = {"investment": "investment_dkk", "subsidy": "subsidy_dkk", "lifetime": "lifetime_years"}


class CostFields(QWidget):
    """Investment, subsidy, lifetime, where the price is from, and how well the inputs are known."""

    changed = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        tr, space = context.translator.tr, context.theme.space
        self.numbers = {_COSTING[one.name]: NumberInput(context, one) for one in COSTING_INPUTS if one.name in _COSTING}
        for name, number in self.numbers.items():
            number.changed.connect(lambda value, name=name: self._cost(name, value))
        self._context = context
        self._guessed: dict[str, str] = {}
        self.numbers["investment_dkk"].origin.confirmed.connect(self._confirm_investment)
        self.price_source = TextField(
            context, name=tr("Where the price is from"), placeholder=tr("Offer, price list, estimate …")
        )
        self.price_source.edited.connect(lambda text: self.changed.emit({"price_source": text}))
        self.quality = ChoiceButtons(
            context,
            [(one.value, tr(LABEL[one])) for one in DataQuality],
            name=tr("How well are the inputs known?"),
            clearable=False,
        )
        self.quality.chosen.connect(lambda key: self.changed.emit({"quality": DataQuality(key)}))
        form = Form(context)
        form.add(tr("Where the price is from"), self.price_source)
        form.add(tr("How well are the inputs known?"), self.quality)
        investment, subsidy, lifetime = self.numbers.values()
        self.subsidy = SubsidyFields(context)
        self.subsidy.changed.connect(self.changed)
        self.setLayout(column(investment, subsidy, self.subsidy, lifetime, form.widget, space=space.l))

    def _cost(self, name: str, value: object) -> None:
        self.changed.emit({name: 0.0 if name == "subsidy_dkk" and value is None else value})

    def show_measure(self, measure: Measure, lifetime: float | None, source: str, *, read_only: bool) -> None:
        """Show what is kept; `lifetime` is the standard one, with its source."""
        self.numbers["investment_dkk"].show_value(measure.investment_dkk)
        self.numbers["subsidy_dkk"].show_value(measure.subsidy_dkk or None)
        self.numbers["lifetime_years"].show_value(measure.lifetime_years)
        if measure.lifetime_years is None:
            self.numbers["lifetime_years"].show_default(lifetime, source)
        self._show_origins(measure, source)
        self.subsidy.show_measure(measure, read_only=read_only)
        self.price_source.set_value(measure.price_source)
        self.quality.set_value(measure.quality.value)
        self.quality.setEnabled(not read_only)
        for field in self.numbers.values():
            field.set_read_only(read_only)
        self.price_source.set_read_only(read_only)

    def _show_origins(self, measure: Measure, lifetime_source: str) -> None:
        tr = self._context.translator.tr
        investment, lifetime = (self.numbers[name].origin for name in ("investment_dkk", "lifetime_years"))
        self._guessed = dict(measure.guessed)
        if INVESTMENT in measure.guessed:
            investment.show_guess(tr(measure.guessed[INVESTMENT]))
        else:
            investment.show_nothing()
        if measure.lifetime_years is None and lifetime_source:
            lifetime.show_standard(tr(lifetime_source), uncertain=False)
        else:
            lifetime.show_nothing()

    def _confirm_investment(self) -> None:
        left = {name: source for name, source in self._guessed.items() if name != INVESTMENT}
        self.numbers["investment_dkk"].origin.show_nothing()
        self.changed.emit({"guessed": left})


class WordFields(QWidget):
    """The texts that stand in the report, the internal note, and the reach of the whole measure."""

    changed = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        tr = context.translator.tr
        form = Form(context)
        self.texts: dict[str, TextArea] = {}
        self.benefits = ChoiceButtons(
            context, [(one.value, tr(LABEL[one])) for one in Benefit], name=tr("Also good for"), multiple=True
        )
        self.benefits.chosen.connect(
            lambda keys: self.changed.emit({"benefit_tags": tuple(Benefit(key) for key in keys)})
        )
        for name, words in TEXTS.items():
            self.texts[name] = TextArea(context, name=tr(words), lines=2)
            if name == "benefits":
                form.add(tr("Also good for"), self.benefits)
            form.add(tr(words), self.texts[name])
        self.texts["internal_note"] = TextArea(context, name=tr("Internal note"), lines=2)
        self.internal = form.add(
            tr("Internal note"), self.texts["internal_note"], hint=tr("Never stands in the report.")
        )
        for name, field in self.texts.items():
            field.edited.connect(self._telling(name))
        self.reach = ReachToggle(context)
        self.reach.changed.connect(lambda reach: self.changed.emit({"reach": reach}))
        line = row(labels.strong(context, tr("The measure is")), self.reach, 1, space=context.theme.space.s)
        self.setLayout(column(form.widget, line, space=context.theme.space.l))

    def _telling(self, name: str) -> Callable[[str], None]:
        return lambda text: self.changed.emit({name: text})

    def show_measure(self, measure: Measure, *, read_only: bool, to_party: bool) -> None:
        """Show what is kept; nothing internal while the visited party looks on."""
        for name, field in self.texts.items():
            field.set_value(getattr(measure, name))
            field.set_read_only(read_only)
        self.benefits.set_value([one.value for one in measure.benefit_tags])
        self.benefits.setEnabled(not read_only)
        self.internal.setVisible(not to_party)
        self.reach.set_value(measure.reach)
        self.reach.setEnabled(not read_only)
