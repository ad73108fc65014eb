"""The names of what has to do with handing over and printing."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ambassador_app.domain.hand_over import HandOverWay, PlainMail, WhySecure
from ambassador_app.domain.place import SecureMail
from ambassador_app.domain.printing import Duplex, PrintState
from ambassador_app.i18n import N_

HAND_OVER_LABELS: Final[tuple[tuple[StrEnum, str], ...]] = (
    (Duplex.PRINTER, N_("As the printer is set")),
    (Duplex.OFF, N_("One side only")),
    (Duplex.LONG_EDGE, N_("Both sides, as a book")),
    (Duplex.SHORT_EDGE, N_("Both sides, as a wall calendar")),
    (PrintState.PRINTING, N_("On its way to the printer")),
    (PrintState.FAILED, N_("Not taken by the printer")),
    (PrintState.OFFICE, N_("To be printed at the office")),
    (SecureMail.PERSONAL, N_("Homes, farms and companies that a person owns")),
    (SecureMail.ALWAYS, N_("Everybody")),
    (SecureMail.NEVER, N_("Nobody: plain mail is as good as secure mail")),
    (WhySecure.HOME, N_("This is a home: what the report says is about the people who live there.")),
    (WhySecure.FARM, N_("This is a farm: what the report says is about the family that owns it.")),
    (WhySecure.SOLE_TRADER, N_("The company is owned by a person: what the report says is about that person.")),
    (
        WhySecure.FORM_UNKNOWN,
        N_("The company's legal form is not known: a person may own it, and the report would be about them."),
    ),
    (WhySecure.ALWAYS, N_("The municipality sends every report by secure mail.")),
    (PlainMail.ASKED_FOR, N_("The recipient asked for it")),
    (PlainMail.NOTHING_PERSONAL, N_("Nothing personal or secret in it")),
    (PlainMail.ENCRYPTED, N_("The mail is encrypted on its way")),
    (PlainMail.OTHER, N_("Another reason")),
    (HandOverWay.COPY, N_("Saved a copy")),
    (HandOverWay.STICK, N_("Saved to a USB stick")),
    (HandOverWay.PRINT, N_("Printed")),
    (HandOverWay.MAIL, N_("Mail draft with the sealed report")),
    (HandOverWay.MAIL_COPY, N_("Mail draft with a smaller copy")),
    (HandOverWay.CASE_SYSTEM, N_("Saved for the case system")),
    (HandOverWay.WORD, N_("Unsigned Word copy")),
    (HandOverWay.ARCHIVE_COPY, N_("Copy without data, for an archive")),
    (HandOverWay.OTHER, N_("In another way")),
)
