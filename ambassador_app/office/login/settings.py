"""How the people of one municipality sign in, as whoever runs the office has set it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.roles import Role
from ambassador_app.office.tables import LOGIN, OPENID
from ambassador_app.wire import limits
from ambassador_app.wire.messages import OpenId

SCOPES: Final = "openid profile"
CLAIM: Final = "groups"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A provider and what its groups mean here.

    `claim` names what of the id_token holds the groups, a dot leading further in (`realm_access.roles`); `groups` are
    those that stand for a role. Without any, everybody who signs in has the role of their laptop. A sign-in counts
    for `hours`; where it is `required`, nothing goes on after that without a new one.
    """

    issuer: str
    client_id: str
    scopes: str = SCOPES
    claim: str = CLAIM
    groups: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    required: bool = False
    hours: int = limits.LOGIN_HOURS

    def told(self) -> OpenId:
        """What the laptop is told."""
        return OpenId(issuer=self.issuer, client_id=self.client_id, scopes=self.scopes, required=self.required)

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        """Give the highest role that the person's groups stand for; None where none does."""
        there = groups_in(claims, self.claim)
        for role in reversed(Role):
            if there.intersection(self.groups.get(role, ())):
                return role
        return None


def groups_in(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """Read the groups out of an id_token: one text or a list of them, found by its name or by the way to it."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    several = found if isinstance(found, list) else [found]
    return frozenset(one for one in several if isinstance(one, str))


def sign_in_of(connection: Connection, tenant: str) -> SignIn | None:
    """Give what is set for a tenant, or None."""
    row = connection.execute(sa.select(OPENID).where(OPENID.c.tenant == tenant)).one_or_none()
    if row is None:
        return None
    groups = {Role(role): tuple(names) for role, names in json.loads(row.groups).items()}
    return SignIn(row.issuer, row.client_id, row.scopes, row.claim, groups, row.required, row.hours)


def keep(connection: Connection, tenant: str, chosen: SignIn | None) -> None:
    """Set how a tenant's people sign in, or (None) that they do not. Who signed in with another provider has not
    signed in."""
    connection.execute(sa.delete(OPENID).where(OPENID.c.tenant == tenant))
    gone = sa.delete(LOGIN).where(LOGIN.c.tenant == tenant)
    connection.execute(gone if chosen is None else gone.where(LOGIN.c.issuer != chosen.issuer))
    if chosen is None:
        return
    row = {
        "tenant": tenant, "issuer": chosen.issuer, "client_id": chosen.client_id, "scopes": chosen.scopes,
        "claim": chosen.claim, "groups": json.dumps({role.value: names for role, names in chosen.groups.items()}),
        "required": chosen.required, "hours": chosen.hours,
    }  # fmt: skip
    connection.execute(sa.insert(OPENID), row)
