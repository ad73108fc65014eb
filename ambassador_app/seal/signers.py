"""pyHanko's signers, taught to bind the certificates above the signer's own into what is signed.

A signature protects its own certificate and no other. The hash of each certificate above it therefore stands among
the signed attributes (RFC 5035, 3: `certs` may name them), so that not one byte of them can change unnoticed.
Imported only when something is sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from asn1crypto import cms, keys, tsp, x509
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ambassador_app.seal.keys import SealKey

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from ambassador_app.seal.card import SealCard


class _Bound:
    """Signs with the hashes of all certificates among the signed attributes."""

    bound: tuple[x509.Certificate, ...] = ()

    async def signed_attrs(self, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
        """Give pyHanko's attributes, the one about certificates naming all of them."""
        made = await super().signed_attrs(*args, **kwargs)  # type: ignore[misc]  # of pyHanko's Signer
        return cms.CMSAttributes([self._whole(one) for one in made])

    def _whole(self, attribute: cms.CMSAttribute) -> cms.CMSAttribute:
        if attribute["type"].native != "signing_certificate_v2":
            return attribute
        named = [as_signing_certificate_v2(one)["certs"][0] for one in self.bound]
        return cms.CMSAttribute({"type": attribute["type"], "values": [tsp.SigningCertificateV2({"certs": named})]})


class FileSigner(_Bound, SimpleSigner):
    """Signs with a key that is here."""

    def __init__(self, key: SealKey) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        private = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.bound = read((key.certificate, *key.chain))
        super().__init__(
            signing_cert=self.bound[0],
            signing_key=keys.PrivateKeyInfo.load(private),
            cert_registry=registry(self.bound[1:]),
        )


def _card_class() -> type[Any]:
    from pyhanko.sign.pkcs11 import PKCS11Signer

    class Made(_Bound, PKCS11Signer):
        """Signs with a key on a card: the card is handed the digest, which every card can sign."""

        def __init__(self, session: Any, card: SealCard) -> None:
            self.bound = read((card.certificate, *card.chain))
            super().__init__(session, signing_cert=self.bound[0], key_id=card.key_id, use_raw_mechanism=True)

        @property
        def cert_registry(self) -> SimpleCertificateStore:
            """The certificates above the signer's own; pyHanko's own registry would bring that one twice."""
            return registry(self.bound[1:])

    return Made


def card_signer(session: Any, card: SealCard) -> Any:
    """Make a signer for a key on a card, of a class that needs an optional package."""
    return _card_class()(session, card)


def read(certificates: Sequence[Certificate]) -> tuple[x509.Certificate, ...]:
    """Give certificates as pyHanko wants them."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return tuple(x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates)


def registry(certificates: Sequence[x509.Certificate]) -> SimpleCertificateStore:
    """Give a store of certificates."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates)
    return store
