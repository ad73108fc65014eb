"""A sync as a file: what would have gone over the wire, sealed for the office."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ambassador_app.domain.syncing import Greeting, Load, Membership
from ambassador_app.sync.office import op_message
from ambassador_app.wire import messages, parcel
from ambassador_app.wire.parcel import Frame, Head


def pack(
    file: Path, member: Membership, key: bytes, greeting: Greeting, load: Load, chance: Callable[[int], bytes]
) -> int:
    """Write the file, flushed to the disk or stick; gives its size. Raises OSError."""
    head = Head(member.tenant, member.device, greeting.epoch.id, greeting.time, "")
    office = base64.urlsafe_b64decode(greeting.parcel_key + "=")
    with file.open("xb") as out:
        parcel.write(out, head, _frames(greeting.epoch.id, load), office=office, device=key, chance=chance)
        out.flush()
        os.fsync(out.fileno())
        return out.tell()


def _frames(epoch: str, load: Load) -> Iterator[Frame]:
    """Attachments first: a report is never taken without its PDF."""
    for sha256 in load.files:
        yield Frame("B", load.bytes_of(sha256))
    for ops in load.pushes:
        said = messages.Push(epoch=epoch, ops=tuple(op_message(one) for one in ops))
        yield Frame("P", said.model_dump_json().encode())
