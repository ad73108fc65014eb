"""The help beside the page: the manual, and the page of each calculator."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.i18n import Language
from ambassador_app.ui.help import HelpDrawer, narrow
from tests.ui.conftest import MakeContext

MANUAL = Path(__file__).parents[2] / "docs" / "manual"


def drawer(make_context: MakeContext, qtbot: QtBot, language: Language = Language.ENGLISH) -> HelpDrawer:
    made = HelpDrawer(make_context(language=language), MANUAL)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("language", list(Language))
def test_each_calculator_has_its_page(make_context: MakeContext, qtbot: QtBot, language: Language) -> None:
    help_ = drawer(make_context, qtbot, language)
    for name in CALCULATORS:
        help_.toggle(f"measures/{name}")
        assert f"({name})" in help_.text.toPlainText() or f" {name}." in help_.text.toPlainText()
        assert "make measures-docs" not in help_.text.toPlainText()
        help_.toggle()
        assert not help_.isVisible()


def test_links_lead_from_the_manual_to_the_calculations_and_on(make_context: MakeContext, qtbot: QtBot) -> None:
    help_ = drawer(make_context, qtbot)
    help_.toggle("index")
    help_.text.anchorClicked.emit(QUrl("../../measures/en/index.md"))
    assert help_.text.toPlainText().startswith("How each measure is computed")
    help_.text.anchorClicked.emit(QUrl("heat_pump.md"))
    assert help_.text.toPlainText().startswith("Heat pump instead of a boiler")
    before = help_.text.toPlainText()
    help_.text.anchorClicked.emit(QUrl("nowhere.md"))
    assert help_.text.toPlainText() == before


def test_what_has_no_page_shows_the_first_one(make_context: MakeContext, qtbot: QtBot) -> None:
    help_ = drawer(make_context, qtbot)
    help_.follow("today")
    help_.toggle()
    assert help_.text.toPlainText().startswith("Today")
    help_.follow("measures/perpetual_motion")
    assert help_.text.toPlainText().startswith("Help")


def test_without_a_manual_it_says_so(make_context: MakeContext, qtbot: QtBot) -> None:
    help_ = HelpDrawer(make_context(), None)
    qtbot.addWidget(help_)
    help_.toggle("measures/heat_pump")
    assert help_.text.toPlainText() == "There is no page about this in the manual."
    help_.text.anchorClicked.emit(QUrl("index.md"))
    assert help_.text.toPlainText() == "There is no page about this in the manual."


def test_a_table_is_a_list_in_the_narrow_drawer() -> None:
    table = "Before\n\n| Input | Values |\n|---|---|\n| **Hours** | 0 to 8,760 |\n| **Power** | 1 to 5 |\n\nAfter\n"
    rows = "- **Hours** *Values:* 0 to 8,760.\n- **Power** *Values:* 1 to 5.\n"
    assert narrow(table) == f"Before\n\n{rows}\nAfter\n"
    page = (MANUAL.parent / "measures" / "en" / "lighting_led.md").read_text("utf-8")
    assert "|" not in narrow(page)
    assert narrow(page).count("\n- **") >= len(CALCULATORS["lighting_led"].fields())
