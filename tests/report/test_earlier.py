"""What a later report tells of earlier measures: where each stands, promised and realised, and nothing that is not
for the company's eyes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ambassador_app.domain.follow_up import Amounts, EarlierMeasure, Outcome
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.verification import VerificationMethod
from ambassador_app.report import compose, snapshot
from ambassador_app.report.content import Heading, Table
from ambassador_app.report.earlier import blocks
from tests.report.samples import ENGLISH, NOON, a_dossier

SPACE = "\N{NO-BREAK SPACE}"
DAY = date(2025, 5, 1)


def earlier(title: str = "LED", **fields: Any) -> EarlierMeasure:
    given: dict[str, Any] = {
        "visited_on": DAY, "status": MeasureStatus.VERIFIED, "owner": "Bo", "deadline": date(2025, 9, 1),
        "outcome": Outcome(Amounts(1000, 1500, 135), Amounts(800, 1200, 108)),
        "promised_quality": DataQuality.B, "realised_quality": DataQuality.A, "method": VerificationMethod.SUB_METER,
        "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31), "reach": Reach.REPORT, "reported": True,
    }  # fmt: skip
    return EarlierMeasure(title, **{**given, **fields})


WAITING = earlier(
    "Heat pump", status=MeasureStatus.IN_PROGRESS, outcome=Outcome(Amounts(9000, 4000, 900), None), method=None
)


def table_of(*measures: EarlierMeasure) -> Table:
    found = blocks(ENGLISH, replace(a_dossier(), earlier=measures).for_report())
    return next(one for one in found if isinstance(one, Table))


def test_promised_and_realised_stand_side_by_side() -> None:
    (row,) = table_of(earlier()).rows
    assert row == (
        "LED", "2025-05-01", "Verified", f"1,000{SPACE}kWh\nDKK{SPACE}1,500", f"800{SPACE}kWh\nDKK{SPACE}1,200",
        f"80{SPACE}%",
    )  # fmt: skip


def test_what_nobody_verified_has_a_dash_and_says_for_whom_it_waits() -> None:
    (row,) = table_of(WAITING).rows
    assert row[2:] == ("In progress\nBo\nby 2025-09-01", f"9,000{SPACE}kWh\nDKK{SPACE}4,000", "–", "–")


def test_only_what_is_verified_is_added_up() -> None:
    assert table_of(earlier(), WAITING).total == ()
    total = table_of(earlier(), earlier("Leaks", outcome=Outcome(Amounts(100, 10, 1), Amounts(0, 0, 0))), WAITING).total
    assert total[0] == "Those that are verified"
    assert total[3:] == (f"1,100{SPACE}kWh\nDKK{SPACE}1,500", f"800{SPACE}kWh\nDKK{SPACE}1,200", f"73{SPACE}%")


@pytest.mark.parametrize(
    "fields", [{"reach": Reach.INTERNAL}, {"reported": False}, {"status": MeasureStatus.DISCARDED}]
)
def test_what_the_company_does_not_know_or_has_turned_down_is_not_told(fields: dict[str, Any]) -> None:
    whole = replace(a_dossier(), earlier=(earlier("HUSH-7", **fields),))
    assert blocks(ENGLISH, whole.for_report()) == []
    assert "HUSH-7" not in json.dumps(compose(whole, ENGLISH, NOON).to_json())
    assert b"HUSH-7" not in snapshot(whole)


def test_the_report_has_the_part_only_where_there_were_measures() -> None:
    def headings(whole: Any) -> set[str]:
        return {one.text for one in compose(whole, ENGLISH, NOON).blocks if isinstance(one, Heading)}

    title = "Status of earlier measures"
    assert title not in headings(a_dossier())
    assert title in headings(replace(a_dossier(), earlier=(earlier(),)))
    assert title in headings(replace(a_dossier(), earlier=(WAITING,)))
