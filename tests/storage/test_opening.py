"""Opening a profile: fast, alone, checked, up to date; and with a good copy in hand when the disk failed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import (
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseNewer,
    DatabaseReadOnly,
    DiskFull,
    FolderNotWritable,
    KeyMissing,
)
from ambassador_app.storage import Store, adopt_snapshot, cipher, migrating, opening, snapshot_if_due
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.files import Files
from ambassador_app.storage.schema import SCHEMA
from tests.storage.conftest import ME, SECRET, VISIT, Time
from tests.storage.test_transactions import save
from tests.storage.test_undo import purpose, visit

Open = Callable[..., Store]
KEY = derived(SECRET, "database")


def damage(file: Path, at: float = 0.5) -> None:
    """Overwrite a page, as a failing disk does."""
    with file.open("r+b") as handle:
        handle.seek(int(file.stat().st_size * at) // 4096 * 4096)
        handle.write(os.urandom(4096))


def filled(opened: Open) -> Store:
    store = opened()
    save(store, visit(purpose="et"))
    return store


def test_a_profile_is_open_once(opened: Open) -> None:
    opened()
    with pytest.raises(DatabaseInUse):
        opened()


def test_closing_leaves_one_whole_file(opened: Open) -> None:
    store = filled(opened)
    assert (store.folder / "ambassador.db-wal").exists()
    store.close()
    store.close()
    left = {one.name for one in store.folder.iterdir()}
    assert left == {"ambassador.check", "ambassador.db", "ambassador.lock"}
    assert Store.exists(store.folder)
    assert not Store.exists(store.folder / "elsewhere")


def test_another_secret_does_not_open_it(opened: Open) -> None:
    filled(opened).close()
    with pytest.raises(KeyMissing):
        opened(secret=b"\1" * 32)
    (opened().folder / "ambassador.check").unlink()


def test_without_its_mark_the_database_itself_tells_a_wrong_secret(opened: Open) -> None:
    store = filled(opened)
    store.close()
    (store.folder / "ambassador.check").unlink()
    with pytest.raises(KeyMissing):
        opened(secret=b"\1" * 32)
    assert purpose(opened()) == "et"
    assert (store.folder / "ambassador.check").exists()


def test_a_newer_database_is_refused_and_left_alone(opened: Open) -> None:
    store = filled(opened)
    store.close()
    connection = cipher.connect(store.files.database, KEY)
    connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.close()
    before = store.files.database.read_bytes()
    with pytest.raises(DatabaseNewer) as error:
        opened()
    assert error.value.fields == {"found": SCHEMA + 1, "known": SCHEMA}
    assert store.files.database.read_bytes() == before


def test_a_folder_that_cannot_be_written(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(FolderNotWritable):
        opened("elsewhere")


def test_opening_imports_neither_the_toolkit_nor_the_migrations(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from ambassador_app.storage import Store, keys\n"
        f"Store.open(Path({str(tmp_path)!r}) / 'p', bytes(32), now=lambda: datetime.now(UTC), new_id=str).close()\n"
        "before = set(sys.modules)\n"
    )
    slow = "'sqlalchemy', 'alembic', 'keyring', 'argon2', 'cryptography', 'PySide6'"
    run(program)
    run(f"{program}\nassert not set(sys.modules) & {{{slow}}}, set(sys.modules) & {{{slow}}}")


def run(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, cwd=Path(__file__).parents[2])


# -- unclean ends ---------------------------------------------------------------------------------------------------
def test_an_unclean_end_is_noticed(opened: Open) -> None:
    store = filled(opened)
    store.close()
    again = opened()
    assert not again.health.unclean
    again.close()
    (store.folder / "ambassador.open").touch()
    again = opened()
    assert again.health.unclean
    assert not again.read_only
    assert again.check()
    again.close()
    assert not opened().health.unclean


def test_a_large_database_is_not_read_whole_at_start(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(opened)
    store.close()
    (store.folder / "ambassador.open").touch()
    monkeypatch.setattr(opening, "CHECKED_AT_ONCE", 1000)
    monkeypatch.setattr(cipher, "is_sound", pytest.fail)
    assert opened().health.unclean


# -- damage ---------------------------------------------------------------------------------------------------------
def with_snapshot(opened: Open, time: Time) -> Store:
    """A profile with a copy of an hour ago."""
    store = filled(opened)
    assert snapshot_if_due(store) is not None
    time.passes(hours=1)
    save(store, visit(purpose="to"))
    return store


@pytest.mark.parametrize("at", [0.0, 0.5])
def test_a_damaged_database_opens_the_newest_good_snapshot_for_reading(opened: Open, time: Time, at: float) -> None:
    store = with_snapshot(opened, time)
    store.close()
    damage(store.files.database, at)
    (store.folder / "ambassador.open").touch()
    shown = opened()
    assert shown.read_only
    assert shown.health.damaged
    assert shown.health.snapshot == store.files.all_snapshots()[0]
    assert shown.health.snapshot_at is not None
    assert purpose(shown) == "et"
    assert shown.library.visits().total == 1
    for write in (lambda: save(shown, visit()), lambda: shown.undo(VISIT, author=ME), lambda: shown.blobs.put(b"x"),
                  shown.collect, lambda: shown.keep_note("a", "b")):  # fmt: skip
        with pytest.raises(DatabaseReadOnly):
            write()
    shown.close()
    assert opened().read_only, "it stays damaged until somebody decides"


def test_a_missing_database_opens_the_snapshot_too(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    store.close()
    store.files.database.unlink()
    assert opened().health.damaged


def test_of_two_snapshots_the_newest_good_one_is_shown(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    time.passes(days=1)
    assert snapshot_if_due(store) is not None
    store.close()
    newest, older = store.files.all_snapshots()
    damage(newest)
    damage(store.files.database, 0)
    assert opened().health.snapshot == older


def test_without_a_good_snapshot_the_damage_is_said(opened: Open, time: Time) -> None:
    store = filled(opened)
    store.close()
    damage(store.files.database, 0)
    with pytest.raises(DatabaseDamaged):
        opened()


def test_the_snapshot_can_take_the_damaged_ones_place(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    store.close()
    damage(store.files.database, 0)
    shown = opened()
    with pytest.raises(DatabaseInUse):
        adopt_snapshot(store.folder, SECRET, now=time)
    shown.close()
    with pytest.raises(KeyMissing):
        adopt_snapshot(store.folder, b"\1" * 32, now=time)
    kept = adopt_snapshot(store.folder, SECRET, now=time)
    assert kept.exists()
    mended = opened()
    assert not mended.read_only
    assert purpose(mended) == "et"
    save(mended, visit(purpose="tre"))


def test_a_check_that_finds_damage_stops_writing_and_is_remembered(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    store.close()
    damage(store.files.database)
    store = opened()
    assert not store.health.damaged, "a clean start does not read the whole file"
    assert not store.check()
    assert store.read_only
    with pytest.raises(DatabaseReadOnly):
        save(store, visit())
    assert snapshot_if_due(store) is None
    store.close()
    assert opened().health.damaged


def test_damage_that_is_met_is_said_and_remembered(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    with store.reader() as reader:
        root = reader.connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'r_visit'").fetchone()[0]
    store.close()
    damage_page(store.files.database, root)
    store = opened()
    with pytest.raises(DatabaseDamaged):
        purpose(store)
    assert store.read_only
    store.close()
    assert purpose(opened()) == "et"


def test_damage_that_is_met_while_writing(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    with store.reader() as reader:
        root = reader.connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'r_visit'").fetchone()[0]
    store.close()
    damage_page(store.files.database, root)
    store = opened()
    with pytest.raises(DatabaseDamaged):
        save(store, visit(purpose="x"))
    assert store.read_only


def damage_page(file: Path, number: int) -> None:
    with file.open("r+b") as handle:
        handle.seek((number - 1) * 4096)
        handle.write(os.urandom(4096))


def test_a_snapshot_is_made_once_a_day_and_old_ones_go(opened: Open, time: Time) -> None:
    store = filled(opened)
    for _ in range(60):
        assert snapshot_if_due(store) is not None
        assert snapshot_if_due(store) is None
        time.passes(days=1)
    assert 7 <= len(store.files.all_snapshots()) <= 11


def test_a_snapshot_of_a_damaged_database_is_not_kept(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    store.close()
    damage(store.files.database)
    store = opened()
    time.passes(days=1)
    assert snapshot_if_due(store) is None
    assert store.read_only
    assert len(store.files.all_snapshots()) == 1


# -- a full disk ----------------------------------------------------------------------------------------------------
def test_a_full_disk_is_said_and_nothing_is_half_kept(opened: Open) -> None:
    store = filled(opened)
    with store.transaction("test", author=ME) as tx:
        pages = tx.connection.execute("PRAGMA page_count").fetchone()[0]
        tx.connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DiskFull):
        save(store, visit(purpose="x" * 100_000))
    assert purpose(store) == "et"
    with store.transaction("test", author=ME) as tx:
        tx.connection.execute("PRAGMA max_page_count=1000000")
    save(store, visit(purpose="to"))
    assert purpose(store) == "to"


def test_an_error_of_the_disk_is_not_taken_for_damage(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(opened)

    def stumble(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": free})())
        with store.reader():
            raise cipher.Broken("disk I/O error")

    with pytest.raises(DiskFull):
        stumble(1000)
    with pytest.raises(FolderNotWritable):
        stumble(10**9)
    assert not store.read_only
    with pytest.raises(cipher.Broken), store.reader():
        raise cipher.Broken("something that is a mistake of ours")


def test_a_commit_that_fails_takes_everything_back(opened: Open) -> None:
    store = filled(opened)
    with pytest.raises(cipher.Broken), store.transaction(Deed.SEAL_VISIT, author=ME, scope=VISIT) as tx:
        tx.save(visit(purpose="to"))
        tx.connection.execute("DROP TABLE journal")
    assert purpose(store) == "et"
    assert store.outbox_size() == 1
    save(store, visit(purpose="to"))


def test_a_database_that_another_program_holds_is_in_use(opened: Open) -> None:
    store = filled(opened)
    with store.transaction("test", author=ME) as tx:
        tx.connection.execute("PRAGMA busy_timeout=1")
    other = cipher.connect(store.files.database, KEY)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseInUse):
        save(store, visit(purpose="to"))
    other.execute("ROLLBACK")
    other.close()
    save(store, visit(purpose="to"))


def test_a_snapshot_that_fails_too_is_said(opened: Open, time: Time) -> None:
    store = with_snapshot(opened, time)
    store.close()
    damage(store.files.database, 0)
    shown = opened()
    damage(store.files.all_snapshots()[0])
    assert not shown.check()
    assert not store.files.damage_mark.exists()


# -- migration ------------------------------------------------------------------------------------------------------
LATER = SCHEMA + 1
NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "{later:04d}"
down_revision = "{now:04d}"
def upgrade():
    {step}
"""


def scripts(folder: Path, step: str) -> Path:
    """The migrations as they are, and one more."""
    target = folder / "migrations"
    shutil.copytree(migrating.SCRIPTS, target, ignore=shutil.ignore_patterns("__pycache__"))
    script = target / "versions" / f"{LATER:04d}_next.py"
    script.write_text(NEXT.format(step=step, later=LATER, now=SCHEMA))
    return target


def version(file: Path) -> int:
    connection = cipher.connect(file, KEY)
    try:
        return cipher.schema_number(connection)
    finally:
        connection.close()


def test_migrations_and_tables_agree(tmp_path: Path) -> None:
    migrating.create(made := tmp_path / "made.db", KEY)
    cipher.connect_durable(migrated := tmp_path / "migrated.db", KEY).close()
    migrating.migrate(migrated, KEY)
    schemas = []
    for file in (made, migrated):
        connection = cipher.connect(file, KEY)
        schemas.append(migrating.schema_of(connection))
        connection.close()
    assert schemas[0] == schemas[1]


def test_a_migration_keeps_the_old_database_as_a_snapshot(opened: Open, tmp_path: Path, time: Time) -> None:
    store = filled(opened)
    store.close()
    files, at = store.files, time()
    more = scripts(tmp_path, 'op.add_column("r_visit", sa.Column("colour", sa.Text))')
    old = migrating.bring_up_to_date(files, KEY, at=at, scripts=more, to=LATER)
    assert (version(files.database), version(old)) == (LATER, SCHEMA)
    assert not any(one.exists() for one in (*cipher.besides(files.database), files.in_work))
    shutil.copyfile(old, files.database)
    assert purpose(opened()) == "et"


@pytest.mark.parametrize("step", ['raise ValueError("step")', 'op.execute("INSERT INTO nowhere VALUES (1)")'])
def test_a_migration_that_fails_changes_nothing(opened: Open, tmp_path: Path, time: Time, step: str) -> None:
    store = filled(opened)
    store.close()
    before = store.files.database.read_bytes()
    with pytest.raises(Exception, match=r"step|nowhere"):
        migrating.bring_up_to_date(store.files, KEY, at=time(), scripts=scripts(tmp_path, step), to=LATER)
    assert store.files.database.read_bytes() == before
    assert purpose(opened()) == "et"


@pytest.mark.parametrize("moment", ["migrate", "settle", "put_in_place"])
def test_a_migration_cut_anywhere_leaves_a_whole_database(
    opened: Open, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    store = filled(opened)
    store.close()

    def power_cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    more = scripts(tmp_path, 'op.add_column("r_visit", sa.Column("colour", sa.Text))')
    with monkeypatch.context() as patched:
        patched.setattr(cipher if moment == "put_in_place" else migrating, moment, power_cut)
        with pytest.raises(KeyboardInterrupt):
            migrating.bring_up_to_date(store.files, KEY, at=time(), scripts=more, to=LATER)
    again = opened()
    assert purpose(again) == "et"
    assert not again.files.in_work.exists()


def test_an_older_database_is_migrated_when_opened(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store = filled(opened)
    assert snapshot_if_due(store) is not None
    store.close()
    more = scripts(tmp_path, 'op.add_column("r_visit", sa.Column("colour", sa.Text))')
    migrate = migrating.migrate
    monkeypatch.setattr(opening, "SCHEMA", LATER)
    monkeypatch.setattr(migrating, "migrate", lambda file, key, **_: migrate(file, key, scripts=more, to=LATER))
    again = opened()
    assert purpose(again) == "et"
    save(again, visit(purpose="to"), deed=Deed.CHANGE_VISIT)
    with again.reader() as reader:
        assert reader.connection.execute("SELECT colour FROM r_visit").fetchone() == (None,)
        assert reader.count(Visit) == 1
    again.close()
    damage(store.files.database, 0)
    for one in store.files.all_snapshots():
        if "migration" in one.name:
            one.unlink()
    shown = opened()
    assert shown.read_only
    assert purpose(shown) == "et"
    assert Files(store.folder).in_work.exists()
    shown.close()
    adopt_snapshot(store.folder, SECRET, now=again.now)
    assert not opened().read_only
