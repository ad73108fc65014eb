"""Programmes of several municipalities, and the extracts they release."""

from __future__ import annotations

from ambassador_app.errors.base import AmbassadorError


class ExtractNotRead(AmbassadorError):
    """A file is no extract, or not as it was signed. Fields: file, reason."""


class ExtractTooLarge(AmbassadorError):
    """There is more in it than an extract can hold. Fields: limit_mb."""


class ProgrammeUnknown(AmbassadorError):
    """The municipality is in no such programme. Fields: programme."""


class AsOfRefused(AmbassadorError):
    """An extract tells of a day that is over, or of today. Fields: day."""


class ExtractNotOurs(AmbassadorError):
    """Only who released an extract can withdraw it. Fields: municipality."""
