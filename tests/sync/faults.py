"""A year of a small municipality in which every sync meets a fault, drawn by chance; counted is what became of all.

The laptops, their way to the office and the office are the real ones, in one process; a year is a cell of its own, so
that cells can be done in any order, side by side and again.
"""

import json
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import sqlalchemy as sa

from ambassador_app.domain.conflict import Conflict, Resolution
from ambassador_app.errors import AmbassadorError, DeviceRevoked, OfficeRefused
from ambassador_app.office.backup import check
from ambassador_app.storage.post import Post
from ambassador_app.sync import office as over_https
from tests.sync.laptops import WORD, Laptop, Words, all_agree, tokens_in
from tests.sync.rooms import Line, Place, Room, Time, in_memory

SYNCS = 100
"""Syncs of one year."""
LAPTOPS = 3
STEPS = (
    "begin", "take", "take_group", "settle", "arrive", "start_over", "drop_unseen", "delivered", "not_taken", "give_up",
    "fetched", "keep_receipt",
)  # fmt: skip
STATUSES = {429: "rate", 503: "busy", 413: "too-large", 401: "token-invalid", 500: "", 502: "", 507: "no-space"}
DAYS = (-400, -3, -1, 1, 3, 400)
UNBOUND = 1 << 30


class Died(BaseException):
    """A process is killed: nothing that waits for an exception is asked."""


@dataclass
class Count:
    """What a year came to."""

    cell: int
    syncs: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    typed: int = 0
    live: int = 0
    replaced: int = 0
    in_conflict: int = 0
    gone_with_a_machine: int = 0
    lost: int = 0
    duplicates: int = 0

    def line(self) -> str:
        return json.dumps(vars(self))


class Weather(Line):
    """A line on which, from the n-th request of a sync on, something goes wrong: once, or in a storm by chance."""

    def __init__(self, year: "Year", number: int) -> None:
        super().__init__(year.room)
        self._year = year
        self._number = number
        self.fault: Callable[[httpx.Request], httpx.Response] | None = None
        self.after = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.room = self._year.room
        fault, self.after = self.fault, self.after - 1
        try:
            if fault is None or self.after >= 0:
                return super().handle_request(request)
            return fault(request)
        except Died as error:  # the office is killed in the middle: its connections break, and somebody starts it again
            self._year.room.start_again()
            raise httpx.RemoteProtocolError("broken") from error


class Served(Room):
    """An office that can be started again on what its disk holds."""

    def __init__(self, place: Place) -> None:
        self._places = place
        super().__init__(place=place)

    def start_again(self) -> None:
        self.office.close()
        self._place = Place(folder=self._place.folder, time=self.time)
        self.office = self._place.office


class Year:
    """One cell: laptops, an office, and what chance does with them."""

    def __init__(self, seed: int, cell: int, syncs: int = SYNCS) -> None:
        self.chance = random.Random(f"{seed}/{cell}")
        self.count = Count(cell)
        self.words = Words()
        self.folder = in_memory()
        self.time = Time()  # the laptops' clock; the office has one of its own
        self.room = Served(Place())
        self.lines = [Weather(self, number) for number in range(LAPTOPS)]
        self.laptops = [Laptop(self.folder, self.time, at, line, self.words) for at, line in enumerate(self.lines)]
        self.sticks: list[Path] = []
        self._syncs = syncs
        for one in self.laptops:
            one.join(self.room.invitation(one.name))

    # -- the year -----------------------------------------------------------------------------------------------------
    def run(self) -> Count:
        """Let it pass. Raises AssertionError where something is lost, doubled, or not agreed upon."""
        with patch.object(over_https, "sleep", lambda _: None):
            try:
                for _ in range(self._syncs):
                    self._day()
                self._heal()
                self._judge()
            finally:
                self.close()
        return self.count

    def close(self) -> None:
        for one in self.laptops:
            one.store.close()
        self.room.close()
        self.room.office.close()
        shutil.rmtree(self.room.folder)
        shutil.rmtree(self.folder)

    def _day(self) -> None:
        laptop = self.chance.choice(self.laptops)
        for _ in range(self.chance.randrange(1, 4)):
            self._work(laptop)
        name = self.chance.choice(tuple(FAULTS))
        self.count.faults[name] += 1
        self.count.syncs += 1
        line = self.lines[laptop.number]
        line.after = self.chance.randrange(9)
        with FAULTS[name](self, laptop, line):
            self._sync(laptop)
        line.fault = None

    def _work(self, laptop: Laptop) -> None:
        draw = self.chance
        match draw.randrange(12):
            case 0 | 1 | 2:
                laptop.answer(f"question-{draw.randrange(4)}")
            case 3 | 4 | 5:
                laptop.type_into_a_finding(f"f{draw.randrange(4)}", draw.choice(("text", "area", "question")))
            case 6:
                laptop.add_to_a_set()
            case 7:
                laptop.remove(f"f{draw.randrange(4)}")
            case 8:
                laptop.undo()
            case 9:
                laptop.seal()
            case _:
                laptop.decide(draw.randrange(9), draw.choice((Resolution.MINE, Resolution.THEIRS)))

    def _sync(self, laptop: Laptop) -> None:
        """Sync; every end but a sentence for the person is a fault of the program."""
        try:
            laptop.syncing.sync()
        except Died:  # the laptop is killed; it is started again
            laptop.reopen()
            self.count.ends["killed"] += 1
        except (DeviceRevoked, OfficeRefused) as error:
            self.count.ends[type(error).__name__] += 1
            if isinstance(error, DeviceRevoked) or error.fields["code"] == "device-unknown":
                self.lines[laptop.number].fault = None
                laptop.join(self.room.invitation(laptop.name))
        except AmbassadorError as error:
            self.count.ends[type(error).__name__] += 1
        else:
            self.count.ends["whole"] += 1

    # -- the reckoning ------------------------------------------------------------------------------------------------
    def _heal(self) -> None:
        for line in self.lines:
            line.fault = None
        self.count.live = len(all_agree(self.laptops, self._sync, rounds=4))

    def at_office(self) -> set[str]:
        return {word for one in self.room.records() for word in tokens_in(json.loads(one.data))}

    def _judge(self) -> None:
        count, words = self.count, self.words
        records = self.room.records()
        fields = Counter(
            word for one in records if one.kind != Conflict.KIND for word in _each_word(json.loads(one.data))
        )
        shown = set(fields)
        live = self.at_office()
        count.typed = len(words.typed)
        count.live = len(shown & set(words.typed))
        count.in_conflict = len(live - shown)
        count.replaced = len(set(words.typed) & words.replaced - live)
        lost = words.lost(live)
        count.gone_with_a_machine = len(set(words.typed) - live - words.replaced) - len(lost)
        count.lost = len(lost)
        twice = sorted(word for word, often in fields.items() if often > 1)
        count.duplicates = len(twice)
        assert not lost, f"lost: {lost}"
        assert not twice, f"twice: {twice}"
        assert check(self.room.office).none, "the office's log or an attachment is not whole"


def _each_word(value: object) -> Iterator[str]:
    yield from (one for one in json.dumps(value).replace('"', " ").split() if one.startswith(WORD))


# -- faults -----------------------------------------------------------------------------------------------------------
Fault = Callable[[Year, Laptop, Weather], Any]


def _once(line: Weather, answer: Callable[[httpx.Request], httpx.Response]) -> None:
    def once(request: httpx.Request) -> httpx.Response:
        line.fault = None
        return answer(request)

    line.fault = once


@contextmanager
def cut_before(_year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    def cut(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("cut")

    _once(line, cut)
    yield


@contextmanager
def cut_after(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    def cut(request: httpx.Request) -> httpx.Response:
        year.room.answer(request)
        raise httpx.ReadError("cut")

    _once(line, cut)
    yield


@contextmanager
def cut_in_the_body(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    def cut(request: httpx.Request) -> httpx.Response:
        body = request.read()
        year.room.answer(request, body[: year.chance.randrange(len(body) + 1)])
        raise httpx.WriteError("cut")

    _once(line, cut)
    yield


def _refused(status: int, code: str, request: httpx.Request) -> httpx.Response:
    return httpx.Response(status, json={"title": "no", "status": status, "code": code}, request=request)


@contextmanager
def refused(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    status, code = year.chance.choice(tuple(STATUSES.items()))
    _once(line, lambda request: _refused(status, code, request))
    yield


@contextmanager
def storm(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    """Half of all requests are refused, each with a status of its own."""

    def blow(request: httpx.Request) -> httpx.Response:
        if year.chance.random() < 0.5:
            return year.room.answer(request)
        return _refused(*year.chance.choice(tuple(STATUSES.items())), request)

    line.fault = blow
    yield


@contextmanager
def a_portal(_year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    """The page of a hotel's network instead of an answer."""
    _once(line, lambda request: httpx.Response(200, html="<html>Log ind</html>", request=request))
    yield


@contextmanager
def bytes_change_on_the_way(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    """A byte of an attachment flips, on its way up or down; all else is left alone."""

    def flip(data: bytes) -> bytes:
        return data[:-1] + bytes((data[-1] ^ 1,)) if data else data

    def change(request: httpx.Request) -> httpx.Response:
        if "/blobs" not in request.url.path or request.url.path.endswith("/missing"):
            return year.room.answer(request)
        answer = year.room.answer(request, flip(request.read()))
        if request.method == "GET" and answer.status_code == 200:
            return httpx.Response(200, content=flip(answer.content), request=request)
        return answer

    line.fault = change
    line.after = 0
    yield


@contextmanager
def laptop_killed(year: Year, laptop: Laptop, _line: Weather) -> Iterator[None]:
    """kill -9 before or after a step of the sync."""
    name, after = year.chance.choice(STEPS), year.chance.random() < 0.5
    real = getattr(Post, name)

    def last(self: Post, *arguments: Any, **named: Any) -> Any:
        if self is laptop.store.post:
            if after:
                real(self, *arguments, **named)
            raise Died
        return real(self, *arguments, **named)

    with patch.object(Post, name, last):
        yield


@contextmanager
def office_killed(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    """kill -9 of the office before it commits, or between commit and answer."""
    after = year.chance.random() < 0.5

    def die(request: httpx.Request) -> httpx.Response:
        if after:
            year.room.answer(request)
            raise Died
        engine = year.room.office.database.engine
        sa.event.listen(engine, "commit", _die)
        try:
            return year.room.answer(request)
        finally:
            sa.event.remove(engine, "commit", _die)

    _once(line, die)
    yield


def _die(_connection: object) -> None:
    raise Died


@contextmanager
def laptop_full(_year: Year, laptop: Laptop, _line: Weather) -> Iterator[None]:
    """The laptop's disk takes no further page; SQLite says so itself."""
    connection = laptop.store._writing
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    yield
    if laptop.store._writing is connection:
        connection.execute(f"PRAGMA max_page_count = {UNBOUND}")


@contextmanager
def office_full(year: Year, _laptop: Laptop, _line: Weather) -> Iterator[None]:
    engine = year.room.office.database.engine
    engine.dispose()

    def bound(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(engine, "connect", bound)
    yield
    sa.event.remove(engine, "connect", bound)
    engine.dispose()


@contextmanager
def clock_jumps(year: Year, _laptop: Laptop, _line: Weather) -> Iterator[None]:
    clock = year.chance.choice((year.time, year.room.time))
    clock.at += timedelta(days=year.chance.choice(DAYS))
    yield


@contextmanager
def token_runs_out(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    """In the middle of a sync."""

    def later(request: httpx.Request) -> httpx.Response:
        year.room.time.at += timedelta(hours=2)
        return year.room.answer(request)

    _once(line, later)
    yield


@contextmanager
def office_restarts(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    def again(request: httpx.Request) -> httpx.Response:
        year.room.start_again()
        return year.room.answer(request)

    _once(line, again)
    yield


@contextmanager
def office_restored(year: Year, _laptop: Laptop, line: Weather) -> Iterator[None]:
    """In the middle of a sync, the office is set back to its last backup; what nobody else has is gone with it."""

    def restore(request: httpx.Request) -> httpx.Response:
        before = year.at_office()
        if year.room.restore():
            elsewhere = {word for one in year.laptops for word in tokens_in(one.content())}
            year.words.gone |= before - year.at_office() - elsewhere
        return year.room.answer(request)

    _once(line, restore)
    yield
    year.room.back_up()


@contextmanager
def laptop_restored(year: Year, laptop: Laptop, _line: Weather) -> Iterator[None]:
    laptop.go_back_to_the_image(year.at_office())
    yield
    laptop.keep_an_image()


@contextmanager
def shut_out(year: Year, laptop: Laptop, line: Weather) -> Iterator[None]:
    """In the middle of a sync."""

    def revoke(request: httpx.Request) -> httpx.Response:
        year.room.revoke_all(laptop.name)
        return year.room.answer(request)

    _once(line, revoke)
    yield


@contextmanager
def stick(year: Year, laptop: Laptop, line: Weather) -> Iterator[None]:
    """What waits is packed; a colleague brings it to the office, once or twice, and the answer may be lost."""
    folder = year.folder / "stick"
    folder.mkdir(exist_ok=True)
    with suppress(AmbassadorError):  # nothing to pack, or the office's key is not here yet
        year.sticks.append(laptop.syncing.parcels.pack(folder))
    for _ in range(year.chance.randrange(1, 3) if year.sticks else 0):
        colleague = year.chance.choice(year.laptops)
        with cut_after(year, colleague, year.lines[colleague.number]):
            year.lines[colleague.number].after = year.chance.randrange(6)
            with suppress(AmbassadorError):
                colleague.syncing.parcels.carry(year.chance.choice(year.sticks[-9:]))
        year.lines[colleague.number].fault = None
    with cut_before(year, laptop, line):
        yield


FAULTS: dict[str, Fault] = {
    one.__name__.replace("_", " "): one
    for one in (
        cut_before, cut_after, cut_in_the_body, refused, storm, a_portal, bytes_change_on_the_way, laptop_killed,
        office_killed, laptop_full, office_full, clock_jumps, token_runs_out, office_restarts, office_restored,
        laptop_restored, shut_out, stick,
    )
}  # fmt: skip
