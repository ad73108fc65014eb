"""`ambassador factors`: the sets of emission factors, or the factors of one in a year, each with its source."""

from __future__ import annotations

import argparse

from ambassador_app.cli import Runtime, sets
from ambassador_app.domain.template import SetKind
from ambassador_app.errors import InputRefused
from ambassador_app.i18n import N_, Message


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    words = N_("which set; without it the list of sets, or br18 where a year is given")
    parser.add_argument("--set", metavar=N_("NAME"), help=words)
    parser.add_argument("--year", metavar=N_("YEAR"), help=N_("which year the factors are to hold for; this year"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print the sets, or the factors of one; say on the error line where the end value of a series is held."""
    if arguments.set is None and arguments.year is None:
        sets.list_all(runtime, SetKind.FACTORS)
        return 0
    year = read_year(arguments.year) if arguments.year is not None else runtime.around.today().year
    chosen = sets.factor_set(runtime, arguments.set or "br18")
    resolved = chosen.resolve(year)
    for factor in resolved.values():
        value = runtime.translator.number(factor.value, 4)
        source = runtime.translator.tr(factor.source)
        runtime.out(f"{factor.item.value:<20}{value:>10} {factor.unit:<12} {source}, {factor.year}")
    for line in chosen.held_values(year, chosen.items):
        runtime.warn(runtime.translator.say(line))
    runtime.answer(resolved.to_json())
    return 0


def read_year(text: str) -> int:
    """Read a year. Raises InputRefused."""
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise InputRefused(input="year", value=text, allowed=Message(N_("a year of four digits")))
    return int(text)
