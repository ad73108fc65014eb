"""The list of calculators, with what each of them asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ambassador_app.cli import Runtime
from ambassador_app.domain.calculators import CALCULATORS, Alternatives, Calculator, Choice, Number, Preset
from ambassador_app.domain.calculators.declaration import Input
from ambassador_app.errors import UnknownCalculator
from ambassador_app.i18n import Translator
from ambassador_app.wording.measure_pages import allowed_values, when_empty


def list_all(runtime: Runtime) -> None:
    """Print every calculator with its inputs, units, ranges and defaults."""
    for one in CALCULATORS.values():
        _print(one, runtime)
    _print_how(runtime)
    runtime.answer({"calculators": [declared(one, runtime.translator) for one in CALCULATORS.values()]})


def describe(identifier: str, runtime: Runtime) -> None:
    """Print one calculator. Raises UnknownCalculator."""
    if identifier not in CALCULATORS:
        raise UnknownCalculator(calculator=identifier)
    _print(CALCULATORS[identifier], runtime)
    _print_how(runtime)
    runtime.answer(declared(CALCULATORS[identifier], runtime.translator))


def _print(one: Calculator, runtime: Runtime) -> None:
    words = runtime.translator
    runtime.out(f"{one.id}: {words.tr(one.title)}")
    for field, way in _with_ways(one):
        mark = f" [{words.tr(way)}]" if way else ""
        empty = words.tr("If it is left empty")
        runtime.out(
            f"  {field.name}: {words.tr(field.label)}{mark}. {allowed_values(field, words)}. "
            f"{empty}: {when_empty(one, field, words)}."
        )
    runtime.out()


def _print_how(runtime: Runtime) -> None:
    runtime.out(
        runtime.translator.tr(
            "Numbers take a decimal point here, and percentages are fractions: 0.25 is 25 %. Example: {example}",
            example="ambassador calc lighting_control power_kw=3 hours=3000 saving_share=0.25 investment=9000",
        )
    )


def _with_ways(one: Calculator) -> Iterator[tuple[Input, str]]:
    """Give every input, with the way of an alternative that it belongs to."""
    for entry in one.inputs:
        if isinstance(entry, Alternatives):
            for group in entry.groups:
                yield from ((field, group.label) for field in group.inputs)
        else:
            yield entry, ""


def declared(one: Calculator, words: Translator) -> dict[str, object]:
    """Give the declaration of a calculator as plain values, its words in the reader's language."""
    return {
        "id": one.id,
        "title": words.tr(one.title),
        "area": one.area,
        "note": words.tr(one.note) if one.note else "",
        "sources": words.tr(one.sources),
        "inputs": [_input(one, field, way, words) for field, way in _with_ways(one)],
    }


def _input(one: Calculator, field: Input, way: str, words: Translator) -> dict[str, object]:
    default, source = one.default_of(field.name, {})
    return {
        "name": field.name,
        "label": words.tr(field.label),
        "help": words.tr(field.help),
        "unit": words.tr(field.unit) if isinstance(field, Number) and field.unit else "",
        "allowed": allowed_values(field, words),
        "default": default,
        "default_from": _default_from(field),
        "source": words.tr(source) if source else "",
        "required": field.required and field.default is None,
        "only_if": field.only_if,
        "way": words.tr(way) if way else "",
        **_limits(field, words),
    }


def _default_from(field: Input) -> Mapping[str, object] | None:
    """Say which other input gives the default: `same_as` it, or `by` it through a table."""
    default = field.default
    if default is None or not (default.same_as or default.by):
        return None
    return {"same_as": default.same_as} if default.same_as else {"by": default.by, "table": dict(default.table)}


def _limits(field: Input, words: Translator) -> dict[str, object]:
    """Give hard and usual range and typical values of a number (null where a side is open), or the choices."""
    match field:
        case Number():
            return {
                "hard_range": [field.low, field.high],
                "usual_range": [field.sane_low, field.sane_high],
                "typical": [_typical(preset, words) for preset in field.presets],
            }
        case Choice():
            return {"options": {option.value: words.tr(option.label) for option in field.options}}
        case _:
            return {}


def _typical(preset: Preset, words: Translator) -> dict[str, object]:
    return {"label": words.tr(preset.label), "value": preset.value}
