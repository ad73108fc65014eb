"""What the office's refusals mean to the person at the laptop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ambassador_app.errors import (
    AmbassadorError,
    DeviceRevoked,
    LoginNeeded,
    NoRoleAtOffice,
    OfficeBusy,
    OfficeRefused,
    ProgramTooOld,
    SignInAway,
    SignInRefused,
)

if TYPE_CHECKING:
    import httpx

_COMES_AGAIN: Final = frozenset({429, 502, 503, 504})
_UPGRADE: Final = 426
_DIGITS: Final = 9
_MEANS: Final[Mapping[str, type[AmbassadorError]]] = {
    "device-revoked": DeviceRevoked,
    "login-needed": LoginNeeded,
    "no-role": NoRoleAtOffice,
    "provider-away": SignInAway,
}


def refusal(answer: httpx.Response) -> AmbassadorError:
    """Give the error that an answer of the office stands for."""
    code = ""
    try:
        said = answer.json()
        code = str(said.get("code", "")) if isinstance(said, dict) else ""
    except (ValueError, RecursionError):
        pass
    if code in _MEANS:
        return _MEANS[code]()
    if code == "login-refused":
        return SignInRefused(code=code)
    if answer.status_code in _COMES_AGAIN:
        wait = answer.headers.get("Retry-After", "")
        known = wait.isascii() and wait.isdigit() and len(wait) < _DIGITS
        return OfficeBusy(seconds=int(wait) if known else 0)
    if answer.status_code == _UPGRADE:
        return ProgramTooOld()
    return OfficeRefused(code=code, status=answer.status_code, offset=answer.headers.get("Upload-Offset", "0"))
