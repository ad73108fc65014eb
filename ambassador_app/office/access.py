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
from ambassador_app.office.problems import Refused
from ambassador_app.office.tables import DEVICE, INVITATION
from ambassador_app.wire import limits
from ambassador_app.wire.messages import Enrol, Enrolled, Token

AUDIENCE: Final = "ambassador-office"
_TYPED: Final = str.maketrans({"0": "O", "1": "I", "8": "B", "-": "", " ": ""})
_BEARER: Final = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says: which device of which tenant asks."""

    tenant: str
    device: str


class Access:
    """The office's door. `secret` signs the tokens; every process of one office has the same."""

    def __init__(
        self, database: Database, *, now: Clock, new_id: NewId, chance: Callable[[int], bytes], secret: bytes
    ) -> None:
        self._database = database
        self._now = now
        self._new_id = new_id
        self._chance = chance
        self._secret = secret

    # -- invitations ----------------------------------------------------------------------------------------------
    def invite(self, tenant: str, role: Role, person: str = "") -> str:
        """Make a code for one laptop, good for a quarter of an hour. Only its digest is kept.

        With a `person` the invitation is for them alone; else the laptop says whose it is.
        """
        code = base64.b32encode(self._chance(10)).decode()
        ends = self._now() + timedelta(seconds=limits.INVITATION_SECONDS)
        with self._database.write(tenant) as (connection, _):
            row = {"tenant": tenant, "code_sha256": digest_of(code), "person": person, "role": role.value}
            connection.execute(sa.insert(INVITATION), row | {"ends_at": ends.isoformat()})
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
            device = _device(connection, tenant, invitation.device) if invitation.device else None
            if device is None:
                if invitation.device or datetime.fromisoformat(invitation.ends_at) < self._now():
                    raise _no_invitation()
                device = self._let_in(connection, tenant, asked, invitation)
                connection.execute(sa.update(INVITATION).where(mine).values(device=device.id))
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
    def token(self, tenant: str, assertion: str) -> Token:
        """Give an hour's token for an assertion signed by the device's key (RFC 7523).

        Raises Refused `assertion`, `clock`, `device-unknown`, `device-revoked`.
        """
        claimed = _read_unverified(assertion)
        with self._database.write(tenant) as (connection, _):
            device = _device(connection, tenant, str(claimed.get("sub", "")))
            if device is None:
                raise _unauthorised("device-unknown", "No such device. Ask for a new invitation.")
            self._verify(assertion, device, tenant)
            if device.revoked_at:
                raise _revoked()
            seen = sa.update(DEVICE).where(DEVICE.c.tenant == tenant, DEVICE.c.id == device.id)
            connection.execute(seen.values(seen_at=self._now().isoformat(timespec="seconds")))
        now = self._now()
        claims = {"aud": AUDIENCE, "tenant": tenant, "sub": device.id, "iat": now}
        claims["exp"] = now + timedelta(seconds=limits.TOKEN_SECONDS)
        token = jwt.encode(claims, self._secret, algorithm="HS256")
        return Token(token=token, expires_in=limits.TOKEN_SECONDS, role=device.role, user=device.person)

    def _verify(self, assertion: str, device: Any, tenant: str) -> None:  # noqa: ANN401 - a row
        key = Ed25519PublicKey.from_public_bytes(_unpadded(device.public_key))
        try:
            claims = jwt.decode(assertion, key, algorithms=["EdDSA"], audience=AUDIENCE, options=_UNTIMED)
            begins, ends = float(claims["iat"]), float(claims["exp"])
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise _unauthorised(
                "assertion", "The assertion is not signed by the device, or not for this office."
            ) from error
        if (claims["iss"], claims.get("tenant")) != (device.id, tenant) or ends - begins > limits.ASSERTION_SECONDS:
            raise _unauthorised("assertion", "The assertion says something else than it must.")
        now = self._now().timestamp()
        if not (begins - limits.ASSERTION_SECONDS <= now <= ends + limits.ASSERTION_SECONDS):
            raise _unauthorised("clock", f"The office's clock says {self._now().isoformat(timespec='seconds')}.")

    def claims(self, tenant: str, authorization: str) -> Claims:
        """Read the header of a request. Raises Refused `token-missing`, `token-invalid`, `token-expired`, `tenant`."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorised("token-missing", "A token is needed.")
        try:
            found = jwt.decode(token.strip(), self._secret, algorithms=["HS256"], audience=AUDIENCE, options=_UNTIMED)
            ends = float(found["exp"])
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise _unauthorised("token-invalid", "This is no token of this office.") from error
        if ends < self._now().timestamp():
            raise _unauthorised("token-expired", "The token has run out; ask for a new one.")
        if found.get("tenant") != tenant:
            raise Refused(403, "tenant", "The token belongs to another tenant.")
        return Claims(tenant, str(found["sub"]))

    @staticmethod
    def who(claims: Claims) -> Callable[[Connection], Caller]:
        """Look up the device within the request's own transaction: what was revoked a moment ago is out at once."""

        def look(connection: Connection) -> Caller:
            device = _device(connection, claims.tenant, claims.device)
            if device is None:
                raise _unauthorised("device-unknown", "No such device. Ask for a new invitation.")
            if device.revoked_at:
                raise _revoked()
            return Caller(claims.tenant, device.id, device.person, Role(device.role))

        return look

    @staticmethod
    def public_key(connection: Connection, claims: Claims) -> str:
        """Give the key of a device that is let in: base64url without padding. Raises Refused as `who` does."""
        Access.who(claims)(connection)
        return str(_device(connection, claims.tenant, claims.device).public_key)

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


def _device(connection: Connection, tenant: str, identifier: str) -> Any:  # noqa: ANN401 - a row, or None
    asked = sa.select(DEVICE).where(DEVICE.c.tenant == tenant, DEVICE.c.id == identifier)
    return connection.execute(asked).one_or_none()


def digest_of(code: str) -> str:
    """Give the digest of a code as it may be typed: 0 for O, small letters, spaces and hyphens at will."""
    return hashlib.sha256(code.upper().translate(_TYPED).encode()).hexdigest()


def _read_unverified(assertion: str) -> dict[str, Any]:
    try:
        return jwt.decode(assertion, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError) as error:
        raise _unauthorised("assertion", "This is no assertion.") from error


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _no_invitation() -> Refused:
    return Refused(403, "invitation", "The invitation is unknown, used or has ended. Ask for a new one.")


def _unauthorised(code: str, detail: str) -> Refused:
    return Refused(401, code, detail, headers=_BEARER)


def _revoked() -> Refused:
    return _unauthorised("device-revoked", "This device has been revoked.")
