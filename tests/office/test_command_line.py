"""`ambassador office …` as the municipality's IT runs it: processes of its own, real TLS, real signals, kill -9."""

import argparse
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import httpx
import pytest

from ambassador_app import app
from ambassador_app.i18n import Language, Translator
from ambassador_app.office.cli import Desk, main
from ambassador_app.office.office import World
from ambassador_app.office.serving import GRACE
from ambassador_app.wire.invitation import Invitation
from tests.office.building import Clock
from tests.office.laptops import NEW_ID, Laptop, op

ROOT = Path(__file__).parents[2]


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "ambassador_app", "--language", "en", "office", *map(str, words)]


@dataclass(frozen=True)
class Done:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def ambassador(*words: object) -> Done:
    """Run one command in this process."""
    translator = Translator.load(Language.ENGLISH, ROOT / "resources" / "translations")
    world = World(now=Clock(), new_id=NEW_ID, chance=os.urandom, seconds=time.monotonic)
    remembered = Path(os.environ["XDG_CONFIG_HOME"]) / "office-folder"
    out, err = StringIO(), StringIO()
    desk = Desk(world, translator, argparse.ArgumentParser, remembered, "office.test", out, err, {})
    return Done(main([str(word) for word in words], desk), out.getvalue(), err.getvalue())


def answer(*words: object) -> dict[str, object]:
    done = ambassador(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def init(folder: Path, *words: object) -> dict[str, object]:
    return answer("init", folder, "--municipality", "Ærø Kommune", "--host", "127.0.0.1", "--port", 0, *words)


class Server:
    """One `ambassador office serve`."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        words = command("serve", "--dir", folder, "--port", port, "--json")
        self.process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        said = ""
        while not said.rstrip().endswith("}"):
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read()
            said += line
        self.port = json.loads(said)["port"]

    def stop(self, how: int = signal.SIGTERM, patience: float = 60) -> tuple[int, str]:
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=patience)
        return self.process.returncode, said


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Server]:
    server = Server(folder, port)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@contextmanager
def reaching(folder: Path) -> Iterator[httpx.Client]:
    with serving(folder) as server, httpx.Client(base_url=f"http://127.0.0.1:{server.port}", trust_env=False) as client:
        yield client


class Reached:
    """What a laptop needs to know of the office: its clock."""

    clock = Clock()


def joined(folder: Path, client: httpx.Client, *words: object) -> Laptop:
    text = answer("invite", "--dir", folder, "--person", "Hanne Holm", *words)["invitation"]
    laptop = Laptop(Reached(), client, text)
    assert laptop.enrol().status_code == 201
    assert laptop.sign_in().status_code == 200
    return laptop


def test_an_office_is_made_served_and_joined_over_its_own_certificate(tmp_path):
    folder = tmp_path / "office"
    made = init(folder)
    assert made["tenant"] == "aeroe-kommune"
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *folder.glob("*.t*"), folder / "tls/key.pem"))
    invitation = Invitation.parse(answer("invite", "--dir", folder)["invitation"])
    with serving(folder) as server:
        served = ssl.get_server_certificate(("127.0.0.1", server.port))
        assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(served)).hexdigest() == invitation.fingerprint
        context = ssl.create_default_context(cadata=served)
        context.verify_flags |= ssl.VERIFY_X509_STRICT  # as Python 3.13 does by itself
        with httpx.Client(base_url=f"https://localhost:{server.port}", verify=context, trust_env=False) as client:
            laptop = joined(folder, client, "--role", "coordinator")
            assert laptop.push(op())[0]["status"] == "ok"
            with pytest.raises(httpx.ConnectError):
                httpx.get(f"https://localhost:{server.port}/health", trust_env=False)
            # a connection that stays open does not keep it from ending well
            code, said = server.stop(patience=GRACE / 2)
    assert code == 0
    lines = [json.loads(line) for line in said.splitlines()]
    assert {"request"} <= {line["event"] for line in lines}
    assert "Hanne" not in said


def test_the_folder_need_not_be_named_again(tmp_path):
    init(tmp_path / "office", "--http")
    assert [one["name"] for one in answer("tenants")] == ["Ærø Kommune"]
    added = answer("tenants", "--add", "Samsø Kommune", "--quota-gb", 2)
    assert [(one["tenant"], one["quota"]) for one in added] == [("aeroe-kommune", 0), ("samsoe-kommune", 2_000_000_000)]
    assert ambassador("invite").returncode == 2
    renamed = answer("tenants", "--tenant", "samsoe-kommune", "--rename", "Samsø")
    assert renamed[1]["name"] == "Samsø"


def test_without_the_extra_it_is_said_what_to_install(monkeypatch, capsys):
    from importlib.util import find_spec

    monkeypatch.setattr(app, "find_spec", lambda name: None if name == "fastapi" else find_spec(name))
    assert app.run(["ambassador", "--language", "en", "office", "tenants"]) == 3
    assert "ambassador[office]" in capsys.readouterr().err


def test_the_program_itself_leads_there(capsys):
    assert app.run(["ambassador", "--language", "en", "office", "tenants", "--dir", "nowhere"]) == 2
    assert "there is no office in nowhere" in capsys.readouterr().err


def test_what_cannot_be_is_said_in_a_sentence(tmp_path):
    folder = tmp_path / "office"
    for words, said in (
        (("serve", "--dir", folder), "there is no office in"),
        (("init", folder, "--tenant", "Ærø"), "cannot be a short name"),
        (("init", folder, "--url", "klima.dk"), "is no address"),
        (("init", folder, "--certificate", "x.pem"), "belong together"),
        (("restore", tmp_path / "none", folder), "is no backup"),
    ):
        done = ambassador(*words)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert said in done.stderr
    init(folder, "--http")
    for words, said in (
        (("init", folder), "name a new folder"),
        (("revoke", "--dir", folder, "x"), "there is no laptop"),
        (("invite", "--dir", folder, "--tenant", "x"), "there is no municipality"),
        (("tenants", "--dir", folder, "--add", "Ærø Kommune"), "already"),
    ):
        done = ambassador(*words)
        assert done.returncode == 2
        assert said in done.stderr


def test_a_database_that_does_not_answer_is_said(tmp_path):
    done = ambassador("init", tmp_path / "o", "--database", "postgresql+psycopg://x@127.0.0.1:1/x", "--http")
    assert done.returncode == 3, done.stderr
    assert "cannot be reached" in done.stderr
    assert not (tmp_path / "o" / "office.toml").exists()


def test_an_invitation_is_a_picture_too(tmp_path):
    init(tmp_path / "office")
    answer("invite", "--png", tmp_path / "code.png")
    assert (tmp_path / "code.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture
def lived(tmp_path) -> tuple[Path, Laptop, bytes]:
    """An office where something has happened, stopped; a laptop of it; and a photo."""
    folder, photo = tmp_path / "office", os.urandom(50_000)
    init(folder, "--http")
    with reaching(folder) as client:
        laptop = joined(folder, client)
        laptop.push(op("a"), op("b"))
        assert laptop.brings(photo).status_code == 201
    return folder, laptop, photo


def test_a_backup_restored_has_everything_and_a_new_epoch(lived, tmp_path):
    folder, laptop, photo = lived
    assert answer("backup", "--dir", folder, tmp_path / "all.tar")["bytes"] > 50_000
    assert (tmp_path / "all.tar").stat().st_mode & 0o077 == 0
    found = answer("restore", tmp_path / "all.tar", tmp_path / "new")
    assert (found["changes"], found["attachments"], found["good"]) == (2, 1, True)
    with reaching(tmp_path / "new") as client:
        laptop.client = client
        assert laptop.sign_in().status_code == 200  # the same keys: nobody is invited anew
        page = laptop.pull()
        assert [one["id"] for one in page["changes"]] == ["a", "b"]
        assert (page["epoch"] != laptop.epoch, page["epoch_from"]) == (True, 2)
        assert laptop.brings(photo).status_code == 200


def test_a_backup_is_made_while_the_office_goes_on(lived, tmp_path):
    folder, laptop, _ = lived
    with reaching(folder) as client:
        laptop.client = client
        laptop.sign_in()
        stop = threading.Event()

        def going_on() -> None:
            while not stop.is_set():
                laptop.push(op(f"r{time.monotonic_ns()}"))

        writer = threading.Thread(target=going_on)
        writer.start()
        answer("backup", "--dir", folder, tmp_path / "all.tar")
        stop.set()
        writer.join()
    assert answer("restore", tmp_path / "all.tar", tmp_path / "new")["good"] is True


def test_somebody_is_found_and_erased_for_good(lived):
    folder, _, _ = lived
    found = answer("find", "--dir", folder, "besøg")
    assert found == ["visit:a", "visit:b"]
    assert ambassador("erase", "--dir", folder, *found).returncode == 2
    assert ambassador("erase", "--dir", folder, "--yes", "visit:none").returncode == 2
    done = answer("erase", "--dir", folder, "--yes", *found)
    assert (done["records"], done["lines"], done["attachments"]) == (2, 2, 0)
    assert done["not_reached"]
    assert answer("find", "--dir", folder, "besøg") == []
    assert answer("check", "--dir", folder)["good"] is True


def test_a_check_finds_what_somebody_changed_behind_the_offices_back(lived, tmp_path):
    folder, _, _ = lived
    assert answer("check", "--dir", folder)["good"] is True
    for number, (fault, said) in enumerate(
        (
            ("UPDATE change SET base = 7 WHERE seq = 1", "broken_logs"),
            ("UPDATE change SET payload = 'x' WHERE seq = 2", "broken_logs"),
            ("DELETE FROM change WHERE seq = 1", "broken_logs"),
            ("DELETE FROM change WHERE seq = 2", "broken_logs"),
            ("UPDATE blob SET sha256 = 'ff' || substr(sha256, 3)", "broken_attachments"),
        )
    ):
        changed = shutil.copytree(folder, tmp_path / str(number))
        with closing(sqlite3.connect(changed / "office.db")) as database, database:
            database.execute(fault)
        done = ambassador("check", "--dir", changed, "--json")
        assert done.returncode == 1, fault
        assert json.loads(done.stdout)[said] != [], fault


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.whole)])
def test_kill_9_in_the_middle_of_pushes_leaves_each_op_exactly_once(request, tmp_path, database):
    folder, count, acked = tmp_path / "office", 12, {}
    url = request.getfixturevalue("postgres").database() if database == "postgresql" else ""
    init(folder, "--http", "--database", url)
    server = Server(folder)
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", trust_env=False, timeout=5) as client:
        laptop = joined(folder, client)
        batches = [[op(f"r{batch}-{n}") for n in range(20)] for batch in range(count)]
        retries = 0

        def push_all() -> None:
            nonlocal retries
            for batch in batches:
                while True:
                    try:
                        results = laptop.push(*batch)
                        break
                    except httpx.TransportError:  # killed, or not up again: nobody knows whether it was committed
                        retries += 1
                        time.sleep(0.05)
                acked.update({one["op"]: one["seq"] for one in results if one["status"] == "ok"})

        laptop_thread = threading.Thread(target=push_all)
        laptop_thread.start()
        for delay in (0.05, 0.13, 0.21):
            time.sleep(delay)
            server.stop(signal.SIGKILL)
            server = Server(folder, server.port)
        laptop_thread.join(timeout=60)
        page = laptop.pull()
        again = [one for batch in batches for one in laptop.push(*batch)]
    server.stop()
    assert len(acked) == count * 20
    assert sorted(acked.values()) == list(range(1, count * 20 + 1)), "no holes, nothing twice"
    assert {one["seq"] for one in page["changes"]} == set(acked.values())
    assert all(one["dup"] and one["seq"] == acked[one["op"]] for one in again)
    assert answer("check", "--dir", folder)["good"] is True
