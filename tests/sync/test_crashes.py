"""kill -9 of the laptop before and after every step of a sync: the next sync ends where one whole sync would have."""

import ast
import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.domain.roles import Role
from ambassador_app.domain.sign_off import Report
from ambassador_app.services.session import Session
from ambassador_app.storage.post import Post
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.sync import Offices
from tests.builders import a_visit, session_in, signed
from tests.office.building import Site, served
from tests.services.leaving import DAY, parts
from tests.services.sights import a_photo
from tests.services.test_syncing import forget_tombstones
from tests.sync.crashing import ANEW, AWAY, DIED, POINTS, POST
from tests.sync.faults import STEPS

pytestmark = [pytest.mark.enable_socket, pytest.mark.whole]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop after a day in the field, not joined yet; made once and copied."""
    folder = tmp_path_factory.mktemp("day")
    with session_in(folder / "home", computer=1) as session:
        visit_id = a_visit(session)
        session.evidence.add_photo(visit_id, a_photo(), "tavle.jpg")
        session.measures.add(visit_id, title="Sluk om natten")
        signed(session, visit_id)
        session.signing.seal(visit_id)
        a_visit(session)
    return folder / "home"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        yield site


def content(session: Session) -> dict[str, object]:
    with session._desk.store.reader() as reader:
        return {kind: {one.id: fields_of(one) for one in reader.all(KINDS[kind])} for kind in COLUMNS}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", POINTS)
def test_a_laptop_that_dies_loses_nothing_and_repeats_nothing(
    day: Path, site: Site, tmp_path: Path, point: str, when: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(day, home)
    with session_in(tmp_path / "colleague", computer=2, offices=Offices(os.urandom), name="Bo Ærø") as colleague:
        colleague.syncing.join(site.invitation("Bo Ærø", Role.COORDINATOR), device="PC-2")
        a_visit(colleague)
        colleague.evidence.add_photo(a_visit(colleague), a_photo(shade=30), "loft.jpg")
        colleague.syncing.sync()
        with session_in(home, computer=1, offices=Offices(os.urandom)) as session:
            session.syncing.join(site.invitation("Åse Østergård"), device="PC-1")
            if point.partition(".")[2] in ANEW:
                session.syncing.sync()
                a_visit(colleague)
                colleague.syncing.sync()
                forget_tombstones(site)
        died = subprocess.run(
            [sys.executable, "-m", "tests.sync.crashing", str(home), point, when], cwd=ROOT, check=False, timeout=120
        )
        assert died.returncode == DIED
        with session_in(home, computer=3, offices=Offices(os.urandom)) as session:
            assert session.syncing.sync().receipt.is_whole
            colleague.syncing.sync()
            assert session.syncing.sync().receipt.is_whole
            assert content(session) == content(colleague)
            assert session.conflicts.open() == ()
    (row,) = [one for one in site.office.tenants() if one.tenant == site.tenant]
    records = sum(len(found) for found in content_of(site).values())
    assert row.seq >= records


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", AWAY)
def test_a_laptop_that_dies_while_a_visit_leaves_or_comes_back_has_it_whole_or_knows_where_it_is(
    day: Path, site: Site, tmp_path: Path, point: str, when: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(day, home)
    with session_in(home, computer=1, offices=Offices(os.urandom)) as session:
        session.syncing.join(site.invitation("Åse Østergård", Role.COORDINATOR), device="PC-1")
        with session._desk.store.reader() as reader:
            (report,) = reader.all(Report)
        visit_id = report.visit_id
        session.filing.record(report.id, "25/1234", report.sealed_at.date())
        session.syncing.sync()
        before = parts(session, visit_id)
        site.clock.forward(31 * DAY)
        if point == "bring":
            session.syncing.sync()
            assert session.keeping.is_away(visit_id)
    died = subprocess.run(
        [sys.executable, "-m", "tests.sync.crashing", str(home), f"away.{point}", when,
         *([visit_id] if point == "bring" else [])],
        cwd=ROOT, check=False, timeout=120,
    )  # fmt: skip
    assert died.returncode == DIED
    with session_in(home, computer=3, offices=Offices(os.urandom)) as session:
        assert session.syncing.waiting().is_nothing
        session.keeping.opened(visit_id)
        session.syncing.sync(lambda _: None, visit_id)
        assert parts(session, visit_id) == before
        assert session.syncing.sync().receipt.is_whole


def content_of(site: Site) -> dict[str, set[str]]:
    """What the office has, by kind."""
    import sqlalchemy as sa

    from ambassador_app.office.tables import CHANGE, REC

    with site.office.database.read(site.tenant) as connection:
        ops = connection.execute(sa.select(CHANGE.c.op).where(CHANGE.c.tenant == site.tenant)).scalars().all()
        assert len(ops) == len(set(ops))
        found: dict[str, set[str]] = {}
        for row in connection.execute(sa.select(REC.c.kind, REC.c.id).where(REC.c.tenant == site.tenant)):
            found.setdefault(row.kind, set()).add(row.id)
    return found


def test_every_step_that_writes_is_one_at_which_laptops_die() -> None:
    """Those that a common day does not come to are killed by chance, in tests/sync/faults.py."""
    source = inspect.getsource(inspect.getmodule(Post))
    body = next(one for one in ast.parse(source).body if isinstance(one, ast.ClassDef) and one.name == "Post").body
    writing = {one.name for one in body if isinstance(one, ast.FunctionDef) and "self._write()" in ast.unparse(one)}
    assert writing == {*POST, *ANEW, *STEPS, "ask_for"}  # which no sync does
