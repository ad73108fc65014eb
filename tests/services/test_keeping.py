"""What leaves a laptop after filing and how it comes back, with a real office and real databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.hold import HoldReason
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.keeping import WhyAway
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.visit import Attachment, VisitStatus
from ambassador_app.errors import OfficeAway, VisitAway
from ambassador_app.services.session import Session
from ambassador_app.storage.trimming import LEAVING
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


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site:
        yield site


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def enter(tmp_path: Path, site: Site, clock: TickingClock) -> Iterator[Enter]:
    with entrance(tmp_path, site, clock) as one_more:
        yield one_more


@pytest.fixture
def mine(enter: Enter) -> Session:
    return enter("Åse Østergård")


# -- leaving ----------------------------------------------------------------------------------------------------------
def test_a_filed_visit_leaves_after_its_days_and_totals_and_lists_stay(
    mine: Session, site: Site, clock: TickingClock
) -> None:
    visit_id = a_sealed_visit(mine)
    mine.syncing.sync()
    before = mine.follow_up.standing(), mine.visits.page(), mine.companies.page(), mine.follow_up.page()
    blobs = set(mine._desk.store.blobs.names())
    clock.forward(days=2)  # bytes that came today may still wait for their record
    assert words_in_search(mine, "naboen")
    gone_after_filing(mine, site, visit_id)
    assert mine.keeping.kept(visit_id).away is WhyAway.PURGED
    after = mine.follow_up.standing(), mine.visits.page(), mine.companies.page(), mine.follow_up.page()
    assert after[0] == before[0]
    assert after[2] == before[2]
    assert after[3] == before[3]
    ((line_before,), (line_after,)) = before[1].lines, after[1].lines
    assert (line_after.visit_id, line_after.status, line_after.measures) == (
        line_before.visit_id, line_before.status, line_before.measures,
    )  # fmt: skip
    here = parts(mine, visit_id)
    assert not any(here[kind] for kind in LEAVING)
    assert here["report"]
    assert SECRET_WORDS not in everything_said(mine)
    assert "tavle.jpg" not in everything_said(mine)
    assert not words_in_search(mine, "naboen")
    assert mine.search("naboen") == ()
    assert mine.search("sluk")
    left = set(mine._desk.store.blobs.names())
    assert left < blobs
    assert report_of(mine, visit_id).pdf_sha256 not in left
    assert mine.syncing.waiting().is_nothing
    log = mine.access.log.page(0, 50).lines
    assert AccessDeed.PURGED in [one.access.deed if hasattr(one, "access") else one.deed for one in log]
    assert mine.syncing.receipts.latest()[0].left == 1


@pytest.mark.parametrize(
    "why",
    ["not filed", "too early", "never", "held", "open in the window", "waits to be printed", "an office without it"],
)
def test_a_visit_stays_where(mine: Session, site: Site, why: str) -> None:
    visit_id = a_sealed_visit(mine)
    mine.syncing.sync()
    match why:
        case "never":
            mine.keeping.choose_days(0)
        case "held":
            mine.holds.put("visit", visit_id, HoldReason.DISPUTE, "Klage over besøget")
        case "open in the window":
            mine.keeping.opened(visit_id)
        case "waits to be printed":
            from ambassador_app.domain.printing import PrintState, PrintWish

            mine.print_queue.add(report_of(mine, visit_id).id, PrintWish(), PrintState.OFFICE)
        case "an office without it":
            site.office.store.remove(site.tenant, report_of(mine, visit_id).pdf_sha256)
    if why == "not filed":
        site.clock.forward(400 * DAY)
        mine.syncing.sync()
    else:
        gone_after_filing(mine, site, visit_id, days=29 if why == "too early" else 31)
    assert mine.keeping.kept(visit_id).away is None
    assert parts(mine, visit_id)["finding"]
    assert mine.visits.workspace(visit_id)


def test_a_visit_leaves_once_what_kept_it_is_over(mine: Session, site: Site) -> None:
    visit_id = a_sealed_visit(mine)
    held = mine.holds.put("visit", visit_id, HoldReason.ACCESS_REQUEST, "Aktindsigt 25/77").id
    gone_after_filing(mine, site, visit_id)
    assert mine.keeping.kept(visit_id).is_held
    mine.holds.release(held, "Besvaret")  # type: ignore[arg-type]
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is None  # its days begin when the hold is over
    site.clock.forward(31 * DAY)
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is WhyAway.PURGED


def test_an_edit_that_came_after_filing_waits_for_the_office(mine: Session, site: Site) -> None:
    """The measure's follow-up goes on, so the visit is not at the office as it is here: it stays until it is."""
    visit_id = a_sealed_visit(mine)
    filed(mine, visit_id)
    mine.syncing.sync()
    site.clock.forward(31 * DAY)
    (measure,) = parts(mine, visit_id)["measure"]
    mine.follow_up.assign(MeasureId(measure), owner="Jens")
    store = mine._desk.store
    assert store.away.ripe(days=30, now=site.clock()) == ()
    mine.syncing.sync()
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is None
    site.clock.forward(31 * DAY)
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is WhyAway.PURGED


def test_the_laptops_clock_has_no_say(mine: Session, site: Site, clock: TickingClock) -> None:
    visit_id = a_sealed_visit(mine)
    filed(mine, visit_id)
    mine.syncing.sync()
    clock.forward(days=4000)
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is None


# -- following up -----------------------------------------------------------------------------------------------------
def test_follow_up_goes_on_and_loses_no_word_at_the_office(mine: Session, site: Site, enter: Enter) -> None:
    visit_id = a_sealed_visit(mine)
    gone_after_filing(mine, site, visit_id)
    (measure,) = (MeasureId(one) for one in parts(mine, visit_id)["measure"])
    mine.follow_up.move(measure, MeasureStatus.SELECTED)
    mine.follow_up.assign(measure, owner="Jens")
    mine.syncing.sync()
    other = enter("Bo Ærø")
    with other._desk.store.reader() as reader:
        found = reader.load(Measure, measure)
    assert (found.status, found.owner) == (MeasureStatus.SELECTED, "Jens")
    assert SECRET_WORDS in found.proposal
    other.follow_up.move(measure, MeasureStatus.INITIATED)
    other.syncing.sync()
    mine.syncing.sync()
    here = parts(mine, visit_id)["measure"][measure]
    assert here["status"] == "initiated"  # type: ignore[index]
    assert SECRET_WORDS not in str(here)
    mine.follow_up.undo(measure)
    mine.syncing.sync()


def test_what_is_not_here_cannot_be_changed_or_read_as_if_it_were(mine: Session, site: Site) -> None:
    visit_id = a_sealed_visit(mine)
    gone_after_filing(mine, site, visit_id)
    for attempt in (
        lambda: mine.visits.workspace(visit_id),
        lambda: mine.visits.amend(visit_id, "En fejl"),
        lambda: mine.reports.preview(visit_id),
        lambda: mine.report_copies.word_of_visit(visit_id),
    ):
        with pytest.raises(VisitAway):
            attempt()
    seen = mine.keeping.at_office(visit_id)
    assert seen is not None
    assert seen.reports[0].pdf_sha256
    assert seen.kept.filed is not None
    assert seen.kept.count >= 4


# -- coming back ------------------------------------------------------------------------------------------------------
def test_a_visit_comes_back_as_it_was_and_leaves_again(mine: Session, site: Site) -> None:
    visit_id = a_sealed_visit(mine)
    filed(mine, visit_id)
    mine.syncing.sync()
    before, blobs = parts(mine, visit_id), set(mine._desk.store.blobs.names())
    site.clock.forward(31 * DAY)
    mine.syncing.sync()
    assert parts(mine, visit_id) != before
    mine.keeping.fetch(visit_id)
    assert parts(mine, visit_id) == before
    assert mine.visits.workspace(visit_id).dossier.findings
    assert mine.search("naboen")
    back = set(mine._desk.store.blobs.names())
    assert report_of(mine, visit_id).pdf_sha256 in back
    assert mine.syncing.waiting().is_nothing
    with mine._desk.store.reader() as reader:
        (photo,) = reader.all(Attachment, visit_id=visit_id)
    assert blobs - back <= {photo.original_sha256}  # as it was taken only when somebody asks for it
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is None
    site.clock.forward(31 * DAY)
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is WhyAway.PURGED


def test_a_fetched_visit_leaves_again_so_many_days_after_it_was_opened_last(
    mine: Session, site: Site, clock: TickingClock
) -> None:
    clock.moment = site.clock()
    visit_id = a_sealed_visit(mine)
    gone_after_filing(mine, site, visit_id)
    clock.forward(days=31)
    mine.keeping.fetch(visit_id)
    for _ in range(3):
        clock.forward(days=20)
        site.clock.forward(20 * DAY)
        mine.keeping.opened(visit_id)
        mine.keeping.closed(visit_id)
        mine.syncing.sync()
        assert mine.keeping.kept(visit_id).away is None
    clock.forward(days=31)
    site.clock.forward(31 * DAY)
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is WhyAway.PURGED


def test_without_the_office_a_visit_stays_away_and_the_reason_is_told(mine: Session, site: Site) -> None:
    visit_id = a_sealed_visit(mine)
    gone_after_filing(mine, site, visit_id)
    member = mine.syncing.member()
    assert member is not None
    mine._desk.keep_member(replace(member, url="http://127.0.0.1:1"))
    with pytest.raises(OfficeAway):
        mine.keeping.fetch(visit_id)
    assert mine.keeping.kept(visit_id).away is WhyAway.PURGED
    mine._desk.keep_member(member)
    mine.keeping.fetch(visit_id)
    assert mine.keeping.kept(visit_id).away is None


def test_an_amended_visit_comes_back_by_itself(mine: Session, site: Site, enter: Enter) -> None:
    visit_id = a_sealed_visit(mine)
    gone_after_filing(mine, site, visit_id)
    other = enter("Bo Ærø")
    other.visits.amend(visit_id, "En pris var forkert")
    other.notes.add_finding(visit_id, "Rettelse")
    other.syncing.sync()
    mine.syncing.sync()
    assert mine.keeping.kept(visit_id).away is None
    workspace = mine.visits.workspace(visit_id)
    assert workspace.dossier.visit.status is VisitStatus.UNDER_WAY
    assert {one.text for one in workspace.dossier.findings} >= {"Rettelse"}


def test_a_follow_up_made_while_away_survives_the_fetch(mine: Session, site: Site, enter: Enter) -> None:
    visit_id = a_sealed_visit(mine)
    other = enter("Bo Ærø")
    gone_after_filing(mine, site, visit_id)
    other.syncing.sync()
    (measure,) = (MeasureId(one) for one in parts(mine, visit_id)["measure"])
    other.follow_up.assign(measure, owner="Bo")
    other.syncing.sync()
    mine.follow_up.move(measure, MeasureStatus.SELECTED)
    mine.keeping.fetch(visit_id)
    mine.syncing.sync()
    other.syncing.sync()
    for session in (mine, other):
        found = parts(session, visit_id)["measure"][measure]
        assert (found["status"], found["owner"]) == ("selected", "Bo")  # type: ignore[index]
        assert SECRET_WORDS in str(found)


def test_what_stands_on_a_visit_that_is_away_says_so_or_waits(mine: Session, site: Site, clock: TickingClock) -> None:
    """Copying a measure without its inputs would be a quiet loss; time stamps pass over a file that is not here."""
    visit_id, next_one = a_sealed_visit(mine), a_visit(mine)
    clock.forward(days=2)
    gone_after_filing(mine, site, visit_id)
    (measure,) = (MeasureId(one) for one in parts(mine, visit_id)["measure"])
    with pytest.raises(VisitAway):
        mine.copying.source(next_one, visit_id)
    with pytest.raises(VisitAway):
        mine.copying.copy(next_one, [measure])
    assert mine.visits.workspace(next_one).previous == {}
    settings = mine._settings()
    mine._settings = lambda: replace(settings, time_stamp_url="http://stamps.example")  # type: ignore[method-assign]
    assert mine.raising.waiting() == ()
    mine.keeping.fetch(visit_id)
    assert len(mine.raising.waiting()) == 1
    assert mine.copying.source(next_one, visit_id).measures
