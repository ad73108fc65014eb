"""Walls in PostgreSQL itself: requests run as a role that sees one tenant's rows and can only add to the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

ROLE: Final = "ambassador_office"

_MAY: Final[Mapping[str, str]] = {
    "tenant": "SELECT, UPDATE",
    "rec": "SELECT, INSERT, UPDATE",
    "change": "SELECT, INSERT",
    "device": "SELECT, INSERT, UPDATE",
    "invitation": "SELECT, INSERT, UPDATE",
    "blob": "SELECT, INSERT",
    "openid": "SELECT",
    "login": "SELECT, INSERT, UPDATE, DELETE",
    "escrow_key": "SELECT",
    "escrow_box": "SELECT, INSERT, UPDATE",
    "recovery": "SELECT",
    "member": "SELECT",
    "extract": "SELECT, INSERT, UPDATE (state, ended_at)",
}
_MAKE_ROLE: Final = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
        GRANT {ROLE} TO CURRENT_USER;
    ELSIF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
        GRANT {ROLE} TO CURRENT_USER;
    END IF;
END $$"""


def walls() -> Iterator[str]:
    """Give the statements that put up the walls around tables that are there; putting them up again changes nothing.

    The owner of the tables must be able to make roles, or the role must be there and be given to it.
    """
    yield _MAKE_ROLE
    yield f"GRANT SELECT ON office TO {ROLE}"
    for table, rights in _MAY.items():
        yield f"REVOKE ALL ON {table} FROM {ROLE}"
        yield f"GRANT {rights} ON {table} TO {ROLE}"
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS one_tenant ON {table}"
        mine = "tenant = current_setting('app.tenant', true)"
        yield f"CREATE POLICY one_tenant ON {table} TO {ROLE} USING ({mine}) WITH CHECK ({mine})"
    yield from _gates()


def _gates() -> Iterator[str]:
    """The one gate in the walls: a member of a programme reads its name, and what its members have released.

    The database itself looks up who is a member; a request sees its own tenant's memberships only.
    """
    mine = "member.tenant = current_setting('app.tenant', true) AND member.left_at = ''"
    inside = f"(SELECT member.programme FROM member WHERE {mine})"
    yield f"REVOKE ALL ON programme FROM {ROLE}"
    yield f"GRANT SELECT ON programme TO {ROLE}"
    yield "ALTER TABLE programme ENABLE ROW LEVEL SECURITY"
    yield "DROP POLICY IF EXISTS members ON programme"
    yield f"CREATE POLICY members ON programme FOR SELECT TO {ROLE} USING (id IN {inside})"
    yield "DROP POLICY IF EXISTS members ON extract"
    released = f"state = 'released' AND programme IN {inside}"
    yield f"CREATE POLICY members ON extract FOR SELECT TO {ROLE} USING ({released})"
