"""Recovery keys that laptops leave: kept by the office, which cannot read them, and listed for administrators."""

import json
import os
from dataclasses import asdict

import pytest

from ambassador_app.domain.roles import Role
from ambassador_app.wire import escrow, sealing, wrapping
from ambassador_app.wire.escrow import BoxRefused
from tests.office import test_command_line as command_line
from tests.office.building import OTHER, TENANT
from tests.office.laptops import Laptop

PASSPHRASE = "borgmesterens lange sætning"
KEY = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(wrapping, "MEMORY_KIB", 64)
    monkeypatch.setattr(wrapping, "PASSES", 1)


@pytest.fixture
def municipality(site):
    """The public key that the office offers, and the private one that it has not got."""
    public, file = escrow.new_key_file(TENANT, PASSPHRASE, chance=os.urandom)
    site.office.boxes.set_key(TENANT, public, required=True)
    return public, escrow.read_key_file(file, PASSPHRASE)


def box_of(laptop, public, *, device=""):
    return escrow.close(
        KEY, public, tenant=TENANT, device=device or laptop.device, signing=laptop.key.private_bytes_raw()
    )


def leaves(laptop, box):
    return laptop.asks("PUT", "/escrow", json=asdict(box))


def test_hello_and_enrolment_tell_the_key(site, client, municipality):
    public, _ = municipality
    told = {"key": public, "required": True}
    assert client.get(f"/v1/{TENANT}/hello").json()["escrow"] == told
    assert Laptop(site, client, site.invitation()).enrol().json()["escrow"] == told
    assert client.get(f"/v1/{OTHER}/hello").json()["escrow"] is None
    site.office.boxes.require(TENANT, required=False)
    assert client.get(f"/v1/{TENANT}/hello").json()["escrow"]["required"] is False
    assert not site.office.boxes.require(OTHER, required=True)


def test_a_box_is_kept_and_opened_with_the_offline_key_alone_and_that_is_written_down(site, laptop, municipality):
    public, private = municipality
    box = box_of(laptop, public)
    assert leaves(laptop, box).status_code == 204
    assert leaves(laptop, box).status_code == 204  # the answer was lost
    (kept,) = site.office.boxes.listed(TENANT)
    assert (kept.device.person, kept.box) == ("Hanne Holm", box)
    assert site.office.boxes.recoveries(TENANT) == []
    recover = site.office.boxes.recover
    with pytest.raises(BoxRefused):
        recover(TENANT, laptop.device, os.urandom(32), who="root", reason="try")
    assert site.office.boxes.recoveries(TENANT) == []
    assert recover(TENANT, laptop.device, private, who="it-anna", reason="Hanne has left") == KEY
    (line,) = site.office.boxes.recoveries(TENANT)
    assert (line.who, line.device, line.person, line.reason) == (
        *("it-anna", laptop.device),
        *("Hanne Holm", "Hanne has left"),
    )


def test_the_office_s_database_does_not_hold_the_key(site, laptop, municipality):
    public, private = municipality
    leaves(laptop, box_of(laptop, public))
    with site.office.database.engine.connect() as connection:
        tables = ("escrow_key", "escrow_box", "recovery", "device", "tenant")
        said = str([connection.exec_driver_sql(f"SELECT * FROM {one}").all() for one in tables])
    assert KEY not in said and private.hex() not in said and sealing.written(private) not in said


def test_a_newer_box_takes_the_place_of_the_one_before_and_a_new_key_that_of_the_old(site, laptop, municipality):
    public, private = municipality
    leaves(laptop, box_of(laptop, public))
    newer = box_of(laptop, public)
    leaves(laptop, newer)
    assert [one.box for one in site.office.boxes.listed(TENANT)] == [newer]
    second, _ = escrow.new_key_file(TENANT, PASSPHRASE, chance=os.urandom)
    site.office.boxes.set_key(TENANT, second, required=True)
    refused = leaves(laptop, newer)
    assert (refused.status_code, refused.json()["code"]) == (409, "escrow-key")
    # what was left for the old key still opens with it
    assert site.office.boxes.recover(TENANT, laptop.device, private, who="a", reason="b") == KEY


def test_a_box_that_is_not_the_laptop_s_own_is_refused(laptop, laptop_of, municipality):
    public, _ = municipality
    other = laptop_of("Niels")
    assert leaves(laptop, box_of(other, public)).status_code == 422
    assert leaves(laptop, box_of(laptop, public, device=other.device)).status_code == 422
    assert leaves(laptop, box_of(laptop, sealing.written(os.urandom(32)))).json()["code"] == "escrow-key"


@pytest.mark.parametrize(
    "change", [{"key": "x"}, {"sealed": "a b"}, {"sealed": "A" * 1001}, {"signature": ""}, {"sealed": 7}]
)
def test_a_malformed_box_is_refused(laptop, municipality, change):
    asked = asdict(box_of(laptop, municipality[0])) | change
    answer = laptop.asks("PUT", "/escrow", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_revoked_laptop_leaves_nothing_and_what_it_left_can_be_opened(site, laptop, municipality):
    public, private = municipality
    leaves(laptop, box_of(laptop, public))
    site.office.access.revoke(TENANT, laptop.device)
    assert leaves(laptop, box_of(laptop, public)).json()["code"] == "device-revoked"
    assert site.office.boxes.recover(TENANT, laptop.device, private, who="a", reason="stolen") == KEY


def test_another_municipality_sees_no_box(site, laptop, municipality):
    public, private = municipality
    leaves(laptop, box_of(laptop, public))
    assert site.office.boxes.listed(OTHER) == []
    with pytest.raises(LookupError):
        site.office.boxes.recover(OTHER, laptop.device, private, who="a", reason="b")


# -- invitations that are rolled out ------------------------------------------------------------------------------
def code_of(answer):
    return answer.status_code, answer.json().get("code")


def rolled_out(site, laptops=2, days=14):
    from ambassador_app.wire.invitation import Invitation

    code = site.office.access.invite(TENANT, Role.AMBASSADOR, laptops=laptops, days=days)
    return Invitation(site.url, TENANT, code).text()


def test_one_invitation_lets_as_many_laptops_in_as_it_says(site, client):
    text = rolled_out(site)
    first, second, third = (Laptop(site, client, text, name) for name in ("Hanne", "Niels", "Åse"))
    site.clock.forward(13 * 24 * 3600)
    told = first.enrol()
    assert told.status_code == 201 and second.enrol().status_code == 201
    assert first.enrol().json() == told.json()  # a lost answer takes no place
    assert code_of(third.enrol()) == (403, "invitation")
    assert [one.person for one in site.office.access.devices(TENANT)] == ["Hanne", "Niels"]


def test_it_ends_and_lets_no_revoked_laptop_back_in(site, client):
    text = rolled_out(site, laptops=5)
    first, late = (Laptop(site, client, text, name) for name in ("Hanne", "Niels"))
    assert first.enrol().status_code == 201
    site.office.access.revoke(TENANT, first.device)
    assert code_of(first.enrol()) == (403, "invitation")
    site.clock.forward(14 * 24 * 3600 + 1)
    assert code_of(late.enrol()) == (403, "invitation")


# -- the command line ---------------------------------------------------------------------------------------------
def run(monkeypatch, *words, secrets=(PASSPHRASE, PASSPHRASE)):
    """One command, with what is typed where a passphrase is asked for."""
    from ambassador_app.office import cli

    typed = iter(secrets)
    given = dict(zip(("secret", "who"), (lambda _prompt: next(typed), "it-anna"), strict=True))
    real = cli.Desk
    monkeypatch.setattr(command_line, "Desk", lambda *all_of_it: real(*all_of_it, **given))
    return command_line.ambassador(*words)


def test_it_makes_the_key_lists_what_was_left_and_opens_it(monkeypatch, tmp_path):
    folder, file = tmp_path / "office", tmp_path / "municipality.key"
    command_line.init(folder, "--http", "--url", "https://klima.test")
    made = run(monkeypatch, "escrow-key", file, "--dir", folder, "--json")
    assert made.returncode == 0, made.stderr
    name = json.loads(made.stdout)["key"]
    assert file.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert run(monkeypatch, "escrow-key", tmp_path / "second.key", "--dir", folder).returncode == 2
    assert run(monkeypatch, "escrow-key", file, "--replace", "--dir", folder).returncode == 2
    different = run(monkeypatch, "escrow-key", tmp_path / "b", "--replace", "--dir", folder, secrets=("a" * 10, "b"))
    short = run(monkeypatch, "escrow-key", tmp_path / "b", "--replace", "--dir", folder, secrets=("kort", "kort"))
    assert different.returncode == short.returncode == 2 and not (tmp_path / "b").exists()

    with command_line.reaching(folder) as client:
        laptop = command_line.joined(folder, client, "--person", "Hanne Holm")
        public = client.get(f"{laptop.path}/hello").json()["escrow"]["key"]
        box = escrow.close(
            KEY, public, tenant=laptop.invitation.tenant, device=laptop.device,
            signing=laptop.key.private_bytes_raw(),
        )  # fmt: skip
        assert leaves(laptop, box).status_code == 204

    listed = json.loads(run(monkeypatch, "escrow", "--dir", folder, "--json").stdout)
    assert (listed["key"], listed["required"], listed["recoveries"]) == (name, True, [])
    assert [one["person"] for one in listed["devices"]] == ["Hanne Holm"]
    optional = json.loads(run(monkeypatch, "escrow", "--optional", "--dir", folder, "--json").stdout)
    assert optional["required"] is False

    asked = ("recover", laptop.device, "--key", file, "--reason", "forgot it", "--dir", folder)
    assert run(monkeypatch, *asked, secrets=("en forkert sætning",)).returncode == 2
    (tmp_path / "no.key").write_text("{}")
    for wrong in (tmp_path / "no.key", tmp_path / "not there"):
        assert (
            run(monkeypatch, "recover", laptop.device, "--key", wrong, "--reason", "x", "--dir", folder).returncode == 2
        )
    assert run(monkeypatch, "recover", "nobody", "--key", file, "--reason", "x", "--dir", folder).returncode == 2
    done = run(monkeypatch, *asked)
    assert done.returncode == 0 and KEY in done.stdout
    said = run(monkeypatch, "escrow", "--dir", folder).stdout
    assert "it-anna" in said and "forgot it" in said and KEY not in said


def test_an_invitation_for_many_is_for_ambassadors_and_ends(monkeypatch, tmp_path):
    folder = tmp_path / "office"
    command_line.init(folder)
    told = command_line.answer("invite", "--laptops", 50, "--days", 14, "--dir", folder)
    assert told["minutes"] == 14 * 24 * 60
    for wrong in (
        ("--laptops", 50),
        ("--laptops", 0),
        ("--days", 31),
        ("--laptops", 2, "--days", 1, "--role", "administrator"),
        ("--laptops", 2, "--days", 1, "--person", "Hanne"),
    ):
        assert command_line.ambassador("invite", *wrong, "--dir", folder).returncode == 2
