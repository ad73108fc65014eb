"""A key that a municipality's office has issued, as a PKCS#12 file with a passphrase (.p12, .pfx)."""

from __future__ import annotations

from ambassador_app.errors import KeyFileNotRead, SealKeyUnfit
from ambassador_app.i18n import N_, Message
from ambassador_app.seal.certificates import chain_of, demand_for_signing
from ambassador_app.seal.keys import SealKey

_NO_KEY = N_("the file holds no private key with its certificate")
_KIND = N_("keys of this kind cannot seal; ask for an RSA key of at least 2048 bits or an elliptic curve key")


def read_pkcs12(data: bytes, passphrase: str, *, file: str = "") -> SealKey:
    """Read an office's key. Whether it is valid now is asked when it seals.

    Raises KeyFileNotRead (wrong passphrase or no such file: the format does not tell them apart), SealKeyUnfit.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode() if passphrase else None)
    except (ValueError, TypeError) as error:
        raise KeyFileNotRead(file=file) from error
    if key is None or certificate is None:
        raise SealKeyUnfit(reason=Message(_NO_KEY))
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise SealKeyUnfit(reason=Message(_KIND))
    demand_for_signing(certificate)
    return SealKey(key, certificate, chain_of(certificate, others))
