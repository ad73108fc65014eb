"""Long texts and many conflicts hold no window up; leaving an office is asked about."""

from __future__ import annotations

import difflib
import html
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import Conflict
from ambassador_app.domain.identifiers import ConflictId
from ambassador_app.domain.visit import SectionAnswers
from ambassador_app.errors import JobCancelled
from ambassador_app.services.session import Session
from ambassador_app.services.sync_run import Standings
from ambassador_app.sync import Offices
from ambassador_app.ui.office_watch import OfficeWatch
from ambassador_app.ui.screens.sync import conflict_card
from ambassador_app.ui.screens.sync.conflict_card import ConflictCard, marked
from ambassador_app.ui.screens.sync.view import SHOWN, SyncView, build
from ambassador_app.ui.widgets import dialogs
from tests.builders import a_visit, session_in
from tests.office.building import served
from tests.services.sights import a_photo
from tests.ui.conftest import MakeContext

WORDS = st.text("kedel gas.\n", max_size=90)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home", offices=Offices(os.urandom)) as opened:
        yield opened


@pytest.fixture
def view(session: Session, make_context: MakeContext, qtbot: QtBot) -> SyncView:
    made = build(make_context(session))
    assert isinstance(made, SyncView)
    qtbot.addWidget(made)
    made.show()
    made.context.tasks.flush_all()
    return made


def bare(rich: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", rich.replace("<br>", "\n")))


@given(WORDS, WORDS, WORDS, WORDS)
def test_a_marked_text_says_what_it_said(before: str, mine: str, theirs: str, after: str) -> None:
    texts = (f"{before}{mine}{after}", f"{before}{theirs}{after}")
    assert tuple(bare(one) for one in marked(*texts)) == texts


def test_very_long_texts_are_compared_coarsely(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs: list[int] = []

    class Counted(difflib.SequenceMatcher[str]):
        def __init__(self, junk: None, one: list[str], other: list[str], *, autojunk: bool) -> None:
            pairs.append(len(one) * len(other))
            super().__init__(junk, one, other, autojunk=autojunk)

    monkeypatch.setattr(conflict_card.difflib, "SequenceMatcher", Counted)
    for unit in ("Kedlen er fra 1998. ", "kold ", "\n"):
        marked(f"{unit * 12_000}mit", f"{unit * 11_000}dit")
    assert max(pairs) <= conflict_card._MOST


def test_of_many_conflicts_some_are_shown_and_the_rest_on_wish(session: Session, view: SyncView) -> None:
    visit_id = a_visit(session)
    with session._desk.deed(Deed.SET_UP, visit_id) as tx:
        for number in range(2 * SHOWN + 5):
            name = ConflictId(f"c{number:03}")
            tx.save(Conflict(name, "visit", visit_id, "remarks", visit_id, mine=("a",), theirs=("b",)))
    view.model.load()
    view.context.tasks.flush_all()
    for shown in (SHOWN, 2 * SHOWN, 2 * SHOWN + 5):
        cards = [view.conflicts.itemAt(at).widget() for at in range(view.conflicts.count())]
        assert sum(isinstance(one, ConflictCard) for one in cards) == shown
        if shown < 2 * SHOWN + 5:
            view.more_conflicts.click()


@pytest.mark.enable_socket
@pytest.mark.parametrize("sure", [False, True])
def test_leaving_an_office_is_asked_about(
    session: Session, view: SyncView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, sure: bool
) -> None:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site:
        session.syncing.join(site.invitation("Åse"), device="PC")
    monkeypatch.setattr(dialogs, "confirm", lambda *_, **__: sure)
    view.leave.click()
    view.context.tasks.flush_all()
    assert (session.syncing.member() is None) is sure


@pytest.mark.enable_socket
def test_a_quiet_sync_gives_way(session: Session, view: SyncView, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "office").mkdir()
    tasks, stopped = view.context.tasks, threading.Event()
    a_visit(session)
    with served(tmp_path / "office") as site:
        session.syncing.join(site.invitation("Åse"), device="PC")
        watch = OfficeWatch(session, tasks, view.context.notices, view)
        begun, go_on = threading.Event(), threading.Event()
        whole = session.syncing.sync

        def slow(told: Callable[[Standings], None]) -> object:
            def held(now: Standings) -> None:
                begun.set()
                go_on.wait(20)
                told(now)

            try:
                return whole(held)
            except JobCancelled:
                stopped.set()
                raise

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(session.syncing, "sync", slow)
            watch.attempt()
            assert begun.wait(20)
            tasks.give_way()
            go_on.set()
            qtbot.waitUntil(lambda: not tasks.is_busy)
    assert stopped.is_set()
    assert not session.syncing.waiting().is_nothing


@pytest.mark.enable_socket
def test_no_word_of_a_colleague_becomes_markup(session: Session, view: SyncView, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    visit_id = a_visit(session)
    session.evidence.add_photo(visit_id, a_photo(), "<img src='//elsewhere/x.png'>.jpg")
    with served(tmp_path / "office") as site:
        session.syncing.join(site.invitation("<b>Åse</b>"), device="PC")
        session.syncing.sync()
    view.model.load()
    view.context.tasks.flush_all()
    found = [one for one in view.findChildren(QLabel) if one.text()]
    assert any("<img" in one.text() for one in found)
    assert {one.textFormat() for one in found} == {Qt.TextFormat.PlainText}


def test_a_conflict_about_an_answer_speaks_as_the_checklist_does(session: Session, view: SyncView) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, "/data/lighting/ly1_lamp_kind", value="t8", note="over lageret")
    with session._desk.store.reader() as reader:
        section, path = next(
            (one, name) for one in reader.all(SectionAnswers) for name in one.answers if "ly1_lamp_kind" in name
        )
    sides = (
        {"value": "t8", "note": "over lageret", "reach": "report"},
        {"value": "led", "note": "", "reach": "report"},
    )
    with session._desk.deed(Deed.SET_UP) as tx:
        mine, theirs = sides
        name = ConflictId("c1")
        tx.save(Conflict(name, "section", section.id, f"answers.{path}", visit_id, mine=(mine,), theirs=(theirs,)))
    (found,) = session.conflicts.open()
    assert found.question is not None
    view.model.load()
    view.context.tasks.flush_all()
    card = view.conflicts.itemAt(view.conflicts.count() - 1).widget()
    assert isinstance(card, ConflictCard)
    choices = {one.name: one.label.text("en") for one in found.question.choices}
    words = " ".join(one.text() for one in card.findChildren(QLabel))
    assert found.question.label.text("en") in card.title
    assert choices["t8"] in words
    assert choices["led"] in words
    assert "over lageret" in words
