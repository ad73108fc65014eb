"""The manual has a page for every screen, in both languages, and every link in it leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ambassador_app.ui.screens import SCREENS

MANUAL = Path(__file__).parent.parent / "docs" / "manual"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("screen", ["index", *SCREENS])
def test_every_screen_has_its_page(language: str, screen: str) -> None:
    page = (MANUAL / language / f"{screen}.md").read_text("utf-8")
    assert page.startswith("# ")
    for target in re.findall(r"\]\(([^)]+)\)", page):
        assert (MANUAL / language / target).is_file()


def test_both_languages_have_the_same_pages() -> None:
    danish, english = ({file.name for file in (MANUAL / language).iterdir()} for language in ("da", "en"))
    assert danish == english
