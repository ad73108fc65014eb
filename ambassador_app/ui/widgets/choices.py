"""Choosing: large answer buttons, reach, drop-down, switch."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSizePolicy, QWidget

from ambassador_app.domain.place import Reach
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import Flow
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets.buttons import for_fingers

Choice = tuple[str, str]


class ChoiceButtons(QWidget):
    """Answers side by side, large enough for a finger. Digits choose, arrows move, a second press takes back."""

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        choices: Sequence[Choice],
        *,
        name: str,
        multiple: bool = False,
        clearable: bool = True,
        value: object = (),
    ) -> None:
        super().__init__()
        self._look = look
        self._multiple = multiple
        self._clearable = clearable
        self._buttons: dict[str, QPushButton] = {}
        self._flow = Flow(look.theme.space.s)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        for number, (key, words) in enumerate(choices, 1):
            self._add(key, words, number, name)
        self.set_value(value)

    def _add(self, key: str, words: str, number: int, name: str) -> None:
        button = AnswerButton(words.replace("&", "&&"))
        button.setProperty("kind", "choice")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setFont(self._look.theme.font(Type.BODY))
        button.setIconSize(QSize(self._look.theme.px(16), self._look.theme.px(16)))
        button.setMinimumHeight(self._look.theme.touch)
        button.setMinimumWidth(self._look.theme.px(64))
        button.setAccessibleName(words)
        button.setAccessibleDescription(name)
        if number <= 9:
            button.setToolTip(self._look.translator.tr("Key {number}", number=number))
        button.clicked.connect(lambda _checked=False, key=key: self._pressed(key))
        self._flow.addWidget(button)
        self._buttons[key] = button
        if number == 1:
            self.setFocusProxy(button)

    def value(self) -> object:
        """Give the chosen key or None; a tuple of keys in the order shown when several may be chosen."""
        keys = tuple(key for key, button in self._buttons.items() if button.isChecked())
        return keys if self._multiple else (keys[0] if keys else None)

    def set_value(self, value: object) -> None:
        """Show what is chosen without sending it."""
        wanted = {value} if isinstance(value, str) else set(value) if isinstance(value, Collection) else set()
        for key, button in self._buttons.items():
            button.setChecked(key in wanted)
        self._move_tab_stop()

    def set_flagged(self, keys: Collection[str]) -> None:
        """Mark the choices that are worth a measure."""
        flag = self._look.theme.icon("flag", "warning", on="on_accent", size=16)
        for key, button in self._buttons.items():
            button.setIcon(flag if key in keys else QIcon())

    def choose_number(self, number: int) -> bool:
        """Choose the answer of that number, as its key does; False if there is none."""
        keys = list(self._buttons)
        if not 1 <= number <= len(keys):
            return False
        self._buttons[keys[number - 1]].click()
        return True

    def _pressed(self, key: str) -> None:
        button = self._buttons[key]
        if not self._multiple:
            if not button.isChecked() and not self._clearable:
                button.setChecked(True)
                return
            for other, one in self._buttons.items():
                one.setChecked(one.isChecked() and other == key)
        self._move_tab_stop()
        self.chosen.emit(self.value())

    def _move_tab_stop(self) -> None:
        """Tab reaches one button, the chosen one or the first; arrows reach the rest. Several: each is a stop."""
        if self._multiple or not self._buttons:
            return
        stop = next((one for one in self._buttons.values() if one.isChecked()), next(iter(self._buttons.values())))
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(stop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
        }.get(Qt.Key(event.key()))
        digit = event.text() if event.text().isdigit() else ""
        if (digit and self.choose_number(int(digit))) or (step is not None and self._move(step)):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> bool:
        shown = list(self._buttons.values())
        focused = self.focusWidget()
        here = shown.index(focused) if isinstance(focused, QPushButton) and focused in shown else len(shown)
        if not 0 <= here + step < len(shown):
            return False
        shown[here + step].setFocus(Qt.FocusReason.TabFocusReason)
        return True


class AnswerButton(QPushButton):
    """A button that leaves the arrows to the row it stands in; on its own it would send the focus elsewhere."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class ReachToggle(QPushButton):
    """Whether something is for the report or only for the municipality."""

    changed = Signal(object)

    def __init__(self, look: Look, value: Reach = Reach.REPORT) -> None:
        super().__init__()
        self._look = look
        self._reach = value
        self.setProperty("kind", "quiet")
        for_fingers(self)
        self.setIconSize(QSize(look.theme.px(16), look.theme.px(16)))
        self.setFont(look.theme.font(Type.CAPTION))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._turn)
        self.set_value(value)

    def value(self) -> Reach:
        """Give the reach chosen."""
        return self._reach

    def set_value(self, value: Reach) -> None:
        """Show the reach without sending it."""
        tr = self._look.translator.tr
        self._reach = value
        internal = value is Reach.INTERNAL
        words = tr("Internal") if internal else tr("In the report")
        self.setText(words)
        self.setIcon(
            self._look.theme.icon("lock" if internal else "report", "warning" if internal else "accent", size=16)
        )
        self.setAccessibleName(tr("Reach: {reach}", reach=words))
        self.setToolTip(
            tr("Only the municipality sees this. Press to put it in the report.")
            if internal
            else tr("Stands in the report. Press to keep it internal.")
        )

    def _turn(self) -> None:
        self.set_value(Reach.REPORT if self._reach is Reach.INTERNAL else Reach.INTERNAL)
        self.changed.emit(self._reach)


class Select(QComboBox):
    """One of several, from a list that opens. The wheel scrolls the page, not the choice."""

    chosen = Signal(object)

    def __init__(self, look: Look, choices: Sequence[Choice], *, name: str, value: str | None = None) -> None:
        super().__init__()
        self.setFont(look.theme.font(Type.BODY))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_choices(choices)
        self.set_value(value)
        self.activated.connect(lambda _index: self.chosen.emit(self.value()))

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; what was chosen stays if it is among them."""
        kept = self.value()
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.set_value(kept)

    def value(self) -> str | None:
        """Give the chosen key."""
        found = self.currentData()
        return found if isinstance(found, str) else None

    def set_value(self, value: str | None) -> None:
        """Show what is chosen without sending it."""
        self.setCurrentIndex(self.findData(value) if value is not None else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Switch(QCheckBox):
    """On or off, with its words."""

    def __init__(self, look: Look, text: str, *, value: bool = False) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setFont(look.theme.font(Type.BODY))
        self.setAccessibleName(text)
        self.setChecked(value)

    def value(self) -> bool:
        """Whether it is on."""
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        """Show on or off without sending it."""
        blocked = self.blockSignals(True)
        self.setChecked(value)
        self.blockSignals(blocked)
