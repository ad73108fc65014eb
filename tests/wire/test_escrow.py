"""A recovery key sealed for the municipality: only its key opens it, and only as the laptop closed it."""

import os
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ambassador_app.errors import PassphraseTooShort, PassphraseWrong
from ambassador_app.wire import escrow, sealing, wrapping
from ambassador_app.wire.escrow import Box, BoxRefused, NoKeyFile

TENANT, DEVICE = "oddeby", "018f3c1e-0000-7000-8000-000000000000"
KEY = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567"
PASSPHRASE = "borgmesterens lange sætning"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "MEMORY_KIB", 64)
    monkeypatch.setattr(wrapping, "PASSES", 1)


@pytest.fixture
def device() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def public(device: Ed25519PrivateKey) -> str:
    return sealing.written(device.public_key().public_bytes_raw())


def closed(device: Ed25519PrivateKey, key: str) -> Box:
    return escrow.close(KEY, key, tenant=TENANT, device=DEVICE, signing=device.private_bytes_raw())


def opened(box: Box, private: bytes, device: Ed25519PrivateKey, tenant: str = TENANT, name: str = DEVICE) -> str:
    return escrow.open_box(box, private, tenant=tenant, device=name, device_key=public(device))


def test_only_the_file_and_its_passphrase_together_open_a_box(device: Ed25519PrivateKey) -> None:
    key, file = escrow.new_key_file(TENANT, PASSPHRASE, chance=os.urandom)
    box = closed(device, key)
    assert KEY.encode() not in file and KEY not in box.sealed
    private = escrow.read_key_file(file, PASSPHRASE)
    assert opened(box, private, device) == KEY
    assert private.hex() not in file.decode()
    with pytest.raises(PassphraseWrong):
        escrow.read_key_file(file, "en anden sætning")
    with pytest.raises(PassphraseTooShort):
        escrow.new_key_file(TENANT, "kort", chance=os.urandom)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"\xff", b'{"ambassador": "escrow key", "version": 2}', b"[" * 9999]
)
def test_what_is_no_key_file_is_told(data: bytes) -> None:
    with pytest.raises(NoKeyFile):
        escrow.read_key_file(data, PASSPHRASE)


def test_a_box_is_another_key_s_or_not_the_laptop_s_or_damaged(device: Ed25519PrivateKey) -> None:
    key, file = escrow.new_key_file(TENANT, PASSPHRASE, chance=os.urandom)
    private = escrow.read_key_file(file, PASSPHRASE)
    box = closed(device, key)
    stranger = Ed25519PrivateKey.generate()
    forged = closed(stranger, key)
    cases = {
        "sender": [
            (forged, private, device, TENANT, DEVICE),
            (replace(box, sealed=forged.sealed), private, device, TENANT, DEVICE),
            (replace(box, signature="A" * 86), private, device, TENANT, DEVICE),
            (box, private, device, "nordby", DEVICE),
            (box, private, device, TENANT, "another"),
            (replace(box, signature="ø"), private, device, TENANT, DEVICE),
        ],
        "key": [(box, os.urandom(32), device, TENANT, DEVICE)],
    }
    for why, several in cases.items():
        for one in several:
            with pytest.raises(BoxRefused) as refused:
                opened(*one)
            assert refused.value.why == why


def test_a_box_that_was_sealed_for_another_laptop_does_not_open_though_it_is_signed(device: Ed25519PrivateKey) -> None:
    key, file = escrow.new_key_file(TENANT, PASSPHRASE, chance=os.urandom)
    other = closed(device, key)
    said = escrow._signed(TENANT, "second", key, other.sealed)
    laid_over = replace(other, signature=sealing.written(device.sign(said)))
    with pytest.raises(BoxRefused) as refused:
        opened(laid_over, escrow.read_key_file(file, PASSPHRASE), device, TENANT, "second")
    assert refused.value.why == "damaged"
