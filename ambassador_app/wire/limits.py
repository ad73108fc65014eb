"""How much one message may hold. Both sides know the same figures; sizes are bytes unless said."""

from __future__ import annotations

from typing import Final

PROTOCOL: Final = "v1"
"""First part of every path."""

SCHEMA_MIN: Final = 1
SCHEMA_MAX: Final = 1
"""The versions of the records' fields that this release speaks."""

OPS: Final = 200
BODY: Final = 4 * 1024 * 1024
"""A request's JSON, decompressed."""
FIELD: Final = 64 * 1024
RECORD: Final = 64 * 1024
TEMPLATE: Final = 2 * 1024 * 1024
"""A checklist is compiled into one field: the longest that is shipped has 280 kB."""
EXTRACT: Final = 4 * 1024 * 1024
"""A programme extract, whole: about ten thousand measures."""
BLOB: Final = 64 * 1024 * 1024
CHUNK: Final = 4 * 1024 * 1024
"""What the laptop sends of an attachment in one request."""
PART: Final = 5 * 1024 * 1024
"""What goes to a store of S3 in one request; the store takes no smaller ones but the last."""
DIRECT: Final = 1024 * 1024
"""Larger attachments go straight to and from the store, where the office has one of S3."""
PIECES: Final = 400
"""Attachments in one request."""
PAGE: Final = 2000
"""Records in one answer to a pull."""
PAGE_BYTES: Final = 4 * 1024 * 1024
ASKED_BLOBS: Final = 1000
ASKED_RECORDS: Final = 1000
REQUESTS_A_MINUTE: Final = 60
"""By one device, attachments not counted."""
DEPTH: Final = 50
"""How deep lists and objects may stand in each other."""
NAME: Final = 200
"""Letters of a field's or a person's name."""
ADDRESS: Final = 500
"""Letters of an address of the web."""
KIND: Final = 40
IDENTIFIER: Final = 400
"""Letters of a record's id: a row within a row has its visit, section and two rows in it."""
TENANT: Final = 40
INTEGER: Final = 2**53 - 1
"""JSON numbers are doubles: beyond this an integer would not come back as it was sent (RFC 8785, 3.2.2.3)."""

POLL_SECONDS: Final = 300
TOKEN_SECONDS: Final = 3600
ASSERTION_SECONDS: Final = 300
"""How long a laptop's signed request for a token may be valid, and how far its clock may be off the office's."""
INVITATION_SECONDS: Final = 900
LOGIN_HOURS: Final = 12
"""How long a sign-in counts unless the municipality says otherwise: a long working day, and never two."""


def largest_record(kind: str) -> int:
    """Give the bytes that a record of this kind may have as JSON; so may each of its fields."""
    return TEMPLATE if kind == "template" else RECORD
