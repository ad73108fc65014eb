"""Pictures of the office: not joined, in step, and with conflicts to decide."""

import json
from datetime import timedelta

from stage import Stage, scene

from ambassador_app.app import now
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import Conflict
from ambassador_app.domain.identifiers import ConflictId
from ambassador_app.domain.receipt import Receipt, ReceivedFile, VisitReceipt
from ambassador_app.domain.records import to_json
from ambassador_app.domain.syncing import Epoch, Greeting, Membership, Refusal, SignIn
from ambassador_app.errors import NoRoleAtOffice
from ambassador_app.storage import Store
from ambassador_app.ui.screens.sync.sign_in import SignInCard
from ambassador_app.wording import sentence


def _store(stage: Stage) -> Store:
    return stage.session._desk.store  # noqa: SLF001 - what an office would have written


def _joined(stage: Stage, until: str = "") -> None:
    member = Membership("https://office.example", "oddeby", "Oddeby Kommune", "d", "ambassador", "Ida Ærø", until=until)
    _store(stage).keep_secret("office", json.dumps(to_json(member)).encode())
    _store(stage).keep_secret("office-key", bytes(32))


def _receipt(stage: Stage, **fields: object) -> None:
    files = tuple(
        ReceivedFile(name, f"{number:064x}", 300_000)
        for number, name in enumerate(("Besøgsrapport Fjordens Maskinfabrik.pdf", "tavle.jpg", "kompressor.jpg"), 11)
    )
    visit = VisitReceipt("v", "Fjordens Maskinfabrik A/S", 48, files)
    given = {"sent": 48, "received": 12, "files": 3, "visits": (visit,)} | fields
    receipt = Receipt(now(), "Oddeby Kommune", **given)
    _store(stage).post.keep_receipt(json.dumps(to_json(receipt)))


@scene("sync-join")
def join(stage: Stage) -> None:
    _store(stage).forget_secret("office")
    stage.navigate("today")
    stage.navigate("sync")


@scene("sync-in-step")
def in_step(stage: Stage) -> None:
    _joined(stage)
    with _store(stage).transaction("", author="") as tx:
        for table in ("outbox", "refusal", "receipt", "r_conflict"):
            tx.connection.execute(f"DELETE FROM {table}")
    _receipt(stage, trouble="OfficeAway", files=1)
    _receipt(stage)
    stage.navigate("today")
    stage.navigate("sync")
    stage.settle()


@scene("sync-conflicts")
def conflicts(stage: Stage) -> None:
    _joined(stage)
    visit = stage.open_visit()
    me = stage.session.ambassador().id
    mine = (
        "Kompressoren i hal 2 kører hele natten, fordi ingen slukker den efter sidste skift. Driftslederen vil gerne "
        "have et ur på, og hallens porte står åbne om morgenen."
    )
    theirs = (
        "Kompressoren i hal 2 kører hele natten og i weekenden, fordi ingen slukker den efter sidste skift. "
        "Driftslederen vil gerne have et ur på, når den nye tavle er sat op."
    )
    moments = {"mine_at": now() - timedelta(hours=5), "theirs_at": now() - timedelta(hours=2)}
    with _store(stage).transaction(Deed.ARRIVE, author="office") as tx:
        tx.save(
            Conflict(
                ConflictId("c1"), "visit", visit, "remarks", visit, ("",), (mine,), (theirs,), me,
                theirs_by="Bo Ågård", **moments,
            )
        )  # fmt: skip
        tx.save(
            Conflict(
                ConflictId("c2"), "measure", "m", "investment_dkk", visit, (90_000.0,), (110_000.0,), (95_000.0,), me,
                theirs_by="Bo Ågård", **moments,
            )
        )  # fmt: skip
        refused = Refusal("price_set", "p", "forbidden", "", now().isoformat())
        tx.connection.execute(
            "INSERT OR REPLACE INTO refusal (kind, record_id, code, field, at) VALUES (?, ?, ?, ?, ?)",
            (refused.kind, refused.record_id, refused.code, refused.field, refused.at),
        )
    _receipt(stage)
    stage.navigate("today")
    stage.navigate("sync")
    stage.settle()


@scene("sync-of-a-visit")
def of_a_visit(stage: Stage) -> None:
    _joined(stage)
    stage.navigate("visit", stage.sealed_visit(), step="hand_over")
    stage.settle()
    panel = stage.screen.panel()
    area = panel.office.parentWidget().parentWidget().parentWidget()
    area.ensureWidgetVisible(panel.office)
    stage.settle()


def _signs_in(stage: Stage, *, required: bool, hours: float = 0) -> None:
    """An office whose people sign in; somebody is signed in for so many hours more."""
    how = SignIn("https://login.oddeby.example", "ambassador", "openid profile", required)
    greeting = Greeting("Oddeby Kommune", Epoch("e"), "", sign_in=how)
    _joined(stage, until=(now() + timedelta(hours=hours)).isoformat() if hours else "")
    _store(stage).keep_note("office_greeting", json.dumps(to_json(greeting)))
    with _store(stage).transaction("", author="") as tx:
        tx.connection.execute("DELETE FROM receipt")
    _receipt(stage)
    stage.navigate("today")
    stage.navigate("sync")
    stage.settle()


@scene("sync-sign-in-needed")
def sign_in_needed(stage: Stage) -> None:
    _signs_in(stage, required=True)


@scene("sync-sign-in-free")
def sign_in_free(stage: Stage) -> None:
    _signs_in(stage, required=False)


@scene("sync-sign-in-done")
def sign_in_done(stage: Stage) -> None:
    _signs_in(stage, required=True, hours=9)


@scene("sync-sign-in-waiting")
def sign_in_waiting(stage: Stage) -> None:
    _signs_in(stage, required=True)
    card = stage.screen.findChild(SignInCard)
    card.model.waits.emit(True)


@scene("sync-sign-in-refused")
def sign_in_refused(stage: Stage) -> None:
    _signs_in(stage, required=True)
    card = stage.screen.findChild(SignInCard)
    card.model.waits.emit(False)
    card.model.refused.emit(sentence(NoRoleAtOffice(), stage.screen.context.translator))
