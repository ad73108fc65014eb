"""A sync as a file on a stick, for when the office cannot be reached: packed here, carried there, taken once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.syncing import Greeting, Load, Membership, Op
from ambassador_app.errors import NoOffice, NothingToPack
from ambassador_app.services.desk import Desk
from ambassador_app.services.files_out import write_large
from ambassador_app.services.sync_run import LARGEST_PUSH, MOST_OPS
from ambassador_app.services.syncing import KEY, Syncing

SUFFIX: Final = ".ambassador-sync"


class Packer(Protocol):
    """What writes such a file; handed down by the composition root."""

    def pack(self, file: Path, member: Membership, key: bytes, greeting: Greeting, load: Load) -> int: ...


class Parcels:
    """Files for the office."""

    def __init__(self, desk: Desk, syncing: Syncing, packer: Packer | None) -> None:
        self._desk: Final = desk
        self._syncing: Final = syncing
        self._packer: Final = packer

    def pack(self, folder: Path) -> Path:
        """Write all that waits into a file in `folder`; it goes on waiting here until the office confirms it.

        The file is sealed for the office and signed by this computer: who finds the stick reads nothing. Needs one
        sync before, for the office's key. Raises NoOffice, NothingToPack, DiskFull, FolderNotWritable, DriveGone.
        """
        member, key = self._syncing.member(), self._desk.store.secret(KEY)
        greeting = self._syncing.greeting()
        if member is None or key is None or self._packer is None or greeting is None or not greeting.parcel_key:
            raise NoOffice
        self._syncing.publishing.sign()
        load = self._load()
        if not load.pushes and not load.files:
            raise NothingToPack
        packer, name = self._packer, f"{member.tenant} {self._desk.now():%Y-%m-%d %H%M}{SUFFIX}"
        written = write_large(folder, name, lambda part: packer.pack(part, member, key, greeting, load))
        self._desk.note_access(AccessDeed.PACKED, "", "")
        return written

    def carry(self, file: Path) -> int:
        """Bring such a file to the office over the network, mine or a colleague's; gives how many records it took.

        Raises NoOffice, FileNotRead, OfficeAway, OfficeBusy, OfficeRefused.
        """
        return self._syncing.carry(file)

    def _load(self) -> Load:
        post, blobs = self._desk.store.post, self._desk.store.blobs
        pushes = list(_by_group(post.sent()))
        pushes += _until_empty(lambda: post.take(most=MOST_OPS, largest=LARGEST_PUSH))
        pushes += _until_empty(post.take_group)
        named = (one for ops in pushes for op in ops for one in post.named(op))
        waiting = (one.sha256 for one in post.deliveries())
        files = tuple(one for one in dict.fromkeys((*named, *waiting)) if blobs.has(one))
        return Load(tuple(pushes), files, blobs.get)


def _until_empty(take: Callable[[], tuple[Op, ...]]) -> list[tuple[Op, ...]]:
    found = []
    while ops := take():
        found.append(ops)
    return found


def _by_group(ops: Sequence[Op]) -> list[tuple[Op, ...]]:
    """What was sent and not answered, in pushes again: groups whole, the rest two hundred at a time."""
    alone = [one for one in ops if not one.group]
    groups = dict.fromkeys(one.group for one in ops if one.group)
    parts = [tuple(alone[at : at + MOST_OPS]) for at in range(0, len(alone), MOST_OPS)]
    return parts + [tuple(one for one in ops if one.group == name) for name in groups]
