"""The words of a set, and what holds for all of its entries."""

from __future__ import annotations

from collections.abc import Iterable

from ambassador_app.domain.factors import SCOPE_NAMES, FactorSet, PriceSet, Scope
from ambassador_app.domain.set_checks import FIRST_YEAR, LAST_YEAR, LONGEST_WORDS, Problem
from ambassador_app.domain.set_files import AnySet
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form
from ambassador_app.ui.screens.sets.model import SetsModel
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ChoiceButtons, Switch
from ambassador_app.ui.widgets.fields import TextArea, TextField
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import sets as words


class AboutCard(Card):
    """Name, note, what the factors count, or year and VAT of the prices."""

    def __init__(self, context: UiContext, model: SetsModel) -> None:
        tr = context.translator.tr
        super().__init__(context)
        self.context = context
        self.model = model
        self._shown: AnySet | None = None
        self.name = TextField(context, name=tr("Name of the set"))
        self.name.line.setMaxLength(LONGEST_WORDS)
        self.name.edited.connect(lambda text: self._take("title", " ".join(text.split())))
        self.note = TextArea(context, name=tr("Note"), lines=2)
        self.note.edited.connect(lambda text: self._take("note", text.strip()))
        self.scopes = ChoiceButtons(
            context,
            [(one.value, tr(SCOPE_NAMES[one])) for one in Scope],
            name=tr("What its factors count"),
            multiple=True,
        )
        self.scopes.chosen.connect(self._take_scopes)
        self.year = NumberField(context, name=tr("Year"), low=FIRST_YEAR, high=LAST_YEAR, decimals=0, required=True)
        self.year.value_changed.connect(lambda year: self._take("year", round(year)) if year is not None else None)
        self.vat = Switch(context, tr("The prices include VAT"))
        self.vat.toggled.connect(lambda on: self._take("vat_included", on))
        form = Form(context, columns=2)
        self._named = form.add(tr("Name of the set"), self.name)
        self._dated = form.add(tr("Year of the prices"), self.year)
        form.add(tr("Note"), self.note, span=2)
        self._scoped = form.add(
            tr("What its factors count"),
            self.scopes,
            hint=tr("A factor of another kind is refused: nothing is mixed in unsaid."),
            span=2,
        )
        self.read_out = labels.body(context, "")
        self.words = labels.muted(context, "")
        for part in (self.words, self.read_out, form.widget, self.vat):
            self.add(part)
        self._form = form.widget

    def show_set(self, found: AnySet, *, read_only: bool) -> None:
        """Show the words of a set; a shipped one is only read."""
        translator = self.context.translator
        self._shown = found
        factors = isinstance(found, FactorSet)
        self._form.setHidden(read_only)
        self.words.setHidden(not read_only)
        self.read_out.setHidden(not read_only)
        self.words.setText(translator.tr(found.note) if found.note else "")
        if isinstance(found, PriceSet):
            vat = words.vat_words(translator, found.vat_included)
            prices = translator.tr("Prices of {year}", year=str(found.year))
            self.read_out.setText(f"{prices}, {vat}")
        else:
            self.read_out.setText(words.scope_words(translator, found.scopes))
        self.name.set_value(translator.tr(found.title) if found.title else "")
        self.note.set_value(translator.tr(found.note) if found.note else "")
        self._dated.setHidden(factors)
        self._scoped.setHidden(not factors)
        self.vat.setHidden(factors or read_only)
        if isinstance(found, PriceSet):
            self.year.set_value(found.year)
            self.vat.set_value(found.vat_included)
        else:
            self.scopes.set_value(tuple(one.value for one in found.scopes))

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say at name and note what keeps the set from being saved."""
        found = {one.field: self.context.translator.say(one.message) for one in problems if one.item is None}
        self.name.set_error(found.get("title", ""))
        self.note.set_error(found.get("note", ""))

    def _take(self, field: str, value: object) -> None:
        """Words of a shipped set are kept in English; shown in another language, they are the same."""
        now = getattr(self._shown, field)
        if value != now and not (isinstance(now, str) and now and value == self.context.translator.tr(now)):
            self.model.change(lambda draft: draft.changed(**{field: value}))

    def _take_scopes(self, keys: tuple[str, ...]) -> None:
        self._take("scopes", tuple(one for one in Scope if one.value in keys))
