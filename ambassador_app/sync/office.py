"""The office over https: each method is one request, or as many as one attachment needs. Nothing is decided here.

Every call may end in OfficeAway (no answer), OfficeBusy (asked to come again later) or OfficeRefused (its word, with
a code that stays).
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ambassador_app.domain.escrow import MunicipalityKey, SealedKey
from ambassador_app.domain.syncing import (
    Admission,
    Arrival,
    Carried,
    Consignment,
    Epoch,
    Greeting,
    Membership,
    Op,
    Outcome,
    Page,
    SignIn,
    Standing,
)
from ambassador_app.errors import (
    NoSignIn,
    OfficeAway,
    OfficeBusy,
    OfficeRefused,
)
from ambassador_app.sync import bounded
from ambassador_app.sync.refusing import refusal
from ambassador_app.sync.trusting import client_of, distrust_of

if TYPE_CHECKING:
    import httpx

    from ambassador_app.sync.carrying import BytesOf, Carrier, Told
    from ambassador_app.sync.login import Browser
    from ambassador_app.sync.programmes import ProgrammeWay
    from ambassador_app.wire import messages

Clock = Callable[[], datetime]
M = TypeVar("M", bound="messages.Message")

_PATIENCE: Final = 4
_LONGEST_WAIT: Final = 10  # seconds; beyond, the person is told and the next sync goes on
_LAST_YEAR: Final = 9000
_SMALL: Final = 1400  # bytes: below, packing makes a request no smaller on the wire


class Office:
    """One device's way to its office. Close it, or use it in a `with` block."""

    def __init__(self, member: Membership, key: bytes) -> None:
        self._member: Final = member
        self._key: Final = key
        self._client: Final = client_of(member.url, member.certificate)
        self._path: Final = f"/v1/{member.tenant}"
        self._token = ""
        self._clock = ""
        self.admission: Admission | None = None
        """For whom the office took this device last; None before the first answer."""
        self._ways: Sequence[str] = ()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        if "_carrier" in self.__dict__:
            self._carrier.close()

    def hello(self) -> Greeting:
        """Ask who the office is."""
        from ambassador_app.wire import messages

        found = sent(self._client, "GET", f"{self._path}/hello", messages.Hello)
        self._clock = found.time
        self._ways = found.attachments
        epoch = Epoch(found.epoch, found.epoch_from)
        return Greeting(
            found.name, epoch, found.time, found.schema_min, found.schema_max, found.parcel_key, found.office_key,
            None if found.oidc is None else SignIn(**found.oidc.model_dump()),
            None if found.escrow is None else MunicipalityKey(found.escrow.key, found.escrow.required),
        )  # fmt: skip

    def sign_in(self, browser: Browser) -> Greeting:
        """Let the person sign in with the office's provider, for this device; `admission` then says as whom.

        Raises NoSignIn, SignInRefused, SignInAway, SignInTimedOut, BrowserNotOpened, NoRoleAtOffice, and what the
        browser's watch raises.
        """
        from ambassador_app.sync.login import signed_in
        from ambassador_app.wire import openid

        asked = self.hello().sign_in
        if asked is None:
            raise NoSignIn
        challenge = base64url(browser.chance(32))
        id_token = signed_in(asked, openid.nonce(self._member.tenant, self._member.device, challenge), browser)
        greeting = self.hello()  # its clock again: the person took their time
        self._token = self._new_token(challenge, id_token)
        return greeting

    def deposit(self, sealed: SealedKey) -> None:
        """Leave this device's recovery key, sealed for the municipality; once more changes nothing."""
        from ambassador_app.wire import messages

        said = messages.Deposit(key=sealed.key, sealed=sealed.sealed, signature=sealed.signature)
        content, headers = _packed(said)
        self._authorised("PUT", "/escrow", content=content, headers=headers)

    def sign_out(self) -> None:
        """Let nobody be signed in on this device any more. Raises LoginNeeded where nobody is."""
        self._authorised("DELETE", "/login")
        self._token, self.admission = "", None

    def push(self, epoch: str, ops: Sequence[Op]) -> tuple[Outcome, ...]:
        """Offer ops. What is answered is committed at the office; anything raised means that nothing was taken,
        or that nobody knows: then the same ops are offered again.
        """
        from ambassador_app.wire import messages

        offered = messages.Push(epoch=epoch, ops=tuple(op_message(one) for one in ops))
        found = self._asked("POST", "/push", messages.Pushed, offered)
        kinds = {one.op: one for one in ops}
        return tuple(_outcome(one, kinds[one.op]) for one in found.results if one.op in kinds)

    def pull(self, since: int, most: int) -> Page:
        """Fetch what changed after number `since`, at most so many records."""
        from ambassador_app.wire import messages

        found = self._asked("GET", f"/pull?since={since}&limit={most}", messages.Pulled)
        arrivals = tuple(arrival_of(one) for one in found.changes)
        return Page(found.epoch, arrivals, found.next, found.head, found.more)

    def records(self, epoch: str, refs: Sequence[tuple[str, str]], *, data: bool = True) -> tuple[Arrival, ...]:
        """Fetch the present state of records by kind and id, without `data` their numbers alone. What is not among
        the answer is not there. Asked for in as many requests as it takes, all in the same `epoch`.
        """
        from ambassador_app.wire import limits, messages

        found: list[Arrival] = []
        left = tuple(dict.fromkeys(refs))
        while left:
            some = tuple(messages.RecordRef(kind=kind, id=one) for kind, one in left[: limits.ASKED_RECORDS])
            asked = messages.AskRecords(refs=some, data=data)
            answer = self._asked("POST", "/records", messages.Records, asked)
            if answer.epoch != epoch:
                raise OfficeRefused(code="epoch", status=409, offset="0")
            found.extend(arrival_of(one) for one in answer.changes)
            left = left[max(1, answer.taken) :]
        return tuple(found)

    def missing(self, hashes: Sequence[str], *, in_store: bool = False) -> dict[str, int]:
        """Ask which of these attachments the office lacks, and how many bytes it has of each. `in_store`: have it look
        for the bytes themselves.
        """
        from ambassador_app.wire import messages

        asked = messages.AskBlobs(sha256=tuple(hashes), in_store=in_store)
        found = self._asked("POST", "/blobs/missing", messages.MissingBlobs, asked)
        return {one.sha256: one.offset for one in found.missing}

    def bring(self, files: Sequence[Consignment], bytes_of: BytesOf, told: Told) -> Iterator[tuple[Carried, ...]]:
        """Bring attachments in this order; give what the office says of each, without a code when its hash is right."""
        return self._carrier.bring(files, bytes_of, told)

    def fetch(self, sha256: str) -> bytes:
        """Fetch an attachment. The caller checks its hash."""
        return self._carrier.fetch(sha256)

    @cached_property
    def _carrier(self) -> Carrier:
        from ambassador_app.sync.carrying import Carrier

        return Carrier(self._authorised, self._ways, self._member.url)

    def carry(self, file: Path) -> int:
        """Bring a file that a laptop packed, mine or a colleague's; gives how many records the office took of it.

        Raises OSError where the file cannot be read.
        """
        with file.open("rb") as source:
            answer = self._authorised("POST", "/parcels", content=source)
        try:
            found = answer.json()
        except (ValueError, RecursionError) as error:
            raise OfficeAway from error
        taken = found.get("taken") if isinstance(found, dict) else None
        return taken if isinstance(taken, int) else 0

    def programmes(self) -> ProgrammeWay:
        """The way to the programmes that the municipality is in."""
        from ambassador_app.sync.programmes import ProgrammeWay

        return ProgrammeWay(self._authorised)

    # -- requests -----------------------------------------------------------------------------------------------------
    def _asked(self, method: str, path: str, wanted: type[M], body: messages.Message | None = None) -> M:
        content, headers = _packed(body)
        return _read(wanted, self._authorised(method, path, content=content, headers=headers))

    def _authorised(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send with a token; one that ran out is renewed once."""
        headers = request.pop("headers", {})
        for attempt in (1, 2):
            if not self._token:
                self._token = self._new_token()
            try:
                with_token = {**headers, "Authorization": f"Bearer {self._token}"}
                return _answer(self._client, method, self._path + path, headers=with_token, **request)
            except OfficeRefused as error:
                if attempt == 2 or error.fields["code"] not in ("token-expired", "token-invalid"):
                    raise
                self._token = ""
        raise AssertionError

    def _new_token(self, challenge: str = "", id_token: str | None = None) -> str:
        """Sign for a token with the device's key, at the office's time: this computer's clock may be wrong."""
        import jwt
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        from ambassador_app.wire import messages

        if not self._clock:
            self.hello()
        at = _moment(self._clock)
        claims = {
            "iss": self._member.device, "sub": self._member.device, "aud": "ambassador-office",
            "tenant": self._member.tenant, "iat": at, "exp": at + timedelta(seconds=240),
            "jti": base64url(_digest(self._key, self._clock)), **({"challenge": challenge} if challenge else {}),
        }  # fmt: skip
        assertion = jwt.encode(claims, Ed25519PrivateKey.from_private_bytes(self._key), algorithm="EdDSA")
        asked = messages.TokenRequest(assertion=assertion, id_token=id_token)
        found = sent(self._client, "POST", f"{self._path}/token", messages.Token, asked)
        self.admission = Admission(found.user, found.role, found.until)
        return found.token


# -- messages ---------------------------------------------------------------------------------------------------------
def op_message(op: Op) -> messages.Op:
    """An op as it travels."""
    from ambassador_app.wire import messages

    return messages.Op(
        op=op.op, kind=op.kind, id=op.id, base=op.base, set=dict(op.put), unset=op.gone, deleted=op.deleted,
        group=op.group, schema=op.schema, at=op.at,
    )  # fmt: skip


def arrival_of(found: messages.Change) -> Arrival:
    """A change as it came."""
    data, schema = found.data or {}, found.schema_version
    return Arrival(found.kind, found.id, found.seq, data, found.deleted, schema, found.by, found.at, found.erased)


def _outcome(found: messages.Result, op: Op) -> Outcome:
    standing = Standing(found.status)
    state = None
    if standing is Standing.CONFLICT:
        there = found.data or {}
        gone = found.deleted or not found.seq
        state = Arrival(op.kind, op.id, found.seq, there, gone, op.schema, found.by, found.at)
    return Outcome(found.op, standing, found.seq, state, found.code, found.field)


# -- http -------------------------------------------------------------------------------------------------------------
def sent(client: httpx.Client, method: str, path: str, wanted: type[M], body: messages.Message | None = None) -> M:
    content, headers = _packed(body)
    return _read(wanted, _answer(client, method, path, content=content, headers=headers))


def _packed(body: messages.Message | None) -> tuple[bytes | None, Mapping[str, str]]:
    if body is None:
        return None, {}
    content = body.model_dump_json().encode()
    headers = {"Content-Type": "application/json"}
    if len(content) > _SMALL:
        return gzip.compress(content, 6, mtime=0), {**headers, "Content-Encoding": "gzip"}
    return content, headers


def _answer(client: httpx.Client, method: str, path: str, **request: Any) -> httpx.Response:
    """Ask, and ask again a little later when the office says so: every request can be repeated without harm."""
    for _ in range(_PATIENCE):
        with _failures():
            answer = bounded.request(client, method, path, **request)
        if answer.is_success:
            return answer
        refused = refusal(answer)
        wait = refused.fields.get("seconds", 0) if isinstance(refused, OfficeBusy) else 0
        if not isinstance(wait, int) or not 0 < wait <= _LONGEST_WAIT:
            break
        sleep(wait)
    raise refused


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what the network raises into what it means."""
    import httpx

    try:
        yield
    except httpx.ConnectError as error:
        raise distrust_of(error) or OfficeAway() from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise OfficeAway from error


def _read(wanted: type[M], answer: httpx.Response) -> M:
    try:
        return wanted.model_validate_json(answer.content)
    except ValueError as error:  # a portal of the hotel, or a proxy's page
        raise OfficeAway from error


def _moment(said: str) -> datetime:
    """Read what the office says of its clock. Raises OfficeAway where that is no time a token can have."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError as error:
        raise OfficeAway from error
    if found.tzinfo is None or found.year > _LAST_YEAR:
        raise OfficeAway
    return found


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _digest(key: bytes, text: str) -> bytes:
    import hmac

    return hmac.digest(key, json.dumps(text).encode(), "sha256")
