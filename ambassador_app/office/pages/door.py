"""Who may see the desk: let in once by a code of the office's command line, then known by a cookie for eight hours.

Codes and sessions are lines of the table of invitations, marked as such; a laptop cannot join with one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.identifiers import Clock
from ambassador_app.domain.roles import Right, Role, may
from ambassador_app.office.access import digest_of
from ambassador_app.office.database import Database
from ambassador_app.office.problems import Refused
from ambassador_app.office.tables import INVITATION
from ambassador_app.wire import limits
from ambassador_app.wire.messages import TENANT_PATTERN

HOURS: Final = 8
_LOGIN: Final = "web-login"
_USED: Final = "web-used"
_SESSION: Final = "web-session"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has logged in. `proof` is what the forms of their pages carry."""

    tenant: str
    person: str
    role: Role
    cookie: str
    proof: str


class Door:
    """The desk's door. `secret` is the office's; what signs here is made from it."""

    def __init__(self, database: Database, *, now: Clock, chance: Callable[[int], bytes], secret: bytes) -> None:
        self._database = database
        self._now = now
        self._chance = chance
        self._key = hmac.digest(secret, b"pages", "sha256")

    # -- coming in ------------------------------------------------------------------------------------------------
    def login_code(self, tenant: str, person: str, role: Role) -> str:
        """Make a code for one login, good for a quarter of an hour. Only its digest is kept."""
        code = base64.b32encode(self._chance(10)).decode()
        with self._database.write(tenant) as (connection, _):
            self._keep(connection, tenant, code, person, role.value, _LOGIN, limits.INVITATION_SECONDS)
        return "-".join((code[:4], code[4:8], code[8:12], code[12:]))

    def log_in(self, tenant: str, code: str) -> Visitor:
        """Take a code, once. Raises Refused `login` for one that is unknown, used or ended, without telling which."""
        if not re.fullmatch(TENANT_PATTERN, tenant):
            raise _no_login()
        secret = base64.b32encode(self._chance(20)).decode()
        try:
            with self._database.write(tenant) as (connection, _):
                row = _line(connection, tenant, code, _LOGIN)
                if row is None or self._has_ended(row):
                    raise _no_login()
                connection.execute(_where(tenant, row.code_sha256).values(device=_USED))
                self._keep(connection, tenant, secret, row.person, row.role, _SESSION, HOURS * 3600)
        except Refused as error:
            raise _no_login() if error.code == "tenant" else error from error
        return self._visitor(tenant, secret, row)

    def let_in(self, tenant: str, person: str, role: Role) -> Visitor:
        """Begin a session for somebody whom the provider knows."""
        secret = base64.b32encode(self._chance(20)).decode()
        with self._database.write(tenant) as (connection, _):
            self._keep(connection, tenant, secret, person, role.value, _SESSION, HOURS * 3600)
            row = _line(connection, tenant, secret, _SESSION)
        return self._visitor(tenant, secret, row)

    def visitor(self, cookie: str) -> Visitor | None:
        """Tell who comes with this cookie; None where it is none of ours, has ended, or may not see the desk."""
        said, _, sign = cookie.rpartition(".")
        tenant, _, secret = said.partition(".")
        if not secret or not hmac.compare_digest(sign.encode(), self._sign("session", said).encode()):
            return None
        with self._database.read(tenant) as connection:
            row = _line(connection, tenant, secret, _SESSION)
        if row is None or self._has_ended(row) or not may(Role(row.role), Right.MANAGE_DEVICES):
            return None
        return self._visitor(tenant, secret, row)

    def log_out(self, visitor: Visitor) -> None:
        """End a session, also for whoever has copied its cookie."""
        secret = visitor.cookie.split(".")[1]
        with self._database.write(visitor.tenant) as (connection, _):
            ended = _where(visitor.tenant, digest_of(secret)).values(ends_at=self._now().isoformat())
            connection.execute(ended)

    # -- forms ----------------------------------------------------------------------------------------------------
    def stranger(self) -> str:
        """Make what a browser keeps that has not logged in, so that a form of ours can be told from another's."""
        return self._chance(16).hex()

    def proof(self, kept: str) -> str:
        """Give what a form carries beside what the browser keeps."""
        return self._sign("form", kept)

    def demand(self, kept: str, proof: str) -> None:
        """Raise Refused `form` unless the form came from a page of ours in the same browser."""
        if not kept or not hmac.compare_digest(proof.encode(), self.proof(kept).encode()):
            raise Refused(403, "form", "The form does not come from this browser's page.")

    # -- within ---------------------------------------------------------------------------------------------------
    def _keep(
        self, connection: Connection, tenant: str, code: str, person: str, role: str, what: str, seconds: int
    ) -> None:
        ends = self._now() + timedelta(seconds=seconds)
        row = {"tenant": tenant, "code_sha256": digest_of(code), "person": person, "role": role}
        connection.execute(sa.insert(INVITATION), row | {"ends_at": ends.isoformat(), "device": what})

    def _visitor(self, tenant: str, secret: str, row: Any) -> Visitor:  # noqa: ANN401 - a row
        said = f"{tenant}.{secret}"
        cookie = f"{said}.{self._sign('session', said)}"
        return Visitor(tenant, row.person, Role(row.role), cookie, self.proof(cookie))

    def _has_ended(self, row: Any) -> bool:  # noqa: ANN401 - a row
        return datetime.fromisoformat(row.ends_at) <= self._now()

    def _sign(self, purpose: str, said: str) -> str:
        return hmac.new(self._key, f"{purpose}\n{said}".encode(), hashlib.sha256).hexdigest()


def _line(connection: Connection, tenant: str, code: str, what: str) -> Any:  # noqa: ANN401 - a row, or None
    mine = sa.and_(INVITATION.c.tenant == tenant, INVITATION.c.code_sha256 == digest_of(code))
    return connection.execute(sa.select(INVITATION).where(mine, INVITATION.c.device == what)).one_or_none()


def _where(tenant: str, digest: str) -> Any:  # noqa: ANN401 - a statement
    return sa.update(INVITATION).where(INVITATION.c.tenant == tenant, INVITATION.c.code_sha256 == digest)


def _no_login() -> Refused:
    return Refused(403, "login", "The code is unknown, used or has ended.")
