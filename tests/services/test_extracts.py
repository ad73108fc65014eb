"""Two municipalities with laptops of their own, one office, one programme: what each sees of the other."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.case import CaseStep, Publicity
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.directory import DirectoryEntry, DirectoryType
from ambassador_app.domain.extract import ProgrammeName, Progress
from ambassador_app.domain.extract_reading import plain_of
from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.place import Organisation, Site
from ambassador_app.domain.programme import ExtractSource, ReleaseState, Trust, programme_named, short_name
from ambassador_app.domain.roles import Role
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Visit, VisitStatus
from ambassador_app.errors import (
    AsOfRefused,
    ExtractNotOurs,
    ExtractNotRead,
    FileNotRead,
    OfficeAway,
    ProgrammeUnknown,
    RecordNotFound,
    RightMissing,
)
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.wire.extract_file import read, write
from tests import extracts as made
from tests.builders import TickingClock, a_company, counted_chance, session_in
from tests.domain.test_extract import Secrets, a_partnership
from tests.office.building import OTHER, TENANT, served
from tests.office.building import Site as Server

pytestmark = pytest.mark.enable_socket
SECRETS = Secrets()
"""Texts that no test asks about."""
CARBON = ProgrammeName("carbon-20", "Carbon 20")


def fill(session: Session, *, companies: int = 4, secret: Secrets | None = None, named: int = 0) -> list[SiteId]:
    """Cases with a sealed report and one measure each, as records; the first `named` have agreed to be named."""
    sites = []
    store = session._desk.store
    with store.transaction(Deed.ADD_COMPANY, author=session._desk.user) as tx:
        for number in range(companies):
            one = a_partnership(secret or SECRETS, consent=number < named)
            (visit,) = one.reported
            tx.save(one.organisation)
            tx.save(one.site)
            tx.save(one.case)
            tx.save(Visit(visit, one.site.id, status=VisitStatus.SEALED, factor_set_id="br18@" + "a" * 64))
            for measure in one.measures:
                tx.save(measure)
            report = Report(
                f"report-{visit}", visit, 1, "b" * 64, "c" * 64, "d" * 64, "report.pdf", "da", "NN",
                one.reported[visit],
            )  # fmt: skip
            tx.save(report)
            sites.append(one.site.id)
    return sites


@contextmanager
def laptop(
    folder: Path, server: Server | None, tenant: str = TENANT, *, role: Role = Role.COORDINATOR, computer: int = 1
) -> Iterator[Session]:
    offices = Offices(counted_chance(computer))
    with session_in(folder, clock=TickingClock(), computer=computer, offices=offices) as session:
        if server is not None:
            session.syncing.join(server.invitation("Karen Kjær", role, tenant), device=f"PC-{computer}")
        yield session


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site:
        site.office.programmes.make(CARBON.id, CARBON.name)
        for tenant in (TENANT, OTHER):
            site.office.programmes.join(CARBON.id, tenant)
        yield site


@pytest.fixture
def both(tmp_path: Path, server: Server) -> Iterator[tuple[Session, Session]]:
    """A coordinator of Oddeby and one of Nordby."""
    with ExitStack() as stack:
        oddeby = stack.enter_context(laptop(tmp_path / "oddeby", server, computer=1))
        nordby = stack.enter_context(laptop(tmp_path / "nordby", server, OTHER, computer=2))
        for one in (oddeby, nordby):
            one.extracts.fetch()
        yield oddeby, nordby


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Session]:
    """A municipality without an office."""
    with laptop(tmp_path / "alone", None, computer=7) as session:
        yield session


def released(session: Session, programme: ProgrammeName = CARBON):
    return session.extracts.release(session.extracts.preview(programme, session.extracts.today()))


# -- through the office ---------------------------------------------------------------------------------------------
def test_what_was_shown_is_what_the_other_municipality_holds(both):
    oddeby, nordby = both
    fill(oddeby, companies=4, named=1)
    shown = oddeby.extracts.preview(CARBON, oddeby.extracts.today())
    mine = oddeby.extracts.release(shown)
    assert (mine.extract, mine.state, mine.trust) == (shown, ReleaseState.RELEASED, Trust.OUR_OFFICE)
    assert nordby.extracts.fetch().new == 1
    view = nordby.extracts.programme(CARBON.id)
    (theirs,) = view.extracts
    assert (theirs.extract, theirs.source, theirs.trust) == (shown, ExtractSource.OFFICE, Trust.OUR_OFFICE)
    assert [one.name for one in view.silent] == ["Nordby Kommune"]
    assert nordby.extracts.fetch().new == 0
    # and the way ends there: no record of Oddeby is on Nordby's laptop, nor comes with a sync
    nordby.syncing.sync()
    with nordby._desk.store.reader() as reader:
        assert reader.all(Site) == ()
        assert reader.all(Organisation) == ()
    assert theirs.extract.sums(Progress.AGREED).kwh == 4 * 12_000


def test_nothing_on_the_other_laptop_says_what_was_not_agreed_to(both):
    oddeby, nordby = both
    secret = Secrets()
    fill(oddeby, companies=6, named=1, secret=secret)
    with oddeby._desk.store.reader() as reader:
        agreed = {one.name for one in reader.all(Organisation) if one.name in made_public(oddeby)}
    released(oddeby)
    nordby.extracts.fetch()
    (file,) = nordby._desk.store.extracts.all()
    assert len(agreed) == 1
    assert [word for word in secret.said if word.encode() in file.body] == sorted(agreed)


def made_public(session: Session) -> frozenset[str]:
    from ambassador_app.services.partnerships import names_in_public

    with session._desk.store.reader() as reader:
        return names_in_public(reader, session.extracts.today())


def test_two_coordinators_of_one_municipality_give_a_case_the_same_id(tmp_path, server, both):
    oddeby, _ = both
    fill(oddeby, companies=3)
    first = released(oddeby)
    with laptop(tmp_path / "colleague", server, computer=3) as colleague:
        oddeby.syncing.sync()
        colleague.syncing.sync()
        colleague.extracts.fetch()
        assert [one.extract.id for one in colleague.extracts.programme(CARBON.id).own] == [first.extract.id]
        second = released(colleague)
        assert [one.id for one in second.extract.cases] == [one.id for one in first.extract.cases]
        oddeby.extracts.fetch()
        own = oddeby.extracts.programme(CARBON.id).own
    assert {one.extract.id: one.state for one in own} == {
        first.extract.id: ReleaseState.SUPERSEDED,
        second.extract.id: ReleaseState.RELEASED,
    }


def test_what_is_withdrawn_is_gone_from_the_other_laptop_with_its_next_look(both):
    oddeby, nordby = both
    fill(oddeby)
    mine = released(oddeby)
    nordby.extracts.fetch()
    oddeby.extracts.withdraw(mine.extract.id)
    assert oddeby.extracts.extract(mine.extract.id).state is ReleaseState.WITHDRAWN
    assert oddeby.extracts.programme(CARBON.id).extracts == ()
    nordby.extracts.fetch()
    assert nordby._desk.store.extracts.all() == ()
    with pytest.raises(RecordNotFound):
        nordby.extracts.extract(mine.extract.id)


def test_nobody_withdraws_what_another_has_released(both):
    oddeby, nordby = both
    mine = released(oddeby)
    nordby.extracts.fetch()
    with pytest.raises(ExtractNotOurs):
        nordby.extracts.withdraw(mine.extract.id)


def test_a_newer_release_takes_the_place_of_the_older(both):
    oddeby, nordby = both
    fill(oddeby, companies=3)
    released(oddeby)
    nordby.extracts.fetch()
    fill(oddeby, companies=1)
    newer = released(oddeby)
    nordby.extracts.fetch()
    (held,) = nordby.extracts.programme(CARBON.id).extracts
    assert held.extract == newer.extract


def test_a_municipality_that_left_holds_nothing_of_the_others_after_its_next_look(both, server):
    oddeby, nordby = both
    released(oddeby)
    nordby.extracts.fetch()
    server.office.programmes.leave(CARBON.id, OTHER)
    nordby.extracts.fetch()
    assert nordby._desk.store.extracts.all() == ()
    assert nordby.extracts.programmes() == ()


def test_a_release_without_network_waits_and_goes_with_the_next_look(tmp_path):
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as server:
        port = int(server.url.rpartition(":")[2])
        server.office.programmes.make(CARBON.id, CARBON.name)
        server.office.programmes.join(CARBON.id, TENANT)
        stack = ExitStack()
        session = stack.enter_context(laptop(tmp_path / "laptop", server))
        session.extracts.fetch()
    with stack:
        mine = released(session)
        assert mine.state is ReleaseState.WAITING
        assert session.extracts.programme(CARBON.id).extracts == (mine,)
        with pytest.raises(OfficeAway):
            session.extracts.fetch()
        with served(tmp_path / "office", port=port):
            session.extracts.fetch()
            found = session.extracts.extract(mine.extract.id)
        assert (found.state, found.extract, found.trust) == (ReleaseState.RELEASED, mine.extract, Trust.OUR_OFFICE)


def test_what_waits_can_be_taken_back_before_it_goes(both, server):
    oddeby, _ = both
    shown = oddeby.extracts.preview(CARBON, oddeby.extracts.today())
    body = write(plain_of(shown), oddeby._desk.store.secret("office-key"))
    oddeby._desk.store.extracts.put(shown, body, source=ExtractSource.OWN, state=ReleaseState.WAITING, at=oddeby.now())
    oddeby.extracts.withdraw(shown.id)
    oddeby.extracts.fetch()
    assert oddeby.extracts.extract(shown.id).state is ReleaseState.WITHDRAWN
    with server.office.database.read(TENANT) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM extract").scalar() == 0


def test_an_office_that_was_set_back_gets_the_release_again(both, server):
    oddeby, nordby = both
    mine = released(oddeby)
    with server.office.database.administer() as connection:
        connection.exec_driver_sql("DELETE FROM extract")
    nordby.extracts.fetch()
    assert nordby.extracts.programme(CARBON.id).extracts == ()
    oddeby.extracts.fetch()
    assert nordby.extracts.fetch().new == 1
    assert oddeby.extracts.extract(mine.extract.id).state is ReleaseState.RELEASED


def test_what_the_office_will_never_take_is_said_to_be_so_and_stops_nothing(both, server):
    oddeby, nordby = both
    shown = oddeby.extracts.preview(CARBON, oddeby.extracts.today())
    oddeby._desk.store.extracts.put(
        shown, write(plain_of(shown), b"x" * 32), source=ExtractSource.OWN, state=ReleaseState.WAITING, at=oddeby.now()
    )
    released(nordby)
    found = oddeby.extracts.fetch()
    assert (found.new, found.refused) == (1, 1)
    assert oddeby.extracts.extract(shown.id).state is ReleaseState.WITHDRAWN
    assert oddeby.extracts.fetch().refused == 0


def test_a_programme_one_was_let_out_of_meanwhile_takes_no_release(both, server):
    oddeby, _ = both
    server.office.programmes.leave(CARBON.id, TENANT)
    with pytest.raises(ProgrammeUnknown):
        released(oddeby)
    assert oddeby._desk.store.extracts.all() == ()


def test_an_office_that_says_something_else_than_was_signed_is_not_believed(both, server):
    oddeby, nordby = both
    fill(oddeby, companies=3)
    released(oddeby)
    with server.office.database.administer() as connection:
        connection.exec_driver_sql("UPDATE extract SET body = replace(body, '12000', '92000')")
    found = nordby.extracts.fetch()
    assert (found.new, found.doubted) == (0, ("Oddeby Kommune",))
    assert nordby.extracts.programme(CARBON.id).extracts == ()


def test_an_ambassador_neither_sees_nor_does_anything_of_it(tmp_path, server, both):
    oddeby, _ = both
    mine = released(oddeby)
    with laptop(tmp_path / "ambassador", server, role=Role.AMBASSADOR, computer=4) as ambassador:
        every = ambassador.extracts
        for attempt in (
            every.programmes,
            every.fetch,
            lambda: every.programme(CARBON.id),
            lambda: every.extract(mine.extract.id),
            lambda: every.preview(CARBON, every.today()),
            lambda: every.release(mine.extract),
            lambda: every.withdraw(mine.extract.id),
            lambda: every.save_file(mine.extract.id, tmp_path),
            lambda: every.take_file(tmp_path / "x"),
            lambda: every.forget(mine.extract.id),
            lambda: every.tables.save_programme(CARBON.id, tmp_path / "x.csv", language=Language.DANISH),
            lambda: every.tables.save_extract(mine.extract.id, tmp_path / "x.csv", language=Language.DANISH),
        ):
            with pytest.raises(RightMissing):
                attempt()


def test_a_sync_takes_what_waits_along_and_brings_what_is_new(both):
    oddeby, nordby = both
    shown = oddeby.extracts.preview(CARBON, oddeby.extracts.today())
    body = write(plain_of(shown), oddeby._desk.store.secret("office-key"))
    oddeby._desk.store.extracts.put(shown, body, source=ExtractSource.OWN, state=ReleaseState.WAITING, at=oddeby.now())
    oddeby.syncing.sync()
    nordby.syncing.sync()
    assert oddeby.extracts.extract(shown.id).state is ReleaseState.RELEASED
    assert nordby.extracts.extract(shown.id).extract == shown


def test_an_office_that_knows_nothing_of_programmes_stops_no_sync(both, server):
    oddeby, _ = both
    with server.office.database.administer() as connection:
        connection.exec_driver_sql("DELETE FROM member")
    oddeby.syncing.sync()
    assert oddeby.extracts.programmes() == ()


# -- before it is released --------------------------------------------------------------------------------------------
def test_nothing_is_kept_or_sent_by_looking(both, server):
    oddeby, _ = both
    fill(oddeby)
    oddeby.extracts.preview(CARBON, oddeby.extracts.today())
    assert oddeby._desk.store.extracts.all() == ()
    with server.office.database.read(TENANT) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM extract").scalar() == 0


def test_a_day_to_come_is_refused_and_a_day_before_tells_of_then(alone):
    fill(alone)
    with pytest.raises(AsOfRefused):
        alone.extracts.preview(CARBON, alone.extracts.today() + timedelta(days=1))
    assert len(alone.extracts.preview(CARBON, alone.extracts.today()).cases) == 4
    assert alone.extracts.preview(CARBON, alone.extracts.today() - timedelta(days=400)).cases == ()


def test_a_company_whose_consent_is_withdrawn_is_told_of(alone):
    site, *_ = fill(alone, companies=3, named=1)
    mine = released(alone)
    (name,) = mine.extract.names
    assert alone.extracts.programme(CARBON.id).names_gone == ()
    consent = Publicity(alone.extracts.today() - timedelta(days=9), "NN", withdrawn_on=alone.extracts.today())
    changes = alone.companies.set_publicity(site, consent)
    assert changes.touches("case")
    assert alone.extracts.programme(CARBON.id).names_gone == (name,)
    assert released(alone).extract.names == ()
    assert alone.extracts.programme(CARBON.id).names_gone == ()


def test_consent_is_kept_with_the_case_and_opens_one_where_there_is_none(alone):
    site = a_company(alone)
    alone.companies.set_publicity(SiteId(site), Publicity(alone.extracts.today(), "Direktør Madsen"))
    case = alone.companies.get(SiteId(site)).case
    assert case is not None
    assert (case.step, case.publicity.given_by) == (CaseStep.INFORMATION, "Direktør Madsen")
    alone.companies.set_publicity(SiteId(site), None)
    assert alone.companies.get(SiteId(site)).case.publicity is None


def test_craftsmen_who_are_shared_and_listed_with_consent_go_along_without_whom_to_ask(alone):
    agreed = DirectoryEntry(
        "d1", "VVS Øst ApS", DirectoryType.CRAFTSMAN, "VVS", "Oddeby", contact="Hans Hemmelig", phone="12345678",
        email="h@x.dk", website="https://vvs.example", note="intern", consent="mail 1. maj", shared=True,
    )  # fmt: skip
    others = (
        replace(agreed, id="d2", shared=False),
        replace(agreed, id="d3", consent=""),
        replace(agreed, id="d4", valid_until=alone.extracts.today() - timedelta(days=1)),
    )
    with alone._desk.store.transaction(Deed.CHANGE_PROFILE, author=alone._desk.user) as tx:
        for entry in (agreed, *others):
            tx.save(entry)
    found = alone.extracts.preview(CARBON, alone.extracts.today())
    (item,) = found.shared
    assert (item.type, item.id) == ("craftsman", "d1")
    assert item.facts == {"name": "VVS Øst ApS", "trade": "VVS", "area": "Oddeby", "website": "https://vvs.example"}


def test_the_access_log_knows_of_a_release(alone):
    released(alone)
    lines = alone.access.log.page(0, 10).lines
    assert AccessDeed.EXPORTED in {one.access.deed for one in lines}


# -- as files ---------------------------------------------------------------------------------------------------------
def test_a_file_carries_an_extract_to_a_municipality_with_the_same_office(both, tmp_path):
    oddeby, nordby = both
    fill(oddeby, companies=3)
    mine = released(oddeby)
    file = oddeby.extracts.save_file(mine.extract.id, tmp_path)
    assert file.name == f"carbon-20 oddeby {mine.extract.as_of.isoformat()}.ambassador-extract"
    held = nordby.extracts.take_file(file)
    assert (held.extract, held.trust, held.source) == (mine.extract, Trust.OUR_OFFICE, ExtractSource.FILE)
    assert nordby.extracts.take_file(file).extract == mine.extract


def test_a_file_from_elsewhere_says_who_vouches_for_it(both, alone, tmp_path):
    oddeby, _ = both
    fill(oddeby, companies=3)
    file = oddeby.extracts.save_file(released(oddeby).extract.id, tmp_path)
    assert alone.extracts.take_file(file).trust is Trust.OTHER_OFFICE
    unvouched = alone.extracts.save_file(released(alone).extract.id, tmp_path)
    assert oddeby.extracts.take_file(unvouched).trust is Trust.NOBODY


def test_no_file_takes_the_place_of_what_the_office_vouches_for(both, tmp_path):
    oddeby, nordby = both
    mine = released(oddeby)
    nordby.extracts.fetch()
    later = made.extract("01900000-0000-7000-8000-0000000000ff", made_at=mine.extract.made_at + timedelta(hours=1))
    forged = tmp_path / "forged.ambassador-extract"
    forged.write_bytes(write(plain_of(later), b"z" * 32))
    assert nordby.extracts.take_file(forged).trust is Trust.NOBODY
    (standing,) = nordby.extracts.programme(CARBON.id).extracts
    assert standing.extract == mine.extract
    nordby.extracts.forget(later.id)
    with pytest.raises(RecordNotFound):
        nordby.extracts.extract(later.id)


def test_another_file_under_a_known_name_is_refused(alone, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.write_bytes(write(plain_of(made.extract()), b"z" * 32))
    second.write_bytes(write(plain_of(made.extract(groups=())), b"z" * 32))
    alone.extracts.take_file(first)
    with pytest.raises(ExtractNotRead):
        alone.extracts.take_file(second)
    assert alone.extracts.extract(made.extract().id).extract.groups


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-9], lambda data: data.replace(b"12000", b"92000"), lambda _: b""]
)
def test_a_damaged_file_changes_nothing(alone, tmp_path, damage):
    file = tmp_path / "x.ambassador-extract"
    file.write_bytes(damage(write(plain_of(made.extract()), b"z" * 32)))
    with pytest.raises(ExtractNotRead):
        alone.extracts.take_file(file)
    assert alone.extracts.programmes() == ()
    with pytest.raises(FileNotRead):
        alone.extracts.take_file(tmp_path / "not there")


def test_a_municipality_without_an_office_releases_to_a_file(alone, tmp_path):
    fill(alone, companies=3)
    programme = programme_named("Klima Fyn 2026")
    first, second = released(alone, programme), released(alone, programme)
    own = alone.extracts.programme(programme.id).own
    assert [(one.extract.id, one.state) for one in own] == [
        (second.extract.id, ReleaseState.RELEASED),
        (first.extract.id, ReleaseState.SUPERSEDED),
    ]
    assert [one.id for one in first.extract.cases] == [one.id for one in second.extract.cases]
    assert second.extract.municipality.id == "eksempelkoebing-kommune"
    file = alone.extracts.save_file(second.extract.id, tmp_path)
    assert read(file.read_bytes()).witness is None
    alone.extracts.withdraw(second.extract.id)
    assert alone.extracts.programme(programme.id).extracts == ()


def test_short_names_are_what_addresses_take():
    assert short_name("Ærø Kommune") == "aeroe-kommune"
    assert programme_named(" Klima  Fyn 2026 ") == ProgrammeName("klima-fyn-2026", "Klima Fyn 2026")
    for name in ("", "20", "–", "x"):
        with pytest.raises(ValueError, match=f"^{name}$"):
            programme_named(name)


def test_a_programme_that_is_not_known(alone):
    assert alone.extracts.programmes() == ()
    with pytest.raises(ProgrammeUnknown):
        alone.extracts.programme("carbon-20")


# -- tables -----------------------------------------------------------------------------------------------------------
def test_tables_for_excel(alone, tmp_path):
    file = tmp_path / "x"
    file.write_bytes(write(plain_of(made.extract(municipality=made.NORDBY)), b"z" * 32))
    alone.extracts.take_file(file)
    released(alone)
    written = alone.extracts.tables.save_programme("carbon-20", tmp_path / "Carbon 20", language=Language.ENGLISH)
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["Carbon 20", "Eksempelkøbing Kommune", "Nordby Kommune"]
    first = [[cell.value for cell in row] for row in book["Carbon 20"].iter_rows(min_row=4)]
    assert [row[0] for row in first] == ["Eksempelkøbing Kommune", "Nordby Kommune"]
    assert first[1][2] == 28
    rows = list(book["Nordby Kommune"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == 6
    assert "Fjordens Maskinfabrik A/S" in {row[1] for row in rows}
    csv = alone.extracts.tables.save_extract(made.extract().id, tmp_path / "rows.csv", language=Language.DANISH)
    text = csv.read_bytes().decode("utf-8-sig")
    assert text.count("\r\n") == 7
    assert "12000" in text
