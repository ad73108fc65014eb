"""The shape of a backup file: a head in plain JSON, then the encrypted databases one after the other.

The head holds when it was made, the wrapped keys, and size and SHA-256 of each part; a code that only the profile's
secret can make binds all of it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from ambassador_app.errors import BackupNotRead
from ambassador_app.storage import cipher
from ambassador_app.storage.cipher import derived

MAGIC: Final = b"AMBASSADOR BACKUP 1\n"
CHUNK: Final = 1 << 20
HEAD_LIMIT: Final = 1 << 20
Passed = Callable[[int], None]
"""Told how many bytes went by; may raise JobCancelled."""


@dataclass(frozen=True, slots=True)
class Part:
    """One database in the file: its size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a backup without its key. `check` proves a secret, `tag` binds the head to it."""

    at: datetime
    schema: int
    keys: dict[str, object]
    parts: tuple[Part, ...]
    check: str
    tag: str = ""

    def plain(self) -> dict[str, Any]:
        """The head as JSON, without its tag."""
        parts = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in self.parts]
        return {
            "at": self.at.isoformat(), "schema": self.schema, "keys": self.keys, "parts": parts, "check": self.check
        }  # fmt: skip

    def tag_of(self, secret: bytes) -> str:
        """The code that only the profile's secret can make."""
        plain = json.dumps(self.plain(), sort_keys=True).encode()
        return hmac.digest(derived(secret, "backup"), plain, "sha256").hex()


def write(target: Path, head: Head, secret: bytes, files: tuple[Path, ...], passed: Passed) -> str:
    """Write the whole file, durable when it returns; gives its SHA-256."""
    text = json.dumps({**head.plain(), "tag": head.tag_of(secret)}).encode()
    whole = hashlib.sha256()
    with target.open("xb") as out:
        for data in (MAGIC, len(text).to_bytes(4, "big"), text):
            out.write(data)
            whole.update(data)
        for file in files:
            with file.open("rb") as part:
                while data := part.read(CHUNK):
                    out.write(data)
                    whole.update(data)
                    passed(len(data))
    cipher.flush(target)
    return whole.hexdigest()


def read_head(file: Path) -> tuple[Head, int]:
    """The head, and where the first part begins. Raises BackupNotRead."""
    try:
        with file.open("rb") as source:
            if source.read(len(MAGIC)) != MAGIC:
                raise BackupNotRead(file=str(file))
            length = int.from_bytes(source.read(4), "big")
            text = source.read(min(length, HEAD_LIMIT))
        found = json.loads(text)
        parts = tuple(Part(one["name"], int(one["size"]), one["sha256"]) for one in found["parts"])
        at = datetime.fromisoformat(found["at"])
        head = Head(at, int(found["schema"]), dict(found["keys"]), parts, str(found["check"]), str(found["tag"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupNotRead(file=str(file)) from error
    begin = len(MAGIC) + 4 + length
    if file.stat().st_size != begin + sum(one.size for one in head.parts):
        raise BackupNotRead(file=str(file))
    return head, begin


def check_head(file: Path, head: Head, secret: bytes) -> None:
    """Make sure that nobody changed the head. Raises BackupNotRead."""
    if not hmac.compare_digest(head.tag, head.tag_of(secret)):
        raise BackupNotRead(file=str(file))


def take_out(file: Path, head: Head, begin: int, targets: dict[str, Path | None], passed: Passed) -> None:
    """Read every part and check it against its hash, copying those that have a target. Raises BackupNotRead."""
    with file.open("rb") as source:
        source.seek(begin)
        for part in head.parts:
            target = targets.get(part.name)
            if target is None:
                good = _copied(source, part, None, passed)
            else:
                with target.open("wb") as out:
                    good = _copied(source, part, out, passed)
            if not good:
                raise BackupNotRead(file=str(file))


def _copied(source: IO[bytes], part: Part, out: IO[bytes] | None, passed: Passed) -> bool:
    seen, left = hashlib.sha256(), part.size
    while left and (data := source.read(min(CHUNK, left))):
        seen.update(data)
        left -= len(data)
        if out is not None:
            out.write(data)
        passed(len(data))
    return not left and seen.hexdigest() == part.sha256


def part_of(name: str, file: Path) -> Part:
    """Describe a file that will be a part."""
    seen = hashlib.sha256()
    with file.open("rb") as source:
        while data := source.read(CHUNK):
            seen.update(data)
    return Part(name, file.stat().st_size, seen.hexdigest())
