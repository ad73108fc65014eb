"""The office's programmes over https: what was released to them, and what this municipality releases."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ambassador_app.domain.extract import MunicipalityName
from ambassador_app.domain.programme import AtOffice, ProgrammeAtOffice, Release, ReleaseState
from ambassador_app.errors import OfficeAway

if TYPE_CHECKING:
    import httpx

    from ambassador_app.wire import programmes as said

Ask = Callable[..., "httpx.Response"]


class ProgrammeWay:
    """The way to the programmes of an office that is open; `ask` sends one request with this device's token."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def all(self) -> tuple[AtOffice, bytes]:
        """Ask for the programmes this municipality is in, and for its key of cases (32 bytes)."""
        from ambassador_app.wire import programmes as said

        found = _read(said.Programmes, self._ask("GET", "/programmes"))
        told = tuple(
            ProgrammeAtOffice(one.id, one.name, tuple(map(_member, one.members)), tuple(map(_release, one.releases)))
            for one in found.programmes
        )
        key = base64.urlsafe_b64decode(found.case_key + "=" * (-len(found.case_key) % 4))
        return AtOffice(_member(found.municipality), told), key

    def release(self, programme: str, data: bytes) -> Release:
        """Release an extract; offering it again does no harm."""
        from ambassador_app.wire import programmes as said

        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        packed = gzip.compress(data, 6, mtime=0)
        answer = self._ask("POST", f"/programmes/{programme}/extracts", content=packed, headers=headers)
        return _release(_read(said.Release, answer))

    def fetch(self, programme: str, identifier: str) -> bytes:
        """Fetch an extract's file."""
        return bytes(self._ask("GET", f"/programmes/{programme}/extracts/{identifier}").content)

    def withdraw(self, programme: str, identifier: str) -> Release:
        """Withdraw a release of this municipality."""
        from ambassador_app.wire import programmes as said

        answer = self._ask("POST", f"/programmes/{programme}/extracts/{identifier}/withdraw")
        return _release(_read(said.Release, answer))


def _read(wanted: type[Any], answer: httpx.Response) -> Any:  # noqa: ANN401 - a message of the type that is wanted
    try:
        return wanted.model_validate_json(answer.content)
    except ValueError as error:
        raise OfficeAway from error


def _member(found: said.Member) -> MunicipalityName:
    return MunicipalityName(found.id, found.name)


def _release(found: said.Release) -> Release:
    try:
        day, at = date.fromisoformat(found.as_of), datetime.fromisoformat(found.at)
    except ValueError as error:
        raise OfficeAway from error
    state = ReleaseState(found.state)
    return Release(found.municipality, found.id, found.number, day, at, found.sha256, state)
