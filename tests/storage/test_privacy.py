"""Nothing that was typed can be read on the disk, in no file that the store ever makes."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ambassador_app.domain.identifiers import OrganisationId, SignOffId, SiteId, VisitId
from ambassador_app.domain.place import Organisation, Site
from ambassador_app.domain.sign_off import SignerRole, SignOff
from ambassador_app.storage import Store, backup_into, keys, migrating, snapshot_if_due
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.keys import Protection
from ambassador_app.wire import wrapping
from tests.storage.conftest import ME, VISIT, Time
from tests.storage.test_transactions import save
from tests.storage.test_undo import visit

TYPED = ("Kvindemordsgade", "fortrolig-bemærkning", "Hemmelig Smed", "48151623", "FotoIndhold", "blæk-4711", "nøgle-99")
PASSPHRASE = "rødgrød med fløde"


def looks(folder: Path) -> set[str]:
    """Which typed words stand in any file, in any of the ways a file may hold text."""
    found = set()
    for file in folder.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        for word in (*TYPED, PASSPHRASE):
            for encoding in ("utf-8", "utf-16-le", "latin-1"):
                if word.encode(encoding, "ignore") in data or word.upper().encode(encoding, "ignore") in data:
                    found.add(word)
        assert not data.startswith(b"SQLite format 3"), file
    return found


def test_no_file_holds_what_was_typed(
    tmp_path: Path, opened: Callable[..., Store], time: Time, chance: Callable[[int], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(wrapping, "MEMORY_KIB", 64)
    made = keys.create(tmp_path / "profile", Protection.PASSPHRASE, chance=chance, passphrase=PASSPHRASE)
    store = opened(secret=made.secret)
    save(store, Organisation(OrganisationId("o"), "Hemmelig Smed", cvr="48151623"))
    save(store, Site(SiteId("s"), "Hemmelig Smed", internal_note="Kvindemordsgade"))
    save(store, visit(remarks="fortrolig-bemærkning"))
    save(store, SignOff(SignOffId("i"), VisitId(VISIT), 1, SignerRole.OTHER, "x", ink={"strokes": ["blæk-4711"]}))
    store.blobs.put(b"FotoIndhold" * 1000)
    store.keep_secret("seal", "nøgle-99".encode())
    assert store.library.search("fortrolig")
    store.undo(VISIT, author=ME)
    assert snapshot_if_due(store) is not None
    backup_into(store, tmp_path / "backups")
    names = {one.name for one in tmp_path.rglob("*") if one.is_file()}
    assert any(name.endswith("-wal") for name in names)
    assert any(name.endswith(".ambassador-backup") for name in names)
    assert looks(tmp_path) == set()
    store.close()
    migrating.bring_up_to_date(store.files, derived(made.secret, "database"), at=time())
    assert looks(tmp_path) == set()
    whole = store.files.database.read_bytes()
    assert len(zlib.compress(whole)) > 0.99 * len(whole), "it looks like chance"
