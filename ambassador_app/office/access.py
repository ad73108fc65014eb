"""Who may come in: invitations taken once, devices with a key of their own, tokens for an hour, and revocation."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import jwt
import sqlalchemy as sa
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy.engine import Connection

from ambassador_app.domain.identifiers import Clock, NewId
from ambassador_app.domain.roles import Role
from ambassador_app.office.database import Database
from ambassador_app.office.log import Caller
from ambassador_app.office.login import logins
from ambassador_app.office.login.idtoken import Identity
from ambassador_app.office.login.logins import Login
from ambassador_app.office.login.provider import Providers
from ambassador_app.office.login.settings import SignIn, sign_in_of
from ambassador_app.office.problems import Refused
from ambassador_app.office.tables import DEVICE, INVITATION
from ambassador_app.wire import limits, openid
from ambassador_app.wire.messages import Enrol, Enrolled, Token

AUDIENCE: Final = "ambassador-office"
_TYPED: Final = str.maketrans({"0": "O", "1": "I", "8": "B", "-": "", " ": ""})
_BEARER: Final = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says: which device of which tenant asks, and for whom.

    `person` and `role` are those of whoever signed in on it, where somebody did; else the device's own hold.
    """

    tenant: str
    device: str
    person: str = ""
    role: Role | None = None


class Access:
    """The office's door. `secret` signs the tokens; every process of one office has the same."""

    def __init__(
        self,
        database: Database,
        *,
        now: Clock,
        new_id: NewId,
        chance: Callable[[int], bytes],
        secret: bytes,
        providers: Providers,
    ) -> None:
        self._database = database
        self._providers = providers
        self._now = now
        self._new_id = new_id
        self._chance = chance
        self._secret = secret

    # -- invitations ----------------------------------------------------------------------------------------------
    def invite(self, tenant: str, role: Role, person: str = "", *, laptops: int = 0, days: int = 0) -> str:
        """Make a code for one laptop, good for a quarter of an hour or for some `days`. Only its digest is kept.

        With a `person` the invitation is for them alone; else the laptop says whose it is. One that is rolled out lets
        so many `laptops` in.
        """
        code = base64.b32encode(self._chance(10)).decode()
        lasts = timedelta(days=days) if days else timedelta(seconds=limits.INVITATION_SECONDS)
        ends = self._now() + lasts
        with self._database.write(tenant) as (connection, _):
            row = {"tenant": tenant, "code_sha256": digest_of(code), "person": person, "role": role.value}
            connection.execute(sa.insert(INVITATION), row | {"ends_at": ends.isoformat(), "laptops": laptops})
        return "-".join((code[:4], code[4:8], code[8:12], code[12:]))

    def enrol(self, tenant: str, asked: Enrol) -> Enrolled:
        """Let a laptop in. The same code with the same key again gives the same answer: the first may have been lost.

        Raises Refused `invitation` for a code that is unknown, used or ended, without telling which.
        """
        with self._database.write(tenant) as (connection, row):
            code = digest_of(asked.code)
            mine = sa.and_(INVITATION.c.tenant == tenant, INVITATION.c.code_sha256 == code)
            invitation = connection.execute(sa.select(INVITATION).where(mine)).one_or_none()
            if invitation is None:
                raise _no_invitation()
            device = _came_before(connection, tenant, asked, invitation)
            if device is None:
                came, most = (invitation.let_in, invitation.laptops) if invitation.laptops else (0, 1)
                ended = datetime.fromisoformat(invitation.ends_at) < self._now()
                if invitation.device or ended or came >= most:
                    raise _no_invitation()
                device = self._let_in(connection, tenant, asked, invitation)
                used = {"let_in": came + 1} if invitation.laptops else {"device": device.id}
                connection.execute(sa.update(INVITATION).where(mine).values(used))
            elif device.public_key != asked.public_key or device.revoked_at:
                raise _no_invitation()
        return Enrolled(
            device=device.id,
            tenant=tenant,
            municipality=row.name,
            role=device.role,
            user=device.person,
            epoch=row.epoch,
        )

    def _let_in(self, connection: Connection, tenant: str, asked: Enrol, invitation: Any) -> Any:  # noqa: ANN401 - rows
        try:
            Ed25519PublicKey.from_public_bytes(_unpadded(asked.public_key))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise Refused(422, "malformed", "public_key") from error
        identifier = self._new_id()
        row = {
            "tenant": tenant,
            "id": identifier,
            "public_key": asked.public_key,
            "name": asked.device,
            "person": invitation.person or asked.name,
            "role": invitation.role,
            "enrolled_at": self._now().isoformat(timespec="seconds"),
        }
        connection.execute(sa.insert(DEVICE), row)
        return _device(connection, tenant, identifier)

    # -- tokens ---------------------------------------------------------------------------------------------------
    def token(self, tenant: str, assertion: str, id_token: str | None = None) -> Token:
        """Give an hour's token for an assertion signed by the device's key (RFC 7523), and for who signs in with it.

        Raises Refused `assertion`, `clock`, `device-unknown`, `device-revoked`; `login-needed` where a sign-in is
        needed and there is none, or an old one; `login-refused`, `no-role`, `provider-away` about the sign-in.
        """
        found = None if id_token is None else self._signing_in(tenant, assertion, id_token)
        with self._database.write(tenant) as (connection, _):
            device, _ = self._demand(connection, tenant, assertion)
            seen = sa.update(DEVICE).where(DEVICE.c.tenant == tenant, DEVICE.c.id == device.id)
            connection.execute(seen.values(seen_at=self._now().isoformat(timespec="seconds")))
            if found is not None:
                logins.remember(connection, tenant, device.id, *found)
            login = self._login(connection, tenant, device.id)
        return self._token(tenant, device, login)

    def _demand(self, connection: Connection, tenant: str, assertion: str) -> tuple[Any, dict[str, Any]]:
        """Give the device that an assertion is signed by, and what it says."""
        device = _device(connection, tenant, _sender(assertion))
        if device is None:
            raise _unauthorised("device-unknown", "No such device. Ask for a new invitation.")
        claims = self._verify(assertion, device, tenant)
        if device.revoked_at:
            raise _revoked()
        return device, claims

    def _signing_in(self, tenant: str, assertion: str, id_token: str) -> tuple[SignIn, Identity, Role]:
        """Believe a sign-in before the tenant's row is held: the provider may have to be asked."""
        with self._database.read(tenant) as connection:
            device, claims = self._demand(connection, tenant, assertion)
            sign_in = sign_in_of(connection, tenant)
        challenge = str(claims.get("challenge", ""))
        if sign_in is None or not openid.CHALLENGE.fullmatch(challenge):
            raise logins.refused_login("This office has no sign-in, or the assertion has no challenge.")
        nonce = openid.nonce(tenant, device.id, challenge)
        identity = logins.identified(self._providers, sign_in, id_token, nonce, self._now())
        return sign_in, identity, logins.role_of(sign_in, identity, Role(device.role))

    def _login(self, connection: Connection, tenant: str, device: str) -> Login | None:
        sign_in = sign_in_of(connection, tenant)
        if sign_in is None:
            return None
        return logins.demanded(sign_in, logins.last(connection, tenant, device, sign_in), self._now())

    def _token(self, tenant: str, device: Any, login: Login | None) -> Token:  # noqa: ANN401 - a row
        now = self._now()
        ends = now + timedelta(seconds=limits.TOKEN_SECONDS)
        claims: dict[str, Any] = {"aud": AUDIENCE, "tenant": tenant, "sub": device.id, "iat": now}
        person, role, until = device.person, device.role, ""
        if login is not None:
            person, role, until = login.person, login.role.value, login.until.isoformat(timespec="seconds")
            ends = min(ends, login.until)
            claims |= {"person": person, "role": role}
        token = jwt.encode(claims | {"exp": ends}, self._secret, algorithm="HS256")
        left = max(1, int((ends - now).total_seconds()))
        return Token(token=token, expires_in=left, role=role, user=person, until=until)

    def sign_out(self, claims: Claims) -> None:
        """Let nobody be signed in on a device any more."""
        with self._database.write(claims.tenant) as (connection, _):
            Access.who(claims)(connection)
            logins.forget(connection, claims.tenant, claims.device)

    def _verify(self, assertion: str, device: Any, tenant: str) -> dict[str, Any]:  # noqa: ANN401 - a row
        key = Ed25519PublicKey.from_public_bytes(_unpadded(device.public_key))
        try:
            claims = jwt.decode(assertion, key, algorithms=["EdDSA"], audience=AUDIENCE, options=_UNTIMED)
            begins, ends = float(claims["iat"]), float(claims["exp"])
        except (jwt.InvalidTokenError, TypeError, ValueError, OverflowError) as error:
            raise _unauthorised(
                "assertion", "The assertion is not signed by the device, or not for this office."
            ) from error
        if (claims.get("iss"), claims.get("tenant")) != (device.id, tenant) or ends - begins > limits.ASSERTION_SECONDS:
            raise _unauthorised("assertion", "The assertion says something else than it must.")
        now = self._now().timestamp()
        if not (begins - limits.ASSERTION_SECONDS <= now <= ends + limits.ASSERTION_SECONDS):
            raise _unauthorised("clock", f"The office's clock says {self._now().isoformat(timespec='seconds')}.")
        return claims

    def claims(self, tenant: str, authorization: str) -> Claims:
        """Read the header of a request. Raises Refused `token-missing`, `token-invalid`, `token-expired`, `tenant`."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorised("token-missing", "A token is needed.")
        try:
            found = jwt.decode(token.strip(), self._secret, algorithms=["HS256"], audience=AUDIENCE, options=_UNTIMED)
            ends = float(found["exp"])
            role = Role(found["role"]) if "role" in found else None
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise _unauthorised("token-invalid", "This is no token of this office.") from error
        if ends < self._now().timestamp():
            raise _unauthorised("token-expired", "The token has run out; ask for a new one.")
        if found.get("tenant") != tenant:
            raise Refused(403, "tenant", "The token belongs to another tenant.")
        return Claims(tenant, str(found["sub"]), str(found.get("person", "")), role)

    @staticmethod
    def who(claims: Claims) -> Callable[[Connection], Caller]:
        """Look up the device within the request's own transaction: what was revoked a moment ago is out at once."""

        def look(connection: Connection) -> Caller:
            device = _device(connection, claims.tenant, claims.device)
            if device is None:
                raise _unauthorised("device-unknown", "No such device. Ask for a new invitation.")
            if device.revoked_at:
                raise _revoked()
            return Caller(claims.tenant, device.id, claims.person or device.person, claims.role or Role(device.role))

        return look

    @staticmethod
    def public_key(connection: Connection, claims: Claims) -> str:
        """Give the key of a device that is let in: base64url without padding. Raises Refused as `who` does."""
        caller = Access.who(claims)(connection)
        return str(_device(connection, caller.tenant, caller.device).public_key)

    def packed(self, connection: Connection, claims: Claims) -> tuple[str, Claims]:
        """Give the key of a device that packed a file (base64url without padding), and for whom it speaks.

        Mail may be long on its way, so whoever signed in last on the device counts; after the time of a sign-in, only
        as an ambassador. Raises Refused as `who` does, and `login-needed`.
        """
        key = self.public_key(connection, claims)
        sign_in = sign_in_of(connection, claims.tenant)
        if sign_in is None:
            return key, claims
        login = logins.last(connection, claims.tenant, claims.device, sign_in)
        if login is None:
            if sign_in.required:
                raise logins.login_needed()
            return key, claims
        role = login.role if login.until > self._now() else Role.AMBASSADOR
        return key, Claims(claims.tenant, claims.device, login.person, role)

    def let_in(self, claims: Claims) -> Caller:
        """Look up the device by itself, for a request that has no transaction of its own."""
        with self._database.read(claims.tenant) as connection:
            return self.who(claims)(connection)

    # -- devices --------------------------------------------------------------------------------------------------
    def devices(self, tenant: str) -> list[Any]:
        """Give the tenant's devices in the order in which they came."""
        with self._database.read(tenant) as connection:
            asked = sa.select(DEVICE).where(DEVICE.c.tenant == tenant).order_by(DEVICE.c.enrolled_at, DEVICE.c.id)
            return list(connection.execute(asked))

    def revoke(self, tenant: str, device: str) -> bool:
        """Shut a device out from this moment; tell whether there is such a device."""
        with self._database.write(tenant) as (connection, _):
            which = sa.update(DEVICE).where(DEVICE.c.tenant == tenant, DEVICE.c.id == device)
            done = connection.execute(which.values(revoked_at=self._now().isoformat(timespec="seconds")))
            return done.rowcount > 0


_UNTIMED: Final[Any] = {
    "require": ["iat", "exp", "sub"],
    "verify_exp": False,  # time is the office's own clock, handed in
    "verify_iat": False,
    "verify_nbf": False,
}


def _came_before(connection: Connection, tenant: str, asked: Enrol, invitation: Any) -> Any:  # noqa: ANN401 - rows
    """Give the device that came in with an invitation; with one that is rolled out, the one of this key."""
    if not invitation.laptops:
        return _device(connection, tenant, invitation.device) if invitation.device else None
    mine = sa.select(DEVICE).where(DEVICE.c.tenant == tenant, DEVICE.c.public_key == asked.public_key)
    return connection.execute(mine).first()


def _device(connection: Connection, tenant: str, identifier: str) -> Any:  # noqa: ANN401 - a row, or None
    asked = sa.select(DEVICE).where(DEVICE.c.tenant == tenant, DEVICE.c.id == identifier)
    return connection.execute(asked).one_or_none()


def digest_of(code: str) -> str:
    """Give the digest of a code as it may be typed: 0 for O, small letters, spaces and hyphens at will."""
    return hashlib.sha256(code.upper().translate(_TYPED).encode()).hexdigest()


def _sender(assertion: str) -> str:
    """Who an assertion says that it is by; nothing is proved yet."""
    try:
        found = str(jwt.decode(assertion, options={"verify_signature": False}).get("sub", ""))
    except (jwt.InvalidTokenError, ValueError) as error:
        raise _unauthorised("assertion", "This is no assertion.") from error
    if not found.isprintable():  # no database keeps half a character, nor PostgreSQL a NUL
        raise _unauthorised("assertion", "This is no assertion.")
    return found


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _no_invitation() -> Refused:
    return Refused(403, "invitation", "The invitation is unknown, used or has ended. Ask for a new one.")


def _unauthorised(code: str, detail: str) -> Refused:
    return Refused(401, code, detail, headers=_BEARER)


def _revoked() -> Refused:
    return _unauthorised("device-revoked", "This device has been revoked.")
