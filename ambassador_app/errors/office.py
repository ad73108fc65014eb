"""The office and what goes there."""

from __future__ import annotations

from ambassador_app.errors.base import AmbassadorError, Unavailable


class NoOffice(AmbassadorError):
    """This profile has not joined an office."""


class InvitationRefused(AmbassadorError):
    """The text is no invitation, or the office does not take it (any more)."""


class OfficeNotTrusted(AmbassadorError):
    """What answers under the office's address is not the office."""


class OfficeExpired(OfficeNotTrusted):
    """The office's certificate is not valid today: it has run out, or this computer's clock is wrong."""


class OfficeAway(Unavailable):
    """The office does not answer."""


class OfficeBusy(Unavailable):
    """The office asks to come again later. Fields: seconds (0: it did not say)."""


class OfficeRefused(AmbassadorError):
    """The office does not do what was asked. Fields: code, status, offset."""


class LoginNeeded(Unavailable):
    """The office wants somebody to sign in on this computer."""


class NoSignIn(AmbassadorError):
    """The people of this office do not sign in."""


class SignInRefused(AmbassadorError):
    """The sign-in was not completed, or is not believed. Fields: code."""


class NoRoleAtOffice(AmbassadorError):
    """Whoever signed in is in no group that may work with this office."""


class SignInAway(Unavailable):
    """The provider that people sign in with does not answer."""


class SignInTimedOut(Unavailable):
    """Nobody signed in within the time. Fields: minutes."""


class BrowserNotOpened(Unavailable):
    """The system's browser cannot be opened. Fields: address."""


class DeviceRevoked(AmbassadorError):
    """The office does not know this device any more."""


class ProgramTooOld(AmbassadorError):
    """The office speaks a newer form of records."""


class SyncUnsettled(Unavailable):
    """Laptop and office do not come to an end with each other; what is not settled waits here."""


class ConflictsOpen(AmbassadorError):
    """A visit with open conflicts cannot be sealed. Fields: count."""


class ConflictSettled(AmbassadorError):
    """Somebody has decided this conflict already."""


class PhotoAtOffice(Unavailable):
    """A colleague's photo has not come from the office yet. Fields: file."""


class RecordNewer(AmbassadorError):
    """A newer version of the program wrote this record; this one only shows it. Fields: kind, id."""


class VisitAway(AmbassadorError):
    """Parts of this visit are at the office alone. Fields: visit."""


class NothingToPack(AmbassadorError):
    """Everything is at the office already."""


class RightMissing(AmbassadorError):
    """The office does not let people of this role do that. Fields: right, role."""
