"""One laptop, several users of the operating system: each has a profile, keys, settings and a window of their own."""

import os
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from ambassador_app.app import Root, SettingsShelf
from ambassador_app.errors import DatabaseInCloudFolder, DatabaseInUse, RecoveryKeyWrong
from ambassador_app.services.opening import Profiles
from ambassador_app.storage import keys

PASSPHRASE = "en god lang sætning"
HOMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE")
needs_xdg = pytest.mark.skipif(sys.platform != "linux", reason="homes are moved by variables on Linux")


def as_user(name: str, machine: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    """The program as this user of the computer starts it."""
    home = machine / "home" / name
    home.mkdir(parents=True, exist_ok=True)
    for variable in HOMES:
        monkeypatch.setenv(variable, str(home if variable in ("HOME", "USERPROFILE") else home / variable.lower()))
    monkeypatch.setenv("USERNAME", name)
    return Root(policy=machine / "policy.toml")


def begun(profiles: Profiles) -> tuple[str, Path]:
    """Begin to work; gives the recovery key and where the profile is."""
    made = profiles.create(name="Åse", municipality="Oddeby", protection="passphrase", passphrase=PASSPHRASE)
    folder = made.session._desk.store.folder
    made.session.close()
    return made.recovery_key, folder


@needs_xdg
def test_two_users_work_side_by_side_and_neither_opens_the_other_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanne = as_user("hanne", tmp_path, monkeypatch).profiles()
    hannes_key, hannes_folder = begun(hanne)
    niels = as_user("niels", tmp_path, monkeypatch).profiles()
    assert not niels.exists()
    niels_key, niels_folder = begun(niels)
    assert hannes_folder != niels_folder and hannes_folder.is_relative_to(tmp_path / "home" / "hanne")
    with ExitStack() as both:
        for one in (hanne, niels):
            both.enter_context(closing(one.open(passphrase=PASSPHRASE)))
        for one in (hanne, niels):  # a second window of the same person is not
            with pytest.raises(DatabaseInUse):
                one.open(passphrase=PASSPHRASE)
    with pytest.raises(RecoveryKeyWrong):
        keys.unlock(niels_folder, recovery_key=hannes_key)
    assert keys.unlock(hannes_folder, recovery_key=hannes_key) != keys.unlock(niels_folder, recovery_key=niels_key)


@needs_xdg
def test_what_one_sets_is_not_set_for_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SettingsShelf(as_user("hanne", tmp_path, monkeypatch)).keep("second_folder", "/media/hanne")
    assert as_user("niels", tmp_path, monkeypatch).settings().second_folder == ""
    assert as_user("hanne", tmp_path, monkeypatch).settings().second_folder == "/media/hanne"


LOOK = """
import os, sys
os.setgroups([]); os.setegid(65534); os.seteuid(65534)
try:
    os.listdir(sys.argv[1])
except PermissionError:
    print("kept out")
"""


@needs_xdg
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can be somebody else")
def test_the_system_itself_keeps_another_user_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, folder = begun(as_user("hanne", tmp_path, monkeypatch).profiles())
    for above in (*folder.relative_to(tmp_path.parents[1]).parents,):
        (tmp_path.parents[1] / above).chmod(0o755)
    done = subprocess.run([sys.executable, "-c", LOOK, str(folder)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "kept out"


# -- where the municipality has the data --------------------------------------------------------------------------
def policy(machine: Path, folder: str) -> None:
    (machine / "policy.toml").write_text(f"[folders]\ndata = '{folder}'\n", "utf-8")


@needs_xdg
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root makes a policy that is trusted")
def test_each_user_s_data_is_where_the_municipality_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.toml").write_text("")
    tmp_path.chmod(0o700)
    policy(tmp_path, f"{tmp_path}/disk/%USERNAME%/Ambassador")
    hanne = as_user("hanne", tmp_path, monkeypatch).profiles()
    _, folder = begun(hanne)
    assert folder.is_relative_to(tmp_path / "disk" / "hanne" / "Ambassador")
    niels = as_user("niels", tmp_path, monkeypatch).profiles()
    assert not niels.exists()
    hanne.open(passphrase=PASSPHRASE).close()
    assert as_user("hanne", tmp_path, monkeypatch).profiles().exists()


@needs_xdg
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root makes a policy that is trusted")
def test_a_profile_that_was_there_before_stays_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = as_user("hanne", tmp_path, monkeypatch)
    root.paths.profile("demo").mkdir(parents=True)  # nobody's profile
    _, before = begun(root.profiles())
    tmp_path.chmod(0o700)
    policy(tmp_path, f"{tmp_path}/disk/%USERNAME%/Ambassador")
    again = as_user("hanne", tmp_path, monkeypatch).profiles()
    session = again.open(passphrase=PASSPHRASE)
    assert session._desk.store.folder == before
    session.close()


@needs_xdg
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root makes a policy that is trusted")
def test_no_data_goes_where_a_cloud_service_keeps_it_in_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    policy(tmp_path, f"{tmp_path}/OneDrive - Oddeby/%USERNAME%")
    with pytest.raises(DatabaseInCloudFolder):
        as_user("hanne", tmp_path, monkeypatch).profiles()
