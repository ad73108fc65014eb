"""Words that are collected one by one, and the number that has no place among them."""

from PySide6.QtCore import Qt

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.tags import TagEditor


def test_a_civil_number_is_warned_of_while_it_is_typed_and_as_a_word(look: UiContext, qtbot: object) -> None:
    tags = TagEditor(look, name="Wishes")
    qtbot.addWidget(tags)
    tags.show()
    assert not tags.message.isVisible()
    qtbot.keyClicks(tags.line, "Karl 010190-1234")
    assert tags.message.isVisible()
    qtbot.keyClick(tags.line, Qt.Key.Key_Return)
    assert tags.values() == ("Karl 010190-1234",)
    assert tags.message.isVisible()
    tags.remove("Karl 010190-1234")
    assert not tags.message.isVisible()
