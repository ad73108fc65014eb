"""The account at a glance: a chart, the years across, or the months of one year."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QResizeEvent

from ambassador_app.domain.energy import MONTHS, CarrierYear
from ambassador_app.domain.energy_account import EnergyAccount, YearAccount
from ambassador_app.domain.quantities import Carrier, round_significant
from ambassador_app.drawing import Palette, PartName, Picture, Stack, StackWords, column_chart
from ambassador_app.i18n import Translator
from ambassador_app.services.energy import SiteAccount
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.energy.matrix import Line, Matrix
from ambassador_app.ui.theme import Theme
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.picture import PictureView
from ambassador_app.wording import LABEL, NOT_KNOWN
from ambassador_app.wording import energy as said

_ENLARGED: Final = 1.5
"""The pictures are drawn for paper; on a screen their words must be larger."""
_HEIGHT: Final = 150.0
_MOST_YEARS: Final = 10


class OverviewCard(Card):
    """Chart and table; of all years, or of the months of the one that is chosen."""

    def __init__(self, context: UiContext) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context)
        self._context = context
        self._account: EnergyAccount | None = None
        self.which = Select(context, (), name=tr("What is shown"))
        self.which.chosen.connect(lambda _key: self._show())
        self.add(row(labels.heading(context, tr("What the site uses")), 1, self.which, space=space.m))
        self.chart = PictureView(context)
        self.table = Matrix(context, tr("Energy use"))
        self.notes = labels.muted(context, "")
        self.add(self.chart)
        self.add(self.table)
        self.add(column(self.notes))

    def show_account(self, found: SiteAccount) -> None:
        """Show an account; the choice of a year stays."""
        self._account = found.account
        years = [(str(one.year), str(one.year)) for one in found.account.years]
        kept = self.which.value()
        self.which.set_choices([("", self._context.translator.tr("All years")), *years])
        self.which.set_value(kept if kept in dict(years) else "")
        self._show()

    def _show(self) -> None:
        if self._account is None:
            return
        words = self._context.translator
        year = self._account.of(int(self.which.value() or 0))
        self._draw(year)
        if year is not None:
            self.table.show_lines(*month_lines(words, year))
            notes = list(said.gaps(words, year))
        else:
            self.table.show_lines(*year_lines(words, self._account))
            notes = year_notes(words, self._account)
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._account is not None and event.size().width() != event.oldSize().width():
            self._show()

    def _draw(self, year: YearAccount | None) -> None:
        """Draw the picture as wide as the card is, so that its words keep their size."""
        words, px = self._context.translator, self._context.theme.px
        room = max(self.width() - 2 * self._context.theme.space.l, px(300))
        width = room / px(100) * 100 / _ENLARGED
        if year is not None:
            picture = months_picture(words, year, self._context.theme, width)
        elif self._account is not None:
            picture = years_picture(words, self._account, self._context.theme, width)
        else:
            picture = None
        self.chart.set_picture(picture, as_drawn=True)
        if picture is not None:
            self.chart.setFixedHeight(round(room * picture.height / picture.width))


# -- pictures -------------------------------------------------------------------------------------------------------
def _palette(theme: Theme) -> Palette:
    colours = theme.colours
    return Palette(colours.surface, colours.text, colours.muted, colours.border)


def _names(words: Translator, carriers: tuple[Carrier, ...], theme: Theme) -> list[PartName]:
    colours = theme.chart_colours
    return [PartName(words.tr(LABEL[one]), colours[at % len(colours)]) for at, one in enumerate(carriers)]


def years_picture(words: Translator, account: EnergyAccount, theme: Theme, width: float) -> Picture | None:
    """Draw the years beside each other, heat in a normal year as a line across; None without any."""
    years = tuple(reversed(account.years[:_MOST_YEARS]))
    if not years:
        return None
    carriers = tuple(dict.fromkeys(one.carrier for year in account.years for one in year.carriers))
    stacks = [
        Stack(
            str(year.year),
            tuple(sum(one.kwh for one in year.carriers if one.carrier is carrier) / 1000 for carrier in carriers),
            year.corrected_kwh / 1000 if year.corrected_kwh is not None and year.heat_kwh else None,
            year.is_complete,
        )
        for year in years
    ]
    listed = ", ".join(f"{year.year}: {words.quantity(year.kwh / 1000, 'MWh', 0)}" for year in years)
    alt = words.tr("Bar chart of the energy used by year: {listed}.", listed=listed)
    texts = StackWords(alt, words.tr("MWh"), words.number, words.tr("with heat as in a normal year"))
    return column_chart(
        stacks, _names(words, carriers, theme), texts, width=width, height=_HEIGHT, palette=_palette(theme)
    )


def months_picture(words: Translator, year: YearAccount, theme: Theme, width: float) -> Picture | None:
    """Draw the months of a year; None where only the whole year is known."""
    known = tuple(one for one in year.carriers if one.months)
    if not known:
        return None
    stacks = [Stack(words.month(month)[:3], tuple(_month_kwh(one, month) / 1000 for one in known)) for month in MONTHS]
    listed = ", ".join(
        f"{words.month(month)} {words.quantity(sum(_month_kwh(one, month) for one in known), 'kWh', 0)}"
        for month in MONTHS
    )
    alt = words.tr("Bar chart of the energy used in {year}: {listed}.", year=str(year.year), listed=listed)
    names = _names(words, tuple(one.carrier for one in known), theme)
    texts = StackWords(alt, words.tr("MWh"), words.number)
    return column_chart(stacks, names, texts, width=width, height=_HEIGHT, palette=_palette(theme))


def _month_kwh(one: CarrierYear, month: int) -> float:
    return one.months[month].kwh if month in one.months else 0.0


# -- tables ---------------------------------------------------------------------------------------------------------
def year_lines(words: Translator, account: EnergyAccount) -> tuple[list[str], list[Line]]:
    """The years across: each carrier, the sum, heat as in a normal year, cost, CO2e by scope, per m², the change."""
    tr, years = words.tr, account.years
    carriers = dict.fromkeys(one.carrier for year in years for one in year.carriers)
    heads = [f"{year.year}{'' if year.is_complete else '*'}" for year in years]
    lines = [Line(tr(LABEL[carrier]), tuple(_kwh(words, _of(year, carrier)) for year in years)) for carrier in carriers]
    many = len(carriers) > 1
    if many:
        lines.append(Line(tr("Together"), tuple(_kwh(words, year.kwh) for year in years), is_sum=True))
    corrected = tuple(_kwh(words, year.corrected_heat_kwh if year.heat_kwh else None) for year in years)
    lines += [
        Line(tr("Heat, normal year"), corrected, is_quiet=True),
        Line(tr("Cost"), tuple(_cost(words, year) for year in years)),
        Line(tr("CO₂e scope 1"), tuple(_tonnes(words, year.emissions.fuels) for year in years)),
        Line(tr("CO₂e scope 2"), tuple(_tonnes(words, year.emissions.bought) for year in years)),
        Line(tr("Energy per m²"), tuple(_per_m2(words, year, year.kwh) for year in years)),
        Line(tr("Heat per m², normal year"), tuple(_per_m2(words, year, year.corrected_heat_kwh) for year in years)),
        Line(tr("Change, CO₂e"), tuple(said.change(words, y.against.co2e if y.against else None) for y in years)),
        Line(
            tr("… heat in a normal year"),
            tuple(said.change(words, y.against.corrected_co2e if y.against else None) for y in years),
            is_quiet=True,
        ),
    ]
    return heads, lines


def month_lines(words: Translator, year: YearAccount) -> tuple[list[str], list[Line]]:
    """The carriers across, the months down, and the year below them."""
    tr = words.tr
    heads: list[str] = []
    for one in year.carriers:
        heads += [tr(LABEL[one.carrier]), *([tr("Cost")] if one.cost_dkk is not None else [])]
    lines = [
        Line(
            words.month(month).capitalize(),
            tuple(cell for one in year.carriers for cell in _month_cells(words, one, month)),
        )
        for month in MONTHS
    ]
    whole = tuple(
        cell
        for one in year.carriers
        for cell in (_kwh(words, one.kwh), *([words.money(one.cost_dkk)] if one.cost_dkk is not None else []))
    )
    return heads, [*lines, Line(str(year.year), whole, is_sum=True)]


def _month_cells(words: Translator, one: CarrierYear, month: int) -> tuple[str, ...]:
    figure = one.months.get(month)
    amount = _kwh(words, figure.kwh if figure is not None else None)
    if one.cost_dkk is None:
        return (amount,)
    cost = figure.cost_dkk if figure is not None else None
    return amount, words.money(cost) if cost is not None else NOT_KNOWN


def year_notes(words: Translator, account: EnergyAccount) -> list[str]:
    """What is missing, how heat was corrected, and what the emissions count."""
    missing = [line for year in account.years for line in said.gaps(words, year)]
    notes = ["* " + words.tr("Not the whole year: {gaps}", gaps=" ".join(missing))] if missing else []
    if any(year.cost_is_partial for year in account.years):
        notes.append(words.tr("The cost is of the figures that have one."))
    notes += said.correction_sentences(words, account)
    notes += [note for year in account.years if (note := said.factor_note(words, year))]
    return [*notes, said.scope_note(words)] if account.years else []


def _of(year: YearAccount, carrier: Carrier) -> float | None:
    return next((one.kwh for one in year.carriers if one.carrier is carrier), None)


def _kwh(words: Translator, value: float | None) -> str:
    return words.quantity(value, "kWh", 0) if value is not None else NOT_KNOWN


def _cost(words: Translator, year: YearAccount) -> str:
    return words.money(year.cost_dkk) if year.cost_dkk is not None else NOT_KNOWN


def _tonnes(words: Translator, kg: float) -> str:
    return words.quantity(round_significant(kg / 1000, 3), "t") if kg else NOT_KNOWN


def _per_m2(words: Translator, year: YearAccount, kwh: float | None) -> str:
    value = year.per_m2(kwh) if year.is_complete and kwh else None
    return words.quantity(round_significant(value, 3), "kWh/m²") if value is not None else NOT_KNOWN
