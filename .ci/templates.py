"""Compiles the shipped checklists: every `resources/checklists/*.xlsx` gets its `.json` beside it.

With `--check` nothing is written: it fails if a `.json` is not what its `.xlsx` gives, if a form has an error, or if
a form names a catalogue entry or an input that does not exist.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.catalogue import CatalogueEntry, read_catalogue
from ambassador_app.domain.checklist import Checklist
from ambassador_app.errors import AmbassadorError
from ambassador_app.exchange.xlsform import Remark, inspect
from ambassador_app.i18n import Message

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def main(arguments: list[str]) -> int:
    """Compile or check; give the exit code."""
    check = "--check" in arguments
    catalogue = read_catalogue(json.loads((RESOURCES / "measures" / "entries.json").read_text("utf-8")))
    faults = [
        fault
        for workbook in sorted((RESOURCES / "checklists").glob("*.xlsx"))
        for fault in one(workbook, catalogue, check=check)
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def one(workbook: Path, catalogue: Mapping[str, CatalogueEntry], *, check: bool) -> Iterator[str]:
    """Compile or check one workbook; give what is wrong."""
    try:
        found = inspect(workbook.read_bytes(), name=workbook.name)
    except AmbassadorError as error:
        yield f"{workbook.name}: {error}"
        return
    for remark in found.remarks:
        yield f"{workbook.name}: {said(remark)}"
    if found.checklist is None or found.errors:
        return
    for fault in strangers(found.checklist, catalogue):
        yield f"{workbook.name}: {fault}"
    target = workbook.with_suffix(".json")
    text = json.dumps(json.loads(found.checklist.to_json()), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if not check:
        target.write_text(text, "utf-8")
        print(f"{target.name}: {len(found.checklist.questions)} rows, {found.checklist.sha256[:12]}")
    elif not target.exists() or target.read_text("utf-8") != text:
        yield f"{target.name} is not what {workbook.name} gives: run `make templates`."


def strangers(checklist: Checklist, catalogue: Mapping[str, CatalogueEntry]) -> Iterator[str]:
    """Give the entries and inputs that a checklist names and the catalogue does not have."""
    for question in checklist.questions:
        for entry in filter(None, [question.measure, *(choice.measure for choice in question.choices)]):
            if entry not in catalogue:
                yield f"{question.name}: no catalogue entry {entry}"
        for fill in question.fills:
            entry, _, name = fill.partition(".")
            if entry not in catalogue:
                yield f"{question.name}: no catalogue entry {entry}"
            elif name not in {field.name for field in CALCULATORS[catalogue[entry].calculator].fields()}:
                yield f"{question.name}: {catalogue[entry].calculator} has no input {name}"


def said(remark: Remark) -> str:
    """Give a remark in plain English with its cell."""
    return f"{remark.sheet} {remark.column}{remark.row or ''}: {remark.level}: {sentence(remark.message)}"


def sentence(message: Message) -> str:
    """Fill the placeholders of a message."""
    values = {key: sentence(value) if isinstance(value, Message) else value for key, value in message.values.items()}
    return message.text.format_map(values) if values else message.text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
