"""Pictures of what is on this computer and what at the office: a visit that is away, filing, legal hold, the rules."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from stage import Stage, scene

from ambassador_app.app import now
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.filing import Filing
from ambassador_app.domain.hold import Hold, HoldReason
from ambassador_app.domain.identifiers import HoldId
from ambassador_app.domain.keeping import WhyAway
from ambassador_app.domain.records import to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.syncing import Membership
from ambassador_app.storage import Store


def _store(stage: Stage) -> Store:
    return stage.session._desk.store  # noqa: SLF001 - what a sync would have done


def _joined(stage: Stage) -> None:
    member = Membership("https://office.example", "oddeby", "Oddeby Kommune", "d", "coordinator", "Ida Ærø")
    _store(stage).keep_secret("office", json.dumps(to_json(member)).encode())
    _store(stage).keep_secret("office-key", bytes(32))


def _away(stage: Stage, why: WhyAway, lost: int = 0) -> str:
    """Say of the sealed visit that it is at the office; nothing of it goes, for other pictures show it."""
    visit = stage.sealed_visit()
    with _store(stage).transaction("", author="") as tx:
        tx.connection.execute("INSERT INTO keeping (visit_id, away) VALUES (?, ?)", (visit, why.value))
        for number in range(lost):
            tx.connection.execute("INSERT INTO away VALUES ('section', ?, ?, -1)", (f"{visit}/{number}", visit))
    return visit


def _here(stage: Stage) -> str:
    """The sealed visit, here again."""
    with _store(stage).transaction("", author="") as tx:
        for table in ("keeping", "away"):
            tx.connection.execute(f"DELETE FROM {table}")
    return stage.sealed_visit()


def _filed(stage: Stage, visit_id: str) -> None:
    with _store(stage).transaction(Deed.FILE_REPORT, author="a") as tx:
        (report,) = tx.all(Report, visit_id=visit_id)[:1]
        tx.save(replace(report, filed=(Filing("25/018734", report.sealed_at.date(), "Ida Ærø", now()),)))


def _bring_into_sight(stage: Stage, name: str) -> None:
    card = getattr(stage.screen.panel(), name)
    card.parentWidget().parentWidget().parentWidget().ensureWidgetVisible(card)
    stage.settle()


@scene("keeping-away")
def away(stage: Stage) -> None:
    _joined(stage)
    _filed(stage, _here(stage))
    visit = _away(stage, WhyAway.PURGED)
    stage.navigate("today")
    stage.navigate("visit", visit)
    stage.settle()


@scene("keeping-away-lost")
def lost(stage: Stage) -> None:
    _joined(stage)
    _here(stage)
    visit = _away(stage, WhyAway.OUTSIDE, lost=3)
    stage.navigate("today")
    stage.navigate("visit", visit)
    stage.screen.model.refresh()
    stage.settle()


@scene("keeping-filed")
def filed(stage: Stage) -> None:
    _joined(stage)
    visit = _here(stage)
    _filed(stage, visit)
    stage.navigate("today")
    stage.navigate("visit", visit, step="hand_over")
    stage.screen.model.refresh()
    stage.settle()
    _bring_into_sight(stage, "filing")


@scene("keeping-filing")
def filing(stage: Stage) -> None:
    _joined(stage)
    visit = _here(stage)
    stage.navigate("today")
    stage.navigate("visit", visit, step="hand_over")
    stage.screen.model.refresh()
    stage.settle()
    stage.screen.panel().filing.begin_note()
    stage.settle()
    _bring_into_sight(stage, "filing")


@scene("keeping-held")
def held(stage: Stage) -> None:
    visit = _here(stage)
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    with _store(stage).transaction(Deed.PUT_ON_HOLD, author="a") as tx:
        note = "Anmodning om aktindsigt fra Fyens Avis, sag 25/018801"
        tx.save(Hold(HoldId("h1"), "visit", visit, HoldReason.ACCESS_REQUEST, note, "Karen Holm", at))
    stage.navigate("today")
    stage.navigate("visit", visit, step="hand_over")
    stage.screen.model.refresh()
    stage.settle()
    _bring_into_sight(stage, "holds")


@scene("keeping-rules")
def rules(stage: Stage) -> None:
    _joined(stage)
    _here(stage)
    with _store(stage).transaction("", author="") as tx:
        for table in ("outbox", "refusal", "receipt", "r_conflict"):
            tx.connection.execute(f"DELETE FROM {table}")
    stage.navigate("today")
    stage.navigate("sync")
    stage.settle()
