"""Every database of a released version still opens, whole."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.domain.lists import MeasureOrder, MeasureQuery
from ambassador_app.storage import Store, cipher, migrating
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.schema import COLUMNS, SCHEMA, _payback
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


def test_what_schema_2_asks_for_is_filled_from_the_records_of_schema_1(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    shutil.copytree(HERE / "schema-1", folder)
    secret = bytes.fromhex((HERE / "schema-1" / "secret.hex").read_text())
    old = cipher.connect_durable(folder / "ambassador.db", derived(secret, "database"))
    for number, fields in enumerate(OF_SCHEMA_1, 10):
        body = json.dumps({"visit_id": "v-1", "site_id": "s-1", "calculator": "custom", **fields})
        cells = (f"y-{number}", body, fields["title"], fields.get("status"), 1, _payback(json.loads(body)))
        old.execute("INSERT INTO r_measure (id, body, title, status, shown, payback) VALUES (?, ?, ?, ?, ?, ?)", cells)
    old.execute("INSERT INTO r_measure (id, body, deleted) VALUES ('gone', '{}', 1)")
    old.commit()
    old.close()
    now = Moments()
    with Store.open(folder, secret, now=now, new_id=UuidMaker(now, lambda count: b"\1" * count)) as store:
        filled = [one for one in COLUMNS["measure"] if one.name in ADDED]
        assert len(filled) == len(ADDED)
        with store.reader() as reader:
            names = ", ".join(one.name for one in filled)
            rows = reader.connection.execute(f"SELECT deleted, body, {names} FROM r_measure").fetchall()
        assert len(rows) == len(OF_SCHEMA_1) + 2
        for deleted, body, *found in rows:
            wanted = [None] * len(filled) if deleted else [one.of(json.loads(body)) for one in filled]
            assert found == wanted
        titles = [one.title for one in store.library.measure_page(BY_TITLE).lines]
        assert titles == ["Led", "LED i hallen", "Zink", "Ærø", "Ånd"]
        assert store.library.standing(MeasureQuery()).verified.count == 2


def _economics(payback: object) -> dict[str, Any]:
    return {"economics": {"simple_payback_years": payback}}


ADDED = {"sort", "area", "subsidy_dkk", "payback_rank", "verified_kwh", "verified_dkk", "verified_co2e_kg"}
BY_TITLE = MeasureQuery(order=MeasureOrder.TITLE)
FOUND = {"savings_kwh": {"electricity": 100.0, "lpg": -20.0}, "cost_saving_dkk": 120.0, "co2e_kg": 9.0}
OF_SCHEMA_1: list[dict[str, Any]] = [
    {"title": "Ånd", "area": "lighting", "subsidy_dkk": 12.5, "status": "verified", "verification": FOUND},
    {
        "title": "Zink",
        "area": "",
        "subsidy_dkk": 0,
        "status": "completed",
        "verification": FOUND,
        "assessment": _economics("none"),
    },
    {"title": "Ærø", "status": "unsatisfactory", "verification": {**FOUND, "savings_kwh": {}}},
    {"title": "Led", "status": "verified", "verification": None, "assessment": _economics(3.25)},
]
