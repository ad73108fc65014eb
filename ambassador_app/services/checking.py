"""Check a report file that somebody hands over: its seal, and whether the data inside says what the pages say."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from ambassador_app import seal
from ambassador_app.errors import KeyFileNotRead, ReportNotRead, ReportTooLarge
from ambassador_app.i18n import N_, Message
from ambassador_app.seal import Embedded, Tone, Verdict
from ambassador_app.services.redrawing import Agreement, Redrawing

__all__ = ["Tone", "Verdict", "check_file", "read_key_file", "read_report", "verified"]

LARGEST_MB: Final = 200
MOST_UNPACKED_MB: Final = 500
_PIECE: Final = 1 << 20
_STREAM: Final = re.compile(rb"stream\r?\n(?=x)")  # all that zlib packs begins with an x
_LARGEST_KEY: Final = 1_000_000
_UNOPENED: Final = N_("it cannot be opened; it may be gone, or open in another program")
_FOLDER: Final = N_("it is a folder")


def check_file(file: Path, redrawing: Redrawing) -> Verdict:
    """Check a file. Raises ReportNotRead, ReportTooLarge, NotAReport."""
    return verified(read_report(file), file.name, redrawing)


def read_report(file: Path) -> bytes:
    """Read a report file. Raises ReportNotRead, ReportTooLarge."""
    try:
        if file.is_dir():
            raise ReportNotRead(file=file.name, reason=Message(_FOLDER))
        if file.stat().st_size > LARGEST_MB * 1_000_000:
            raise ReportTooLarge(file=file.name, limit_mb=LARGEST_MB)
        data = file.read_bytes()
    except OSError as error:
        raise ReportNotRead(file=file.name, reason=Message(_UNOPENED)) from error
    if not unpacks_within(data, MOST_UNPACKED_MB * 1_000_000):
        raise ReportTooLarge(file=file.name, limit_mb=MOST_UNPACKED_MB)
    return data


def unpacks_within(pdf: bytes, limit: int) -> bool:
    """Whether all that is packed in a PDF unpacks to at most `limit` bytes; before anything reads it, for a few kB can
    become more than any computer has."""
    left = limit
    for begin in _STREAM.finditer(pdf):
        unpacker, packed = zlib.decompressobj(), pdf[begin.end() : begin.end() + _PIECE]
        place = begin.end() + len(packed)
        try:
            while packed and not unpacker.eof:
                left -= len(unpacker.decompress(packed, _PIECE))
                if left < 0:
                    return False
                packed = unpacker.unconsumed_tail
                if not packed:
                    packed = pdf[place : place + _PIECE]
                    place += len(packed)
        except zlib.error:
            continue  # it is packed otherwise, or damaged: whoever reads it says so
    return True


def read_key_file(file: Path) -> bytes:
    """Read a file with a key. Raises KeyFileNotRead, also for what is far too large for one."""
    try:
        if file.stat().st_size > _LARGEST_KEY:
            raise KeyFileNotRead(file=file.name)
        return file.read_bytes()
    except OSError as error:
        raise KeyFileNotRead(file=file.name) from error


def verified(data: bytes, file: str, redrawing: Redrawing) -> Verdict:
    """Check a report: its seal, and whether its pages are what its data gives. Raises NotAReport for what is no PDF."""
    verdict = seal.verify(data, file=file)
    if verdict.embedded is not Embedded.MATCHES or not verdict.intact:
        return verdict
    match redrawing.agreement(data, verdict):
        case Agreement.DRAWN_AGAIN:
            return replace(verdict, embedded=Embedded.SAME)
        case Agreement.READ:
            return replace(verdict, embedded=Embedded.READ)
    return replace(verdict, embedded=Embedded.DIFFERS, problems=(*verdict.problems, "data_differs"))
