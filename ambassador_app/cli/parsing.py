"""The command line's own words: what argparse says, in the reader's language."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from ambassador_app.i18n import N_, Translator

ARGPARSE: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)
"""What argparse asks gettext for where our verbs can make it say something."""

_SPOKEN: Final = ("help", "description", "metavar")


def parser_speaking(words: Translator) -> type[argparse.ArgumentParser]:
    """Give a kind of parser whose descriptions and helps are translated as they are declared."""

    class Parser(argparse.ArgumentParser):
        """Sub-parsers are of the same kind."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **_translated(named, words))

        def add_argument(self, *arguments: Any, **named: Any) -> argparse.Action:
            return super().add_argument(*arguments, **_translated(named, words))

    return Parser


def _translated(named: dict[str, Any], words: Translator) -> dict[str, Any]:
    return {
        name: words.tr(value) if name in _SPOKEN and isinstance(value, str) else value for name, value in named.items()
    }


@contextmanager
def speaking(words: Translator) -> Iterator[None]:
    """Let argparse say its own sentences in the language of `words` while a command line is read.

    argparse asks the functions of gettext that it imported; they know the catalogue of the process alone, by its
    environment, where ours follows the settings and `--language`.
    """
    module = vars(argparse)
    before: Callable[[str], str] = module["_"]
    module["_"] = words.tr
    try:
        yield
    finally:
        module["_"] = before
