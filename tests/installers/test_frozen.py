"""The frozen program, as somebody has it who has neither Python nor the checkout: all its files reach it, all runs.

Needs `installers/requirements.txt` and Xvfb.
"""

import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from ambassador_app import __version__
from ambassador_app.office.app import create_app
from ambassador_app.storage import cipher, keys, migrating
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.files import Files
from tests.office.building import UNHURRIED, Clock, Site, listening, make_office
from tests.sync.firewall import Authority

ROOT = Path(__file__).parent.parent.parent
PROFILE = Path("profiles", "main")
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
LARGEST = 250 << 20
GPL_ONLY = re.compile(
    "WaylandCompositor|VirtualKeyboard|ShaderTools|Quick3D|Charts|Graphs|NetworkAuth|HttpServer", re.I
)
UNWANTED = re.compile(r"tkinter|tcl8|\.jar$|Qml|QtQuick|pytest|hypothesis|/pip/", re.I)

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(sys.platform != "linux", reason="the other systems' programs are made on those systems"),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy in another place, so that nothing is found beside it that is not part of it."""
    subprocess.run([ROOT / "installers" / "linux" / "build.sh"], check=True, stdout=subprocess.DEVNULL)
    place = tmp_path_factory.mktemp("frozen") / "Ambassadør i brug"
    shutil.copytree(ROOT / "build" / "frozen" / "ambassador", place, symlinks=True)
    yield place / "ambassador"
    shutil.rmtree(place)


@pytest.fixture
def run(program: Path, tmp_path: Path):
    """Run the program with almost nothing in its environment; give what it printed as JSON."""

    def run(*arguments: str | Path) -> dict:
        command = [program, *arguments, "--json"]
        environment = BARE | {"HOME": str(tmp_path)}
        ended = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, timeout=60, check=False, text=True
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        return json.loads(ended.stdout)

    return run


def below(folder: Path, pattern: str = "*") -> dict[str, bytes]:
    """Every file below a folder by its name there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize(
    ("source", "target", "pattern"),
    [
        ("resources", "resources", "*"),
        ("docs/manual", "manual", "*"),
        ("docs/measures", "measures", "*"),
        ("ambassador_app/storage/migrations", "storage/migrations", "*.py"),
    ],
)
def test_what_the_program_reads_reaches_it(program: Path, source: str, target: str, pattern: str) -> None:
    wanted = below(ROOT / source, pattern)
    assert wanted
    assert below(program.parent / "_internal" / "ambassador_app" / target) == wanted


def test_it_holds_nothing_that_it_may_not_or_need_not(program: Path) -> None:
    files = [path for path in program.parent.rglob("*") if path.is_file()]
    names = [path.relative_to(program.parent).as_posix() for path in files]
    assert [name for name in names if GPL_ONLY.search(name) or UNWANTED.search(name)] == []
    assert [path for path in program.parent.rglob("*") if not path.exists()] == []  # links to what was left out
    assert sum(path.stat().st_size for path in files if not path.is_symlink()) < LARGEST


def test_it_says_its_version(program: Path) -> None:
    said = subprocess.run([program, "--version"], env=BARE, check=True, capture_output=True, text=True).stdout
    assert said == f"ambassador {__version__}\n"


def test_it_walks_the_whole_main_job_and_is_healthy_afterwards(run, tmp_path: Path) -> None:
    walked = run("demo", "--out", tmp_path / "out", "--home", tmp_path / "home")
    assert walked["verified"]
    assert walked["faults"] == []
    assert walked["photos"]
    assert Path(walked["report"]).read_bytes().startswith(b"%PDF-")
    assert run("verify", walked["report"])["good"]
    found = run("doctor", "--home", tmp_path / "home")
    assert found["healthy"]
    assert found["resources"]
    assert found["cards"]
    assert found["database"]["companies"] == walked["companies"]


def test_it_computes_and_reads_a_form(run) -> None:
    assert run("calc", "--cashflow=-100,39,59,55,20", "--rate", "0")["npv"] == pytest.approx(73)
    lamps = ["count_old=100", "power_old_w=58", "hours_old=2000", "count_new=100", "power_new_w=24", "hours_new=2000"]
    found = run("calc", "lighting_led", *lamps, "heating_carrier=natural_gas")
    assert found["savings_kwh"]["electricity"] == pytest.approx(6800)
    assert found["co2e_kg"] > 0
    form = run("checklist", "check", ROOT / "resources" / "checklists" / "company_walkthrough.xlsx")
    assert form["questions"] > 100


def test_it_brings_an_old_database_up_to_date(run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    files = Files(home / PROFILE)
    files.folder.mkdir(parents=True)
    made = keys.create(files.folder, keys.Protection.FILE, chance=os.urandom, key_store=None, passphrase=None)
    key = derived(made.secret, "database")
    old = cipher.connect_durable(files.database, key)
    old.execute("PRAGMA user_version=0")
    old.close()
    assert run("doctor", "--home", home)["database"]["intact"]
    assert [one.name.split("Z-")[1] for one in files.all_snapshots()] == ["before-migration.db"]
    migrating.create(tmp_path / "new.db", key)
    assert shape(files.database, key) == shape(tmp_path / "new.db", key)


def shape(file: Path, key: bytes) -> tuple[int, dict[str, str]]:
    """The schema's number, and what every table is made of."""
    connection = cipher.connect(file, key)
    try:
        return cipher.schema_number(connection), migrating.schema_of(connection)
    finally:
        connection.close()


def test_its_window_becomes_usable_without_a_display(program: Path, run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("import", "companies", ROOT / "resources" / "demo" / "companies.csv", "--home", home)
    with window(program, home, {"QT_QPA_PLATFORM": "offscreen"}) as process:
        # the place is kept once the page is shown
        wait_until(lambda: '["today",' in kept(home / "settings.toml").get("last_place", ""), process)
        assert (home / PROFILE / "ambassador.open").exists()


def test_its_window_shows_a_sealed_report_on_a_screen(program: Path, run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    visit = run("demo", "--out", tmp_path, "--home", home)["visit"]
    place = json.dumps(["visit", [visit], {"step": "hand_over"}])
    (home / "settings.toml").write_text(f"[window]\nlast_place = {json.dumps(place)}\n", "utf-8")
    with (
        screen(tmp_path / "screen") as (display, picture),
        window(program, home, {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}) as process,
    ):
        libraries = Path("/proc", str(process.pid), "maps")
        wait_until(lambda: "/_internal/pypdfium2_raw/libpdfium.so" in libraries.read_text(), process)
        # letters have many shades; before the window is filled there are two areas of one colour
        wait_until(lambda: len(colours(picture)) > 300, process)


@contextmanager
def window(program: Path, home: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """The window open, for as long as one looks; nothing goes wrong meanwhile."""
    said = home.parent / "said"
    environment = BARE | {"HOME": str(home.parent)} | environment
    with said.open("wb") as out:
        process = subprocess.Popen([program, "--home", home], env=environment, cwd=home.parent, stdout=out, stderr=out)
    try:
        yield process
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert said.read_text("utf-8") == ""
    log = (home / "logs" / "ambassador.log").read_text("utf-8")
    assert [line for line in log.splitlines() if " INFO " not in line] == []


def kept(settings: Path) -> dict[str, str]:
    """What the window remembers, if it has written anything yet."""
    return tomllib.loads(settings.read_text("utf-8")).get("window", {}) if settings.exists() else {}


def wait_until(true, process: subprocess.Popen) -> None:
    """Wait for something to become true; fail after half a minute, or when the process ends."""
    last = time.monotonic() + 30
    while not true():
        assert time.monotonic() < last, "it takes too long"
        assert process.poll() is None, f"the program ended with {process.returncode}"
        time.sleep(0.1)


@contextmanager
def screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """A screen that nobody sees: its name, and the file that holds its picture."""
    folder.mkdir()
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-fbdir", str(folder)]
    command += ["-nolisten", "tcp"]
    try:
        server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait(timeout=20)


def colours(picture: Path) -> list[tuple[int, tuple[int, int, int]]]:
    """The colours on the screen, from an XWD file: a head of 32-bit numbers, a list of colours, then the points."""
    data = picture.read_bytes()
    head = [int.from_bytes(data[at : at + 4], "big") for at in range(0, 100, 4)]
    size, row, start = (head[4], head[5]), head[12], head[0] + 12 * head[19]
    points = Image.frombuffer("RGB", size, data[start : start + row * size[1]], "raw", "BGRX", row, 1)
    return points.getcolors(size[0] * size[1]) or []


@pytest.mark.enable_socket
def test_it_joins_an_office_over_tls_and_syncs(run, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "office"
    folder.mkdir()
    run("import", "companies", ROOT / "resources" / "demo" / "companies.csv", "--home", home)
    tls = Authority(tmp_path / "ca", "CA").certificate()
    pin = hashlib.sha256(ssl.PEM_cert_to_DER_cert(tls[0].read_text())).hexdigest()
    with make_office(folder) as office, listening(create_app(office, UNHURRIED), tls=tls) as address:
        site = Site(office, Clock(), address, fingerprint=pin)
        joined = run("sync", "--join", site.invitation("Åse Østergård"), "--home", home)
        assert joined["whole"]
        assert joined["receipt"]["sent"] > 10
        assert run("sync", "--home", home)["receipt"]["sent"] == 0
