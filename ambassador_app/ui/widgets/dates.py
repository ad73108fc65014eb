"""Dates and times of day as Danes type them, and a calendar for those who point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit

from ambassador_app.i18n import Language, Translator
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons
from ambassador_app.ui.widgets.fields import SavingField

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES: Final = re.compile(r"(\d{1,2})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]?\s*(\d{4}|\d{2})?")
_PACKED: Final = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_WORDS: Final = re.compile(r"(\d{1,2})\.?\s*([^\W\d]{3,})\.?\s*(\d{4}|\d{2})?")
_LATER: Final = re.compile(r"\+(\d{1,3})")
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?")
_CENTURY: Final = 2000
_DANISH_MONTHS: Final = "januar februar marts april maj juni juli august september oktober november december"
_ENGLISH_MONTHS: Final = "january february march april may june july august september october november december"


def parse_day(text: str, today: date, language: Language = Language.DANISH) -> date | None:
    """Read a typed date; None where it is none.

    `8.1.2026`, `8/1-26`, `080126`, `8. januar 2026`, `2026-01-08`; without a year the next such day from `today`;
    `+7` is in a week. Day before month in both languages: this is Denmark.
    """
    typed = text.strip().lower()
    if found := _LATER.fullmatch(typed):
        return today + timedelta(days=int(found[1]))
    if found := _ISO.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    for pattern in (_PACKED, _FIGURES):
        if found := pattern.fullmatch(typed):
            return _with_year(int(found[1]), int(found[2]), found[3], today)
    if found := _WORDS.fullmatch(typed):
        month = _month(found[2], language)
        return _with_year(int(found[1]), month, found[3], today) if month else None
    return None


def parse_time(text: str) -> time | None:
    """Read a time of day: `9`, `9.30`, `09:30`, `0930`; None where it is none."""
    found = _CLOCK.fullmatch(text.strip().removeprefix("kl.").strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def _with_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _day(int(year) if len(year) == 4 else _CENTURY + int(year), month, day)
    this, following = _day(today.year, month, day), _day(today.year + 1, month, day)
    return this if this is not None and this >= today else following or this


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str, language: Language) -> int | None:
    """Find a month by the beginning of its name, in the window's language first."""
    for names in _month_names(language):
        for number, name in enumerate(names, 1):
            if name.lower().startswith(word):
                return number
    return None


def _month_names(language: Language) -> Sequence[Sequence[str]]:
    danish, english = _DANISH_MONTHS.split(), _ENGLISH_MONTHS.split()
    return (danish, english) if language is Language.DANISH else (english, danish)


def shown_day(translator: Translator, day: date) -> str:
    """Write a day as it stands in a field: `8. januar 2026`."""
    return translator.day(day)


class DateField(SavingField):
    """A day. It is typed in any Danish way, or picked from the calendar (Down, or the button)."""

    value_changed = Signal(object)

    def __init__(
        self,
        look: Look,
        *,
        name: str,
        today: date,
        value: date | None = None,
        low: date | None = None,
        high: date | None = None,
    ) -> None:
        self.line = QLineEdit()
        self._today, self._low, self._high = today, low, high
        self._value = value
        super().__init__(look, self.line, name)
        tr = look.translator.tr
        self.line.setPlaceholderText(tr("day.month.year"))
        self.line.setMinimumWidth(look.theme.px(150))
        self.line.returnPressed.connect(self.commit)
        self._button = buttons.icon_button(look, "calendar", tr("Open the calendar"), self.open_calendar)
        self._popup: CalendarPopup | None = None
        space = look.theme.space
        self.setLayout(column(row(self.line, self._button, space=space.xs), self.message, space=space.xs))
        self.edited.connect(lambda _text: self._read(settled=False))
        self.set_value(value)

    def value(self) -> date | None:
        """Give the last day that could be read and was allowed."""
        return self._value

    def set_value(self, value: date | None, *, force: bool = False) -> None:
        """Show `value` without sending it, unless something is being typed."""
        self.set_text(self._written(value), force=force)
        if not self.is_dirty():
            self._value = value
            self.set_error("")

    def set_read_only(self, locked: bool) -> None:
        """Lock or unlock the field."""
        super().set_read_only(locked)
        self._button.setEnabled(not locked)

    def commit(self) -> None:
        """Send what was typed; now it is time to say if it is no date."""
        super().commit()
        self._read(settled=True)

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        if self._popup is None:
            self._popup = CalendarPopup(self.look, self)
            self._popup.picked.connect(self._pick)
        self._popup.open_at(self.mapToGlobal(QPoint(0, self.line.height())), self._value or self._today)

    def _pick(self, day: date) -> None:
        self._take(day, settled=True)
        self.line.setFocus()

    def _left(self) -> None:
        typed = self.text()
        super()._left()
        if typed == self.text():
            self._read(settled=True)

    def _read(self, *, settled: bool) -> None:
        typed, tr = self.text().strip(), self.look.translator
        found = parse_day(typed, self._today, tr.language) if typed else None
        if typed and found is None:
            self.set_error(tr.tr("“{text}” is not a date. Write for instance 8.1.2026.", text=typed) if settled else "")
        else:
            self._take(found, settled=settled)

    def _take(self, found: date | None, *, settled: bool) -> None:
        tr = self.look.translator.tr
        if found is not None and self._low is not None and found < self._low:
            self.set_error(tr("Not before {day}.", day=self._low))
            return
        if found is not None and self._high is not None and found > self._high:
            self.set_error(tr("Not after {day}.", day=self._high))
            return
        self.set_error("")
        changed, self._value = found != self._value, found
        if settled:
            self.set_text(self._written(found), force=True)
        if changed:
            self.value_changed.emit(found)

    def _written(self, day: date | None) -> str:
        return "" if day is None else shown_day(self.look.translator, day)


class TimeField(SavingField):
    """A time of day."""

    value_changed = Signal(object)

    def __init__(self, look: Look, *, name: str, value: time | None = None) -> None:
        self.line = QLineEdit()
        self._value = value
        super().__init__(look, self.line, name)
        self.line.setPlaceholderText(look.translator.tr("hour:minute"))
        self.line.setMaximumWidth(look.theme.px(110))
        self.line.returnPressed.connect(self.commit)
        self.setLayout(column(self.line, self.message, space=look.theme.space.xs))
        self.edited.connect(lambda _text: self._read(settled=False))
        self.set_value(value)

    def value(self) -> time | None:
        """Give the last time that could be read."""
        return self._value

    def set_value(self, value: time | None, *, force: bool = False) -> None:
        """Show `value` without sending it, unless something is being typed."""
        self.set_text(self._written(value), force=force)
        if not self.is_dirty():
            self._value = value

    def commit(self) -> None:
        """Send what was typed; now it is time to say if it is no time of day."""
        super().commit()
        self._read(settled=True)

    def _left(self) -> None:
        typed = self.text()
        super()._left()
        if typed == self.text():
            self._read(settled=True)

    def _read(self, *, settled: bool) -> None:
        typed, tr = self.text().strip(), self.look.translator.tr
        found = parse_time(typed) if typed else None
        if typed and found is None:
            self.set_error(tr("“{text}” is not a time of day. Write for instance 9.30.", text=typed) if settled else "")
            return
        self.set_error("")
        changed, self._value = found != self._value, found
        if settled:
            self.set_text(self._written(found), force=True)
        if changed:
            self.value_changed.emit(found)

    def _written(self, value: time | None) -> str:
        mark = "." if self.look.translator.language is Language.DANISH else ":"
        return "" if value is None else f"{value.hour:02}{mark}{value.minute:02}"


class CalendarPopup(QFrame):
    """A month at a time, Monday first, with the ISO weeks."""

    picked = Signal(object)

    def __init__(self, look: Look, parent: DateField) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        danish = look.translator.language is Language.DANISH
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale("da_DK" if danish else "en_GB"))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setAccessibleName(look.translator.tr("Calendar"))
        self.calendar.setFont(look.theme.font(Type.BODY))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            faint = QTextCharFormat()
            faint.setForeground(look.theme.colour("muted"))
            self.calendar.setWeekdayTextFormat(day, faint)
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        self.setLayout(column(self.calendar, margins=look.theme.space.xs))

    def open_at(self, place: QPoint, day: date) -> None:
        """Open below `place` with `day` marked."""
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        area = self.screen().availableGeometry()
        x = min(place.x(), area.right() - self.width())
        y = place.y() if place.y() + self.height() <= area.bottom() else place.y() - self.height() - 40
        self.move(max(x, area.left()), max(y, area.top()))
        self.show()
        self.calendar.setFocus()

    def _take(self, chosen: QDate) -> None:
        if self.isVisible():
            self.hide()
            self.picked.emit(date(chosen.year(), chosen.month(), chosen.day()))
