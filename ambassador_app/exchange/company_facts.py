"""What one row of a company list says, repaired and doubted where it must be; every list format ends here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from ambassador_app.domain.identifiers import cvr_check_passes, normal_cvr, normal_p_number
from ambassador_app.domain.place import Address, Industry, SiteKind
from ambassador_app.exchange.row_remarks import Remark, Remarks, Unreadable
from ambassador_app.i18n import N_, Message

LONGEST: Final = 300
"""Characters; a longer name, street or text is a slipped quotation mark or a pasted page."""


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What a row says of the legal entity. An empty text or None means that the row does not tell.

    Not `is_certain`: the row describes a site, and what it says of the organisation (its name above all) holds
    only where nothing better is known.
    """

    cvr: str = ""
    name: str = ""
    address: Address = field(default_factory=Address)
    industry: Industry = field(default_factory=Industry)
    legal_form: str = ""
    status: str = ""
    employees: str = ""
    advertising_protected: bool | None = None
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a row says of the visited site. An empty text or None means that the row does not tell."""

    name: str = ""
    p_number: str = ""
    chr_number: str = ""
    kind: SiteKind = SiteKind.COMPANY
    address: Address = field(default_factory=Address)
    industry: Industry = field(default_factory=Industry)
    employees: str = ""
    ended: bool | None = None


@dataclass(frozen=True, slots=True)
class ImportedCompany:
    """One row that could be read. `row` is the number a spreadsheet program shows; in JSON the place in the list."""

    row: int
    organisation: OrganisationFacts
    site: SiteFacts
    remarks: tuple[Remark, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether the person must say yes to this row."""
        return any(remark.is_doubt for remark in self.remarks)


_CPR: Final = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")
_INDUSTRY: Final = re.compile(r"\s*(\d{2}\.?\d{2}\.?\d{2}|\d\.?\d{2}\.?\d{2})(?![\d.])[\s:,-]*")
_ENDED: Final = ("ophør", "tvangsopløst", "opløst", "slettet", "inaktiv", "ceased", "sammensluttet", "afmeldt")
_PROTECTED: Final = frozenset(("ja", "j", "yes", "y", "true", "sand", "1", "x", "reklamebeskyttet", "beskyttet"))
_OPEN: Final = frozenset(("nej", "n", "no", "false", "falsk", "0", "-", "ingen"))
_FARM_INDUSTRY: Final = "01"  # division 01 is agriculture, in DB07 as in DB25
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TO: Final = "\N{EN DASH}"
_SPAN: Final = re.compile(rf"(?:ANTAL_)?(\d{{1,7}})\s*(?:[-_{_TO}]|til)\s*(\d{{1,7}})")
_PUBLIC_FORMS: Final = ("primærkommune", "kommune", "region", "statslig administrativ enhed", "særlig myndighed")


def plain_text(raw: str, column: str, remarks: Remarks) -> str:
    """Give a text on one line, without what may be a CPR number. Raises Unreadable where it is far too long."""
    if len(raw) > LONGEST:
        raise Unreadable(Message(N_("The text is longer than {limit} characters."), {"limit": LONGEST}), column)
    text = " ".join(raw.split())
    if _CPR.search(text):
        remarks.note(N_("A number that may be a CPR number was left out of “{column}”."), column=column)
        text = " ".join(_CPR.sub(" ", text).split())
    return text


def cvr_number(raw: str, remarks: Remarks) -> str:
    """Read a CVR number, its lost zero repaired; a failed check or an impossible number is remarked upon."""
    text = whole_number(raw)
    if not text:
        return ""
    cvr = normal_cvr(text)
    if cvr is None or not int(cvr):
        remarks.doubt(N_("The CVR number is not eight digits and was left out."))
        return ""
    if len(re.sub(r"\D", "", text)) == 7:
        remarks.note(N_("The CVR number had lost its leading zero."))
    if not cvr_check_passes(cvr):
        remarks.note(N_("The CVR number {cvr} does not pass its check. Look for a typing error."), cvr=cvr)
    return cvr


def production_number(raw: str, remarks: Remarks) -> str:
    """Read a P-number; anything that is not ten digits makes the row doubtful and is left out."""
    text = whole_number(raw)
    if not text:
        return ""
    found = normal_p_number(text)
    if found is None or not int(found):
        remarks.doubt(N_("The P-number is not ten digits and was left out."))
        return ""
    return found


def herd_number(raw: str, remarks: Remarks) -> str:
    """Read a CHR number: up to six digits."""
    text = re.sub(r"[\s.]", "", whole_number(raw))
    if text and not (text.isascii() and text.isdigit() and len(text) <= 6):
        remarks.note(N_("The CHR number is not up to six digits and was left out."))
        return ""
    return text


def post_code(raw: str, remarks: Remarks) -> tuple[str, str]:
    """Read a postcode, its lost zeros repaired, and the town if it stands in the same cell (`DK-6000 Kolding`)."""
    text = re.sub(r"^DK[- ]?", "", whole_number(raw), flags=re.IGNORECASE)
    found = re.fullmatch(r"(\d{3,4})(?:[\s,]+(\D.*))?", text)
    if not found:
        if text:
            remarks.note(N_("“{text}” is no Danish postcode; it was left out."), text=_shown(text))
        return "", ""
    return found[1].zfill(4), (found[2] or "").strip()


def municipality_code(raw: str) -> str:
    """Give four digits of `621`, `0621` or `0621 Kolding`; empty for anything else."""
    found = re.match(r"(\d{3,4})(?!\d)", whole_number(raw))
    return found[1].zfill(4) if found else ""


def dar_id(raw: str) -> str:
    """Give the UUID of an address in DAR; empty for anything else."""
    return raw.strip().lower() if _UUID.fullmatch(raw.strip()) else ""


def industry_of(code: str, text: str, scheme: str = "") -> Industry:
    """Read an industry from its code and text, of which one may hold both (`56.11.10 Restauranter`).

    A code that lost its leading zero (five digits) is repaired: all have six.
    """
    found = _INDUSTRY.match(code)
    if found:
        return Industry(_six(found[1]), text.strip() or code[found.end() :].strip(), scheme)
    found = _INDUSTRY.match(text)
    if found:
        return Industry(_six(found[1]), text[found.end() :].strip() or code.strip(), scheme)
    return Industry("", text.strip() or code.strip(), "")


def _six(code: str) -> str:
    return code.replace(".", "").zfill(6)


def staff(raw: str, remarks: Remarks) -> str:
    """Read a number of employees or an interval (`ANTAL_2_4`, `2-4`) with a dash; undo Excel's dates.

    Excel takes `2-4` and `5-9` for the second of April and the fifth of September.
    """
    text = raw.strip()
    day = re.fullmatch(r"\d{4}-(\d{2})-(\d{2})", text)
    if day:
        low, high = sorted((int(day[1]), int(day[2])))
        remarks.note(
            N_("Excel had made a date of the number of employees; it was read as {low} to {high}."), low=low, high=high
        )
        return f"{low}{_TO}{high}"
    span = _SPAN.fullmatch(text)
    if span:
        return f"{int(span[1])}{_TO}{int(span[2])}" if int(span[2]) < 999_999 else f"{int(span[1])}+"
    return text.removeprefix("ANTAL_")


def protection(raw: str, remarks: Remarks) -> bool | None:
    """Read *reklamebeskyttet*; what is not understood counts as protected."""
    word = raw.strip().casefold()
    if not word:
        return None
    if word in _PROTECTED:
        return True
    if word in _OPEN:
        return False
    remarks.note(N_("“{text}” was read as protected from advertising."), text=_shown(raw))
    return True


def has_ended(status: str) -> bool | None:
    """Tell from CVR's status whether the company has ceased; None where there is none."""
    word = status.strip().casefold()
    return word.startswith(_ENDED) if word else None


def site_kind(industry: Industry, legal_form: str, chr_number: str) -> SiteKind:
    """Guess what is visited: a farm by its herd or industry, a public building by the owner's legal form."""
    if chr_number or (len(industry.code) == 6 and industry.code.startswith(_FARM_INDUSTRY)):
        return SiteKind.FARM
    if legal_form.strip().casefold() in _PUBLIC_FORMS:
        return SiteKind.PUBLIC_BUILDING
    return SiteKind.COMPANY


def whole_number(raw: str) -> str:
    """Undo what a spreadsheet did to an identifier: `13748136.0`, `13748136,00`, `1,0293E+09` (if nothing was lost)."""
    text = raw.strip()
    tail = re.fullmatch(r"(\d{4,})[.,]0+", text)
    if tail:
        return tail[1]
    power = re.fullmatch(r"(\d)[.,](\d+)E\+?(\d+)", text, flags=re.IGNORECASE)
    if power and len(power[2]) == int(power[3]) <= 12:
        return power[1] + power[2]
    return text


def _shown(text: str) -> str:
    """Quote a cell in a remark: short, and never a CPR number."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return _CPR.sub("…", short)


def floor_and_door(floor: str, door: str) -> str:
    """Write `, 1. tv` as Danish addresses do; empty where neither is given."""
    level = f"{floor}." if floor.isdigit() or floor.casefold() in ("st", "kl") else floor
    words = " ".join(word for word in (level, door) if word)
    return f", {words}" if words else ""
