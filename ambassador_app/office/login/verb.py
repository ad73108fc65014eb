"""`ambassador office login`: how the people of a municipality sign in; set, taken away, shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ambassador_app.domain.roles import Role
from ambassador_app.i18n import N_
from ambassador_app.office.cli import Run
from ambassador_app.office.config import refused
from ambassador_app.office.login.fetching import is_safe
from ambassador_app.office.login.settings import CLAIM, SCOPES, SignIn
from ambassador_app.office.office import Office
from ambassador_app.office.problems import Refused
from ambassador_app.office.verbs import opened, tenant_of
from ambassador_app.wire import limits

LONGEST: Final = 24 * 31
"""Hours; a sign-in that never ends is none."""
_BOTH: Final = N_("--issuer and --client-id belong together; the other options need them, too")
_NOT_BOTH: Final = N_("either --none, or a provider")
_BAD_ISSUER: Final = N_("“{issuer}” is no address such as https://login.microsoftonline.com/…/v2.0; it must be https")
_BAD_HOURS: Final = N_("--hours is a number from 1 to {most}")
_NO_OPENID: Final = N_("--scopes must have openid in it")
_TOO_LONG: Final = N_("“{said}” is too long")


def login(run: Run) -> int:
    """Set or show how the people of a municipality sign in."""
    asked = run.asked
    chosen = _chosen(asked)
    with opened(run) as (office, _, config):
        tenant = tenant_of(run, office)
        if asked.none or chosen is not None:
            office.set_sign_in(tenant, chosen)
        found = office.sign_in(tenant)
        answers = _answers(office, found) if chosen is not None and found is not None else None
    for line, values in _lines(found, f"{config.url}/desk/signed-in"):
        run.say(line, **values)
    if answers is False:
        run.say(
            N_("The provider does not answer just now. It is set all the same; look at the address and the network.")
        )
    run.answer({"tenant": tenant, "sign_in": _told(found), "answers": answers})
    return 0


def _chosen(asked: Any) -> SignIn | None:  # noqa: ANN401 - what argparse read
    """What the options say, or None where they say nothing of a provider. Raises ServerRefused."""
    groups = {role: tuple(getattr(asked, role.value) or ()) for role in Role}
    more = (asked.scopes, asked.role_claim, asked.required, asked.hours is not None, *groups.values())
    if asked.none and (asked.issuer or asked.client_id or any(more)):
        raise refused(_NOT_BOTH)
    if not asked.issuer and not asked.client_id and not any(more):
        return None
    if not asked.issuer or not asked.client_id:
        raise refused(_BOTH)
    hours = limits.LOGIN_HOURS if asked.hours is None else asked.hours
    chosen = SignIn(
        asked.issuer, asked.client_id, asked.scopes or SCOPES, asked.role_claim or CLAIM, groups, asked.required, hours
    )
    _check(chosen)
    return chosen


def _check(chosen: SignIn) -> None:
    if not is_safe(chosen.issuer) or "?" in chosen.issuer:
        raise refused(_BAD_ISSUER, issuer=chosen.issuer)
    if not 1 <= chosen.hours <= LONGEST:
        raise refused(_BAD_HOURS, most=LONGEST)
    if "openid" not in chosen.scopes.split():
        raise refused(_NO_OPENID)
    for text, most in ((chosen.issuer, limits.ADDRESS), (chosen.client_id, limits.NAME), (chosen.scopes, limits.NAME)):
        if len(text) > most:
            raise refused(_TOO_LONG, said=text)


def _answers(office: Office, found: SignIn) -> bool:
    """Whether the provider is what it is said to be, as far as can be seen from here."""
    try:
        office.providers.described(found.issuer)
    except Refused:
        return False
    return True


def _lines(found: SignIn | None, desk: str) -> Iterator[tuple[str, dict[str, object]]]:
    if found is None:
        yield N_("Nobody signs in: a laptop that was let in speaks for the person it was given to."), {}
        return
    yield N_("Provider: {issuer}, where this program is called {client_id}"), {
        "issuer": found.issuer, "client_id": found.client_id,
    }  # fmt: skip
    yield N_("Addresses to register there: {laptop} (any port) and {desk}"), {
        "laptop": "http://127.0.0.1/", "desk": desk,
    }  # fmt: skip
    if any(found.groups.values()):
        for role in Role:
            if names := found.groups.get(role):
                said: dict[str, object] = {"claim": found.claim, "groups": ", ".join(names), "role": role.value}
                yield N_("{role}: {groups} in {claim}"), said
    else:
        yield N_("Groups mean nothing: everybody has the role of their laptop, and the desk stays with web-login."), {}
    needed = N_("Laptops get nothing unless somebody has signed in within {hours} hours.")
    free = N_("Signing in is free; it counts for {hours} hours.")
    yield needed if found.required else free, {"hours": found.hours}


def _told(found: SignIn | None) -> dict[str, Any] | None:
    if found is None:
        return None
    groups = {role.value: list(names) for role, names in found.groups.items() if names}
    return found.told().model_dump() | {"role_claim": found.claim, "groups": groups, "hours": found.hours}
