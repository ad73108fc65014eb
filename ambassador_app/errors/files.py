"""Files and pictures that come in."""

from __future__ import annotations

from ambassador_app.errors.base import AmbassadorError


class FileNotRead(AmbassadorError):
    """Fields: file, reason."""


class FileKindUnknown(AmbassadorError):
    """Fields: file."""


class FileTooLarge(AmbassadorError):
    """Fields: file, limit_mb."""


class ColumnMissing(AmbassadorError):
    """No column can be read as what is needed. Fields: column."""


class PhotoNotRead(AmbassadorError):
    """Fields: file."""


class PhotoEmpty(PhotoNotRead):
    """The file holds nothing: the phone had not finished copying it. Fields: file."""


class PhotoTooLarge(PhotoNotRead):
    """More bytes or pixels than are read. Fields: file."""


class PhotoKindUnknown(PhotoNotRead):
    """A film, an animation, a camera's raw file, or no picture at all. Fields: file."""


class PairRefused(AmbassadorError):
    """Two photos cannot be before and after: they are the same, in a pair already, or one is of another
    visit and not what a sealed report of this site showed before."""


class CameraSilent(AmbassadorError):
    """The computer's camera gives no picture: another program has it, or it is covered or forbidden."""


class CameraNotAllowed(AmbassadorError):
    """The system does not let the program use the camera."""


class CameraGone(AmbassadorError):
    """The camera is no longer there."""


class DropHasNoFiles(AmbassadorError):
    """What was dragged here names no file of this computer, as from a phone in the file manager."""
