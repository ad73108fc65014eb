"""Who signed in on which laptop: believed once, remembered with the time, and asked for again after a working day."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.roles import Role
from ambassador_app.office.login.idtoken import Doubtful, Identity, Wanted
from ambassador_app.office.login.provider import Providers
from ambassador_app.office.login.settings import SignIn
from ambassador_app.office.problems import Refused
from ambassador_app.office.tables import LOGIN

LOG: Final = logging.getLogger("ambassador.office")
_BEARER: Final = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who signed in: their name, their role here, when it was and until when it counts."""

    person: str
    role: Role
    at: datetime
    until: datetime


def identified(providers: Providers, sign_in: SignIn, id_token: str, nonce: str, now: datetime) -> Identity:
    """Believe an id_token. Raises Refused `login-refused`, `provider-away`."""
    wanted = Wanted(sign_in.issuer, sign_in.client_id, nonce)
    try:
        return providers.identify(id_token, wanted, now)
    except Doubtful as error:
        LOG.info("login-refused", extra={"line": {"provider": sign_in.issuer, "why": error.why}})
        raise refused_login(f"The sign-in is not believed: {error.why}.") from error


def role_of(sign_in: SignIn, identity: Identity, otherwise: Role) -> Role:
    """Give the role that the person's groups stand for, `otherwise` where groups mean nothing here.

    Raises Refused `no-role`.
    """
    if not any(sign_in.groups.values()):
        return otherwise
    role = sign_in.role_of(identity.claims)
    if role is None:
        raise Refused(403, "no-role", "None of the person's groups stands for a role in this office.")
    return role


def remember(
    connection: Connection, tenant: str, device: str, sign_in: SignIn, identity: Identity, role: Role
) -> Login:
    """Keep who signed in on a device, in place of whoever did before."""
    at = datetime.fromtimestamp(identity.at, UTC)
    row = {
        "tenant": tenant, "device": device, "issuer": sign_in.issuer, "subject": identity.subject,
        "person": identity.person, "role": role.value, "at": at.isoformat(timespec="seconds"),
    }  # fmt: skip
    forget(connection, tenant, device)
    connection.execute(sa.insert(LOGIN), row)
    return _login(sign_in, row["person"], role, at)


def forget(connection: Connection, tenant: str, device: str) -> None:
    """Let nobody be signed in on a device."""
    connection.execute(sa.delete(LOGIN).where(LOGIN.c.tenant == tenant, LOGIN.c.device == device))


def forget_before(connection: Connection, tenant: str, moment: datetime) -> None:
    """Forget who signed in so long ago that nothing can still come in their name."""
    old = LOGIN.c.at < moment.astimezone(UTC).isoformat(timespec="seconds")
    connection.execute(sa.delete(LOGIN).where(LOGIN.c.tenant == tenant, old))


def last(connection: Connection, tenant: str, device: str, sign_in: SignIn) -> Login | None:
    """Give who signed in last on a device with the provider that holds now, however long ago; None where nobody did."""
    asked = sa.select(LOGIN).where(LOGIN.c.tenant == tenant, LOGIN.c.device == device)
    row = connection.execute(asked.where(LOGIN.c.issuer == sign_in.issuer)).one_or_none()
    return None if row is None else _login(sign_in, row.person, Role(row.role), datetime.fromisoformat(row.at))


def demanded(sign_in: SignIn, login: Login | None, now: datetime) -> Login | None:
    """Give the sign-in that counts now, or None where none does and none is needed. Raises Refused `login-needed`."""
    if login is not None and login.until > now:
        return login
    if sign_in.required:
        raise login_needed()
    return None


def _login(sign_in: SignIn, person: str, role: Role, at: datetime) -> Login:
    return Login(person, role, at, at + timedelta(hours=sign_in.hours))


def login_needed() -> Refused:
    """The device is known, but nobody has signed in on it, or too long ago."""
    return Refused(401, "login-needed", "Somebody has to sign in on this laptop.", headers=_BEARER)


def refused_login(detail: str) -> Refused:
    """What was shown is no sign-in for this office."""
    return Refused(401, "login-refused", detail, headers=_BEARER)
