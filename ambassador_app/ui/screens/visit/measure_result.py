"""What a measure comes to: the verdict in words, the figures, and every step of the calculation with its numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ambassador_app.domain.calculators import Assessment, Economics, Origin
from ambassador_app.domain.economics import BR18_LIMIT
from ambassador_app.domain.factors import UsedFactor, UsedPrice
from ambassador_app.domain.quantities import ITEM_NAMES, ITEM_UNITS, DataQuality, Item, Stream
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.visit.figures import dkk, rounded, tonnes
from ambassador_app.ui.screens.visit.measure_band import BandCard
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.wording import LABEL, sentence
from ambassador_app.wording.verdicts import factor_words, irr_words, payback_words, verdict


class ResultPane(QWidget):
    """The live result of one measure. Without an assessment it says what is still missing."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr, space = context.translator.tr, context.theme.space
        self.verdict = labels.label(context, "", Type.HEADING, wrap=True)
        self.badge = labels.Badge(context)
        self.missing = Banner(context, "info", "")
        self.card = Card(context, tr("Result"))
        self._figures = QGridLayout()
        self._figures.setContentsMargins(0, 0, 0, 0)
        self._figures.setHorizontalSpacing(space.m)
        self._figures.setVerticalSpacing(space.xs)
        self._figures.setColumnStretch(0, 1)
        self.card.add(self.verdict)
        self.card.add(row(self.badge, 1))
        self.card.add(self._figures)
        self.warnings = _Lines(context, "warning")
        self.band = BandCard(context)
        self.known = Card(context, tr("What went in"))
        self.guesses = _Lines(context, "warning")
        self.inputs = _Lines(context, "text")
        self.known.add(self.inputs)
        self.known.add(self.guesses)
        self.how = Card(context, tr("How it is computed"))
        self.steps = _Lines(context, "text")
        self.how.add(self.steps)
        self.sources = Card(context, tr("Factors and sources"))
        self.source_lines = _Lines(context, "muted")
        self.sources.add(self.source_lines)
        self._parts = (self.card, self.band, self.known, self.how, self.sources)
        self.setLayout(column(self.missing, self.card, self.warnings, *self._parts[1:], space=space.m))
        self.assessment: Assessment | None = None

    def add_below_figures(self, widget: QWidget) -> None:
        """Put `widget` below the figures and what is said about them."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.indexOf(self.warnings) + 1, widget)

    def show_assessment(self, assessment: Assessment) -> None:
        """Show the figures and how they came about."""
        self.assessment = assessment
        translator = self.context.translator
        self.missing.set_text("")
        for part in self._parts:
            part.show()
        self.band.show_assessment(assessment)
        unsure = [one for one in assessment.inputs if one.quality is DataQuality.C and one.origin is not Origin.GIVEN]
        self.inputs.show_lines([translator.say(one.line()) for one in assessment.inputs if one not in unsure])
        self.guesses.show_lines([translator.say(one.line()) for one in unsure])
        self.verdict.setText(verdict(translator, assessment.economics, assessment.quality))
        self.badge.set(*profitability(translator, assessment))
        self._show_figures(figures_of(translator, assessment))
        self.warnings.show_lines([translator.say(line) for line in assessment.warnings])
        self.steps.show_lines([translator.say(line) for line in assessment.explanation])
        self.source_lines.show_lines(source_words(translator, assessment))

    def show_problem(self, error: AmbassadorError) -> None:
        """Say why there are no figures yet."""
        self.assessment = None
        self.missing.set_text(sentence(error, self.context.translator))
        for part in self._parts:
            part.hide()
        self.warnings.show_lines([])

    def _show_figures(self, figures: list[tuple[str, str]]) -> None:
        for line, (name, value) in enumerate(figures):
            cell = self._figures.itemAtPosition(line, 0)
            if cell is None:
                shown = labels.label(self.context, "", Type.STRONG)
                shown.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._figures.addWidget(labels.label(self.context, "", token="muted", wrap=True), line, 0)
                self._figures.addWidget(shown, line, 1)
            for place, text in enumerate((name, value)):
                self._cell(line, place).setText(text)
                self._cell(line, place).show()
        for line in range(len(figures), self._figures.rowCount()):
            if self._figures.itemAtPosition(line, 0) is not None:
                self._cell(line, 0).hide()
                self._cell(line, 1).hide()

    def _cell(self, line: int, place: int) -> QLabel:
        item = self._figures.itemAtPosition(line, place)
        widget = item.widget() if item is not None else None
        if not isinstance(widget, QLabel):
            raise TypeError(widget)
        return widget


class _Lines(QWidget):
    """Some sentences below each other."""

    def __init__(self, context: UiContext, token: str) -> None:
        super().__init__()
        self.context = context
        self._token = token
        self._labels: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(context.theme.space.s)
        self.hide()

    def show_lines(self, lines: list[str]) -> None:
        """Show these sentences and no others."""
        while len(self._labels) < len(lines):
            made = labels.label(self.context, "", token=self._token, wrap=True)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._labels.append(made)
            self._column.addWidget(made)
        for place, label in enumerate(self._labels):
            label.setText(lines[place] if place < len(lines) else "")
            label.setVisible(place < len(lines))
        self.setVisible(bool(lines))


def profitability(translator: Translator, assessment: Assessment) -> tuple[str, str]:
    """Say whether it is profitable by the building regulations, and in which tone."""
    economics = assessment.economics
    if economics.profitable_br18 is None:
        return "", "neutral"
    factor = economics.profitability_br18
    shown = factor_words(translator, factor, assessment.quality) if factor is not None else ""
    if economics.profitable_br18:
        words = translator.tr("Profitable by BR18 (factor {factor})", factor=shown) if shown else ""
        return words or translator.tr("Profitable by BR18"), "success"
    limit = translator.number(BR18_LIMIT, 2)
    return translator.tr(
        "Not profitable by BR18 (factor {factor}, needs {limit})", factor=shown, limit=limit
    ), "warning"


def figures_of(translator: Translator, assessment: Assessment) -> list[tuple[str, str]]:
    """Give names and values of the figures, those that exist."""
    tr, quality, economics = translator.tr, assessment.quality, assessment.economics
    amounts: dict[Item, float] = dict(assessment.savings_kwh.items())
    amounts |= {
        Stream.ELECTRICITY_EXPORT: assessment.electricity_export_kwh,
        Stream.WATER: assessment.water_m3,
        Stream.DIESEL: assessment.diesel_l,
        Stream.PETROL: assessment.petrol_l,
    }
    found = [_amount(translator, item, value, quality) for item, value in amounts.items() if value]
    found += [
        (tr("Saving a year"), dkk(translator, assessment.cost_saving_dkk, quality)),
        (tr("Saved CO₂e a year"), tonnes(translator, assessment.co2e_kg, quality)),
    ]
    return found + _money(translator, economics, quality)


def _amount(translator: Translator, item: Item, value: float, quality: DataQuality) -> tuple[str, str]:
    """Name an amount for what it is: saved, sold, or used on top of what is used today."""
    name = translator.tr(ITEM_NAMES[item])
    shown = translator.quantity(rounded(abs(value), quality), ITEM_UNITS[item])
    if value < 0:
        return translator.tr("Extra {item} a year", item=name), shown
    if item is Stream.ELECTRICITY_EXPORT:
        return translator.tr("Electricity sold a year"), shown
    return translator.tr("Saved {item} a year", item=name), shown


def _money(translator: Translator, economics: Economics, quality: DataQuality) -> list[tuple[str, str]]:
    tr = translator.tr
    if economics.investment_dkk is None:
        return []
    found = [(tr("Investment"), translator.money(economics.investment_dkk))]
    if economics.subsidy_dkk:
        found.append((tr("Subsidy"), translator.money(economics.subsidy_dkk)))
    found.append((tr("Simple payback"), payback_words(translator, economics.simple_payback)))
    if economics.lifetime_years is not None:
        found.append((tr("Lifetime"), tr("{years} years", years=economics.lifetime_years)))
    return found + _over_the_years(translator, economics, quality)


def _over_the_years(translator: Translator, economics: Economics, quality: DataQuality) -> list[tuple[str, str]]:
    tr, found = translator.tr, list[tuple[str, str]]()
    factor, with_subsidy = economics.profitability_br18, economics.profitability_br18_with_subsidy
    if economics.subsidy_dkk and factor is not None and with_subsidy is not None:
        found.append((tr("BR18 factor without the subsidy"), factor_words(translator, factor, quality)))
        found.append((tr("BR18 factor with the subsidy"), factor_words(translator, with_subsidy, quality)))
    if economics.npv_dkk is not None:
        name = tr("Net present value at {rate}", rate=translator.percent(economics.rate))
        found.append((name, dkk(translator, economics.npv_dkk, quality)))
    if economics.irr is not None:
        found.append((tr("Internal rate of return"), irr_words(translator, economics.irr)))
    if economics.co2_price_dkk_t is not None:
        found.append((tr("Cost of a tonne of CO₂e saved"), dkk(translator, economics.co2_price_dkk_t, quality)))
    return found


def source_words(translator: Translator, assessment: Assessment) -> list[str]:
    """Name every factor and price with year and source."""
    tr = translator.tr
    used: tuple[UsedFactor | UsedPrice, ...] = (*assessment.factors, *assessment.prices)
    lines = [
        tr(
            "{item}: {value}, {year}, {source}",
            item=tr(LABEL[one.item]),
            value=translator.quantity(one.value, tr(one.unit)),
            year=str(one.year),
            source=tr(one.source),
        )
        for one in used
    ]
    lifetime = assessment.economics.lifetime_source
    if lifetime:
        lines.append(tr("Lifetime: {source}", source=tr(lifetime)))
    return lines
