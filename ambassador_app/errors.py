"""Every failure the ambassador can act on: a code and fields, no words (the sentences stand in `wording`)."""

from __future__ import annotations

from typing import ClassVar


class AmbassadorError(Exception):
    """Something the person at the screen can act on. Anything else that is raised is a bug.

    `fields` fill the placeholders of the sentence that `wording.ERROR` holds for the class.
    `exit_code` is what the command line ends with: 2 refused input, 3 cannot now.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, **fields: object) -> None:
        super().__init__(type(self).__name__, fields)
        self.fields = fields


class Unavailable(AmbassadorError):
    """It cannot be done now, though the request is sound (busy, no space, locked)."""

    exit_code = 3


# -- numbers and text ---------------------------------------------------------------------------------------------
class NumberNotUnderstood(AmbassadorError):
    """Fields: text."""


class NumberAmbiguous(AmbassadorError):
    """`1.234` may be a thousand or one and a bit. Fields: text, large, small."""


class FieldMissing(AmbassadorError):
    """A field that must be filled is empty. Fields: field."""


class FieldRefused(AmbassadorError):
    """A field has a value that cannot be. Fields: field, value, allowed."""


# -- measures -----------------------------------------------------------------------------------------------------
class UnknownCalculator(AmbassadorError):
    """Fields: calculator."""


class UnknownInput(AmbassadorError):
    """Fields: input, calculator."""


class InputMissing(AmbassadorError):
    """Fields: input."""


class InputRefused(AmbassadorError):
    """An input is outside its hard range. Fields: input, value, allowed."""


class UnknownSet(AmbassadorError):
    """A factor or price set that is not here. Fields: set."""


class MoveRefused(AmbassadorError):
    """A measure's status cannot move that way. Fields: now, then."""


class VerificationMissing(AmbassadorError):
    """A measure is called verified before anybody has said what it saves. Fields: title."""


class SetRefused(AmbassadorError):
    """A factor or price set, typed or in a file, cannot be kept. Fields: place, reason."""


# -- records ------------------------------------------------------------------------------------------------------
class RecordNotFound(AmbassadorError):
    """Fields: kind, id."""


class VisitLocked(AmbassadorError):
    """A signed visit is evidence: it can be amended, never edited. Fields: visit."""


class NothingToUndo(AmbassadorError):
    """There is no action of this person left to undo in this visit."""


class NothingToRedo(AmbassadorError):
    """There is no undone action left to redo in this visit."""


class UndoRefused(AmbassadorError):
    """The field was changed by somebody else since. Fields: field."""


# -- checklists ---------------------------------------------------------------------------------------------------
class UnknownChecklist(UnknownSet):
    """A checklist, or a version of one, that is not here. Fields: set."""


class WorkbookMissing(AmbassadorError):
    """The workbook a version of a checklist was made from is not here. Fields: checklist."""


class FormRefused(AmbassadorError):
    """A checklist workbook cannot be used. Fields: sheet, row, column, reason."""


class ExpressionRefused(AmbassadorError):
    """An expression in a checklist cannot be understood. Fields: expression, position, reason."""


# -- files in -----------------------------------------------------------------------------------------------------
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


# -- signing and sealing ------------------------------------------------------------------------------------------
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


# -- the database and its key ------------------------------------------------------------------------------------
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


class PlainMailUndecided(AmbassadorError):
    """The report is to go by secure mail, and nobody has said why plain mail was chosen."""


class MailTooLarge(AmbassadorError):
    """Even with small photos the report is too large for a mail. Fields: size_mb, limit_mb."""


class CopyNotMade(AmbassadorError):
    """An older report holds no data that a copy could be made from. Fields: file."""


class MailProgramMissing(Unavailable):
    """No mail program took the draft; it was saved as a file. Fields: file."""


# -- the office -----------------------------------------------------------------------------------------------------
class NoOffice(AmbassadorError):
    """This profile has not joined an office."""


class InvitationRefused(AmbassadorError):
    """The text is no invitation, or the office does not take it (any more)."""


class OfficeNotTrusted(AmbassadorError):
    """What answers under the office's address is not the office."""


class OfficeAway(Unavailable):
    """The office does not answer."""


class OfficeBusy(Unavailable):
    """The office asks to come again later. Fields: seconds (0: it did not say)."""


class OfficeRefused(AmbassadorError):
    """The office does not do what was asked. Fields: code, status, offset."""


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
