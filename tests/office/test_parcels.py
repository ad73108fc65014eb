"""A file that a laptop packed, taken by the office's command line."""

import base64
import io
import json
import os
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ambassador_app.office.backup import check
from ambassador_app.office.config import Place
from ambassador_app.office.erasing import erase
from ambassador_app.office.folder import Folder
from ambassador_app.office.office import Office, World
from ambassador_app.wire import parcel, sealing
from ambassador_app.wire.invitation import Invitation
from ambassador_app.wire.messages import Enrol
from ambassador_app.wire.parcel import Frame, Head
from tests.office.building import TENANT, Clock, sha256
from tests.office.conftest import Enrolled
from tests.office.laptops import NEW_ID, Laptop, op
from tests.office.test_command_line import ambassador, answer, init


def packed(laptop: Laptop, office_key: bytes, *frames: Frame, epoch: str = "") -> bytes:
    out = io.BytesIO()
    head = Head(TENANT, laptop.device, epoch or laptop.epoch, "2026-11-23T08:00:00+00:00", "")
    device = laptop.key.private_bytes_raw()
    parcel.write(out, head, frames, office=sealing.public_of(office_key), device=device, chance=os.urandom)
    return out.getvalue()


def push(laptop: Laptop, *ops: dict[str, object]) -> Frame:
    return Frame("P", json.dumps({"epoch": laptop.epoch, "ops": ops}).encode())


def test_attachments_come_before_what_names_them_and_nothing_is_taken_twice(laptop: Laptop) -> None:
    pdf = b"%PDF-1.7 sealed"
    report = op("r1", kind="report", set={"pdf_sha256": sha256(pdf)})
    data = packed(laptop, laptop.site.office.parcel_key, Frame("B", pdf), push(laptop, op("v1"), report))
    for taken, known in ((2, 0), (0, 2)):
        done = laptop.asks("POST", "/parcels", content=data).json()
        assert (done["taken"], done["known"], done["attachments"]) == (taken, known, 1)
    assert laptop.asks("GET", f"/blobs/{sha256(pdf)}").content == pdf


def test_a_colleague_carries_it_and_it_is_still_whose_it_was(laptop_of: Enrolled) -> None:
    one, other = laptop_of("Hanne Holm"), laptop_of("Bo Ærø")
    data = packed(one, one.site.office.parcel_key, push(one, op("v1")))
    assert other.asks("POST", "/parcels", content=data).status_code == 200
    (change,) = other.asks("GET", "/pull?since=0").json()["changes"]
    assert change["by"] == "Hanne Holm"


def test_conflicts_and_refusals_are_counted_and_the_rest_is_taken(laptop: Laptop) -> None:
    laptop.push(op("v1"))
    sealed = op("r1", kind="report", set={"pdf_sha256": "0" * 64})
    data = packed(laptop, laptop.site.office.parcel_key, push(laptop, op("v1"), op("v2"), sealed))
    done = laptop.asks("POST", "/parcels", content=data).json()
    assert (done["taken"], done["conflicts"], done["refused"], done["codes"]) == (1, 1, 1, ["blob-missing"])


def test_what_is_not_to_be_taken_changes_nothing(laptop: Laptop, laptop_of: Enrolled) -> None:
    office = laptop.site.office
    good = packed(laptop, office.parcel_key, push(laptop, op("v1")))
    strangers = packed(laptop, parcel.office_key(b"another office"), push(laptop, op("v1")))
    nonsense = packed(laptop, office.parcel_key, Frame("P", b"[" * 100_000))
    for bad in (b"", b"hej", good[:-1], good[:40], strangers, nonsense):
        answered = laptop.asks("POST", "/parcels", content=bad)
        assert (answered.status_code, answered.json()["code"]) == (422, "parcel")
    old = packed(laptop, office.parcel_key, push(laptop, op("v1")), epoch="another life")
    assert laptop.asks("POST", "/parcels", content=old).json()["code"] == "epoch"
    elsewhere = laptop_of("Else", tenant="nordby")
    assert elsewhere.asks("POST", "/parcels", content=good).json()["code"] == "tenant"
    office.access.revoke(TENANT, laptop.device)
    colleague = laptop_of("Bo Ærø")
    assert "shut out" in colleague.asks("POST", "/parcels", content=good).json()["detail"]
    assert colleague.asks("GET", "/pull?since=0").json()["changes"] == []


def test_the_offices_command_line_takes_it(tmp_path, laptop: Laptop) -> None:
    init(tmp_path / "office")
    other = tmp_path / "x.ambassador-sync"
    other.write_bytes(packed(laptop, laptop.site.office.parcel_key, push(laptop, op("v1"))))
    refused = ambassador("take", other)  # of another office: its laptop was never let in here
    assert refused.returncode == 2
    assert "the file was not taken to its end" in refused.stderr
    assert ambassador("take", tmp_path / "not there").returncode == 2


def test_its_own_offices_command_line_takes_it(tmp_path) -> None:
    folder = tmp_path / "office"
    init(folder)
    invited = Invitation.parse(answer("invite", "--dir", folder, "--person", "Hanne Holm")["invitation"])
    place = Place(folder)
    world = World(now=Clock(), new_id=NEW_ID, chance=os.urandom, seconds=time.monotonic)
    key = Ed25519PrivateKey.generate()
    public = base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).rstrip(b"=").decode()
    with Office(place.database_url(place.read()), Folder(folder / "blobs"), place.secret(), world) as office:
        asked = Enrol(code=invited.code, public_key=public, name="Hanne Holm")
        let_in = office.access.enrol(invited.tenant, asked)
        office_key = office.parcel_key
    out = io.BytesIO()
    head = Head(invited.tenant, let_in.device, let_in.epoch, "2026-11-23T08:00:00+00:00", "")
    frame = Frame("P", json.dumps({"epoch": let_in.epoch, "ops": [op("v1")]}).encode())
    device = key.private_bytes_raw()
    parcel.write(out, head, [frame], office=sealing.public_of(office_key), device=device, chance=os.urandom)
    file = tmp_path / "stick.ambassador-sync"
    file.write_bytes(out.getvalue())
    assert answer("take", "--dir", folder, file)["taken"] == 1
    assert answer("take", "--dir", folder, file)["known"] == 1


def test_what_was_erased_is_not_brought_back_on_a_stick(laptop: Laptop) -> None:
    """Neither words nor bytes, whether the laptop had pushed the record before or not."""
    face, boiler = b"a face", b"a boiler"
    photo = op("p1", kind="attachment", set={"sha256": sha256(face), "caption": "Åse Ærlig"})
    laptop.push(photo, op("p2", kind="attachment", set={"sha256": sha256(boiler)}))
    again = op("p1", 1, kind="attachment", set={"caption": "Åse Ærlig ved kedlen"})
    office = laptop.site.office
    data = packed(laptop, office.parcel_key, Frame("B", face), Frame("B", boiler), push(laptop, photo, again))
    erase(office, TENANT, [("attachment", "p1")])
    done = laptop.asks("POST", "/parcels", content=data).json()
    assert done["codes"] == ["erased"]
    assert laptop.asks("GET", f"/blobs/{sha256(face)}").status_code == 404
    assert laptop.asks("GET", f"/blobs/{sha256(boiler)}").content == boiler
    with office.database.administer() as connection:
        kept = str([connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in ("rec", "change")])
    assert "Åse" not in kept
    assert check(office).none
