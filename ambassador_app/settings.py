"""Where the files of this program are, and the settings of this device; the only code that names a folder."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from ambassador_app.errors import DatabaseInCloudFolder, DiskFull, FolderNotWritable

PROGRAM: Final = "Ambassador"
CLOUD_FOLDERS: Final = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "cloudstorage",
    "nextcloud",
    "box sync",
    "sharepoint",
    "creative cloud files",
    "synologydrive",
)
"""Beginnings of folder names, in lower case, under which a service keeps files in step: it destroys databases."""

POLICY: Final = "policy.toml"
_COMMON_FOLDERS: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"
_CLOUD_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


@dataclass(frozen=True, slots=True)
class Settings:
    """What this device remembers; nothing of it leaves it.

    `language` is `da` or `en`, empty for the system's. `backup_folder` and `second_folder` are empty where none is
    chosen, as is `time_stamp_url`, the address of a time-stamp service (RFC 3161). `window` holds what the window
    keeps for itself, by the names it gives: size, place, light or dark.
    """

    language: str = ""
    backup_folder: str = ""
    second_folder: str = ""
    time_stamp_url: str = ""
    window: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Self:
        """The settings in `file`. What is missing or cannot be understood takes its default: settings never block."""
        try:
            found = tomllib.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        return cls(**_understood(found))

    def write(self, file: Path) -> None:
        """Keep the settings in `file`, all or nothing. Raises FolderNotWritable, DiskFull."""
        import tomli_w

        new = file.with_name(file.name + ".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(tomli_w.dumps(asdict(self)), "utf-8")
            new.replace(file)
        except OSError as error:
            raise _refused(error, file) from error


def _understood(found: Mapping[str, object]) -> dict[str, Any]:
    """The entries that have a meaning here."""
    read: dict[str, Any] = {}
    for name, value in found.items():
        match name, value:
            case "window", dict():
                read[name] = {key: one for key, one in value.items() if isinstance(one, str)}
            case (("language" | "backup_folder" | "second_folder" | "time_stamp_url"), str()):
                read[name] = value
    return read


def policy_file() -> Path:
    """The municipality's policy for this computer. It is the same for everybody who works here, and no variable of
    theirs moves it: on Windows the registry of the machine is asked, elsewhere the place is fixed.
    """
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _COMMON_FOLDERS) as key:
                return Path(str(winreg.QueryValueEx(key, "Common AppData")[0])) / PROGRAM / POLICY
        except OSError:
            return Path("C:/ProgramData") / PROGRAM / POLICY
    root = "/Library/Application Support" if sys.platform == "darwin" else "/etc/xdg"
    return Path(root) / PROGRAM / POLICY


@dataclass(frozen=True)
class Paths:
    """The folders and files of this program on this computer.

    `data` holds the profiles, `config` the settings, `state` the logs, `cache` what can be made again.
    """

    data: Path
    config: Path
    state: Path
    cache: Path

    @classmethod
    def standard(cls) -> Self:
        """The folders of the person who is logged in, the database on this computer alone.

        Raises DatabaseInCloudFolder when every place for it is kept in step by a cloud service.
        """
        import platformdirs

        def of(kind: str) -> Path:
            return Path(getattr(platformdirs, f"user_{kind}_dir")(PROGRAM, appauthor=False, roaming=False))

        return cls(
            data=_away_from_clouds(of("data")),
            config=of("config"),
            state=Path(platformdirs.user_log_dir(PROGRAM, appauthor=False)),
            cache=Path(platformdirs.user_cache_dir(PROGRAM, appauthor=False)),
        )

    @classmethod
    def for_home(cls, folder: Path) -> Self:
        """Everything in one folder: a throw-away profile, or a test."""
        home = folder.absolute()
        return cls(data=home, config=home, state=home / "logs", cache=home / "cache")

    def profile(self, name: str) -> Path:
        """The folder of the profile `main` or `demo`; they never share a file."""
        return self.data / "profiles" / name

    def under(self, folder: str) -> Self:
        """The same with the data in `folder`, a whole path on this computer. A profile that is there already stays
        where it is, and an empty text changes nothing.

        Raises DatabaseInCloudFolder.
        """
        chosen = Path(folder)
        if not folder or self.profile("main").is_dir():
            return self
        if in_cloud(chosen, os.environ) or in_cloud(chosen.resolve(), os.environ):
            raise DatabaseInCloudFolder(folder=folder)
        return replace(self, data=chosen)

    @property
    def settings_file(self) -> Path:
        """The settings of this device."""
        return self.config / "settings.toml"

    @property
    def logs(self) -> Path:
        """Codes, identifiers and stacks; never what was typed."""
        return self.state

    @cached_property
    def resources(self) -> Path:
        """What the program brings along: beside this module in wheel and frozen program, else in the checkout."""
        here = Path(__file__).resolve().parent
        inside = here / "resources"
        return inside if (inside / "fonts").is_dir() else here.parent / "resources"

    @cached_property
    def manual(self) -> Path:
        """The pages that F1 opens; those about the calculators lie beside it in `measures`."""
        here = Path(__file__).resolve().parent
        inside = here / "manual"
        return inside if inside.is_dir() else here.parent / "docs" / "manual"

    def check_writable(self) -> None:
        """Make sure that the database can be written. Raises FolderNotWritable, DiskFull."""
        probe = self.data / ".writable"
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"\0" * 4096)
            probe.unlink()
        except OSError as error:
            raise _refused(error, probe) from error


def in_cloud(folder: Path, environment: Mapping[str, str]) -> bool:
    """Whether a cloud service keeps `folder` in step, as far as names and the environment tell."""
    for name in _CLOUD_VARIABLES:
        root = environment.get(name)
        if root and folder.is_relative_to(Path(root)):
            return True
    return any(part.lower().startswith(CLOUD_FOLDERS) for part in folder.parts)


def _away_from_clouds(folder: Path) -> Path:
    """`folder`, or another place on this computer if a cloud service has it."""
    places = [folder, folder.resolve()]
    if not any(in_cloud(one, os.environ) for one in places):
        return folder
    for other in _other_places():
        if not in_cloud(other, os.environ) and not in_cloud(other.resolve(), os.environ):
            return other
    raise DatabaseInCloudFolder(folder=str(folder))


def _other_places() -> list[Path]:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
        return [Path(local) / PROGRAM, Path.home() / "AppData" / "Local" / PROGRAM]
    return [Path.home() / ".local" / "share" / PROGRAM, Path.home() / f".{PROGRAM.lower()}"]


def _refused(error: OSError, file: Path) -> Exception:
    import errno

    if error.errno == errno.ENOSPC:
        return DiskFull(file=str(file))
    return FolderNotWritable(folder=str(file.parent))
