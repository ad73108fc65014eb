"""Which column of somebody's company list holds what: the words people use, and a guess that the person can change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias

from ambassador_app.domain.identifiers import cvr_check_passes, normal_cvr, normal_p_number
from ambassador_app.errors import ColumnMissing, FieldRefused
from ambassador_app.exchange.company_facts import whole_number
from ambassador_app.exchange.spreadsheet import Table, column_letter
from ambassador_app.i18n import N_, Message


class CompanyField(StrEnum):
    """What a column can hold. Telephone, e-mail, c/o and owners are left out on purpose: they are personal data."""

    CVR = "cvr"
    P_NUMBER = "p_number"
    NAME = "name"
    SITE_NAME = "site_name"
    ADDRESS = "address"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    HOUSE_LETTER = "house_letter"
    FLOOR = "floor"
    DOOR = "door"
    POSTCODE = "postcode"
    CITY = "city"
    MUNICIPALITY = "municipality"
    DAR_ID = "dar_id"
    INDUSTRY_CODE = "industry_code"
    INDUSTRY_TEXT = "industry_text"
    EMPLOYEES = "employees"
    LEGAL_FORM = "legal_form"
    STATUS = "status"
    PROTECTED = "protected"
    CHR = "chr"


ColumnMapping: TypeAlias = "Mapping[CompanyField, int]"
"""The column (0 is the first) that holds each field that is there."""

FIELD_LABEL: Final[Mapping[CompanyField, str]] = {
    CompanyField.CVR: N_("CVR number"),
    CompanyField.P_NUMBER: N_("P-number"),
    CompanyField.NAME: N_("Name"),
    CompanyField.SITE_NAME: N_("Name of the site"),
    CompanyField.ADDRESS: N_("Address"),
    CompanyField.STREET: N_("Street"),
    CompanyField.HOUSE_NUMBER: N_("House number"),
    CompanyField.HOUSE_LETTER: N_("House letter"),
    CompanyField.FLOOR: N_("Floor"),
    CompanyField.DOOR: N_("Door"),
    CompanyField.POSTCODE: N_("Postcode"),
    CompanyField.CITY: N_("Town"),
    CompanyField.MUNICIPALITY: N_("Municipality code"),
    CompanyField.DAR_ID: N_("DAR address id"),
    CompanyField.INDUSTRY_CODE: N_("Industry code"),
    CompanyField.INDUSTRY_TEXT: N_("Industry"),
    CompanyField.EMPLOYEES: N_("Employees"),
    CompanyField.LEGAL_FORM: N_("Legal form"),
    CompanyField.STATUS: N_("Status"),
    CompanyField.PROTECTED: N_("Protected from advertising"),
    CompanyField.CHR: N_("CHR number"),
}

# The words of CVR extracts, of municipal lists and of English ones, letters and digits only.
_WORDS: Final[Mapping[CompanyField, str]] = {
    CompanyField.CVR: (
        "cvr cvrnr cvrnummer cvrno cvrnumber cvrsenr cvrse cvrnrse virksomhedsnummer virksomhedcvrnummer "
        "virksomhedscvrnummer virksomhedenscvrnummer tilknyttetvirksomhedscvrnummer companynumber"
    ),
    CompanyField.P_NUMBER: (
        "p pnr pnummer pnumre pno pnumber produktionsenhed produktionsenhedsnummer produktionsenhedsnr "
        "produktionsenhednr penhed penhedsnr penhedsnummer productionunit produktionsenhedpnummer"
    ),
    CompanyField.NAME: (
        "navn name firma firmanavn virksomhed virksomhedsnavn virksomhedensnavn virksomhedernavn "
        "nyestenavnnavn nyestenavn company companyname organisation organisationsnavn kunde kundenavn bedrift "
        "navne hovednavn"
    ),
    CompanyField.SITE_NAME: (
        "pnavn penhedsnavn penhednavn produktionsenhedsnavn produktionsenhedensnavn stednavn lokation "
        "lokationsnavn arbejdsstedsnavn arbejdssted afdeling afdelingsnavn site sitename sted bygning "
        "bygningsnavn"
    ),
    CompanyField.ADDRESS: (
        "adresse address beliggenhedsadresse besøgsadresse gadeadresse vejadresse adresselinje adresse1 "
        "adresselinje1 fuldadresse streetaddress virksomhedsadresse postadresse beliggenhed adressen"
    ),
    CompanyField.STREET: ("vejnavn vej gade gadenavn street streetname beliggenhedsadressevejnavn cvradressevejnavn"),
    CompanyField.HOUSE_NUMBER: (
        "husnr husnummer husnummerfra husnrfra housenumber houseno vejnr hus gadenr "
        "beliggenhedsadressehusnummerfra cvradressehusnummerfra"
    ),
    CompanyField.HOUSE_LETTER: ("bogstav bogstavfra litra husbogstav beliggenhedsadressebogstavfra"),
    CompanyField.FLOOR: ("etage sal floor beliggenhedsadresseetage cvradresseetagebetegnelse etagebetegnelse"),
    CompanyField.DOOR: ("dør doer sidedør sidedoer side door beliggenhedsadressesidedoer"),
    CompanyField.POSTCODE: (
        "postnr postnummer postkode postcode zip zipcode zipkode postnrby postnrogby postnummerby "
        "postnummerogby postalcode beliggenhedsadressepostnummer cvradressepostnummer"
    ),
    CompanyField.CITY: (
        "by bynavn postdistrikt city town postby postnavn beliggenhedsadressepostdistrikt cvradressepostdistrikt"
    ),
    CompanyField.MUNICIPALITY: (
        "kommune kommunekode kommunenr kommunenummer komkode komnr municipality municipalitycode "
        "beliggenhedsadressekommunekommunekode cvradressekommunekode"
    ),
    CompanyField.DAR_ID: ("adresseid daradresse daradresseid darid adresseuuid dar beliggenhedsadresseadresseid"),
    CompanyField.INDUSTRY_CODE: (
        "branchekode branche branchenr branchenummer hovedbranche hovedbranchekode db07 db25 db07kode "
        "db25kode nace nacekode industrycode branchekodedb07 branchekodedb25 nyestehovedbranchebranchekode"
    ),
    CompanyField.INDUSTRY_TEXT: (
        "branchetekst branchenavn branchebetegnelse branchebeskrivelse hovedbranchetekst industry "
        "brancheforklaring nyestehovedbranchebranchetekst"
    ),
    CompanyField.EMPLOYEES: (
        "ansatte antalansatte medarbejdere antalmedarbejdere employees antalansatteinterval beskæftigelse "
        "ansatteinterval antalbeskæftigede intervalkodeantalansatte numberofemployees"
    ),
    CompanyField.LEGAL_FORM: (
        "virksomhedsform virksomhedstype selskabsform ejerform legalform virksomhedsformtekst form"
    ),
    CompanyField.STATUS: ("status virksomhedsstatus sammensatstatus virksomhedstatus"),
    CompanyField.PROTECTED: (
        "reklamebeskyttet reklamebeskyttelse reklame beskyttet robinson advertisingprotected protected "
        "reklamebeskyttelsesmarkering"
    ),
    CompanyField.CHR: ("chr chrnr chrnummer chrnumber besætningsnr"),
}
FIELD_OF_WORD: Final = {word: found for found, words in _WORDS.items() for word in words.split()}
_SAMPLE: Final = 40


def header_score(cells: Sequence[str]) -> float:
    """Tell how much a row looks like the header of a company list: how many different fields it names."""
    if len(cells) > 1 and any(len(cell) > 80 for cell in cells):
        return 0
    fields = {found for cell in cells if (found := _field_of(cell))}
    if not fields & {CompanyField.CVR, CompanyField.P_NUMBER, CompanyField.NAME}:
        return 0
    is_wordy = not any(sign.isdigit() for cell in cells for sign in cell)
    return len(fields) if len(fields) > 1 or is_wordy else 0


def guess_mapping(table: Table) -> dict[CompanyField, int]:
    """Guess the columns by their headings, and CVR and P-numbers by what stands in them where no heading tells."""
    found: dict[CompanyField, int] = {}
    for at, heading in enumerate(table.header if table.header_row else ()):
        wanted = _field_of(heading)
        if wanted is CompanyField.INDUSTRY_CODE and _is_wordy(table, at):
            wanted = CompanyField.INDUSTRY_TEXT
        if wanted and wanted not in found:
            found[wanted] = at
    _without_ambiguity(found)
    for wanted, looks in ((CompanyField.CVR, _is_cvr), (CompanyField.P_NUMBER, _is_p_number)):
        if wanted not in found:
            free = (at for at in range(len(table.header)) if at not in found.values())
            column = next((at for at in free if _mostly(table, at, looks)), None)
            if column is not None:
                found[wanted] = column
    return found


def mapping_from(table: Table, pairs: Mapping[str, str], base: ColumnMapping) -> dict[CompanyField, int]:
    """Change `base` by what a person wrote: heading, letter or number of a column -> field, or empty for not at all.

    Raises ColumnMissing for a column that is not there, FieldRefused for a field that is none.
    """
    found = dict(base)
    for column, wanted in pairs.items():
        at = _column_at(table, column)
        found = {one: place for one, place in found.items() if place != at}
        if wanted:
            found[_named_field(wanted)] = at
    return found


def demand_usable(mapping: ColumnMapping) -> None:
    """Raise ColumnMissing where no row could say which company it is about."""
    if not {CompanyField.CVR, CompanyField.P_NUMBER, CompanyField.NAME} & set(mapping):
        raise ColumnMissing(column=Message(FIELD_LABEL[CompanyField.NAME]))


def _named_field(wanted: str) -> CompanyField:
    try:
        return CompanyField(wanted.strip().casefold().replace("-", "_"))
    except ValueError:
        found = _field_of(wanted)
    if not found:
        raise FieldRefused(field="field", value=wanted, allowed=", ".join(CompanyField))
    return found


def _column_at(table: Table, column: str) -> int:
    names = {_bare(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    letters = {column_letter(at).casefold(): at for at in range(len(table.header))}
    numbers = {str(at + 1): at for at in range(len(table.header))}
    for known, word in ((names, _bare(column)), (numbers, column.strip()), (letters, column.strip().casefold())):
        if word in known:
            return known[word]
    raise ColumnMissing(column=column)


def _field_of(heading: str) -> CompanyField | None:
    """Find the field by the whole heading, without what stands in brackets, and by its last part (`adresse.by`)."""
    tries = (heading, re.sub(r"[(\[].*", "", heading), re.split(r"[./:]", heading)[-1])
    return next((FIELD_OF_WORD[_bare(one)] for one in tries if _bare(one) in FIELD_OF_WORD), None)


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading).casefold()


def _without_ambiguity(found: dict[CompanyField, int]) -> None:
    """`Vej` beside no house number is a whole address."""
    if CompanyField.STREET in found and not {CompanyField.HOUSE_NUMBER, CompanyField.ADDRESS} & set(found):
        found[CompanyField.ADDRESS] = found.pop(CompanyField.STREET)


def _values(table: Table, at: int) -> list[str]:
    rows = (row.cells for row in table.sample(_SAMPLE))
    return [cells[at] for cells in rows if at < len(cells) and cells[at]]


def _is_wordy(table: Table, at: int) -> bool:
    kinds = Counter(value[:1].isdigit() for value in _values(table, at))
    return kinds[False] > kinds[True]


def _mostly(table: Table, at: int, looks: Callable[[str], bool]) -> bool:
    values = _values(table, at)
    return bool(values) and sum(map(looks, values)) >= 0.8 * len(values)


def _is_cvr(text: str) -> bool:
    cvr = normal_cvr(whole_number(text))
    return cvr is not None and cvr_check_passes(cvr)


def _is_p_number(text: str) -> bool:
    found = normal_p_number(whole_number(text))
    return found is not None and found.startswith("1")
