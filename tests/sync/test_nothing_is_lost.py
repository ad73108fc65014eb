"""Any order of edits, removals, seals, syncs with lost answers, restored laptops and a restored office.

Whatever was typed is live, was knowingly replaced, or is in a conflict; everybody ends with the same; nobody is in
conflict with himself.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from ambassador_app.domain import merging
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import Conflict
from ambassador_app.domain.records import KINDS, fields_of, to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.syncing import Membership
from ambassador_app.domain.visit import Answer, Finding, SectionAnswers, Visit, VisitStatus
from ambassador_app.errors import NothingToUndo, OfficeAway, UndoRefused
from ambassador_app.office import deciding
from ambassador_app.services.desk import Desk
from ambassador_app.services.syncing import Syncing
from ambassador_app.storage import Store, arriving
from ambassador_app.storage.schema import COLUMNS
from tests.sync.rooms import Room, Time, Way, open_store

MEMORY = "/dev/shm"  # what is on a disk is flushed at each commit, which is not what this test is about
LAPTOPS = 3
RECORDS = ("f1", "f2")
FIELDS = ("text", "area", "question")
VISIT = "v1"
MEMBER = Membership("", "oddeby", "Oddeby", "", "coordinator", "")


@cache
def an_empty_profile() -> Path:
    """A profile that nobody has written in, made once: making one costs more than all that is done with it."""
    folder = Path(tempfile.mkdtemp()) / "empty"
    open_store(folder, Time(), 0).close()
    return folder


class Offices:
    """The ways to the office, one a laptop."""

    def __init__(self, way: Way) -> None:
        self._way = way

    def open(self, _member: Membership, _key: bytes) -> Way:
        return self._way


class Laptop:
    """One laptop: its store, its way to the office, and what its person knows."""

    def __init__(self, room: Room, folder: Path, time: Time, number: int) -> None:
        self.number = number
        self.name = f"person-{number}"
        self.folder = folder / f"laptop-{number}"
        self.image = folder / f"image-{number}"
        self._time = time
        self.way = Way(room, self.name)
        self.restored = 0
        self.typed: set[str] = set()
        shutil.copytree(an_empty_profile(), self.folder)
        self.open()
        self.store.keep_secret("office-key", bytes(32))
        self.store.keep_secret("office", json.dumps(to_json(MEMBER)).encode())

    def open(self) -> None:
        self.store: Store = open_store(self.folder, self._time, self.number + 100 * self.restored)
        desk = Desk(
            self.store, self.store.library, None, self._time, lambda: "", bytes,  # type: ignore[arg-type]
            self.name, "m1",  # type: ignore[arg-type]
        )  # fmt: skip
        self.syncing = Syncing(desk, Offices(self.way))  # type: ignore[arg-type]

    def content(self) -> dict[str, dict[str, Any]]:
        with self.store.reader() as reader:
            return {kind: {one.id: fields_of(one) for one in reader.all(KINDS[kind])} for kind in COLUMNS}


def tokens_in(value: object) -> set[str]:
    """Every word somebody typed, wherever it stands."""
    return {one for one in json.dumps(to_json(value)).replace('"', " ").split() if one.startswith("word")}


class Municipality(RuleBasedStateMachine):
    """Laptops of one municipality and their office."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if Path(MEMORY).is_dir() else None))
        self.time = Time()
        self.room = Room(self.folder, self.time)
        self.laptops = [Laptop(self.room, self.folder, self.time, number) for number in range(LAPTOPS)]
        self.words = 0
        self.typed: set[str] = set()
        self.replaced: set[str] = set()
        self.gone_with_a_laptop: set[str] = set()

    # -- what people do -----------------------------------------------------------------------------------------------
    def _word(self, laptop: Laptop) -> str:
        self.words += 1
        word = f"word{self.words}"
        self.typed.add(word)
        laptop.typed.add(word)
        return word

    def _knows(self, laptop: Laptop, deed: Deed, do: Callable[[Any], None]) -> None:
        """Do something on a laptop; what it shows no more afterwards was knowingly replaced."""
        before = tokens_in(laptop.content())
        with laptop.store.transaction(deed, author=laptop.name, scope=VISIT) as tx:
            do(tx)
        self.replaced |= before - tokens_in(laptop.content())

    @rule(who=st.integers(0, LAPTOPS - 1), record=st.sampled_from(RECORDS), name=st.sampled_from(FIELDS))
    def type_into_a_finding(self, who: int, record: str, name: str) -> None:
        laptop = self.laptops[who]
        word = self._word(laptop)

        def do(tx: Any) -> None:
            here = tx.find(Finding, record) or Finding(record, VISIT, "")
            tx.save(replace(here, **{name: word}))

        self._knows(laptop, Deed.CHANGE_FINDING, do)

    @rule(who=st.integers(0, LAPTOPS - 1), question=st.sampled_from(("lamps", "hours")))
    def answer(self, who: int, question: str) -> None:
        laptop = self.laptops[who]
        word = self._word(laptop)

        def do(tx: Any) -> None:
            here = tx.find(SectionAnswers, f"{VISIT}/lighting") or SectionAnswers(
                f"{VISIT}/lighting", VISIT, "lighting"
            )
            tx.save(replace(here, answers={**here.answers, question: Answer(word)}))

        self._knows(laptop, Deed.ANSWER, do)

    @rule(who=st.integers(0, LAPTOPS - 1))
    def add_to_a_set(self, who: int) -> None:
        laptop = self.laptops[who]
        word = self._word(laptop)

        def do(tx: Any) -> None:
            here = tx.find(Visit, VISIT) or Visit(VISIT, "s1")
            tx.save(replace(here, focus_areas=(*here.focus_areas, word)))

        self._knows(laptop, Deed.CHANGE_VISIT, do)

    @rule(who=st.integers(0, LAPTOPS - 1), record=st.sampled_from(RECORDS))
    def remove(self, who: int, record: str) -> None:
        laptop = self.laptops[who]

        def do(tx: Any) -> None:
            if tx.find(Finding, record) is not None:
                tx.delete(Finding, record)

        self._knows(laptop, Deed.REMOVE_FINDING, do)

    @rule(who=st.integers(0, LAPTOPS - 1))
    def undo(self, who: int) -> None:
        laptop = self.laptops[who]
        before = tokens_in(laptop.content())
        try:
            laptop.store.undo(VISIT, author=laptop.name)
        except (NothingToUndo, UndoRefused):
            return
        self.replaced |= before - tokens_in(laptop.content())

    @rule(who=st.integers(0, LAPTOPS - 1))
    def seal(self, who: int) -> None:
        laptop = self.laptops[who]
        word = self._word(laptop)

        def do(tx: Any) -> None:
            here = tx.find(Visit, VISIT) or Visit(VISIT, "s1")
            tx.save(replace(here, status=VisitStatus.SEALED, revision=1))
            pdf = tx.put_blob(f"%PDF {word}".encode())
            tx.save(Report(f"r-{word}", VISIT, 1, pdf, "0" * 64, "0" * 64, word, "da", laptop.name, self.time()))

        self._knows(laptop, Deed.SEAL_VISIT, do)

    # -- the way to the office ----------------------------------------------------------------------------------------
    @rule(who=st.integers(0, LAPTOPS - 1), lose=st.booleans())
    def sync(self, who: int, lose: bool) -> None:
        laptop = self.laptops[who]
        laptop.way.lose = lose
        mine = laptop.typed if not laptop.restored and not self.room.lives else set()
        before = {one.id for one in self._conflicts(laptop)}
        try:
            laptop.syncing.sync()
        except OfficeAway:
            assert lose
        laptop.way.lose = False
        for one in self._conflicts(laptop):
            if one.id not in before and one.mine_by == laptop.name:
                assert not tokens_in(one.theirs) & mine, "in conflict with himself"

    @staticmethod
    def _conflicts(laptop: Laptop) -> tuple[Conflict, ...]:
        with laptop.store.reader() as reader:
            return reader.all(Conflict)

    # -- what goes wrong ----------------------------------------------------------------------------------------------
    @rule(who=st.integers(0, LAPTOPS - 1))
    def keep_an_image(self, who: int) -> None:
        laptop = self.laptops[who]
        laptop.store.close()
        shutil.rmtree(laptop.image, ignore_errors=True)
        shutil.copytree(laptop.folder, laptop.image)
        self._reopen(laptop)

    @precondition(lambda self: any(one.image.exists() for one in self.laptops))
    @rule(who=st.integers(0, LAPTOPS - 1))
    def restore_a_laptop(self, who: int) -> None:
        laptop = self.laptops[who]
        if not laptop.image.exists():
            return
        self.gone_with_a_laptop |= laptop.typed | tokens_in(laptop.content())
        laptop.store.close()
        shutil.rmtree(laptop.folder)
        shutil.copytree(laptop.image, laptop.folder)
        laptop.restored += 1
        self._reopen(laptop)

    def _reopen(self, laptop: Laptop) -> None:
        laptop.open()

    @rule()
    def back_up_the_office(self) -> None:
        self.room.back_up()

    @rule()
    def restore_the_office(self) -> None:
        self.room.restore()

    # -- the end of the day -------------------------------------------------------------------------------------------
    def teardown(self) -> None:
        try:
            self._all_agree()
        finally:
            for one in self.laptops:
                one.store.close()
            self.room.close()
            shutil.rmtree(self.folder)

    def _all_agree(self) -> None:
        for _ in range(3):
            for one in self.laptops:
                one.syncing.sync()
        contents = [one.content() for one in self.laptops]
        assert contents[0] == contents[1] == contents[2]
        for one in self.laptops:
            assert one.syncing.waiting().is_nothing
            assert_clean(one.store)
        live = tokens_in(contents[0])
        lost = self.typed - live - self.replaced - self.gone_with_a_laptop
        assert not lost, f"silently lost: {sorted(lost)}"


def assert_clean(store: Store) -> None:
    """Nothing of a finished sync is left lying about."""
    with store.reader() as reader:
        for table in ("outbox", "base", "refusal"):
            assert reader.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table


def run(examples: int, *, mutated: bool = False) -> None:
    run_state_machine_as_test(
        Municipality,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=mutated,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
            print_blob=False,
        ),
    )


def test_nothing_is_lost() -> None:
    run(settings().max_examples)


def last_writer_wins(kind: str, base: Any, mine: Any, theirs: Any) -> merging.Merged:
    return merging.Merged(dict(mine))


def no_compare_and_set(self: Any, prepared: Any, op: Any) -> Any:
    here = self.present.get(prepared.key)
    based = op.model_copy(update={"base": here.seq if here is not None else 0})
    return TAKE(self, prepared, based)


TAKE = deciding.Decision._compare_and_set


@pytest.mark.parametrize(
    ("place", "name", "mutant"),
    [
        (arriving, "merge", last_writer_wins),
        (deciding.Decision, "_compare_and_set", no_compare_and_set),
        (Way, "renames", True),
    ],
    ids=["the last writer wins", "no compare and set", "ops without names that stay"],
)
def test_a_planted_fault_is_found(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, mutant: Any) -> None:
    monkeypatch.setattr(place, name, mutant)
    with pytest.raises(AssertionError):
        run(400, mutated=True)
