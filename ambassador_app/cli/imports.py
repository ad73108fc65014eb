"""`ambassador import companies|energy|measures|visit FILE`: what a file would change, and the import of it."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from ambassador_app.cli import Runtime, Verb
from ambassador_app.i18n import N_

if TYPE_CHECKING:
    from ambassador_app.services.import_plan import FieldChange, ImportPlan, PlannedRow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("what", choices=["companies", *_OTHERS])
    parser.add_argument(
        "file", type=Path, help=N_("CVR search JSON, CSV or Excel; for energy a meter file, for a visit its report")
    )
    parser.add_argument("--dry-run", action="store_true", help=N_("show what would change, save nothing"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=N_("what a column holds, by its heading, letter or number; nothing after = leaves it out"),
    )
    parser.add_argument("--include-doubtful", action="store_true", help=N_("take the doubtful rows too"))
    for name in _OTHERS:
        _other(name).add_arguments(parser)


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print what the file changes; save it unless it is a dry run."""
    if arguments.what in _OTHERS:
        return _other(arguments.what).run(arguments, runtime)
    return _companies(arguments, runtime)


_OTHERS: Final = {"energy": "import_energy", "measures": "import_measures", "visit": "import_visit"}
"""What else can be imported, and the module that does it."""


def _other(name: str) -> Verb:
    return cast("Verb", import_module(f"ambassador_app.cli.{_OTHERS[name]}"))


def _companies(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print what the list changes, row by row; save it unless it is a dry run."""
    from ambassador_app.services.import_plan import RowState
    from ambassador_app.services.imports import mapping_from

    imports = runtime.session.company_imports
    source = imports.open(arguments.file, progress=runtime.progress)
    pairs = dict(_pair(one) for one in arguments.map)
    mapping = mapping_from(source.table, pairs, source.mapping) if source.table is not None else None
    plan = imports.plan(source, mapping, progress=runtime.progress)
    include = (
        frozenset(row.row for row in plan.of_state(RowState.DOUBTFUL)) if arguments.include_doubtful else frozenset()
    )
    saved = frozenset[tuple[str, str]]()
    if not arguments.dry_run:
        saved = imports.apply(plan, include_doubtful=include, progress=runtime.progress).records
    _print(plan, runtime, whole=arguments.dry_run)
    if not arguments.dry_run:
        sites = sum(kind == "site" for kind, _ in saved)
        organisations = sum(kind == "organisation" for kind, _ in saved)
        runtime.out(
            runtime.translator.tr(
                N_("Saved: {sites} sites and {organisations} organisations."), sites=sites, organisations=organisations
            )
        )
    runtime.answer(_answer(plan, runtime) | {"dry_run": arguments.dry_run, "saved": _saved(saved)})
    return 0


def _pair(text: str) -> tuple[str, str]:
    column, _, field = text.partition("=")
    return column.strip(), field.strip()


def _saved(records: frozenset[tuple[str, str]]) -> dict[str, int]:
    return {kind: sum(one == kind for one, _ in records) for kind in ("organisation", "site")}


def _print(plan: ImportPlan, runtime: Runtime, *, whole: bool) -> None:
    """Say how many rows there are of each state, then each row that a person should look at."""
    from ambassador_app.services.import_plan import STATE_LABEL, RowState

    tr = runtime.translator.tr
    runtime.out(" · ".join(f"{tr(STATE_LABEL[state])}: {count}" for state, count in plan.counts.items()))
    shown = {RowState.DOUBTFUL, RowState.BROKEN} | ({RowState.NEW, RowState.CHANGED} if whole else set())
    for row in plan.rows:
        if row.state in shown or (row.remarks and whole):
            named = " ".join(part for part in (row.name, row.cvr, row.p_number) if part)
            runtime.out(f"{row.row}: {tr(STATE_LABEL[row.state])}: {named}".rstrip(": "))
            for line in (*_changes(row, runtime), *_remarks(row, runtime)):
                runtime.out(f"    {line}")


def _remarks(row: PlannedRow, runtime: Runtime) -> list[str]:
    column = f"{row.column}: " if row.column else ""
    return [column + runtime.translator.say(remark.text) for remark in row.remarks]


def _changes(row: PlannedRow, runtime: Runtime) -> list[str]:
    from ambassador_app.services.import_plan import CHANGED_FIELD

    def shown(value: str | bool) -> str:
        if isinstance(value, bool):
            return runtime.translator.tr(N_("yes") if value else N_("no"))
        return value or "–"

    def line(change: FieldChange) -> str:
        name = runtime.translator.tr(CHANGED_FIELD[change.field])
        return f"{name}: {shown(change.old)} → {shown(change.new)}"

    return [line(change) for change in row.changes]


def _answer(plan: ImportPlan, runtime: Runtime) -> dict[str, object]:
    table = plan.source.table
    headings = {str(field): table.header[at] for field, at in plan.mapping.items()} if table is not None else {}
    return {
        "file": plan.source.name,
        "columns": headings,
        "counts": {str(state): count for state, count in plan.counts.items()},
        "rows": [
            {
                "row": row.row,
                "state": str(row.state),
                "name": row.name,
                "cvr": row.cvr,
                "p_number": row.p_number,
                "address": row.address,
                "advertising_protected": row.advertising_protected,
                "changes": [{"of": one.of, "field": one.field, "old": one.old, "new": one.new} for one in row.changes],
                "remarks": _remarks(row, runtime),
            }
            for row in plan.rows
        ],
    }
