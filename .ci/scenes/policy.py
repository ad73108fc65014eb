"""Pictures of a computer that the municipality has set up: settings, handing over, the first start."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.domain.escrow import MunicipalityKey
from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.policy import Policy
from ambassador_app.domain.policy_file import read
from ambassador_app.domain.records import to_json
from ambassador_app.domain.syncing import Epoch, Greeting, Membership
from ambassador_app.services.sync_run import GREETING
from ambassador_app.ui.screens.settings.policy import PolicyCard

FILE = "/etc/xdg/Ambassador/policy.toml"
ODDEBY = Policy(
    file=FILE,
    server="https://klima.oddeby.dk:8443",
    invitation="ambassador://klima.oddeby.dk:8443/oddeby?code=ABCD-EFGH",
    escrow_required=True,
    backup_folder=r"\\filer\hjem\aase\Ambassador",
    purge_after_days=30,
    ways=frozenset({HandOverWay.PRINT, HandOverWay.CASE_SYSTEM, HandOverWay.MAIL}),
    lock_after_minutes=10,
    passphrase_required=True,
)
BROKEN = b"""[office]
servre = "https://klima.oddeby.dk"
[hand_over]
allowed = "print"
[protection]
lock_after_minutes = 0
"""


@contextmanager
def under(stage: Stage, policy: Policy) -> Iterator[None]:
    """The municipality's rules, for as long as the picture's page is built."""
    desk, profiles = stage.session._desk, stage._profiles  # noqa: SLF001 - what the file would have said
    around = profiles._around  # noqa: SLF001
    desk.policy, profiles._around = policy, replace(around, policy=policy)  # noqa: SLF001
    try:
        yield
    finally:
        desk.policy, profiles._around = Policy(), around  # noqa: SLF001


def settings(stage: Stage, policy: Policy) -> None:
    with under(stage, policy):
        stage.navigate("today")
        stage.application._rebuild()  # noqa: SLF001 - pages are kept; these are built under the rules
        stage.navigate("settings")
        stage.settle()
        card = stage.screen.findChild(PolicyCard)
        area = stage.screen.findChild(QScrollArea)
        area.verticalScrollBar().setValue(card.mapTo(area.widget(), card.rect().topLeft()).y() - 60)
        stage.settle()


@scene("policy-settings")
def set_here(stage: Stage) -> None:
    settings(stage, ODDEBY)


@scene("policy-unclear")
def unclear(stage: Stage) -> None:
    settings(stage, read(BROKEN, FILE))


@scene("policy-hand-over")
def hand_over(stage: Stage) -> None:
    with under(stage, ODDEBY):
        stage.application._rebuild()  # noqa: SLF001
        stage.navigate("today")
        stage.navigate("visit", stage.sealed_visit(), step="hand_over")
        stage.settle()


@scene("policy-first-start")
def first_start(stage: Stage) -> None:
    with under(stage, ODDEBY):
        stage.opening()


def escrow(stage: Stage, offered: str, joined_with: str, *, required: bool = True) -> None:
    """An office that names the municipality's key."""
    member = Membership(
        "https://office.example", "oddeby", "Oddeby Kommune", "d", "ambassador", "Ida Ærø", escrow_key=joined_with
    )
    greeting = Greeting("Oddeby Kommune", Epoch("e"), "", escrow=MunicipalityKey(offered, required))
    store = stage.session._desk.store  # noqa: SLF001 - what an office would have written
    store.keep_secret("office", json.dumps(to_json(member)).encode())
    store.keep_secret("office-key", bytes(32))
    store.keep_note(GREETING, json.dumps(to_json(greeting)))
    stage.navigate("today")
    stage.navigate("sync")
    stage.settle()
    area = stage.screen.findChild(QScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    stage.settle()


@scene("policy-key-offered")
def key_offered(stage: Stage) -> None:
    escrow(stage, "A" * 43, "", required=False)


@scene("policy-key-changed")
def key_changed(stage: Stage) -> None:
    escrow(stage, "B" + "A" * 42, "A" * 43)
