"""A backup holds everything but this device's keys, is checked before it has its name, and comes back equal."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassador_app.domain.records import KINDS, Record
from ambassador_app.errors import (
    BackupNotRead,
    DatabaseInUse,
    DatabaseNewer,
    DiskFull,
    FileExists,
    JobCancelled,
    KeyMissing,
    PassphraseNeeded,
    PassphraseWrong,
    RecordNotFound,
    RecoveryKeyWrong,
)
from ambassador_app.storage import (
    Store,
    backup,
    backup_into,
    backups,
    container,
    inspect,
    keys,
    mirror,
    restore,
    set_aside,
)
from ambassador_app.storage.keys import Protection
from ambassador_app.storage.rotation import surplus
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.wire import wrapping
from tests.storage.conftest import ME, VISIT, Time
from tests.storage.test_transactions import rows, save
from tests.storage.test_undo import purpose, visit
from tests.storage.values import ALL_KINDS, values

Open = Callable[..., Store]
Chance = Callable[[int], bytes]
PASSPHRASE = "blå himmel over Samsø"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "MEMORY_KIB", 64)
    monkeypatch.setattr(wrapping, "PASSES", 1)


@pytest.fixture
def made(tmp_path: Path, chance: Chance) -> keys.Created:
    return keys.create(tmp_path / "profile", Protection.PASSPHRASE, chance=chance, passphrase=PASSPHRASE)


@pytest.fixture
def profile(made: keys.Created, opened: Open) -> Store:
    store = opened(secret=made.secret)
    save(store, visit(purpose="et"))
    save(store, visit(purpose="to"))
    store.blobs.put(b"photo" * 1000)
    store.keep_secret("seal", b"a key of this device")
    return store


def everything(store: Store) -> dict[str, Any]:
    with store.reader() as reader:
        kept: dict[str, Any] = {kind: reader.all(KINDS[kind]) for kind in COLUMNS}
    kept.update({table: rows(store, table) for table in ("action", "journal", "outbox")})
    kept["blobs"] = {name: store.blobs.get(name) for name in store.blobs.names()}
    return kept


@pytest.mark.parametrize("way", ["passphrase", "recovery_key", "secret"])
def test_a_restored_profile_equals_and_is_another_device(
    profile: Store, made: keys.Created, tmp_path: Path, chance: Chance, opened: Open, time: Time, way: str
) -> None:
    assert profile.last_backup() is None
    told: list[float] = []
    result = backup(profile, tmp_path / "b.ambassador-backup", progress=told.append)
    assert profile.last_backup() == result.at
    assert result.size == result.file.stat().st_size
    assert told == sorted(told)
    assert told[-1] == 1
    info = inspect(result.file)
    assert (info.at, info.opens_with_passphrase, info.opens_with_recovery_key) == (result.at, True, True)
    given_way: dict[str, Any] = {"passphrase": PASSPHRASE, "recovery_key": made.recovery_key, "secret": made.secret}
    back = restore(result.file, tmp_path / "new", chance=chance, **{way: given_way[way]})
    assert (back.secret, back.at) == (made.secret, result.at)
    again = opened("new", keys.unlock(tmp_path / "new", passphrase=PASSPHRASE))
    assert everything(again) == everything(profile)
    assert again.secret("seal") is None
    assert profile.secret("seal") is not None
    assert again.library.visits("to").total == 1
    again.undo(VISIT, author=ME)
    assert purpose(again) == "et"
    assert not (tmp_path / "profile" / "scratch").exists()
    assert keys.profile_name(tmp_path / "new") != keys.profile_name(tmp_path / "profile")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_kept_comes_back(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, time: Time, chance: Chance
) -> None:
    folder = tmp_path_factory.mktemp("any")
    things: list[Record] = [data.draw(values(data.draw(st.sampled_from(ALL_KINDS)))) for _ in range(4)]
    ids = iter(map(str, range(10**6))).__next__
    with Store.open(folder / "a", bytes(32), now=time, new_id=ids) as store:
        save(store, *things)
        file = backup(store, folder / "b").file
        before = everything(store)
    restore(file, folder / "c", chance=chance, secret=bytes(32))
    with Store.open(folder / "c", bytes(32), now=time, new_id=ids) as store:
        assert everything(store) == before


def test_a_profile_of_the_key_store_comes_back_for_the_key_store_of_the_new_computer(
    tmp_path: Path, chance: Chance, opened: Open
) -> None:
    made = keys.create(tmp_path / "home", Protection.FILE, chance=chance)
    store = opened("home", made.secret)
    file = backup(store, tmp_path / "b").file
    assert made.secret.hex().encode() not in file.read_bytes()
    assert not inspect(file).opens_with_passphrase
    restore(file, tmp_path / "new", chance=chance, recovery_key=made.recovery_key)
    with pytest.raises(KeyMissing):
        keys.unlock(tmp_path / "new")
    keys.keep_in_file(tmp_path / "new", made.secret)
    assert keys.unlock(tmp_path / "new") == made.secret


def test_a_profile_without_key_file_can_be_backed_up(opened: Open, tmp_path: Path, chance: Chance) -> None:
    store = opened()
    save(store, visit())
    file = backup(store, tmp_path / "b").file
    restore(file, tmp_path / "new", chance=chance, secret=store.secret_key)
    assert keys.protection(tmp_path / "new") is Protection.KEY_STORE


def test_wrong_words_open_no_backup(profile: Store, tmp_path: Path, chance: Chance) -> None:
    file = backup(profile, tmp_path / "b").file
    for way, error in (
        ({"passphrase": "et helt andet ord"}, PassphraseWrong),
        ({"recovery_key": wrapping.written(bytes(16))}, RecoveryKeyWrong),
        ({"secret": bytes(32)}, KeyMissing),
        ({}, PassphraseNeeded),
    ):
        with pytest.raises(error):
            restore(file, tmp_path / "new", chance=chance, **way)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("at", [3, 200, 3000, -3000, -1])
def test_a_flipped_byte_is_noticed_and_nothing_is_restored(
    profile: Store, tmp_path: Path, chance: Chance, at: int
) -> None:
    file = backup(profile, tmp_path / "b").file
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    with pytest.raises((BackupNotRead, PassphraseWrong, KeyMissing)):
        restore(file, tmp_path / "new", chance=chance, passphrase=PASSPHRASE)
    assert not Store.exists(tmp_path / "new")


@pytest.mark.parametrize("content", [b"", b"hej", container.MAGIC, container.MAGIC + b"\0\0\0\2{}", os.urandom(500)])
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "b"
    file.write_bytes(content)
    with pytest.raises(BackupNotRead):
        inspect(file)
    with pytest.raises(BackupNotRead):
        inspect(tmp_path / "nowhere")


def test_a_cut_backup_is_none(profile: Store, tmp_path: Path) -> None:
    file = backup(profile, tmp_path / "b").file
    os.truncate(file, file.stat().st_size - 10)
    with pytest.raises(BackupNotRead):
        inspect(file)


def test_a_backup_of_a_newer_program_is_refused(
    profile: Store, tmp_path: Path, chance: Chance, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(backups, "SCHEMA", 99)
        file = backup(profile, tmp_path / "b").file
    with pytest.raises(DatabaseNewer):
        restore(file, tmp_path / "new", chance=chance, passphrase=PASSPHRASE)


def test_a_backup_can_be_cancelled_and_leaves_nothing(profile: Store, tmp_path: Path) -> None:
    asked = iter([False, False, False, True, True, True, True])
    with pytest.raises(JobCancelled):
        backup(profile, tmp_path / "b", cancelled=lambda: next(asked))
    assert not list(tmp_path.glob("b*"))
    assert not (profile.folder / "scratch").exists()
    assert profile.last_backup() is None


def test_a_backup_that_does_not_read_back_is_not_kept(
    profile: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = container.write

    def badly(target: Path, *rest: Any) -> str:
        digest = write(target, *rest)
        with target.open("r+b") as handle:
            handle.seek(-5, os.SEEK_END)
            handle.write(b"\0\0\0\0\0")
        return digest

    monkeypatch.setattr(container, "write", badly)
    with pytest.raises(BackupNotRead):
        backup(profile, tmp_path / "b")
    assert not list(tmp_path.glob("b*"))


def test_nothing_is_overwritten(profile: Store, tmp_path: Path, chance: Chance) -> None:
    file = backup(profile, tmp_path / "b").file
    with pytest.raises(FileExists):
        backup(profile, file)
    with pytest.raises(FileExists):
        restore(file, profile.folder, chance=chance, passphrase=PASSPHRASE)


def test_a_disk_without_room_is_said_before_anything_is_written(
    profile: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10})())
    with pytest.raises(DiskFull):
        backup(profile, tmp_path / "b")


def test_old_files_beside_a_restored_database_are_gone(profile: Store, tmp_path: Path, chance: Chance) -> None:
    file = backup(profile, tmp_path / "b").file
    new = tmp_path / "new"
    new.mkdir()
    for name in ("ambassador.db-wal", "ambassador.db-shm", "attachments.db-wal"):
        (new / name).write_bytes(b"of another database")
    restore(file, new, chance=chance, passphrase=PASSPHRASE)
    assert not list(new.glob("*-wal")) + list(new.glob("*-shm"))


def test_a_profile_is_set_aside_for_a_backup_to_take_its_place(
    profile: Store, tmp_path: Path, chance: Chance, time: Time, opened: Open
) -> None:
    file = backup(profile, tmp_path / "b").file
    with pytest.raises(DatabaseInUse):
        set_aside(profile.folder, time())
    profile.close()
    aside = set_aside(profile.folder, time())
    assert Store.exists(aside)
    secret = restore(file, profile.folder, chance=chance, passphrase=PASSPHRASE).secret
    assert purpose(opened(secret=secret)) == "to"


def test_a_folder_keeps_seven_days_and_four_weeks(profile: Store, tmp_path: Path, time: Time) -> None:
    folder, stick = tmp_path / "backups", tmp_path / "stick"
    for _ in range(20):
        result = backup_into(profile, folder)
        mirror(result, stick)
        time.passes(hours=30)
    kept = sorted(one.name for one in folder.iterdir())
    assert len(kept) == len(surviving([*dates_of(kept)])) == len(kept)
    assert 7 <= len(kept) <= 11
    assert result.file.name in kept
    assert sorted(one.name for one in stick.iterdir()) == kept
    (folder / "ambassador-of-mine.ambassador-backup").touch()
    backup_into(profile, folder)
    assert (folder / "ambassador-of-mine.ambassador-backup").exists()


def dates_of(names: list[str]) -> list[datetime]:
    return [datetime.strptime(name.split(".")[0], backups.STAMP).replace(tzinfo=UTC) for name in names]


def surviving(moments: list[datetime]) -> set[datetime]:
    return set(moments) - surplus(moments)


@given(st.lists(st.integers(0, 24 * 200), max_size=60))
def test_the_newest_is_never_surplus_and_rotating_again_changes_nothing(hours: list[int]) -> None:
    made = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=one) for one in hours]
    kept = surviving(made)
    assert len(kept) <= 11
    assert not made or max(made) in kept
    assert surviving(list(kept)) == kept


def test_a_copy_that_does_not_read_back_is_not_kept_on_the_stick(
    profile: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = backup(profile, tmp_path / "b")
    monkeypatch.setattr(shutil, "copyfile", lambda _, target: target.write_bytes(b"half"))
    with pytest.raises(BackupNotRead):
        mirror(result, tmp_path / "stick")
    assert not list((tmp_path / "stick").iterdir())


# -- attachments ----------------------------------------------------------------------------------------------------
def test_attachments_are_kept_once_and_checked_when_read(store: Store) -> None:
    name = store.blobs.put(b"photo")
    assert store.blobs.put(b"photo") == name
    assert store.blobs.names() == (name,)
    assert (store.blobs.get(name), store.blobs.has(name), store.blobs.size(name)) == (b"photo", True, 5)
    for ask in (store.blobs.get, store.blobs.size):
        with pytest.raises(RecordNotFound):
            ask("0" * 64)
    assert not store.blobs.has("0" * 64)


def test_an_attachment_is_durable_before_the_record_that_names_it(store: Store) -> None:
    with store.transaction("test", author=ME, scope=VISIT) as tx:
        name = tx.put_blob(b"photo")
        assert store.blobs.has(name)
        tx.save(visit(purpose=name))


def test_only_what_nothing_can_reach_is_collected(store: Store, time: Time) -> None:
    shown, undone, forgotten, fresh = (f"{name}".encode() for name in ("shown", "undone", "forgotten", "fresh"))
    names = [store.blobs.put(data) for data in (shown, undone, forgotten)]
    save(store, visit(purpose=names[0]))
    save(store, visit(purpose=names[0], remarks=names[1]))
    save(store, visit(purpose=names[0]))
    time.passes(days=2)
    names.append(store.blobs.put(fresh))
    assert store.collect() == 1
    assert store.blobs.names() == tuple(sorted([names[0], names[1], names[3]]))
    save(store, visit(purpose=names[0], scope="sealed"), deed="seal_visit")
    time.passes(days=2)
    assert store.collect() == 2, "what is behind the seal cannot be undone any more"
    assert store.blobs.names() == (names[0],)


def test_the_head_of_a_backup_tells_nothing_of_what_is_in_it(profile: Store, tmp_path: Path) -> None:
    file = backup(profile, tmp_path / "b").file
    head, _ = container.read_head(file)
    assert set(json.loads(json.dumps(head.plain()))) == {"at", "schema", "keys", "parts", "check"}
    assert profile.secret_key.hex() not in json.dumps(head.plain())
