"""Two laptops and a real office on loopback: what is sent, merged, confirmed, and what happens when it is not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import Conflict, Resolution
from ambassador_app.domain.identifiers import ConflictId, SiteId, VisitId
from ambassador_app.domain.place import Municipality
from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.domain.roles import Role
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.errors import (
    ConflictSettled,
    ConflictsOpen,
    DeviceRevoked,
    FileNotRead,
    InvitationRefused,
    NoOffice,
    NothingToPack,
    OfficeAway,
    OfficeRefused,
    OtherMunicipality,
    PhotoAtOffice,
    VisitLocked,
)
from ambassador_app.office.erasing import erase
from ambassador_app.office.tables import REC, TENANT
from ambassador_app.services.session import Session
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.sync import Offices
from tests.builders import TickingClock, a_company, a_visit, session_in, signed
from tests.office.building import OTHER, Site, served
from tests.services.sights import a_photo

pytestmark = pytest.mark.enable_socket
COUNT = "/data/lighting/ly1_count"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with served(_made(tmp_path / "office")) as site:
        yield site


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture
def laptops(tmp_path: Path, site: Site) -> Iterator[tuple[Session, Session]]:
    """Two ambassadors of one municipality, each with a computer that has joined the office."""
    clock = TickingClock()
    with ExitStack() as stack:
        found = []
        for number, name in enumerate(("Åse Østergård", "Bo Ærø")):
            place = session_in(
                tmp_path / f"home-{number}", clock=clock, computer=number, offices=Offices(os.urandom), name=name
            )
            session = stack.enter_context(place)
            role = Role.AMBASSADOR if number else Role.COORDINATOR
            session.syncing.join(site.invitation(name, role), device=f"PC-{number}")
            found.append(session)
        yield found[0], found[1]


def content(session: Session) -> dict[str, dict[str, object]]:
    with session._desk.store.reader() as reader:
        return {kind: {one.id: fields_of(one) for one in reader.all(KINDS[kind])} for kind in COLUMNS}


def both_have_it(one: Session, other: Session) -> None:
    for session in (one, other, one, other):
        session.syncing.sync()
    assert content(one) == content(other)
    assert one.syncing.waiting().is_nothing
    assert other.syncing.waiting().is_nothing


# -- the plain way ----------------------------------------------------------------------------------------------------
def test_without_an_office_nothing_is_sent_and_the_person_is_told(tmp_path: Path) -> None:
    with session_in(tmp_path / "alone", offices=Offices(os.urandom)) as session:
        assert session.syncing.member() is None
        with pytest.raises(NoOffice):
            session.syncing.sync()


def test_an_invitation_is_taken_once(site: Site, tmp_path: Path) -> None:
    text = site.invitation("Åse Østergård")
    with session_in(tmp_path / "one", offices=Offices(os.urandom)) as session:
        member = session.syncing.join(text, device="PC-1")
        assert (member.municipality, member.user) == ("Oddeby Kommune", "Åse Østergård")
        assert session.syncing.join(text, device="PC-1") == member  # a lost answer is asked for again
    with session_in(tmp_path / "two", computer=2, offices=Offices(os.urandom)) as other:
        for refused in (text, "ambassador://nowhere", "hej"):
            with pytest.raises(InvitationRefused):
                other.syncing.join(refused, device="PC-2")


def test_a_sealed_visit_goes_to_the_office_whole_and_the_receipt_says_so(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = a_visit(one)
    one.measures.add(visit_id, title="Sluk om natten")
    signed(one, visit_id)
    sealed = one.signing.seal(visit_id)
    receipt = one.syncing.sync().receipt
    assert receipt.is_whole
    assert receipt.files == 1
    (told,) = [visit for visit in receipt.visits if visit.visit_id == visit_id]
    assert told.is_whole
    assert [(file.name, file.sha256) for file in told.files] == [(sealed.report.file_name, sealed.report.pdf_sha256)]
    assert one.syncing.receipts.latest()[0] == receipt
    changes = other.syncing.sync().changes
    assert ("report", sealed.report.id) in changes.records
    both_have_it(one, other)
    assert other.visits.workspace(visit_id).dossier.visit.status is VisitStatus.SEALED


def test_a_second_computer_works_for_the_municipality_the_office_knows(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    one.syncing.sync()
    other.syncing.sync()
    both_have_it(one, other)
    assert other.municipality().id == one.municipality().id
    with other._desk.store.reader() as reader:
        assert len(reader.all(Municipality)) == 1


# -- merge and conflict -----------------------------------------------------------------------------------------------
def shared_visit(laptops: tuple[Session, Session]) -> VisitId:
    one, other = laptops
    visit_id = a_visit(one)
    both_have_it(one, other)
    return visit_id


def test_different_fields_merge_and_the_same_field_is_a_conflict(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = shared_visit(laptops)
    one.visits.change(visit_id, purpose="Energi", remarks="Fra Åse")
    other.visits.change(visit_id, scope="Hele huset", remarks="Fra Bo")
    one.syncing.sync()
    receipt = other.syncing.sync().receipt
    assert receipt.conflicts == 1
    both_have_it(one, other)
    visit = one.visits.workspace(visit_id).dossier.visit
    assert (visit.purpose, visit.scope, visit.remarks) == ("Energi", "Hele huset", "Fra Åse")
    (found,) = one.conflicts.open(visit_id)
    conflict = found.conflict
    assert (conflict.field, conflict.base, conflict.mine, conflict.theirs) == (
        "remarks", ("",), ("Fra Bo",), ("Fra Åse",),
    )  # fmt: skip
    assert conflict.theirs_by == "Åse Østergård"


@pytest.mark.parametrize(
    ("resolution", "value", "wanted"),
    [
        (Resolution.MINE, None, "Fra Bo"),
        (Resolution.THEIRS, None, "Fra Åse"),
        (Resolution.OTHER, "Fra dem begge", "Fra dem begge"),
    ],
)
def test_whoever_knows_decides_and_everybody_gets_it(
    laptops: tuple[Session, Session], resolution: Resolution, value: str | None, wanted: str
) -> None:
    one, other = laptops
    visit_id = shared_visit(laptops)
    one.visits.change(visit_id, remarks="Fra Åse")
    other.visits.change(visit_id, remarks="Fra Bo")
    both_have_it(one, other)
    signed(one, visit_id)
    with pytest.raises(ConflictsOpen):
        one.signing.seal(visit_id)
    (found,) = one.conflicts.open()
    one.conflicts.resolve(found.conflict.id, resolution, value)
    with pytest.raises(ConflictSettled):
        one.conflicts.resolve(found.conflict.id, Resolution.THEIRS)
    both_have_it(one, other)
    assert other.conflicts.open() == ()
    assert other.visits.workspace(visit_id).dossier.visit.remarks == wanted


def test_a_decision_is_one_step_of_undo(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = shared_visit(laptops)
    one.visits.change(visit_id, remarks="Fra Åse")
    other.visits.change(visit_id, remarks="Fra Bo")
    both_have_it(one, other)
    (found,) = other.conflicts.open()
    other.conflicts.resolve(found.conflict.id, Resolution.MINE)
    other.visits.undo(visit_id)
    assert other.visits.workspace(visit_id).dossier.visit.remarks == "Fra Åse"
    assert other.conflicts.count(visit_id) == 1


def test_removed_here_and_changed_there_is_a_conflict_of_the_whole_record(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = a_visit(one)
    finding = one.notes.add_finding(visit_id, text="Utæt port").id
    both_have_it(one, other)
    one.notes.remove_finding(finding)
    other.notes.change_finding(finding, text="Meget utæt port")
    one.syncing.sync()
    other.syncing.sync()
    (found,) = other.conflicts.open(visit_id)
    assert found.record is None
    other.conflicts.resolve(found.conflict.id, Resolution.MINE)
    both_have_it(one, other)
    assert [one_.text for one_ in one.visits.workspace(visit_id).dossier.findings] == ["Meget utæt port"]


def test_two_seals_of_one_visit_are_both_kept(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = a_visit(one)
    one.measures.add(visit_id, title="Sluk om natten")
    both_have_it(one, other)
    for session in laptops:
        signed(session, visit_id)
        session.signing.seal(visit_id)
    both_have_it(one, other)
    for session in laptops:
        with session._desk.store.reader() as reader:
            assert len(reader.all(Report, visit_id=visit_id)) == 2
        found = [each for each in session.conflicts.open(visit_id) if each.conflict.record_kind == "report"]
        assert len(found) == 1


def test_a_sealed_visit_is_not_changed_by_a_decision(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = a_visit(one)
    one.measures.add(visit_id, title="Sluk om natten")
    both_have_it(one, other)
    other.visits.change(visit_id, remarks="Fra Bo")
    one.visits.change(visit_id, remarks="Fra Åse")
    signed(one, visit_id)
    one.signing.seal(visit_id)
    one.syncing.sync()
    other.syncing.sync()
    (found,) = other.conflicts.open(visit_id)
    assert found.locked
    with pytest.raises(VisitLocked):
        other.conflicts.resolve(found.conflict.id, Resolution.MINE)
    other.conflicts.resolve(found.conflict.id, Resolution.THEIRS)


# -- when it does not go well -----------------------------------------------------------------------------------------
def test_nothing_is_deleted_when_the_office_is_away_or_throws_the_computer_out(
    laptops: tuple[Session, Session], site: Site, tmp_path: Path
) -> None:
    one, _ = laptops
    a_company(one)
    before = one.syncing.waiting()
    for device in site.office.access.devices(site.tenant):
        site.office.access.revoke(site.tenant, device.id)
    with pytest.raises(DeviceRevoked):
        one.syncing.sync()
    assert one.syncing.waiting() == before
    assert one.syncing.receipts.latest()[0].trouble == "DeviceRevoked"
    one.syncing.leave()
    assert one.syncing.waiting() == before
    one.syncing.join(site.invitation("Åse Østergård"), device="PC-1")
    receipt = one.syncing.sync().receipt
    assert receipt.is_whole


def test_the_office_that_is_not_there_keeps_nobody_from_working(tmp_path: Path) -> None:
    with session_in(tmp_path / "home", offices=Offices(os.urandom)) as session:
        with served(_made(tmp_path / "office")) as site:
            session.syncing.join(site.invitation("Åse Østergård"), device="PC-1")
        a_company(session)
        waiting = session.syncing.waiting()
        with pytest.raises(OfficeAway):
            session.syncing.sync()
        assert session.syncing.waiting() == waiting


def test_an_office_set_back_to_a_backup_gets_again_what_it_lost(laptops: tuple[Session, Session], site: Site) -> None:
    one, other = laptops
    a_company(one)
    both_have_it(one, other)
    SiteId(one.companies.create("Ny virksomhed ApS", cvr="13748136").id)
    both_have_it(one, other)
    wanted = content(one)
    site.office.begin_epoch()
    both_have_it(one, other)
    assert content(one) == wanted
    assert one.conflicts.open() == ()


def test_photos_and_reports_come_down_to_the_colleague(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = a_visit(one)
    photo = one.evidence.add_photo(visit_id, a_photo(), "tavle.jpg")
    signed(one, visit_id)
    sealed = one.signing.seal(visit_id)
    both_have_it(one, other)
    assert other.reports.pdf(sealed.report.id) == one.reports.pdf(sealed.report.id)
    for size in ("thumbnail", "report"):
        assert other.evidence.picture(photo.id, size=size) == one.evidence.picture(photo.id, size=size)
    with pytest.raises(PhotoAtOffice):
        other.evidence.picture(photo.id, size="original")
    other.syncing.sync()  # what was asked for comes, and only that
    assert other.evidence.picture(photo.id, size="original") == one.evidence.picture(photo.id, size="original")


def test_after_too_long_away_everything_is_asked_for_anew_and_nothing_of_mine_goes(
    laptops: tuple[Session, Session], site: Site
) -> None:
    """The office has let go of tombstones this computer never saw: a removed record goes, one changed here is kept."""
    one, other = laptops
    visit_id = a_visit(one)
    texts = ("Utæt port", "Slidt dør", "Varmt loft")
    gone, changed_here, kept = (one.notes.add_finding(visit_id, text=text).id for text in texts)
    both_have_it(one, other)
    one.notes.remove_finding(gone)
    one.notes.remove_finding(changed_here)
    one.syncing.sync()
    other.notes.change_finding(changed_here, text="Meget slidt dør")
    forget_tombstones(site)
    other.syncing.sync()
    findings = {each.id: each.text for each in other.visits.workspace(visit_id).dossier.findings}
    assert findings == {changed_here: "Meget slidt dør", kept: "Varmt loft"}
    both_have_it(one, other)


def forget_tombstones(site: Site) -> None:
    """What the office does with tombstones of more than 400 days."""
    with site.office.database.administer() as connection:
        connection.execute(sa.delete(REC).where(REC.c.tenant == site.tenant, REC.c.deleted))
        connection.execute(sa.update(TENANT).where(TENANT.c.tenant == site.tenant).values(floor=TENANT.c.seq))


def test_a_report_with_time_stamps_goes_to_the_office_as_a_second_file(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = a_visit(one)
    signed(one, visit_id)
    sealed = one.signing.seal(visit_id)
    both_have_it(one, other)
    with one._desk.deed(Deed.RAISE_SEAL, visit_id) as tx:
        raised = tx.put_blob(one.reports.pdf(sealed.report.id) + b"time stamp")
        tx.save(replace(tx.load(Report, sealed.report.id), raised_sha256=raised))
    assert one.syncing.sync().receipt.is_whole
    both_have_it(one, other)
    assert other.reports.pdf(sealed.report.id).endswith(b"time stamp")


# -- on a stick -------------------------------------------------------------------------------------------------------
def test_a_visit_is_carried_to_the_office_on_a_stick_and_counted_once(
    laptops: tuple[Session, Session], site: Site, tmp_path: Path
) -> None:
    one, other = laptops
    both_have_it(one, other)
    stick = _made(tmp_path / "stick")
    visit_id = a_visit(one)
    one.evidence.add_photo(visit_id, a_photo(), "tavle.jpg")
    signed(one, visit_id)
    sealed = one.signing.seal(visit_id)
    waiting = one.syncing.waiting()
    file = one.syncing.parcels.pack(stick)
    assert one.syncing.waiting().records == waiting.records  # it waits until the office confirms it itself
    assert sealed.report.file_name.encode() not in file.read_bytes()
    taken = other.syncing.parcels.carry(file)
    assert taken > 0
    other.syncing.sync()
    assert other.reports.pdf(sealed.report.id) == one.reports.pdf(sealed.report.id)
    assert other.syncing.parcels.carry(file) == 0
    both_have_it(one, other)
    assert one.conflicts.open() == ()
    with pytest.raises(NothingToPack):
        one.syncing.parcels.pack(stick)


def test_what_is_edited_after_packing_is_sent_later_and_merges(
    laptops: tuple[Session, Session], tmp_path: Path
) -> None:
    one, other = laptops
    visit_id = shared_visit(laptops)
    one.visits.change(visit_id, remarks="Fra Åse")
    file = one.syncing.parcels.pack(_made(tmp_path / "stick"))
    one.visits.change(visit_id, remarks="Fra Åse igen", scope="Hele huset")
    other.syncing.parcels.carry(file)
    other.visits.change(visit_id, purpose="Energi")
    both_have_it(one, other)
    visit = other.visits.workspace(visit_id).dossier.visit
    assert (visit.remarks, visit.scope, visit.purpose) == ("Fra Åse igen", "Hele huset", "Energi")
    assert one.conflicts.open() == ()


def test_a_file_that_was_changed_or_is_a_strangers_is_refused(
    laptops: tuple[Session, Session], site: Site, tmp_path: Path
) -> None:
    one, other = laptops
    one.syncing.sync()
    a_company(one)
    file = one.syncing.parcels.pack(_made(tmp_path / "stick"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    changed = tmp_path / "changed.ambassador-sync"
    changed.write_bytes(data)
    cut = tmp_path / "cut.ambassador-sync"
    cut.write_bytes(data[:-100])
    for bad in (changed, cut):
        with pytest.raises(OfficeRefused) as raised:
            other.syncing.parcels.carry(bad)
        assert raised.value.fields["code"] == "parcel"
    with pytest.raises(FileNotRead):
        other.syncing.parcels.carry(tmp_path / "not there")
    for device in site.office.access.devices(site.tenant):
        if device.person == "Åse Østergård":
            site.office.access.revoke(site.tenant, device.id)
    with pytest.raises(OfficeRefused):
        other.syncing.parcels.carry(file)


def test_what_the_office_erased_by_law_leaves_every_laptop_history_and_all(
    laptops: tuple[Session, Session], site: Site
) -> None:
    one, other = laptops
    visit_id = a_visit(one)
    finding = one.notes.add_finding(visit_id, text="Kontakt Bodil Hemmelig").id
    both_have_it(one, other)
    other.notes.change_finding(finding, text="Kontakt Bodil Hemmelig i dag")
    erase(site.office, site.tenant, [("finding", finding)])
    both_have_it(one, other)
    for session in laptops:
        assert session.visits.workspace(visit_id).dossier.findings == ()
        assert session.search("Hemmelig") == ()
        with session._desk.store.reader() as reader:
            for (table,) in reader.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if not table.startswith(("f_", "sqlite_")):
                    rows = reader.connection.execute(f"SELECT * FROM {table}").fetchall()
                    assert "Hemmelig" not in str(rows), table


def test_a_file_waits_from_the_moment_it_is_there_and_not_only_when_its_record_was_taken(
    laptops: tuple[Session, Session],
) -> None:
    one, _ = laptops
    visit_id = a_visit(one)
    signed(one, visit_id)
    sealed = one.signing.seal(visit_id).report
    waiting = one.syncing.waiting()
    assert (waiting.attachments, waiting.bytes) == (1, len(one.reports.pdf(sealed.id)))
    told = one.syncing.of_visit(visit_id)
    assert told is not None
    assert told.waiting_files == 1
    one.syncing.sync()
    assert one.syncing.waiting().is_nothing
    told = one.syncing.of_visit(visit_id)
    assert told is not None
    assert (told.is_whole, told.files, told.bytes) == (True, 1, waiting.bytes)


def test_what_belongs_to_one_municipality_goes_to_another_only_when_it_is_meant(
    laptops: tuple[Session, Session], site: Site
) -> None:
    one, _ = laptops
    visit_id = a_visit(one)
    one.syncing.sync()
    one.syncing.leave()
    before = one.syncing.waiting()
    invitation = site.invitation("Åse Østergård", tenant=OTHER)
    with pytest.raises(OtherMunicipality) as caught:
        one.syncing.join(invitation, device="PC-1")
    assert caught.value.fields == {"former": "Oddeby Kommune", "now": OTHER}
    assert (one.syncing.member(), one.syncing.waiting()) == (None, before)
    assert one.syncing.join(site.invitation("Åse Østergård"), device="PC-1").municipality == "Oddeby Kommune"
    one.syncing.leave()
    assert one.syncing.join(invitation, device="PC-1", moving=True).municipality == "Nordby Kommune"
    one.syncing.sync()
    told = one.syncing.of_visit(visit_id)
    assert told is not None
    assert told.is_whole


def test_a_note_to_an_answer_can_be_written_anew_where_two_wrote_one(laptops: tuple[Session, Session]) -> None:
    one, other = laptops
    visit_id = shared_visit(laptops)
    for session, note in ((one, "Ved porten"), (other, "I hallen")):
        session.visits.answer(visit_id, COUNT, value=12.0, note=note)
    both_have_it(one, other)
    (found,) = other.conflicts.open()
    assert found.text_part == "note"
    other.conflicts.resolve(found.conflict.id, Resolution.OTHER, "Ved porten i hallen")
    both_have_it(one, other)
    for session in laptops:
        kept = session.visits.workspace(visit_id).answers[COUNT]
        assert (kept.value, kept.note) == (12.0, "Ved porten i hallen")
        assert session.conflicts.open() == ()


@pytest.mark.parametrize(
    ("mine", "theirs", "of_text", "part"),
    [
        ("a", "b", False, ""),
        ({"value": 1, "note": "a", "by": "x"}, {"value": 1, "note": "b", "by": "y"}, False, "note"),
        ({"value": "a", "note": ""}, {"value": "b", "note": ""}, True, "value"),
        ({"value": "code_1", "note": ""}, {"value": "code_2", "note": ""}, False, None),
        ({"value": "a", "note": "a"}, {"value": "b", "note": "b"}, True, None),
        ({"value": 1, "note": "a", "reach": "report"}, {"value": 1, "note": "a", "reach": "internal"}, True, None),
        (5, 6, True, None),
    ],
)
def test_only_text_is_written_anew(mine: object, theirs: object, of_text: bool, part: str | None) -> None:
    found = Conflict(ConflictId("c"), "section", "s", "answers./data/x", mine=(mine,), theirs=(theirs,))
    assert found.text_part(of_text=of_text) == part
    assert Conflict(ConflictId("c"), "visit", "v", mine=(mine,), theirs=(theirs,)).text_part(of_text=of_text) is None


def test_every_file_of_a_photo_has_its_name_on_the_receipt(laptops: tuple[Session, Session]) -> None:
    one, _ = laptops
    visit_id = a_visit(one)
    one.evidence.add_photo(visit_id, a_photo(), "tavle.jpg")
    one.syncing.sync()
    told = one.syncing.of_visit(visit_id)
    assert told is not None
    (visit,) = told.visits
    assert {file.name for file in visit.files} == {"tavle.jpg"}
    assert len(visit.files) > 1
