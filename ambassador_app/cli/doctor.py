"""`ambassador doctor`: the database, the backups and what this computer can do, each with a verdict."""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app import __version__
from ambassador_app.cli import Runtime
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import N_
from ambassador_app.services.seal_keys import can_read_cards


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The verb takes nothing of its own."""


def run(_arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print what was found; 1 when something is wrong."""
    found: dict[str, object] = {"version": __version__, "resources": _resources(runtime)}
    profiles = runtime.around.profiles(runtime.home)
    found["key_store"] = profiles.key_store_works()
    found["cards"] = can_read_cards()
    found["profile"] = profiles.exists()
    problems: list[str] = [] if found["resources"] else [runtime.translator.tr(N_("Files of the program are missing."))]
    if profiles.exists():
        try:
            found["database"] = _database(runtime, problems)
        except AmbassadorError as error:
            from ambassador_app import wording

            problems.append(wording.sentence(error, runtime.translator))
    found["problems"] = problems
    found["healthy"] = not problems
    for name, value in found.items():
        runtime.out(f"{name:<14}{value}")
    runtime.answer(found)
    return 1 if problems else 0


def _resources(runtime: Runtime) -> bool:
    resources = runtime.around.resources()
    try:
        return bool(resources.catalogue and resources.factor_sets and resources.price_sets and resources.choices())
    except (OSError, ValueError, KeyError):
        return False


def _database(runtime: Runtime, problems: list[str]) -> dict[str, object]:
    session = runtime.session
    tr = runtime.translator.tr
    intact = not session.read_only and session.check()
    if not intact:
        problems.append(tr(N_("The database is damaged; the newest good copy is used for reading.")))
    status = session.backups.status()
    if status.is_due:
        runtime.out(tr(N_("There is no backup of today.")))
    return {
        "intact": intact,
        "companies": session.companies.page(limit=1).total,
        "visits": session.visits.page(limit=1).total,
        "waiting_to_be_sent": session.waiting(),
        "last_backup": status.last_at.isoformat() if status.last_at else None,
        "backup_folders": [str(folder) for folder in status.folders if Path(folder).is_dir()],
    }
