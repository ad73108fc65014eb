"""Kinds of question and settings of XLSForm that are not asked here, each with the reason and its cell; and questions
that invite a civil registration number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ambassador_app.domain.checklist import Checklist, QuestionKind
from ambassador_app.exchange.xlsform.remarks import Level, Remark
from ambassador_app.exchange.xlsform.workbook import Row, Workbook
from ambassador_app.i18n import N_, Message

_MAP: Final = N_("lines and areas are not drawn on a map here")
_WHERE: Final = N_("this computer does not know where it is")
_FILE: Final = N_("the choices must stand on the sheet choices, not in a file of their own")
_WATCHED: Final = N_("nobody is recorded while answering")
_REFUSED: Final = {
    "rank": N_("choices are not put in order here"),
    "geotrace": _MAP,
    "geoshape": _MAP,
    "start-geopoint": _WHERE,
    "background-geopoint": _WHERE,
    "audit": _WATCHED,
    "background-audio": _WATCHED,
    "csv-external": _FILE,
    "xml-external": _FILE,
    "select_one_external": _FILE,
    "select_one_from_file": _FILE,
    "select_multiple_from_file": _FILE,
}
_AS_TEXT: Final = frozenset({"barcode", "phone number", "int phone number"})
_EMPTY: Final = frozenset({"deviceid", "subscriberid", "simserial", "phonenumber", "email", "username"})
_KEPT_AS_FILE: Final = frozenset({"audio", "video", "file"})
_ROOT: Final = "data"
_CIVIL: Final = re.compile(
    r"(?:^|[^a-zæøå])(?:cpr(?:nr|num|$|[^a-zæøå])|personnumm?e?r|civil registration n)", re.IGNORECASE
)
_WRITTEN: Final = frozenset({QuestionKind.TEXT, QuestionKind.INTEGER, QuestionKind.DECIMAL})


def type_remarks(workbook: Workbook) -> Iterator[Remark]:
    """Give what is to be said of the rows' types, whatever the compiler made of them."""
    sheet = workbook.sheet("survey")
    for row in sheet.rows:
        found = _of_type(row)
        if found is not None:
            level, text, values = found
            yield Remark(level, Message(text, values), "survey", row.number, sheet.column("type"))
    yield from _settings(workbook)
    entities = workbook.sheet("entities")
    if entities.rows:
        text = N_("Entities are not kept here, so the form cannot be published.")
        yield Remark(Level.ERROR, Message(text), "entities", entities.rows[0].number, "A")


def is_refused(row: Row) -> bool:
    """Whether the type of a row keeps the form from being published."""
    found = _of_type(row)
    return found is not None and found[0] is Level.ERROR


def _of_type(row: Row) -> tuple[Level, str, dict[str, object]] | None:
    kind = " ".join(row["type"].strip().lower().split())
    word = kind.split(" ")[0] if kind else ""
    word = {"background": kind.replace(" ", "-"), "start": kind.replace(" ", "-")}.get(word, word)
    if word in _REFUSED:
        text = N_("Questions of the type {type} are not asked here, so the form cannot be published: {why}.")
        return Level.ERROR, text, {"type": word, "why": Message(_REFUSED[word])}
    if word in _AS_TEXT:
        return Level.WARNING, N_("A {type} is written as text here."), {"type": word}
    if word in _KEPT_AS_FILE:
        return Level.WARNING, N_("This question is kept as a file beside the others."), {}
    if word in _EMPTY:
        return Level.WARNING, N_("{type} stays empty here."), {"type": word}
    return None


def _settings(workbook: Workbook) -> Iterator[Remark]:
    sheet = workbook.sheet("settings")
    first = sheet.rows[0] if sheet.rows else Row(2, {})
    if first["public_key"]:
        text = N_("Answers are not encrypted one by one here, so the form cannot be published. Take public_key out.")
        yield Remark(Level.ERROR, Message(text), "settings", first.number, sheet.column("public_key"))
    if first["name"] not in ("", _ROOT):
        text = N_("The form must have no name of its own for its data: take {name} out of the column name.")
        message = Message(text, {"name": first["name"]})
        yield Remark(Level.ERROR, message, "settings", first.number, sheet.column("name"))
    if not form_id(workbook):
        text = N_(
            "The sheet settings has no form_id. The name of the file stands in for it: a later version needs the same."
        )
        yield Remark(Level.WARNING, Message(text), "settings", first.number, sheet.column("form_id", "form_title"))


def form_id(workbook: Workbook) -> str:
    """Give the id that the author gave the form."""
    rows = workbook.sheet("settings").rows
    return (rows[0]["form_id"] or rows[0]["id_string"]) if rows else ""


def civil_remarks(checklist: Checklist, rows: dict[str, Row], columns: dict[str, str]) -> Iterator[Remark]:
    """Refuse a question to be written in that asks for a civil registration number; `columns` are letters by header."""
    for question in checklist.questions:
        if question.kind not in _WRITTEN:
            continue
        words = {"label": " ".join(text for _, text in question.label.by_language), "name": question.name}
        header = next((one for one, text in words.items() if _CIVIL.search(text.replace("_", " "))), "")
        if header:
            row = rows.get(question.path)
            text = N_("No question may ask for a civil registration number (CPR), so the form cannot be published.")
            yield Remark(Level.ERROR, Message(text), "survey", row.number if row else None, columns.get(header, ""))
