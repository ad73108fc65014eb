"""Work in the background: where it runs, what comes back, and to whom."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.errors import AmbassadorError, DiskFull, JobCancelled
from ambassador_app.ui.tasks import Progress, Tasks

CHANGES = Changes(frozenset({("visit", "v1")}), "answer", "v1")


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


@pytest.fixture
def owner() -> QObject:
    return QObject()


def test_store_work_is_done_in_order_on_one_thread_and_answered_here(tasks: Tasks, owner: QObject) -> None:
    threads, answers = [], []
    for number in range(20):
        tasks.run(
            lambda n=number: threads.append(threading.current_thread().name) or n, owner=owner, then=answers.append
        )
    tasks.flush()
    assert answers == list(range(20))
    assert len(set(threads)) == 1
    assert threads[0].startswith("store")


def test_an_answer_is_given_on_the_window_s_thread(tasks: Tasks, owner: QObject, qtbot: object) -> None:
    where = []
    tasks.run(lambda: 1, owner=owner, then=lambda _: where.append(threading.current_thread()))
    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.main_thread()]


def test_aside_work_does_not_wait_for_the_store(tasks: Tasks, owner: QObject) -> None:
    gate, done = threading.Event(), []
    tasks.run(gate.wait, owner=owner)
    tasks.run_aside(lambda: "page", owner=owner, then=done.append, ended=gate.set)
    tasks.flush_all()
    assert done == ["page"]


def test_changes_are_announced_before_the_answer(tasks: Tasks, owner: QObject) -> None:
    heard = []
    tasks.changed.connect(heard.append)
    tasks.run(lambda: CHANGES, owner=owner, then=lambda _: heard.append("then"))
    tasks.flush()
    assert heard == [CHANGES, "then"]


def test_changes_inside_a_result_are_announced_too(tasks: Tasks, owner: QObject) -> None:
    class Made:
        id = "v1"
        changes = CHANGES

    heard = []
    tasks.changed.connect(heard.append)
    tasks.run(Made, owner=owner)
    tasks.flush()
    assert heard == [CHANGES]


def test_nobody_is_called_back_once_the_owner_is_gone(tasks: Tasks) -> None:
    owner, heard, done = QObject(), [], []
    gate = threading.Event()
    tasks.run(
        lambda: gate.wait() and done.append("saved"), owner=owner, then=heard.append, ended=lambda: heard.append("end")
    )
    owner.deleteLater()
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    gate.set()
    tasks.flush()
    assert done == ["saved"]
    assert heard == []


def test_a_refusal_goes_to_who_asked(tasks: Tasks, owner: QObject) -> None:
    heard, general = [], []
    tasks.refused.connect(general.append)
    tasks.run(_refuse, owner=owner, failed=heard.append, ended=lambda: heard.append("ended"))
    tasks.flush()
    assert [type(one) for one in heard] == [DiskFull, str]
    assert general == []


def test_a_refusal_nobody_waits_for_is_announced(tasks: Tasks, owner: QObject) -> None:
    heard: list[AmbassadorError] = []
    tasks.refused.connect(heard.append)
    tasks.run(_refuse, owner=owner)
    tasks.flush()
    assert isinstance(heard[0], DiskFull)


def test_a_bug_takes_the_crash_path_and_the_end_is_still_told(tasks: Tasks, owner: QObject) -> None:
    bugs, failed, ended = [], [], []
    tasks.crashed.connect(bugs.append)
    tasks.run(lambda: 1 / 0, owner=owner, failed=failed.append, ended=lambda: ended.append(True))
    tasks.flush()
    assert isinstance(bugs[0], ZeroDivisionError)
    assert (failed, ended) == ([], [True])


def test_a_callback_that_fails_does_not_hold_up_the_next_answer(tasks: Tasks, owner: QObject) -> None:
    bugs, answers = [], []
    tasks.crashed.connect(bugs.append)
    tasks.run(lambda: 1, owner=owner, then=lambda _: 1 / 0)
    tasks.run(lambda: 2, owner=owner, then=answers.append)
    tasks.flush()
    assert answers == [2]
    assert len(bugs) == 1


def test_the_window_is_painted_before_the_store_is_asked(tasks: Tasks, owner: QObject, qtbot: object) -> None:
    happened = []

    class Card(QWidget):
        def paintEvent(self, event: object) -> None:
            happened.append("painted")

    card = Card()
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    happened.clear()
    tasks.run(lambda: happened.append("written"), owner=owner)
    card.updateGeometry()
    card.update()
    qtbot.waitUntil(lambda: "written" in happened)
    assert happened == ["painted", "written"]


def test_progress_reaches_the_job_and_can_be_stopped(tasks: Tasks, owner: QObject, qtbot: object) -> None:
    started, heard, shares = threading.Event(), [], []

    def work(progress: Progress) -> None:
        progress(1, 4, "a quarter")
        started.set()
        while True:
            progress(2, 4)

    job = tasks.run(work, owner=owner, failed=heard.append, label="Import")
    job.advanced.connect(lambda: shares.append(job.share))
    qtbot.waitUntil(started.is_set)
    job.cancel()
    tasks.flush()
    assert isinstance(heard[0], JobCancelled)
    assert job.share == 0.5


def test_a_job_that_is_cancelled_before_it_begins_never_begins(tasks: Tasks, owner: QObject) -> None:
    gate, done = threading.Event(), []
    tasks.run(gate.wait, owner=owner)
    job = tasks.run(lambda: done.append(True), owner=owner, failed=lambda _: None)
    job.cancel()
    gate.set()
    tasks.flush()
    assert done == []


def test_only_the_latest_question_is_answered(tasks: Tasks, owner: QObject) -> None:
    gate, asked, answers = threading.Event(), [], []
    tasks.run(gate.wait, owner=owner)
    for text in ("b", "ba", "bag"):
        tasks.run(lambda t=text: asked.append(t) or t, owner=owner, then=answers.append, latest="search")
    gate.set()
    tasks.flush()
    assert asked == ["bag"]
    assert answers == ["bag"]


def test_flush_also_waits_for_what_the_answers_ask_for(tasks: Tasks, owner: QObject) -> None:
    answers = []
    tasks.run(lambda: 1, owner=owner, then=lambda _: tasks.run(lambda: 2, owner=owner, then=answers.append))
    tasks.flush()
    assert answers == [2]


def test_a_flush_that_must_not_take_long_leaves_a_long_job_to_go_on(tasks: Tasks, owner: QObject) -> None:
    gate, answers = threading.Event(), []
    tasks.run(lambda: answers.append("typed"), owner=owner)
    tasks.run(lambda: gate.wait(60), owner=owner, then=answers.append)
    assert not tasks.flush(200)
    assert answers == ["typed"]
    gate.set()
    assert tasks.flush()
    assert answers == ["typed", True]


def test_shutdown_finishes_what_is_being_saved_and_leaves_no_thread(qapp: object) -> None:
    tasks, owner, saved = Tasks(), QObject(), []
    for number in range(50):
        tasks.run(lambda n=number: saved.append(n), owner=owner, label="Saving")
    tasks.shutdown()
    tasks.shutdown()
    assert saved == list(range(50))
    assert tasks.run(lambda: saved.append(99), owner=owner).is_done
    assert 99 not in saved
    assert not [one for one in threading.enumerate() if one.name.startswith(("store", "aside"))]


def test_shutdown_stops_a_long_job(qapp: object) -> None:
    tasks, owner = Tasks(), QObject()

    def endless(progress: Progress) -> None:
        while True:
            progress(0, 1)

    tasks.run(endless, owner=owner, failed=lambda _: None, label="Import")
    tasks.run_aside(endless, owner=owner, failed=lambda _: None)
    tasks.shutdown()
    assert tasks.pending == 0


def _refuse() -> None:
    raise DiskFull(file="visits.db")
