"""A visit at the office on its page; filing, legal hold and what is on this computer, by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ambassador_app.domain.filing import newest
from ambassador_app.domain.hold import HoldReason
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.keeping import WhyAway, Window
from ambassador_app.domain.policy import Policy
from ambassador_app.domain.roles import Role
from ambassador_app.services.session import Session
from ambassador_app.ui.holds import HoldCard
from ambassador_app.ui.screens.sync.keeping_card import KeepingCard
from ambassador_app.ui.screens.visit.filing_card import FilingCard
from ambassador_app.ui.screens.visit.view import VisitView, build
from tests.builders import TickingClock
from tests.office.building import Site, served
from tests.services.leaving import Enter, a_sealed_visit, entrance, gone_after_filing, report_of
from tests.ui.conftest import MakeContext

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site:
        yield site


@pytest.fixture
def enter(tmp_path: Path, site: Site) -> Iterator[Enter]:
    with entrance(tmp_path, site, TickingClock()) as one_more:
        yield one_more


@pytest.fixture
def session(enter: Enter) -> Session:
    return enter("Åse Østergård")


def a_view(session: Session, visit_id: VisitId, make_context: MakeContext, qtbot: QtBot, step: str = "") -> VisitView:
    made = build(make_context(session), visit_id, step=step)
    assert isinstance(made, VisitView)
    qtbot.addWidget(made)
    made.show()
    made.context.tasks.flush_all()
    return made


def said(widget: object) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())  # type: ignore[attr-defined]


def test_a_visit_at_the_office_says_so_and_is_fetched_from_its_page(
    session: Session, site: Site, make_context: MakeContext, qtbot: QtBot
) -> None:
    visit_id = a_sealed_visit(session)
    gone_after_filing(session, site, visit_id)
    view = a_view(session, visit_id, make_context, qtbot)
    assert view.away is not None
    assert view.away.isVisible()
    assert not view.stepper.isVisible()
    words = said(view.away)
    assert report_of(session, visit_id).pdf_sha256 in words
    assert "25/1234" in words
    assert "You can fetch it" in words
    view.away.fetch.click()
    view.context.tasks.flush_all()
    assert session.keeping.kept(visit_id).away is None
    assert view.stepper.isVisible()
    assert view.panel() is not None
    assert not view.away.isVisible()


def test_while_the_office_is_away_the_page_says_so(
    session: Session, site: Site, make_context: MakeContext, qtbot: QtBot
) -> None:
    visit_id = a_sealed_visit(session)
    gone_after_filing(session, site, visit_id)
    session._desk.store.keep_secret(
        "office", session._desk.store.secret("office").replace(site.url.encode(), b"http://127.0.0.1:9")
    )
    view = a_view(session, visit_id, make_context, qtbot)
    assert view.away is not None
    view.away.fetch.click()
    view.context.tasks.flush_all()
    assert view.away.trouble.isVisible()
    assert view.away.fetch.isVisible()


def test_a_visit_that_leaves_while_its_page_is_kept_shows_that_it_left(
    session: Session, site: Site, make_context: MakeContext, qtbot: QtBot
) -> None:
    visit_id = a_sealed_visit(session)
    view = a_view(session, visit_id, make_context, qtbot)
    assert view.panel() is not None
    gone_after_filing(session, site, visit_id)
    view.model.refresh()
    view.context.tasks.flush_all()
    assert view.away is not None
    assert view.away.isVisible()


def test_a_filing_is_noted_corrected_and_taken_back(session: Session, make_context: MakeContext, qtbot: QtBot) -> None:
    visit_id = a_sealed_visit(session)
    card = a_view(session, visit_id, make_context, qtbot, step="hand_over").panel().filing  # type: ignore[union-attr]
    assert isinstance(card, FilingCard)
    tasks = card._context.tasks
    card.begin.click()
    card.keep.click()
    tasks.flush_all()
    assert report_of(session, visit_id).filed == ()
    assert card.number.message.text() == "Which number did it get?"
    for number in ("25/1", "25/2"):
        card.begin.click()
        tasks.flush_all()
        card.number.set_value(number, force=True)
        card.keep.click()
        tasks.flush_all()
        assert newest(report_of(session, visit_id).filed).number == number  # type: ignore[union-attr]
        assert number in card.said.text()
        assert "days after the office has everything" in card.leaving.text()
    card.withdraw.click()
    tasks.flush_all()
    assert report_of(session, visit_id).filed == ()


def test_a_coordinator_holds_and_releases_and_both_want_words(
    session: Session, make_context: MakeContext, qtbot: QtBot
) -> None:
    visit_id = a_sealed_visit(session)
    card = a_view(session, visit_id, make_context, qtbot, step="hand_over").panel().holds  # type: ignore[union-attr]
    assert isinstance(card, HoldCard)
    tasks = card._context.tasks
    card.begin.click()
    card.keep.click()
    tasks.flush_all()
    assert session.holds.on_visit(visit_id) == ()
    card.note.set_value("Aktindsigt 25/77", force=True)
    card.keep.click()
    tasks.flush_all()
    (held,) = session.holds.on_visit(visit_id)
    assert (held.reason, held.note) == (HoldReason.ACCESS_REQUEST, "Aktindsigt 25/77")
    assert "Aktindsigt 25/77" in said(card)
    release = next(one for one in card.findChildren(QPushButton) if one.text() == "Release")
    release.click()
    tasks.flush_all()
    assert session.holds.on_visit(visit_id)[0].is_open
    from ambassador_app.ui.widgets.fields import TextArea

    why = next(one for one in card.findChildren(TextArea) if one is not card.note)
    why.set_value("Besvaret", force=True)
    release.click()
    tasks.flush_all()
    assert not session.holds.on_visit(visit_id)[0].is_open
    assert "Besvaret" in said(card)


def test_who_may_not_hold_sees_no_card_until_something_is_held(
    enter: Enter, make_context: MakeContext, qtbot: QtBot
) -> None:
    session, other = enter("Åse Østergård"), enter("Bo Ærø", Role.AMBASSADOR)
    visit_id = a_sealed_visit(session)
    session.syncing.sync()
    other.syncing.sync()
    card = a_view(other, visit_id, make_context, qtbot, step="hand_over").panel().holds  # type: ignore[union-attr]
    assert card.isHidden()
    session.holds.put("visit", visit_id, HoldReason.AUDIT, "Revision")
    session.syncing.sync()
    other.syncing.sync()
    card.refresh()
    card._context.tasks.flush_all()
    assert not card.isHidden()
    assert card.begin.isHidden()
    assert not [one for one in card.findChildren(QPushButton) if one.text() == "Release"]


def test_what_is_on_this_computer_is_chosen(session: Session, make_context: MakeContext, qtbot: QtBot) -> None:
    card = KeepingCard(make_context(session))
    qtbot.addWidget(card)
    card.show()
    card.load()
    tasks = card._context.tasks
    tasks.flush_all()
    assert (card.months.value(), card.postcodes.value(), card.days.value()) == (24.0, "", 30.0)
    card.postcodes.set_value("500", force=True)
    card._keep_window()
    assert "such as 5000" in card.postcodes.message.text()
    card.postcodes.set_value("5000, 5200-5270", force=True)
    card.months.set_value(6.0, force=True)
    card._keep_window()
    card._keep_days(0.0)
    tasks.flush_all()
    rules = session.keeping.rules()
    assert rules.chosen.window == Window(6, ("5000", "5200-5270"))
    assert (rules.days, rules.chosen.days, rules.is_fixed) == (0, 0, False)


def test_what_the_municipality_fixed_is_not_chosen(session: Session, make_context: MakeContext, qtbot: QtBot) -> None:
    session._desk.policy = Policy(file="/etc/xdg/Ambassador/policy.toml", purge_after_days=14)
    card = KeepingCard(make_context(session))
    qtbot.addWidget(card)
    card.show()
    card.load()
    card._context.tasks.flush_all()
    assert card.days.value() == 14.0
    assert card.fixed.isVisible()
    assert not card.stopped.isVisible()


def test_nothing_leaves_where_the_policy_cannot_be_understood(session: Session, site: Site) -> None:
    session._desk.policy = Policy(file="/etc/xdg/Ambassador/policy.toml", unclear=frozenset({"*"}))
    visit_id = a_sealed_visit(session)
    gone_after_filing(session, site, visit_id)
    assert session.keeping.kept(visit_id).away is not WhyAway.PURGED
    assert session.keeping.rules().is_stopped
