"""Fields of one record, bound by name: they show it as it is and tell each change by the name of its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextArea, TextField
from ambassador_app.ui.widgets.numbers import NumberField

Field: TypeAlias = "TextField | TextArea | NumberField | DateField | Select"
Changed: TypeAlias = "Callable[[str, object], object]"


class Sheet:
    """A form whose fields carry the names of a record's fields. `changed` is told name and new value."""

    def __init__(self, context: UiContext, changed: Changed, *, columns: int = 2) -> None:
        self._context = context
        self._changed = changed
        self._form = Form(context, columns=columns)
        self.fields: dict[str, Field] = {}

    @property
    def widget(self) -> QWidget:
        """The form."""
        return self._form.widget

    def text(
        self, name: str, label: str, *, span: int = 1, hint: str = "", placeholder: str = "", guarded: bool = True
    ) -> TextField:
        """Add one line of text; one made for numbers of its own is not guarded."""
        field = TextField(self._context, name=label, placeholder=placeholder, guarded=guarded)
        field.edited.connect(lambda text: self._changed(name, text.strip()))
        self._add(name, label, field, span, hint)
        return field

    def area(self, name: str, label: str, *, lines: int = 2, span: int = 1, hint: str = "") -> TextArea:
        """Add several lines of text."""
        field = TextArea(self._context, name=label, lines=lines)
        field.edited.connect(lambda text: self._changed(name, text))
        self._add(name, label, field, span, hint)
        return field

    def number(
        self,
        name: str,
        label: str,
        *,
        unit: str = "",
        low: float | None = 0,
        high: float | None = None,
        decimals: int = 0,
    ) -> NumberField:
        """Add a number."""
        field = NumberField(self._context, name=label, unit=unit, low=low, high=high, decimals=decimals)
        field.value_changed.connect(lambda value: self._changed(name, value))
        self._add(name, label, field, 1, "")
        return field

    def day(self, name: str, label: str, today: date) -> DateField:
        """Add a date."""
        field = DateField(self._context, name=label, today=today)
        field.value_changed.connect(lambda value: self._changed(name, value))
        self._add(name, label, field, 1, "")
        return field

    def choice(self, name: str, label: str, choices: Sequence[tuple[str, str]], *, hint: str = "") -> Select:
        """Add a list to choose one from."""
        field = Select(self._context, choices, name=label)
        field.chosen.connect(lambda value: self._changed(name, value))
        self._add(name, label, field, 1, hint)
        return field

    def widget_of(self, label: str, widget: QWidget, *, span: int = 1, hint: str = "") -> QWidget:
        """Add something else under its label."""
        return self._form.add(label, widget, span=span, hint=hint)

    def _add(self, name: str, label: str, field: Field, span: int, hint: str) -> None:
        self.fields[name] = field
        self._form.add(label, field, span=span, hint=hint)

    def show_record(self, record: object, *, read_only: bool) -> None:
        """Show the fields of a record; what is being typed stays."""
        self.show_values({name: getattr(record, name, None) for name in self.fields}, read_only=read_only)

    def show_values(self, values: Mapping[str, object], *, read_only: bool) -> None:
        """Show these values."""
        for name, field in self.fields.items():
            put_value(field, values.get(name))
            lock(field, on=read_only)


def put_value(field: Field, value: object) -> None:
    """Show a value in a field without sending it."""
    if isinstance(field, NumberField):
        field.set_value(float(value) if isinstance(value, int | float) else None)
    elif isinstance(field, DateField):
        field.set_value(value if isinstance(value, date) else None)
    elif isinstance(field, Select):
        field.set_value(str(value) if value is not None else None)
    else:
        field.set_value(str(value or ""))


def lock(field: QWidget, *, on: bool) -> None:
    """Lock a field for reading, or open it."""
    if isinstance(field, TextField | TextArea | NumberField | DateField):
        field.set_read_only(on)
    else:
        field.setEnabled(not on)
