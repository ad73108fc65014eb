"""A measure that the answers suggest, offered for one click: taken with what is known filled in, or turned down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QWidget

from ambassador_app.domain.calculators import CALCULATORS, Number
from ambassador_app.domain.calculators.declaration import Input
from ambassador_app.i18n import N_, Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import TextField

if TYPE_CHECKING:
    from ambassador_app.services.workspace import SuggestedMeasure

REASONS: Final = (N_("Already done"), N_("Not relevant here"), N_("Too costly now"), N_("The company does not want it"))


class Offer(Card):
    """One open suggestion, with accept and dismiss. It goes when the workspace no longer has it."""

    def __init__(
        self,
        context: UiContext,
        model: VisitModel,
        suggested: SuggestedMeasure,
        accepted: Callable[[str], object] | None = None,
        *,
        key: str = "",
    ) -> None:
        super().__init__(context)
        self.context = context
        self.model = model
        self.suggested = suggested
        self._accepted = accepted
        tr, space = context.translator.tr, context.theme.space
        self.set_tone("accent")
        self.body.setSpacing(space.s)
        self.body.setContentsMargins(space.m, space.m, space.m, space.m)
        title = suggested.entry.title(context.translator.language.value)
        self.setAccessibleName(tr("Suggested measure: {title}", title=title))
        words = tr("Accept ({key})", key=key) if key else tr("Accept")
        self.accept_button = buttons.for_fingers(buttons.primary(context, words, self.accept, "check"))
        self.accept_button.setAccessibleName(tr("Accept {title}", title=title))
        self.dismiss_button = buttons.for_fingers(buttons.quiet(context, tr("Dismiss …"), self._ask_why))
        self.dismiss_button.setAccessibleName(tr("Dismiss {title}", title=title))
        name = labels.label(context, title, wrap=True)
        name.setFont(context.theme.font(Type.STRONG))
        self.add(row(_icon(context), name, self.dismiss_button, self.accept_button, space=space.s))
        self._known = (labels.muted(context, ""), labels.muted(context, ""))
        for line in self._known:
            self.add(line)
        self.why: QWidget | None = None
        self._say_known()

    def show_inputs(self, suggested: SuggestedMeasure) -> None:
        """Show the same measure with what the answers now say of it."""
        before, self.suggested = self.suggested, suggested
        if before.suggestion.inputs != suggested.suggestion.inputs:
            self._say_known()

    def _say_known(self) -> None:
        said = known_words(self.suggested, self.context.translator)
        for line, words in zip(self._known, [*said, ""], strict=False):
            line.setText(words)
            line.setHidden(not words)

    def accept(self) -> None:
        """Make it a measure."""
        if not self.model.locked:
            self.model.measures.accept(self.suggested, then=self._accepted)

    def dismiss(self, reason: str) -> None:
        """Turn it down."""
        if reason.strip():
            self.model.measures.dismiss(self.suggested, reason.strip())

    def set_read_only(self, on: bool) -> None:
        """Only show."""
        self.accept_button.setVisible(not on)
        self.dismiss_button.setVisible(not on)

    def _ask_why(self) -> None:
        if self.why is None:
            self.why = self._reasons()
            self.add(self.why)
        self.why.show()
        first = self.why.findChild(QPushButton)
        if first is not None:
            first.setFocus()

    def _reasons(self) -> QWidget:
        tr, space = self.context.translator.tr, self.context.theme.space
        pills = Flow(space.s)
        for reason in REASONS:
            said = tr(reason)
            pills.addWidget(buttons.for_fingers(buttons.secondary(self.context, said, self._dismissing(said))))
        own = TextField(self.context, name=tr("Why not?"), placeholder=tr("Another reason"))
        give = buttons.for_fingers(buttons.secondary(self.context, tr("Dismiss"), lambda: self.dismiss(own.value())))
        buttons.for_fingers(own.line)
        return box(
            column(labels.caption(self.context, tr("Why not?")), pills, row(own, give, space=space.s), space=space.s)
        )

    def _dismissing(self, reason: str) -> Callable[[], None]:
        return lambda: self.dismiss(reason)


def _icon(context: UiContext) -> QWidget:
    made = labels.label(context, "")
    made.setPixmap(context.theme.pixmap("measures", 20, "accent"))
    return made


def known_words(suggested: SuggestedMeasure, translator: Translator) -> list[str]:
    """Say which inputs the answers fill, and which are still to be asked."""
    calculator = CALCULATORS.get(suggested.entry.calculator)
    if calculator is None:
        return [suggested.entry.description(translator.language.value)]
    given = {**suggested.entry.inputs, **suggested.suggestion.inputs}
    known = [_said(field, given[field.name], translator) for field in calculator.fields() if field.name in given]
    open_ones = [
        translator.tr(entry.label)
        for entry in calculator.inputs
        if isinstance(entry, Input) and is_asked_for(entry) and entry.name not in given
    ]
    said = []
    if known:
        said.append(translator.tr("Known: {facts}", facts=", ".join(known)))
    if open_ones:
        said.append(translator.tr("Still to ask: {facts}", facts=", ".join(open_ones)))
    return said or [suggested.entry.description(translator.language.value)]


def is_asked_for(entry: Input) -> bool:
    """Whether an input must be given, whatever else is."""
    return entry.required and entry.default is None and not entry.only_if


def _said(field: Input, value: object, translator: Translator) -> str:
    shown = str(value)
    if isinstance(field, Number) and isinstance(value, int | float):
        shown = translator.say(field.shown(float(value)))
    elif hasattr(field, "label_of"):
        shown = translator.tr(field.label_of(str(value)))
    return f"{translator.tr(field.label)} {shown}"
