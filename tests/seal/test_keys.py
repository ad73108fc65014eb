"""The key of the seal: named, lasting, kept by its owner only."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.x509.oid import NameOID

from ambassador_app.errors import SealFailed
from ambassador_app.seal import SealKey, make_seal_key

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def made(ambassador: str = "Åse Østergård", municipality: str = "Eksempelkøbing Kommune") -> SealKey:
    return make_seal_key(ambassador=ambassador, municipality=municipality, now=NOW, serial=4711)


def test_the_key_names_ambassador_and_municipality() -> None:
    key = made()
    assert key.name == "Åse Østergård"
    owner = key.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    assert owner == "Eksempelkøbing Kommune"
    assert isinstance(key.key.curve, SECP256R1)
    assert key.certificate.serial_number == 4711


def test_the_key_lasts_ten_years() -> None:
    key = made()
    assert timedelta(days=3650) < key.not_after - NOW < timedelta(days=3660)
    assert key.certificate.not_valid_before_utc <= NOW


def test_the_key_is_for_signing_and_nothing_else() -> None:
    usage = made().certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_the_key_survives_being_kept() -> None:
    key = made()
    again = SealKey.from_bytes(key.to_bytes())
    assert again.fingerprint == key.fingerprint
    assert again.key.private_numbers() == key.key.private_numbers()


def test_the_key_is_not_shown_by_accident() -> None:
    key = made()
    assert str(key.key.private_numbers().private_value) not in repr(key)
    assert repr(key) == f"SealKey({key.fingerprint[:16]})"


@pytest.mark.parametrize("name", ["", " ", "Å" * 200, "name\nwith\tspaces  inside"])
def test_any_name_makes_a_certificate(name: str) -> None:
    assert 0 < len(made(name, name).name) <= 64


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x30\x82\x01\x01"])
def test_what_is_no_key_is_refused(data: bytes) -> None:
    with pytest.raises(SealFailed):
        SealKey.from_bytes(data)
