"""The kinds of visit and site decide the checklist, and every one of them ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.checklist_choice import checklist_for
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import VisitKind

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "checklists"


@pytest.mark.parametrize("kind", VisitKind)
@pytest.mark.parametrize("site", SiteKind)
def test_there_is_a_checklist_for_every_visit(kind: VisitKind, site: SiteKind) -> None:
    identifier = checklist_for(kind, site)
    checklist = Checklist.from_json((FOLDER / f"{identifier}.json").read_bytes())
    assert checklist.id == identifier


def test_a_kind_of_visit_with_a_checklist_of_its_own_takes_it_everywhere() -> None:
    for site in SiteKind:
        assert checklist_for(VisitKind.FIRST_MEETING, site) == "first_meeting"
        assert checklist_for(VisitKind.FOLLOW_UP, site) == "follow_up"
        assert checklist_for(VisitKind.INSPECTION, site) == "inspection"
        assert checklist_for(VisitKind.NIGHT_WALK, site) == "night_walk"
        assert checklist_for(VisitKind.HOME_ADVICE, site) == "home"


def test_a_walkthrough_follows_the_site() -> None:
    found = {site: checklist_for(VisitKind.WALKTHROUGH, site) for site in SiteKind}
    assert found == {
        SiteKind.COMPANY: "company_walkthrough",
        SiteKind.FARM: "farm",
        SiteKind.PUBLIC_BUILDING: "public_building",
        SiteKind.HOME: "home",
    }
    assert {site: checklist_for(VisitKind.TECHNICAL_REVIEW, site) for site in SiteKind} == found
