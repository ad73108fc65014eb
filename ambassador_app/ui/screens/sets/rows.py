"""What all entries of a set have in common: where each stands, how it differs, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ambassador_app.domain.factors import EmissionFactor, Price
from ambassador_app.domain.quantities import Item
from ambassador_app.domain.set_checks import FIRST_YEAR, LAST_YEAR, LONGEST_WORDS, Problem
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Separator
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL

NAME: Final = 160
VALUE: Final = 206
YEAR: Final = 104
SOURCE: Final = 230
CHOICE: Final = 310
"""px at 100 % of the parts of a line."""


class EntryRow(QFrame):
    """One factor or price. `changed` tells its item and the fields that are other ones now."""

    changed = Signal(object, object)
    removed = Signal(object)

    def __init__(self, context: UiContext, item: Item) -> None:
        super().__init__()
        self.context = context
        self.item = item
        tr, px, space = context.translator.tr, context.theme.px, context.theme.space
        self.name = tr(LABEL[item])
        self.compared = labels.caption(context, "")
        self.compared.setWordWrap(True)
        named = box(column(labels.label(context, self.name, Type.STRONG, wrap=True), self.compared, 1, space=0))
        self.year = NumberField(
            context, name=self._of(tr("Year")), low=FIRST_YEAR, high=LAST_YEAR, decimals=0, required=True
        )
        self.year.value_changed.connect(lambda value: self._tell(year=round(value) if value is not None else None))
        self.source = TextField(context, name=self._of(tr("Source")), placeholder=tr("Where is it from?"))
        self.source.line.setMaxLength(LONGEST_WORDS)
        self.source.edited.connect(self._take_source)
        self.remove = buttons.icon_button(
            context, "trash", tr("Remove {item} from the set", item=self.name), lambda: self.removed.emit(item), size=18
        )
        self._kept_source = ""
        self._flow = Flow(space.s)
        for part, width in ((named, NAME), *self.parts()):
            part.setFixedWidth(px(width))
            self._flow.addWidget(part)
        line = row(box(self._flow), self.remove, space=space.s)
        line.setStretch(0, 1)
        line.setAlignment(self.remove, Qt.AlignmentFlag.AlignTop)
        self.below = column(space=space.s, margins=(px(NAME) // 4, 0, 0, 0))
        self.problem = labels.label(context, "", Type.CAPTION, token="danger", wrap=True)
        self.problem.hide()
        self.setLayout(column(line, self.below, self.problem, Separator(context), space=space.s))

    def parts(self) -> Iterable[tuple[QWidget, int]]:
        """Give what stands on the line after the name, with its width."""
        raise NotImplementedError

    def _of(self, what: str) -> str:
        """Name a field: of which item."""
        return f"{self.name}: {what}"

    def _tell(self, **fields: Any) -> None:
        given = {name: value for name, value in fields.items() if value is not None}
        if given:
            self.changed.emit(self.item, given)

    def _take_source(self, text: str) -> None:
        """The words of a shipped source are kept in English; shown in another language, they are the same."""
        if text != self.context.translator.tr(self._kept_source):
            self._tell(source=text.strip())

    def show_common(self, entry: EmissionFactor | Price, *, read_only: bool) -> None:
        """Show year and source."""
        self._kept_source = entry.source
        self.year.set_value(entry.year)
        self.source.set_value(self.context.translator.tr(entry.source) if entry.source else "")
        self.source.setToolTip(self.source.value())
        for field in (self.year, self.source):
            field.set_read_only(read_only)
        self.remove.setHidden(read_only)

    def show_compared(self, text: str, *, differs: bool) -> None:
        """Say what the other set has."""
        self.compared.setText(text)
        self.compared.setHidden(not text)
        labels.set_token(self.context, self.compared, "accent" if differs else "muted")

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say at the right field what keeps the set from being saved."""
        say = self.context.translator.say
        found = {one.field: say(one.message) for one in problems}
        for name, field in self.fields_by_name().items():
            field.set_error(found.pop(name, ""))
        rest = " ".join(_sentence(text) for text in found.values())
        self.problem.setText(rest)
        self.problem.setHidden(not rest)

    def fields_by_name(self) -> Mapping[str, TextField]:
        """Give the fields that problems are said at, by the name of the problem's field."""
        return {"source": self.source}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
