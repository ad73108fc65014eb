"""Shows how long the window waits for its person before it locks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, column
from ambassador_app.ui.locking import AFTER, LONGEST, minutes_of
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.ui.widgets.policy_lock import locked_note


class LockingField(QWidget):
    """The minutes until the window locks; 0 is never."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        tr = context.translator.tr
        self._context = context
        longest = context.session.policy.lock_after_minutes
        self.minutes = NumberField(
            context,
            name=tr("Lock after"),
            unit=tr("min"),
            value=float(minutes_of(context.preferences, longest)),
            low=0 if longest is None else 1,
            high=longest or LONGEST,
            decimals=0,
            required=True,
        )
        form = Form(context, columns=3)
        form.add(self.minutes.accessibleName(), self.minutes)
        said = tr(
            "So long without a touch, then the window asks to be opened again. 0 is never. Ctrl+L locks at once. "
            "What is under way is finished first; while the company reads or signs, it waits for an hour."
        )
        caption = labels.label(context, said, Type.CAPTION, token="muted", wrap=True)
        parts: list[QWidget] = [form.widget, caption]
        if longest is not None:
            parts.append(locked_note(context, tr("Your municipality has set {count} minutes at most.", count=longest)))
        self.setLayout(column(*parts, space=context.theme.space.xs))
        self.minutes.value_changed.connect(self._keep)

    def _keep(self, minutes: float | None) -> None:
        if minutes is not None:
            self._context.preferences.keep(AFTER, str(int(minutes)))
