"""What the account is held against: baseline and target, degree days, what others use."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from ambassador_app.domain.benchmarks import ACTIVITIES, Comparison, Verdict
from ambassador_app.domain.degree_days import HIGHEST, LOWEST
from ambassador_app.domain.place import Activity
from ambassador_app.i18n import N_
from ambassador_app.services.energy import SiteAccount
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, clear, column, row
from ambassador_app.ui.screens.energy.model import EnergyModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import energy as said

_MOST_YEARS = 6
_TONE = {Verdict.LOOK: "warning", Verdict.ABOVE: "info", Verdict.USUAL: "neutral", Verdict.GOOD: "success"}
_COUNTED: Final = ("milk_kg", "tonnes", "other")
"""What is counted in a unit; of the others the number is enough."""
_WORD = {
    Verdict.ABOVE: N_("Above others"),
    Verdict.LOOK: N_("Worth a look"),
    Verdict.USUAL: N_("As others"),
    Verdict.GOOD: N_("Better than usual"),
}


class GoalCard(Card):
    """Baseline year, target, and how far it is."""

    def __init__(self, context: UiContext, model: EnergyModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Baseline and target"))
        self._context, self._model = context, model
        self.baseline = NumberField(context, name=tr("Baseline year"), low=1990, high=2100, decimals=0)
        self.share = NumberField(context, name=tr("Less CO₂e"), unit="%", low=0, high=100)
        self.until = NumberField(context, name=tr("Before the end of"), low=1990, high=2100, decimals=0)
        form = Form(context, columns=3)
        for name, field in (
            (tr("Baseline year"), self.baseline),
            (tr("Less CO₂e"), self.share),
            (tr("Before the end of"), self.until),
        ):
            form.add(name, field)
            field.value_changed.connect(lambda _value: self._keep())
        self.words = labels.body(context, "")
        self.result = labels.body(context, "")
        self.add(form.widget)
        self.add(column(self.words, self.result, space=context.theme.space.xs))

    def show_account(self, found: SiteAccount) -> None:
        """Show what is agreed and how far it is."""
        words, account = self._context.translator, found.account
        self.baseline.set_value(account.baseline_year)
        self.share.set_value(100 * account.target_share if account.target_share is not None else None)
        self.until.set_value(account.target_year)
        self.words.setText(said.goal_sentence(words, account))
        self.result.setText(said.result_sentence(words, account))
        self.result.setVisible(bool(self.result.text()))

    def _keep(self) -> None:
        if self.baseline.is_valid() and self.share.is_valid() and self.until.is_valid():
            self._model.set_goal(self.baseline.value(), self.share.value(), self.until.value())


class WeatherCard(Card):
    """Degree days of the years with heat, and the share that the weather has no part in."""

    def __init__(self, context: UiContext, model: EnergyModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Weather"))
        self._context, self._model = context, model
        self.share = NumberField(context, name=tr("Heat independent of the weather"), unit="%", low=0, high=100)
        self.share.value_changed.connect(model.keep_free_share)
        form = Form(context, columns=1)
        hint = tr("Hot water and processes. Empty is the usual share of this kind of site.")
        form.add(tr("Heat independent of the weather"), self.share, hint=hint)
        self.years: dict[int, NumberField] = {}
        self.lines: QVBoxLayout = column(space=context.theme.space.s)
        self.add(form.widget)
        self.add(labels.caption(context, tr("Degree days; your own stand before those that come with the program")))
        self.add(self.lines)

    def show_account(self, found: SiteAccount) -> None:
        """Show the years that have heat."""
        account = found.account
        own = found.site.weather_free_share
        self.share.set_value(own * 100 if own is not None else None)
        usual = account.days.free_share(found.site.kind)
        self.share.line.setPlaceholderText(self._context.translator.number(usual * 100))
        years = tuple(one.year for one in account.years if one.heat_kwh > 0)[:_MOST_YEARS]
        self.setVisible(bool(years))
        if years != tuple(self.years):
            self._build(years)
        for year, field in self.years.items():
            days = account.days.of(year)
            field.set_value(days.value if days is not None and days.is_own else None)
            field.line.setPlaceholderText(
                self._context.translator.number(days.value) if days is not None and not days.is_own else ""
            )

    def _build(self, years: tuple[int, ...]) -> None:
        clear(self.lines)
        self.years = {}
        context, tr = self._context, self._context.translator.tr
        for year in years:
            name = tr("Degree days {year}", year=str(year))
            field = NumberField(context, name=name, unit=tr("K·days"), low=LOWEST, high=HIGHEST, decimals=0)
            field.value_changed.connect(partial(self._model.keep_degree_days, year))
            label = labels.body(context, str(year))
            label.setFixedWidth(context.theme.px(64))
            self.lines.addWidget(box(row(label, field, 1, space=context.theme.space.m)))
            self.years[year] = field


class OthersCard(Card):
    """The site's own figures beside those of others, and the quantities that key figures are made of."""

    def __init__(self, context: UiContext, model: EnergyModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Beside what others use"))
        self._context, self._model = context, model
        self._site: SiteAccount | None = None
        self.lines: QVBoxLayout = column(space=space.m)
        self.activities: QVBoxLayout = column(space=space.xs)
        self.key = Select(context, (), name=tr("What the site makes or keeps"))
        self.name = TextField(context, name=tr("Name"), placeholder=tr("Name"))
        self.unit = TextField(context, name=tr("Unit"), placeholder=tr("Unit"))
        self.amount = NumberField(context, name=tr("How many"), low=0, high=1e11, placeholder=tr("How many"))
        self.year = NumberField(context, name=tr("Year"), low=1990, high=2100, decimals=0, placeholder=tr("Year"))
        self.keep = buttons.secondary(context, tr("Add"), self._keep, "add")
        self.key.chosen.connect(lambda _key: self._show_own())
        for field, width in ((self.key, 190), (self.name, 130), (self.unit, 90), (self.amount, 120), (self.year, 96)):
            field.setFixedWidth(context.theme.px(width))
        self.add(self.lines)
        self.add(labels.strong(context, tr("What the site makes or keeps in a year")))
        self.add(self.activities)
        self.add(row(self.key, self.name, self.unit, 1, space=space.s))
        self.add(row(self.amount, self.year, self.keep, 1, space=space.s))

    def show_account(self, found: SiteAccount) -> None:
        """Show comparisons, key figures and quantities."""
        self._site = found
        words = self._context.translator
        clear(self.lines)
        for one in found.comparisons:
            self.lines.addWidget(box(self._comparison(one)))
        if not found.comparisons:
            self.lines.addWidget(labels.muted(self._context, self._why_nothing(found)))
        kinds = [(k, words.tr(one.name)) for k, one in ACTIVITIES.items() if found.site.kind in one.kinds]
        self.key.set_choices(kinds)
        if self.key.value() is None:
            self.key.set_value(kinds[0][0])
        if self.year.value() is None and found.account.newest is not None:
            self.year.set_value(found.account.newest.year)
        self._show_activities(found)
        self._show_own()

    def _comparison(self, one: Comparison) -> QVBoxLayout:
        context, words = self._context, self._context.translator
        head = row(
            labels.strong(context, said.quantity_name(words, one.benchmark)),
            labels.Badge(context, words.tr(_WORD[one.verdict]), _TONE[one.verdict]),
            1,
            space=context.theme.space.s,
        )
        source = labels.label(context, said.benchmark_source(words, one.benchmark), token="muted", wrap=True)
        return column(head, labels.body(context, said.comparison_sentence(words, one)), source, space=2)

    def _why_nothing(self, found: SiteAccount) -> str:
        tr = self._context.translator.tr
        if found.account.newest is None or not found.account.newest.is_complete:
            return tr("A whole year is needed before it can be compared.")
        if not found.site.area_m2:
            return tr("Note the heated area of the place, and its use per m² stands here beside that of others.")
        return tr("There are no figures of others for what is known here.")

    def _show_activities(self, found: SiteAccount) -> None:
        clear(self.activities)
        context, words = self._context, self._context.translator
        figures = {one.activity: said.key_figure_sentence(words, one) for one in found.key_figures}
        for one in found.site.activities:
            name, unit = said.activity_name(words, one), said.activity_unit(words, one)
            plain = f"{name} {one.year}: {words.quantity(one.amount, unit if one.key in _COUNTED else '')}"
            text = figures.get(one, "")
            remove = buttons.icon_button(
                context,
                "trash",
                words.tr("Remove {name}", name=name),
                partial(self._model.remove_activity, one),
                size=18,
            )
            line = row(column(labels.body(context, plain), labels.muted(context, text)), remove)
            line.setStretch(0, 1)
            self.activities.addWidget(box(line))

    def _show_own(self) -> None:
        own = self.key.value() == "other"
        self.name.setVisible(own)
        self.unit.setVisible(own)

    def _keep(self) -> None:
        for field in (self.amount, self.year, self.name, self.unit):
            field.commit()
        key, amount, year = self.key.value(), self.amount.value(), self.year.value()
        if key is None or amount is None or year is None:
            return
        own = key == "other"
        unit = self.unit.value().strip() if own else ACTIVITIES[key].unit
        self._model.keep_activity(Activity(key, amount, unit, int(year), self.name.value().strip() if own else ""))
        self.amount.set_value(None, force=True)
