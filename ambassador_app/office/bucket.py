"""Attachments in an S3-compatible store, where those on their way wait too until their hash is right.

Access is what boto3 finds: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a credentials file, or the machine's role.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from ambassador_app.office.beginnings import Beginnings
from ambassador_app.office.direct import Direct
from ambassador_app.office.problems import Refused

SCHEME: Final = "s3"
OFF: Final = "off"
"""Says that laptops do not reach the store by themselves."""
_AT_ONCE: Final = 256 * 1024
_GONE: Final = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes on their way out of the store, the headers that go with them, and 200 or 206."""

    chunks: Iterator[bytes]
    headers: dict[str, str]
    status: int


class Bucket:
    """Keeps attachments in a bucket, whole ones and beginnings. All calls block; any thread.

    `url` is `s3://bucket/prefix`; `endpoint` the store's address, empty for Amazon's own; `near` the one at which
    laptops reach it, empty for the same, `OFF` where they do not.
    """

    def __init__(self, url: str, endpoint: str = "", *, near: str = "") -> None:
        import boto3
        from botocore.config import Config

        parts = urlsplit(url)
        self._bucket = parts.netloc
        self._prefix = f"{parts.path.strip('/')}/".lstrip("/")
        patient = Config(
            signature_version="s3v4",
            request_checksum_calculation="when_required",  # an address is signed for bytes and length alone
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 3, "mode": "standard"},
            s3={"addressing_style": "path" if endpoint else "auto"},
        )
        self._store: Any = boto3.client("s3", endpoint_url=endpoint or None, config=patient)
        self.direct: Final = None if near == OFF else self._direct(near or endpoint, patient)
        self._begun: Final = Beginnings(self._store, self._bucket, self._prefix, self._asking)
        self.offsets = self._begun.offsets
        self.write = self._begun.write
        self.discard = self._begun.discard

    def _direct(self, endpoint: str, patient: Any) -> Direct:  # noqa: ANN401 - boto3 has no types
        import boto3

        signer = boto3.client("s3", endpoint_url=endpoint or None, config=patient)
        return Direct(self._store, signer, self._bucket, self._prefix, self._asking, os.urandom)

    def place(self, tenant: str, sha256: str) -> str:
        """The name under which the store has an attachment."""
        return self._key(tenant, sha256)

    def size(self, tenant: str, sha256: str) -> int | None:
        """Give the bytes of a whole attachment, None where it is not here. Raises Refused `busy` as all others do."""
        with self._asking():
            found = self._head(tenant, sha256)
        return None if found is None else int(found["ContentLength"])

    def keep(self, tenant: str, found: Mapping[str, bytes]) -> set[str]:
        """Bring whole attachments to the store whose hash is right; give which those are."""
        right = {sha256: data for sha256, data in found.items() if hashlib.sha256(data).hexdigest() == sha256}
        with self._asking():
            for sha256, data in right.items():
                self._put(tenant, sha256, data)
        return set(right)

    def finish(self, tenant: str, sha256: str) -> bool:
        """Bring one whose last byte has arrived to the store if its hash is right; else throw it away.

        The store is told the hash too, and refuses other bytes; what it answers is not what we go by.
        """
        found = self._begun.whole(tenant, sha256)
        if found is None:
            return self.size(tenant, sha256) is not None  # somebody else may have finished it a moment ago
        with found, self._asking():
            self._put(tenant, sha256, found)
        return True

    def _put(self, tenant: str, sha256: str, data: bytes | BinaryIO) -> None:
        told = base64.b64encode(bytes.fromhex(sha256)).decode()
        self._store.put_object(Bucket=self._bucket, Key=self._key(tenant, sha256), Body=data, ChecksumSHA256=told)

    def stray(self, _tenant: str, _sha256: str) -> int | None:
        """Give nothing: what arrived stays as it came until the table knows the attachment, so none goes astray."""
        return None

    def fetch(self, tenant: str, sha256: str, wanted: str) -> Piece:
        """Give an attachment, or the part that the Range header `wanted` names. Raises Refused `blob`, `range`."""
        asked = {"Bucket": self._bucket, "Key": self._key(tenant, sha256)} | ({"Range": wanted} if wanted else {})
        with self._asking():
            found = self._store.get_object(**asked)
        headers = {"Content-Length": str(found["ContentLength"]), "Accept-Ranges": "bytes"}
        if "ContentRange" in found:
            headers["Content-Range"] = found["ContentRange"]
        return Piece(_chunks(found["Body"]), headers, 206 if "ContentRange" in found else 200)

    def is_right(self, tenant: str, sha256: str) -> bool:
        """Read a whole attachment again: tell whether it is what its name says."""
        found = hashlib.sha256()
        try:
            for chunk in self.fetch(tenant, sha256, "").chunks:
                found.update(chunk)
        except Refused as error:
            if error.code == "busy":
                raise
            return False
        return found.hexdigest() == sha256

    def remove(self, tenant: str, sha256: str) -> None:
        """Remove a whole attachment for good."""
        with self._asking():
            self._store.delete_object(Bucket=self._bucket, Key=self._key(tenant, sha256))

    def begun(self, _tenant: str) -> int:
        """Give nothing: each look would list the store. Beginnings there go when the office is tidied."""
        return 0

    def drop_pieces(self, tenant: str, before: datetime) -> int:
        """Throw away what arrived before a moment and was never finished; give how many there were."""
        begun = self.direct.drop_begun(tenant, before) if self.direct else 0
        return begun + self._begun.drop(tenant, before)

    def is_writable(self) -> bool:
        """Tell whether the store answers. Raises Refused `busy` where it does not."""
        with self._asking():
            self._store.head_bucket(Bucket=self._bucket)
        return True

    def _head(self, tenant: str, sha256: str) -> Any:  # noqa: ANN401 - boto3 has no types
        from botocore.exceptions import ClientError

        try:
            return self._store.head_object(Bucket=self._bucket, Key=self._key(tenant, sha256))
        except ClientError as error:
            if _code(error) in _GONE:
                return None
            raise

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Say of a store that does not answer that it is busy, and of what is not there that it is not."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            if _code(error) in _GONE:
                raise Refused(404, "blob", "There is no such attachment here.") from error
            if _code(error) in {"416", "InvalidRange"}:
                raise Refused(416, "range", "The attachment is shorter than that.") from error
            raise _away() from error
        except BotoCoreError as error:
            raise _away() from error

    def _key(self, tenant: str, sha256: str) -> str:
        return f"{self._prefix}{tenant}/{sha256[:2]}/{sha256}"


def _chunks(body: Any) -> Iterator[bytes]:  # noqa: ANN401 - boto3 has no types
    with closing(body):
        yield from body.iter_chunks(_AT_ONCE)


def _code(error: Any) -> str:  # noqa: ANN401 - boto3 has no types
    return str(error.response.get("Error", {}).get("Code", ""))


def _away() -> Refused:
    return Refused(503, "busy", "The store of attachments does not answer; ask again.", retry_after=10)
