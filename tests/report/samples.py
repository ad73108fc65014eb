"""Visits to make reports of: valid and small, with room for what a test is about."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from PIL import Image, ImageDraw

from ambassador_app.domain.benchmarks import EnergyReference, read_benchmarks
from ambassador_app.domain.calculators import CALCULATORS, Costing, assess, parse_inputs
from ambassador_app.domain.case import Case
from ambassador_app.domain.catalogue import Lifetimes
from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.degree_days import DegreeDays
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.identifiers import (
    ActionId,
    AmbassadorId,
    AttachmentId,
    CaseId,
    ContactId,
    EnergyUseId,
    FindingId,
    MeasureId,
    MunicipalityId,
    OrganisationId,
    SignOffId,
    SiteId,
    VisitId,
)
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.place import Address, Ambassador, Contact, Industry, Municipality, Organisation, Site
from ambassador_app.domain.sign_off import NotSigned, SignerRole, SignOff
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion
from ambassador_app.domain.visit import (
    Action,
    Answer,
    Attachment,
    EnergyUse,
    Finding,
    Participant,
    SectionAnswers,
    Severity,
    Visit,
    section_id,
    split_path,
)
from ambassador_app.i18n import Language, Translator
from tests.builders import RESOURCES, some_ink

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
VISIT, SITE = VisitId("visit"), SiteId("site")
FONTS = RESOURCES / "fonts"
ENGLISH = Translator.load(Language.ENGLISH, RESOURCES / "translations")
LONG = "Ventilationen kører døgnet rundt, også når hallen er tom. "


def resource(name: str) -> Any:
    return json.loads((RESOURCES / name).read_text("utf-8"))


@cache
def sets() -> tuple[FactorSet, PriceSet]:
    prices = PriceSet.from_json(resource("prices/company.json")).with_prices({"electricity": 1.5})
    return FactorSet.from_json(resource("factors/br18.json")), prices


@cache
def set_versions() -> tuple[FactorSetVersion, PriceSetVersion]:
    """The texts that `sets` were read from."""
    factors, prices = (
        json.dumps(resource(name), sort_keys=True) for name in ("factors/br18.json", "prices/company.json")
    )
    return (
        FactorSetVersion(f"br18@{sha(factors.encode())}", "br18", factors),
        PriceSetVersion(f"company@{sha(prices.encode())}", "company", prices),
    )


@cache
def checklist() -> Checklist:
    return Checklist.from_json((RESOURCES / "checklists" / "company_walkthrough.json").read_bytes())


@cache
def assessment(calculator: str, investment: float | None, **inputs: str) -> dict[str, object]:
    factors, prices = sets()
    lifetimes = Lifetimes.from_json(resource("measures/lifetimes.json"))
    costing = Costing(investment_dkk=investment).with_lifetime(lifetimes.of(CALCULATORS[calculator].lifetime))
    given = parse_inputs(calculator, {name.replace("__", "."): text for name, text in inputs.items()})
    return assess(calculator, given, costing=costing, factors=factors, prices=prices, year=2025).to_json()


def measure(number: int = 0, **fields: Any) -> Measure:
    """A measure with a saving of its own; number 1 needs no investment, number 2 has none known."""
    investment = {1: 0.0, 2: None}.get(number, 60_000.0 + number)
    found = assessment(
        "custom", investment, before__electricity=str(20_000 + 37 * number), after__electricity=str(8000)
    )
    given: dict[str, Any] = {"title": f"LED-belysning nr. {number}", "area": "lighting", "assessment": found}
    return Measure(MeasureId(f"measure{number}"), VISIT, SITE, calculator="custom", order=number, **(given | fields))


@cache
def jpeg(seed: int, width: int = 800, height: int = 600) -> bytes:
    picture = Image.new("RGB", (width, height), (40 + seed * 37 % 200, 90, 60 + seed * 11 % 180))
    ImageDraw.Draw(picture).ellipse((width * 0.2, height * 0.2, width * 0.7, height * 0.9), fill="#c0a060")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def photo(number: int, **fields: Any) -> Attachment:
    width, height = ((800, 600), (600, 800), (700, 700))[number % 3]
    given = {"caption": f"Loftet i hal {number}", "sha256": sha(jpeg(number, width, height))}
    return Attachment(AttachmentId(f"photo{number}"), VISIT, width=width, height=height, **(given | fields))


def images(count: int) -> dict[str, bytes]:
    """The report pictures of `photo(0)` to `photo(count - 1)`."""
    shapes = ((800, 600), (600, 800), (700, 700))
    made = [jpeg(number, *shapes[number % 3]) for number in range(count)]
    return {sha(data): data for data in made}


def answers(given: dict[str, Answer]) -> tuple[SectionAnswers, ...]:
    """Answers by the path of their question."""
    sections: dict[str, dict[str, Answer]] = {}
    for path, answer in given.items():
        section, _, name = split_path(path)
        sections.setdefault(section, {})[name] = answer
    return tuple(
        SectionAnswers(section_id(VISIT, section), VISIT, section, (), found) for section, found in sections.items()
    )


def sign_offs(digest: str = "") -> tuple[SignOff, ...]:
    ink = some_ink().to_json()
    ambassador = SignOff(
        SignOffId("s1"), VISIT, 1, SignerRole.AMBASSADOR, "Åse Østergård", "Klimaambassadør", NOON, "Middelfart",
        digest, ink=ink,
    )  # fmt: skip
    visited = SignOff(
        SignOffId("s2"), VISIT, 1, SignerRole.VISITED_PARTY, "Jens Ægidius", "Direktør", NOON,
        not_signed=NotSigned.DECLINED, not_signed_note="Ønsker betænkningstid",
    )  # fmt: skip
    return ambassador, visited


def a_dossier(**fields: Any) -> VisitDossier:
    """A company visit with something in every part of the report."""
    factors, prices = sets()
    factor_version, price_version = set_versions()
    measures = (
        measure(0, current_practice=LONG, proposal=LONG, status=MeasureStatus.SELECTED, owner="Jens Ægidius",
                deadline=date(2027, 3, 1), price_source="tilbud"),
        measure(1, title="Sluk ventilationen om natten", area="ventilation"),
        measure(2, title="Efterisolér taget", area="envelope"),
    )  # fmt: skip
    whole = VisitDossier(
        municipality=Municipality(
            MunicipalityId("m"), "Eksempelkøbing Kommune", "0999", "Teknik og Miljø",
            Address("Torvet 1", "9999", "Eksempelkøbing"), "99 99 99 99", "klima@kommune.example", "kommune.example",
        ),
        ambassador=Ambassador(AmbassadorId("a"), "Åse Østergård", "Klimaambassadør", "aase@kommune.example"),
        site=Site(SITE, "Fjordens Maskinfabrik", p_number="1012345678", area_m2=2400.0, employees="24",
                  address=Address("Havnegade 1", "5500", "Middelfart"), operating_hours="6-17", use="Produktion",
                  organisation_id=OrganisationId("o")),
        visit=Visit(
            VISIT, SITE, started_at=NOON, agreed_with="Jens Ægidius", agreed_on=date(2026, 11, 1),
            participants=(Participant("Jens Ægidius", "Direktør", "Fjordens Maskinfabrik A/S"),),
            purpose="At finde besparelser.", scope="Hal 1 og 2.", not_seen="Lageret var låst.",
            focus_areas=("lighting", "Varmegenvinding"), remarks="God modtagelse.\n\nNye lokaler på vej.",
            business_secrets="Ordrebogen for 2027.", case_number="26/1234", follow_up_on=date(2027, 5, 22),
            wishes=("Energirådgiver",), place="Middelfart", clock_day=NOON.date(), case_id=CaseId("c"),
            checklist_id=checklist().id, checklist_sha256=checklist().sha256, factor_set_id=factor_version.id,
            price_set_id=price_version.id, prices_dkk_kwh={"electricity": 1.5},
        ),
        organisation=Organisation(OrganisationId("o"), "Fjordens Maskinfabrik A/S", "13748136",
                                  industry=Industry("282100", "Fremstilling af ovne", "DB07")),
        case=Case(CaseId("c"), SITE),
        contacts=(Contact(ContactId("c"), "Mette Holm", SITE, "Driftsleder", "mette@fjord.example"),),
        checklist=checklist(),
        findings=(
            Finding(FindingId("f1"), VISIT, "Lyset brænder i hal 2.", "lighting", severity=Severity.IMPORTANT),
            Finding(FindingId("f2"), VISIT, "Fin orden på trykluften.", "compressed_air", severity=Severity.GOOD),
        ),
        measures=measures,
        actions=(Action(ActionId("a1"), VISIT, "Sende tilbud fra installatør", "Jens Ægidius", date(2026, 12, 15)),),
        energy=(
            EnergyUse(EnergyUseId("e1"), SITE, "electricity", 2025, kwh=180_000.0, cost_dkk=270_000.0),
            EnergyUse(EnergyUseId("e2"), SITE, "natural_gas", 2025, kwh=220_000.0),
        ),
        attachments=(
            photo(0, area="lighting"),
            photo(1, finding_id=FindingId("f1")),
            photo(2, measure_id=MeasureId("measure0")),
            photo(3),
        ),
        sign_offs=sign_offs(),
        factor_set=factors,
        price_set=prices,
        factor_version=factor_version,
        price_version=price_version,
        reference=reference(),
    )  # fmt: skip
    return replace(whole, **fields)


def reference() -> EnergyReference:
    """What the shipped files hold energy accounts against."""
    days, benchmarks = (
        json.loads((RESOURCES / name).read_text("utf-8")) for name in ("degree_days.json", "benchmarks.json")
    )
    return EnergyReference(DegreeDays.from_json(days), read_benchmarks(benchmarks))


def bare_dossier(**fields: Any) -> VisitDossier:
    """A visit of which next to nothing was written down."""
    whole = a_dossier()
    return VisitDossier(
        municipality=Municipality(MunicipalityId("m"), "Eksempelkøbing Kommune"),
        ambassador=whole.ambassador,
        site=Site(SITE, "Fjordens Maskinfabrik"),
        visit=Visit(VISIT, SITE, started_at=NOON),
        **fields,
    )
