"""`ambassador import measures FILE --visit ID`: what a list of proposals would change in a visit, and its import."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ambassador_app.cli import Runtime
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.errors import FieldMissing
from ambassador_app.i18n import N_, Message

if TYPE_CHECKING:
    from ambassador_app.services.measure_import_plan import MeasurePlan, PlannedMeasure


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only this import takes."""
    measures = parser.add_argument_group("measures")
    measures.add_argument("--visit", metavar="VISIT", help=N_("the visit that measures are imported into"))
    measures.add_argument("--sheet", default="", metavar="SHEET", help=N_("the sheet of a workbook to read"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print what the list changes, row by row; save it unless it is a dry run."""
    from ambassador_app.services.measure_import_plan import MeasureRowState, roles_from

    if not arguments.visit:
        raise FieldMissing(field="--visit")
    visit_id = VisitId(arguments.visit)
    imports = runtime.session.measure_imports
    source = imports.open(visit_id, arguments.file, sheet=arguments.sheet, progress=runtime.progress)
    pairs = dict(_pair(one) for one in arguments.map)
    mapping = roles_from(source.table, pairs, source.mapping) if source.table is not None else None
    plan = imports.plan(visit_id, source, mapping, progress=runtime.progress)
    doubtful = plan.of_state(MeasureRowState.DOUBTFUL) if arguments.include_doubtful else ()
    saved = 0
    _print(plan, runtime)
    if not arguments.dry_run:
        changes = imports.apply(plan, include=frozenset(row.row for row in doubtful), progress=runtime.progress)
        saved = sum(kind == "measure" for kind, _ in changes.records)
        runtime.out(runtime.translator.tr(N_("Saved: {count} measures."), count=saved))
    runtime.answer(_answer(plan, runtime) | {"dry_run": arguments.dry_run, "saved": saved})
    return 0


def _pair(text: str) -> tuple[str, str]:
    column, _, role = text.rpartition("=")
    return column.strip(), role.strip()


def _print(plan: MeasurePlan, runtime: Runtime) -> None:
    from ambassador_app.services.measure_import_plan import STATE_LABEL

    tr = runtime.translator.tr
    runtime.out(" · ".join(f"{tr(STATE_LABEL[state])}: {count}" for state, count in plan.counts.items()))
    for note in plan.notes:
        runtime.out(runtime.translator.say(note))
    for row in plan.rows:
        runtime.out(f"{row.row}: {tr(STATE_LABEL[row.state])}: {row.title}".rstrip(": "))
        for line in (*_remarks(row, runtime), *_changes(row, runtime), *_differences(row, runtime)):
            runtime.out(f"    {line}")


def _remarks(row: PlannedMeasure, runtime: Runtime) -> list[str]:
    column = f"{row.column}: " if row.column else ""
    return [column + runtime.translator.say(remark.text) for remark in row.remarks]


def _changes(row: PlannedMeasure, runtime: Runtime) -> list[str]:
    say = runtime.translator.say
    return [f"{say(one.label)}: {say(one.old)} → {say(one.new)}" for one in row.changes]


def _differences(row: PlannedMeasure, runtime: Runtime) -> list[str]:
    text = N_("{field}: the list says {told}, here it is {ours}.")
    said = (Message(text, {"field": one.label, "told": one.told, "ours": one.ours}) for one in row.differences)
    return [runtime.translator.say(one) for one in said]


def _answer(plan: MeasurePlan, runtime: Runtime) -> dict[str, object]:
    table = plan.source.table
    return {
        "file": plan.source.name,
        "sheet": plan.source.sheet,
        "own": plan.source.is_own,
        "columns": {
            role.field: {"column": table.header[at] if table else "", "unit": role.unit, "mark": role.mark}
            for at, role in plan.mapping.items()
        },
        "notes": [runtime.translator.say(note) for note in plan.notes],
        "counts": {str(state): count for state, count in plan.counts.items()},
        "rows": [_row(row, runtime) for row in plan.rows],
    }


def _row(row: PlannedMeasure, runtime: Runtime) -> dict[str, object]:
    found = row.measure
    return {
        "row": row.row,
        "state": str(row.state),
        "title": row.title,
        "area": found.area if found else "",
        "inputs": dict(found.inputs) if found else {},
        "investment_dkk": found.investment_dkk if found else None,
        "changes": _changes(row, runtime),
        "differences": _differences(row, runtime),
        "remarks": _remarks(row, runtime),
    }
