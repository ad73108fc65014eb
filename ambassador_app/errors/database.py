"""The database, its key, and files that go out."""

from __future__ import annotations

from ambassador_app.errors.base import AmbassadorError, Unavailable


class PassphraseWrong(AmbassadorError):
    """The passphrase does not open this database."""


class PassphraseNeeded(Unavailable):
    """There is no key store here, and no passphrase was given."""


class PassphrasesDiffer(AmbassadorError):
    """The passphrase was not typed the same way twice."""


class PassphraseTooShort(AmbassadorError):
    """Fields: least."""


class RecoveryKeyWrong(AmbassadorError):
    """The recovery key does not open this database."""


class ProfileMissing(AmbassadorError):
    """Nobody has begun to work on this computer: there is no database yet."""


class KeyMissing(AmbassadorError):
    """The key of this database is not in the key store of this computer. The recovery key opens it."""


class DatabaseNewer(AmbassadorError):
    """The database was written by a newer version of the program. Fields: found, known."""


class DatabaseDamaged(AmbassadorError):
    """The database does not pass its integrity check. Fields: file."""


class DatabaseReadOnly(Unavailable):
    """The newest good copy is open for reading only; nothing can be changed in it. Fields: copy."""


class DatabaseInUse(Unavailable):
    """Another window of the program has this database open."""


class DatabaseInCloudFolder(AmbassadorError):
    """The folder is kept in step by a cloud service, which destroys databases. Fields: folder."""


class DiskFull(Unavailable):
    """Fields: file."""


class BackupNotRead(AmbassadorError):
    """The backup is damaged or no backup. Fields: file."""


class FolderNotWritable(Unavailable):
    """Fields: folder."""


class DriveGone(FolderNotWritable):
    """The stick was pulled out, or the network drive does not answer. Fields: folder."""


class CopyDiffers(Unavailable):
    """What was read back from a drive is not what was written to it. Fields: file."""


class TooManyMeasures(AmbassadorError):
    """More measures than one file takes. Fields: count, limit."""


class FileExists(AmbassadorError):
    """A file of this name is there already and is not overwritten. Fields: file."""


class JobCancelled(AmbassadorError):
    """The person stopped the job; nothing was changed."""

    exit_code = 3


class PrinterMissing(Unavailable):
    """There is no printer to be reached from here."""


class PrintingFailed(PrinterMissing):
    """A printer did not take the report, or does not answer. Fields: printer."""


class PaperNotPrinted(PrinterMissing):
    """A printer did not take a document that is in no queue. Fields: printer, document."""


class PlainMailUndecided(AmbassadorError):
    """The report is to go by secure mail, and nobody has said why plain mail was chosen."""


class MailTooLarge(AmbassadorError):
    """Even with small photos the report is too large for a mail. Fields: size_mb, limit_mb."""


class CopyNotMade(AmbassadorError):
    """An older report holds no data that a copy could be made from. Fields: file."""


class MailProgramMissing(Unavailable):
    """No mail program took the draft; it was saved as a file. Fields: file."""
