"""A checklist on paper: everything a person is asked, boxes to tick, units, help; tagged and archival."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ambassador_app.domain.checklist import Checklist
from ambassador_app.exchange.xlsform import read
from ambassador_app.i18n import Language
from ambassador_app.report import blank_checklist, check, logical_text
from ambassador_app.report.blank import MOST_CHOICES, blank_content
from ambassador_app.report.content import Blank, Callout, Heading
from ambassador_app.services.resources import Resources
from tests.builders import RESOURCES, translator
from tests.exchange.workbooks import CHOICES, row, workbook

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FONTS = RESOURCES / "fonts"
LIBRARY = Resources(RESOURCES)
POSTS = [{"list_name": "post", "name": f"p{n}", "label::Dansk (da)": f"{n}"} for n in range(MOST_CHOICES + 1)]


def made(*rows: dict[str, object]) -> Checklist:
    return read(workbook(list(rows), [*CHOICES, *POSTS]), name="x.xlsx")[0]


def blanks(checklist: Checklist) -> dict[str, Blank]:
    content = blank_content(checklist, translator(Language.ENGLISH), created=NOON)
    return {one.text: one for one in content.blocks if isinstance(one, Blank)}


@pytest.mark.parametrize("identifier", [one.id for one in LIBRARY.choices()])
@pytest.mark.parametrize("language", list(Language))
def test_every_shipped_checklist_is_printed_whole(identifier: str, language: Language) -> None:
    checklist = LIBRARY.checklist(identifier)
    pdf = blank_checklist(checklist, FONTS, translator(language), created=NOON)
    assert check(pdf) == ()
    said = " ".join(logical_text(pdf).split())
    for section in checklist.sections:
        assert section.label.text(language.value) in said
    asked = [one for one in checklist.questions if one.kind.is_answerable and not one.read_only]
    assert asked
    for question in asked:
        words = question.label.text(language.value).split("${")[0]
        assert " ".join(words.split()) in said


def test_the_same_checklist_gives_the_same_bytes() -> None:
    found = LIBRARY.checklist("follow_up")
    one, other = (blank_checklist(found, FONTS, translator(), created=NOON) for _ in range(2))
    assert one == other


def test_each_kind_of_answer_has_its_room() -> None:
    found = blanks(
        made(
            row("select_one yn", "one", hint="Look up", guidance_hint="Why"),
            row("select_multiple yn", "many"),
            row("decimal", "power", bind__kb__unit="kW", bind__kb__code="EL1"),
            row("text", "short"),
            row("text", "long", appearance="multiline"),
            row("date", "day"),
            row("image", "photo"),
            row("acknowledge", "seen"),
            row("select_one post", "post"),
            row("calculate", "sum", calculation="1"),
        )
    )
    one, many = found["one (en)?"], found["many (en)?"]
    assert (one.choices, one.several, one.help) == (("Yes", "No"), "", "Look up\nWhy")
    assert many.several
    power = found["power (en)?"]
    assert (power.boxed, power.unit, power.code) == (True, "kW", "EL1")
    assert (found["short (en)?"].lines, found["long (en)?"].lines) == (1, 3)
    assert found["day (en)?"].boxed
    assert found["photo (en)?"].unit
    assert found["seen (en)?"].choices == ("Done",)
    assert (found["post (en)?"].choices, found["post (en)?"].lines) == ((), 1)
    assert "sum (en)?" not in found


def test_simple_conditions_are_said_and_the_rest_is_asked_of_everybody() -> None:
    found = blanks(
        made(
            row("select_one yn", "on"),
            row("integer", "count"),
            row("text", "why", relevant="${on} = 'no'"),
            row("text", "both", relevant="selected(${on}, 'yes') and ${on} = 'yes'"),
            row("text", "much", relevant="${count} > 10"),
        )
    )
    assert found["why (en)?"].when == "Only if “on (en)?” = No"
    assert found["both (en)?"].when.count("Yes") == 2
    assert found["much (en)?"].when == ""


def test_groups_rows_and_notes() -> None:
    checklist = made(
        row("begin_group", "light"),
        row("note", "told"),
        row("note", "guide", hint="Walk round twice", guidance_hint="The first round is too quick"),
        row("note", "counted", **{"label::English (en)": "There are ${n}", "label::Dansk (da)": "${n}"}),
        row("integer", "n"),
        row("begin_repeat", "zone"),
        row("text", "name"),
        {"type": "end_repeat"},
        {"type": "end_group"},
    )
    content = blank_content(checklist, translator(Language.ENGLISH), created=NOON)
    heads = [(one.text, one.level) for one in content.blocks if isinstance(one, Heading)]
    assert heads == [("light (en)?", 2), ("zone (en)?", 3)]
    notes = [(one.title, one.text) for one in content.blocks if isinstance(one, Callout)]
    assert notes == [("", "told (en)?"), ("guide (en)?", "Walk round twice\nThe first round is too quick")]
    said = logical_text(blank_checklist(checklist, FONTS, translator(Language.ENGLISH), created=NOON))
    assert "Fill in once for each" in said


def test_nothing_to_ask_is_still_a_page() -> None:
    empty = Checklist("e", "", made(row("text", "a")).title, ("da",), ())
    assert check(blank_checklist(empty, FONTS, translator(), created=NOON)) == ()
