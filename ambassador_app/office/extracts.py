"""What tenants release to their programmes: taken once, given to members of the same programme, and to nobody else."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.extract import ProgrammeExtract
from ambassador_app.domain.extract_reading import ExtractUnfit, read_extract
from ambassador_app.domain.identifiers import Clock
from ambassador_app.domain.publication import Witness
from ambassador_app.domain.roles import Right, may
from ambassador_app.office.database import Database
from ambassador_app.office.log import Caller
from ambassador_app.office.problems import Refused, malformed
from ambassador_app.office.tables import DEVICE, EXTRACT, MEMBER, PROGRAMME, TENANT
from ambassador_app.wire import limits
from ambassador_app.wire import programmes as said
from ambassador_app.wire.extract_file import ExtractFileRefused, SignedExtract, attested, read
from ambassador_app.wire.publications import office_key

Look = Callable[[Connection], Caller]
RELEASED, SUPERSEDED, WITHDRAWN = "released", "superseded", "withdrawn"
EXTRACTS: Final = "extract"
"""How the command line names releases beside the kinds of records."""
_INFO: Final = b"ambassador case ids 1\n"
_TOLD: Final = tuple(one for one in EXTRACT.c if one.name != "body")


@dataclass(frozen=True, slots=True)
class _Offered:
    """An extract as it came: looked at by itself, before anything is locked."""

    extract: ProgrammeExtract
    signed: SignedExtract


class Extracts:
    """The programmes' extracts. `who` looks up the caller within the transaction."""

    def __init__(self, database: Database, now: Clock, secret: bytes) -> None:
        self._database = database
        self._now = now
        self._secret = secret

    def listed(self, tenant: str, who: Look) -> said.Programmes:
        """Tell which programmes the tenant is in, and what has been released to them. Raises Refused `forbidden`."""
        with self._database.read(tenant) as connection:
            _demand_coordinator(who(connection))
            name = connection.execute(sa.select(TENANT.c.name).where(TENANT.c.tenant == tenant)).scalar_one()
            found = connection.execute(_programmes_of(tenant)).all()
            rows = connection.execute(_readable(tenant).order_by(EXTRACT.c.tenant, EXTRACT.c.number)).all()
        told = tuple(
            said.Programme(
                id=one.id,
                name=one.name,
                members=tuple(said.Member(**member) for member in json.loads(one.members)),
                releases=tuple(_release(row) for row in rows if row.programme == one.id),
            )
            for one in found
        )
        return said.Programmes(
            municipality=said.Member(id=tenant, name=name), case_key=self._case_key(tenant), programmes=told
        )

    def take(self, tenant: str, programme: str, body: bytes, who: Look) -> tuple[said.Release, bool]:
        """Take a release: the newest stands, the one before is superseded. Gives it, and whether it is new.

        Offering the same again changes nothing. Raises Refused `malformed`, `signature`, `forbidden`, `programme`
        (the tenant is not in it), `not-yours` (about another municipality or programme, or by another device),
        `as-of`, `immutable`, `quota`.
        """
        with self._database.read(tenant) as connection:
            _demand_coordinator(who(connection))
        offered = _looked_at(body)
        with self._database.write(tenant) as (connection, row):
            caller = who(connection)
            _demand_coordinator(caller)
            there = _demand_member(connection, tenant, programme)
            self._demand_own(connection, offered, caller, (tenant, row.name, there.id, there.name))
            known = connection.execute(_of(tenant, programme, offered.extract.id)).one_or_none()
            if known is not None:
                if known.sha256 != offered.signed.sha256:
                    raise Refused(409, "immutable", "Another extract of this id has been released.")
                return _release(known), False
            self._keep(connection, offered, caller, row)
            return _release(connection.execute(_of(tenant, programme, offered.extract.id)).one()), True

    def _demand_own(
        self, connection: Connection, offered: _Offered, caller: Caller, names: tuple[str, str, str, str]
    ) -> None:
        extract = offered.extract
        asked = sa.select(DEVICE.c.public_key).where(DEVICE.c.tenant == caller.tenant, DEVICE.c.id == caller.device)
        if connection.execute(asked).scalar() != offered.signed.public_key:
            raise Refused(422, "signature", "The extract is not signed by the device that brings it.")
        told = (extract.municipality.id, extract.municipality.name, extract.programme.id, extract.programme.name)
        if told != names or extract.made_by != caller.device:
            raise Refused(422, "not-yours", "The extract is about another municipality or programme, or by another.")
        if extract.as_of > (self._now() + timedelta(hours=14)).date():
            raise Refused(422, "as-of", "The extract tells of a day to come.")

    def _keep(self, connection: Connection, offered: _Offered, caller: Caller, tenant: Any) -> None:  # noqa: ANN401 - a row
        extract, at = offered.extract, self._now().isoformat(timespec="seconds")
        role = caller.role.value
        witness = Witness(caller.device, offered.signed.public_key, "", role, at)  # a name has no place in an extract
        try:
            body = attested(offered.signed, witness, office_key(self._secret))
        except ExtractFileRefused as error:
            raise _too_large() from error
        size = len(body)
        if tenant.quota and tenant.used + size > tenant.quota:
            raise Refused(507, "quota", "The municipality's space at the office is full.")
        mine = sa.and_(EXTRACT.c.tenant == caller.tenant, EXTRACT.c.programme == extract.programme.id)
        number = connection.execute(sa.select(sa.func.max(EXTRACT.c.number)).where(mine)).scalar() or 0
        before = sa.update(EXTRACT).where(mine, EXTRACT.c.state == RELEASED)
        connection.execute(before.values(state=SUPERSEDED, ended_at=at))
        row = {
            "tenant": caller.tenant, "programme": extract.programme.id, "id": extract.id, "number": number + 1,
            "as_of": extract.as_of.isoformat(), "device": caller.device, "at": at, "sha256": offered.signed.sha256,
            "size": size, "body": body.decode(), "state": RELEASED,
        }  # fmt: skip
        connection.execute(sa.insert(EXTRACT), row)
        used = sa.update(TENANT).where(TENANT.c.tenant == caller.tenant)
        connection.execute(used.values(used=TENANT.c.used + size))

    def read(self, tenant: str, programme: str, identifier: str, who: Look) -> bytes:
        """Give a release: one's own, or the one that stands of another member.

        Raises Refused `forbidden`, `extract`.
        """
        with self._database.read(tenant) as connection:
            _demand_coordinator(who(connection))
            asked = _readable(tenant, EXTRACT.c.body).where(
                EXTRACT.c.programme == programme, EXTRACT.c.id == identifier
            )
            body = connection.execute(asked).scalar()
        if not body:
            raise _no_extract()
        return str(body).encode()

    def withdraw(self, tenant: str, programme: str, identifier: str, who: Look) -> said.Release:
        """Let nobody else read a release of one's own any more, from this moment.

        Raises Refused `forbidden`, `extract`.
        """
        with self._database.write(tenant) as (connection, _):
            _demand_coordinator(who(connection))
            which = sa.update(EXTRACT).where(
                EXTRACT.c.tenant == tenant, EXTRACT.c.programme == programme, EXTRACT.c.id == identifier
            )
            at = self._now().isoformat(timespec="seconds")
            connection.execute(which.where(EXTRACT.c.state != WITHDRAWN).values(state=WITHDRAWN, ended_at=at))
            row = connection.execute(_of(tenant, programme, identifier)).one_or_none()
        if row is None:
            raise _no_extract()
        return _release(row)

    def _case_key(self, tenant: str) -> str:
        """The tenant's own key, out of the office's secret: the same at every start, kept nowhere."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        key = HKDF(SHA256(), 32, salt=None, info=_INFO + tenant.encode()).derive(self._secret)
        return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


def extracts_saying(connection: Connection, tenant: str, words: str) -> list[str]:
    """Give the ids of a tenant's releases that say something, which is given in small letters."""
    asked = sa.select(EXTRACT.c.id, EXTRACT.c.body).where(EXTRACT.c.tenant == tenant).order_by(EXTRACT.c.number)
    return [row.id for row in connection.execute(asked) if words in row.body.casefold()]


def erase_extracts(connection: Connection, tenant: str, identifiers: Sequence[str], at: str) -> None:
    """Withdraw releases and let go of what they said. Raises LookupError for one that is not there."""
    for identifier in identifiers:
        which = sa.update(EXTRACT).where(EXTRACT.c.tenant == tenant, EXTRACT.c.id == identifier)
        if not connection.execute(which.values(state=WITHDRAWN, ended_at=at)).rowcount:
            raise LookupError(f"{EXTRACTS}:{identifier}")
    empty_withdrawn(connection, tenant)


def empty_withdrawn(connection: Connection, tenant: str) -> None:
    """Let go of what withdrawn releases said; that they were, and their hashes, stay."""
    mine = sa.and_(EXTRACT.c.tenant == tenant, EXTRACT.c.state == WITHDRAWN, EXTRACT.c.body != "")
    freed = connection.execute(sa.select(sa.func.sum(EXTRACT.c.size)).where(mine)).scalar() or 0
    connection.execute(sa.update(EXTRACT).where(mine).values(body="", size=0))
    less = sa.update(TENANT).where(TENANT.c.tenant == tenant)
    connection.execute(less.values(used=TENANT.c.used - freed))


def _looked_at(body: bytes) -> _Offered:
    try:
        signed = read(body)
        return _Offered(read_extract(signed.extract), signed)
    except ExtractFileRefused as error:
        if error.why == "too-large":
            raise _too_large() from error
        if error.why == "signature":
            raise Refused(422, "signature", "The signature does not fit the extract.") from error
        raise malformed(f"extract: {error.why}") from error
    except ExtractUnfit as error:
        raise malformed(f"extract: {error.field}") from error


def _demand_coordinator(caller: Caller) -> None:
    if not may(caller.role, Right.RELEASE):
        raise Refused(403, "forbidden", "Only coordinators release and read extracts.")


def _demand_member(connection: Connection, tenant: str, programme: str) -> Any:  # noqa: ANN401 - a row
    row = connection.execute(_programmes_of(tenant).where(PROGRAMME.c.id == programme)).one_or_none()
    if row is None:
        raise Refused(403, "programme", "The municipality is in no such programme.")
    return row


def _programmes_of(tenant: str) -> sa.Select[Any]:
    joined = PROGRAMME.join(MEMBER, MEMBER.c.programme == PROGRAMME.c.id)
    mine = sa.select(PROGRAMME).select_from(joined).where(MEMBER.c.tenant == tenant, MEMBER.c.left_at == "")
    return mine.order_by(PROGRAMME.c.id)


def _readable(tenant: str, *columns: Any) -> sa.Select[Any]:
    """What a tenant may read: all of its own, and what stands of others in the programmes it is in."""
    inside = sa.select(MEMBER.c.programme).where(MEMBER.c.tenant == tenant, MEMBER.c.left_at == "")
    shared = sa.and_(EXTRACT.c.state == RELEASED, EXTRACT.c.programme.in_(inside))
    return sa.select(*(columns or _TOLD)).where(sa.or_(EXTRACT.c.tenant == tenant, shared))


def _of(tenant: str, programme: str, identifier: str) -> sa.Select[Any]:
    return sa.select(*_TOLD).where(
        EXTRACT.c.tenant == tenant, EXTRACT.c.programme == programme, EXTRACT.c.id == identifier
    )


def _release(row: Any) -> said.Release:  # noqa: ANN401 - a row
    return said.Release(
        municipality=row.tenant, id=row.id, number=row.number, as_of=row.as_of, at=row.at, size=row.size,
        sha256=row.sha256, state=row.state,
    )  # fmt: skip


def _too_large() -> Refused:
    return Refused(413, "too-large", f"An extract has {limits.EXTRACT} bytes at most.")


def _no_extract() -> Refused:
    return Refused(404, "extract", "There is no such extract for this municipality to read.")
