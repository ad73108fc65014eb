"""`ambassador office find` and `erase`: what is held about somebody, and its end."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from ambassador_app.i18n import N_, Message
from ambassador_app.office.cli import Run
from ambassador_app.office.config import ServerRefused, refused
from ambassador_app.office.erasing import erase as erasing
from ambassador_app.office.erasing import find as finding
from ambassador_app.office.holding import Held
from ambassador_app.office.verbs import opened, tenant_of

_REALLY: Final = N_("what is erased cannot come back; say --yes if that is what you want")
_NO_RECORD: Final = N_("there is no record {record}; nothing was erased")
_HELD: Final = N_(
    "{record} is on legal hold ({who}: {why}); nothing was erased. A coordinator releases the hold in the program first"
)
NOT_REACHED: Final = (
    N_("laptops that have not synced since, and a laptop that never syncs again"),
    N_("what other records say about the same person: look for them with `find`"),
    N_("backups of this office made before, and its exported files"),
    N_("snapshots and backups of laptops: by themselves they are gone after four weeks, those made by hand stay"),
    N_("sealed reports of visits that stay: the name is in the file; erase the report's record, or seal a new edition"),
    N_("files for the office on sticks: carried here they bring nothing back, but destroy them"),
    N_("copies that were saved, printed or sent, the case system, and extracts that other municipalities hold"),
)
"""Where an erasure does not get to; said each time, and in docs/privacy.md."""


def find(run: Run) -> int:
    """List the records that say something."""
    with opened(run) as (office, _, _config):
        found = finding(office, tenant_of(run, office), run.asked.text)
    for kind, identifier in found:
        run.show(f"{kind}:{identifier}")
    run.answer([f"{kind}:{identifier}" for kind, identifier in found])
    return 0


def erase(run: Run) -> int:
    """Erase records for good, and say what that does not reach."""
    if not run.asked.yes:
        raise ServerRefused(Message(_REALLY))
    records = [(kind, identifier) for kind, _, identifier in (one.partition(":") for one in run.asked.record)]
    with opened(run) as (office, _, _config):
        try:
            done = erasing(office, tenant_of(run, office), records, with_parts=run.asked.with_parts)
        except LookupError as error:
            raise refused(_NO_RECORD, record=str(error.args[0])) from error
        except Held as error:
            raise refused(_HELD, record=str(error), who=error.by, why=error.note) from error
    run.say(
        N_("Erased: {records} records, the words of {lines} lines of the log, {attachments} attachments."),
        **asdict(done),
    )
    run.say(N_("Not reached from here:"))
    for one in NOT_REACHED:
        run.say(one)
    run.answer({**asdict(done), "not_reached": [run.desk.translator.tr(one) for one in NOT_REACHED]})
    return 0
