"""An emission factor of a set: its value, or its values by year, what it counts, and a fuel's heating values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ambassador_app.domain.factors import SCOPE_NAMES, EmissionFactor, HeatingValue, Price, Scope
from ambassador_app.domain.quantities import Item
from ambassador_app.domain.set_checks import FIRST_YEAR, HIGHEST_FACTOR, HIGHEST_HEATING_VALUE, LAST_YEAR, factor_unit
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screens.sets.rows import CHOICE, SOURCE, VALUE, YEAR, EntryRow
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL

_SHOWN_UNITS = {"m3": "m³", "gj": "GJ"}


class FactorRow(EntryRow):
    """One factor; years and heating values unfold below it."""

    def __init__(self, context: UiContext, item: Item) -> None:
        tr = context.translator.tr
        name = tr(LABEL[item])
        unit = factor_unit(item)
        self.value = NumberField(
            context, name=name + ": " + tr("Factor"), unit=unit.replace("CO2e", "CO₂e"), low=0, high=HIGHEST_FACTOR,
            required=True,
        )  # fmt: skip
        self.by_year: QLabel = labels.label(context, "", Type.TABULAR, wrap=True)
        self.amount = box(column(self.value, self.by_year))
        self.scope = Select(context, [], name=name + ": " + tr("What it counts"))
        super().__init__(context, item)
        self.unfold: QPushButton = buttons.quiet(context, "", self._unfold, "chevron-down")
        self.more = QWidget()
        self._lines: QVBoxLayout = column(space=context.theme.space.s)
        self.more.setLayout(self._lines)
        self.more.hide()
        self.below.addLayout(row(self.unfold, 1))
        self.below.addWidget(self.more)
        self._entry: EmissionFactor | None = None
        self._drawn: tuple[object, ...] = ()
        self.value.value_changed.connect(self._take_value)
        self.scope.chosen.connect(lambda key: self._tell(scope=Scope(key)))

    def parts(self) -> Iterable[tuple[QWidget, int]]:
        return ((self.amount, VALUE), (self.year, YEAR), (self.source, SOURCE), (self.scope, CHOICE))

    def show_scopes(self, scopes: Sequence[Scope]) -> None:
        """Offer what the set says that it counts."""
        tr = self.context.translator.tr
        kept = {scopes_ for scopes_ in (self._entry.scope,)} if self._entry is not None else set()
        offered = [one for one in Scope if one in scopes or one in kept]
        self.scope.set_choices([(one.value, tr(SCOPE_NAMES[one])) for one in offered])
        if self._entry is not None:
            self.scope.set_value(self._entry.scope.value)

    def show_entry(
        self, entry: EmissionFactor | Price, other: EmissionFactor | Price | None, *, read_only: bool
    ) -> None:
        """Show the factor, and what the set compared with has."""
        if not isinstance(entry, EmissionFactor):
            return
        self._entry = entry
        self.show_common(entry, read_only=read_only)
        single = len(entry.points) == 1
        self.value.setHidden(not single)
        self.by_year.setHidden(single)
        if single:
            self.value.set_value(entry.points[0][1])
        self.value.set_read_only(read_only)
        self.by_year.setText(_span(self.context, entry))
        self.scope.setEnabled(not read_only)
        self._name_unfold(entry)
        self._draw(entry, read_only=read_only)
        differs = isinstance(other, EmissionFactor) and (other.points, other.scope) != (entry.points, entry.scope)
        there = _span(self.context, other) if isinstance(other, EmissionFactor) and differs else ""
        self.show_compared(self.context.translator.tr("there: {value}", value=there) if there else "", differs=differs)

    def _name_unfold(self, entry: EmissionFactor) -> None:
        translator = self.context.translator
        years = translator.tn("{count} year", "{count} years", len(entry.points))
        units = ", ".join(_shown(one.unit) for one in entry.heating_values)
        text = f"{years} · {translator.tr('heating values')}: {units}" if units else years
        self.unfold.setText(text)
        self.unfold.setAccessibleName(f"{self.name}: {text}")
        icon = "chevron-down" if self.more.isHidden() else "chevron-up"
        self.unfold.setIcon(self.context.theme.icon(icon, "accent", size=18))

    def _unfold(self) -> None:
        self.more.setHidden(not self.more.isHidden())
        if self._entry is not None:
            self._name_unfold(self._entry)

    # -- years and heating values -------------------------------------------------------------------------------
    def _draw(self, entry: EmissionFactor, *, read_only: bool) -> None:
        """Make the lines anew when one came or went; else their fields keep cursor and words."""
        shape = (tuple(year for year, _ in entry.points), len(entry.heating_values), read_only)
        if shape == self._drawn:
            return
        self._drawn = shape
        clear(self._lines)
        look, tr = self.context, self.context.translator.tr
        self._lines.addWidget(
            labels.strong(look, tr("Values by year; between two years the value lies between theirs"))
        )
        for year, value in entry.points:
            self._lines.addWidget(
                PointLine(look, self.name, (year, value), self, removable=len(entry.points) > 1, read_only=read_only)
            )
        if not read_only:
            self._lines.addLayout(row(buttons.quiet(look, tr("Add a year"), self._add_year, "add"), 1))
        self._lines.addWidget(labels.strong(look, tr("Heating values: the energy in one unit")))
        if not entry.heating_values:
            self._lines.addWidget(labels.muted(look, tr("None; amounts are given in kWh.")))
        for number, one in enumerate(entry.heating_values):
            self._lines.addWidget(HeatLine(look, self.name, number, one, self, read_only=read_only))
        if not read_only:
            self._lines.addLayout(row(buttons.quiet(look, tr("Add a unit"), self._add_unit, "add"), 1))

    def _take_value(self, value: float | None) -> None:
        """A single value holds for the year of its source."""
        if value is not None and self._entry is not None and len(self._entry.points) == 1:
            self._tell(points=((self._entry.points[0][0], value),))

    def put_point(self, before: int | None, point: tuple[int, float] | None) -> None:
        """Put a year's value in the place of another one, or take it away."""
        if self._entry is None:
            return
        points = [one for one in self._entry.points if one[0] != before]
        if point is not None:
            points = [one for one in points if one[0] != point[0]] + [point]
        self._tell(points=tuple(sorted(points)))

    def _add_year(self) -> None:
        if self._entry is not None:
            year, value = self._entry.points[-1]
            self.put_point(None, (min(year + 1, LAST_YEAR), value))

    def put_heat(self, number: int, value: HeatingValue | None) -> None:
        """Change a heating value, or take it away."""
        if self._entry is not None:
            values = list(self._entry.heating_values)
            values[number : number + 1] = [value] if value is not None else []
            self._tell(heating_values=tuple(values))

    def _add_unit(self) -> None:
        if self._entry is not None:
            self._tell(heating_values=(*self._entry.heating_values, HeatingValue("", 1.0, "")))


class PointLine(QWidget):
    """A value and the year it holds for."""

    def __init__(
        self, look: UiContext, name: str, point: tuple[int, float], row_: FactorRow, *, removable: bool, read_only: bool
    ) -> None:
        super().__init__()
        tr, px = look.translator.tr, look.theme.px
        self._point = point
        self._row = row_
        self.year = NumberField(
            look,
            name=f"{name}: {tr('Year')}",
            value=point[0],
            low=FIRST_YEAR,
            high=LAST_YEAR,
            decimals=0,
            required=True,
        )
        self.value = NumberField(
            look, name=f"{name}: {point[0]}", value=point[1], low=0, high=HIGHEST_FACTOR, required=True
        )
        remove = buttons.icon_button(look, "trash", tr("Remove this line"), self._remove, size=18)
        remove.setHidden(read_only or not removable)
        for field, width in ((self.year, YEAR), (self.value, VALUE)):
            field.setFixedWidth(px(width))
            field.set_read_only(read_only)
        self.year.value_changed.connect(self._move)
        self.value.value_changed.connect(self._put)
        self.setLayout(row(self.year, self.value, remove, 1, space=look.theme.space.s))

    def _move(self, year: float | None) -> None:
        if year is not None:
            self._row.put_point(self._point[0], (round(year), self._point[1]))

    def _put(self, value: float | None) -> None:
        if value is not None:
            self._point = (self._point[0], value)
            self._row.put_point(self._point[0], self._point)

    def _remove(self) -> None:
        self._row.put_point(self._point[0], None)


class HeatLine(QWidget):
    """How many kWh one unit holds; the unit may be one's own, such as a sack."""

    def __init__(
        self, look: UiContext, name: str, number: int, value: HeatingValue, row_: FactorRow, *, read_only: bool
    ) -> None:
        super().__init__()
        tr, px = look.translator.tr, look.theme.px
        self._number = number
        self._value = value
        self._row = row_
        self.unit = TextField(look, name=f"{name}: {tr('Unit')}", value=_shown(value.unit), placeholder=tr("Unit"))
        self.unit.line.setMaxLength(40)
        self.kwh = NumberField(
            look, name=f"{name}: kWh", unit="kWh", value=value.kwh, low=0.001, high=HIGHEST_HEATING_VALUE, required=True
        )
        source = tr(value.source) if value.source else ""
        self.source = TextField(
            look,
            name=name + ": " + tr("Source of the heating value"),
            value=source,
            placeholder=tr("Where is it from?"),
        )
        remove = buttons.icon_button(
            look, "trash", tr("Remove this line"), lambda: row_.put_heat(number, None), size=18
        )
        remove.setHidden(read_only)
        for field, width in ((self.unit, YEAR), (self.kwh, VALUE), (self.source, SOURCE)):
            field.setFixedWidth(px(width))
            field.set_read_only(read_only)
        self.unit.edited.connect(lambda text: self._put(unit=_kept(text.strip())))
        self.kwh.value_changed.connect(lambda kwh: self._put(kwh=kwh) if kwh is not None else None)
        self.source.edited.connect(lambda text: self._put(source=text.strip()))
        self.setLayout(row(self.unit, self.kwh, self.source, remove, 1, space=look.theme.space.s))

    def _put(self, *, unit: str | None = None, kwh: float | None = None, source: str | None = None) -> None:
        self._value = HeatingValue(
            self._value.unit if unit is None else unit,
            self._value.kwh if kwh is None else kwh,
            self._value.source if source is None else source,
        )
        self._row.put_heat(self._number, self._value)


def _span(context: UiContext, factor: EmissionFactor) -> str:
    number: Callable[[float], str] = context.translator.number
    if len(factor.points) == 1:
        return number(factor.points[0][1])
    (first, low), (last, high) = factor.points[0], factor.points[-1]
    return f"{number(low)} ({first}) – {number(high)} ({last})"


def _shown(unit: str) -> str:
    return _SHOWN_UNITS.get(unit, unit)


def _kept(unit: str) -> str:
    return next((key for key, shown in _SHOWN_UNITS.items() if shown == unit), unit)
