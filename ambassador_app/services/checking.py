"""Check a report file that somebody hands over: its seal, and whether the data inside says what the pages say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ambassador_app import report, seal
from ambassador_app.errors import FileTooLarge, KeyFileNotRead, NotAReport, ReportNotRead, ReportTooLarge
from ambassador_app.i18n import N_, Message
from ambassador_app.seal import Embedded, Tone, Verdict

__all__ = ["Tone", "Verdict", "check_file", "read_key_file", "verified"]

LARGEST_MB: Final = 200
_LARGEST_KEY: Final = 1_000_000
_UNOPENED: Final = N_("it cannot be opened; it may be gone, or open in another program")
_FOLDER: Final = N_("it is a folder")
_STRANGE: Final = (ValueError, LookupError, TypeError, AttributeError, RuntimeError, RecursionError)


def check_file(file: Path) -> Verdict:
    """Check a file. Raises ReportNotRead, ReportTooLarge, NotAReport."""
    try:
        if file.is_dir():
            raise ReportNotRead(file=file.name, reason=Message(_FOLDER))
        if file.stat().st_size > LARGEST_MB * 1_000_000:
            raise ReportTooLarge(file=file.name, limit_mb=LARGEST_MB)
        data = file.read_bytes()
    except OSError as error:
        raise ReportNotRead(file=file.name, reason=Message(_UNOPENED)) from error
    return verified(data, file.name)


def read_key_file(file: Path) -> bytes:
    """Read a file with a key. Raises KeyFileNotRead, also for what is far too large for one."""
    try:
        if file.stat().st_size > _LARGEST_KEY:
            raise KeyFileNotRead(file=file.name)
        return file.read_bytes()
    except OSError as error:
        raise KeyFileNotRead(file=file.name) from error


def verified(data: bytes, file: str = "") -> Verdict:
    """Check a report without any profile. Raises NotAReport for what is no PDF."""
    verdict = seal.verify(data, file=file)
    if verdict.embedded is Embedded.MATCHES and verdict.intact and not says_the_same(data):
        return replace(verdict, embedded=Embedded.DIFFERS, problems=(*verdict.problems, "data_differs"))
    return verdict


def says_the_same(pdf: bytes) -> bool:
    """Tell whether the place, the proposals and the findings in the data stand on the pages, and whether each photo it
    names is among the pages' pictures, byte for byte. A photo that had to be written anew for the archive is not found
    so; then a picture that no name claims stands for it.
    """
    try:
        data = seal.read_embedded(pdf)
        dossier = json.loads(data)["dossier"] if data else {}
        text = _plain(report.logical_text(pdf))
        named = set(_photos(dossier))
        return all(_plain(one) in text for one in _words(dossier)) and _are_shown(named, pdf)
    except (NotAReport, FileTooLarge, *_STRANGE):
        return False


def _words(dossier: dict[str, Any]) -> Iterator[str]:
    yield str(dossier["site"]["name"])
    yield from (str(one["title"]) for one in dossier["measures"])
    yield from (str(one["text"]) for one in dossier["findings"])


def _photos(dossier: dict[str, Any]) -> Iterator[str]:
    return (str(one["sha256"]) for one in dossier["attachments"] if one.get("kind") == "photo")


def _are_shown(named: set[str], pdf: bytes) -> bool:
    """Whether there is a picture for each photo; nothing is read where no photo is named."""
    if not named:
        return True
    there = {hashlib.sha256(one).hexdigest() for one in seal.pictures(pdf)}
    return len(named - there) <= len(there - named)


def _plain(text: str) -> str:
    """Leave letters and digits only: a face without a sign, a line end or a hyphen makes no difference."""
    return "".join(letter for letter in text.casefold() if letter.isalnum() and letter < "\u0250")
