"""What the office owns, in the window: what holds, the directory, and controls that are held back with their reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ambassador_app.domain.directory import DirectoryType
from ambassador_app.domain.records import to_json
from ambassador_app.domain.syncing import Membership
from ambassador_app.domain.visit import VisitKind
from ambassador_app.services.session import Session
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens.directory import view as directory
from ambassador_app.ui.screens.measures import view as measures
from ambassador_app.ui.screens.office_things import view as office_things
from ambassador_app.ui.screens.sets import view as sets
from ambassador_app.ui.screens.settings import view as settings
from ambassador_app.ui.screens.settings.own_words import OwnWordsCard
from tests.builders import session_in
from tests.ui.conftest import MakeContext

Showing = Callable[[object], Screen]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def showing(session: Session, make_context: MakeContext, qtbot: QtBot) -> Showing:
    def show(screen: object) -> Screen:
        made: Screen = screen.build(make_context(session))  # type: ignore[attr-defined]
        qtbot.addWidget(made)
        made.show()
        qtbot.wait(1)  # what is asked a moment after the page is made
        made.context.tasks.flush_all()  # type: ignore[attr-defined]
        return made

    return show


def as_one(session: Session, role: str) -> None:
    """Be somebody of this role at an office."""
    member = Membership("https://office.example", "oddeby", "Oddeby Kommune", "d", role, "Karen", office_key="k")
    session._desk.store.keep_secret("office", json.dumps(to_json(member)).encode())


def words(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def test_without_an_office_everything_is_ones_own(showing: Showing) -> None:
    view = showing(office_things)
    assert "has joined no office" in words(view)
    assert "What holds here" not in words(view)


def test_what_nobody_signed_is_listed_and_published_by_a_coordinator(
    session: Session, showing: Showing, qtbot: QtBot
) -> None:
    session.sets.copy("company", "Egne priser")
    session.sets.retire("example")
    as_one(session, "coordinator")
    with session._desk.store.transaction("", author="office") as tx:
        tx.connection.execute("DELETE FROM outbox")
    view = showing(office_things)
    assert isinstance(view, office_things.OfficeThingsView)
    qtbot.waitUntil(lambda: "Factors or prices: Egne priser" in words(view.unsigned))
    assert "Not asked for yet" in words(view)
    assert "Worked examples (no real prices)" in words(view.unsigned)
    view.publish.click()
    view.context.tasks.flush_all()
    assert "Egne priser" not in words(view.unsigned)
    assert session.syncing.waiting().records


def test_an_ambassador_reads_the_directory_and_a_coordinator_keeps_it(
    session: Session, showing: Showing, qtbot: QtBot
) -> None:
    session.directory.add("Fjernvarme Fyn", type=DirectoryType.UTILITY, contact="Jens Juul")
    as_one(session, "ambassador")
    view = showing(directory)
    assert isinstance(view, directory.DirectoryView)
    qtbot.waitUntil(lambda: "Fjernvarme Fyn" in words(view))
    assert "does not allow you to publish" in words(view)
    assert not view.add.isEnabled()
    as_one(session, "coordinator")
    view.shown()
    view.context.tasks.flush_all()
    assert view.add.isEnabled()
    view.add.click()
    view.context.tasks.flush_all()
    assert view.stack.currentWidget() is view.entry
    view.entry.fields["name"].set_value("Ærø El", force=True)
    view.entry.fields["name"].edited.emit("Ærø El")
    view.entry.type.chosen.emit("craftsman")
    view.context.tasks.flush_all()
    assert [(one.name, one.type) for one in session.directory.entries("ærø")] == [("Ærø El", DirectoryType.CRAFTSMAN)]
    view.entry.remove.click()
    view.context.tasks.flush_all()
    assert [one.name for one in session.directory.entries()] == ["Fjernvarme Fyn"]
    view.search.edited.emit("ærø")
    view.context.tasks.flush_all()
    assert "No partner here." in words(view)


@pytest.mark.parametrize("role", ["ambassador", "coordinator"])
def test_what_the_office_does_not_let_one_do_is_held_back_with_its_reason(
    session: Session, showing: Showing, role: str
) -> None:
    as_one(session, role)
    may = role == "coordinator"
    shown = showing(settings)
    assert isinstance(shown, settings.SettingsView)
    assert shown.fields["municipality.name"].isEnabled() is may
    assert shown.hand_over.filing.isEnabled() is may
    assert shown.fields["ambassador.name"].isEnabled()
    assert ("does not allow you to change what the municipality says" in words(shown)) is not may
    listed = showing(sets)
    assert isinstance(listed, sets.SetsView)
    assert listed.take_button.isEnabled() is may
    assert {line.copy_button.isEnabled() for card in listed.cards.values() for line in card.lines.values()} == {may}
    assert {card.form.isEnabled() for card in listed.cards.values()} == {may}
    every = showing(measures)
    assert isinstance(every, measures.MeasuresView)
    assert every.export_button.isEnabled() is may


def test_own_words_are_kept_for_the_kind_that_was_chosen(session: Session, showing: Showing) -> None:
    view = showing(settings)
    card = view.findChild(OwnWordsCard)
    assert isinstance(card, OwnWordsCard)
    danish = next(iter(card.fields.values()))
    danish.edited.emit("Spørg om alt.")
    card.kind.set_value(VisitKind.HOME_ADVICE.value)
    card.kind.activated.emit(0)
    danish.edited.emit("Spørg naboen.")
    view.context.tasks.flush_all()  # type: ignore[attr-defined]
    said = {"walkthrough/da": "Spørg om alt.", "home_advice/da": "Spørg naboen."}
    assert session.municipality() == replace(session.municipality(), disclaimers=said)
