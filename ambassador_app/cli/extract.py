"""`ambassador extract`: what would be released to a programme, the release, and what the others have released."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambassador_app.cli import Runtime
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.extract import ProgrammeExtract, ProgrammeName, Progress, Sums
from ambassador_app.domain.extract_reading import plain_of
from ambassador_app.domain.programme import Held, ReleaseState, programme_named
from ambassador_app.errors import FieldRefused, ProgrammeUnknown
from ambassador_app.i18n import N_, Message
from ambassador_app.wording import LABEL

if TYPE_CHECKING:
    from ambassador_app.services.extracts import ProgrammeView

_DEEDS = ("list", "fetch", "preview", "release", "withdraw", "take", "save", "export")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("what", choices=_DEEDS, help=N_("what to do"))
    which = N_("a programme's short name or name; of withdraw and save an extract's id; of take a file")
    parser.add_argument("which", nargs="?", default="", help=which)
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar=N_("YYYY-MM-DD"), help=N_("the day it tells of; else today")
    )
    parser.add_argument("--out", type=Path, metavar=N_("FILE"), help=N_("where to: of save a folder"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Do it; 1 where a release waits for the office, or something the office sent is doubted."""
    deeds = {
        "list": _list,
        "fetch": _fetch,
        "preview": _preview,
        "release": _release,
        "withdraw": _withdraw,
        "take": _take,
        "save": _save,
        "export": _export,
    }
    return deeds[arguments.what](arguments, runtime)


def _list(_arguments: argparse.Namespace, runtime: Runtime) -> int:
    views = runtime.session.extracts.programmes()
    for view in views:
        runtime.out(f"{view.programme.id}  {view.programme.name}")
        for one in view.extracts:
            runtime.out(_line(one, runtime))
        if view.silent:
            names = ", ".join(one.name for one in view.silent)
            runtime.out("  " + runtime.translator.tr("Nothing has come from {names} yet.", names=names))
    if not views:
        runtime.out(runtime.translator.tr("No extract has been released here yet."))
    runtime.answer({"programmes": [_about(view) for view in views]})
    return 0


def _line(one: Held, runtime: Runtime) -> str:
    words, extract = runtime.translator, one.extract
    sums = extract.sums(Progress.PROPOSED)
    parts = (
        extract.id,
        extract.municipality.name,
        words.short_day(extract.as_of),
        words.quantity(round(sums.kwh), "kWh"),
        words.tr(LABEL[one.trust]),
    )
    return "  " + "  ".join(parts)


def _about(view: ProgrammeView) -> dict[str, object]:
    return {
        "id": view.programme.id,
        "name": view.programme.name,
        "members": [one.name for one in view.members],
        "names_gone": list(view.names_gone),
        "extracts": [_told(one) for one in view.extracts],
    }


def _told(one: Held) -> dict[str, Any]:
    extract = one.extract
    return {
        "id": extract.id,
        "municipality": extract.municipality.name,
        "as_of": extract.as_of.isoformat(),
        "source": one.source.value,
        "state": one.state.value,
        "trust": one.trust.value,
        "sites": extract.sites,
        "rounded": extract.is_rounded,
        "sums": {progress.value: _sums(extract.sums(progress)) for progress in Progress},
    }


def _sums(sums: Sums) -> dict[str, object]:
    years = sums.payback
    return {
        "measures": sums.measures,
        "kwh": sums.kwh,
        "dkk": sums.dkk,
        "co2e_t": sums.co2e_t,
        "investment_dkk": sums.investment_dkk,
        "payback_years": None if isinstance(years, Payback) else years,
    }


def _fetch(_arguments: argparse.Namespace, runtime: Runtime) -> int:
    found = runtime.session.extracts.fetch()
    words = runtime.translator
    runtime.out(words.tn("{count} new extract.", "{count} new extracts.", found.new))
    if found.doubted:
        names = ", ".join(found.doubted)
        runtime.out(words.tr("What came from {names} is not as the office says. It was left out.", names=names))
    if found.refused:
        runtime.out(words.tr("The office does not take your extract as it was made. Release it anew."))
    runtime.answer({"new": found.new, "doubted": list(found.doubted), "refused": found.refused})
    return 1 if found.doubted or found.refused else 0


def _preview(arguments: argparse.Namespace, runtime: Runtime) -> int:
    _show(_made(arguments, runtime), runtime)
    return 0


def _release(arguments: argparse.Namespace, runtime: Runtime) -> int:
    held = runtime.session.extracts.release(_made(arguments, runtime))
    runtime.out(f"{held.extract.id}  {runtime.translator.tr(LABEL[held.state])}")
    runtime.answer(_told(held))
    return 1 if held.state is ReleaseState.WAITING else 0


def _made(arguments: argparse.Namespace, runtime: Runtime) -> ProgrammeExtract:
    extracts = runtime.session.extracts
    return extracts.preview(_programme(arguments, runtime), arguments.as_of or extracts.today(), runtime.progress)


def _programme(arguments: argparse.Namespace, runtime: Runtime) -> ProgrammeName:
    """The programme that is meant: one that is known, else a new one of that name, for files. Raises FieldRefused."""
    for view in runtime.session.extracts.programmes():
        if arguments.which in (view.programme.id, view.programme.name):
            return view.programme
    try:
        return programme_named(arguments.which)
    except ValueError as error:
        allowed = Message(N_("a name such as Carbon 20"))
        raise FieldRefused(field="which", value=arguments.which, allowed=allowed) from error


def _show(extract: ProgrammeExtract, runtime: Runtime) -> None:
    words = runtime.translator
    runtime.out(f"{extract.programme.name}  {extract.municipality.name}  {words.short_day(extract.as_of)}")
    for case in extract.cases:
        runtime.out(f"{case.id}  {words.tr(LABEL[case.trade])}  {words.tr(LABEL[case.step])}  {case.name}")
        for one in case.measures:
            told = words.quantity(one.sums.kwh, "kWh") if one.dkk is not None else ""
            runtime.out(f"  {one.calculator}  {words.tr(LABEL[one.status])}  {told}")
    for group in extract.groups:
        count = "<5" if group.sites is None else f"~{group.sites}"
        runtime.out(f"{words.tr(LABEL[group.kind])}  {count}")
    runtime.answer(plain_of(extract))


def _withdraw(arguments: argparse.Namespace, runtime: Runtime) -> int:
    runtime.session.extracts.withdraw(arguments.which)
    runtime.out(runtime.translator.tr("Withdrawn. The office gives it to nobody any more."))
    runtime.answer({"withdrawn": arguments.which})
    return 0


def _take(arguments: argparse.Namespace, runtime: Runtime) -> int:
    held = runtime.session.extracts.take_file(Path(arguments.which))
    runtime.out(_line(held, runtime))
    runtime.answer(_told(held))
    return 0


def _save(arguments: argparse.Namespace, runtime: Runtime) -> int:
    file = runtime.session.extracts.save_file(arguments.which, arguments.out or Path())
    runtime.out(str(file))
    runtime.answer({"file": str(file)})
    return 0


def _export(arguments: argparse.Namespace, runtime: Runtime) -> int:
    for view in runtime.session.extracts.programmes():
        if arguments.which in (view.programme.id, view.programme.name):
            break
    else:
        raise ProgrammeUnknown(programme=arguments.which)
    target = arguments.out or Path(f"{view.programme.name}.xlsx")
    tables = runtime.session.extracts.tables
    file = tables.save_programme(view.programme.id, target, language=runtime.translator.language)
    runtime.out(str(file))
    runtime.answer({"file": str(file)})
    return 0
