"""The case of a site: opened by the first thing done there, moved step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ambassador_app.domain.case import Case, CaseStep, Publicity
from ambassador_app.domain.identifiers import CaseId, SiteId
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Reading, Transaction

_ORDER = tuple(CaseStep)


def case_of(reader: Reading, site_id: SiteId) -> Case | None:
    """Give the site's case, if it has one."""
    return next(iter(reader.all(Case, site_id=site_id)), None)


def opened_case(tx: Transaction, desk: Desk, site_id: SiteId, at: datetime) -> Case:
    """Give the site's case, opened on the step *information* where there is none."""
    found = case_of(tx, site_id)
    if found is not None:
        return found
    fresh = Case(CaseId(desk.new_id()), site_id, responsible=desk.user, opened_on=at.date())
    return fresh.moved(CaseStep.INFORMATION, at=at, by=desk.user)


def step_forward(tx: Transaction, desk: Desk, site_id: SiteId, step: CaseStep = CaseStep.VISIT) -> Case:
    """Move the site's case to `step` unless it stands there or further on; save and return it."""
    now = desk.now()
    case = opened_case(tx, desk, site_id, now)
    if _ORDER.index(case.step) < _ORDER.index(step):
        case = case.moved(step, at=now, by=desk.user)
    tx.save(case)
    return case


def move(tx: Transaction, desk: Desk, site_id: SiteId, step: CaseStep) -> Case:
    """Put the site's case on `step`, forward or back; save and return it."""
    now = desk.now()
    case = opened_case(tx, desk, site_id, now).moved(step, at=now, by=desk.user)
    target = case.target_year or (now.year + 3 if step is CaseStep.AGREEMENT else None)
    case = replace(case, target_year=target)
    tx.save(case)
    return case


def name_in_public(tx: Transaction, desk: Desk, site_id: SiteId, publicity: Publicity | None) -> Case:
    """Keep the company's consent to be named, or that nobody has given one; save and return the case."""
    case = replace(opened_case(tx, desk, site_id, desk.now()), publicity=publicity)
    tx.save(case)
    return case
