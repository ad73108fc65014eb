"""What an author gets wrong on the sheets themselves, told all at once and in our own words. The XLSForm compiler stops
at the first slip, and speaks English to everybody; it is asked for words only where nothing here explains its refusal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from ambassador_app.domain.expression import compile_expression
from ambassador_app.errors import ExpressionRefused
from ambassador_app.exchange.xlsform.remarks import Level, Remark
from ambassador_app.exchange.xlsform.type_checks import is_refused
from ambassador_app.exchange.xlsform.workbook import Row, Sheet, Workbook
from ambassador_app.i18n import N_, Message

WRONG_EXPRESSION: Final = N_("The expression {expression} is wrong at character {position}: {reason}")
_BEGIN: Final = re.compile(r"(begin|end)[ _](group|repeat|loop|lgroup|looped group)\b")
_CHOICE: Final = re.compile(
    r"(?:add )?(?:select_one|select_multiple|select one|select all that apply|select multiple|select1|rank)"
    r"(?:_from_file|_external| from file| prompt using| from| using)? (\S+)"
)
_FROM_FILE: Final = re.compile(r"_external|from[ _]file|\.(csv|xml|geojson)\b")
_NAME: Final = re.compile(r"[^\W\d][\w.\-]*")
_SPOKEN_OF: Final = re.compile(r"\$\{([^{}]*)\}")
_EXPRESSIONS: Final = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count")
_WORDS: Final = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_SILENT: Final = (
    *("calculate", "hidden", "start", "end", "today", "username", "deviceid", "subscriberid", "simserial"),
    *("phonenumber", "email", "audit", "start-geopoint", "background-geopoint", "background-audio"),
    *("csv-external", "xml-external"),
)
_SHOWN: Final = ("label", "hint", "guidance_hint", "media", "image")
_LONGEST: Final = 120


def sheet_remarks(workbook: Workbook, kinds: Collection[str]) -> Iterator[Remark]:
    """Give what is wrong on the sheets of a workbook that the compiler refused; `kinds` are the types it knows."""
    survey, choices = workbook.sheet("survey"), workbook.sheet("choices")
    if "survey" not in workbook.sheets:
        yield Remark(Level.ERROR, Message(N_("The workbook has no sheet called survey.")))
    for sheet, wanted in ((survey, ("type", "name", "label")), (choices, ("list_name", "name"))):
        yield from _headers(sheet, wanted)
    if "type" in survey.headers:
        yield from _Survey(survey, frozenset(row["list_name"] for row in choices.rows), kinds).remarks()
    if "list_name" in choices.headers and "name" in choices.headers:
        yield from _choices(choices, _may_repeat(workbook))


def _headers(sheet: Sheet, wanted: tuple[str, ...]) -> Iterator[Remark]:
    seen: set[str] = set()
    for number, header in enumerate(sheet.headers):
        if header and header in seen:
            text = N_("The column {name} is there twice.")
            yield Remark(Level.ERROR, Message(text, {"name": header}), sheet.name, 1, sheet.letter(number))
        seen.add(header)
    for header in wanted:
        if sheet.rows and not sheet.column(header):
            text = N_("The column {name} is missing.")
            yield Remark(Level.ERROR, Message(text, {"name": header}), sheet.name, 1)


def _may_repeat(workbook: Workbook) -> bool:
    """Whether the author says that a list may hold a name twice."""
    rows = workbook.sheet("settings").rows
    return bool(rows) and rows[0]["allow_choice_duplicates"].lower() in ("yes", "true", "true()")


def _choices(sheet: Sheet, may_repeat: bool) -> Iterator[Remark]:
    seen: set[tuple[str, str]] = set()
    for row in sheet.rows:
        key = row["list_name"], row["name"]
        if row["list_name"] and not row["name"]:
            yield _remark(sheet, row, "name", N_("A choice has no name."))
        elif all(key) and key in seen and not may_repeat:
            text = N_("The list {list} has {name} twice.")
            yield _remark(sheet, row, "name", text, list=key[0], name=key[1])
        seen.add(key)


def _remark(sheet: Sheet, row: Row, header: str, text: str, /, **values: object) -> Remark:
    return Remark(Level.ERROR, Message(text, values), sheet.name.lower(), row.number, sheet.column(header, "type"))


@dataclass
class _Around:
    """A group or repeat that is open: what it is, where it began, and the names in it so far."""

    kind: str
    row: Row | None = None
    names: set[str] = field(default_factory=set)


class _Survey:
    def __init__(self, sheet: Sheet, lists: frozenset[str], kinds: Collection[str]) -> None:
        self._sheet = sheet
        self._lists = lists
        self._kinds = frozenset(kinds)
        self._names = Counter(row["name"] for row in sheet.rows if row["name"])
        self._has_labels = bool(sheet.column("label", "hint"))
        self._open = [_Around("")]

    def remarks(self) -> Iterator[Remark]:
        for row in self._sheet.rows:
            if row["disabled"].lower() in ("yes", "true", "true()"):
                continue
            yield from self._row(row)
        for around in self._open[1:]:
            if around.row is not None:
                text = N_("begin {kind} has no end {kind}.")
                yield _remark(self._sheet, around.row, "type", text, kind=around.kind)

    def _row(self, row: Row) -> Iterator[Remark]:
        kind = " ".join(row["type"].split())
        if not kind:
            if any(_base(header) in ("name", "label") for header in row.cells):
                yield _remark(self._sheet, row, "type", N_("This row has no type."))
            return
        edge = _BEGIN.match(kind.lower())
        if edge is not None and edge[1] == "end":
            yield from self._end(row, edge[2])
            return
        yield from self._name(row, edge, kind)
        if edge is not None:
            self._open.append(_Around(edge[2], row))
        else:
            yield from self._question(row, kind)
        yield from self._spoken_of(row)
        yield from self._expressions(row)

    def _end(self, row: Row, kind: str) -> Iterator[Remark]:
        if len(self._open) > 1 and self._open[-1].kind == kind:
            self._open.pop()
        else:
            yield _remark(self._sheet, row, "type", N_("end {kind} has no begin {kind}."), kind=kind)

    def _name(self, row: Row, edge: re.Match[str] | None, kind: str) -> Iterator[Remark]:
        name, around = row["name"], self._open[-1]
        if not name:
            if kind.lower() not in ("note", "audit"):
                yield _remark(self._sheet, row, "name", N_("This row has no name."))
        elif not _NAME.fullmatch(name):
            text = N_("{name} cannot be a name: it begins with a letter, and holds letters, digits and _ only.")
            yield _remark(self._sheet, row, "name", text, name=name)
        elif name == "meta":
            yield _remark(self._sheet, row, "name", N_("The name meta is taken by the format. Choose another."))
        elif name in around.names or (edge is not None and edge[2] == "repeat" and name == "data"):
            text = N_("The name {name} is taken already. Each name stands once.")
            yield _remark(self._sheet, row, "name", text, name=name)
        around.names.add(name)

    def _question(self, row: Row, kind: str) -> Iterator[Remark]:
        lowered = kind.lower()
        chosen = _CHOICE.match(kind)
        if is_refused(row):
            return  # told with the reason already
        if chosen is None and kind not in self._kinds:
            yield self._no_type(row, kind)
        elif chosen is not None and chosen[1] not in self._lists and not _may_be_elsewhere(lowered, chosen[1]):
            text = N_("There is no list {list} on the sheet choices.")
            yield _remark(self._sheet, row, "type", text, list=chosen[1])
        elif lowered == "calculate" and not any(row[one] for one in ("calculation", "default", "trigger")):
            yield _remark(self._sheet, row, "calculation", N_("There is nothing to calculate."))
        elif self._has_labels and lowered not in _SILENT and not any(_base(one) in _SHOWN for one in row.cells):
            yield _remark(self._sheet, row, "label", N_("{name} has no label."), name=row["name"] or kind)

    def _no_type(self, row: Row, kind: str) -> Remark:
        near = get_close_matches(kind.lower(), self._kinds, 1)
        text = N_("There is no type {type}. Should it be {known}?") if near else N_("There is no type {type}.")
        known = {"known": near[0]} if near else {}
        return _remark(self._sheet, row, "type", text, type=_shortened(kind), **known)

    def _spoken_of(self, row: Row) -> Iterator[Remark]:
        for header, cell in row.cells.items():
            if _base(header) not in (*_EXPRESSIONS, *_WORDS, "required", "default", "trigger"):
                continue
            for spoken in _SPOKEN_OF.findall(cell):
                name = spoken.removeprefix("last-saved#")
                if name.strip() != name:
                    yield _remark(self._sheet, row, header, N_("Take the space out of ${{{name}}}."), name=name)
                elif name not in self._names:
                    yield _remark(self._sheet, row, header, N_("There is no question {name}."), name=name)

    def _expressions(self, row: Row) -> Iterator[Remark]:
        for header in _EXPRESSIONS:
            wrong = slip_in(row[header])
            if wrong is not None:
                yield _remark(self._sheet, row, header, WRONG_EXPRESSION, **wrong)


def slip_in(typed: str) -> dict[str, object] | None:
    """Tell where an expression as its author typed it, with `${name}`, cannot be understood; None if it can."""
    try:
        compile_expression(_SPOKEN_OF.sub(lambda found: "/" + "a" * (len(found[0]) - 1), typed)) if typed else None
    except ExpressionRefused as error:
        position, reason = error.fields["position"], error.fields["reason"]
        return {"expression": _shortened(typed), "position": position, "reason": _danish(typed, position) or reason}
    return None


def _danish(typed: str, position: object) -> Message | None:
    """Say how a number or a list of values is written where a Danish spreadsheet writes it otherwise."""
    at = position - 1 if isinstance(position, int) else 0
    if typed[at : at + 1] == ";":
        return Message(N_("Write a comma between values, not a semicolon."))
    if re.fullmatch(r"\d,\d", typed[max(0, at - 1) : at + 2]):
        return Message(N_("Write the number with a decimal point, not a comma."))
    return None


def _may_be_elsewhere(kind: str, list_name: str) -> bool:
    """Whether the choices are not on the sheet: in a file, or the rows of a repeat."""
    return bool(_FROM_FILE.search(kind)) or list_name.startswith("${")


def _base(header: str) -> str:
    return header.partition("::")[0]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
