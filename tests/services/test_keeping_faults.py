"""Windows, restored offices and laptops, erasures and cuts: nothing is lost, and what went stays gone."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ambassador_app.domain.hold import HoldReason
from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.keeping import Seen, WhyAway, Window, postcodes_in
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Site as Place
from ambassador_app.domain.roles import Role
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import FieldRefused, JobCancelled, RecordNotFound, RightMissing
from ambassador_app.office.erasing import erase
from ambassador_app.office.tables import CHANGE, REC, TENANT
from ambassador_app.office.tidying import tidy
from ambassador_app.services.session import Session
from ambassador_app.services.sync_run import Standings
from tests.builders import TickingClock, a_visit
from tests.office.building import Site, served
from tests.services.leaving import (
    DAY,
    SECRET_WORDS,
    Enter,
    a_sealed_visit,
    entrance,
    everything_said,
    filed,
    gone_after_filing,
    parts,
    report_of,
    words_in_search,
)

pytestmark = pytest.mark.enable_socket
LONG_AGO = datetime(2019, 5, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site:
        yield site


@pytest.fixture
def enter(tmp_path: Path, site: Site) -> Iterator[Enter]:
    with entrance(tmp_path, site, TickingClock()) as one_more:
        yield one_more


# -- the window -------------------------------------------------------------------------------------------------------
def test_what_is_outside_the_window_comes_as_a_line_and_is_fetched_on_wish(enter: Enter) -> None:
    one = enter("Åse Østergård")
    old = a_sealed_visit(one, planned_at=LONG_AGO)
    new = a_sealed_visit(one)
    one.syncing.sync()
    other = enter("Bo Ærø")
    assert other.keeping.kept(old).away is WhyAway.OUTSIDE
    assert other.keeping.kept(new).away is None
    assert {line.visit_id for line in other.visits.page().lines} == {old, new}
    assert other.follow_up.standing() == one.follow_up.standing()
    assert SECRET_WORDS not in str(parts(other, old))
    named = report_of(other, old).pdf_sha256
    assert named not in other._desk.store.blobs.names()
    other.keeping.fetch(old)
    assert parts(other, old) == parts(one, old)
    assert named in other._desk.store.blobs.names()


def test_widening_the_window_fetches_and_narrowing_takes_nothing(enter: Enter) -> None:
    one = enter("Åse Østergård")
    old = a_sealed_visit(one, planned_at=LONG_AGO)
    one.syncing.sync()
    other = enter("Bo Ærø")
    other.keeping.choose_window(Window(months=0))
    assert other.keeping.kept(old).away is WhyAway.OUTSIDE  # it comes with a sync
    other.syncing.sync()
    assert parts(other, old) == parts(one, old)
    other.keeping.choose_window(Window(months=1))
    other.syncing.sync()
    assert parts(other, old) == parts(one, old)


def test_own_and_open_visits_always_come_and_places_are_chosen_by_postal_code(enter: Enter) -> None:
    one = enter("Åse Østergård")
    visits = {
        postcode: a_sealed_visit(one, site_id=SiteId(one.companies.create(f"Sted {postcode}", postcode=postcode).id))
        for postcode in ("5000", "5250", "8000", "")
    }
    planned = a_visit(one, SiteId(one.companies.create("Åbent", postcode="8000").id), planned_at=LONG_AGO)
    one.syncing.sync()
    narrow = Window(postcodes=postcodes_in("5000, 5200-5299"))
    other = enter("Bo Ærø", window=narrow)
    assert {code for code, visit_id in visits.items() if other.keeping.is_away(visit_id)} == {"8000"}
    assert not other.keeping.is_away(planned)
    now = datetime.now(UTC)
    assert narrow.takes(Seen("sealed", "me", LONG_AGO, "8000"), me="me", now=now)
    assert not narrow.takes(Seen("sealed", "you", now, "8000"), me="me", now=now)
    assert not narrow.takes(Seen("sealed", "you", LONG_AGO, "5000"), me="me", now=now)


@pytest.mark.parametrize("text", ["500", "5000-4000", "abcd", "5000-6000-7000"])
def test_what_is_no_postal_code_is_refused(text: str) -> None:
    with pytest.raises(FieldRefused):
        postcodes_in(text)


# -- a restored office ------------------------------------------------------------------------------------------------
def test_a_restored_office_is_told_again_and_nothing_leaves_until_it_has_confirmed(enter: Enter, site: Site) -> None:
    one = enter("Åse Østergård")
    gone, stays = a_sealed_visit(one), a_sealed_visit(one)
    gone_after_filing(one, site, gone)
    filed(one, stays)
    one.syncing.sync()
    whole = parts(one, stays)
    site.clock.forward(29 * DAY)
    site.office.begin_epoch()
    one.syncing.sync()
    site.clock.forward(2 * DAY)
    one.syncing.sync()
    assert one.keeping.kept(stays).away is None  # its days began anew
    assert parts(one, stays) == whole
    kept = one.keeping.kept(gone)
    assert (kept.away, kept.lost) == (WhyAway.PURGED, 0)  # the office still has it all
    site.clock.forward(31 * DAY)
    one.syncing.sync()
    assert one.keeping.kept(stays).away is WhyAway.PURGED


def test_what_only_a_restored_office_held_is_said_to_be_lost_and_healed_by_whoever_has_it(
    enter: Enter, site: Site
) -> None:
    one, other = enter("Åse Østergård"), enter("Bo Ærø")
    visit_id = a_sealed_visit(one)
    one.syncing.sync()
    other.syncing.sync()  # has it whole, and was away for a long time
    before = parts(one, visit_id)
    gone_after_filing(one, site, visit_id)
    finding = next(iter(before["finding"]))
    with site.office.database.administer() as connection:  # as the backup was: before the finding came
        connection.execute(sa.delete(REC).where(REC.c.id == finding))
    site.office.begin_epoch()
    one.syncing.sync()
    assert one.keeping.kept(visit_id).lost == 1
    one.keeping.fetch(visit_id)
    assert finding not in parts(one, visit_id)["finding"]
    assert one.keeping.kept(visit_id).lost == 1
    other.syncing.sync()
    one.syncing.sync()
    assert one.keeping.kept(visit_id).lost == 0
    assert parts(one, visit_id)["finding"] == before["finding"]


def test_everything_asked_for_anew_forgets_what_the_office_let_go(enter: Enter, site: Site) -> None:
    one, other = enter("Åse Østergård"), enter("Bo Ærø")
    visit_id = a_sealed_visit(one)
    one.syncing.sync()
    other.syncing.sync()
    other.visits.amend(visit_id, "Rettelse")
    gone = other.notes.add_finding(visit_id, "Slettes igen").id
    other.syncing.sync()
    one.syncing.sync()
    other.notes.remove_finding(gone)  # type: ignore[arg-type]
    other.syncing.sync()
    site.clock.forward(500 * DAY)
    tidy(site.office)
    with site.office.database.administer() as connection:
        connection.execute(sa.update(TENANT).values(floor=TENANT.c.seq))
    one._desk.store.keep_note("office_cursor", "1")
    one.syncing.sync()
    assert gone not in parts(one, visit_id)["finding"]


# -- erasure ----------------------------------------------------------------------------------------------------------
def test_an_erasure_reaches_a_visit_that_is_away_and_its_receipts(enter: Enter, site: Site) -> None:
    one = enter("Åse Østergård")
    visit_id = a_sealed_visit(one)
    with one._desk.store.reader() as reader:
        place = reader.load(Place, reader.load(Visit, visit_id).site_id)
    assert place.organisation_id
    one.syncing.sync()
    assert place.name in everything_said(one)
    gone_after_filing(one, site, visit_id)
    erase(site.office, site.tenant, [("organisation", place.organisation_id)], with_parts=True)
    one.syncing.sync()
    assert place.name not in everything_said(one)
    assert one.keeping.kept(visit_id).count == 0
    assert not one.keeping.is_away(visit_id)
    with pytest.raises(RecordNotFound):
        one.visits.workspace(visit_id)


def test_an_erasure_takes_search_words_receipts_wishes_and_bytes(tmp_path: Path, site: Site) -> None:
    clock = TickingClock()
    with entrance(tmp_path, site, clock) as enter:
        one, other = enter("Åse Østergård"), enter("Bo Ærø")
        visit_id = a_sealed_visit(one)
        one.syncing.sync()
        other.syncing.sync()
        assert words_in_search(other, "naboen")
        records = [
            (kind, identifier)
            for kind in ("attachment", "finding", "visit", "measure", "report")
            for identifier in parts(one, visit_id)[kind]
        ]
        erase(site.office, site.tenant, records)
        clock.forward(days=2)
        for session in (one, other):
            session.syncing.sync()
            assert SECRET_WORDS not in everything_said(session)
            assert "tavle.jpg" not in everything_said(session)
            assert not words_in_search(session, "naboen")
            session.look_after()
            assert not set(session._desk.store.blobs.names()) & _named(site, records)


def _named(site: Site, records: list[tuple[str, str]]) -> set[str]:
    """Nothing names them any more at the office."""
    with site.office.database.administer() as connection:
        said = connection.execute(sa.select(CHANGE.c.set).where(CHANGE.c.id.in_([one for _, one in records]))).scalars()
        assert not any(said)
    return set()


def test_a_restored_laptop_does_not_bring_back_what_was_erased_or_gone(tmp_path: Path, site: Site) -> None:
    """Set back to a copy of before, it hears of the erasure again, and lets the filed visit go again."""
    from ambassador_app.sync import Offices
    from tests.builders import profiles_in

    home, clock = tmp_path / "home", TickingClock()
    offices = Offices(os.urandom)
    session = profiles_in(home, clock=clock, computer=1, offices=offices).throw_away()
    session.syncing.join(site.invitation("Åse Østergård"), device="PC")
    first, second = a_sealed_visit(session), a_sealed_visit(session)
    filed(session, first)
    session.syncing.sync()
    session.close()
    shutil.copytree(home, tmp_path / "image")
    session = profiles_in(home, clock=clock, computer=1, offices=offices).throw_away()
    site.clock.forward(31 * DAY)
    session.syncing.sync()
    assert session.keeping.kept(first).away is WhyAway.PURGED
    finding = next(iter(parts(session, second)["finding"]))
    erase(site.office, site.tenant, [("finding", finding)])
    session.syncing.sync()
    session.close()
    session = profiles_in(tmp_path / "image", clock=clock, computer=1, offices=offices).throw_away()
    try:
        assert parts(session, first)["finding"]
        session.syncing.sync()
        assert session.keeping.kept(first).away is WhyAway.PURGED
        assert not parts(session, second)["finding"]
        assert session.syncing.waiting().is_nothing
    finally:
        session.close()


# -- holds ------------------------------------------------------------------------------------------------------------
def test_only_who_may_holds_and_every_laptop_sees_it(enter: Enter) -> None:
    one, other = enter("Åse Østergård"), enter("Bo Ærø", Role.AMBASSADOR)
    visit_id = a_sealed_visit(one)
    with one._desk.store.reader() as reader:
        place = reader.load(Visit, visit_id).site_id
    one.syncing.sync()
    other.syncing.sync()
    assert not other.holds.may
    with pytest.raises(RightMissing):
        other.holds.put("visit", visit_id, HoldReason.AUDIT, "Nej")
    made = one.holds.put("site", place, HoldReason.DISPUTE, "Klage 25/9").id
    one.syncing.sync()
    other.syncing.sync()
    (seen,) = other.holds.on_visit(visit_id)
    assert (seen.reason, seen.note, seen.by, seen.is_open) == (HoldReason.DISPUTE, "Klage 25/9", "Åse Østergård", True)
    assert other.keeping.kept(visit_id).is_held
    one.holds.release(made, "Afgjort")  # type: ignore[arg-type]
    one.syncing.sync()
    other.syncing.sync()
    assert not other.keeping.kept(visit_id).is_held
    assert other.holds.on_site(place)[0].released_note == "Afgjort"


# -- cuts -------------------------------------------------------------------------------------------------------------
def test_a_purge_and_a_fetch_that_are_cut_are_simply_done_again(enter: Enter, site: Site) -> None:
    """Stopped after each step in turn, until one sync comes through; nothing is half away."""
    one = enter("Åse Østergård")
    visits = [a_sealed_visit(one) for _ in range(2)]
    for visit_id in visits:
        filed(one, visit_id)
    one.syncing.sync()
    before = {visit_id: parts(one, visit_id) for visit_id in visits}
    site.clock.forward(31 * DAY)
    for wanted in (WhyAway.PURGED, None):
        for steps in range(1, 60):
            told = 0

            def stop(_now: Standings, steps: int = steps) -> None:
                nonlocal told
                told += 1
                if told == steps:
                    raise JobCancelled

            try:
                one.syncing.sync(stop, *(visits if wanted is None else ()))
            except JobCancelled:
                for visit_id in visits:
                    here = parts(one, visit_id)
                    assert here["finding"] == before[visit_id]["finding"] or one.keeping.is_away(visit_id)
                continue
            break
        else:
            pytest.fail("it never came through")
        assert {one.keeping.kept(visit_id).away for visit_id in visits} == {wanted}
    assert {visit_id: parts(one, visit_id) for visit_id in visits} == before


# -- any order --------------------------------------------------------------------------------------------------------
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["window", "days", "edit", "sync", "other edits", "fetch", "file", "restore", "hold", "pass"]),
        st.integers(0, 5),
    ),
    min_size=4,
    max_size=14,
)


class Play:
    """Two laptops and their office; each step is one thing that somebody does."""

    def __init__(self, site: Site, enter: Enter, seed: int) -> None:
        self.site = site
        self.one, self.other = enter("Åse Østergård"), enter("Bo Ærø")
        self.visits = [a_sealed_visit(self.one, planned_at=LONG_AGO), a_sealed_visit(self.one), a_visit(self.one)]
        self.one.syncing.sync()
        self.measure = MeasureId(next(iter(parts(self.one, self.visits[1])["measure"])))
        self.owners: list[str] = []
        self._chance = random.Random(seed)

    def step(self, what: str, number: int) -> None:
        """Do one thing, on one laptop or the other."""
        session = self._chance.choice((self.one, self.other))
        doing = {
            "window": lambda: session.keeping.choose_window(Window(months=(0, 1, 24)[number % 3])),
            "days": lambda: session.keeping.choose_days((None, 0, 1)[number % 3]),
            "edit": self._follow_up,
            "other edits": lambda: self._find(f"Fund {number}"),
            "file": lambda: filed(self.one, self.visits[number % 2]),
            "fetch": lambda: self._fetch(session, self.visits[number % 3]),
            "restore": self.site.office.begin_epoch,
            "hold": lambda: self.one.holds.put("visit", self.visits[number % 3], HoldReason.OTHER, "Indtil videre"),
            "pass": lambda: self.site.clock.forward(20 * DAY),
            "sync": session.syncing.sync,
        }
        doing[what]()

    def _follow_up(self) -> None:
        self.owners.append(f"Ejer {len(self.owners)}")
        self.one.follow_up.assign(self.measure, owner=self.owners[-1])

    def _find(self, text: str) -> None:
        self.other.syncing.sync()
        if not self.other.keeping.is_away(self.visits[2]):
            self.other.notes.add_finding(self.visits[2], text)

    @staticmethod
    def _fetch(session: Session, visit_id: VisitId) -> None:
        session.syncing.sync()
        if session.keeping.is_away(visit_id):
            session.keeping.fetch(visit_id)

    def bring_everything_home(self) -> None:
        """Let both laptops have everything."""
        for session in (self.one, self.other):
            session.keeping.choose_days(0)
            session.keeping.choose_window(Window(months=0))
        for session in (self.one, self.other, self.one, self.other):
            for visit_id in self.visits:
                self._fetch(session, visit_id)


@settings(max_examples=int(os.environ.get("KEEPING_EXAMPLES", "4")), deadline=None)
@given(steps=STEPS, seed=st.integers(0, 2**16))
def test_any_sequence_of_windows_purges_edits_and_syncs_loses_nothing_and_converges(
    steps: list[tuple[str, int]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "office").mkdir()
    with served(folder / "office") as site, entrance(folder, site, TickingClock()) as enter:
        play = Play(site, enter, seed)
        one, other = play.one, play.other
        wanted = {visit: parts(one, visit) for visit in play.visits}
        totals = one.follow_up.standing()
        for what, number in steps:
            play.step(what, number)
            assert one.follow_up.standing() == totals  # whatever leaves and comes: an owner is no figure
        play.bring_everything_home()
        assert one.follow_up.standing() == other.follow_up.standing() == totals
        for visit_id in play.visits:
            assert parts(one, visit_id) == parts(other, visit_id)
            for kind, records in wanted[visit_id].items():
                assert records.keys() <= parts(one, visit_id)[kind].keys()
        assert one.conflicts.open() == ()
        assert one.syncing.waiting().is_nothing
        with one._desk.store.reader() as reader:
            found = reader.load(Measure, play.measure)
        assert found.owner == (play.owners[-1] if play.owners else "")
        assert SECRET_WORDS in found.proposal
