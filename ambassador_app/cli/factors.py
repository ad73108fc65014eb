"""`ambassador factors`: emission factors of a set in a year, each with its source."""

from __future__ import annotations

import argparse

from ambassador_app.cli import Runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--set", default="br18", metavar="NAME")
    parser.add_argument("--year", type=int, default=None)


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print the factors."""
    year = arguments.year or runtime.around.year()
    found = runtime.around.resources().factor_set(arguments.set).resolve(year).to_json()
    for item, factor in found.items():
        runtime.out(f"{item:<20}{factor['value']:>10.4f} {factor['unit']:<10} {factor['source']}")
    runtime.answer(found)
    return 0
