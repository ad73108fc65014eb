"""The office's word on publications: given once, when one is taken from a device whose person may publish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ambassador_app.domain.publication import Fault, Publication, Witness
from ambassador_app.domain.records import KINDS, to_json, value_of
from ambassador_app.wire import publications
from ambassador_app.wire.messages import Op

Judge = Callable[[Op], "Op | str"]
"""Gives a publication as it is to be kept, with the office's word; or the code of why it is not taken."""

_CODES: Final = {Fault.FOREIGN: "tenant", Fault.MISNAMED: "malformed", Fault.UNKNOWN: "malformed"}


class Notary:
    """Attests with the office's own key, which is made of its secret and stands in no database."""

    def __init__(self, secret: bytes) -> None:
        self._key = publications.office_key(secret)
        self.public_key: Final = publications.public_of(self._key)

    def judge(self, op: Op, tenant: str, witness: Witness) -> Op | str:
        """Attest a publication that the device of `witness` pushes; one that this office has attested is as good from
        anybody, so that laptops can give back what a restored office has lost.

        Gives the op with the office's word in it, or a code: malformed, tenant, unsigned, signature, forbidden.
        """
        found = _read(op)
        if found is None:
            return "malformed"
        if (fault := publications.misfit_of(found, tenant)) is not None:
            return _CODES[fault]
        if not found.signature:
            return "unsigned"
        if publications.fault_of(found, tenant=tenant, office=self.public_key) is None:
            return op
        return self._attested(op, found, witness)

    def _attested(self, op: Op, found: Publication, witness: Witness) -> Op | str:
        said = publications.statement(found)
        if found.device != witness.device or not publications.is_signed(said, found.signature, witness.public_key):
            return "signature"
        if not publications.is_allowed(found.of, witness.role):
            return "forbidden"
        attested = publications.attest(said, found.signature, replace(witness, signature=""), self._key)
        return op.model_copy(update={"set": {**op.set, "attested": to_json(attested)}})


def _read(op: Op) -> Publication | None:
    """Read a publication, and the record that it speaks of as far as this program knows it."""
    try:
        found = value_of(Publication, op.id, op.set)
        publications.statement(found)
        if found.of in KINDS and not found.withdrawn:
            value_of(KINDS[found.of], found.subject, found.content)  # type: ignore[arg-type]
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
    return found
