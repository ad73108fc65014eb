"""The JSON of CVR's search service: companies (`Vrvirksomhed`) and production units (`VrproduktionsEnhed`).

The shape: Erhvervsstyrelsen, "System-til-system-adgang til CVR-data" (`cvr-permanent/virksomhed/_search`). Names of
participants, c/o names, telephone and e-mail stand in these records too; nothing here reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, cast

from ambassador_app.domain.place import Address, Industry
from ambassador_app.errors import FileNotRead, FileTooLarge, JobCancelled
from ambassador_app.exchange.company_facts import (
    ImportedCompany,
    OrganisationFacts,
    SiteFacts,
    cvr_number,
    dar_id,
    floor_and_door,
    has_ended,
    industry_of,
    plain_text,
    post_code,
    production_number,
    site_kind,
    staff,
)
from ambassador_app.exchange.row_remarks import Remarks, RowFault, Unreadable
from ambassador_app.exchange.spreadsheet import Cancelled, Progress, clean, decode
from ambassador_app.i18n import N_, Message

Object: TypeAlias = "Mapping[str, object]"
_MEGABYTES: Final = 256
_STEP: Final = 200
_DB25_SINCE: Final = "2025-01-01"
_HITS: Final = re.compile(r'"hits"\s*:\s*\[')
_BETWEEN: Final = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Entries:
    """The records of a file, cut out but not yet read: each stands between two places in `text`."""

    text: str
    start: int


def is_json(data: bytes) -> bool:
    """Tell a JSON file by its first sign."""
    head = data[:64].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe")
    return re.match(rb"\s*(\{|\[\s*[{\]])", head) is not None


def open_entries(data: bytes, name: str) -> Entries:
    """Find the list of records: the hits of an answer, a bare list, or one record a line.

    Raises FileTooLarge, FileNotRead.
    """
    if len(data) > _MEGABYTES * 1_000_000:
        raise FileTooLarge(file=name, limit_mb=_MEGABYTES)
    text = decode(data, name)
    hits = _HITS.search(text) if text.lstrip().startswith("{") else None
    start = hits.end() if hits else len(text) - len(text.lstrip().removeprefix("["))
    try:
        first = next(_records(Entries(text, start)), None)
    except ValueError as fault:
        raise FileNotRead(file=name, reason=Message(N_("it is no readable JSON"))) from fault
    if first is not None and _parts(first[0]) == (None, None):
        raise FileNotRead(file=name, reason=Message(N_("it holds no companies from CVR")))
    return Entries(text, start)


def companies_in(
    entries: Entries | None, progress: Progress, cancelled: Cancelled
) -> Iterator[ImportedCompany | RowFault]:
    """Read each record; a company gives one row for each of its production units. Raises JobCancelled."""
    if entries is None:
        return
    companies, units = _known(entries, cancelled)
    row = 0
    for row, (plain, done) in enumerate(_records_or_fault(entries), 1):
        if row % _STEP == 0:
            if cancelled():
                raise JobCancelled
            progress(done, len(entries.text))
        if isinstance(plain, RowFault):
            yield replace(plain, row=row)
            return
        try:
            yield from _read(plain, row, companies, units)
        except Unreadable as fault:
            yield RowFault(row, fault.reason, fault.column)
    progress(len(entries.text), len(entries.text))


# -- cutting ------------------------------------------------------------------------------------------------------
def _records(entries: Entries) -> Iterator[tuple[object, int]]:
    """Decode one record after the other, so that a large file is never held as objects. Raises ValueError."""
    decoder, at, text = json.JSONDecoder(), entries.start, entries.text
    while True:
        at = cast("re.Match[str]", _BETWEEN.match(text, at)).end()
        if at >= len(text) or text[at] in "]}":
            return
        try:
            plain, at = decoder.raw_decode(text, at)
        except RecursionError as fault:
            raise ValueError from fault
        yield plain, at


def _records_or_fault(entries: Entries) -> Iterator[tuple[object, int]]:
    try:
        yield from _records(entries)
    except ValueError:
        yield RowFault(0, Message(N_("The file breaks off here; nothing after it could be read."))), len(entries.text)


def _known(entries: Entries, cancelled: Cancelled) -> tuple[dict[str, OrganisationFacts], frozenset[str]]:
    """Look ahead: the companies of the file by CVR number, and the P-numbers that have a record of their own."""
    companies: dict[str, OrganisationFacts] = {}
    units: set[str] = set()
    for plain, _ in _records_or_fault(entries):
        if cancelled():
            raise JobCancelled
        company, unit = _parts(plain)
        if unit is not None:
            units.add(_number(unit.get("pNummer")))
    if units:
        for plain, _ in _records_or_fault(entries):
            company, _ = _parts(plain)
            if company is not None:
                try:
                    facts = _organisation(company, Remarks())
                except Unreadable:
                    continue
                companies[facts.cvr] = facts
    return companies, frozenset(units)


def _parts(plain: object) -> tuple[Object | None, Object | None]:
    """Unwrap a record: (company, None), (None, production unit) or (None, None)."""
    found = _object(plain)
    found = _object(found.get("_source")) or found
    if isinstance(found.get("Vrvirksomhed"), Mapping):
        return _object(found["Vrvirksomhed"]), None
    if isinstance(found.get("VrproduktionsEnhed"), Mapping):
        return None, _object(found["VrproduktionsEnhed"])
    if "pNummer" in found and "produktionsEnhedMetadata" in found:
        return None, found
    return (found, None) if "cvrNummer" in found else (None, None)


# -- reading ------------------------------------------------------------------------------------------------------
def _read(
    plain: object, row: int, companies: Mapping[str, OrganisationFacts], units: frozenset[str]
) -> Iterator[ImportedCompany]:
    company, unit = _parts(plain)
    if unit is not None:
        yield _unit(unit, row, companies)
    elif company is not None:
        yield from _company(company, row, units)
    else:
        raise Unreadable(Message(N_("It is no company from CVR.")))


def _company(company: Object, row: int, units: frozenset[str]) -> Iterator[ImportedCompany]:
    remarks = Remarks()
    organisation = _organisation(company, remarks)
    if not organisation.name:
        raise Unreadable(Message(N_("There is a number but no name.")))
    ended = has_ended(organisation.status) or None
    current = [_number(_object(one).get("pNummer")) for one in _list(company.get("penheder")) if _is_current(one)]
    if ended and not current:
        current = [_number(_object(one).get("pNummer")) for one in _list(company.get("penheder"))[-1:]]
    kind = site_kind(organisation.industry, organisation.legal_form, "")
    whole = SiteFacts(
        organisation.name, "", "", kind, organisation.address, organisation.industry, organisation.employees, ended
    )
    if len(current) <= 1:
        if not (current and current[0] in units):
            p_number = production_number(current[0], remarks) if current else ""
            yield ImportedCompany(row, organisation, replace(whole, p_number=p_number), remarks.all())
        return
    for number in current:
        if number not in units:
            own = Remarks()
            p_number = production_number(number, own)
            own.note(
                N_("The file tells no address of this production unit; the company has {count}."), count=len(current)
            )
            site = replace(whole, p_number=p_number, address=Address(), employees="")
            yield ImportedCompany(row, organisation, site, remarks.all() + own.all())


def _organisation(company: Object, remarks: Remarks) -> OrganisationFacts:
    now = _object(company.get("virksomhedMetadata"))
    name = _text(_object(now.get("nyesteNavn")).get("navn") or _latest(company.get("navne")).get("navn"), remarks)
    address = _object(now.get("nyesteBeliggenhedsadresse")) or _latest(company.get("beliggenhedsadresse"))
    form = _object(now.get("nyesteVirksomhedsform")) or _latest(company.get("virksomhedsform"))
    staffed = next((one for key in _STAFF if (one := _object(now.get(key)))), {})
    status = _text(now.get("sammensatStatus") or _latest(company.get("virksomhedsstatus")).get("status"), remarks)
    if not status and _has_closed(company):
        status = "OPHØRT"
    protected = company.get("reklamebeskyttet")
    return OrganisationFacts(
        cvr=cvr_number(_number(company.get("cvrNummer")), remarks),
        name=name,
        address=_address(address, remarks),
        industry=_industry(_object(now.get("nyesteHovedbranche")) or _latest(company.get("hovedbranche")), remarks),
        legal_form=_text(form.get("langBeskrivelse"), remarks),
        status=status,
        employees=staff(_text(staffed.get("intervalKodeAntalAnsatte"), remarks), remarks),
        advertising_protected=protected if isinstance(protected, bool) else None,
    )


def _unit(unit: Object, row: int, companies: Mapping[str, OrganisationFacts]) -> ImportedCompany:
    remarks = Remarks()
    now = _object(unit.get("produktionsEnhedMetadata"))
    name = _text(_object(now.get("nyesteNavn")).get("navn") or _latest(unit.get("navne")).get("navn"), remarks)
    if not name:
        raise Unreadable(Message(N_("There is a number but no name.")))
    owner = now.get("nyesteCvrNummerRelation") or _latest(unit.get("virksomhedsrelation")).get("cvrNummer")
    cvr = cvr_number(_number(owner), remarks)
    if not cvr:
        remarks.doubt(N_("There is no CVR number."))
    ended = has_ended(_text(now.get("sammensatStatus"), remarks)) or _has_closed(unit) or None
    address = _address(
        _object(now.get("nyesteBeliggenhedsadresse")) or _latest(unit.get("beliggenhedsadresse")), remarks
    )
    industry = _industry(_object(now.get("nyesteHovedbranche")) or _latest(unit.get("hovedbranche")), remarks)
    staffed = next((one for key in _STAFF if (one := _object(now.get(key)))), {})
    protected = unit.get("reklamebeskyttet")
    spare = OrganisationFacts(
        cvr,
        name,
        advertising_protected=protected if isinstance(protected, bool) else None,
        is_certain=False,
    )
    organisation = companies.get(cvr, spare)
    site = SiteFacts(
        name,
        production_number(_number(unit.get("pNummer")), remarks),
        "",
        site_kind(industry, organisation.legal_form, ""),
        address,
        industry,
        staff(_text(staffed.get("intervalKodeAntalAnsatte"), remarks), remarks),
        ended,
    )
    return ImportedCompany(row, organisation, site, remarks.all())


_STAFF: Final = (
    "nyesteErstMaanedsbeskaeftigelse",
    "nyesteMaanedsbeskaeftigelse",
    "nyesteKvartalsbeskaeftigelse",
    "nyesteAarsbeskaeftigelse",
)


def _address(found: Object, remarks: Remarks) -> Address:
    if not found:
        return Address()
    number = "".join((_number(found.get("husnummerFra")), _text(found.get("bogstavFra"), remarks).upper()))
    until = "".join((_number(found.get("husnummerTil")), _text(found.get("bogstavTil"), remarks).upper()))
    street = " ".join(part for part in (_text(found.get("vejnavn"), remarks), number) if part)
    if until and until != number:
        street += f"-{until}"
    floor, door = _text(found.get("etage"), remarks), _text(found.get("sidedoer"), remarks)
    code = _number(_object(found.get("kommune")).get("kommuneKode"))
    postcode, _ = post_code(_number(found.get("postnummer")), remarks)
    town = _text(found.get("postdistrikt"), remarks)
    if not street and found.get("fritekst"):
        street = _text(found.get("fritekst"), remarks)
    return Address(
        street + floor_and_door(floor, door),
        postcode,
        town,
        code.zfill(4) if code else "",
        dar_id(_number(found.get("adresseId"))),
    )


def _industry(found: Object, remarks: Remarks) -> Industry:
    since = _object(found.get("periode")).get("gyldigFra")
    scheme = "DB25" if isinstance(since, str) and since >= _DB25_SINCE else "DB07"
    return industry_of(_number(found.get("branchekode")), _text(found.get("branchetekst"), remarks), scheme)


def _has_closed(entity: Object) -> bool:
    """Whether the last of the periods of life is over."""
    lives = [_object(_object(one).get("periode")) for one in _list(entity.get("livsforloeb"))]
    return bool(lives) and all(life.get("gyldigTil") for life in lives)


def _is_current(one: object) -> bool:
    return not _object(_object(one).get("periode")).get("gyldigTil")


def _latest(periods: object) -> Object:
    """Give the period that is valid now, else the one that began last."""
    found = [_object(one) for one in _list(periods)]
    current = [one for one in found if _is_current(one)]
    return max(current or found, key=lambda one: str(_object(one.get("periode")).get("gyldigFra") or ""), default={})


def _object(plain: object) -> Object:
    return cast("Object", plain) if isinstance(plain, Mapping) else {}


def _list(plain: object) -> Sequence[object]:
    return plain if isinstance(plain, list) else []


def _number(plain: object) -> str:
    """Give a number or text as it would be typed."""
    if isinstance(plain, bool) or not isinstance(plain, int | float | str):
        return ""
    if isinstance(plain, float):
        return str(int(plain)) if plain.is_integer() else ""
    return clean(str(plain)) if len(str(plain)) <= 64 else ""


def _text(plain: object, remarks: Remarks) -> str:
    return plain_text(clean(plain), "", remarks) if isinstance(plain, str) else ""
