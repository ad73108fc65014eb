"""What each kind of visit says, in Danish and English, as it was read and agreed: titles, disclaimers, mandatory facts.

To accept a change: delete the files that differ, run, read the difference, commit them.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.inspection import ITEMS, item_of, months_later, publish_by, send_by
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import Answer, PrintSize, VisitKind
from ambassador_app.i18n import Language
from ambassador_app.report import ReportContent, check, compose, logical_text, render
from ambassador_app.report.content import Facts, Heading, Paragraph, Photos, Room
from tests.builders import translator
from tests.report.kinds import KINDS, about, farm, first_meeting, follow_up, home, inspection, technical_review
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, answers, images

GOLDEN = Path(__file__).parent / "golden"


def composed(dossier: VisitDossier, language: Language = Language.ENGLISH) -> ReportContent:
    return compose(dossier, translator(language), NOON)


def said(dossier: VisitDossier) -> str:
    return " ".join(logical_text(render(composed(dossier), images(4), FONTS)).split())


def readable(value: Any) -> Any:
    """Plain content without what is empty, and without the strokes of pictures: what a person can read through."""
    if isinstance(value, dict):
        kept = {key: readable(part) for key, part in value.items() if key not in ("shapes", "digest", "created")}
        return {key: part for key, part in kept.items() if part not in ("", [], {}, None, False)}
    return [readable(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", KINDS)
def test_the_content_of_each_kind_is_as_agreed(name: str, language: Language) -> None:
    found = json.dumps(readable(composed(KINDS[name](), language).to_json()), ensure_ascii=False, indent=1) + "\n"
    file = GOLDEN / f"{name}_{language}.json"
    if not file.exists():
        file.write_text(found, "utf-8")
        pytest.fail(f"{file.name} was not there; it is now: read it and run again")
    assert found == file.read_text("utf-8")


def test_the_municipalitys_own_words_follow_those_that_every_report_of_the_kind_has() -> None:
    bare = home()
    said_of_homes = {"home_advice/en": "Ask the tenants first.", "home_advice/da": "Spørg lejerne."}
    own = {**said_of_homes, "walkthrough/en": "Of companies."}
    told = replace(bare, municipality=replace(bare.municipality, disclaimers=own))
    assert "nor an energy label" in said(told)
    assert "Ask the tenants first." in said(told)
    for other in ("Spørg lejerne.", "Of companies."):
        assert other not in said(told)
    assert told.for_report().municipality.disclaimers == said_of_homes


@pytest.mark.parametrize("name", ["walkthrough", "inspection", "home", "second_edition"])
def test_what_a_screen_reader_meets_in_which_order_is_as_agreed(name: str) -> None:
    """No validator judges the order; here it stands, element by element, as the file has it."""
    pdf = render(composed(KINDS[name]()), images(4), FONTS)
    found = re.sub(r"[0-9a-f]{8}( [0-9a-f]{8}){7}", "(checksum)", logical_text(pdf)) + "\n"
    file = GOLDEN / f"{name}_en.txt"
    if not file.exists():
        file.write_text(found, "utf-8")
        pytest.fail(f"{file.name} was not there; it is now: read it and run again")
    assert found == file.read_text("utf-8")


# -- inspection ---------------------------------------------------------------------------------------------------
def parts_of(content: ReportContent) -> list[str]:
    return [one.text for one in content.blocks if isinstance(one, Heading) and one.level == 2]


def test_an_inspection_has_its_eight_items_in_order() -> None:
    content = composed(inspection())
    at = next(
        i for i, one in enumerate(content.blocks) if getattr(one, "text", "") == "The eight items of the inspection"
    )
    facts = content.blocks[at + 1]
    assert isinstance(facts, Facts)
    assert [one.label[0] for one in facts.rows] == [str(item) for item in ITEMS]
    assert "CVR number 13 74 81 36, P-number 1012345678" in facts.rows[1].value
    assert "Reminder of the rules" in facts.rows[6].value


def test_an_item_about_which_nothing_was_noted_says_so() -> None:
    content = composed(replace(inspection(), sections=()))
    facts = next(one for one in content.blocks if isinstance(one, Facts) and one.rows[0].label.startswith("1."))
    assert [one.value for one in facts.rows[5:]] == ["Not stated."] * 3
    assert facts.rows[0].value == "Not stated."
    assert "22 November 2026" in facts.rows[3].value


def test_an_inspection_tells_when_it_is_sent_and_published_and_who_may_see_it() -> None:
    text = said(inspection())
    for words in ("22 January 2027", "22 March 2027", "Digital MiljøAdministration", "right to see the rest"):
        assert words in text


def test_the_pages_on_energy_can_be_taken_out_of_an_inspection() -> None:
    content = composed(inspection())
    breaks = [one.text for one in content.blocks if isinstance(one, Heading) and one.new_page]
    assert breaks == ["Opportunities, not requirements", "Data protection and access to documents"]
    parts = parts_of(content)
    between = parts[parts.index(breaks[0]) : parts.index(breaks[1])]
    assert between == [
        "Opportunities, not requirements", "Quick wins without investment", "Energy use", "Factors, prices and method",
    ]  # fmt: skip
    front = json.dumps(readable(composed(inspection()).to_json()["front"]))
    assert "kWh/yr" not in front
    assert "Soil pollution: None found." in front


def test_an_inspection_is_announced_and_never_agreed_voluntarily() -> None:
    text = said(inspection())
    assert "announced to Jens Ægidius on 1 November 2026" in text
    assert "voluntarily" not in text
    assert "duty to act" not in text


def test_an_inspection_without_announcement_says_so() -> None:
    text = said(replace(inspection(), sections=answers({"/data/before/ti_notice": Answer("unannounced")})))
    assert "The inspection was not announced beforehand." in text
    assert "announced to Jens Ægidius" not in text


def test_a_company_that_is_named_as_its_place_is_named_once_among_the_items() -> None:
    whole = inspection()
    assert whole.organisation is not None
    text = said(replace(whole, site=replace(whole.site, name=whole.organisation.name)))
    assert f"{whole.organisation.name}, {whole.organisation.name}" not in text


def test_what_is_kept_from_publication_is_not_among_the_items() -> None:
    assert "lakken" not in json.dumps(composed(inspection()).to_json(), ensure_ascii=False)


@pytest.mark.parametrize("kind", [one for one in VisitKind if one is not VisitKind.INSPECTION])
def test_no_other_kind_speaks_of_enforcement(kind: VisitKind) -> None:
    text = said(about(replace(inspection(), measures=()), kind=kind))
    assert "Digital MiljøAdministration" not in text
    assert "neither an environmental inspection" in text


@pytest.mark.parametrize(("code", "item"), [("TI1", 1), ("TI8", 8), ("TI9", 0), ("TI12", 0), ("LY1", 0), ("", 0)])
def test_an_item_is_known_by_its_questions_code(code: str, item: int) -> None:
    assert item_of(code) == item


def test_deadlines_end_with_the_month_where_it_is_shorter() -> None:
    assert (send_by(date(2026, 12, 31)), publish_by(date(2026, 10, 31))) == (date(2027, 2, 28), date(2027, 2, 28))
    assert months_later(date(2027, 12, 30), 2) == date(2028, 2, 29)


# -- the other kinds ----------------------------------------------------------------------------------------------
def test_the_amounts_of_a_home_are_with_vat_and_a_companys_without() -> None:
    assert "All amounts include VAT." in said(home())
    assert "All amounts are without VAT." in said(a_dossier())


def test_a_home_is_told_what_to_see_to_and_that_nobody_is_recommended() -> None:
    text = said(home())
    for words in ("condition report", "no company is recommended", "three written offers", "asbestos", "Karen Juhl"):
        assert words in text
    assert "CVR" not in text


def test_a_farm_without_its_number_says_that_it_is_missing() -> None:
    assert "CHR number TD 123456" in said(farm())
    unknown = replace(farm(), site=replace(farm().site, chr_number=""))
    assert "CHR number TD Not stated" in said(unknown)


def test_a_technical_review_tells_the_advisers_interests() -> None:
    assert "Holst Energi sælger ikke udstyr." in said(technical_review())
    assert "Interests of the adviser: Not stated." in said(about(technical_review(), adviser_interests=""))
    assert "Interests of the adviser" not in said(a_dossier())


def test_a_follow_up_begins_with_what_became_of_the_measures() -> None:
    content = composed(follow_up())
    assert parts_of(content).index("Status of earlier measures") < parts_of(content).index("Observations")
    front = json.dumps(readable(content.to_json()["front"]), ensure_ascii=False)
    for words in ("1 of 2", "14,200", "21,300", "86"):
        assert words in front


def test_a_first_meeting_has_on_page_one_what_was_agreed() -> None:
    front = json.dumps(readable(composed(first_meeting()).to_json()["front"]), ensure_ascii=False)
    for words in ("Compressed air", "14 January 2027", "Trykluften står tændt", "a partnership begins"):
        assert words in front
    assert "drivkraften" not in front


@pytest.mark.parametrize("kind", list(SiteKind))
def test_every_place_has_a_title_in_both_languages(kind: SiteKind) -> None:
    whole = replace(a_dossier(), site=replace(a_dossier().site, kind=kind))
    titles = {compose(whole, translator(language), NOON).title for language in Language}
    assert len(titles) == 2


def test_a_photo_for_page_one_stands_there_and_nowhere_else() -> None:
    content = composed(farm())
    front = [one for one in content.front if isinstance(one, Photos)]
    assert [(one.items[0].room, one.items[0].caption) for one in front] == [(Room.COVER, "Photo 1. Malkestalden")]
    assert sum("Malkestalden" in json.dumps(part) for part in content.to_json()["blocks"]) == 0


def test_of_several_photos_for_page_one_the_first_stands_there_and_the_others_are_large() -> None:
    whole = farm()
    second = replace(whole.attachments[1], print_size=PrintSize.COVER)
    content = composed(replace(whole, attachments=(whole.attachments[0], second)))
    rooms = [photo.room for one in content.all_blocks() if isinstance(one, Photos) for photo in one.items]
    assert rooms == [Room.COVER, Room.LARGE]


def test_the_first_photo_of_an_important_finding_is_large() -> None:
    shown = [one for one in composed(KINDS["night_walk"]()).blocks if isinstance(one, Photos)]
    rooms = {photo.caption.split(". ", 1)[1]: photo.room for one in shown for photo in one.items}
    assert rooms == {"Gangen": Room.SMALL, "Kompressoren kl. 22.20": Room.LARGE, "Aflæst strøm": Room.SMALL}


def test_a_confirmation_is_said_in_words() -> None:
    whole = replace(inspection(), sections=answers({"/data/before/ti_rights": Answer("OK")}))
    assert "Confirmed" in said(whole)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_conforms_as_far_as_we_can_tell(name: str) -> None:
    pdf = render(compose(KINDS[name](), ENGLISH, NOON), images(4), FONTS)
    assert check(pdf) == ()
    assert not [one for one in composed(KINDS[name]()).blocks if isinstance(one, Paragraph) and not one.text.strip()]
