"""The page about each calculator, made from its declaration alone: what F1 opens beside a measure's inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final

from ambassador_app.domain.calculators import (
    AREAS,
    Alternatives,
    Assessment,
    Calculator,
    Choice,
    Input,
    Number,
    Text,
)
from ambassador_app.domain.calculators.inputs import resolve, values_of
from ambassador_app.domain.catalogue import CatalogueEntry, Lifetime
from ambassador_app.domain.factors import FactorSet
from ambassador_app.i18n import N_, Message, Translator


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs with what they give: the page shows the first one whole, and every formula that any of them uses."""

    inputs: Mapping[str, object]
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: the calculator, the catalogue's measures that use it, and examples."""

    calculator: Calculator
    lifetime: Lifetime
    entries: Sequence[CatalogueEntry]
    examples: Sequence[Example]
    factors: FactorSet


_MADE: Final = "<!-- make measures-docs -->"
# Outside of the f-strings: the catalogue of words is not gathered from inside them.
_TITLE: Final = N_("How each measure is computed")
_FOR: Final = N_("What it is for")
_ASKS: Final = N_("What it asks for")
_FORMULA: Final = N_("Formula")
_EXAMPLE: Final = N_("Worked example")
_ALL: Final = N_("All calculations")


def index_page(subjects: Sequence[Subject], words: Translator) -> str:
    """List every calculator by its area, with a link to its page."""
    tr = words.tr
    lines = [_MADE, "", f"# {tr(_TITLE)}", ""]
    lines += [
        tr(
            N_(
                "Each page tells what a calculation asks for, its formula, where it is from, and a worked example that "
                "can be followed by hand."
            )
        )
    ]
    for area, name in AREAS.items():
        here = [subject.calculator for subject in subjects if subject.calculator.area == area]
        if here:
            lines += ["", f"## {tr(name)}", "", *(f"- [{tr(one.title)}]({one.id}.md)" for one in here)]
    return "\n".join(lines) + "\n"


def measure_page(subject: Subject, words: Translator) -> str:
    """Write the page of one calculator in the language of `words`, as Markdown."""
    calculator, tr = subject.calculator, words.tr
    parts = (
        [_MADE],
        [f"# {tr(calculator.title)}"],
        [
            tr(
                N_("{area}. Lifetime {years} years ({source}). On the command line: `{id}`."),
                area=tr(AREAS[calculator.area]),
                years=subject.lifetime.years,
                source=tr(subject.lifetime.source),
                id=calculator.id,
            )
        ],
        [tr(calculator.note)] if calculator.note else [],
        _uses(subject, words),
        [f"## {tr(_ASKS)}"],
        *_inputs(calculator, words),
        [f"## {tr(_FORMULA)}", "", *(f"- {line}" for line in formulas(subject, words))],
        [tr(N_("From: {sources}."), sources=tr(calculator.sources))],
        *_worked(subject, words),
        [f"[{tr(_ALL)}](index.md)"],
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _uses(subject: Subject, words: Translator) -> list[str]:
    if not subject.entries:
        return []
    language = words.language.value
    lines = [f"- **{entry.title(language)}**: {entry.description(language)}" for entry in subject.entries]
    return [f"## {words.tr(_FOR)}", "", *lines]


# -- inputs -------------------------------------------------------------------------------------------------------
def _inputs(calculator: Calculator, words: Translator) -> Iterator[list[str]]:
    """Give one table after the other, in the order of the form; each way of an alternative has its own."""
    plain: list[Input] = []
    for entry in calculator.inputs:
        if not isinstance(entry, Alternatives):
            plain.append(entry)
            continue
        if plain:
            yield _table(calculator, plain, words)
            plain = []
        yield [words.tr(N_("**{question}** One of these ways:"), question=words.tr(entry.label))]
        for group in entry.groups:
            yield [f"*{words.tr(group.label)}*", "", *_table(calculator, group.inputs, words)]
    if plain:
        yield _table(calculator, plain, words)


def _table(calculator: Calculator, inputs: Sequence[Input], words: Translator) -> list[str]:
    heads = (N_("Input"), N_("Values"), N_("If it is left empty"))
    rows = [
        (_named(calculator, entry, words), allowed_values(entry, words), when_empty(calculator, entry, words))
        for entry in inputs
    ]
    return [
        "| " + " | ".join(map(words.tr, heads)) + " |",
        "|---|---|---|",
        *("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows),
    ]


def _named(calculator: Calculator, entry: Input, words: Translator) -> str:
    found = f"**{words.tr(entry.label)}** (`{entry.name}`): {words.tr(entry.help)}"
    needed = calculator.field(entry.only_if) if entry.only_if else None
    if needed is not None:
        found += " " + words.tr(N_("Only if “{input}” is given."), input=words.tr(needed.label))
    return found


def allowed_values(entry: Input, words: Translator) -> str:
    """Say the hard range, the usual one and typical values; or the choices."""
    match entry:
        case Number():
            return "; ".join(_range_of(entry, words))
        case Choice():
            return ", ".join(f"{words.tr(option.label)} (`{option.value}`)" for option in entry.options)
        case Text():
            return words.tr(N_("free text"))
        case _:
            return words.say(entry.allowed())


def _range_of(entry: Number, words: Translator) -> Iterator[str]:
    yield words.say(entry.allowed())
    hard, usual = words.say(entry.allowed()), words.say(entry.usual())
    if usual != hard:
        yield words.tr(N_("usually {range}"), range=usual)
    for source in dict.fromkeys(preset.source for preset in entry.presets):
        shown = ", ".join(
            f"{words.tr(preset.label)} {words.say(entry.shown(preset.value))}"
            for preset in entry.presets
            if preset.source == source
        )
        yield f"{shown} ({words.tr(source)})" if source else shown


def when_empty(calculator: Calculator, entry: Input, words: Translator) -> str:
    """Say the default with its source, or that it must be given."""
    default = entry.default
    if default is None:
        return words.tr(N_("must be given")) if entry.required else words.tr(N_("left out"))
    other = calculator.field(default.same_as or default.by) if default.same_as or default.by else None
    if other is not None and default.same_as:
        return words.tr(N_("as “{input}”"), input=words.tr(other.label))
    source = f" ({words.tr(default.source)})" if default.source else ""
    if other is not None:
        return words.tr(N_("by “{input}”"), input=words.tr(other.label)) + ": " + _by(entry, other, words) + source
    return _default_value(entry, default.value, words) + source


def _by(entry: Input, other: Input, words: Translator) -> str:
    table = entry.default.table if entry.default else {}
    return ", ".join(
        f"{words.tr(other.label_of(key)) if isinstance(other, Choice) else key} {_default_value(entry, value, words)}"
        for key, value in table.items()
    )


def _default_value(entry: Input, value: float | str | None, words: Translator) -> str:
    if isinstance(entry, Number) and isinstance(value, int | float):
        return words.say(entry.shown(value))
    return words.tr(entry.label_of(str(value))) if isinstance(entry, Choice) else str(value)


# -- formula and example ------------------------------------------------------------------------------------------
def formulas(subject: Subject, words: Translator) -> tuple[str, ...]:
    """Give the formulas in words that the examples use: each step's text up to where its numbers begin."""
    steps = (
        step
        for example in subject.examples
        for step in subject.calculator.compute(
            values_of(resolve(subject.calculator, example.inputs)), subject.factors
        ).steps
    )
    return tuple(dict.fromkeys(filter(None, (_formula(step, words) for step in steps))))


def _formula(step: Message, words: Translator) -> str:
    item = step.values.get("item")
    kept = []
    for part in words.tr(step.text).split(" = "):
        if {name for _, name, _, _ in Formatter().parse(part) if name} - {"item"}:
            break
        kept.append(part.format(item=words.say(item) if isinstance(item, Message) else ""))
    return " = ".join(kept) if len(kept) > 1 else ""


def _worked(subject: Subject, words: Translator) -> Iterator[list[str]]:
    if not subject.examples:
        return
    yield [f"## {words.tr(_EXAMPLE)}"]
    yield [words.tr(N_("Prices and inputs are made up for the example; no real place is meant."))]
    found = subject.examples[0].assessment
    yield [f"- {words.say(line)}" for line in found.lines()]
    if found.warnings:
        yield [f"- *{words.say(line)}*" for line in found.warnings]
    yield [
        words.tr(
            N_("Emission factors: {set}. Other sets can be chosen in the municipality's settings."),
            set=words.tr(subject.factors.title),
        )
    ]
