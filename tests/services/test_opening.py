"""The first start, every way to the key, the demo municipality kept apart, and a backup on another computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.lists import MeasureQuery
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.errors import (
    BackupNotRead,
    DatabaseInUse,
    FieldMissing,
    FileExists,
    FolderNotWritable,
    KeyMissing,
    PassphraseNeeded,
    PassphraseTooShort,
    PassphraseWrong,
    RecoveryKeyWrong,
)
from ambassador_app.services import opening
from ambassador_app.services.opening import Created, Profiles
from ambassador_app.services.session import Session
from ambassador_app.storage.keys import Protection
from tests.builders import MemoryKeyStore, TickingClock, a_visit, profiles_in, signed
from tests.services.sights import a_photo

WORDS = "rugbrød og rundstykker"
OTHER_WORDS = "en anden lang sætning"
LAMPS = "/data/lighting/ly1_lamp_kind"


def first_start(profiles: Profiles, **fields: object) -> Created:
    """Åse starts the program for the first time."""
    given = {"name": "Åse Østergård", "municipality": "Ærø Kommune", "municipality_code": "0492"} | fields
    return profiles.create(**given)  # type: ignore[arg-type]


@contextmanager
def closing(session: Session) -> Iterator[Session]:
    try:
        yield session
    finally:
        session.close()


# -- the first start ------------------------------------------------------------------------------------------------
def test_a_first_start_keeps_the_key_in_the_key_store_and_opens_by_itself_afterwards(tmp_path: Path) -> None:
    key_store = MemoryKeyStore()
    profiles = profiles_in(tmp_path, key_store=key_store)
    assert not profiles.exists()
    assert profiles.protection() is None
    assert profiles.key_store_works()
    first_start(profiles, title=" Klimaambassadør", email="aase@aeroe.example").session.close()
    assert profiles.exists()
    assert profiles.protection() is Protection.KEY_STORE
    (secret,) = key_store.kept.values()
    with closing(profiles.open()) as session:
        assert session.ambassador().name == "Åse Østergård"
        assert (session.municipality().name, session.municipality().code) == ("Ærø Kommune", "0492")
        assert not session.is_demo
    beside = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert secret not in beside
    assert secret.hex().encode() not in beside


def test_a_first_start_with_a_passphrase_opens_by_it_alone(tmp_path: Path) -> None:
    profiles = profiles_in(tmp_path)
    assert not profiles.key_store_works()
    first_start(profiles, protection="passphrase", passphrase=WORDS).session.close()
    with pytest.raises(PassphraseNeeded):
        profiles.open()
    with pytest.raises(PassphraseWrong):
        profiles.open(passphrase=WORDS.upper())
    with closing(profiles.open(passphrase=WORDS)) as session:
        assert session.ambassador().name == "Åse Østergård"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"protection": "passphrase", "passphrase": "kort"}, PassphraseTooShort),
        ({"protection": "passphrase"}, PassphraseNeeded),
        ({"protection": "keystore"}, PassphraseNeeded),  # there is no key store on this computer
        ({"name": "  "}, FieldMissing),
        ({"municipality": ""}, FieldMissing),
    ],
)
def test_a_first_start_that_is_refused_leaves_nothing_and_can_be_tried_again(
    tmp_path: Path, fields: dict[str, object], refusal: type[Exception]
) -> None:
    profiles = profiles_in(tmp_path)
    with pytest.raises(refusal):
        first_start(profiles, **fields)
    assert not profiles.exists()
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    first_start(profiles, protection="passphrase", passphrase=WORDS).session.close()


def test_a_second_first_start_never_overwrites_the_profile(tmp_path: Path) -> None:
    profiles = profiles_in(tmp_path, key_store=MemoryKeyStore())
    with closing(first_start(profiles).session) as session:
        visit_id = a_visit(session)
    with pytest.raises(FileExists):
        first_start(profiles)
    with closing(profiles.open()) as session:
        assert session.visits.page().lines[0].visit_id == visit_id


def test_a_first_start_that_fails_half_way_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles = profiles_in(tmp_path, key_store=MemoryKeyStore())

    def power_goes(*_: object) -> None:
        raise FolderNotWritable(folder="x")

    with monkeypatch.context() as broken:
        broken.setattr(opening, "_set_up", power_goes)
        with pytest.raises(FolderNotWritable):
            first_start(profiles)
    assert not profiles.exists()
    first_start(profiles).session.close()


def test_a_first_start_cut_off_before_anybody_was_written_still_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = profiles_in(tmp_path, key_store=MemoryKeyStore())
    with monkeypatch.context() as cut:
        cut.setattr(opening, "_set_up", lambda _, ambassador, municipality: (ambassador.id, municipality.id))
        cut.setattr(Profiles, "_session", lambda _, __, store: store)
        first_start(profiles).session.close()
    with closing(profiles.open()) as session:
        session.profile.change_ambassador(name="Åse")
        assert session.ambassador().name == "Åse"


# -- lost keys ------------------------------------------------------------------------------------------------------
def test_the_recovery_key_opens_a_profile_whose_key_is_gone_and_keeps_it_again(tmp_path: Path) -> None:
    key_store = MemoryKeyStore()
    profiles = profiles_in(tmp_path, key_store=key_store)
    created = first_start(profiles)
    created.session.close()
    key_store.kept.clear()
    with pytest.raises(KeyMissing):
        profiles.open()
    with pytest.raises(RecoveryKeyWrong):
        profiles.open(recovery_key=created.recovery_key[:-1])
    profiles.open(recovery_key=created.recovery_key.lower().replace("-", " ")).close()
    assert len(key_store.kept) == 1
    profiles.open().close()


def test_another_recovery_key_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    profiles = profiles_in(tmp_path)
    created = first_start(profiles, protection="passphrase", passphrase=WORDS)
    with closing(created.session) as session:
        with pytest.raises(PassphraseNeeded):
            session.access.new_recovery_key()
        fresh = session.access.new_recovery_key(passphrase=WORDS)
    with pytest.raises(RecoveryKeyWrong):
        profiles.open(recovery_key=created.recovery_key)
    profiles.open(recovery_key=fresh).close()


def test_a_changed_passphrase_opens_and_the_one_before_does_not(tmp_path: Path) -> None:
    profiles = profiles_in(tmp_path)
    created = first_start(profiles, protection="passphrase", passphrase=WORDS)
    with closing(created.session) as session:
        with pytest.raises(PassphraseWrong):
            session.access.change_passphrase(OTHER_WORDS, passphrase="ikke den rigtige")
        with pytest.raises(PassphraseTooShort):
            session.access.change_passphrase("kort", passphrase=WORDS)
        session.access.change_passphrase(OTHER_WORDS, passphrase=WORDS)
    with pytest.raises(PassphraseWrong):
        profiles.open(passphrase=WORDS)
    profiles.open(passphrase=OTHER_WORDS).close()
    profiles.open(recovery_key=created.recovery_key).close()


def test_a_profile_of_the_key_store_can_be_given_a_passphrase(tmp_path: Path) -> None:
    profiles = profiles_in(tmp_path, key_store=MemoryKeyStore())
    with closing(first_start(profiles).session) as session:
        assert not session.access.asks_for_passphrase()
        session.access.change_passphrase(WORDS)
        assert session.access.asks_for_passphrase()
    with pytest.raises(PassphraseNeeded):
        profiles.open()
    profiles.open(passphrase=WORDS).close()


# -- one window, one profile ----------------------------------------------------------------------------------------
def test_a_second_window_is_told_that_the_profile_is_open(tmp_path: Path) -> None:
    key_store = MemoryKeyStore()
    with closing(first_start(profiles_in(tmp_path, key_store=key_store)).session), pytest.raises(DatabaseInUse):
        profiles_in(tmp_path, key_store=key_store).open()
    profiles_in(tmp_path, key_store=key_store).open().close()


def test_a_throw_away_profile_asks_nothing_and_is_the_same_the_second_time(tmp_path: Path) -> None:
    with closing(profiles_in(tmp_path).throw_away()) as session:
        visit_id = a_visit(session)
    with closing(profiles_in(tmp_path).throw_away()) as session:
        assert session.visits.page().lines[0].visit_id == visit_id


# -- the demo municipality ------------------------------------------------------------------------------------------
def test_the_demo_municipality_is_filled_once_and_never_meets_the_real_profile(tmp_path: Path) -> None:
    key_store = MemoryKeyStore()
    profiles = profiles_in(tmp_path, key_store=key_store)
    created = first_start(profiles)
    with closing(created.session) as real, closing(profiles.demo()) as demo:
        assert demo.is_demo
        assert real.companies.page().total == 0
        filled = demo.companies.page().total, demo.visits.page().total
        assert filled[0] >= 30
        assert demo.visits.page(status=VisitStatus.SEALED).total == 2
        assert [one.title for one in demo.follow_up.page(MeasureQuery(status=MeasureStatus.VERIFIED)).lines]
        line = demo.visits.page(status=VisitStatus.PLANNED).lines[0]
        demo.visits.answer(line.visit_id, LAMPS, value="t8")
        assert real.search("Nordlys") == ()
    assert len(key_store.kept) == 1  # the demo keeps its own key, the person's key store stays clean
    with closing(profiles.demo()) as again:
        assert (again.companies.page().total, again.visits.page().total) == filled
        assert again.visits.workspace(line.visit_id).answers[LAMPS].value == "t8"
    folders = sorted(one.name for one in (tmp_path / "profiles").iterdir())
    assert folders == ["demo", "main"]


def test_a_demo_that_was_cut_off_while_it_was_filled_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = profiles_in(tmp_path)
    filled: list[Session] = []

    def cut_off(session: Session, _: Path) -> None:
        session.companies.create("Halvvejs ApS")
        filled.append(session)
        raise KeyboardInterrupt

    monkeypatch.setattr("ambassador_app.services.demo.fill_demo", cut_off)
    with pytest.raises(KeyboardInterrupt):
        profiles.demo()
    monkeypatch.setattr("ambassador_app.services.demo.fill_demo", lambda session, _: filled.append(session))
    with closing(profiles.demo()) as demo:
        assert demo.companies.page().total == 0
    (tmp_path / "profiles" / "demo" / "filled").unlink()  # as a power cut leaves it
    with closing(profiles.demo()):
        assert len(filled) == 3
    with closing(profiles.demo()):
        assert len(filled) == 3


# -- a backup on another computer -----------------------------------------------------------------------------------
def told(session: Session, visit_id: VisitId) -> tuple[VisitDossier, list[bytes], list[bytes]]:
    """All that there is of a visit: its records, its photos, its sealed reports."""
    dossier = session.visits.workspace(visit_id).dossier
    photos = [
        session.evidence.picture(one.id, size=size)
        for one in dossier.attachments
        for size in ("thumbnail", "report", "original")
    ]
    return dossier, photos, [session.reports.pdf(one.id) for one in session.reports.of_visit(visit_id)]


def a_sealed_visit(session: Session) -> VisitId:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, value="t8", note="i hallen")
    session.evidence.add_photo(visit_id, a_photo(), "IMG_1.jpg", caption="Rørene i hallen")
    signed(session, visit_id)
    session.signing.seal(visit_id)
    return visit_id


@pytest.mark.parametrize("way", ["recovery key", "passphrase"])
def test_a_backup_on_another_computer_has_the_same_visits_photos_and_reports(tmp_path: Path, way: str) -> None:
    clock = TickingClock()
    here = profiles_in(tmp_path / "here", clock=clock)
    created = first_start(here, protection="passphrase", passphrase=WORDS)
    file = tmp_path / "alt.ambassador-backup"
    with closing(created.session) as session:
        visit_id = a_sealed_visit(session)
        before = told(session, visit_id)
        found = session.search("Rørene")
        session.backups.make(file)
    there = profiles_in(tmp_path / "there", clock=clock, key_store=MemoryKeyStore())
    opens = {"recovery_key": created.recovery_key} if way == "recovery key" else {"passphrase": WORDS}
    there.restore(file, **opens)
    with closing(there.open(passphrase=WORDS)) as session:
        assert told(session, visit_id) == before
        assert session.search("Rørene") == found
        assert session.ambassador().name == "Åse Østergård"
        assert session.check()
        session.visits.amend(visit_id, "Tilføjelse")
        session.notes.add_finding(visit_id, "Efter flytningen")


def test_a_profile_of_a_key_store_moves_by_its_recovery_key_into_the_key_store_there(tmp_path: Path) -> None:
    here = profiles_in(tmp_path / "here", key_store=MemoryKeyStore())
    created = first_start(here)
    file = tmp_path / "alt.ambassador-backup"
    with closing(created.session) as session:
        session.backups.make(file)
    key_store = MemoryKeyStore()
    there = profiles_in(tmp_path / "there", key_store=key_store)
    with pytest.raises(PassphraseNeeded):
        there.restore(file)
    there.restore(file, recovery_key=created.recovery_key)
    assert len(key_store.kept) == 1
    there.open().close()


def test_where_there_is_no_key_store_the_recovery_key_opens_what_was_restored(tmp_path: Path) -> None:
    here = profiles_in(tmp_path / "here", key_store=MemoryKeyStore())
    created = first_start(here)
    file = tmp_path / "alt.ambassador-backup"
    with closing(created.session) as session:
        session.backups.make(file)
    there = profiles_in(tmp_path / "there")
    there.restore(file, recovery_key=created.recovery_key)
    with pytest.raises(KeyMissing):
        there.open()
    there.open(recovery_key=created.recovery_key).close()


def test_a_restored_copy_is_another_device_with_a_seal_of_its_own(tmp_path: Path) -> None:
    here = profiles_in(tmp_path / "here")
    created = first_start(here, protection="passphrase", passphrase=WORDS)
    file = tmp_path / "alt.ambassador-backup"
    with closing(created.session) as session:
        visit_id = a_sealed_visit(session)
        first = session.reports.verify(session.reports.pdf(session.reports.of_visit(visit_id)[0].id))
        session.backups.make(file)
    there = profiles_in(tmp_path / "there")
    there.restore(file, passphrase=WORDS)
    with closing(there.open(passphrase=WORDS)) as session:
        session.visits.amend(visit_id, "Rettelse")
        signed(session, visit_id)
        second = session.signing.seal(visit_id).verdict
    assert first.good
    assert second.good
    assert first.fingerprint != second.fingerprint


def test_a_backup_is_never_laid_over_a_profile_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    profiles = profiles_in(tmp_path / "here")
    file = tmp_path / "alt.ambassador-backup"
    with closing(first_start(profiles, protection="passphrase", passphrase=WORDS).session) as session:
        session.backups.make(file)
    with pytest.raises(FileExists):
        profiles.restore(file, passphrase=WORDS)
    data = bytearray(file.read_bytes())
    data[-1000] ^= 1
    broken = file.with_name("broken.ambassador-backup")
    broken.write_bytes(data)
    there = profiles_in(tmp_path / "there")
    with pytest.raises(BackupNotRead):
        there.restore(broken, passphrase=WORDS)
    assert not there.exists()
    there.restore(file, passphrase=WORDS)
    assert there.exists()


def test_a_throw_away_profile_of_a_backup_opens_without_a_question(tmp_path: Path) -> None:
    here = profiles_in(tmp_path / "here")
    created = first_start(here, protection="passphrase", passphrase=WORDS)
    file = tmp_path / "alt.ambassador-backup"
    with closing(created.session) as session:
        visit_id = a_visit(session)
        session.backups.make(file)
    there = profiles_in(tmp_path / "there")
    there._around = replace(there._around, throw_away=True)
    there.restore(file, passphrase=WORDS)
    with closing(there.throw_away()) as session:
        assert session.visits.page().lines[0].visit_id == visit_id
