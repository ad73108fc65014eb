"""Dates and times as Danes type them."""

from datetime import date, time

import pytest
from PySide6.QtCore import QDate

from ambassador_app.i18n import Language
from ambassador_app.ui.widgets.dates import DateField, TimeField, parse_day, parse_time
from tests.ui.conftest import MakeContext

TODAY = date(2026, 1, 8)
DA, EN = Language.DANISH, Language.ENGLISH


@pytest.mark.parametrize(
    ("typed", "language", "day"),
    [
        ("8.1.2026", DA, date(2026, 1, 8)),
        ("08-01-2026", DA, date(2026, 1, 8)),
        ("8/1-26", DA, date(2026, 1, 8)),
        ("8/1 2026", DA, date(2026, 1, 8)),
        ("080126", DA, date(2026, 1, 8)),
        ("08012026", DA, date(2026, 1, 8)),
        ("2026-01-08", DA, date(2026, 1, 8)),
        ("8. januar 2026", DA, date(2026, 1, 8)),
        ("8 januar", DA, date(2026, 1, 8)),
        ("1. maj", DA, date(2026, 5, 1)),
        ("24. okt 2026", DA, date(2026, 10, 24)),
        ("24 Oct 2026", EN, date(2026, 10, 24)),
        ("8 January 2026", EN, date(2026, 1, 8)),
        ("3.1", DA, date(2027, 1, 3)),
        ("29.2", DA, None),
        ("+7", DA, date(2026, 1, 15)),
        ("31.2.2026", DA, None),
        ("i morgen", DA, None),
        ("8. brumaire 2026", DA, None),
        ("12", DA, None),
    ],
)
def test_a_day_is_read(typed: str, language: Language, day: date | None) -> None:
    assert parse_day(typed, TODAY, language) == day


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        *(("9", time(9)), ("9.30", time(9, 30)), ("09:30", time(9, 30)), ("0930", time(9, 30)), ("kl. 14", time(14))),
        *(("24", None), ("9.75", None), ("noon", None)),
    ],
)
def test_a_time_is_read(typed: str, clock: time | None) -> None:
    assert parse_time(typed) == clock


def test_a_typed_day_is_sent_and_written_in_full(make_context: MakeContext, qtbot: object) -> None:
    field = DateField(make_context(language=DA), name="Date", today=TODAY)
    qtbot.addWidget(field)
    sent = []
    field.value_changed.connect(sent.append)
    field.line.setText("24/12")
    field.commit()
    assert sent == [date(2026, 12, 24)]
    assert field.line.text() == "24. december 2026"


def test_what_is_no_day_is_said_and_not_sent(make_context: MakeContext, qtbot: object) -> None:
    field = DateField(make_context(), name="Date", today=TODAY, value=TODAY, low=TODAY, high=date(2026, 12, 31))
    qtbot.addWidget(field)
    field.show()
    sent = []
    field.value_changed.connect(sent.append)
    for typed in ("31.2.2026", "1.1.2026", "1.1.2027"):
        field.line.setText(typed)
        field.commit()
        assert field.message.isVisible(), typed
    assert sent == []
    assert field.value() == TODAY
    field.line.clear()
    field.commit()
    assert sent == [None]


def test_a_day_is_picked_from_the_calendar(make_context: MakeContext, qtbot: object) -> None:
    field = DateField(make_context(language=DA), name="Date", today=TODAY)
    qtbot.addWidget(field)
    field.show()
    sent = []
    field.value_changed.connect(sent.append)
    field.open_calendar()
    field._popup.calendar.clicked.emit(QDate(2026, 2, 3))
    assert sent == [date(2026, 2, 3)]
    assert not field._popup.isVisible()


def test_a_time_of_day_is_sent(make_context: MakeContext, qtbot: object) -> None:
    field = TimeField(make_context(language=DA), name="Time")
    qtbot.addWidget(field)
    field.show()
    sent = []
    field.value_changed.connect(sent.append)
    field.line.setText("930")
    field.commit()
    assert sent == [] or sent == [time(9, 30)]
    field.line.setText("9:30")
    field.commit()
    assert field.value() == time(9, 30)
    assert field.line.text() == "09.30"
    field.line.setText("25.00")
    field.commit()
    assert field.message.isVisible()
    assert field.value() == time(9, 30)
