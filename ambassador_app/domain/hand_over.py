"""How a sealed report leaves the house: when, how, to whom; and who is to get it by secure mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from ambassador_app.domain.place import Organisation, SecureMail, Site, SiteKind


class HandOverWay(StrEnum):
    """How a report was given away."""

    COPY = "copy"
    STICK = "stick"
    PRINT = "print"
    MAIL = "mail"
    MAIL_COPY = "mail_copy"
    CASE_SYSTEM = "case_system"
    WORD = "word"
    ARCHIVE_COPY = "archive_copy"
    OTHER = "other"


class PlainMail(StrEnum):
    """Why a report went by plain mail though secure mail is the default."""

    ASKED_FOR = "asked_for"
    NOTHING_PERSONAL = "nothing_personal"
    ENCRYPTED = "encrypted"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One time a sealed report left this computer. `to` is who got it, `where` the folder, printer or address it went
    to, `file` its name there and `sha256` that file's. `plain_mail` and `note` say why plain mail was chosen where
    secure mail is the default.
    """

    way: HandOverWay
    at: datetime
    by: str
    to: str = ""
    where: str = ""
    file: str = ""
    sha256: str = ""
    note: str = ""
    plain_mail: PlainMail | None = None


class WhySecure(StrEnum):
    """Why a report is to go by secure mail."""

    HOME = "home"
    FARM = "farm"
    SOLE_TRADER = "sole_trader"
    FORM_UNKNOWN = "form_unknown"
    ALWAYS = "always"


_PERSONS: Final = frozenset(
    {
        *("enkeltmandsvirksomhed", "enk", "10"),
        *("personligt ejet mindre virksomhed", "pmv", "15"),
        *("interessentskab", "i/s", "30"),
    }
)
"""Legal forms whose owners are persons, by CVR's texts and numbers: what is said of the company is said of them."""

_OF_KIND: Final[Mapping[SiteKind, WhySecure | None]] = {
    SiteKind.HOME: WhySecure.HOME,
    SiteKind.FARM: WhySecure.FARM,
    SiteKind.PUBLIC_BUILDING: None,
}


def why_secure(policy: SecureMail, site: Site, organisation: Organisation | None) -> WhySecure | None:
    """Say why the report of a site goes by secure mail unless somebody decides otherwise; None where plain mail is
    as good. A company whose legal form is not known is treated as if a person owned it.
    """
    if policy is SecureMail.NEVER:
        return None
    if policy is SecureMail.ALWAYS:
        return WhySecure.ALWAYS
    return _OF_KIND[site.kind] if site.kind in _OF_KIND else _of_company(organisation)


def _of_company(organisation: Organisation | None) -> WhySecure | None:
    form = organisation.legal_form.strip().casefold() if organisation else ""
    if not form:
        return WhySecure.FORM_UNKNOWN
    return WhySecure.SOLE_TRADER if form in _PERSONS else None
