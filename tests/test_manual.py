"""The manual has a page for every screen, in both languages, and every link in it leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ambassador_app.domain.calculators import CALCULATORS, Calculator, Number
from ambassador_app.ui.screens import SCREENS
from tests.domain.test_calculators import english

MANUAL = Path(__file__).parent.parent / "docs" / "manual"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("screen", ["index", *SCREENS])
def test_every_screen_has_its_page(language: str, screen: str) -> None:
    page = (MANUAL / language / f"{screen}.md").read_text("utf-8")
    assert page.startswith("# ")
    for target in re.findall(r"\]\(([^)]+)\)", page):
        assert (MANUAL / language / target).is_file()


def test_a_part_of_a_screen_that_names_a_page_has_it() -> None:
    sources = (MANUAL.parent.parent / "ambassador_app" / "ui").rglob("*.py")
    named = re.findall(r'"help_page", "(\w+)"', "".join(file.read_text("utf-8") for file in sources))
    assert {"report", "hand_over"} <= set(named)
    assert all((MANUAL / "en" / f"{name}.md").is_file() for name in named)


def test_both_languages_have_the_same_pages() -> None:
    danish, english = ({file.name for file in (MANUAL / language).iterdir()} for language in ("da", "en"))
    assert danish == english


MEASURES = MANUAL.parent / "measures"


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_calculator_has_its_page_and_the_index_leads_there(language: str) -> None:
    pages = {file.stem for file in (MEASURES / language).iterdir()}
    assert pages == {"index", *CALCULATORS}
    index = (MEASURES / language / "index.md").read_text("utf-8")
    assert set(re.findall(r"\]\((\w+)\.md\)", index)) == set(CALCULATORS)


@pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=lambda one: one.id)
def test_a_page_tells_what_the_declaration_does(calculator: Calculator) -> None:
    page = (MEASURES / "en" / f"{calculator.id}.md").read_text("utf-8")
    for entry in calculator.fields():
        assert f"**{entry.label}** (`{entry.name}`): {entry.help}" in page
        if isinstance(entry, Number):
            assert english().say(entry.allowed()) in page.replace("\N{NO-BREAK SPACE}", " ")
    for text in (calculator.title, calculator.note, calculator.sources):
        assert text in page
    assert "## Formula\n\n- " in page
    assert "Rounded to what the data is worth" in page
