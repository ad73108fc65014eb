"""The list of sets: factors and prices, what new visits take, and each set with what it counts and who made it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ambassador_app.domain.template import SetKind
from ambassador_app.services.set_library import SetLine
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, box, clear, column, row
from ambassador_app.ui.screens.sets.model import SetsModel, Shelf
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card, Separator
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.wording import sets as words


class SetCard(Card):
    """All sets of one kind, and which of them new visits take."""

    wanted = Signal(str)
    """Name of the set to open."""
    copy_wanted = Signal(object)
    """SetLine."""

    def __init__(self, context: UiContext, model: SetsModel, kind: SetKind) -> None:
        tr = context.translator.tr
        factors = kind is SetKind.FACTORS
        super().__init__(context, tr("Emission factors") if factors else tr("Prices"))
        self.context = context
        self.kind = kind
        self.lines: dict[str, SetRow] = {}
        self.defaults: dict[str, Select] = {}
        form = Form(context, columns=2)
        fields = (
            (("factor_set", tr("New visits take")),)
            if factors
            else (
                ("price_set", tr("New visits to companies, farms and public buildings take")),
                ("home_price_set", tr("New visits to homes take")),
            )
        )
        for field, label in fields:
            choice = Select(context, [], name=label)
            choice.chosen.connect(lambda name, field=field: model.choose(**{field: name}))
            self.defaults[field] = choice
            form.add(label, choice)
        self._column: QVBoxLayout = column(space=context.theme.space.m)
        self.add(self._column)
        self.add(Separator(context))
        self.form = form.widget
        self.add(self.form)

    def show_shelf(self, shelf: Shelf, unsaved: Sequence[str]) -> None:
        """Show the sets of this kind."""
        translator = self.context.translator
        mine = [one for one in shelf.lines if one.of is self.kind]
        clear(self._column)
        self.lines = {one.name: SetRow(self.context, one, unsaved=one.name in unsaved) for one in mine}
        for line in self.lines.values():
            line.opened.connect(self.wanted)
            line.copied.connect(self.copy_wanted)
            self._column.addWidget(line)
        for field, choice in self.defaults.items():
            now = getattr(shelf.office, field)
            offered = [one for one in mine if not one.retired or one.name == now]
            choice.set_choices([(one.name, translator.tr(one.title)) for one in offered])
            choice.set_value(now)


class SetRow(QFrame):
    """One set on two lines."""

    opened = Signal(str)
    copied = Signal(object)

    def __init__(self, context: UiContext, line: SetLine, *, unsaved: bool) -> None:
        super().__init__()
        self.line = line
        translator, space = context.translator, context.theme.space
        tr = translator.tr
        title = tr(line.title)
        self.title = labels.strong(context, title)
        badges = Flow(space.s)
        badges.addWidget(self.title)
        for text, tone in _badges(context, line, unsaved=unsaved):
            badges.addWidget(labels.Badge(context, text, tone))
        self.open_button = buttons.secondary(
            context, tr("Look at it") if line.shipped else tr("Change"), lambda: self.opened.emit(line.name)
        )
        self.copy_button = buttons.quiet(context, tr("Copy"), lambda: self.copied.emit(line), "copy")
        self.open_button.setAccessibleDescription(title)
        self.copy_button.setAccessibleDescription(title)
        counts = (
            words.vat_words(translator, line.vat_included)
            if line.vat_included is not None
            else words.scope_words(translator, line.scopes)
        )
        facts = (counts, tr("newest figure of {year}", year=str(line.year)), _made(context, line))
        about = labels.caption(context, " · ".join(facts))
        about.setWordWrap(True)
        said: QWidget = box(column(box(badges), about, space=space.xs))
        line_of_buttons = row(said, self.copy_button, self.open_button, space=space.s)
        line_of_buttons.setStretch(0, 1)
        for button in (self.copy_button, self.open_button):
            line_of_buttons.setAlignment(button, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line_of_buttons)


def _made(context: UiContext, line: SetLine) -> str:
    translator = context.translator
    saved = words.saved_words(translator, line.by, line.at)
    return saved if not line.version else f"{words.version_words(translator, line.version)}, {saved}"


def _badges(context: UiContext, line: SetLine, *, unsaved: bool) -> list[tuple[str, str]]:
    tr = context.translator.tr
    found = [
        (line.is_default, tr("New visits take it"), "success"),
        (not line.shipped, tr("Own set"), "accent"),
        (len(line.scopes) > 1, tr("Counts different things"), "warning"),
        (line.retired, tr("No longer offered"), "neutral"),
        (unsaved, tr("Changes not saved"), "warning"),
    ]
    return [(text, tone) for wanted, text, tone in found if wanted]
