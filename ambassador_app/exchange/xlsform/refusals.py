"""What the XLSForm compiler says when it refuses a workbook: in our own words where they are known, with the cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ambassador_app.exchange.xlsform.remarks import Level, Remark
from ambassador_app.exchange.xlsform.workbook import Sheet, Workbook
from ambassador_app.i18n import N_, Message

_ROW: Final = re.compile(r"\[row\s*:\s*(\d+)\]", re.IGNORECASE)
_SHEET: Final = re.compile(r"On the '(\w+)' sheet", re.IGNORECASE)
_QUOTED: Final = re.compile(r"'([^']+)'|header:\s*([^\s.]+)")
_OWN_WORDS: Final = (
    (
        re.compile(
            r"multiple survey elements named '(?P<name>[^']+)'|The name '(?P<other>[^']+)' appears more than once"
        ),
        N_("More than one question is called {name}, so nobody can tell which is meant."),
    ),
    (
        re.compile(r"names for the same column were found: '(?P<name>[^']+)', '(?P<other>[^']+)'"),
        N_("The columns {name} and {other} are the same. Take one out."),
    ),
    (re.compile("has no label or hint"), N_("This question has no label.")),
    (re.compile(r"Unknown question type '(?P<type>[^']+)'"), N_("There is no type {type}.")),
    (re.compile(r"(?:find the name|no survey element named) '(?P<name>[^']+)'"), N_("There is no question {name}.")),
    (
        re.compile("Reference variables must start with"),
        N_("Write the name of a question with a dollar sign and braces around it."),
    ),
    (
        re.compile(r"'parameters' value is invalid|parameter", re.IGNORECASE),
        N_("The parameters cannot be understood. Write them as name=value, parted by spaces."),
    ),
    (
        re.compile(r"Choice names with spaces .*\[(?P<name>.+)\] in \[(?P<other>.+)\]", re.DOTALL),
        N_("{name} in the list {other} has a space in it. Where several can be chosen, a name must be one word."),
    ),
    (re.compile("has not been included"), N_("Parts of a form in other files are not read here.")),
    (re.compile(r"headers were not found: '(?P<name>[^']+)'"), N_("The column {name} is missing.")),
    (re.compile("Repeat has no label"), N_("This repeat has no label.")),
    (re.compile("Choices should have a label"), N_("This choice has no label.")),
    (
        re.compile(r"machine-readable codes: (?P<name>.+?)\. Learn"),
        N_("These languages have no code: {name}. Write them as Dansk (da), English (en)."),
    ),
    (
        re.compile("or_other and translations"),
        N_("or_other is in one language only. Write the choice out on the sheet choices instead."),
    ),
    (re.compile("Row without name"), N_("This row has no type and no name; it is left out.")),
    (re.compile("headers must not be empty"), N_("A column of the sheet choices has no heading, or one with a space.")),
    (
        re.compile(r"sheet named '(?P<name>[^']+)', .* similar names were found: '(?P<other>[^']+)'", re.DOTALL),
        N_("The sheet {other} is not read. Should it be {name}?"),
    ),
    (
        re.compile(r"'name' value '(?P<name>[^']+)' is problematic"),
        N_("{name} is there with other capital letters as well, which is easily mixed up."),
    ),
)
_NOISE: Final = (
    *(
        "missing in translations",
        "missing the following",
        "max-pixels",
        "is missing the survey",
        "is missing the choices",
    ),
    *("is missing the choices", "no longer supported on most devices", "'disabled' column", "only meant for filtered"),
)
"""What our own checks say better, or what is about other programs."""


def known_types() -> frozenset[str]:
    """Give every type of question that the compiler knows."""
    from pyxform import aliases
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    return frozenset((*QUESTION_TYPE_DICT, *aliases.select, *aliases.settings_header))


def said_by(error: Exception, workbook: Workbook) -> Remark:
    """Say why the compiler refused a workbook."""
    from pyxform.errors import PyXFormError

    if not isinstance(error, PyXFormError):  # it stumbled: what Python says of that helps no author
        text = N_("The form reader stumbled over this workbook and cannot tell where. Undo the latest change to it.")
        return Remark(Level.ERROR, Message(text))
    return _in_own_words(str(error), workbook, Level.ERROR)


def warnings_of(said: Iterable[str], workbook: Workbook) -> tuple[Remark, ...]:
    """Give what the compiler warned of and our own checks do not."""
    heard = (one for one in said if not any(noise in one.lower() for noise in _NOISE))
    return tuple(_in_own_words(one, workbook, Level.WARNING) for one in heard)


def _in_own_words(text: str, workbook: Workbook, level: Level) -> Remark:
    found = _located(text, workbook, level)
    for pattern, words in _OWN_WORDS:
        match = pattern.search(text)
        if match is not None:
            return Remark(level, Message(words, match.groupdict()), found.sheet, found.row, found.column)
    return found


def explained(said: Remark, own: Iterable[Remark]) -> tuple[Remark, ...]:
    """Give our own remarks, in the order of the rows, and the compiler's where none of ours is about the same row."""
    remarks = sorted(own, key=lambda one: one.place)
    errors = [one for one in remarks if one.level is Level.ERROR]
    is_told = any(said.row is None or (one.sheet, one.row) == (said.sheet, said.row) for one in errors)
    return tuple(remarks) if is_told else (said, *remarks)


def _located(text: str, workbook: Workbook, level: Level) -> Remark:
    """Find the cell that a message of the compiler is about."""
    message = Message(N_("The form reader says: {text}"), {"text": _ROW.sub("", text).strip(" :\n")})
    named = _SHEET.search(text)
    name = named[1].lower() if named else ""
    row = _ROW.search(text)
    if row:
        sheet = workbook.sheet(name or "survey")
        return Remark(level, message, name or "survey", int(row[1]), _column_in(sheet, text))
    for sheet_name in [name] if name in workbook.sheets else ["survey", "choices", "settings"]:
        for number, column in _cells(workbook.sheet(sheet_name), text):
            return Remark(level, message, sheet_name, number, column)
    return Remark(level, message, name)


def _cells(sheet: Sheet, text: str) -> Iterator[tuple[int, str]]:
    """Give the cells that hold a word the message quotes; a header stands in row 1."""
    for match in _QUOTED.finditer(text):
        word = (match[1] or match[2]).strip()
        if word.lower() in sheet.headers and "header" in text.lower():
            yield 1, sheet.column(word.lower())
        for row in sheet.rows:
            for header, cell in row.cells.items():
                if cell == word or (header == "type" and cell.split()[:1] == [word]):
                    yield row.number, sheet.column(header)


def _column_in(sheet: Sheet, text: str) -> str:
    lowered = text.lower()
    for header in ("calculation", "relevant", "constraint", "choice_filter", "label", "name", "type"):
        if header in lowered and sheet.column(header):
            return sheet.column(header)
    return sheet.column("type", "name")
