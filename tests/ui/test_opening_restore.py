"""A backup is brought back on a new computer from the first screen, by its recovery key or its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ambassador_app.errors import BackupNotRead, RecoveryKeyWrong
from ambassador_app.services.opening import Profiles
from ambassador_app.services.session import Session
from ambassador_app.ui.context import OpeningContext, UiContext
from ambassador_app.ui.screens.opening.model import OpeningModel, Page
from ambassador_app.ui.screens.opening.view import OpeningView
from tests.builders import a_visit, profiles_in

PASSPHRASE = "en lang sætning"


@pytest.fixture
def lost(tmp_path: Path) -> tuple[Path, str]:
    """The backup of a computer that is gone, with one visit in it, and its recovery key."""
    created = profiles_in(tmp_path / "lost").create(
        name="Åse", municipality="Kolding", protection="passphrase", passphrase=PASSPHRASE
    )
    file = tmp_path / "all.ambassador-backup"
    try:
        a_visit(created.session)
        created.session.backups.make(file)
    finally:
        created.session.close()
    return file, created.recovery_key


def opening(
    context: UiContext, qtbot: QtBot, profiles: Profiles, opened: Callable[[Session], None]
) -> tuple[OpeningView, OpeningModel]:
    at_first = OpeningContext(
        profiles, context.translator, context.tasks, context.notices, context.theme, context.preferences, None, opened
    )
    model = OpeningModel(at_first)
    view = OpeningView(at_first, model)
    qtbot.addWidget(view)
    context.tasks.flush()
    return view, model


@pytest.mark.parametrize("by", ["recovery key", "passphrase"])
def test_a_backup_is_brought_back(
    context: UiContext, qtbot: QtBot, tmp_path: Path, lost: tuple[Path, str], by: str
) -> None:
    file, recovery_key = lost
    sessions: list[Session] = []
    view, model = opening(context, qtbot, profiles_in(tmp_path / "new"), sessions.append)
    model.ask_backup()
    page = view.secret_pages[Page.RESTORE]
    page.take(file)
    page.secret.set_value(recovery_key if by == "recovery key" else PASSPHRASE, force=True)
    page.bring_back.click()
    context.tasks.flush()
    assert [one.visits.page().total for one in sessions] == [1]
    sessions[0].close()


def test_a_wrong_key_or_file_is_told_and_nothing_is_made(
    context: UiContext, qtbot: QtBot, tmp_path: Path, lost: tuple[Path, str]
) -> None:
    refused: list[object] = []
    profiles = profiles_in(tmp_path / "new")
    _, model = opening(context, qtbot, profiles, lambda _: None)
    model.refused.connect(refused.append)
    model.bring_back(lost[0], "not the key at all")
    no_backup = tmp_path / "letter.txt"
    no_backup.write_text("Kære Åse")
    model.bring_back(no_backup, lost[1])
    context.tasks.flush()
    assert [type(one) for one in refused] == [RecoveryKeyWrong, BackupNotRead]
    assert not profiles.exists()
