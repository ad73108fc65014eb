"""What laptop and office tell each other, as plain values: ops go out, outcomes and arrivals come back.

The office numbers the changes of a municipality from 1; a record's number is that of its latest change there.
Order is decided by these numbers alone, never by a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ambassador_app.domain.escrow import MunicipalityKey
from ambassador_app.domain.records import Json


@dataclass(frozen=True, slots=True)
class Op:
    """One edit of one record, offered to the office: fields put, fields gone, or the record removed.

    `op` names it for ever, so that the office takes it once however often it is sent. `base` is the number of the
    version the edit started from, 0 for none. Ops of one `group` are taken all together or not at all.
    """

    op: str
    kind: str
    id: str
    base: int
    put: Mapping[str, Json] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    deleted: bool = False
    schema: int = 1
    at: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record as it stands at the office: number `seq`, by whom and when (the office's clock, only to be shown).

    An `erased` one is gone for good, by law: nothing of it may stay here either.
    """

    kind: str
    id: str
    seq: int
    fields: Mapping[str, Json] = field(default_factory=dict)
    deleted: bool = False
    schema: int = 1
    by: str = ""
    at: str = ""
    erased: bool = False


class Standing(StrEnum):
    """What became of an op."""

    OK = "ok"
    CONFLICT = "conflict"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The office's word on one op: taken under number `seq`; or not, because the record is now as in `state`;
    or not, for the reason `code`, which concerns `field` if it names one.
    """

    op: str
    standing: Standing
    seq: int = 0
    state: Arrival | None = None
    code: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One unbroken life of the office's database. A restored backup begins a new one after number `begins`:
    what the old life had numbered above it is not there any more.
    """

    id: str
    begins: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """An attachment that goes to the office under its SHA-256, and the record that names it."""

    sha256: str
    kind: str
    record_id: str
    visit_id: str
    size: int


@dataclass(frozen=True, slots=True)
class Consignment:
    """An attachment to bring, of which the office has `offset` bytes already."""

    sha256: str
    offset: int = 0


GONE = "gone"
"""The code of an attachment whose bytes are not here any more."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The office's word on an attachment: all of it is there, checked by its hash; or `code` says why not."""

    sha256: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record the office did not take: its reason (`code`), the field it is about if it names one, and since when."""

    kind: str
    record_id: str
    code: str
    field: str
    at: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the office does not have yet: edited records, attachments, their bytes; and what it refused."""

    records: int = 0
    attachments: int = 0
    bytes: int = 0
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the office has everything."""
        return not self.records and not self.attachments


@dataclass(frozen=True, slots=True)
class SignIn:
    """How the office's people sign in: the provider's address, what it calls this program, and what it is asked for.

    Where it is `required`, the office takes nothing from a computer on which nobody is signed in.
    """

    issuer: str
    client_id: str
    scopes: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Greeting:
    """Who the office is, in which epoch, and which versions of records it takes. `time` is its clock (ISO 8601),
    `parcel_key` the public key that a file on a stick is sealed for (base64url; empty where it takes none),
    `office_key` the one that it attests publications with (empty where it attests none), `sign_in` how its people
    sign in, if they do, `escrow` the municipality's own key, if it has one.
    """

    name: str
    epoch: Epoch
    time: str
    schema_min: int = 1
    schema_max: int = 1
    parcel_key: str = ""
    office_key: str = ""
    sign_in: SignIn | None = None
    escrow: MunicipalityKey | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the office's changes after a number, in order: `next` is where to go on, `head` its newest number."""

    epoch: str
    arrivals: tuple[Arrival, ...]
    next: int
    head: int
    more: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """This device at its office: address, municipality, the device's id there, and the person's role and name.

    `certificate` is the one certificate (PEM) to trust where the office made its own; empty where the system's trust
    holds. `office_key` is what this office's publications are proved by, as it was when the device joined. `until` is
    when the sign-in of `user` ends (ISO 8601, the office's clock; empty where nobody is signed in). `escrow_key` is the
    municipality's own key as the office named it then.
    """

    url: str
    tenant: str
    municipality: str
    device: str
    role: str
    user: str
    certificate: str = ""
    office_key: str = ""
    until: str = ""
    escrow_key: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """For whom the office takes this device at present: the person, the role, and until when a sign-in counts (ISO
    8601; empty without one).
    """

    user: str
    role: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Only:
    """The one office that may be joined, and the one certificate of it (SHA-256 of the DER, hexadecimal) that is to be
    trusted; empty where any may. `escrow`: only one whose municipality has a key of its own. `tenant`: only the
    municipality of this id, which is called `municipality`.
    """

    server: str = ""
    fingerprint: str = ""
    escrow: bool = False
    tenant: str = ""
    municipality: str = ""


ANY_OFFICE: Final = Only()


@dataclass(frozen=True, slots=True)
class Load:
    """What goes into a file for the office: groups of ops that go together, and a way to the bytes of attachments.

    `files` are the SHA-256 in the order in which they are packed: those first that a group names.
    """

    pushes: tuple[tuple[Op, ...], ...]
    files: tuple[str, ...]
    bytes_of: Callable[[str], bytes]
