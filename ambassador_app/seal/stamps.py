"""Time stamps (RFC 3161) asked of a service, checked, and written in their canonical form.

Imported only when a seal is raised.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from ambassador_app.errors import TimeStampUnavailable
from ambassador_app.seal import container


class Stamps:
    """A time-stamp service. `certificates` are those it has sent, gathered while stamping."""

    def __init__(self, ask: Callable[[bytes], bytes], refusal: TimeStampUnavailable) -> None:
        self.client = _Client(ask, refusal)

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """The service's certificates."""
        return tuple(self.client.sent.values())

    def stamp(self, data: bytes) -> bytes:
        """Give the time stamp of `data`. Raises TimeStampUnavailable."""
        return bytes(asyncio.run(self.client.async_timestamp(hashlib.sha256(data).digest(), "sha256")).dump())


class _Client(TimeStamper):
    def __init__(self, ask: Callable[[bytes], bytes], refusal: TimeStampUnavailable) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.sent: dict[bytes, x509.Certificate] = {}
        self._ask = ask
        self._refusal = refusal

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(self._ask(req.dump()))

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Give a canonical time stamp that stands up to a check."""
        try:
            given = (await super().async_timestamp(message_digest, md_algorithm)).dump()
            token = cms.ContentInfo.load(container.canonical(given))
            certificates = container.certificates_of(given)
            await _demand_sound(token, message_digest)
        except (SigningError, SignatureValidationError, ValueError, TypeError, LookupError, OSError) as error:
            raise self._refusal from error
        self.sent.update({one.sha256: one for one in certificates})
        return token


async def _demand_sound(token: cms.ContentInfo, imprint: bytes) -> None:
    own = container.certificates_of(token.dump())[0]
    context: Any = ValidationContext(trust_roots=[own], allow_fetching=False)
    status = await validate_tst_signed_data(token["content"], context, {"sha256": imprint}.__getitem__)
    if not (status["intact"] and status["valid"]):
        raise ValueError("the time stamp does not hold")
