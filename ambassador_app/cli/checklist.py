"""`ambassador checklist`: what a checklist workbook holds, how it answers, what it says step by step, and on paper."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambassador_app.cli import Runtime
from ambassador_app.cli.files import make_folder, read_file
from ambassador_app.errors import FieldRefused, FileNotRead, FormRefused
from ambassador_app.i18n import N_, Message

if TYPE_CHECKING:
    from ambassador_app.domain.checklist import AnswerValue, Checklist
    from ambassador_app.domain.form_checks import QuestionState
    from ambassador_app.domain.form_state import FormState
    from ambassador_app.i18n import Translator
    from ambassador_app.wording.checklists import DifferenceGroup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("what", choices=["check", "run", "trace", "blank"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--answers", type=Path, help=N_("JSON: path or name of a question to its answer"))
    parser.add_argument("--ops", type=Path, help=N_("recorded operations, a line each"))
    parser.add_argument("--out", type=Path, help=N_("the PDF to write; without it, beside the file"))
    parser.add_argument("--today", help=N_("the day of the visit, YYYY-MM-DD"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Do what was asked; 1 when there are errors in the form or its answers."""
    verbs = {"check": _check, "run": _run, "trace": _trace, "blank": _blank}
    return verbs[arguments.what](arguments, runtime)


def _check(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print what was found; 1 when there are errors."""
    from ambassador_app.services.checklist_versions import asked_in
    from ambassador_app.services.checklists import inspect_workbook

    catalogue = runtime.around.resources().catalogue
    found = inspect_workbook(read_file(arguments.file), arguments.file.name, catalogue)
    say = runtime.translator.say
    remarks = [
        {"level": one.level, "sheet": one.sheet, "row": one.row, "column": one.column, "message": say(one.message)}
        for one in found.remarks
    ]
    for one in remarks:
        place = f"{one['sheet']} {one['column']}{one['row'] or ''}".strip()
        runtime.out(f"{one['level']}: {place}: {one['message']}")
    checklist, tn = found.checklist, runtime.translator.tn
    questions, areas = (asked_in(checklist), len(checklist.sections)) if checklist else (0, 0)
    counted = tn("{count} question", "{count} questions", questions), tn("{count} area", "{count} areas", areas)
    runtime.out(" \N{MIDDLE DOT} ".join(counted))
    differing = _differences(checklist, runtime) if checklist else []
    for group in differing:
        runtime.out(f"{group.heading} ({len(group.lines)})")
        for line in group.lines:
            runtime.out(f"  {line}")
    told = [{"kind": group.heading, "lines": list(group.lines)} for group in differing]
    runtime.answer({"questions": questions, "areas": areas, "remarks": remarks, "differences": told})
    return 1 if found.errors else 0


def _differences(checklist: Checklist, runtime: Runtime) -> Sequence[DifferenceGroup]:
    """Say what differs from the version in use: the one of the home that is named, else the one that ships."""
    from ambassador_app.domain.form_versions import differences
    from ambassador_app.wording.checklists import difference_groups

    offered = runtime.session.checklists.choices() if runtime.home else ()
    version = next((one.sha256 for one in offered if one.id == checklist.id), "")
    shipped = {one.id: one for one in runtime.around.resources().choices()}
    current = runtime.session.checklist_library.checklist(version) if version else shipped.get(checklist.id)
    if current is None:
        return ()
    return difference_groups(runtime.translator, differences(current, checklist), current, checklist)


def _trace(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Replay operations and print every state, as the recorder does."""
    from ambassador_app.domain.form_trace import trace

    checklist = _checklist(arguments.file)
    operations = read_file(arguments.ops).decode("utf-8", "replace").splitlines() if arguments.ops else []
    lines = list(trace(checklist, operations, _day(arguments, runtime)))
    for line in lines:
        runtime.out(line)
    runtime.answer({"lines": lines})
    return 0


def _blank(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Write a PDF of the checklist to fill in by hand."""
    from ambassador_app.services.checklists import blank_pdf
    from ambassador_app.services.files_out import write_new

    checklist = _checklist(arguments.file)
    out = arguments.out or arguments.file.with_suffix(".pdf")
    moment = datetime.combine(_day(arguments, runtime), time(12), UTC)
    pdf = blank_pdf(checklist, runtime.around.resources().fonts, runtime.translator, moment)
    make_folder(out.parent)
    written = write_new(out.parent, out.name, pdf)
    runtime.out(str(written))
    runtime.answer({"file": str(written), "bytes": len(pdf)})
    return 0


def _run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Tell what is asked, computed, wrong, missing and suggested for a set of answers; 1 when something is wrong."""
    from ambassador_app.domain.form_state import evaluate, first_answers

    checklist, today = _checklist(arguments.file), _day(arguments, runtime)
    answers = _answers(checklist, arguments.answers) if arguments.answers else {}
    state = evaluate(checklist, {**first_answers(checklist, today), **answers}, today)
    found = _told(state, runtime.translator)
    tr = runtime.translator.tr
    for title, lines in (
        (N_("Asked"), found["relevant"]),
        (N_("Missing"), found["missing"]),
        (N_("Not allowed"), [f"{one['path']}: {one['message']}".rstrip(": ") for one in found["violations"]]),
        (N_("Computed"), [f"{path} = {value}" for path, value in found["computed"].items()]),
        (N_("Suggested"), [f"{one['entry']} {one['inputs']}" for one in found["suggestions"]]),
    ):
        runtime.out(f"{tr(title)}: {len(lines)}")
        for line in lines:
            runtime.out(f"  {line}")
    runtime.answer(found)
    return 1 if found["violations"] else 0


def _told(state: FormState, translator: Translator) -> dict[str, Any]:
    from ambassador_app.domain.checklist import QuestionKind
    from ambassador_app.domain.expression import to_text

    questions = state.questions()
    rules = state.filled.rules
    computed = {
        rules.path(place): to_text(value) if isinstance(value, str) else value
        for place, value in state.filled.calculated.items()
        if rules.rules[place[0]].question is not None and value is not None
    }
    return {
        "relevant": [one.path for one in questions if one.question.kind is not QuestionKind.NOTE],
        "missing": [one.path for one in questions if one.missing],
        "violations": [
            {"path": one.path, "message": message} for one in questions for message in _wrong(one, translator)
        ],
        "computed": computed,
        "suggestions": [
            {"entry": one.entry_id, "inputs": dict(one.inputs), "rule": one.rule} for one in state.suggestions
        ],
    }


def _wrong(asked: QuestionState, translator: Translator) -> Iterator[str]:
    """Say what is not allowed about an answer: what the form says of it, and a choice that is none."""
    question = asked.question
    if not asked.valid:
        yield question.constraint_message.text(translator.language)
    given = asked.value if isinstance(asked.value, tuple) else (asked.value,)
    for one in given if question.choices else ():
        if isinstance(one, str) and one and question.choice(one) is None:
            yield translator.tr(N_("{question} has no choice {choice}."), question=question.name, choice=one)


def _checklist(file: Path) -> Checklist:
    """Read a workbook that can be used, or a compiled checklist. Raises FormRefused, FileNotRead."""
    from ambassador_app.domain.checklist import Checklist
    from ambassador_app.services.checklists import inspect_workbook

    data = read_file(file)
    if file.suffix.lower() == ".json":
        try:
            return Checklist.from_json(data)
        except (ValueError, KeyError, TypeError):
            raise FileNotRead(file=file.name, reason=Message(N_("it is no compiled checklist"))) from None
    found = inspect_workbook(data, file.name)
    if found.checklist is None:
        worst = found.errors[0]
        raise FormRefused(sheet=worst.sheet, row=worst.row, column=worst.column, reason=worst.message)
    return found.checklist


def _answers(checklist: Checklist, file: Path) -> Mapping[str, AnswerValue]:
    """Read answers by path, or by name where only one question has it. Raises FileNotRead."""
    from ambassador_app.domain.checklist import template_path

    try:
        given = json.loads(read_file(file))
        values = {str(name): _value(plain) for name, plain in dict(given).items()}
    except (ValueError, TypeError) as error:
        reason = Message(N_("it is no JSON of questions and answers"))
        raise FileNotRead(file=file.name, reason=reason) from error
    paths: dict[str, list[str]] = {}
    for one in checklist.questions:
        paths.setdefault(one.name, []).append(one.path)
    known = {one.path for one in checklist.questions}
    found: dict[str, AnswerValue] = {}
    for name, value in values.items():
        path = paths[name][0] if len(paths.get(name, ())) == 1 else name
        if template_path(path) not in known:
            raise FileNotRead(file=file.name, reason=Message(N_("there is no question {name}"), {"name": name}))
        found[path] = value
    return found


def _value(plain: object) -> AnswerValue:
    if isinstance(plain, bool | dict):
        raise TypeError(type(plain).__name__)
    if isinstance(plain, int | float):
        return float(plain)
    return tuple(map(str, plain)) if isinstance(plain, list) else None if plain is None else str(plain)


def _day(arguments: argparse.Namespace, runtime: Runtime) -> date:
    """Give the day of the visit: the one asked for, else today. Raises FieldRefused."""
    if not arguments.today:
        return runtime.around.today()
    try:
        return date.fromisoformat(arguments.today)
    except ValueError:
        allowed = runtime.translator.tr(N_("YYYY-MM-DD"))
        raise FieldRefused(field="--today", value=arguments.today, allowed=allowed) from None
