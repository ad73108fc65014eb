"""The messages about programmes of several municipalities, beside those of `messages`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ambassador_app.wire.messages import Message, OpId, Sha256, Tenant

State = Literal["released", "superseded", "withdrawn"]


class Member(Message):
    """A municipality that is in a programme."""

    id: Tenant
    name: str


class Release(Message):
    """An extract that stands at the office. `municipality` is the member's short name, `number` counts its releases,
    `size` in bytes, `at` the office's clock when it came.
    """

    municipality: Tenant
    id: OpId
    number: Annotated[int, Field(ge=1)]
    as_of: str
    at: str
    size: Annotated[int, Field(ge=0)]
    sha256: Sha256
    state: State


class Programme(Message):
    """A programme: who is in it, what they have released (the newest of each), and all that this municipality has."""

    id: Tenant
    name: str
    members: tuple[Member, ...]
    releases: tuple[Release, ...]


class Programmes(Message):
    """The programmes a municipality is in. `case_key`: the municipality's own key for the ids of its cases in extracts
    (32 bytes, base64url without padding), the same on every laptop of a coordinator.
    """

    municipality: Member
    case_key: str
    programmes: tuple[Programme, ...]
