"""Cuts the text of an expression into tokens that know where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.expression.syntax import refuse
from ambassador_app.i18n import N_

LONGEST: Final = 20_000
# Word processors and spreadsheets turn straight quotes into these; ODK reads them as straight ones, and so do we.
_STRAIGHT: Final = str.maketrans(
    {
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
        "\N{NO-BREAK SPACE}": " ",
    }
)
_NAME = r"[^\W\d](?:[\w.-]*\w)?"
_TOKEN: Final = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<name>{_NAME}(?::{_NAME})?)
    |(?P<mark>!=|<=|>=|\.\.|//|::|[()\[\],/.=<>+*|@$-])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text. `kind` is number, text, name, mark or end."""

    kind: str
    text: str
    position: int


def tokens(expression: str) -> tuple[Token, ...]:
    """Cut `expression` into tokens, the last of kind `end`. Raises ExpressionRefused."""
    if len(expression) > LONGEST:
        refuse(expression[:80], 0, N_("The expression is longer than {most} characters."), most=LONGEST)
    straight = expression.translate(_STRAIGHT)
    found: list[Token] = []
    position = 0
    while position < len(straight):
        match = _TOKEN.match(straight, position)
        if match is None:
            _refuse_character(expression, straight, position)
        elif match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match.group(), position))
        position = match.end() if match else len(straight)
    return (*found, Token("end", "", len(straight)))


def _refuse_character(expression: str, straight: str, position: int) -> None:
    if straight[position] in "\"'":
        refuse(expression, position, N_("A quotation mark is opened and never closed."))
    refuse(expression, position, N_("The character {character} cannot stand here."), character=straight[position])
