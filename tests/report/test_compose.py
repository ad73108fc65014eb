"""What a visit becomes in its report: nothing dropped, nothing internal, figures worth their data."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import ActionId, ContactId, FindingId, SignOffId
from ambassador_app.domain.measure import Provenance, Suggestion
from ambassador_app.domain.place import Contact, Reach, SiteKind
from ambassador_app.domain.sign_off import NotSigned, SignerRole, SignOff
from ambassador_app.domain.totals import totals_of
from ambassador_app.domain.visit import Action, Answer, EnergyUse, Finding, VisitKind
from ambassador_app.report import ReportContent, check, compose, logical_text, render, snapshot
from ambassador_app.report.content import Block, MeasureBlock, Paragraph, Photos, Signatures, Table
from tests.builders import some_ink
from tests.report.samples import (
    ENGLISH,
    FONTS,
    LONG,
    NOON,
    SITE,
    VISIT,
    a_dossier,
    answers,
    bare_dossier,
    images,
    measure,
    photo,
    sign_offs,
)

GIVEN = {
    "/data/lighting/ly1_lamp_kind": Answer("t8", note="Kun i hal 2"),
    "/data/lighting/ly1_count": Answer(120.0),
    "/data/ventilation/ve0_present": Answer("yes"),
    "/data/ventilation/ve_plant/ve1_run_hours": Answer(not_seen="Låget var låst"),
}


def composed(dossier: VisitDossier | None = None) -> ReportContent:
    return compose(dossier or a_dossier(), ENGLISH, NOON)


def text_of(dossier: VisitDossier, pictures: int = 8) -> str:
    """The logical text of a rendered dossier, checked, without any space."""
    pdf = render(compose(dossier, ENGLISH, NOON), images(pictures), FONTS, snapshot=snapshot(dossier))
    assert check(pdf) == ()
    return squeezed(logical_text(pdf))


def squeezed(text: str) -> str:
    return "".join(text.split())


def blocks_of(content: ReportContent, kind: type[Any]) -> list[Any]:
    return [block for block in content.all_blocks() if isinstance(block, kind)]


# -- nothing dropped ----------------------------------------------------------------------------------------------
def everything(dossier: VisitDossier) -> list[str]:
    """Each text that somebody typed and the report has to hold."""
    visit = dossier.visit
    found = [visit.purpose, visit.scope, visit.not_seen, visit.business_secrets, visit.case_number]
    found += [*visit.wishes, *visit.remarks.split("\n\n"), visit.focus_areas[-1]]
    found += [text for one in visit.participants for text in (one.name, one.role, one.party)]
    found += [text for one in dossier.contacts for text in (one.name, one.role)]
    found += [one.text for one in dossier.findings]
    found += [text for one in dossier.actions for text in (one.what, one.owner)]
    found += [one.caption for one in dossier.attachments]
    found += [text for one in dossier.sign_offs for text in (one.name, one.title, one.not_signed_note)]
    for one in dossier.measures:
        found += [one.title, one.current_practice, one.proposal, one.assumptions, one.benefits, one.risks, one.owner]
        found.append(one.price_source)
    return [text for text in found if text]


NAME = "Ægirs Maskin- og Skibsværft " * 7 + "A/S"
REMARKS = {"short": "Første linje.\nAnden linje.\nTredje linje.", "long": "".join(f"{i} {LONG}" for i in range(140))}


@pytest.mark.parametrize(
    ("measures", "photos", "remarks"),
    [(0, 0, "long"), (1, 0, "short"), (1, 40, "short"), (200, 120, "long")],
)
def test_nothing_that_was_written_is_dropped(measures: int, photos: int, remarks: str) -> None:
    assert len(REMARKS["long"]) > 8000
    assert len(NAME) > 190
    whole = a_dossier(
        findings=tuple(
            Finding(FindingId(f"f{i}"), VISIT, f"Finding no. {i}!", ("lighting", "heating", "")[i % 3])
            for i in range(photos)
        ),
        measures=tuple(
            measure(i, title=f"Measure no. {i}!", assumptions=f"Assumption {i}!", benefits=f"Benefit {i}!")
            for i in range(measures)
        ),
        attachments=tuple(
            photo(i, caption=f"Caption no. {i}!", area="lighting" if i % 2 else "") for i in range(photos)
        ),
    )
    whole = replace(
        whole,
        site=replace(whole.site, name=NAME),
        visit=replace(whole.visit, remarks=REMARKS[remarks]),
        sign_offs=(*whole.sign_offs, replace(whole.sign_offs[1], id=SignOffId("s3"), name=NAME, role=SignerRole.OTHER)),
    )
    said = text_of(whole, max(photos, 4))
    assert [text for text in everything(whole) if squeezed(text) not in said] == []
    for i in range(photos):  # 1 is not found in 11: each is counted for itself, the caption once, the finding once
        assert said.count(f"Captionno.{i}!") == 2  # below the photo, and as what is read out instead of it
        assert said.count(f"Findingno.{i}!") == 1
    for i in range(measures):
        assert said.count(f"Assumption{i}!") == 1
        assert said.count(f"Measureno.{i}!") >= 2  # in the table and above its block


def test_long_remarks_and_names_are_whole() -> None:
    name = "Maskinfabrikken" * 13
    whole = a_dossier()
    remark = "".join(f"{i} {LONG}" for i in range(140))
    whole = replace(
        whole,
        site=replace(whole.site, name=name),
        visit=replace(whole.visit, remarks=remark, business_secrets=remark, not_seen=remark),
        measures=(measure(0, title=name, proposal=remark, owner=name, price_source=remark),),
        findings=(Finding(FindingId("f1"), VISIT, remark, "lighting"),),
        actions=(Action(ActionId("a"), VISIT, remark, name),),
        contacts=(Contact(ContactId("c"), name, SITE, name),),
        sign_offs=(replace(sign_offs()[1], name=name, not_signed_note=remark),),
    )
    said = text_of(whole)
    assert said.count(squeezed(remark)) >= 8
    assert said.count(name) >= 8


def test_every_photo_stands_where_it_belongs_and_is_numbered_in_order() -> None:
    content = composed()
    shown = [photo for block in content.all_blocks() for photo in getattr(block, "photos", getattr(block, "items", ()))
             if hasattr(photo, "sha256")]  # fmt: skip
    assert [one.caption.split(".")[0] for one in shown] == [f"Photo {i}" for i in range(1, 5)]
    blocks = list(content.blocks)
    finding = next(i for i, one in enumerate(blocks) if isinstance(one, Paragraph) and "hal 2" in one.text)
    assert isinstance(blocks[finding + 1], Photos)
    assert "Loftet i hal 1" in blocks[finding + 1].items[0].caption
    of_measure = next(one for one in blocks_of(content, MeasureBlock) if one.photos)
    assert of_measure.title == "LED-belysning nr. 0"


def test_answers_are_shown_with_their_words_and_units() -> None:
    whole = a_dossier(sections=answers(GIVEN))
    said = text_of(whole)
    for text in ("Kunihal2", "120pcs", "Lågetvarlåst"):
        assert text in said
    assert "ly1_lamp_kind" not in said


# -- nothing internal ---------------------------------------------------------------------------------------------
HUSH = "INTERNAL-7f3a"


def whispering() -> VisitDossier:
    """A visit in which every place that can be internal holds the word that must not get out."""
    whole = a_dossier()
    path = next(iter(GIVEN))
    return replace(
        whole,
        site=replace(whole.site, internal_note=HUSH),
        visit=replace(whole.visit, internal_note=HUSH),
        contacts=(
            *whole.contacts,
            Contact(ContactId("x"), HUSH, SITE, HUSH, HUSH, HUSH, Reach.INTERNAL, HUSH),
            Contact(ContactId("y"), "Open", SITE, email=HUSH, phone=HUSH, note=HUSH),
        ),
        sections=answers({path: Answer(HUSH, HUSH, Reach.INTERNAL, HUSH)}),
        findings=(*whole.findings, Finding(FindingId("fx"), VISIT, HUSH, HUSH, HUSH, reach=Reach.INTERNAL)),
        measures=(
            *whole.measures,
            measure(3, title=HUSH, proposal=HUSH, reach=Reach.INTERNAL),
            measure(4, title=HUSH, suggestion=Suggestion.DISMISSED, dismissed_because=HUSH),
            measure(5, title=HUSH, suggestion=Suggestion.SUGGESTED),
            measure(6, internal_note=HUSH, provenance=Provenance(HUSH, {HUSH: HUSH})),
        ),
        actions=(*whole.actions, Action(ActionId("ax"), VISIT, HUSH, HUSH, reach=Reach.INTERNAL)),
        attachments=(
            *whole.attachments,
            photo(4, caption=HUSH, name=HUSH, reach=Reach.INTERNAL),
            photo(5, caption=HUSH, finding_id=FindingId("fx")),
            photo(6, original_sha256=HUSH, thumbnail_sha256=HUSH),
        ),
    )


def test_no_internal_byte_is_anywhere_in_the_file() -> None:
    import io

    import pikepdf

    whole = whispering()
    content = compose(whole, ENGLISH, NOON)
    pdf = render(content, images(8), FONTS, snapshot=snapshot(whole))
    assert HUSH not in json.dumps(content.to_json())
    assert HUSH.encode() not in snapshot(whole)
    assert HUSH not in logical_text(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        plain = b"".join(
            one.read_bytes() if "DCT" not in str(one.get("/Filter")) else b""
            for one in document.objects
            if isinstance(one, pikepdf.Stream)
        )
    assert HUSH.encode() not in plain + pdf


def test_an_internal_photo_is_not_among_those_asked_for() -> None:
    wanted = composed(whispering()).image_hashes()
    assert photo(4).sha256 not in wanted
    assert photo(5).sha256 not in wanted
    assert photo(6).sha256 in wanted


# -- what it says -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", list(VisitKind))
def test_every_kind_of_visit_has_its_title_and_disclaimer(kind: VisitKind) -> None:
    whole = a_dossier()
    content = composed(replace(whole, visit=replace(whole.visit, kind=kind)))
    said = json.dumps(content.to_json())
    assert content.title
    assert ("neither an environmental inspection" in said) == (kind is not VisitKind.INSPECTION)
    assert ("opportunities, not requirements" in said) == (kind is VisitKind.INSPECTION)
    assert ("duty to act" in said) == (kind is not VisitKind.INSPECTION)


def test_a_visit_without_any_measure_is_a_good_report() -> None:
    said = text_of(a_dossier(measures=()))
    for text in ("Focusareasforthefurtherwork:", "Varmegenvinding", "Sendetilbud", "22May2027"):
        assert text in said
    assert "kWh/yr" not in said


def test_a_visit_of_which_nothing_is_known_is_still_a_report() -> None:
    assert "Signatures" in text_of(bare_dossier())


def test_a_farm_shows_its_herd_number_and_no_p_number() -> None:
    whole = a_dossier()
    farm = replace(whole.site, kind=SiteKind.FARM, chr_number="123456")
    said = text_of(replace(whole, site=farm, organisation=None))
    assert "CHRnumberTD123456" in said
    assert "P-number" not in said


def test_figures_are_rounded_to_what_their_data_is_worth() -> None:
    """12,000 kWh at 1.50 DKK, quality B: two digits; the investment as it was given."""
    block = next(one for one in blocks_of(composed(), MeasureBlock) if one.title == "LED-belysning nr. 0")
    assert [(one.value, one.unit) for one in block.figures] == [
        ("12,000", "kWh/yr"), ("18,000", "DKK/yr"), ("1.6", "t CO₂e/yr"), ("3.3", "years"),
    ]  # fmt: skip
    assert block.verdict == "Pays for itself in about 3–5 years; profitable by BR18."


def test_measures_are_ordered_by_how_soon_they_pay_back() -> None:
    titles = [one.title for one in blocks_of(composed(), MeasureBlock)]
    assert titles == ["Sluk ventilationen om natten", "LED-belysning nr. 0", "Efterisolér taget"]


def test_factors_and_prices_stand_with_year_and_source() -> None:
    said = text_of(a_dossier())
    assert "BR18,bilag2,tabel8" in said
    assert "DKK/kWh" in said
    assert "2025" in said


@pytest.mark.parametrize("count", [3, 30])
def test_page_one_says_where_proposals_overlap(count: int) -> None:
    """Savings are capped at what the site uses."""
    whole = a_dossier(measures=tuple(measure(i) for i in range(count)))
    assert bool(totals_of(whole.measures, whole.energy).capped) == (count == 30)
    assert ("overlap" in text_of(whole)) == (count == 30)


def test_months_do_not_count_beside_their_year() -> None:
    def use(month: int | None, kwh: float) -> EnergyUse:
        return EnergyUse(f"{month}", SITE, "electricity", 2025, month, kwh=kwh)  # type: ignore[arg-type]

    whole = a_dossier(energy=(use(None, 1000.0), use(1, 90.0), use(2, 80.0)))
    table = next(one for one in blocks_of(composed(whole), Table) if one.columns[0].title == "Carrier")
    assert table.rows[0][3] == "1,000\N{NO-BREAK SPACE}kWh"
    months = a_dossier(energy=(use(1, 90.0), use(2, 80.0)))
    table = next(one for one in blocks_of(composed(months), Table) if one.columns[0].title == "Carrier")
    assert table.rows[0][3] == "170\N{NO-BREAK SPACE}kWh"


# -- signing ------------------------------------------------------------------------------------------------------
def test_the_digest_stays_the_same_while_people_sign() -> None:
    before = compose(a_dossier(sign_offs=()), ENGLISH, NOON)
    signed = compose(a_dossier(sign_offs=sign_offs(before.digest)), ENGLISH, NOON + timedelta(hours=3))
    assert signed.digest == before.digest
    assert before.digest in squeezed(logical_text(render(signed, images(4), FONTS)))


def test_the_digest_changes_with_anything_that_is_signed() -> None:
    whole = a_dossier()
    changed = replace(whole, visit=replace(whole.visit, remarks="Something else"))
    assert composed(whole).digest != composed(changed).digest
    assert composed(whole).digest != composed(replace(whole, attachments=whole.attachments[1:])).digest


def signers_of(dossier: VisitDossier) -> tuple[Any, ...]:
    block: Block = blocks_of(composed(dossier), Signatures)[0]
    return block.signers  # type: ignore[union-attr]


def test_ink_is_never_set_below_another_text() -> None:
    whole = a_dossier(sign_offs=sign_offs("0" * 64))
    ambassador = signers_of(whole)[0]
    assert ambassador.ink is None
    assert "signed again" in ambassador.not_signed


def test_a_missing_signature_is_printed_with_its_reason() -> None:
    ambassador, visited = signers_of(a_dossier())
    assert ambassador.ink == some_ink().without_times()
    assert visited.ink is None
    assert "Ønsker betænkningstid" in visited.not_signed


def test_who_has_not_signed_yet_is_named() -> None:
    assert [one.not_signed for one in signers_of(a_dossier(sign_offs=()))] == ["Not signed yet"] * 2


def test_a_signed_paper_is_shown_as_a_picture() -> None:
    paper = photo(7, caption="", kind="signed_paper")
    signed = SignOff(
        SignOffId("p"), VISIT, 1, SignerRole.VISITED_PARTY, "Jens Ægidius", not_signed=NotSigned.PAPER_COPY,
        paper_id=paper.id,
    )  # fmt: skip
    whole = a_dossier()
    whole = replace(whole, sign_offs=(signed,), attachments=(*whole.attachments, paper))
    block = blocks_of(composed(whole), Signatures)[0]
    assert [one.sha256 for one in block.papers] == [paper.sha256]
    assert paper.sha256 in composed(whole).image_hashes()


def test_the_snapshot_is_canonical_and_names_its_schema() -> None:
    data = json.loads(snapshot(a_dossier()))
    assert (data["format"], data["schema"]) == ("ambassador-visit", 1)
    assert snapshot(a_dossier()) == snapshot(a_dossier())
    assert data["visit"]["agreed_on"] == date(2026, 11, 1).isoformat()


def test_page_1_says_what_is_not_computed_and_does_not_count() -> None:
    done, open_one = measure(0), measure(1, assessment=None)
    front = json.dumps(compose(a_dossier(measures=(done, open_one)), ENGLISH, NOON).to_json()["front"])
    assert "The visit gave 2 proposals. 1 of them is not computed yet and does not count below." in front
    none = json.dumps(compose(a_dossier(measures=(open_one,)), ENGLISH, NOON).to_json()["front"])
    assert "Among them, not computed yet:" in none
    assert open_one.title in none
