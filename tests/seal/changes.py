"""Changes to sealed files: of single bytes, chosen by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from ambassador_app.errors import NotAReport
from ambassador_app.seal import verify


def found_out(data: bytes) -> bool:
    """Whether a changed file is not taken for good, by a verdict or by being no report at all."""
    try:
        return not verify(data).good
    except NotAReport:
        return True


def hole_of(sealed: bytes) -> tuple[int, int]:
    """Where the signature itself stands, its angle brackets included."""
    numbers = sealed[sealed.index(b"/ByteRange") :].split(b"[")[1].split(b"]")[0].split()
    return int(numbers[1]), int(numbers[2])


def changed_bytes(sealed: bytes, *, seed: int, count: int, within: tuple[tuple[int, int], ...]) -> Iterator[bytes]:
    """Give `count` copies of a file for each stretch `within`, one byte of it changed to another value."""
    chance = Random(seed)
    for start, end in within:
        for _ in range(count):
            place = chance.randrange(start, min(end, len(sealed)))
            changed = bytearray(sealed)
            changed[place] = chance.choice([value for value in range(256) if value != sealed[place]])
            yield bytes(changed)
