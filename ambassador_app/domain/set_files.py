"""Factor and price sets as plain JSON: what the database keeps, what goes out as a file, and what comes in as one.

A file is hostile until it is parsed: `read_set` takes nothing for granted and names the first thing that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar

from ambassador_app.domain.factors import EmissionFactor, FactorSet, HeatingValue, Price, PriceSet, PriceStatus, Scope
from ambassador_app.domain.quantities import ITEM_NAMES, PRICE_UNITS, Item, item_of
from ambassador_app.domain.set_checks import LONGEST_NOTE, Problem, problems_of
from ambassador_app.errors import SetRefused
from ambassador_app.i18n import N_, Message

AnySet: TypeAlias = FactorSet | PriceSet
E = TypeVar("E", bound=StrEnum)

MOST_ENTRIES: Final = 200
"""More factors, prices, years or heating values than that are no set that a person made."""

_HIGHEST: Final = 1e9

PLACES: Final[Mapping[str, str]] = {
    "": N_("the file"),
    "title": N_("name"),
    "note": N_("note"),
    "base": N_("the set it stands on"),
    "scopes": N_("what the factors count"),
    "scope": N_("what the factor counts"),
    "factors": N_("factors"),
    "prices": N_("prices"),
    "points": N_("values by year"),
    "value": N_("value"),
    "unit": N_("unit"),
    "year": N_("year"),
    "source": N_("source"),
    "status": N_("status"),
    "range": N_("range"),
    "vat_included": N_("VAT"),
    "heating_values": N_("heating values"),
    "kwh": N_("heating value"),
    "version": N_("version"),
}


# -- out ----------------------------------------------------------------------------------------------------------
def to_json(found: AnySet) -> dict[str, object]:
    """Give a set as plain JSON, whole: what it took from another set is written out."""
    head = {"id": found.id, "title": found.title, "note": found.note, "version": found.version}
    if isinstance(found, FactorSet):
        factors = {item.value: _factor_to_json(factor) for item, factor in found.factors.items()}
        return {**head, "scopes": [scope.value for scope in found.scopes], "factors": factors}
    prices = {item.value: _price_to_json(price) for item, price in found.prices.items()}
    return {**head, "year": found.year, "vat_included": found.vat_included, "prices": prices}


def _factor_to_json(factor: EmissionFactor) -> dict[str, object]:
    heating = [{"unit": one.unit, "kwh": one.kwh, "source": one.source} for one in factor.heating_values]
    return {
        "points": {str(year): value for year, value in factor.points},
        "unit": factor.unit,
        "scope": factor.scope.value,
        "source": factor.source,
        "year": factor.year,
        **({"heating_values": heating} if heating else {}),
    }


def _price_to_json(price: Price) -> dict[str, object]:
    plain = {"value": price.value, "year": price.year, "source": price.source, "status": price.status.value}
    return plain if price.low is None else {**plain, "range": [price.low, price.high]}


# -- in -----------------------------------------------------------------------------------------------------------
def read_set(data: object, bases: Mapping[str, FactorSet]) -> AnySet:
    """Read a set from what a file held; a factor set may stand on one of `bases`, which it names under `base`.

    Raises SetRefused with the place and the reason.
    """
    whole = _object(data, Message(PLACES[""]))
    if "factors" in whole:
        found: AnySet = _read_factors(whole, bases)
    elif "prices" in whole:
        found = _read_prices(whole)
    else:
        raise _refused(PLACES[""], Message(N_("there are neither factors nor prices in it")))
    for problem in problems_of(found):
        raise SetRefused(place=place_of(problem), reason=problem.message)
    return found


def place_of(problem: Problem) -> Message:
    """Say where in a set a problem is: the field, and of which carrier or fuel."""
    field = Message(PLACES[problem.field])
    if problem.item is None:
        return field
    return Message(N_("{item}, {field}"), {"item": Message(ITEM_NAMES[problem.item]), "field": field})


def _read_factors(whole: Mapping[str, object], bases: Mapping[str, FactorSet]) -> FactorSet:
    base: FactorSet | None = None
    if "base" in whole:
        base = bases.get(_text(whole, "base"))
        if base is None:
            raise _refused(PLACES["base"], Message(N_("there is no such set here")))
    own = {item: _read_factor(item, one) for item, one in _items(whole, "factors").items()}
    scopes = [_member({"scope": one}, "scope", Scope, None) for one in _list(whole, "scopes")]
    return FactorSet(
        id=_text(whole, "id", empty=True),
        title=" ".join(_text(whole, "title").split()),
        note=_text(whole, "note", empty=True),
        scopes=tuple(dict.fromkeys(scopes)),
        factors=MappingProxyType({**(base.factors if base else {}), **own}),
        version=_version(whole),
    )


def _read_factor(item: Item, factor: Mapping[str, object]) -> EmissionFactor:
    year = _whole_number(factor, "year", item)
    if "points" in factor:
        plain = _object(factor["points"], _where("points", item))
        points = {_year(name, item): _number(plain, name, item, "points") for name in plain}
    else:
        points = {year: _number(factor, "value", item)}
    values = [_object(one, _where("heating_values", item)) for one in _list(factor, "heating_values", item)]
    return EmissionFactor(
        item=item,
        points=tuple(sorted(points.items())),
        unit=_text(factor, "unit", item),
        scope=_member(factor, "scope", Scope, item),
        source=_text(factor, "source", item),
        year=year,
        heating_values=tuple(
            HeatingValue(_text(one, "unit", item), _number(one, "kwh", item), _text(one, "source", item))
            for one in values
        ),
    )


def _read_prices(whole: Mapping[str, object]) -> PriceSet:
    vat = whole.get("vat_included")
    if not isinstance(vat, bool):
        raise _refused(PLACES["vat_included"], Message(N_("it must say whether VAT is in the prices")))
    return PriceSet(
        id=_text(whole, "id", empty=True),
        title=" ".join(_text(whole, "title").split()),
        note=_text(whole, "note", empty=True),
        year=_whole_number(whole, "year"),
        vat_included=vat,
        prices=MappingProxyType({item: _read_price(item, one) for item, one in _items(whole, "prices").items()}),
        version=_version(whole),
    )


def _read_price(item: Item, price: Mapping[str, object]) -> Price:
    ends = _list(price, "range", item)
    if len(ends) not in (0, 2):
        raise _refused(_where("range", item), Message(N_("a range has a lowest and a highest value")))
    low, high = (_number({"range": end}, "range", item) for end in ends) if ends else (None, None)
    return Price(
        item=item,
        value=_number(price, "value", item),
        unit=PRICE_UNITS[item],
        year=_whole_number(price, "year", item),
        source=_text(price, "source", item),
        status=_member(price, "status", PriceStatus, item),
        low=low,
        high=high,
    )


# -- hostile until parsed -----------------------------------------------------------------------------------------
def _refused(place: Message | str, reason: Message) -> SetRefused:
    return SetRefused(place=place if isinstance(place, Message) else Message(place), reason=reason)


def _where(name: str, item: Item | None) -> Message:
    return place_of(Problem(item, name, Message("")))


def _object(value: object, place: Message) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _refused(place, Message(N_("it is not built as a set is")))
    if len(value) > MOST_ENTRIES:
        raise _refused(place, Message(N_("there are more than {limit} entries"), {"limit": MOST_ENTRIES}))
    return value


def _list(whole: Mapping[str, object], name: str, item: Item | None = None) -> list[object]:
    """Give a list that may be absent."""
    value = whole.get(name, [])
    if not isinstance(value, list) or len(value) > MOST_ENTRIES:
        raise _refused(_where(name, item), Message(N_("it is not built as a set is")))
    return value


def _items(whole: Mapping[str, object], name: str) -> dict[Item, Mapping[str, object]]:
    found: dict[Item, Mapping[str, object]] = {}
    for key, value in _object(whole[name], Message(PLACES[name])).items():
        item = item_of(key)
        if item is None:
            reason = Message(N_("“{name}” is no carrier, fuel or stream that is known here"), {"name": key[:40]})
            raise _refused(PLACES[name], reason)
        found[item] = _object(value, _where(name, item))
    return found


def _text(whole: Mapping[str, object], name: str, item: Item | None = None, *, empty: bool = False) -> str:
    """Give a text on one line or several, without other control characters; `empty` lets it be absent."""
    value = whole.get(name, "" if empty else None)
    if not isinstance(value, str) or not (empty or value.strip()):
        raise _refused(_where(name if name in PLACES else "", item), Message(N_("words are missing there")))
    if len(value) > LONGEST_NOTE or any(ord(sign) < 32 and sign not in "\n\t" for sign in value):
        raise _refused(_where(name if name in PLACES else "", item), Message(N_("the words there cannot be read")))
    return value.strip()


def _number(whole: Mapping[str, object], name: str, item: Item | None = None, place: str = "") -> float:
    value = whole.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _HIGHEST:
        raise _refused(_where(place or name, item), Message(N_("a number is missing there")))
    return float(value)


def _whole_number(whole: Mapping[str, object], name: str, item: Item | None = None) -> int:
    value = _number(whole, name, item)
    if value != int(value):
        raise _refused(_where(name, item), Message(N_("a whole number is needed there")))
    return int(value)


def _version(whole: Mapping[str, object]) -> int:
    return max(0, _whole_number(whole, "version")) if "version" in whole else 0


def _year(text: str, item: Item) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise _refused(_where("points", item), Message(N_("“{year}” is no year"), {"year": text[:40]}))
    return int(text)


def _member(whole: Mapping[str, object], name: str, kind: type[E], item: Item | None) -> E:
    value = whole.get(name)
    found = next((one for one in kind if one == value), None)
    if found is None:
        allowed = ", ".join(one.value for one in kind)
        raise _refused(_where(name, item), Message(N_("one of these is needed: {allowed}"), {"allowed": allowed}))
    return found
