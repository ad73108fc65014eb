"""Choosing by finger, mouse and keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ambassador_app.domain.place import Reach
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.choices import ChoiceButtons, ReachToggle, Select, Switch
from ambassador_app.ui.widgets.stepper import StepItem, Stepper
from ambassador_app.ui.widgets.tags import TagEditor

LAMPS = [("led", "LED"), ("t5", "T5"), ("t8", "T8 & older")]


def test_an_answer_is_large_enough_for_a_finger(look: UiContext, qtbot: object) -> None:
    choices = ChoiceButtons(look, LAMPS, name="Lamps")
    qtbot.addWidget(choices)
    choices.resize(600, 60)
    choices.show()
    assert all(button.height() >= 44 for button in choices.findChildren(QPushButton))


def test_digits_choose_arrows_move_and_a_second_press_takes_back(look: UiContext, qtbot: object) -> None:
    choices = ChoiceButtons(look, LAMPS, name="Lamps")
    qtbot.addWidget(choices)
    choices.show()
    sent = []
    choices.chosen.connect(sent.append)
    first = choices.findChildren(QPushButton)[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_2)
    qtbot.keyClick(first, Qt.Key.Key_3)
    assert sent == ["t5", "t8"]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert choices.focusWidget() is choices.findChildren(QPushButton)[1]
    qtbot.keyClick(choices.findChildren(QPushButton)[1], Qt.Key.Key_3)
    assert sent[-1] is None


def test_several_answers_come_in_the_order_shown(look: UiContext, qtbot: object) -> None:
    choices = ChoiceButtons(look, LAMPS, name="Lamps", multiple=True, value=("t8",))
    qtbot.addWidget(choices)
    sent = []
    choices.chosen.connect(sent.append)
    choices.findChildren(QPushButton)[0].click()
    assert sent == [("led", "t8")]


def test_an_answer_that_must_stay_cannot_be_taken_back(look: UiContext, qtbot: object) -> None:
    choices = ChoiceButtons(look, LAMPS, name="Lamps", clearable=False, value="led")
    qtbot.addWidget(choices)
    choices.findChildren(QPushButton)[0].click()
    assert choices.value() == "led"


def test_what_is_shown_is_not_sent(look: UiContext, qtbot: object) -> None:
    choices = ChoiceButtons(look, LAMPS, name="Lamps")
    qtbot.addWidget(choices)
    sent = []
    choices.chosen.connect(sent.append)
    choices.set_value("t5")
    choices.set_flagged({"t8"})
    assert (choices.value(), sent) == ("t5", [])
    assert not choices.findChildren(QPushButton)[2].icon().isNull()


def test_reach_is_turned_and_said(look: UiContext, qtbot: object) -> None:
    toggle = ReachToggle(look)
    qtbot.addWidget(toggle)
    sent = []
    toggle.changed.connect(sent.append)
    toggle.click()
    toggle.click()
    assert sent == [Reach.INTERNAL, Reach.REPORT]
    assert "report" in toggle.accessibleName()


def test_a_list_that_opens_keeps_its_choice_when_its_choices_change(look: UiContext, qtbot: object) -> None:
    select = Select(look, LAMPS, name="Lamps", value="t5")
    qtbot.addWidget(select)
    select.set_choices([("t5", "Lysrør T5"), ("led", "LED")])
    assert select.value() == "t5"
    select.set_value(None)
    assert select.value() is None


def test_a_switch_shows_without_sending(look: UiContext, qtbot: object) -> None:
    switch = Switch(look, "Answers as appendix")
    qtbot.addWidget(switch)
    sent = []
    switch.toggled.connect(sent.append)
    switch.set_value(True)
    assert (switch.value(), sent) == (True, [])


def test_words_are_added_and_taken_out(look: UiContext, qtbot: object) -> None:
    tags = TagEditor(look, name="Focus areas", values=("Lighting",), suggestions=("Heating",))
    qtbot.addWidget(tags)
    tags.show()
    sent = []
    tags.changed.connect(sent.append)
    qtbot.keyClicks(tags.line, "Heating,lighting")
    qtbot.keyClick(tags.line, Qt.Key.Key_Return)
    assert sent == [("Lighting", "Heating")]
    tags.remove("Lighting")
    assert tags.values() == ("Heating",)


def test_a_step_says_what_is_missing(look: UiContext, qtbot: object) -> None:
    stepper = Stepper(look, [StepItem("a", "Prepare"), StepItem("b", "Sign"), StepItem("c", "Hand over")], "Steps")
    qtbot.addWidget(stepper)
    stepper.show()
    stepper.set_state("b", missing=2, done=False)
    stepper.set_state("a", missing=0, done=True)
    names = [button.accessibleName() for button in stepper._buttons.values()]
    assert names == ["Step 1: Prepare, done", "Step 2: Sign, 2 things missing", "Step 3: Hand over"]


def test_any_step_can_be_opened(look: UiContext, qtbot: object) -> None:
    stepper = Stepper(look, [StepItem("a", "Prepare"), StepItem("b", "Sign")], "Steps")
    qtbot.addWidget(stepper)
    stepper.show()
    sent = []
    stepper.chosen.connect(sent.append)
    stepper._buttons["a"].setFocus()
    qtbot.keyClick(stepper._buttons["a"], Qt.Key.Key_Right)
    qtbot.keyClick(stepper._buttons["b"], Qt.Key.Key_Space)
    assert sent == ["b"]
    assert stepper.current() == "b"
