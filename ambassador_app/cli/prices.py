"""`ambassador prices`: the sets of prices, or the prices of one, each with year, source and how sure it is."""

from __future__ import annotations

import argparse

from ambassador_app.cli import Runtime, sets
from ambassador_app.domain.template import SetKind
from ambassador_app.i18n import N_


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--set", metavar=N_("NAME"), help=N_("which set; without it the list of sets"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print the sets, or the prices of one."""
    if arguments.set is None:
        sets.list_all(runtime, SetKind.PRICES)
    else:
        sets.print_prices(runtime, sets.price_set(runtime, arguments.set))
    return 0
