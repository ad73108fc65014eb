"""A key that an office issued: read with its passphrase, with those who stand behind it, and only if it can seal."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ambassador_app.errors import KeyFileNotRead, SealKeyUnfit
from ambassador_app.seal import Origin, SealKey, is_complete, read_pkcs12, seal, verify
from tests.report.samples import NOON
from tests.seal.authorities import PASSPHRASE, between, issue, office, pkcs12_of, root
from tests.seal.changes import changed_bytes, found_out, hole_of


def sealed_with(unsealed: bytes, key: SealKey) -> bytes:
    return seal(unsealed, key, reason="Report issued", name="Åse", place="", when=NOON)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_an_office_key_seals_and_brings_its_chain(unsealed: bytes, kind: str) -> None:
    key = read_pkcs12(pkcs12_of(office(kind)), PASSPHRASE)
    assert key.name == "Eksempelkøbing Kommunes segl"
    assert key.issuer == "Kommunernes Udsteder"
    assert not key.is_self_made
    assert is_complete(key.certificate, key.chain)
    verdict = verify(sealed_with(unsealed, key))
    assert verdict.good
    assert verdict.origin is Origin.ISSUED
    assert verdict.chain == ("Kommunernes Udsteder", "Danmarks Rod")
    assert verdict.fingerprint == key.fingerprint


def test_an_office_key_survives_being_kept() -> None:
    key = read_pkcs12(pkcs12_of(office()), PASSPHRASE)
    again = SealKey.from_bytes(key.to_bytes())
    assert (again.fingerprint, again.chain) == (key.fingerprint, key.chain)


@pytest.mark.parametrize("passphrase", ["", "wrong", PASSPHRASE + " "])
def test_a_wrong_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(KeyFileNotRead):
        read_pkcs12(pkcs12_of(office()), passphrase, file="segl.p12")


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"\x30\x82\x01\x01"])
def test_what_is_no_key_file_is_refused(data: bytes) -> None:
    with pytest.raises(KeyFileNotRead) as refused:
        read_pkcs12(data, PASSPHRASE, file="x.p12")
    assert refused.value.fields == {"file": "x.p12"}


def test_a_key_file_without_a_passphrase_is_read() -> None:
    assert read_pkcs12(pkcs12_of(office(), passphrase=""), "").name


def test_the_order_in_the_file_does_not_matter_and_strangers_are_left_out() -> None:
    stranger = issue("Somebody else", usage="ca")
    key = read_pkcs12(pkcs12_of(office(), above=(root(), stranger, between())), PASSPHRASE)
    assert [one.subject for one in key.chain] == [between().certificate.subject, root().certificate.subject]


def test_a_chain_that_stops_half_way_is_known_to() -> None:
    key = read_pkcs12(pkcs12_of(office(), above=()), PASSPHRASE)
    assert key.chain == ()
    assert not is_complete(key.certificate, key.chain)


@pytest.mark.parametrize("said", [{"usage": "encrypting"}, {"usage": "ca"}])
def test_a_certificate_for_something_else_does_not_seal(said: dict[str, Any]) -> None:
    with pytest.raises(SealKeyUnfit):
        read_pkcs12(pkcs12_of(issue("Not for signing", between(), **said)), PASSPHRASE)


def test_a_certificate_that_says_nothing_of_its_use_seals(unsealed: bytes) -> None:
    key = read_pkcs12(pkcs12_of(issue("Plain", between(), usage="none")), PASSPHRASE)
    assert verify(sealed_with(unsealed, key)).good


def test_a_weak_key_does_not_seal() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    for key in (rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP192R1())):
        with pytest.raises(SealKeyUnfit):
            read_pkcs12(pkcs12_of(issue("Weak", key=key), above=()), PASSPHRASE)


def test_a_key_of_another_kind_does_not_seal() -> None:
    from cryptography.hazmat.primitives.asymmetric.dsa import generate_private_key

    with pytest.raises(SealKeyUnfit):
        read_pkcs12(pkcs12_of(issue("Old", key=generate_private_key(2048)), above=()), PASSPHRASE)


@pytest.mark.parametrize(("begin", "end"), [(2024, 2025), (2030, 2034)])
def test_an_office_key_seals_only_while_it_is_valid(unsealed: bytes, begin: int, end: int) -> None:
    moments = {"begin": datetime(begin, 1, 1, tzinfo=UTC), "end": datetime(end, 1, 1, tzinfo=UTC)}
    key = read_pkcs12(pkcs12_of(issue("Once", between(), **moments)), PASSPHRASE)
    with pytest.raises(SealKeyUnfit) as refused:
        sealed_with(unsealed, key)
    assert refused.value.fields["reason"].values["moment"] in moments.values()


def test_every_byte_of_the_chain_in_the_seal_counts(unsealed: bytes) -> None:
    """No signature of ours covers the certificates above the signer's own; their hashes are signed instead."""
    sealed = sealed_with(unsealed, read_pkcs12(pkcs12_of(office()), PASSPHRASE))
    start, end = hole_of(sealed)
    for changed in changed_bytes(sealed, seed=3, count=50, within=((start, end),)):
        assert found_out(changed)
    written = len(sealed[start:end].rstrip(b"0>"))
    for place in range(start + 1, start + written, 97):
        other = bytearray(sealed)
        other[place] = ord("0") if sealed[place] != ord("0") else ord("1")
        assert found_out(bytes(other)), place
