"""Pictures of a computer that the municipality has set up: settings, handing over, the first start."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.policy import Policy
from ambassador_app.domain.policy_file import read
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
