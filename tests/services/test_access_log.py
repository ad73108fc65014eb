"""The log of opening and export: who, what, when, never what it said; on this device, for twelve months."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.identifiers import AttachmentId, SiteId, VisitId
from ambassador_app.domain.place import Site
from ambassador_app.domain.sign_off import NotSigned, SignerRole
from ambassador_app.domain.visit import Visit
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from tests.builders import PLAIN, TickingClock, a_company, a_visit, session_in
from tests.services.sights import a_photo

COMPANY = "Ærø Bageri A/S"


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def session(tmp_path: Path, clock: TickingClock) -> Iterator[Session]:
    with session_in(tmp_path / "home", clock=clock) as made:
        yield made


def lines(session: Session) -> list[tuple[str, str, str]]:
    """What the log says, oldest first: who, what, of whom."""
    found = session.access.log.page().lines
    return [(one.access.by, one.access.deed.value, one.name) for one in reversed(found)]


def sealed(session: Session, visit_id: VisitId) -> str:
    for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY):
        session.signing.not_signed(visit_id, role=role, name="Åse", reason=NotSigned.DECLINED)
    return session.signing.seal(visit_id).report.id


def test_opening_is_noted_and_going_back_within_the_hour_is_not(session: Session, clock: TickingClock) -> None:
    site = a_company(session)
    visit = a_visit(session, site)
    log = session.access.log
    log.opened(Site.KIND, site)
    log.opened(Visit.KIND, visit)
    clock.forward(minutes=30)
    log.opened(Visit.KIND, visit)
    clock.forward(minutes=40)
    log.opened(Visit.KIND, visit)
    log.opened(Site.KIND, site)
    who = session.ambassador().name
    assert lines(session) == [(who, "opened", COMPANY)] * 4
    days = [one.day is not None for one in reversed(log.page().lines)]
    assert days == [False, True, True, False]


def test_everything_that_leaves_is_noted(session: Session, tmp_path: Path) -> None:
    visit = a_visit(session)
    photo = AttachmentId(session.evidence.add_photo(visit, a_photo(), "kedel.jpg").id)
    session.measures.add(visit, title="Ny port")
    session.evidence.save_copy(photo, tmp_path)
    found = session.measure_exports.of_visit(visit)
    session.measure_exports.save(found, tmp_path / "tiltag.xlsx", language=Language.DANISH)
    report = sealed(session, visit)
    hand_over = session.hand_over
    hand_over.save_copy(report, tmp_path)  # type: ignore[arg-type]
    hand_over.to_stick(report, tmp_path)  # type: ignore[arg-type]
    hand_over.for_case_system(report, tmp_path, Language.DANISH)  # type: ignore[arg-type]
    hand_over.word(report, tmp_path)  # type: ignore[arg-type]
    hand_over.for_archive(report, tmp_path)  # type: ignore[arg-type]
    hand_over.mail_draft(report, tmp_path, choice=PLAIN)  # type: ignore[arg-type]
    hand_over.printed(report, "HP-3")  # type: ignore[arg-type]
    hand_over.note(report, to="Jens")  # type: ignore[arg-type]  # beside this program: nothing left it
    session.backups.make(tmp_path / "alt.ambassador-backup")
    deeds = [deed for _who, deed, _name in lines(session)]
    assert deeds == [*["exported"] * 2, *["handed_over"] * 6, "printed", "backed_up"]
    assert {name for _who, _deed, name in lines(session)} == {COMPANY, ""}


def test_a_line_says_nothing_of_the_contents_and_the_company_is_named_by_what_is_here(
    session: Session, tmp_path: Path
) -> None:
    site = a_company(session)
    session.access.log.opened(Site.KIND, site)
    with session._desk.store.reader() as reader:
        (row,) = reader.connection.execute("SELECT * FROM access").fetchall()
    assert COMPANY not in repr(row)
    session.companies.change_site(site, name="Ærø Brød ApS")
    assert lines(session)[0][2] == "Ærø Brød ApS"
    session.access.log.opened(Site.KIND, SiteId("gone"))
    assert lines(session)[1][2] == ""


def test_nothing_of_it_is_undone_or_sent(session: Session) -> None:
    visit = a_visit(session)
    waiting, undo = session.waiting(), session.visits.workspace(visit).undo
    session.access.log.opened(Visit.KIND, visit)
    assert (session.waiting(), session.visits.workspace(visit).undo) == (waiting, undo)


def test_it_is_kept_for_twelve_months(session: Session, clock: TickingClock) -> None:
    old, new = a_company(session), a_company(session, "Nyt ApS", p_number="1012345679")
    session.access.log.opened(Site.KIND, old)
    clock.forward(days=364)
    session.access.log.opened(Site.KIND, new)
    session.look_after()
    assert len(lines(session)) == 2
    clock.forward(days=3)
    session.look_after()
    assert [name for _who, _deed, name in lines(session)] == ["Nyt ApS"]
    clock.forward(days=400)
    session.look_after()
    assert lines(session) == []


def test_it_is_saved_as_a_table(session: Session, tmp_path: Path) -> None:
    visit = a_visit(session)
    session.access.log.opened(Visit.KIND, visit)
    file = session.access.log.save(tmp_path / "log.csv", Language.ENGLISH)
    again = session.access.log.save(tmp_path / "log.csv", Language.ENGLISH)
    assert file != again
    head, line = csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig")), delimiter=";")
    assert head == ["Time", "Who", "What", "Company", "Visit", "Number"]
    assert line[1:] == [session.ambassador().name, "Opened", COMPANY, "2026-11-23", visit]


def test_many_lines_come_in_pages_newest_first(session: Session) -> None:
    for number in range(25):
        session.access.log.exported(Site.KIND, f"s{number}")
    page = session.access.log.page(20, 10)
    assert (page.total, page.offset) == (25, 20)
    assert [one.access.record_id for one in page.lines] == ["s4", "s3", "s2", "s1", "s0"]
    assert {one.access.deed for one in page.lines} == {AccessDeed.EXPORTED}
