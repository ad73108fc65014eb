"""Which reports this office knows to have been issued: asked by the file, or by the checksum printed on its last page.

Anybody may ask. So an answer says when, by which municipality, and whether a newer edition is there, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.office.database import Database
from ambassador_app.office.tables import BLOB, REC, TENANT

SHORTEST: Final = 16
"""Digits of a checksum that are enough: two groups as it is printed. Nobody guesses 64 bits."""
LONGEST: Final = 64
_BETWEEN: Final = re.compile(r"[\s\u00a0\-–:.]+")
_CODE: Final = re.compile(rf"[0-9a-f]{{{SHORTEST},{LONGEST}}}")
_FILES: Final = ("pdf_sha256", "raised_sha256")
_PRINTED: Final = ("content_digest", *_FILES)
_STEPS: Final = 100  # editions of one report

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Issued:
    """A report that this office knows. `newest` is when the newest edition was sealed, where this is an older one;
    `exact`: the file that was asked about is the very one.
    """

    municipality: str
    sealed_at: datetime
    newest: datetime | None = None
    exact: bool = True


def code_of(typed: str) -> str | None:
    """Read a checksum as somebody may type it; None where it cannot be one."""
    code = _BETWEEN.sub("", typed).lower()
    return code if _CODE.fullmatch(code) else None


class Register:
    """Looks for reports in every municipality of the office. All calls block; any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_file(self, digests: Collection[str]) -> Issued | None:
        """Find the report with one of these files; the first is the file itself, the others its earlier states."""
        asked = tuple(digests)

        def look(connection: Connection, tenant: str, name: str) -> Issued | None:
            here = _attached(connection, tenant, asked)
            for sha256 in (one for one in asked if one in here):
                for identifier, data in _reports(connection, tenant, sha256):
                    if sha256 in (data.get(field) for field in _FILES):
                        return _told(connection, tenant, name, identifier, data, exact=sha256 == asked[0])
            return None

        return self._anywhere(look)

    def by_code(self, code: str) -> Issued | None:
        """Find the report on which this checksum, or the beginning of it, is printed."""

        def look(connection: Connection, tenant: str, name: str) -> Issued | None:
            for identifier, data in _reports(connection, tenant, code):
                if any(str(data.get(field, "")).startswith(code) for field in _PRINTED):
                    return _told(connection, tenant, name, identifier, data, exact=True)
            return None

        return self._anywhere(look)

    def _anywhere(self, look: Callable[[Connection, str, str], Issued | None]) -> Issued | None:
        for tenant, name in self._tenants():
            with self._database.read(tenant) as connection:
                found = look(connection, tenant, name)
            if found is not None:
                return found
        return None

    def _tenants(self) -> list[tuple[str, str]]:
        with self._database.read("") as connection:
            rows = connection.execute(sa.select(TENANT.c.tenant, TENANT.c.name).order_by(TENANT.c.tenant))
            return [(row.tenant, row.name) for row in rows]


def _attached(connection: Connection, tenant: str, digests: Collection[str]) -> set[str]:
    asked = sa.select(BLOB.c.sha256).where(BLOB.c.tenant == tenant, BLOB.c.sha256.in_(digests))
    return set(connection.execute(asked).scalars())


def _reports(connection: Connection, tenant: str, saying: str) -> Iterator[tuple[str, Fields]]:
    """Give the reports that say something anywhere, newest first."""
    asked = sa.select(REC.c.id, REC.c.data).where(
        REC.c.tenant == tenant, REC.c.kind == "report", ~REC.c.deleted, REC.c.data.contains(saying, autoescape=True)
    )
    for row in list(connection.execute(asked.order_by(REC.c.seq.desc()))):
        data = json.loads(row.data)
        if _moment(data) is not None:
            yield row.id, data


def _told(
    connection: Connection, tenant: str, name: str, identifier: str, data: Fields, *, exact: bool
) -> Issued | None:
    sealed_at = _moment(data)
    if sealed_at is None:
        return None
    return Issued(name, sealed_at, _newest(connection, tenant, identifier), exact)


def _newest(connection: Connection, tenant: str, identifier: str) -> datetime | None:
    """Follow the editions from one to the next; give when the last was sealed, None where there is none."""
    newest, seen = None, {identifier}
    for _ in range(_STEPS):
        later = [
            (_moment(data), other)
            for other, data in _reports(connection, tenant, identifier)
            if data.get("supersedes") == identifier and other not in seen
        ]
        if not later:
            break
        newest, identifier = max(later, key=lambda one: (str(one[0]), one[1]))
        seen.add(identifier)
    return newest


def _moment(data: Fields) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(data.get("sealed_at", "")))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
