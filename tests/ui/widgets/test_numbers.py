"""Numbers as they are typed and pasted, in both languages."""

import pytest
from PySide6.QtWidgets import QPushButton

from ambassador_app.i18n import Language
from ambassador_app.ui.widgets.numbers import NumberField
from tests.ui.conftest import MakeContext

DA, EN = Language.DANISH, Language.ENGLISH
READ = [
    ("1,5", DA, 1.5),
    ("1.5", DA, 1.5),
    ("1.234,5", DA, 1234.5),
    ("1 234,5", DA, 1234.5),
    ("1\u00a0234,5", DA, 1234.5),
    ("1,234.5", DA, 1234.5),
    ("1,234", DA, 1.234),
    ("0.125", DA, 0.125),
    ("1234.567", DA, 1234.567),
    ("-3", DA, -3.0),
    ("\u22123", DA, -3.0),
    ("12.345.678", DA, 12345678.0),
    ("250 kWh", DA, 250.0),
    ("1,5", EN, 1.5),
    ("1.5", EN, 1.5),
    ("1,234.5", EN, 1234.5),
    ("1.234,5", EN, 1234.5),
]


@pytest.mark.parametrize(("typed", "language", "number"), READ)
def test_a_number_is_read(
    make_context: MakeContext, qtbot: object, typed: str, language: Language, number: float
) -> None:
    field, sent = made(make_context, qtbot, language)
    field.line.setText(typed)
    field.commit()
    assert sent == [number]
    assert field.value() == number
    assert field.is_valid()


@pytest.mark.parametrize(("typed", "language"), [("1.234", DA), ("1.234", EN), ("1,234", EN)])
@pytest.mark.parametrize(("button", "number"), [(0, 1234.0), (1, 1.234)])
def test_an_ambiguous_number_is_asked_about(
    make_context: MakeContext, qtbot: object, typed: str, language: Language, button: int, number: float
) -> None:
    field, sent = made(make_context, qtbot, language)
    field.line.setText(typed)
    field.commit()
    assert sent == []
    assert not field.is_valid()
    choices = [one for one in field.findChildren(QPushButton) if one.isVisible()]
    assert len(choices) == 2
    choices[button].click()
    assert sent == [number]
    assert field.is_valid()
    assert not [one for one in field.findChildren(QPushButton) if one.isVisible()]


@pytest.mark.parametrize("typed", ["ti", "1,2,3.4", "12 34", "--1"])
def test_what_is_no_number_is_never_sent(make_context: MakeContext, qtbot: object, typed: str) -> None:
    field, sent = made(make_context, qtbot, DA, value=7.0)
    field.line.setText(typed)
    field.commit()
    assert sent == []
    assert not field.is_valid()
    assert field.message.isVisible()
    assert field.value() == 7.0


def test_nobody_is_scolded_in_the_middle_of_typing(make_context: MakeContext, qtbot: object) -> None:
    field, sent = made(make_context, qtbot, DA)
    field.line.setText("1,")
    qtbot.wait(400)
    assert not field.message.isVisible()
    field.line.setText("1,5")
    qtbot.waitUntil(lambda: sent == [1.5])


def test_out_of_range_is_said_and_not_sent(make_context: MakeContext, qtbot: object) -> None:
    field, sent = made(make_context, qtbot, DA, low=0, high=100)
    field.line.setText("500")
    field.commit()
    assert sent == []
    assert "100" in field.message.text()
    field.line.setText("50")
    field.commit()
    assert sent == [50.0]
    assert not field.message.isVisible()


def test_emptying_the_field_sends_nothing_known(make_context: MakeContext, qtbot: object) -> None:
    field, sent = made(make_context, qtbot, DA, value=3.0)
    field.line.clear()
    field.commit()
    assert sent == [None]


def test_a_required_number_is_missed_when_the_field_is_left_empty(make_context: MakeContext, qtbot: object) -> None:
    field, sent = made(make_context, qtbot, DA, value=3.0, required=True)
    field.line.clear()
    field.commit()
    assert sent == []
    assert field.message.isVisible()


def test_a_number_is_written_with_the_reader_s_mark(make_context: MakeContext, qtbot: object) -> None:
    assert made(make_context, qtbot, DA, value=1234.5)[0].line.text() == "1234,5"
    assert made(make_context, qtbot, EN, value=1234.5)[0].line.text() == "1234.5"


def test_the_same_number_written_otherwise_is_not_sent_again(make_context: MakeContext, qtbot: object) -> None:
    field, sent = made(make_context, qtbot, DA, value=1234.5)
    field.line.setText("1.234,50")
    field.commit()
    assert sent == []
    assert field.line.text() == "1234,5"


def test_a_warning_keeps_the_number(make_context: MakeContext, qtbot: object) -> None:
    field, sent = made(make_context, qtbot, DA)
    field.line.setText("9000")
    field.commit()
    field.set_warning("More hours than a year has.")
    assert sent == [9000.0]
    assert field.message.isVisible()
    assert field.is_valid()


def made(
    make_context: MakeContext, qtbot: object, language: Language, **arguments: object
) -> tuple[NumberField, list[float | None]]:
    field = NumberField(make_context(language=language), name="Use", unit="kWh", **arguments)
    qtbot.addWidget(field)
    field.show()
    sent: list[float | None] = []
    field.value_changed.connect(sent.append)
    return field, sent
