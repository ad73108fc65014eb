"""A small whole visit of each kind, as it could have been: what golden contents are composed from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.editions import Change, ChangedPart, EditionChange
from ambassador_app.domain.follow_up import Amounts, EarlierMeasure, Outcome
from ambassador_app.domain.identifiers import (
    ActionId,
    FindingId,
    OrganisationId,
    RevisionId,
)
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import Address, Industry, Organisation, Reach, Site, SiteKind
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.sign_off import Revision
from ambassador_app.domain.verification import VerificationMethod
from ambassador_app.domain.visit import (
    Action,
    Answer,
    EnergyUse,
    Finding,
    Participant,
    PrintSize,
    Severity,
    Visit,
    VisitKind,
)
from tests.builders import RESOURCES
from tests.report.samples import SITE, VISIT, a_dossier, answers, assessment, measure, photo

MORNING = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@cache
def template(name: str) -> Checklist:
    return Checklist.from_json((RESOURCES / "checklists" / f"{name}.json").read_bytes())


def of_kind(kind: VisitKind, checklist: str, given: dict[str, Answer], **fields: object) -> VisitDossier:
    """A visit with the parts that are special to its kind, and nothing of the company's walkthrough."""
    visit = Visit(
        VISIT,
        SITE,
        kind=kind,
        started_at=MORNING,
        clock_day=MORNING.date(),
        agreed_with="Jens Ægidius",
        agreed_on=date(2026, 11, 1),
        participants=(Participant("Jens Ægidius", "Direktør", "Fjordens Maskinfabrik A/S"),),
        case_number="26/1234",
        place="Middelfart",
    )
    bare: dict[str, object] = {
        "measures": (),
        "findings": (),
        "attachments": (),
        "actions": (),
        "energy": (),
        "case": None,
        "sign_offs": (),
    }
    return a_dossier(visit=visit, checklist=template(checklist), sections=answers(given), **(bare | fields))


def about(dossier: VisitDossier, **fields: object) -> VisitDossier:
    """The same with other words in its visit."""
    return replace(dossier, visit=replace(dossier.visit, **fields))  # type: ignore[arg-type]


def first_meeting() -> VisitDossier:
    given = {
        "/data/opening/fm_business": Answer("Maskinfabrik med 24 ansatte; god ordrebog."),
        "/data/opening/fm_decides": Answer("Direktøren. Driftslederen skal med næste gang."),
        "/data/climate_work/fm_progress": Answer(next_choice("first_meeting", "fm_progress")),
        "/data/interests/fm_wish": Answer("Lavere varmeregning og en fortælling til kunderne."),
        "/data/next_steps/fm_impression": Answer("Skjult: driftslederen er drivkraften.", reach=Reach.INTERNAL),
    }
    whole = of_kind(
        VisitKind.FIRST_MEETING,
        "first_meeting",
        given,
        findings=(
            Finding(FindingId("f1"), VISIT, "Trykluften står tændt hele natten.", "", severity=Severity.IMPORTANT),
        ),
        actions=(
            Action(ActionId("a1"), VISIT, "Sende de sidste tre års elregninger", "Mette Holm", date(2026, 12, 4)),
        ),
    )
    return about(
        whole,
        purpose="At lære hinanden at kende.",
        focus_areas=("compressed_air", "heating"),
        wishes=("Energirådgiver",),
        follow_up_on=date(2027, 1, 14),
    )


def next_choice(checklist: str, name: str) -> str:
    """The first choice of a question."""
    question = next(one for one in template(checklist).questions if one.name == name)
    return question.choices[0].name


def walkthrough() -> VisitDossier:
    return a_dossier()


def technical_review() -> VisitDossier:
    led = assessment("lighting_led", 60_000.0, **LED)
    whole = of_kind(
        VisitKind.TECHNICAL_REVIEW,
        "company_walkthrough",
        {},
        measures=(
            measure(
                0,
                title="LED i hal 2",
                assessment=led,
                price_source="tilbud",
                assumptions="3.000 timer om året.",
                current_practice="120 T8-armaturer.",
                proposal="120 LED-armaturer.",
                risks="Blænding ved drejebænkene.",
            ),
        ),
        energy=(EnergyUse("e1", SITE, "electricity", 2025, kwh=180_372.5, cost_dkk=270_000.0),),  # type: ignore[arg-type]
    )
    people = (*whole.visit.participants, Participant("Ida Holst", "Energirådgiver", "Holst Energi ApS"))
    return about(whole, participants=people, adviser_interests="Holst Energi sælger ikke udstyr.", scope="Hal 2.")


def follow_up() -> VisitDossier:
    def earlier(title: str, status: MeasureStatus, outcome: Outcome, **fields: object) -> EarlierMeasure:
        given: dict[str, object] = {
            "visited_on": date(2025, 5, 1),
            "owner": "Mette Holm",
            "deadline": date(2027, 3, 1),
            "promised_quality": DataQuality.B,
            "realised_quality": DataQuality.A,
            "method": VerificationMethod.SUB_METER if outcome.realised else None,
            "period_from": date(2025, 9, 1),
            "period_to": date(2026, 8, 31),
            "reach": Reach.REPORT,
            "reported": True,
        }
        return EarlierMeasure(title, status=status, outcome=outcome, **(given | fields))  # type: ignore[arg-type]

    done = Outcome(Amounts(16_560, 24_840, 2236), Amounts(14_200, 21_300, 1917))
    waiting = Outcome(Amounts(56_653, 84_980, 7648), None)
    whole = of_kind(
        VisitKind.FOLLOW_UP,
        "follow_up",
        {"/data/since/fu_changed": Answer("Ny hal taget i brug i marts.")},
        earlier=(
            earlier("LED i hal 1", MeasureStatus.VERIFIED, done),
            earlier("Tætning af trykluft", MeasureStatus.IN_PROGRESS, waiting),
        ),
        findings=(Finding(FindingId("f1"), VISIT, "Lyset slukkes nu automatisk.", "", severity=Severity.GOOD),),
    )
    return about(whole, follow_up_on=date(2027, 6, 1))


def inspection() -> VisitDossier:
    items = "/data/items"
    given = {
        "/data/before/ti_notice": Answer("written"),
        f"{items}/ti1_reason": Answer("regular"),
        f"{items}/ti1_category": Answer("Kategori 2, miljørisiko 3"),
        f"{items}/ti2_identity": Answer("OK"),
        f"{items}/ti3_kind": Answer("A 205, maskinværksted"),
        f"{items}/ti4_date": Answer("2026-11-22"),
        f"{items}/ti5_what": Answer("Oplag af olie og kemikalier, afløb, affald."),
        f"{items}/ti5_not_seen": Answer("Malerkabinen, som var i drift."),
        f"{items}/ti6_soil": Answer("none"),
        f"{items}/ti7_enforcement": Answer(("indskaerpelse",)),
        f"{items}/ti7_what": Answer("Spildbakke under olietønder inden 1. januar 2027."),
        f"{items}/ti8_control": Answer("good"),
        f"{items}/ti_secrets": Answer("Opskrift på lakken.", reach=Reach.INTERNAL),
        "/data/opportunities/op_wanted": Answer("yes"),
        "/data/opportunities/op_light_count": Answer(120.0),
    }
    whole = of_kind(
        VisitKind.INSPECTION,
        "inspection",
        given,
        measures=(
            measure(0, title="LED i hal 2"),
            measure(1, title="Sluk ventilationen om natten", area="ventilation"),
        ),
        findings=(
            Finding(FindingId("f1"), VISIT, "Olietønder uden spildbakke.", "items", severity=Severity.IMPORTANT),
        ),
        attachments=(photo(0, finding_id=FindingId("f1"), caption="Olietønder ved port 2"),),
        energy=(EnergyUse("e1", SITE, "electricity", 2025, kwh=180_000.0, cost_dkk=270_000.0),),  # type: ignore[arg-type]
    )
    return about(whole, not_seen="Lageret var låst.")


def home() -> VisitDossier:
    given = {
        "/data/before/ho_year": Answer(1967.0),
        "/data/before/ho_people": Answer(4.0),
        "/data/envelope/ho_draught": Answer("yes", note="Mest i stuen."),
    }
    site = Site(
        SITE,
        "Solvej 12",
        SiteKind.HOME,
        address=Address("Solvej 12", "5500", "Middelfart"),
        area_m2=142.0,
        built_year=1967,
        use="Parcelhus",
    )
    whole = of_kind(
        VisitKind.HOME_ADVICE,
        "home",
        given,
        organisation=None,
        site=site,
        contacts=(),
        measures=(
            measure(0, title="Efterisolér loftet", area="envelope", assessment=None),
            measure(1, title="Sænk fremløbstemperaturen", area="heating"),
        ),
        energy=(EnergyUse("e1", SITE, "natural_gas", 2025, kwh=18_100.0, cost_dkk=19_500.0),),  # type: ignore[arg-type]
    )
    prices = whole.price_set
    assert prices is not None
    whole = replace(whole, price_set=replace(prices, vat_included=True, title="Bolig"))
    owner = Participant("Karen Juhl", "Ejer", "")
    return about(whole, participants=(owner,), agreed_with="Karen Juhl", wishes=("Energihåndværker",))


def farm() -> VisitDossier:
    given = {"/data/before/fa_animals": Answer(210.0), "/data/milk/mi_tank_temp": Answer(17.5, note="Målt i tanken")}
    site = Site(
        SITE,
        "Vestergård",
        SiteKind.FARM,
        chr_number="123456",
        address=Address("Markvej 3", "5500", "Middelfart"),
        industry=Industry("014100", "Avl af malkekvæg", "DB07"),
    )
    owner = Organisation(OrganisationId("o"), "Vestergård I/S", "13748136")
    cover = photo(0, caption="Malkestalden", print_size=PrintSize.COVER)
    return of_kind(
        VisitKind.WALKTHROUGH,
        "farm",
        given,
        site=site,
        organisation=owner,
        contacts=(),
        measures=(measure(0, title="Forkøler på mælken", area="cooling"),),
        attachments=(cover, photo(1, area="milk")),
    )


def public_building() -> VisitDossier:
    given = {"/data/air/pa_co2": Answer(1450.0), "/data/operation/pu_bms": Answer("no", note="Kører også i ferier.")}
    site = Site(
        SITE,
        "Fjordskolen",
        SiteKind.PUBLIC_BUILDING,
        address=Address("Skolevej 1", "5500", "Middelfart"),
        area_m2=5400.0,
        use="Skole",
    )
    return of_kind(
        VisitKind.WALKTHROUGH,
        "public_building",
        given,
        site=site,
        organisation=None,
        contacts=(),
        measures=(measure(1, title="Ret driftstiderne", area="ventilation"),),
    )


def night_walk() -> VisitDossier:
    given = {
        "/data/before/nw_time": Answer("22:15"),
        "/data/base_load/nw_load": Answer(38.0),
        "/data/base_load/nw_load_day": Answer(120.0),
        "/data/after/nw_surprise": Answer("At kompressoren kørte."),
    }
    return of_kind(
        VisitKind.NIGHT_WALK,
        "night_walk",
        given,
        findings=(
            Finding(
                FindingId("f1"), VISIT, "Kompressoren kører uden forbrug.", "equipment", severity=Severity.IMPORTANT
            ),
            Finding(FindingId("f2"), VISIT, "Udelyset er slukket som aftalt.", "light", severity=Severity.GOOD),
        ),
        attachments=(
            photo(0, finding_id=FindingId("f1"), caption="Kompressoren kl. 22.20"),
            photo(1, finding_id=FindingId("f1"), caption="Aflæst strøm"),
            photo(2, area="light", caption="Gangen"),
        ),
    )


def second_edition() -> VisitDossier:
    """The walkthrough again, amended after it was sealed."""
    whole = about(a_dossier(), revision=2)
    opened = Revision(
        RevisionId("r2"),
        VISIT,
        2,
        datetime(2026, 12, 3, 9, 0, tzinfo=UTC),
        "a",
        "Investeringen i LED var forkert.",
        None,
        (
            EditionChange(ChangedPart.VISIT, Change.CHANGED, "remarks"),
            EditionChange(ChangedPart.ANSWERS, Change.CHANGED, "/data/lighting/ly1_count"),
            EditionChange(ChangedPart.MEASURES, Change.ADDED, "Efterisolér taget"),
            EditionChange(ChangedPart.MEASURES, Change.CHANGED, "LED-belysning nr. 0"),
            EditionChange(ChangedPart.ENERGY, Change.CHANGED, "electricity 2025"),
        ),
    )
    return replace(whole, editions=(opened,))


LED = {
    "count_old": "120",
    "power_old_w": "71",
    "hours_old": "3000",
    "count_new": "120",
    "power_new_w": "25",
    "hours_new": "3000",
}

KINDS: dict[str, Callable[[], VisitDossier]] = {
    "first_meeting": first_meeting,
    "walkthrough": walkthrough,
    "technical_review": technical_review,
    "follow_up": follow_up,
    "inspection": inspection,
    "home": home,
    "farm": farm,
    "public_building": public_building,
    "night_walk": night_walk,
    "second_edition": second_edition,
}
