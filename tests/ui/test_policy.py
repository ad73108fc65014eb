"""What the municipality has set is shown, locked, and said why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.policy import Policy
from ambassador_app.domain.policy_file import read
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.ui.locking import AFTER, minutes_of
from ambassador_app.ui.office_watch import OfficeWatch
from ambassador_app.ui.preferences import MemoryShelf, Preferences
from ambassador_app.ui.screens.opening.model import Page
from ambassador_app.ui.screens.settings.locking import LockingField
from ambassador_app.ui.screens.settings.policy import PolicyCard
from ambassador_app.ui.screens.settings.protection import ProtectionCard
from ambassador_app.ui.screens.settings.view import SettingsView, build
from ambassador_app.ui.screens.sync import view as sync_screen
from ambassador_app.wire import escrow
from tests.builders import profiles_in, session_in
from tests.office.building import served
from tests.ui.conftest import MakeContext
from tests.ui.test_opening_restore import opening
from tests.ui.test_visit_hand_over import panel, sealed_visit
from tests.ui.visit_desk import open_visit

FILE = "/etc/xdg/Ambassador/policy.toml"
STRICT = Policy(
    file=FILE,
    backup_folder="/srv/backup",
    copies_folder="/srv",
    ways=frozenset({HandOverWay.PRINT, HandOverWay.CASE_SYSTEM}),
    lock_after_minutes=5,
    passphrase_required=True,
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "profile") as opened:
        opened._desk.policy = STRICT
        yield opened


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def settings(session: Session, make_context: MakeContext, qtbot: QtBot) -> SettingsView:
    context = make_context(session)
    made = build(context)
    qtbot.addWidget(made)
    context.tasks.flush()
    assert isinstance(made, SettingsView)
    return made


def test_settings_shows_what_is_set_and_lets_nobody_change_it(
    session: Session, make_context: MakeContext, qtbot: QtBot
) -> None:
    view = settings(session, make_context, qtbot)
    card = view.findChild(PolicyCard)
    assert FILE in words(card) and "print, file for the case system" in words(card)
    assert not view.choose_second.isEnabled() and view.second.text() == "/srv/backup"
    assert "Set by your municipality." in words(view.sections["backup"])
    assert "5 minutes at most" in words(view.findChild(LockingField))
    assert "wants a passphrase" in words(view.findChild(ProtectionCard))


def test_without_a_policy_nothing_is_said_of_one(session: Session, make_context: MakeContext, qtbot: QtBot) -> None:
    session._desk.policy = Policy()
    view = settings(session, make_context, qtbot)
    assert view.findChild(PolicyCard).isHidden()
    assert view.choose_second.isEnabled()
    assert "municipality has set" not in words(view.findChild(LockingField))


def test_what_cannot_be_read_is_told_line_by_line(session: Session, make_context: MakeContext, qtbot: QtBot) -> None:
    session._desk.policy = read(b"[hand_over]\nallowed = 3\n", FILE)
    said = words(settings(session, make_context, qtbot).findChild(PolicyCard))
    assert "Line 2, hand_over.allowed: a list in brackets is wanted here" in said
    assert "cannot be read in full" in said


@pytest.mark.parametrize(
    ("kept", "longest", "wait"), [("15", None, 15), ("0", None, 0), ("0", 5, 5), ("60", 5, 5), ("3", 5, 3), ("", 5, 5)]
)
def test_nobody_waits_longer_for_the_lock_than_is_set(kept: str, longest: int | None, wait: int) -> None:
    assert minutes_of(Preferences(MemoryShelf(**{AFTER: kept})), longest) == wait


def test_only_allowed_ways_can_be_pressed(session: Session, make_context: MakeContext, qtbot: QtBot) -> None:
    desk = open_visit(make_context(session), session, sealed_visit(session), qtbot, step="hand_over")
    shown = panel(desk)
    ways = shown.ways
    pressed = {one for one in ("save", "stick", "print", "case", "word", "archive") if getattr(ways, one).isEnabled()}
    assert pressed == {"print", "case"}
    assert ways.case.property("kind") == "primary"
    assert (
        "Not allowed by your municipality: saved copy, USB stick, e-mail draft, Word copy, copy for an archive."
        in words(ways)
    )
    assert not shown.mail.draft.isEnabled() and "Not allowed by your municipality." in words(shown.mail)
    assert [one.label for one in shown.commands()] == ["Print the report", "Save the report for the case system"]


def test_a_forbidden_print_is_not_begun_by_its_key(session: Session, make_context: MakeContext, qtbot: QtBot) -> None:
    session._desk.policy = Policy(ways=frozenset({HandOverWay.COPY}))
    desk = open_visit(make_context(session), session, sealed_visit(session), qtbot, step="hand_over")
    panel(desk).ways.begin_print()
    assert session.print_queue.waiting() == ()
    assert [one.label for one in panel(desk).commands()] == ["Save a copy of the report"]


def test_copies_are_offered_to_go_where_the_municipality_has_them(
    session: Session, make_context: MakeContext, qtbot: QtBot, tmp_path: Path
) -> None:
    session._desk.policy = Policy(copies_folder=str(tmp_path))
    desk = open_visit(make_context(session), session, sealed_visit(session), qtbot, step="hand_over")
    model = panel(desk).hand_over
    assert model.last_folder("folder of copies") == str(tmp_path)
    desk.context.preferences.keep("folder of copies", str(tmp_path.parent))
    assert model.last_folder("folder of copies") == str(tmp_path.parent)


def test_the_first_start_says_what_is_set_up_and_asks_for_a_passphrase(
    make_context: MakeContext, qtbot: QtBot, tmp_path: Path
) -> None:
    policy = Policy(file=FILE, server="https://a.dk", invitation="ambassador://a.dk/x?code=A", passphrase_required=True)
    sessions: list[Session] = []
    view, _ = opening(make_context(), qtbot, profiles_in(tmp_path, policy=policy), sessions.append)
    page = view.secret_pages[Page.WELCOME]
    assert "joins the office at https://a.dk by itself" in words(page)
    assert page.protection.value() == "passphrase" and not page.protection.isEnabled()
    assert not page.secret.isHidden()


# -- the municipality's key ---------------------------------------------------------------------------------------
@pytest.mark.enable_socket
def test_the_municipality_s_key_is_offered_shown_and_left(
    make_context: MakeContext, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site, session_in(tmp_path / "home", offices=Offices(os.urandom)) as session:
        public, _ = escrow.new_key_file(site.tenant, "en lang sætning", chance=os.urandom)
        site.office.boxes.set_key(site.tenant, public, required=False)
        session.syncing.join(site.invitation(), device="PC")
        session.syncing.sync()
        context = make_context(session)
        view = sync_screen.build(context)
        qtbot.addWidget(view)
        assert isinstance(view, sync_screen.SyncView)
        card = view.escrow
        qtbot.waitUntil(lambda: not card.isHidden())
        assert "Oddeby Kommune can have a key of its own" in card.said.text()
        assert escrow.name_of(public) in card.key.text()
        card.agree.click()
        qtbot.waitUntil(lambda: "has a key of its own" in card.said.text())
        context.tasks.flush_all()
        assert card.agree.isHidden() and len(site.office.boxes.listed(site.tenant)) == 1
        fresh, _ = escrow.new_key_file(site.tenant, "en lang sætning", chance=os.urandom)
        site.office.boxes.set_key(site.tenant, fresh, required=True)
        view.model.sync()
        qtbot.waitUntil(lambda: not card.warning.isHidden())
        context.tasks.flush_all()
        assert not card.agree.isHidden() and card.said.isHidden()


@pytest.mark.enable_socket
def test_the_window_joins_by_itself_once_and_says_so(make_context: MakeContext, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site, session_in(tmp_path / "home", offices=Offices(os.urandom)) as session:
        session._desk.policy = Policy(server=site.url, invitation=site.invitation())
        context = make_context(session)
        watch = OfficeWatch(session, context.tasks, context.notices, context.tasks)
        watch.attempt()
        context.tasks.flush_all()
        assert session.syncing.member() is not None
        assert [one.text for one in context.notices.shown] == [
            "This computer has joined Oddeby Kommune, as your municipality set it up."
        ]
        view = sync_screen.build(context)
        qtbot.addWidget(view)
        assert isinstance(view, sync_screen.SyncView) and not view.leave.isEnabled()
        context.tasks.flush_all()
        watch.deleteLater()


@pytest.mark.enable_socket
def test_an_invitation_that_was_used_up_is_told_once_and_not_tried_again(
    make_context: MakeContext, tmp_path: Path
) -> None:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site, session_in(tmp_path / "home", offices=Offices(os.urandom)) as session:
        session._desk.policy = Policy(invitation=site.invitation().replace("code=", "code=X"))
        context = make_context(session)
        watch = OfficeWatch(session, context.tasks, context.notices, context.tasks)
        for _ in range(2):
            watch.attempt()
            context.tasks.flush_all()
        assert len(context.notices.shown) == 1
        session._desk.policy = Policy(invitation=site.invitation())
        watch.attempt()
        context.tasks.flush_all()
        assert session.syncing.member() is None  # the next start tries again
        watch.deleteLater()
