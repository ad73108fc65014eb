"""The folder of an office: what is set in `office.toml`, its secrets, and where the rest stands."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar, Final, Self
from urllib.parse import urlsplit

import tomli_w

from ambassador_app.i18n import N_, Message

_NOT_HERE: Final = N_("there is no office in {folder}; make one with `ambassador office init`")
_UNREADABLE: Final = N_("{file} cannot be read: {why}")
SQLITE: Final = "sqlite"


class ServerRefused(Exception):
    """The office's command line cannot do what was asked; `reason` says why, to whoever runs the server."""

    exit_code: ClassVar[int] = 2

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason = reason


class ServerAway(ServerRefused):
    """It cannot be done now."""

    exit_code = 3


def refused(text: str, **fields: object) -> ServerRefused:
    """Make the error that says `text`, a message with placeholders."""
    return ServerRefused(Message(text, fields))


@dataclass(frozen=True, slots=True)
class Config:
    """What `office.toml` holds. `url` is the address laptops use; host and port where the process listens.

    `database` is empty for SQLite in the folder, else an address as SQLAlchemy writes it; `blobs` is empty for a
    folder in it, else another folder or `s3://bucket/prefix` at `s3_endpoint`, of which laptops reach large ones
    straight at `s3_direct` (empty: the same address; `off`: through the office alone); `certificate` and `key` are
    files of somebody else's (empty: plain http, behind a proxy, or `pinned`: the office made its certificate itself).
    `proxies` are the addresses or networks, with commas between, whose word on who asks is taken.
    """

    name: str
    url: str
    host: str
    port: int
    database: str = ""
    blobs: str = ""
    s3_endpoint: str = ""
    s3_direct: str = ""
    certificate: str = ""
    key: str = ""
    pinned: bool = False
    proxies: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of an office and what is where in it."""

    folder: Path

    @property
    def file(self) -> Path:
        """The settings."""
        return self.folder / "office.toml"

    @property
    def database_file(self) -> Path:
        """The embedded database."""
        return self.folder / "office.db"

    @property
    def own_certificate(self) -> tuple[Path, Path]:
        """The certificate the office made itself, and its key."""
        return self.folder / "tls" / "certificate.pem", self.folder / "tls" / "key.pem"

    def certificate(self, config: Config) -> tuple[Path, Path] | None:
        """The certificate that is served, and its key; None for plain http."""
        if config.pinned:
            return self.own_certificate
        return (Path(config.certificate), Path(config.key)) if config.certificate else None

    def exists(self) -> bool:
        """Tell whether there is an office here."""
        return self.file.exists()

    def write(self, config: Config) -> None:
        """Write the settings, for nobody else's eyes: the address of a database may hold its password."""
        keep_private(self.file, tomli_w.dumps(asdict(config)).encode())

    def read(self) -> Config:
        """Read the settings. Raises ServerRefused."""
        if not self.exists():
            raise refused(_NOT_HERE, folder=str(self.folder))
        try:
            return Config(**tomllib.loads(self.file.read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise refused(_UNREADABLE, file=str(self.file), why=str(error)) from error

    def make_secrets(self, chance: Callable[[int], bytes]) -> None:
        """Make what signs the tokens, and what opens the meters."""
        keep_private(self.folder / "token.key", chance(32).hex().encode())
        keep_private(self.folder / "metrics.token", chance(24).hex().encode())

    def secret(self) -> bytes:
        """What signs the tokens. Raises ServerRefused."""
        return bytes.fromhex(self._text("token.key"))

    def metrics_token(self) -> str:
        """What opens the meters. Raises ServerRefused."""
        return self._text("metrics.token")

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text("ascii").strip()
        except (OSError, ValueError) as error:
            raise refused(_UNREADABLE, file=str(self.folder / name), why=str(error)) from error

    def database_url(self, config: Config) -> str:
        """The database's address."""
        return config.database or f"{SQLITE}:///{self.database_file.resolve()}"

    def blobs(self, config: Config) -> str:
        """Where attachments are kept: a folder, or an address of S3."""
        return config.blobs or str(self.folder / "blobs")


@dataclass(frozen=True, slots=True)
class Address:
    """A public address, taken apart."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Self:
        """Read `https://host[:port]`. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(url)
        return cls(parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))


def keep_private(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - opened above with its rights
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
