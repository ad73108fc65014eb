"""Reads what claims to be a programme extract, trusting nothing: only what this program could have written fits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, cast

from ambassador_app.domain.calculators import AREAS
from ambassador_app.domain.extract import CaseRow, Found, MeasureRow, ProgrammeExtract, SharedItem, Sums
from ambassador_app.domain.extract_making import OTHER
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.records import Json, from_json, to_json

MOST_CASES: Final = 20_000
MOST_MEASURES: Final = 500
"""Of one case."""
MOST_SHARED: Final = 2_000
MOST_FACTS: Final = 20
MOST_SETS: Final = 1_000
LONGEST: Final = 200
"""Letters of a name or a text."""
LARGEST: Final = 1e12
"""No figure of a municipality is larger."""
FIRST_YEAR, LAST_YEAR = 1990, 2200

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SHORT_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,38}[a-z0-9]")
_CASE: Final = re.compile(r"[0-9a-f]{32}")
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SET: Final = re.compile(r"([a-z0-9_-]{1,40}@)?[0-9a-f]{64}")
_TEXT: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*")


class ExtractUnfit(Exception):
    """It is no extract of this version. `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def plain_of(extract: ProgrammeExtract) -> dict[str, Json]:
    """Write an extract as plain JSON."""
    return cast("dict[str, Json]", to_json(extract))


def read_extract(plain: object) -> ProgrammeExtract:
    """Read an extract from plain JSON. Raises ExtractUnfit for whatever this program could not have written."""
    try:
        found = cast("ProgrammeExtract", from_json(ProgrammeExtract, plain))
        same = to_json(found) == plain
    except (TypeError, ValueError, KeyError, RecursionError, OverflowError) as error:
        raise ExtractUnfit("form") from error
    if not same:
        raise ExtractUnfit("form")
    for field, fits in _checks(found):
        if not fits:
            raise ExtractUnfit(field)
    return found


def _checks(found: ProgrammeExtract) -> Iterator[tuple[str, bool]]:
    yield "id", bool(_UUID.fullmatch(found.id))
    yield "programme", _is_named(found.programme.id, found.programme.name)
    yield "municipality", _is_named(found.municipality.id, found.municipality.name)
    yield "made_by", 0 < len(found.made_by) <= LONGEST and _is_text(found.made_by)
    yield "made_at", found.made_at.utcoffset() == timedelta(0)
    yield "as_of", found.as_of.year >= FIRST_YEAR and found.as_of <= _day_after(found.made_at)
    yield from _method_checks(found)
    yield "cases", len(found.cases) <= MOST_CASES
    yield "cases", len({one.id for one in found.cases}) == len(found.cases)
    for one in found.cases:
        yield "cases", _is_case(one)
    yield from _group_checks(found)
    yield "shared", len(found.shared) <= MOST_SHARED
    for item in found.shared:
        yield "shared", _is_shared(item)


def _method_checks(found: ProgrammeExtract) -> Iterator[tuple[str, bool]]:
    method = found.method
    yield "method", len(method.program) <= 40 and _is_text(method.program) and 1 <= method.rules <= 1000
    for names in (method.factor_sets, method.price_sets):
        yield "method", len(names) <= MOST_SETS and all(_SET.fullmatch(one) for one in names)


def _group_checks(found: ProgrammeExtract) -> Iterator[tuple[str, bool]]:
    kinds = [one.kind for one in found.groups]
    yield "groups", len(set(kinds)) == len(kinds)
    for one in found.groups:
        yield "groups", one.sites is None or 0 < one.sites <= LARGEST
        yield "groups", one.sites is not None or not one.sums
        yield "groups", all(_is_sum(sums) for sums in one.sums.values())


def _is_case(one: CaseRow) -> bool:
    return (
        bool(_CASE.fullmatch(one.id))
        and one.kind is not SiteKind.HOME
        and len(one.name) <= LONGEST
        and _is_text(one.name)
        and len(one.measures) <= MOST_MEASURES
        and all(_is_measure(measure) for measure in one.measures)
    )


def _is_measure(one: MeasureRow) -> bool:
    amounts = (one.dkk, one.co2e_t, one.investment_dkk, one.subsidy_dkk, *(one.kwh or {}).values())
    return (
        bool(_WORD.fullmatch(one.calculator))
        and (one.area in AREAS or one.area == OTHER)
        and (one.year is None or FIRST_YEAR <= one.year <= LAST_YEAR)
        and all(_is_amount(amount) for amount in amounts)
        and (one.investment_dkk or 0.0) >= 0
        and one.subsidy_dkk >= 0
        and (one.kwh is None) == (one.dkk is None) == (one.co2e_t is None)
        and (one.verified is None or _is_found(one.verified))
    )


def _is_found(one: Found) -> bool:
    return all(_is_amount(amount) for amount in (one.dkk, one.co2e_t, *one.kwh.values()))


def _is_sum(one: Sums) -> bool:
    amounts = (one.kwh, one.dkk, one.co2e_t, one.investment_dkk, one.net_investment_dkk, one.priced_saving_dkk)
    return 0 <= one.measures <= LARGEST and all(_is_amount(amount) for amount in amounts)


def _is_shared(one: SharedItem) -> bool:
    return (
        bool(_WORD.fullmatch(one.type))
        and 0 < len(one.id) <= LONGEST
        and _is_text(one.id)
        and len(one.facts) <= MOST_FACTS
        and all(_WORD.fullmatch(name) and _is_fact(value) for name, value in one.facts.items())
    )


def _is_fact(value: object) -> bool:
    match value:
        case bool() | None:
            return True
        case str():
            return len(value) <= LONGEST and _is_text(value)
        case int() | float():
            return _is_amount(value)
        case _:
            return False


def _is_named(short: str, name: str) -> bool:
    return bool(_SHORT_NAME.fullmatch(short)) and 0 < len(name) <= LONGEST and _is_text(name)


def _is_text(text: str) -> bool:
    """Whether a text stands on one line and shows what it is: nothing in it breaks or turns the line."""
    return bool(_TEXT.fullmatch(text))


def _is_amount(value: float | None) -> bool:
    return value is None or (math.isfinite(value) and abs(value) <= LARGEST)


def _day_after(moment: datetime) -> date:
    """The latest day that it can be anywhere at that moment."""
    return moment.date() + timedelta(days=1)
