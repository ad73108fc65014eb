"""`ambassador office programme`: programmes of several municipalities; made, listed, and who is in them."""

from __future__ import annotations

import json
import re
from typing import Final

from ambassador_app.i18n import N_
from ambassador_app.office.cli import Run
from ambassador_app.office.config import refused
from ambassador_app.office.office import Office
from ambassador_app.office.verbs import opened, tenant_of
from ambassador_app.wire import limits
from ambassador_app.wire.messages import TENANT_PATTERN

_WHICH: Final = N_("name the programme by its short name; `ambassador office programme list` lists them")
_BAD_NAME: Final = N_("“{name}” cannot be a short name: small letters, digits and hyphens, 2 to 40 of them")
_LONG: Final = N_("the name of a programme is one line of 1 to {most} letters")
_TAKEN: Final = N_("there is a programme “{name}” already")
_UNKNOWN: Final = N_("there is no programme “{name}” here; `ambassador office programme list` lists them")


def programme(run: Run) -> int:
    """Make a programme, let a municipality in or out, or list them; 1 where a municipality was not in."""
    asked = run.asked
    with opened(run) as (office, _, _config):
        if asked.what == "new":
            _make(run, office)
        found = True
        if asked.what in ("join", "leave"):
            found = _move(run, office)
        rows = office.programmes.listed()
    told = [{"id": one.id, "name": one.name, "members": json.loads(one.members)} for one in rows]
    for one in told:
        run.show(f"{one['id']}  {one['name']}")
        for member in one["members"]:
            run.show(f"  {member['id']}  {member['name']}")
    if not told:
        run.say(N_("There is no programme here yet."))
    if not found:
        run.say(N_("It was not in the programme."))
    run.answer(told)
    return 0 if found else 1


def _make(run: Run, office: Office) -> None:
    short, name = _named(run), str(run.asked.name or run.asked.programme)
    if not re.fullmatch(TENANT_PATTERN, short):
        raise refused(_BAD_NAME, name=short)
    if not name.isprintable() or not 0 < len(name) <= limits.NAME:
        raise refused(_LONG, most=str(limits.NAME))
    try:
        office.programmes.make(short, name)
    except ValueError as error:
        raise refused(_TAKEN, name=short) from error


def _move(run: Run, office: Office) -> bool:
    """Let a municipality in or out; tells whether that changed anything about one that leaves."""
    short, tenant = _named(run), tenant_of(run, office)
    try:
        if run.asked.what == "leave":
            return office.programmes.leave(short, tenant)
        office.programmes.join(short, tenant)
    except LookupError as error:
        raise refused(_UNKNOWN, name=short) from error
    return True


def _named(run: Run) -> str:
    short: str | None = run.asked.programme
    if short is None:
        raise refused(_WHICH)
    return short
