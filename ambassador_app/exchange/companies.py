"""A company list of any shape -> companies and faults, row by row; one broken row never stops the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from ambassador_app.domain.place import Address
from ambassador_app.errors import JobCancelled
from ambassador_app.exchange import cvr_search
from ambassador_app.exchange.company_columns import (
    ColumnMapping,
    CompanyField,
    demand_usable,
    guess_mapping,
    header_score,
)
from ambassador_app.exchange.company_facts import (
    ImportedCompany,
    OrganisationFacts,
    SiteFacts,
    cvr_number,
    dar_id,
    floor_and_door,
    has_ended,
    herd_number,
    industry_of,
    municipality_code,
    plain_text,
    post_code,
    production_number,
    protection,
    site_kind,
    staff,
)
from ambassador_app.exchange.row_remarks import Remarks, RowFault, Unreadable
from ambassador_app.exchange.spreadsheet import Cancelled, Progress, Table, TableRow, never, read_table, silent
from ambassador_app.i18n import N_, Message

_STEP: Final = 500
_POSTCODE_IN_ADDRESS: Final = re.compile(r"(.+?)[,\s]+(?:DK-?)?(\d{4})\s+(\D+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CompanyList:
    """A file that was opened. `table` is None for CVR search JSON, whose columns need no mapping."""

    name: str
    table: Table | None
    mapping: Mapping[CompanyField, int]
    entries: cvr_search.Entries | None = None


def open_list(data: bytes, name: str, *, progress: Progress = silent, cancelled: Cancelled = never) -> CompanyList:
    """Open a file and guess its columns.

    Raises FileNotRead, FileTooLarge, FileKindUnknown for a file that is no list; JobCancelled.
    """
    if cvr_search.is_json(data):
        return CompanyList(name, None, {}, cvr_search.open_entries(data, name))
    table = read_table(data, name, header_score=header_score, progress=progress, cancelled=cancelled)
    return CompanyList(name, table, guess_mapping(table))


def companies_in(
    source: CompanyList,
    mapping: ColumnMapping | None = None,
    *,
    municipalities: Mapping[str, str] | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Iterator[ImportedCompany | RowFault]:
    """Read each row of the list. `mapping` replaces the guessed one; `municipalities` gives the code of a name.

    Raises ColumnMissing where no column tells which company it is, JobCancelled; a row that cannot be read
    is a RowFault.
    """
    if source.table is None:
        rows: Iterator[ImportedCompany | RowFault] = cvr_search.companies_in(source.entries, progress, cancelled)
        yield from rows
        return
    chosen = source.mapping if mapping is None else mapping
    demand_usable(chosen)
    reader = _RowReader(source.table, chosen, municipalities or {})
    total = len(source.table.rows)
    for done, row in enumerate(source.table.rows):
        if done % _STEP == 0:
            if cancelled():
                raise JobCancelled
            progress(done, total)
        yield reader.read(row)
    progress(total, total)


class _RowReader:
    """Reads rows of one table by one mapping."""

    def __init__(self, table: Table, mapping: ColumnMapping, municipalities: Mapping[str, str]) -> None:
        self._table = table
        self._mapping = mapping
        self._municipalities = {name.casefold(): code for name, code in municipalities.items()}
        self._scheme = _scheme(table, mapping)
        self._widest = max(len(table.header), *mapping.values()) if table.header_row else 0
        # A list of sites names the sites; a list without P-numbers, or with a name for each, the companies.
        self._is_certain = CompanyField.P_NUMBER not in mapping or CompanyField.SITE_NAME in mapping

    def read(self, row: TableRow) -> ImportedCompany | RowFault:
        try:
            return self._company(row)
        except Unreadable as fault:
            return RowFault(row.number, fault.reason, fault.column)

    def _company(self, row: TableRow) -> ImportedCompany:
        if self._widest and any(islice(row.cells, self._widest, None)):
            raise Unreadable(Message(N_("The row has more cells than the heading has columns.")))
        remarks = Remarks()
        cell = _Cells(row, self._mapping, self._table, remarks)
        cvr = cvr_number(cell.raw(CompanyField.CVR), remarks)
        p_number = production_number(cell.raw(CompanyField.P_NUMBER), remarks)
        name, site_name = cell.text(CompanyField.NAME), cell.text(CompanyField.SITE_NAME)
        if not (name or site_name):
            raise Unreadable(_nothing_known(cvr, p_number), cell.column(CompanyField.NAME))
        if not cvr and not cell.raw(CompanyField.CVR):
            remarks.doubt(N_("There is no CVR number."))
        organisation, site = self._facts(cell, remarks)
        return ImportedCompany(
            row.number,
            replace(organisation, cvr=cvr, name=name or site_name, is_certain=self._is_certain and bool(name)),
            replace(site, p_number=p_number, name=site_name or name),
            remarks.all(),
        )

    def _facts(self, cell: _Cells, remarks: Remarks) -> tuple[OrganisationFacts, SiteFacts]:
        """Read everything but the names and numbers that tell who it is."""
        address = self._address(cell, remarks)
        industry = industry_of(
            cell.text(CompanyField.INDUSTRY_CODE), cell.text(CompanyField.INDUSTRY_TEXT), self._scheme
        )
        legal_form, status = cell.text(CompanyField.LEGAL_FORM), cell.text(CompanyField.STATUS)
        herd = herd_number(cell.raw(CompanyField.CHR), remarks)
        employees = staff(cell.text(CompanyField.EMPLOYEES), remarks)
        ended = has_ended(status)
        whole = self._is_certain and CompanyField.P_NUMBER not in self._mapping
        organisation = OrganisationFacts(
            address=address,
            industry=industry,
            legal_form=legal_form,
            status=status,
            employees=employees if whole else "",
            advertising_protected=protection(cell.raw(CompanyField.PROTECTED), remarks),
        )
        kind = site_kind(industry, legal_form, herd)
        return organisation, SiteFacts("", "", herd, kind, address, industry, employees, ended)

    def _address(self, cell: _Cells, remarks: Remarks) -> Address:
        postcode, town = post_code(cell.text(CompanyField.POSTCODE), remarks)
        town = cell.text(CompanyField.CITY) or town
        street = cell.text(CompanyField.ADDRESS) or _street(cell)
        whole = None if postcode else _POSTCODE_IN_ADDRESS.fullmatch(street)
        if whole:
            street, postcode, town = whole[1].rstrip(" ,"), whole[2], whole[3].strip()
        municipality = cell.text(CompanyField.MUNICIPALITY)
        code = municipality_code(municipality) or self._code_of(municipality)
        if municipality and not code:
            remarks.note(N_("“{text}” is no municipality that is known here; it was left out."), text=municipality)
        return Address(street, postcode, town, code, dar_id(cell.raw(CompanyField.DAR_ID)))

    def _code_of(self, municipality: str) -> str:
        word = municipality.casefold()
        for tail in ("", " kommune", "s kommune"):
            if word.endswith(tail) and (code := self._municipalities.get(word.removesuffix(tail))):
                return code
        return ""


class _Cells:
    """One row's cells by field."""

    def __init__(self, row: TableRow, mapping: ColumnMapping, table: Table, remarks: Remarks) -> None:
        self._row, self._mapping, self._table, self._remarks = row, mapping, table, remarks

    def raw(self, wanted: CompanyField) -> str:
        """The cell as it stands; empty where there is no such column or cell."""
        at = self._mapping.get(wanted)
        return self._row.cells[at] if at is not None and 0 <= at < len(self._row.cells) else ""

    def text(self, wanted: CompanyField) -> str:
        """The cell as one line that may be kept. Raises Unreadable."""
        raw = self.raw(wanted)
        return plain_text(raw, self.column(wanted), self._remarks) if raw else ""

    def column(self, wanted: CompanyField) -> str:
        """What the file calls the column."""
        at = self._mapping.get(wanted)
        return self._table.header[at] if at is not None and 0 <= at < len(self._table.header) else ""


def _nothing_known(cvr: str, p_number: str) -> Message:
    if cvr or p_number:
        return Message(N_("There is a number but no name."))
    return Message(N_("There is neither a name nor a number."))


def _street(cell: _Cells) -> str:
    """Put `Storegade`, `4`, `b`, `1`, `tv` together as `Storegade 4B, 1. tv`."""
    number = cell.text(CompanyField.HOUSE_NUMBER)
    number = (number.lstrip("0") or number) + cell.text(CompanyField.HOUSE_LETTER).upper()
    street = f"{cell.text(CompanyField.STREET)} {number}".strip()
    return street + floor_and_door(cell.text(CompanyField.FLOOR), cell.text(CompanyField.DOOR))


def _scheme(table: Table, mapping: ColumnMapping) -> str:
    at = mapping.get(CompanyField.INDUSTRY_CODE, mapping.get(CompanyField.INDUSTRY_TEXT, -1))
    heading = table.header[at].upper() if 0 <= at < len(table.header) else ""
    return next((scheme for scheme in ("DB25", "DB07") if scheme in heading), "")
