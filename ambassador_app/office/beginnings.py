"""What has arrived of attachments on their way through the office to a bucket: in the bucket too, piece by piece.

So it is the same for every process of the office, and each may go on with what another began.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, closing
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final

_DIGITS: Final = 9


class Beginnings:
    """The pieces of attachments, each under its attachment's name and its offset. `asking` as of `Bucket`."""

    def __init__(
        self,
        store: Any,  # noqa: ANN401 - boto3 has no types
        bucket: str,
        prefix: str,
        asking: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._store = store
        self._bucket = bucket
        self._prefix = prefix
        self._asking = asking

    def offsets(self, tenant: str, wanted: Collection[str]) -> dict[str, int]:
        """Give how many bytes of attachments are here without a gap."""
        spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        with self._asking():
            for sha256, offset, one in self._listed(tenant, wanted):
                spans[sha256].append((offset, int(one["Size"])))
        return {sha256: _end(spans[sha256]) for sha256 in wanted}

    def write(self, tenant: str, sha256: str, offset: int, data: bytes) -> int:
        """Keep a piece, durable when it returns; give the offset after it."""
        with self._asking():
            key = f"{self._key(tenant, sha256)}{offset:0{_DIGITS}}"
            self._store.put_object(Bucket=self._bucket, Key=key, Body=data)
        return offset + len(data)

    def whole(self, tenant: str, sha256: str) -> BinaryIO | None:
        """Read what has arrived again: give it if its hash is right, else throw it away. Close what is given."""
        file = TemporaryFile()  # noqa: SIM115 - for the caller to close
        with self._asking():
            for _, offset, one in sorted(self._listed(tenant, [sha256]), key=lambda found: found[1]):
                file.seek(offset)
                with closing(self._store.get_object(Bucket=self._bucket, Key=one["Key"])["Body"]) as body:
                    shutil.copyfileobj(body, file)
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
            file.seek(0)
            return file
        file.close()
        self.discard(tenant, [sha256])
        return None

    def discard(self, tenant: str, unwanted: Collection[str]) -> None:
        """Throw away what has arrived of some."""
        with self._asking():
            for _, _, one in list(self._listed(tenant, unwanted)):
                self._store.delete_object(Bucket=self._bucket, Key=one["Key"])

    def drop(self, tenant: str, before: datetime) -> int:
        """Throw away what arrived before a moment and was never finished; give how many attachments those were."""
        with self._asking():
            old = [(sha256, one["Key"]) for sha256, _, one in self._listed(tenant) if one["LastModified"] < before]
            for _, key in old:
                self._store.delete_object(Bucket=self._bucket, Key=key)
        return len({sha256 for sha256, _ in old})

    def _listed(self, tenant: str, wanted: Collection[str] | None = None) -> Iterator[tuple[str, int, Any]]:
        """Give attachment, offset and what the store says of each piece."""
        if wanted is not None and not wanted:
            return
        within = self._key(tenant, *(wanted if wanted and len(wanted) == 1 else ()))
        for page in self._store.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=within):
            for one in page.get("Contents", ()):
                sha256, offset = one["Key"].split("/")[-2:]
                if wanted is None or sha256 in wanted:
                    yield sha256, int(offset), one

    def _key(self, tenant: str, sha256: str = "") -> str:
        return f"{self._prefix}{tenant}/begun/" + (f"{sha256}/" if sha256 else "")


def _end(spans: list[tuple[int, int]]) -> int:
    end = 0
    for offset, size in sorted(spans):
        if offset <= end:
            end = max(end, offset + size)
    return end
