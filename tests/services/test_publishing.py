"""What the office owns, between two laptops and a real office: signed, attested, proved before it is used."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.conflict import Resolution
from ambassador_app.domain.directory import DirectoryType
from ambassador_app.domain.hold import HoldReason
from ambassador_app.domain.lists import MeasureQuery
from ambassador_app.domain.publication import Fault, Publication, Witness
from ambassador_app.domain.records import fields_of, to_json
from ambassador_app.domain.roles import Right, Role, may
from ambassador_app.domain.syncing import Membership
from ambassador_app.domain.template import SetEntry, SetKind
from ambassador_app.domain.visit import VisitKind
from ambassador_app.errors import DeviceRevoked, FieldMissing, RightMissing, UnknownSet
from ambassador_app.office.erasing import erase, find
from ambassador_app.office.tables import CHANGE, DEVICE, REC, TENANT
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.wire import publications
from tests.builders import TickingClock, a_visit, session_in
from tests.office.building import OTHER, Site, served

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        yield site


Joining = Callable[..., Session]


@pytest.fixture
def joining(tmp_path: Path, site: Site) -> Iterator[Joining]:
    """Laptops that join the office, each in its own role."""
    clock = TickingClock()
    with ExitStack() as stack:
        count = iter(range(9))

        def join(role: Role = Role.AMBASSADOR, name: str = "", tenant: str = "") -> Session:
            number = next(count)
            person = name or f"{role.value.title()} {number}"
            place = session_in(
                tmp_path / f"home-{number}", clock=clock, computer=number, offices=Offices(os.urandom), name=person
            )
            session = stack.enter_context(place)
            session.syncing.join(site.invitation(person, role, tenant), device=f"PC-{number}")
            return session

        yield join


@pytest.fixture
def karen(joining: Joining) -> Session:
    return joining(Role.COORDINATOR, "Karen Koordinator")


@pytest.fixture
def hanne(joining: Joining) -> Session:
    return joining(Role.AMBASSADOR, "Hanne Holm")


def sync(*sessions: Session) -> None:
    for one in sessions:
        one.syncing.sync()


def own_prices(session: Session, title: str = "Egne priser") -> str:
    return session.sets.copy("company", title).id


def note(session: Session, name: str, words: str) -> None:
    session.sets.save(replace(session.sets.price_set(name), note=words))


# -- the plain way ----------------------------------------------------------------------------------------------------
def test_what_a_coordinator_publishes_holds_for_everybody_after_a_sync(karen: Session, hanne: Session) -> None:
    name = own_prices(karen)
    karen.sets.choose_default(price_set=name)
    karen.profile.change_municipality(department="Klima og Miljø")
    sync(karen, hanne)
    assert hanne.municipality() == karen.municipality()
    assert hanne.municipality().price_set == name
    assert hanne.sets.get(name) == karen.sets.get(name)
    assert karen.syncing.waiting().is_nothing
    assert hanne.syncing.waiting().is_nothing
    assert not karen.syncing.publishing.things().unusable
    assert {one.by for one in hanne.syncing.publishing.things().held} == {"Karen Koordinator"}


def test_a_cut_leaves_the_edit_waiting_and_the_next_sync_publishes_it_once(karen: Session, hanne: Session) -> None:
    karen.profile.change_municipality(department="Klima")
    karen.syncing.publishing.sign()  # as when the line is cut just then
    assert not karen.syncing.waiting().is_nothing
    karen.profile.change_municipality(department="Klima og Miljø")
    sync(karen, hanne)
    assert hanne.municipality().department == "Klima og Miljø"
    assert [one.number for one in hanne.syncing.publishing.things().held] == [1]


def test_what_was_signed_before_the_computer_was_invited_anew_is_signed_again(
    site: Site, karen: Session, hanne: Session
) -> None:
    sync(karen)
    karen.profile.change_municipality(department="Klima")
    karen.syncing.publishing.sign()  # and the line was cut
    site.office.access.revoke(site.tenant, karen.syncing.member().device)
    karen.syncing.leave()
    karen.syncing.join(site.invitation("Karen Koordinator", Role.COORDINATOR), device="PC")
    sync(karen, hanne)
    assert karen.syncing.waiting().is_nothing
    assert hanne.municipality().department == "Klima"


def test_undo_is_published_as_any_other_change(karen: Session, hanne: Session) -> None:
    name = own_prices(karen)
    note(karen, name, "Fra elregningen")
    sync(karen, hanne)
    karen.sets.undo()
    sync(karen, hanne)
    assert hanne.sets.price_set(name).note == karen.sets.price_set(name).note != "Fra elregningen"


def test_what_is_changed_and_changed_back_is_not_published_again(karen: Session, hanne: Session) -> None:
    sync(karen, hanne)
    before = karen.syncing.publishing.things().held
    karen.profile.change_municipality(department="Klima")
    karen.profile.change_municipality(department="")
    sync(karen, hanne)
    assert karen.syncing.publishing.things().held == before
    assert karen.syncing.waiting().is_nothing


def test_two_coordinators_at_once_merge_and_what_clashes_is_decided(
    karen: Session, joining: Joining, hanne: Session
) -> None:
    kim = joining(Role.COORDINATOR, "Kim Koordinator")
    sync(karen, kim)
    karen.profile.change_municipality(department="Klima", phone="11 11 11 11")
    kim.profile.change_municipality(department="Miljø", website="oddeby.dk")
    sync(karen, kim, karen)
    assert (karen.municipality().phone, karen.municipality().website) == ("11 11 11 11", "oddeby.dk")
    (open_,) = kim.conflicts.open()
    assert (open_.conflict.field, open_.conflict.mine, open_.conflict.theirs) == ("department", ("Miljø",), ("Klima",))
    with pytest.raises(RightMissing):
        sync(hanne)
        hanne.conflicts.resolve(open_.conflict.id, Resolution.MINE)
    kim.conflicts.resolve(open_.conflict.id, Resolution.MINE)
    sync(kim, karen, hanne)
    assert {one.municipality().department for one in (karen, kim, hanne)} == {"Miljø"}


def test_both_sign_the_same_number_before_either_arrives(karen: Session, joining: Joining) -> None:
    kim = joining(Role.COORDINATOR, "Kim Koordinator")
    sync(karen, kim)
    karen.profile.change_municipality(department="Klima")
    kim.profile.change_municipality(department="Miljø", phone="22 22 22 22")
    kim.syncing.publishing.sign()  # and the line was cut
    sync(karen, kim, karen)
    assert (karen.municipality().department, karen.municipality().phone) == ("Klima", "22 22 22 22")
    assert [one.conflict.mine for one in kim.conflicts.open()] == [("Miljø",)]
    assert kim.syncing.waiting().is_nothing


def test_an_open_visit_keeps_the_profile_it_began_with_and_a_new_one_takes_the_newest(
    karen: Session, hanne: Session
) -> None:
    karen.profile.change_municipality(department="Klima")
    sync(karen, hanne)
    begun = a_visit(hanne)
    hanne.measures.add(begun, title="Sluk om natten")
    karen.profile.change_municipality(department="Klima og Miljø")
    karen.profile.say_of(VisitKind.WALKTHROUGH, "da", "Spørg om alt.")
    sync(karen, hanne, karen)
    later = a_visit(hanne)
    for session in (hanne, karen):
        sync(hanne, karen)
        assert session.visits.workspace(begun).dossier.municipality.department == "Klima"
        told = session.visits.workspace(later).dossier.municipality
        assert (told.department, dict(told.disclaimers)) == ("Klima og Miljø", {"walkthrough/da": "Spørg om alt."})


# -- the directory --------------------------------------------------------------------------------------------------
def test_the_directory_is_kept_by_coordinators_and_read_by_all(karen: Session, hanne: Session) -> None:
    one = karen.directory.add("  Fjernvarme   Fyn ", type=DirectoryType.UTILITY, area="Odense", contact="Jens Juul").id
    two = karen.directory.add("Ærø El", type=DirectoryType.CRAFTSMAN, trade="elektriker", consent="Mail 3. maj").id
    sync(karen, hanne)
    assert [entry.name for entry in hanne.directory.entries()] == ["Fjernvarme Fyn", "Ærø El"]
    assert [entry.id for entry in hanne.directory.entries("elek")] == [two]
    assert [entry.id for entry in hanne.directory.entries(of=DirectoryType.UTILITY)] == [one]
    with pytest.raises(RightMissing):
        hanne.directory.add("Mit firma")
    with pytest.raises(FieldMissing):
        karen.directory.change(one, name=" ")
    karen.directory.remove(two)
    karen.directory.change(one, contact="Grete Gul")
    sync(karen, hanne)
    assert [(entry.id, entry.contact) for entry in hanne.directory.entries()] == [(one, "Grete Gul")]


def test_who_is_erased_from_the_directory_is_gone_from_every_laptop(site: Site, karen: Session, hanne: Session) -> None:
    one = karen.directory.add("Ærlig VVS", contact="Åse Ærlig").id
    sync(karen, hanne)
    erase(site.office, site.tenant, find(site.office, site.tenant, "Åse Ærlig"))
    sync(karen, hanne)
    for session in (karen, hanne):
        assert session.directory.entries() == ()
        with session._desk.store.reader() as reader:
            for table in ("r_publication", "r_directory_entry", "journal", "outbox", "base"):
                kept = reader.connection.execute(f"SELECT * FROM {table}").fetchall()
                assert "Ærlig" not in str(kept), table
    karen.directory.add("Ny VVS")
    sync(karen, hanne)
    assert [entry.name for entry in hanne.directory.entries()] == ["Ny VVS"]
    assert one not in {entry.id for entry in hanne.directory.entries()}


# -- another office -------------------------------------------------------------------------------------------------
def test_another_office_begins_anew_and_nothing_of_the_first_counts_there(
    site: Site, karen: Session, hanne: Session, joining: Joining
) -> None:
    karen.profile.change_municipality(department="Oddeby")
    sync(karen, hanne)
    other = joining(Role.COORDINATOR, tenant=OTHER)
    other.profile.change_municipality(department="Nordby")
    sync(other)
    hanne.syncing.leave()
    hanne.syncing.join(site.invitation("Hanne Holm", Role.COORDINATOR, OTHER), device="PC", moving=True)
    sync(hanne, hanne)
    assert hanne.municipality().department == "Nordby"
    assert hanne.syncing.waiting().refusals == ()
    hanne.profile.change_municipality(phone="33 33 33 33")
    sync(hanne, other)
    assert other.municipality().phone == "33 33 33 33"


# -- who may --------------------------------------------------------------------------------------------------------
def test_an_ambassador_is_told_why_not_and_nothing_is_changed(hanne: Session) -> None:
    for verb in (
        lambda: own_prices(hanne),
        lambda: hanne.sets.choose_default(price_set="company"),
        lambda: hanne.sets.retire("home"),
        hanne.sets.undo,
        lambda: hanne.profile.change_municipality(name="Andeby"),
        lambda: hanne.energy.keep_degree_days(2024, 2900.0),
        lambda: hanne.checklist_library.retire("home"),
        hanne.checklist_library.undo,
        lambda: hanne.measure_exports.of_list(MeasureQuery()),
    ):
        with pytest.raises(RightMissing):
            verb()
    assert hanne.municipality().name != "Andeby"


def of_no_office(session: Session, role: Role) -> None:
    """Be somebody of this role at an office that is far away."""
    member = Membership("https://office.example", "oddeby", "Oddeby Kommune", "d", role, "Karen", office_key="k")
    session._desk.store.keep_secret("office", json.dumps(to_json(member)).encode())


VERBS: dict[Right, Callable[[Session], object]] = {
    Right.EDIT_VISITS: a_visit,
    Right.PUBLISH: own_prices,
    Right.EDIT_PROFILE: lambda session: session.profile.change_municipality(department="Klima"),
    Right.EXPORT: lambda session: session.measure_exports.of_list(MeasureQuery()),
    Right.HOLD: lambda session: session.holds.put("visit", a_visit(session), HoldReason.DISPUTE, "Klagesag"),
    Right.RELEASE: lambda session: session.extracts.programmes(),
}
NOT_HERE = {Right.ERASE, Right.MANAGE_DEVICES}
"""Nothing on a laptop erases for good or lets anybody in."""


@pytest.mark.parametrize("role", [None, *Role])
def test_the_table_of_roles_holds_on_the_laptop(tmp_path: Path, role: Role | None) -> None:
    assert VERBS.keys() | NOT_HERE == set(Right)
    with session_in(tmp_path / "one") as session:
        if role is not None:
            of_no_office(session, role)
        for right, verb in VERBS.items():
            allowed = role is None or may(role, right)
            assert session.syncing.may(right) is allowed
            with nullcontext() if allowed else pytest.raises(RightMissing):
                verb(session)


def test_what_was_made_before_an_ambassador_joined_stays_on_that_computer(
    tmp_path: Path, site: Site, karen: Session
) -> None:
    with session_in(tmp_path / "early", computer=8, offices=Offices(os.urandom), name="Tidlig") as early:
        name = own_prices(early)
        early.syncing.join(site.invitation("Tidlig"), device="PC")
        sync(early)
        assert early.syncing.waiting().records == 0 or [one.code for one in early.syncing.waiting().refusals]
        assert early.sets.price_set(name).note == karen.sets.price_set("company").note
        sync(karen)
        with pytest.raises(UnknownSet):
            karen.sets.get(name)


def test_another_role_holds_from_the_next_token_on(site: Site, karen: Session, hanne: Session) -> None:
    sync(karen, hanne)
    department = hanne.municipality().department
    karen.profile.change_municipality(department="Ikke længere")
    with site.office.database.administer() as connection:
        connection.execute(sa.update(DEVICE).where(DEVICE.c.person == "Karen Koordinator").values(role="ambassador"))
        connection.execute(sa.update(DEVICE).where(DEVICE.c.person == "Hanne Holm").values(role="coordinator"))
    sync(karen, hanne)
    assert karen.syncing.member().role == "ambassador"
    assert karen.municipality().department == department  # it follows the office again
    assert [one.code for one in karen.syncing.waiting().refusals] == ["forbidden"]
    with pytest.raises(RightMissing):
        karen.profile.change_municipality(department="Stadig ikke")
    hanne.profile.change_municipality(department="Ny koordinator")
    sync(hanne, karen)
    assert karen.municipality().department == "Ny koordinator"


# -- who lies -------------------------------------------------------------------------------------------------------
def rows_of(site: Site, like: str = "", tenant: str = "") -> list[Any]:
    with site.office.database.read(tenant or site.tenant) as connection:
        asked = sa.select(REC).where(REC.c.tenant == (tenant or site.tenant), REC.c.id.like(f"{like}%"))
        return list(connection.execute(asked.where(REC.c.kind == "publication").order_by(REC.c.seq)))


def plant(site: Site, identifier: str, data: dict[str, Any], kind: str = "publication") -> None:
    """Write into the office's database, as somebody who got at it would."""
    with site.office.database.administer() as connection:
        mine = sa.update(TENANT).where(TENANT.c.tenant == site.tenant).values(seq=TENANT.c.seq + 1)
        connection.execute(mine)
        seq = connection.execute(sa.select(TENANT.c.seq).where(TENANT.c.tenant == site.tenant)).scalar_one()
        which = sa.and_(REC.c.tenant == site.tenant, REC.c.kind == kind, REC.c.id == identifier)
        connection.execute(sa.delete(REC).where(which))
        row = {"tenant": site.tenant, "kind": kind, "id": identifier, "seq": seq, "deleted": False, "schema": 1}
        connection.execute(sa.insert(REC), row | {"data": json.dumps(data), "by": "Karen", "at": "2026-11-23T08:00"})


@pytest.fixture
def published(site: Site, karen: Session, hanne: Session) -> str:
    """The municipality's profile, published twice; hanne has both. Gives the subject."""
    karen.profile.change_municipality(department="Første")
    sync(karen)
    karen.profile.change_municipality(department="Anden")
    sync(karen, hanne)
    return f"municipality/{karen.municipality().id}"


def faults(session: Session) -> list[Fault]:
    return [one.fault for one in session.syncing.publishing.things().unusable]


def test_content_changed_at_rest_is_not_used_and_what_held_goes_on_holding(
    site: Site, published: str, hanne: Session, joining: Joining
) -> None:
    newest = rows_of(site, published)[-1]
    data = json.loads(newest.data)
    data["content"]["department"] = "Ondsindet"
    plant(site, newest.id, data)
    sync(hanne)
    assert hanne.municipality().department == "Anden"  # what is here is not replaced
    assert faults(hanne) == []
    fresh = joining()
    sync(fresh)
    assert fresh.municipality().department == "Første"
    assert faults(fresh) == [Fault.FORGED]


def test_a_later_number_with_an_earlier_signature_is_forged(site: Site, published: str, hanne: Session) -> None:
    data = json.loads(rows_of(site, published)[-1].data)
    plant(site, f"{published}/3", data | {"number": 3})
    sync(hanne)
    assert hanne.municipality().department == "Anden"
    assert faults(hanne) == [Fault.FORGED]


def test_an_older_publication_served_as_the_newest_changes_nothing(
    site: Site, published: str, karen: Session, hanne: Session
) -> None:
    first, newest = rows_of(site, published)
    with site.office.database.administer() as connection:
        connection.execute(sa.delete(REC).where(REC.c.id == newest.id))
    plant(site, first.id, json.loads(first.data))
    sync(hanne)
    assert hanne.municipality().department == "Anden"
    plant(site, newest.id, json.loads(first.data))
    sync(hanne, karen)
    assert hanne.municipality().department == karen.municipality().department == "Anden"


def test_a_publication_that_is_deleted_at_the_office_holds_all_the_same(
    site: Site, published: str, hanne: Session
) -> None:
    newest = rows_of(site, published)[-1]
    with site.office.database.administer() as connection:
        connection.execute(sa.update(TENANT).where(TENANT.c.tenant == site.tenant).values(seq=TENANT.c.seq + 1))
        fresh = {"deleted": True, "data": None, "seq": newest.seq + 1000}
        connection.execute(sa.update(REC).where(REC.c.id == newest.id).values(fresh))
    sync(hanne)
    assert hanne.municipality().department == "Anden"
    assert faults(hanne) == []


def test_another_municipalitys_publication_does_not_count(site: Site, joining: Joining, hanne: Session) -> None:
    other = joining(Role.COORDINATOR, tenant=OTHER)
    other.profile.change_municipality(department="Nordbys")
    sync(other, hanne)
    (theirs,) = rows_of(site, tenant=OTHER)
    plant(site, theirs.id, json.loads(theirs.data))
    sync(hanne)
    assert faults(hanne) == [Fault.FOREIGN]
    plant(site, theirs.id, json.loads(theirs.data) | {"tenant": site.tenant})
    sync(hanne)
    assert faults(hanne) == [Fault.FORGED]
    assert hanne.municipality().department == ""


def by_hand(karen: Session, published: str, number: int = 3) -> Publication:
    """A publication signed with karen's key outside the program, and attested by nobody."""
    member, key = karen.syncing.member(), karen._desk.store.secret("office-key")
    _, _, subject = published.partition("/")
    content = {"name": "Oddeby Kommune", "department": "Ondsindet"}
    made = Publication(
        f"{published}/{number}", "municipality", subject, number, content, tenant=member.tenant, by="Karen",
        device=member.device, at="2026-11-23T08:00:00+00:00",
    )  # fmt: skip
    return publications.signed(made, key)


def test_a_revoked_coordinators_key_makes_nothing_new_and_what_she_published_stays(
    site: Site, published: str, karen: Session, hanne: Session, joining: Joining
) -> None:
    site.office.access.revoke(site.tenant, karen.syncing.member().device)
    karen.profile.change_municipality(department="Efter")
    with pytest.raises(DeviceRevoked):
        sync(karen)
    stolen = by_hand(karen, published)
    plant(site, stolen.id, fields_of(stolen))
    own = Witness(stolen.device, publications.public_of(karen._desk.store.secret("office-key")), "K", "coordinator", "")
    attested = publications.attest(publications.statement(stolen), stolen.signature, own, bytes(32))
    fourth = by_hand(karen, published, 4)
    plant(site, fourth.id, fields_of(replace(fourth, attested=attested)))
    fresh = joining()
    sync(hanne, fresh)
    assert [one.municipality().department for one in (hanne, fresh)] == ["Anden", "Anden"]
    assert faults(hanne) == faults(fresh) == [Fault.UNSIGNED, Fault.FORGED]


def test_the_office_takes_no_publication_that_another_device_signed(
    site: Site, published: str, karen: Session, hanne: Session
) -> None:
    stolen = by_hand(karen, published)
    with hanne._desk.store.transaction(Deed.PUBLISH, author="office") as tx:
        tx.save(stolen)
    sync(hanne)
    assert [one.code for one in hanne.syncing.waiting().refusals] == ["signature"]
    mine = publications.signed(replace(stolen, device=hanne.syncing.member().device), _key(hanne))
    with hanne._desk.store.transaction(Deed.PUBLISH, author="office") as tx:
        tx.save(mine)
    sync(hanne)
    assert [one.code for one in hanne.syncing.waiting().refusals] == ["forbidden"]
    assert len(rows_of(site, published)) == 2


def _key(session: Session) -> bytes:
    return session._desk.store.secret("office-key")


def test_a_version_changed_at_rest_is_not_used(site: Site, karen: Session, joining: Joining) -> None:
    name = own_prices(karen)
    sync(karen)
    version = karen.sets.versions(name)[0].version_id
    with site.office.database.read(site.tenant) as connection:
        asked = sa.select(REC.c.data).where(REC.c.kind == "price_set", REC.c.id == version)
        data = json.loads(connection.execute(asked).scalar_one())
    plant(site, version, data | {"content": data["content"].replace("Egne", "Onde")}, kind="price_set")
    fresh = joining()
    sync(fresh)
    assert faults(fresh) == [Fault.MISSING]
    with pytest.raises(UnknownSet):
        fresh.sets.get(name)
    plant(site, version, data, kind="price_set")
    sync(fresh)
    assert fresh.sets.get(name) == karen.sets.get(name)


def test_a_restored_office_gets_back_from_anybody_what_it_had_attested(
    site: Site, published: str, karen: Session, hanne: Session, joining: Joining
) -> None:
    newest = rows_of(site, published)[-1]
    with site.office.database.administer() as connection:  # as in a backup of a moment before
        connection.execute(sa.delete(REC).where(REC.c.tenant == site.tenant, REC.c.seq >= newest.seq))
        connection.execute(sa.delete(CHANGE).where(CHANGE.c.tenant == site.tenant, CHANGE.c.seq >= newest.seq))
        values = {"seq": newest.seq - 1}
        connection.execute(sa.update(TENANT).where(TENANT.c.tenant == site.tenant).values(values))
    site.office.begin_epoch()
    site.office.access.revoke(site.tenant, karen.syncing.member().device)
    sync(hanne)
    assert hanne.syncing.waiting().is_nothing
    fresh = joining()
    sync(fresh)
    assert fresh.municipality().department == "Anden"
    assert faults(fresh) == []


def test_what_an_office_knew_before_it_attested_holds_until_somebody_publishes_it(
    karen: Session, hanne: Session
) -> None:
    """As after the program of laptops and office was renewed: records with the office's numbers, no publication."""
    for one in (karen, hanne):
        with one._desk.store.transaction(Deed.SET_UP, author="office") as tx:
            tx.save(SetEntry("home", SetKind.PRICES, retired=True))
            tx.connection.execute("UPDATE r_set_entry SET base = 40 WHERE id = 'home'")
            tx.connection.execute("DELETE FROM outbox WHERE kind = 'set_entry'")
    sync(karen, hanne)
    assert [one.id for one in karen.syncing.publishing.things().unsigned] == ["home"]
    assert next(line for line in hanne.sets.shown() if line.name == "home").retired
    with pytest.raises(RightMissing):
        hanne.syncing.publishing.publish_unsigned()
    karen.syncing.publishing.publish_unsigned()
    sync(karen, hanne)
    assert [(one.id, one.number) for one in hanne.syncing.publishing.things().held if one.kind == "set_entry"] == [
        ("home", 41)
    ]
    assert karen.syncing.publishing.things().unsigned == ()
