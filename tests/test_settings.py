"""Where things are, and what this device remembers."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassador_app.errors import DatabaseInCloudFolder, DiskFull, FolderNotWritable
from ambassador_app.settings import Paths, Settings, in_cloud

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Settings,
        language=st.sampled_from(["", "da", "en"]),
        backup_folder=TEXTS,
        second_folder=TEXTS,
        window=st.dictionaries(TEXTS, TEXTS, max_size=3),
    )
)
def test_settings_are_read_as_they_were_written(tmp_path: Path, kept: Settings) -> None:
    file = tmp_path / "below" / "settings.toml"
    kept.write(file)
    assert Settings.read(file) == kept


@pytest.mark.parametrize(
    "content", ["", "no toml", "language = 3", "window = { x = 1 }", "window = 3", 'unknown = "x"', "\xff"]
)
def test_settings_that_make_no_sense_are_the_usual_ones(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content.encode("latin-1"))
    assert Settings.read(file) == Settings()
    assert Settings.read(tmp_path / "nowhere") == Settings()


def test_one_bad_setting_does_not_take_the_others_along(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('second_folder = "e:"\nlanguage = 3\nwindow = { theme = "dark", width = 3 }\n')
    assert Settings.read(file) == replace(Settings(), second_folder="e:", window={"theme": "dark"})


def test_settings_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderNotWritable):
        Settings().write(tmp_path / "file" / "settings.toml")

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(DiskFull):
        Settings().write(tmp_path / "settings.toml")


def test_a_home_of_its_own_holds_everything(tmp_path: Path) -> None:
    paths = Paths.for_home(tmp_path)
    named = (paths.profile("main"), paths.profile("demo"), paths.settings_file, paths.logs, paths.cache)
    assert all(one.is_relative_to(tmp_path) for one in named)
    assert len(set(named)) == len(named)
    paths.check_writable()
    assert not any((tmp_path / name).exists() for name in (".writable",))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderNotWritable):
        Paths.for_home(tmp_path / "file").check_writable()


def test_the_standard_folders_are_this_persons(home: Path) -> None:
    paths = Paths.standard()
    assert all(one.is_relative_to(home) for one in (paths.data, paths.config, paths.logs, paths.cache))


@pytest.mark.parametrize(
    ("folder", "variable"),
    [
        ("/home/ida/OneDrive - Odense Kommune/x", None),
        ("/home/ida/Dropbox/x", None),
        ("/home/ida/Library/CloudStorage/OneDrive-Odense/x", None),
        ("/home/ida/Library/Mobile Documents/x", None),
        ("/home/ida/Arbejde/x", "OneDriveCommercial"),
    ],
)
def test_a_folder_that_a_cloud_service_keeps_in_step(folder: str, variable: str | None) -> None:
    environment = {variable: "/home/ida/Arbejde"} if variable else {}
    assert in_cloud(Path(folder), environment)
    assert not in_cloud(Path("/home/ida/.local/share/Ambassador"), environment)
    assert not in_cloud(Path("/home/ida/Boxen/data"), {"OneDrive": ""})


def test_the_database_moves_out_of_a_cloud_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "OneDrive" / "share"))
    assert Paths.standard().data == home / ".local" / "share" / "Ambassador"


def test_the_database_follows_no_link_into_a_cloud_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "OneDrive").mkdir()
    (home / "linked").symlink_to(home / "OneDrive")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "linked"))
    assert not in_cloud(Paths.standard().data.resolve(), {})


def test_on_windows_it_moves_to_the_local_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "OneDrive" / "share"))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "Local"))
    assert Paths.standard().data == home / "Local" / "Ambassador"


def test_where_everything_is_in_the_cloud_it_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDrive", str(home))
    with pytest.raises(DatabaseInCloudFolder) as error:
        Paths.standard()
    assert str(home) in str(error.value.fields["folder"])


def test_the_resources_are_found(tmp_path: Path) -> None:
    paths = Paths.for_home(tmp_path)
    assert (paths.resources / "fonts").is_dir()
    assert paths.manual.name == "manual"


def test_settings_import_nothing_slow() -> None:
    slow = "'platformdirs', 'tomli_w', 'sqlalchemy', 'sqlcipher3', 'PySide6', 'ambassador_app.storage'"
    program = f"import sys, ambassador_app.settings; assert not set(sys.modules) & {{{slow}}}"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, cwd=Path(__file__).parents[1])
