"""A key on a card, played by SoftHSM: only its certificate is known here, and the PIN is asked each time."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from ambassador_app.errors import CardMissing, PinNeeded, PinWrong
from ambassador_app.seal import Origin, SealCard, cards, raise_seal, seal, verify
from tests.report.samples import NOON
from tests.seal.authorities import SERVICE, Issued, Service, between, office, root

PIN = "271828"
PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def test_a_module_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(CardMissing):
        cards("/nowhere/module.so")


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A reader with one card: two keys for signing, and the certificates above them."""
    found = next((one for one in PLACES if Path(one).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.fail("needs softhsm2 and tests/whole-requirements.txt")
    folder = tmp_path_factory.mktemp("tokens")
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(settings))
    words = ["--init-token", "--free", "--label", "Kommunens kort", "--so-pin", "314159", "--pin", PIN]
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
    _fill(found, (office("ec"), office("rsa")), (between(), root()))
    yield found
    patch.undo()


def _fill(module: str, own: tuple[Issued, ...], above: tuple[Issued, ...]) -> None:
    import pkcs11

    library = pkcs11.lib(module)
    library.reinitialize()
    token = next(iter(library.get_tokens(token_label="Kommunens kort")))
    with token.open(user_pin=PIN, rw=True) as session:
        for number, one in enumerate(own, 1):
            session.create_object({**_private(one), pkcs11.Attribute.ID: bytes([number]), **_kept("key", private=True)})
            session.create_object({**_certificate(one), pkcs11.Attribute.ID: bytes([number]), **_kept("own")})
        for one in above:
            session.create_object({**_certificate(one), pkcs11.Attribute.ID: b"", **_kept("above")})


def _kept(label: str, *, private: bool = False) -> dict[Any, Any]:
    from pkcs11 import Attribute

    return {Attribute.TOKEN: True, Attribute.LABEL: label, Attribute.PRIVATE: private}


def _certificate(one: Issued) -> dict[Any, Any]:
    from pkcs11 import Attribute, CertificateType, ObjectClass

    return {
        Attribute.CLASS: ObjectClass.CERTIFICATE,
        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
        Attribute.SUBJECT: one.certificate.subject.public_bytes(),
        Attribute.VALUE: one.certificate.public_bytes(Encoding.DER),
    }


def _private(one: Issued) -> dict[Any, Any]:
    from pkcs11 import Attribute, KeyType, ObjectClass
    from pkcs11.util.ec import encode_named_curve_parameters

    made: dict[Any, Any] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True, Attribute.SENSITIVE: True}
    if isinstance(one.key, ec.EllipticCurvePrivateKey):
        value = one.key.private_numbers().private_value.to_bytes(32, "big")
        curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1"), Attribute.VALUE: value}
        return {**made, Attribute.KEY_TYPE: KeyType.EC, **curve}
    assert isinstance(one.key, rsa.RSAPrivateKey)
    numbers = one.key.private_numbers()
    parts = {
        Attribute.MODULUS: numbers.public_numbers.n,
        Attribute.PUBLIC_EXPONENT: numbers.public_numbers.e,
        Attribute.PRIVATE_EXPONENT: numbers.d,
        Attribute.PRIME_1: numbers.p,
        Attribute.PRIME_2: numbers.q,
        Attribute.EXPONENT_1: numbers.dmp1,
        Attribute.EXPONENT_2: numbers.dmq1,
        Attribute.COEFFICIENT: numbers.iqmp,
    }
    numbers_as_bytes = {name: value.to_bytes((value.bit_length() + 7) // 8, "big") for name, value in parts.items()}
    return {**made, Attribute.KEY_TYPE: KeyType.RSA, **numbers_as_bytes}


@pytest.mark.whole
def test_the_keys_of_a_card_are_found_without_a_pin(module: str) -> None:
    found = cards(module)
    assert [one.name for one in found] == ["Eksempelkøbing Kommunes segl"] * 2
    assert {one.token for one in found} == {"Kommunens kort"}
    assert all([above.subject for above in one.chain] == _above() for one in found)


def _above() -> list[Any]:
    return [between().certificate.subject, root().certificate.subject]


@pytest.mark.whole
@pytest.mark.parametrize("number", [0, 1])
def test_a_card_seals_and_the_seal_can_be_raised(unsealed: bytes, module: str, number: int) -> None:
    card = SealCard.from_plain(cards(module)[number].to_plain())
    sealed = seal(unsealed, card, reason="r", name="n", place="", when=NOON, pin=PIN)
    verdict = verify(sealed)
    assert verdict.good
    assert verdict.origin is Origin.ISSUED
    assert verdict.fingerprint == card.fingerprint
    assert verify(raise_seal(sealed, service=SERVICE, reach=Service(NOON)).pdf).good


@pytest.mark.whole
def test_no_pin_and_a_wrong_pin_are_told_apart(unsealed: bytes, module: str) -> None:
    card = cards(module)[0]
    with pytest.raises(PinNeeded):
        seal(unsealed, card, reason="r", name="n", place="", when=NOON)
    with pytest.raises(PinWrong):
        seal(unsealed, card, reason="r", name="n", place="", when=NOON, pin="000000")


@pytest.mark.whole
def test_another_card_in_the_reader_is_told(unsealed: bytes, module: str) -> None:
    plain = {**cards(module)[0].to_plain(), "serial": "another"}
    with pytest.raises(CardMissing):
        seal(unsealed, SealCard.from_plain(plain), reason="r", name="n", place="", when=NOON, pin=PIN)
