"""Large attachments straight between laptop and store: the office signs addresses, and believes nothing but the bytes.

An attachment arrives under a name of its own, as the parts of one upload. When all are there the office puts them
together, reads them again, and only what has the right hash gets the name under which attachments are found. An
address is good for one part of one upload, of a length that is said, and for a quarter of an hour.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ambassador_app.office.problems import Refused
from ambassador_app.wire import limits

SECONDS: Final = 900
_NONCE: Final = re.compile(r"[0-9a-f]{32}")
_AT_ONCE: Final = 1024 * 1024
_OVER: Final = frozenset({"NoSuchUpload", "404", "NoSuchKey"})


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of an attachment that are to be put at `url`."""

    number: int
    offset: int
    length: int
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An upload that has begun (`again`: before now), and the parts of it that are not there yet."""

    upload: str
    again: bool
    parts: tuple[Part, ...]


class Direct:
    """Uploads to a bucket and addresses of it. `store` does what the office does itself, `signer` signs for laptops.

    `asking` says of a store that is away that it is. `key` gives an attachment's name, `chance` n random bytes.
    """

    def __init__(
        self,
        store: Any,  # noqa: ANN401 - boto3 has no types
        signer: Any,  # noqa: ANN401
        bucket: str,
        prefix: str,
        asking: Callable[[], AbstractContextManager[None]],
        chance: Callable[[int], bytes],
    ) -> None:
        self._store = store
        self._signer = signer
        self._bucket = bucket
        self._prefix = prefix
        self._asking = asking
        self._chance = chance

    def offer(self, tenant: str, sha256: str, size: int) -> Offer:
        """Begin an upload, or go on with the one that was begun last."""
        with self._asking():
            found = self._begun(tenant, sha256)
            key, upload = found[-1] if found else self._begin(tenant, sha256)
            there = {one["PartNumber"]: one["Size"] for one in self._parts(key, upload)}
        parts = [
            Part(number, offset, length, self._address(key, upload, number, length))
            for number, offset, length in parts_of(size)
            if there.get(number) != length
        ]
        return Offer(f"{key[-32:]}.{upload}", bool(found), tuple(parts))

    def put_together(self, tenant: str, sha256: str, said: str, size: int) -> str:
        """Make one of the parts of an upload; give its name. It may have been done before, and the answer lost.

        Raises Refused `upload` where there is no such upload, or parts are missing.
        """
        nonce, _, upload = said.partition(".")
        if not _NONCE.fullmatch(nonce):
            raise _unknown()
        key = self._arriving(tenant, sha256, nonce)
        with self._asking():
            if (key, upload) not in self._begun(tenant, sha256):  # a store may look at the upload's name alone
                if self._size(key) is None:
                    raise _unknown()
                return key
            parts = self._parts(key, upload)
            if [one["Size"] for one in parts] != [length for _, _, length in parts_of(size)]:
                raise _unknown()
            named = [{"PartNumber": one["PartNumber"], "ETag": one["ETag"]} for one in parts]
            self._store.complete_multipart_upload(
                Bucket=self._bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": named}
            )
        return key

    def take(self, key: str, sha256: str, place: str) -> int | None:
        """Read what arrived again; what has the right hash is put in its place, and its size given; else it goes."""
        with self._asking():
            found = self._store.get_object(Bucket=self._bucket, Key=key)
            size, right = int(found["ContentLength"]), hashlib.sha256()
            if size <= limits.BLOB:
                with closing(found["Body"]) as body:
                    for chunk in body.iter_chunks(_AT_ONCE):
                        right.update(chunk)
            if right.hexdigest() != sha256:
                self.drop(key)
                return None
            source = {"Bucket": self._bucket, "Key": key}
            self._store.copy_object(Bucket=self._bucket, Key=place, CopySource=source, CopySourceIfMatch=found["ETag"])
        return size

    def drop(self, key: str) -> None:
        """Remove what arrived."""
        with self._asking():
            self._store.delete_object(Bucket=self._bucket, Key=key)

    def link(self, place: str) -> str:
        """Give an address at which an attachment can be fetched, for a quarter of an hour."""
        asked = {"Bucket": self._bucket, "Key": place}
        return str(self._signer.generate_presigned_url("get_object", Params=asked, ExpiresIn=SECONDS))

    def drop_begun(self, tenant: str, before: datetime) -> int:
        """Throw away uploads that were begun before a moment and never finished; give how many there were."""
        with self._asking():
            old = [
                (one["Key"], one["UploadId"])
                for one in self._listed("list_multipart_uploads", "Uploads", self._arriving(tenant))
                if one["Initiated"] < before
            ]
            for key, upload in old:
                self._store.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload)
            whole = [
                one["Key"]
                for one in self._listed("list_objects_v2", "Contents", self._arriving(tenant))
                if one["LastModified"] < before
            ]
            for key in whole:
                self._store.delete_object(Bucket=self._bucket, Key=key)
        return len(old) + len(whole)

    # -- the store ------------------------------------------------------------------------------------------------
    def _begin(self, tenant: str, sha256: str) -> tuple[str, str]:
        key = self._arriving(tenant, sha256, self._chance(16).hex())
        return key, self._store.create_multipart_upload(Bucket=self._bucket, Key=key)["UploadId"]

    def _begun(self, tenant: str, sha256: str) -> list[tuple[str, str]]:
        found = self._listed("list_multipart_uploads", "Uploads", self._arriving(tenant, sha256))
        return [(one["Key"], one["UploadId"]) for one in sorted(found, key=lambda one: one["Initiated"])]

    def _parts(self, key: str, upload: str) -> list[Any]:
        found = self._store.list_parts(Bucket=self._bucket, Key=key, UploadId=upload)
        return sorted(found.get("Parts", ()), key=lambda one: int(one["PartNumber"]))

    def _listed(self, what: str, name: str, prefix: str) -> Iterator[Any]:
        for page in self._store.get_paginator(what).paginate(Bucket=self._bucket, Prefix=prefix):
            yield from page.get(name, ())

    def _size(self, key: str) -> int | None:
        try:
            return int(self._store.head_object(Bucket=self._bucket, Key=key)["ContentLength"])
        except self._store.exceptions.ClientError as error:
            if _code(error) in _OVER:
                return None
            raise

    def _address(self, key: str, upload: str, number: int, length: int) -> str:
        asked = {"Bucket": self._bucket, "Key": key, "UploadId": upload, "PartNumber": number, "ContentLength": length}
        return str(self._signer.generate_presigned_url("upload_part", Params=asked, ExpiresIn=SECONDS))

    def _arriving(self, tenant: str, sha256: str = "", nonce: str = "") -> str:
        return f"{self._prefix}{tenant}/arriving/" + (f"{sha256}/{nonce}" if sha256 else "")


def parts_of(size: int) -> list[tuple[int, int, int]]:
    """Give number, offset and length of the parts that an attachment is sent in."""
    return [
        (number + 1, offset, min(limits.PART, size - offset))
        for number, offset in enumerate(range(0, size, limits.PART))
    ]


def _code(error: Any) -> str:  # noqa: ANN401 - boto3 has no types
    return str(error.response.get("Error", {}).get("Code", ""))


def _unknown() -> Refused:
    return Refused(409, "upload", "There is no such upload, or parts of it are missing. Ask for the parts again.")
