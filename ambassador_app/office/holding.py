"""Legal hold at the office: what is held is not erased, and neither is what it belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.office.deciding import Key
from ambassador_app.office.kinds import HOLD
from ambassador_app.office.tables import REC


class Held(Exception):
    """A record cannot be erased while somebody holds it."""

    def __init__(self, key: Key, by: str, note: str) -> None:
        super().__init__(f"{key[0]}:{key[1]}")
        self.key = key
        self.by = by
        self.note = note


def refuse_held(connection: Connection, tenant: str, keys: Iterable[Key]) -> None:
    """Raise Held for the first of these records that an open hold covers.

    A hold on a visit, place or company covers all that belongs to it, and what it belongs to itself.
    """
    holds = list(_open_holds(connection, tenant))
    for key in keys if holds else ():
        mine = above(connection, tenant, key)
        for identifier, data in holds:
            subject = (str(data.get("subject_kind")), str(data.get("subject_id")))
            if subject in mine or key in {*above(connection, tenant, subject), (HOLD, identifier)}:
                raise Held(key, str(data.get("by") or ""), str(data.get("note") or ""))


def above(connection: Connection, tenant: str, key: Key) -> set[Key]:
    """Give a record and what it belongs to: its visit, the place, the company there."""
    data = fields(connection, tenant, key) or {}
    found = {key}
    visit, site, company = (data.get(name) for name in ("visit_id", "site_id", "organisation_id"))
    if isinstance(visit, str) and visit:
        found |= above(connection, tenant, ("visit", visit)) if key[0] != "visit" else set()
    if isinstance(site, str) and site:
        found |= above(connection, tenant, ("site", site)) if key[0] != "site" else set()
    if isinstance(company, str) and company:
        found.add(("organisation", company))
    return found


def fields(connection: Connection, tenant: str, key: Key) -> dict[str, Any] | None:
    """Give a record's fields; None of one that is not there, or not any more."""
    asked = sa.select(REC.c.data).where(REC.c.tenant == tenant, REC.c.kind == key[0], REC.c.id == key[1])
    text = connection.execute(asked).scalar()
    return json.loads(text) if text is not None else None


def _open_holds(connection: Connection, tenant: str) -> Iterable[tuple[str, dict[str, Any]]]:
    asked = sa.select(REC.c.id, REC.c.data).where(REC.c.tenant == tenant, REC.c.kind == HOLD, REC.c.data.is_not(None))
    for row in connection.execute(asked).all():
        data = json.loads(row.data)
        if data.get("released_at") is None:
            yield row.id, data
