"""The factors or prices of a set, a line each, beside those of another set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import ITEMS, Item, item_of
from ambassador_app.domain.set_checks import Problem
from ambassador_app.domain.set_files import AnySet
from ambassador_app.domain.template import SetKind
from ambassador_app.services.set_library import SetLine
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screens.sets.draft import Draft, entries_of
from ambassador_app.ui.screens.sets.factor_rows import FactorRow
from ambassador_app.ui.screens.sets.model import SetsModel
from ambassador_app.ui.screens.sets.price_rows import PriceRow
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.wording import LABEL

AnyRow: TypeAlias = FactorRow | PriceRow


class EntriesCard(Card):
    """A line for each entry; in an own set all of it can be changed."""

    def __init__(self, context: UiContext, model: SetsModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        self.against = Select(context, [], name=tr("Compare with"))
        super().__init__(context)
        self.context = context
        self.model = model
        self.rows: dict[Item, AnyRow] = {}
        self._lines: tuple[SetLine, ...] = ()
        self._kind = SetKind.FACTORS
        self._found: AnySet | None = None
        self._other: AnySet | None = None
        self._read_only = True
        self.heading_ = labels.heading(context, "")
        self.against.chosen.connect(self._compare)
        self._column: QVBoxLayout = column(space=space.s)
        self.missing = labels.caption(context, "")
        self.missing.setWordWrap(True)
        self.choice = Select(context, [], name=tr("What to add"))
        self.add_button = buttons.secondary(context, tr("Add"), self._add, "add")
        self._adding = box(row(self.choice, self.add_button, 1, space=space.s))
        head = row(self.heading_, labels.muted(context, tr("Compare with")), self.against, space=space.s)
        head.setStretch(0, 1)
        self.add(head)
        for part in (self._column, self.missing, self._adding):
            self.add(part)

    def show_choices(self, lines: Sequence[SetLine]) -> None:
        """Know the sets that one could compare with."""
        self._lines = tuple(lines)

    def begin(self, line: SetLine) -> None:
        """Show another set: beside it stands the shipped one of its kind."""
        tr = self.context.translator.tr
        self._kind, self._other = line.of, None
        self.heading_.setText(tr("Factors") if line.of is SetKind.FACTORS else tr("Prices"))
        clear(self._column)
        self.rows = {}
        others = [one for one in self._lines if one.of is line.of and one.name != line.name]
        self.against.set_choices([("", tr("nothing")), *((one.name, tr(one.title)) for one in others)])
        first = next((one.name for one in others if one.shipped and one.vat_included == line.vat_included), "")
        self.against.set_value("" if line.shipped else first)
        self._compare(self.against.value())

    def _compare(self, name: object) -> None:
        if isinstance(name, str) and name:
            self.model.compare_with(name)
        else:
            self.compare(None)

    def compare(self, other: AnySet | None) -> None:
        """Show the entries of another set beside these."""
        self._other = other
        if self._found is not None:
            self.show_set(self._found, read_only=self._read_only)

    # -- showing ------------------------------------------------------------------------------------------------
    def show_set(self, found: AnySet, *, read_only: bool) -> None:
        """Show the entries; a field being typed in stays."""
        self._found, self._read_only = found, read_only
        entries = entries_of(found)
        others = entries_of(self._other) if self._other is not None else {}
        for gone in [item for item in self.rows if item not in entries]:
            old = self.rows.pop(gone)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, item in enumerate(one for one in ITEMS if one in entries):
            line = self.rows.get(item) or self._made(item)
            if self._column.indexOf(line) != place:
                self._column.insertWidget(place, line)
            line.show_entry(entries[item], others.get(item), read_only=read_only)
            if isinstance(line, FactorRow) and isinstance(found, FactorSet):
                line.show_scopes(found.scopes)
        self._show_adding(found, read_only=read_only)
        translator = self.context.translator
        absent = [translator.tr(LABEL[item]) for item in ITEMS if item in others and item not in entries]
        self.missing.setText(translator.tr("Only there: {items}", items=", ".join(absent)) if absent else "")
        self.missing.setHidden(not absent)

    def _made(self, item: Item) -> AnyRow:
        made = FactorRow(self.context, item) if self._kind is SetKind.FACTORS else PriceRow(self.context, item)
        made.changed.connect(lambda which, fields: self.model.change(lambda draft: draft.put(which, **fields)))
        made.removed.connect(lambda which: self.model.change(lambda draft: draft.without(which)))
        self.rows[item] = made
        return made

    def _show_adding(self, found: AnySet, *, read_only: bool) -> None:
        tr = self.context.translator.tr
        addable = Draft(found, found).addable
        self._adding.setHidden(read_only or not addable)
        kept = self.choice.value()
        self.choice.set_choices([(item.value, tr(LABEL[item])) for item in addable])
        if kept is None and addable:
            self.choice.set_value(addable[0].value)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say at each line what keeps the set from being saved."""
        found = tuple(problems)
        for item, line in self.rows.items():
            line.show_problems(one for one in found if one.item is item)

    def _add(self) -> None:
        item = item_of(self.choice.value() or "")
        if item is not None:
            year = self._today().year
            self.model.change(lambda draft: draft.adding(item, year))
            line: QWidget | None = self.rows.get(item)
            if isinstance(line, FactorRow | PriceRow):
                line.value.focus_and_select()

    def _today(self) -> date:
        return self.context.session.now().date()
