"""One sentence for each thing that can go wrong: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app import errors
from ambassador_app.i18n import N_

ERROR: Final[Mapping[type[errors.AmbassadorError], str]] = {
    errors.AmbassadorError: N_("That could not be done. Nothing was changed. Try again."),
    errors.Unavailable: N_("That cannot be done just now. Nothing was changed. Try again in a moment."),
    # numbers and text
    errors.NumberNotUnderstood: N_("“{text}” is not a number. Write for instance 1,234.5 or 1234.5."),
    errors.NumberAmbiguous: N_("“{text}” can be read as {large} or as {small}. Choose which one is meant."),
    errors.FieldMissing: N_("{field} is empty. Fill it in and try again; the rest is kept."),
    errors.FieldRefused: N_("{field} cannot be “{value}”. Allowed: {allowed}. The old value is kept."),
    # measures
    errors.UnknownCalculator: N_("There is no calculation called “{calculator}”. Choose one from the list."),
    errors.UnknownInput: N_("The calculation “{calculator}” has no input “{input}”. Nothing was changed."),
    errors.InputMissing: N_("“{input}” is missing. The figures appear when it is filled in."),
    errors.InputRefused: N_("“{input}” cannot be {value}. Allowed: {allowed}. The old figures are kept."),
    errors.UnknownSet: N_("There is no factor or price set called “{set}” here. Choose another one in Settings."),
    errors.MoveRefused: N_(
        "A measure that is “{now}” cannot become “{then}”. Nothing was changed. "
        "If it was moved by mistake, move it back first and say why."
    ),
    errors.VerificationMissing: N_(
        "“{title}” has no verified saving yet. Nothing was changed. Note what it saves, and how that was found."
    ),
    errors.SetRefused: N_("The set cannot be used: {reason} ({place}). Nothing was changed. Mend it and try again."),
    # records
    errors.RecordNotFound: N_("This {kind} is no longer there; it may have been removed. Go back to the list."),
    errors.VisitLocked: N_("This visit is signed and locked. Nothing was changed. Start an amendment to change it."),
    errors.NothingToUndo: N_("There is nothing left to undo in this visit."),
    errors.NothingToRedo: N_("There is nothing left to redo in this visit."),
    errors.UndoRefused: N_("“{field}” has been changed by somebody else. Nothing was undone; see the history."),
    # checklists
    errors.UnknownChecklist: N_("There is no checklist “{set}” here. Nothing was changed. Choose another one."),
    errors.WorkbookMissing: N_(
        "The workbook of this version of “{checklist}” is not on this computer. The checklist itself is, and can be "
        "used. Save the workbook of the newest version instead."
    ),
    errors.FormRefused: N_(
        "The checklist cannot be used: {reason} (sheet {sheet}, row {row}, column {column}). "
        "Nothing was changed. Mend the workbook and try again."
    ),
    errors.ExpressionRefused: N_(
        "The expression “{expression}” is not understood at character {position}: {reason}. "
        "Mend the workbook and try again."
    ),
    # files in
    errors.FileNotRead: N_("“{file}” could not be read: {reason}. Nothing was imported."),
    errors.FileKindUnknown: N_("“{file}” is not a kind of file that can be read here. Nothing was imported."),
    errors.FileTooLarge: N_("“{file}” is larger than {limit_mb} MB. Nothing was imported. Choose a smaller file."),
    errors.ColumnMissing: N_("No column can be read as “{column}”. Choose the column yourself and try again."),
    errors.PhotoNotRead: N_("“{file}” is not a picture that can be read, or it is damaged. The visit is unchanged."),
    errors.PhotoEmpty: N_(
        "“{file}” is empty: the phone had not copied it to the end. Copy it again. The visit is unchanged."
    ),
    errors.PhotoTooLarge: N_(
        "“{file}” is larger than 64 MB or 120 megapixels. Make a smaller copy of it on the phone. "
        "The visit is unchanged."
    ),
    errors.PhotoKindUnknown: N_(
        "“{file}” is no photo that can be read here: JPEG, PNG, WebP, HEIC and TIFF can. On an iPhone, choose "
        "Settings, Camera, Formats, Most Compatible. The visit is unchanged."
    ),
    errors.DropHasNoFiles: N_(
        "What was dragged here lies on the phone, not on this computer, and cannot be read from there. Copy the photos "
        "into a folder first, and drag them from it. Nothing was changed."
    ),
    errors.CameraSilent: N_(
        "The camera gives no picture. Another program may be using it, its cover may be closed, or the system does not "
        "let Ambassador use it. Look at these, and try again. Nothing was changed."
    ),
    errors.CameraNotAllowed: N_(
        "The system does not let Ambassador use the camera. Allow it in the system's settings for privacy, and try "
        "again. Nothing was changed."
    ),
    errors.CameraGone: N_(
        "The camera is no longer connected. Photos that were taken are kept. Connect it and try again, or use the "
        "phone."
    ),
    errors.PairRefused: N_(
        "These two photos cannot stand together as before and after: each photo belongs to one pair only, and one of "
        "an earlier visit must stand in its sealed report. Part the other pair first."
    ),
    # signing and sealing
    errors.SignatureEmpty: N_("Nothing drawn that can be a signature. Sign again, or choose why it is not signed."),
    errors.SignerMissing: N_(
        "{role} has neither signed nor a reason for not signing. The report is not sealed yet; everything is kept."
    ),
    errors.SignatureOutdated: N_(
        "The report was changed after {name} had signed it. Everything is kept. Let {name} read it and sign again."
    ),
    errors.SealFailed: N_(
        "The report could not be sealed: {reason}. The visit and the signatures are kept. Try again."
    ),
    errors.SealKeyUnfit: N_(
        "The key cannot be used for sealing: {reason}. Nothing is lost; visits and signatures are as they were."
    ),
    errors.ClockWrong: N_(
        "This computer's clock says {moment}, but this visit was written or signed as late as {latest}. The report is "
        "not sealed yet; everything is kept. Set the clock right, then seal again. If it was wrong then and is right "
        "now, say so and seal."
    ),
    errors.KeyFileNotRead: N_(
        "“{file}” does not open. Either the passphrase is not right, or it is not a certificate file (.p12 or .pfx). "
        "Nothing was changed; type the passphrase again, or choose another file."
    ),
    errors.CardMissing: N_("The card cannot be used: {reason}. Nothing is lost; everything is as it was."),
    errors.PinNeeded: N_("The key is on the card “{token}”. Type its PIN to seal; the PIN is not kept."),
    errors.PinWrong: N_(
        "The card “{token}” did not take the PIN. The report is not sealed yet; everything is kept. Look before you "
        "try again: after a few wrong tries the card locks itself."
    ),
    errors.ConflictsOpen: N_(
        "Something in this visit was changed by two people at once ({count} open). Nothing is lost: decide first which "
        "value stands, under Sync, and then seal."
    ),
    errors.ConflictSettled: N_("This conflict has been decided already. Nothing was changed."),
    errors.VisitAway: N_(
        "This visit is at the office: its answers, photos and notes are not on this computer. Fetch it on the visit's "
        "page while the office can be reached; then do this again."
    ),
    errors.PhotoAtOffice: N_(
        "“{file}” has not come to this computer yet. It is at the office, or on the computer of who took it; sync to "
        "get it."
    ),
    errors.RecordNewer: N_(
        "A colleague changed this with a newer version of the program, so it can be read here but not changed. Nothing "
        "is lost. Install the newer version."
    ),
    errors.RightMissing: N_(
        "At this office your role is “{role}”; it does not allow you {right}. Nothing was changed. Ask a coordinator."
    ),
    errors.ExtractNotRead: N_(
        "“{file}” was not taken in: {reason}. Nothing was changed. Ask the municipality for the file again."
    ),
    errors.ExtractTooLarge: N_(
        "There is more in this extract than the {limit_mb} MB that one can hold. Nothing was released. Tell your "
        "IT department."
    ),
    errors.ProgrammeUnknown: N_(
        "The municipality is in no programme “{programme}”. Nothing was changed. Who runs the office's server lets it "
        "in; then fetch from the office."
    ),
    errors.AsOfRefused: N_(
        "An extract tells of today or of a day before; {day} is still to come. Nothing was released."
    ),
    errors.ExtractNotOurs: N_("Only {municipality} can withdraw what it has released. Nothing was changed."),
    errors.NothingToPack: N_("The office has everything already; there is nothing to put on a stick."),
    errors.NoOffice: N_(
        "This profile has not joined an office yet. Everything is kept on this computer. Ask the coordinator for an "
        "invitation, and enter it under Sync."
    ),
    errors.InvitationRefused: N_(
        "The office did not take this invitation. It may have been used already, or be older than 15 minutes. Nothing "
        "was changed; ask the coordinator for a new one."
    ),
    errors.OfficeNotTrusted: N_(
        "What answers under the office's address cannot prove that it is the office, so nothing was sent: a firewall "
        "may open the connection on its way, or the office has a new certificate. Everything is kept on this computer. "
        "Tell the municipality's IT department."
    ),
    errors.OfficeExpired: N_(
        "The office's certificate is not valid today, so nothing was sent: it has run out, or this computer's date is "
        "wrong. Everything is kept on this computer. Look at the date; if it is right, tell the municipality's IT "
        "department."
    ),
    errors.OfficeAway: N_(
        "The office cannot be reached from here. Everything is kept on this computer and goes with the next sync."
    ),
    errors.OfficeBusy: N_(
        "The office is busy and asks to come again a little later. Everything that it confirmed is safe there; the "
        "rest is kept on this computer."
    ),
    errors.OfficeRefused: N_(
        "The office did not do what was asked ({code}). Everything is kept on this computer. If it happens again, tell "
        "the municipality's IT department."
    ),
    errors.LoginNeeded: N_(
        "The office wants you to sign in on this computer before it goes on. Everything not sent is kept here and goes "
        "with the next sync. Sign in under Sync."
    ),
    errors.NoSignIn: N_("At this office nobody needs to sign in: this computer was let in for the person who uses it."),
    errors.SignInRefused: N_(
        "You were not signed in ({code}). Nothing was changed, and everything not sent is kept on this computer. Try "
        "again; if it happens again, tell the municipality's IT department."
    ),
    errors.NoRoleAtOffice: N_(
        "Your account may not work with this office: it is in none of the groups that the municipality has let in. "
        "Everything not sent is kept on this computer. Ask the coordinator."
    ),
    errors.SignInAway: N_(
        "The municipality's sign-in cannot be reached just now. Everything is kept on this computer; try again later."
    ),
    errors.SignInTimedOut: N_(
        "Nobody signed in within {minutes} minutes, so the attempt was ended. Nothing was changed. Press “Sign in” to "
        "try again."
    ),
    errors.BrowserNotOpened: N_(
        "The browser, in which you sign in at {address}, could not be opened. Nothing was changed. Choose a default "
        "browser in the system's settings and try again."
    ),
    errors.DeviceRevoked: N_(
        "The office does not know this computer any more. Nothing is lost: everything not sent is kept here. Ask the "
        "coordinator for a new invitation."
    ),
    errors.ProgramTooOld: N_(
        "The office uses a newer version of the program. Everything is kept on this computer; install the newer "
        "version, then sync."
    ),
    errors.SyncUnsettled: N_(
        "The sync did not come to an end, because something changes at the office all the time. What it confirmed is "
        "safe there; the rest is kept on this computer and goes with the next sync."
    ),
    errors.TimeStampUnavailable: N_(
        "No time stamp could be added: {reason}. The report is sealed and valid as it is. Try again later."
    ),
    errors.NotAReport: N_(
        "“{file}” is not a PDF that can be checked. Nothing was changed. Choose the report's PDF file."
    ),
    errors.ReportNotRead: N_("“{file}” could not be checked: {reason}. Nothing was changed."),
    errors.ReportTooLarge: N_(
        "“{file}” is larger than {limit_mb} MB, which no report is. It was not checked; nothing was changed."
    ),
    errors.ReportDataRefused: N_(
        "No visit can be rebuilt from this report: {reason}. Nothing was changed. Its pages can be read all the same."
    ),
    errors.VisitHere: N_(
        "The visit to {site} of {day} is on this computer already, as edition {edition}. Nothing was changed."
    ),
    errors.OriginalNotHere: N_(
        "“{file}” is not on this computer: the visit was brought in from its report, which does not hold it. Ask the "
        "ambassador who made the visit."
    ),
    errors.TextTooLong: N_("{field} is longer than {limit} characters. Shorten it; the old text is kept."),
    # the database and its key
    errors.PassphraseWrong: N_("The passphrase does not fit. Nothing is lost. Try again, or use the recovery key."),
    errors.PassphrasesDiffer: N_("The two passphrases are not the same. Nothing was changed. Type them again."),
    errors.PassphraseNeeded: N_("This computer has no key store that works. Type the passphrase to open your visits."),
    errors.PassphraseTooShort: N_("The passphrase must have at least {least} characters. A short sentence is good."),
    errors.RecoveryKeyWrong: N_("The recovery key does not fit. Nothing is lost. Check each group and try again."),
    errors.ProfileMissing: N_(
        "There are no visits on this computer yet. Open the program once without a command to begin, "
        "or name the folder of another profile with --home."
    ),
    errors.KeyMissing: N_(
        "The key to your visits is not in this computer's key store. Nothing is lost. "
        "Type the recovery key to open them."
    ),
    errors.DatabaseNewer: N_(
        "Your visits were saved by a newer version of the program ({found}; this one knows {known}). "
        "Nothing was changed. Install the newer version."
    ),
    errors.DatabaseDamaged: N_(
        "The database “{file}” is damaged and there is no good copy beside it. Nothing was changed. Restore a backup."
    ),
    errors.DatabaseReadOnly: N_(
        "You are looking at the newest good copy, from {copy}. You can read everything but change nothing. "
        "Restore a backup to go on."
    ),
    errors.DatabaseInUse: N_("The program is open in another window already. Go on there, or close it first."),
    errors.DatabaseInCloudFolder: N_(
        "The folder “{folder}” is kept in step by a cloud service, which can destroy the database. "
        "Choose another folder."
    ),
    errors.DiskFull: N_(
        "There is no space left for “{file}”. What was saved before is safe. Free some space and try again."
    ),
    errors.BackupNotRead: N_("“{file}” is no backup, or it is damaged. Nothing was changed. Choose another one."),
    errors.FolderNotWritable: N_("Nothing can be saved in “{folder}”. Choose another folder."),
    errors.DriveGone: N_(
        "“{folder}” is gone: the stick was pulled out, or the network drive does not answer. The report is safe on "
        "this computer. Put the stick in again, or choose another folder."
    ),
    errors.CopyDiffers: N_(
        "“{file}” was written, but what was read back is not the same: the stick may be worn out or was pulled too "
        "early. The report is safe on this computer. Delete that copy and take another stick."
    ),
    errors.TooManyMeasures: N_(
        "There are {count} measures, and one file takes at most {limit}. Nothing was written. Narrow the list first."
    ),
    errors.FileExists: N_("There is a file called “{file}” already. It was not overwritten. Choose another name."),
    errors.JobCancelled: N_("Stopped. Nothing was changed."),
    errors.PrinterMissing: N_(
        "No printer can be reached from here. The report is safe; save a copy and print it later."
    ),
    errors.PrintingFailed: N_(
        "“{printer}” did not take the report. It waits in the list of what is to be printed; try again from there, or "
        "print it at the office."
    ),
    errors.PaperNotPrinted: N_(
        "“{printer}” did not take “{document}”. Nothing is lost: print it again from here, or save it as a file."
    ),
    errors.PlainMailUndecided: N_(
        "This report is to go by the municipality's secure mail. Say why plain mail is right here, or save it for the "
        "case system."
    ),
    errors.MailTooLarge: N_(
        "Even with small photos the report is {size_mb} MB, and many mailboxes refuse more than {limit_mb} MB. Nothing "
        "was written. Hand it over on a USB stick, on paper, or through the case system."
    ),
    errors.CopyNotMade: N_(
        "“{file}” was sealed by an older version of the program and holds no data that a copy could be made from. The "
        "sealed report itself can be saved, printed and sent as it is."
    ),
    errors.MailProgramMissing: N_("No mail program took the draft. It is saved as “{file}”; open it from there."),
    # the municipality's policy
    errors.NotAllowedHere: N_(
        "Not allowed by your municipality. Nothing was written. Choose another way, or ask your IT department ({file})."
    ),
    errors.PolicyUnclear: N_(
        "The municipality's rules for this computer cannot be read: {reason} ({file}). Nothing was changed. Ask your "
        "IT department to mend the file; then start the program again."
    ),
    errors.OtherOffice: N_(
        "This computer may only join {server}, and the invitation is another office's. Nothing was changed. Ask your "
        "coordinator for an invitation of your own office."
    ),
    errors.OtherMunicipality: N_(
        "What is on this computer belongs to {former}, and the invitation is from “{now}”. Nothing was sent. Make a "
        "profile of its own for the new municipality, or move everything there if the two agree on it."
    ),
    errors.OfficeInClear: N_(
        "The invitation leads to {office}, where anybody on the way can read what is sent. Nothing was sent. Ask for "
        "an invitation that begins with ambassador:// and not with ambassador+http://."
    ),
    errors.MunicipalityKeyMissing: N_(
        "This computer is to leave a recovery key with the municipality, and the office has no key to seal it for. "
        "Nothing was joined. Ask your IT department to make one at the office."
    ),
    errors.PassphraseRequired: N_(
        "Your municipality wants a passphrase to open your visits. Nothing was changed. Choose one of at least 10 "
        "characters."
    ),
}

SEAL_REASON: Final[Mapping[str, str]] = {
    "field": N_("the report has no place for the seal"),
}
