"""A parcel arrives as it was packed, is read by nobody else, and every change in it is seen."""

import io
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.wire import parcel, sealing
from ambassador_app.wire.parcel import Frame, Head, ParcelRefused

OFFICE = parcel.office_key(b"s" * 32)
DEVICE = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(DEVICE).public_key().public_bytes_raw()
HEAD = Head("oddeby", "device-1", "e1", "2026-11-23T08:00:00+00:00", "")
FRAMES = st.lists(st.builds(Frame, st.sampled_from("PB"), st.binary(max_size=5000)), max_size=5)


def packed(frames: list[Frame], seed: int = 1) -> bytes:
    out = io.BytesIO()
    chance = random.Random(seed).randbytes
    parcel.write(out, HEAD, frames, office=sealing.public_of(OFFICE), device=DEVICE, chance=chance)
    return out.getvalue()


def unpacked(data: bytes, office: bytes = OFFICE) -> list[Frame]:
    source = io.BytesIO(data)
    parcel.verify(source, PUBLIC)
    return list(parcel.frames_of(source, office))


@given(FRAMES)
def test_it_arrives_as_it_was_packed(frames: list[Frame]) -> None:
    data = packed(frames)
    assert unpacked(data) == frames
    head = parcel.read_head(io.BytesIO(data))
    assert (head.tenant, head.device, head.epoch) == ("oddeby", "device-1", "e1")


@pytest.mark.parametrize("size", [0, 1 << 20, (1 << 20) + 1, 3 << 20, (3 << 20) - 5])
def test_pieces_end_where_they_should(size: int) -> None:
    frames = [Frame("B", random.Random(size).randbytes(size)), Frame("P", b"{}")]
    assert unpacked(packed(frames)) == frames


def test_nobody_else_reads_it_and_nothing_stands_in_it_plainly() -> None:
    data = packed([Frame("P", b"Utaet port hos Bageren")])
    assert b"Bageren" not in data
    with pytest.raises(ParcelRefused, match="not-for-this-office"):
        unpacked(data, parcel.office_key(b"t" * 32))


def test_every_changed_byte_and_every_cut_is_seen() -> None:
    data = packed([Frame("P", b"{}" * 40)])
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        with pytest.raises(ParcelRefused):
            unpacked(bytes(changed))
    for end in range(0, len(data), 7):
        with pytest.raises(ParcelRefused):
            unpacked(data[:end])


@given(st.binary(max_size=300))
def test_anything_else_is_refused(data: bytes) -> None:
    for text in (data, parcel.MAGIC + data, parcel.MAGIC + b"\0\0\0\2{}" + data):
        with pytest.raises(ParcelRefused):
            parcel.read_head(io.BytesIO(text))
