"""Who is signed in on this computer with the municipality's provider. Only what a person asks for opens a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.records import to_json
from ambassador_app.domain.syncing import Membership, SignIn
from ambassador_app.errors import LoginNeeded, NoOffice
from ambassador_app.i18n import Translator
from ambassador_app.services.desk import DEVICE_KEY
from ambassador_app.services.sync_run import GREETING

if TYPE_CHECKING:
    from ambassador_app.services.desk import Desk
    from ambassador_app.services.syncing import Offices, Syncing

_ASK_WHO: Final = "office_ask_who"
"""The note that says: the last one signed out, so the next one is asked who they are."""

Watch = Callable[[], None]
"""Told several times a second while the browser is waited for; raises JobCancelled when the person has stopped it."""


@dataclass(frozen=True, slots=True)
class SignInState:
    """How people sign in here (None: they do not), who is signed in and until when (None: nobody), and whether the
    office takes nothing before somebody is.
    """

    how: SignIn | None = None
    user: str = ""
    until: datetime | None = None
    needed: bool = False


class SigningIn:
    """The sign-in of this computer at its office."""

    def __init__(self, desk: Desk, syncing: Syncing, offices: Offices | None) -> None:
        self._desk: Final = desk
        self._syncing: Final = syncing
        self._offices: Final = offices

    def state(self) -> SignInState:
        """What is known without asking anybody: the office alone decides, and says so at the next sync."""
        member, greeting = self._syncing.member(), self._syncing.greeting()
        if member is None or greeting is None or greeting.sign_in is None:
            return SignInState()
        until = datetime.fromisoformat(member.until) if member.until else None
        if until is None or until <= self._desk.now():
            return SignInState(greeting.sign_in, needed=greeting.sign_in.required)
        return SignInState(greeting.sign_in, member.user, until)

    def sign_in(self, words: Translator, watch: Watch = lambda: None) -> SignInState:
        """Open the browser, wait until the person has signed in, and tell the office.

        Raises NoOffice, NoSignIn, SignInRefused, SignInAway, SignInTimedOut, BrowserNotOpened, NoRoleAtOffice,
        OfficeAway, OfficeBusy, OfficeRefused, JobCancelled: then everything is as it was.
        """
        offices, member, key = self._known()
        note = self._desk.store.note(_ASK_WHO)
        greeting, found = offices.sign_in(member, key, words, watch, anew=bool(note))
        self._desk.store.keep_note(GREETING, json.dumps(to_json(replace(greeting, time=""))))
        self._desk.keep_member(replace(member, user=found.user, role=found.role, until=found.until))
        if note:
            self._desk.store.keep_note(_ASK_WHO, "")
        return self.state()

    def sign_out(self) -> None:
        """Let nobody be signed in any more; what waits goes on waiting. Raises NoOffice, OfficeAway, OfficeBusy."""
        offices, member, key = self._known()
        with suppress(LoginNeeded):  # nobody was
            offices.sign_out(member, key)
        self._desk.store.keep_note(_ASK_WHO, "yes")
        self.forget()

    def forget(self) -> None:
        """Remember that nobody is signed in: the office has said so."""
        member = self._syncing.member()
        if member is not None and member.until:
            self._desk.keep_member(replace(member, until=""))

    def _known(self) -> tuple[Offices, Membership, bytes]:
        """What reaches the office, this computer there, and its key. Raises NoOffice."""
        member, key = self._syncing.member(), self._desk.store.secret(DEVICE_KEY)
        if self._offices is None or member is None or key is None:
            raise NoOffice
        return self._offices, member, key
