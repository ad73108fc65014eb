"""Pictures of a programme: nothing yet, several municipalities, one extract, and what would be released."""

import json
from dataclasses import replace
from datetime import UTC, timedelta

from stage import Stage, scene

from ambassador_app.app import now
from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.extract import (
    CaseRow,
    Found,
    GroupRow,
    MeasureRow,
    Method,
    MunicipalityName,
    ProgrammeExtract,
    ProgrammeName,
    Progress,
    Sums,
    TradeGroup,
)
from ambassador_app.domain.extract_reading import plain_of
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.programme import AtOffice, ExtractSource, ProgrammeAtOffice, ReleaseState
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.records import to_json
from ambassador_app.domain.syncing import Membership
from ambassador_app.domain.verification import VerificationMethod
from ambassador_app.storage import Store
from ambassador_app.wire.extract_file import attested, read, write
from ambassador_app.wire.publications import Witness, public_of

CARBON = ProgrammeName("carbon-20", "Carbon 20")
PLACES = tuple(
    MunicipalityName(short, name)
    for short, name in (
        ("oddeby", "Oddeby Kommune"),
        ("nordby", "Nordby Kommune"),
        ("soenderstrand", "Sønderstrand-Vestermark Kommune"),
        ("aaby", "Åby Kommune"),
    )
)
OFFICE, DEVICE = b"o" * 32, b"d" * 32
MEASURES = (
    ("led_retrofit", "lighting", 12_400, 18_600, 1.4, 61_000),
    ("compressed_air_leaks", "compressed_air", 33_000, 41_200, 3.9, 12_500),
    ("heat_pump", "heating", 96_000, 74_000, 18.2, 640_000),
    ("ventilation_time", "ventilation", 8_200, 11_900, 0.9, 0),
)
STATUSES = (MeasureStatus.PROPOSED, MeasureStatus.SELECTED, MeasureStatus.COMPLETED, MeasureStatus.VERIFIED)
TRADES = (TradeGroup.MANUFACTURING, TradeGroup.COMMERCE, TradeGroup.HOTELS_AND_RESTAURANTS, TradeGroup.UNTOLD)
NAMES = ("Fjordens Maskinfabrik A/S", "", "", "Sønderstrands Bryggeri og Maltfabrik A/S", "", "")


def _store(stage: Stage) -> Store:
    return stage.session._desk.store  # noqa: SLF001 - what an office would have sent


def _measure(number: int, status: MeasureStatus) -> MeasureRow:
    calculator, area, kwh, dkk, co2e, price = MEASURES[number % len(MEASURES)]
    found = Found({Carrier.ELECTRICITY: kwh * 0.9}, dkk * 0.9, co2e * 0.9, VerificationMethod.METER, DataQuality.A)
    return MeasureRow(
        calculator, area, status, {Carrier.ELECTRICITY: float(kwh)}, float(dkk), co2e, DataQuality.B, 2026,
        float(price), 0.0, found if status is MeasureStatus.VERIFIED else None,
    )  # fmt: skip


def _extract(number: int, place: MunicipalityName) -> ProgrammeExtract:
    made = (now() - timedelta(days=9 * number)).astimezone(UTC).replace(microsecond=0)
    cases = tuple(
        CaseRow(
            f"{number:02x}{one:02x}7c41" + "ab" * 12, SiteKind.COMPANY, tuple(CaseStep)[1 + (one + number) % 5],
            TRADES[one % 4], NAMES[(one + number) % 6],
            tuple(_measure(one + place, STATUSES[(one + place) % 4]) for place in range(1 + one % 3)),
        )
        for one in range(6 + 3 * number)
    )  # fmt: skip
    homes = GroupRow(SiteKind.HOME, 25, {Progress.PROPOSED: Sums(31, 84_000.0, 190_000.0, 12.0, 1_200_000.0)})
    groups = (homes, GroupRow(SiteKind.FARM, None, {}), GroupRow(SiteKind.COMPANY, 10, {}))
    return ProgrammeExtract(
        f"01900000-0000-7000-8000-{number:012d}", CARBON, place, made.date(), made, "device",
        Method("0.9", 1, ("br18@" + "a" * 64,), ()), cases, groups,
    )  # fmt: skip


def _programme(stage: Stage, *, waiting: bool = False) -> None:
    """Four municipalities in one programme, ours among them; the last has released nothing."""
    store = _store(stage)
    member = Membership("https://office.example", "oddeby", "Oddeby Kommune", "d", "coordinator", "Ida Ærø", "",
                        public_of(OFFICE))  # fmt: skip
    store.keep_secret("office", json.dumps(to_json(member)).encode())
    store.keep_secret("office-key", DEVICE)
    told = AtOffice(PLACES[0], (ProgrammeAtOffice(CARBON.id, CARBON.name, PLACES),))
    store.keep_note("office_programmes", json.dumps(to_json(told)))
    for number, place in enumerate(PLACES[:3]):
        made = _extract(number, place)
        body = write(plain_of(made), DEVICE)
        signed = read(body)
        witness = Witness("d", signed.public_key, "", "coordinator", "2026-11-20T09:00:00+00:00")
        if number < 2:
            body = attested(signed, witness, OFFICE)
        source = (ExtractSource.OWN, ExtractSource.OFFICE, ExtractSource.FILE)[number]
        state = ReleaseState.WAITING if waiting and not number else ReleaseState.RELEASED
        store.extracts.put(made, body, source=source, state=state, at=now())


def _clear(stage: Stage) -> None:
    store = _store(stage)
    for name in ("office", "office-key"):
        store.forget_secret(name)
    with store.transaction("", author="") as tx:
        tx.connection.execute("DELETE FROM extract")
        tx.connection.execute("DELETE FROM note WHERE name = 'office_programmes'")


@scene("programme-empty")
def empty(stage: Stage) -> None:
    _clear(stage)
    stage.navigate("today")
    stage.navigate("programme")


@scene("programme")
def overview(stage: Stage) -> None:
    _clear(stage)
    _programme(stage, waiting=True)
    stage.navigate("today")
    stage.navigate("programme")
    stage.settle()
    stage.screen.show_overview()
    stage.screen.model.load()
    stage.settle()


@scene("programme-extract")
def one(stage: Stage) -> None:
    overview(stage)
    stage.screen.model.open(_extract(2, PLACES[2]).id)
    stage.settle()


@scene("programme-release")
def release(stage: Stage) -> None:
    overview(stage)
    stage.screen.begin_release()
    stage.settle()
    stage.settle()


@scene("programme-closed")
def closed(stage: Stage) -> None:
    overview(stage)
    store = _store(stage)
    member = replace(stage.session.syncing.member(), role="ambassador")
    store.keep_secret("office", json.dumps(to_json(member)).encode())
    stage.screen.model.load()
    stage.settle()
    _clear(stage)
