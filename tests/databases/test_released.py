"""Every database of a released version still opens, whole."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.storage import Store, cipher, migrating
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.schema import SCHEMA
from tests.databases.make import AUTHOR, HERE, Moments, content

RELEASED = sorted(HERE.glob("schema-*"))


def includes(found: Any, wanted: Any) -> bool:
    """Whether everything that was there is there; a newer version may have more fields and kinds."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(name in found and includes(found[name], wanted[name]) for name in wanted)
    return bool(found == wanted)


def test_there_is_one_of_this_version() -> None:
    assert f"schema-{SCHEMA}" in [one.name for one in RELEASED], "run python -m tests.databases.make"


@pytest.mark.parametrize("released", RELEASED, ids=lambda one: one.name)
def test_every_released_database_still_opens(released: Path, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    shutil.copytree(released, folder)
    secret = bytes.fromhex((released / "secret.hex").read_text())
    now = Moments()
    with Store.open(folder, secret, now=now, new_id=UuidMaker(now, lambda count: b"\1" * count)) as store:
        wanted = json.loads((released / "content.json").read_text("utf-8"))
        assert includes(content(store), wanted)
        assert store.check()
        assert store.secret("device") == b"a key of this device"
        assert store.library.search("smedje")
        assert store.redoable("v-1", author=AUTHOR) == Deed.CHANGE_VISIT
        store.redo("v-1", author=AUTHOR)
        store.undo("v-1", author=AUTHOR)
        assert includes(content(store)["records"], wanted["records"])
    made = tmp_path / "made.db"
    migrating.create(made, derived(secret, "database"))
    assert shape(made, secret) == shape(folder / "ambassador.db", secret)


def shape(file: Path, secret: bytes) -> dict[str, str]:
    connection = cipher.connect(file, derived(secret, "database"))
    try:
        return migrating.schema_of(connection)
    finally:
        connection.close()
