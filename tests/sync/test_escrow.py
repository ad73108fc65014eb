"""A profile whose passphrase is lost is opened with the municipality's key, and with nothing less."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ambassador_app.domain.escrow import EscrowState, SealedKey
from ambassador_app.domain.policy import Policy
from ambassador_app.errors import MunicipalityKeyMissing, OfficeAway, PassphraseWrong, RecoveryKeyWrong
from ambassador_app.services.session import Session
from ambassador_app.storage import keys
from ambassador_app.sync import Offices
from ambassador_app.sync.office import Office
from ambassador_app.wire import escrow, wrapping
from tests.builders import a_company, profiles_in
from tests.office.building import OTHER, Site, served

pytestmark = pytest.mark.enable_socket
PASSPHRASE, OFFLINE = "en lang sætning", "borgmesterens lange sætning"
STATE = EscrowState


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "MEMORY_KIB", 64)
    monkeypatch.setattr(wrapping, "PASSES", 1)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        yield site


def make_key(site: Site, *, required: bool = True, tenant: str = "") -> bytes:
    """Let the municipality make its pair of keys; gives the private one, which it keeps offline."""
    public, file = escrow.new_key_file(tenant or site.tenant, OFFLINE, chance=os.urandom)
    site.office.boxes.set_key(tenant or site.tenant, public, required=required)
    return escrow.read_key_file(file, OFFLINE)


def begun(folder: Path, policy: Policy | None = None) -> Session:
    profiles = profiles_in(folder, offices=Offices(os.urandom), policy=policy)
    return profiles.create(name="Åse", municipality="Oddeby", protection="passphrase", passphrase=PASSPHRASE).session


def join(session: Session, site: Site) -> None:
    session.syncing.join(site.invitation(), device="PC")
    session.syncing.sync()


def recovered(site: Site, session: Session, private: bytes) -> str:
    member = session.syncing.member()
    assert member is not None
    return site.office.boxes.recover(site.tenant, member.device, private, who="it-anna", reason="test")


def test_a_lost_passphrase_and_key_are_made_good_by_the_municipality(site: Site, tmp_path: Path) -> None:
    private = make_key(site)
    backup = tmp_path / "all.ambassador-backup"
    with closing(begun(tmp_path / "home")) as session:
        site_id = a_company(session)
        join(session, site)
        assert session.syncing.escrow.standing().state is STATE.LEFT
        session.backups.make(backup)
        key = recovered(site, session, private)
    profiles = profiles_in(tmp_path / "home")
    with pytest.raises(PassphraseWrong):
        profiles.open(passphrase="glemt, glemt, glemt")
    with closing(profiles.open(recovery_key=key)) as opened:
        assert opened.companies.get(site_id).site.name == "Ærø Bageri A/S"
    with closing(profiles_in(tmp_path / "new").bring_back(backup, key)) as restored:
        assert restored.companies.get(site_id).site.name == "Ærø Bageri A/S"


def test_neither_the_offices_own_secrets_nor_another_key_opens_it(site: Site, tmp_path: Path) -> None:
    make_key(site)
    another = make_key(site, tenant=OTHER)
    with closing(begun(tmp_path / "home")) as session:
        join(session, site)
        for wrong in (another, site.office.parcel_key, os.urandom(32)):
            with pytest.raises(escrow.BoxRefused):
                recovered(site, session, wrong)
        folder = session._desk.store.folder
        with pytest.raises(RecoveryKeyWrong):
            keys.unlock(folder, recovery_key="ABCDE")


def test_a_lost_answer_leaves_one_key_that_opens(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = make_key(site)
    deposit = Office.deposit

    def lost(self: Office, sealed: SealedKey) -> None:
        deposit(self, sealed)
        raise OfficeAway

    with closing(begun(tmp_path / "home")) as session:
        session.syncing.join(site.invitation(), device="PC")
        with monkeypatch.context() as patch:
            patch.setattr(Office, "deposit", lost)
            with pytest.raises(OfficeAway):
                session.syncing.sync()
        assert session.syncing.escrow.standing().state is STATE.WAITING
        first = recovered(site, session, private)
        session.syncing.sync()
        assert session.syncing.escrow.standing().state is STATE.LEFT
        assert recovered(site, session, private) == first
        assert keys.unlock(session._desk.store.folder, recovery_key=first)


def test_where_it_is_not_required_nothing_is_left_before_the_person_agrees(site: Site, tmp_path: Path) -> None:
    private = make_key(site, required=False)
    with closing(begun(tmp_path / "home")) as session:
        join(session, site)
        assert session.syncing.escrow.standing().state is STATE.OFFERED
        assert not keys.has_municipality_key(session._desk.store.folder)
        session.syncing.sync()
        assert site.office.boxes.listed(site.tenant) == []
        assert session.syncing.escrow.agree().state is STATE.WAITING
        session.syncing.sync()
        assert keys.unlock(session._desk.store.folder, recovery_key=recovered(site, session, private))


def test_a_key_that_changes_is_shown_and_nothing_is_sealed_for_it_by_itself(site: Site, tmp_path: Path) -> None:
    first = make_key(site)
    with closing(begun(tmp_path / "home")) as session:
        join(session, site)
        old = recovered(site, session, first)
        second = make_key(site)
        session.syncing.sync()
        changed = session.syncing.escrow.standing()
        assert changed.state is STATE.CHANGED and changed.required and len(changed.key) == 19
        assert recovered(site, session, first) == old
        assert keys.unlock(session._desk.store.folder, recovery_key=old)
        session.syncing.escrow.agree()
        assert keys.unlock(session._desk.store.folder, recovery_key=old)  # until the municipality has the new one
        session.syncing.sync()
        assert session.syncing.escrow.standing().state is STATE.LEFT
        fresh = recovered(site, session, second)
        assert keys.unlock(session._desk.store.folder, recovery_key=fresh)
        with pytest.raises(RecoveryKeyWrong):
            keys.unlock(session._desk.store.folder, recovery_key=old)


def test_a_key_that_comes_after_joining_is_asked_about_even_where_it_is_required(site: Site, tmp_path: Path) -> None:
    with closing(begun(tmp_path / "home")) as session:
        join(session, site)
        assert session.syncing.escrow.standing().state is STATE.NONE
        make_key(site)
        session.syncing.sync()
        assert session.syncing.escrow.standing().state is STATE.OFFERED
        assert site.office.boxes.listed(site.tenant) == []


def test_a_key_that_is_substituted_between_joining_and_the_first_sync_gets_nothing(site: Site, tmp_path: Path) -> None:
    make_key(site)
    with closing(begun(tmp_path / "home")) as session:
        session.syncing.join(site.invitation(), device="PC")
        make_key(site)
        session.syncing.sync()
        assert session.syncing.escrow.standing().state is STATE.CHANGED
        assert not keys.has_municipality_key(session._desk.store.folder)


def test_the_policy_joins_only_where_the_municipality_has_a_key(site: Site, tmp_path: Path) -> None:
    policy = Policy(escrow_required=True)
    with closing(begun(tmp_path / "home", policy)) as session:
        invitation = site.invitation()
        with pytest.raises(MunicipalityKeyMissing):
            session.syncing.join(invitation, device="PC")
        private = make_key(site, required=False)  # the policy asks for it, though the office does not
        session.syncing.join(invitation, device="PC")  # it was not used up
        session.syncing.sync()
        key = recovered(site, session, private)
        session.syncing.leave()
        assert keys.unlock(session._desk.store.folder, recovery_key=key)


def test_who_leaves_the_office_takes_the_municipality_s_key_away(site: Site, tmp_path: Path) -> None:
    private = make_key(site)
    with closing(begun(tmp_path / "home")) as session:
        join(session, site)
        key = recovered(site, session, private)
        session.syncing.leave()
        with pytest.raises(RecoveryKeyWrong):
            keys.unlock(session._desk.store.folder, recovery_key=key)
        assert session.syncing.escrow.standing().state is STATE.NONE


def test_a_new_recovery_key_of_the_person_leaves_the_municipality_s_as_it_is(site: Site, tmp_path: Path) -> None:
    private = make_key(site)
    with closing(begun(tmp_path / "home")) as session:
        join(session, site)
        key = recovered(site, session, private)
        session.access.new_recovery_key(passphrase=PASSPHRASE)
        session.access.change_passphrase("en helt anden sætning", passphrase=PASSPHRASE)
        assert keys.unlock(session._desk.store.folder, recovery_key=key)
