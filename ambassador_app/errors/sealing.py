"""Signing, sealing, and reports that are read again."""

from __future__ import annotations

from ambassador_app.errors.base import AmbassadorError, Unavailable
from ambassador_app.errors.files import FileNotRead, FileTooLarge


class SignatureEmpty(AmbassadorError):
    """Nothing was drawn."""


class SignerMissing(AmbassadorError):
    """The report cannot be sealed yet: fields: role."""


class SignatureOutdated(AmbassadorError):
    """The report was changed after somebody had signed it. Fields: name."""


class SealFailed(AmbassadorError):
    """The report could not be sealed. Fields: reason."""


class SealKeyUnfit(SealFailed):
    """The key cannot seal: not valid at that time, not meant for it, or not readable. Fields: reason."""


class ClockWrong(SealFailed):
    """The computer's clock is behind what has been done already. Fields: moment, latest."""


class KeyFileNotRead(AmbassadorError):
    """A file with an office's key does not open: wrong passphrase, or no such file. Fields: file."""


class CardMissing(Unavailable):
    """The card or token with the key cannot be reached. Fields: reason."""


class PinNeeded(AmbassadorError):
    """The key is on a card, whose PIN is asked each time. Fields: token."""


class PinWrong(AmbassadorError):
    """The card refused the PIN. Fields: token."""


class TimeStampUnavailable(Unavailable):
    """No time stamp could be had. Fields: reason."""


class NotAReport(AmbassadorError):
    """The file is no PDF that can be checked. Fields: file."""


class ReportNotRead(FileNotRead):
    """A file that was to be checked cannot be opened. Fields: file, reason."""


class ReportTooLarge(FileTooLarge):
    """A file that was to be checked is larger than is read. Fields: file, limit_mb."""


class ReportDataRefused(AmbassadorError):
    """No visit can be rebuilt from a report. Fields: reason."""


class VisitHere(AmbassadorError):
    """The visit that a report tells of is on this computer. Fields: site, day, edition, visit."""


class OriginalNotHere(AmbassadorError):
    """A file of a visit that came in from its report, which does not hold it. Fields: file."""


class TextTooLong(AmbassadorError):
    """Fields: field, limit."""
