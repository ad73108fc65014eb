"""The messages of protocol v1. What a message does not know is ignored; what a record does not know is kept.

Requests and answers are JSON objects in UTF-8, gzip either way. Times are ISO 8601 texts with an offset.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool, StringConstraints

from ambassador_app.wire import limits

UUID_PATTERN: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
TENANT_PATTERN: Final = r"^[a-z][a-z0-9-]{0,38}[a-z0-9]$"
SHA256_PATTERN: Final = r"^[0-9a-f]{64}$"
_NO_CONTROL: Final = r"^[^\x00-\x1f\x7f]+$"

OpId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=limits.KIND)]
RecordId = Annotated[str, StringConstraints(pattern=_NO_CONTROL, max_length=limits.IDENTIFIER)]
FieldName = Annotated[str, StringConstraints(pattern=_NO_CONTROL, max_length=limits.NAME)]
Name = Annotated[str, StringConstraints(pattern=_NO_CONTROL, max_length=limits.NAME)]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d[0-9:.+\-Z]*$", max_length=40)]
Sha256 = Annotated[str, StringConstraints(pattern=SHA256_PATTERN)]
Tenant = Annotated[str, StringConstraints(pattern=TENANT_PATTERN)]
Sequence = Annotated[int, Field(ge=0, le=limits.INTEGER, strict=True)]
"""The office's number of a change; 0 stands before the first."""

Fields = dict[FieldName, JsonValue]


class Message(BaseModel):
    """A frozen value that can be written as JSON and read back."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", serialize_by_alias=True, validate_by_alias=True, validate_by_name=True
    )


class Op(Message):
    """One change of one record, as the laptop's outbox holds it.

    `op` is made, and stored, before it is first sent. `base` is the number of the version the edit started from, 0
    for none. Ops with the same `group` succeed or fail together. `at` is the laptop's clock, which decides nothing.
    """

    op: OpId
    kind: Kind
    id: RecordId
    base: Sequence
    set: Fields = Field(default_factory=dict, max_length=10_000)
    unset: tuple[FieldName, ...] = Field(default=(), max_length=10_000)
    deleted: bool = False
    group: Annotated[str, StringConstraints(pattern=_NO_CONTROL, max_length=100)] | None = None
    schema_version: int = Field(alias="schema", ge=1, le=1_000_000)
    at: Moment


class Push(Message):
    """What a laptop has to say. `epoch` is the one its bases belong to: in another, equal numbers mean nothing."""

    epoch: Annotated[str, StringConstraints(max_length=40)]
    ops: Annotated[tuple[Op, ...], Field(min_length=1, max_length=limits.OPS)]


class Result(Message):
    """What became of one op.

    - `ok`: committed as number `seq`; `dup` when that was earlier.
    - `conflict`: the record is not at `base`; `seq` (0: it is not there), `deleted`, `data`, `by`, `at` are its state.
    - `invalid`: it will never be taken as it is; `code` says why, `field` where: op-reused, immutable, forbidden,
      blob-missing, too-large, value, malformed, hash, erased, unsigned, signature, tenant, or group-failed for an op
      whose group failed through another.
    """

    op: str
    status: Literal["ok", "conflict", "invalid"]
    seq: Sequence = 0
    dup: bool = False
    deleted: bool = False
    data: dict[str, JsonValue] | None = None
    by: str = ""
    at: str = ""
    code: str = ""
    field: str = ""


class Pushed(Message):
    """The answer to a push: everything is committed as the results say. `head` is the tenant's newest number."""

    epoch: str
    head: Sequence
    results: tuple[Result, ...]


class Change(Message):
    """The present state of one record: `by` the name of who changed it last, `at` the office's clock then.

    `erased`: deleted for good, by law; what the laptop still has of it, history and all, goes too.
    """

    id: str
    kind: str
    seq: Sequence
    deleted: bool = False
    erased: bool = False
    schema_version: int = Field(alias="schema")
    data: dict[str, JsonValue] | None = None
    by: str = ""
    at: str = ""


class Pulled(Message):
    """Records changed after a number, in the order of their numbers. `next` is where to go on; `more` says that there
    is more at once, `poll_after` when to ask again otherwise, in seconds; `epoch_from` as in `Hello`.
    """

    epoch: str
    epoch_from: Sequence = 0
    head: Sequence
    next: Sequence
    more: bool
    poll_after: int
    changes: tuple[Change, ...]


class RecordRef(Message):
    """A record by kind and id."""

    kind: Kind
    id: RecordId


class AskRecords(Message):
    """What is the present state of these records? Without `data` only their numbers and whether they are deleted."""

    refs: Annotated[tuple[RecordRef, ...], Field(min_length=1, max_length=limits.ASKED_RECORDS)]
    data: StrictBool = True


class Records(Message):
    """The answer to `AskRecords`: the first `taken` of the refs were looked up; the rest are to be asked for again.
    A ref that was looked up and is not among `changes` is not there.
    """

    epoch: str
    head: Sequence
    taken: int
    changes: tuple[Change, ...]


class OpenId(Message):
    """The sign-in of the municipality that the office knows, beside the device's own key (OpenID Connect).

    `required`: without it the office gives no token. The laptop is a public client: there is no secret.
    """

    issuer: Annotated[str, StringConstraints(max_length=limits.ADDRESS)]
    client_id: Annotated[str, StringConstraints(max_length=limits.NAME)]
    scopes: Annotated[str, StringConstraints(max_length=limits.NAME)] = "openid profile"
    required: bool = False


class Escrow(Message):
    """The municipality's public key (X25519, base64url) that laptops seal their recovery key for; `required`: each
    laptop that joins does.
    """

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
    required: bool = False


class Deposit(Message):
    """A laptop's recovery key, `sealed` for the municipality's `key` (HPKE, base64url) and signed by the laptop
    (Ed25519, base64url): made and read by `wire/escrow.py`.
    """

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
    sealed: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=1000)]
    signature: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86}$")]


class Hello(Message):
    """Who the office is. `schema_min` and `schema_max`: the versions of records it takes; `time`: its clock;
    `parcel_key`: the public key that files for it are sealed for (X25519, base64url); `office_key` the one that
    publications are attested with (Ed25519, base64url), empty from an office that attests none; `attachments`: how
    they may come and go beside one by one: bundle (several in one request), direct (large ones straight to a store).

    `epoch` changes when the office was restored from a backup; what had a number above `epoch_from` before is not
    there any more.
    """

    name: str
    schema_min: int
    schema_max: int
    epoch: str
    epoch_from: Sequence = 0
    time: Moment
    parcel_key: Annotated[str, StringConstraints(max_length=100)] = ""
    office_key: Annotated[str, StringConstraints(max_length=100)] = ""
    attachments: tuple[str, ...] = ()
    oidc: OpenId | None = None
    escrow: Escrow | None = None


class Enrol(Message):
    """A laptop joins with the code of an invitation. `public_key`: Ed25519, 32 raw bytes, base64url without padding;
    `name`: the person's, unless the invitation says whom it is for; `device`: what the laptop is called.
    """

    code: Annotated[str, StringConstraints(min_length=8, max_length=100)]
    public_key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
    name: Name
    device: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=limits.NAME)] = ""


class Enrolled(Message):
    """The laptop's id at the office, and what it belongs to; `user` is the person's name as the office knows it,
    `office_key` and `escrow` as in `Hello`.
    """

    device: str
    tenant: str
    municipality: str
    role: str
    user: str
    epoch: str
    office_key: Annotated[str, StringConstraints(max_length=100)] = ""
    escrow: Escrow | None = None


class TokenRequest(Message):
    """An assertion signed by the device's key (RFC 7523); after a sign-in also the provider's `id_token`, whose nonce
    is made (`openid.nonce`) from the device and the claim `challenge` of the assertion.
    """

    assertion: Annotated[str, StringConstraints(max_length=4000)]
    id_token: Annotated[str, StringConstraints(max_length=20_000)] | None = None


class Token(Message):
    """What every further request carries. `expires_in`: seconds; `until`: how long the sign-in behind it counts, empty
    where there is none; `role` and `user` are then the provider's.
    """

    token: str
    expires_in: int
    role: str
    user: str
    until: Moment | Literal[""] = ""


class AskBlobs(Message):
    """Which of these attachments has the office not got? `in_store`: it looks whether their bytes are there too, and
    does not go by its table alone.
    """

    sha256: Annotated[tuple[Sha256, ...], Field(max_length=limits.ASKED_BLOBS)]
    in_store: StrictBool = False


class MissingBlob(Message):
    """An attachment that is not there, and how many bytes of it are."""

    sha256: Sha256
    offset: Annotated[int, Field(ge=0)]


class MissingBlobs(Message):
    """The answer to `AskBlobs`."""

    missing: tuple[MissingBlob, ...]


class Piece(Message):
    """`length` bytes, from `offset` on, of an attachment that has `size` bytes in all."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0, le=limits.BLOB, strict=True)]
    offset: Annotated[int, Field(ge=0, strict=True)] = 0
    length: Annotated[int, Field(ge=0, strict=True)]


class Bundle(Message):
    """The first line of a request that brings several attachments: their bytes follow it in this order."""

    pieces: Annotated[tuple[Piece, ...], Field(min_length=1, max_length=limits.PIECES)]


class BroughtPiece(Message):
    """What became of a piece: `offset` bytes of the attachment are here for good, and all of it, checked by its hash,
    where it is `whole`. `code` says why not: offset (go on at `offset`), hash-mismatch (begin again), quota.
    """

    sha256: str
    offset: int
    whole: bool = False
    code: str = ""


class Brought(Message):
    """The answer to a `Bundle`."""

    results: tuple[BroughtPiece, ...]


class AskParts(Message):
    """Where may the parts of an attachment of `size` bytes be put?"""

    size: Annotated[int, Field(ge=1, le=limits.BLOB, strict=True)]


class PartPlace(Message):
    """`length` bytes from `offset` on are to be put at `url`, just so many and no header beside."""

    number: int
    offset: int
    length: int
    url: str


class Offered(Message):
    """The parts that are not in the store yet; none where all are, or where the attachment is `whole` here.

    `begun`: the upload was there before.
    """

    upload: str = ""
    whole: bool = False
    begun: bool = False
    parts: tuple[PartPlace, ...] = ()


class Complete(Message):
    """All parts of an upload are in the store."""

    upload: Annotated[str, StringConstraints(pattern=_NO_CONTROL, max_length=1000)]
    size: Annotated[int, Field(ge=1, le=limits.BLOB, strict=True)]


class Problem(Message):
    """What went wrong (RFC 9457). `code` is stable and for programs, `title` and `detail` for whoever reads logs."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    retry_after: int | None = None
