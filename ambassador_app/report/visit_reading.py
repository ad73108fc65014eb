"""The visit read from a report: hostile until it fits the published schema and its parts agree with each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from string import Formatter
from typing import Any, Final, TypeVar, cast

from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.records import from_json
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion
from ambassador_app.errors import AmbassadorError, ReportDataRefused
from ambassador_app.i18n import N_, Message
from ambassador_app.report.data_shape import LONGEST_TEXT, misfit
from ambassador_app.report.visit_file import FORMAT, PARTS, SCHEMA, SetText, VisitFile, schema

S = TypeVar("S", FactorSetVersion, PriceSetVersion)

MOST_RECORDS: Final = 300_000
"""Commas in the text, and so about its values; 200 measures and 120 photos have 40,000."""


@dataclass(frozen=True, slots=True)
class VisitData:
    """What was read from a report: the visit as its pages tell of it, and the version of the program that wrote it."""

    dossier: VisitDossier
    program: str


def read_snapshot(data: bytes) -> VisitData:
    """Read what `snapshot` wrote, trusting nothing.

    Raises ReportDataRefused for a later schema, for what is no such JSON or does not fit the schema, and for what
    contradicts itself.
    """
    plain = _parsed(data)
    if plain.get("format") != FORMAT or not isinstance(plain.get("schema"), int):
        raise _refused(N_("its data is not that of a visit"))
    if plain["schema"] > SCHEMA:
        raise _refused(_NEWER, found=plain["schema"], known=SCHEMA)
    fault = misfit(schema(), plain)
    if fault is not None:
        raise _refused(N_("its data does not fit the published form at “{place}”"), place=fault[:80])
    try:
        found = cast("VisitFile", from_json(VisitFile, plain))
        _refuse_contradictions(found)
        return VisitData(_dossier(found), found.program)
    except ReportDataRefused:
        raise
    except (AmbassadorError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        raise _refused(N_("a part of its data cannot be read")) from None


def _parsed(data: bytes) -> dict[str, Any]:
    if data.count(b",") > MOST_RECORDS or data.count(b"[") + data.count(b"{") > MOST_RECORDS:
        raise _refused(N_("its data has more entries than any visit"))
    try:
        plain = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _refused(N_("its data is damaged")) from None
    return plain if isinstance(plain, dict) else {}


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an entry stands there twice")
    return found


def _no_number(constant: str) -> object:
    raise ValueError(constant)


def _dossier(found: VisitFile) -> VisitDossier:
    factors, prices = found.factor_set, found.price_set
    day = found.visit.clock_day
    price_set = PriceSet.from_json(json.loads(prices.content)) if prices else None
    if price_set is not None and found.visit.prices_dkk_kwh and day is not None:
        price_set = price_set.with_prices(found.visit.prices_dkk_kwh, year=day.year)
    measures = sorted((*found.measures, *found.alternatives), key=lambda one: (one.order, one.id))
    return VisitDossier(
        **{name: getattr(found, name) for name in PARTS if name not in ("measures", "alternatives")},
        measures=tuple(measures),
        asked=found.asked,
        checklist=Checklist.from_json(found.checklist.compiled) if found.checklist else None,
        factor_set=_factors(factors.content) if factors else None,
        price_set=price_set,
        factor_version=_version(FactorSetVersion, factors),
        price_version=_version(PriceSetVersion, prices),
    )


def _version(cls: type[S], found: SetText | None) -> S | None:
    return cls(found.id, found.name, found.content, found.version) if found else None


def _factors(content: str) -> FactorSet:
    raw = json.loads(content)
    return FactorSet.from_json(raw, FactorSet.from_json(raw["with"]) if "with" in raw else None)


# -- agreement of the parts ---------------------------------------------------------------------------------------
def _refuse_contradictions(found: VisitFile) -> None:
    for agrees, told in _agreements(found):
        if not agrees:
            raise _refused(told)


def _agreements(found: VisitFile) -> Iterator[tuple[bool, str]]:
    visit, site = found.visit, found.site
    of_visit: tuple[Any, ...] = (*found.sections, *found.findings, *found.measures, *found.alternatives, *found.actions)
    of_visit += (*found.attachments, *found.sign_offs, *found.editions)
    of_site: tuple[Any, ...] = (visit, *found.measures, *found.alternatives, *found.contacts, *found.energy)
    of_site += (found.case,) if found.case else ()
    yield all(one.visit_id == visit.id for one in of_visit), _STRANGERS
    yield all(one.site_id == site.id for one in of_site), _STRANGERS
    yield found.organisation is None or site.organisation_id == found.organisation.id, _STRANGERS
    yield found.case is None or visit.case_id == found.case.id, _STRANGERS
    yield visit.responsible in (None, found.ambassador.id), _STRANGERS
    named = (_are_names(one.id for one in group) for group in _groups(found))
    yield all(named), N_("two parts of its data have one name")
    yield all(map(_is_hash, _hashes(found))), N_("a picture in it has no proper name")
    assessments = (one.assessment for one in (*found.measures, *found.alternatives))
    yield all(_length(one) <= LONGEST_TEXT for one in assessments), N_("the words of a calculation cannot be read")
    yield _fits_checklist(found), N_("its checklist is not the one that the visit names")
    yield _fits_set(found.factor_set, visit.factor_set_id), _OTHER_SET
    yield _fits_set(found.price_set, visit.price_set_id), _OTHER_SET


def _length(plain: object) -> float:
    """Give at most how long the longest sentence in an assessment gets: words with gaps are filled with other words,
    and a few that name each other many times fill any computer. A gap that is more than a name fits nowhere."""
    if isinstance(plain, list | tuple):
        return max(map(_length, plain), default=0)
    if not isinstance(plain, Mapping):
        return 20 if isinstance(plain, int | float) else len(str(plain))
    values = plain.get("values")
    if not isinstance(plain.get("text"), str) or not isinstance(values, Mapping):
        return max(map(_length, plain.values()), default=0)
    lengths = {name: _length(value) for name, value in values.items()}
    text = str(plain["text"])
    if not lengths:
        return len(text)
    gaps = tuple(Formatter().parse(text))
    if any(gap is not None and (gap not in lengths or form or how) for _, gap, form, how in gaps):
        return inf
    return len(text) + sum(lengths[gap] for _, gap, _, _ in gaps if gap is not None)


_NEWER: Final = N_("its data was written by a newer version of the program (form {found}; this one knows {known})")
_STRANGERS: Final = N_("some of its data belongs to another visit")
_OTHER_SET: Final = N_("its factors or prices are not the ones that the visit names")
_LONGEST_ID: Final = 400


def _groups(found: VisitFile) -> tuple[tuple[Any, ...], ...]:
    alone: tuple[Any, ...] = (found.municipality, found.ambassador, found.site, found.visit)
    alone += tuple(one for one in (found.organisation, found.case) if one is not None)
    pictures: tuple[Any, ...] = (*found.attachments, *found.earlier_photos)
    many = (found.contacts, found.sections, found.findings, found.actions, found.energy, found.sign_offs)
    return (*((one,) for one in alone), *many, (*found.measures, *found.alternatives), pictures, found.editions)


def _are_names(names: Iterable[str]) -> bool:
    told = list(names)
    return len(set(told)) == len(told) and all(0 < len(one) <= _LONGEST_ID and one.isprintable() for one in told)


def _hashes(found: VisitFile) -> Iterator[str]:
    yield from (one.sha256 for one in found.attachments if one.sha256)
    yield from (one.sha256 for one in found.earlier_photos)
    if found.municipality.logo:
        yield found.municipality.logo


def _is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _fits_checklist(found: VisitFile) -> bool:
    kept = found.checklist
    if kept is None:
        return not found.visit.checklist_sha256
    named = (found.visit.checklist_id, found.visit.checklist_sha256 or kept.sha256)
    return named == (kept.id, kept.sha256) and sha256(kept.compiled.encode()).hexdigest() == kept.sha256


def _fits_set(kept: SetText | None, named: str) -> bool:
    if kept is None:
        return not named
    return kept.id == f"{kept.name}@{sha256(kept.content.encode()).hexdigest()}" and named in ("", kept.id)


def _refused(reason: str, **fields: object) -> ReportDataRefused:
    return ReportDataRefused(reason=Message(reason, fields))
