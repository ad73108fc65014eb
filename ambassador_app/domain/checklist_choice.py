"""Which checklist a visit is planned with, before anybody chooses another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import VisitKind

BY_VISIT: Final[Mapping[VisitKind, str]] = {
    VisitKind.FIRST_MEETING: "first_meeting",
    VisitKind.FOLLOW_UP: "follow_up",
    VisitKind.INSPECTION: "inspection",
    VisitKind.NIGHT_WALK: "night_walk",
    VisitKind.HOME_ADVICE: "home",
}
BY_SITE: Final[Mapping[SiteKind, str]] = {
    SiteKind.COMPANY: "company_walkthrough",
    SiteKind.FARM: "farm",
    SiteKind.PUBLIC_BUILDING: "public_building",
    SiteKind.HOME: "home",
}


def checklist_for(kind: VisitKind, site: SiteKind) -> str:
    """Give the id of the checklist: that of the kind of visit if it has one of its own, else that of the site."""
    return BY_VISIT.get(kind) or BY_SITE[site]
