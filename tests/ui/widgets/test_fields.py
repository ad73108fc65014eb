"""Text that is saved as it is typed, and never overwritten under one's fingers."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.fields import SearchField, TextArea, TextField, commit_pending


class Desk(QWidget):
    """Two fields side by side, one to leave and one to go to."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.other = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(field)
        layout.addWidget(self.other)


Show = Callable[[QWidget], Desk]


@pytest.fixture
def shown(qtbot: object) -> Iterator[Callable[[QWidget], Desk]]:
    """Shows a field with the focus in it."""
    desks = []

    def show(field: QWidget) -> Desk:
        desk = Desk(field)
        desks.append(desk)
        qtbot.addWidget(desk)
        desk.show()
        desk.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.focusProxy().hasFocus)
        return desk

    yield show
    desks.clear()


@pytest.mark.parametrize("kind", [TextField, TextArea])
def test_what_is_typed_is_sent_after_a_moment(qtbot: object, look: UiContext, shown: Show, kind: type) -> None:
    field = kind(look, name="Note")
    shown(field)
    sent = []
    field.edited.connect(sent.append)
    with qtbot.waitSignal(field.edited, timeout=2000):
        qtbot.keyClicks(field.editor, "compressor")
    assert sent == ["compressor"]


def test_leaving_the_field_sends_at_once_and_only_once(qtbot: object, look: UiContext, shown: Show) -> None:
    field = TextField(look, name="Name")
    desk = shown(field)
    sent = []
    field.edited.connect(sent.append)
    qtbot.keyClicks(field.line, "Bageri")
    desk.other.setFocus()
    assert sent == ["Bageri"]
    field.commit()
    assert sent == ["Bageri"]


def test_enter_sends_at_once(qtbot: object, look: UiContext, shown: Show) -> None:
    field = TextField(look, name="Name")
    shown(field)
    sent = []
    field.edited.connect(sent.append)
    qtbot.keyClicks(field.line, "x")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert sent == ["x"]


def test_what_the_store_says_does_not_disturb_typing(qtbot: object, look: UiContext, shown: Show) -> None:
    field = TextField(look, name="Name", value="Bage")
    desk = shown(field)
    field.line.setCursorPosition(4)
    qtbot.keyClicks(field.line, "ri")
    field.set_value("Bage")
    assert field.value() == "Bageri"
    field.commit()
    field.set_value("Bage")
    assert field.value() == "Bageri"
    desk.other.setFocus()
    assert field.value() == "Bage", "what came while it was typed is shown once the field is left"


def test_the_store_s_value_is_shown_without_being_sent(qtbot: object, look: UiContext, shown: Show) -> None:
    field = TextField(look, name="Name")
    qtbot.addWidget(field)
    sent = []
    field.edited.connect(sent.append)
    field.set_value("Æblegård")
    field.commit()
    assert (field.value(), sent) == ("Æblegård", [])


def test_everything_typed_on_a_page_can_be_sent_at_once(qtbot: object, look: UiContext, shown: Show) -> None:
    area, sent = TextArea(look, name="Note"), []
    desk = shown(area)
    area.edited.connect(sent.append)
    area.area.insertPlainText("før pladsen lukker")
    commit_pending(desk)
    assert sent == ["før pladsen lukker"]


def test_tab_leaves_a_text_of_several_lines(qtbot: object, look: UiContext, shown: Show) -> None:
    area = TextArea(look, name="Note")
    desk = shown(area)
    qtbot.keyClick(area.area, Qt.Key.Key_Tab)
    assert desk.other.hasFocus()


def test_a_text_area_grows_with_its_text(qtbot: object, look: UiContext, shown: Show) -> None:
    area = TextArea(look, name="Note", lines=2)
    shown(area)
    before = area.area.height()
    area.area.insertPlainText("\n".join("abcdef"))
    assert area.area.height() > before


def test_a_message_is_shown_and_read(qtbot: object, look: UiContext, shown: Show) -> None:
    field = TextField(look, name="CVR number")
    shown(field)
    field.set_error("Eight digits.")
    assert field.message.isVisible()
    assert field.line.accessibleDescription() == "Eight digits."
    field.set_error("")
    assert not field.message.isVisible()


def test_the_name_is_on_what_has_the_focus(look: UiContext, qtbot: object) -> None:
    field = SearchField(look, name="Find a company")
    qtbot.addWidget(field)
    assert field.line.accessibleName() == "Find a company"


@pytest.mark.parametrize("kind", [TextField, TextArea])
def test_a_civil_number_is_warned_of_and_nothing_is_held_back(
    qtbot: object, look: UiContext, shown: Show, kind: type
) -> None:
    field = kind(look, name="Note")
    shown(field)
    sent = []
    field.edited.connect(sent.append)
    qtbot.keyClicks(field.editor, "Ring til Karl 010190-1234")
    assert "CPR" in field.message.text()
    assert field.message.isVisible()
    assert field.editor.property("state") == "warning"
    qtbot.waitUntil(lambda: sent == ["Ring til Karl 010190-1234"])
    for _ in range(4):
        qtbot.keyClick(field.editor, Qt.Key.Key_Backspace)
    assert not field.message.isVisible()
    assert not field.editor.property("state")


def test_a_civil_number_that_stood_there_before_is_warned_of_too(look: UiContext) -> None:
    field = TextField(look, name="Note", value="010190-1234")
    assert "CPR" in field.message.text()
    field.set_text("Karl")
    assert field.message.text() == ""


def test_what_is_wrong_goes_before_the_warning_and_gives_way_to_it(look: UiContext) -> None:
    field = TextField(look, name="Note", value="010190-1234")
    field.set_error("Too long")
    assert field.message.text() == "Too long"
    field.set_error("")
    assert "CPR" in field.message.text()


def test_fields_made_for_numbers_do_not_warn(look: UiContext) -> None:
    for field in (TextField(look, name="P-number", guarded=False), SearchField(look, name="Search")):
        field.set_text("1001234567")
        assert field.message.text() == ""
