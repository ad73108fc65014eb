"""The sets of factors and prices as the command line sees them: the shipped ones, and with `--home` the own ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ambassador_app.domain.factors import FactorSet, PriceSet, PriceStatus
from ambassador_app.domain.template import SetKind
from ambassador_app.wording import LABEL
from ambassador_app.wording import sets as words

if TYPE_CHECKING:
    from ambassador_app.cli import Runtime


def factor_set(runtime: Runtime, name: str) -> FactorSet:
    """Give the newest version of a factor set. Raises UnknownSet."""
    return runtime.session.sets.factor_set(name) if runtime.home else runtime.around.resources().factor_set(name)


def price_set(runtime: Runtime, name: str) -> PriceSet:
    """Give the newest version of a price set. Raises UnknownSet."""
    return runtime.session.sets.price_set(name) if runtime.home else runtime.around.resources().price_set(name)


def list_all(runtime: Runtime, kind: SetKind) -> None:
    """Print every set of one kind: its name, what it counts, and its version."""
    found = _known(runtime, kind)
    for one in found:
        title, counts = str(one["title"]), str(one["counts"])
        shown = title if counts.casefold() in title.casefold() else f"{title}, {counts}"
        runtime.out(f"{one['id']:<28} {shown} ({one['shown_version']})")
    runtime.answer({"sets": [{k: v for k, v in one.items() if k not in ("counts", "shown_version")} for one in found]})


def _known(runtime: Runtime, kind: SetKind) -> list[dict[str, object]]:
    if runtime.home:
        lines = [one for one in runtime.session.sets.shown() if one.of is kind]
        own = {one.name: one for one in lines}
        return [
            {**_about(runtime, runtime.session.sets.get(name)), "shipped": one.shipped, "retired": one.retired,
             "default": one.is_default}
            for name, one in own.items()
        ]  # fmt: skip
    resources = runtime.around.resources()
    sets: Sequence[FactorSet | PriceSet] = (
        [resources.factor_set(name) for name in resources.factor_sets]
        if kind is SetKind.FACTORS
        else [resources.price_set(name) for name in resources.price_sets]
    )
    return [{**_about(runtime, one), "shipped": True, "retired": False} for one in sets]


def _about(runtime: Runtime, found: FactorSet | PriceSet) -> dict[str, object]:
    translator = runtime.translator
    about: dict[str, object] = {
        "id": found.id,
        "title": translator.tr(found.title),
        "version": found.version,
        "shown_version": words.version_words(translator, found.version),
    }
    if isinstance(found, PriceSet):
        vat = words.vat_words(translator, found.vat_included)
        return {**about, "vat_included": found.vat_included, "year": found.year, "counts": vat}
    scopes = [scope.value for scope in found.scopes]
    return {**about, "scopes": scopes, "counts": words.scope_words(translator, found.scopes)}


def print_prices(runtime: Runtime, found: PriceSet) -> None:
    """Print the prices of a set, each with year, source and how sure it is."""
    translator = runtime.translator
    answer: dict[str, object] = {}
    for item, price in found.prices.items():
        sure = translator.tr(LABEL[price.status])
        span = ""
        if price.low is not None and price.high is not None:
            span = f" ({translator.number(price.low)}–{translator.number(price.high)})"
        value = translator.number(price.value, 4)
        runtime.out(f"{item.value:<20}{value:>10} {translator.tr(price.unit):<8} {sure}{span}, "
                    f"{translator.tr(price.source)}, {price.year}")  # fmt: skip
        answer[item.value] = {
            "value": price.value,
            "unit": price.unit,
            "year": price.year,
            "source": price.source,
            "status": price.status.value,
            "uncertain": price.status is PriceStatus.UNCERTAIN,
            "low": price.low,
            "high": price.high,
        }
    runtime.answer(answer)
