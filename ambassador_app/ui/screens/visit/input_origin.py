"""Where the value of one input is from and how well it is known, with what can be said about it at the visit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ambassador_app.domain.quantities import DataQuality
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import appear, column, row
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.wording import LABEL


class OriginLine(QWidget):
    """Below a field: a guess or a standard value with its source and a button to confirm it; a given value with
    how it is known. Nothing while there is nothing to say.
    """

    rated = Signal(object)
    """DataQuality: how this one input is known; None: as the rest of the measure."""
    confirmed = Signal()
    """The value shown is right."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self.context = context
        self._name = name
        tr, space = context.translator.tr, context.theme.space
        self.badge = labels.Badge(context)
        self.source = labels.caption(context, "")
        self.source.setWordWrap(True)
        self.confirm = buttons.quiet(context, tr("It is right"), self.confirmed.emit, "check")
        self.confirm.setAccessibleName(tr("{input}: it is right", input=name))
        self.quality = buttons.quiet(context, "")
        self.quality.setMenu(self._menu())
        self.setLayout(
            column(row(self.badge, self.quality, self.confirm, 1, space=space.s), self.source, space=space.xs)
        )
        self._read_only = False
        self.show_nothing()

    def _menu(self) -> QMenu:
        tr = self.context.translator.tr
        menu = QMenu(self)
        for quality in DataQuality:
            menu.addAction(self._action(tr(LABEL[quality]), quality))
        menu.addSeparator()
        menu.addAction(self._action(tr("As the rest of the measure"), None))
        return menu

    def _action(self, words: str, quality: DataQuality | None) -> QAction:
        action = QAction(words, self)
        action.triggered.connect(partial(self._rate, quality))
        return action

    def _rate(self, quality: DataQuality | None, _checked: bool = False) -> None:
        self.rated.emit(quality)

    # -- showing ------------------------------------------------------------------------------------------------
    def show_nothing(self) -> None:
        """Nothing is given, and nothing stands in for it."""
        self._show("", "", quality=None, confirm=False)

    def show_given(self, quality: DataQuality) -> None:
        """The value was given and is known so well."""
        self._show("", "", quality=quality, confirm=False)

    def show_guess(self, source: str) -> None:
        """The value is a quick estimate's."""
        self._show(self.context.translator.tr("Guess"), source[:1].upper() + source[1:], quality=None, confirm=True)

    def show_standard(self, source: str, *, uncertain: bool) -> None:
        """A standard value stands in; an uncertain one asks to be confirmed."""
        tr = self.context.translator.tr
        words = tr("Standard value: {source}", source=source)
        self._show(tr("To be confirmed") if uncertain else "", words, quality=None, confirm=uncertain)

    def set_read_only(self, on: bool) -> None:
        """Only show."""
        self._read_only = on
        self.quality.setEnabled(not on)
        self.confirm.setEnabled(not on)
        appear(self.confirm, self._confirmable and not on)

    def _show(self, badge: str, source: str, *, quality: DataQuality | None, confirm: bool) -> None:
        tr = self.context.translator.tr
        self._confirmable = confirm
        self.badge.set(badge, "warning")
        appear(self.badge, bool(badge))
        self.source.setText(source)
        appear(self.source, bool(source))
        appear(self.confirm, confirm and not self._read_only)
        if quality is not None:
            words = tr(LABEL[quality])
            self.quality.setText(words)
            self.quality.setAccessibleName(tr("{input} is known as {quality}", input=self._name, quality=words))
        appear(self.quality, quality is not None)
        appear(self, bool(badge or source or quality is not None))
