"""The office's tables. The tenant stands first in every key, so that a distributed PostgreSQL can part them by it."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

metadata: Final = sa.MetaData()


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, default=default)


def _number(name: str, default: int | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, default=default)


def _tenant() -> sa.Column[str]:
    return sa.Column("tenant", sa.Text, primary_key=True)


OFFICE: Final = sa.Table(
    "office",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _text("name"),
    _number("layout"),
)
"""One line: who this office is. `layout` is the version of these tables."""

TENANT: Final = sa.Table(
    "tenant",
    metadata,
    _tenant(),
    _text("name"),
    _text("epoch"),
    _number("epoch_from", 0),
    _number("restores", 0),
    _number("seq", 0),
    _number("floor", 0),
    _text("hash", ""),
    _number("quota", 0),
    _number("used", 0),
    _text("created_at"),
)
"""One line a tenant. Who holds its lock hands out the next numbers: `seq` is the newest, `hash` the chain's last link,
`epoch_from` the lowest number that a backup which was restored ended at, `restores` how many were;
`floor` the number below which tombstones are gone; `used` counts the bytes of log and attachments against `quota`
(0: no bound)."""

REC: Final = sa.Table(
    "rec",
    metadata,
    _tenant(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    _number("seq"),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("erased", sa.Boolean, nullable=False, server_default=sa.false()),
    _number("schema"),
    sa.Column("data", sa.Text),
    _text("by"),
    _text("at"),
    sa.Index("ix_rec_seq", "tenant", "seq", unique=True),
)
"""The present state of each record; a deleted one stays as a tombstone without data, an erased one for ever."""

CHANGE: Final = sa.Table(
    "change",
    metadata,
    _tenant(),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    _text("op"),
    _text("kind"),
    _text("id"),
    _number("base"),
    sa.Column("deleted", sa.Boolean, nullable=False),
    _number("schema"),
    sa.Column("set", sa.Text),
    _text("unset"),
    _text("device"),
    _text("by"),
    _text("at"),
    _text("payload"),
    _text("hash"),
    sa.UniqueConstraint("tenant", "op", name="uq_change_op"),
)
"""The log: what each op said, in the order of commits; only ever added to. `payload` is the digest of what was said,
`hash` the link of the chain over it, which therefore holds also where the words themselves have been erased."""

DEVICE: Final = sa.Table(
    "device",
    metadata,
    _tenant(),
    sa.Column("id", sa.Text, primary_key=True),
    _text("public_key"),
    _text("name"),
    _text("person"),
    _text("role"),
    _text("enrolled_at"),
    sa.Column("seen_at", sa.Text),
    sa.Column("revoked_at", sa.Text),
)

INVITATION: Final = sa.Table(
    "invitation",
    metadata,
    _tenant(),
    sa.Column("code_sha256", sa.Text, primary_key=True),
    _text("person"),
    _text("role"),
    _text("ends_at"),
    sa.Column("device", sa.Text),
    sa.Column("laptops", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("let_in", sa.BigInteger, nullable=False, server_default="0"),
)
"""Only the digest of a code is kept. `device` is who came in with it; of a login to the pages it is
a mark (`pages/door.py`). One that is rolled out lets so many `laptops` in, of which `let_in` came already."""

BLOB: Final = sa.Table(
    "blob",
    metadata,
    _tenant(),
    sa.Column("sha256", sa.Text, primary_key=True),
    _number("size"),
    _text("at"),
)
"""The attachments that are whole here, their bytes hashed anew after they arrived."""

OPENID: Final = sa.Table(
    "openid",
    metadata,
    _tenant(),
    _text("issuer"),
    _text("client_id"),
    _text("scopes"),
    _text("claim"),
    _text("groups"),
    sa.Column("required", sa.Boolean, nullable=False),
    _number("hours"),
)
"""How the people of a tenant sign in, where they do: `claim` names what of the id_token holds the person's groups, and
`groups` (JSON) says which of them stand for which role."""

LOGIN: Final = sa.Table(
    "login",
    metadata,
    _tenant(),
    sa.Column("device", sa.Text, primary_key=True),
    _text("issuer"),
    _text("subject"),
    _text("person"),
    _text("role"),
    _text("at"),
)
"""Who signed in last on each device, and when, by the provider's clock."""

PROGRAMME: Final = sa.Table(
    "programme",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("name"),
    _text("members"),
    _text("made_at"),
)
"""The office's own: programmes that several tenants are in. `members` (JSON) holds the short name and the name of each,
for the members to read; it is written anew whenever one joins, leaves or is renamed."""

MEMBER: Final = sa.Table(
    "member",
    metadata,
    _tenant(),
    sa.Column("programme", sa.Text, primary_key=True),
    _text("joined_at"),
    _text("left_at", ""),
)
"""Which programmes a tenant is in, or has left."""

EXTRACT: Final = sa.Table(
    "extract",
    metadata,
    _tenant(),
    sa.Column("programme", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    _number("number"),
    _text("as_of"),
    _text("device"),
    _text("at"),
    _text("sha256"),
    _number("size"),
    _text("body"),
    _text("state"),
    sa.Column("ended_at", sa.Text),
    sa.UniqueConstraint("tenant", "programme", "number", name="uq_extract_number"),
)
"""What a tenant has released to a programme, written once: the only rows that another tenant may read, a member of the
same programme, and only while `state` is `released`. Later it is `superseded` or `withdrawn`."""

ESCROW_KEY: Final = sa.Table(
    "escrow_key",
    metadata,
    _tenant(),
    _text("public_key"),
    sa.Column("required", sa.Boolean, nullable=False),
    _text("made_at"),
)
"""The key for which a tenant's laptops seal their recovery keys; its private half is nowhere in the office."""

ESCROW_BOX: Final = sa.Table(
    "escrow_box",
    metadata,
    _tenant(),
    sa.Column("device", sa.Text, primary_key=True),
    _text("key"),
    _text("sealed"),
    _text("signature"),
    _text("at"),
)
"""The recovery key of each laptop, sealed for the public key `key` and signed by the laptop."""

RECOVERY: Final = sa.Table(
    "recovery",
    metadata,
    _tenant(),
    sa.Column("id", sa.Text, primary_key=True),
    _text("device"),
    _text("person"),
    _text("who"),
    _text("reason"),
    _text("at"),
)
"""Who opened which laptop's box, and why; only ever added to."""
