"""A laptop that is left alone closes by itself, and comes back to the same place; never in the middle of anything."""

from __future__ import annotations

import gc
import threading
import weakref
from types import FrameType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ambassador_app.app import Root
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.errors import DiskFull
from ambassador_app.services.desk import Desk
from ambassador_app.services.opening import Profiles
from ambassador_app.ui.locking import AFTER
from ambassador_app.ui.screens.opening.model import Page
from ambassador_app.ui.screens.opening.view import OpeningView
from ambassador_app.ui.screens.visit.view import VisitView
from ambassador_app.ui.widgets.dialogs import confirm
from ambassador_app.ui.widgets.fields import TextArea
from tests.builders import TickingClock, a_visit, session_in
from tests.e2e.conftest import Start
from tests.e2e.person import Person, is_pad, written_on

PASSPHRASE = "en lang sætning om vinden"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> TickingClock:
    """The window's clock, in our hands."""
    made = TickingClock()
    monkeypatch.setattr("tests.e2e.conftest.now", made)
    return made


@pytest.fixture
def visit_id(root: Root) -> VisitId:
    with session_in(root.paths.data) as session:
        return a_visit(session)


@pytest.fixture
def person(start: Start, visit_id: VisitId, clock: TickingClock) -> Person:
    """Somebody with a visit open."""
    made = start()
    made.application.navigator("visit", visit_id, step="agree")
    made.settle()
    return made


def is_locked(person: Person) -> bool:
    """Whether nothing of the visits is there any more."""
    person.settle()
    locked = person.application.session is None
    assert isinstance(person.window.centralWidget(), OpeningView) == locked  # type: ignore[attr-defined]
    return locked


def wait(person: Person, clock: TickingClock, **span: float) -> None:
    """Nobody touches anything for so long."""
    clock.forward(**span)
    person.application.locking.look()


def holders(key: object, ours: object) -> list[object]:
    """Everything but `ours` that holds this very key."""
    gc.unfreeze()  # what is set aside is not looked through
    gc.collect()
    return [one for one in gc.get_referrers(key) if one is not ours and not isinstance(one, FrameType)]


def touch(person: Person) -> None:
    """The mouse is moved, as the system tells the window."""
    QTest.mouseMove(person.window.windowHandle(), QPoint(60 + clock_of_moves(), 70))
    QApplication.processEvents()


def clock_of_moves(moves: list[int] = [0]) -> int:  # noqa: B006  # so that no two moves go to the same place
    moves[0] += 3
    return moves[0]


def test_left_alone_it_locks_and_comes_back_to_the_same_place_with_every_word(
    person: Person, clock: TickingClock, visit_id: VisitId
) -> None:
    field = next(one for one in person.window.findChildren(TextArea) if one.isVisible() and one.isEnabled())
    field.area.setFocus()
    QTest.keyClicks(field.area, "Kedlen larmer")
    wait(person, clock, minutes=14)
    assert not is_locked(person)
    wait(person, clock, minutes=2)
    assert is_locked(person)
    assert "Ærø" not in "\n".join((person.window.windowTitle(), *written_on(person.window)))
    person.press("Open")
    person.wait(lambda: person.application.session is not None)
    person.settle()
    view = person.screen
    assert isinstance(view, VisitView)
    assert (view.model.visit_id, view.location()["step"]) == (visit_id, "agree")
    session = person.application.session
    assert session is not None
    assert "Kedlen larmer" in repr(session.visits.workspace(visit_id).dossier.visit)
    wait(person, clock, minutes=16)
    assert is_locked(person), "and it goes on watching"


def test_every_touch_starts_the_wait_anew(person: Person, clock: TickingClock) -> None:
    for _ in range(3):
        wait(person, clock, minutes=10)
        assert not is_locked(person)
        touch(person)


def test_the_first_touch_after_a_long_sleep_opens_nothing(person: Person, clock: TickingClock) -> None:
    clock.forward(hours=9)
    touch(person)
    assert is_locked(person)


@pytest.mark.parametrize(("kept", "minutes", "locks"), [("0", 10_000, False), ("5", 6, True), ("nonsense", 16, True)])
def test_the_wait_is_a_setting_and_0_is_never(
    person: Person, clock: TickingClock, kept: str, minutes: int, locks: bool
) -> None:
    person.application.preferences.keep(AFTER, kept)
    wait(person, clock, minutes=minutes)
    assert is_locked(person) is locks


def test_a_clock_that_is_put_back_starts_the_wait_anew(person: Person, clock: TickingClock) -> None:
    clock.forward(days=-3)
    wait(person, clock, minutes=14)
    assert not is_locked(person)
    wait(person, clock, minutes=16)
    assert is_locked(person)


def test_ctrl_l_locks_at_once_and_nothing_of_the_keys_is_held_any_more(person: Person) -> None:
    session = person.application.session
    assert session is not None
    store = session._desk.store
    keys = (store.secret_key, store.blobs._key)
    assert all(holders(key, keys) for key in keys), "or this test looks at nothing"
    person.application.notices.warn("Ærø Bageri har ikke svaret")
    person.key(Qt.Key.Key_L, CONTROL)
    assert is_locked(person)
    assert not person.application.notices.shown
    assert [holders(key, keys) for key in keys] == [[], []]
    with pytest.raises(RuntimeError), store.reader():
        pass
    with pytest.raises(RuntimeError):
        store.blobs.names()


@pytest.mark.parametrize("step", ["prepare", "walkthrough", "measures", "agree", "sign"])
def test_nothing_that_was_shown_is_held_any_more(person: Person, visit_id: VisitId, step: str) -> None:
    person.application.navigator("visit", visit_id, step=step)
    person.settle()
    seen = weakref.ref(person.application.session)
    person.application.lock()
    assert is_locked(person)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()
    gc.collect()
    assert seen() is None


def test_a_passphrase_is_asked_for_again(start: Start, profiles: Profiles, clock: TickingClock) -> None:
    profiles.create(name="Åse", municipality="Ærø", protection="passphrase", passphrase=PASSPHRASE).session.close()
    person = start()

    def unlock(passphrase: str) -> None:
        person.write("Passphrase", passphrase, leave=False)
        person.key(Qt.Key.Key_Return)

    unlock(PASSPHRASE)
    person.wait(lambda: person.application.session is not None)
    person.settle()
    person.application.navigator("companies")
    person.settle()
    wait(person, clock, minutes=16)
    assert is_locked(person)
    opening = person.window.centralWidget()  # type: ignore[attr-defined]
    assert isinstance(opening, OpeningView)
    assert opening.model.page is Page.PASSPHRASE
    assert person.reads("Ambassador is locked")
    unlock("noget helt andet")
    assert is_locked(person)
    unlock(PASSPHRASE)
    person.wait(lambda: person.application.session is not None)
    person.settle()
    assert person.application.navigator.place is not None
    assert person.application.navigator.place.name == "companies"


@pytest.mark.parametrize("aside", [False, True])
def test_what_is_under_way_is_finished_first(person: Person, clock: TickingClock, aside: bool) -> None:
    going_on, begun, done = threading.Event(), threading.Event(), list[str]()

    def work() -> None:
        begun.set()
        going_on.wait(20)
        done.append("sealed")

    tasks = person.application.tasks
    (tasks.run_aside if aside else tasks.run)(work, owner=person.application, label="Sealing the report")
    person.wait(begun.is_set)
    wait(person, clock, hours=2)
    assert person.application.session is not None
    person.application.shell.lock_wanted.emit()  # type: ignore[union-attr]
    assert person.application.session is not None
    assert person.application.notices.shown
    going_on.set()
    person.wait(lambda: person.application.session is None)
    assert done == ["sealed"]


def test_a_print_under_way_is_finished_first(person: Person, clock: TickingClock) -> None:
    under_way = {"job": object()}
    person.application.tasks.elsewhere.append(lambda: bool(under_way))
    wait(person, clock, hours=2)
    assert not is_locked(person)
    under_way.clear()
    wait(person, clock, seconds=5)
    assert is_locked(person)


def test_nobody_is_cut_off_who_signs(person: Person, clock: TickingClock) -> None:
    person.step("Sign")
    person.draw(person.find("Signature", wanted=is_pad, exact=False))
    touch(person)
    wait(person, clock, minutes=50)
    assert not is_locked(person)
    wait(person, clock, minutes=20)
    assert is_locked(person), "after an hour without a touch nobody signs"


def test_while_the_company_reads_it_waits_for_an_hour_and_ctrl_l_still_locks(
    person: Person, clock: TickingClock
) -> None:
    person.press("Show to the company")
    wait(person, clock, minutes=50)
    assert not is_locked(person)
    person.key(Qt.Key.Key_F11)
    wait(person, clock, minutes=16)
    assert is_locked(person), "the wait is the ambassador's own again"
    person.press("Open")
    person.wait(lambda: person.application.session is not None)
    person.settle()
    person.press("Show to the company")
    person.key(Qt.Key.Key_L, CONTROL)
    assert is_locked(person)


def test_an_open_question_counts_as_not_answered(person: Person, clock: TickingClock) -> None:
    answers: list[bool] = []
    application = person.application
    clock.forward(hours=1)
    application.locking.timer.setInterval(10)
    answers.append(confirm(application, person.window, "Remove the measure?", "Remove"))
    assert answers == [False]
    person.wait(lambda: application.session is None)


def test_the_demo_municipality_is_not_locked(start: Start, root: Root, clock: TickingClock) -> None:
    person = start()
    person.press("Play in the demo municipality")
    person.wait(lambda: person.application.session is not None, timeout=60_000)
    person.settle()
    wait(person, clock, hours=3)
    assert person.application.session is not None
    person.application.shell.lock_wanted.emit()  # type: ignore[union-attr]
    assert person.application.session is not None


def test_the_setting_is_kept(person: Person) -> None:
    person.application.navigator("settings")
    person.settle()
    person.write("Lock after", "5")
    assert person.application.preferences.recall(AFTER) == "5"


@pytest.mark.parametrize("when", ["typed", "saved in vain"])
def test_what_a_full_disk_does_not_take_is_not_locked_away(
    person: Person, visit_id: VisitId, root: Root, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.write("Remarks in the report", "Husk nøglen", leave=False)

    def full(*_: object, **__: object) -> None:
        raise DiskFull(file="visits.db")

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "deed", full)
        if when == "saved in vain":
            person.key(Qt.Key.Key_Tab)
            person.settle()
        person.application.lock()
        assert not is_locked(person)
        assert any("Ikke låst" in one.text for one in person.application.notices.shown)
    person.application.lock()
    assert is_locked(person)
    person.application.tasks.flush_all()
    with session_in(root.paths.data) as session:
        assert session.visits.workspace(visit_id).dossier.visit.remarks == "Husk nøglen"
