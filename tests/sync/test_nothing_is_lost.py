"""Any order of edits, removals, decisions, seals, syncs with lost answers, sticks, newer programs, erasures, laptops
shut out, restored laptops and a restored office.

Whatever was typed is live, was knowingly replaced, or is in a conflict; everybody ends with the same; nobody is in
conflict with himself. The office is on SQLite, and in the whole suite on PostgreSQL too.
"""

import json
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from ambassador_app.domain import merging
from ambassador_app.domain.conflict import Resolution
from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.domain.syncing import Op, Standing
from ambassador_app.domain.visit import Finding
from ambassador_app.errors import DeviceRevoked, NoOffice, NothingToPack, OfficeAway, OfficeRefused
from ambassador_app.office import deciding
from ambassador_app.office.erasing import erase, find
from ambassador_app.storage import arriving
from ambassador_app.sync.office import Office
from tests.office.postgres import Postgres
from tests.sync.laptops import Laptop, Words, all_agree, tokens_in
from tests.sync.rooms import TENANT, Line, Lose, Room, Time, chance_of, in_memory

FIELDS = ("text", "area", "question")
WHO = st.integers(0, 2)


class Quarrel(RuleBasedStateMachine):
    """Laptops of one municipality and their office: people type into the same fields, and answers are lost."""

    url = ""
    people = 3

    def __init__(self) -> None:
        super().__init__()
        self.folder = in_memory()
        self.room = Room(self.url)
        self.words = Words()
        self.findings = ["f1", "f2"]
        self.lines = [Line(self.room) for _ in range(self.people)]
        self.laptops = [
            Laptop(self.folder, self.room.time, number, line, self.words) for number, line in enumerate(self.lines)
        ]
        for one in self.laptops:
            one.join(self.room.invitation(one.name))

    @rule(who=WHO)
    def type_into_the_same_field(self, who: int) -> None:
        self.laptops[who % self.people].type_into_a_finding(self.findings[0], "text")

    @rule(who=WHO, lose=st.sampled_from(Lose))
    def sync(self, who: int, lose: Lose) -> None:
        laptop, line = self.laptops[who % self.people], self.lines[who % self.people]
        line.lose = lose
        mine = laptop.mine if not laptop.restored and not self.room.lives else set()
        before = {one.id for one in laptop.all_conflicts()}
        self._sync(laptop, lose)
        line.lose = Lose.NOTHING
        for one in laptop.all_conflicts():
            if one.id not in before and one.mine_by == one.theirs_by == laptop.name:
                assert not tokens_in(one.theirs) & mine, "in conflict with himself"

    def _sync(self, laptop: Laptop, lose: Lose = Lose.NOTHING) -> None:
        """Sync; who was shut out, or is unknown to a restored office, asks for a new invitation."""
        try:
            laptop.syncing.sync()
        except OfficeAway:
            assert lose is not Lose.NOTHING
        except (DeviceRevoked, OfficeRefused) as error:
            assert isinstance(error, DeviceRevoked) or error.fields["code"] == "device-unknown", error.fields
            laptop.join(self.room.invitation(laptop.name))
            self._sync(laptop, lose)

    def at_office(self) -> set[str]:
        return {word for one in self.room.records() for word in tokens_in(json.loads(one.data))}

    # -- the end of the day -------------------------------------------------------------------------------------------
    def teardown(self) -> None:
        try:
            self.programs_are_updated()
            live = all_agree(self.laptops, self._sync)
            lost = self.words.lost(live | self.at_office())
            assert not lost, f"silently lost: {lost}"
        finally:
            for one in self.laptops:
                one.store.close()
            self.room.close()
            shutil.rmtree(self.folder)

    def programs_are_updated(self) -> None:
        """Nothing to do where nobody's is newer."""


class Municipality(Quarrel):
    """And all else that happens in a year."""

    def __init__(self) -> None:
        super().__init__()
        self.sticks: list[Path] = []
        self.unreadable: set[str] = set()

    # -- what people do -----------------------------------------------------------------------------------------------
    @rule(who=WHO, record=st.integers(0, 1), name=st.sampled_from(FIELDS))
    def type_into_a_finding(self, who: int, record: int, name: str) -> None:
        self.laptops[who].type_into_a_finding(self.findings[record], name)

    @rule(who=WHO, question=st.sampled_from(("lamps", "hours")))
    def answer(self, who: int, question: str) -> None:
        self.laptops[who].answer(question)

    @rule(who=WHO)
    def add_to_a_set(self, who: int) -> None:
        self.laptops[who].add_to_a_set()

    @rule(who=WHO, record=st.integers(0, 1))
    def remove(self, who: int, record: int) -> None:
        self.laptops[who].remove(self.findings[record])

    @rule(who=WHO)
    def undo(self, who: int) -> None:
        self.laptops[who].undo()

    @rule(who=WHO)
    def seal(self, who: int) -> None:
        self.laptops[who].seal()

    @rule(who=WHO, which=st.integers(0, 3), resolution=st.sampled_from((Resolution.MINE, Resolution.THEIRS)))
    def decide(self, who: int, which: int, resolution: Resolution) -> None:
        self.laptops[who].decide(which, resolution)

    # -- on a stick ---------------------------------------------------------------------------------------------------
    @rule(who=WHO)
    def pack(self, who: int) -> None:
        stick = self.folder / "stick"
        stick.mkdir(exist_ok=True)
        try:
            self.sticks.append(self.laptops[who].syncing.parcels.pack(stick))
        except (NothingToPack, NoOffice):  # no sync yet: the office's key is not here
            return

    @precondition(lambda self: self.sticks)
    @rule(who=WHO, which=st.integers(0, 9), lose=st.sampled_from(Lose))
    def carry(self, who: int, which: int, lose: Lose) -> None:
        """Whoever goes there takes the stick along, once or again."""
        self.lines[who].lose = lose
        with suppress(OfficeAway, OfficeRefused, DeviceRevoked):  # whatever it is: it all waits on the laptop still
            self.laptops[who].syncing.parcels.carry(self.sticks[which % len(self.sticks)])
        self.lines[who].lose = Lose.NOTHING

    # -- what the office does -----------------------------------------------------------------------------------------
    @rule(who=WHO)
    def shut_out(self, who: int) -> None:
        self.room.revoke_all(self.laptops[who].name)

    @rule(record=st.integers(0, 1))
    def erase(self, record: int) -> None:
        """Somebody asks to be forgotten: all that ever said one of the words goes; the work goes on in a new one."""
        identifier = self.findings[record]
        words = [word for word, where in self.words.typed.items() if where == (Finding.KIND, identifier)]
        keys = {key for word in words for key in find(self.room.office, TENANT, word)}
        here = {(one.kind, one.id) for one in self.room.records()}
        if (Finding.KIND, identifier) in keys & here:
            erase(self.room.office, TENANT, sorted(keys & here))
            self.words.erased.add((Finding.KIND, identifier))
            self.unreadable.discard(identifier)
            self.findings[record] = f"f{record + 1}-{len(self.words.erased)}"

    @rule(record=st.integers(0, 1), readable=st.booleans())
    def a_newer_program_writes(self, record: int, readable: bool) -> None:
        """A field that nobody here knows, or a value that nobody here can read."""
        identifier = self.findings[record]
        if self._newer(identifier, "later" if readable else "severity", 2) and not readable:
            self.unreadable.add(identifier)

    def _newer(self, identifier: str, name: str, schema: int, gone: tuple[str, ...] = ()) -> bool:
        """Write a word into a finding with a program of another version. False if it is not at the office."""
        found = (one for one in self.room.records() if (one.kind, one.id) == (Finding.KIND, identifier))
        here = next(found, None)
        if here is None:
            return False
        before = tokens_in(json.loads(here.data))
        word = self.words.new(Finding.KIND, identifier)
        at = self.room.time().isoformat()
        op = Op(self.room.names(), Finding.KIND, identifier, here.seq, {name: word}, gone, schema=schema, at=at)
        line, key = Line(self.room), bytes(32)
        member = line.join(self.room.invitation("newer"), key=key, name="newer", device="PC")
        with line.open(member, key) as way:
            (outcome,) = way.push(way.hello().epoch.id, [op])
        assert outcome.standing is Standing.OK
        self.words.replaced |= before - self.at_office()
        return True

    def programs_are_updated(self) -> None:
        """The newer program writes again what this one can read; then this one is new, and asks again."""
        for identifier in self.unreadable:
            self._newer(identifier, "text", 1, gone=("severity",))
        for one in self.laptops:
            one.store.keep_note("office_program", "an older one")

    # -- what goes wrong ----------------------------------------------------------------------------------------------
    @rule(who=WHO)
    def keep_an_image(self, who: int) -> None:
        self.laptops[who].keep_an_image()

    @precondition(lambda self: any(one.image.exists() for one in self.laptops))
    @rule(who=WHO)
    def restore_a_laptop(self, who: int) -> None:
        self.laptops[who].go_back_to_the_image(self.at_office())

    @rule()
    def back_up_the_office(self) -> None:
        self.room.back_up()

    @rule()
    def restore_the_office(self) -> None:
        before = self.at_office()
        if self.room.restore():
            elsewhere = {word for one in self.laptops for word in tokens_in(one.content())}
            self.words.gone |= before - self.at_office() - elsewhere


def run(machine: type[Quarrel], examples: int, *, url: str = "", people: int = 3, mutated: bool = False) -> None:
    placed = type(machine.__name__, (machine,), {"url": url, "people": people})
    run_state_machine_as_test(
        placed,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20 if mutated else 35,
            deadline=None,
            database=None,
            derandomize=mutated,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
            print_blob=False,
        ),
    )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.whole)])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return ""
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.database()


def test_nothing_is_lost(url: str) -> None:
    run(Municipality, settings().max_examples // (5 if url else 2), url=url)


def last_writer_wins(kind: str, base: Any, mine: Any, theirs: Any) -> merging.Merged:
    return merging.Merged(dict(mine))


def no_compare_and_set(self: Any, prepared: Any, op: Any) -> Any:
    here = self.present.get(prepared.key)
    based = op.model_copy(update={"base": here.seq if here is not None else 0})
    return TAKE(self, prepared, based)


def under_fresh_names(self: Any, epoch: str, ops: Any) -> Any:
    fresh = {one.op: replace(one, op=FRESH()) for one in ops}
    names = {one.op: name for name, one in fresh.items()}
    return tuple(replace(one, op=names[one.op]) for one in PUSH(self, epoch, tuple(fresh.values())))


TAKE = deciding.Decision._compare_and_set
PUSH = Office.push
FRESH = UuidMaker(Time(), chance_of("fresh"))


@pytest.mark.parametrize(
    ("place", "name", "mutant", "people"),
    [
        (arriving, "merge", last_writer_wins, 2),
        (deciding.Decision, "_compare_and_set", no_compare_and_set, 2),
        (Office, "push", under_fresh_names, 1),
    ],
    ids=["the last writer wins", "no compare and set", "ops without names that stay"],
)
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, url: str, place: Any, name: str, mutant: Any, people: int
) -> None:
    monkeypatch.setattr(place, name, mutant)
    with pytest.raises(AssertionError):
        run(Quarrel, 400, url=url, people=people, mutated=True)


def test_without_a_fault_nothing_is_found(url: str) -> None:
    """What finds the planted faults finds nothing where none is planted."""
    run(Quarrel, 5, url=url, people=2, mutated=True)
