"""What no compiler minds and no author means: a default that is no answer, a range that holds nothing, a question that
nobody is ever asked, a column whose name is a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from ambassador_app.domain.checklist import Checklist, Question, QuestionKind
from ambassador_app.domain.expression import as_day, to_number
from ambassador_app.exchange.xlsform.remarks import Level, Remark
from ambassador_app.exchange.xlsform.workbook import Row, Sheet, Workbook
from ambassador_app.i18n import N_, Message

_KNOWN: Final = {
    "survey": (
        *("type", "name", "label", "hint", "guidance_hint", "relevant", "required", "required_message", "constraint"),
        *("constraint_message", "calculation", "default", "choice_filter", "repeat_count", "readonly", "appearance"),
        *("trigger", "parameters", "media::image", "media::audio", "media::video", "disabled"),
        *("bind::kb:code", "bind::kb:unit", "bind::kb:unit_en", "bind::kb:min", "bind::kb:max", "bind::kb:reach"),
        *("bind::kb:input", "bind::kb:measure"),
    ),
    "choices": ("list_name", "name", "label", "kb_measure", "kb_flag"),
}
_NEAR: Final = 0.85
_NEVER: Final = frozenset({"false()", "false", "no", "0"})


def doubts(checklist: Checklist, workbook: Workbook, rows: Mapping[str, Row]) -> Iterator[Remark]:
    """Give what is doubtful in a form that was compiled; `rows` are the rows of the survey by path."""
    survey = workbook.sheet("survey")
    for name in _KNOWN:
        yield from _headers(workbook.sheet(name))
    for question in checklist.questions:
        row = rows.get(question.path)
        if row is None:
            continue
        for header, level, message in _of(question, row):
            yield Remark(level, message, "survey", row.number, survey.column(header, "type"))


def _headers(sheet: Sheet) -> Iterator[Remark]:
    known = _KNOWN[sheet.name.lower()] if sheet.headers else ()
    for number, header in enumerate(sheet.headers):
        base = header if header.startswith(("bind::", "media::")) else header.partition("::")[0]
        near = get_close_matches(base, known, 1, _NEAR) if base and base not in known else []
        if near and not any(one == near[0] or one.startswith(f"{near[0]}::") for one in sheet.headers):
            text = N_("The column {name} is not read. Should it be {known}?")
            message = Message(text, {"name": header, "known": near[0]})
            yield Remark(Level.WARNING, message, sheet.name.lower(), 1, sheet.letter(number))


def _of(question: Question, row: Row) -> Iterator[tuple[str, Level, Message]]:
    if row["relevant"].replace(" ", "").lower() in _NEVER:
        yield "relevant", Level.WARNING, Message(N_("This is never asked."))
    least, most = question.least, question.most
    if least is not None and most is not None and least > most:
        text = N_("The least value {least} is above the greatest {most}.")
        values = {"least": row["bind::kb:min"], "most": row["bind::kb:max"]}
        yield "bind::kb:min", Level.ERROR, Message(text, values)
    if question.default:
        yield from _default(question)


def _default(question: Question) -> Iterator[tuple[str, Level, Message]]:
    value = question.default
    if question.kind.is_number and to_number(value) != to_number(value):
        yield "default", Level.ERROR, Message(N_("{value} is not a number."), {"value": value})
    if question.kind is QuestionKind.DATE and not as_day(value):
        yield "default", Level.ERROR, Message(N_("{value} is not a date. Write it as 2026-11-23."), {"value": value})
    if question.choices:
        given = value.split() if question.kind is QuestionKind.SELECT_MULTIPLE else [value]
        for one in given:
            if question.choice(one) is None:
                text = N_("{question} has no choice {choice}.")
                yield "default", Level.ERROR, Message(text, {"question": question.name, "choice": one})
