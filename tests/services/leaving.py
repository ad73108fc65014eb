"""Shared by the tests of what leaves a laptop: a visit with a little of everything, and looking at what is left."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.keeping import Window
from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.domain.roles import Role
from ambassador_app.domain.sign_off import Report
from ambassador_app.services.session import Session
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.sync import Offices
from tests.builders import TickingClock, a_visit, session_in, signed
from tests.office.building import Site
from tests.services.sights import a_photo

DAY = 86_400
SECRET_WORDS = "hemmelige ord om naboen"
Enter = Callable[..., Session]


@contextmanager
def entrance(folder: Path, site: Site, clock: TickingClock) -> Iterator[Enter]:
    """Lets one more person join, with a computer of her own."""
    with ExitStack() as stack:
        count = 0

        def one_more(name: str, role: Role = Role.COORDINATOR, window: Window | None = None) -> Session:
            nonlocal count
            count += 1
            home = folder / f"home-{count}"
            place = session_in(home, clock=clock, computer=count, offices=Offices(os.urandom), name=name)
            session = stack.enter_context(place)
            session.syncing.join(site.invitation(name, role), device=f"PC-{count}")
            if window is not None:
                session.keeping.choose_window(window)
            session.syncing.sync()
            return session

        yield one_more


def a_sealed_visit(session: Session, **fields: object) -> VisitId:
    """A visit with a little of everything, sealed."""
    visit_id = a_visit(session, **fields)
    session.visits.change(visit_id, internal_note=SECRET_WORDS, purpose="Gennemgang")
    session.notes.add_finding(visit_id, f"Utæt trykluft, {SECRET_WORDS}")
    session.evidence.add_photo(visit_id, a_photo(), name="tavle.jpg")
    measure_id = MeasureId(session.measures.add(visit_id, title="Sluk om natten").id)
    session.measures.change(measure_id, proposal=f"Tænd-sluk-ur, {SECRET_WORDS}")
    signed(session, visit_id)
    session.signing.seal(visit_id)
    return visit_id


def report_of(session: Session, visit_id: VisitId) -> Report:
    with session._desk.store.reader() as reader:
        return max(reader.all(Report, visit_id=visit_id), key=lambda one: one.revision)


def filed(session: Session, visit_id: VisitId) -> None:
    report = report_of(session, visit_id)
    session.filing.record(report.id, "25/1234", report.sealed_at.date())


def gone_after_filing(session: Session, site: Site, visit_id: VisitId, days: int = 31) -> None:
    """File, sync, let the days pass, sync."""
    filed(session, visit_id)
    session.syncing.sync()
    site.clock.forward(days * DAY)
    session.syncing.sync()


def parts(session: Session, visit_id: VisitId) -> dict[str, dict[str, object]]:
    """Every record of a visit that is here."""
    with session._desk.store.reader() as reader:
        return {
            kind: {
                one.id: fields_of(one)
                for one in reader.all(KINDS[kind])
                if visit_id in (one.id, getattr(one, "visit_id", ""))
            }
            for kind in COLUMNS
        }


def everything_said(session: Session) -> str:
    """All text of the database, whatever table it stands in."""
    store = session._desk.store
    with store.reader() as reader:
        tables = [
            one
            for (one,) in reader.connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'f\\_%' ESCAPE '\\'"
            ).fetchall()
        ]
        return "\n".join(
            str(row) for name in tables for row in reader.connection.execute(f"SELECT * FROM {name}").fetchall()
        )


def words_in_search(session: Session, word: str) -> bool:
    """Whether the bytes of the search index still hold a word."""
    with session._desk.store.reader() as reader:
        return any(
            word.encode() in bytes(block or b"")
            for kind in ("visit", "measure", "section", "finding")
            for (block,) in reader.connection.execute(f"SELECT block FROM f_{kind}_data").fetchall()
        )
