"""What stays of a visit that is away: the published table is the code's, and what stays can be read."""

from dataclasses import fields
from pathlib import Path

import pytest

from ambassador_app.domain.records import KINDS
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.storage.trimming import KEPT, LEAVING, leaves, trimmed, widened

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"


@pytest.mark.parametrize("kind", LEAVING)
def test_the_page_on_privacy_names_each_kind_that_leaves(kind: str) -> None:
    assert f"(`{kind}`)" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("kind", KEPT)
def test_the_page_on_privacy_names_each_field_that_stays(kind: str) -> None:
    assert ", ".join(f"`{one}`" for one in sorted(KEPT[kind])) in PAGE.read_text("utf-8")
    assert KEPT[kind] <= {one.name for one in fields(KINDS[kind])}  # type: ignore[arg-type]  # records are dataclasses


def test_every_kind_of_a_visit_is_decided_about() -> None:
    of_visits = {kind for kind, kept in COLUMNS.items() if any(one.name == "visit_id" for one in kept)}
    assert of_visits == {*LEAVING, "measure", "report"}


def test_a_column_that_lists_stand_on_is_the_same_after_trimming() -> None:
    """But for none: every column of visit and measure is made from fields that stay."""
    whole = {"visit_id": "v", "site_id": "s", "title": "LED", "status": "verified", "purpose": "x", "proposal": "y"}
    whole |= {"planned_at": "2026-11-23T08:00:00+00:00", "assessment": {"cost_saving_dkk": 3.0}, "subsidy_dkk": 2.0}
    whole |= {"verification": {"savings_kwh": {"electricity": 5.0}, "cost_saving_dkk": 1.0, "co2e_kg": 2.0}}
    for kind in KEPT:
        for column in COLUMNS[kind]:
            assert column.of(trimmed(kind, whole)) == column.of(whole), column.name


def test_a_row_is_whole_again_after_widening_and_keeps_its_own_edits() -> None:
    there = {"title": "LED", "owner": "Bo", "proposal": "y", "of_a_newer_program": 1}
    here = {**trimmed("measure", there), "owner": "Jens", "proposal": ""}
    assert widened("measure", here, there) == {**there, "owner": "Jens"}


def test_what_still_wants_doing_stays() -> None:
    assert leaves("action", {"done": True})
    assert not leaves("action", {"done": False})
    assert leaves("conflict", {"resolution": "mine"})
    assert not leaves("conflict", {})
    assert not leaves("report", {})
