"""A laptop and its person: what is typed, replaced, removed, sealed, decided; and who knows of it."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import Conflict, Resolution
from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.records import KINDS, fields_of, to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Answer, Finding, SectionAnswers, Visit, VisitStatus
from ambassador_app.errors import AmbassadorError, NothingToUndo, RecordNewer, RecordNotFound, UndoRefused, VisitLocked
from ambassador_app.services.conflicts import Conflicts
from ambassador_app.services.desk import Desk
from ambassador_app.services.syncing import Syncing
from ambassador_app.storage import Store, keys
from ambassador_app.storage.schema import COLUMNS
from tests.sync.rooms import Time, chance_of

SECRET = bytes(range(32))
VISIT = "v1"
WORD = "word"
REFUSED = (RecordNewer, NothingToUndo, UndoRefused, VisitLocked, RecordNotFound)


class Words:
    """What anybody ever typed, each word once in its life, and what became of it that somebody knows of."""

    def __init__(self) -> None:
        self.typed: dict[str, tuple[str, str]] = {}
        self.replaced: set[str] = set()
        self.gone: set[str] = set()
        self.erased: set[tuple[str, str]] = set()

    def new(self, kind: str, identifier: str) -> str:
        """Make a word that is typed into a record."""
        word = f"{WORD}{len(self.typed):06}"
        self.typed[word] = (kind, identifier)
        return word

    def lost(self, live: set[str]) -> list[str]:
        """The words that are nowhere, though nobody ever let them go."""
        excused = {word for word, where in self.typed.items() if where in self.erased}
        return sorted(set(self.typed) - live - self.replaced - self.gone - excused)


def tokens_in(value: object) -> set[str]:
    """Every word somebody typed, wherever it stands."""
    return {one for one in json.dumps(to_json(value)).replace('"', " ").split() if one.startswith(WORD)}


@cache
def an_empty_profile() -> Path:
    """A profile that nobody has written in, made once: making one costs more than all that is done with it."""
    folder = Path(tempfile.mkdtemp()) / "empty"
    made = keys.create(folder, keys.Protection.FILE, chance=lambda size: bytes(range(size)))
    assert made.secret == SECRET
    open_store(folder, Time(), 0).close()
    return folder


def open_store(folder: Path, time: Time, seed: int) -> Store:
    """Open a laptop's store; `seed` keeps its identifiers apart from every other laptop's."""
    return Store.open(folder, SECRET, now=time, new_id=UuidMaker(time, chance_of(seed)))


class Laptop:
    """One laptop: its store, its way to the office, and what its person knows."""

    def __init__(self, folder: Path, time: Time, number: int, offices: Any, words: Words) -> None:
        self.number = number
        self.name = f"person-{number}"
        self.folder = folder / f"laptop-{number}"
        self.image = folder / f"image-{number}"
        self.words = words
        self.mine: set[str] = set()
        self.restored = False
        self._opened = 0
        self._time = time
        self._offices = offices
        shutil.copytree(an_empty_profile(), self.folder)
        self.open()
        with self.store.transaction(Deed.SET_UP, author=self.name) as tx:
            tx.save(Municipality("m1", "Oddeby"))
            tx.save(Ambassador(self.name, self.name))

    # -- the computer -------------------------------------------------------------------------------------------------
    def open(self) -> None:
        self._opened += 1
        self.store = open_store(self.folder, self._time, self.number + 100 * self._opened)
        self.desk = Desk(
            self.store, self.store.library, None, self._time, lambda: "", os.urandom,  # type: ignore[arg-type]
            self.name, "m1",  # type: ignore[arg-type]
        )  # fmt: skip
        self.syncing = Syncing(self.desk, self._offices)
        self.conflicts = Conflicts(self.desk)

    def join(self, invitation: str) -> None:
        """Be a device of the office from now on, in place of any other one it was."""
        self.syncing.leave()
        self.syncing.join(invitation, device=f"PC-{self.number}")

    def reopen(self) -> None:
        self.store.close()
        self.open()

    def keep_an_image(self) -> None:
        self.store.close()
        shutil.rmtree(self.image, ignore_errors=True)
        shutil.copytree(self.folder, self.image)
        self.open()

    def go_back_to_the_image(self, elsewhere: set[str]) -> bool:
        """Put the computer back to its image: what is not `elsewhere` too is gone. False if there is none."""
        if not self.image.exists():
            return False
        self.words.gone |= tokens_in(self.content()) - elsewhere
        self.store.close()
        shutil.rmtree(self.folder)
        shutil.copytree(self.image, self.folder)
        self.restored = True
        self.open()
        return True

    def content(self) -> dict[str, dict[str, Any]]:
        with self.store.reader() as reader:
            return {kind: {one.id: fields_of(one) for one in reader.all(KINDS[kind])} for kind in COLUMNS}

    def has(self, cls: Any, identifier: str) -> bool:
        with self.store.reader() as reader:
            return reader.find(cls, identifier) is not None

    def all_conflicts(self) -> tuple[Conflict, ...]:
        with self.store.reader() as reader:
            return reader.all(Conflict)

    # -- its person ---------------------------------------------------------------------------------------------------
    def _types(self, deed: Deed, cls: Any, identifier: str, put: Callable[[Any, str], None]) -> None:
        """Type a word into a record."""
        word = self.words.new(cls.KIND, identifier)
        if self._knows(deed, lambda tx: put(tx, word)):
            self.mine.add(word)
        else:
            self.words.replaced.add(word)  # refused to his face

    def _knows(self, deed: Deed, do: Callable[[Any], None]) -> bool:
        """Do something; what is shown no more afterwards was knowingly replaced. False if the program refused."""
        before = tokens_in(self.content())
        try:
            with self.store.transaction(deed, author=self.name, scope=VISIT) as tx:
                do(tx)
        except REFUSED:
            return False
        self.words.replaced |= before - tokens_in(self.content())
        return True

    def type_into_a_finding(self, record: str, name: str) -> None:
        def put(tx: Any, word: str) -> None:
            here = tx.find(Finding, record) or Finding(record, VISIT, "")
            tx.save(replace(here, **{name: word}))

        self._types(Deed.CHANGE_FINDING, Finding, record, put)

    def answer(self, question: str) -> None:
        def put(tx: Any, word: str) -> None:
            here = tx.find(SectionAnswers, f"{VISIT}/lighting") or SectionAnswers(
                f"{VISIT}/lighting", VISIT, "lighting"
            )
            tx.save(replace(here, answers={**here.answers, question: Answer(word)}))

        self._types(Deed.ANSWER, SectionAnswers, f"{VISIT}/lighting", put)

    def add_to_a_set(self) -> None:
        def put(tx: Any, word: str) -> None:
            here = tx.find(Visit, VISIT) or Visit(VISIT, "s1")
            tx.save(replace(here, focus_areas=(*here.focus_areas, word)))

        self._types(Deed.CHANGE_VISIT, Visit, VISIT, put)

    def remove(self, record: str) -> None:
        def do(tx: Any) -> None:
            if tx.find(Finding, record) is not None:
                tx.delete(Finding, record)

        self._knows(Deed.REMOVE_FINDING, do)

    def undo(self) -> None:
        before = tokens_in(self.content())
        try:
            self.store.undo(VISIT, author=self.name)
        except REFUSED:
            return
        self.words.replaced |= before - tokens_in(self.content())

    def seal(self, size: int = 0) -> None:
        """A report with its PDF of `size` bytes at least, and the visit's status: a group, whole or not at all."""

        def put(tx: Any, word: str) -> None:
            here = tx.find(Visit, VISIT) or Visit(VISIT, "s1")
            tx.save(replace(here, status=VisitStatus.SEALED, revision=1))
            pdf = tx.put_blob(f"%PDF {word}".encode() + os.urandom(size))
            tx.save(Report(f"r-{word}", VISIT, 1, pdf, "0" * 64, "0" * 64, word, "da", self.name, self._time()))

        self._types(Deed.SEAL_VISIT, Report, "", put)

    def decide(self, which: int, resolution: Resolution) -> None:
        """Decide one of the open conflicts, if there is any."""
        found = self.conflicts.open()
        if not found:
            return
        before = tokens_in(self.content())
        try:
            self.conflicts.resolve(found[which % len(found)].conflict.id, resolution)
        except AmbassadorError:
            return
        self.words.replaced |= before - tokens_in(self.content())


def all_agree(laptops: list[Laptop], sync: Callable[[Laptop], None], rounds: int = 3) -> set[str]:
    """Let everybody sync until nothing moves; all must have the same then. Gives the words that live."""
    for _ in range(rounds):
        for one in laptops:
            sync(one)
    contents = [one.content() for one in laptops]
    assert all(one == contents[0] for one in contents), "they do not agree"
    for one in laptops:
        waiting = one.syncing.waiting()
        assert waiting.is_nothing, f"{one.name} waits: {waiting}"
        assert_clean(one.store)
    return tokens_in(contents[0])


def assert_clean(store: Store) -> None:
    """Nothing of a finished sync is left lying about."""
    with store.reader() as reader:
        for table in ("outbox", "base", "refusal"):
            assert reader.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table
