"""A laptop's sync that came as a file: proved, opened and taken as if it had come over the wire, once."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import IO, Any, Final

from ambassador_app.office.access import Access, Claims
from ambassador_app.office.deciding import read_push
from ambassador_app.office.log import Who
from ambassador_app.office.office import Office
from ambassador_app.office.problems import Refused
from ambassador_app.office.tidying import drop_unnamed
from ambassador_app.office.transport import json_of
from ambassador_app.wire import parcel
from ambassador_app.wire.parcel import ParcelRefused

_SAID: Final = {
    "not-a-parcel": "This is no file of a laptop's sync.",
    "not-whole": "The file is not whole: something of it is missing.",
    "signature": "The file is not as its laptop wrote it.",
    "device-unknown": "The laptop that packed it was never let in.",
    "device-revoked": "The laptop that packed it is shut out.",
    "login-needed": "Nobody ever signed in on the laptop that packed it.",
    "not-for-this-office": "The file was written for another office.",
}


@dataclass(slots=True)
class Unpacked:
    """What a parcel came to: records taken (anew, or known already), in conflict, refused; attachments kept."""

    tenant: str = ""
    device: str = ""
    taken: int = 0
    known: int = 0
    conflicts: int = 0
    refused: int = 0
    attachments: int = 0
    bytes: int = 0
    codes: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)

    def told(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "tenant": self.tenant, "device": self.device, "taken": self.taken, "known": self.known,
            "conflicts": self.conflicts, "refused": self.refused, "codes": sorted(self.codes),
            "attachments": self.attachments, "bytes": self.bytes,
        }  # fmt: skip


def take(office: Office, source: IO[bytes], tenant: str = "") -> Unpacked:
    """Take a parcel: attachments and records, in the order in which the laptop packed them. Repeating it is harmless.

    Nothing is done before every byte is proved to be the device's. Raises Refused `parcel` (what is wrong with it),
    `tenant` (it is another's than `tenant`, if one is named), `epoch`, `quota`.
    """
    try:
        head = parcel.read_head(source)
        if tenant and head.tenant != tenant:
            raise Refused(403, "tenant", "The file is another tenant's.")
        key, claims = _packer(office, Claims(head.tenant, head.device))
        parcel.verify(source, base64.urlsafe_b64decode(key + "="))
        done = Unpacked(head.tenant, head.device)
        for frame in parcel.frames_of(source, office.parcel_key):
            if frame.kind == "B":
                _keep(office, claims, frame.data, done)
            else:
                _push(office, head.epoch, frame.data, Access.who(claims), done)
        drop_unnamed(office, head.tenant, done.fresh)
    except ParcelRefused as error:
        raise Refused(422, "parcel", _SAID.get(error.why, error.why)) from error
    return done


def _packer(office: Office, claims: Claims) -> tuple[str, Claims]:
    """The key of the laptop that packed, and whom it speaks for; who carries it is not to be told that his own laptop
    was shut out."""
    try:
        with office.database.read(claims.tenant) as connection:
            return office.access.packed(connection, claims)
    except Refused as error:
        if error.code.startswith(("device-", "login-")):
            raise ParcelRefused(error.code) from error
        raise


def _keep(office: Office, claims: Claims, data: bytes, done: Unpacked) -> None:
    name = hashlib.sha256(data).hexdigest()
    who, attachments = Access.who(claims), office.attachments
    offset = attachments.state(claims.tenant, name, who)
    if not offset.whole:
        done.fresh.add(name)
        begun = attachments.begin(claims.tenant, name, offset.offset, len(data), who)
        if not begun.whole:
            if len(data) > begun.offset:
                attachments.write(claims.tenant, name, begun.offset, data[begun.offset :])
            attachments.finish(claims.tenant, name)
    done.attachments += 1
    done.bytes += len(data)


def _push(office: Office, epoch: str, data: bytes, who: Who, done: Unpacked) -> None:
    try:
        _, ops = read_push(json_of(data))
    except Refused as error:
        raise ParcelRefused("not-a-parcel") from error
    for result in office.log.push(done.tenant, epoch, ops, who).results:
        if result.status == "ok":
            done.known += result.dup
            done.taken += not result.dup
        elif result.status == "conflict":
            done.conflicts += 1
        else:
            done.refused += 1
            done.codes.add(result.code)
